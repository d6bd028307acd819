"""What is taught: curricula, their versions, modules and assessments."""
