"""``look``: from a file of counts to what is wrong with it, the gap, a picture and a draft aim."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from pathlib import Path

LATEST = 12  # months that the groups are compared on, so that one odd month does not decide
ENOUGH = 15  # months from which on the gap is followed over time: a baseline of 12 and some to judge
MANY = 10  # from more groups than this, the two furthest apart would be a league table
SMALL = 8  # the course hides counts of 1 to 7
UNKNOWN = ("not stated", "not recorded", "not known", "unknown", "missing", "prefer not to say")


@dataclass(frozen=True)
class Look:
    """What a table of counts says, as far as it could be read.

    ``findings`` speak of the table; ``groups`` is one row a group (numerator, denominator, value in
    per cent with its interval) over the latest months; ``gap`` and ``picture`` are None when no gap
    could be told, and ``sentence`` then says why and what to do.
    """

    file: str
    layout: str
    findings: tuple
    groups: object
    gap: object
    picture: object
    sentence: str
    draft_aim: str | None

    def __str__(self) -> str:
        parts = [f"{self.file}, read as: {self.layout}.", *(f"- {finding.sentence}" for finding in self.findings), self.sentence]
        parts += [f"The picture says: {self.picture.sentence}"] if self.picture else []
        return "\n".join([*parts, *([f"Draft aim: {self.draft_aim}"] if self.draft_aim else [])])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        findings = "".join(f"<li>{escape(finding.sentence)}</li>" for finding in self.findings)
        picture = self.picture._repr_html_() if self.picture else ""
        aim = f"<p><strong>Draft aim:</strong> {escape(self.draft_aim)}</p>" if self.draft_aim else ""
        return (
            f"<p><strong>{escape(self.file)}</strong>, read as: {escape(self.layout)}.</p><ul>{findings}</ul>"
            f"<p>{escape(self.sentence)}</p>{picture}{aim}"
        )

    def to_json(self) -> dict:
        """Return everything in words and numbers, small counts hidden."""
        from equityqi.tables.safety import hide_small

        groups = [] if self.groups is None else hide_small(self.groups[["group", "numerator", "denominator"]], ["numerator", "denominator"])
        rows = groups if isinstance(groups, list) else groups.to_dict("records")
        return {
            "file": self.file,
            "layout": self.layout,
            "findings": [{"kind": finding.kind, "where": str(finding.where), "sentence": finding.sentence} for finding in self.findings],
            "groups": [{key: _plain(value) for key, value in row.items()} for row in rows],
            "gap": None if self.gap is None else {"worst": str(self.gap.worst), "best": str(self.gap.best), "points": _plain(self.gap.absolute.value)},
            "alt": self.picture.alt if self.picture else None,
            "sentence": self.sentence,
            "draft_aim": self.draft_aim,
        }


def _plain(value):
    if isinstance(value, str) or value is None:
        return value
    number = float(value) if hasattr(value, "__float__") else value
    if isinstance(number, float):
        return None if math.isnan(number) else round(number, 4)
    return str(value)


def look(path, *, measure: str | None = None, groups: tuple | None = None, better: int = 1) -> Look:
    """Look at a file of counts by period and group: what to mind, how wide the gap is, a draft aim.

    ``path``: a CSV or Excel file, in any layout that :func:`equityqi.tables.read_table` knows;
    ``measure``: which one, where the file holds several; ``groups``: the two to compare, the one
    served least well first (by default the two that lie furthest apart; people whose group is not
    known are never one of them); ``better``: 1 where more is better, -1 where less is.

    The groups are compared over the latest 12 months, or the latest period of another kind.
    Raises :class:`equityqi.tables.ReadError` when the file cannot be read, and
    :class:`equityqi.tables.safety.PeopleInTable` when it seems to hold people.
    """
    from equityqi.tables.reading import read_table
    from equityqi.tables.safety import refuse_people

    table = read_table(path)
    refuse_people(table.frame)
    frame, problem = _counts(table.frame, measure)
    told = {"file": Path(path).name, "layout": table.layout, "findings": tuple(table.findings)}
    if problem:
        return Look(**told, groups=None, gap=None, picture=None, sentence=problem, draft_aim=None)
    latest = _latest(frame)
    compared, period = _by_group(latest), _span(latest)
    worst, best, problem = _ends(compared, groups, better)
    if problem:
        return Look(**told, groups=compared, gap=None, picture=None, sentence=problem, draft_aim=None)
    from equityqi.gaps import gap as gap_of

    gap = gap_of(compared, "group", worst, best, better=better)
    sentence = f"{_sentence(compared, gap, period)} Here {'more' if better == 1 else 'less'} is taken as better."
    return Look(**told, groups=compared, gap=gap, picture=_picture(frame, compared, worst, best, better), sentence=sentence, draft_aim=_aim(compared, gap, better))


def _counts(frame, measure):
    """Return rows with group, numerator and denominator of one measure, or a sentence."""
    if "measure" in frame and frame["measure"].nunique() > 1:
        names = [str(name) for name in frame["measure"].dropna().unique()]
        if measure not in names:
            return None, f"The file holds {len(names)} measures. Choose one, for example measure={names[0]!r}."
        frame = frame[frame["measure"] == measure]
    missing = [name for name in ("numerator", "denominator") if name not in frame]
    if missing:
        return None, (
            f"The file has no column that could be read as {' and '.join(missing)}, so no gap can be told. "
            "Save it with the columns month, group, numerator and denominator."
        )
    name = "group" if "group" in frame and frame["group"].nunique() > 1 else "area" if "area" in frame else "group"
    if name not in frame or frame[name].nunique() < 2:
        return None, "The file speaks of one group only. Ask for the same counts split by group, such as deprivation or ethnicity."
    frame = frame.assign(group=frame[name].astype(str)).dropna(subset=["numerator", "denominator"])
    frame = frame[frame["denominator"] > 0]
    if not len(frame):
        return None, "No row has both a numerator and a denominator above 0, so no gap can be told."
    if (frame["numerator"] > frame["denominator"]).any():
        return None, (
            "Some numerators are larger than their denominators, so these are not shares of people. "
            "Compare them as rates, with the library equityqi.gaps."
        )
    return frame, None


def _latest(frame):
    """Return the rows of the latest 12 months, or of the latest period of another kind."""
    if "start" not in frame or frame["start"].isna().all():
        return frame
    starts = sorted(frame["start"].dropna().unique())
    keep = starts[-LATEST:] if "kind" in frame and (frame["kind"] == "month").all() else starts[-1:]
    return frame[frame["start"].isin(keep)]


def _span(frame) -> str:
    if "period_label" not in frame or "start" not in frame or frame["start"].isna().all():
        return "in this file"
    labels = frame.sort_values("start")["period_label"].astype(str)
    first, last = labels.iloc[0], labels.iloc[-1]
    return f"in {first}" if first == last else f"from {first} to {last}"


def _by_group(frame):
    """Return one row a group: counts, and the share in per cent with its interval."""
    from equityqi.gaps import proportion

    sums = frame.groupby("group", sort=False)[["numerator", "denominator"]].sum().reset_index()
    shares = proportion(sums["numerator"].to_numpy(), sums["denominator"].to_numpy(), per=100)
    return sums.assign(value=shares.value, lower=shares.lower, upper=shares.upper)


def _ends(compared, groups, better):
    """Return the worst and the best served group, or a sentence."""
    names = list(compared["group"])
    if groups is not None:
        odd = [str(name) for name in groups if str(name) not in names]
        if odd or len(groups) != 2:
            return None, None, f"The file has no group {odd[0]!r}. Its groups are: {', '.join(names)}." if odd else "Name two groups to compare."
        return str(groups[0]), str(groups[1]), None
    if len(names) > MANY:
        return None, None, (
            f"The file has {len(names)} groups. The two furthest apart would be a league table: choose two to compare, "
            "or put them into a few groups first, such as fifths of deprivation."
        )
    known = compared[~compared["group"].str.lower().str.strip().isin(UNKNOWN)]
    if len(known) < 2:
        return None, None, "Only one group is known by name, so there is nothing to compare it with."
    order = known.sort_values("value", ascending=better == 1)["group"]
    return order.iloc[0], order.iloc[-1], None


def _row(compared, name):
    return compared[compared["group"] == name].iloc[0]


def _sentence(compared, gap, period) -> str:
    worst, best = _row(compared, gap.worst), _row(compared, gap.best)
    if min(worst["numerator"], best["numerator"], worst["denominator"] - worst["numerator"], best["denominator"] - best["numerator"]) < SMALL:
        return (
            f"The counts of {gap.worst} or {gap.best} are too small to print or to judge {period}. "
            "Put several months together, or fewer groups, before you speak of a gap."
        )
    points, lower, upper = gap.absolute.value, gap.absolute.lower, gap.absolute.upper
    digits = 1 if best["value"] >= 2 else 3
    sure = "The interval leaves out 0." if lower > 0 else "The interval holds 0, so it may be chance."
    return (
        f"{gap.worst}: {worst['value']:.{digits}f}%, and {gap.best}: {best['value']:.{digits}f}%, {period}. "
        f"The gap is {points:.{digits}f} points (95% interval {lower:.{digits}f} to {upper:.{digits}f}), the ratio {gap.relative.value:.2f}. {sure}"
    )


def _picture(frame, compared, worst, best, better):
    """Return the gap over time where there are months enough, else the groups side by side."""
    from equityqi.pictures.draw import draw

    rows = frame[frame["group"].isin([worst, best])]
    if "kind" in rows and (rows["kind"] == "month").all() and rows["start"].nunique() >= ENOUGH:
        from equityqi.variation import gap_over_time

        months = rows.groupby(["start", "group"])[["numerator", "denominator"]].sum().reset_index().rename(columns={"start": "month"})
        return draw(gap_over_time(months, worst, best, better=better))
    return draw(compared, by="group", unit="%", better=better)


def _aim(compared, gap, better) -> str | None:
    worst, best = _row(compared, gap.worst), _row(compared, gap.best)
    if not gap.absolute.value >= 1:  # less than a point is no aim
        return None
    half = worst["value"] + better * gap.absolute.value / 2
    return (
        f"By [date], in [place], move [measure] for {gap.worst} from {worst['value']:.0f}% to [about {half:.0f}%], while {gap.best} "
        f"stays at {best['value']:.0f}% or better, so that the gap goes from {gap.absolute.value:.0f} points to [{gap.absolute.value / 2:.0f}], "
        "with no group more than 2 points worse."
    )
