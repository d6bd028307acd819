"""What belongs to a worker's own evidence and goals from other apps: a session they chose, a course."""
