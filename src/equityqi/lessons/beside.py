"""The folders beside the work folder that hold what a trainer makes for others."""

SITE = "course-site"  # the course by a link
SLIDES = "slides"  # for PowerPoint
FORMS = "forms-to-import"  # for Microsoft Forms, and sheets in which paper is counted
CERTIFICATES = "certificates"
PROJECTS = "shared-projects"  # the named leader's page over the projects of teams
