"""``look``: from a file of counts to what is wrong with it, the groups, the gap over time, pictures and a draft aim."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from equityqi.owndata.counts import Counts, counts_in
from equityqi.owndata.pictures import (
    NOT_FOLLOWED,
    SMALL,
    gap_picture,
    groups_picture,
    is_small,
    unknown,
)
from equityqi.project.parts import FLOOR, Aim
from equityqi.tables.finding import Finding

LATEST = 12  # months that the groups are compared on, so that one odd month does not decide
MANY = 10  # from more groups than this, the two furthest apart would be a league table


@dataclass(frozen=True)
class Look:
    """What a table of counts says, as far as it could be read.

    ``findings`` speak of the table; ``counts`` is one row a group and period, ``groups`` one row a group (numerator,
    denominator, value in per cent with its interval) over the latest months, ``period`` says which; ``gap``, ``aim``
    and ``draft_aim`` are None when no gap could be told, and ``sentence`` then says why and what to do. ``pictures``:
    the groups, and the gap over time where there is time enough. ``choices``: what a person can choose to be read
    otherwise, ``chosen``: what was.
    """

    file: str
    layout: str
    findings: tuple
    groups: object
    gap: object
    pictures: tuple
    sentence: str
    draft_aim: str | None
    aim: Aim | None = None
    counts: object = None
    measure: str = ""
    better: int = 1
    period: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def picture(self):
        """The last picture: the gap over time, or else the groups; None without one."""
        return self.pictures[-1] if self.pictures else None

    def __str__(self) -> str:
        parts = [
            f"{self.file}, read as: {self.layout}.",
            *(f"- {finding.sentence}" for finding in self.findings),
            self.sentence,
        ]
        parts += [f"The picture says: {picture.sentence}" for picture in self.pictures]
        return "\n".join([*parts, *([f"Draft aim: {self.draft_aim}"] if self.draft_aim else [])])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        findings = "".join(f"<li>{escape(finding.sentence)}</li>" for finding in self.findings)
        parts = [
            f"<p><strong>{escape(self.file)}</strong>, read as: {escape(self.layout)}.</p>",
            f"<ul>{findings}</ul>" if findings else "",
        ]
        parts += [
            f"<p><strong>{escape(self.sentence)}</strong></p>",
            *(picture._repr_html_() for picture in self.pictures),
        ]
        parts += [f"<p><strong>Draft aim:</strong> {escape(self.draft_aim)}</p>"] if self.draft_aim else []
        return "".join(parts)

    def to_json(self) -> dict:
        """Return everything in words and numbers, small counts hidden."""
        rows = [] if self.groups is None else hidden(self.groups).to_dict("records")
        return {
            "file": self.file,
            "layout": self.layout,
            "findings": [
                {"kind": finding.kind, "where": str(finding.where), "sentence": finding.sentence}
                for finding in self.findings
            ],
            "groups": [{key: _plain(value) for key, value in row.items()} for row in rows],
            "gap": (
                None
                if self.gap is None
                else {
                    "worst": str(self.gap.worst),
                    "best": str(self.gap.best),
                    "points": _plain(self.gap.absolute.value),
                }
            ),
            "alt": self.picture.alt if self.picture else None,
            "sentence": self.sentence,
            "draft_aim": self.draft_aim,
        }


def hidden(groups):
    """Return group, numerator and denominator as they may be passed on: small counts hidden, others rounded by the
    rule.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"group": ["A", "B"], "numerator": [3, 151], "denominator": [200, 200]})
    >>> hidden(table)["numerator"].tolist()
    [nan, 150.0]
    """
    from equityqi.privacy import hide_small

    parts = groups[["group", "numerator", "denominator"]].assign(rest=groups["denominator"] - groups["numerator"])
    return hide_small(parts, ["numerator", "rest"], totals="denominator").drop(
        columns=["rest", "rest_reason", "numerator_reason", "denominator_reason"]
    )


def _plain(value):
    if isinstance(value, str) or value is None:
        return value
    number = float(value) if hasattr(value, "__float__") else value
    if isinstance(number, float):
        return None if math.isnan(number) else round(number, 4)
    return str(value)


def look(
    path,
    *,
    measure: str | None = None,
    groups: tuple | None = None,
    better: int = 1,
    columns: Mapping[str, str] | None = None,
    called: str = "",
) -> Look:
    """Look at a file of counts by period and group: what to mind, how wide the gap is, a draft aim.

    ``path``: a CSV or Excel file, in any layout that :func:`equityqi.tables.read_table` knows, or with one column a
    month; ``measure``: which one, where the file holds several; ``groups``: the two to compare, the one served least
    well first (by default the two that lie furthest apart; people whose group is not known are never one of them);
    ``better``: 1 where more is better, -1 where less is; ``columns``: which column is the "group", the "numerator" and
    the "denominator", where they have other names; ``called``: the measure in words.

    The groups are compared over the latest 12 months, or the latest period of another kind.
    Raises :class:`equityqi.tables.ReadError` when the file cannot be read, and
    :class:`equityqi.privacy.PeopleInTable` when it seems to hold people.
    """
    from equityqi.tables.reading import read_table

    return look_at(
        read_table(path), Path(path).name, measure=measure, groups=groups, better=better, columns=columns, called=called
    )


def look_at(table, name: str, *, measure=None, groups=None, better=1, columns=None, called="") -> Look:
    """Look at a table that is read already; as :func:`look`. ``name``: that of its file."""
    from equityqi.gaps import gap as gap_of
    from equityqi.privacy import refuse_people

    refuse_people(table.frame)
    read = counts_in(table, measure, columns)
    told = {
        "file": name,
        "layout": table.layout,
        "measure": called.strip() or read.measure,
        "better": better,
        "choices": read.choices,
        "chosen": read.chosen,
    }
    nothing = {"groups": None, "gap": None, "pictures": (), "draft_aim": None}
    if read.problem:
        return Look(**{**told, **nothing}, findings=read.findings, sentence=read.problem)
    latest = _latest(read.frame)
    compared, period = _by_group(latest), _span(latest)
    told |= {"findings": (*read.findings, *_people_missing(read, compared)), "counts": read.frame, "period": period}
    worst, best, problem = _ends(compared, groups, better)
    if problem:
        return Look(**{**told, **nothing, "groups": compared}, sentence=problem)
    gap = gap_of(compared, "group", worst, best, better=better)
    aim = _aim(compared, gap, told["measure"], better)
    drawn = compared if len(compared) <= MANY else compared[compared["group"].isin([worst, best])]
    followed = gap_picture(read.frame, worst, best, better)
    if followed is None and "start" in read.frame and read.frame["start"].nunique() > 1:
        told["findings"] += (Finding("not over time", NOT_FOLLOWED, "period"),)
    pictures = (groups_picture(drawn, f"Groups compared, {period}", better), followed)
    return Look(
        **told,
        groups=compared,
        gap=gap,
        pictures=tuple(picture for picture in pictures if picture),
        aim=aim,
        draft_aim=aim and in_words(aim, period),
        sentence=f"{_sentence(compared, gap, period)} Here {'more' if better == 1 else 'less'} is taken as better.",
    )


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


def _people_missing(read: Counts, compared) -> list[Finding]:
    """Return what to know of the groups: who is too few to show, and whether those without a group are counted."""
    few = list(compared.loc[is_small(compared), "group"])
    found = (
        [
            Finding(
                "small numbers",
                f"Too few people to show: {', '.join(few)}. Put several months or groups together.",
                "group",
            )
        ]
        if few
        else []
    )
    if len(few) != len(compared) and len(compared) <= MANY and not unknown(compared["group"]).any():
        sentence = (
            "No row counts people whose group is not recorded. Ask how many they are: who is missing may be those"
            " served least well."
        )
        found.append(Finding("nobody not recorded", sentence, "group"))
    return found


def _ends(compared, groups, better):
    """Return the worst and the best served group, or a sentence."""
    names = list(compared["group"])
    if groups is not None:
        odd = [str(name) for name in groups if str(name) not in names]
        if odd or len(groups) != 2:
            return (
                None,
                None,
                (
                    f"The file has no group {odd[0]!r}. Its groups are: {', '.join(names)}."
                    if odd
                    else "Name two groups to compare."
                ),
            )
        if str(groups[0]) == str(groups[1]):
            return None, None, f"Both groups are {str(groups[0])!r}. Choose two different groups."
        return str(groups[0]), str(groups[1]), None
    if len(names) > MANY:
        return (
            None,
            None,
            (
                f"The file has {len(names)} groups. The two furthest apart would be a league table: choose two to"
                " compare, or put them into a few groups first, such as fifths of deprivation."
            ),
        )
    known = compared[~unknown(compared["group"])]
    if len(known) < 2:
        return (
            None,
            None,
            (
                "Only one group is known by name, so there is nothing to compare it with. Ask for the same counts of"
                " another group."
            ),
        )
    told = known[~is_small(known)]
    order = (told if len(told) > 1 else known).sort_values("value", ascending=better == 1)["group"]
    return order.iloc[0], order.iloc[-1], None


def _row(compared, name):
    return compared[compared["group"] == name].iloc[0]


def _too_small(compared, gap) -> bool:
    """Say whether one of the two has fewer than 8 people with, or without, the outcome: too few to
    print or to judge.
    """
    ends = compared[compared["group"].isin([gap.worst, gap.best])]
    return bool(min(ends["numerator"].min(), (ends["denominator"] - ends["numerator"]).min()) < SMALL)


def _sentence(compared, gap, period) -> str:
    worst, best = _row(compared, gap.worst), _row(compared, gap.best)
    if _too_small(compared, gap):
        return (
            f"The counts of {gap.worst} or {gap.best} are too small to print or to judge {period}. "
            "Put several months together, or fewer groups, before you speak of a gap."
        )
    points, lower, upper = gap.absolute.value, gap.absolute.lower, gap.absolute.upper
    digits = 1 if best["value"] >= 2 else 3
    sure = "The interval leaves out 0." if lower * upper > 0 else "The interval holds 0, so it may be chance."
    sure += (
        f" Here {gap.worst} is ahead of {gap.best}: change the two over, or ask whether more is better."
        if points < 0
        else ""
    )
    return (
        f"{gap.worst}: {worst['value']:.{digits}f}%, and {gap.best}: {best['value']:.{digits}f}%, {period}. The gap is"
        f" {points:.{digits}f} points (95% interval {lower:.{digits}f} to {upper:.{digits}f}), the ratio"
        f" {gap.relative.value:.2f}. {sure}"
    )


def _aim(compared, gap, measure: str, better: int) -> Aim | None:
    """Return the aim's fields that the counts fill; None where the gap is below a point, or told by few people."""
    if not gap.absolute.value >= 1 or _too_small(compared, gap):
        return None
    sides = {"group": _row(compared, gap.worst), "comparator": _row(compared, gap.best)}
    numbers = {f"baseline_{side}": round(float(row["value"]), 1) for side, row in sides.items()}
    numbers |= {f"baseline_{side}_n": int(row["numerator"]) for side, row in sides.items()}
    numbers |= {f"baseline_{side}_of": int(row["denominator"]) for side, row in sides.items()}
    return Aim(
        measure=measure,
        group=gap.worst,
        comparator=gap.best,
        direction="up" if better == 1 else "down",
        floor=FLOOR,
        **numbers,
    )


def in_words(aim: Aim, period: str) -> str:
    """Return a draft aim in words, with [square brackets] round what people still have to say."""
    now, other, better = aim.baseline_group, aim.baseline_comparator, 1 if aim.direction == "up" else -1
    gap = better * (other - now)
    counts = [
        f"{getattr(aim, f'baseline_{side}_n'):,} of {getattr(aim, f'baseline_{side}_of'):,} for {getattr(aim, side)}"
        for side in ("group", "comparator")
    ]
    return (
        f"By [date], in [place], move {aim.measure or '[measure]'} for {aim.group} from {now:g}% to [about"
        f" {now + better * gap / 2:.0f}%], while {aim.comparator} stays at {other:g}% or better, so that the gap goes"
        f" from {gap:.3g} points to [{gap / 2:.0f}], with {FLOOR}. The baseline is {' and '.join(counts)}, {period}."
        " Change what stands in [brackets] together with people it is about."
    )
