"""Run charts: a line, and four rule sets that tell a signal from noise."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass

import numpy as np
import pandas as pd

from equityqi.variation.by_limits import judge_by_limits
from equityqi.variation.counting import anhoej_limits, count_runs, list_runs, list_trends, sides
from equityqi.variation.notes import about_blanks, about_target, all_alike, at_a_blank, nothing_varies, on_another_scale
from equityqi.variation.series import read_series

NHS = "making-data-count"  # NHS England's Making Data Count
RULES = ("course", "anhoej", "ihi", NHS)
COURSE_RUN, WATCH_RUN = 8, 6
IHI_SHIFT, IHI_TREND = 6, 5
LONG_BASELINE = 12
# Fewest and most runs that chance allows, by points off the median (Perla, Provost & Murray 2011).
# Copies of the table agree only up to 26 points, so it ends there.
IHI_RUNS = {
    10: (3, 9), 11: (3, 10), 12: (3, 11), 13: (4, 11), 14: (4, 12), 15: (5, 12), 16: (5, 13), 17: (5, 13), 18: (6, 14),
    19: (6, 15), 20: (6, 16), 21: (7, 16), 22: (7, 17), 23: (7, 17), 24: (8, 18), 25: (8, 18), 26: (9, 19),
}  # fmt: skip
STRENGTH = ("no signal", "watch", "signal")


@dataclass(frozen=True)
class RunChart:
    """A run chart worked out. Numbers without a phase, such as ``median``, belong to the latest phase.

    ``points``: one row a point (date, value, phase, median, lower, upper, in_baseline, excluded, side, counted,
    run_length, mark, way). By the NHS rules the line is the mean, though its column is called ``median`` too, and
    there are limits; by the others ``lower`` and ``upper`` are NaN. ``way``: 1 or -1, where a mark points.
    ``phases``: one row a phase (median, n_useful, n_runs, longest_run, crossings, their limits, signal).
    ``findings``: one row for each thing found; ``first`` and ``last`` are point numbers.
    """

    points: pd.DataFrame
    phases: pd.DataFrame
    findings: pd.DataFrame
    rule: str
    baseline: int | None
    notes: tuple[str, ...]

    @property
    def frame(self) -> pd.DataFrame:
        """The points, by the name that every result has."""
        return self.points

    @property
    def constant(self) -> bool:
        """Whether all points of the latest phase are the same, and on their median."""
        latest = self.points[(self.points["phase"] == self.points["phase"].iloc[-1]) & ~self.points["excluded"]]
        return bool(all_alike([latest["value"]])[0]) and not latest["side"].any()

    @property
    def signal(self) -> str:
        return self.phases["signal"].iloc[-1]

    @property
    def median(self) -> float:
        return float(self.phases["median"].iloc[-1])

    @property
    def line_name(self) -> str:
        return "mean" if self.rule == NHS else "median"

    @property
    def longest_run(self) -> int:
        return int(self.phases["longest_run"].iloc[-1])


def chart_by(rules: str, values, dates=None, **more) -> RunChart:
    """Work out a chart by one of the four rule sets as an organisation uses it.

    The course's own freezes the median of the first 12 points where there are more; the others take their line from
    all points. ``more``: as for :func:`run_chart`.

    >>> [chart_by(rules, [50, 52, 49, 53] * 6 + [52] * 6).signal for rules in RULES]
    ['watch', 'no signal', 'no signal', 'signal']
    """
    frozen = LONG_BASELINE if rules == "course" and len(values) > LONG_BASELINE else None
    return run_chart(values, dates, frozen, rules, **more)


def run_chart(
    values,
    dates=None,
    baseline: int | None = 12,
    rule="course",
    phases=(),
    exclude=(),
    *,
    run_length=COURSE_RUN,
    centre=None,
) -> RunChart:
    """Work out a run chart and say whether it holds a signal.

    ``values``: one number for each date, None or NaN where missing. ``dates``: dates or whole period numbers.
    ``baseline``: the median is that of the first so many points of each phase, and stays; None takes all points.
    ``rule``: ``"course"``: a run of ``run_length`` (8) on one side of the median, counted only after the
    baseline, is a signal, and 6 is one to watch; ``"anhoej"``: a run too long, or crossings too few, for the
    number of points; ``"ihi"``: a shift of 6 or a trend of 5, with too few or too many runs told beside it;
    ``"making-data-count"``: the NHS rules, with the mean and XmR limits of all points of a phase.
    Points on the median are skipped, save by the NHS rules. ``phases``: where a new median starts; ``exclude``:
    points left out of median and runs; both by date, or by point number from 1 without dates. ``centre``: a line of
    your own.

    Raises ValueError, with one sentence, for values, dates or settings that cannot be charted.

    Sources: the course's rule (module M12); Anhøj & Olesen 2014, PLoS ONE 9:e113825; Perla, Provost &
    Murray 2011, BMJ Qual Saf 20:46; NHS England *Making Data Count*, as in NHSRplotthedots 0.2.2.

    >>> chart = run_chart([50, 52] * 6 + [56] * 8)
    >>> chart.median, chart.longest_run, chart.signal
    (51.0, 8, 'signal')
    """
    baseline = check_run_settings(baseline, rule, run_length, centre)
    baseline = None if rule == NHS else baseline  # its limits come from all points
    series = read_series(values, dates, exclude=exclude, starts=phases)
    used = np.where(series.excluded, np.nan, series.values)
    points, rows, findings = [], [], []
    for number, part in enumerate(series.parts, start=1):
        y = used[part]
        in_baseline = np.arange(len(y)) < (baseline or len(y))
        if centre is None and not np.isfinite(y[in_baseline]).any():
            raise ValueError(
                f"Phase {number} has no value in its baseline, so it has no median. Move its start, or lengthen the"
                " baseline."
            )
        limits, by_limits, way = judge_by_limits(y) if rule == NHS else ((math.nan,) * 3, [], None)
        middle = limits[0] if rule == NHS else np.nanmedian(y[in_baseline]) if centre is None else centre
        median = float(middle)
        counted = ~in_baseline if rule == "course" and baseline else np.ones(len(y), bool)
        side = sides(y, median)
        row, found, marks, lengths = _judge(y, np.where(counted, side, 0), rule, run_length)
        if way is not None:
            found, marks = by_limits, np.where(way != 0, "signal", "")
            row["signal"] = STRENGTH[2 if found else 0]
        rows.append({"phase": number, "first": part.start + 1, "last": part.stop, "median": median} | row)
        findings += [
            {"phase": number} | f | {"first": part.start + f["first"], "last": part.start + f["last"]} for f in found
        ]
        points.append(
            pd.DataFrame(
                {
                    "phase": number,
                    "median": median,
                    "lower": limits[1],
                    "upper": limits[2],
                    "in_baseline": in_baseline,
                    "excluded": series.excluded[part],
                    "side": side,
                    "counted": counted & (side != 0),
                    "run_length": lengths,
                    "mark": marks,
                    "way": _ways(side, marks, found) if way is None else way,
                }
            )  # fmt: skip
        )
    table = pd.concat([series.frame, pd.concat(points, ignore_index=True)], axis=1)
    constant = bool(all_alike([used[series.parts[-1]]])[0]) and not points[-1]["side"].any()
    columns = ["phase", "rule", "side", "first", "last", "length"]
    notes = [*series.notes, *about_blanks(series.blanks, series.dated, at_a_blank(rule == NHS))]
    if centre is not None and on_another_scale([used], centre, "up").item():
        notes.insert(0, about_target(used, centre, "line"))
    return RunChart(
        table,
        pd.DataFrame(rows),
        pd.DataFrame(findings, columns=columns),
        rule,
        baseline,
        (*notes, *_run_notes(rows, baseline, rule, centre, constant)),
    )


def _ways(side: np.ndarray, marks: np.ndarray, found: list[dict]) -> np.ndarray:
    """Return where each marked point points: to its side of the line, or the way that a trend goes."""
    ways = np.where(marks != "", side, 0)
    for trend in (f for f in found if f["rule"] == "trend"):
        ways[trend["first"] - 1 : trend["last"]] = 1 if trend["side"] == "up" else -1
    return ways


def check_run_settings(baseline, rule, run_length=COURSE_RUN, centre=None) -> int | None:
    if rule not in RULES:
        raise ValueError(f"rule={rule!r} is not a rule for run charts. Choose one of {', '.join(RULES)}.")
    if not isinstance(run_length, numbers.Integral) or run_length < 2:
        raise ValueError(f"run_length={run_length!r} is no length for a run. Give a whole number such as 8.")
    if rule == NHS and centre is not None:
        raise ValueError("The NHS rules take their line from the values. Leave centre= out, or choose another rule.")
    if centre is not None and not (isinstance(centre, numbers.Real) and math.isfinite(centre)):
        raise ValueError(f"centre={centre!r} is not a number. Give the value of the line, or leave it out.")
    return check_baseline(baseline)


def check_baseline(baseline) -> int | None:
    if baseline is None:
        return None
    if isinstance(baseline, bool) or not isinstance(baseline, numbers.Integral) or baseline < 1:
        raise ValueError(
            f"baseline={baseline!r} is not a number of points. Give a whole number such as 12, or None for all points."
        )
    return int(baseline)


def _judge(y: np.ndarray, side: np.ndarray, rule: str, run_length: int):
    """Judge one phase: its row of numbers, its findings, and the mark and run length of each point."""
    longest, crossings, useful = (int(v[0]) for v in count_runs(side[None]))
    longest_max, crossings_min = (int(v) for v in anhoej_limits(useful))
    runs = list_runs(side)
    found, marks, lengths = [], np.full(len(y), "", object), np.zeros(len(y), int)

    def note(kind, name, way, first, last, length):
        found.append({"rule": name, "side": way, "first": first + 1, "last": last + 1, "length": length})
        marks[first : last + 1][np.isfinite(y[first : last + 1])] = kind

    shift = {"course": run_length, "anhoej": longest_max + 1, "ihi": IHI_SHIFT}.get(rule, len(y) + 1)
    for way, first, last, length in runs:
        lengths[first : last + 1] = np.where(side[first : last + 1] != 0, length, 0)
        name = "above" if way > 0 else "below"
        if length >= shift:
            note("signal", "shift", name, first, last, length)
        elif rule == "course" and length >= WATCH_RUN:
            note("watch", "watch", name, first, last, length)
    if rule == "anhoej" and crossings < crossings_min:
        found.append({"rule": "crossings", "side": "", "first": 1, "last": len(y), "length": crossings})
    for way, first, last, length in list_trends(y) if rule == "ihi" else ():
        if length >= IHI_TREND:
            note("signal", "trend", "up" if way > 0 else "down", first, last, length)
    signal = max((1 if f["rule"] == "watch" else 2 for f in found), default=0)
    fewest, most = IHI_RUNS.get(useful, (None, None))
    verdict = (
        None
        if fewest is None or most is None
        else "too few"
        if len(runs) < fewest
        else "too many"
        if len(runs) > most
        else "as expected"
    )
    limits = (longest_max, crossings_min) if useful else (None, None)
    row = {
        "n_useful": useful,
        "n_runs": len(runs),
        "runs_verdict": verdict,
        "longest_run": longest,
        "longest_run_max": limits[0],
        "crossings": crossings,
        "crossings_min": limits[1],
        "signal": STRENGTH[signal],
    }
    return row, found, marks, lengths


def _run_notes(rows: list[dict], baseline: int | None, rule: str, centre, constant: bool) -> tuple[str, ...]:
    notes = []
    last = rows[-1]
    n = last["last"] - last["first"] + 1
    if rule == NHS:
        points = f"{n} point{'' if n == 1 else 's'}"
        few = [f"The limits rest on {points}; with fewer than 13 they are provisional."] if n < 13 else []
        return (*few, *([nothing_varies(f"Phase {len(rows)}" if len(rows) > 1 else "")] if constant else []))
    if centre is None and min(baseline or n, n) < LONG_BASELINE:
        notes.append(
            f"The median rests on {min(baseline or n, n)} points; with fewer than {LONG_BASELINE} it can easily"
            " mislead."
        )
    if baseline is None and rule == "course":
        notes.append(
            "The median is that of all points, not of a frozen baseline, so a change moves the line it is judged by."
        )
    if rule == "course" and baseline and n <= baseline:
        notes.append("All points belong to the baseline: it is too early to look for a signal.")
    if constant:
        notes.append(nothing_varies(f"Phase {len(rows)}" if len(rows) > 1 else ""))
    elif not last["n_useful"] and not (rule == "course" and baseline and n <= baseline):
        notes.append("No point lies off the median, so no run can be counted.")
    if rule == "ihi" and last["n_useful"] > max(IHI_RUNS):
        notes.append(
            f"The number of runs is not judged above {max(IHI_RUNS)} points, because copies of the table differ there."
        )
    return tuple(notes)
