"""Floor 1: organisations, people, users and roles."""
