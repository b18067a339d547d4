"""A story board as files that need more than Python alone: Word, PDF and a picture."""

from __future__ import annotations

import io
from dataclasses import asdict
from importlib.resources import files

from docx.shared import Mm, Pt, RGBColor

from equityqi.documents.pdf import compiled, png_of_picture
from equityqi.documents.word import add_organisation, empty_word, lay, packed
from equityqi.poster.story_board import HEADS, TOO_SMALL, StoryBoard
from equityqi.poster.word_shapes import grid
from equityqi.svg.for_print import svg_for_print

WIDE, TALL, EDGE = 297, 210, 11  # millimetres: A4 on its side
COLUMNS = (68.0, 112.0, 79.0, 8.0)  # millimetres: the three columns, and what is between them
PICTURE = 140  # pixels to the inch
SIZES = {"Normal": 9, "Title": 18, "Heading 1": 11}


def board_pdf(board: StoryBoard) -> bytes:
    """Return a story board as a PDF of one sheet, with tags and alt text; the same board makes the same bytes."""
    return compiled(*_typed(board, on_paper=True))


def board_picture(board: StoryBoard) -> bytes:
    """Return a story board as PNG, for a slide or a message."""
    return compiled(*_typed(board, on_paper=False), pixels=PICTURE)


def _typed(board: StoryBoard, on_paper: bool) -> tuple[bytes, dict[str, bytes], dict]:
    look = (files("equityqi.poster") / "board.typ").read_bytes()
    more = {"heads": HEADS, "chart": board.chart is not None, "alt": board.chart.alt if board.chart else ""}
    pictures = {"chart.svg": svg_for_print(board.chart.narrow).encode()} if board.chart else {}
    return look, pictures, {"board.json": {**asdict(board), **more, "too_small": TOO_SMALL, "on_paper": on_paper}}


def board_word(board: StoryBoard) -> bytes:
    """Return a story board as a Word file on one sheet of A4, its parts in their order, to change and to print."""
    word = empty_word(f"{board.title}. Story board, {board.month}", None, sizes=SIZES)
    lay(word.sections[0], WIDE, TALL, EDGE)
    word.add_heading(board.title, 0)
    add_organisation(word)
    word.add_paragraph(f"{board.month}. Story board {board.place}").paragraph_format.space_after = Pt(4)
    left, middle, right, between = COLUMNS
    cells = grid(word, (left, between, middle, between, right)).rows[0].cells
    _head(cells[0], 0)
    _line(cells[0], board.aim, bold=True)
    _line(cells[0], board.about)
    _head(cells[0], 1)
    for one in board.tried:
        _line(cells[0], one.what, one.when and f"{one.when}: ", bold=True)
        _line(cells[0], one.result)
    _points(cells[0], () if board.tried else ("Nothing yet.",))
    _saw(cells[2], board)
    _head(cells[4], 3)
    _points(cells[4], board.learned or ("Nothing yet.",))
    if board.quotation:
        _line(cells[4], f"“{board.quotation}”", bold=True)
        _line(cells[4], board.speaker)
    _head(cells[4], 4)
    _points(cells[4], board.next or ("Nothing yet.",))
    _head(cells[4], 5, "A34300")
    _points(cells[4], board.need or ("Nothing yet.",))
    _line(cells[4], board.help)
    _line(word, " ".join(filter(None, (board.contact and f"{board.contact}.", board.small_print))))
    return packed(word)


def _saw(cell, board: StoryBoard) -> None:
    _head(cell, 2)
    for one in board.stop:
        _line(cell, one, "Stop and look. ", bold=True)
    for one in board.found:
        _line(cell, one, bold=True)
    _line(cell, board.gap)
    if board.chart:
        svg = svg_for_print(board.chart.narrow).encode()
        png = png_of_picture("chart.svg", svg)
        run = cell.add_paragraph().add_run()
        about = run.add_picture(io.BytesIO(png), width=Mm(COLUMNS[1] * 0.75))._inline.docPr
        about.set("name", "Chart by group")
        about.set("descr", board.chart.alt)
    elif board.floor:
        _line(cell, TOO_SMALL)
    _line(cell, board.floor, bold=True)
    _line(cell, "; ".join(board.floor_groups))


def _head(cell, place: int, colour: str = "1D4F91") -> None:
    first = cell.paragraphs[0]
    paragraph = first if not first.text and len(cell.paragraphs) == 1 else cell.add_paragraph()
    paragraph.style = cell.part.document.styles["Heading 1"]
    paragraph.paragraph_format.space_before = Pt(0 if paragraph is first else 8)
    paragraph.add_run(f"{place + 1}  {HEADS[place]}").font.color.rgb = RGBColor.from_string(colour)


def _line(holder, words: str, lead: str = "", bold: bool = False) -> None:
    if words:
        paragraph = holder.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        if lead:
            paragraph.add_run(lead)
        paragraph.add_run(words).bold = bold


def _points(cell, lines) -> None:
    for line in lines:
        paragraph = cell.add_paragraph(line, style="List Bullet")
        paragraph.paragraph_format.space_after = Pt(2)
