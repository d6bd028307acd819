"""The yearly look back and ahead: the worker's own view first, then together, both sign, and a look halfway."""
