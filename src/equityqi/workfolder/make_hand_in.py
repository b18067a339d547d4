"""The hand-in: one file with a person's answers and notebooks, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from equityqi import __version__
from equityqi.files import stable_zip, write_atomically
from equityqi.settings import FIRST_CASE, read_settings
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.prepare import WorkError, plain_name
from equityqi.workfolder.survey_sheets import COMMITMENTS, SURVEY, commitments

SCHEMA = 1


def hand_in(work: Path, name: str | None = None, pair: str | None = None) -> Path:
    """Make ``hand-in-NAME.zip`` in a work folder: answers, notebooks without outputs, shared commitments and a
    manifest.

    Nothing else travels: no survey answer, no private commitment, no settings. The same work makes
    the same bytes. Raises :class:`WorkError` with a sentence when there is no name or no work.
    """
    settings = read_settings(work)
    name = str(name or settings.get("name") or "")
    if not name:
        raise WorkError("Your hand-in needs your name or code, for example: equityqi hand-in --name asha.")
    if not (work / "exercises").is_dir():
        raise WorkError(f"There is no work to hand in yet in {work}. Start the course with start.py first.")
    manifest = {
        "schema": SCHEMA,
        "course": __version__,
        "case": settings.get("case", FIRST_CASE),
        "name": name,
        "pair": pair,
    }
    files = {"manifest.json": json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"}
    for folder in sorted(path for path in (work / "exercises").iterdir() if path.is_dir()):
        for path in (folder / store.answers_name(folder.name), folder / f"{folder.name}.ipynb"):
            if path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace")
                files[path.relative_to(work).as_posix()] = _without_outputs(text) if path.suffix == ".ipynb" else text
    for shared in commitments(work):
        record = shared.pop("record")
        files[f"{COMMITMENTS}/{record}.json"] = json.dumps(shared, indent=1, ensure_ascii=False) + "\n"
    target = work / f"hand-in-{plain_name(name)}.zip"
    write_atomically(target, stable_zip(files))
    return target


def _without_outputs(text: str) -> str:
    try:
        data = json.loads(text)
        for cell in data["cells"]:
            if cell.get("cell_type") == "code":
                cell["outputs"], cell["execution_count"] = [], None
    except (ValueError, KeyError, TypeError, AttributeError):
        return text  # damaged: it travels as it is, and the marker says so
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def hand_in_survey(work: Path) -> Path | None:
    """Put the survey's files of a work folder into one file for the trainer, ``survey-sheets.zip``; None when there are
    none.

    It goes apart from the hand-in and holds no name.
    """
    files = {
        f"{SURVEY}/{path.name}": path.read_text(encoding="utf-8", errors="replace")
        for path in sorted((work / SURVEY).glob("*.json"))
    }
    if not files:
        return None
    write_atomically(work / "survey-sheets.zip", stable_zip(files))
    return work / "survey-sheets.zip"
