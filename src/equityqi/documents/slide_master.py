"""The master of the slides: their places, letters and ground, and the course's mark on the first one."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from equityqi.documents.slide_room import BETWEEN, BODY, LINE, UNDER, Box

TITLE, COVER = 40, 52  # points of letters
LAYOUTS = {"Title Slide": 0, "Title and Content": 1, "Title Only": 5}  # of the template that comes with python-pptx
TITLE_BOX = Box(48, 20, 864, 104)
GAP_ABOVE, GAP_BELOW = "7FCBE0", "E9A6CC"


def dress(deck: Any) -> None:
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
    Box(60, 100, 640, 196).place(title)
    UNDER.place(under)
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


def _drop(deck: Any, place: int) -> None:
    listed = deck.slides._sldIdLst
    deck.part.drop_rel(listed[place].rId)
    del listed[place]
