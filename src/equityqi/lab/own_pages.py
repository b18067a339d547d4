"""Which pages are the course's own: their code is as it was delivered, so they may be trusted and run by themselves."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

from equityqi.files import course_root

PARTS = ("course", "exercises")


def is_own(page: dict[str, Any], path: str) -> bool | None:
    """Return whether the code of a page is the course's own, or None where the course has no page at this path.

    ``path`` is the page's path in a work folder. What people write into an exercise in code is theirs to write: such a
    page is the course's own as long as it holds every cell that the course gave.

    >>> is_own({"cells": []}, "my-notes.ipynb") is None
    True
    """
    parts = PurePosixPath(path).parts
    if not parts or parts[0] not in PARTS or ".." in parts:
        return None
    try:
        original = json.loads(course_root().joinpath(*parts).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    given = [(_source(cell), bool(cell["metadata"].get("nbgrader", {}).get("solution"))) for cell in _code(original)]
    fixed, now = [source for source, to_fill_in in given if not to_fill_in], [_source(cell) for cell in _code(page)]
    if len(fixed) == len(given):
        return now == fixed
    cells = iter(now)
    return all(source in cells for source in fixed)


def _code(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in page["cells"] if cell["cell_type"] == "code" and _source(cell)]


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"]).strip()


def own_pages(pages: list[Path], work: Path) -> list[Path]:
    """Return those pages of a work folder that may be trusted: the course's own, with their code unchanged."""
    return [page for page in pages if _may_be_trusted(page, work)]


def _may_be_trusted(page: Path, work: Path) -> bool:
    try:
        return bool(is_own(json.loads(page.read_text(encoding="utf-8")), page.relative_to(work).as_posix()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # damaged: it stays untrusted
        return False
