"""Questions: what a question is, how an answer is read and marked."""
