"""Count the pages of projects, and the letters on their one page: HTML in Chromium, Word in LibreOffice.

``python -m tools.poster_pages`` prints the table, and with ``--write`` it writes docs/poster-pages.md. It needs
Chromium and LibreOffice Writer (``soffice``).
"""

from __future__ import annotations

import argparse
import copy
import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.oxml.ns import qn

from equityqi.files import course_root, write_atomically
from equityqi.poster.html_page import page_of
from equityqi.poster.word_page import word_of
from equityqi.project.parts import Project
from tools.poster_projects import every

PAGE = "docs/poster-pages.md"
MM = 25.4 / 96  # millimetres in a pixel of a browser
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.pp *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()) && e.getClientRects().length)
  .map(e => parseFloat(getComputedStyle(e).fontSize) * (e.closest('svg') ?
    e.closest('svg').getBoundingClientRect().width / e.closest('svg').viewBox.baseVal.width : 1)))"""
HIGH = "document.querySelector('.pp').offsetHeight"
SPILT = """() => [...document.querySelectorAll('.pp *')].filter(e => e.getClientRects().length && !e.closest('caption') &&
  (e.getBoundingClientRect().right > e.closest('.pp').getBoundingClientRect().right + 1 ||
   e.getBoundingClientRect().bottom > e.closest('.pp').getBoundingClientRect().bottom + 1)).length"""
HEAD = """# The one page, counted

This page is made by a command. Do not change it by hand; run `python -m tools.poster_pages --write` again. It needs
Chromium and LibreOffice Writer.

Each project was written as HTML and as Word. Chromium printed the HTML, LibreOffice turned the Word file into PDF, and
the pages were counted. The models are those of the cases. In the longest projects every text that people can type has
about 600 words, or one word of 700 letters, or text from right to left, or emoji and HTML signs.

- **The one page** is how many pages the poster takes by itself. It must be 1.
- **Pages in all** is the poster with its appendix.
- **Least letters** are those on the poster, in points, as the browser shows them in print. At least 9 are asked for.
- **Cut** is how many texts on the page end in “…”; the appendix has each of them whole.

"""


@dataclass(frozen=True)
class Counted:
    """What was counted of one file: pages of the sheet alone, pages in all, points of the least letters (HTML only)."""

    sheet: int
    pages: int
    points: float | None = None
    high: float = 0.0
    spilt: int = 0


def in_browser(pages: Mapping[str, str], browser) -> dict[str, Counted]:
    """Return what Chromium prints of pages; ``browser`` is Playwright's."""
    found = {}
    for name, html in pages.items():
        page = browser.new_page(viewport={"width": 1000, "height": 1400})
        page.set_content(html)
        page.emulate_media(media="print")
        pages_ = pages_in(page.pdf(prefer_css_page_size=True))
        points, high = page.evaluate(SMALLEST) * 0.75, page.evaluate(HIGH)
        spilt = page.evaluate(SPILT)
        page.evaluate("document.querySelector('.rest').remove()")
        found[name] = Counted(pages_in(page.pdf(prefer_css_page_size=True)), pages_, points, high * MM, spilt)
        page.close()
    return found


def pages_in(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def in_libreoffice(files: Mapping[str, bytes]) -> dict[str, int]:
    """Return how many pages LibreOffice makes of Word files. Raises OSError when it is not there or does not answer."""
    soffice = shutil.which("soffice")
    if not soffice:
        raise FileNotFoundError("LibreOffice Writer (soffice) is not on this computer.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, word in files.items():
            (folder / f"{name}.docx").write_bytes(word)
        home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, home, "--headless", "--convert-to", "pdf", "--outdir", scratch]
        subprocess.run([*command, *map(str, folder.glob("*.docx"))], check=True, capture_output=True, timeout=600)
        return {name: pages_in((folder / f"{name}.pdf").read_bytes()) for name in files}


def sheet_alone(word: bytes) -> bytes:
    """Return a project's Word file without its appendix: all up to the end of its first section."""
    opened = docx.Document(io.BytesIO(word))
    body = opened.element.body
    parts = list(body)
    end = next(place for place, part in enumerate(parts) if part.find(f".//{qn('w:pPr')}/{qn('w:sectPr')}") is not None)
    first = parts[end].find(f".//{qn('w:sectPr')}")
    for part in parts[end:]:
        body.remove(part)
    body.append(copy.deepcopy(first))
    written = io.BytesIO()
    opened.save(written)
    return written.getvalue()


def table(projects: Mapping[str, Project], browser) -> str:
    """Return the table of all projects in Markdown."""
    html = in_browser({name: page_of(project) for name, project in projects.items()}, browser)
    words = {name: word_of(project) for name, project in projects.items()}
    whole = in_libreoffice(words)
    alone = in_libreoffice({name: sheet_alone(word) for name, word in words.items()})
    heads = ("Project", "HTML: the one page", "pages in all", "least letters", "cut", "Word: the one page", "pages in all")
    rows = [heads, ("---",) * len(heads)]
    for name, project in projects.items():
        of, cut = html[name], page_of(project).partition('class="rest"')[0].count("…")
        points = f"{of.points:.1f} pt"
        rows.append(tuple(map(str, (name, of.sheet, of.pages, points, cut, alone[name], whole[name]))))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def main() -> None:
    from playwright.sync_api import sync_playwright  # lazy: tests bring their own browser

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help=f"write {PAGE}")
    asked.add_argument("--chromium", default=shutil.which("chromium-headless-shell") or shutil.which("chromium"))
    given = asked.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium)
        made = table(every(), browser)
        browser.close()
    print(made)
    if given.write:
        write_atomically(course_root() / PAGE, HEAD + made)


if __name__ == "__main__":
    main()
