"""Documents: blocks, and what writes them as HTML, Word, Excel and PNG."""
