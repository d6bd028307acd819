"""Teams that are ready, organisations that change, and the communities in which people learn together."""
