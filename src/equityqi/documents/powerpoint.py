"""Slides as a PowerPoint file: a title in its placeholder, text that can be edited, notes, alt text, one language, and
the same bytes each time.

python-pptx has no call for alt text, the language, the theme or numbered lists, so they are set in the XML of the file.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from pptx import Presentation as new_presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from equityqi.documents.png import png_of
from equityqi.documents.slide_room import BETWEEN, BODY, LINE, POINT, Box, grid_of, picture_room, size_that_fits
from equityqi.files import stable_zip
from equityqi.pictures.style import Picture

LANGUAGE, FONT = "en-GB", "Arial"
WIDE, HIGH = 960, 540  # points: a screen of 16 to 9
TITLE, COVER = 40, 60  # points of letters
LAYOUTS = {"Title Slide": 0, "Title and Content": 1, "Title Only": 5}  # of the template that comes with python-pptx
THEME = {
    "dk1": "1B2733", "lt1": "FFFFFF", "dk2": "12294A", "lt2": "E7EEF8", "accent1": "1D4F91", "accent2": "7B1E5A",
    "accent3": "14687F", "accent4": "B34A00", "accent5": "7E868F", "accent6": "A9C4E6", "hlink": "1D4F91",
    "folHlink": "7B1E5A",
}  # fmt: skip
TITLE_BOX = Box(48, 20, 864, 104)
GAP_ABOVE, GAP_BELOW = "7FCBE0", "E9A6CC"
NO_DAY = dt.datetime(2000, 1, 1)


@dataclass(frozen=True)
class Line:
    """A paragraph: its runs of words, each with whether it is bold; ``mark`` is ``""``, ``"•"`` or ``"1"``."""

    runs: tuple[tuple[str, bool], ...]
    mark: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(words for words, _ in self.runs)


@dataclass(frozen=True)
class Slide:
    """One slide: its title, its text, a table (rows of cells, heads first) or a picture, and the trainer's notes."""

    title: str
    lines: tuple[Line, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    picture: Picture | None = None
    notes: str = ""


def powerpoint_file(title: str, under: tuple[str, ...], slides: list[Slide], notes: str = "") -> bytes:
    """Return slides as the bytes of a PowerPoint file, with a first slide of a title and the lines ``under`` it.

    Raises ValueError where two slides have the same title: a screen reader's list of slides needs them apart.
    """
    titles = [title, *(slide.title for slide in slides)]
    if twice := {one for one in titles if titles.count(one) > 1}:
        raise ValueError(f"Two slides are called “{min(twice)}”. Give each a title of its own.")
    deck = new_presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    deck.element.find(qn("p:sldSz")).attrib.pop("type", None)  # the template's says 4 to 3
    _dress(deck)
    cover = deck.slides.add_slide(deck.slide_layouts[LAYOUTS["Title Slide"]])
    first: Any = cover.placeholders
    first[0].text, first[1].text = title, "\n".join(under)
    _note(cover, notes or title)
    for slide in slides:
        _add(deck, slide)
    _keep_layouts(deck)
    about = deck.core_properties
    about.title, about.language, about.author = f"{title}: {under[0]}" if under else title, LANGUAGE, "equityqi"
    about.created = about.modified = NO_DAY
    return _packed(deck)


def _dress(deck: Any) -> None:
    """Give the master and its layouts the course's places, sizes and ground."""
    master = deck.slide_master
    for shape in master.placeholders:
        kind = shape.placeholder_format.type.name
        if kind == "TITLE":
            TITLE_BOX.place(shape)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        elif kind == "BODY":
            BODY.place(shape)
    styles = master.element.find(qn("p:txStyles"))
    _letters(styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr")), TITLE, bold=True)
    body = styles.find(qn("p:bodyStyle")).find(qn("a:lvl1pPr"))
    _letters(body, LINE)
    body.find(qn("a:spcBef")).find(qn("a:spcPct")).set("val", str(round(100_000 * BETWEEN)))
    for owner in (master, *deck.slide_layouts):
        for shape in list(owner.placeholders):  # their words would be smaller than a last row can read
            if shape.placeholder_format.type.name in ("DATE", "FOOTER", "SLIDE_NUMBER"):
                shape.element.getparent().remove(shape.element)
        for fit in list(owner.element.iter(qn("a:normAutofit"))):
            fit.getparent().remove(fit)
    _dress_cover(deck)


def _dress_cover(deck: Any) -> None:
    layout = deck.slide_layouts[LAYOUTS["Title Slide"]]
    layout.background.fill.solid()
    layout.background.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_2
    _closing_gap(deck, layout)
    title, under = layout.placeholders[0], layout.placeholders[1]
    Box(60, 128, 640, 220).place(title)
    Box(60, 356, 640, 130).place(under)
    for shape, size, bold in ((title, COVER, True), (under, LINE, False)):
        shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if bold else MSO_ANCHOR.TOP
        styles = shape.text_frame._txBody.find(qn("a:lstStyle"))
        for old in list(styles):
            styles.remove(old)
        level = styles.makeelement(qn("a:lvl1pPr"), {"marL": "0", "indent": "0", "algn": "l"})
        level.append(level.makeelement(qn("a:buNone"), {}))
        letters = level.makeelement(qn("a:defRPr"), {"sz": str(size * 100), "b": str(int(bold))})
        fill = letters.makeelement(qn("a:solidFill"), {})
        fill.append(fill.makeelement(qn("a:schemeClr"), {"val": "bg1"}))
        letters.append(fill)
        level.append(letters)
        styles.append(level)


def _closing_gap(deck: Any, layout: Any) -> None:
    """Draw two lines that come nearer to each other, the course's mark, on a layout: a picture of no data."""
    slide = deck.slides.add_slide(layout)
    for ends, colour in (((20, 190), GAP_ABOVE), ((520, 350), GAP_BELOW)):
        start, end = ends
        points = [(700 + 26 * step, start + (end - start) * (step / 10) ** 2) for step in range(11)]
        drawn = slide.shapes.build_freeform(Pt(points[0][0]), Pt(points[0][1]))
        drawn.add_line_segments([(Pt(x), Pt(y)) for x, y in points[1:]], close=False)
        shape = drawn.convert_to_shape()
        shape.fill.background()
        shape.line.width = Pt(5)
        shape.line.color.rgb = RGBColor.from_string(colour)
        about = shape._element.xpath(".//p:cNvPr")[0]
        about.set("id", str(100 + start))  # no other shape of the layout may have it
        about.set("name", "Closing gap")
        layout.shapes._spTree.insert(2, shape._element)  # behind the words
    _drop(deck, 0)


def _letters(level: Any, size: int, bold: bool = False) -> None:
    level.set("algn", "l")
    letters = level.find(qn("a:defRPr"))
    letters.set("sz", str(size * 100))
    letters.set("b", str(int(bold)))


def _add(deck: Any, slide: Slide) -> None:
    layout = LAYOUTS["Title and Content" if slide.lines else "Title Only"]
    made = deck.slides.add_slide(deck.slide_layouts[layout])
    made.shapes.title.text = slide.title
    below, texts = BODY, [line.text for line in slide.lines]
    if slide.picture:
        figure = slide.picture.figure
        room, below = picture_room(texts, figure.get_figwidth() / figure.get_figheight())
        _draw(made, slide.picture, room)
    elif slide.table:
        below = _tabulate(made, slide.table, texts)
    if slide.lines:
        text = made.placeholders[1]
        _write(text, slide.lines, size_that_fits(texts, below))
        if below is not BODY:
            below.place(text)
            text._element.getparent().append(text._element)  # read after the picture or table
    _note(made, slide.notes)


def _draw(made: Any, picture: Picture, room: Box) -> None:
    width, height = picture.figure.get_figwidth(), picture.figure.get_figheight()
    scale = min(room.width / width, room.height / height)
    left, top = room.left + (room.width - width * scale) / 2, room.top + (room.height - height * scale) / 2
    shape = made.shapes.add_picture(
        io.BytesIO(png_of(picture.figure)), Pt(left), Pt(top), Pt(width * scale), Pt(height * scale)
    )
    _describe(shape, "Picture", picture.alt)


def _tabulate(made: Any, rows: tuple[tuple[str, ...], ...], texts: list[str]) -> Box:
    """Add a table below the title, and return the room that is left below it."""
    grid = grid_of(rows, texts)
    shape = made.shapes.add_table(
        len(rows), len(rows[0]), Pt(BODY.left), Pt(BODY.top), Pt(BODY.width), Pt(sum(grid.heights))
    )
    _describe(shape, "Table", f"A table. Its columns: {', '.join(rows[0])}.")
    for column, width in zip(shape.table.columns, grid.widths, strict=True):
        column.width = Pt(width)
    for row, height, words in zip(shape.table.rows, grid.heights, rows, strict=True):
        row.height = Pt(height)
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
            for run in cell.text_frame.paragraphs[0].runs:
                run.font.size = Pt(grid.size)
    top = BODY.top + sum(grid.heights) + 14
    return Box(BODY.left, top, BODY.width, BODY.bottom - top)


def _write(shape: Any, lines: tuple[Line, ...], size: int) -> None:
    frame = shape.text_frame
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        for words, bold in line.runs:
            run = paragraph.add_run()
            run.text, run.font.bold = words, True if bold else None
            if size != LINE:
                run.font.size = Pt(size)
        marks = paragraph._p.get_or_add_pPr()
        if line.mark == "1":
            marks.set("marL", str(36 * POINT))
            marks.set("indent", str(-36 * POINT))
            marks.append(marks.makeelement(qn("a:buFont"), {"typeface": "+mj-lt"}))
            marks.append(marks.makeelement(qn("a:buAutoNum"), {"type": "arabicPeriod"}))
        elif not line.mark:
            marks.set("marL", "0")
            marks.set("indent", "0")
            marks.append(marks.makeelement(qn("a:buNone"), {}))


def _describe(shape: Any, name: str, alt: str) -> None:
    about = shape._element.xpath(".//p:cNvPr")[0]
    about.set("name", name)
    about.set("descr", " ".join(alt.split()))


def _note(made: Any, words: str) -> None:
    made.notes_slide.notes_text_frame.text = words


def _drop(deck: Any, place: int) -> None:
    listed = deck.slides._sldIdLst
    deck.part.drop_rel(listed[place].rId)
    del listed[place]


def _keep_layouts(deck: Any) -> None:
    for place, layout in reversed(list(enumerate(deck.slide_layouts))):
        if place not in LAYOUTS.values():
            deck.slide_layouts.remove(layout)


def _packed(deck: Any) -> bytes:
    """Return the file with our theme, one language, and one date on all that is in it."""
    held = io.BytesIO()
    deck.save(held)
    with zipfile.ZipFile(held) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, content in files.items():
        if name.startswith("ppt/theme/"):
            files[name] = _themed(content.decode()).encode()
        elif name.startswith("ppt/") and name.endswith(".xml"):
            files[name] = _spoken(content.decode()).encode()
    return stable_zip(files)


def _themed(theme: str) -> str:
    for name, colour in THEME.items():
        theme = re.sub(rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>', theme)
    return re.sub(r'(<a:(?:major|minor)Font><a:latin typeface=")[^"]*', rf"\g<1>{FONT}", theme)


def _spoken(xml: str) -> str:
    """Return the XML of a part with the language on each run of words.

    >>> _spoken('<a:r><a:t>Hello</a:t></a:r><a:r><a:rPr b="1"/></a:r><a:endParaRPr lang="en-US"/>').count(
    ...     'lang="en-GB"'
    ... )
    3
    """
    xml = re.sub(r' lang="[^"]*"', "", xml)
    xml = xml.replace("<a:r><a:t>", "<a:r><a:rPr/><a:t>")
    return re.sub(r"<a:(rPr|endParaRPr|defRPr)(?=[ />])", rf'<a:\1 lang="{LANGUAGE}"', xml)
