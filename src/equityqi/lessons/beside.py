"""The folders beside the work folder that hold what a trainer makes for others."""

SITE = "course-site"  # the course by a link
SLIDES = "slides"  # for PowerPoint
