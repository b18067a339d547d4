"""A person's work folder: answers, preparing and updating it, hand-ins, dates."""
