"""The pages of panels: set-up, a member's own, scoring on a phone, the outcome, pay, an applicant's interview."""
