"""Links that say where they lead and lead there, and pictures that say what they show."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from equityqi.authoring.lint.lesson import ENDING
from equityqi.authoring.markdown_text import Reading, plain
from equityqi.authoring.page import CannotRead, Finding, Page, read_notebook

SAYS_NOTHING = {"", "here", "click here", "click", "link", "this link", "this", "this page", "read more", "more"}
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
START_PAGE = "course/00-start.ipynb"
BETWEEN_PAGE = "course/between-the-sessions.ipynb"
FOR_LEARNERS = ("lesson", "start", "exercise")  # pages that are copied to my-work/


def link_text(page: Page) -> Iterator[Finding]:
    """The text of a link tells where it leads, also to somebody who hears only the links."""
    for cell in page.markdown:
        for link in cell.reading.links:
            if plain(link.text).lower().strip(".,:;!› »") in SAYS_NOTHING:
                yield cell.name, f'The link to {link.target} is called "{plain(link.text)}". Say where it leads.'
        for found in ADDRESS.finditer(cell.reading.prose):
            yield cell.name, f"The address {found[0]} has no words. Write [words](address)."


def link_target(page: Page) -> Iterator[Finding]:
    """Links lead to something that stands there, and that a learner has."""
    for cell in page.markdown:
        for link in (*cell.reading.links, *cell.reading.images):
            if trouble := _trouble(page, link.target):
                yield cell.name, f'The link to "{link.target}" {trouble}'


def _trouble(page: Page, target: str) -> str | None:
    try:
        parts = urlsplit(target)
    except ValueError:
        return "is not a whole web address. Put it right."
    if parts.scheme in ("http", "https"):
        good = re.fullmatch(r"[^\s.]+(\.[^\s.]+)+|localhost(:\d+)?", parts.netloc) and not re.search(r"\s|%20", target)
        return None if good else "is not a whole web address. Put it right."
    if parts.scheme == "mailto":
        return (
            None if re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", parts.path) else "is not a whole mail address. Put it right."
        )
    if parts.scheme or parts.netloc or not target:
        return "is of a kind that doesn't work everywhere. Use a relative path or https://."
    path = _resolved(page, target)
    if path.startswith(("/", "..")):
        return "leads out of the course. Use a path relative to this file."
    if not (page.course.root / path).exists():
        return f"leads nowhere: there is no {path}. Correct the path."
    if page.kind in FOR_LEARNERS and not _learner_has(page, path):
        return f"leads to {path}, which a learner's copy does not have. Link to a page in course/ or exercises/."
    if parts.fragment and path.endswith((".ipynb", ".md")):
        return _no_such_heading(page.course.root / path, unquote(parts.fragment))
    return None


def _resolved(page: Page, target: str) -> str:
    """The path from the root that a relative link leads to; the page itself for ``#fragment``."""
    path = unquote(target.split("#")[0].split("?")[0])
    return posixpath.normpath(posixpath.join(page.folder.as_posix(), path)) if path else page.path


def _learner_has(page: Page, path: str) -> bool:
    own_folder = page.folder.as_posix() if page.kind == "exercise" else "course"
    return any(path == folder or path.startswith(f"{folder}/") for folder in ("course", "exercises", own_folder))


def _no_such_heading(path: Path, fragment: str) -> str | None:
    """JupyterLab names a heading by its text with hyphens for spaces; GitHub makes it small and drops signs."""
    readings = _readings(path, path.stat().st_mtime_ns)
    headings = [plain(block.text) for reading in readings for block in reading.blocks if block.level]
    names = {name for reading in readings for name in reading.ids}
    if path.suffix == ".ipynb":
        names |= {text.replace(" ", "-") for text in headings}
    else:
        names |= {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}
    if fragment in names:
        return None
    return f'names a heading that is not there: "{fragment}". Write the heading\'s text with hyphens for spaces.'


@lru_cache
def _readings(path: Path, changed: int) -> tuple[Reading, ...]:
    if path.suffix == ".md":
        return (Reading(path.read_text("utf-8")),)
    try:
        cells = read_notebook(path)["cells"]
    except CannotRead:
        return ()
    return tuple(Reading(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def end_links(page: Page) -> Iterator[Finding]:
    """A lesson ends with the ways on: its exercise, the next page, and the start page."""
    targets = [_resolved(page, link.target) for cell in page.cells[-ENDING:] for link in cell.reading.links]
    stem = Path(page.path).stem
    name = re.escape(stem) if (page.course.root / "solutions" / stem).is_dir() else r"\d\d-[\w-]+"
    if not any(re.fullmatch(rf"exercises/({name})/\1\.ipynb", target) for target in targets):
        yield None, "The last cells have no link to the exercise. Add one to ../../exercises/NN-name/NN-name.ipynb."
    if page.path != page.course.last_lesson and not any(
        re.fullmatch(r"course/.*\.ipynb", target) and target not in (page.path, START_PAGE) for target in targets
    ):
        yield None, "The last cells have no link to the next page. Add one to the next lesson's notebook."
    if START_PAGE not in targets:
        yield None, 'The last cells have no link "Where am I". Add one to ../00-start.ipynb.'


def next_page(page: Page) -> Iterator[Finding]:
    """An exercise leads on to the page after its lesson, and the last one to the start page."""
    own = next(iter(page.course.root.glob(f"course/*/{Path(page.path).stem}.ipynb")), None)
    if own is None:
        return
    here = own.relative_to(page.course.root).as_posix()
    targets = {_resolved(page, link.target) for cell in page.cells[-ENDING:] for link in cell.reading.links} - {here}
    good = {START_PAGE} if here == page.course.last_lesson else {path for path in targets if path != START_PAGE}
    if not any(path in good and path.startswith("course/") for path in targets):
        yield None, "The last cells have no link to the next page. Add one to the next lesson's notebook."


def image_alt(page: Page) -> Iterator[Finding]:
    """A picture has words for those who do not see it."""
    for cell in page.markdown:
        for image in cell.reading.images:
            if len(image.text.split()) < 3:
                yield (
                    cell.name,
                    f'The picture "{image.target[:60]}" has no alt text of three words or more. Say what it shows.',
                )
