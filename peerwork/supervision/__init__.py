"""Floor 3: agreements, sessions, what was agreed in them, reflection, and who is in date."""
