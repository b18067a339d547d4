"""The first session on a phone, by the link alone: a learner reads, answers every core question and hands in."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from walking import HANDS, told

from equityqi.files import course_root
from equityqi.marking import mark_hand_ins
from equityqi.questions.exercise_file import all_exercises

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SLOW = 120_000  # ms for Python to start, on a busy computer
LESSONS = ("01-what-is-inequity", "02-measuring-gaps", "03-understand-the-system", "04-aim", "05-drivers")
EXERCISES = all_exercises("a-blood-pressure")


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    made = context.new_page()
    made.set_default_timeout(60_000)
    yield made
    context.close()


def is_ready(page, path):
    page.locator(f'main[data-path="{path}.ipynb"]').wait_for()
    page.locator("html.eq-site-ready").wait_for(timeout=SLOW)


def faults_of(page):
    """What axe finds on a page, and whether it has to be moved sideways."""
    found = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page).response["violations"]]
    return found + ["wider than the window"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_learner_goes_through_session_1_and_hands_in(page, whole_site, tmp_path):
    faults = {}
    page.goto(whole_site)
    is_ready(page, "course/00-start")
    faults["start"] = faults_of(page)
    page.locator("a.eq-next").tap()
    for number, name in enumerate(LESSONS):
        if number:
            page.locator(".eq-part-next a").first.tap()
        is_ready(page, f"course/session-1/{name}")
        core = [question for question in EXERCISES[name].questions if question.part == "core"]
        for question in core:
            form = page.locator(f"#question-{question.id}")
            HANDS[question.kind](form, question, question.model_answer())
            told(form, "Saved.")
            form.locator(".eq-check").tap()
            form.locator(".eq-verdict").wait_for()
        page.locator(".eq-end .eq-praise").wait_for()
        faults[name] = faults_of(page)
    page.locator(".eq-page-note a", has_text="hand in").tap()
    is_ready(page, "course/00-start")
    page.get_by_text("Make my hand-in").tap()
    page.get_by_label("Your name or code:").fill("asha")
    with page.expect_download() as made:
        page.get_by_role("button", name="Make the file").tap()
    assert {name: found for name, found in faults.items() if found} == {}
    (tmp_path / "in").mkdir()
    made.value.save_as(tmp_path / "in" / made.value.suggested_filename)
    (tmp_path / "roll.csv").write_text("id,name\nasha,Asha\n", encoding="utf-8")
    marked = mark_hand_ins(tmp_path / "in", tmp_path / "roll.csv", tmp_path / "out", course_root(), 1)
    points = {verdict.exercise: verdict.points for verdict in marked.verdicts}
    assert [name for name in LESSONS if not points[name] >= core_points(name)] == []


def core_points(name):
    """The points of the core questions that a computer marks."""
    asked = [question for question in EXERCISES[name].questions if question.part == "core" and question.kind != "text"]
    return sum(question.points for question in asked)
