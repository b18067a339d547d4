"""The counts of a file as rows of a project's numbers, by the reader of own tables."""

from __future__ import annotations

from equityqi.owndata.look import look_at
from equityqi.project.numbers import MONTH, NotANumber


def rows_of_file(name: str, data: bytes, every: str, better: str) -> tuple[list[tuple[str, str, str, str]], int]:
    """Return time, group, how many and out of how many of each row of a file of counts, and how many rows are left
    out, as one of their cells has no number, such as "<8".

    Raises :class:`NotANumber` with what is in the way, and :class:`equityqi.privacy.people.PeopleInTable` for a table
    that seems to hold people; nothing is kept then.

    >>> rows_of_file("a.csv", b"month,group,done,booked\\n2026-05,A,26,50\\n2026-05,B,30,50\\n", "month", "up")[0][0]
    ('2026-05', 'A', '26', '50')
    """
    seen = look_at(name, data, better=-1 if better == "down" else 1)
    if seen.counts is None:
        raise NotANumber(seen.sentence)
    kind = "month" if every == MONTH else "day"
    if "kind" not in seen.counts or not seen.counts["kind"].eq(kind).all():
        what = "one row for each month" if every == MONTH else "the day of each count"
        raise NotANumber(f"This file doesn’t have {what} and group. Add it as a column, then choose the file again.")
    rows = seen.counts.dropna(subset=["numerator", "denominator"])
    found = [
        (f"{row.start:%Y-%m}" if every == MONTH else f"{row.start:%Y-%m-%d}", str(row.group), *_whole(row))
        for row in rows.itertuples()
    ]
    return found, len(seen.counts) - len(rows)


def _whole(row) -> tuple[str, str]:
    return f"{row.numerator:.0f}", f"{row.denominator:.0f}"
