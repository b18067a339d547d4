"""A game of *Close the Gap*: the answer is its log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from equityqi.html_tags import Html, join, tag
from equityqi.questions.kinds import paper
from equityqi.questions.kinds.base import Mark, Note, Question, fewest


@dataclass(frozen=True, kw_only=True)
class Game(Question):
    """``model``: answers that earn all points, each with its game and earlier games.

    The last finished game is marked by three rules, each worth a third of the points.
    """

    kind: Literal["game"] = "game"
    model: list[dict[str, Any]]

    def check(self) -> None:
        from equityqi.game.three_rules import marks  # lazy: the game's model needs numpy, 0.1 s

        super().check()
        fewest(self.model, 1, "model")
        for answer in self.model:
            if missed := [rule.sentence for rule in marks(answer) if not rule.passed]:
                raise ValueError(f"a model game does not earn all points: {missed[0]}")

    def why_unreadable(self, answer: Any) -> str | None:
        from equityqi.game.play import Refused  # lazy: the game's model needs numpy, 0.1 s
        from equityqi.game.three_rules import counted  # lazy: the game's model needs numpy, 0.1 s

        try:
            counted(answer)
        except Refused as refused:
            return str(refused)
        return None

    def mark(self, answer: Any, case=None, today=None) -> Mark:
        from equityqi.game.three_rules import marks  # lazy: the game's model needs numpy, 0.1 s

        rules = marks(answer)
        missed = [rule for rule in rules if not rule.passed]
        notes = tuple(Note(rule.rule, rule.passed, rule.sentence) for rule in rules)
        points = self.points * (len(rules) - len(missed)) / len(rules)
        sentence = missed[0].sentence if missed else self.right
        return Mark(points, 0, not missed, sentence, missed[0].rule if missed else None, notes)

    def on_paper(self) -> Html:
        how = "Play it with the sheets of “Close the Gap: the game on paper”. Then write your score."
        return join((tag("p", how), tag("p", "Score: ", paper.BLANK, " of 100")))

    def in_key(self) -> Html:
        return paper.key_of_plans(self)

    def in_words(self, answer: Any) -> str:
        """Return how far the game that counts is, and what it brought, as a sentence without its full stop.

        >>> question = Game(id="play", prompt="Play.", points=3, model=[])
        >>> question.in_words({"game": {"schema": 1, "seed": 7}, "earlier": []})
        '0 of 5 turns played'
        """
        from equityqi.game.play import Refused, finished, most_turns, replay  # lazy: needs numpy, 0.1 s
        from equityqi.game.system import before  # lazy: the game's model needs numpy, 0.1 s
        from equityqi.game.three_rules import counted, score  # lazy: the game's model needs numpy, 0.1 s

        try:
            log = counted(answer)
        except Refused as refused:
            return str(refused).rstrip(".")
        played = f"{len(log.turns)} of {most_turns(log)} turns played"
        if not finished(log):
            return played
        now = replay(log).history[-1].outcome("chance")
        gap = f"by the model's chances the gap went from {before().gap:.1f} to {now.gap:.1f} points"
        return f"{played}; {gap}; score {score(log)[-1][1]:.0f} of 100"
