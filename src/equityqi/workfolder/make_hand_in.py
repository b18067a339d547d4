"""The hand-in: one file with a person's answers and notebooks, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from equityqi import __version__
from equityqi.files import stable_zip, write_atomically
from equityqi.settings import FIRST_CASE, read_settings
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.prepare import WorkError, folder_name, plain_name, work_place
from equityqi.workfolder.project_from_answers import LOG
from equityqi.workfolder.survey_sheets import COMMITMENTS, SURVEY, commitments

SCHEMA = 1


def work_of(name: str | None) -> Path:
    """Return the work folder of a person on this computer: their own, or the one without a name where nobody else has
    one.

    Raises :class:`WorkError` with the names that there are, so that nobody's work is handed in as somebody else's.
    """
    place, shared = work_place(name), work_place(None)
    if place.is_dir():
        return place
    others = [path for path in sorted(shared.parent.glob(f"{shared.name}-*")) if (path / "exercises").is_dir()]
    owner = str(read_settings(shared).get("name") or "")
    if name and shared.is_dir() and (folder_name(owner) == folder_name(name) if owner else not others):
        return shared
    names = [str(read_settings(path).get("name") or path.name.removeprefix(f"{shared.name}-")) for path in others]
    if shared.is_dir():
        names = [*names, owner or f"and a folder without a name, {shared.name} (use the form on its start page)"]
    if not names:
        return place
    there = f"Here are: {', '.join(names)}."
    if not name:
        raise WorkError(f"Say whose work you want to hand in, for example: --name {names[0]}. {there}")
    raise WorkError(f"Nobody called “{name}” has worked on this computer. {there} Check the name, then try again.")


def hand_in(work: Path, name: str | None = None, pair: str | None = None) -> Path:
    """Make ``hand-in-NAME.zip`` in a work folder: answers, notebooks without outputs, shared commitments and a
    manifest.

    Nothing else travels: no survey answer, no private commitment, no settings. The same work makes
    the same bytes. Raises :class:`WorkError` with a sentence when there is no name or no work.
    """
    settings = read_settings(work)
    name = str(name or settings.get("name") or "")
    if not name:
        raise WorkError("Your hand-in needs your name or code, for example: python start.py hand-in --name asha.")
    if not (work / "exercises").is_dir():
        raise WorkError(f"There is no work to hand in yet in {work}. Start the course with start.py first.")
    manifest = {
        "schema": SCHEMA,
        "course": __version__,
        "case": settings.get("case", FIRST_CASE),
        "name": name,
        "pair": pair,
    }
    files: dict[str, str | bytes] = {"manifest.json": json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"}
    for folder in sorted(path for path in (work / "exercises").iterdir() if path.is_dir()):
        for path in (folder / store.answers_name(folder.name), folder / f"{folder.name}.ipynb"):
            if path.is_file():
                data = path.read_bytes()  # as it is, whatever its letters are: who marks it reads the same
                whole = _without_outputs(data) if path.suffix == ".ipynb" else _without_log(data)
                files[path.relative_to(work).as_posix()] = whole
    for shared in commitments(work):
        record = shared.pop("record")
        files[f"{COMMITMENTS}/{record}.json"] = json.dumps(shared, indent=1, ensure_ascii=False) + "\n"
    target = work / f"hand-in-{plain_name(name)}.zip"
    write_atomically(target, stable_zip(files))
    return target


def _without_log(answers: bytes) -> str | bytes:
    """Return an answers file without the log of tests, which earlier versions kept among the answers; it is part of
    *My project* now, and stays with its team.
    """
    if LOG.encode() not in answers:
        return answers
    try:
        data = json.loads(answers)
        for part in ("answers", "aside", "revisions", "checked"):
            for id in (LOG, f"{LOG}-earlier"):
                data.get(part, {}).pop(id, None)
    except (ValueError, TypeError, AttributeError):
        return answers  # damaged: it travels as it is, and the marker says so
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _without_outputs(page: bytes) -> str | bytes:
    try:
        data = json.loads(page)
        for cell in data["cells"]:
            if cell.get("cell_type") == "code":
                cell["outputs"], cell["execution_count"] = [], None
    except (ValueError, KeyError, TypeError, AttributeError):
        return page  # damaged: it travels as it is, and the marker says so
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
