"""The reading age of the course's prose: Flesch and Kincaid's grade, plus five."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import mistune

from equityqi.authoring.glossary_page import read_glossary
from equityqi.authoring.lint.lesson import MINUTES_LINE
from equityqi.authoring.lint.syllables import syllables
from equityqi.authoring.page import Course, notebook_page
from equityqi.cases.case import Case, load, titles
from equityqi.files import course_root
from equityqi.questions.exercise_file import all_exercises
from equityqi.settings import OWN

OLDEST, MEDIAN = 14, 13  # years: for each page, and for the middle one of the lessons
NOT_PROSE = (
    "heading",
    "table",
    "block_code",
    "block_html",
    "thematic_break",
    "blank_line",
    "codespan",
    "inline_html",
    "image",
)
A_TEXT = ("paragraph", "block_text")
BUTTON = re.compile(r"<button.*?</button>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
END = re.compile(r"[.!?…]+[\"”’')*]*(?=\s|$)")

_parts = mistune.create_markdown(renderer=None, plugins=["table", "strikethrough"])


@dataclass(frozen=True)
class ReadingAge:
    """What was counted on one page. ``age`` is in years of age: grade plus five."""

    page: str
    words: int
    sentences: int
    syllables: int

    @property
    def age(self) -> float:
        """``0.39 × words a sentence + 11.8 × syllables a word − 15.59`` (Kincaid and others 1975), plus 5; 0.0 without
        words.
        """
        return (
            0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59 + 5 if self.words else 0.0
        )


def reading_age(page: str, texts: Iterable[str], terms: Iterable[str] = ()) -> ReadingAge:
    """Count words, sentences and syllables of pieces of Markdown.

    Prose only: no headings, tables, code, HTML, addresses of links or figures, and no word of ``terms``, which the
    reader can look up. A paragraph or a point of a list without a full stop is a sentence too.

    >>> found = reading_age(
    ...     "a", ["## Not this\\n\\nThe cat sat on the mat. It was 9 years old.\\n\\n- A point of [a list](x.html)"]
    ... )
    >>> (found.words, found.sentences, found.syllables, round(found.age, 2))
    (15, 3, 15, 3.16)
    """
    names = sorted(terms, key=len, reverse=True)
    looked_up = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})s?\b", re.IGNORECASE) if names else None
    sentences = []
    for text in texts:
        for prose in _prose(_parts(BUTTON.sub("", text))):
            found = (WORD.findall(part) for part in END.split(looked_up.sub(" ", prose) if looked_up else prose))
            sentences += [words for words in found if words]
    words = [word for sentence in sentences for word in sentence]
    return ReadingAge(page, len(words), len(sentences), sum(map(syllables, words)))


def _prose(parts: list[dict[str, Any]]) -> Iterator[str]:
    """Each paragraph and each point of a list as plain words; the line of minutes is a label and stays out."""
    for part in parts:
        if part["type"] in A_TEXT:
            words = _words(part["children"])
            if not MINUTES_LINE.match(words):
                yield words
        elif part["type"] not in NOT_PROSE:
            yield from _prose(part["children"])


def _words(parts: list[dict[str, Any]]) -> str:
    texts = []
    for part in parts:
        if part["type"] not in NOT_PROSE:
            texts.append(_words(part["children"]) if "children" in part else part.get("raw", " "))
    return "".join(texts)


def lesson_ages() -> list[ReadingAge]:
    """Return the reading age of each lesson, its trainer's notes left out: they are for another reader."""
    course = Course(course_root())
    pages = [
        (path.stem, notebook_page(course, path, "lesson"))
        for path in sorted(course.root.glob("course/session-*/*.ipynb"))
    ]
    return [
        reading_age(name, (cell.source for cell in page.markdown if "trainer" not in cell.tags), _terms())
        for name, page in pages
    ]


def exercise_ages() -> list[ReadingAge]:
    """Return the reading age of the prompts of each exercise, in the words of the first case."""
    asked = {
        name: [question.prompt for question in exercise.questions] for name, exercise in sorted(all_exercises().items())
    }
    return [reading_age(name, prompts, _terms()) for name, prompts in asked.items()]


def case_ages() -> list[ReadingAge]:
    """Return the reading age of each of the course's cases: its story, steps and reveals, and the words that lessons
    show.
    """
    cases = [load(name) for name in titles(course_root()) if name != OWN]
    return [reading_age(case.folder.name, _said(case), _terms()) for case in cases]


def _said(case: Case) -> list[str]:
    story = case.story
    steps = [text for step in story.steps for text in (step.do, step.look_for)]
    reveals = [text for reveal in story.reveals for text in (reveal.seen, reveal.shown, reveal.ask)]
    return [story.story, *steps, *reveals, *story.words.values()]


def _terms() -> list[str]:
    """The glossary's words, each side of a slash by itself too."""
    terms = [entry.term for entry in read_glossary().terms]
    return terms + [side for term in terms if "/" in term for side in term.split("/")]


def table(kind: str, ages: list[ReadingAge]) -> str:
    """Return the ages as a Markdown table, the middle one last.

    >>> print(table("Lesson", [ReadingAge("04-aim", 100, 10, 140)]))
    | Lesson | Words | Words a sentence | Syllables a word | Reading age |
    |---|--:|--:|--:|--:|
    | 04-aim | 100 | 10.0 | 1.40 | 9.8 |
    | The middle one | | | | 9.8 |
    """
    rows = [
        f"| {one.page} | {one.words} | {one.words / one.sentences:.1f} | {one.syllables / one.words:.2f} |"
        f" {one.age:.1f} |"
        for one in ages
        if one.words
    ]
    head = f"| {kind} | Words | Words a sentence | Syllables a word | Reading age |\n|---|--:|--:|--:|--:|"
    return "\n".join([head, *rows, f"| The middle one | | | | {median(one.age for one in ages):.1f} |"])
