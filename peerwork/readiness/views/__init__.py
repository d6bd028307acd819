"""Pages about ready teams: the checklist and the decision, the four factors, the ten challenges, the registers."""
