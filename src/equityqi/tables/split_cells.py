"""Cells that hold two numbers, such as "40 of 100" or "40 (40%)": each number in a column of its own."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from equityqi.tables.known_words import is_group_heading, is_place_heading, is_time_heading
from equityqi.tables.periods import is_period
from equityqi.tables.raw_table import Raw

_SHARE = r"(?: ?\(\d+(?:\.\d+)? ?%?\)| ?[,=] ?\d+(?:\.\d+)? ?%)?"
_OF = re.compile(rf"(?P<one>\d[\d,]*) ?(?:/|of|out of) ?(?P<other>\d[\d,]*){_SHARE}", re.IGNORECASE)
_WITH_SHARE = re.compile(r"(?P<one>\d[\d,]*) ?[(\[](?P<other>\d+(?:\.\d+)?) ?%?[)\]]")
_HEADING = re.compile(r"(?P<one>.+?) ?(?:/|\bout of\b|\bof\b) ?(?P<other>.+)", re.IGNORECASE)


def numbers_apart(raw: Raw) -> Raw:
    """Return the table with a column for each of two numbers, where each cell of a column holds both."""
    parts: dict[str, pd.Series] = {}
    for name in raw.frame.columns:
        cells = raw.frame[name]
        for fresh, column in (
            _apart(str(name), cells) if cells.dtype.kind not in "iuf" else {str(name): cells}
        ).items():
            parts[fresh if fresh not in parts else f"{fresh} (number)"] = column
    return raw if len(parts) == raw.frame.shape[1] else replace(raw, frame=pd.DataFrame(parts))


def _apart(name: str, cells: pd.Series) -> dict[str, pd.Series]:
    if is_time_heading(name) or is_group_heading(name) or is_place_heading(name):
        return {name: cells}  # 05/06 may be a day, 16/17 an age
    texts = [text.strip() for text in map(str, cells.dropna().unique()) if text.strip()]
    for pattern in (_OF, _WITH_SHARE):
        found = [pattern.fullmatch(text) for text in texts]
        if not texts or not all(found) or all(map(is_period, texts)):
            continue
        if pattern is _WITH_SHARE and "%" not in name + texts[0]:
            continue  # 45 (12) may be a mean and how far it spreads
        both = [[float(match[side].replace(",", "")) for side in ("one", "other")] for match in found if match]
        if any(one > other for one, other in both) if pattern is _OF else any(share > 100 for _, share in both):
            continue
        heads = _heads(name) if pattern is _OF else (name.replace("(%)", "").strip(" %") or "n", f"{name} (percent)")
        pieces = cells.astype("str").str.strip().str.extract(pattern.pattern, flags=re.IGNORECASE).fillna("")
        return {head: pieces[side].astype("str") for head, side in zip(heads, ("one", "other"), strict=True)}
    return {name: cells}


def _heads(name: str) -> tuple[str, str]:
    """The headings of both numbers: "seen / invited" says them, "Result" does not."""
    found = _HEADING.fullmatch(name)
    return (found["one"], found["other"]) if found else (f"numerator of {name}", f"denominator of {name}")
