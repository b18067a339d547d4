"""Each exercise of the course by a link: typed in before Python is up, then marked there as Python marks it here."""

import re

import pytest
from walking import HANDS, kept_in, press, put, told

from equityqi.handouts.run_pages import page_paths
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.mark import mark_saved
from equityqi.questions.states import result_of
from equityqi.workfolder.answers_file import answers_name, read_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SLOW = 120_000  # ms for Python to start, on a busy computer
EXERCISES = all_exercises("a-blood-pressure")
# One question with a key of each: by exercise, how its wrong answer differs from the right one. The game is below.
ASKED = {
    "01-what-is-inequity": ("gap-years", 9.9),
    "02-measuring-gaps": ("flu-statement", None),
    "03-understand-the-system": ("reasons-set", None),
    "04-aim": ("my-aim", ("0:group", "")),
    "05-drivers": ("my-primary-drivers", ("n1:text", "")),
    "06-reconnect": ("quiz-gap", 99),
    "07-measures": ("six-faults", {"1": "spread", "2": "spread", "3": "spread"}),
    "08-change-ideas": ("idea-first", None),
    "09-pdsa": ("plan-faults", None),
    "11-run-charts": ("low-month", None),
    "12-canvas-and-spread": ("my-trigger", ("0:trigger", "We look at it again.")),
    "13-commitment": ("kind-question", None),
    "14-feedback": ("which-counts", None),
}


@pytest.fixture(scope="module")
def context(browser):
    """One learner's browser for all exercises, so that Python is compiled once."""
    made = browser.new_context(
        viewport={"width": 1366, "height": 768}, service_workers="block"
    )  # which would answer first
    yield made
    made.close()


@pytest.fixture
def page(context):
    """A tab of its own, also for a second try; Python waits there until it is ``let_in``."""
    made = context.new_page()
    made.set_default_timeout(60_000)
    made.waits = []
    made.route("**/*.wasm", lambda route: route.continue_() if made.waits is None else made.waits.append(route))
    yield made
    made.close()


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


def put_right(form, question, wrong) -> None:
    """Put right what of an answer is wrong."""
    right = question.model_answer()
    if question.kind == "multi":
        form.locator(f'input[value="{wrong[0]}"]').uncheck()
        HANDS["multi"](form, question, right)
    elif question.kind == "sort":
        for card in wrong:
            form.get_by_role("button", name=re.compile(rf"^{card}\. .*Take this card back")).click()
            press(form, question.options[right[card]])
    elif question.kind == "tree":
        put(form, wrong[0], right["nodes"][0]["text"])
    elif question.kind == "table":
        number, field = wrong[0].split(":")
        put(form, wrong[0], right[int(number)][field])
    else:
        HANDS[question.kind](form, question, right)


def put_wrong(form, question, wrong) -> None:
    """Give an answer that is right but for one thing."""
    right = question.model_answer()
    if question.kind in ("table", "tree"):
        HANDS[question.kind](form, question, right)
        put(form, *wrong)
    else:
        HANDS[question.kind](form, question, right | wrong if question.kind == "sort" else wrong)


@pytest.mark.parametrize("name", ASKED)
def test_what_is_typed_early_is_marked_there_as_it_is_here(page, whole_site, tmp_path, name):
    id, wrong = ASKED[name]
    question = EXERCISES[name].question(id)
    if question.kind in ("choice", "multi"):
        wrong = next(code for code in question.options if code not in question.model_answer())
        wrong = wrong if question.kind == "choice" else [wrong]
    page.goto(f"{whole_site}/exercises/{name}/{name}.html#question-{id}")
    form = page.locator(f"#question-{id}")
    put_wrong(form, question, wrong)
    assert not page.locator("html.eq-site-ready").count()
    let_in(page)
    told(form, "Saved.")
    seen, here = [checked(form)], [marked_here(page, name, question, tmp_path)]
    put_right(form, question, wrong)
    told(form, "Saved.")
    seen.append(checked(form))
    here.append(marked_here(page, name, question, tmp_path))
    for (state, words), (expected, sentence) in zip(seen, here, strict=True):
        if question.kind == "table":  # what a field already says is not said again above it
            sentence = sentence.partition(". ")[0]
        assert state == expected and sentence in words
    assert [state for state, _ in here] == ["again", "right"]


def test_a_game_is_marked_there_as_it_is_here_and_what_was_typed_early_is_saved(page, whole_site, tmp_path):
    name = "10-close-the-gap"
    question, words = (EXERCISES[name].question(id) for id in ("close-the-gap", "game-surprise"))
    page.goto(f"{whole_site}/exercises/{name}/{name}.html")
    typed = page.locator(f"#question-{words.id}")
    HANDS["text"](typed, words, words.model_answer())
    assert not page.locator("html.eq-site-ready").count()
    let_in(page)
    told(typed, "Saved.")
    board, model = page.locator(".eq-game"), question.model_answer()["game"]
    idle = {**model, "turns": [{**turn, "changes": {}, "together": None} for turn in model["turns"]]}
    passed = []
    for game in (idle, model):
        if passed:
            board.get_by_role("button", name="Play again").click()
            board.get_by_text("Turn 1 of 5").wait_for()
        HANDS["game"](board, question, {"game": game})
        rules = [" ".join(rule.inner_text().split()) for rule in board.locator(".eq-checks li").all()]
        kept_in(page, tmp_path)
        answers, _ = read_answers(tmp_path / "exercises" / name / answers_name(name), name)
        mark = mark_saved(question, answers, tmp_path)
        assert all(note.sentence in rule for rule, note in zip(rules, mark.notes, strict=True))
        assert [", met: " in rule for rule in rules] == [note.right for note in mark.notes]
        passed.append(mark.passed)
    assert passed == [False, True]


def test_a_draft_is_not_yet_as_it_is_and_never_takes_the_place_of_what_was_written(page, whole_site):
    page.goto(f"{whole_site}/exercises/07-measures/07-measures.html")
    form = page.locator("#question-my-measure-card")
    counted, out_of = form.get_by_label("Who is counted"), form.get_by_label("Out of whom")
    assert (counted.input_value(), out_of.input_value()) == ("visits in the system", "people who came")
    let_in(page)
    state, words = checked(form)
    assert state == "again" and "shown at their fields" in words
    counted.fill("")
    told(form, "Saved.")
    page.reload()
    page.locator("html.eq-site-ready").wait_for(timeout=SLOW)
    assert (counted.input_value(), out_of.input_value()) == ("", "people who came")


def test_no_page_has_to_be_scrolled_sideways_at_320_pixels(browser, whole_site):
    context = browser.new_context(viewport={"width": 320, "height": 640}, service_workers="block")
    context.route("**/worker.js", lambda route: route.abort())  # no page waits for Python here
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
