"""A project on one A4 page, with an appendix: as plain data, and as HTML and Word made from it."""
