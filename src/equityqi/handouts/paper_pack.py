"""The paper pack: everything that a session needs when laptops do not run, as pages of HTML to print on A4."""

from __future__ import annotations

from html import escape
from pathlib import Path

from equityqi.files import write_atomically
from equityqi.game.paper_version import paper as game_on_paper
from equityqi.handouts.answer_key import key_of, opened, shown_later
from equityqi.handouts.pages import framed, points, table, without_links
from equityqi.handouts.question_sheets import (
    asked,
    cards,
    in_order,
    lettered_cards,
    question_sheet,
)
from equityqi.handouts.run_pages import START, Page, Ran, page_paths, run_pages
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.runsheet_pages import agenda_page, runsheet_page
from equityqi.project.blank_sheets import blank_forms
from equityqi.questions.exercise import Exercise
from equityqi.workfolder import survey_sheets

FOLDER = "paper-pack"
KEY = "answer-key.html"
BACK = (
    '<nav class="screen" aria-label="The pack"><ul><li><a href="index.html">All parts of the pack</a></li></ul></nav>'
)
ENDS = ("end", "next")  # cells whose links lead from page to page: of no use on paper
SURVEYS = {"before.html": ("pre",), "exit-ticket.html": ("exit",), "after.html": ("post", "sliders")}


def make_paper(folder: Path, case: str | None = None) -> list[Path]:
    """Write the whole pack into a folder and return its files, the contents first.

    ``case`` is the name of a case; without one, the course's first. Raises :class:`equityqi.files.CouldNotWrite`,
    :class:`equityqi.handouts.run_pages.DidNotRun` or :class:`equityqi.workfolder.prepare.WorkError`, in one sentence.
    """
    made = pack(run_pages(page_paths(), case))
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in made.items():
        write_atomically(folder / name, page)
    return [folder / name for name in made]


def pack(ran: Ran) -> dict[str, str]:
    """Return every file of the pack by its name, as whole pages of HTML; the start page and lesson 6 must be among
    those that ran.
    """
    start = next(page for page in ran.pages if page.path == START)
    asked = [
        (page, ran.exercises[page.name])
        for page in ran.pages
        if page.path.startswith("exercises/") and page.name in ran.exercises
    ]
    lessons = {page.name: page for page in ran.pages if "/session-" in page.path}
    runsheet = read_runsheet()
    named = {f"exercise-{page.name}.html": exercise_sheets(page, exercise) for page, exercise in asked}
    read = {f"lesson-{name}.html": framed(page.label, _lesson(page), BACK) for name, page in lessons.items()}
    parts = {
        "welcome.html": framed("Welcome", _welcome(start), BACK),
        "agenda.html": agenda_page(runsheet),
        **{
            name: framed(survey_sheets.sheet_of(held[0]).title, "".join(map(_sheet, held)), BACK)
            for name, held in SURVEYS.items()
        },
        "go-and-see.html": framed("Go and see", _go_and_see(start, lessons["06-reconnect"]), BACK),
        **read,
        **named,
        "forms.html": blank_forms(),
        "game.html": game_on_paper(),
        "runsheet.html": runsheet_page(runsheet),
        KEY: framed("Answer key", _key(asked), BACK),
    }
    return {"index.html": _contents(named, read, ran.case), **parts}


def exercise_sheets(page: Page, exercise: Exercise) -> str:
    """Return an exercise as a page of sheets: its words, pictures and questions, then the cards to cut out; no answer
    is in it.
    """
    place = {question.id: number for number, question in enumerate(in_order(exercise, page), 1)}
    parts, later = [], shown_later(page)
    for cell in page.cells:
        if cell.kind == "asks" and cell.source in place:
            parts.append(question_sheet(exercise.question(cell.source), place[cell.source]))
        elif cell.kind in ("words", "shows") and cell.id not in ENDS and cell not in later:
            parts.append(without_links(cell.html))
    return framed(
        page.title, f'<section class="part">{"".join(parts)}</section>{_cards(in_order(exercise, page))}', BACK
    )


def _cards(questions: list) -> str:
    """Return the cards of these questions; those with the same options share one set of lettered cards."""
    told, lettered = [], []
    for number, question in enumerate(questions, 1):
        if question.kind == "sort" and question.options not in lettered:
            lettered.append(question.options)
            told.append(f"<h3>Lettered cards, from question {number}</h3>{lettered_cards(question)}")
        if held := cards(question):
            told.append(f"<h3>Cards of question {number}</h3>{points(map(escape, held), 'cards')}")
    return (
        '<section class="part"><h2>Cards to cut out</h2><p>Cut along the lines: one set for each'
        f" pair.</p>{''.join(told)}</section>"
        if told
        else ""
    )


def _lesson(page: Page) -> str:
    """Return the words and pictures of a lesson, to read after it: what is folded on a screen stands open."""
    return "".join(
        opened(without_links(cell.html))
        for cell in page.cells
        if cell.kind in ("words", "shows") and cell.id not in ENDS
    )


def _section(page: Page, *ids: str) -> str:
    """Return cells of a page by their id, as one sheet. Raises KeyError for an id that is not there."""
    held = {cell.id: cell.html for cell in page.cells}
    return f'<section class="part">{"".join(without_links(held[id]) for id in ids)}</section>'


def _welcome(start: Page) -> str:
    sheet = survey_sheets.sheet_of("pre").sections[-1]  # the code that pairs a person's two surveys
    blanks = "".join(f'<p>{escape(asked(column))}: <span class="write"></span></p>' for column in sheet.fields.values())
    slip = (
        f'<section class="part"><h2>A code of your own</h2><p>{escape(sheet.prompt)}</p>{blanks}<p>Keep this slip: you'
        " need the same code at the end.</p></section>"
    )
    return f"<header><h1>Welcome</h1></header>{_section(start, 'rules', 'safety')}{_section(start, 'case', 'case-story')}{slip}"  # noqa: E501


def _go_and_see(start: Page, reconnect: Page) -> str:
    return (
        f"<header><h1>Go and see</h1></header>{_section(start, 'between')}{_section(reconnect, 'listening', 'cannot')}"
    )


def _sheet(name: str) -> str:
    """Return a sheet that a person fills in alone, with boxes to tick and lines to write on."""
    sheet = survey_sheets.sheet_of(name)
    parts = [
        (
            f"<h1>{escape(sheet.title)}</h1>"
            if name in (first for first, *_ in SURVEYS.values())
            else f"<h2>{escape(sheet.title)}</h2>"
        )
    ]
    for section in sheet.sections:
        parts.append(f"<p>{escape(section.prompt)}</p>")
        parts += (_field(column) for column in section.fields.values())
    return f'<section class="part">{"".join(parts)}</section>'


def _field(column) -> str:
    if column.options:
        return f"<p><strong>{escape(column.label)}</strong><br>{' &emsp;'.join(f'☐ {escape(label)}' for label in column.options.values())}</p>"  # noqa: E501
    if column.type == "long":
        return f"<p><strong>{escape(column.label)}</strong></p>{'<div class=rule></div>' * 3}"
    return f'<p><strong>{escape(asked(column))}</strong> <span class="write"></span></p>'


def _key(pairs: list[tuple[Page, Exercise]]) -> str:
    about = (
        "<header><h1>Answer key</h1><p>For the trainer. Keep it apart from the sheets. Where a question has several"
        " good answers, each earns all of its points.</p></header>"
    )
    return about + "".join(key_of(exercise, int(page.name[:2]), page) for page, exercise in pairs)


def _contents(named, read, case: str) -> str:
    one, pair, four, trainer = "one for each person", "one for each pair", "one for each table", "one for the trainer"
    rows = [
        ("welcome.html", "Ground rules, safety, the case, a slip for a self-made code", one),
        ("agenda.html", "Agenda of both sessions", one),
        ("before.html", "Survey before the course", one),
        *((name, _title(page), f"{one}, to read after it") for name, page in read.items()),
        *((name, _title(page), pair) for name, page in named.items()),
        ("exit-ticket.html", "Exit ticket, end of session 1", one),
        ("go-and-see.html", "Go and see, and how to listen safely", one),
        ("forms.html", "Blank forms: aim, driver diagram, measures, tests, canvas, commitment (A3 if you can)", pair),
        ("game.html", "Close the Gap: the game on paper", four),
        ("after.html", "Surveys after the course", one),
        ("runsheet.html", "Runsheet of both sessions", trainer),
        (KEY, "Answer key", f"{trainer}, kept apart"),
    ]
    listed = table(
        "Parts of the pack",
        ("Part", "How many to print"),
        [(f'<a href="{escape(name)}">{escape(title)}</a>', escape(copies)) for name, title, copies in rows],
    )
    about = (
        f"<p>The case: {escape(case)}. Its data are invented.</p><p>Open a part and print it from your browser, on A4."
        " For large print, set larger letters in your browser or print at 125% or more: everything grows with them."
        " Send the sheets three working days ahead to people who ask for that.</p>"
    )
    return framed("Paper pack", f"<h1>Paper pack</h1>{about}{listed}")


def _title(page: str) -> str:
    return page.split("<title>")[1].split("</title>")[0]
