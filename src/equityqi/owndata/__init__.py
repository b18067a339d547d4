"""A table of one's own: findings, gap, picture, a draft aim."""
