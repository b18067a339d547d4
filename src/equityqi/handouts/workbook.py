"""The workbook: a learner's answers as one file to take home, as HTML and, if wanted, as a Word file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from equityqi.documents.blocks import Block, Document, Figure, Paragraph, Section, TableBlock
from equityqi.documents.html import page_of
from equityqi.documents.word import word_file
from equityqi.files import write_atomically
from equityqi.project.document import document
from equityqi.questions.exercise import Exercise
from equityqi.questions.mark import mark_saved
from equityqi.questions.plain_html import in_words
from equityqi.questions.tree_picture import diagram_for_report
from equityqi.settings import read_day, read_settings, session_date
from equityqi.typed_input import in_words as day_in_words
from equityqi.workfolder.answers_file import Answers, answers_name, read_answers
from equityqi.workfolder.find_question import exercises_in
from equityqi.workfolder.prepare import WorkError
from equityqi.workfolder.project_from_answers import project_of

COURSE = "Using Quality Improvement to Tackle Inequity"
ABOUT = (
    "My own answers, to keep. They stand on this computer only, until I send them.",
    "Read it once more before you share it: no patient may be recognised in it.",
)


def make_workbook(work: Path, word: bool = False) -> list[Path]:
    """Write ``workbook.html``, and with ``word`` ``workbook.docx``, into a work folder; return the files.

    Raises :class:`WorkError` where there is no work, :class:`equityqi.files.CouldNotWrite`, ProjectError or
    AnswersError, in one sentence.
    """
    book = workbook(work)
    write_atomically(work / "workbook.html", page_of(book))
    if not word:
        return [work / "workbook.html"]
    write_atomically(work / "workbook.docx", word_file(book, read_day(session_date(work)), pages=True))
    return [work / "workbook.html", work / "workbook.docx"]


def workbook(work: Path) -> Document:
    """Return a work folder's answers as a document: a certificate, the project on one page, then each exercise that was
    begun.

    Only answers files are read: survey sheets and private commitments stand elsewhere and never come in.
    Raises :class:`WorkError` when there is no work in the folder yet.
    """
    if not (work / "exercises").is_dir():
        raise WorkError(f"There is no work yet in {work}. Start the course with start.py first.")
    begun = []
    for name, exercise in exercises_in(work / "exercises").items():
        answers, _ = read_answers(work / "exercises" / name / answers_name(name), name, keep_damaged=False)
        if _answered(exercise, answers):
            begun.append((exercise, answers, work / "exercises" / name))
    project = [section for section in document(project_of(work)).sections if section.title == "On one page"]
    sections = [Section("Certificate", tuple(_certificate(work, begun))), *project]
    sections += [
        Section(exercise.title, tuple(_exercise(exercise, answers, folder))) for exercise, answers, folder in begun
    ]
    return Document("My workbook", ABOUT, tuple(sections))


def _answered(exercise: Exercise, answers: Answers) -> int:
    return sum(not question.is_blank(answers.answers.get(question.id)) for question in exercise.questions)


def _certificate(work: Path, begun) -> Iterator[Block]:
    """A page to show to others: who took part, and what was done; no points and no marks."""
    name, day = str(read_settings(work).get("name") or ""), read_day(session_date(work))
    yield Paragraph(
        f"{name or 'The person who holds this page'} took part in the course"
        f" “{COURSE}”{f', session of {day_in_words(day)}' if day else ''}."
    )
    rows = tuple(
        (exercise.title, f"{_answered(exercise, answers)} of {len(exercise.questions)}")
        for exercise, answers, _ in begun
    )
    yield (
        TableBlock("What was done", ("Exercise", "Questions answered"), rows)
        if rows
        else Paragraph("No question is answered yet. Answer one, then make this workbook again.")
    )


def _exercise(exercise: Exercise, answers: Answers, folder: Path) -> Iterator[Block]:
    rows, pictures = [], []
    for question in exercise.questions:
        value = answers.answers.get(question.id)
        rows.append(
            (
                " ".join(question.prompt.split()),
                in_lines(question, value),
                mark_saved(question, answers, folder).sentence,
            )
        )
        if question.kind == "tree" and (picture := diagram_for_report(question, value)):
            pictures.append(Figure(question.id, picture))
    yield TableBlock("Question by question", ("Question", "My answer", "What the course says"), tuple(rows))
    yield from pictures


def in_lines(question, value) -> str:
    """Return an answer in words, with a line for each card, choice, or field.

    >>> from equityqi.questions.kinds.multi import Multi
    >>> question = Multi(
    ...     id="a", kind="multi", prompt="?", points=1, rule="f1", options={"x": "One", "y": "Two"}, model=[["x", "y"]]
    ... )
    >>> in_lines(question, ["x", "y"])
    'One\\nTwo'
    """
    if question.is_blank(value) or question.why_unreadable(value):
        return in_words(question, value)
    return question.in_lines(value)
