"""What a project's numbers say, on its team's own screen: one honest sentence a chart, and the pictures beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from equityqi.plain_words import listed, upper_first
from equityqi.project.floor import CANNOT_TELL, HELD, HOW_JUDGED, NO_FALL, WORSE, in_per_cent, largest_fall
from equityqi.project.numbers import BALANCING, FEW_PEOPLE, Measured, Numbers, time_in_words
from equityqi.project.numbers_judged import (
    Compared,
    Interval,
    Judged,
    first_tested,
    floor_of,
    gap_of,
    group_lines,
    past_trigger,
    when_tested,
)
from equityqi.svg.drawing import Drawing
from equityqi.svg.over_time import Across, Over, Times, over_time
from equityqi.typed_input import number

KINDS = ("least", "best")
NONE_BEFORE = "Your numbers begin with your first test, or after it. Add earlier rows, so that we can compare."
IN_SHORT = "Dashed: median or mean. Rings: a signal. Shaded: tests."


@dataclass(frozen=True)
class Told:
    """One part of what the numbers say: its heading, sentences, and a picture if there is one. ``stop``: it is an alert
    to be read first.
    """

    heading: str
    sentences: tuple[str, ...]
    picture: Drawing | None = None
    stop: bool = False


def told(numbers: Numbers, measure: Measured, rules: str, floor: str) -> list[Told]:
    """Return what the numbers of one measure say. ``floor``: of the aim."""
    lines = group_lines(numbers, measure, rules)
    if not any(line.points for line in lines):
        return [Told(measure.name, ("There are no numbers yet. Start with the past, so that you have a baseline.",))]
    gap = gap_of(numbers, measure, rules)
    parts = [_alert(numbers, measure), _past(numbers, measure)] if measure.role == BALANCING else []
    parts.append(groups_told(numbers, measure, lines))
    if gap:
        parts.append(_gap(numbers, gap))
    parts.append(_floor(numbers, measure, floor))
    return [part for part in parts if part]


def people(count: tuple[int, int]) -> str:
    """Return counts in words; a percentage only from 10 people on.

    >>> people((2, 3)), people((26, 50))
    ('2 of 3', '52% (26 of 50)')
    """
    many, of = count
    return f"{many:,} of {of:,}" if of < FEW_PEOPLE else f"{100 * many / of:.0f}% ({many:,} of {of:,})"


def points(value: float) -> str:
    """Return percentage points, with one decimal.

    >>> points(4.04), points(-1), points(1)
    ('4.0 percentage points', '−1.0 percentage points', '1.0 percentage points')
    """
    return f"{_signed(value)} percentage points"


def _signed(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}".replace("-", "−")


def _in_time(when: str) -> str:
    return f"{'On' if len(when) > 7 else 'In'} {time_in_words(when)}"


def _interval(interval: Interval) -> str:
    return f"95% interval {_signed(interval[1])} to {_signed(interval[2])}"


def sentence_of(line: Judged, times: Sequence[str], better: str = "up") -> str:
    """Return what the rule set found in one line, in one sentence.

    >>> sentence_of(Judged("A", [50.0, 52.0], [None] * 2, None, True), ["2026-05", "2026-06"])
    'A: too early to tell, with 2 points.'
    """
    phase, n = line.phase, line.points
    if phase is None:
        return f"{line.name}: too early to tell, with {n} point{'s' * (n != 1)}."
    name = "mean" if phase.lower == phase.lower else "median"
    ending = f" The {name} is provisional: there are few points before the tests." if line.provisional else ""
    if name == "mean" and line.provisional:
        ending = " The mean and limits are provisional until there are 20 points."
    strong = [one for one in phase.findings if one.rule != "watch"]
    if not phase.findings:
        return f"{line.name}: no signal. Chance alone gives a pattern like this.{ending}"
    one = (strong or list(phase.findings))[-1]
    since, until = (time_in_words(times[at - 1]) for at in (one.first, one.last))
    if one.rule == "watch":
        watched = f"{one.length} points {one.side} the {name} since {since}"
        return f"{line.name}: one to watch, not a signal yet: {watched}.{ending}"
    if one.rule == "crossings":
        return f"{line.name}: a signal. The line crosses its {name} only {one.length} times.{ending}"
    up = one.side in ("up", "above")
    way = "for the better" if up == (better == "up") else "for the worse"
    if one.rule in ("outside", "two in three"):
        when = since if one.length == 1 else f"{since} to {until}"
        side = "above" if up else "below"
        return f"{line.name}: a signal {way}. {when} is {side} what is usual. Ask what happened.{ending}"
    what = "trend" if one.rule == "trend" else "shift"
    span = f"since {since}" if one.last >= len(times) - 1 else f"from {since} to {until}"
    return f"{line.name}: a {what} {way} {span} ({one.length} points).{ending}"


def groups_told(numbers: Numbers, measure: Measured, lines: list[Judged], deep: int = 0) -> Told:
    """Return the chart of all groups of a measure that has numbers, with a sentence on each.

    ``deep``: pixels of a plot that shares its page with the tests, and leaves their names to it.
    """
    said = [upper_first(sentence_of(line, numbers.times, measure.better)) for line in lines if line.points]
    if any(count and count[1] < FEW_PEOPLE for line in lines for count in line.counts):
        said.append("Hollow points stand for fewer than 10 people. Read those as counts, not as percentages.")
    said += [NONE_BEFORE] * (first_tested(numbers) == 0)
    kinds = dict(zip(numbers.pair, KINDS, strict=False))
    over = [_over(line, kinds.get(line.name, "others")) for line in lines if line.points]
    goal, guess = number(measure.target), number(measure.predicted)
    across = [] if goal is None else [Across(goal, f"target {goal:g}%")]
    if guess is not None:
        across.append(Across(guess, f"we predicted {guess:g}%", first_tested(numbers) or 0, predicted=True))
        said.append(_beside(numbers, lines[0], f"{guess:g}"))
    title = f"{upper_first(measure.name)}, by group"
    times = _times(numbers, lines)
    if deep:
        times, title = replace(times, deep=deep, named=False, notes=(IN_SHORT,)), upper_first(measure.name)
    return Told(title, tuple(said), over_time(over, times, title, "", across))


def _beside(numbers: Numbers, line: Judged, guess: str) -> str:
    """Return what was predicted for the first group beside its latest count."""
    latest = next((count for count in reversed(line.counts) if count), None)
    said = f"You predicted {guess}% for {line.name}"
    if first_tested(numbers) is None or latest is None:
        return f"{said}. No test has begun in these months yet."
    return f"{said}. The latest is {people(latest)}."


def _over(line: Judged, kind: str, band: Sequence[tuple[float, float] | None] = ()) -> Over:
    phase = line.phase
    latest = next((count for count in reversed(line.counts) if count), None)
    value = next(value for value in reversed(line.values) if value is not None)
    words = f"{value:.0f}%" if latest and latest[1] >= FEW_PEOPLE else f"{latest[0]} of {latest[1]}" if latest else ""
    limits = (phase.lower, phase.upper) if phase and phase.lower == phase.lower else None
    marked = [mark == "signal" for mark in phase.mark] if phase else ()
    small = [bool(count and count[1] < FEW_PEOPLE) for count in line.counts]
    return Over(
        line.name,
        line.values,
        kind,
        words or _signed(value),
        phase.line if phase else None,
        limits,
        marked,
        small,
        band,
    )


def _times(numbers: Numbers, lines: Sequence[Judged]) -> Times:
    tests = [
        (first, last, f"Test {place}: {cycle.name or cycle.question or 'no name yet'}")
        for place, (first, last, cycle) in enumerate(when_tested(numbers), 1)
    ]
    notes = []
    if any(line.phase for line in lines):
        notes.append("Dashed: the median of each line, or its mean with limits. Rings: points of a signal.")
    if tests:
        notes.append("Shaded: while a test ran.")
    return Times(
        [time_in_words(when) for when in numbers.times], tests, any(line.phase for line in lines), tuple(notes)
    )


def gap_sentence(gap: Compared) -> str:
    """Return how wide the gap is, and what became of it since the tests began."""
    when = gap.latest_at and _in_time(gap.latest_at)
    if gap.latest is None:
        now = f"At each count there are fewer than {FEW_PEOPLE} people in a group, so a single gap says nothing."
    elif gap.latest[0] < 0:
        now = f"{when} the gap is {points(-gap.latest[0])}, with {gap.least} ahead."
    else:
        now = f"{when} the gap is {points(gap.latest[0])}, with {gap.least} behind ({_interval(gap.latest)})."
    if gap.narrowed is None or gap.before is None or gap.since is None:
        return f"{now} No test has numbers on both sides of its start yet, so we can’t compare before and after."
    value, low, high = gap.narrowed
    if low <= 0 <= high:
        return (
            f"{now} Since the tests began the gap went from {_signed(gap.before[0])} to {points(gap.since[0])}. That"
            f" may be chance: the change is {_signed(-value)} ({_interval((-value, -high, -low))})."
        )
    if (gap.before[0] < 0) != (gap.since[0] < 0):
        was, now_is = ("behind", "ahead") if gap.before[0] > 0 else ("ahead", "behind")
        return (
            f"{now} Since the tests began the gap has turned round, from {points(abs(gap.before[0]))} {was} to"
            f" {points(abs(gap.since[0]))} {now_is}. The change is {_signed(-value)}"
            f" ({_interval((-value, -high, -low))})."
        )
    way = "narrowed" if abs(gap.since[0]) < abs(gap.before[0]) else "widened"
    size = (value, low, high) if value > 0 else (-value, -high, -low)
    return f"{now} Since the tests began the gap has {way} by {points(size[0])} ({_interval(size)})."


def _gap(numbers: Numbers, gap: Compared) -> Told:
    title = f"The gap between {gap.least} and {gap.best}"
    said = gap_sentence(gap)
    if not gap.line.points:
        return Told(title, (said,))
    over = _over(gap.line, "others", gap.band)
    chart = sentence_of(gap.line, numbers.times, "down")
    times = _times(numbers, [gap.line])
    picture = over_time([over], times, f"{title}, in percentage points", "", [Across(0, "no gap")], "")
    return Told(title, (said, chart), picture)


def _floor(numbers: Numbers, measure: Measured, floor: str) -> Told:
    verdicts = floor_of(numbers, measure, floor)
    by = {word: [one.group for one in verdicts if one.verdict == word] for word in (WORSE, CANNOT_TELL, HELD)}
    said = [f"{upper_first(word)}: {listed(groups)}." for word, groups in by.items() if groups]
    for one in verdicts:
        if one.change:
            said.append(
                f"{upper_first(one.group)}: changed by {points(one.change[0])} since the tests began"
                f" ({_interval(one.change)})."
            )
        elif one.before and one.since:
            said.append(f"{upper_first(one.group)}: {people(one.before)} before the tests, {people(one.since)} since.")
    if largest_fall(floor, 1) is None:
        said.insert(0, f"Your {NO_FALL} Write one, such as: no group more than 2 percentage points worse.")
    elif points_meant := in_per_cent(floor):
        said.append(f"We read your floor as {points_meant} percentage points.")
    if not first_tested(numbers):
        said.append("The floor is judged once there are numbers before and after the start of a test.")
    return Told("Who must not lose", (*said, HOW_JUDGED))


def _alert(numbers: Numbers, measure: Measured) -> Told | None:
    found = past_trigger(numbers, measure)
    if not measure.trigger.strip():
        return Told(
            "No trigger yet",
            ("Say at what percentage you would stop and look. Without a trigger, nobody notices harm in time.",),
        )
    now = [past for past in found if past.latest]
    if not now:
        return None
    tested = first_tested(numbers) is not None
    each = listed([f"{past.group} with {people(past.count)} in {time_in_words(past.when)}" for past in now])
    then = (
        "Pause the test, and ask what happened before you go on."
        if tested
        else "No test has begun in these months. Ask what happened before you begin one."
    )
    said = (f"Past your trigger of {measure.trigger}%: {each}.", then)
    return Told(f"Stop and look: {measure.name}", said, stop=True)


def _past(numbers: Numbers, measure: Measured) -> Told | None:
    """Return where a count was past its trigger and a later one of its group is not: it's over, and it's not hidden."""
    found = past_trigger(numbers, measure)
    still = {past.group for past in found if past.latest}
    over = {past.group: past for past in found if past.group not in still}
    if not over:
        return None
    each = listed([f"{past.group} with {people(past.count)} in {time_in_words(past.when)}" for past in over.values()])
    return Told("It was past the trigger before", (f"{each}. The latest count isn’t past it.",))
