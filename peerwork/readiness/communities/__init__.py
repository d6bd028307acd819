"""Where people learn together: learning sets of several sites, and communities of practice that anyone can join."""
