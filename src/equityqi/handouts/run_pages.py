"""Run the course's pages once, in a copy, so that their words and pictures can stand where no Python is."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_notebook

from equityqi.cases.case import load
from equityqi.files import course_root
from equityqi.handouts.pages import markdown_of_a_page, without_pressing
from equityqi.html_tags import Html, join, scrolled, tag
from equityqi.lessons.drawn_before import Shown, drawn_before
from equityqi.questions.exercise import Exercise
from equityqi.questions.plain_html import STYLE
from equityqi.settings import chosen_case
from equityqi.workfolder.find_question import exercises_in
from equityqi.workfolder.prepare import ASKS, prepare, work_place

LIVE = (
    "start_page(",
    "session_form(",
    "case_form(",
    "where_am_i(",
    "copy_forms(",
    "hand_in_form(",
    "survey_file_form(",
    "take_home(",
    "my_project(",
    "project_board(",
    "project_numbers(",
    "project_tests(",
)
OWN_WORDS = {"say", "case_line", "sheet_form"}  # what follows a person's answers, settings or case of their own
START = "course/00-start.ipynb"
BETWEEN = "course/between-the-sessions.ipynb"
TO_READ = "read=True)"  # a cell that shows an answer to the person who marks it
OWN_END = "page_end("  # how far a learner is on a page: of no use to who only reads
Told = Callable[[int, int], None]  # how many are done, of how many
SECONDS = 600  # for one cell, on a slow and busy computer


class DidNotRun(RuntimeError):
    """A page of the course did not run; ``str()`` says which cell of which page, and why."""


@dataclass(frozen=True)
class Cell:
    """A part of a page.

    ``kind``: ``words`` (``source`` is Markdown), ``asks`` (``source`` is the id of a question), ``live`` (a form that
    only the course itself has), ``follows`` (what follows a person's answers: of no use to a reader),
    ``shows`` (``source`` is code), ``code`` (code to write). ``html``: the words, or what
    the code shows.
    """

    id: str
    kind: str
    source: str
    html: Html = Html()
    folded: bool = True


@dataclass(frozen=True)
class Page:
    """A page that has run: its path in the course, its title, and its parts without trainer's notes and points."""

    path: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """The name of its file without the ending, which its exercise has too."""
        return Path(self.path).stem

    @property
    def label(self) -> str:
        """What a link to the page is called."""
        return f"Lesson {int(self.name[:2])}: {self.title}" if "/session-" in self.path else self.title


@dataclass(frozen=True)
class Ran:
    """Pages that have run, in the order asked for, with the course's exercises by name and the title of the case."""

    pages: list[Page]
    exercises: dict[str, Exercise]
    case: str

    def question(self, id: str) -> Any:
        """Return the question of any exercise with this id, or None."""
        return next((found for exercise in self.exercises.values() if (found := exercise.question(id))), None)


def page_paths() -> list[str]:
    """Return the paths of all pages for learners, in reading order: the start, each lesson with its exercise, what to
    do between the sessions, your own data, where the course comes from, the glossary.

    >>> page_paths()[:3]
    ['course/00-start.ipynb', 'course/session-1/01-what-is-inequity.ipynb', 'exercises/01-what-is-inequity/01-what-is-inequity.ipynb']
    """  # noqa: E501
    root = course_root()
    found = [
        path
        for pattern in ("course/session-*/*.ipynb", "exercises/*/*.ipynb")
        for path in root.glob(pattern)
        if ".ipynb_checkpoints" not in path.parts
    ]
    ordered = sorted(found, key=lambda path: (path.name, path.relative_to(root).parts[0]))
    paths = [path.relative_to(root).as_posix() for path in ordered]
    second = next(place for place, path in enumerate(paths) if "/session-2/" in path)
    rest = (
        f"course/{name}.ipynb" for name in ("my-project", "your-own-data", "00-where-this-comes-from", "00-glossary")
    )
    return [START, *paths[:second], BETWEEN, *paths[second:], *rest]


def run_pages(paths: Sequence[str], case: str | None = None, told: Told | None = None) -> Ran:
    """Run pages in a fresh work folder on one case (the first, if none is given), all in one kernel without a browser.
    What was drawn before is taken as it is.

    ``told`` hears how many of how many cells have run. A case of one's own is found in ``cases/`` of this computer's
    work folder. Raises :class:`DidNotRun`, and :class:`equityqi.workfolder.prepare.WorkError` for a case that there is
    not.
    """
    with _work(case) as work:
        parts = _parts(paths, work)
        shown = _shown(parts, work, told)
        pages = []
        for path in paths:
            to_html = markdown_of_a_page()
            cells = [
                _cell(cell, shown.get((path, cell.id), []), to_html) for at, cell in parts if at == path and _kind(cell)
            ]
            pages.append(Page(path, _title(cells), tuple(cells)))
        return Ran(pages, exercises_in(work / "exercises"), load(near=work).title)


def _shown(
    parts: list[tuple[str, NotebookNode]], work: Path, told: Told | None
) -> dict[tuple[str, str], list[NotebookNode]]:
    """Return what the cells of pages show: as it was drawn before, where that holds for all that its page draws, so
    that only what follows a person's settings is left to run.
    """
    case = chosen_case(work)
    own = (work / "cases" / case).is_dir() or not (course_root() / "datasets" / case).is_dir()
    kept: dict[tuple[str, str], list[NotebookNode]] = {}
    cells = [(path, cell) for path, cell in parts if _kind(cell) == "shows"]
    for path in {path for path, _ in cells} if not own else ():
        before = drawn_before(path, case)
        draws = [cell for at, cell in cells if at == path and _draws(cell.source)]
        if all(cell.source.strip() in before for cell in draws):
            kept |= {(path, cell.id): [from_dict(output) for output in before[cell.source.strip()]] for cell in draws}
    return kept | _run([(path, cell) for path, cell in cells if (path, cell.id) not in kept], work, told)


def drawn(paths: Sequence[str], case: str) -> Shown:
    """Run pages as :func:`run_pages` does, and return what their code shows, by page and by cell, without the cells
    that follow a person's own answers and settings.
    """
    with _work(case) as work:
        parts = _parts(paths, work)
        shown = _run([(path, cell) for path, cell in parts if _kind(cell) == "shows"], work)
        found: Shown = {path: {} for path in paths}
        for path, cell in parts:
            if (path, cell.id) in shown and _draws(cell.source):
                found[path][cell.source.strip()] = [_uncounted(output) for output in shown[path, cell.id]]
        return found


def _uncounted(output: NotebookNode) -> dict[str, Any]:
    """Return an output without the number of its run, which is another on another day."""
    return {**output, **({"execution_count": None} if "execution_count" in output else {})}


def _draws(source: str) -> bool:
    """Tell whether a cell does more than to call the course's own forms and texts.

    >>> (
    ...     _draws("from equityqi import say\\n\\nsay('case')"),
    ...     _draws("from equityqi import show, view\\n\\nshow(view('gap'))"),
    ... )
    (False, True)
    """  # noqa: E501
    imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    named = {name.name for node in imports for name in node.names}
    return not named or bool(named - OWN_WORDS)  # without imports it goes on with what a cell before it drew


@contextmanager
def _work(case: str | None) -> Iterator[Path]:
    """Yield a fresh work folder on a case."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch).resolve() / "my-work"
        if (own := work_place(None) / "cases").is_dir():
            shutil.copytree(own, work / "cases")
        prepare(work, case=case)
        yield work


def _parts(paths: Iterable[str], work: Path) -> list[tuple[str, NotebookNode]]:
    books = {path: nbformat.read(work / path, as_version=4) for path in paths}
    return [
        (path, cell)
        for path, book in books.items()
        for cell in book.cells
        if "trainer" not in cell.metadata.get("tags", [])
    ]


def _kind(cell: NotebookNode) -> str:
    """Return the kind of a cell, or nothing for one that only marks."""
    marking = cell.metadata.get("nbgrader", {})
    if marking.get("task") or TO_READ in cell.source:
        return ""
    if cell.cell_type == "markdown":
        return "words"
    if ASKS.search(cell.source):
        return "asks"
    if cell.cell_type != "code" or marking.get("grade"):
        return ""
    if OWN_END in cell.source:
        return "follows"
    return "code" if marking.get("solution") else "live" if any(call in cell.source for call in LIVE) else "shows"


def _cell(cell: NotebookNode, outputs: list[NotebookNode], to_html: Callable[[str], Html]) -> Cell:
    kind = _kind(cell)
    source = ASKS.search(cell.source)[1] if kind == "asks" else cell.source
    folded = bool(cell.metadata.get("jupyter", {}).get("source_hidden"))
    html = to_html(without_pressing(source)) if kind == "words" else join(_html(output, to_html) for output in outputs)
    return Cell(cell.id, kind, source, html, folded)


def _title(cells: list[Cell]) -> str:
    heads = [
        line[2:].strip()
        for cell in cells
        if cell.kind == "words"
        for line in cell.source.split("\n")
        if line.startswith("# ")
    ]
    return heads[0] if heads else ""


def _run(parts: list[tuple[str, NotebookNode]], work: Path, told: Told | None = None) -> dict[tuple[str, str], list]:
    """Run cells in one kernel; each page begins in its own folder and with no name of the page before."""
    cells, begun = [], None
    for path, cell in parts:
        if path != begun:
            cells.append(new_code_cell(f"%reset -f\nimport os\nos.chdir({str((work / path).parent)!r})\ndel os"))
            begun = path
        cells.append(new_code_cell(cell.source, metadata={"from": [path, cell.id]}))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JPY_")}
    book = new_notebook(cells=cells)
    client = NotebookClient(
        book, kernel_name="python3", timeout=SECONDS, allow_errors=True, resources={"metadata": {"path": str(work)}}
    )
    if told:
        client.on_cell_complete = lambda cell, cell_index: told(cell_index + 1, len(cells))
    if cells:
        client.execute(env=environment, stderr=subprocess.DEVNULL)
    for cell in cells:
        for output in cell.outputs:
            if output.output_type == "error":
                path, id = cell.metadata.get("from", ["the page before", "begin"])
                raise DidNotRun(
                    f"{path}, cell {id}, didn’t run ({output.ename}: {output.evalue}). Open that page and correct"
                    " the cell."
                )
    return {tuple(cell.metadata["from"]): cell.outputs for cell in cells if "from" in cell.metadata}


def _html(output: NotebookNode, to_html: Callable[[str], Html]) -> Html | None:
    if output.output_type == "stream":
        return tag("p", output.text.strip()) if output.name == "stdout" else None
    data = output.get("data", {})
    if "text/html" in data:
        html = Html(data["text/html"].replace(STYLE, ""))
        return scrolled(html, "A table from the code") if 'class="dataframe"' in html else html
    if "text/markdown" in data:
        return to_html(data["text/markdown"])
    return tag("pre", data.get("text/plain", ""))
