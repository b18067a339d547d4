"""A sandbox that runs the code of a learner's page: it knows nothing of hand-ins and marks."""
