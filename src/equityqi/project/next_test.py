"""The log of tests, field by field: what is typed into it, and the next test, which grows from the last one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import count

from equityqi.plain_words import as_sentences, shortened
from equityqi.project.cycle_log import JUMP
from equityqi.project.numbers import NotANumber, Numbers
from equityqi.project.parts import ACTS, PdsaCycle
from equityqi.typed_fields import read_part
from equityqi.typed_input import date, number, words

MOST_TESTS = 60
GROWS = ("question", "group", "metric", "n", "of", "who", "where", "data", "stop")  # into the next test
DECIDE = "First choose what comes next under “Act” of your latest test: adapt, adopt or abandon."


def most_people(log: Sequence[PdsaCycle], place: int) -> float | None:
    """Return with how many people a test should be at most: five times as many as the one before; None for the first.

    >>> most_people([PdsaCycle(n=3), PdsaCycle()], 1)
    15.0
    """
    before = number(log[place - 1].n) if place else None
    return None if before is None else JUMP * before


def next_test(log: Sequence[PdsaCycle], group: str = "") -> PdsaCycle:
    """Return the test after the latest one, filled in by what its "act" says. The prediction is always a new one.

    Adapt: the same plan with as many people, to change. Adopt: five times as many people, in a place to choose.
    Abandon: the group alone. The first test is for ``group``. Raises :class:`NotANumber` with a sentence where nothing
    was decided yet.

    >>> grown = next_test([PdsaCycle(name="C1", question="Do calls help?", n="3", low=1, where="Oak", act="adopt")])
    >>> grown.name, grown.question, grown.n, grown.low, grown.where
    ('C2', 'Do calls help?', '15', None, '')
    """
    if not log:
        return PdsaCycle(name="C1", group=group)
    if len(log) >= MOST_TESTS:
        raise NotANumber(f"Your log has {MOST_TESTS} tests, which is as many as it can hold.")
    last = log[-1]
    act = last.act.strip().casefold()
    if act not in ACTS:
        raise NotANumber(DECIDE)
    grown = PdsaCycle(**{name: getattr(last, name) for name in GROWS})
    if act == "abandon":
        grown = PdsaCycle(group=last.group, metric=last.metric)
    elif act == "adopt":
        most = most_people([last, grown], 1)
        wide = {name: f"{most:g}" for name in ("n", "of") if most is not None}
        grown = grown.model_copy(update={**wide, "where": ""})
    return grown.model_copy(update={"name": _next_name(last.name)})


def _next_name(name: str) -> str:
    """Return the name of the next test: C2 after C1; "" where a name isn't counted.

    >>> _next_name("Test 9"), _next_name("A call")
    ('Test 10', '')
    """
    found = re.fullmatch(r"(.*?)(\d{1,3})", name.strip())
    return f"{found[1]}{int(found[2]) + 1}" if found else ""


def with_ids(log: Sequence[PdsaCycle]) -> list[PdsaCycle]:
    """Return the log with an id for each test that has none, by its place: the same each time until it is saved.

    >>> [cycle.id for cycle in with_ids([PdsaCycle(), PdsaCycle(id="test-3"), PdsaCycle()])]
    ['test-1', 'test-3', 'test-4']
    >>> [
    ...     cycle.id for cycle in with_ids([PdsaCycle(id="test-1"), PdsaCycle(id="test-1")])
    ... ]  # a file put together by hand
    ['test-1', 'test-2']
    """
    taken, full = {cycle.id for cycle in log}, []
    for place, cycle in enumerate(log, 1):
        fresh = next(id for number in count(place) if (id := f"test-{number}") not in taken)
        known = cycle.id and all(cycle.id != other.id for other in full)
        full.append(cycle if known else cycle.model_copy(update={"id": fresh}))
        taken.add(full[-1].id)
    return full


def with_typed(log: Sequence[PdsaCycle], typed: Mapping[tuple[str, str], str]) -> tuple[list[PdsaCycle], list[str]]:
    """Return the log with what was typed, by the id of the test and the name of the field, and the texts of tests that
    aren't in it.

    >>> log, homeless = with_typed([PdsaCycle(id="a")], {("a", "learning"): "Ring after six.", ("b", "name"): "C2"})
    >>> log[0].learning, homeless
    ('Ring after six.', ['C2'])
    """
    rows, homeless = {cycle.id: cycle.model_dump() for cycle in log}, []
    for (id, field), text in typed.items():
        if id in rows and field in PdsaCycle.model_fields:
            rows[id][field] = text
        else:
            homeless.append(text)
    return [read_part(PdsaCycle, row) for row in rows.values()], homeless


def with_log(numbers: Numbers, log: Sequence[PdsaCycle]) -> Numbers:
    """Return the numbers with a log that is the team's own from now on."""
    return numbers.model_copy(update={"cycles": list(log), "own_log": True})


def dated(log: Sequence[PdsaCycle], near: dt.date) -> list[PdsaCycle]:
    """Return the log with the year that each day without one lacks, so that it stays the same day as the numbers grow.

    A test runs within nine months of the one before it, the first one of ``near``, the day of the session; or it was up
    to three months earlier.

    >>> dated([PdsaCycle(start="7 December", end="11 January")], dt.date(2026, 7, 1))[0].end
    '11 January 2027'
    """
    full = []
    for cycle in log:
        around, years = near + dt.timedelta(days=90), {}
        for name in ("start", "end"):
            text = getattr(cycle, name).strip()
            day = date(text, around)
            if day and not date(text):
                years[name] = f"{text} {day.year}"
            around = near = day or near
        full.append(cycle.model_copy(update=years))
    return full


def with_tests(numbers: Numbers, planned: Sequence[PdsaCycle], near: dt.date) -> Numbers:
    """Return the numbers with the log of tests: the team's own, or until it has one the tests ``planned`` in the
    exercises, with those that came in a file; each is there once. ``near``: see :func:`dated`.
    """
    if numbers.own_log:
        return numbers.model_copy(update={"cycles": dated(numbers.cycles, near)})
    known = {tuple(words(text)) for cycle in planned for text in (cycle.name, cycle.question)} - {()}
    came = [one for one in numbers.cycles if not known & {tuple(words(one.name)), tuple(words(one.question))}]
    return numbers.model_copy(update={"cycles": dated([*came, *planned], near)})


def predicted_and_seen(cycles: Sequence[PdsaCycle]) -> list[tuple[str, str, str]]:
    """Return test, prediction and what happened of each test, in words.

    >>> cycle = PdsaCycle(name="A call", low=2, high=3, of=5, observed=1, observed_of=5)
    >>> predicted_and_seen([cycle])
    [('A call', '2 to 3 of 5', '1 of 5: fewer than predicted')]
    """
    rows = []
    for place, cycle in enumerate(cycles, 1):
        low, high, seen = (number(value) for value in (cycle.low, cycle.high, cycle.observed))
        of, seen_of = (number(value) for value in (cycle.of or cycle.n, cycle.observed_of or cycle.of or cycle.n))
        guess = "No prediction" if low is None or high is None else f"{low:g} to {high:g}{f' of {of:g}' if of else ''}"
        if seen is None:
            happened = "Not counted yet"
        else:
            happened = f"{seen:g}{f' of {seen_of:g}' if seen_of else ''}"
            if low is not None and high is not None:
                how = "fewer than predicted" if seen < low else "more than predicted" if seen > high else "as predicted"
                happened += f": {how}"
        rows.append((cycle.name or cycle.question or f"Test {place}", guess, happened))
    return rows


def in_one_line(cycle: PdsaCycle, place: int) -> str:
    """Return a test in one line: its name or question, what was predicted and what happened.

    >>> in_one_line(PdsaCycle(name="A call", low=2, high=3, of=5, observed=1, observed_of=5), 0)
    'A call. Predicted 2 to 3 of 5. What happened: 1 of 5, fewer than predicted.'
    """
    ((_, guess, happened),) = predicted_and_seen([cycle])
    called = shortened(": ".join(filter(None, (cycle.name, cycle.question))) or f"Test {place + 1}", 120)
    said = "No prediction yet" if guess == "No prediction" else f"Predicted {guess}"
    seen = "Not counted yet" if cycle.observed in (None, "") else f"What happened: {happened.replace(': ', ', ')}"
    return as_sentences(called, said, seen)
