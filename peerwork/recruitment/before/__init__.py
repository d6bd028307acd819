"""Before any vacancy, and beside it: interest, information sessions, help to apply, an independent benefits check."""
