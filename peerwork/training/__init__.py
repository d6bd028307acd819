"""Training: curricula, groups that learn together, certificates that can be checked."""
