"""Scoring alone, the reveal, what was talked through after it, and the decision."""
