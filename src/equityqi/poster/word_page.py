"""The one page as a Word file, with the appendix behind it: the same words in the same places as the HTML."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm

from equityqi.documents.word import add_section, empty_word, lay, packed
from equityqi.files import write_atomically
from equityqi.poster.chart_png import chart_png
from equityqi.poster.html_page import REST, TOLD_US
from equityqi.poster.layout import Layout, parts_of, to_try
from equityqi.poster.page import FLOOR_RULE, HIDDEN, Poster, Said, poster_of
from equityqi.poster.word_shapes import RIGHT, add, grid, line, pad, put, shade, under
from equityqi.project.document import DRAWN, appendix, shared
from equityqi.project.drawings import drawing
from equityqi.project.parts import Project
from equityqi.project.sentences import case_of
from equityqi.typed_input import date

INK, SOFT, LINE, WASH, BLUE = "1D2A33", "475563", "D3DAE1", "F3F6FA", "1D4F91"
PLUM, PLUM_TINT, TEAL, CONCERN, WHITE, PALE = "7B1E5A", "F7EEF4", "14687F", "B34A00", "FFFFFF", "E7EEF8"
EDGE, TOP, ACROSS = 12, 9, 186  # millimetres: white left and right, above, and what lies between
SHEET = 301  # millimetres for what Layout measures: Word adds a little between the parts
FONT = "Arial"
SIZES = {"Normal": 10, "Title": 24, "Heading 1": 13, "Heading 2": 12, "Caption": 10}


def to_word(project: Project, path: Path) -> None:
    """Write a project as a Word file. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    write_atomically(Path(path), word_of(project))


def word_of(project: Project) -> bytes:
    """Return a project as the bytes of a Word file, dated by its own day and never by the clock."""
    case = case_of(project)
    word, layout = begun(project)
    known = shared(project)
    drawn = {name: found for name in DRAWN if (found := drawing(name, known, case))}
    rest = appendix(project, drawn, layout.cut())
    for section in rest.sections:
        if section.wide:
            lay(word.add_section(WD_SECTION.NEW_PAGE), 297, 210, 12)
            add_section(word, replace(section, title=f"{rest.title}: {section.title[:1].lower()}{section.title[1:]}"))
    lay(word.add_section(WD_SECTION.NEW_PAGE), 210, 297, 16)
    put(word, rest.title, 18, BLUE, True, 1.2, style="Heading 1")
    for about in rest.about:
        put(word, about, 10, INK, leading=1.4, before=1)
    for section in rest.sections:
        if not section.wide:
            add_section(word, section)
    return packed(word)


def begun(project: Project) -> tuple[WordDocument, Layout]:
    """Return a Word file that has the one page and nothing else yet, and how its words were laid out."""
    poster = poster_of(project, case_of(project))
    layout = Layout(poster, SHEET)
    word = empty_word(poster.title, date(project.day), FONT, SIZES)
    page = word.sections[0]
    lay(page, 210, 297, EDGE)
    page.top_margin, page.bottom_margin = Mm(TOP), Mm(2)
    spare = 0.0 if layout.cut() else min(max(SHEET - sum(parts_of(poster, layout)), 0) / 6 + 2, 6)
    _top(word, poster, layout)
    title = layout.fit("title", poster.title)
    put(word, title.text, title.points, INK, True, 1.1, 3 + spare / 2, "Title")
    _problem(word, poster, layout, spare)
    _aim(word, poster, layout, spare)
    _two(word, poster, layout, spare)
    _bottom(word, poster, layout, spare)
    _foot(word, poster, layout, spare)
    return word, layout


def _gap(word, millimetres: float) -> None:
    """Add white space: Word joins tables that nothing lies between."""
    put(word, "", 1, INK, leading=max(millimetres * 72 / 25.4, 1))


def _fitted(holder, layout: Layout, name: str, text: str, colour: str, leading: float, **how) -> None:
    found = layout.fit(name, text)
    if found.text:
        put(holder, found.text, found.points, colour, leading=leading, **how)


def _said(holder, layout: Layout, name: str, said: Said, colour: str, leading: float, **how) -> None:
    if said.missing:
        put(holder, said.words, 9, colour if colour == WHITE else SOFT, leading=1.35, before=how.get("before", 0))
    else:
        _fitted(holder, layout, name, said.words, colour, leading, **how)


def _top(word, poster: Poster, layout: Layout) -> None:
    day = f", {layout.fit('day', poster.day).text}" if poster.day else ""
    organisation = layout.fit("organisation", poster.organisation).text
    paragraph = put(word, f"{organisation}\tOur project on one page{day}. {REST}", 9, SOFT)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(ACROSS), alignment=WD_TAB_ALIGNMENT.RIGHT)
    under(paragraph, BLUE, 3.4)


def _problem(word, poster: Poster, layout: Layout, spare: float) -> None:
    _gap(word, 3 + spare)
    left, _, right = grid(word, (125, 7, 54)).rows[0].cells
    _first(left)
    _said(left, layout, "problem", poster.problem, INK, 1.3)
    _fitted(left, layout, "finding", poster.finding, INK, 1.3, bold=True, before=2.6)
    if poster.chart:
        _picture(left, poster)
    _fitted(left, layout, "note", poster.chart_note.words, SOFT, 1.35)
    _first(right)
    if poster.quotation.missing:
        line(right, "left", LINE, 1.5)
        pad(right, left=4)
        _fitted(right, layout, "listened", poster.listened, SOFT, 1.35)
        put(right, poster.quotation.words, 9, SOFT, leading=1.35, before=2)
        return
    pad(right, right=4, left=4.5)  # a margin above one cell would move all cells of its row
    shade(right, PLUM_TINT)
    put(right, "“", 40, PLUM, True, 0.62, before=4).runs[0].font.name = "Georgia"
    _fitted(right, layout, "quotation", poster.quotation.words, PLUM, 1.3, bold=True)
    _fitted(right, layout, "speaker", poster.speaker, INK, 1.4, before=3.4)
    _fitted(right, layout, "listened", poster.listened, SOFT, 1.35, before=3.4)


def _first(cell) -> None:
    """Make the empty paragraph that every cell begins with as low as can be."""
    put(cell, "", 1, INK, leading=1, first=True)


def _picture(cell, poster: Poster) -> None:
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Mm(1), Mm(0.6)
    shapes = poster.chart.wide
    picture = paragraph.add_run().add_picture(io.BytesIO(chart_png(shapes)), width=Mm(shapes.width * 25.4 / 96))
    about = picture._inline.docPr
    about.set("name", "gap")
    about.set("title", poster.finding)
    about.set("descr", poster.chart.alt)


def _aim(word, poster: Poster, layout: Layout, spare: float) -> None:
    _gap(word, 3.4 + spare)
    label, words = grid(word, (34, 176), indent=-EDGE).rows[0].cells
    for cell, left in ((label, EDGE), (words, 0)):
        shade(cell, BLUE)
        pad(cell, 4, EDGE if cell is words else 0, 4.2, left)
    put(label, "Our aim", 11, WHITE, True, 1.4, style="Heading 2", first=True)
    _first(words)
    _said(words, layout, "aim", poster.aim, WHITE, 1.18, bold=True)
    _fitted(words, layout, "aim_about", poster.aim_about, PALE, 1.38, before=1.2)


def _two(word, poster: Poster, layout: Layout, spare: float) -> None:
    _gap(word, 3.8 + spare)
    left, _, right = grid(word, (88.5, 9, 88.5)).rows[0].cells
    _drivers(left, poster, layout)
    _measures(right, poster, layout)


def _drivers(cell, poster: Poster, layout: Layout) -> None:
    shown, whole = len(poster.drivers), poster.of_drivers
    heading = "What must be true" + (f", {shown} of {whole}" if whole > shown else "")
    paragraph = put(cell, heading, 12, BLUE, True, 1.2, style="Heading 2", first=True)
    if any(driver.told_us for driver in poster.drivers):
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(88.5), alignment=WD_TAB_ALIGNMENT.RIGHT)
        add(paragraph, "\t“ ", 12, PLUM, True)
        add(paragraph, TOLD_US, 9, SOFT)
    if not poster.drivers:
        put(cell, poster.no_drivers, 9, SOFT, before=1.6)
        return
    rows = grid(cell, (7, 74.5, 7), rows=len(poster.drivers)).rows
    texts = layout.alike("driver", [driver.text for driver in poster.drivers])
    tries = layout.alike("to_try", [to_try(driver) for driver in poster.drivers])
    for number, (row, driver, text, idea) in enumerate(zip(rows, poster.drivers, texts, tries, strict=True), 1):
        counted, words, mark = row.cells
        for one in row.cells:
            line(one, "top", LINE, 0.75)
            pad(one, 1.5, 0, 1.5)
        put(counted, str(number), 15, BLUE, True, 1.1, first=True)
        put(words, text.text, text.points, INK, True, 1.28, first=True)
        if idea.text:
            put(words, idea.text, idea.points, SOFT, leading=1.32)
        put(mark, "“" if driver.told_us else "", 22, PLUM, True, 0.8, align=RIGHT, first=True)


def _measures(cell, poster: Poster, layout: Layout) -> None:
    put(cell, "How we'll know", 12, BLUE, True, 1.2, style="Heading 2", first=True)
    if not poster.measures:
        put(cell, poster.no_measures, 9, SOFT, before=1.6)
        return
    period, *groups = poster.measure_heads
    known = any(measured.least or measured.best for measured in poster.measures)
    table = grid(cell, (48.5, 20, 20), rows=2 * len(poster.measures) + known)
    rows = list(table.rows)
    if known:
        head = rows.pop(0).cells
        put(head[0], f"Latest: {period}" if period else "", 9, SOFT, leading=1.2, first=True)
        for one, group in zip(head[1:], layout.alike("head", groups), strict=True):
            put(one, group.text, group.points, SOFT, leading=1.2, align=RIGHT, first=True)
        for one in head:
            pad(one, 0, 0, 1, 0 if one is head[0] else 2)
            one.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    names = layout.alike("measure", [measured.name for measured in poster.measures])
    about = layout.alike("measure_about", [measured.about for measured in poster.measures])
    for place, (measured, name, words) in enumerate(zip(poster.measures, names, about, strict=True)):
        cells, below = rows[2 * place].cells, rows[2 * place + 1].cells
        for one in cells:
            line(one, "top", LINE, 0.75)
            pad(one, 1.5)
        put(cells[0], name.text, name.points, INK, True, 1.28, first=True)
        if measured.least or measured.best:
            for one, number, colour in ((cells[1], measured.least, PLUM), (cells[2], measured.best, TEAL)):
                found, small = layout.fit("number", number), number == HIDDEN
                put(
                    one,
                    number,
                    9 if small else found.points,
                    SOFT if small else colour,
                    not small,
                    1.15,
                    0,
                    align=RIGHT,
                    first=True,
                )
        else:
            put(cells[1].merge(cells[2]), "no number yet", 9, SOFT, align=RIGHT, first=True)
        merged = below[0].merge(below[2])
        pad(merged, 0, 0, 1.5)
        put(merged, words.text, words.points, SOFT, leading=1.32, first=True)


def _bottom(word, poster: Poster, layout: Layout, spare: float) -> None:
    _gap(word, 3.6 + spare)
    left, _, right = grid(word, (118, 9, 59)).rows[0].cells
    put(left, "Our first test", 12, BLUE, True, 1.2, style="Heading 2", first=True)
    if poster.test:
        _test(left, poster.test, layout)
    else:
        put(left, poster.no_test, 9, SOFT, before=1.6)
    line(right, "left", CONCERN, 3)
    pad(right, left=4)
    put(right, "Who must not lose", 12, CONCERN, True, 1.2, style="Heading 2", first=True)
    _said(right, layout, "floor", poster.floor, INK, 1.25, bold=True, before=1.2)
    if not poster.floor.missing:
        put(right, FLOOR_RULE, 9, SOFT, leading=1.35, before=1)


def _test(cell, test, layout: Layout) -> None:
    _fitted(cell, layout, "question", test.question, INK, 1.25, bold=True, before=1.4)
    put(cell, "", 1, INK, leading=3)
    cells = grid(cell, (32, 4, 29, 4, 49)).rows[0].cells
    parts = (
        ("We predicted", "predicted", test.predicted),
        ("We saw", "saw", test.saw),
        ("We learned", "learned", test.learned),
    )
    for one, (label, name, words) in zip(cells[::2], parts, strict=True):
        line(one, "top", BLUE, 1.5)
        pad(one, 1.2)
        put(one, label, 9, SOFT, first=True)
        if not words:
            put(one, "not yet", 9, SOFT)
        elif name == "learned":
            _fitted(one, layout, name, words, INK, 1.3)
        else:
            _fitted(one, layout, name, words, BLUE, 1.2, bold=True)


def _foot(word, poster: Poster, layout: Layout, spare: float) -> None:
    _gap(word, 3.6 + spare)
    left, right = grid(word, (139, 71), indent=-EDGE).rows[0].cells
    for cell in (left, right):
        shade(cell, WASH)
    pad(left, 3, 9, 3.4, EDGE)
    pad(right, 3, EDGE, 3.4)
    date_words = layout.fit("next_date", poster.next_date).text if poster.next_date else "not set yet"
    put(left, f"Next date: {date_words}", 10, BLUE, True, style="Heading 2", first=True)
    _fitted(left, layout, "next_step", poster.next_step, INK, 1.25)
    put(left, poster.small_print, 9, SOFT, leading=1.35, before=1)
    put(right, "Talk to us", 10, BLUE, True, style="Heading 2", first=True)
    _said(right, layout, "contact", poster.contact, INK, 1.25)
    put(word, "", 1, INK, leading=1)
