"""Which of the trainer's tasks are done: what a person ticked, and what can be seen on this computer.

The ticks are kept under the date of session 1, so that the next course begins with none. Those from before there was a
date go to the first date that is set.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from equityqi import words_to_send
from equityqi.lessons.beside import FORMS, SITE, SLIDES
from equityqi.lessons.for_it import FILE as FOR_IT
from equityqi.lessons.to_print import FOLDER as TO_PRINT
from equityqi.lessons.to_print import LEAST, file_name
from equityqi.organisation import organisation
from equityqi.settings import read_settings, write_settings

TICKED = "trainer_done"  # in the settings of the trainer's work folder
AHEAD = dt.timedelta(weeks=6)  # what was made longer before session 1 was made for another course


def _printed(number: int) -> list[str]:
    names = (f"session {number}", f"session {number}, {LEAST}")
    return [f"{TO_PRINT}/{file_name(name)}.pdf" for name in names]


MADE = {  # files that show that a task is done, from the folder beside the work folder
    "print": _printed(1),
    "print-2": _printed(2),
    "site": [f"{SITE}/index.html"],
    "it": [FOR_IT],
    "words": [f"{words_to_send.FOLDER}/{words_to_send.PAGE}"],
    "forms": [f"{FORMS}/*.html"],
    "slides": [f"{SLIDES}/session-*.pptx"],
}
SEEN = ("print",)  # its button makes other files too, so pressing it doesn't show that the task is done


def done_tasks(work: Path) -> set[str]:
    """Return the ids of the tasks that are done."""
    held, found = organisation(), set(_ticked(work))
    if held.name and held.contact:
        found.add("organisation")
    if held.session_1_date and held.session_2_date:
        found.add("dates")
    since = held.session_1_date - AHEAD if held.session_1_date else dt.date.min
    for task, files in MADE.items():
        made = (path for one in files for path in work.parent.glob(one))
        if any(dt.date.fromtimestamp(path.stat().st_mtime) >= since for path in made):
            found.add(task)
    return found


def keep_done(work: Path, task: str, done: bool = True) -> None:
    """Keep that a task is done, or not yet. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    ticked = [one for one in _ticked(work) if one != task] + ([task] if done else [])
    others = {day: ids for day, ids in _by_course(work).items() if day}
    write_settings(work, {**read_settings(work), TICKED: {**others, _course(): ticked}})


def _course() -> str:
    """Return what tells one course from the next: the date of its session 1, or "" before it has one."""
    day = organisation().session_1_date
    return day.isoformat() if day else ""


def _ticked(work: Path) -> list[str]:
    by_course = _by_course(work)
    return by_course.get(_course(), by_course.get("", []))


def _by_course(work: Path) -> dict[str, list[str]]:
    """Return the ticks by the date of session 1; "" for those from before it had one."""
    kept = read_settings(work).get(TICKED)
    by_course = kept.items() if isinstance(kept, dict) else ()
    return {str(day): [str(one) for one in ids] for day, ids in by_course if isinstance(ids, list)}
