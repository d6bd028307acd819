"""A person's own record: what they ask about it, and what they want put right."""
