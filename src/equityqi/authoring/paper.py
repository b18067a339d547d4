"""The paper pack: everything that a session needs when laptops do not run, as pages of HTML to print on A4."""

from __future__ import annotations

from html import escape
from pathlib import Path

from equityqi.authoring.answer_key import folded_away, key_of
from equityqi.authoring.pages import framed, points, table, without_links
from equityqi.authoring.question_sheets import asked, cards, lettered_cards, question_sheet
from equityqi.authoring.run_pages import Page, page_paths, run_pages
from equityqi.files import write_atomically
from equityqi.game.paper import paper as game_on_paper
from equityqi.lessons import sheets
from equityqi.lessons.questions import Exercise, all_exercises
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.runsheet_pages import agenda_page, runsheet_page
from equityqi.project.twins import blank_forms
from equityqi.tables.cases import load

FOLDER = "paper-pack"
KEY = "answer-key.html"
BACK = '<nav class="screen" aria-label="The pack"><ul><li><a href="index.html">All parts of the pack</a></li></ul></nav>'
ENDS = ("end", "next")  # cells whose links lead from page to page: of no use on paper
SURVEYS = {"before.html": ("pre",), "exit-ticket.html": ("exit",), "after.html": ("post", "sliders")}


def make_paper(folder: Path, case: str | None = None) -> list[Path]:
    """Write the whole pack into a folder and return its files, the contents first.

    ``case`` is the name of a case; without one, the course's first. Raises :class:`equityqi.files.CouldNotWrite`,
    :class:`equityqi.authoring.run_pages.DidNotRun` or :class:`equityqi.lessons.work.WorkError`, in one sentence.
    """
    pages = {page.path: page for page in run_pages(page_paths(), case)}
    made = pack(pages, all_exercises(case), load(case).title)
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in made.items():
        write_atomically(folder / name, page)
    return [folder / name for name in made]


def pack(pages: dict[str, Page], exercises: dict[str, Exercise], case: str) -> dict[str, str]:
    """Return every file of the pack by its name, as whole pages of HTML.

    ``pages``: pages that have run, by their path; ``exercises``: by their name; ``case``: the title of the case.
    """
    start = pages["course/00-start.ipynb"]
    ran = {page.name: page for path, page in pages.items() if path.startswith("exercises/")}
    lessons = {page.name: page for path, page in pages.items() if path.startswith("course/session-")}
    runsheet = read_runsheet()
    named = {f"exercise-{name}.html": exercise_sheets(ran[name], exercises[name]) for name in exercises if name in ran}
    read = {f"lesson-{name}.html": framed(page.title, _paged(page, ("words", "shows")), BACK) for name, page in lessons.items()}
    parts = {
        "welcome.html": framed("Welcome", _welcome(start), BACK),
        "agenda.html": agenda_page(runsheet),
        **{name: framed(sheets.sheet_called(asked[0]).title, "".join(map(_sheet, asked)), BACK) for name, asked in SURVEYS.items()},
        "go-and-see.html": framed("Go and see", _go_and_see(start, lessons["06-reconnect"]), BACK),
        **read, **named,
        "forms.html": blank_forms(),
        "game.html": game_on_paper(),
        "runsheet.html": runsheet_page(runsheet),
        KEY: framed("Answer key", _key(exercises, ran), BACK),
    }  # fmt: skip
    return {"index.html": _contents(parts, named, read, case), **parts}


def exercise_sheets(page: Page, exercise: Exercise) -> str:
    """Return an exercise as a page of sheets: its words, pictures and questions, then the cards to cut out; no answer is in it."""
    place = {question.id: number for number, question in enumerate(exercise.questions, 1)}
    parts = []
    for cell in page.cells:
        if cell.kind == "asks" and cell.source in place:
            parts.append(question_sheet(exercise.question(cell.source), place[cell.source]))
        elif cell.kind in ("words", "shows") and cell.id not in ENDS and not folded_away(cell.html):
            parts.append(without_links(cell.html))
    return framed(page.title, f'<section class="sheet">{"".join(parts)}</section>{_cards(exercise)}', BACK)


def _cards(exercise: Exercise) -> str:
    """Return the cards of an exercise; questions with the same options share one set of lettered cards."""
    told, lettered = [], []
    for number, question in enumerate(exercise.questions, 1):
        if question.kind == "sort" and question.options not in lettered:
            lettered.append(question.options)
            told.append(f"<h3>Lettered cards, from question {number}</h3>{lettered_cards(question)}")
        if held := cards(question):
            told.append(f"<h3>Cards of question {number}</h3>{points(map(escape, held), 'cards')}")
    return f'<section class="sheet"><h2>Cards to cut out</h2><p>Cut along the lines: one set for each pair.</p>{"".join(told)}</section>' if told else ""


def _paged(page: Page, kinds: tuple[str, ...]) -> str:
    """Return the words and pictures of a lesson; what is shut until somebody has answered stays for the trainer."""
    return "".join(without_links(cell.html) for cell in page.cells if cell.kind in kinds and cell.id not in ENDS and not folded_away(cell.html))


def _section(page: Page, *ids: str) -> str:
    """Return cells of a page by their id, as one sheet. Raises KeyError for an id that is not there."""
    held = {cell.id: cell.html for cell in page.cells}
    return f'<section class="sheet">{"".join(without_links(held[id]) for id in ids)}</section>'


def _welcome(start: Page) -> str:
    sheet = sheets.sheet_called("pre").sections[-1]  # the code that pairs a person's two surveys
    blanks = "".join(f'<p>{escape(asked(column))}: <span class="write"></span></p>' for column in sheet.fields.values())
    slip = f'<section class="sheet"><h2>A code of your own</h2><p>{escape(sheet.prompt)}</p>{blanks}<p>Keep this slip: you need the same code at the end.</p></section>'
    return f"<h1>Welcome</h1>{_section(start, 'rules', 'safety')}{_section(start, 'case', 'case-story')}{slip}"


def _go_and_see(start: Page, reconnect: Page) -> str:
    return f"<h1>Go and see</h1>{_section(start, 'between')}{_section(reconnect, 'listening', 'cannot')}"


def _sheet(name: str) -> str:
    """Return a sheet that a person fills in alone, with boxes to tick and lines to write on."""
    sheet = sheets.sheet_called(name)
    parts = [f"<h1>{escape(sheet.title)}</h1>" if name in (first for first, *_ in SURVEYS.values()) else f"<h2>{escape(sheet.title)}</h2>"]
    for section in sheet.sections:
        parts.append(f"<p>{escape(section.prompt)}</p>")
        parts += (_field(column) for column in section.fields.values())
    return f'<section class="sheet">{"".join(parts)}</section>'


def _field(column) -> str:
    if column.options:
        return f"<p><strong>{escape(column.label)}</strong><br>{' &emsp;'.join(f'☐ {escape(label)}' for label in column.options.values())}</p>"
    if column.type == "long":
        return f"<p><strong>{escape(column.label)}</strong></p>{'<div class=rule></div>' * 3}"
    return f'<p><strong>{escape(asked(column))}</strong> <span class="write"></span></p>'


def _key(exercises: dict[str, Exercise], ran: dict[str, Page]) -> str:
    about = "<h1>Answer key</h1><p>For the trainer. Keep it apart from the sheets. Where a question has several good answers, each earns all of its points.</p>"
    return about + "".join(key_of(exercise, int(name[:2]), ran[name]) for name, exercise in exercises.items() if name in ran)


def _contents(parts: dict[str, str], named, read, case: str) -> str:
    one, pair, four, trainer = "one for each person", "one for each pair", "one for each table", "one for the trainer"
    rows = [
        ("welcome.html", "Ground rules, safety, the case, a slip for a self-made code", one), ("agenda.html", "Agenda of both sessions", one),
        ("before.html", "Survey before the course", one), *((name, _title(page), one) for name, page in read.items()),
        *((name, _title(page), pair) for name, page in named.items()), ("exit-ticket.html", "Exit ticket, end of session 1", one),
        ("go-and-see.html", "Go and see, and how to listen safely", one), ("forms.html", "Blank forms: aim, driver diagram, measures, tests, canvas, commitment (A3 if you can)", pair),
        ("game.html", "Close the Gap: the game on paper", four), ("after.html", "Surveys after the course", one),
        ("runsheet.html", "Runsheet of both sessions", trainer), (KEY, "Answer key", f"{trainer}, kept apart"),
    ]  # fmt: skip
    assert {name for name, *_ in rows} == set(parts)
    listed = table("Parts of the pack", ("Part", "How many to print"), [(f'<a href="{escape(name)}">{escape(title)}</a>', escape(copies)) for name, title, copies in rows])
    about = (
        f"<p>The case: {escape(case)}. Its data are invented.</p><p>Open a part and print it from your browser, on A4. For large print, set larger letters "
        "in your browser or print at 125% or more: everything grows with them. Send the sheets three working days ahead to people who ask for that.</p>"
    )
    return framed("Paper pack", f"<h1>Paper pack</h1>{about}{listed}")


def _title(page: str) -> str:
    return page.split("<title>")[1].split("</title>")[0]
