"""A number with its unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from equityqi.html_tags import Html, join, tag
from equityqi.plain_words import listed
from equityqi.questions.kinds import paper
from equityqi.questions.kinds.base import Mark, Note, Question, Wrong, fewest, least
from equityqi.typed_input import number as read_number

NEARLY = "nearly"
CLOSE = 0.06  # a number rounded too far is nearly right only within this share of the right one


@dataclass(frozen=True)
class WrongNumber(Wrong):
    """A likely wrong number; it may earn a part of the points."""

    answer: float
    tolerance: float = 0.0
    points: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """``model``: the right values; as far off as ``tolerance`` counts as right.

    >>> years = Number(id="gap", prompt="How wide?", points=1, unit="years", model=[8.7], tolerance=0.05)
    >>> years.mark("8,7 years").passed, years.in_words(8.7)
    (True, '8.7 years')
    """

    kind: Literal["number"] = "number"
    unit: str
    model: list[float]
    tolerance: float
    wrong: list[WrongNumber] = field(default_factory=list)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Number:
        return cls(**{**data, "wrong": [WrongNumber(**wrong) for wrong in data["wrong"]]})

    def check(self) -> None:
        super().check()
        fewest(self.model, 1, "model")
        least(self.tolerance, 0, "tolerance")
        for wrong in self.wrong:
            if not 0 <= wrong.points <= self.points:
                raise ValueError(
                    f"the wrong answer {wrong.answer:g} has {wrong.points:g} points,"
                    f" but the question has {self.points:g}"
                )
            if any(abs(wrong.answer - right) <= self.tolerance for right in self.model):
                raise ValueError(f"the wrong answer {wrong.answer:g} counts as right, with this tolerance")

    def why_unreadable(self, answer: Any) -> str | None:
        return None if read_number(answer) is not None else "Please type a number, such as 12.5."

    def as_saved(self, value: Any) -> Any:
        number = read_number(value)
        return value if number is None else number

    def mark(self, answer: Any, case=None, today=None) -> Mark:
        value = read_number(answer)
        assert value is not None
        if any(_near(value, model, self.tolerance) for model in self.model):
            return Mark(self.points, 0, True, self.right)
        nearly = next(filter(None, (self._missing(value, model) for model in self.model)), None)
        here = (Note(NEARLY, False, nearly),) if nearly else ()
        for wrong in self.wrong:
            if _near(value, wrong.answer, wrong.tolerance):
                return Mark(wrong.points, 0, False, wrong.sentence, wrong.name, here)
        if nearly:
            return Mark(0.0, 0, False, f"You’re nearly there. {nearly}", NEARLY, here)
        direction = "too large" if value > max(self.model) else "too small" if value < min(self.model) else "not it"
        return Mark(
            0.0,
            0,
            False,
            f"{value:g} is {direction}. It’s easy to slip in a sum, so go through it once more, step by step.",
        )

    def _missing(self, value: float, model: float) -> str | None:
        """Return what a nearly right number lacks, without saying the right one; None where it is further off."""
        places = next((place for place in range(9) if _near(round(model, place), model, self.tolerance)), 0)
        rounded = any(_near(value, round(model, fewer), 0) for fewer in range(places))
        if rounded and _near(value, model, CLOSE * abs(model)):
            return "Give it to one decimal place." if places == 1 else f"Give it to {places} decimal places."
        share = self.unit.startswith(("%", "per cent", "points", "percentage"))
        if share and _near(100 * value, model, self.tolerance):
            return "That’s a share of 1. Give it in per cent: a half would be 50."
        if self.unit.startswith("times") and _near(value, 100 * model, 100 * self.tolerance):
            return "That’s in per cent. Give it as a number of times: 50% would be 0.5."
        if abs(model) >= 1000 and _near(1000 * value, model, self.tolerance):
            return "That reads as a decimal. Write thousands with a comma, such as 2,000, or without one."
        return None

    def in_words(self, answer: Any) -> str:
        value = read_number(answer) if isinstance(answer, (int, float)) else None
        return str(answer) if value is None else f"{value:g} {self.unit}"

    def asked_html(self):
        return [tag("p", f"A number, in {self.unit.removeprefix('in ')}.")]

    def on_paper(self) -> Html:
        return tag("p", "Answer: ", paper.BLANK, f" {self.unit}")

    def in_key(self) -> Html:
        values = listed((f"{value:g}" for value in self.model), "or")
        right = paper.good_answer(f"{values} {self.unit}{_give_or_take(self)}.", self.right)
        helps = (f"{wrong.answer:g}{_give_or_take(wrong)}: {wrong.sentence}" for wrong in self.wrong)
        return join((right, paper.what_helps(helps)))

    def for_browser(self) -> dict[str, Any]:
        return {**super().for_browser(), "unit": self.unit}


def _near(value: float, target: float, tolerance: float) -> bool:
    return abs(value - target) <= tolerance + 1e-9


def _give_or_take(number: Number | WrongNumber) -> str:
    return f", give or take {number.tolerance:g}" if number.tolerance else ""
