"""Every question of the course, on every surface: asked where it belongs, printed once, counted once."""

import json
import re
from collections import Counter
from html import unescape

import pytest

from equityqi.cases.case import load
from equityqi.files import course_root
from equityqi.handouts import paper_pack
from equityqi.handouts.answer_key import shown_later
from equityqi.handouts.run_pages import BETWEEN, Cell, Page, Ran, page_paths, run_pages
from equityqi.lessons.say import words_of
from equityqi.live.site import site_pages
from equityqi.questions.exercise_file import all_exercises, read_questions
from equityqi.takehome.workbook import workbook
from equityqi.workfolder.answers_file import answers_name
from equityqi.workfolder.find_question import find
from equityqi.workfolder.prepare import ASKS
from equityqi.workfolder.where_next import pages_so_far

EXERCISES = all_exercises()
QUESTIONS = {question.id: question for exercise in EXERCISES.values() for question in exercise.questions}
CORE, BETWEEN_THEM, PRACTICE = (
    {id for id, question in QUESTIONS.items() if question.part == part} for part in ("core", "between", "practice")
)


def asked_on(path):
    cells = json.loads((course_root() / path).read_text(encoding="utf-8"))["cells"]
    return ASKS.findall("\n".join("".join(cell["source"]) for cell in cells))


PAGES = {path: asked_on(path) for path in page_paths()}


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def begins(question):
    return " ".join(question.prompt.split("\n")[0].split())


@pytest.fixture(scope="module")
def ran():
    """Every page as it would be read: its questions only, so that nothing has to run."""
    empty = run_pages([])
    pages = []
    for path in PAGES:
        cells = json.loads((course_root() / path).read_text(encoding="utf-8"))["cells"]
        pages.append(Page(path, path, tuple(_cells(cells))))
    return Ran(pages, empty.exercises, empty.case)


def _cells(cells):
    for cell in cells:
        if found := ASKS.search("".join(cell["source"])):
            yield Cell(cell["id"], "asks", found[1])


def test_there_are_123_questions_and_at_least_40_are_core():
    assert len(QUESTIONS) == 123 and len(CORE) >= 40 and len(CORE) + len(BETWEEN_THEM) + len(PRACTICE) == 123


def test_a_core_question_is_in_one_lesson_and_in_its_exercise():
    lessons = Counter(id for path, asked in PAGES.items() if "/session-" in path for id in asked)
    assert lessons == Counter(CORE)
    assert Counter(PAGES[BETWEEN]) == Counter(BETWEEN_THEM)
    assert Counter(id for path, asked in PAGES.items() if path.startswith("exercises/") for id in asked) == Counter(
        list(QUESTIONS)
    )


def test_every_page_of_a_learner_shows_the_one_saved_answer(work):
    homes = {question.id: name for name, exercise in EXERCISES.items() for question in exercise.questions}
    for path, asked in PAGES.items():
        for id in asked:
            found = find(id, (work / path).parent)
            assert found.path == work / "exercises" / homes[id] / answers_name(homes[id]), (path, id)


def test_the_site_shows_each_question_on_each_page_that_asks_it(ran):
    made = site_pages(ran, {}, "live")
    for path, asked in PAGES.items():
        words = plain(made[path.removesuffix(".ipynb") + ".html"])
        assert [id for id in asked if begins(QUESTIONS[id]) not in words] == [], path


def test_on_paper_a_lesson_names_the_sheet_and_each_question_is_printed_once(ran):
    sheets = {page.name: page for page in ran.pages if page.path.startswith("exercises/")}
    places, printed = {}, Counter()
    for name, exercise in EXERCISES.items():
        words = plain(paper_pack.exercise_sheets(sheets[name], exercise))
        for number, id in enumerate(PAGES[sheets[name].path], 1):
            places[id] = (int(name[:2]), number)
            printed[id] += words.count(f"Question {number} {begins(QUESTIONS[id])}")
        assert shown_later(sheets[name]) == []
    assert printed == Counter(list(QUESTIONS))
    for page in ran.pages:
        if page.path == BETWEEN or "/session-" in page.path:
            words = plain("".join(paper_pack.lesson_to_read(page, places)))
            told = re.findall(r"Now questions? ([\d, and]+) of sheet (\d+)\.", words)
            for id in PAGES[page.path]:
                sheet, number = map(str, places[id])
                assert any(of == sheet and number in re.findall(r"\d+", numbers) for numbers, of in told), id
                assert begins(QUESTIONS[id]) not in words


def test_a_slide_shows_what_is_asked_and_no_slide_skips_a_question():
    for path, asked in PAGES.items():
        if "/session-" in path:
            cells = json.loads((course_root() / path).read_text(encoding="utf-8"))["cells"]
            kinds = [
                cell["metadata"]["slideshow"]["slide_type"] for cell in cells if ASKS.search("".join(cell["source"]))
            ]
            assert len(kinds) == len(asked) and set(kinds) <= {"subslide", "-"}


def test_workbook_and_progress_count_each_question_once(work):
    for name, exercise in EXERCISES.items():
        answers = {question.id: question.model_answer() for question in exercise.questions}
        saved = {"schema": 1, "exercise": name, "case": "a-blood-pressure", "id": "0", "answers": answers}
        path = work / "exercises" / name / answers_name(name)
        path.write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
    so_far = pages_so_far(work)
    assert sum(page.answered for page in so_far) == len(CORE), "each lesson counts its own core questions"
    chapters = {chapter.title: chapter for chapter in workbook(work).chapters}
    for exercise in EXERCISES.values():
        if chapter := chapters.get(exercise.title):
            assert len(chapter.entries) + chapter.others == len(exercise.questions), exercise.title
    own = [question for question in QUESTIONS.values() if question.kind in ("text", "table", "tree")]
    given = [question for question in own if question.kind == "tree" and question.deck]
    assert sum(len(chapter.entries) for chapter in chapters.values()) == len(own) - len(given)


def test_a_lesson_that_was_begun_is_shown_on_the_case_of_its_answers(work, monkeypatch):
    saved = {"schema": 1, "exercise": "02-measuring-gaps", "case": "c-asthma", "answers": {"flu-gap-before": 10}}
    path = work / "exercises" / "02-measuring-gaps" / answers_name("02-measuring-gaps")
    path.write_text(json.dumps(saved), encoding="utf-8")
    monkeypatch.chdir(work / "course" / "session-1")
    shown = {}
    for page in ("02-measuring-gaps", "03-understand-the-system"):
        monkeypatch.setenv("JPY_SESSION_NAME", str(work / "course" / "session-1" / f"{page}.ipynb"))
        shown[page] = (load().id, words_of(load(), "headline"))
    assert shown["02-measuring-gaps"] == ("c-asthma", words_of(load("c-asthma"), "headline"))
    assert shown["03-understand-the-system"][0] == "a-blood-pressure"
    assert find("case-ratio").question == read_questions(path.with_name("questions.yml"), "c-asthma").question(
        "case-ratio"
    )
