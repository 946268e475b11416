"""What else a message says: orders, questions, answers, and what nobody took up."""
