"""Each exercise of the course by a link: typed in before Python is up, then marked there as Python marks it here."""

import re

import pytest
from walking import HANDS, kept_in, put, told

from equityqi.handouts.run_pages import page_paths
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.mark import mark_saved
from equityqi.questions.states import result_of
from equityqi.workfolder.answers_file import answers_name, read_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SLOW = 120_000  # ms for Python to start, on a busy computer
EXERCISES = all_exercises("a-blood-pressure")
# One question of each: by exercise, how its wrong answer differs from the right one.
ASKED = {
    "01-what-is-inequity": ("gap-years", 9.9),
    "02-measuring-gaps": ("flu-statement", None),
    "03-understand-the-system": ("reasons-set", None),
    "04-aim": ("my-aim", ("0:group", "")),
    "05-drivers": ("read-aloud", "x"),
    "06-reconnect": ("quiz-gap", 99),
    "07-measures": ("misread", "x"),
    "08-change-ideas": ("idea-first", None),
    "09-pdsa": ("plan-faults", None),
    "10-close-the-gap": ("game-surprise", "x"),
    "11-run-charts": ("low-month", None),
    "12-canvas-and-spread": ("my-trigger", ("0:trigger", "We look at it again.")),
    "13-commitment": ("kind-question", None),
    "14-feedback": ("which-counts", None),
}


@pytest.fixture(scope="module")
def page(browser):
    """One learner's page, which goes from exercise to exercise; Python waits there until it is ``let_in``."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, service_workers="block"
    )  # which would answer first
    made = context.new_page()
    made.set_default_timeout(60_000)
    made.waits = []
    made.route("**/course.zip", lambda route: route.continue_() if made.waits is None else made.waits.append(route))
    yield made
    context.close()


def let_in(page):
    waits, page.waits = page.waits, None
    for route in waits:
        route.continue_()
    page.locator("html.eq-site-ready").wait_for(timeout=SLOW)


def checked(form):
    """Check an answer; the state that the form shows, and all that it says."""
    form.locator(".eq-check").click()
    form.locator(".eq-verdict").wait_for()
    root = form.locator("xpath=descendant-or-self::*[@data-state]").first
    return root.get_attribute("data-state"), " ".join(form.inner_text().split())


def marked_here(page, name, question, work):
    """What Python here makes of the very file that the browser keeps."""
    kept_in(page, work)
    path = work / "exercises" / name / answers_name(name)
    answers, _ = read_answers(path, name)
    result = result_of(mark_saved(question, answers, path.parent))
    return result["state"], " ".join(result["sentence"].split())


@pytest.mark.parametrize("name", ASKED)
def test_what_is_typed_early_is_marked_there_as_it_is_here(page, whole_site, tmp_path, name):
    id, wrong = ASKED[name]
    question = EXERCISES[name].question(id)
    right = question.model_answer()
    page.waits = []
    page.goto(f"{whole_site}/exercises/{name}/{name}.html#question-{id}")
    form = page.locator(f"#question-{id}")
    if question.kind in ("choice", "multi"):
        wrong = next(code for code in question.options if code not in right)
        wrong = wrong if question.kind == "choice" else [wrong]
    if isinstance(wrong, tuple):
        HANDS[question.kind](form, question, right)
        put(form, *wrong)
    else:
        HANDS[question.kind](form, question, wrong)
    assert not page.locator("html.eq-site-ready").count()
    let_in(page)
    told(form, "Saved.")
    seen = [checked(form)]
    here = [marked_here(page, name, question, tmp_path)]
    if question.kind == "multi":
        form.locator(f'input[value="{wrong[0]}"]').uncheck()
    if isinstance(wrong, tuple):
        number, field = wrong[0].split(":")
        put(form, wrong[0], right[int(number)][field])
    else:
        HANDS[question.kind](form, question, right)
    told(form, "Saved.")
    seen.append(checked(form))
    here.append(marked_here(page, name, question, tmp_path))
    for (state, words), (expected, sentence) in zip(seen, here, strict=True):
        assert state == expected and sentence in words
    assert [state for state, _ in here] in (["again", "right"], ["again", "received"], ["received", "received"])


def test_no_page_has_to_be_scrolled_sideways_at_320_pixels(browser, whole_site):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page, wide = context.new_page(), []
    for path in page_paths():
        page.goto(f"{whole_site}/{path.removesuffix('.ipynb')}.html")
        page.locator("body.eq-bare").wait_for()
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            wide.append((path, width))
    context.close()
    assert wide == []


def test_every_column_of_every_table_has_a_heading(whole_folder):
    pages = {path.relative_to(whole_folder): path.read_text(encoding="utf-8") for path in whole_folder.rglob("*.html")}
    assert sum("<th" in page for page in pages.values()) > 10
    assert [str(name) for name, page in pages.items() if re.search(r"<th[^>]*>\s*</th>", page)] == []
