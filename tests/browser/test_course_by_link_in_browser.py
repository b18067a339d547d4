"""The course by a link: a folder of pages on a plain web server, Python in the browser, answers in its own store."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from by_link import (
    DRIVERS,
    EXERCISE,
    GAME,
    GAP,
    KEPT,
    LESSON,
    NAME,
    SLOW,
    WATCH,
    as_marked_here,
    checked,
    fill,
    is_ready,
)
from walking import predict

from equityqi.files import course_root
from equityqi.marking import mark_hand_ins
from equityqi.workfolder.find_question import read_exercise

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def context(browser):
    """A browser that remembers nothing of others. It notes what pages ask for, and what their policy refuses."""
    found = browser.new_context(viewport={"width": 1366, "height": 768})
    found.asked = []
    found.on("request", lambda request: found.asked.append(request.url))
    found.add_init_script(WATCH)
    found.set_default_timeout(60_000)
    yield found
    found.close()


@pytest.fixture
def new(context, small_site):
    """A page of exercise 1 in a browser that was never here."""
    page = context.new_page()
    page.goto(f"{small_site}/{EXERCISE}.html")
    page.locator(".eq-form").first.wait_for()
    return page


def test_what_is_typed_before_python_is_up_is_saved_when_it_joins(context, small_site):
    held = []
    context.route("**/course.zip", lambda route: held.append(route))
    page = context.new_page()
    page.goto(f"{small_site}/{EXERCISE}.html")
    page.locator(f"{GAP} input").fill("8.7")
    page.locator(f"{GAP} .eq-status", has_text="still in this browser").wait_for()
    page.locator(f"{GAP} .eq-check").click()
    assert "Getting ready" in page.locator(".eq-site-note").inner_text()
    page.wait_for_timeout(1800)  # longer than a form waits for a word from its Python
    assert page.locator(".eq-warn").count() == 0
    held[0].continue_()
    page.locator(f"{GAP} .eq-status", has_text="Saved.").wait_for(timeout=SLOW)
    page.locator(f"{GAP} .eq-verdict", has_text=as_marked_here("8.7")[1]).wait_for()
    assert page.locator(".eq-site-note").inner_text() == ""
    assert json.loads(page.evaluate(KEPT)[f"exercises/{NAME}/{NAME}.answers.json"])["answers"] == {"gap-years": 8.7}


def test_answers_get_what_they_get_in_jupyter_and_a_reload_finds_them(context, new, small_site):
    page = is_ready(new)
    for value in ("9.9", "8.7"):
        fill(page, value)
        assert checked(page) == as_marked_here(value)
    page.reload()
    assert page.locator(f"{GAP} input").input_value() == "8.7"
    page.locator(f"{GAP} .eq-state.eq-is-right").wait_for(timeout=SLOW)
    assert [url for url in context.asked if not url.startswith((small_site, "data:", "blob:"))] == []
    assert page.evaluate("window.refused ?? []") == []


def test_two_windows_lose_nothing_of_each_other(opened):
    first, second = opened(), opened(LESSON)
    fill(first, "8.7")
    fill(second, "9")
    assert checked(first) == as_marked_here("9")
    answers = json.loads(first.evaluate(KEPT)[f"exercises/{NAME}/{NAME}.answers.json"])
    assert (answers["answers"], answers["revisions"]) == ({"gap-years": 9}, {"gap-years": 2})


OVERTAKEN = """async () => {
  const { default: form } = await import(document.querySelector('script[src$="/page.js"]').src.replace("page.js", "forms/Form.js"));
  const spec = JSON.parse(document.querySelector("[data-spec]").dataset.spec), hears = {}, sent = [];
  const state = { spec, saved: 9, revision: 3, result: { state: "saved" }, key: "overtaken", notice: "", picture: "" };
  const model = { get: (name) => state[name], on: (name, hear) => { hears[name] = hear; }, off() {}, send: (content) => sent.push(content) };
  const el = document.querySelector("main").appendChild(document.createElement("div")), shown = [];
  form.render({ model, el });
  const field = el.querySelector("input"), told = (now) => { Object.assign(state, now); hears["change:saved"](); shown.push(field.value); };
  field.value = "8.7";
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  while (!sent.length) await new Promise((again) => setTimeout(again, 50));
  hears["msg:custom"]({ token: sent[0].token, done: "save", saved: 8.7, revision: 4, said: "" });
  told({ saved: 9, revision: 3 });
  told({ saved: 7, revision: 5 });
  return shown;
}"""  # noqa: E501


def test_a_state_older_than_what_is_saved_is_not_shown(opened):
    assert opened(ready=False).evaluate(OVERTAKEN) == ["8.7", "7"]


def test_where_the_browser_keeps_nothing_the_form_says_that_it_is_not_saved(context, new):
    def refuses(route):
        route.fulfill(response=(told := route.fetch()), body=told.text().replace("indexedDB.open(", "indexedDB.not("))

    context.route("**/store.js", refuses)
    page = new
    page.reload()
    page.locator(f"{GAP} input").fill("8.7")
    page.locator(f"{GAP} .eq-warn", has_text="Not saved").wait_for()


def test_it_follows_the_answers_at_the_end_of_a_lesson_and_in_the_bar(opened):
    page = opened(LESSON)
    end = page.locator(".eq-end")
    assert "You’ve answered 0 of 7" in end.inner_text()
    fill(page, "8.7")
    end.get_by_text("You’ve answered 1 of 7").wait_for()
    page.locator(".eq-bar-where", has_text="1 of 7 questions answered").wait_for()
    checked(page)
    page.get_by_role("button", name="Contents").click()
    page.locator(".eq-page-list [aria-current]", has_text="1 of 7 answered, 1 right").wait_for()


def test_what_is_more_to_practise_is_folded_and_a_link_opens_it(opened):
    page = opened(ready=False)
    later = page.locator("#question-cause-chain")
    assert not later.is_visible()
    page.get_by_role("button", name="Show 3 more to practise").click()
    assert later.is_visible()
    page.goto(page.url.replace(EXERCISE, LESSON))
    page.get_by_role("link", name="More practice (3 questions)").click()
    page.wait_for_url(f"**/{EXERCISE}.html*")
    page.locator("#question-cause-chain").wait_for()


@pytest.mark.parametrize("path", [EXERCISE, LESSON])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_it_on_every_width(opened, path, scheme):
    page = opened(path, ready=False)
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found if fault["impact"] != "minor"] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_as_a_file_and_without_javascript_a_page_is_to_read_and_says_why(browser, small_folder, small_site):
    for where, scripts in (
        ((small_folder / f"{EXERCISE}.html").as_uri(), True),
        (f"{small_site}/{EXERCISE}.html", False),
    ):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(where)
        assert page.get_by_text("How many years is the gap?").is_visible()
        assert page.get_by_text("Opened as a file, a page can’t save anything.").is_visible()
        assert page.get_by_role("link", name="Lesson 1: What is inequity?").first.is_visible()
        context.close()


def test_no_page_holds_a_key(small_folder):
    pages = "".join(path.read_text("utf-8") for path in Path(small_folder).rglob("*.html"))
    exercise = read_exercise(course_root() / "exercises" / NAME)
    told = [as_marked_here(value)[1] for value in ("8.7", "9.9")]
    assert exercise.question("gap-years").prompt[:40] in pages and not [said for said in told if said in pages]


def test_a_hand_in_made_there_is_marked_as_any_other(opened, tmp_path):
    page = opened()
    fill(page, "8.7")
    page.locator(".eq-bar-brand").click()
    page.locator(".eq-next-line", has_text="You stopped at question 2").wait_for(timeout=SLOW)
    page.get_by_text("Make my hand-in").click()
    page.get_by_label("Your name or code:").fill("asha")
    with page.expect_download() as made:
        page.get_by_role("button", name="Make the file").click()
    (tmp_path / "in").mkdir()
    made.value.save_as(tmp_path / "in" / made.value.suggested_filename)
    (tmp_path / "roll.csv").write_text("id,name\nasha,Asha\n", encoding="utf-8")
    found = mark_hand_ins(tmp_path / "in", tmp_path / "roll.csv", tmp_path / "out", course_root(), 1)
    [marked] = [verdict for verdict in found.verdicts if verdict.exercise == NAME]
    assert (made.value.suggested_filename, marked.id, marked.points) == ("hand-in-asha.zip", "asha", 1)
    said = page.locator(".eq-card", has_text="Hand in").inner_text()
    assert "Your browser saves it with your downloads." in said and "folder" not in said


def test_a_driver_diagram_follows_what_is_typed_and_the_game_is_played(opened):
    page = opened(DRIVERS)
    page.get_by_role("button", name="Add aim").first.click()
    page.keyboard.type("Close the gap")
    page.locator(".eq-picture svg", has_text="Close the gap").first.wait_for()
    page = opened(GAME)
    board = page.locator(".eq-game").first
    predict(board, "A", 30, 60)
    board.get_by_role("button", name="Play months 3 and 4").click()
    board.locator(".eq-came", has_text="Your prediction").wait_for()
    page.reload()
    page.get_by_text("Turn 2 of 5").wait_for(timeout=SLOW)
