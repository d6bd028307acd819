"""Floor 0: what every app is built from. It knows no domain word."""
