"""From a conditional offer to the first day: checks, what must be done before, and the day itself."""
