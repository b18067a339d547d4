"""A document as plain blocks, which the builders beside this file write as HTML, Word or text."""

from __future__ import annotations

from dataclasses import dataclass

from equityqi.pictures.style import Picture
from equityqi.svg.drawing import Drawing


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``lead`` are words in bold before it that say what it is about."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list, each point with its depth from 0; ``counted`` for a list in order."""

    items: tuple[tuple[int, str], ...]
    counted: bool = False


@dataclass(frozen=True)
class TableBlock:
    """A table: its caption, the heads of its columns, its rows; the first cell of a row names it. "\\n" is a new line
    in a cell.

    With ``folded``, the words to press, a page shows it only when it is asked for.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: str = ""


@dataclass(frozen=True)
class Figure:
    """A picture, with the name of its file: for a report, or for a page alone as SVG."""

    name: str
    picture: Picture | Drawing


Block = Paragraph | Bullets | TableBlock | Figure


@dataclass(frozen=True)
class Section:
    """A heading, with the blocks under it; ``wide``: on a page of its own."""

    title: str
    blocks: tuple[Block, ...]
    wide: bool = False


@dataclass(frozen=True)
class Document:
    """A title, a few words under it, and sections that each hold something."""

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
