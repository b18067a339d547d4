"""The workbook: a person's own words from all exercises, to keep. No mark, no empty question, nothing private."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equityqi.files import write_atomically
from equityqi.html_tags import Html, lines, tag
from equityqi.plain_words import shortened
from equityqi.questions.exercise import Exercise
from equityqi.questions.kinds.base import Question
from equityqi.questions.kinds.table import Table
from equityqi.questions.kinds.text import Text
from equityqi.questions.kinds.tree import Tree
from equityqi.questions.tree_picture import diagram
from equityqi.settings import read_settings
from equityqi.takehome.sheet import sheet_page
from equityqi.workfolder.answers_file import answers_name, read_answers
from equityqi.workfolder.find_question import exercises_in
from equityqi.workfolder.prepare import WorkError

TITLE = "My workbook"
ABOUT = (
    "These are my own words from the course, to keep. They’re only on this computer until I send them.",
    "Read it once more before you share it, and make sure nobody could recognise a patient.",
)
NOTHING = "There is nothing in your own words yet. Write an answer, then make this workbook again."
LEAD = 120  # letters of a prompt


@dataclass(frozen=True)
class Line:
    """One field of a plan with its label, or one box of a diagram with its level and its depth."""

    label: str
    words: str
    depth: int = 0


@dataclass(frozen=True)
class Entry:
    """What one question began with, and what was written: as text, or line by line under names of rows."""

    lead: str
    text: str = ""
    rows: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    picture: Html | None = None


@dataclass(frozen=True)
class Chapter:
    """One exercise: its title, what was written in it, and how many more questions were answered by choosing."""

    title: str
    entries: tuple[Entry, ...]
    others: int
    words: tuple[Any, ...]  # the answers themselves, to be looked through for details of people

    @property
    def small(self) -> str:
        """One line on what was answered without words."""
        number = f"{self.others} question{'s' * (self.others != 1)}"
        return f"You also answered {number} here by choosing, sorting or working out." if self.others else ""


@dataclass(frozen=True)
class Workbook:
    """A person's own words, exercise by exercise."""

    name: str
    chapters: tuple[Chapter, ...]


def workbook(work: Path) -> Workbook:
    """Return what was written in a work folder. Only answers files are read, so no survey sheet, no commitment and no
    record is in it.

    Raises :class:`WorkError` when there is no work in the folder yet, and AnswersError, in one sentence.
    """
    if not (work / "exercises").is_dir():
        raise WorkError(f"There is no work yet in {work}. Start the course with start.py first.")
    settings, chapters = read_settings(work), []
    for name, exercise in exercises_in(work / "exercises").items():
        answers, _ = read_answers(work / "exercises" / name / answers_name(name), name, keep_damaged=False)
        if chapter := _chapter(exercise, answers.answers):
            chapters.append(chapter)
    return Workbook(str(settings.get("full_name") or settings.get("name") or ""), tuple(chapters))


def make_workbook(work: Path, word: bool = False) -> list[Path]:
    """Write ``workbook.html``, and with ``word`` ``workbook.docx``, into a work folder; return the files.

    Raises what :func:`workbook` raises, and :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    book = workbook(work)
    write_atomically(work / "workbook.html", workbook_page(book))
    if not word:
        return [work / "workbook.html"]
    write_atomically(work / "workbook.docx", workbook_word(book))
    return [work / "workbook.html", work / "workbook.docx"]


def _chapter(exercise: Exercise, answers: dict[str, Any]) -> Chapter | None:
    done = [question for question in exercise.questions if not question.is_blank(answers.get(question.id))]
    own = [question for question in done if _is_own(question) and not question.why_unreadable(answers[question.id])]
    entries = tuple(entry for question in own if (entry := _entry(question, answers[question.id])))
    words = tuple(answers[question.id] for question in own)
    return Chapter(exercise.title, entries, len(done) - len(own), words) if entries else None


def _is_own(question: Question) -> bool:
    """Tell whether a question is answered in words of one's own: a text, a plan, a diagram without given cards."""
    return isinstance(question, (Text, Table)) or isinstance(question, Tree) and not question.deck


def _entry(question: Question, answer: Any) -> Entry | None:
    """Return what was written, or None where only blanks were."""
    lead = lead_of(question.prompt)
    if isinstance(question, Text):
        return Entry(lead, text=answer.strip()) if answer.strip() else None
    if isinstance(question, Tree):
        boxes = tuple(Line(name, words, depth) for depth, name, words in question.outline(answer))
        drawn = diagram(question, answer)
        return Entry(lead, rows=(("", boxes),), picture=drawn._repr_html_() if drawn else None)
    rows = tuple(_rows(question, answer)) if isinstance(question, Table) else ()
    return Entry(lead, rows=rows) if rows else None


def _rows(table: Table, answer: list[dict[str, Any]]) -> list[tuple[str, tuple[Line, ...]]]:
    """Return the rows that hold something, each under its name; rows of one field are one list."""
    rows = []
    for number, row in enumerate(answer, 1):
        values = ((column, row.get(key)) for key, column in table.columns.items())
        filled = [(column, value) for column, value in values if value is not None and str(value).strip()]
        written = tuple(Line(column.label, column.in_words(value).replace(" %", "%")) for column, value in filled)
        if written:
            rows.append(("" if table.rows == 1 else f"{table.row_name} {number}", written))
    if len(table.columns) == 1 and table.rows != 1:
        return [("", tuple(Line(name, line.words) for name, (line,) in rows))]
    return rows


def lead_of(prompt: str) -> str:
    """Return the first sentence of what was asked, as a small heading.

    >>> lead_of("Who is missing? The dashboard divides by people with a reading.")
    'Who is missing?'
    """
    asked = " ".join(prompt.split())
    return shortened(re.split(r"(?<=[.?!]) (?=[A-ZÁ])", asked, maxsplit=1)[0], LEAD)


def workbook_page(book: Workbook) -> Html:
    """Return a workbook as a page of HTML that prints on A4 and loads nothing."""
    about = [tag("p", line) for line in (ABOUT if book.chapters else (*ABOUT, NOTHING))]
    name = tag("p", tag("bdi", book.name), class_="who") if book.name else None
    chapters = [
        tag(
            "section",
            tag("h2", chapter.title),
            [_entry_html(entry) for entry in chapter.entries],
            tag("p", chapter.small, class_="also") if chapter.small else None,
        )
        for chapter in book.chapters
    ]
    head = tag("header", tag("h1", TITLE), name, tag("div", about, class_="about"))
    return sheet_page(TITLE, tag("main", head, chapters, class_="sheet book"), "workbook.css")


def _entry_html(entry: Entry) -> Html:
    text = [tag("p", lines(part), dir="auto") for part in entry.text.split("\n\n") if part.strip()]
    words = tag("div", text, class_="words") if text else None
    rows = [(tag("h4", name) if name else None, tag("dl", map(_line_html, fields))) for name, fields in entry.rows]
    return tag("article", tag("h3", entry.lead), words, entry.picture or rows)


def _line_html(line: Line) -> Html:
    return tag("div", tag("dt", line.label), tag("dd", lines(line.words), dir="auto"))


def workbook_word(book: Workbook) -> bytes:
    """Return a workbook as the bytes of a Word file."""
    from equityqi.takehome.word_pages import WordPages  # lazy: python-docx costs 0.1 s

    word = WordPages(TITLE)
    for line in filter(None, (book.name, *ABOUT, "" if book.chapters else NOTHING)):
        word.small(line)
    for chapter in book.chapters:
        word.heading(chapter.title)
        for entry in chapter.entries:
            word.heading(entry.lead, 2)
            if entry.text:
                word.words(entry.text)
            for name, fields in entry.rows:
                if name:
                    word.heading(name, 3)
                for line in fields:
                    word.labelled(line.label, line.words, line.depth)
        if chapter.small:
            word.small(chapter.small)
    return word.packed()
