"""From monitoring to steering: what the share may become, and what it would take."""
