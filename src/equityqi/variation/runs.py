"""Run charts: a line, and four rule sets that tell a signal from noise."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass

import numpy as np
import pandas as pd

from equityqi.variation.notes import about_blanks, about_target, all_alike, at_a_blank, nothing_varies, on_another_scale
from equityqi.variation.plain_runs import COURSE_RUN, IHI_RUNS, NHS, RULES, Phase, judge
from equityqi.variation.series import read_series

LONG_BASELINE = 12


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
        phase = judge(y.tolist(), rule, baseline, run_length, centre)
        rows.append({"phase": number, "first": part.start + 1, "last": part.stop, "median": phase.line} | _row(phase))
        findings += [
            {"phase": number, "rule": one.rule, "side": one.side}
            | {"first": part.start + one.first, "last": part.start + one.last, "length": one.length}
            for one in phase.findings
        ]
        points.append(
            pd.DataFrame(
                {
                    "phase": number,
                    "median": phase.line,
                    "lower": phase.lower,
                    "upper": phase.upper,
                    "in_baseline": in_baseline,
                    "excluded": series.excluded[part],
                    "side": np.array(phase.side, np.int8),
                    "counted": phase.counted,
                    "run_length": phase.run_length,
                    "mark": np.array(phase.mark, object),
                    "way": np.array(phase.way, np.int8),
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


def _row(phase: Phase) -> dict[str, object]:
    longest, fewest = phase.run_limits or (None, None)
    return {
        "n_useful": phase.n_useful,
        "n_runs": phase.n_runs,
        "runs_verdict": phase.runs_verdict,
        "longest_run": phase.longest_run,
        "longest_run_max": longest,
        "crossings": phase.crossings,
        "crossings_min": fewest,
        "signal": phase.signal,
    }


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
