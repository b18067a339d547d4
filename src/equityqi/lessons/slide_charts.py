"""The main gap of a case as charts for the wall: its two groups only, in letters for the last row."""

from __future__ import annotations

from equityqi.cases.case import Case
from equityqi.cases.case_figures import windows
from equityqi.cases.case_files import Measure
from equityqi.cases.case_series import pooled
from equityqi.cases.opening import opening
from equityqi.pictures.on_slide import LETTERS, End, gap_now, gap_over_periods
from equityqi.pictures.style import Picture
from equityqi.pictures.words import difference, number_in_words, when
from equityqi.svg.text_widths import lines_of

INVENTED = "Invented data."
NAME = 250  # points for the name of a group
CUT = "The scale is cut."


def two_places() -> Picture:
    """Return the two places of lesson 1, each with its number and without their gap, which people work out."""
    two = opening()
    worst, best = (
        End(role, name_on_slide(one.place), (one.value,)) for role, one in (("worst", two.lower), ("best", two.higher))
    )
    figure = gap_now(worst, best, "years", "", (two.lower.value, two.higher.value))
    ends = " and ".join(f"{one.place} is at {one.value:.1f} years" for one in (two.lower, two.higher))
    return Picture(figure, f"Two points on one scale: {ends}.", f"{two.measure}. Source: {two.source}.")


def shown_now(case: Case) -> Picture:
    """Return the gap that the dashboard's measure shows, over the latest window."""
    return _now(case, case.file.gap.shown)


def right_now(case: Case) -> Picture:
    """Return the gap that the right measure shows, over the latest window."""
    return _now(case, case.file.gap.right)


def right_over_time(case: Case) -> Picture:
    """Return the right measure of both groups over time."""
    measure, by = _measure(case, case.file.gap.right)
    counts = pooled(case.counts(case.file.gap.right, by)).sort_values("month")
    worst, best = (
        End(role, name_on_slide(name), tuple(measure.per * rows["numerator"] / rows["denominator"]))
        for role, name in _ends(case, by)
        for rows in [counts[counts["group"] == name]]
    )
    months = sorted(counts["month"].unique())
    quarters = len(months) > 1 and (months[1] - months[0]).days > 80
    periods = [f"{month.year} Q{(month.month + 2) // 3}" if quarters else when(month) for month in months]
    gaps = [difference(abs(worst.values[at] - best.values[at]), _unit(measure)) for at in (0, -1)]
    told = f"The gap: {gaps[0]} in {periods[0]}, {gaps[1]} in {periods[-1]}."
    sentence = f"{measure.name}{_per(measure)}. {told} {CUT} {INVENTED}"
    ends = "; ".join(
        f"{_flat(end.name)} goes from {_said(end.values[0], measure)} to {_said(end.values[-1], measure)}"
        for end in (worst, best)
    )
    figure = gap_over_periods(worst, best, periods, _unit(measure))
    return Picture(figure, f"Two lines from {periods[0]} to {periods[-1]}. {ends}.", sentence)


def gap_in_words(case: Case, id: str) -> str:
    """Return the latest gap of a measure, such as “2.9 percentage points”."""
    worst, best, _ = _latest(case, id)
    return difference(round(abs(worst.values[0] - best.values[0]), 1), _unit(_measure(case, id)[0]))


def _now(case: Case, id: str) -> Picture:
    measure, _ = _measure(case, id)
    worst, best, period = _latest(case, id)
    apart = gap_in_words(case, id)
    ends = " and ".join(f"{_flat(end.name)} is at {_said(end.values[0], measure)}" for end in (worst, best))
    both = (case.file.gap.shown, case.file.gap.right)
    compared = [one for one in both if _scale(case.measures[one]) == _scale(measure)]
    values = [end.values[0] for one in compared for end in _latest(case, one)[:2]]
    figure = gap_now(worst, best, _unit(measure), f"{apart} apart", (min(values), max(values)))
    sentence = f"{measure.name}{_per(measure)}, {period}. {INVENTED}"
    return Picture(figure, f"Two points on one scale: {ends}, {apart} apart.", sentence)


def _latest(case: Case, id: str) -> tuple[End, End, str]:
    measure, by = _measure(case, id)
    frame, period = windows(case.counts(id, by))["latest"]
    sums = frame.groupby("group", sort=False)[["numerator", "denominator"]].sum()
    worst, best = (
        End(
            role,
            name_on_slide(name),
            (float(measure.per * sums.loc[name, "numerator"] / sums.loc[name, "denominator"]),),
        )
        for role, name in _ends(case, by)
    )
    return worst, best, period


def _measure(case: Case, id: str) -> tuple[Measure, str]:
    measure = case.measures[id]
    return measure, case.file.gap.by if case.file.gap.by in measure.by else measure.by[0]


def _ends(case: Case, by: str) -> tuple[tuple[str, str], tuple[str, str]]:
    group = case.groups[by]
    return ("worst", group.worst), ("best", group.best)


def _unit(measure: Measure) -> str:
    return "%" if measure.per == 100 else f"per {measure.per:,}"


def _scale(measure: Measure) -> tuple[int, int]:
    return measure.per, measure.better


def _per(measure: Measure) -> str:
    return "" if measure.per == 100 else f", {_unit(measure)}"


def _said(value: float, measure: Measure) -> str:
    return number_in_words(value, _unit(measure))


def name_on_slide(group: str) -> str:
    """Return the name of a group in two lines: what it is called, and what that means.

    >>> name_on_slide("IMD 1 (most deprived)"), name_on_slide("interpreter needed")
    ('IMD 1\\n(most deprived)', 'interpreter\\nneeded')
    """
    return group.replace(" (", "\n(", 1) if " (" in group else "\n".join(lines_of(group, NAME, LETTERS, bold=True))


def _flat(name: str) -> str:
    return name.replace("\n", " ")
