"""Bring it with me: a signed file a worker takes from one employer and gives to the next, by their own hand."""
