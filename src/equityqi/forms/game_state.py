"""What the game's form shows: plain data and sentences made from a log of play."""

from __future__ import annotations

from equityqi.game import GROUPS, IDEAS, Choices
from equityqi.game.moves import place
from equityqi.game.play import (
    Log,
    covered,
    finished,
    months_of,
    most_turns,
    read_log,
    replay,
    result_of,
    running,
    slips,
    steps_known,
)
from equityqi.game.system import CAPACITY, load_of
from equityqi.game.three_rules import marks, score
from equityqi.pictures.game import Months

NAMES = tuple(f"{group.id}: {group.name}" for group in GROUPS)
KINDS = {"shown": "as shown", "true": "as it is, nobody taken out"}


def board(log: Log, kind: str = "shown") -> Months:
    """Return what the picture shows; ``kind`` is "shown" or "true"."""
    history = replay(log).history
    seen = [month.outcome(kind) for month in history]
    steps = {name: tuple(100 * chance for chance in history[-1].steps[at]) for at, name in enumerate(NAMES)}
    return Months(
        {name: tuple(month.groups[at] for month in seen) for at, name in enumerate(NAMES)},
        tuple(month.gap for month in seen),
        tuple(month.wait for month in history),
        tuple(month.over for month in history),
        steps if steps_known(log) else None,
        KINDS[kind],
    )


def view(answer: dict) -> dict:
    """Return everything but the picture that the form shows of an answer: no effect of an idea that was not tried."""
    log = read_log(answer["game"])
    over = finished(log)
    return {
        "at": place(answer),
        "turn": len(log.turns) + 1,
        "turns": most_turns(log),
        "turn_months": log.turn_months,
        "months": "" if over else _months(months_of(log, len(log.turns))),
        "finished": over,
        "studied": bool(log.turns and log.turns[-1].studied),
        "ideas": [[idea.id, idea.name, f"{idea.effort:g}".replace("-", "−"), idea.codesign] for idea in IDEAS.values()],
        "running": running(log),
        "groups": [[group.id, name] for group, name in zip(GROUPS, NAMES, strict=True)],
        "said": result_in_words(log),
        "slips": slips_in_words(log),
        "words": log.words,
        "earlier": len(answer["earlier"]),
        "score": (
            [
                [part, f"{round(points, 1):g} of {out_of:g}" if out_of else f"{points:g}".replace("-", "−"), sentence]
                for part, points, out_of, sentence in score(log)
            ]
            if over
            else []
        ),
        "rules": [[rule.rule, rule.passed, rule.sentence] for rule in marks(answer)] if over else [],
    }


def _months(months) -> str:
    return f"month {months[0]}" if len(months) == 1 else f"months {months[0]} and {months[-1]}"


def result_in_words(log: Log) -> str:
    """Return what the last turn brought and whether its prediction held, or what to do first."""
    if not log.turns:
        return "Months 1 and 2 are your baseline. Choose what to change, write a prediction, then press Do."
    number = len(log.turns) - 1
    last, now = log.turns[number], result_of(log, number)
    held = "held" if covered(log, number) else "did not hold"
    result = now.groups["ABCD".index(last.group)]
    return (
        f"{_months(months_of(log, number)).capitalize()}: {result:.1f}% in group {last.group}. Your prediction,"
        f" {last.low:g}% to {last.high:g}%, {held}. Everyone: {now.everyone:.1f}%. Gap: {now.gap:.1f} points. Wait:"
        f" {replay(log).wait:.1f} weeks."
    )


def slips_in_words(log: Log) -> list[str]:
    """Return what the studied tests of the last turn found; nothing before they are studied.

    >>> slips_in_words(Log(seed=1))
    []
    """
    if not log.turns or not log.turns[-1].studied:
        return []
    found = slips(log, len(log.turns) - 1)
    return [
        f"“{slip.idea}”: of {slip.people} people in group {slip.group} who were offered it, {slip.completed} completed."
        for slip in found
    ] or ["Nothing ran below 100%, so there was no small test to learn from."]


def load_in_words(log: Log, changes: dict[str, int], together: str | None) -> str:
    """Return the load that a turn would bring in its first month.

    >>> load_in_words(Log(seed=1), {"pop-up": 100}, None)
    'Load would be 8 units; staff can carry 6, so 2 units too much: waits will grow.'
    """
    scales = {**running(log), **changes}
    load = load_of(Choices({id: scale / 100 for id, scale in scales.items() if scale}, together))
    if load <= CAPACITY:
        return f"Load would be {round(load, 1):g} units; staff can carry {CAPACITY}."
    over = round(load - CAPACITY, 1)
    return (
        f"Load would be {round(load, 1):g} units; staff can carry {CAPACITY}, so {over:g} unit{'s' * (over != 1)} too"
        " much: waits will grow."
    )


def table(log: Log, kind: str = "shown") -> list[list[str]]:
    """Return the board as rows of words: a head, and a row a month."""
    shown = board(log, kind)
    head = ["Month", *(f"{group.id} %" for group in GROUPS), "Gap, points", "Wait, weeks", "Overload, units"]
    rows = zip(*shown.groups.values(), shown.gap, shown.wait, shown.over, strict=False)
    return [head, *([str(number), *(f"{value:.1f}" for value in row)] for number, row in enumerate(rows, 1))]
