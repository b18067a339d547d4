"""A place to work: a person's own copy of the course, its upgrade, and the hand-in."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from contextlib import suppress
from pathlib import Path

from equityqi.cases.case import CaseError, load
from equityqi.checked_yaml import YamlError
from equityqi.files import CouldNotWrite, course_root, next_free, write_atomically
from equityqi.organisation import organisation
from equityqi.questions.plain_html import plain_html
from equityqi.settings import FIRST_CASE, SETTINGS, chosen_case, read_settings, work_folder, write_settings
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.carry import Update, carry_answers
from equityqi.workfolder.find_question import find, write_filled
from equityqi.workfolder.session_date import keep_day, typed_day

DELIVERED = ".delivered.json"  # what the course last put here: {path: hash of its cells}
ASKS = re.compile(r"""^\s*ask\(\s*["']([a-z0-9-]+)["']\s*\)""", re.MULTILINE)


class WorkError(RuntimeError):
    """A work folder cannot be used; ``str()`` is one sentence."""


def folder_name(name: str | None) -> str:
    """Return the name of a person's work folder.

    >>> folder_name(None), folder_name("Asha K.")
    ('my-work', 'my-work-asha-k')
    """
    return f"my-work-{plain_name(name)}" if name else "my-work"


def plain_name(name: str) -> str:
    """Return a name that every computer can put into a file's name.

    >>> plain_name("  Zoë O'Brien ")
    'zoë-o-brien'
    """
    letters = unicodedata.normalize("NFC", name).lower()
    # A vowel sign is a mark and no letter: without it two Indian names would share one folder.
    plain = "-".join(
        "".join(
            sign if sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc") else " " for sign in letters
        ).split()
    )[:60]
    if not any(sign.isalnum() for sign in plain):
        raise WorkError(f"“{name}” has no letter or number in it. Give a name or a code such as asha or p17.")
    return plain


def work_place(name: str | None) -> Path:
    """Return where a person's work folder stands: beside the course in a clone, else in the home folder."""
    root = course_root()
    parent = root if (root / "start.py").is_file() else Path.home() / "equityqi"
    return parent / folder_name(name)


def case_here() -> str:
    """Return the case that is chosen in the work folder around here, or else in this computer's own; the course's first
    where none is chosen. What is made for the room without a case being named is made from it.
    """
    return chosen_case(work_folder(Path.cwd()) or work_place(None))


def prepare(work: Path, name: str | None = None, case: str | None = None, session_date: str | None = None) -> Update:
    """Make or renew a work folder; nothing that a person wrote is lost.

    ``case`` chooses another case, ``session_date`` is the day of the session as a person types it.

    Every notebook of the course is copied. One whose course version changed is renewed; if the
    person had changed its cells, theirs is kept under another name. Answers are carried over by
    the id of their question.
    """
    report = Update()
    organisation()  # whoever starts the course reads what is wrong with it, so that no page has to
    day, case = _day(session_date), _known(case, work) if case else None
    try:
        work.mkdir(parents=True, exist_ok=True)
        _settle(work, name, case, report)
        delivered = _read_json(work / DELIVERED)
        fresh = not delivered
        for path in _course_files():
            source, target = course_root() / path, work / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.suffix == ".ipynb":
                _renew(source, target, path, delivered, report)
            elif not target.is_file() or target.read_bytes() != source.read_bytes():
                write_atomically(target, source.read_bytes())
        report.add(carry_answers(work))
        if day:
            _keep(work, day, report)
        with suppress(YamlError, CaseError):  # whoever opens that page reads why
            write_filled(work, chosen_case(work))
        write_atomically(work / DELIVERED, json.dumps(delivered, indent=1, sort_keys=True) + "\n")
        if fresh:
            report.renewed.clear()
        for notebook in pages(work):
            wake(notebook)
    except CouldNotWrite as error:
        raise WorkError(str(error)) from error
    except OSError as error:
        raise WorkError(
            f"The folder {work} cannot be used ({error.strerror}). Move the course to a folder of your own, then start"
            " again."
        ) from error
    return report


def pages(work: Path) -> list[Path]:
    """Return the notebooks of a work folder in reading order."""
    found = [path for part in ("course", "exercises") for path in sorted((work / part).rglob("*.ipynb"))]
    return [path for path in found if ".ipynb_checkpoints" not in path.parts]


def _course_files() -> list[str]:
    root = course_root()
    files = [
        path.relative_to(root)
        for part in ("course", "exercises")
        for path in sorted((root / part).rglob("*"))
        if path.is_file()
    ]
    return [path.as_posix() for path in files if not any(part.startswith((".", "__pycache__")) for part in path.parts)]


def _settle(work: Path, name: str | None, case: str | None, report: Update) -> None:
    settings, path = read_settings(work), work / SETTINGS
    wanted = {"name": name or "", "case": FIRST_CASE, **settings, **({"case": case} if case else {})}
    if wanted != settings:
        if not settings and path.is_file():
            kept = next_free(path.parent, f"{path.stem}-damaged-", path.suffix)
            path.replace(kept)
            report.said.append(f"{path.name} could not be read; it is kept as {kept.name}, and a new one was begun.")
        write_settings(work, wanted)


def _day(typed: str | None):
    try:
        return typed_day(typed) if typed else None
    except ValueError as error:
        raise WorkError(str(error)) from None


def _keep(work: Path, day, report: Update) -> None:
    try:
        keep_day(work, day)
    except store.AnswersError as error:
        report.said.append(str(error))


def _known(case: str, work: Path) -> str:
    try:
        return load(case, near=work).id
    except CaseError as error:
        raise WorkError(str(error)) from None


def _read_json(path: Path) -> dict:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _read_notebook(path: Path) -> dict:
    """Return a notebook whose cells can be read, or {}."""
    data = _read_json(path)
    cells = data.get("cells")
    return data if isinstance(cells, list) and all(map(_is_cell, cells)) else {}


def _is_cell(cell) -> bool:
    if not isinstance(cell, dict):
        return False
    source, outputs = cell.get("source", ""), cell.get("outputs", [])
    lines = source if isinstance(source, list) else [source]
    return (
        isinstance(outputs, list)
        and all(isinstance(line, str) for line in lines)
        and all(isinstance(output, dict) for output in outputs)
    )


def cells_hash(notebook: dict) -> str:
    """Return a hash of what a person can change in a notebook: the kinds and sources of its cells."""
    cells = [[cell.get("cell_type"), "".join(cell.get("source", ""))] for cell in notebook.get("cells", [])]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _renew(source: Path, target: Path, path: str, delivered: dict, report: Update) -> None:
    text = source.read_text(encoding="utf-8")
    new, old = cells_hash(json.loads(text)), delivered.get(path)
    theirs = _read_notebook(target)
    if theirs:
        now = cells_hash(theirs)
        if new in (now, old):
            delivered[path] = new
            return
        if now != old:
            kept = next_free(target.parent, f"{target.stem}-kept-", target.suffix)
            target.replace(kept)
            report.kept.append(kept.name)
    elif target.exists():
        kept = next_free(target.parent, f"{target.stem}-damaged-", target.suffix)
        target.replace(kept)
        report.said.append(f"{target.name} was damaged. We kept it as {kept.name} and put a new page in its place.")
    write_atomically(target, text)
    delivered[path] = new
    report.renewed.append(path)


def wake(notebook: Path) -> None:
    """Put the saved answers into a page that has not run yet, as text, and take old outputs out.

    Every kernel is new after a start, so an old widget could only show an error.
    """
    data = _read_notebook(notebook)
    before = json.dumps(data)
    for cell in data.get("cells", []):
        if cell.get("cell_type") != "code":
            continue
        asked = ASKS.search("".join(cell.get("source", "")))
        if asked or _widgets(cell):
            cell["outputs"] = _sleeping(asked[1], notebook.parent) if asked else []
            cell["execution_count"] = None
    if json.dumps(data) != before:
        write_atomically(notebook, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def _widgets(cell: dict) -> bool:
    return any(
        "application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in cell.get("outputs", [])
    )


def _sleeping(id: str, folder: Path) -> list[dict]:
    try:
        found = find(id, folder)
        answers, _ = store.read_answers(found.path, found.exercise, keep_damaged=False)
    except (store.AnswersError, YamlError):
        return []
    html = plain_html(found.question, answers.answers.get(id), asleep=True)
    return [{"output_type": "display_data", "metadata": {}, "data": {"text/html": html}}]
