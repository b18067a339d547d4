"""The course by a link: a person's work goes from one place to the next, and nobody meets anybody else's."""

import json
import re
from functools import partial
from html import escape, unescape

import pytest
from by_link import EXERCISE, GAP, KEPT, LESSON, NAME, SLOW, START, fill, is_ready

from equityqi.files import course_root
from equityqi.marking import mark_hand_ins
from equityqi.workfolder.answers_file import Answers, write_answers
from equityqi.workfolder.copies import keep_copy
from equityqi.workfolder.take_up import take_up

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ANSWERS = f"{EXERCISE}.answers.json"
OWN = "#question-own-example"
FOLD = "Keep a copy of your work, or carry on from one"
NO_ROOM = "IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError'); };"
STORES = "async () => (await indexedDB.databases()).map(({ name }) => name)"


@pytest.fixture
def browsers(browser):
    """Make a browser that remembers nothing of others."""
    made = []

    def make():
        made.append(browser.new_context(service_workers="block", viewport={"width": 1366, "height": 768}))
        made[-1].set_default_timeout(60_000)
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def opened_in(small_site):
    """Open a page of the site in a browser; ``ready`` waits until Python is up."""

    def open_page(context, path=EXERCISE, ready=True):
        page = context.new_page()
        page.goto(f"{small_site}/{path}.html")
        page.locator(".eq-site-foot button").first.wait_for()
        return is_ready(page) if ready else page

    return open_page


def answers_in(page):
    return json.loads(page.evaluate(KEPT)[ANSWERS])["answers"]


def saved_from(page, press, folder):
    """Press a button that downloads a file; its path."""
    with page.expect_download() as made:
        press()
    made.value.save_as(folder / made.value.suggested_filename)
    return folder / made.value.suggested_filename


def marks_of(made, folder):
    """What `equityqi mark` finds of the exercise in a hand-in: the person and their points."""
    (folder / "in").mkdir()
    (folder / "in" / made.name).write_bytes(made.read_bytes())
    (folder / "roll.csv").write_text("id,name\nasha,Asha\n", encoding="utf-8")
    found = mark_hand_ins(folder / "in", folder / "roll.csv", folder / "out", course_root(), 1)
    return [(verdict.id, verdict.points) for verdict in found.verdicts if verdict.exercise == NAME]


# ---- copies


def test_a_copy_goes_into_my_work_and_back_without_a_difference_and_no_other_file_does(browsers, opened_in, tmp_path):
    page = opened_in(browsers())
    fill(page, "8.7")
    page.goto(page.url.replace(EXERCISE, START))
    page.locator("html.eq-site-ready").wait_for(timeout=SLOW)
    page.get_by_text(FOLD).click()
    copy = saved_from(page, page.get_by_role("button", name="Make my copy").click, tmp_path)
    there = page.evaluate(KEPT)
    work = tmp_path / "my-work"
    take_up(work, copy.read_bytes())
    assert (work / ANSWERS).read_text(encoding="utf-8") == there[ANSWERS]

    other = opened_in(browsers(), START)
    other.get_by_text(FOLD).click()
    take = other.locator(".eq-card", has_text="Carry on from a copy")
    take.get_by_role("button", name="Use this copy").click()
    take.get_by_text("Choose a file first.").wait_for()
    (tmp_path / "holiday.zip").write_bytes(b"no zip")
    take.locator("input").set_input_files(tmp_path / "holiday.zip")
    take.get_by_role("button", name="Use this copy").click()
    take.get_by_text("This file is damaged, or isn't a zip file.").wait_for()
    assert not [path for path in other.evaluate(KEPT) if path != "settings.yml"]
    take.locator("input").set_input_files(str(keep_copy(work)))
    take.get_by_role("button", name="Use this copy").click()
    take.get_by_text("We took 1 answer from the copy.").wait_for()
    assert {path: text for path, text in other.evaluate(KEPT).items() if path in there} == there


def copy_of_an_answer(folder):
    """A copy of a work folder with one answer, of nobody by name."""
    path = folder / "work" / ANSWERS
    path.parent.mkdir(parents=True)
    (folder / "work" / "settings.yml").write_text("case: a-blood-pressure\n", encoding="utf-8")
    held = Answers(NAME, case="a-blood-pressure", id="ab12", answers={"gap-years": 8.7}, revisions={"gap-years": 1})
    write_answers(path, held)
    return keep_copy(folder / "work")


def take_up_there(page, copy):
    page.locator("summary", has_text=FOLD).click()
    take = page.locator(".eq-card", has_text="Carry on from a copy")
    take.locator("input").set_input_files(copy)
    take.get_by_role("button", name="Use this copy").click()
    return take


def test_without_room_for_a_copy_it_says_so_and_all_is_as_it_was(browsers, opened_in, tmp_path):
    def refuses(route):
        route.fulfill(response=(told := route.fetch()), body=f"{NO_ROOM}\n{told.text()}")

    copy, context = copy_of_an_answer(tmp_path), browsers()
    page = opened_in(context)
    fill(page, "Some people wait longer.", f"{OWN} textarea")
    before = page.evaluate(KEPT)
    context.route("**/store.js", refuses)
    page.goto(page.url.replace(EXERCISE, START))
    take_up_there(is_ready(page), copy).get_by_text("This browser has no room left for your answers.").wait_for()
    assert page.evaluate(KEPT) == before
    context.unroute("**/store.js")
    page.reload()
    take_up_there(is_ready(page), copy).get_by_text("We took 1 answer from the copy.").wait_for()
    assert answers_in(page) == {"gap-years": 8.7, "own-example": "Some people wait longer."}


def test_a_copy_that_a_browser_made_is_taken_up_by_the_card_in_lab(opened, visit, course, tmp_path):
    there = opened(asks="?name=asha")
    fill(there, "8.7")
    there.goto(there.url.replace(EXERCISE, START))
    is_ready(there).get_by_text(FOLD).click()
    copy = saved_from(there, there.get_by_role("button", name="Make my copy").click, tmp_path)
    settings = course.work / "settings.yml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text("name: asha\ncase: a-blood-pressure\n", encoding="utf-8")
    try:
        page = visit(f"{START}.ipynb").start()
        take_up_there(page.page, copy).get_by_text("We took 1 answer from the copy.").wait_for()
        assert course.answers(NAME) == {"gap-years": 8.7}
        page = page.leave_for(f"{EXERCISE}.ipynb").start()
        assert page.form("How many years is the gap?").locator("input").input_value() == "8.7"
    finally:
        settings.write_text(before, encoding="utf-8")


# ---- an update of the site


def newer(folder, address):
    """Make a newer site out of this one: a question is gone, and another is now of another kind."""

    def renewed(question):
        if question["id"] == "gap-years":
            return {**question, "id": "gap-in-years"}
        return {**wall, "id": "own-example"} if question["id"] == "own-example" else question

    [path] = folder.glob("questions-*/*.json")
    held = json.loads(path.read_text(encoding="utf-8"))
    wall = next(one for one in held["exercises"][NAME]["questions"] if one["id"] == "three-ways")
    held["exercises"][NAME]["questions"] = [renewed(one) for one in held["exercises"][NAME]["questions"]]
    html = (folder / f"{EXERCISE}.html").read_text(encoding="utf-8")
    specs = {
        spec["id"]: spec for spec in (json.loads(unescape(one)) for one in re.findall('data-spec="([^"]*)"', html))
    }

    def spec_of(found):
        spec = json.loads(unescape(found[1]))
        if spec["id"] == "own-example":
            spec = {**specs["three-ways"], "id": "own-example"}
        return f'data-spec="{escape(json.dumps({**spec, "id": renewed(spec)["id"]}))}"'

    html = re.sub('data-spec="([^"]*)"', spec_of, html).replace(
        "ask(&quot;gap-years&quot;)", "ask(&quot;gap-in-years&quot;)"
    )
    return {f"{address}/{EXERCISE}.html": html, f"{address}/{path.relative_to(folder).as_posix()}": json.dumps(held)}


def fulfil(text, route):
    route.fulfill(body=text, content_type="text/html" if text.startswith("<") else "application/json")


def test_an_update_of_the_site_carries_answers_over_and_loses_none(browsers, opened_in, small_folder, small_site):
    context = browsers()
    page = opened_in(context)
    fill(page, "8.7")
    fill(page, "Some people wait longer.", f"{OWN} textarea")
    fill(page, "Who is missing?", "#question-question-wall textarea")
    page.close()
    for where, text in newer(small_folder, small_site).items():
        context.route(where, partial(fulfil, text))
    page = opened_in(context)
    said = page.locator(".eq-site-news").inner_text()
    assert "2 answers kept aside, because the question is gone or has changed (gap-years, own-example)" in said
    held = json.loads(page.evaluate(KEPT)[ANSWERS])
    assert held["answers"] == {"question-wall": "Who is missing?"}
    assert held["aside"] == {"gap-years": 8.7, "own-example": "Some people wait longer."}
    assert page.locator("#question-question-wall textarea").input_value() == "Who is missing?"
    page.locator(f"{OWN} .eq-state", has_text="Not answered").wait_for()
    page.close()
    for where in newer(small_folder, small_site):
        context.unroute(where)
    assert answers_in(opened_in(context)) == {  # back on the older site, both are there again
        "gap-years": 8.7, "own-example": "Some people wait longer.", "question-wall": "Who is missing?",
    }  # fmt: skip


# ---- without Python


def test_where_python_cannot_start_a_hand_in_is_made_of_what_was_typed(browsers, opened_in, tmp_path):
    context = browsers()
    context.add_init_script("delete globalThis.WebAssembly")
    page = opened_in(context, ready=False)
    page.locator(f"{GAP} input").fill("8.7")
    page.locator(f"{GAP} .eq-status", has_text="still in this browser").wait_for()
    page.locator(".eq-site-foot").get_by_text("You can still hand in what you type").wait_for()
    page.get_by_role("button", name="Make my hand-in").click()
    box = page.get_by_role("dialog", name="Make my hand-in")
    box.get_by_role("button", name="Make the file").click()
    box.get_by_text("Type your name or code first.").wait_for()
    box.get_by_label("Your name or code:").fill("Asha")
    made = saved_from(page, box.get_by_role("button", name="Make the file").click, tmp_path)
    assert (made.name, marks_of(made, tmp_path)) == ("hand-in-asha.zip", [("asha", 1)])


# ---- whose pages they are


def test_two_persons_do_not_meet_and_every_page_says_whose_it_is(browsers, opened_in):
    context = browsers()
    page = opened_in(context)
    fill(page, "8.7")
    page.locator(".eq-site-foot").get_by_role("button", name="Somebody else?").click()
    box = page.get_by_role("dialog", name="Somebody else?")
    box.get_by_label("Your name or a code").fill("<b>Zoë O'Brien</b>")
    box.get_by_role("button", name="Open my pages").click()
    box.get_by_text("Is the name right?").wait_for()
    box.get_by_role("button", name="Start with this name").click()
    page.locator(".eq-site-who", has_text="<b>Zoë O'Brien</b>").wait_for()
    assert page.locator(f"{GAP} input").input_value() == ""
    page.locator("html.eq-site-ready").wait_for(timeout=SLOW)
    fill(page, "9.9")
    page.get_by_role("link", name="Previous").click()
    page.wait_for_url("**/session-1/**")
    page.locator(".eq-site-who", has_text="<b>Zoë O'Brien</b>").wait_for()
    assert page.locator(f"{GAP} input").input_value() == "9.9"
    page.locator("html.eq-site-ready").wait_for(timeout=SLOW)
    assert "name: <b>Zoë O'Brien</b>" in page.evaluate(KEPT)["settings.yml"].replace('"', "")
    first = opened_in(context)
    assert first.locator(f"{GAP} input").input_value() == "8.7" and first.locator(".eq-site-who").inner_text() == ""


def test_the_link_of_a_page_carries_the_name_into_a_new_window(opened):
    page = opened(LESSON, ready=False, asks="?name=Asha")
    with page.context.expect_page() as new:
        page.locator(".eq-bar-end a").first.click(modifiers=["Control"])
    new.value.locator(".eq-site-who", has_text="Asha").wait_for()
    new.value.close()


# ---- finished here


def test_finished_here_leaves_nothing_of_this_person_and_all_of_the_others(opened, tmp_path):
    other, page = opened(asks="?name=Ben"), opened(asks="?name=Asha")
    second = opened(LESSON, asks="?name=Asha")
    fill(other, "9.9")
    fill(page, "8.7")
    page.get_by_role("button", name="I have finished here").click()
    box = page.get_by_role("dialog", name="I have finished here")
    box.get_by_text("You have 1 answer").wait_for()
    end = box.get_by_role("button", name="Take my work out of this browser")
    end.click()
    box.get_by_text("First hand in or keep a copy, then tick the box above.").wait_for()
    assert answers_in(page) == {"gap-years": 8.7}
    copy = saved_from(page, box.get_by_role("button", name="Keep a copy for myself").click, tmp_path)
    made = saved_from(page, box.get_by_role("button", name="Make the hand-in file").click, tmp_path)
    box.get_by_role("checkbox").check()
    end.click()
    page.get_by_role("heading", name="You have finished here").wait_for()
    assert "Nothing of Asha’s is left in this browser. We took out 1 answer." in page.locator("main").inner_text()
    second.get_by_role("heading", name="Somebody has finished here").wait_for()
    left = " ".join(page.evaluate(STORES))
    assert "a-blood-pressure ben" in left and "asha" not in left
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('asha'))") == []
    assert answers_in(other) == {"gap-years": 9.9}
    page.get_by_role("link", name="Open the course for the next person").click()
    page.locator(".eq-site-foot", has_text="Your answers are saved in this browser").wait_for()
    take_up(tmp_path / "work", copy.read_bytes())
    assert json.loads((tmp_path / "work" / ANSWERS).read_text(encoding="utf-8"))["answers"] == {"gap-years": 8.7}
    assert marks_of(made, tmp_path) == [("asha", 1)]


# ---- the trainer's link


def test_a_trainer_s_link_brings_the_dates_and_the_person_only_says_yes(browsers, small_site):
    trainer = browsers().new_page()
    trainer.goto(f"{small_site}/for-trainers.html")
    trainer.get_by_label("Date of session 1:").fill("2026-12-15")
    trainer.get_by_label("Date of session 2:").fill("2026-12-08")
    trainer.get_by_text("Session 2, on 8 December 2026, would be before session 1").wait_for()
    trainer.get_by_label("Date of session 1:").fill("2026-12-01")
    link = trainer.get_by_label("The link:").input_value()
    page = browsers().new_page()
    page.goto(link)
    page.get_by_text("session 1 is on Tuesday 1 December 2026, and session 2 is on Tuesday 8 December 2026").wait_for()
    page.get_by_role("button", name="Yes, use these dates").click()
    page.locator(".eq-card .eq-status", has_text="Saved. Session 1: Tuesday 1 December 2026").wait_for(timeout=SLOW)
    settings = page.evaluate(KEPT)["settings.yml"]
    assert "session_date: 2026-12-01" in settings and "second_date: 2026-12-08" in settings
    assert page.url.endswith("00-start.html")


@pytest.mark.parametrize(
    ("asks", "sentence"),
    [
        ("?case=c-asthma", "Your trainer’s link is for another case (c-asthma) than these pages (a-blood-pressure)."),
        ("?session-1=2026-02-30", "“2026-02-30” is not a date."),
        ("?session-1=2026-12-08&session-2=2026-12-01", "would be before session 1"),
    ],
)
def test_a_link_that_does_not_fit_says_so(opened, asks, sentence):
    page = opened(START, ready=False, asks=asks)
    page.locator(".eq-site-news", has_text=sentence).wait_for()
    page.locator(".eq-site-news").get_by_role("button", name="Close").click()
    assert page.url.endswith("00-start.html") and page.get_by_role("button", name="Yes").count() == 0
