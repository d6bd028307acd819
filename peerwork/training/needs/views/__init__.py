"""Pages of training that is needed."""
