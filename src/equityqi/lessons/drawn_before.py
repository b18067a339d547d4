"""What the pages of the course show, drawn before: a page opens with its pictures at once, and loads nothing heavy.

``datasets/drawn/`` holds it, a file for each case and one for what every case shares. It counts only for the very code
of a cell and for the data as they stand; anything else is drawn when the page runs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from equityqi.files import course_root
from equityqi.settings import chart_rules

FOLDER = "datasets/drawn"
EVERY_CASE = "every-case"
Shown = dict[str, dict[str, list[dict[str, Any]]]]  # what cells show, by the path of their page and then by their code


def drawn_before(path: str, case: str) -> dict[str, list[dict[str, Any]]]:
    """Return what cells of a page show on a case, by their code. ``path`` is that of the page in the course.

    >>> len(drawn_before("course/session-1/01-what-is-inequity.ipynb", "a-blood-pressure"))
    3
    """
    seal, found = _seal({path.stem for path in (course_root() / FOLDER).glob("*.json")}), {}
    for name in (EVERY_CASE, case):
        try:
            data = json.loads((course_root() / FOLDER / f"{name}.json").read_text(encoding="utf-8"))
            found |= data["pages"].get(path, {}) if data["of"] == seal else {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # the page draws it itself
            continue
    return found


def drawn_files(shown: Mapping[str, Shown]) -> dict[str, str]:
    """Return the files that keep what the cells of each case show, by their names: what all cases share stands once.

    >>> sorted(drawn_files({"a-case": {}, "b-case": {}}))
    ['a-case.json', 'b-case.json', 'every-case.json']
    """
    first = next(iter(shown.values()))
    shared = {
        path: {
            code: says for code, says in cells.items() if all(_of(one, path, code) == says for one in shown.values())
        }
        for path, cells in first.items()
    }
    files = {EVERY_CASE: shared}
    for case, pages in shown.items():
        files[case] = {
            path: {code: says for code, says in cells.items() if code not in shared.get(path, {})}
            for path, cells in pages.items()
        }
    seal = _seal(set(shown))
    return {f"{name}.json": _text(seal, pages) for name, pages in files.items()}


def _of(pages: Shown, path: str, code: str) -> list | None:
    return pages.get(path, {}).get(code)


def _text(seal: str, pages: Shown) -> str:
    held = {path: cells for path, cells in pages.items() if cells}
    return json.dumps({"of": seal, "pages": held}, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def _seal(cases: set[str]) -> str:
    """Return one word for the data of the cases that are drawn, as they stand, and for the rule set that charts are
    judged by. A case that was added later changes nothing for the others.
    """
    data, found = course_root() / "datasets", hashlib.sha256(chart_rules().encode())
    for file in sorted(path for path in data.rglob("*") if _counts(path, data, cases)):
        found.update(file.relative_to(data).as_posix().encode())
        found.update(file.read_bytes())
    return found.hexdigest()


def _counts(path: Path, data: Path, cases: set[str]) -> bool:
    first = path.relative_to(data).parts[0]
    of_another = (data / first / "case.yml").is_file() and first not in cases
    return path.suffix in (".csv", ".yml", ".json") and first != Path(FOLDER).name and not of_another
