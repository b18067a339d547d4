"""What people call the survey's questions and answers in files of their own: the usual other words for an answer, and a
small table, ``feedback-words.csv``, in which a trainer says what is meant.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from equityqi.alike import is_alike
from equityqi.evaluation.survey_columns import course_names, option_names, plain, words_of
from equityqi.evaluation.survey_tables import sheets_of
from equityqi.files import write_atomically
from equityqi.privacy.in_text import without_people
from equityqi.safe_text import escape_formula
from equityqi.tables.raw_table import ReadError, shorten

WORDS = "feedback-words.csv"
HEADINGS = ("In your file", "In the course: fill this in", "Words of the course, to copy")
LEAVE_OUT = "leave out"
LONGEST = 200  # letters of a heading or an answer that goes into the table
ALIKE = 0.75


@dataclass(frozen=True)
class Words:
    """What a trainer says is meant: ``columns`` from plain words to the name of a field, ``answers`` from plain words
    to plain words of an answer, "" for what is to be left out; ``rows`` as they are in the table; ``notes`` on rows
    that name nothing of the course; ``readable``: whether a table that is there could be read.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    readable: bool = True

    def left_out(self, words: object) -> bool:
        """Whether a trainer wants a column left out."""
        return self.columns.get(plain(words)) == ""


def read_words(folder: Path) -> Words:
    """Return what a trainer says is meant, from ``feedback-words.csv`` in a folder; nothing where there is none.

    Raises :class:`equityqi.tables.raw_table.ReadError` for a file that is no table.
    """
    path = folder / WORDS
    if not path.is_file():
        return Words()
    numbered = next(iter(sheets_of(path).values()), [])
    rows = [(number, [*map(words_of, cells), "", ""]) for number, cells in numbered[1:]]
    names, options = course_names(), option_names()
    columns, answers, notes = {}, {}, []
    for number, (theirs, meant, *_) in rows:
        if not theirs or not meant:
            continue
        if plain(meant) == LEAVE_OUT:
            columns[plain(theirs)] = answers[plain(theirs)] = ""
        elif plain(meant) in names:
            columns[plain(theirs)] = names[plain(meant)]
        elif plain(meant) in options:
            answers[plain(theirs)] = plain(meant)
        else:
            notes.append(
                f"{WORDS}, row {number}: “{shorten(meant)}” isn’t a question or an answer of the course. Copy one"
                f" from the third column, or write “{LEAVE_OUT}”."
            )
    kept = tuple((theirs, meant) for _, (theirs, meant, *_) in rows if theirs)
    return Words(columns, answers, kept, tuple(notes))


def write_words(folder: Path, words: Words, questions: Iterable[str], answers: Iterable[str]) -> str:
    """Add words that are not known to ``feedback-words.csv``; return what to do with it, "" where nothing is new.

    What a trainer wrote in it stays. ``questions`` and ``answers``: as they are in the files; those that look like they
    name a person are not written.
    """
    listed = {plain(theirs) for theirs, _ in words.rows}
    new = [
        text
        for text in dict.fromkeys([*questions, *answers])
        if plain(text) not in listed and len(text) <= LONGEST and without_people(text) == text
    ]
    if not new or not words.readable:
        return ""
    rows = [*words.rows, *((text, "") for text in new)]
    to_copy = [*_likely_first(new), LEAVE_OUT]
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(HEADINGS)
    for place in range(max(len(rows), len(to_copy))):
        theirs, meant = rows[place] if place < len(rows) else ("", "")
        table.writerow(map(escape_formula, (theirs, meant, to_copy[place] if place < len(to_copy) else "")))
    try:
        write_atomically(folder / WORDS, "\ufeff" + written.getvalue())
    except OSError:
        return ""
    return (
        f"Some words aren’t the course’s: we wrote them into {WORDS}, beside the sheets. Open it in Excel, write in the"
        " second column what each one means (the third column has the course’s words, to copy), save it, and run this"
        " again."
    )


def _likely_first(new: Sequence[str]) -> list[str]:
    """The names of the course's questions and answers, those that look like one of the new words first."""
    names = [*course_names(shown=True), *option_names(shown=True)]
    return sorted(names, key=lambda name: not any(is_alike(plain(name), plain(text), ALIKE, 80) for text in new))


def words_in(folder: Path) -> tuple[Words, list[str]]:
    """Return the words of a folder, and what to say where they cannot be read."""
    try:
        words = read_words(folder)
    except (ReadError, OSError):
        return Words(readable=False), [
            f"{WORDS} couldn’t be read, so we didn’t use it. Close it in Excel, then try again."
        ]
    return words, list(words.notes)
