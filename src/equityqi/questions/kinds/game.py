"""A game of *Close the Gap*: the answer is its log."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal

from equityqi.html_tags import Html, bullets, join, table_of, tag
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
        super().check()
        fewest(self.model, 1, "model")
        for answer in self.model:
            if missed := [rule.sentence for rule in _rules().marks(answer) if not rule.passed]:
                raise ValueError(f"a model game does not earn all points: {missed[0]}")

    def why_unreadable(self, answer: Any) -> str | None:
        return _rules().why_refused(answer)

    def mark(self, answer: Any, case=None, today=None) -> Mark:
        rules = _rules().marks(answer)
        missed = [rule for rule in rules if not rule.passed]
        notes = tuple(Note(rule.rule, rule.passed, rule.sentence) for rule in rules)
        points = self.points * (len(rules) - len(missed)) / len(rules)
        sentence = missed[0].sentence if missed else self.right
        return Mark(points, 0, not missed, sentence, missed[0].rule if missed else None, notes)

    def answer_html(self, answer: Any) -> Html:
        """Return the board without its buttons: the picture, the gap of each turn, what came of the last, the cards."""
        from equityqi.game.view import lanes_in_words, view  # lazy: the rules of play need pydantic, 0.1 s

        log = _rules().counted(answer)
        seen, begun = view({"game": log.to_json(), "earlier": []}), len(answer["game"].get("turns") or [])
        gaps = [(months, gap) for months, gap in seen["strip"] if gap and gap != "next"]
        caption = "The gap: D minus A and B together, in percentage points"
        letters = "; ".join(f"{letter} {words}" for letter, words in seen["groups"])
        unfinished = begun < len(log.turns)
        parts = [
            tag("p", f"{self.in_words(answer)}."),
            seen["picture"],
            tag("p", f"Reviews completed, in per cent, month by month. {letters}."),
            table_of(caption, ["Months", *(months for months, _ in gaps)], [["Gap", *(gap for _, gap in gaps)]]),
            tag("p", " ".join(seen["result"])),
            bullets(lanes_in_words(log)),
            [tag("p", line) for line in seen.get("luck", [])],
            tag("p", f"In your own words: {log.words}") if log.words else None,
            tag("p", f"Another game is under way, with {begun} turns played.") if unfinished else None,
        ]
        return join(parts)

    def on_paper(self) -> Html:
        how = "Play it with the sheets of “Close the Gap: the game on paper”. Then write your score."
        return join((tag("p", how), tag("p", "Score: ", paper.BLANK, " of 100")))

    def in_key(self) -> Html:
        return paper.key_of_plans(self)

    def in_words(self, answer: Any) -> str:
        return _rules().in_words(answer)


def _rules() -> ModuleType:
    from equityqi.game import three_rules  # lazy: the rules of play need pydantic, 0.1 s

    return three_rules
