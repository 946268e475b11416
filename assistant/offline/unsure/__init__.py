"""What shows that a message was not understood, or cannot be meant as it stands: each becomes a question."""
