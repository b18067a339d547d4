"""A table as it stands in its file, and the one error of reading."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd


class ReadError(ValueError):
    """A file that cannot be read as a table; ``str()`` is one sentence: file, place, value, what to do."""


@dataclass
class Raw:
    """A table as it stands in its file. ``rows`` holds each row's number in the file, from 1."""

    name: str
    frame: pd.DataFrame
    rows: np.ndarray
    encoding: str = "utf-8"
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    sections: list[str] = field(default_factory=list)
    header_rows: int = 1

    def fail(self, position: int, column: str, what: str) -> ReadError:
        """An error that names the file, row, column and value."""
        value = shorten(self.frame[column].iloc[position])
        return ReadError(f"{self.name}, row {self.rows[position]}, column '{column}': '{value}' {what}")


def shorten(text: object, length: int = 40) -> str:
    """The text on one line, cut where it is long.

    >>> shorten("a\\nb")
    'a b'
    """
    line = " ".join(str(text).split())
    return line if len(line) <= length else f"{line[: length - 3]}..."
