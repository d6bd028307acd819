"""Panels with service users on them: who sits, when people are met, what is asked, and all that follows from it."""
