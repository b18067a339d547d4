"""Take up a copy: merge it into a work folder answer by answer. What is newer stays, and nothing is thrown away."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from json import dumps
from pathlib import Path
from typing import Any

from equityqi.files import CouldNotWrite, in_browser, next_free, write_atomically
from equityqi.settings import FIRST_CASE, read_settings, write_settings
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.copies import CopyError, has_answers, read_copy
from equityqi.workfolder.prepare import folder_name

BESIDE = "from-copy"  # the folder of what is kept but not used
OTHER = f"{BESIDE}/other-answers.txt"


@dataclass
class Taken:
    """What taking up a copy did: counts of answers and files, and the answers and files of which both are kept."""

    answers: int = 0
    newer_here: int = 0
    same: int = 0
    files: int = 0
    replaced: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    left_out: tuple[str, ...] = ()

    def in_words(self) -> list[str]:
        """Return what happened, a sentence or two each."""
        said = []
        if self.answers or self.files:
            parts = [_count(self.answers, "answer"), _count(self.files, "other file")]
            taken = " and ".join(part for part in parts if not part.startswith("0 "))
            said.append(f"We took {taken} from the copy.")
        else:
            said.append("There was nothing new in the copy, so your work is as it was.")
        if self.newer_here:
            was = "is newer here than in the copy, so it stays"
            if self.newer_here > 1:
                was = "are newer here than in the copy, so they stay"
            said.append(f"{_count(self.newer_here, 'answer')} {was} as before.")
        if self.replaced:
            said.append(
                f"The copy was newer for {_listed(self.replaced)}. The copy's answer is used now, and the one from here"
                f" is in {OTHER}."
            )
        if self.conflicts:
            said.append(
                f"You answered {_listed(self.conflicts)} differently in both places. The answer that was here is used,"
                f" and the one from the copy is in {OTHER}. Read both, and type the one you want."
            )
        if self.beside:
            said.append(
                f"{_listed(self.beside)} differed, so yours here is used. The one from the copy is in the folder"
                f" {BESIDE}."
            )
        if self.left_out:
            said.append(f"{_count(len(self.left_out), 'file')} in the copy didn't belong to your work and stayed out.")
        return said


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _listed(names: list[str]) -> str:
    return ", ".join(names)


def take_up(work: Path, data: bytes, name: str | None = None) -> Taken:
    """Merge a copy's bytes into a work folder, which is made where there is none; ``name`` is the person's, if known.

    A newer revision of an answer wins. Of two different answers with one revision, the one here is used and the copy's
    is kept beside. Raises :class:`CopyError` before anything is changed, or AnswersError or CouldNotWrite, each with a
    sentence; taking the copy up again then goes on from there.
    """
    copy = read_copy(data)
    settings = read_settings(work)
    mine = str(name or settings.get("name") or "")
    if mine and copy.name and folder_name(mine) != folder_name(copy.name):
        start = "Choose “Somebody else?” and type that name" if in_browser() else "Start the course with that name"
        raise CopyError(
            f"This copy is {copy.name}'s, and here {mine} works. {start}, then choose the copy there. Nothing was"
            " changed."
        )
    begun, case = has_answers(work), settings.get("case") or FIRST_CASE
    if in_browser() and case != copy.case:
        raise CopyError(
            f"This copy is about the case {copy.case}, and these pages are about {case}. Open the course on the case of"
            " the copy, then choose the copy there. Nothing was changed."
        )
    if begun and copy.answers and case != copy.case:
        raise CopyError(
            f"This copy is about the case {copy.case}, and your work here is about {case}. Answers to one don't fit the"
            " other. Change the case on the start page to that of the copy, then choose the copy again. Nothing was"
            " changed."
        )
    there = {exercise: _here(work, exercise) for exercise in copy.answers}  # one that can't be read stops all of it
    taken = Taken(left_out=copy.left_out)
    _make(work)
    for exercise, old in there.items():
        _merge_exercise(work, exercise, old, copy.answers[exercise], taken)
    for path, content in copy.others.items():
        _put(work, path, content, taken)
    wanted = {**copy.settings, **settings} if begun else {**settings, **copy.settings}
    if wanted != settings:
        write_settings(work, wanted)
    return taken


def _path(work: Path, exercise: str) -> Path:
    return work / "exercises" / exercise / store.answers_name(exercise)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CouldNotWrite(f"The folder {folder} could not be made ({error.strerror}). Try again.") from error


def _here(work: Path, exercise: str) -> store.Answers:
    """Read what is here already, and change nothing: a damaged file is left to the next save."""
    answers, damaged = store.read_answers(_path(work, exercise), exercise, keep_damaged=False)
    if damaged:
        raise CopyError(f"{damaged} Open that exercise once: the file is then put aside. Then choose the copy again.")
    return answers


def merged(here: store.Answers, copy: store.Answers) -> tuple[store.Answers, dict[str, str]]:
    """Return one person's answers out of both, and of each of the copy's ids what happened to it: "same", "taken",
    "replaced", "newer here" or "conflict". Pure.

    >>> here = store.Answers("x", answers={"a": 1, "b": 1}, revisions={"a": 1, "b": 2})
    >>> copy = store.Answers("x", answers={"a": 2, "b": 2}, revisions={"a": 2, "b": 2})
    >>> new, what = merged(here, copy)
    >>> new.answers, what
    ({'a': 2, 'b': 1}, {'a': 'replaced', 'b': 'conflict'})
    """
    answers, revisions, checked, what = dict(here.answers), dict(here.revisions), dict(here.checked), {}
    for id, value in copy.answers.items():
        mine, theirs = here.revision(id), copy.revision(id)
        if id in here.answers and dumps(here.answers[id], sort_keys=True) == dumps(value, sort_keys=True):
            what[id] = "same"
            checks = [mine] * here.was_checked(id) + [theirs] * copy.was_checked(id)
            if max(mine, theirs):
                revisions[id] = max(mine, theirs)
            if checks:  # this very answer was checked, here or there
                checked[id] = revisions.get(id, 0)
        elif mine > theirs:
            what[id] = "newer here"
        elif mine == theirs and id in here.answers:
            what[id] = "conflict"
        else:
            what[id] = "replaced" if here.answers.get(id) not in (None, "", [], {}) else "taken"
            answers[id] = value
            revisions[id] = theirs
            checked.pop(id, None)
            if id in copy.checked:
                checked[id] = copy.checked[id]
    first = not here.answers
    whose = copy if first else here
    new = replace(
        here,
        id=here.id if here.id and not first else copy.id or here.id,
        case=whose.case,
        session_date=whose.session_date,
        aim_measure=whose.aim_measure,
        answers=answers,
        revisions=revisions,
        checked=checked,
        aside={**copy.aside, **here.aside},
        more={**copy.more, **here.more},
    )
    return new, what


def _merge_exercise(work: Path, exercise: str, here: store.Answers, copy: store.Answers, taken: Taken) -> None:
    path = _path(work, exercise)
    _make(path.parent)
    with store.alone(path):
        here, _ = store.read_answers(path, exercise)
        if here.answers and copy.answers and here.case != copy.case:
            for id, value in copy.answers.items():
                _beside(work, exercise, id, value)
            taken.conflicts += [f"{id} in {exercise}" for id in copy.answers]
            return
        new, what = merged(here, copy)
        for id, happened in what.items():
            if happened in ("replaced", "conflict"):  # written first: whatever stops us then, nothing is lost
                _beside(work, exercise, id, (here if happened == "replaced" else copy).answers[id])
        for id, value in copy.aside.items():
            if here.aside.get(id, value) != value:
                _beside(work, exercise, id, value)
        if new != here or not path.is_file():
            store.write_answers(path, new)
    names = {kind: [f"{id} in {exercise}" for id in what if what[id] == kind] for kind in set(what.values())}
    taken.answers += len(names.get("taken", [])) + len(names.get("replaced", []))
    taken.newer_here += len(names.get("newer here", []))
    taken.same += len(names.get("same", []))
    taken.replaced += names.get("replaced", [])
    taken.conflicts += names.get("conflict", [])


def _beside(work: Path, exercise: str, id: str, value: Any) -> None:
    """Add an answer that is not used to the page of such answers, once."""
    words = value if isinstance(value, str) else dumps(value, indent=1, ensure_ascii=False)
    entry = f"{exercise}, {id}:\n{words}\n\n"
    _make(work / BESIDE)
    path = work / OTHER
    held = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if entry not in held:
        write_atomically(path, held + entry)


def _put(work: Path, path: str, content: bytes, taken: Taken) -> None:
    """Write one other file; where a different one of its name is here, beside it."""
    target = work / path
    if target.is_file() and target.read_bytes() == content:
        return
    if target.exists():
        folder = work / BESIDE / Path(path.removeprefix(f"{BESIDE}/")).parent
        _make(folder)
        stem, dot, ending = target.name.partition(".")
        if any(other.read_bytes() == content for other in folder.glob(f"{stem}-*{dot}{ending}") if other.is_file()):
            return
        target = next_free(folder, f"{stem}-", dot + ending)
        taken.beside.append(path)
    else:
        _make(target.parent)
        taken.files += 1
    write_atomically(target, content)
