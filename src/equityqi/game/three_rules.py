"""How a log of play is judged: the points for learning, and the three rules of the marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from equityqi.game import scores
from equityqi.game.play import WIDEST, Log, Refused, covered, finished, most_turns, read_log, replay, running
from equityqi.game.system import before

PREDICTIONS, SMALL_TESTS, REASON, DIFFERENT = 4, 2, 40, 20  # the last two are words
EACH_PREDICTION, EACH_TEST, COVERAGE = 2.5, 5, 5  # points


@dataclass(frozen=True)
class Rule:
    """One rule of the marks, whether it is met, and a sentence for the learner."""

    rule: str
    passed: bool
    sentence: str


def small_tests(log: Log) -> int:
    """Return how many small tests were studied before anything ran at full scale."""
    found = 0
    for number, turn in enumerate(log.turns, 1):
        scales = running(log.model_copy(update={"turns": log.turns[:number]}))
        if 100 in scales.values():
            break
        found += turn.studied * len(scales)
    return found


def learning(log: Log) -> list[scores.Part]:
    """Return the parts of the score for learning: predictions, studied small tests, and how often intervals held."""
    predictions, tests = len(log.turns), small_tests(log)
    inside = sum(covered(log, turn) for turn in range(predictions))
    honest = predictions >= PREDICTIONS and 0.5 <= inside / predictions <= 0.9
    return [
        (
            "Predictions",
            min(10.0, EACH_PREDICTION * predictions),
            10,
            f"You made {_of(predictions, 'prediction')}. Each one earns 2.5, up to 10.",
        ),
        (
            "Small tests",
            float(EACH_TEST * min(SMALL_TESTS, tests)),
            10,
            f"You studied {_of(tests, 'small test')} before anything ran for everyone. The first two earn 5 each.",
        ),
        (
            "Honest intervals",
            float(COVERAGE * honest),
            COVERAGE,
            (
                f"You were right in {inside} of {_of(predictions, 'prediction')}. If that’s at least half and at most"
                " nine in ten, you get 5: you weren’t too careful, and you weren’t too sure."
            ),
        ),
    ]


def score(log: Log) -> list[scores.Part]:
    """Return the parts of the whole score of a log, 100 points: by the model's chances, and for learning; the last is
    the total.
    """
    return scores.parts(replay(log), learning(log))


def counted(answer) -> Log:
    """Return the log of an answer that counts: the last finished game, or the one under way.

    ``answer``: ``{"game": log, "earlier": [log, ...]}``. Raises :class:`Refused` with a sentence.
    """
    if (
        not isinstance(answer, dict)
        or set(answer) - {"game", "earlier"}
        or not isinstance(answer.get("earlier", []), list)
    ):
        raise Refused("We can’t read this game. Start a new one.")
    game = read_log(answer.get("game"))
    return next((log for log in (game, *map(read_log, reversed(answer.get("earlier", [])))) if finished(log)), game)


def marks(answer) -> list[Rule]:
    """Judge an answer by the three rules; whatever the answer is, rules come back and nothing is raised.

    >>> [rule.passed for rule in marks(None)]
    [False, False, False]
    """
    try:
        log = counted(answer)
    except Refused as refused:
        return [Rule(name, False, str(refused)) for name in ("predictions", "small tests", "outcome")]
    predictions, tests = len(log.turns), small_tests(log)  # a log with a wider interval could not be read
    return [
        Rule(
            "predictions",
            predictions >= PREDICTIONS,
            _enough(
                "made", predictions, PREDICTIONS, "prediction", f"Each one needs two numbers, at most {WIDEST} apart."
            ),
        ),
        Rule(
            "small tests",
            tests >= SMALL_TESTS,
            _enough(
                "studied",
                tests,
                SMALL_TESTS,
                "small test",
                "Run ideas as a small or wider test, and study them before any idea runs for everyone.",
            ),
        ),
        _outcome(log),
    ]


def _outcome(log: Log) -> Rule:
    if not finished(log):
        return Rule(
            "outcome", False, f"You’ve played {len(log.turns)} of {most_turns(log)} turns. Play on to month 12."
        )
    state = replay(log)
    now = state.history[-1].outcome("chance")
    worse = scores.worse_groups(now)
    result = (
        f"Without luck, the gap went from {before().gap:.1f} to {now.gap:.1f} percentage points, and {_worse(worse)}."
    )
    if scores.outcome_met(state):
        return Rule("outcome", True, result)
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", log.words.lower())
    if len(words) >= REASON and len(set(words)) >= DIFFERENT:
        return Rule("outcome", True, f"{result} You explained why.")
    return Rule(
        "outcome",
        False,
        f"{result} Why didn’t it get 5 narrower with no group more than 2 worse? Say so in at least {REASON} words,"
        f" {DIFFERENT} of them different. So far you have {len(words)} words, {len(set(words))} of them different.",
    )


def _worse(groups: list[str]) -> str:
    return (
        f"group {' and '.join(groups)} ended more than 2 percentage points worse"
        if groups
        else "no group ended more than 2 percentage points worse"
    )


def _enough(done: str, found: int, needed: int, what: str, more: str) -> str:
    return (
        f"You {done} {_of(found, what)}, and you needed {needed}."
        if found >= needed
        else f"You’ve {done} {_of(found, what)} so far, and you need at least {needed}. {more}"
    )


def _of(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def why_refused(answer: Any) -> str | None:
    """Return one sentence when an answer is no game that can be played on, else None."""
    try:
        counted(answer)
    except Refused as refused:
        return str(refused)
    return None


def in_words(answer: Any) -> str:
    """Return how far the game that counts is, and what it brought, as a sentence without its full stop.

    >>> in_words({"game": {"schema": 1, "seed": 7}, "earlier": []})
    '0 of 5 turns played'
    """
    try:
        log = counted(answer)
    except Refused as refused:
        return str(refused).rstrip(".")
    played = f"{len(log.turns)} of {most_turns(log)} turns played"
    if not finished(log):
        return played
    now = replay(log).history[-1].outcome("chance")
    gap = f"without luck, the gap went from {before().gap:.1f} to {now.gap:.1f} percentage points"
    return f"{played}; {gap}; score {score(log)[-1][1]:.0f} of 100"
