"""What each role needs to have learned, by when and how often; who has it, and who was appropriately trained when."""
