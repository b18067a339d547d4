"""What a game says while it is played: results, small tests, staff time, and the gap of each turn."""

from __future__ import annotations

from equityqi.game.groups_and_ideas import GROUPS
from equityqi.game.play import Log, covered, months_of, played, replay, result_of, running, slips
from equityqi.game.system import BASELINE, CAPACITY, Choices, load_of, outcome

NAMES = tuple(f"{group.id}: {group.name}" for group in GROUPS)


def gaps(log: Log, kind: str = "shown") -> list[tuple[str, float]]:
    """Return the gap of each turn so far, the baseline first: its months together.

    >>> [(months, round(gap, 1)) for months, gap in gaps(Log(seed=1))]
    [('1–2', 48.2)]
    """
    turns = [replay(log).history[:BASELINE], *(played(log, turn) for turn in range(len(log.turns)))]
    return [(short([month.number for month in months]), outcome(months, kind).gap) for months in turns]


def short(months) -> str:
    """Return the months of a turn as figures.

    >>> short(range(3, 5)), short([7])
    ('3–4', '7')
    """
    return f"{months[0]}" if len(months) == 1 else f"{months[0]}–{months[-1]}"


def long(months) -> str:
    """Return the months of a turn in words.

    >>> long(range(3, 5)), long([7])
    ('months 3 and 4', 'month 7')
    """
    return f"month {months[0]}" if len(months) == 1 else f"months {months[0]} and {months[-1]}"


def figure(value: float) -> str:
    """Return a figure of the game with one decimal and a true minus.

    >>> figure(-3.14)
    '−3.1'
    """
    return f"{value:.1f}".replace("-", "−")


def result_in_words(log: Log) -> list[str]:
    """Return whether the last prediction held, what the turn brought and how everyone did; or what to do first."""
    if not log.turns:
        return [
            "Here’s where you start.",
            "Months 1 and 2 show how things were before you changed anything. Choose what to change, and predict what"
            " it will do.",
        ]
    number = len(log.turns) - 1
    last, now = log.turns[number], result_of(log, number)
    held = "Your prediction held." if covered(log, number) else "Your prediction didn’t hold."
    result = now.groups["ABCD".index(last.group)]
    return [
        held,
        f"Group {last.group} reached {result:.1f}% in {long(months_of(log, number))}. You said {last.low:g}% to"
        f" {last.high:g}%.",
        f"Everyone together: {now.everyone:.1f}%. People wait {replay(log).wait:.1f} weeks.",
    ]


def slips_in_words(log: Log) -> list[str]:
    """Return what the studied tests of the last turn found, first of whom; nothing before they are studied.

    >>> slips_in_words(Log(seed=1))
    []
    """
    if not log.turns or not log.turns[-1].studied:
        return []
    if not (found := slips(log, len(log.turns) - 1)):
        return ["You didn’t run a small or wider test, so there’s nothing to learn from yet."]
    return [
        f"How many people in group {found[0].group} completed, of those you offered it to (a hint, not proof):",
        *(f"{slip.idea}: {slip.completed} of {slip.people}" for slip in found),
    ]


def units_of(log: Log, changes: dict[str, int], together: str | None) -> float:
    """Return the staff time that a turn would take in its first month, in units."""
    scales = {**running(log), **changes}
    return load_of(Choices({id: scale / 100 for id, scale in scales.items() if scale}, together))


def staff_time_in_words(units: float) -> str:
    """Return whether staff can do so much.

    >>> staff_time_in_words(5.275), staff_time_in_words(6.04)
    ('5.3 of 6 units. Your staff can do this.', '6.1 of 6 units. That’s 0.1 too much, so waits will grow.')
    """
    over = round(units - CAPACITY, 1) if units - CAPACITY >= 0.1 else 0.1
    if units <= CAPACITY + 1e-9:
        return f"{round(units, 1):g} of {CAPACITY} units. Your staff can do this."
    return f"{CAPACITY + over:g} of {CAPACITY} units. That’s {over:g} too much, so waits will grow."


def table(log: Log, kind: str = "shown") -> list[list[str]]:
    """Return the picture as rows of words: a head, and a row a month."""
    history = replay(log).history
    head = ["Month", *(f"{group.id}, %" for group in GROUPS), "Wait, weeks", "Staff time above 6, units"]
    rows = [(*month.outcome(kind).groups, month.wait, month.over) for month in history]
    return [head, *([str(number), *map(figure, row)] for number, row in enumerate(rows, 1))]
