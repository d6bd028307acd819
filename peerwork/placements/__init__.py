"""Floor 2: posts, placements, supervisors, absence."""
