"""What is the worker's own: who may read what, the plan, the card for a day they are unwell, the wellbeing plan."""
