"""Which counts are too small to show: the limit that the course keeps everywhere."""

LARGEST_HIDDEN = 7  # hospital statistics hide counts of 1 to 7, the widest rule in common use
SMALLEST_SHOWN = LARGEST_HIDDEN + 1
