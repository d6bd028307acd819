"""Occupational health: a referral, the worker's consent, a report in two parts, and what others may read."""
