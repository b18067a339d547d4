"""Cards, each put under one of the same options; some ask a second question."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Literal

from equityqi.html_tags import Html, bullets, join, table_of, tag
from equityqi.plain_words import listed
from equityqi.questions.kinds import paper
from equityqi.questions.kinds.base import (
    FromYaml,
    Mark,
    Note,
    Question,
    Wrong,
    fewest,
    helped,
    known,
    label_of,
    unknown,
)


@dataclass(frozen=True)
class FollowUp(FromYaml):
    """A second question on each item of a sort, asked always or after certain options only."""

    prompt: str
    options: dict[str, str]
    points: float
    sentence: str
    after: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Item(FromYaml):
    """One card of a sort. ``model``: the options that earn all of its points."""

    text: str
    model: list[str]
    why: str
    shares: dict[str, float] = field(default_factory=dict)
    then: list[str] = field(default_factory=list)
    wrong: dict[str, Wrong] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Item:
        """Return the item that :func:`dataclasses.asdict` made ``data`` of."""
        return cls(**{**data, "wrong": {code: Wrong(**wrong) for code, wrong in data["wrong"].items()}})


@dataclass(frozen=True, kw_only=True)
class Sort(Question):
    """Each card earns ``item_points``, a second question its own; ``pass_points`` or ``pass_labels`` passes.

    ``pass_uses``: an answer passes only if it uses so many of the options, so that nobody passes without deciding.
    """

    kind: Literal["sort"] = "sort"
    options: dict[str, str]
    items: dict[str, Item]
    item_points: float = 1.0
    pass_points: float | None = None
    pass_labels: int | None = None
    pass_uses: int = 1
    then: FollowUp | None = None
    wrong: dict[str, Wrong] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Sort:
        return cls(
            **{
                **data,
                "items": {key: Item.from_data(item) for key, item in data["items"].items()},
                "then": FollowUp(**data["then"]) if data["then"] else None,
                "wrong": {code: Wrong(**wrong) for code, wrong in data["wrong"].items()},
            }
        )

    def check(self) -> None:
        super().check()
        fewest(self.options, 2, "options")
        fewest(self.items, 1, "items")
        known("wrong", self.wrong, self.options)
        for key, item in self.items.items():
            fewest(item.model, 1, "items", key, "model")
            for name in ("model", "shares", "wrong"):
                known(f"{name} of item {key}", getattr(item, name), self.options)
            known(f"then of item {key}", item.then, self.then.options if self.then else {})
            helped(f"item {key}", set(self.options) - set(item.model), {**self.wrong, **item.wrong})
        if (self.pass_points is None) == (self.pass_labels is None):
            raise ValueError("a sort needs either pass_points or pass_labels")
        if self.points not in (0, self.full_points()):
            raise ValueError(f"its points are {self.points:g}, but its items add up to {self.full_points():g}")

    def full_points(self) -> float:
        """Return the points of all items and second questions; a right option that leads to none earns them too."""
        return sum(
            self.item_points + (self.then.points if self.then and item.then else 0) for item in self.items.values()
        )

    def why_unreadable(self, answer: Any) -> str | None:
        if not isinstance(answer, dict):
            example = {next(iter(self.items)): next(iter(self.options))}
            return f"Please give each card its choice, such as {example}."
        for key, given in answer.items():
            if key not in self.items:
                return f"{key!r} is not one of the cards: {', '.join(self.items)}."
            label, second = split(given)
            problem = unknown([label], self.options)
            if not problem and second is not None:
                problem = unknown([second], self.then.options if self.then else {})
            if problem:
                return f"Card {key}: {problem}"
        return None

    def mark(self, answer: Any, case=None, today=None) -> Mark:
        points = labels = picks = asked = 0
        notes, slips = [], []
        for key, item in self.items.items():
            if key not in answer:
                continue
            label, pick = split(answer[key])
            if label in item.model:
                labels += 1
                points += self.item_points
                sentence, right = item.why, True
            else:
                points += self.item_points * item.shares.get(label, 0)
                wrong = item.wrong.get(label) or self.wrong[label]
                sentence, right = wrong.sentence, False
                slips.append((key, wrong))
            then = self.then if item.then else None
            if then and (right if then.after else True) and (not then.after or label in then.after):
                asked += 1
                if pick in item.then:
                    picks += 1
                    points += then.points
                else:
                    right, sentence = False, f"{sentence} {then.sentence}"
            elif then and right:
                points += then.points
            notes.append(Note(key, right, sentence, key))
        passed = labels >= (self.pass_labels or 0) if self.pass_points is None else points >= self.pass_points
        passed = passed and len({split(given)[0] for given in answer.values()}) >= self.pass_uses
        sentence = self._sentence(answer, labels, (picks, asked), slips)
        misconception = slips[0][1].name if slips else "second-question" if picks < asked else None
        return Mark(points if self.points else 0, 0, passed, sentence, misconception, tuple(notes))

    def _sentence(self, answer, labels: int, picks: tuple[int, int], slips: list[tuple[str, Wrong]]) -> str:
        cards = len(self.items)
        counts = [f"{labels} of {cards} cards right"]
        if picks[1] and self.then:
            counts.append(f"{picks[0]} of {picks[1]} right on “{self.then.prompt}”")
        start = ", ".join(counts) + "."
        if slips:
            key, wrong = slips[0]
            return f"{start} Look again at card {key}: {wrong.sentence}"
        if len(answer) < cards:
            left = cards - len(answer)
            return f"{start} You still have {left} card{'s' * (left > 1)} to place."
        if picks[0] < picks[1] and self.then:
            return f"{start} {self.then.sentence}"
        return f"{start} {self.right}"

    def in_words(self, answer: Any) -> str:
        if not isinstance(answer, dict):
            return str(answer)
        return "; ".join(f"{key}: {self._card(given)}" for key, given in answer.items())

    def _card(self, given: Any) -> str:
        label, second = split(given)
        more = f", {label_of(self.then.options, second)}" if second is not None and self.then else ""
        return label_of(self.options, label) + more

    def asked_html(self):
        parts = [
            tag("ul", [tag("li", f"{key}: {item.text}") for key, item in self.items.items()]),
            tag("p", f"Choices: {'; '.join(self.options.values())}."),
        ]
        if self.then:
            parts.append(tag("p", f"{self.then.prompt} {'; '.join(self.then.options.values())}."))
        return parts

    def in_lines(self, answer: dict[str, Any]) -> str:
        return "\n".join(f"{self._card(given)}: {self.items[key].text}" for key, given in answer.items())

    def signs(self) -> dict[str, str]:
        """Return the letter or number to write for each option."""
        return paper.signs(self.options, beside="".join(self.items))

    def _second_signs(self, then: FollowUp) -> dict[str, str]:
        letters = ascii_uppercase if any(key.isalpha() for key in self.items) else ascii_lowercase
        return dict(zip(then.options, letters, strict=False))

    def on_paper(self) -> Html:
        marks = self.signs()
        parts: list = [bullets(paper.labelled(marks[code], label) for code, label in self.options.items())]
        heads = ["Card", "What it says", paper.one_of(marks.values())]
        if self.then:
            second = self._second_signs(self.then)
            parts.append(tag("p", self.then.prompt))
            parts.append(bullets(paper.labelled(second[code], label) for code, label in self.then.options.items()))
            after = ", ".join(paper.signs(self.options)[code] for code in self.then.after)
            heads.append(f"{f'Only after {after}: ' if after else ''}{paper.one_of(second.values())}")
        rows = [(key, item.text, *[""] * (len(heads) - 2)) for key, item in self.items.items()]
        return join((*parts, table_of("Your answers", heads, rows, "narrow")))

    def cards(self) -> list[str]:
        return [f"{key}. {item.text}" for key, item in self.items.items()]

    def in_key(self) -> Html:
        marks = self.signs()
        others = (
            f"{paper.labelled(marks[code], self.options[code])}, where it doesn’t fit: {wrong.sentence}"
            for code, wrong in self.wrong.items()
        )
        rows = [self._key_row(key, item, marks) for key, item in self.items.items()]
        heads = ("Card", "A good answer, and why", "What helps when it isn’t there yet")
        return join((table_of("Card by card", heads, rows), paper.what_helps(others), tag("p", self.right)))

    def _key_row(self, key: str, item: Item, marks: dict[str, str]) -> tuple:
        answer = listed((paper.labelled(marks[code], self.options[code]) for code in item.model), "or")
        if item.shares:
            answer += "; for part of the marks " + listed((marks[code] for code in item.shares), "or")
        if item.then and self.then:
            second = self._second_signs(self.then)
            answer += "; then " + listed((f"{second[code]} – {self.then.options[code]}" for code in item.then), "or")
        helps = [f"For {marks[code]}: {wrong.sentence}" for code, wrong in item.wrong.items()]
        return f"{key}. {item.text}", (f"{answer}.", tag("br"), item.why), join(helps, tag("br"))

    def for_browser(self) -> dict[str, Any]:
        spec = {
            **super().for_browser(),
            "options": list(self.options.items()),
            "items": [(key, item.text) for key, item in self.items.items()],
        }
        if self.then:
            spec["then"] = {
                "prompt": self.then.prompt,
                "options": list(self.then.options.items()),
                "after": self.then.after,
            }
        return spec

    def model_answer(self) -> dict[str, Any]:
        return {key: self._model(item) for key, item in self.items.items()}

    def _model(self, item: Item) -> str | list[str]:
        label, then = item.model[0], self.then
        asked = then and item.then and (not then.after or label in then.after)
        return [label, item.then[0]] if asked else label


def split(given: Any) -> tuple[Any, Any]:
    """Return the label and the second answer of one card."""
    if isinstance(given, list) and len(given) == 2:
        return given[0], given[1]
    return given, None
