"""Every set that the runsheet names under *Have ready*, by the name it has there."""

from __future__ import annotations

from collections.abc import Callable

from equityqi.documents.markup import Node
from equityqi.documents.pdf import A3, A4, SCREEN
from equityqi.handouts.blank_sheets import blank_forms
from equityqi.handouts.paper_game import paper_game
from equityqi.handouts.paper_pack import code_slip, section_of, survey_to_print
from equityqi.handouts.printable import (
    EIGHT,
    ONE,
    PAIR,
    PERSON,
    TABLE,
    Course,
    PrintSet,
    cards,
    flat,
    form,
    heading,
    words,
)
from equityqi.handouts.question_sheets import lettered_cards
from equityqi.handouts.run_pages import START
from equityqi.lessons.runsheet_pages import between_list
from equityqi.organisation import organisation
from equityqi.pictures.diagrams import rings
from equityqi.project.labels import AIM, COMMITMENT, LEVELS
from equityqi.project.sentences import aim_sentence
from equityqi.questions.plan_rules import aim_of
from equityqi.working_days import DAYS, due

LARGE, CARD_SIZE, SLIDE = 16, 13, 28  # points of a card for a table, of cards to cut out, and of a slide
SMALLER, A_LINE_OR_TWO = 22, 80  # points of a slide with a contact of more letters than that
PER_DIAGRAM = (1, 4, 8, 8)  # blank boxes of each level of the driver diagram
FOLLOW_UP = "We’ll ask you three times how your plan is going"
CUT = words("Cut along the lines.")
CUT_IN_TWO: Node = {"t": "cut"}
Make = Callable[[Course], PrintSet]


def _cards_of(id: str, name: str) -> Make:
    def make(course: Course) -> PrintSet:
        question = next(found for exercise in course.ran.exercises.values() if (found := exercise.question(id)))
        return PrintSet(name, [CUT, cards(question.cards())], both=False, size=CARD_SIZE, letters=False)

    return make


def _lettered(id: str, name: str) -> Make:
    def make(course: Course) -> PrintSet:
        """Two sets on a sheet where they fit."""
        body = course.read(lettered_cards(course.ran.question(id)))
        texts = body[0]["c"] if not isinstance(body[0], str) else []
        sets = 8 // len(texts)
        return PrintSet(name, [CUT, cards(texts * sets)], PAIR * sets, both=False, size=CARD_SIZE, letters=False)

    return make


def _name_tents(course: Course) -> PrintSet:
    back: list[Node] = [
        words("You know the people you care for."),
        words("You can pass at any time. Nobody is blamed, and nobody is timing you."),
    ]
    body: list[Node] = [
        words("Cut in the middle and fold on the dotted line. Your name faces the others."),
        {"t": "tents", "label": "What I’d like to be called", "back": back},
    ]
    return PrintSet("name tents", body, PAIR, both=False, size=LARGE, letters=False)


def _ground_rules(course: Course) -> PrintSet:
    start = next(page for page in course.ran.pages if page.path == START)
    body = course.read(section_of(start, "rules", "safety"))
    return PrintSet("the ground rules on a card", list(flat(body)), TABLE, both=False, size=13)


def _code_slips(course: Course) -> PrintSet:
    slip = [node for node in flat(course.read(code_slip())) if isinstance(node, str) or node["t"] != "h"]
    return PrintSet("slips to write a code on", [CUT, cards([slip] * 8)], EIGHT, both=False, size=10, letters=False)


def _surveys(name: str, *ids: str, least: bool = True) -> Make:
    def make(course: Course) -> PrintSet:
        return PrintSet(name, list(flat(course.read(*map(survey_to_print, ids)))), PERSON, least=least)

    return make


def _exit_tickets(course: Course) -> PrintSet:
    """Two on a sheet, to cut; in large print one."""
    _, *ticket = flat(course.read(survey_to_print("exit")))  # without its own heading
    if course.letters:
        return PrintSet("exit tickets", ticket, PERSON, least=True)
    body = [*ticket, CUT_IN_TWO, heading("Exit ticket"), *ticket, {"t": "fill"}]
    return PrintSet("exit tickets", body, PAIR, both=False, least=True)


def _rings(course: Course) -> PrintSet:
    picture = course.read(rings("What makes us healthy, ring by ring")._repr_html_())[0]
    poster: list[Node] = [{**picture, "high": 225}] if not isinstance(picture, str) else []
    return PrintSet("poster of the rings", poster, ONE, A3, True, both=False, size=20, letters=False)


def _tables(course: Course) -> PrintSet:
    return PrintSet("printed tables", course.cells("02", "two-gaps", "missing", "split"), size=12, letters=False)


def _diagram(name: str, aim: bool) -> Make:
    def make(course: Course) -> PrintSet:
        """``aim``: the aim of the case's own project is in the first box."""
        first = aim_sentence(aim_of(course.case), course.case) if aim else ""
        levels = [
            {"name": level, "boxes": [first if level == LEVELS[0] else "", *[""] * (count - 1)]}
            for level, count in zip(LEVELS, PER_DIAGRAM, strict=True)
        ]
        body: list[Node] = [
            words(
                "Draw the links, then read it from right to left. If we do this, that becomes true, and then we"
                " get closer to the aim."
            ),
            {"t": "diagram", "levels": levels},
        ]
        return PrintSet(name, body, PAIR, A3, True, both=False, size=14, least=not aim, letters=False)

    return make


def _go_and_see(course: Course) -> PrintSet:
    minutes = sum(task.minutes for task in course.runsheet.between)
    body = [
        words(f"{minutes} minutes of work time for this before we meet again. Bring what you saw, and one number."),
        *course.read(between_list(course.runsheet)),
        words("Don’t ask anyone who may feel they can’t say no. Write roles, never names of patients."),
        form("What I bring", ("I saw", "Two people told me", "One number, split by group: out of how many"), 30),
    ]
    return PrintSet("go-and-see card", body, PERSON, least=True)


def _story_prompt(course: Course) -> PrintSet:
    lines: list[Node] = [
        node for start in ("I expected", "I saw", "I now think") for node in (words(f"{start} …"), {"t": "rule"})
    ]
    return PrintSet("story prompt", [CUT, cards([lines] * 8)], EIGHT, both=False, size=11, letters=False)


def _from_forms(name: str, *titles: str, paper: str = A4) -> Make:
    def make(course: Course) -> PrintSet:
        sheets = course.sections(blank_forms())
        body = [node for title in titles for node in (heading(title), *sheets[title], {"t": "page"})]
        if paper == A3:  # the rows share a taller sheet
            body = [{**node, "tall": node["tall"] * 1.9} if node["t"] == "table" else node for node in body]
        return PrintSet(name, body[:-1], PAIR, paper, True, both=paper == A4, size=14 if paper == A3 else 10.5)

    return make


def _questions(name: str, *ids: str) -> Make:
    def make(course: Course) -> PrintSet:
        body = [node for id in ids for node in course.question(id)]
        return PrintSet(name, body, letters=False, inside=course.sheet_of(course.exercise_of(ids[0])))

    return make


def _grid(course: Course) -> PrintSet:
    fields = ("Weak, and widens the gap", "Weak, and narrows the gap")
    strong = ("Strong, and widens the gap", "Strong, and narrows the gap")
    ends: Node = {
        "t": "grid",
        "fields": [*strong, *fields],
        "up": ["weak: it asks people to try harder", "strong: it changes the system"],
        "across": ["the gap grows", "the gap closes"],
    }
    how = words("Lay each idea card where you think it belongs, then try the strong ones that close the gap first.")
    return PrintSet("2 by 2 grid", [how, ends], TABLE, A3, True, both=False, size=14, letters=False)


def _plan_with_faults(course: Course) -> PrintSet:
    body = [*course.cells("09", "mend"), *course.question("plan-faults"), *course.question("mend-plan")]
    return PrintSet("a plan with faults", body, letters=False, inside=course.sheet_of(course.exercise_of("mend-plan")))


def _game(course: Course) -> PrintSet:
    parts = course.sections(paper_game())
    body = [node for title in parts for node in (heading(title), *parts[title], {"t": "page"})]
    return PrintSet("the game on paper", body[:-1], TABLE, least=True, letters=False)


def _prediction_slips(course: Course) -> PrintSet:
    parts = course.sections(paper_game())["Prediction slips"]
    return PrintSet("prediction slips", parts, PAIR, both=False, letters=False, inside="the game on paper")


def _charts(course: Course) -> PrintSet:
    ids = [f"chart-{number}{what}" for number in range(1, 6) for what in ("", "-picture")]
    inside = course.sheet_of(course.page("11").name)
    return PrintSet("the 5 charts of your case on paper", course.cells("11", *ids), letters=False, inside=inside)


def _commitment_cards(course: Course) -> PrintSet:
    card: list[Node] = [
        words("One thing that I will do:"),
        {"t": "rule"},
        {"t": "rule"},
        words(f"{COMMITMENT['date']}:"),
        {"t": "rule"},
    ]
    return PrintSet("commitment cards", [CUT, cards([card] * 8)], EIGHT, both=False, size=11, letters=False)


def _aim_cards(course: Course) -> PrintSet:
    card = form("My aim", AIM.values(), 8.5)
    return PrintSet("A5 aim cards", [card, CUT_IN_TWO, card], PAIR, both=False, letters=False)


def _follow_up(course: Course) -> PrintSet:
    dates = [
        f"Day {day}: {due(course.second_day, day).words}" if course.second_day else f"Day {day}: ____________________"
        for day in DAYS
    ]
    contact = organisation().contact
    body: list[Node] = [
        *course.logo("corner"),
        words("Each date is on a working day."),
        {"t": "list", "k": "ul", "c": [[{"t": "b", "c": [one]}] for one in dates]},
        words(f"Questions? Ask {contact or '_' * 30}"),
        words("You choose what you share."),
    ]
    size = SLIDE if len(contact) <= A_LINE_OR_TWO else SMALLER  # it stays one slide
    return PrintSet("follow-up slide", body, ONE, SCREEN, both=False, size=size, letters=False, title=FOLLOW_UP)


# Each by the name that the runsheet gives it under Have ready: a test holds the two together.
SETS: dict[str, Make] = {
    "name tents": _name_tents,
    "the ground rules on a card": _ground_rules,
    "slips to write a code on": _code_slips,
    "the first survey on paper": _surveys("the first survey on paper", "pre"),
    "8 cards, equality to justice": _cards_of("three-ways", "8 cards, equality to justice"),
    "vignette sheet": _questions("vignette sheet", "vignettes-1-8"),
    "cards lettered D, I and ?": _lettered("vignettes-1-8", "cards lettered D, I and ?"),
    "poster of the rings": _rings,
    "10 cards of causes": _cards_of("causes", "10 cards of causes"),
    "printed tables": _tables,
    "cards lettered A audit, R research, E evaluation, S assurance, Q QI": _lettered(
        "kinds-1-5", "cards lettered A audit, R research, E evaluation, S assurance, Q QI"
    ),
    "Pareto handout": lambda course: PrintSet("Pareto handout", course.cells("03", "pareto"), size=13, letters=False),
    "A5 aim cards": _aim_cards,
    "blank diagram on A3": _diagram("blank diagram on A3", aim=False),
    "exit tickets": _exit_tickets,
    "go-and-see card": _go_and_see,
    "story prompt": _story_prompt,
    "22 cards for the diagram": _cards_of("card-diagram", "22 cards for the diagram"),
    "a diagram on A3 with the aim": _diagram("a diagram on A3 with the aim", aim=True),
    "measure card": _questions("measure card", "my-measure-card"),
    "11 change idea cards": _cards_of("idea-effect", "11 change idea cards"),
    "2 by 2 grid": _grid,
    "a plan with faults": _plan_with_faults,
    "a blank log": _from_forms("a blank log", "Log of tests: plan", "Log of tests: do, study, act"),
    "the game on paper": _game,
    "prediction slips": _prediction_slips,
    "the 5 charts of your case on paper": _charts,
    "A3 canvas": _from_forms("A3 canvas", "Canvas", paper=A3),
    "commitment cards": _commitment_cards,
    "the survey after the course": _surveys("the survey after the course", "post"),
    "the sheet of sliders": _surveys("the sheet of sliders", "sliders"),
    "follow-up slide": _follow_up,
}
