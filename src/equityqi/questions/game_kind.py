"""The kind of question whose answer is a game of *Close the Gap*: its shape, its words and its marks."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from equityqi.questions.plan_kinds import QuestionBase


class Game(QuestionBase):
    """A question that is played. ``model``: answers that earn all points, each with its game and earlier games."""

    kind: Literal["game"]
    model: list[dict[str, Any]] = Field(min_length=1)

    @model_validator(mode="after")
    def _models_pass(self):
        from equityqi.game.three_rules import marks

        for answer in self.model:
            if missed := [rule.sentence for rule in marks(answer) if not rule.passed]:
                raise ValueError(f"a model game does not earn all points: {missed[0]}")
        return self


def game_problem(answer: Any) -> str | None:
    """Return one sentence when an answer holds no game that can be played again, else None."""
    from equityqi.game.play import Refused
    from equityqi.game.three_rules import counted

    try:
        counted(answer)
    except Refused as refused:
        return str(refused)
    return None


def mark_game(question: Game, answer: Any):
    """Mark the last finished game by the three rules; each is worth a third of the points."""
    from equityqi.game.three_rules import marks
    from equityqi.questions.mark import Mark, Note

    rules = marks(answer)
    missed = [rule for rule in rules if not rule.passed]
    notes = tuple(Note(rule.rule, rule.passed, rule.sentence) for rule in rules)
    points = question.points * (len(rules) - len(missed)) / len(rules)
    return Mark(
        points,
        0,
        not missed,
        missed[0].sentence if missed else question.right,
        missed[0].rule if missed else None,
        notes,
    )


def game_in_words(answer: Any) -> str:
    """Return how far the game that counts is, and what it brought, as a sentence without its full stop.

    >>> game_in_words({"game": {"schema": 1, "seed": 7}, "earlier": []})
    '0 of 5 turns played'
    """
    from equityqi.game.play import Refused, finished, most_turns, replay
    from equityqi.game.system import before
    from equityqi.game.three_rules import counted, score

    try:
        log = counted(answer)
    except Refused as refused:
        return str(refused).rstrip(".")
    said = f"{len(log.turns)} of {most_turns(log)} turns played"
    if not finished(log):
        return said
    now = replay(log).history[-1].outcome("chance")
    total = score(log)[-1][1]
    return (
        f"{said}; by the model's chances the gap went from {before().gap:.1f} to {now.gap:.1f} points; score"
        f" {total:.0f} of 100"
    )
