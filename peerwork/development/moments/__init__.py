"""Moments: what a worker adds to their own story, keeps at the top of it, or leaves out."""
