"""Which of the trainer's tasks are done: what a person ticked, and what can be seen on this computer."""

from __future__ import annotations

from pathlib import Path

from equityqi.lessons import slide_deck, to_print
from equityqi.lessons.for_it import FILE as FOR_IT
from equityqi.organisation import organisation
from equityqi.settings import read_settings, write_settings


def _session(number: int) -> tuple[str, ...]:
    """Return the files that are enough to run a session: all of it, or the least."""
    names = (f"session {number}", f"session {number}, {to_print.LEAST}")
    return tuple(f"{to_print.FOLDER}/{to_print.file_name(name)}.pdf" for name in names)


TICKED = "trainer_done"  # in the settings of the trainer's work folder
SITE = "course-site"
MADE = {  # files that show that a task is done, from the folder beside the work folder; any one of them will do
    "print": _session(1),
    "print-2": _session(2),
    "site": (f"{SITE}/index.html",),
    "it": (FOR_IT,),
}
SEEN = ("print",)  # its button makes other files too, so pressing it doesn't show that the task is done


def done_tasks(work: Path) -> set[str]:
    """Return the ids of the tasks that are done."""
    held, found = organisation(), set(_ticked(work))
    if held.name and held.contact:
        found.add("organisation")
    if held.session_1_date and held.session_2_date:
        found.add("dates")
    if any((work / slide_deck.FOLDER).glob("*.pptx")):
        found.add("slides")
    return found | {task for task, files in MADE.items() if any((work.parent / file).is_file() for file in files)}


def keep_done(work: Path, task: str, done: bool = True) -> None:
    """Keep that a task is done, or not yet. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    ticked = [one for one in _ticked(work) if one != task] + ([task] if done else [])
    write_settings(work, {**read_settings(work), TICKED: ticked})


def _ticked(work: Path) -> list[str]:
    ticked = read_settings(work).get(TICKED)
    return [str(one) for one in ticked] if isinstance(ticked, list) else []
