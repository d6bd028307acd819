"""What panel members are paid: rates by day, claims, approval by somebody else, payroll."""
