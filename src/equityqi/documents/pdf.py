"""Sheets as PDF, with tags, language, headings and alt text (PDF/UA-1), made without a browser.

The words go to Typst as data (JSON), never as its markup: nothing that people type can be read as a command. The look
is in ``sheets.typ``.
"""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import matplotlib
import typst
from matplotlib.ft2font import FT2Font
from PIL import Image

from equityqi.documents.markup import Node, changed, plain
from equityqi.documents.on_paper import kept_together, row_by_row, with_widths
from equityqi.html_tags import tag
from equityqi.organisation import kind_of_picture, organisation

STANDARD = "ua-1"
SVG = "image/svg+xml"
NO_DAY = 946684800  # 1 January 2000: the same sheets make the same bytes
A4, A3 = "a4", "a3"
SCREEN = (320, 180)  # millimetres: a slide
SIZE, CARD, CARD_HIGH, PICTURE = 10.5, 13, 60, 105  # points of text and of cards; millimetres of a card and a picture
FEW_ROWS = 6  # of a table that stays on one page with its question
SHARP = 200  # pixels to the inch of a picture for Word
WIDE = {A4: (210, 297), A3: (297, 420)}  # millimetres across: upright, and flipped
EDGES, LETTER = 28, 0.21  # millimetres beside the text; a letter's width, of a point


@dataclass(frozen=True)
class Part:
    """Sheets that belong together: their title, what is on them, their paper, and ``foot``, the line at the bottom.

    ``odd``: they begin on a page with an odd number, so that a file printed on both sides keeps them apart.
    """

    id: str
    title: str
    body: Sequence[Node]
    paper: str | tuple[int, int] = A4
    flipped: bool = False
    foot: str = ""
    size: float = SIZE
    odd: bool = False
    lone: bool = False  # one page: it needs no number


@dataclass(frozen=True)
class Pdf:
    """A PDF, and the first and last page of each part by its id."""

    data: bytes
    pages: dict[str, tuple[int, int]] = field(default_factory=dict)

    def count(self, id: str) -> int:
        """Return how many pages a part has."""
        first, last = self.pages[id]
        return last - first + 1


def pdf_of(title: str, parts: Sequence[Part], pictures: dict[str, bytes], large: int = 0) -> Pdf:
    """Return parts as one PDF; ``large`` are the points of large print: one column, nothing smaller."""
    written = _files(title, parts, pictures, large)
    compiler = typst.Compiler(written, font_paths=_fonts(), ignore_system_fonts=True)
    found = compiler.query("<pages>", field="value", one=True)
    made = compiler.compile(input=written, format="pdf", pdf_standards=[STANDARD], timestamp=NO_DAY)
    spans = [tuple(span) for span in json.loads(found)]
    return Pdf(cast(bytes, made), dict(zip([part.id for part in parts], spans, strict=True)))


def png_of_picture(name: str, data: bytes, wide: str = "auto") -> bytes:
    """Return a picture of a tree as PNG, for a file that takes no SVG; ``wide``: as in Typst, such as ``"90mm"``."""
    if kind_of_picture(data) != SVG:
        return data
    look = f'#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("{name}", width: {wide})'
    written: Any = {"main.typ": look.encode(), name: data}
    compiler = typst.Compiler(written, font_paths=_fonts(), ignore_system_fonts=True)
    return cast(bytes, compiler.compile(format="png", ppi=SHARP))


def compiled(look: bytes, pictures: dict[str, bytes], data: dict[str, Any], pixels: int = 0) -> bytes:
    """Return one sheet with a look of its own: a PDF with tags, or with ``pixels`` to the inch a PNG.

    ``data``: what goes to it as JSON, by the name of the file. The same sheet makes the same bytes.
    """
    held = {name: json.dumps(one, ensure_ascii=False).encode("utf-8") for name, one in data.items()}
    written: Any = {"main.typ": look, **held, **{name: as_svg(one) for name, one in pictures.items()}}
    compiler = typst.Compiler(written, font_paths=_fonts(), ignore_system_fonts=True)
    if pixels:
        return cast(bytes, compiler.compile(format="png", ppi=pixels))
    made = compiler.compile(input=written, format="pdf", pdf_standards=[STANDARD], timestamp=NO_DAY)
    return cast(bytes, made)


def _files(title: str, parts: Sequence[Part], pictures: dict[str, bytes], large: int) -> Any:
    tree = {
        "title": title,
        "size": large or SIZE,
        "large": bool(large),
        "card": CARD_HIGH,
        "picture": PICTURE,
        "by": organisation().name,
        "parts": [_as_data(part, large) for part in parts],
    }
    look = (files("equityqi.documents") / "sheets.typ").read_bytes()
    drawn = {name: as_svg(data) for name, data in pictures.items()}
    return {"main.typ": look, "tree.json": json.dumps(tree, ensure_ascii=False).encode("utf-8"), **drawn}


def as_svg(data: bytes) -> bytes:
    """Return a picture as SVG, with PNG or JPEG inside one: what Typst is given in memory has to be text.

    >>> as_svg(b"<svg/>")
    b'<svg/>'
    """
    if (kind := kind_of_picture(data)) == SVG:
        return data
    with Image.open(io.BytesIO(data)) as held:
        wide, tall = held.size
    inside = tag("image", width=wide, height=tall, href=f"data:{kind};base64,{b64encode(data).decode()}")
    space = "http://www.w3.org/2000/svg"
    return tag("svg", inside, xmlns=space, width=wide, height=tall, viewBox=f"0 0 {wide} {tall}").encode()


def _as_data(part: Part, large: int) -> dict[str, Any]:
    body = changed(list(part.body), lambda node: row_by_row(node, large)) if large else list(part.body)
    wide = part.paper[0] if isinstance(part.paper, tuple) else WIDE[part.paper][part.flipped]
    across = (wide - EDGES) / (LETTER * (large or max(9, 0.9 * part.size)))
    body = changed(body, lambda node: with_widths(node, across))
    body = kept_together(body if large else changed(body, _whole))
    return {
        **{name: getattr(part, name) for name in ("id", "title", "paper", "flipped", "foot", "size", "odd", "lone")},
        "size": large or part.size,
        "body": headed(body, part.title),
    }


def _whole(node: dict[str, Any]) -> list[Node]:
    """Return a question that is not parted between two pages, unless a long table is in it."""
    if node["t"] != "div" or node["k"] != "question":
        return [node]
    rows = [len(one["rows"]) for one in node["c"] if not isinstance(one, str) and one["t"] == "table"]
    return [{**node, "whole": sum(rows) <= FEW_ROWS}]


@cache
def _fonts():
    """Return Typst's own fonts and those that matplotlib brings: the same on every computer."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")])


@cache
def _letters() -> frozenset[int]:
    """Return every letter of the font that sheets are written in."""
    return frozenset(FT2Font(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")).get_charmap())


def has_letters_for(words: str) -> bool:
    """Return whether a PDF can show words: Latin, Greek, Cyrillic, Arabic and more, and not the scripts of East and
    South Asia.

    >>> has_letters_for("Zoë أحمد"), has_letters_for("王芳")
    (True, False)
    """
    return all(ord(letter) in _letters() for letter in words)


def headed(nodes: list[Node], title: str) -> list[Node]:
    """Return a tree whose headings follow from level 2 on without a gap; one that only says the title again is left
    out.

    >>> headed([{"t": "h", "level": 1, "c": ["Aim"]}, {"t": "h", "level": 3, "c": ["Question 1"]}], "Aim")
    [{'t': 'h', 'level': 2, 'c': ['Question 1']}]
    """
    now = 1

    def put(node: dict[str, Any]) -> list[Node]:
        nonlocal now
        if node["t"] != "h":
            return [node]
        if plain(node["c"]) == title:
            return []
        now = min(max(node["level"], 2), now + 1)
        return [{**node, "level": now}]

    return changed(nodes, put)
