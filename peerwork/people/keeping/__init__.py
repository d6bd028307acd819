"""What is kept, for how long, and what keeps it longer: legal holds, and the purge of what is over."""
