"""The pages about accounts, units and people: one module per kind of page."""
