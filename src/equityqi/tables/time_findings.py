"""What stands out over time: months that are not there, copied months, a step that one area has alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from equityqi.tables.finding import Finding, count_of, is_number, some_of

IDENTITY = ("area", "area_code", "area_type", "group", "sex", "age", "breakdown", "measure")
MOST_CELLS = 4_000_000
# A step is told when it is this many usual month-to-month changes of its own series, beyond what the median
# series does, lasts six periods, and at most a quarter of the series share it.
STEP, AROUND, FEWEST_SERIES, MOST_SHARE = 8.0, 6, 5, 0.25


@dataclass(frozen=True)
class Grid:
    """A table turned into one row a series (an area, a group…) and one column a period, in order."""

    names: list[str]
    labels: list[str]
    starts: pd.DatetimeIndex
    ends: pd.DatetimeIndex
    kinds: list[str]
    present: np.ndarray
    numbers: dict[str, np.ndarray]
    repeated: int


def look_over_time(frame: pd.DataFrame) -> list[Finding]:
    """Return the findings that need a period and a number."""
    grid = _grid(frame)
    if grid is None:
        return []
    findings = [*_overlaps(grid), *_gaps_in_time(grid), *_absent(frame)]
    if grid.repeated:
        keys = " and ".join(["period", *(name for name in ("area", "group") if name in frame)])
        sentence = (
            f"{count_of(grid.repeated, 'row has', 'rows have')} the same {keys} as a row before. "
            "Add their counts up first, or keep what tells them apart."
        )
        return [*findings, Finding("repeated rows", sentence, keys)]
    return [*findings, *_copied(grid), *_stale(grid), *_steps(grid)]


def _grid(frame: pd.DataFrame) -> Grid | None:
    names = [name for name in ("numerator", "denominator", "value") if is_number(frame, name)]
    if not names or "start" not in frame or "end" not in frame or "period_label" not in frame or frame.empty:
        return None
    first = frame["start"].to_numpy().astype("datetime64[D]").astype(np.int64)
    last = frame["end"].to_numpy().astype("datetime64[D]").astype(np.int64)
    period, times = pd.factorize(first * 100_000 + (last - first), sort=True)
    series = np.zeros(len(frame), dtype=np.int64)
    identity = [column for column in IDENTITY if column in frame and frame[column].nunique() > 1]
    for column in identity:
        codes, uniques = pd.factorize(frame[column])
        series = pd.factorize(series * (len(uniques) + 1) + codes + 1)[0]
    size = int(series.max()) + 1
    if size * len(times) > MOST_CELLS:
        return None
    cell = series * len(times) + period
    held = np.bincount(cell, minlength=size * len(times)).reshape(size, -1)
    shape = (size, len(times))
    numbers = {}
    for name in names:
        numbers[name] = np.full(shape, np.nan)
        numbers[name].flat[cell] = frame[name]
    rows = np.zeros(len(times), dtype=np.int64)
    rows[period] = np.arange(len(frame))
    who = np.zeros(size, dtype=np.int64)
    who[series] = np.arange(len(frame))
    names_shown = [column for column in ("area", "group", "age", "sex", "breakdown") if column in identity]
    parts = [frame[column].iloc[who].astype(str) for column in names_shown] if size <= 20_000 else []
    named = [", ".join(names) for names in zip(*parts, strict=True)]
    return Grid(
        named or [""] * size, frame["period_label"].iloc[rows].tolist(), pd.DatetimeIndex(frame["start"].iloc[rows]),
        pd.DatetimeIndex(frame["end"].iloc[rows]), frame["kind"].iloc[rows].tolist(), held > 0, numbers,
        int(len(frame) - (held > 0).sum()),
    )  # fmt: skip


def _overlaps(grid: Grid) -> list[Finding]:
    """Pooled years that share years are no independent points."""
    order = np.argsort(grid.starts)
    for kind in dict.fromkeys(grid.kinds):
        same = [place for place in order if grid.kinds[place] == kind]
        for before, after in zip(same, same[1:], strict=False):
            if grid.starts[after] <= grid.ends[before]:
                sentence = (
                    f"{grid.labels[before]} and {grid.labels[after]} share some months, so they are not separate "
                    "points. Don’t use run chart rules on them. Compare periods that do not overlap."
                )
                return [Finding("overlapping periods", sentence, "period_label")]
    if len(set(grid.kinds)) > 1:
        sentence = f"The table mixes {' and '.join(sorted(set(grid.kinds)))} periods. Draw one kind at a time."
        return [Finding("mixed periods", sentence, "period_label")]
    return []


def _gaps_in_time(grid: Grid) -> list[Finding]:
    """Months, quarters or years that are in no row."""
    if len(set(grid.kinds)) > 1 or grid.kinds[0] not in ("month", "quarter", "financial year", "calendar year"):
        return []
    length = {"month": 1, "quarter": 3}.get(grid.kinds[0], 12)
    place = grid.starts.year * 12 + grid.starts.month
    jumps = [
        (before, (later - now) // length - 1)
        for before, now, later in zip(grid.labels, place, place[1:], strict=False)
        if later - now > length
    ]
    if not jumps:
        return []
    lost = sum(count for _, count in jumps)
    kind = grid.kinds[0]
    sentence = (
        f"{count_of(int(lost), f'{kind} is', f'{kind}s are')} in no row, the first after {jumps[0][0]}. "
        "A chart must show the gap, not join over it."
    )
    return [Finding("missing periods", sentence, "period_label")]


def _absent(frame: pd.DataFrame) -> list[Finding]:
    """Groups, or areas, with no row at all in some period."""
    findings = []
    period, periods = pd.factorize(frame["period_label"])
    for column, kind in (("group", "groups missing"), ("area", "areas missing")):
        if column not in frame or len(periods) < 2 or frame[column].dtype.kind in "iuf":
            continue
        codes, names = pd.factorize(frame[column])
        if not 1 < len(names) * len(periods) <= MOST_CELLS:
            continue
        held = np.bincount((codes + 1) * len(periods) + period, minlength=(len(names) + 1) * len(periods))
        lacks = (held.reshape(-1, len(periods))[1:] == 0).sum(axis=1)
        if not lacks.any() or lacks.min() >= len(periods) - 1:
            continue
        worst = int(lacks.argmax())
        sentence = (
            f"{count_of(int((lacks > 0).sum()), f'{column} has', f'{column}s have')} no row in some periods"
            f" ({some_of(pd.Series(np.asarray(names)[lacks > 0]))}): '{names[worst]}' in {lacks[worst]} of"
            f" {len(periods)}. A missing row isn’t a 0: find out whether nobody was there or nobody was counted."
        )
        findings.append(Finding(kind, sentence, column))
    return findings


def _pairs(grid: Grid, shown: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs of periods in which at least five series, and 95 % of them, have the very same numbers."""
    size, width = shown.shape
    if size < FEWEST_SERIES or width < 2 or size * width * width > 40_000_000:
        return
    for one in range(width - 1):
        here = shown[:, [one]]
        both = ~np.isnan(here) & ~np.isnan(shown[:, one + 1 :])
        same = ((here == shown[:, one + 1 :]) & both).sum(axis=0)
        enough = (same >= FEWEST_SERIES) & (same >= 0.95 * both.sum(axis=0))
        for other in np.flatnonzero(enough) + one + 1:
            if len(np.unique(shown[~np.isnan(shown[:, one]), one])) >= FEWEST_SERIES:
                yield one, int(other)


def _copied(grid: Grid) -> list[Finding]:
    """Two periods with the same counts everywhere."""
    name = next((name for name in ("numerator", "value") if name in grid.numbers), None)
    if name is None:
        return []
    pairs = list(_pairs(grid, grid.numbers[name]))
    if not pairs or len(pairs) > 0.2 * len(grid.labels) ** 2 / 2 and len(grid.labels) > 3:
        return []
    shown = "; ".join(f"{grid.labels[one]} = {grid.labels[other]}" for one, other in pairs[:4])
    sentence = (
        f"The {name}s of different periods are the same in every area or group ({shown}). "
        "One was probably copied from the other: do not use these periods until the publisher explains."
    )
    return [Finding("copied values", sentence, name)]


def _stale(grid: Grid) -> list[Finding]:
    """Denominators carried over from the year before."""
    if "denominator" not in grid.numbers or "year" not in grid.kinds[0]:
        return []
    pairs = list(_pairs(grid, grid.numbers["denominator"]))
    if not pairs:
        return []
    one, other = pairs[-1]
    sentence = (
        f"The denominators of {grid.labels[other]} are those of {grid.labels[one]}: "
        "the population was not brought up to date, so the rate of the later year is provisional."
    )
    return [Finding("old denominators", sentence, "denominator")]


def _steps(grid: Grid) -> list[Finding]:
    """One series moves in one month to a new level, and no other does."""
    rate = grid.numbers.get("value")
    if "numerator" in grid.numbers and "denominator" in grid.numbers:
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = np.where(
                grid.numbers["denominator"] > 0, grid.numbers["numerator"] / grid.numbers["denominator"], np.nan
            )
    if rate is None or grid.kinds[0] not in ("month", "quarter") or len(rate) < FEWEST_SERIES or rate.size > 1_000_000:
        return []
    full = ~np.isnan(rate).any(axis=1)
    if full.sum() < FEWEST_SERIES or rate.shape[1] < 2 * AROUND + 1:
        return []
    own = rate[full] - np.median(rate[full], axis=0)
    change = np.diff(own, axis=1)
    usual = np.median(np.abs(change), axis=1, keepdims=True)
    middle = range(AROUND, own.shape[1] - AROUND + 1)
    shift = np.stack(
        [np.median(own[:, t : t + AROUND], 1) - np.median(own[:, t - AROUND : t], 1) for t in middle], axis=1
    )
    jump = change[:, AROUND - 1 : AROUND - 1 + shift.shape[1]]
    least = np.maximum(usual, np.median(usual) / 2)
    large = (np.abs(jump) > STEP * least) & (np.abs(shift) > STEP * least) & (jump * shift > 0)
    few = large.sum(axis=0) <= max(1, MOST_SHARE * len(own))
    names = np.array(grid.names, dtype=object)[full]
    return [_step(grid, names, rate[full], place + AROUND, large[:, place]) for place in _largest(large, jump, few)]


def _largest(large: np.ndarray, jump: np.ndarray, few: np.ndarray) -> list[int]:
    """The months to tell: at most five, those in which most series step first."""
    months = np.flatnonzero(large.any(axis=0) & few).tolist()
    weight = np.where(large, np.abs(jump), 0)
    return sorted(sorted(months, key=lambda month: (-large[:, month].sum(), -weight[:, month].max()))[:5])


def _step(grid: Grid, names: np.ndarray, rate: np.ndarray, month: int, steps: np.ndarray) -> Finding:
    moved = np.flatnonzero(steps)
    first = moved[np.argmax(np.abs(rate[moved, month] - rate[moved, month - 1]))]
    change = f"from {rate[first, month - 1]:.3g} to {rate[first, month]:.3g}"
    if len(moved) == 1:
        what = f"{names[first]} goes {change} and stays at a new level"
    else:
        who = some_of(pd.Series(names[moved]), 12)
        what = f"{len(moved)} of {len(names)} ({who}) go to a new level and stay there ({names[first]} {change})"
    sentence = (
        f"Between {grid.labels[month - 1]} and {grid.labels[month]} {what}; the others do not. "
        "Before you praise or blame, ask whether what is counted changed."
    )
    return Finding("step that others do not share", sentence, grid.labels[month])
