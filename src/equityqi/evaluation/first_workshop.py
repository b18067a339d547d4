"""The first workshop's four published per cents, with every count that fits each: a per cent without its denominator is
half a fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from equityqi.cases.facts import Fact, fact
from equityqi.documents.blocks import Block, Paragraph, TableBlock
from equityqi.evaluation.survey_shares import COUNTS_ONLY, Share, interval, share_in_words
from equityqi.evaluation.workshop import headlines

# In the order of the headline shares. Which of the article's two look-alike lines belongs to which question is our
# assumption.
PUBLISHED = ("workshop-understand", "workshop-apply-first-item", "workshop-apply-second-item", "workshop-recommend")
MOST, MOST_SHOWN = 40, 30  # people: how far counts are looked for, and how far the folded table shows them
FOLDED = "Counts that fit the published per cents, up to 30 people"
LOOK_ALIKE = (
    "Two lines of the article say almost the same thing: that people understand how to apply QI to inequities. But"
    " their per cents differ ({first} and {second}), so one is probably a slip. Our survey asks two clear questions"
    " instead. We put “I know which tools help” beside the first, and “I can apply it in my work” beside the second."
    " That pairing is our assumption."
)


def counts_that_fit(percent: float, most: int = MOST) -> list[tuple[int, int]]:
    """Return every count x of n, up to ``most`` people, whose per cent rounds to ``percent`` at one decimal.

    >>> counts_that_fit(86.7), counts_that_fit(94.1), counts_that_fit(94.7)
    ([(13, 15), (26, 30)], [(16, 17), (32, 34)], [(18, 19), (36, 38)])
    """
    wanted = Fraction(str(percent))
    return [
        (x, n)
        for n in range(1, most + 1)
        for x in range(n + 1)
        if abs(Fraction(100 * x, n) - wanted) <= Fraction(1, 20)
    ]


def beside(shares: Sequence[Share] | None) -> Iterator[Block]:
    """Yield the first workshop's figures, beside ``shares`` where there is one workshop to set them beside."""
    facts = [fact(id) for id in PUBLISHED]
    yield Paragraph(
        f"The news article on the first workshop ({facts[0].period}) gives these per cents, and no counts. Many counts"
        " fit them. So we can't tell whether this workshop did better or worse: two points don't make a trend."
    )
    names = _names()
    heads = (
        "Question",
        "First workshop, as published",
        "Counts that fit it, up to 40 people",
        *(["This workshop"] if shares else []),
    )
    rows = (
        (name, str(one), _fitting(one), *([share_in_words(shares[place])] if shares else []))
        for place, (name, one) in enumerate(zip(names, facts, strict=True))
    )
    yield TableBlock("The first workshop", heads, tuple(rows))
    yield Paragraph(LOOK_ALIKE.format(first=facts[1], second=facts[2]))
    yield TableBlock(
        FOLDED,
        ("Published", "Count", "95% interval, if that was the count"),
        tuple(_possible(facts)),
        folded="Show the counts that fit, up to 30 people",
    )


def _names() -> list[str]:
    return [share.name for share in headlines(())]


def _fitting(published: Fact) -> str:
    fitting = [f"{x} of {n}" for x, n in counts_that_fit(published.value)]
    return ", ".join(fitting) if len(fitting) < MOST else f"{fitting[0]}, {fitting[1]} and so on, up to {fitting[-1]}"


def _possible(facts: Sequence[Fact]) -> Iterator[tuple[str, str, str]]:
    for one in facts:
        fitting = counts_that_fit(one.value, MOST_SHOWN)
        if few := [count for count in fitting if count[1] < COUNTS_ONLY]:
            first, last = (f"{x} of {n}" for x, n in (few[0], few[-1]))
            yield str(one), f"{first} up to {last}", "Too few people for an interval"
        for x, n in fitting[len(few) :]:
            yield str(one), f"{x} of {n}", interval(Share("", x, n))
