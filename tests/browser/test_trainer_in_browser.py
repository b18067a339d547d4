"""What a trainer sees: the clock, the switch that hides the notes, and the printed pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from equityqi.evaluation.follow_up import team_page
from equityqi.files import course_root
from equityqi.lab.last_marking import LAST, remember_marking
from equityqi.lessons.follow_up_hour import make_hour_page
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.runsheet_pages import make_pages
from equityqi.project.whole_project import read_whole, to_json, to_share
from equityqi.project.worked_year import year_file
from tests.marking.conftest import Cohort

ARTEFACTS = Path(__file__).parents[2] / "test-artefacts"
SESSION = "course/trainer/session.ipynb"
COLLECT = "course/trainer/collect.ipynb"
FOLLOW_UP = "course/trainer/follow-up.ipynb"
LESSON = "course/session-1/01-what-is-inequity.ipynb"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("nobodys_organisation")]


@pytest.fixture
def teach(teaching, browser):
    """Open a page as a trainer does: ``teach(path)``; all pages of one test stand in one browser window."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(20_000)

    def open_page(path):
        page.goto(teaching.address(f"{teaching.work.name}/{path}"))
        page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)[data-kind]").wait_for(timeout=40_000)
        return page

    yield open_page
    context.close()


def the_page_in_front(page):
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def shown_notes(page):
    return the_page_in_front(page).locator("summary", has_text="Trainer's notes").locator("visible=true")


def test_the_card_on_the_page_makes_a_set_by_the_name_of_the_runsheet(teach):
    page = teach(SESSION)
    card = page.locator(".jp-OutputArea-output", has=page.get_by_role("button", name="Make this file"))
    card.get_by_label("What to print:").select_option("name tents")
    with page.expect_download(timeout=240_000) as coming:
        card.get_by_role("button", name="Make this file").click()
    assert coming.value.suggested_filename == "name-tents.pdf"
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
    card.get_by_text("Ready: name-tents.pdf, 1 page, one for each pair.").wait_for()
    card.screenshot(path=ARTEFACTS / "print-card.png")


def test_the_clock_tells_how_late_and_what_to_cut(teach):
    page = teach(SESSION)
    clock = page.get_by_role("group", name="Session 1: how late are we?")
    clock.wait_for(timeout=40_000)
    clock.get_by_role("status").filter(has_text=re.compile(r".+")).wait_for()
    page.clock.set_fixed_time("2026-07-01T10:13:00")
    start, said = clock.get_by_label("The session began at"), clock.get_by_role("status")
    assert start.input_value() == "09:30"
    clock.get_by_label("We are in").select_option("m1")
    said.filter(has_text="You are 6 minutes late. Next cut: use the slack (saves 8 minutes).").wait_for()
    assert clock.get_by_text("Planned for this block: 09:52 to 10:07.").is_visible()
    clock.get_by_role("button", name="The next block begins now").click()
    said.filter(has_text="You are 6 minutes late.").wait_for()
    assert clock.get_by_label("We are in").input_value() == "m2"
    page.clock.set_fixed_time("2026-07-01T10:38:00")
    start.fill("09.36")
    start.press("Tab")
    said.filter(has_text="You are 2 minutes late.").wait_for()
    start.fill("half past nine")
    start.press("Tab")
    said.filter(has_text="Type the time at which the session began, such as 09:30.").wait_for()
    clock.get_by_role("button", name="It begins now").click()
    said.filter(has_text="You are on time. This block ends 0:12 after the start.").wait_for()
    assert start.input_value() == "10:38" and clock.get_by_label("We are in").input_value() == "welcome"
    page.clock.set_fixed_time("2026-07-01T10:58:00")
    page.reload()
    clock.get_by_role("status").filter(has_text="You are 8 minutes late.").wait_for(timeout=40_000)
    assert start.input_value() == "10:38", "a reload forgets nothing"
    page.clock.set_fixed_time("2026-07-02T08:50:00")
    page.reload()
    clock.get_by_role("status").filter(has_text="The session begins in 40 minutes.").wait_for(timeout=40_000)
    assert start.input_value() == "09:30", "the next day begins afresh"
    found = [
        violation
        for violation in Axe().run(page, context=".eq-form").response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert found == []
    page.screenshot(path=ARTEFACTS / "clock.png")


def test_shared_projects_become_one_page_and_a_worked_year_opens_in_my_project(teach, tmp_path):
    years = [read_whole(year_file(case).read_bytes()) for case in ("b-medication-reviews", "c-asthma")]
    sent = [tmp_path / f"{number}.json" for number in range(len(years))]
    for path, whole in zip(sent, years, strict=True):
        path.write_bytes(to_json(to_share(whole, "course")))
    page = teach(FOLLOW_UP)
    card = page.get_by_role("group", name="One page over the projects")
    card.get_by_label("Shared projects:").set_input_files(sent)
    card.get_by_role("button", name="Make the page").focus()
    with page.expect_download(timeout=120_000) as coming:
        page.keyboard.press("Enter")
    card.get_by_text("2 shared projects.").wait_for()
    made = Path(coming.value.path()).read_text(encoding="utf-8")
    assert coming.value.suggested_filename == "projects.html" and "A greener switch" in made
    year = page.get_by_role("group", name="A worked year to open")
    with page.expect_download() as coming:
        year.get_by_role("button", name="Get the file").click()
    assert coming.value.suggested_filename == "worked-year-a-blood-pressure.json"
    page.get_by_role("table", name="The hour, block by block").wait_for()
    year.screenshot(path=ARTEFACTS / "worked-year-card.png")
    page = teach("course/my-project.ipynb")
    page.get_by_text("Take my project with me").first.click()
    page.get_by_label("Choose the file my-project-only-for-me.json").set_input_files(coming.value.path())
    page.get_by_text("the gap has narrowed by").first.wait_for(timeout=60_000)


def test_one_button_hides_the_notes_on_every_page(teach):
    page = teach(LESSON)
    shown_notes(page).first.wait_for()
    assert shown_notes(page).count() == 4
    page.get_by_role("button", name="Hide trainer's notes").click()
    page.get_by_role("button", name="Show trainer's notes").wait_for()
    page.screenshot(path=ARTEFACTS / "presenting.png")
    assert shown_notes(page).count() == 0
    assert page.get_by_role("heading", name="The opening number").is_visible()
    page.get_by_role("link", name="Start page").click()
    page.get_by_role("heading", name="More for you").wait_for()
    page.wait_for_timeout(1000)
    assert shown_notes(page).count() == 0
    page.get_by_role("button", name="Show trainer's notes").click()
    shown_notes(page).first.wait_for()


def test_the_trainer_has_formgrader_and_the_learner_has_not(visit, teaching, browser, course):
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"http://127.0.0.1:{teaching.port}/formgrader?token={teaching.token}")
    page.get_by_role("link", name="01-what-is-inequity").first.wait_for(timeout=30_000)
    page.close()
    taught = visit(f"my-work-{teaching.name}/course/00-start.ipynb", at=teaching)
    taught.start()
    taught.picture("teach")
    learner = browser.new_page()
    assert learner.goto(f"http://127.0.0.1:{course.port}/formgrader?token={course.token}").status == 404
    learner.close()


def test_one_press_opens_formgrader_on_the_last_marking(teach, teaching, tmp_path):
    cohort = Cohort(tmp_path, course_root())
    cohort.zip("asha")
    cohort.mark()
    page = teach(COLLECT)
    button = page.get_by_role("button", name="Read and mark texts")
    (teaching.work.parent / LAST).unlink(missing_ok=True)
    button.click()
    page.get_by_text("There is no marking yet.").first.wait_for()
    remember_marking(teaching.work.parent, cohort.out / "gradebook")
    with page.context.expect_page(lambda tab: "formgrader" in tab.url or tab.url == "about:blank") as opened:
        button.click()
    tab = opened.value
    tab.get_by_role("link", name=cohort.exercise).wait_for(timeout=40_000)
    assert f":{teaching.port}/" not in tab.url, "its own server"
    page.screenshot(path=ARTEFACTS / "read-and-mark.png")
    tab.screenshot(path=ARTEFACTS / "formgrader.png")
    (teaching.work.parent / LAST).unlink()


def test_a_learner_has_no_such_button(visit):
    page = visit(LESSON)
    assert page.page.get_by_role("button", name="Hide trainer's notes").count() == 0
    assert page.page.get_by_role("button", name="Read and mark texts").count() == 0


def test_the_printed_pages_are_accessible_and_the_agenda_fits_one_sheet(browser, tmp_path):
    runsheet, agenda = make_pages(tmp_path)
    page = browser.new_page()
    sheets = {}
    for path in (runsheet, agenda):
        page.goto(path.as_uri())
        assert Axe().run(page).response["violations"] == []
        sheets[path.name] = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    assert sheets["agenda.html"] == 1 and sheets["runsheet.html"] <= 7
    assert page.get_by_role("row").count() == sum(len(session.blocks) + 2 for session in read_runsheet().sessions)
    whole = read_whole(year_file("a-blood-pressure").read_bytes())
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "shared.json").write_bytes(to_json(to_share(whole, "course")))
    _, (leaders_page, _) = team_page(tmp_path / "sent")
    for path in (make_hour_page(tmp_path), leaders_page):
        page.goto(path.as_uri())
        assert Axe().run(page).response["violations"] == []
    page.close()
