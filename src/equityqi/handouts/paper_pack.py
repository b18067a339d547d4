"""The paper pack: everything that a session needs when laptops do not run, as pages of HTML to print on A4."""

from __future__ import annotations

from pathlib import Path

from equityqi.documents.html import header
from equityqi.files import write_atomically
from equityqi.handouts.answer_key import key_of, opened, shown_later
from equityqi.handouts.blank_sheets import blank_forms
from equityqi.handouts.pages import for_paper, framed, paragraphs, part
from equityqi.handouts.paper_game import paper_game
from equityqi.handouts.question_sheets import in_order, lettered_cards, question_sheet
from equityqi.handouts.run_pages import BETWEEN, START, Page, Ran, Told, page_paths, run_pages
from equityqi.html_tags import Html, bullets, join, table_of, tag
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.runsheet_pages import agenda_page, runsheet_page
from equityqi.plain_words import listed
from equityqi.questions.exercise import Exercise
from equityqi.questions.kinds.paper import BLANK, RULE, boxed
from equityqi.workfolder import survey_sheets

FOLDER = "paper-pack"
KEY = "answer-key.html"
BACK = tag(
    "nav", bullets([tag("a", "All parts of the pack", href="index.html")]), class_="screen", aria_label="The pack"
)
ENDS = ("end", "next")  # cells whose links lead from page to page: of no use on paper
Places = dict[str, tuple[int, int]]  # a question's sheet, and its number there
SURVEYS = {"before.html": ("pre",), "exit-ticket.html": ("exit",), "after.html": ("post", "sliders")}


def make_paper(folder: Path, case: str | None = None, told: Told | None = None) -> list[Path]:
    """Write the whole pack into a folder and return its files, the contents first.

    ``case`` is the name of a case; without one, the course's first. ``told`` hears how far it is. Raises
    :class:`equityqi.files.CouldNotWrite`, :class:`equityqi.handouts.run_pages.DidNotRun` or
    :class:`equityqi.workfolder.prepare.WorkError`, in one sentence.
    """
    made = pack(run_pages(page_paths(), case, told))
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in made.items():
        write_atomically(folder / name, page)
    return [folder / name for name in made]


def pack(ran: Ran) -> dict[str, Html]:
    """Return every file of the pack by its name, as whole pages of HTML; the start page and the page for between
    the sessions must be among those that ran.
    """
    start, between = (next(page for page in ran.pages if page.path == path) for path in (START, BETWEEN))
    exercises = [
        (page, ran.exercises[page.name])
        for page in ran.pages
        if page.path.startswith("exercises/") and page.name in ran.exercises
    ]
    lessons = {page.name: page for page in ran.pages if "/session-" in page.path}
    places = places_of(ran)
    runsheet = read_runsheet()
    titles = {f"lesson-{name}.html": page.label for name, page in lessons.items()}
    sheets = {f"exercise-{page.name}.html": f"Sheet {int(page.name[:2])}. {page.title}" for page, _ in exercises}
    parts = {
        "welcome.html": framed("Welcome", _welcome(start), BACK),
        "agenda.html": agenda_page(runsheet),
        **{
            file: framed(survey_sheets.sheet_of(names[0]).title, map(survey_to_print, names), BACK)
            for file, names in SURVEYS.items()
        },
        "go-and-see.html": framed(between.title, lesson_to_read(between, places), BACK),
        **{
            file: framed(title, lesson_to_read(page, places), BACK)
            for (file, title), page in zip(titles.items(), lessons.values(), strict=True)
        },
        **{file: exercise_sheets(*pair) for file, pair in zip(sheets, exercises, strict=True)},
        "forms.html": blank_forms(),
        "game.html": paper_game(),
        "runsheet.html": runsheet_page(runsheet),
        KEY: framed("Answer key", _key(exercises), BACK),
    }
    return {"index.html": _contents(sheets, titles, ran.case), **parts}


def places_of(ran: Ran) -> Places:
    """Return the sheet of each question, and its number there."""
    return {
        question.id: (int(page.name[:2]), number)
        for page in ran.pages
        if page.path.startswith("exercises/") and page.name in ran.exercises
        for number, question in enumerate(in_order(ran.exercises[page.name], page), 1)
    }


def exercise_sheets(page: Page, exercise: Exercise) -> Html:
    """Return an exercise as a page of sheets: its words, pictures and questions, then the cards to cut out; no answer
    is in it.
    """
    place = {question.id: number for number, question in enumerate(in_order(exercise, page), 1)}
    parts, later = [], shown_later(page)
    for cell in page.cells:
        if cell.kind == "asks" and cell.source in place:
            parts.append(question_sheet(exercise.question(cell.source), place[cell.source]))
        elif cell.kind in ("words", "shows") and cell.id not in ENDS and cell not in later:
            parts.append(for_paper(cell.html))
    return framed(page.title, (part(parts), _cards(in_order(exercise, page))), BACK)


def _cards(questions: list) -> Html | None:
    """Return the cards of these questions; those with the same options share one set of lettered cards."""
    sets, lettered = [], []
    for number, question in enumerate(questions, 1):
        if question.kind == "sort" and question.options not in lettered:
            lettered.append(question.options)
            sets.append((tag("h3", f"Lettered cards, from question {number}"), lettered_cards(question)))
        if texts := question.cards():
            sets.append((tag("h3", f"Cards of question {number}"), bullets(texts, "cards")))
    how = tag("p", "Cut along the lines: one set for each pair.")
    return part(tag("h2", "Cards to cut out"), how, sets) if sets else None


def lesson_to_read(page: Page, places: Places) -> list[Html]:
    """Return the words and pictures of a lesson, to read after it: what is folded on a screen is open. A question is on
    its sheet, so the lesson says which it is now.
    """
    parts, now = [], []
    for cell in page.cells:
        if cell.kind == "asks" and cell.source in places:
            now.append(places[cell.source])
        elif cell.kind in ("words", "shows") and cell.id not in ENDS:
            parts += [_now(now), opened(for_paper(cell.html))]
            now = []
    return [*parts, _now(now)]


def _now(asked: list[tuple[int, int]]) -> Html:
    """Return a line for questions that follow each other.

    >>> _now([(2, 4)]), _now([(2, 4), (2, 5)])
    ('<p class="now">Now question 4 of sheet 2.</p>', '<p class="now">Now questions 4 and 5 of sheet 2.</p>')
    """
    lines = []
    for sheet in dict.fromkeys(sheet for sheet, _ in asked):
        numbers = [str(number) for of, number in asked if of == sheet]
        word = "question" if len(numbers) == 1 else "questions"
        lines.append(tag("p", f"Now {word} {listed(numbers, 'and')} of sheet {sheet}.", class_="now"))
    return join(lines)


def section_of(page: Page, *ids: str) -> Html:
    """Return cells of a page by their id, as one sheet. Raises KeyError for an id that is not there."""
    html = {cell.id: cell.html for cell in page.cells}
    return part(opened(for_paper(html[id])) for id in ids)


def _welcome(start: Page) -> Html:
    return join(
        (header("Welcome"), section_of(start, "rules", "who", "safety"), section_of(start, "case-story"), code_slip())
    )


def code_slip() -> Html:
    """Return the slip for a code that a person makes up, which pairs their two surveys."""
    sheet = survey_sheets.sheet_of("pre").sections[-1]
    return part(
        tag("h2", "A code of your own"),
        tag("p", sheet.prompt),
        [tag("p", f"{column.on_paper()}: ", BLANK) for column in sheet.fields.values()],
        tag("p", "Keep this slip: you need the same code at the end."),
    )


def survey_to_print(name: str) -> Html:
    """Return a survey that a person fills in alone, with boxes to tick and lines to write on."""
    sheet = survey_sheets.sheet_of(name)
    first = any(name == names[0] for names in SURVEYS.values())
    sections = [
        (paragraphs(section.prompt), [_field(column) for column in section.fields.values()]) for section in sheet.asked
    ]
    about = [for_paper(tag("p", words)) for words in survey_sheets.about_of(name)]
    return part(tag("h1" if first else "h2", sheet.title), about, sections)


def _field(column) -> Html:
    if column.options:
        boxes = boxed(column.options.values())
        return tag("p", tag("strong", column.label), tag("br"), boxes)
    if column.type == "long":
        return join((tag("p", tag("strong", column.label)), [RULE] * 3))
    return tag("p", tag("strong", column.on_paper()), " ", BLANK)


def _key(pairs: list[tuple[Page, Exercise]]) -> Html:
    about = (
        "For the trainer. Keep it apart from the sheets. If a question has several good answers, each of them earns"
        " full marks."
    )
    keys = [(key_of(exercise, int(page.name[:2]), page), "\n") for page, exercise in pairs]
    return join((header("Answer key", tag("p", about)), keys))


def _contents(sheets: dict[str, str], lessons: dict[str, str], case: str) -> Html:
    one, pair, four, trainer = "one for each person", "one for each pair", "one for each table", "one for the trainer"
    rows = [
        ("welcome.html", "Ground rules, safety, the case, a slip to write a code on", one),
        ("agenda.html", "Agenda of both sessions", one),
        ("before.html", "Survey before the course", one),
        *((name, title, f"{one}, to read after it") for name, title in lessons.items()),
        *((name, title, pair) for name, title in sheets.items()),
        ("exit-ticket.html", "Exit ticket, end of session 1", one),
        ("go-and-see.html", "Go and see, and how to listen safely", one),
        ("forms.html", "Blank forms: aim, driver diagram, measures, tests, canvas, commitment (A3 if you can)", pair),
        ("game.html", "Close the Gap: the game on paper", four),
        ("after.html", "Surveys after the course", one),
        ("runsheet.html", "Runsheet of both sessions", trainer),
        (KEY, "Answer key", f"{trainer}, kept apart"),
    ]
    links = [(tag("a", title, href=name), copies) for name, title, copies in rows]
    how = (
        "Open a part and print it from your browser, on A4. For large print, set larger letters in your browser or"
        " print at 125% or more: everything grows with them. If somebody asks for large print, send them the sheets"
        " three working days ahead."
    )
    return framed(
        "Paper pack",
        (
            tag("h1", "Paper pack"),
            tag("p", f"The case: {case}. Its data are invented."),
            tag("p", how),
            table_of("Parts of the pack", ("Part", "How many to print"), links),
        ),
    )
