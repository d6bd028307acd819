"""What goes to the board: the report, the peers' own page, what those receiving services say, and outcomes."""
