"""Count the pages of projects, and the letters on their one page: HTML in Chromium, Word in LibreOffice.

``python -m tools.poster_pages`` prints the table, and with ``--write`` it writes docs/poster-pages.md. It needs
Chromium and LibreOffice Writer (``soffice``). ``--picture`` writes docs/images/poster.png, and counts nothing.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from equityqi.cases.case import load
from equityqi.documents.word import packed
from equityqi.files import course_root, write_atomically
from equityqi.poster.html_page import page_of
from equityqi.poster.word_page import begun, word_of
from equityqi.project.model_project import model_project
from equityqi.project.parts import Project
from equityqi.settings import FIRST_CASE
from tools.poster_projects import every

PAGE, PICTURE = "docs/poster-pages.md", "docs/images/poster.png"
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.pp *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()) && e.getClientRects().length)
  .map(e => parseFloat(getComputedStyle(e).fontSize) * (e.closest('svg') ?
    e.closest('svg').getBoundingClientRect().width / e.closest('svg').viewBox.baseVal.width : 1)))"""
OUTSIDE = """() => [...document.querySelectorAll('.pp *')].filter(e =>
  e.getClientRects().length && !e.closest('caption') &&
  (e.getBoundingClientRect().right > e.closest('.pp').getBoundingClientRect().right + 1 ||
   e.getBoundingClientRect().bottom > e.closest('.pp').getBoundingClientRect().bottom + 1)).length"""
HEAD = """# The one page, counted

A command makes this page. Please don't change it by hand: run `python -m tools.poster_pages --write` again. It needs
Chromium and LibreOffice Writer.

Each project was written as HTML and as Word. Chromium printed the HTML, LibreOffice turned the Word file into PDF, and
the pages were counted. The models are those of the cases. In the longest projects every text that people can type has
about 600 words, or one word of 700 letters, or text from right to left, or emoji and HTML signs.

- **The one page** is how many pages the poster takes by itself. It must be 1.
- **In all** is how many pages there are: the poster with its appendix.
- **Least letters** are those on the poster, in points, as the browser shows them in print. At least 9 are asked for.
- **Cut** is how many texts on the page end in “…”; the appendix has each of them whole.

"""


@dataclass(frozen=True)
class Sheet:
    """What was counted of the one page: pages, points of its least letters, parts that lie outside it."""

    pages: int
    points: float
    outside: int


def sheet_in_browser(html: str, browser) -> Sheet:
    """Return what Chromium prints of a project's one page; ``browser`` is Playwright's."""
    page = browser.new_page(viewport={"width": 1000, "height": 1400})
    page.set_content(html)
    page.evaluate("document.querySelector('.rest').remove()")
    page.emulate_media(media="print")
    found = Sheet(printed(page), page.evaluate(SMALLEST) * 0.75, page.evaluate(OUTSIDE))
    page.close()
    return found


def pages_in_browser(html: str, browser) -> int:
    """Return how many pages Chromium prints of a whole project."""
    page = browser.new_page()
    page.set_content(html)
    found = printed(page)
    page.close()
    return found


def printed(page) -> int:
    return pages_in(page.pdf(prefer_css_page_size=True))


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


def table(projects: Mapping[str, Project], browser) -> str:
    """Return the table of all projects in Markdown."""
    pages = {name: page_of(project) for name, project in projects.items()}
    whole = in_libreoffice({name: word_of(project) for name, project in projects.items()})
    alone = in_libreoffice({name: packed(begun(project)[0]) for name, project in projects.items()})
    heads = (
        "Project",
        "HTML: the one page",
        "pages in all",
        "least letters",
        "cut",
        "Word: the one page",
        "pages in all",
    )
    rows = [heads, ("---",) * len(heads)]
    for name, html in pages.items():
        sheet, cut = sheet_in_browser(html, browser), html.partition('class="rest"')[0].count("…")
        counted = (
            sheet.pages,
            pages_in_browser(html, browser),
            f"{sheet.points:.1f} pt",
            cut,
            alone[name],
            whole[name],
        )
        rows.append((name, *map(str, counted)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def picture(browser) -> bytes:
    """Return the one page of the first case as PNG."""
    page = browser.new_page(viewport={"width": 1000, "height": 1200}, device_scale_factor=1.4)
    page.set_content(page_of(model_project(load(FIRST_CASE))))
    page.emulate_media(media="print")
    found = page.locator(".pp").screenshot()
    page.close()
    return found


def main() -> None:
    from playwright.sync_api import sync_playwright  # lazy: tests bring their own browser

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help=f"write {PAGE}")
    asked.add_argument("--chromium", default=shutil.which("chromium-headless-shell") or shutil.which("chromium"))
    asked.add_argument("--picture", action="store_true", help=f"write {PICTURE}")
    given = asked.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium)
        if given.picture:
            write_atomically(course_root() / PICTURE, picture(browser))
            return
        made = table(every(), browser)
        browser.close()
    print(made)
    if given.write:
        write_atomically(course_root() / PAGE, HEAD + made)


if __name__ == "__main__":
    main()
