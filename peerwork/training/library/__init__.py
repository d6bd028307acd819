"""What there is to read and to hear: resources, and recovery stories with the consent of those who tell them."""
