"""What people take home: by mouse and by keyboard, as downloads, on as many sheets of A4 as it should be."""

import datetime as dt
import json
import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from walking import started

from equityqi.questions.exercise_file import all_exercises
from equityqi.settings import read_settings, write_settings
from equityqi.takehome.attendance import BOTH, LONGEST_NAME, attendance
from equityqi.takehome.certificate import certificate
from equityqi.takehome.record import FILE, RECORDS, Record, attended, days_to_come, drafts, known_of, words_of
from equityqi.takehome.record_files import Filled, record_page
from equityqi.takehome.workbook import workbook, workbook_page
from equityqi.workfolder.answers_file import answers_name

LESSON, START = "course/session-2/14-feedback.ipynb", "course/00-start.ipynb"
RECORD = "Your reflective record"
THEME = "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
LIGHT = "(light) => document.body.dataset.jpThemeLight === light"
DAYS = {"session_date": dt.date(2026, 6, 16), "second_date": dt.date(2026, 6, 30)}
TYPED = {1: "16 June 2026", 2: "30 June 2026"}
PLANNED = ("03-understand-the-system", "04-aim", "06-reconnect", "09-pdsa")

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def answer(work, *names):
    for name in names:
        given = {question.id: question.model_answer() for question in all_exercises()[name].questions}
        saved = {"schema": 1, "course": "1.0.0", "exercise": name, "case": "a-blood-pressure", "answers": given}
        (work / "exercises" / name / answers_name(name)).write_text(json.dumps(saved, ensure_ascii=False), "utf-8")


@pytest.fixture
def planned(course):
    """The work folder of the course that runs, with a plan and the dates of both sessions, until the test ends."""
    before = (course.work / "settings.yml").read_bytes()
    answer(course.work, *PLANNED)
    write_settings(course.work, {**read_settings(course.work), **DAYS})
    yield course.work
    (course.work / "settings.yml").write_bytes(before)
    (course.work / FILE).unlink(missing_ok=True)
    for name in (*PLANNED, "05-drivers"):
        (course.work / "exercises" / name / answers_name(name)).unlink(missing_ok=True)


@pytest.fixture
def lesson(planned, visit):
    page = visit(LESSON)
    started(page)
    page.card("Certificate of attendance").wait_for(timeout=60_000)
    return page


def kept(work, box, seconds=30):
    """Wait until a box of the record is on disk, and return what it holds."""
    end = time.monotonic() + seconds
    while time.monotonic() <= end:
        if (work / FILE).is_file() and box in (own := json.loads((work / FILE).read_text("utf-8"))["own"]):
            return own[box]
        time.sleep(0.1)
    return None


def test_the_certificate_comes_by_keyboard_alone_and_the_name_is_remembered_only_if_asked(lesson, planned):
    card, keys = lesson.card("Certificate of attendance"), lesson.page.keyboard
    card.locator("summary").press("Enter")
    card.get_by_label("Your name").focus()
    keys.type("Órla Ní Bhraonáin")
    for _ in range(6):
        keys.press("Tab")
    with lesson.page.expect_download() as fetched:
        keys.press("Enter")
    card.locator(".eq-status", has_text="Your certificate is ready: certificate-órla-ní-bhraonáin.html").wait_for()
    data = fetched.value.path().read_bytes()
    assert fetched.value.suggested_filename == "certificate-órla-ní-bhraonáin.html"
    assert data == (planned / "take-home" / "certificate-órla-ní-bhraonáin.html").read_bytes()
    assert b"6\xc2\xa0hours" in data and "full_name" not in read_settings(planned)
    card.get_by_label("Remember my name").check()
    with lesson.page.expect_download():
        card.get_by_role("button", name="Make my certificate").click()
    assert read_settings(planned)["full_name"] == "Órla Ní Bhraonáin"


def test_what_is_missing_is_asked_for_and_one_session_is_enough(lesson, planned):
    card = lesson.card("Certificate of attendance")
    card.get_by_text("Type your name").click()
    make = card.get_by_role("button", name="Make my certificate")
    make.click()
    card.locator(".eq-warn", has_text="Type your name first").wait_for()
    card.get_by_label("Your name").fill("Asha")
    card.get_by_label("Date of session 2").fill("")
    make.click()
    card.locator(".eq-warn", has_text="If you were at only one session").wait_for()
    card.get_by_label("You were at").select_option("Session 1 only")
    with lesson.page.expect_download() as fetched:
        make.click()
    assert "3\N{NO-BREAK SPACE}hours 10\N{NO-BREAK SPACE}minutes" in fetched.value.path().read_text("utf-8")


def test_a_download_that_the_browser_stops_is_a_link_away(lesson):
    lesson.page.evaluate("() => { HTMLAnchorElement.prototype.click = () => {}; }")
    card = lesson.card("Workbook of your own words")
    card.get_by_role("button", name="Make my workbook").click()
    card.locator(".eq-status", has_text="Your workbook is ready").wait_for()
    for name, kind in (("Download the Word file again", "docx"), ("Download the page", "html")):
        with lesson.page.expect_download() as fetched:
            card.get_by_role("link", name=name).press("Enter")
        assert fetched.value.suggested_filename.endswith(kind) and fetched.value.path().stat().st_size > 5_000
    lesson.page.reload()  # so that the next test has a browser that may save


def test_the_record_is_drafted_changed_and_found_again_after_a_reload_in_mid_word(lesson, planned):
    form = lesson.unfolded(RECORD)
    learn = form.get_by_label("What are you planning to learn?")
    assert "My aim: By 31 March 2027" in learn.input_value()
    assert form.get_by_label("An example of how").input_value() == ""
    learn.fill("")
    learn.press_sequentially("In my own words 😀 <b>")
    lesson.page.reload()  # at once, before the form sends it by itself
    started(lesson)
    assert kept(planned, "learn") == "In my own words 😀 <b>"
    form = lesson.unfolded(RECORD)
    assert form.get_by_label("What are you planning to learn?").input_value() == "In my own words 😀 <b>"
    form.get_by_label("NMC: a reflective account").check()
    form.get_by_label("How is this relevant to the Code?").fill("Prioritise people.")
    lesson.says(RECORD, "Saved. It won’t be in your hand-in.")
    form.get_by_label("You were at").select_option("Session 2 only")
    lesson.page.wait_for_function("() => document.querySelector('[data-at=\"own:nature\"]').value.includes('3 hours')")
    with lesson.page.expect_download() as fetched:
        form.get_by_role("button", name="Download my record").press("Enter")
    lesson.says(RECORD, "Your record is ready: record.docx")
    with lesson.page.expect_download() as page:
        form.get_by_role("link", name="Download the page").press("Enter")
    assert fetched.value.path().read_bytes() == (planned / "take-home" / "record.docx").read_bytes()
    assert "Prioritise people." in page.value.path().read_text("utf-8")


def test_what_is_typed_in_a_record_while_python_is_gone_is_saved_once_it_is_back(lesson, planned):
    lesson.unfolded(RECORD)
    lesson.lose_kernel("shut down")
    lesson.form(RECORD).get_by_label("An example of how").fill("Three people had a reading.")
    lesson.says(RECORD, "still in this browser")
    assert kept(planned, "benefit", 0) is None
    lesson.page.reload()
    started(lesson)
    assert kept(planned, "benefit") == "Three people had a reading."
    lesson.says(RECORD, "Saved.")


def test_axe_finds_nothing_in_either_theme_and_nothing_is_wider_than_a_phone(lesson):
    lesson.card("Certificate of attendance").get_by_text("Type your name").click()
    lesson.unfolded(RECORD)
    try:
        for theme, light in (("JupyterLab Dark", "false"), ("JupyterLab Light", "true")):
            lesson.page.evaluate(THEME, theme)
            lesson.page.wait_for_function(LIGHT, arg=light)
            assert lesson.faults() == []
    finally:
        lesson.page.evaluate(THEME, "JupyterLab Light")
    lesson.page.set_viewport_size({"width": 320, "height": 640})
    assert lesson.outside("Certificate of attendance") == lesson.outside(RECORD) == []


def test_the_start_page_holds_them_folded(visit, planned):
    page = visit(START)
    started(page)
    page.unfolded("Take home: your certificate and your workbook")
    page.card("Certificate of attendance").get_by_text("Type your name").wait_for()
    assert page.form(RECORD).get_by_role("textbox").count() == 0


def sheets(browser, tmp_path, html):
    """Print a page as a browser does; return how many sheets it takes, and how wide it is on a phone of 320 px. What
    axe finds in it is a failure.
    """
    (tmp_path / "page.html").write_text(html, "utf-8")
    page = browser.new_page(viewport={"width": 320, "height": 640}, bypass_csp=True)  # for axe: the page runs nothing
    page.goto((tmp_path / "page.html").as_uri())
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert Axe().run(page).response["violations"] == []
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()
    return len(re.findall(rb"/Type /Page\b", printed)), wide


def test_a_certificate_is_one_sheet_whatever_the_name(browser, tmp_path):
    for name in ("Asha Example", "W" * LONGEST_NAME, "عائشة بنت محمد " * 8, "Órla <b>Ní Bhraonáin</b> 😀 " * 4):
        html = certificate(attendance(name, "W" * 110, BOTH, TYPED))
        assert sheets(browser, tmp_path, html) == (1, 320), name


def test_a_planned_entry_is_one_sheet_and_a_long_one_flows_on(browser, tmp_path, planned):
    record = Record(name="Asha Example")
    asked, days = RECORDS[record.headings], days_to_come(planned)
    words = words_of(record, drafts(planned, record))
    known = (record.name, attended(planned, record), days, known_of(asked))
    assert sheets(browser, tmp_path, record_page(Filled(asked, words, *known))) == (1, 320)
    many, wide = sheets(browser, tmp_path, record_page(Filled(asked, {key: "A tale. " * 900 for key in words}, *known)))
    assert many > 3 and wide == 320


def test_a_workbook_is_upright_and_no_wider_than_a_phone(browser, tmp_path, planned):
    answer(planned, "05-drivers")
    html = workbook_page(workbook(planned))
    many, wide = sheets(browser, tmp_path, html)
    assert many < 15 and wide == 320 and "A4 portrait" in html
