"""Shortlisting without names, and each step an application takes after it."""
