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
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from equityqi.documents.logo import put_on_slide
from equityqi.documents.png import png_of
from equityqi.documents.slide_master import LAYOUTS, dress
from equityqi.documents.slide_room import (
    BAND,
    BODY,
    LINE,
    PADDING,
    POINT,
    SHORT,
    UNDER,
    UNDER_SIZES,
    Box,
    band_size,
    grid_of,
    picture_room,
    size_that_fits,
)
from equityqi.files import stable_zip
from equityqi.pictures.style import Picture

LANGUAGE, FONT = "en-GB", "Arial"
THEME = {
    "dk1": "1B2733", "lt1": "FFFFFF", "dk2": "12294A", "lt2": "E7EEF8", "accent1": "1D4F91", "accent2": "7B1E5A",
    "accent3": "14687F", "accent4": "B34A00", "accent5": "7E868F", "accent6": "A9C4E6", "hlink": "1D4F91",
    "folHlink": "7B1E5A",
}  # fmt: skip
WIDE, HIGH = 960, 540  # points: a screen of 16 to 9
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
    """One slide: its title, its text, a table (rows of cells, heads first) or a picture, the ``point`` in a band at the
    bottom, and the trainer's notes.
    """

    title: str
    lines: tuple[Line, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    picture: Picture | None = None
    point: str = ""
    notes: str = ""

    @property
    def room(self) -> Box:
        """Where its text, table or picture goes."""
        return SHORT if self.point else BODY


def powerpoint_file(
    title: str, under: tuple[str, ...], slides: list[Slide], notes: str = "", logo: tuple[bytes, str] | None = None
) -> bytes:
    """Return slides as the bytes of a PowerPoint file, with a first slide of a title and the lines ``under`` it; there
    is none without such lines. ``logo``: a picture for that slide, and the words for it.

    Raises ValueError where two slides have the same title: a screen reader's list of slides needs them apart.
    """
    titles = [*([title] if under else []), *(slide.title for slide in slides)]
    if twice := {one for one in titles if titles.count(one) > 1}:
        raise ValueError(f"Two slides are called “{min(twice)}”. Give each a title of its own.")
    deck = new_presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    deck.element.find(qn("p:sldSz")).attrib.pop("type", None)  # the template's says 4 to 3
    dress(deck)
    if under:
        cover = deck.slides.add_slide(deck.slide_layouts[LAYOUTS["Title Slide"]])
        first: Any = cover.placeholders
        first[0].text, first[1].text = title, "\n".join(under)
        if (size := size_that_fits(under, UNDER, UNDER_SIZES)) != LINE:
            for paragraph in first[1].text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(size)
        if logo:
            put_on_slide(cover, *logo)
        _note(cover, notes or title)
    for slide in slides:
        _add(deck, slide)
    _keep_layouts(deck)
    about = deck.core_properties
    about.title, about.language, about.author = f"{title}: {under[0]}" if under else title, LANGUAGE, "equityqi"
    about.created = about.modified = NO_DAY
    return _packed(deck)


def _add(deck: Any, slide: Slide) -> None:
    layout = LAYOUTS["Title and Content" if slide.lines else "Title Only"]
    made = deck.slides.add_slide(deck.slide_layouts[layout])
    made.shapes.title.text = slide.title
    below, texts = slide.room, [line.text for line in slide.lines]
    if slide.picture:
        figure = slide.picture.figure
        room, below = picture_room(texts, figure.get_figwidth() / figure.get_figheight(), slide.room)
        _draw(made, slide.picture, room)
    elif slide.table:
        below = _tabulate(made, slide, texts)
    if slide.lines:
        text = made.placeholders[1]
        _write(text, slide.lines, size_that_fits(texts, below))
        if slide.point or below is not BODY:
            below.place(text)
            text._element.getparent().append(text._element)  # read after the picture or table
    if slide.point:
        _band(made, slide.point)
    _note(made, slide.notes)


def _band(made: Any, point: str) -> None:
    """Write the point of a slide across its bottom, read last."""
    shape = made.shapes.add_textbox(0, 0, 0, 0)
    BAND.place(shape)
    shape.name = "Point"
    shape.fill.solid()
    shape.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor, frame.auto_size = True, MSO_ANCHOR.MIDDLE, MSO_AUTO_SIZE.NONE
    frame.margin_left, frame.margin_right = Pt(BODY.left + PADDING), Pt(WIDE - BODY.left - BODY.width)
    run = frame.paragraphs[0].add_run()
    run.text, run.font.bold, run.font.size = point, True, Pt(band_size(point))
    run.font.color.theme_color = MSO_THEME_COLOR.ACCENT_1


def _draw(made: Any, picture: Picture, room: Box) -> None:
    width, height = picture.figure.get_figwidth(), picture.figure.get_figheight()
    scale = min(room.width / width, room.height / height)
    left, top = room.left + (room.width - width * scale) / 2, room.top + (room.height - height * scale) / 2
    shape = made.shapes.add_picture(
        io.BytesIO(png_of(picture.figure)), Pt(left), Pt(top), Pt(width * scale), Pt(height * scale)
    )
    _describe(shape, "Picture", picture.alt)


def _tabulate(made: Any, slide: Slide, texts: list[str]) -> Box:
    """Add a table below the title, and return the room that is left below it."""
    rows, room = slide.table, slide.room
    grid = grid_of(rows, texts, room)
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
    return Box(room.left, top, room.width, room.bottom - top)


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
