"""The course by a link: a folder of pages on a plain web server, Python in the browser, answers in its own store."""

import json
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from walking import predict

from equityqi.files import course_root
from equityqi.live.pyodide import NoPyodide
from equityqi.live.serve import server
from equityqi.live.site import make_live_site
from equityqi.marking import mark_hand_ins
from equityqi.questions.mark import mark
from equityqi.questions.states import result_of
from equityqi.workfolder.find_question import read_exercise

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "01-what-is-inequity"
LESSON, EXERCISE = f"course/session-1/{NAME}", f"exercises/{NAME}/{NAME}"
DRIVERS, GAME = "exercises/05-drivers/05-drivers", "exercises/10-close-the-gap/10-close-the-gap"
PAGES = ["course/00-start.ipynb", *(f"{page}.ipynb" for page in (LESSON, EXERCISE, DRIVERS, GAME))]
SLOW = 120_000  # ms for Python to start, on a busy computer
WATCH = "addEventListener('securitypolicyviolation', ({ blockedURI }) => (window.refused ??= []).push(blockedURI))"
KEPT = """async () => {
  const { name } = (await indexedDB.databases()).find(({ name }) => name !== "equityqi python");
  const db = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
  const store = db.transaction("files").objectStore("files"), all = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const [paths, texts] = await Promise.all([all(store.getAllKeys()), all(store.getAll())]);
  return Object.fromEntries(paths.map((path, at) => [path, texts[at]]));
}"""  # noqa: E501
GAP = "#question-gap-years"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site of a few pages."""
    place = tmp_path_factory.mktemp("site")
    try:
        make_live_site(place, paths=PAGES)
    except NoPyodide as error:
        pytest.skip(str(error))
    return place


@pytest.fixture(scope="module")
def address(folder):
    """The site's address, on a server that knows nothing of the course."""
    shown = server(folder)
    threading.Thread(target=shown.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{shown.server_port}"
    shown.shutdown()
    shown.server_close()


@pytest.fixture
def context(browser):
    """A browser that remembers nothing of others. It notes what pages ask for, and what their policy refuses."""
    found = browser.new_context(viewport={"width": 1366, "height": 768})
    found.asked = []
    found.on("request", lambda request: found.asked.append(request.url))
    found.add_init_script(WATCH)
    yield found
    found.close()


@pytest.fixture
def opened(context, address):
    """Open a page of the site; ``ready`` waits until Python is up."""

    def open_page(path=EXERCISE, ready=True):
        page = context.new_page()
        page.goto(f"{address}/{path}.html")
        page.locator(".eq-form").first.wait_for(timeout=SLOW if path == GAME else None)
        if ready:
            page.locator("html.eq-site-ready").wait_for(timeout=SLOW)
        return page

    return open_page


def fill(page, value):
    page.locator(f"{GAP} input").fill(value)
    page.locator(f"{GAP} .eq-status", has_text="Saved.").wait_for()


def checked(page):
    """Check the first question; what the form says, in the parts that it is said in."""
    page.locator(f"{GAP} .eq-check").click()
    page.locator(f"{GAP} .eq-verdict").wait_for()
    return page.locator(f"{GAP} .eq-verdict strong").inner_text(), page.locator(f"{GAP} .eq-verdict p").inner_text()


def as_marked_here(value):
    """The heading and the sentence that the same question gives in Python on this computer."""
    exercise = read_exercise(course_root() / "exercises" / NAME)
    result = result_of(mark(exercise.question("gap-years"), value))
    return result["heading"], result["sentence"]


def test_what_is_typed_before_python_is_up_is_saved_when_it_joins(context, opened, address):
    held = []
    context.route("**/course.zip", lambda route: held.append(route))
    page = opened(ready=False)
    page.locator(f"{GAP} input").fill("8.7")
    page.locator(f"{GAP} .eq-status", has_text="Kept in this browser").wait_for()
    page.locator(f"{GAP} .eq-check").click()
    assert "Getting ready" in page.locator(".eq-site-note").inner_text()
    page.wait_for_timeout(1800)  # longer than a form waits for a word from its Python
    assert page.locator(".eq-warn").count() == 0
    held[0].continue_()
    page.locator(f"{GAP} .eq-status", has_text="Saved.").wait_for(timeout=SLOW)
    page.locator(f"{GAP} .eq-verdict", has_text=as_marked_here("8.7")[1]).wait_for()
    assert page.locator(".eq-site-note").inner_text() == ""
    assert json.loads(page.evaluate(KEPT)[f"exercises/{NAME}/{NAME}.answers.json"])["answers"] == {"gap-years": 8.7}


def test_answers_get_what_they_get_in_jupyter_and_a_reload_finds_them(context, opened, address):
    page = opened()
    for value in ("9.9", "8.7"):
        fill(page, value)
        assert checked(page) == as_marked_here(value)
    page.reload()
    assert page.locator(f"{GAP} input").input_value() == "8.7"
    page.locator(f"{GAP} .eq-state.eq-is-right").wait_for(timeout=SLOW)
    assert [url for url in context.asked if not url.startswith((address, "data:", "blob:"))] == []
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


def test_where_the_browser_keeps_nothing_the_form_says_that_it_is_not_saved(context, opened):
    def refuses(route):
        route.fulfill(response=(told := route.fetch()), body=told.text().replace("indexedDB.open(", "indexedDB.not("))

    context.route("**/store.js", refuses)
    page = opened()
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


def test_as_a_file_and_without_javascript_a_page_is_to_read_and_says_why(browser, folder, address):
    for where, scripts in (((folder / f"{EXERCISE}.html").as_uri(), True), (f"{address}/{EXERCISE}.html", False)):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(where)
        assert page.get_by_text("How many years is the gap?").is_visible()
        assert page.get_by_text("Opened as a file, a page can’t save anything.").is_visible()
        assert page.get_by_role("link", name="Lesson 1: What is inequity?").first.is_visible()
        context.close()


def test_no_page_holds_a_key(folder):
    pages = "".join(path.read_text("utf-8") for path in Path(folder).rglob("*.html"))
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
