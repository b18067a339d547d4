"""handouts.paper_pack, handouts.question_sheets, handouts.answer_key: a session runs on the pack, and no sheet of a
learner gives an answer away.
"""

import re
from html import unescape

import pytest

from equityqi.handouts.answer_key import key_of
from equityqi.handouts.paper_pack import KEY, pack
from equityqi.handouts.question_sheets import lettered_cards, question_sheet
from equityqi.handouts.run_pages import Cell, Page, run_pages
from equityqi.questions.exercise_file import all_exercises

EXERCISES = all_exercises()
QUESTIONS = [(name, question) for name, exercise in EXERCISES.items() for question in exercise.questions]
RAN = [
    "course/00-start.ipynb",
    "exercises/01-what-is-inequity/01-what-is-inequity.ipynb",
    "course/session-1/01-what-is-inequity.ipynb",
    "course/between-the-sessions.ipynb",
    "exercises/11-run-charts/11-run-charts.ipynb",
]
PART = ["index.html", "welcome.html", "agenda.html", "before.html", "exit-ticket.html", "after.html", "go-and-see.html"]


def plain(html):
    """Return what is read aloud of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def said(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def made():
    """The pack of a few pages, run once."""
    return pack(run_pages(RAN))


def helpful(question):
    """Return the sentences of a question that only a trainer, or a learner who has answered, may read."""
    wrong = getattr(question, "wrong", {})
    found = [question.right, *(one.sentence for one in (wrong.values() if isinstance(wrong, dict) else wrong))]
    for item in getattr(question, "items", {}).values():
        found += [item.why, *(one.sentence for one in item.wrong.values())]
    return [said(sentence) for sentence in found]


@pytest.mark.parametrize(("exercise", "question"), QUESTIONS, ids=[question.id for _, question in QUESTIONS])
def test_a_question_on_paper_asks_all_and_tells_nothing(exercise, question):
    sheet = plain(question_sheet(question, 1))
    assert said(question.prompt.split("\n")[0]) in sheet
    for label in (
        *getattr(question, "options", {}).values(),
        *(item.text for item in getattr(question, "items", {}).values()),
    ):
        assert said(label) in sheet
    for column in getattr(question, "columns", {}).values():
        assert said(column.label) in sheet
    assert [sentence for sentence in helpful(question) if sentence in sheet] == []


def test_the_key_holds_every_sentence_and_every_model_answer():
    for name, exercise in EXERCISES.items():
        page = Page(
            f"exercises/{name}/{name}.ipynb",
            exercise.title,
            tuple(Cell(question.id, "asks", question.id) for question in exercise.questions),
        )
        key = plain(key_of(exercise, int(name[:2]), page))
        for question in exercise.questions:
            assert [sentence for sentence in helpful(question) if sentence not in key] == [], question.id
            if question.kind == "text":
                assert all(said(model) in key for model in question.model), question.id


@pytest.mark.slow
def test_the_key_numbers_questions_as_the_sheets_do(made):
    sheet, key = plain(made["exercise-01-what-is-inequity.html"]), plain(made[KEY])
    for question in EXERCISES["01-what-is-inequity"].questions:
        first = said(question.prompt.split("\n")[0])
        number = re.search(r"Question (\d+) " + re.escape(first), sheet)[1]
        assert f"Question {number} {first}" in key, question.id


def test_lettered_cards_bear_the_letters_that_the_trainer_calls_out():
    letters = {
        question.id: re.findall('class="sign">(.*?)<', lettered_cards(question))
        for _, question in QUESTIONS
        if question.kind == "sort"
    }
    assert letters["vignettes-1-8"] == ["D", "I", "?"]
    assert letters["kinds-1-5"] == ["A", "R", "E", "S", "Q"]
    assert letters["three-ways"] == ["1", "2", "3"]  # its cards are lettered already


def test_the_driver_diagram_has_its_22_cards_and_enough_blank_ones():
    diagram = EXERCISES["05-drivers"].question("card-diagram")
    held = diagram.cards()
    given = [text for text in held if text not in ("idea needed", diagram.deck["k01"])]
    assert len(given) == len(set(given)) == 22
    assert held.count("idea needed") == 3 and held.count(diagram.deck["k01"]) == 1


@pytest.mark.slow
def test_every_part_that_the_runsheet_asks_for_is_there(made):
    assert set(PART) <= set(made) and {"forms.html", "game.html", "runsheet.html", KEY} <= set(made)
    assert "so nobody gets the blame." in plain(made["welcome.html"]) and "Your code" in plain(made["welcome.html"])
    assert plain(made["before.html"]).count("☐") == 6 * 11  # six sliders from 0 to 10
    assert "how sure were you before" in plain(made["after.html"]) and "still muddy" in plain(made["exit-ticket.html"])
    assert "Don't ask anyone who might find it hard to say no." in plain(made["go-and-see.html"])


@pytest.mark.slow
def test_a_lesson_says_which_question_of_which_sheet_is_now(made):
    lesson, sheet = plain(made["lesson-01-what-is-inequity.html"]), plain(made["exercise-01-what-is-inequity.html"])
    assert "Now questions 1, 2 and 3 of sheet 1. " in lesson and "Now question 6 of sheet 1. " in lesson
    for question in EXERCISES["01-what-is-inequity"].questions:
        prompt = said(question.prompt.split("\n")[0])
        assert prompt not in lesson and sheet.count(prompt) == 1, question.id
    assert "Sheet 1. Exercise 1: What is inequity?" in plain(made["index.html"])


@pytest.mark.slow
def test_the_contents_lead_to_every_part_and_back(made):
    links = re.findall('href="([^"#]+)"', made["index.html"])
    assert sorted(links) == sorted(set(made) - {"index.html"})
    for name in PART[1:]:
        assert all(link in made for link in re.findall('href="([^"#]+)"', made[name]))


@pytest.mark.slow
def test_five_charts_are_drawn_and_none_gives_its_answer(made):
    page = made["exercise-11-run-charts.html"]
    alts = re.findall('<img alt="(.*?)"', page)
    assert len(alts) == 5 and all(len(alt) > 60 for alt in alts)
    assert [alt for alt in alts if re.search("signal|longest run|special", alt)] == []
    assert "<details" not in page and "The gap chart" not in plain(page)
    drawn = [alt for alt in re.findall('<img alt="(.*?)"', made[KEY]) if not alt.startswith("Logo of ")]
    assert len(drawn) == 1  # the gap chart, to show afterwards


@pytest.mark.slow
def test_nothing_on_paper_asks_for_a_button_or_another_page(made):
    for name, page in made.items():
        assert "Run All" not in plain(page) and "Trainer's notes" not in plain(page), name
        page = page.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"<script|<link|url\(|ipynb|https?:", page), name


@pytest.mark.slow
def test_each_page_says_its_language_and_its_title(made):
    for name, page in made.items():
        assert '<html lang="en-GB">' in page and page.count("<h1") == 1 and "<title>" in page, name
        assert page.count("<table") >= page.count("<caption>"), name
        assert [size for size in re.findall(r"font-size: ([\d.]+)px", page)] == [], (
            name
        )  # letters grow with the reader's own


def test_another_case_changes_the_sheets():
    asked = {
        case: question_sheet(all_exercises(case)["02-measuring-gaps"].question("case-shown-gap"), 15)
        for case in ("a-blood-pressure", "c-asthma")
    }
    assert asked["a-blood-pressure"] != asked["c-asthma"]
