"""PDSA cycles as a ramp, as SVG; and the words that every such picture has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from equityqi.html_tags import Html
from equityqi.plain_words import as_sentences, listed
from equityqi.svg.drawing import LINE, NARROW, SIZE, WIDE, Drawing, headed, rect, text
from equityqi.svg.text_widths import lines_of

PAD, BETWEEN = 9, 4  # pixels inside a step, between steps
MOST_ABREAST = 6  # more steps than these are one below the other on a laptop too


@dataclass(frozen=True)
class Cycle:
    """One PDSA cycle as the ramp shows it: how many people, how many of them were predicted and seen to do it.

    ``in_words``: what was seen, where it is no number or the number is hidden: "fewer", "more" or "as predicted".
    """

    name: str
    where: str
    n: int
    low: int | None = None
    high: int | None = None
    seen: int | None = None
    act: str = ""
    in_words: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the result lay within the prediction; None where nobody can tell yet."""
        if None in (self.low, self.high):
            return None
        if self.in_words in ("fewer", "more", "as predicted"):
            return self.in_words == "as predicted"
        return None if self.seen is None else self.low <= self.seen <= self.high


def ramp(tests: Sequence[Cycle], title: str = "From a small test to a change", *, notes: Sequence[str] = ()) -> Drawing:
    """Draw PDSA cycles as a ramp: each step higher than the one before, with its size, prediction and result.

    Raises ValueError when there is no test.

    >>> ramp([Cycle("C1", "Oak practice", 3, 2, 2, 1, "adapt")]).sentence
    '1 test, with 3 people; in 0 of 1 the result lay within the prediction.'
    """
    check_tests(tests)
    alt = alt_of_tests(tests, title, notes)
    steps = _abreast if len(tests) <= MOST_ABREAST else _one_below_another
    return Drawing(
        headed(WIDE, title, alt, notes, steps(tests, WIDE)),
        headed(NARROW, title, alt, notes, _one_below_another(tests, NARROW)),
        alt,
        sentence_of_tests(tests),
    )


def check_tests(tests: Sequence[Cycle]) -> None:
    """Raise ValueError, with a sentence, when there is no test."""
    if not tests:
        raise ValueError("There is no test to draw yet. Plan the first one.")


def words_of(test: Cycle) -> list[str]:
    """Return what a step says, one part on each line.

    >>> words_of(Cycle("C1", "Oak practice", 3, 2, 2, 1, "adapt"))
    ['C1: 3 people', 'Oak practice', 'predicted 2 of 3', 'seen 1 of 3', '→ adapt']
    """
    said = [f"{test.name}: {test.n} {'person' if test.n == 1 else 'people'}", test.where]
    if test.low is not None and test.high is not None:
        expected = f"{test.low}" if test.low == test.high else f"{test.low} to {test.high}"
        said.append(f"predicted {expected} of {test.n}")
    if test.seen is None:
        said.append(f"seen: {test.in_words}" if test.in_words else "no result yet")
    else:
        said.append(f"seen {test.seen} of {test.n}")
    said += [f"→ {test.act}"] if test.act else []
    return [part for part in said if part.strip()]


def sentence_of_tests(tests: Sequence[Cycle]) -> str:
    """Return how many tests there are, with how many people, and how often the prediction held."""
    judged = [test.held for test in tests if test.held is not None]
    inside = sum(judged)
    people = [f"{test.n}" for test in tests]
    sentence = f"{len(tests)} test{'s' * (len(tests) != 1)}, with {listed(people)} people"
    return as_sentences(
        f"{sentence}; in {inside} of {len(judged)} the result lay within the prediction"
        if judged
        else f"{sentence}; none has a result yet"
    )


def alt_of_tests(tests: Sequence[Cycle], title: str, notes: Sequence[str]) -> str:
    """Return the alt text: what each step says, from the first to the last."""
    each = "; ".join(" ".join(" ".join(words_of(test)).split()) for test in tests)
    return as_sentences(f"Ramp of tests. {title}", each, *notes)


def _lines(test: Cycle, wide: float) -> tuple[str, ...]:
    return tuple(line for part in words_of(test) for line in lines_of(part, wide - 2 * PAD, SIZE))


def _abreast(tests: Sequence[Cycle], width: int):
    wide = (width - 2 - BETWEEN * (len(tests) - 1)) / len(tests)
    words = [_lines(test, wide) for test in tests]
    deep = [LINE * len(lines) + 2 * PAD for lines in words]
    rise = min(44, 170 / len(tests))
    tall = [rise * number + max(deep[: number + 1]) for number in range(len(deep))]

    def drawn(top: float) -> Iterator[Html | None]:
        for number, (lines, height) in enumerate(zip(words, tall, strict=True)):
            x, y = 1 + number * (wide + BETWEEN), top + tall[-1] - height
            yield rect(x, y, wide, height, _step(number), 3)
            yield text(x + PAD, y + PAD, lines)

    return drawn, tall[-1]


def _one_below_another(tests: Sequence[Cycle], width: int):
    wide = [(width - 2) * (0.6 + 0.4 * (number + 1) / len(tests)) for number in range(len(tests))]
    words = [_lines(test, across) for test, across in zip(tests, wide, strict=True)]
    tall = [LINE * len(lines) + 2 * PAD for lines in words]

    def drawn(top: float) -> Iterator[Html | None]:
        for number, (lines, height, across) in enumerate(zip(words, tall, wide, strict=True)):
            yield rect(1, top, across, height, _step(number), 3)
            yield text(1 + PAD, top + PAD, lines)
            top += height + BETWEEN

    return drawn, sum(tall) + BETWEEN * (len(tests) - 1)


def _step(number: int) -> str:
    return f"{'f-1' if number % 2 else 'f-2'} edge"
