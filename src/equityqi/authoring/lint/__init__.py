"""The linter of lessons, facts, words and links."""
