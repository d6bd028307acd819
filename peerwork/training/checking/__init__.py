"""Checking for oneself: a few questions on a module, and what people say of a course."""
