"""Pages of communities and learning sets."""
