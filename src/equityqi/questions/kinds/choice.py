"""One option of several."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from equityqi.html_tags import Html, join, tag
from equityqi.plain_words import as_sentences
from equityqi.questions.kinds import paper
from equityqi.questions.kinds.base import (
    Mark,
    Note,
    Question,
    Wrong,
    fewest,
    helped,
    known,
    label_of,
    option_list,
    unknown,
)


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """``model``: the codes that earn all points; ``shares``: codes that earn a share of them."""

    kind: Literal["choice"] = "choice"
    options: dict[str, str]
    model: list[str]
    shares: dict[str, float] = field(default_factory=dict)
    wrong: dict[str, Wrong] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Choice:
        return cls(**{**data, "wrong": {code: Wrong(**wrong) for code, wrong in data["wrong"].items()}})

    def check(self) -> None:
        super().check()
        fewest(self.options, 2, "options")
        fewest(self.model, 1, "model")
        known("model", self.model, self.options)
        known("shares", self.shares, self.options)
        known("wrong", self.wrong, self.options)
        helped(f"{self.id}", set(self.options) - set(self.model), self.wrong)

    def why_unreadable(self, answer: Any) -> str | None:
        return unknown([answer], self.options)

    def mark(self, answer: Any, case=None, today=None) -> Mark:
        if answer in self.model:
            return Mark(self.points, 0, True, self.right)
        wrong = self.wrong[answer]
        here = (Note(answer, False, "", answer),)
        return Mark(self.points * self.shares.get(answer, 0), 0, False, wrong.sentence, wrong.name, here)

    def in_words(self, answer: Any) -> str:
        return label_of(self.options, answer)

    def asked_html(self):
        return [option_list(self.options.values())]

    def on_paper(self) -> Html:
        return join((tag("p", "Tick one."), paper.ticks(self.options.values())))

    def in_key(self) -> Html:
        part = [f"Earns {share:.0%} of the marks: {self.options[code]}" for code, share in self.shares.items()]
        return join((key_of_models(self), paper.what_helps([*part, *wrong_options(self)])))

    def for_browser(self) -> dict[str, Any]:
        return {**super().for_browser(), "options": list(self.options.items())}


def key_of_models(question) -> Html:
    """Return the good answers of a question with options, one after the other."""
    models = (f"{'Or: ' if place else ''}{question.in_words(model)}" for place, model in enumerate(question.model))
    return paper.good_answer(as_sentences(*models), question.right)


def wrong_options(question) -> list[str]:
    """Return the sentence for each wrong option, with its label."""
    return [f"“{question.options[code]}”: {wrong.sentence}" for code, wrong in question.wrong.items()]
