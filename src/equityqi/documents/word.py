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
from docx.section import Section as WordSection
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from equityqi.documents.blocks import Block, Bullets, Document, Figure, Paragraph, Section, TableBlock
from equityqi.documents.logo import logo_alt, logo_picture
from equityqi.documents.png import png_of
from equityqi.files import stable_zip
from equityqi.organisation import organisation
from equityqi.pictures.style import Picture
from equityqi.plain_words import closed

INK, TINT, FONT, LANGUAGE = "1D2A33", "CBE0F0", "Verdana", "en-GB"
SIZES = {"Normal": 11, "Title": 22, "Heading 1": 16, "Caption": 11}
NO_DAY = dt.date(2000, 1, 1)
WIDE, TALL, EDGE = 297, 210, 12  # millimetres: A4 on its side
LOGO_TALL, LOGO_WIDE = 14, 60  # millimetres that a logo has at most
NARROWEST = 24  # millimetres that a column needs for one long word
MOST = 120  # letters in a line of a table's cell beyond which a column grows no wider


def word_file(document: Document, day: dt.date | None, pages: bool = False) -> bytes:
    """Return a document as the bytes of a Word file, dated by ``day``, on A4 on its side.

    What stands on one page has the first page to itself; with ``pages`` each section begins a page.
    """
    word = empty_word(document.title, day)
    lay(word.sections[0], WIDE, TALL, EDGE)
    word.add_heading(document.title, 0)
    add_organisation(word)
    for line in document.about:
        word.add_paragraph(line).paragraph_format.space_after = Pt(2)
    for place, section in enumerate(document.sections):
        add_section(word, section, page_break=place > 0 if pages else place == 1)
    return packed(word)


def add_organisation(word: WordDocument) -> None:
    """Add who runs the course: the logo with its words, and the name; nothing where nobody has written any."""
    held = organisation()
    logo, named = logo_picture(held), held.named
    if logo:
        paragraph = word.add_paragraph()
        shape = paragraph.add_run().add_picture(io.BytesIO(logo), height=Mm(LOGO_TALL))
        if shape.width > Mm(LOGO_WIDE):
            shape.width, shape.height = Mm(LOGO_WIDE), round(shape.height * Mm(LOGO_WIDE) / shape.width)
        shape._inline.docPr.set("name", "Logo")
        shape._inline.docPr.set("descr", logo_alt(held))
        paragraph.paragraph_format.space_after, paragraph.paragraph_format.keep_with_next = Pt(2), True
    if named:
        word.add_paragraph(named).paragraph_format.space_after = Pt(2)


def add_section(word: WordDocument, section: Section, page_break: bool = False) -> None:
    """Add a section of a document: its heading, on a new page if wanted, and its blocks."""
    word.add_heading(section.title, 1).paragraph_format.page_break_before = page_break
    for block in section.blocks:
        _add(word, block)


def lay(page: WordSection, wide: float, tall: float, edge: float) -> None:
    """Give the pages of a Word section this size and this white edge, in millimetres."""
    page.orientation = WD_ORIENT.LANDSCAPE if wide > tall else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Mm(wide), Mm(tall)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(edge)


def empty_word(
    title: str, day: dt.date | None, font_name: str = FONT, sizes: dict[str, float] | None = None
) -> WordDocument:
    """Return a Word file without a word in it, in this font and with the styles of the course.

    ``sizes``: of styles that are to differ, in points.
    """
    word = new_document()
    for name, size in (SIZES | (sizes or {})).items():
        font = _style(word, name).font
        font.name, font.size, font.color.rgb = font_name, Pt(size), RGBColor.from_string(INK)
        fonts = word.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:  # a theme's font would win over ours
            del fonts.attrib[theme]
        fonts.set(qn("w:hAnsi"), font_name)
        fonts.set(qn("w:cs"), font_name)
    _style(word, "Caption").paragraph_format.keep_with_next = True
    _style(word, "Caption").paragraph_format.space_after = Pt(3)
    _style(word, "Heading 1").paragraph_format.space_before = Pt(10)
    _style(word, "Title").paragraph_format.space_after = Pt(6)
    for name in ("w:pBdr", "w:spacing"):  # a line below, and letters apart, which nobody asked for
        for found in list(word.styles["Title"].element.iter(qn(name))):
            if name == "w:pBdr" or found.getparent().tag == qn("w:rPr"):
                found.getparent().remove(found)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    about, noon = word.core_properties, dt.datetime.combine(day or NO_DAY, dt.time(12))
    about.title, about.language, about.author, about.comments = title[:255], LANGUAGE, "", ""
    about.created = about.modified = noon
    return word


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, word.styles[name])


def _add(word: WordDocument, block: Block) -> None:
    if isinstance(block, Paragraph):
        paragraph = word.add_paragraph()
        if block.lead:
            paragraph.add_run(f"{closed(block.lead)} ").bold = True
        paragraph.add_run(block.text)
        paragraph.paragraph_format.keep_with_next = block.text.endswith(":")  # a list follows
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
    widths = _widths(block, _room(word)[0])
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


def _room(word: WordDocument) -> tuple[float, float]:
    """Return how many millimetres there are between the edges of the last section's pages, across and down."""
    page = word.sections[-1]
    across = int(page.page_width or 0) - int(page.left_margin or 0) - int(page.right_margin or 0)
    down = int(page.page_height or 0) - int(page.top_margin or 0) - int(page.bottom_margin or 0)
    return across / Mm(1), down / Mm(1)


def _widths(block: TableBlock, room: float) -> list[float]:
    """Return the widths of columns in millimetres, ``room`` together: a column with longer words is wider, though less
    than they are longer.

    >>> [
    ...     round(width)
    ...     for width in _widths(
    ...         TableBlock(
    ...             "Aim", ("Field", "What we wrote"), (("Place", "our 24 practices in the towns of the valley"),)
    ...         ),
    ...         273,
    ...     )
    ... ]
    [72, 201]
    """
    longest = [
        max(len(line) for row in (block.heads, *block.rows) for line in row[column].split("\n"))
        for column in range(len(block.heads))
    ]
    shares = [min(length, MOST) ** 0.7 + 1 for length in longest]
    spare = max(0, room - NARROWEST * len(shares))
    return [NARROWEST + spare * share / sum(shares) for share in shares]


def _add_picture(word: WordDocument, shown: Figure) -> None:
    if not isinstance(shown.picture, Picture):
        raise TypeError("Word has no SVG of a page: give it the picture of a report.")
    wide, tall = shown.picture.figure.get_size_inches()
    most_wide, most_tall = _room(word)
    most_tall = min(most_tall - 25, TALL - 2 * EDGE - 25)  # a heading and the sentence stand on the same page
    across = min(most_wide, most_tall * wide / tall, 1.15 * wide * 25.4)
    picture = word.add_picture(io.BytesIO(png_of(shown.picture.figure)), width=Mm(across))
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    about = picture._inline.docPr
    about.set("name", shown.name)
    about.set("title", shown.picture.sentence)
    about.set("descr", shown.picture.alt)
    word.add_paragraph(shown.picture.sentence)


def packed(word: WordDocument) -> bytes:
    """Return the file with one date on all that is in it, so that the same project makes the same bytes."""
    held = io.BytesIO()
    word.save(held)
    with zipfile.ZipFile(held) as archive:
        return stable_zip({name: archive.read(name) for name in archive.namelist()})
