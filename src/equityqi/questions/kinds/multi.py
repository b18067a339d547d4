"""Some options of several."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from equityqi.html_tags import Html, join
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
from equityqi.questions.kinds.choice import key_of_models, wrong_options


@dataclass(frozen=True, kw_only=True)
class Multi(Question):
    """``model``: sets of codes, of which the nearest counts.

    ``rule``: ``f1`` (twice the codes that both have, of the codes of each), ``any`` or ``exactly``.
    """

    kind: Literal["multi"] = "multi"
    options: dict[str, str]
    rule: Literal["f1", "any", "exactly"]
    model: list[list[str]]
    wrong: dict[str, Wrong] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Multi:
        return cls(**{**data, "wrong": {code: Wrong(**wrong) for code, wrong in data["wrong"].items()}})

    def check(self) -> None:
        super().check()
        fewest(self.options, 2, "options")
        fewest(self.model, 1, "model")
        for model in self.model:
            known("model", model, self.options)
        known("wrong", self.wrong, self.options)
        helped(self.id, set(self.options) - {code for model in self.model for code in model}, self.wrong)

    def why_unreadable(self, answer: Any) -> str | None:
        return why_no_list(answer, self.options) or unknown(answer, self.options)

    def as_saved(self, value: Any) -> Any:
        if isinstance(value, (set, frozenset)):
            return [code for code in self.options if code in value] + sorted(map(str, value - set(self.options)))
        return super().as_saved(value)

    def mark(self, answer: Any, case=None, today=None) -> Mark:
        chosen, share = set(answer), self._share(set(answer))
        if share == 1:
            return Mark(self.points, 0, True, self.right)
        model = max(self.model, key=lambda model: len(chosen & set(model)))
        so_far = f"{len(chosen & set(model))} of {len(model)} found"
        for code in answer:
            if code in self.wrong and code not in model:
                wrong = self.wrong[code]
                here = (Note(code, False, "", code),)
                return Mark(self.points * share, 0, False, wrong.sentence, wrong.name, here, so_far=so_far)
        missing = len(set(model) - chosen)
        if not missing:
            sentence = "You’ve found all that fit, and one or more that don’t. Which would you take out?"
            return Mark(self.points * share, 0, False, sentence, "too-many", so_far=so_far)
        return Mark(
            self.points * share, 0, False, f"Right so far, with {missing} more to find.", "missed-one", so_far=so_far
        )

    def _share(self, chosen: set[str]) -> float:
        if self.rule == "any":
            return float(any(chosen & set(model) for model in self.model))
        if self.rule == "exactly":
            return float(any(chosen == set(model) for model in self.model))
        return max(2 * len(chosen & set(model)) / (len(chosen) + len(model)) for model in self.model)

    def in_words(self, answer: Any) -> str:
        if not isinstance(answer, list):
            return str(answer)
        return "; ".join(label_of(self.options, code) for code in answer)

    def asked_html(self):
        return [option_list(self.options.values())]

    def in_lines(self, answer: list[str]) -> str:
        return "\n".join(self.options[code] for code in answer)

    def on_paper(self) -> Html:
        return paper.ticks(self.options.values())

    def in_key(self) -> Html:
        return join((key_of_models(self), paper.what_helps(wrong_options(self))))

    def for_browser(self) -> dict[str, Any]:
        return {**super().for_browser(), "options": list(self.options.items())}


def why_no_list(answer: Any, options: dict[str, str]) -> str | None:
    """Return one sentence when an answer is no list, or holds a code twice."""
    if not isinstance(answer, list):
        return f"Please give a list of choices, such as {list(options)[:2]!r}."
    if len({str(code) for code in answer}) != len(answer):
        return "Please give each choice only once."
    return None
