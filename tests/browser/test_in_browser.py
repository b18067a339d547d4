"""What a learner sees and does, in a real browser."""

from __future__ import annotations

import json
import os
import signal
import time
import zipfile

import pytest
from conftest import FRONT
from walking import press, started

from equityqi.lab.launch import trust

ALL_KINDS = "exercises/99-all-kinds/99-all-kinds.ipynb"
EXERCISE = "exercises/01-what-is-inequity/01-what-is-inequity.ipynb"
CHOICE, MULTI, SORT = "means the same for all", "two are tests", "Difference, inequity"
RANK, NUMBER, TEXT = "strong to weak", "67.9 − 59.2", "in your own words what a fair"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_page_runs_by_itself_and_stays_at_the_top(visit):
    page = visit(EXERCISE)
    started(page)
    page.form("How many years is the gap").wait_for()
    time.sleep(1)
    title = page.page.get_by_role("heading", name="Exercise 1: What is inequity?")
    assert title.is_visible() and title.bounding_box()["y"] > 0, "the page jumped away from its top"
    assert not page.page.locator("text=model not found").count()
    assert not page.page.locator("text=asleep").first.is_visible()
    assert not page.page.locator(".Toastify__toast").count() and not page.run_button.count()
    page.picture("exercise-started")


def test_a_page_waits_for_a_python_that_is_slow_to_start(visit):
    """A learner follows a link while a slow computer still asks for the page's kernel. Lab itself would ask for a
    second one, and at times put the question which to take to the learner.
    """
    page, begun = visit().start(), []  # the first page has its kernel, so what is asked for now is the next one's

    def slowly(route):
        begun.append(route.request.method)
        page.page.wait_for_timeout(500)
        route.continue_()

    page.page.route("**/api/sessions*", slowly)
    page.leave_for(EXERCISE).start()
    page.page.unroute_all(behavior="ignoreErrors")
    assert begun.count("POST") == 1 and not page.page.locator(".jp-Dialog").count()


def test_a_page_that_was_changed_opens_to_read(visit, course):
    """Code that is not the course's own never runs by itself, whatever is signed."""
    source = json.loads((course.work / EXERCISE).read_text(encoding="utf-8"))
    next(cell for cell in source["cells"] if cell["cell_type"] == "code")["source"] += "\nopen('ran', 'w').close()"
    delivered = course.work / EXERCISE
    before = delivered.read_bytes()
    delivered.write_text(json.dumps(source), encoding="utf-8")
    trust([delivered], {"JUPYTER_DATA_DIR": str(course.work / ".learner" / "data")})
    try:
        page = visit(EXERCISE)
        page.run_button.wait_for()
        page.page.get_by_text("This page has been changed since it came with the course").wait_for()
        time.sleep(2)
        assert not page.page.locator(".eq-form").count() and not (delivered.parent / "ran").exists()
        page.start()
        assert (delivered.parent / "ran").exists()
    finally:
        delivered.write_bytes(before)
        (delivered.parent / "ran").unlink(missing_ok=True)


def test_a_page_for_analysts_waits_for_its_reader(visit):
    page = visit("exercises/15-analysts-gaps/15-analysts-gaps.ipynb")
    page.page.get_by_text("You write code on this page").wait_for()
    time.sleep(1)
    assert not page.page.locator(".jp-OutputArea table").count()


def test_a_page_runs_again_when_its_python_died(visit, course):
    page = visit(EXERCISE).start()
    gap = page.form("How many years is the gap")
    gap.get_by_role("textbox").fill("8.7")
    page.says("How many years is the gap", "Saved.")
    page.lost = True
    for process in course.kernel_processes(course.kernel(page.path)):
        os.kill(process, signal.SIGKILL)
    gap.get_by_role("textbox").fill("9.7")
    page.page.locator('[data-state="running"]').wait_for(timeout=30_000)
    page.says("How many years is the gap", "Saved.")
    assert page.form("How many years is the gap").get_by_role("textbox").input_value() == "9.7"
    assert course.answers("01-what-is-inequity")["gap-years"] == 9.7


def test_ten_pages_later_there_are_two_kernels_and_what_was_typed_last_is_saved(visit, course):
    page = visit(EXERCISE).start()
    page.form("How many years is the gap").get_by_role("textbox").fill("8.6")  # and away, before it is saved
    lessons = sorted((course.work / "course").glob("session-*/*.ipynb"))[:9]
    for lesson in lessons:
        path = lesson.relative_to(course.work).as_posix()
        page.page.evaluate("(path) => { window.jupyterapp.commands.execute('docmanager:open', { path }); }", path)
        page.page.locator(f'{FRONT}[data-path="{path}"][data-state="ran"]').wait_for(timeout=60_000)
        assert not page.page.locator("text=Error displaying widget").count()
    assert course.answers("01-what-is-inequity")["gap-years"] == 8.6
    page.page.wait_for_function("() => [...window.jupyterapp.shell.widgets('main')].length === 1")
    end = time.monotonic() + 60
    while len(course.kernel_processes()) > 2 and time.monotonic() < end:
        time.sleep(1)
    assert len(course.kernel_processes()) <= 2
    page.page.go_back()
    page.page.locator(f'{FRONT}[data-state="ran"]').wait_for(timeout=60_000)
    assert not page.page.locator("text=Error displaying widget").count()


def test_a_page_that_is_open_in_another_tab_keeps_its_python(visit, course):
    first, second = visit(EXERCISE).start(), visit(EXERCISE).start()
    kernel = course.kernel(EXERCISE)
    second.page.evaluate(
        "window.jupyterapp.commands.execute('docmanager:open', { path: 'course/session-1/04-aim.ipynb' })"
    )
    time.sleep(25)  # longer than a page without a reader keeps its Python
    assert course.kernel(EXERCISE) == kernel
    first.form("How many years is the gap").get_by_role("textbox").fill("8.7")
    first.says("How many years is the gap", "Saved.")


def test_every_kind_is_answered_by_mouse_and_saved(visit, course):
    page = visit().start()
    page.form(CHOICE).get_by_label("Equity", exact=True).check()
    page.says(CHOICE, "Saved.")
    page.form(MULTI).get_by_label("Systematic").check()
    page.form(MULTI).get_by_label("Unfair").check()
    page.says(MULTI, "Saved.")
    for name in ("Inequity", "Cannot tell yet", "More months?"):
        press(page.form(SORT), name)
    page.says(SORT, "Saved.")
    page.form(RANK).get_by_role("button", name="Up: A default").click()
    page.form(RANK).get_by_label("Move to place: A default").select_option("0")
    page.says(RANK, "Saved.")
    page.form(NUMBER).get_by_role("textbox").fill("8,7 years")
    page.says(NUMBER, "Saved.")
    page.form(TEXT).get_by_role("textbox").fill("Everybody gets what they need.")
    page.says(TEXT, "Saved.")
    assert course.answers() == {
        "k-choice": "b",
        "k-multi": ["s", "u"],
        "k-sort": {"1": "I", "2": ["?", "more"]},
        "k-rank": ["default", "poster", "memo"],
        "k-number": 8.7,
        "k-text": "Everybody gets what they need.",
    }
    page.picture("all-kinds-answered")


def test_every_kind_is_answered_by_keyboard_alone(visit, course):
    page = visit()
    keys = page.page.keyboard
    page.run_button.press("Enter")
    page.form(TEXT).wait_for(timeout=30_000)
    cells = page.page.locator(".jp-Notebook .jp-Cell").count()

    def focus(words, selector):
        page.form(words).locator(selector).first.focus()

    focus(CHOICE, "input")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("b")  # in Lab, b would add a cell
    keys.press("a")
    page.says(CHOICE, "Saved.")
    keys.press("Tab")
    assert page.page.evaluate("document.activeElement.textContent") == "Check my answer"
    keys.press("Enter")
    page.form(CHOICE).locator(".eq-mark", has_text="Equity follows need.").wait_for()
    focus(MULTI, "input")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Space")
    page.says(MULTI, "Saved.")
    focus(SORT, ".eq-puts button")
    keys.press("Tab")
    keys.press("Enter")  # Inequity, and the focus stays for the next card
    keys.press("Tab")
    keys.press("Enter")
    keys.press("Enter")  # the second question has the focus now
    page.says(SORT, "Saved.")
    focus(RANK, "[aria-label='Up: A default']")
    keys.press("Enter")
    keys.press("Enter")
    page.says(RANK, "Saved.")
    assert page.page.evaluate("document.activeElement.closest('li').textContent").startswith("A default")
    focus(NUMBER, "input")
    keys.type("8.7")
    focus(TEXT, "textarea")
    keys.type("Dad did add a big XY bed")
    page.says(TEXT, "Saved.")
    keys.press("Control+s")
    assert page.page.locator(".jp-Notebook .jp-Cell").count() == cells, "a letter reached Lab"
    answers = course.answers()
    assert answers["k-choice"] == "b" and answers["k-multi"] == ["s", "u"] and answers["k-number"] == 8.7
    assert answers["k-sort"] == {"1": "I", "2": ["?", "more"]}
    assert answers["k-rank"] == ["default", "poster", "memo"]
    assert answers["k-text"] == "Dad did add a big XY bed"


def test_check_helps_with_a_wrong_answer_and_confirms_a_right_one(visit):
    page = visit(EXERCISE).start()
    gap = page.form("How many years is the gap")
    gap.get_by_role("textbox").fill("0.87")
    gap.get_by_role("button", name="Check my answer").click()
    gap.locator(".eq-mark", has_text="You divided").wait_for()
    page.picture("check-wrong")
    gap.get_by_role("textbox").fill("8.7")
    gap.get_by_role("button", name="Check my answer").click()
    gap.locator(".eq-mark", has_text="Right").wait_for()
    page.picture("check-right")
    cards = page.form("Equality, equity or justice?")
    press(cards, "Equity")
    cards.get_by_role("button", name="Check my answer").click()
    cards.locator(".eq-note", has_text="Look again. You may be thinking of the people a leaflet").wait_for()


def test_a_result_stands_at_its_field_and_is_there_on_the_next_visit_until_the_answer_changes(visit, course):
    page = visit().start()
    form = page.form(MULTI)
    form.get_by_label("Large").check()
    page.says(MULTI, "Saved.")
    form.get_by_role("button", name="Check my answer").click()
    form.locator(".eq-mark", has_text="Not yet: ").wait_for()
    assert "A small difference can be unfair too." in form.locator(".eq-option .eq-note").inner_text()
    assert form.locator(".eq-state").inner_text() == "Not yet"
    assert form.get_by_role("button", name="Check again").evaluate("(button) => button === document.activeElement")
    form.get_by_role("button", name="Go to the marked choice").click()
    assert form.get_by_label("Large").evaluate("(box) => box === document.activeElement")
    described = "(box) => document.getElementById(box.getAttribute('aria-describedby')).textContent"
    assert "Look again." in form.get_by_label("Large").evaluate(described)
    assert "#" not in page.page.url, "the link left the page"
    page.page.close()
    course.shut_down_kernels()
    again = visit().start()
    form = again.form(MULTI)
    form.locator(".eq-mark", has_text="Not yet: ").wait_for()
    assert "A small difference can be unfair too." in form.locator(".eq-option .eq-note").inner_text()
    assert not again.form(CHOICE).locator(".eq-mark").inner_text(), "nobody checked this one"
    form.get_by_label("Systematic").check()
    assert form.locator(".eq-mark").inner_text() == "" and form.locator(".eq-note").count() == 0
    again.says(MULTI, "Saved.")
    assert form.locator(".eq-state").inner_text() == "Saved, not checked yet"


def test_only_the_question_with_the_focus_has_a_filled_button(visit):
    page = visit().start()
    filled = """() => [...document.querySelectorAll(".eq-check")].filter((button) =>
      getComputedStyle(button).backgroundColor === "rgb(29, 79, 145)"
    ).map((button) => button.closest(".eq-form").className)"""
    page.form(TEXT).wait_for()
    assert page.page.evaluate(filled) == []
    page.form(CHOICE).get_by_label("Justice").check()
    page.form(NUMBER).get_by_role("textbox").focus()
    page.page.mouse.move(0, 0)
    (only,) = page.page.evaluate(filled)
    assert "eq-number" in only


SAVES_LAST = """() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const words = typeof data === "string" ? data : new TextDecoder().decode(data);
    if (words.includes('"do":"save"')) setTimeout(() => send.call(this, data), 1000);
    else send.call(this, data);
  };
}"""


def test_a_check_pressed_at_once_judges_what_was_just_clicked(visit):
    """On a busy computer a check may overtake the change before it; here each change takes a second longer."""
    page = visit().start()
    page.lost = True  # this Lab is slow from now on
    page.page.evaluate(SAVES_LAST)
    form = page.form(CHOICE)
    form.get_by_label("Equity", exact=True).check()
    form.get_by_role("button", name="Check my answer").click()
    form.locator(".eq-mark", has_text="Equity follows need.").wait_for()
    form.get_by_label("Equality", exact=True).check()
    assert not form.locator(".eq-mark").inner_text(), "the verdict on the answer before stands below the new one"
    form.get_by_role("button", name="Check my answer").click()
    form.locator(".eq-mark:not(:empty)").wait_for()
    assert form.locator(".eq-mark").inner_text().startswith("Right")


def test_an_answer_is_found_again_after_reload_and_when_asleep(visit, course):
    page = visit().start()
    page.form(NUMBER).get_by_role("textbox").fill("8.7")
    page.says(NUMBER, "Saved.")
    page.page.keyboard.press("Control+s")
    time.sleep(1.5)
    page.open()
    page.form(NUMBER).wait_for(timeout=30_000)
    assert page.form(NUMBER).get_by_role("textbox").input_value() == "8.7"
    page.page.close()
    course.shut_down_kernels()
    again = visit()
    asleep = again.page.locator(".eq-asleep", has_text="67.9 − 59.2")
    asleep.wait_for()
    assert "Your saved answer: 8.7 years." in asleep.text_content()
    assert not asleep.get_by_text("Run All").is_visible(), "that is for VS Code"
    assert not again.page.locator("text=model not found").first.is_visible()
    again.picture("asleep")
    again.start()
    assert again.form(NUMBER).get_by_role("textbox").input_value() == "8.7"


@pytest.mark.parametrize("how", ["kill", "restart", "shut down"])
def test_a_lost_kernel_is_told_and_the_answer_is_recovered(visit, course, how):
    page = visit().start()
    page.form(CHOICE).get_by_label("Justice").check()
    page.says(CHOICE, "Saved.")
    page.lose_kernel(how)
    page.form(CHOICE).get_by_label("Equality").check()
    page.says(CHOICE, "load" if how == "restart" else "Not connected. Wait a few seconds, then load the page again.")
    page.says(CHOICE, "still in this browser")
    page.picture(f"kernel-{how.replace(' ', '-')}")
    assert course.answers()["k-choice"] == "c"
    page.start()
    page.says(CHOICE, "Saved.", timeout=30_000)
    assert page.form(CHOICE).get_by_label("Equality").is_checked()
    assert course.answers()["k-choice"] == "a"


def test_a_hung_kernel_is_told_and_the_late_word_counts(visit, course):
    page = visit().start()
    processes = course.kernel_processes(course.kernel(page.path))
    assert processes
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    page.form(CHOICE).get_by_label("Equity", exact=True).check()
    page.says(CHOICE, "Not saved yet. Your answer is still in this browser.")
    page.picture("kernel-hung")
    for process in processes:
        os.kill(process, signal.SIGCONT)
    page.says(CHOICE, "Saved.")
    assert course.answers()["k-choice"] == "b"


def test_a_busy_and_interrupted_kernel_saves_the_click(visit, course):
    data = json.loads((course.work / ALL_KINDS).read_text(encoding="utf-8"))
    busy = "# A long wait\nimport time\n\ntime.sleep(60)"
    data["cells"].append(
        {"cell_type": "code", "id": "busy", "metadata": {}, "source": busy, "outputs": [], "execution_count": None}
    )
    busy_path = course.work / "exercises/99-all-kinds/busy.ipynb"
    busy_path.write_text(json.dumps(data), encoding="utf-8")
    trust([busy_path], {"JUPYTER_DATA_DIR": str(course.work / ".learner" / "data")})
    page = visit("exercises/99-all-kinds/busy.ipynb")
    page.run_button.click()
    page.form(CHOICE).wait_for(timeout=30_000)
    page.form(CHOICE).get_by_label("Justice").check()
    page.form(CHOICE).locator(".eq-status", has_text="aved").wait_for()
    course.api(f"kernels/{course.kernel(page.path)}/interrupt", "POST")
    page.says(CHOICE, "Saved.")
    assert course.answers()["k-choice"] == "c"
    busy_path.unlink()


def test_two_tabs_on_one_answers_file_lose_nothing(visit, course):
    first = visit().start()
    second = visit("exercises/99-all-kinds/99-all-kinds.ipynb").start()
    press(first.form(SORT), "Inequity")
    first.says(SORT, "Saved.")
    second.form(SORT).get_by_role("group", name="2. One low month.").wait_for()  # the other tab's card is placed here
    press(second.form(SORT), "Difference")
    second.says(SORT, "Saved.")
    assert course.answers()["k-sort"] == {"1": "I", "2": "D"}
    assert second.form(SORT).locator(".eq-pile", has_text="Inequity").get_by_role("button", name="1. Letters").count()


def test_two_answers_to_one_question_are_put_to_the_learner(visit, course):
    page = visit().start()
    page.form(CHOICE).get_by_label("Justice").check()
    page.says(CHOICE, "Saved.")
    page.lose_kernel("shut down")
    page.form(CHOICE).get_by_label("Equality").check()
    page.says(CHOICE, "Not connected.")
    path = course.work / "exercises/99-all-kinds/99-all-kinds.answers.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["answers"]["k-choice"], data["revisions"]["k-choice"] = "b", data["revisions"]["k-choice"] + 1
    path.write_text(json.dumps(data), encoding="utf-8")  # as another page would
    page.open()
    page.start()
    page.says(CHOICE, "two answers, so please choose one", timeout=30_000)
    assert course.answers()["k-choice"] == "b", "the older answer won in silence"
    page.picture("two-answers")
    page.form(CHOICE).get_by_role("button", name="Use the answer from this browser").click()
    page.says(CHOICE, "Saved.")
    assert course.answers()["k-choice"] == "a"


def test_a_damaged_answers_file_is_kept_aside_and_the_form_goes_on(visit, course):
    page = visit()
    started(page)  # to its last cell: one that still starts would find the damaged file first
    path = course.work / "exercises/99-all-kinds/99-all-kinds.answers.json"
    path.write_text('{"schema": 1, "answers": {"k-cho', encoding="utf-8")
    page.form(CHOICE).get_by_label("Equality").check()
    page.says(CHOICE, "We kept it as 99-all-kinds.damaged-1.json")
    assert course.answers()["k-choice"] == "a"
    (path.parent / "99-all-kinds.damaged-1.json").unlink()


def test_a_write_that_fails_says_why(visit, course):
    page = visit()
    started(page)  # to its last cell: each writes the file where there is none
    path = course.work / "exercises/99-all-kinds/99-all-kinds.answers.json"
    path.unlink(missing_ok=True)
    path.mkdir()
    page.form(CHOICE).get_by_label("Equality").check()
    page.says(CHOICE, "Not saved:")
    page.says(CHOICE, "still in this browser")
    path.rmdir()


def test_the_hand_in_button_makes_the_file(visit, course):
    page = visit(EXERCISE).start()
    page.form("How many years is the gap").get_by_role("textbox").fill("8.7")
    page.says("How many years is the gap", "Saved.")
    start = visit("course/00-start.ipynb")
    start.start()
    form = start.card("Hand in")
    form.get_by_text("Make my hand-in").click()
    form.get_by_label("Your name or code").fill("Asha K")
    with start.page.expect_download() as fetched:  # it comes at once, and again by its link
        form.get_by_role("button", name="Make the file").click()
    form.locator(".eq-status", has_text="Your hand-in is ready: hand-in-asha-k.zip").wait_for()
    start.picture("hand-in")
    with start.page.expect_download() as again:
        form.get_by_role("link", name="Download the hand-in again").press("Enter")
    for download in (fetched.value, again.value):
        assert download.suggested_filename == "hand-in-asha-k.zip"
        assert download.path().read_bytes() == (course.work / "hand-in-asha-k.zip").read_bytes()
    with zipfile.ZipFile(course.work / "hand-in-asha-k.zip") as archive:
        answers = json.loads(archive.read("exercises/01-what-is-inequity/01-what-is-inequity.answers.json"))
    assert answers["answers"]["gap-years"] == 8.7
    assert start.page.get_by_role("link", name="What is inequity?", exact=False).get_by_text("1 of 7 answered").count()


@pytest.mark.parametrize(
    "path",
    [
        "course/00-start.ipynb",
        "course/session-1/01-what-is-inequity.ipynb",
        EXERCISE,
        "exercises/99-all-kinds/99-all-kinds.ipynb",
    ],
)
def test_axe_finds_nothing_in_what_is_ours(visit, path):
    page = visit(path)
    assert page.faults() == []
    started(page)
    assert page.faults() == []


def test_axe_finds_nothing_in_warnings_notes_and_the_dark_theme(visit, course):
    page = visit().start()
    press(page.form(SORT), "Difference")
    press(page.form(SORT), "Inequity")
    page.form(SORT).get_by_role("button", name="Check my answer").click()
    page.form(SORT).locator(".eq-note:not([hidden])").first.wait_for()
    page.lose_kernel("shut down")
    page.form(CHOICE).get_by_label("Equality").check()
    page.says(CHOICE, "Not connected.")
    assert page.faults() == []
    page.page.evaluate("document.body.setAttribute('data-jp-theme-light', 'false')")
    page.page.evaluate(
        "for (const [k, v] of Object.entries({'--jp-content-font-color1': '#fff', '--jp-layout-color0': '#111',"
        " '--jp-layout-color1': '#212121', '--jp-ui-font-color2': '#bdbdbd', '--jp-border-color1': '#757575'}))"
        " document.documentElement.style.setProperty(k, v)"
    )
    assert page.faults() == []
    page.picture("dark")


@pytest.mark.parametrize("zoom", [2, 3])
def test_the_forms_fit_a_window_that_is_zoomed(visit, zoom):
    page = visit(zoom=zoom).start()
    for words in (CHOICE, MULTI, SORT, RANK, NUMBER, TEXT):
        assert page.outside(words) == [], words
    page.form(RANK).scroll_into_view_if_needed()
    page.picture(f"zoom-{zoom}00")


def test_a_stopped_server_is_told_and_the_answer_is_recovered(visit, own_course, browser):
    course = own_course("browser-stop")
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = visit(at=course, context=context).start()
    page.form(CHOICE).get_by_label("Justice").check()
    page.says(CHOICE, "Saved.")
    course.stop()
    page.form(CHOICE).get_by_label("Equality").check()
    page.says(CHOICE, "still in this browser")
    closed = page.page.get_by_role("alert").get_by_text("The course was closed on this computer.")
    closed.wait_for(timeout=90_000)
    assert not page.page.locator(".jp-Dialog").count(), "Lab speaks of servers and their configuration"
    page.picture("server-stopped")
    assert course.answers()["k-choice"] == "c"
    page.page.close()
    course.start()
    again = visit(at=course, context=context)
    again.start()
    again.says(CHOICE, "Saved.", timeout=30_000)
    assert course.answers()["k-choice"] == "a"
    context.close()
