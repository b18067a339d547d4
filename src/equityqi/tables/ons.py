"""Tables with two header rows, as ONS publishes them: made long, one row an area and heading."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from equityqi.tables.cells import read_cell, read_numbers
from equityqi.tables.finding import Finding
from equityqi.tables.periods import Period
from equityqi.tables.plain_layout import plain
from equityqi.tables.raw_table import Raw
from equityqi.tables.tidy import tidy

_ROLES = (
    ("lower limit", r"lower|lcl|\blci\b"),
    ("upper limit", r"upper|ucl|\buci\b"),
    ("denominator", r"denominator|population|eligible"),
    ("numerator", r"numerator|number|count|deaths|events|cases"),
    ("value", r"value|rate|estimate|expectancy|per cent|percent|%|proportion|mean|ratio|score|years"),
)


def two_header_rows(raw: Raw, column: dict[str, str]) -> tuple[pd.DataFrame, list[Finding]]:
    """One row for each row of the file and each upper heading (or lower, where those are periods)."""
    heads = {
        name: name.partition(": ") for name in raw.frame.columns if ": " in name and not _is_words(raw.frame[name])
    }
    if not heads:
        return plain(raw, column)
    kept = [name for name in raw.frame.columns if ": " not in name]
    lower_is_period = all(_is_period(lower) for _, _, lower in heads.values())
    pieces = []
    for upper in dict.fromkeys(head[0] for head in heads.values()):
        lowers = {lower: name for name, (above, _, lower) in heads.items() if above == upper}
        if lower_is_period or not {"value", "numerator"} & {_role(lower) for lower in lowers}:
            pieces += [_piece(raw, kept, upper, lower, {"value": name}) for lower, name in lowers.items()]
        else:
            roles: dict[str, str] = {}
            for lower, name in lowers.items():
                roles.setdefault(_role(lower) or lower, name)
            pieces.append(_piece(raw, kept, upper, "", roles))
    long = pd.concat(pieces, ignore_index=True).fillna("")
    stacked = replace(raw, frame=long, rows=np.tile(raw.rows, len(pieces)))
    return _arrange(stacked, kept, lower_is_period, raw), []


def _arrange(raw: Raw, kept: list[str], lower_is_period: bool, first: Raw) -> pd.DataFrame:
    """Name the parts of the long table and read its numbers."""
    upper, lower = raw.frame["heading"], raw.frame["sub-heading"]
    period = (
        "sub-heading" if lower_is_period else "heading" if all(_is_period(text) for text in upper.unique()) else None
    )
    area = next(
        (
            name
            for name in kept
            if re.search(r"name|area|region|place|country", name, re.IGNORECASE)
            and not re.search("code", name, re.IGNORECASE)
        ),
        kept[0] if kept else None,
    )
    roles = {role: role for role in ("numerator", "denominator", "value") if role in raw.frame}
    known = {"heading", "sub-heading", area, *roles, *_used_roles()}
    more: dict[str, str | np.ndarray] = {name: name for name in raw.frame.columns if name not in known}
    for limit in ("lower limit", "upper limit"):
        if limit in raw.frame:
            more[limit.replace(" ", "_")] = read_numbers(raw.frame[limit])[0].value
    if (lower != "").any() and not lower_is_period:
        more["measure"] = "sub-heading"
    if first.sections:
        more["section"] = np.tile(np.array(first.sections, dtype=object), len(raw.rows) // len(first.rows))
    more = {
        name.casefold().replace(" ", "_") if name.casefold() == "area code" else name: what
        for name, what in more.items()
    }
    return tidy(
        raw, period=period, area=area, group=None if period == "heading" else "heading",
        numerator=roles.get("numerator"), denominator=roles.get("denominator"), value=roles.get("value"), more=more,
    )  # fmt: skip


def _used_roles() -> tuple[str, ...]:
    return tuple(role for role, _ in _ROLES)


def _piece(raw: Raw, kept: list[str], upper: str, lower: str, roles: dict[str, str]) -> pd.DataFrame:
    piece = raw.frame[kept].copy()
    piece.insert(0, "heading", upper, allow_duplicates=True)
    piece.insert(1, "sub-heading", lower, allow_duplicates=True)
    for role, name in roles.items():
        piece[role] = raw.frame[name].astype("str")
    return piece.loc[:, ~piece.columns.duplicated()]


def _role(lower: str) -> str | None:
    return next((role for role, pattern in _ROLES if re.search(pattern, lower, re.IGNORECASE)), None)


def _is_period(text: str) -> bool:
    try:
        return bool(Period.parse(text))
    except ValueError:
        return False


def _is_words(column: pd.Series) -> bool:
    """Whether a column holds words, or only the ``*`` that marks a significant difference."""
    texts = [str(text).strip() for text in column.unique()]
    return not any(text and text[-1].isdigit() and read_cell(text) for text in texts)
