"""What the Word page is made of: tables without a line that hold places, and paragraphs of one exact height."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

RIGHT = WD_ALIGN_PARAGRAPH.RIGHT


def grid(holder, widths: tuple[float, ...], indent: float = 0, rows: int = 1) -> Any:
    """Add a table without lines and inner margins, its columns so many millimetres wide; ``indent`` moves it."""
    table = holder.add_table(rows=rows, cols=len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.LEFT
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.find(qn("w:tblLook")).addprevious(margins)
    moved = OxmlElement("w:tblInd")
    moved.set(qn("w:w"), str(round(indent * 56.7)))
    moved.set(qn("w:type"), "dxa")
    margins.addprevious(moved)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    if hasattr(holder, "_tc"):  # python-docx adds a paragraph behind a table in a cell, as Word needs one there
        low(holder.paragraphs[-1])
    return table


def low(paragraph) -> None:
    """Make an empty paragraph as low as can be."""
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(1)


def pad(cell, top: float = 0, right: float = 0, bottom: float = 0, left: float = 0) -> None:
    """Give a cell inner margins, in millimetres."""
    margins = OxmlElement("w:tcMar")
    for side, width in (("top", top), ("left", left), ("bottom", bottom), ("right", right)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(width * 56.7)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)


def shade(cell, colour: str) -> None:
    """Fill a cell with a colour."""
    filled = OxmlElement("w:shd")
    filled.set(qn("w:val"), "clear")
    filled.set(qn("w:color"), "auto")
    filled.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(filled)


def line(cell, side: str, colour: str, points: float) -> None:
    """Draw a line along one side of a cell."""
    borders = OxmlElement("w:tcBorders")
    border = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(round(points * 8))), ("space", "0"), ("color", colour)):
        border.set(qn(f"w:{key}"), value)
    borders.append(border)
    cell._tc.get_or_add_tcPr().append(borders)


def under(paragraph, colour: str, points: float, space: int = 4) -> None:
    """Draw a line below a paragraph."""
    borders = OxmlElement("w:pBdr")
    border = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", str(round(points * 8))), ("space", str(space)), ("color", colour)):
        border.set(qn(f"w:{key}"), value)
    borders.append(border)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def put(
    holder,
    text: str,
    points: float,
    colour: str,
    bold: bool = False,
    leading: float = 1.3,
    before: float = 0,
    style: str = "Normal",
    align=None,
    first: bool = False,
):
    """Add a paragraph to a cell or a file: letters of so many points, lines ``leading`` times as high.

    ``before``: millimetres above it. ``first``: use the empty paragraph that every cell begins with.
    """
    paragraph = holder.paragraphs[0] if first else holder.add_paragraph()
    paragraph.style = style
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Mm(before), Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points * leading)
    shape.keep_with_next = False
    if align is not None:
        paragraph.alignment = align
    add(paragraph, text, points, colour, bold)
    return paragraph


def add(paragraph, text: str, points: float, colour: str, bold: bool = False) -> None:
    """Add words to a paragraph."""
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(points), bold, False
    run.font.color.rgb = RGBColor.from_string(colour)
    properties = run._r.get_or_add_rPr()
    complex_size = OxmlElement("w:szCs")  # of Arabic and other scripts, which Word keeps apart
    complex_size.set(qn("w:val"), str(round(points * 2)))
    properties.find(qn("w:sz")).addnext(complex_size)
