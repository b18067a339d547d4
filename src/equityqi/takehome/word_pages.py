"""Word files of what a person takes home: A4 upright, real headings, no table, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import cast

from docx import Document as new_document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from equityqi.files import stable_zip

INK, SOFT, BLUE, FONT, LANGUAGE = "1D2A33", "4B5963", "1D4F91", "Arial", "en-GB"
NOON = dt.datetime(2000, 1, 1, 12)  # no file says when it was made
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STYLES = {
    "Normal": (11, INK),
    "Title": (22, INK),
    "Heading 1": (15, BLUE),
    "Heading 2": (10, SOFT),
    "Heading 3": (11, INK),
}


class WordPages:
    """A Word file that grows from top to bottom. Characters that no document can hold are left out."""

    def __init__(self, title: str):
        self._word = new_document()
        page = self._word.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(20)
        page.top_margin = page.bottom_margin = Mm(16)
        for name, (size, colour) in STYLES.items():
            style = cast(ParagraphStyle, self._word.styles[name])
            style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor.from_string(colour)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in [key for key in fonts.attrib if key.endswith("Theme")]:  # a theme's font would win over ours
                del fonts.attrib[theme]
            fonts.set(qn("w:hAnsi"), FONT)
            fonts.set(qn("w:cs"), FONT)
        cast(ParagraphStyle, self._word.styles["Title"]).font.bold = True
        cast(ParagraphStyle, self._word.styles["Heading 1"]).paragraph_format.space_before = Pt(14)
        cast(ParagraphStyle, self._word.styles["Normal"]).paragraph_format.space_after = Pt(6)
        for language in self._word.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
        about = self._word.core_properties
        about.title, about.language, about.author, about.comments = title[:255], LANGUAGE, "", ""
        about.created = about.modified = NOON
        self._word.add_heading(title, 0)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading, which stays with what follows it."""
        self._word.add_heading(_plain(text), level)

    def words(self, text: str) -> None:
        """Add a person's words: a blank line in them begins a paragraph."""
        for part in _plain(text).split("\n\n"):
            self._word.add_paragraph(part)

    def labelled(self, label: str, value: str, depth: int = 0) -> None:
        """Add what one field is called and what is in it; ``depth`` sets it in."""
        line = self._word.add_paragraph()
        line.paragraph_format.left_indent = Mm(6 * min(depth, 8))
        line.add_run(f"{_plain(label)}: ").bold = True
        line.add_run(_plain(value))
        line.paragraph_format.space_after = Pt(2)

    def small(self, text: str) -> None:
        """Add small print."""
        run = self._word.add_paragraph().add_run(_plain(text))
        run.font.size, run.font.color.rgb = Pt(9.5), RGBColor.from_string(SOFT)

    def packed(self) -> bytes:
        """Return the bytes of the file, with one date on all that is in it."""
        held = io.BytesIO()
        self._word.save(held)
        with zipfile.ZipFile(held) as archive:
            return stable_zip({name: archive.read(name) for name in archive.namelist()})


def _plain(text: str) -> str:
    return NOT_IN_XML.sub("", text)
