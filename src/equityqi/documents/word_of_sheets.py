"""Sheets as a Word file in large letters, one column: every size hangs on the style Normal, so people set their own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph

from equityqi.documents.markup import Node, plain
from equityqi.documents.pdf import headed, png_of_picture, row_by_row, with_widths
from equityqi.documents.word import empty_word, lay, packed

WIDE, TALL, EDGE = 210, 297, 15  # millimetres: A4
ROOM = WIDE - 2 * EDGE
WRITE, RULES = "_" * 12, "_" * 24
STYLES = {"ol": "List Number", "ticks": None}  # of a list; a box to tick needs no bullet
GREATER = {"Title": 1.3, "Heading 1": 1.2, "Heading 2": 1.1, "Heading 3": 1.0, "Caption": 1.0}


def word_of_sheets(
    title: str, sheets: Sequence[tuple[str, Sequence[Node]]], pictures: dict[str, bytes], points: int
) -> bytes:
    """Return sheets, each with its name, as the bytes of a Word file in letters of so many points."""
    sizes = {"Normal": float(points)} | {name: points * times for name, times in GREATER.items()}
    word = empty_word(title, None, sizes=sizes)
    lay(word.sections[0], WIDE, TALL, EDGE)
    word.add_heading(title, 0)
    for place, (name, body) in enumerate(sheets):
        heading = word.add_heading(name[0].upper() + name[1:], 1)
        heading.paragraph_format.page_break_before = place > 0
        _Writer(word, pictures, points).add(headed(list(body), name))
    return packed(word)


class _Writer:
    def __init__(self, word: WordDocument, pictures: dict[str, bytes], points: int):
        self.word, self.pictures, self.points = word, pictures, points

    def add(self, nodes: Sequence[Node]) -> None:
        """Add nodes: words that are in no paragraph become one."""
        loose: list[Node] = []
        for node in nodes:
            if isinstance(node, str) or node["t"] in ("b", "i", "code", "br", "write", "sign"):
                loose.append(node)
                continue
            self._paragraph(loose)
            loose = []
            self._block(node)
        self._paragraph(loose)

    def _paragraph(self, nodes: Sequence[Node], style: str | None = None) -> None:
        if nodes:
            _runs(self.word.add_paragraph(style=style), nodes)

    def _block(self, node: dict[str, Any]) -> None:
        kind = node["t"]
        if kind == "h":
            self.word.add_heading(plain(node["c"]), min(node["level"], 3))
        elif kind == "p":
            self._paragraph(node["c"])
        elif kind == "rule":
            self.word.add_paragraph(RULES)
        elif kind in ("list", "cards"):
            for item in node["c"]:
                self._item(item, STYLES.get(node.get("k", ""), "List Bullet"))
        elif kind == "table":
            self._table(node)
        elif kind == "picture":
            self._picture(node)
        elif kind in ("div", "quote"):
            self.add(node["c"])

    def _item(self, item: Sequence[Node], style: str | None) -> None:
        words = [node for node in item if isinstance(node, str) or node["t"] in ("b", "i", "code", "sign", "br")]
        blocks = [node for node in item if not isinstance(node, str) and node not in words]
        self._paragraph(words or [plain(list(item))], style)
        if words:
            self.add(blocks)

    def _table(self, node: dict[str, Any]) -> None:
        told = row_by_row(node, self.points)
        if told[0].get("t") != "table":  # type: ignore[union-attr]
            self.add(told)
            return
        held = with_widths(node)[0]
        assert isinstance(held, dict)
        rows = [row for row in (held["head"], *held["rows"]) if row]
        if node["caption"]:
            self._paragraph(node["caption"], "Caption")
        table = self.word.add_table(rows=len(rows), cols=len(held["widths"]), style="Table Grid")
        table.autofit = False
        whole = sum(held["widths"])
        for line, row in zip(table.rows, rows, strict=True):
            for cell, told_cell, share in zip(line.cells, row, held["widths"], strict=True):
                cell.width = Mm(ROOM * share / whole)
                _runs(cell.paragraphs[0], [{"t": "b", "c": told_cell["c"]}] if told_cell["th"] else told_cell["c"])
        for column, share in zip(table.columns, held["widths"], strict=True):
            column.width = Mm(ROOM * share / whole)
        if held["head"]:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self.word.add_paragraph()

    def _picture(self, node: dict[str, Any]) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = bool(node["caption"])
        data = png_of_picture(node["name"], self.pictures[node["name"]])
        shape = paragraph.add_run().add_picture(io.BytesIO(data), width=Mm(ROOM))
        most = Mm(TALL - 2 * EDGE - 40)
        if shape.height > most:
            shape.width, shape.height = round(shape.width * most / shape.height), most
        shape._inline.docPr.set("descr", node["alt"])
        self._paragraph(node["caption"])


def _runs(paragraph: WordParagraph, nodes: Sequence[Node], bold: bool = False, italic: bool = False) -> None:
    """Write nodes into a paragraph; what is a block in it begins a new line."""
    for node in nodes:
        if isinstance(node, str):
            run = paragraph.add_run(node)
            run.bold, run.italic = bold or None, italic or None
        elif node["t"] == "br":
            paragraph.add_run().add_break()
        elif node["t"] in ("write", "rule"):
            paragraph.add_run(WRITE)
        elif node["t"] in ("list", "cards"):
            for item in node["c"]:
                paragraph.add_run().add_break()
                _runs(paragraph, item, bold, italic)
        else:
            _runs(paragraph, node.get("c", []), bold or node["t"] == "b", italic or node["t"] == "i")
