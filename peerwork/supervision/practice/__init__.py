"""Looking at practice: the worker's own reflections, observation, and whether the role stays a peer role."""
