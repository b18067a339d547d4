"""Sheets as PDF, with tags, language, headings and alt text (PDF/UA-1), made without a browser.

The words go to Typst as data (JSON), never as its markup: nothing that people type can be read as a command. The look
is in ``sheets.typ``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import matplotlib
import typst

from equityqi.documents.markup import Node, changed, plain

STANDARD = "ua-1"
NO_DAY = 946684800  # 1 January 2000: the same sheets make the same bytes
A4, A3 = "a4", "a3"
SCREEN = (320, 180)  # millimetres: a slide
SIZE, CARD, CARD_HIGH, PICTURE = 10.5, 13, 60, 105  # points of text and of cards; millimetres of a card and a picture
SHARP = 200  # pixels to the inch of a picture for Word
MOST = 120  # letters in a line of a table's cell beyond which a column grows no wider
NARROW, ROOMY = 6, 18  # shares of the width for a column to write in: a letter, or words
MOST_COLUMNS = {18: 3, 24: 2}  # of a table in large print; a wider one is told row by row


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
    fonts = _fonts()
    compiler = typst.Compiler(written, font_paths=fonts, ignore_system_fonts=True)
    data = cast(bytes, compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=NO_DAY))
    found = typst.query(written, "<pages>", field="value", one=True, font_paths=fonts, ignore_system_fonts=True)
    spans = [tuple(span) for span in json.loads(found)]
    return Pdf(data, dict(zip([part.id for part in parts], spans, strict=True)))


def png_of_picture(name: str, data: bytes) -> bytes:
    """Return a picture of a tree as PNG, for a file that takes no SVG."""
    if name.endswith(".png"):
        return data
    look = f'#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("{name}")'
    written: Any = {"main.typ": look.encode(), name: data}
    compiler = typst.Compiler(written, font_paths=_fonts(), ignore_system_fonts=True)
    return cast(bytes, compiler.compile(format="png", ppi=SHARP))


def _files(title: str, parts: Sequence[Part], pictures: dict[str, bytes], large: int) -> Any:
    tree = {
        "title": title,
        "size": large or SIZE,
        "large": bool(large),
        "card": CARD_HIGH,
        "picture": PICTURE,
        "parts": [_as_data(part, large) for part in parts],
    }
    look = (files("equityqi.documents") / "sheets.typ").read_bytes()
    return {"main.typ": look, "tree.json": json.dumps(tree, ensure_ascii=False).encode("utf-8"), **pictures}


def _as_data(part: Part, large: int) -> dict[str, Any]:
    body = changed(list(part.body), lambda node: row_by_row(node, large)) if large else list(part.body)
    body = changed(body, with_widths)
    body = _kept_together(body if large else changed(body, _whole))
    return {
        **{name: getattr(part, name) for name in ("id", "title", "paper", "flipped", "foot", "size", "odd", "lone")},
        "size": large or part.size,
        "body": headed(body, part.title),
    }


def _whole(node: dict[str, Any]) -> list[Node]:
    """Return a question that is not parted between two pages, unless a table is in it."""
    if node["t"] != "div" or node["k"] != "question":
        return [node]
    return [{**node, "whole": all(isinstance(one, str) or one["t"] != "table" for one in node["c"])}]


def _kept_together(nodes: list[Node]) -> list[Node]:
    """Return a tree in which the paragraph before a picture or a question stays on its page."""
    kept = list(nodes)
    for place, (node, after) in enumerate(zip(nodes, nodes[1:], strict=False)):
        if isinstance(node, str) or isinstance(after, str):
            continue
        if node["t"] == "p" and _begins(node, after):
            kept[place] = {**node, "sticky": True}
    return kept


def _begins(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Return whether a paragraph only leads to what is after it."""
    return (
        after["t"] == "picture"
        or after.get("whole", False)
        or after["t"] == "list"
        and plain(before["c"]).endswith(":")
    )


@cache
def _fonts():
    """Return Typst's own fonts and those that matplotlib brings: the same on every computer."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")])


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


def with_widths(node: dict[str, Any]) -> list[Node]:
    """Return a table with the share of the width that each column gets; other nodes as they are."""
    if node["t"] != "table":
        return [node]
    rows = [row for row in (node["head"], *node["rows"]) if row]
    across = max((len(row) for row in rows), default=1)
    rows = [row + [{"th": False, "c": []}] * (across - len(row)) for row in rows]
    shares = []
    for column in range(across):
        lengths = [len(plain(row[column]["c"])) for row in rows]
        blank = any(not row[column]["c"] for row in rows)
        word = max((len(word) for row in rows for word in plain(row[column]["c"]).split()), default=1)
        shares.append(
            round(
                max(
                    min(max(lengths), MOST) ** 0.7 + 1,
                    word * 1.1,
                    (NARROW if node["k"] == "narrow" else ROOMY) if blank else 0,
                ),
                2,
            )
        )
    body = rows[1:] if node["head"] else rows
    return [{**node, "head": rows[0] if node["head"] else [], "rows": body, "widths": shares}]


def row_by_row(node: dict[str, Any], large: int) -> list[Node]:
    """Return a table that is too wide for large print row by row: the first cell, then a list of the others."""
    if node["t"] != "table":
        return [node]
    rows = [row for row in (node["head"], *node["rows"]) if row]
    if not node["head"] or max(map(len, rows)) <= MOST_COLUMNS[large]:
        return [{**node, "tall": 0}]
    told: list[Node] = [{"t": "p", "k": "", "c": [{"t": "b", "c": node["caption"]}]}] if node["caption"] else []
    for row in node["rows"]:
        first, *lines = [_cell_in_words(head, cell) for head, cell in zip(node["head"], row, strict=False)]
        told += [{"t": "p", "k": "row", "sticky": True, "c": [{"t": "b", "c": first}]}]
        told += [{"t": "list", "k": "ul", "c": lines}]
    return told


def _cell_in_words(head: dict[str, Any], cell: dict[str, Any]) -> list[Node]:
    name = plain(head["c"])
    return [*([f"{name}: "] if name else []), *(cell["c"] or [{"t": "write"}])]
