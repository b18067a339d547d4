"""Forms: the widgets of a page and their side in the browser."""
