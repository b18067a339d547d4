"""The code on a learner's page, read as data: nothing here runs it."""
