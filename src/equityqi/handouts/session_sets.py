"""All sets of a session: runsheet and agenda, the sheets of each pair, and what each block has ready."""

from __future__ import annotations

from equityqi.handouts.answer_key import shown_later
from equityqi.handouts.paper_pack import ENDS
from equityqi.handouts.print_sets import SETS
from equityqi.handouts.printable import ONE, PERSON, Course, PrintSet, flat
from equityqi.handouts.question_sheets import in_order, question_sheet
from equityqi.lessons.runsheet_pages import agenda_page, runsheet_page

GLOSSARY = "course/00-glossary.ipynb"


def sets_of(course: Course, session: int) -> list[PrintSet]:
    """Return all that is printed for a session: runsheet, agenda, the sheets of its exercises, and what each block has
    ready. Raises KeyError, in one sentence, for a material that nobody can make.
    """
    agenda = list(flat(course.read(agenda_page(course.runsheet))))  # its own heading first
    made = [
        PrintSet("runsheet", list(flat(course.read(runsheet_page(course.runsheet)))), ONE, flipped=True, letters=False),
        PrintSet("agenda", agenda[1:], PERSON, least=True, size=9),
    ]
    blocks = course.runsheet.session(session).blocks
    before = {block.exercise for one in course.runsheet.sessions[: session - 1] for block in one.blocks}
    for name in dict.fromkeys(block.exercise for block in blocks if block.exercise):
        if name not in before and (sheet := core_sheet(course, name)):
            made.append(sheet)
    for name in dict.fromkeys(name for block in blocks for name in block.materials):
        if name not in SETS:
            raise KeyError(
                f"Nothing prints “{name}”. Put it under bring in runsheet.yml, or write it into print_sets.py."
            )
        made.append(SETS[name](course))
    return made


def glossary(course: Course) -> PrintSet:
    """Return the glossary, which goes ahead to people who ask for large print."""
    page = next(page for page in course.ran.pages if page.path == GLOSSARY)
    body = course.read(*(cell.html for cell in page.cells if cell.kind == "words" and cell.id not in (*ENDS, "title")))
    return PrintSet("glossary", body, PERSON)


def core_sheet(course: Course, name: str) -> PrintSet | None:
    """Return what is asked in the room from an exercise, with the words and pictures that belong to it; None where
    nothing is.
    """
    page, exercise = course.page(name), course.ran.exercises[name]
    numbers = {question.id: number for number, question in enumerate(in_order(exercise, page), 1)}
    later, parts, waiting = shown_later(page), [], []
    for cell in page.cells:
        if cell.kind == "asks" and cell.source in numbers:
            if exercise.question(cell.source).part == "core":
                parts += [*waiting, question_sheet(exercise.question(cell.source), numbers[cell.source])]
            waiting = []
        elif cell.kind in ("words", "shows") and cell.id not in (*ENDS, "title") and cell not in later:
            waiting.append(course.shown(cell))
    if not parts:
        return None
    return PrintSet(f"Sheet {int(name[:2])}: {exercise.title}", course.read(*parts), least=True)
