"""Pages about people getting ready to start: HR's, the starter's own, the referee's."""
