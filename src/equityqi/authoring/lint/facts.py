"""Figures about the world carry their fact, ``67.9<!-- fact: hle-men-central-beds -->``, and equal it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, NamedTuple

from equityqi.authoring.page import Cell, Finding, Page

SHOWABLE = ("published", "computed", "planted")

_FIGURE = re.compile(
    r"""(?P<number> (?:(?<![\w)⟧%])[-−])? (?<![\w.]) \d+(?:,\d{3})* (?:\.\d+)? )
    (?P<percent> \s?(?:%|per\ cent\b) )?
    (?: [*_]* ⟦fact:(?P<fact>[^⟧]+)⟧ )?""",
    re.VERBOSE,
)
_LOOSE = re.compile(r"⟦fact:([^⟧]+)⟧")


class Figure(NamedTuple):
    """A number in prose as it is printed, and the id of the fact right after it."""

    printed: str
    fact: str | None
    percent: bool


def figures(cell: Cell) -> list[Figure]:
    """The numbers in a cell's prose.

    >>> figures(Cell("a", "markdown", "In 2024, 67.9<!-- fact: hle --> of **1,200**"))[1]
    Figure(printed='67.9', fact='hle', percent=False)
    """
    found = _FIGURE.finditer(cell.reading.prose)
    return [Figure(match["number"], match["fact"], bool(match["percent"])) for match in found]


def fact_missing(page: Page) -> Iterator[Finding]:
    """In a lesson no figure about the world stands without its fact."""
    for cell in page.markdown:
        if cell.setting("equityqi", "illustrative") is True:
            continue
        for figure in figures(cell):
            if figure.fact is None and _is_about_the_world(figure):
                printed = figure.printed + ("%" if figure.percent else "")
                yield (
                    cell.name,
                    (
                        f"The figure {printed} has no fact. Write {printed}<!-- fact: id -->, or mark the cell "
                        'as invented with "equityqi": {"illustrative": true}.'
                    ),
                )


def _is_about_the_world(figure: Figure) -> bool:
    digits = figure.printed.lstrip("-−")
    is_year = len(digits) == 4 and digits.isdigit() and 1900 <= int(digits) <= 2100
    return figure.percent or "." in digits or (len(digits.replace(",", "")) >= 4 and not is_year)


def fact_place(page: Page) -> Iterator[Finding]:
    """A fact stands right after its number."""
    for cell in page.markdown:
        rest = _FIGURE.sub(" ", cell.reading.prose)
        for name in _LOOSE.findall(rest):
            yield cell.name, f'The fact "{name}" isn’t right after a number. Move it there.'


def fact_unknown(page: Page) -> Iterator[Finding]:
    """Each fact named stands in facts.yml."""
    for cell, figure, fact in _with_facts(page):
        if fact is None:
            yield (
                cell.name,
                f'The fact "{figure.fact}" isn’t in datasets/facts.yml. Correct the name, or add the fact.',
            )


def fact_status(page: Page) -> Iterator[Finding]:
    """Only a verified fact is shown as fact."""
    for cell, figure, fact in _with_facts(page):
        if fact is not None and fact.get("status") not in SHOWABLE:
            yield (
                cell.name,
                (
                    f'The fact "{figure.fact}" has the status "{fact.get("status")}". '
                    f"Only {', '.join(SHOWABLE)} may be shown: find its source, or leave it out."
                ),
            )


def fact_value(page: Page) -> Iterator[Finding]:
    """The printed figure equals the fact's value, rounded to the printed decimals."""
    for cell, figure, fact in _with_facts(page):
        if fact is not None and fact.get("status") in SHOWABLE and not equals(figure.printed, fact.get("value")):
            yield (
                cell.name,
                (
                    f'The page says {figure.printed} and the fact "{figure.fact}" says {fact.get("value")}. '
                    "Print the fact's value."
                ),
            )


def equals(printed: str, value: Any) -> bool:
    """Whether a printed number is the value, rounded to as many decimals as are printed.

    >>> equals("1,234.6", 1234.56), equals("67.9", "67.90"), equals("68.1", 67.9), equals("5", None)
    (True, True, False, False)
    """
    number = Decimal(printed.replace(",", "").replace("−", "-"))
    try:
        rounded = Decimal(str(value).replace(",", "")).quantize(number, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return False
    return rounded == number


def _with_facts(page: Page) -> Iterator[tuple[Cell, Figure, Mapping[str, Any] | None]]:
    for cell in page.markdown:
        for figure in figures(cell):
            if figure.fact is not None:
                fact = page.course.facts.get(figure.fact)
                yield cell, figure, fact if isinstance(fact, Mapping) else None
