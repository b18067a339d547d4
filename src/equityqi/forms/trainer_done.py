"""Which of the trainer's tasks are done: what a person ticked, and what can be seen on this computer."""

from __future__ import annotations

from pathlib import Path

from equityqi.lessons import slide_deck, to_print
from equityqi.lessons.for_it import FILE as FOR_IT
from equityqi.organisation import organisation
from equityqi.settings import read_settings, write_settings

TICKED = "trainer_done"  # in the settings of the trainer's work folder
SITE = "course-site"
MADE = {  # files that show that a task is done, from the folder beside the work folder
    "print": f"{to_print.FOLDER}/session-1*.pdf",
    "print-2": f"{to_print.FOLDER}/session-2*.pdf",
    "site": f"{SITE}/index.html",
    "it": FOR_IT,
}


def done_tasks(work: Path) -> set[str]:
    """Return the ids of the tasks that are done."""
    held, found = organisation(), set(_ticked(work))
    if held.name and held.contact:
        found.add("organisation")
    if held.session_1_date and held.session_2_date:
        found.add("dates")
    if any((work / slide_deck.FOLDER).glob("*.pptx")):
        found.add("slides")
    return found | {task for task, files in MADE.items() if any(work.parent.glob(files))}


def keep_done(work: Path, task: str, done: bool = True) -> None:
    """Keep that a task is done, or not yet. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    ticked = [one for one in _ticked(work) if one != task] + ([task] if done else [])
    write_settings(work, {**read_settings(work), TICKED: ticked})


def _ticked(work: Path) -> list[str]:
    ticked = read_settings(work).get(TICKED)
    return [str(one) for one in ticked] if isinstance(ticked, list) else []
