"""A document as a Word file: real headings, lists and header rows, alt text on each picture, the same bytes each time.

python-docx has no call for alt text, repeated header rows or the language, so they are set in the document's XML.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import cast

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from equityqi.documents.blocks import Block, Bullets, Document, Figure, Paragraph, TableBlock
from equityqi.documents.png import png_of
from equityqi.files import stable_zip

INK, TINT, FONT, LANGUAGE = "1D2A33", "CBE0F0", "Verdana", "en-GB"
NO_DAY = dt.date(2000, 1, 1)
WIDE, TALL, EDGE = 297, 210, 12  # millimetres: A4 on its side
NARROWEST = 24  # millimetres that a column needs for one long word
MOST = 120  # letters in a line of a table's cell beyond which a column grows no wider


def word_file(document: Document, day: dt.date | None, pages: bool = False) -> bytes:
    """Return a document as the bytes of a Word file, dated by ``day``.

    What stands on one page has the first page to itself; with ``pages`` each section begins a page.
    """
    word = _empty(document.title, day or NO_DAY)
    word.add_heading(document.title, 0)
    for line in document.about:
        word.add_paragraph(line).paragraph_format.space_after = Pt(2)
    for place, section in enumerate(document.sections):
        heading = word.add_heading(section.title, 1)
        heading.paragraph_format.page_break_before = place > 0 if pages else place == 1
        for block in section.blocks:
            _add(word, block)
    return _packed(word)


def _empty(title: str, day: dt.date) -> WordDocument:
    word = new_document()
    page = word.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(WIDE), Mm(TALL)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(EDGE)
    for name, size in (("Normal", 11), ("Title", 22), ("Heading 1", 16), ("Caption", 11)):
        font = _style(word, name).font
        font.name, font.size, font.color.rgb = FONT, Pt(size), RGBColor.from_string(INK)
        fonts = word.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:  # a theme's font would win over ours
            del fonts.attrib[theme]
        fonts.set(qn("w:hAnsi"), FONT)
        fonts.set(qn("w:cs"), FONT)
    _style(word, "Caption").paragraph_format.keep_with_next = True
    _style(word, "Caption").paragraph_format.space_after = Pt(3)
    _style(word, "Heading 1").paragraph_format.space_before = Pt(10)
    _style(word, "Title").paragraph_format.space_after = Pt(6)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    about, noon = word.core_properties, dt.datetime.combine(day, dt.time(12))
    about.title, about.language, about.author, about.comments = title[:255], LANGUAGE, "", ""
    about.created = about.modified = noon
    return word


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, word.styles[name])


def _add(word: WordDocument, block: Block) -> None:
    if isinstance(block, Paragraph):
        word.add_paragraph(block.text).paragraph_format.keep_with_next = block.text.endswith(":")  # a list follows
    elif isinstance(block, Bullets):
        kind = "List Number" if block.counted else "List Bullet"
        for depth, text in block.items:
            word.add_paragraph(text, style=f"{kind} {min(depth, 2) + 1}" if depth else kind)
    elif isinstance(block, TableBlock):
        _add_table(word, block)
    elif isinstance(block, Figure):
        _add_picture(word, block)


def _add_table(word: WordDocument, block: TableBlock) -> None:
    word.add_paragraph(block.caption, style="Caption")
    table = word.add_table(rows=1 + len(block.rows), cols=len(block.heads), style="Table Grid")
    table.autofit = False
    properties = table._tbl.tblPr
    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), block.caption)
    properties.append(title)
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", "40"), ("left", "100"), ("bottom", "40"), ("right", "100")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), twips)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.find(qn("w:tblLook")).addprevious(margins)  # the schema has an order
    widths = _widths(block)
    for row, words in zip(table.rows, (block.heads, *block.rows), strict=True):
        for cell, width, text in zip(row.cells, widths, words, strict=True):
            cell.width = Mm(width)
            cell.text = text
        row_properties = row._tr.get_or_add_trPr()
        row_properties.append(OxmlElement("w:cantSplit"))
        if words is block.heads:
            row_properties.append(OxmlElement("w:tblHeader"))
            for cell in row.cells:
                for run in cell.paragraphs[0].runs:
                    run.bold = True
                shade = OxmlElement("w:shd")
                shade.set(qn("w:val"), "clear")
                shade.set(qn("w:fill"), TINT)
                cell._tc.get_or_add_tcPr().append(shade)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    word.add_paragraph()


def _widths(block: TableBlock) -> list[float]:
    """Return the widths of columns in millimetres: a column with longer words is wider, though less than they are
    longer.

    >>> [
    ...     round(width)
    ...     for width in _widths(
    ...         TableBlock(
    ...             "Aim", ("Field", "What we wrote"), (("Place", "our 24 practices in the towns of the valley"),)
    ...         )
    ...     )
    ... ]
    [72, 201]
    """
    longest = [
        max(len(line) for row in (block.heads, *block.rows) for line in row[column].split("\n"))
        for column in range(len(block.heads))
    ]
    shares = [min(length, MOST) ** 0.7 + 1 for length in longest]
    spare = max(0, WIDE - 2 * EDGE - NARROWEST * len(shares))
    return [NARROWEST + spare * share / sum(shares) for share in shares]


def _add_picture(word: WordDocument, shown: Figure) -> None:
    wide, tall = shown.picture.figure.get_size_inches()
    most_wide, most_tall = WIDE - 2 * EDGE, TALL - 2 * EDGE - 25  # a heading and the sentence stand on the same page
    across = min(most_wide, most_tall * wide / tall, 1.15 * wide * 25.4)
    picture = word.add_picture(io.BytesIO(png_of(shown.picture.figure)), width=Mm(across))
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    about = picture._inline.docPr
    about.set("name", shown.name)
    about.set("title", shown.picture.sentence)
    about.set("descr", shown.picture.alt)
    word.add_paragraph(shown.picture.sentence)


def _packed(word: WordDocument) -> bytes:
    """Return the file with one date on all that is in it, so that the same project makes the same bytes."""
    held = io.BytesIO()
    word.save(held)
    with zipfile.ZipFile(held) as archive:
        return stable_zip({name: archive.read(name) for name in archive.namelist()})
