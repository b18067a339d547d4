"""Texts that a person reads: the sheet in which they are marked, and the marks, which are kept and never lost."""
