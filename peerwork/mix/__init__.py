"""Floor 4: the share of care delivered by peer workers."""
