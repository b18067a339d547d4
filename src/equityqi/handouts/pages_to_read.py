"""The parts of a page as they are read where nothing can be answered, and the ways between pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from equityqi.handouts.run_pages import BETWEEN, Cell, Page, Ran
from equityqi.html_tags import Html, bullets, join, tag
from equityqi.questions.plain_html import STYLE, in_words, plain_html

HREF = re.compile(r'href="([^"#:]+)\.ipynb(#[^"]*)?"')
HERE = tag("p", "The course has a form here. These pages are only to read and print: nothing is saved.", class_="note")
TITLE = "Using Quality Improvement to Tackle Inequity"


def file_of(page: Page) -> str:
    """Return the path of a page in the site."""
    return page.path.removesuffix(".ipynb") + ".html"


def part_of(cell: Cell, ran: Ran) -> Html | None:
    """Return a part of a page as it is read where nothing can be answered."""
    code = tag("pre", tag("code", cell.source))
    if cell.kind == "live":
        return HERE
    if cell.kind == "asks":
        question = ran.question(cell.source)
        return asked(question) if question else None
    if cell.kind == "follows":
        return None
    if cell.kind == "code" or not cell.folded and cell.kind == "shows":
        return join((code, cell.html))
    if cell.id.startswith("analysts-"):
        return join((tag("details", tag("summary", "The code"), code), cell.html))
    return cell.html


def asked(question) -> Html:
    """Return a question as it is read where nothing can be answered."""
    empty = tag("p", f"Answer: {in_words(question, None)}.")
    return Html(plain_html(question).replace(STYLE, "").replace(empty, ""))


def linked(html: Html, page: Page, pages: list[Page]) -> Html:
    """Return HTML whose links between pages lead to the pages of the site."""
    there, folder = {one.path for one in pages}, posixpath.dirname(page.path)

    def to(found: re.Match) -> str:
        target = posixpath.normpath(posixpath.join(folder, f"{found[1]}.ipynb"))
        return f'href="{found[1]}.html{found[2] or ""}"' if target in there else ""

    return Html(HREF.sub(to, html))


def ways(page: Page, before: Page | None, after: Page | None, name: str, kind: str | None = None) -> Html:
    """Return the ways to the contents, the page before and the page after."""
    folder = posixpath.dirname(page.path)
    links = [
        ("contents.html", "Contents"),
        *((file_of(near), f"{word}: {near.label}") for word, near in (("Previous", before), ("Next", after)) if near),
    ]
    shown = bullets(tag("a", words, href=posixpath.relpath(path, folder)) for path, words in links)
    return tag("nav", shown, class_=kind, aria_label=name)


def contents(pages: list[Page], case: str, about: Iterable[str]) -> Html:
    """Return the list of all pages; ``about`` are the sentences above it, with {case} for the title of the case."""
    groups: dict[str, list[Page]] = {}
    session = ""
    for page in pages:
        folder = Path(page.path).parent.name
        if folder.startswith("session-"):
            session = folder.replace("-", " ").capitalize()
        group = (
            "Begin here, and look up words"
            if folder == "course" and page.path != BETWEEN
            else "For analysts, optional"
            if "analysts" in page.name
            else session or "Exercises"
        )
        groups.setdefault(group, []).append(page)
    links = [
        (tag("h2", group), bullets(tag("a", page.label, href=file_of(page)) for page in listed))
        for group, listed in groups.items()
    ]
    return join((tag("h1", TITLE), [tag("p", line.format(case=case)) for line in about], links))
