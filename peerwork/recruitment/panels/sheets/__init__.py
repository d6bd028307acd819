"""Score sheets as the system gives and ends them: to every member for every applicant, excused, not sent in time."""
