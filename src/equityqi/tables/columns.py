"""Each column of a table by what it holds: a time, numbers that could be counts, other numbers, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from equityqi.tables.cells import Numbers, read_cell, read_numbers
from equityqi.tables.known_words import (
    folded,
    is_age_band,
    is_group_heading,
    is_note_heading,
    is_time_heading,
    is_total,
    may_be_a_percentage,
    no_count,
    says_how_many,
    says_out_of,
)
from equityqi.tables.periods import is_period
from equityqi.tables.raw_table import Raw
from equityqi.tables.tidy import words

PERIOD, NUMBER, WORDS, BLANK = "period", "number", "words", "blank"
DOUBTFUL = "perhaps a percentage"
MOST_NAMES, LONGEST_NAME, MOST_TIMES = 400, 70, 5000  # more or longer ones are no groups; more are no periods
_CODES = re.compile(r"code|\bids?\b|_id$|\bref\b|reference", re.IGNORECASE)
_HIDING = re.compile(
    r"[*~^]{1,2}|\[?c\]?|\(c\)|<=? ?\d+|≤ ?\d+|supp(?:ressed)?|fewer than \d+|less than \d+", re.IGNORECASE
)


@dataclass(frozen=True)
class Column:
    """One column of a table as it stands in its file.

    ``kind``: "period", "number", "words" or "blank"; ``texts``: its different cells, stripped, without blank ones;
    ``rows``: the number of each row in the file; ``why_not``: why its numbers are no counts of people, in a few words;
    "" where they could be. ``odd``: the cells of a column of numbers or times that are neither.
    """

    name: str
    kind: str
    texts: tuple[str, ...]
    cells: pd.Series
    rows: np.ndarray
    why_not: str = ""
    odd: tuple[str, ...] = ()

    @cached_property
    def words(self) -> pd.Series:
        """Its cells as text on one line."""
        return words(self.cells) if self.cells.dtype.kind not in "iuf" else self.cells.map(_as_text).astype("str")

    @cached_property
    def numbers(self) -> Numbers:
        """Its cells as numbers; NaN where there is none."""
        return read_numbers(self.cells)[0]

    @property
    def could_count(self) -> bool:
        """Whether its numbers could be counts of people."""
        return self.kind == NUMBER and not self.why_not

    @property
    def could_group(self) -> bool:
        """Whether its cells could name groups."""
        names = {folded(text) for text in self.texts}
        if is_note_heading(self.name) or not 1 <= len(names) <= MOST_NAMES:
            return False
        return self.kind == WORDS and max(map(len, self.texts)) <= LONGEST_NAME


def columns_of(raw: Raw) -> list[Column]:
    """Return each column of a table with what it holds."""
    return [_column(str(name), raw.frame.iloc[:, place], raw.rows) for place, name in enumerate(raw.frame.columns)]


def _column(name: str, cells: pd.Series, rows: np.ndarray) -> Column:
    if cells.dtype.kind in "iuf":
        seen = [_as_text(value) for value in cells.dropna().unique()]
    else:
        seen = list(dict.fromkeys(" ".join(str(text).split()) for text in cells.dropna().unique()))
    texts = tuple(text for text in seen if text)
    if not texts:
        return Column(name, BLANK, (), cells, rows)
    timed = _timed(texts)
    if _is_time(name, texts, timed):
        odd = tuple(text for text in texts if text not in set(timed) and not is_total(text))
        return Column(name, PERIOD, texts, cells, rows, odd=odd)
    if _numbers_groups(name, texts):
        whole = cells.map(_as_text) if cells.dtype.kind in "iuf" else words(cells)
        whole = whole.str.replace(r"^(\d+)\.0$", r"\1", regex=True)  # a program wrote 1 as 1.0
        return Column(name, WORDS, tuple(text for text in whole.unique() if text), whole, rows)
    if cells.dtype.kind in "iuf":
        return Column(name, NUMBER, texts, cells, rows, _why_not(name, cells.to_numpy(dtype=float), "", len(cells)))
    read = {text: read_cell(text) for text in texts}
    values = [text for text, cell in read.items() if cell is not None and cell.value == cell.value]
    hiding = [text for text in texts if _HIDING.fullmatch(text)]
    coded = any(re.fullmatch(r"0\d+", text) for text in texts) or (_CODES.search(name) and not says_out_of(name))
    explicit = says_out_of(name) == 3 or says_how_many(name) == 3
    enough = len(values) * 2 >= len(texts) or (values and explicit)
    bands = [text for text in texts if is_age_band(text) and text not in hiding]
    if 2 * cells.isin(bands).sum() <= cells.isin(values).sum() and not is_group_heading(name):
        bands = []  # a few cells such as "1 to 4" hide a count
    if (
        coded
        or bands
        or not (enough or len(hiding) == len(texts) and (explicit or says_out_of(name) or says_how_many(name)))
    ):
        return Column(name, WORDS, texts, cells, rows)
    odd = tuple(text for text, cell in read.items() if cell is None)
    numbers = read_numbers(cells)[0]
    return Column(name, NUMBER, texts, cells, rows, _why_not(name, numbers.value, numbers.unit, len(cells)), odd)


def _numbers_groups(name: str, texts: tuple[str, ...]) -> bool:
    """Whether a column numbers groups, such as fifths 1 to 5: its heading says so, and its numbers are few and
    small.
    """
    if not is_group_heading(name) or says_out_of(name) or says_how_many(name) or no_count(name) or len(texts) > 40:
        return False
    numbers = [int(found[1]) for text in texts if (found := re.fullmatch(r"(\d{1,3})(?:\.0)?", text))]
    parts = [text for text in texts if re.fullmatch(r"-?\d*\.\d+", text) and not text.endswith(".0")]
    return bool(numbers) and sum(number > 20 for number in numbers) <= 1 and not parts


def _timed(texts: tuple[str, ...]) -> list[str]:
    """The cells that name a period; none where none of the first fifty does, or there are more than any calendar
    has.
    """
    if len(texts) > MOST_TIMES or not any(map(is_period, texts[:50])):
        return []
    return [text for text in texts if is_period(text)]


def _is_time(name: str, texts: tuple[str, ...], timed: list[str]) -> bool:
    """Whether a column holds times: all of its cells by what they say, most of them where its heading says so."""
    if not timed:
        return False
    headed = is_time_heading(name) and not says_how_many(name) and not says_out_of(name)
    if all(re.fullmatch(r"[\d.]+|\d\d/\d\d", text) for text in timed):  # 2019 could be a count, 16/17 an age
        return headed and len(timed) == len([text for text in texts if not is_total(text)])
    others = [text for text in texts if text not in set(timed) and not is_total(text)]
    return not others or (headed and len(timed) >= len(others))


def _why_not(name: str, value: np.ndarray, unit: str, rows: int) -> str:
    """Return why numbers are no counts of people, by their heading, then by what they are; "" where they could be."""
    if says_out_of(name) == 3 or says_how_many(name) == 3:
        return ""
    if unit:
        return "a percentage" if unit == "%" else "money"
    if named := no_count(name):
        return named
    known = value[~np.isnan(value)]
    if (known % 1 != 0).any():
        return "not in whole numbers"
    if (known < 0).any():
        return "below 0 in some rows"
    kinds = np.unique(known)
    if may_be_a_percentage(name) and len(kinds) and kinds[-1] <= 100:
        return DOUBTFUL
    if rows > 2 and set(kinds.tolist()) <= {0.0, 1.0}:
        return "only 0 and 1, so it looks like a flag"
    if (
        rows > 3
        and len(known) == rows
        and np.array_equal(known, np.arange(known[0], known[0] + rows))
        and known[0] <= 1
    ):
        return "a running number"
    grouping = is_group_heading(name) and not says_how_many(name) and not says_out_of(name)
    return "the number of a group" if grouping else ""


def _as_text(value: object) -> str:
    if isinstance(value, float) and value == value and value.is_integer():
        return str(int(value))
    return "" if value != value else str(value)
