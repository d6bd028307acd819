"""What must be done round the first day, by whom, and the documents on a person's record."""
