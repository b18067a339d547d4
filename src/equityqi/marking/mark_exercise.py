"""Mark one submission, a person's hand-ins as bytes: a verdict on each exercise comes out. No file of theirs is opened,
and code of theirs runs in the sandbox only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from equityqi.cases.case import CaseError, load
from equityqi.checked_yaml import YamlError
from equityqi.marking.course import Task, questions_of
from equityqi.marking.mark_code import with_code
from equityqi.marking.take_answers import Found, find
from equityqi.marking.time_limits import FOR_CODE, LAST_LINE, SECONDS, TookTooLong, Watchdog, within
from equityqi.marking.verdict import QuestionMark, Verdict
from equityqi.questions.kinds.base import Question
from equityqi.questions.mark import mark_saved
from equityqi.questions.note_on_people import note_on_people
from equityqi.safe_text import one_line
from equityqi.workfolder.answers_file import Answers
from equityqi.workfolder.hand_in import HandIn, Source, about
from equityqi.workfolder.read_hand_in import read_source

MISSING = "There is no hand-in from this person yet."
NOT_IN_IT = "This exercise isn’t in the hand-in."
TOO_LONG = (
    f"Marking this exercise took more than {SECONDS} seconds, so it was stopped. Please open the hand-in, and look for"
    " a very long answer."
)
OURS = (
    "Our own program had trouble with this exercise. The learner did nothing wrong. Please tell the authors of the"
    " course: {error}."
)
MOST_NOTES = 6


@dataclass(frozen=True)
class Submission:
    """One person's work: where what they and their partners handed in is, or on a cluster its bytes; and the exercises
    to mark. ``pages`` is where their pages for formgrader go, by exercise; None on a cluster.
    """

    id: str
    own: tuple[Source | HandIn, ...]
    partners: tuple[tuple[str, tuple[Source | HandIn, ...]], ...]
    tasks: tuple[Task, ...]
    notes: tuple[str, ...] = ()
    look: str = ""
    on_roll: bool = True
    trust: bool = False
    pages: dict[str, Path] | None = None

    @property
    def needed(self) -> frozenset[str]:
        """The exercises whose notebooks are needed."""
        return frozenset(task.name for task in self.tasks if task.has_code or task.written)

    @property
    def size(self) -> int:
        """The bytes of all that is to be read."""
        theirs = (one for _, sources in self.partners for one in sources)
        return sum(one.size for one in (*self.own, *theirs) if isinstance(one, Source))

    def loaded(self) -> Submission:
        """Return this with bytes in place of paths, for a computer that has no such file."""
        pages = self.needed
        partners = tuple((name, tuple(_read(one, pages) for one in theirs)) for name, theirs in self.partners)
        return replace(self, own=tuple(_read(one, pages) for one in self.own), partners=partners, pages=None)


def _read(one: Source | HandIn, pages: frozenset[str]) -> HandIn:
    return one if isinstance(one, HandIn) else read_source(one, pages)


class Unpacked:
    """What is in the hand-ins of a submission; the answers to an exercise are looked for once."""

    def __init__(self, submission: Submission):
        held = submission.loaded()
        self.own = list(held.own)
        self.partners = [(name, list(theirs)) for name, theirs in held.partners]
        self._found: dict[str, tuple[Found, list[HandIn], tuple[str, ...]]] = {}

    def answers(self, exercise: str) -> tuple[Found, list[HandIn], tuple[str, ...]]:
        """Return the answers that count, the hand-ins that they come from, and notes: a partner's where one's own hold
        none.
        """
        if exercise not in self._found:
            self._found[exercise] = self._answers(exercise)
        return self._found[exercise]

    def _answers(self, exercise: str) -> tuple[Found, list[HandIn], tuple[str, ...]]:
        mine = find(self.own, exercise)
        if mine.answers and mine.answers.answers:
            return mine, self.own, ()
        for name, theirs in self.partners:
            other = find(theirs, exercise)
            begun = other.answers and other.answers.answers
            if begun or (not self.own and theirs):
                troubles = [mine.trouble, *(hand_in.trouble for hand_in in self.own)]
                return (
                    other,
                    theirs,
                    (f"Counted from the pair's hand-in, which came from {name}.", *filter(None, troubles)),
                )
        return mine, self.own, ()


def verdicts_on(submission: Submission, held: Unpacked) -> list[Verdict]:
    """Mark each exercise of a submission. Whatever is in it, nothing is raised; the caller ends the sandbox."""
    return [_safely(submission, task, held) for task in submission.tasks]


def _safely(submission: Submission, task: Task, held: Unpacked) -> Verdict:
    Watchdog.feed(LAST_LINE + FOR_CODE * task.has_code)
    try:
        verdict = within(SECONDS, lambda: _verdict(submission, task, held))
        if task.has_code:
            verdict = with_code(verdict, task, held.own, held.partners, submission.trust)
    except TookTooLong:
        verdict = Verdict(submission.id, task.name, "could_not_run", None, 0.0, TOO_LONG)
    except Exception as error:  # ours: one person's trouble never stops the others
        verdict = trouble_of_ours(submission, task, type(error).__name__)
    if submission.look and verdict.status == "graded":
        verdict = replace(verdict, status="look", sentence=submission.look)
    notes = tuple(dict.fromkeys(one_line(note) for note in (*submission.notes, *verdict.notes) if note))[:MOST_NOTES]
    return replace(verdict, sentence=one_line(verdict.sentence), notes=notes, on_roll=submission.on_roll)


def trouble_of_ours(submission: Submission, task: Task, error: str) -> Verdict:
    """Return the verdict where marking itself came to grief."""
    return Verdict(
        submission.id, task.name, "grader_error", None, 0.0, OURS.format(error=error), on_roll=submission.on_roll
    )


def _verdict(submission: Submission, task: Task, held: Unpacked) -> Verdict:
    found, hand_ins, notes = held.answers(task.name)
    if not hand_ins:
        return Verdict(submission.id, task.name, "could_not_run", None, 0.0, MISSING, handed_in=False)
    general = tuple(
        f"{path} {reason}." for hand_in in hand_ins for path, reason in hand_in.left_out if about(task.name, path)
    )
    start = Verdict(
        submission.id,
        task.name,
        "graded",
        None,
        0.0,
        "",
        tuple(dict.fromkeys((*notes, *found.notes, *(note for note in general if note != found.trouble)))),
    )
    troubles = [hand_in.trouble for hand_in in hand_ins if hand_in.trouble]
    there = found.answers or found.trouble or any(_in(task.name, hand_in) for hand_in in hand_ins)
    if not there:
        return replace(
            start, status="could_not_run", sentence=troubles[0] if troubles else NOT_IN_IT, handed_in=bool(troubles)
        )
    if troubles:
        start = replace(start, notes=(*start.notes, *troubles))
    return _form(start, task, found) if task.questions else start


def _in(exercise: str, hand_in: HandIn) -> bool:
    return any(about(exercise, path) for path, _ in (*hand_in.files, *hand_in.left_out))


def _form(start: Verdict, task: Task, found: Found) -> Verdict:
    """Mark the answers with the function that learners saw."""
    if found.trouble:
        return replace(start, status="could_not_run", sentence=found.trouble)
    answers = found.answers or Answers(task.name)
    try:
        exercise = questions_of(task, answers.case)
        if any(question.judged and not question.case for question in exercise.questions):
            load(answers.case, near=task.questions.parent)
    except CaseError:
        return replace(
            start,
            status="could_not_run",
            sentence=(
                f"The answers are on the case “{one_line(answers.case, 60)}”, which this course does not have. Put its"
                " folder into datasets, then mark again."
            ),
        )
    except YamlError as error:
        return replace(start, status="grader_error", sentence=f"The course's own questions cannot be read: {error}")
    marks = tuple(_mark(question, answers, task) for question in exercise.questions)
    counted = [one for one in marks if one.counts]
    points, out_of = (round(sum(getattr(one, part) for one in counted), 4) for part in ("points", "out_of"))
    unknown = sorted(set(answers.answers) - {question.id for question in exercise.questions})
    notes = start.notes
    if unknown:
        notes += (f"Not marked, since this version of the course does not ask for it: {', '.join(unknown)}.",)
    answered = sum(not one.blank for one in marks)
    if task.to_read and answered:
        notes += (
            (f"A person reads {task.to_read} of the texts and gives up to 3 marks for each. They aren’t counted here."),
        )
    notes += tuple(_on_people(question, answers) for question in exercise.questions)
    sentence = (
        f"{round(points, 2):g} of {out_of:g} marks; {_answered(marks)} answered."
        if answered
        else "Nothing is answered yet."
    )
    if found.look:
        return replace(
            start, status="look", points=points, out_of=out_of, sentence=found.look, notes=notes, marks=marks
        )
    return replace(start, points=points, out_of=out_of, sentence=sentence, notes=notes, marks=marks)


def _answered(marks: tuple[QuestionMark, ...]) -> str:
    """Return how many questions are answered: the core ones, and those to practise, which nobody has to."""
    parts = []
    for kind in (False, True):
        of = [one for one in marks if one.practice is kind]
        name = ("practice" if kind else "core") if any(one.practice for one in marks) else ""
        if of:
            parts.append(f"{sum(not one.blank for one in of)} of {len(of)} {name} questions".replace("  ", " "))
    return " and ".join(parts)


def _on_people(question: Question, answers: Answers) -> str:
    """Return a sentence where an answer looks like it names a person; else ""."""
    asked = one_line(question.prompt, 60)
    return note_on_people(question, answers.answers.get(question.id), f"The answer to “{asked}”")


def _mark(question: Question, answers: Answers, task: Task) -> QuestionMark:
    got = mark_saved(question, answers, task.questions.parent)
    not_yet = tuple(one_line(note.sentence) for note in got.notes if note.right is False and note.sentence)
    blank = question.is_blank(answers.answers.get(question.id))
    return QuestionMark(
        question.id,
        one_line(question.prompt, 160),
        got.points,
        got.out_of,
        got.passed,
        blank,
        one_line(got.sentence),
        got.misconception and one_line(got.misconception),
        not_yet,
        got.read,
        question.part in ("between", "practice"),
    )
