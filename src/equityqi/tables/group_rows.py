"""Rows that are no groups: not recorded, everybody together, one group in two spellings, merged cells, Excel's
dates.
"""

from __future__ import annotations

import re
from dataclasses import replace

from equityqi.tables.asks import Ask
from equityqi.tables.calendar_names import MONTH_NUMBERS
from equityqi.tables.copied_rows import without_copies
from equityqi.tables.known_words import folded, is_age_band, is_unknown, plain_words
from equityqi.tables.row_findings import NOT_STATED
from equityqi.tables.rows_with_notes import GroupRows
from equityqi.tables.total_rows import no_shares, without_other_totals, without_totals

NOT_RECORDED = "Not recorded"
_DAY_MONTH = re.compile(r"(?P<one>\d{1,2}|[a-z]{3})[- ](?P<two>\d{1,2}|[a-z]{3})", re.IGNORECASE)
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?: 00:00:00)?")


def of_groups(rows: GroupRows) -> GroupRows:
    """Return only rows of groups, each under one name; what is not sure stands in ``asks``."""
    for step in (
        _filled_down,
        _ages_again,
        without_copies,
        _one_spelling,
        without_totals,
        without_other_totals,
        _not_recorded,
        no_shares,
    ):
        rows = step(rows)
        if rows.asks or rows.problem:
            return rows
    return rows


# Blank cells


def _filled_down(rows: GroupRows) -> GroupRows:
    """Fill merged cells down: where a blank name would stand for several rows of one time, and the name above for
    one.
    """
    frame = rows.frame
    for name in ("group", *rows.keys):
        blank = frame[name] == ""
        if not blank.any() or blank.iloc[0] or blank.all():
            continue
        filled = frame[name].where(~blank).ffill()
        others = [key for key in ("start", "group", *rows.keys) if key in frame and key != name]
        doubled_blank = frame.loc[blank].duplicated(others).any() if others else int(blank.sum()) > 1
        doubled_filled = frame.assign(**{name: filled}).duplicated([*others, name]).any()
        heading = rows.heading if name == "group" else name
        fill, keep = f"Fill {heading} down", f"{heading} is not recorded there"
        if doubled_blank == doubled_filled and not rows.picked & {fill, keep}:
            sentence = f"Some cells of “{heading}” are blank. Do they belong to the name above, as merged cells do?"
            return replace(rows, asks=(Ask("rows", sentence, (fill, keep)),))
        if fill in rows.picked or (doubled_blank and not doubled_filled and keep not in rows.picked):
            rows = replace(rows, frame=frame.assign(**{name: filled}))
            frame = rows.frame
            rows = rows.noted(
                "filled down",
                f"{int(blank.sum())} blank cells of “{heading}” take the name above them, as merged cells do.",
            )
    return rows


# Names


def _ages_again(rows: GroupRows) -> GroupRows:
    """Turn Excel's dates back to age bands, where other names are age bands."""
    names = rows.frame["group"].unique()
    aged = "age" in plain_words(rows.heading).split() or any(map(is_age_band, names))
    back = {name: band for name in names if aged and (band := _age_of(name))}
    if not back:
        return rows
    told = ", ".join(f"{name} is {band}" for name, band in back.items())
    rows = replace(rows, frame=rows.frame.assign(group=rows.frame["group"].replace(back)))
    return rows.noted(
        "dates for ages",
        f"Excel seems to have turned age bands into dates. We turned them back: {told}. Please check that we got it"
        " right.",
    )


def _age_of(name: str) -> str:
    """The age band that Excel shows as this date ("05-Sep" is 5-9, "Oct-14" is 10-14), or ""."""
    if found := _ISO_DAY.fullmatch(name):
        low, high = int(found["day"]), int(found["month"])
        if low == 1 and int(found["year"]) % 100 > high:  # Oct-14 is 1 October 2014
            return f"{high}-{int(found['year']) % 100}"
        return f"{min(low, high)}-{max(low, high)}"
    found = _DAY_MONTH.fullmatch(name)
    if not found:
        return ""
    parts = [
        MONTH_NUMBERS.get(found[side].casefold()) or (int(found[side]) if found[side].isdigit() else 0)
        for side in ("one", "two")
    ]
    words = sum(not found[side].isdigit() for side in ("one", "two"))
    return f"{min(parts)}-{max(parts)}" if words == 1 and 0 < min(parts) < max(parts) else ""


def _one_spelling(rows: GroupRows) -> GroupRows:
    """Give the names of one group one spelling, the one that is used most."""
    for name in ("group", *rows.keys):
        counts = rows.frame[name].value_counts()
        plain = {text: folded(text) for text in counts.index}
        best: dict[str, str] = {}
        for text in counts.index:
            best.setdefault(plain[text], text)
        change = {text: best[plain[text]] for text in counts.index if best[plain[text]] != text}
        if change:
            rows = replace(rows, frame=rows.frame.assign(**{name: rows.frame[name].replace(change)}))
            told = ", ".join(f"“{text}”" for text in change)
            rows = (
                rows.noted("spellings", f"We read {told} and “{next(iter(change.values()))}” as one group.")
                if len(set(change.values())) == 1
                else rows.noted("spellings", f"Some groups are spelt in two ways ({told}). We read each as one group.")
            )
    return rows


def _not_recorded(rows: GroupRows) -> GroupRows:
    """Name the groups that are not recorded so that each reader of the name knows it."""
    names = list(rows.frame["group"].unique())
    others = frozenset(map(folded, names))
    change = {}
    for name in names:
        if is_unknown(name, others, rows.heading):
            change[name] = (
                NOT_RECORDED
                if not name.strip("-–—.? ")
                else name
                if NOT_STATED.search(name)
                else f"{name} (not recorded)"
            )
    if not change:
        return rows
    rows = replace(
        rows,
        frame=rows.frame.assign(group=rows.frame["group"].replace(change)),
        unknown=tuple(dict.fromkeys(change.values())),
    )
    odd = {name: new for name, new in change.items() if new != name}
    if not odd:
        return rows
    told = ", ".join(f"“{name}”" if name.strip() else "a blank cell" for name in odd)
    return rows.noted(
        "read as not recorded", f"In “{rows.heading}”, we read {told} as not recorded. It’s never one end of the gap."
    )
