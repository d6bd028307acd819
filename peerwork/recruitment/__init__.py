"""Recruitment: from the idea of a post to a fair decision, with service users having a real say."""
