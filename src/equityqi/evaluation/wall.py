"""The wall: each shared commitment as a card that is read from three metres, one to a sheet of A4 on its side."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.html_tags import Html, join, tag
from equityqi.organisation import organisation

if TYPE_CHECKING:
    from equityqi.evaluation.shared_commitment import SharedCommitment

SIZES = (72, 58, 48, 40, 36, 32)  # points: capitals of 58 are 15 mm tall
WIDE, TALL = 265, 155  # millimetres of a card for its sentence
MM, LETTER, LINE = 25.4 / 72, 0.6, 1.25  # of a point; of a size: a letter's mean width, a line's height
NOBODY = "Nobody has shared a commitment yet."
ABOUT = "Print this page on A4, landscape, one card to a sheet. A card has a name only if the person gave one."
KINDS = {"action": "An action", "habit": "A habit"}
FLOWS = "\nmain > section:first-child { break-after: auto; }\n"  # the first section needs no page to itself
CSS = (
    f"{FLOWS}"
    """
.card { border: 3px solid #1D2A33; padding: 1rem 1.5rem; margin: 1.5rem 0; }
.card .what { font-size: min(var(--size), 8vw); line-height: 1.25; margin: .5rem 0; overflow-wrap: anywhere; }
.card .of { font-size: 12pt; margin: 0; }
.card h2 { border-bottom: 6px solid #1E88A8; font-size: min(28pt, 6vw); margin: 0; padding: 0 0 .2rem; }
@page { size: A4 landscape; margin: 10mm; }
@media screen and (min-width: 1000px) {
  body { max-width: none; }
  .card .what { font-size: max(var(--size), 3vw); }
  .card h2, .card .of { font-size: 3vw; }
}
@media print {
  header { display: none; }
  .card { border: none; margin: 0; padding: 2mm 5mm; }
  .card + .card { break-before: page; }
  .card .what { font-size: var(--size); margin: 5mm 0 0; orphans: 2; widows: 2; }
  .card h2 { font-size: 28pt; }
}
"""
)


def size_of(sentence: str) -> int:
    """Return the largest size in points at which a sentence fits its card.

    >>> size_of("I will ask."), size_of("I will ask for each group what got in the way. " * 12)
    (72, 32)
    """
    return next((size for size in SIZES if _tall(sentence, size) <= TALL), SIZES[-1])


def _tall(sentence: str, size: int) -> float:
    letters = int(WIDE / (size * MM * LETTER))
    return len(textwrap.wrap(sentence, letters)) * size * MM * LINE


def wall(written: Iterable[SharedCommitment]) -> Html:
    """Return the wall as one HTML page, to print: a kind, a sentence, and a name where one was given."""
    title = "Our commitments"
    cards = join(_card(one) for one in written) or tag("p", NOBODY)
    return whole_page(title, (header(title, tag("p", ABOUT)), "\n", tag("main", cards)), CSS)


def _card(one: SharedCommitment) -> Html:
    name = (": ", tag("bdi", one.promise.name)) if one.promise.name else None
    kind = KINDS.get(one.promise.type, KINDS["action"])
    what = tag("p", one.sentence, class_="what", dir="auto")
    style = f"--size:{size_of(one.sentence)}pt"
    of = tag("p", organisation().name, class_="of") if organisation().name else None
    return join((tag("section", tag("h2", kind, name), what, of, class_="card", style=style), "\n"))
