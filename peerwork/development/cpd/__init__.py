"""Learning and awards from outside: talks, days, prizes, as the worker notes them."""
