"""The source of a cell as data: nothing in it is run."""

from __future__ import annotations

import ast
import re
import warnings

MAGIC = re.compile(r"^([ \t]*)(?:%%?|!)(?![ \t]*=).*$", re.MULTILINE)


def parsed(source: str) -> ast.Module | None:
    """Return a cell's syntax tree, or None where it cannot be read; a line for the notebook or the shell does nothing.

    >>> parsed("!ls\\nx = 1") is None, parsed("x = (1") is None
    (False, True)
    """
    for text in dict.fromkeys((source, MAGIC.sub(r"\1pass", source))):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def squeezed(source: str) -> str:
    """Return a source without what a save or a copy may change at its ends and line ends."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())
