"""Ways into a post: from a taster to the first day, hours away from the job, supervised hours that are signed."""
