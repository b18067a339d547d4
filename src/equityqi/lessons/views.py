"""Pictures of the chosen case, the same call for every case: what a lesson shows with ``show(view("gap"))``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from equityqi.cases.case import Case, CaseError, load
from equityqi.cases.case_figures import windows
from equityqi.cases.case_files import Measure
from equityqi.cases.case_series import pooled
from equityqi.pictures import draw
from equityqi.pictures.words import number_in_words
from equityqi.svg.signs import four_signs, nhs_icons

if TYPE_CHECKING:
    import pandas as pd

    from equityqi.pictures import Picture
    from equityqi.svg.drawing import Drawing
    from equityqi.variation import GapOverTime

SYNTHETIC = "Invented data of the course: never cite."


def view(kind: str, case: Case | None = None) -> Picture | Drawing:
    """Return one picture of a case (by default the chosen one).

    ``kind``: ``dashboard`` (its measure over time, one line for everybody), ``all`` (the right measure, everybody),
    ``split`` (the right measure by group, latest 12 months), ``shown-split`` (the dashboard's measure by group),
    ``groups`` (the right measure over time, a small chart for each group), ``worst`` and ``best`` (one group over
    time), ``gap`` (the gap over time), ``two-gaps`` (the dashboard's gap beside the right one), ``due-groups`` and
    ``due-gap`` (the same as ``groups`` and ``gap``, from months that count people of their own), ``chart-1`` to
    ``chart-5`` (the five charts of lesson 11, without a verdict); of the model project ``steps``, ``reasons``,
    ``fishbone``, ``drivers``, ``ideas``, ``ramp``; and, the same for every case, ``signs`` (the four signs of a run
    chart) and ``icons`` (those of NHS *Making Data Count*). Raises :class:`CaseError` for
    another word, or where the case has nothing to draw.
    """
    if kind not in VIEWS:
        raise CaseError(f"There is no view called “{kind}”. There are: {', '.join(VIEWS)}.")
    return VIEWS[kind](case or load())


def _measure(case: Case, role: str) -> tuple[str, Measure, str]:
    id = getattr(case.file.gap, role)
    measure = case.measures[id]
    by = case.file.gap.by if case.file.gap.by in measure.by else measure.by[0]
    return id, measure, by


def _unit(measure: Measure) -> str:
    return "%" if measure.per == 100 else f"per {measure.per:,}"


def charts():
    """Return what draws charts over time."""
    from equityqi.lessons import chart_views  # lazy: pandas and scipy cost 0.5 s

    return chart_views


def _notes(case: Case, measure: Measure | None = None, due: bool = False) -> list:
    """Return the notes of a chart over time: dated events, and warnings about the measure or about months that
    count who fell ``due``.
    """
    events = case.tables.get("events", None)
    dated = (
        []
        if events is None
        else [(f"{row.date:%Y-%m}", row.label) for row in events[events["case"] == case.folder.name].itertuples()]
    )
    dated += charts().chart_event(case) if due else []
    back = [charts().LOOKS_BACK] if measure and measure.same_people else []
    return [*dated, *back, SYNTHETIC]


def _all(role: str) -> Callable[[Case], Picture]:
    def made(case: Case) -> Picture:
        id, measure, by = _measure(case, role)
        counts = _timed(case, id, by, together=True)
        return draw(
            charts().run_of(counts, measure),
            title=f"{measure.name}: everybody",
            unit=_unit(measure),
            better=measure.better,
            notes=_notes(case, measure),
        )

    return made


def _timed(case: Case, id: str, by: str, together: bool = False) -> pd.DataFrame:
    counts = case.counts(id, by)
    if "month" not in counts and "quarter" not in counts:
        raise CaseError(f"{case.folder.name}: {id} has no time, so it has no chart over time. Choose the view “split”.")
    if together:
        time = "month" if "month" in counts else "quarter"
        counts = counts.groupby(time)[["numerator", "denominator"]].sum().reset_index().assign(group="everybody")
    return pooled(counts)


def _split(role: str) -> Callable[[Case], Picture]:
    def made(case: Case) -> Picture:
        from equityqi.gaps import proportion  # lazy: numpy and scipy cost 0.3 s

        id, measure, by = _measure(case, role)
        frame, period = windows(case.counts(id, by))["latest"]
        sums = frame.groupby("group", sort=False)[["numerator", "denominator"]].sum().reset_index()
        shares = proportion(sums["numerator"].to_numpy(), sums["denominator"].to_numpy(), per=measure.per).frame.assign(
            group=sums["group"]
        )
        return draw(
            shares,
            by="group",
            title=f"{measure.name}, {period}",
            unit=_unit(measure),
            better=measure.better,
            notes=[SYNTHETIC],
        )

    return made


def _groups(case: Case) -> Picture:
    id, measure, by = _measure(case, "right")
    return _panels(case, _timed(case, id, by), measure, _notes(case, measure))


def _due_groups(case: Case) -> Picture:
    counts, measure = charts().charted(case)
    return _panels(case, pooled(counts), measure, _notes(case, measure, due=True))


def _panels(case: Case, counts: pd.DataFrame, measure: Measure, notes: list) -> Picture:
    runs = {group: charts().run_of(rows, measure) for group, rows in counts.groupby("group", sort=False)}
    title, unit = f"{measure.name}, by {case.groups[case.file.gap.by].name}", _unit(measure)
    if unit != "%":  # small charts have no room to say it at each number
        title, unit = f"{title}: {unit}", ""
    return draw(runs, title=title, unit=unit, better=measure.better, notes=notes)


def _end(end: str) -> Callable[[Case], Picture]:
    def made(case: Case) -> Picture:
        id, measure, by = _measure(case, "right")
        group = getattr(case.groups[by], end)
        counts = _timed(case, id, by)
        return draw(
            charts().run_of(counts[counts["group"] == group], measure),
            title=f"{measure.name}: {group}",
            unit=_unit(measure),
            better=measure.better,
            notes=_notes(case, measure),
        )

    return made


def _gap_of(case: Case, role: str) -> tuple[GapOverTime, Measure]:
    id, measure, by = _measure(case, role)
    return charts().gap_of(case, _timed(case, id, by), by, measure), measure


def _gap(case: Case) -> Picture:
    followed, measure = _gap_of(case, "right")
    return _gap_drawn(followed, measure, _notes(case, measure))


def _due_gap(case: Case) -> Picture:
    counts, measure = charts().charted(case)
    followed = charts().gap_of(case, pooled(counts), case.file.gap.by, measure)
    return _gap_drawn(followed, measure, _notes(case, measure, due=True))


def _gap_drawn(followed: GapOverTime, measure: Measure, notes: list) -> Picture:
    per = (
        []
        if measure.per == 100
        else [f"Rates are in per cent here: 1 percentage point is {measure.per // 100} in {measure.per:,}."]
    )
    return draw(followed, title=f"{measure.name}: the gap", notes=[*per, *notes])


def _two_gaps(case: Case) -> Picture:
    """Two gaps side by side: in percentage points, or as ratios (1 is no gap) where they count different things."""
    gaps = [_gap_of(case, role) for role in ("shown", "right")]
    alike = len({measure.per for _, measure in gaps}) == 1
    runs = {
        measure.name: followed.absolute if alike else charts().ratio_of(followed, measure.better)
        for followed, measure in gaps
    }
    unit, words = ("percentage points", "in percentage points") if alike else ("ratio", "larger ÷ smaller")
    picture = draw(
        runs,
        title=f"The gap on the dashboard, and the gap for everybody: {words}",
        unit=unit,
        better=-1,
        notes=_notes(case, next((measure for _, measure in gaps if measure.same_people), None)),
    )
    latest = [
        f"{number_in_words(chart.points['value'].dropna().iloc[-1], unit)} in “{name}”" for name, chart in runs.items()
    ]
    return replace(picture, sentence=f"The latest gap{'' if alike else f', {words}'}: {latest[0]}, and {latest[1]}.")


def _to_judge(number: int) -> Callable[[Case], Picture]:
    return lambda case: charts().to_judge(case, number, _notes(case))


def in_large_print(kind: str, case: Case, letters: float) -> Picture | None:
    """Return one of the five charts of lesson 11 redrawn with a letter size in points; None for another view."""
    name, _, number = kind.rpartition("-")
    return charts().to_judge(case, int(number), _notes(case), letters) if name == "chart" else None


def _planned(name: str, on_page: bool = False) -> Callable[[Case], Picture | Drawing]:
    def made(case: Case) -> Picture | Drawing:
        from equityqi.project.drawings_on_page import drawing_on_page  # lazy: the parts of a project cost 0.07 s
        from equityqi.project.model_project import model_project  # lazy: as the line above

        losses = {"steps": case.file.steps, "reasons": case.file.reasons}.get(name)
        notes = [f"Counted: {losses.about}.", SYNTHETIC] if losses else [SYNTHETIC]
        if on_page:
            found = drawing_on_page(name, model_project(case), case, notes)
        else:
            from equityqi.project.drawings import drawing  # lazy: pandas and matplotlib cost 0.7 s

            found = drawing(name, model_project(case), case, notes)
        if found is None:
            raise CaseError(f"{case.folder.name}/project.json has nothing to draw for “{name}”.")
        return found

    return made


VIEWS: dict[str, Callable[[Case], Picture | Drawing]] = {
    "dashboard": _all("shown"),
    "all": _all("right"),
    "split": _split("right"),
    "shown-split": _split("shown"),
    "groups": _groups,
    "worst": _end("worst"),
    "best": _end("best"),
    "gap": _gap,
    "two-gaps": _two_gaps,
    "due-groups": _due_groups,
    "due-gap": _due_gap,
    **{f"chart-{number}": _to_judge(number) for number in (1, 2, 3, 4, 5)},
    "drivers": _planned("driver-diagram", on_page=True),
    **{name: _planned(name, on_page=True) for name in ("ideas", "ramp")},
    **{name: _planned(name) for name in ("steps", "reasons", "fishbone")},
    "signs": lambda _: four_signs(),
    "icons": lambda _: nhs_icons(),
}
