"""Floor 5: a home per role, the set-up of an organisation, the demo."""
