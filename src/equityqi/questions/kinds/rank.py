"""All options in an order."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

from equityqi.html_tags import Html, bullets, join, table_of
from equityqi.plain_words import listed
from equityqi.questions.kinds import paper
from equityqi.questions.kinds.base import (
    BadPart,
    Mark,
    Note,
    Question,
    Wrong,
    fewest,
    known,
    label_of,
    option_list,
    unknown,
)
from equityqi.questions.kinds.multi import why_no_list


@dataclass(frozen=True)
class WrongOrder(Wrong):
    """Said when the card ``above`` was put before the card ``below``, which should come first."""

    above: str
    below: str


@dataclass(frozen=True, kw_only=True)
class Rank(Question):
    """``tiers``: the codes from first to last; within one tier the order is free.

    Points go by the share of pairs of different tiers that are in the right order; ``pass_share`` of them passes.
    """

    kind: Literal["rank"] = "rank"
    options: dict[str, str]
    tiers: list[list[str]]
    pass_share: float = 0.8
    wrong: list[WrongOrder] = field(default_factory=list)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Rank:
        return cls(**{**data, "wrong": [WrongOrder(**wrong) for wrong in data["wrong"]]})

    def check(self) -> None:
        super().check()
        fewest(self.options, 2, "options")
        fewest(self.tiers, 2, "tiers")
        for place, tier in enumerate(self.tiers):
            fewest(tier, 1, "tiers", place)
        if not 0 < self.pass_share <= 1:
            bound = "greater than 0" if self.pass_share <= 0 else "less than or equal to 1"
            raise BadPart(f"Input should be {bound}", "pass_share")
        ranked = [code for tier in self.tiers for code in tier]
        if sorted(ranked) != sorted(self.options):
            raise ValueError("tiers must hold each option once")
        for order in self.wrong:
            known("wrong", [order.above, order.below], self.options)

    def why_unreadable(self, answer: Any) -> str | None:
        if problem := why_no_list(answer, self.options) or unknown(answer, self.options):
            return problem
        if len(answer) != len(self.options):
            return f"Please put all {len(self.options)} cards in order. You’ve placed {len(answer)} so far."
        return None

    def mark(self, answer: Any, case=None, today=None) -> Mark:
        tier = {code: place for place, codes in enumerate(self.tiers) for code in codes}
        pairs = [(a, b) for a, b in combinations(answer, 2) if tier[a] != tier[b]]
        share = sum(tier[a] < tier[b] for a, b in pairs) / len(pairs)
        passed = share >= self.pass_share - 1e-9
        if share == 1:
            return Mark(self.points, 0, True, self.right)
        place = {code: index for index, code in enumerate(answer)}
        for order in self.wrong:
            if place[order.above] < place[order.below]:
                here = (Note(order.above, False, "", order.above),)
                return Mark(self.points * share, 0, passed, order.sentence, order.name, here)
        above, below = next((a, b) for a, b in pairs if tier[a] > tier[b])
        sentence = (
            f"Compare two cards again. You put “{self.options[above]}” above “{self.options[below]}”."
            " Which of the two is stronger?"
        )
        return Mark(self.points * share, 0, passed, sentence, "order", (Note(above, False, "", above),))

    def in_words(self, answer: Any) -> str:
        if not isinstance(answer, list):
            return str(answer)
        return ", then ".join(label_of(self.options, code) for code in answer)

    def asked_html(self):
        return [option_list(self.options.values())]

    def in_lines(self, answer: list[str]) -> str:
        return "\n".join(f"{place}. {self.options[code]}" for place, code in enumerate(answer, 1))

    def on_paper(self) -> Html:
        rows = [(label, "") for label in self.options.values()]
        return table_of("Your order", ("Card", f"Place, from 1 to {len(rows)}"), rows)

    def cards(self) -> list[str]:
        return list(self.options.values())

    def in_key(self) -> Html:
        tiers = bullets(
            f"{place}. {listed(self.options[code] for code in tier)}" for place, tier in enumerate(self.tiers, 1)
        )
        orders = [
            f"“{self.options[order.above]}” above “{self.options[order.below]}”: {order.sentence}"
            for order in self.wrong
        ]
        right = paper.good_answer("these, first to last. Cards on the same line can come in any order.", self.right)
        return join((right, tiers, paper.what_helps(orders)))

    def for_browser(self) -> dict[str, Any]:
        return {**super().for_browser(), "options": list(self.options.items())}

    def model_answer(self) -> list[str]:
        return [code for tier in self.tiers for code in tier]
