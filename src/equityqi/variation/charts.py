"""Shewhart charts: limits and NHS rules, put together for one series or for many."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from equityqi.variation.limits import individuals
from equityqi.variation.notes import BREAKS, about_blanks, about_target, all_alike, nothing_varies, on_another_scale
from equityqi.variation.plain_counting import side_of
from equityqi.variation.plain_limits import RANGE_LIMIT, SIGNALS, Lines, lines_of, near_limits, nhs_marks
from equityqi.variation.runs import check_baseline
from equityqi.variation.series import Series, in_words, read_series
from equityqi.variation.signals import DIRECTIONS, assurance, met, nhs_signals, point_types

NEEDS_DENOMINATOR = ("p", "p-prime", "u", "u-prime", "i-prime")
COUNTS = ("p", "p-prime", "u", "u-prime", "c", "g")
KINDS = ("xmr", "i", "mr", "p", "p-prime", "u", "u-prime", "c", "g", "t", "i-prime")
SCREENED = ("xmr", "i", "p-prime", "u-prime", "t", "i-prime")
SHORT = 13  # limits from fewer points are provisional
LINE_NAMES = ("centre", "lower", "upper", "near_lower", "near_upper")
UNTIL_THEN = "Until then we don’t say whether it will be met."
EVENTS = ("g", "t")  # charts of events: several may happen on one day


@dataclass(frozen=True)
class Spc:
    """A Shewhart chart worked out.

    ``points``: one row a point (point, date, value, segment, the five lines, in_baseline, excluded, short, side,
    outside, near, signal, way, type). ``variation``: the type of the latest point that has a value.
    ``assurance``: ``pass``, ``fail``, ``hit or miss``, or None without a target or a direction, or where the target
    may be on another scale than the points: ``question`` then asks, and is the first of ``notes``. ``constant``:
    whether all points of the latest segment are the same: then, on every kind of chart, the value itself meets the
    target or does not.
    """

    points: pd.DataFrame
    variation: str
    assurance: str | None
    kind: str
    direction: str
    target: float | None
    baseline: int | None
    screen: bool
    notes: tuple[str, ...]
    constant: bool = False
    question: str = ""

    @property
    def frame(self) -> pd.DataFrame:
        """The points, by the name that every result has."""
        return self.points


@dataclass(frozen=True)
class SpcMany:
    """XmR charts of many series: ``frame`` has a row a series; the arrays are series by points."""

    frame: pd.DataFrame
    signals: np.ndarray
    types: np.ndarray


def spc(
    values,
    dates=None,
    kind="xmr",
    denominator=None,
    direction="up",
    target=None,
    rebase=(),
    baseline=None,
    screen=False,
    *,
    exclude=(),
    per=1,
) -> Spc:
    """Work out a Shewhart chart with the NHS rules, the type of each point and both icons.

    ``values``: one number for each date, None or NaN where missing; numerators for p, p-prime, u, u-prime and
    i-prime, counts for c, cases between events for g, time between events for t. ``dates``: dates or whole
    period numbers. ``kind``: one of xmr (NHS, 2.66), i (3/1.128), mr, p, p-prime, u, u-prime, c, g, t, i-prime.
    ``direction``: which way is better. ``target``: in the units of the chart. ``rebase``: where new limits
    start; ``exclude``: points left out of limits and rules; both by date, or by point number from 1 without
    dates. ``baseline``: limits come from the first so many points of each segment, at least 12 for xmr;
    None takes all. ``screen``: leave out, once, moving ranges of 3.267 times their mean or more; the NHS Excel
    tool does not, NHSRplotthedots does, so the notes say which was done. ``per``: 100 for percent.

    Raises ValueError, with one sentence, for values, dates or settings that cannot be charted.

    Sources: NHS England *Making Data Count* and NHSRplotthedots 0.2.2 (xmr, rules, icons), qicharts2 0.8.1
    (the other kinds), by their published results.

    >>> chart = spc([50, 52, 49, 51, 50, 48, 51, 50, 49, 52, 50, 51, 58], direction="up", target=70)
    >>> chart.variation, chart.assurance
    ('improvement', 'fail')
    """
    baseline, target = _check_settings(kind, denominator, direction, target, baseline, screen, per)
    series = read_series(values, dates, denominator, exclude, rebase, calendar=kind not in EVENTS)
    check_values(kind, series)
    pieces, dropped = [], 0
    notes = [*series.notes, *about_blanks(series.blanks, series.dated, BREAKS)]
    for number, part in enumerate(series.parts, start=1):
        excluded = series.excluded[part]
        in_baseline = np.arange(len(excluded)) < (baseline or len(excluded))
        below = None if series.denominator is None else series.denominator[part]
        used = (in_baseline & ~excluded).tolist()
        found = lines_of(kind, series.values[part].tolist(), below if below is None else below.tolist(), used, screen)
        constant = all_alike([np.array(found.values)[~excluded]]).item()
        piece = _piece(_scaled(found, per), excluded.tolist(), direction)
        short = len(excluded) < SHORT
        pieces.append(piece.assign(segment=number, in_baseline=in_baseline, excluded=excluded, short=short))
        dropped += found.dropped
        notes += _segment_notes(piece, number, len(series.parts), baseline, constant)
    points = pd.concat(pieces, ignore_index=True)
    for place, column in enumerate(("point", "date")):
        points.insert(place, column, series.frame[column])
    seen = points[points["value"].notna() & ~points["excluded"]]
    if seen.empty:
        raise ValueError("No point has a value, so there is nothing to chart. Check the values and what was excluded.")
    last = seen.iloc[-1]
    if last["point"] != len(points):
        notes.append(f"The latest point has no value; the icons speak of {in_words(last['date'])}.")
    assured = (
        met(last["value"], target, direction) if constant else assurance(*last[["lower", "upper"]], target, direction)
    )
    top = per if kind in ("p", "p-prime") else np.inf
    question = ""
    if target is not None and on_another_scale([seen["value"]], target, direction, top).item():
        assured, question = np.array(None), f"{about_target(seen['value'], target)} {UNTIL_THEN}"
        notes.insert(0, question)
    return Spc(
        points,
        str(last["type"]),
        assured.item(),
        kind,
        direction,
        target,
        baseline,
        screen,
        tuple(notes) + _screening_note(kind, screen, dropped),
        constant,
        question,
    )


def spc_many(values, direction="up", target=None, baseline=None, screen=False) -> SpcMany:
    """Work out XmR charts with all NHS rules for many series of the same length, fast and without dates.

    ``values``: (series, points), NaN where missing. The other settings and the source are those of ``spc``.
    Returns the numbers and icons of each series, and the signal and type of each point. Raises ValueError for a
    table that is not numbers, a series without a value, or settings that ``spc`` refuses. A series for which ``spc``
    would ask about the scale of the target has no assurance.

    >>> many = spc_many([[5, 6, 5, 7, 6, 5, 6, 7, 5, 6, 7, 30], [5, 6, 5, 7, 6, 5, 6, 7, 5, 6, 7, 6]], direction="down")
    >>> many.frame["variation"].tolist()
    ['concern', 'common cause']
    """
    baseline, target = _check_settings("xmr", None, direction, target, baseline, screen, 1)
    try:
        values = np.asarray(values, float)
    except (TypeError, ValueError):
        raise ValueError("Some values are not numbers. Pass a table of numbers, one row for each series.") from None
    if values.ndim != 2 or not values.size or np.isinf(values).any() or not np.isfinite(values).any(axis=1).all():
        raise ValueError("Pass a table of numbers, one row for each series, with at least one value in every row.")
    found, _ = individuals(values[:, :baseline], screen)
    rule, way = nhs_signals(values, found)
    types = point_types(way, direction)
    last = values.shape[1] - 1 - np.isfinite(values[:, ::-1]).argmax(axis=1)
    row = np.arange(len(types))
    assured = np.where(
        all_alike(values),
        met(values[row, last], target, direction),
        assurance(found[1][:, 0], found[2][:, 0], target, direction),
    )
    if target is not None:
        assured[on_another_scale(values, target, direction)] = None
    frame = pd.DataFrame(
        {name: line[:, 0] for name, line in zip(LINE_NAMES, found, strict=False)}
        | {"signals": (rule > 0).sum(axis=1), "variation": types[row, last], "assurance": assured}
    )
    return SpcMany(frame, np.array(SIGNALS)[rule], types)


def _scaled(lines: Lines, per: float) -> Lines:
    """Return the same chart in other units, such as per cent."""
    names = ("values", *LINE_NAMES)
    return replace(lines, **{name: [value * per for value in getattr(lines, name)] for name in names})


def _piece(lines: Lines, excluded: list[bool], direction: str) -> pd.DataFrame:
    outside, near = near_limits(lines)
    judged = [math.nan if left_out else value for value, left_out in zip(lines.values, excluded, strict=True)]
    marks, ways = nhs_marks(judged, lines)
    side = [side_of(value, centre) for value, centre in zip(lines.values, lines.centre, strict=True)]
    return pd.DataFrame(
        {"value": lines.values}
        | {name: getattr(lines, name) for name in LINE_NAMES}
        | {"side": np.array(side, np.int8), "outside": outside, "near": near}
        | {"signal": marks, "way": np.array(ways, np.int8), "type": point_types(np.array(ways), direction)}
    )


def _check_settings(kind, denominator, direction, target, baseline, screen, per) -> tuple[int | None, float | None]:
    if kind not in KINDS:
        raise ValueError(f"kind={kind!r} is not a chart drawn here. Choose one of {', '.join(KINDS)}.")
    if kind in NEEDS_DENOMINATOR and denominator is None:
        raise ValueError(f"A {kind} chart needs denominators: pass denominator=, one number for each value.")
    if kind not in NEEDS_DENOMINATOR and denominator is not None:
        raise ValueError(
            f"A {kind} chart takes no denominator. Leave it out, or choose kind='p' for proportions or 'u' for rates."
        )
    if direction not in DIRECTIONS:
        raise ValueError(f"direction={direction!r} is not known. Say which way is better: up, down or neutral.")
    if not isinstance(screen, (bool, np.bool_)):
        raise ValueError(f"screen={screen!r} is neither True nor False. True leaves out very large moving ranges once.")
    for name, number in (("target", target), ("per", per)):
        if number is not None and not (isinstance(number, numbers.Real) and math.isfinite(number)):
            raise ValueError(f"{name}={number!r} is not a number. Give one number in the units of the chart.")
    if per is None or per <= 0:
        raise ValueError(f"per={per!r} cannot scale a chart. Give a number above zero, such as 100 for percent.")
    baseline = check_baseline(baseline)
    if kind == "xmr" and baseline is not None and baseline < SHORT - 1:
        raise ValueError(
            f"A baseline of {baseline} points is too short for fixed limits. Use at least {SHORT - 1}, or None for all"
            " points."
        )
    return baseline, None if target is None else float(target)


def check_values(kind: str, series: Series) -> None:
    x, n = series.values, series.denominator

    def refuse(bad: np.ndarray, sentence: str) -> None:
        if bad.any():
            i = int(bad.argmax())
            given = f"{x[i]:g}" if n is None else f"{x[i]:g} of {n[i]:g}"
            raise ValueError(f"Point {i + 1} ({in_words(series.labels[i])}) is {given}. {sentence}")

    if kind == "t":
        refuse(x < 0, "A time between events cannot be below zero.")
        refuse(
            (x == 0) & ~series.labels.duplicated(),
            "The time between events is zero only where two have one date: give their dates, or use a g chart.",
        )
    if kind in COUNTS:
        refuse(x < 0, f"A {kind} chart needs counts of zero or more.")
        refuse(np.isfinite(x) & (x != np.round(x)), f"A {kind} chart needs whole counts, not rates or percentages.")
    if n is not None:
        refuse(n < 0, "A denominator cannot be below zero.")
        refuse(
            (n == 0) & (np.nan_to_num(x) != 0),
            "There cannot be a numerator without a denominator. Correct it, or leave it blank.",
        )
    if kind in ("p", "p-prime"):
        refuse(x > n, "A numerator cannot be larger than its denominator. If events can repeat, use a u chart.")


def _segment_notes(piece: pd.DataFrame, number: int, segments: int, baseline, constant: bool) -> list[str]:
    notes, n = [], len(piece)
    where = "The chart" if segments == 1 else f"Segment {number}"
    if n < SHORT:
        notes.append(f"{where} has {n} point{'s' * (n != 1)}; limits from fewer than {SHORT} are provisional.")
    elif baseline is not None and baseline < SHORT - 1:
        notes.append(f"{where} has limits from {baseline} points; fewer than {SHORT - 1} make them provisional.")
    if baseline is not None and n < baseline:
        notes.append(f"{where} has fewer than the {baseline} points of the baseline, so all of them were used.")
    if constant:
        notes.append(nothing_varies(where if segments > 1 else ""))
    elif piece["upper"].isna().all():
        notes.append(f"{where} is too short, or its baseline does not vary, so it has a centre line and no limits.")
    return notes


def _screening_note(kind: str, screen: bool, dropped: int) -> tuple[str, ...]:
    if kind not in SCREENED:
        return ()
    if not screen:
        return ("Moving ranges were not screened, as in the NHS England Excel tool.",)
    return (f"Moving ranges of {RANGE_LIMIT} times their mean or more were left out once: {dropped} left out.",)
