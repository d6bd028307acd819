"""What was earned: certificates anybody can check, and badges for those who want one."""
