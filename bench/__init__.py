"""Timing that can be trusted: every figure beside a floor measured in the same run, on the same server."""
