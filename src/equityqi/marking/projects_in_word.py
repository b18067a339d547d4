"""Each person's project in Word, made from what a cohort handed in. No hand-in is changed, and nothing is run."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from equityqi.files import CouldNotWrite, course_root, is_within, next_free, write_atomically
from equityqi.marking.match_to_roll import COPY, ENDING, HAND_IN
from equityqi.marking.take_answers import find
from equityqi.marking.time_limits import SECONDS, TookTooLong, within
from equityqi.marking.verdict import MarkingError
from equityqi.plain_words import listed
from equityqi.poster.word_page import word_of
from equityqi.project.parts import Commitment, Project
from equityqi.safe_text import one_line
from equityqi.settings import FIRST_CASE, read_day
from equityqi.typed_fields import read_part
from equityqi.workfolder.answers_file import Answers
from equityqi.workfolder.hand_in import HandIn
from equityqi.workfolder.prepare import WorkError, plain_name
from equityqi.workfolder.project_from_answers import put_together
from equityqi.workfolder.read_hand_in import hand_ins_in, read_source
from equityqi.workfolder.scan_arrivals import MANIFEST
from equityqi.workfolder.split_by_person import hand_ins_at
from equityqi.workfolder.survey_sheets import COMMITMENT, COMMITMENTS

FOLDER = "projects"
MOST_LETTERS = 40  # of a name in a file's name
AMONG = (
    "The projects need a folder outside the hand-ins, and {out} is inside them. Leave out --out, or give a folder"
    " beside the hand-ins, for example: --out {beside}."
)
NO_FOLDER = "The folder {out} couldn't be made ({why}). Give another folder with --out."
NOTHING = "There is no hand-in in {hand_ins}. Give the folder that holds the files hand-in-NAME.zip people sent you."
TWO = (
    "{name}: two versions of exercise {exercise} came in, and we can’t tell which is the newer one. We used the fuller"
    " one, so please check the Word file with them."
)
OURS = "{name}: our own program had trouble with this project ({why}), so there is no Word file for it."
TOO_LONG = f"it took more than {SECONDS} seconds"


@dataclass(frozen=True)
class Made:
    """What was made: a Word file a person, the names of those without a project, those whose older file was kept beside
    the new one, and a sentence on each trouble.
    """

    folder: Path
    files: tuple[Path, ...] = ()
    without: tuple[str, ...] = ()
    earlier: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def in_short(self) -> str:
        """Say how many there are, where, and who has none.

        >>> Made(Path("march-projects"), (Path("project-asha.docx"),), ("Ben",)).in_short
        'Made: 1 project in Word, in march-projects. No project yet: Ben.'
        """
        said = f"Made: {len(self.files)} project{'s' * (len(self.files) != 1)} in Word, in {self.folder}."
        if self.without:
            said += f" No project yet: {listed(self.without)}."
        if self.earlier:
            kept = listed(path.name for path in self.earlier)
            said += f" Files that had changed since the last time are kept as {kept}."
        return said


@dataclass
class _Person:
    """Somebody by the name in their hand-in, with all that came from this one work folder."""

    name: str
    hand_ins: list[HandIn] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


def beside(hand_ins: Path) -> Path:
    """Return where the projects of a folder of hand-ins are written when nobody says where.

    >>> beside(Path("/course/march")).as_posix()
    '/course/march-projects'
    """
    place = Path(os.path.abspath(hand_ins))
    return place.with_name(f"{place.name}-{FOLDER}")


def make_projects(hand_ins: Path, out: Path | None = None) -> Made:
    """Write each person's project into ``out`` as ``project-NAME.docx``, by default a folder beside the hand-ins.

    Two hand-ins from one work folder make one project, of the newer answers. A Word file that somebody has changed
    since is kept under another name. Raises :class:`MarkingError` or :class:`equityqi.files.CouldNotWrite`, in one
    sentence; what is wrong with one person's hand-in is a note and never stops the others.
    """
    out = out or beside(hand_ins)
    if is_within(out, hand_ins):
        raise MarkingError(AMONG.format(out=out, beside=beside(hand_ins)))
    notes: list[str] = []
    people = _people(hand_ins, out, notes)
    if not people:
        raise MarkingError(" ".join([*notes, NOTHING.format(hand_ins=hand_ins)]))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CouldNotWrite(NO_FOLDER.format(out=out, why=error.strerror)) from None
    files, without, earlier = [], [], []
    for person, name in zip(people, _file_names(people), strict=True):
        try:
            word = within(SECONDS, lambda person=person: _word(person, notes))
        except TookTooLong:
            notes.append(OURS.format(name=person.name, why=TOO_LONG))
            continue
        except Exception as error:  # ours: one person's trouble never stops the others
            notes.append(OURS.format(name=person.name, why=type(error).__name__))
            continue
        if word:
            files.append(out / name)
            earlier += _write(files[-1], word)
        else:
            without.append(person.name)
    return Made(out, tuple(files), tuple(without), tuple(earlier), tuple(dict.fromkeys(notes)))


def _people(hand_ins: Path, out: Path, notes: list[str]) -> list[_Person]:
    """Return who handed in, by name; what is no hand-in has its sentence in ``notes``."""
    try:
        places = hand_ins_in(hand_ins, (out,))
    except OSError as error:
        raise MarkingError(
            f"The folder {hand_ins} could not be read ({error.strerror}). Give the folder that holds the hand-ins."
        ) from None
    people: list[_Person] = []
    for place in places:
        arrived, lines = hand_ins_at(place, lambda _: None)
        notes += [line.sentence for line in lines if line.matters]
        for one in arrived:
            hand_in = read_source(one.source)
            name = one_line(one.manifest.name, 60) or _by_file(hand_in.name)
            if hand_in.trouble:
                notes.append(hand_in.trouble)
            else:
                _add(people, name, hand_in)
    return sorted(people, key=lambda person: person.name.casefold())


def _by_file(label: str) -> str:
    """Return whose a hand-in is by the name of its file.

    >>> _by_file("OneDrive.zip/hand-in-asha (1).zip")
    'asha'
    """
    name = label.rsplit("/", 1)[-1]
    while ENDING.search(name):
        name = ENDING.sub("", name)
    return one_line(COPY.sub("", HAND_IN.sub("", name)), 60) or "somebody"


def _add(people: list[_Person], name: str, hand_in: HandIn) -> None:
    """Add a hand-in to the person whose answers files it has; two people of one name stay two."""
    ids = {answers.id for answers in _answers([hand_in], name, []) if answers.id}
    person = next((one for one in people if one.name.casefold() == name.casefold() and one.ids & ids), None)
    if person is None:
        people.append(person := _Person(name))
    person.hand_ins.append(hand_in)
    person.ids |= ids


def _answers(hand_ins: list[HandIn], name: str, notes: list[str]) -> list[Answers]:
    """Return the answers that count, exercise by exercise; what could not be read has its sentence in ``notes``."""
    found = []
    for exercise in sorted(path.name for path in (course_root() / "exercises").iterdir() if path.is_dir()):
        one = find(hand_ins, exercise)
        if one.answers:
            found.append(one.answers)
        if one.trouble:
            notes.append(f"{name}: {one.trouble}")
        if one.look:
            notes.append(TWO.format(name=name, exercise=exercise))
    return found


def _word(person: _Person, notes: list[str]) -> bytes | None:
    """Return a person's project as a Word file; None where nothing of a project is in what they handed in."""
    answered = _answers(person.hand_ins, person.name, notes)
    latest = max(person.hand_ins, key=_changes)
    shared, days = _shared(latest)
    days += [day for answers in answered if (day := read_day(answers.session_date))]
    project = put_together(answered, shared, _case(latest), max(days, default=None), Project())
    nothing = Project(case=project.case, day=project.day, commitment=project.commitment)
    return None if project == nothing else word_of(project)


def _changes(hand_in: HandIn) -> int:
    """Return how often the answers in a hand-in were changed, by which the later of two is known."""
    return sum(sum(answers.revisions.values()) for answers in _answers([hand_in], "", []))


def _shared(hand_in: HandIn) -> tuple[list[Commitment], list[dt.date]]:
    """Return the commitments in a hand-in that their people share, and the days of their sessions."""
    held = [_parsed(data) for path, data in hand_in.files if f"{COMMITMENTS}/" in path]
    told = [one for one in held if isinstance(one.get(COMMITMENT), dict) and one[COMMITMENT].get("private") is False]
    days = [day for one in told if (day := read_day(one.get("day")))]
    return [read_part(Commitment, one[COMMITMENT]) for one in told], days


def _case(hand_in: HandIn) -> str:
    """Return the case that somebody chose, as the hand-in's own list says."""
    told = [_parsed(data).get("case") for path, data in hand_in.files if path.rsplit("/", 1)[-1] == MANIFEST]
    return next((case for case in told if isinstance(case, str)), FIRST_CASE)


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def _file_names(people: list[_Person]) -> Iterator[str]:
    """Yield a file's name for each person; of those with the same name, the second and later have a number too."""
    many: dict[str, int] = {}
    for person in people:
        try:
            plain = plain_name(person.name)[:MOST_LETTERS].strip("-")
        except WorkError:  # a name of signs alone
            plain = "somebody"
        many[plain] = many.get(plain, 0) + 1
        yield f"project-{plain}.docx" if many[plain] == 1 else f"project-{plain}-{many[plain]}.docx"


def _write(path: Path, word: bytes) -> Iterator[Path]:
    """Write a Word file. One that was there with other content is kept beside it, and yielded."""
    if path.is_file() and (held := path.read_bytes()) != word:
        kept = next_free(path.parent, f"{path.stem}-earlier-", path.suffix)
        write_atomically(kept, held)
        yield kept
    write_atomically(path, word)
