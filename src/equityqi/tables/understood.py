"""What was understood of a table, in one paragraph that is shown before any number."""

from __future__ import annotations

from dataclasses import dataclass

from equityqi.tables.finding import count_of


@dataclass(frozen=True)
class Reading:
    """How a table was read. ``columns``: each column with its role ("" for those not used); ``groups``: the names
    compared, ``unknown``: those of people whose group is not recorded; ``span``: the time; ``left_out``: what is not
    compared, and why; ``sample``: the first rows as they stand in the file.
    """

    sheet: str = ""
    rows: tuple[int, int] = (0, 0)
    group: str = ""
    groups: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    period: str = ""
    periods: str = ""
    span: str = ""
    count: str = ""
    of: str = ""
    measure: str = ""
    left_out: tuple[str, ...] = ()
    remembered: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()

    @property
    def columns_counted(self) -> str:
        """Both columns of counts in words: "seen, of invited"."""
        return f"{self.count}, of {self.of}"

    def __str__(self) -> str:
        where = f"sheet {self.sheet}, " if self.sheet else ""
        parts = [f"I read {where}rows {self.rows[0]} to {self.rows[1]}." if self.rows[1] else ""]
        if self.group:
            known = count_of(len(self.groups) - len(self.unknown), "group", "groups")
            unknown = f", {len(self.unknown)} not recorded" if self.unknown else ""
            named = f" ({known}{unknown})" if self.groups else ""
            parts.append(f"Group: {self.group}{named}.")
        if self.period:
            span = f" ({self.periods}, {self.span})" if self.periods else ""
            parts.append(f"Period: {self.period}{span}.")
        parts += [f"How many: {self.count}." if self.count else "", f"Out of how many: {self.of}." if self.of else ""]
        parts.append(f"Measure: {self.measure}." if self.measure else "")
        parts.append(f"Left out: {', '.join(self.left_out)}." if self.left_out else "")
        parts.append("We read columns with these names as you chose before." if self.remembered else "")
        return " ".join(filter(None, parts))
