"""Mark a cohort: read what was handed in, mark what is new or changed, and write verdicts and results."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from equityqi.files import CouldNotWrite, write_atomically
from equityqi.marking.cluster import in_chunks_on
from equityqi.marking.course import Task, tasks_of
from equityqi.marking.gradebook import fill_gradebook, page_path, students
from equityqi.marking.mark_code import NOT_INSTALLED
from equityqi.marking.mark_exercise import Submission
from equityqi.marking.marks_by_hand import give_by_hand, marks_by_hand
from equityqi.marking.match_to_roll import Learner, hash_of, learners_of
from equityqi.marking.pool import CHUNK, CODE_CHUNK, PendingWork, in_chunks
from equityqi.marking.results import write_results
from equityqi.marking.results_folder import alone_in, keep_apart
from equityqi.marking.roll import Person, read_roll
from equityqi.marking.submission_page import Marked
from equityqi.marking.texts_to_read import read_by_a_person, texts_now
from equityqi.marking.verdict import (
    VERDICTS,
    MarkingError,
    Record,
    Verdict,
    mark_cache,
    merge_verdicts,
    read_record,
    write_record,
)
from equityqi.reading.together import Reading, bring_together
from equityqi.safe_text import file_name
from equityqi.sandbox.sandbox import NO_SANDBOX
from equityqi.workfolder.read_hand_in import hand_ins_in
from equityqi.workfolder.split_by_person import Line

MOST_NAMED = 12  # names or sentences in one line
TO_PUT_RIGHT = (NO_SANDBOX, NOT_INSTALLED)  # what the trainer can mend, so such a page is marked again


@dataclass(frozen=True)
class Outcome:
    """What a run came to: a verdict for each exercise of each person, and a line on each thing that was no hand-in."""

    verdicts: list[Verdict]
    names: dict[str, str]
    lines: tuple[Line, ...] = ()

    @property
    def missing(self) -> list[str]:
        """The names of those on the roll who handed in nothing."""
        there = {verdict.id for verdict in self.verdicts if verdict.handed_in}
        return [name for id, name in self.names.items() if id not in there]

    @property
    def complete(self) -> bool:
        """Is everybody's work here, and marked?"""
        return not (self.missing or self.unmarked or any(line.matters for line in self.lines))

    @property
    def unmarked(self) -> int:
        """How many exercises that were handed in have no marks yet."""
        return sum(one.handed_in and one.status in ("could_not_run", "grader_error") for one in self.verdicts)

    @property
    def in_short(self) -> str:
        """Say who handed in, who is missing, and how much was not understood.

        >>> Outcome([], {"asha": "Asha", "ben": "Ben"}, (Line("notes.docx isn't a hand-in."),)).in_short
        '0 of 2 handed in, 2 missing: Asha, Ben; 1 file couldn’t be read.'
        """
        missing, unclear = self.missing, sum(line.matters for line in self.lines)
        strangers = len({verdict.id for verdict in self.verdicts if not verdict.on_roll})
        said = f"{len(self.names) - len(missing)} of {len(self.names)} handed in"
        if missing:
            more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
            said += f", {len(missing)} missing: {', '.join(missing[:MOST_NAMED])}{more}"
        for count, one, several in (
            (self.unmarked, "exercise isn’t marked yet", "exercises aren’t marked yet"),
            (strangers, "hand-in matches nobody on the roll", "hand-ins match nobody on the roll"),
            (unclear, "file couldn’t be read", "files couldn’t be read"),
        ):
            said += f"; {count} {one if count == 1 else several}" if count else ""
        return f"{said}."


def mark_cohort(
    hand_ins: Path,
    roll: Path,
    out: Path,
    course: Path = Path("."),
    workers: int | None = None,
    trust: bool = False,
    scheduler: str | None = None,
) -> list[Verdict]:
    """Mark everyone as :func:`mark_hand_ins` does; return the verdicts alone."""
    return mark_hand_ins(hand_ins, roll, out, course, workers, trust, scheduler).verdicts


def mark_hand_ins(
    hand_ins: Path,
    roll: Path,
    out: Path,
    course: Path = Path("."),
    workers: int | None = None,
    trust: bool = False,
    scheduler: str | None = None,
) -> Outcome:
    """Mark everyone on the roll, and write verdicts, marks, feedback pages and nbgrader's gradebook to ``out``.

    ``hand_ins`` is a folder of zips or folders, or nbgrader's ``submitted/``; ``course`` holds ``solutions/``;
    ``workers`` is how many processes mark: without it one a core, with 1 this process itself; ``scheduler`` is the
    address of a Dask cluster that marks in their place. Only with ``trust`` is code run without a sandbox. Returns a
    verdict for each exercise of each person on the roll, in its order, then those that fit nobody. What was marked
    before and has not changed is not marked again. No hand-in is changed. Raises :class:`MarkingError` or
    :class:`equityqi.files.CouldNotWrite`, in one sentence; a run that was stopped goes on where it was when it is
    started again.
    """
    hand_ins, out = Path(hand_ins), Path(out)
    keep_apart(hand_ins, out)
    people, tasks = read_roll(Path(roll)), tasks_of(Path(course))
    try:
        places = hand_ins_in(hand_ins, (out, Path(roll)))
    except OSError as error:
        raise MarkingError(
            f"The folder {hand_ins} could not be read ({error.strerror}). Give the folder that holds the hand-ins."
        ) from None
    learners, lines = learners_of(
        places, people, frozenset(task.name for task in tasks if task.has_code or task.written)
    )
    if not any(learner.own for learner in learners):
        found = " ".join([f"There is no hand-in in {hand_ins}.", *(line.sentence for line in lines[:MOST_NAMED])])
        raise MarkingError(f"{found} Give the folder that holds the files hand-in-NAME.zip people sent you.")
    with alone_in(out):
        if scheduler:
            marking = partial(in_chunks_on, scheduler, course=Path(course))
        else:
            pieces = -(-len(learners) // (CODE_CHUNK if any(task.has_code for task in tasks) else CHUNK))
            most = min(workers or os.cpu_count() or 1, pieces)
            marking = partial(in_chunks, workers=0 if workers == 1 else most)
        recorded = frozenset(os.listdir(out / "verdicts"))
        names = students([learner.id for learner in learners])
        pending = partial(_pending, tasks=tasks, out=out, names=names, trust=trust, recorded=recorded)
        records = _all_marked(learners, pending, marking)
        verdicts = [verdict for learner in learners for verdict in records[learner.id].verdicts]
        by_id = {person.id: person for person in people.people}
        reading = _read(out, by_id, tasks)
        write_results(out, people, tasks, verdicts, reading, lines)
        fill_gradebook(out, by_id, tasks, records)
        give_by_hand(out, list(by_id), reading.for_book)
    return Outcome(verdicts, {person.id: person.name or person.id for person in people.people}, tuple(lines))


def _read(out: Path, people: dict[str, Person], tasks: list[Task]) -> Reading:
    """Bring the marks of texts that a person reads up to date."""
    try:
        by_hand = marks_by_hand(out, list(people))
    except MarkingError:  # it is raised again when the gradebook is filled, once the results are there
        by_hand = {}
    order = [(task.name, cell.id) for task in tasks for cell in read_by_a_person(task)]
    return bring_together(out, texts_now(out, people, tasks), order, by_hand)


def _all_marked(
    learners: list[Learner],
    pending: Callable[[Learner], PendingWork],
    marking: Callable[[Iterator[PendingWork]], Iterator[tuple[PendingWork, Marked]]],
) -> dict[str, Record]:
    """Mark what is new or changed and return everyone's record by id; each is written as soon as it is there."""
    records: dict[str, Record] = {}
    shared = mark_cache()
    with _shown(len(learners)) as one_more:

        def to_mark() -> Iterator[PendingWork]:
            for learner in learners:
                work = pending(learner)
                if work.submission.tasks or set(work.keys) != {verdict.exercise for verdict in work.record.verdicts}:
                    yield work
                else:
                    records[learner.id] = shared(work.record)
                    one_more()

        for work, marked in marking(to_mark()):
            record = merge_verdicts(
                work.record,
                work.keys,
                VERDICTS.validate_json(marked.verdicts),
                {name: written for name, (written, _, _) in marked.pages.items()},
                {name: texts for name, (_, _, texts) in marked.pages.items()},
            )
            for name, (_, page, _) in marked.pages.items():  # the pages first: who has a record has their pages
                if page:
                    place = work.submission.pages[name]
                    os.makedirs(place.parent, exist_ok=True)
                    write_atomically(place, page, synced=False)
            write_record(work.path, record)
            records[record.id] = shared(record)
            one_more()
    return records


@contextmanager
def _shown(total: int) -> Iterator[Callable[[], None]]:
    """Show how far the marking is where somebody looks on; what comes back is called for each person."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import Progress  # lazy: rich costs 0.1 s

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Marking", total=total)
        yield lambda: progress.advance(bar)


def _pending(
    learner: Learner, tasks: list[Task], out: Path, names: dict[str, str], trust: bool, recorded: frozenset[str]
) -> PendingWork:
    """Tell which exercises of a person have to be marked; ``recorded`` names the files of earlier runs' records."""
    own = tuple(learner.own)
    partners = tuple((partner.name, tuple(partner.own)) for partner in learner.partners)
    held = hash_of((own, partners, learner.look, learner.notes, learner.on_roll))
    keys = {task.name: hashlib.sha256(f"{held} {task.content}".encode()).hexdigest() for task in tasks}
    path = out / "verdicts" / f"{file_name(learner.id)}.json"
    try:
        record = read_record(path, learner.id) if path.name in recorded else Record(learner.id, {}, ())
    except OSError as error:
        raise CouldNotWrite(
            f"{path} could not be read ({error.strerror}). Close it in other programs, then mark again."
        ) from None
    pages = {task.name: page_path(out, names[learner.id], task.name, task.notebook) for task in tasks}
    lost = {name for name in record.work if name in pages and not pages[name].is_file()}
    again = {
        verdict.exercise
        for verdict in record.verdicts
        if verdict.status == "grader_error" or any(said[:60] in verdict.sentence for said in TO_PUT_RIGHT)
    }
    todo = tuple(
        task
        for task in tasks
        if record.keys.get(task.name) != keys[task.name] or not record.of(task.name) or task.name in lost | again
    )
    pages = {task.name: pages[task.name] for task in todo}
    submission = Submission(learner.id, own, partners, todo, learner.notes, learner.look, learner.on_roll, trust, pages)
    return PendingWork(submission, keys, record, path)
