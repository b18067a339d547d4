"""Pictures that a page draws while people work: SVG from plain Python, without matplotlib and numpy."""
