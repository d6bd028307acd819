"""What helps somebody do their job well: asked for, agreed, in place; and what occupational health advises."""
