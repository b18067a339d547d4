"""For authors: exercises from solutions, datasets to the byte, the linter."""
