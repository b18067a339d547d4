"""What a hand-in says of people: one sentence on each answer that looks like it names one, before the file leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from equityqi.questions.exercise import FILE
from equityqi.questions.note_on_people import FREE_TEXT, note_on
from equityqi.workfolder.answers_file import AnswersError, answers_name, read_answers
from equityqi.workfolder.find_question import read_exercise
from equityqi.workfolder.survey_sheets import COMMITMENT, SURVEY, commitments

MOST_OF_A_PROMPT = 60


def people_in_hand_in(work: Path) -> list[str]:
    """Return one sentence for each answer, answer cell and shared commitment of a work folder that looks like it names
    a person; it says which exercise and which question. What cannot be read is passed over: the marker says so.
    """
    notes = []
    for folder in sorted(path.parent for path in (work / "exercises").glob(f"*/{FILE}")):
        notes += _in_answers(folder)
        notes += [note_on(text, f"The cell “{id}” in exercise {folder.name}") for id, text in _cells(folder)]
    notes += [note_on(shared[COMMITMENT], "The commitment that you share") for shared in commitments(work)]
    return [note for note in notes if note]


def people_in_survey(work: Path) -> str:
    """Return one sentence where survey sheets look like they name a person; not which sheet, for they are nobody's."""
    sheets = []
    for path in sorted((work / SURVEY).glob("*.json")):
        try:
            sheets.append(json.loads(path.read_text(encoding="utf-8"))["answers"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return note_on(sheets, "One of the sheets")


def _in_answers(folder: Path) -> list[str]:
    try:
        answers, _ = read_answers(folder / answers_name(folder.name), folder.name, keep_damaged=False)
        questions = read_exercise(folder).questions if answers.answers else []
    except (AnswersError, ValueError, OSError):
        return []
    notes = [
        note_on(
            answers.answers.get(question.id), f"Your answer to “{_asked(question.prompt)}” in exercise {folder.name}"
        )
        for question in questions
        if question.kind in FREE_TEXT
    ]
    return [*notes, note_on(answers.aside, f"An answer that was put aside in exercise {folder.name}")]


def _asked(prompt: str) -> str:
    """Return the first line of a prompt, short enough for a sentence."""
    line = prompt.strip().split("\n")[0]
    return line if len(line) <= MOST_OF_A_PROMPT else f"{line[:MOST_OF_A_PROMPT].rsplit(' ', 1)[0]} …"


def _cells(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each cell of a page that a learner answers in."""
    try:
        cells = json.loads((folder / f"{folder.name}.ipynb").read_text(encoding="utf-8"))["cells"]
        told = [(cell["metadata"].get("nbgrader", {}), cell["source"]) for cell in cells]
        answered = [(about, source) for about, source in told if about.get("solution")]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return
    for about, source in answered:
        yield str(about.get("grade_id", "")), "".join(source)
