"""The trainer's home in a real browser: what comes next on a day, four doors, and every link lands."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Course

from equityqi.lessons.runsheet import read_runsheet
from equityqi.organisation import ANOTHER

ARTEFACTS = Path(__file__).parents[2] / "test-artefacts"
HOME, SESSION = "course/trainer/home.ipynb", "course/trainer/session.ipynb"
JUPYTERS = ".jp-MainAreaWidget .jp-Toolbar, #jp-menu-panel, .jp-SideBar, .jp-NotebookPanel-toolbar"
RAN = ".jp-NotebookPanel:not(.lm-mod-hidden)[data-path$='/{name}.ipynb'][data-state=ran]"
HELD = """
name: "Hartwell & Vale"
contact: the improvement team
session_1_date: 16 June 2026
session_2_date: 30 June 2026
"""
# Where a heading is when a page has landed on it: near the top of the window, or the page ends below it.
LANDED = """(id) => {
  const panel = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden)");
  const found = [...(panel?.querySelectorAll(`[data-jupyter-id="${CSS.escape(id)}"], [id="${CSS.escape(id)}"]`) ?? [])];
  const heading = found.find((node) => !node.matches("h1")) ?? found[0];
  if (!heading) return false;
  const scroller = panel.querySelector(".jp-WindowedPanel-outer"), { top } = heading.getBoundingClientRect();
  const end = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
  return top >= 40 && top < (end ? innerHeight : 140);
}"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def organised(tmp_path_factory):
    """A trainer's course of an organisation with both dates."""
    file = tmp_path_factory.mktemp("organisation") / "organisation.yml"
    file.write_text(HELD, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ANOTHER, str(file))
        running = Course(f"browser-home-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}", verb="teach")
    yield running
    running.stop()
    shutil.rmtree(running.work, ignore_errors=True)


@pytest.fixture
def opened(organised, browser):
    """Open a page on a day: ``opened(path, "2026-06-16T08:42:00")``."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(40_000)

    def open_page(path, at):
        page.clock.set_fixed_time(at)
        page.goto(organised.address(f"{organised.work.name}/{path}"))
        page.locator(".jp-NotebookPanel[data-state=ran]").wait_for()
        return page

    yield open_page
    context.close()


def land(page, link):
    """Follow a link of the page that is open; tell whether it lands on its page and heading."""
    path, _, id = link.evaluate("(node) => decodeURIComponent(node.getAttribute('href'))").partition("#")
    link.click()
    name = path.partition("?")[0].rpartition("/")[2]  # Lab has made the address of a link in a text its own
    page.wait_for_function("(name) => decodeURIComponent(location.pathname).endsWith(name)", arg=name)
    if id:
        page.wait_for_function(LANDED, arg=id)
    else:
        page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) h1").first.wait_for(state="attached")


def test_the_home_says_what_comes_next_and_shows_nothing_of_jupyters_until_asked(opened):
    page = opened(HOME, "2026-06-16T08:42:00")
    page.get_by_role("heading", name="Next: try a laptop or phone").wait_for()
    for name in ("Prepare", "Run", "Collect", "Follow up"):
        assert page.get_by_role("region", name=name).count() == 1
    assert page.get_by_text("Session 1 today, 09:30 to 13:00").is_visible()
    assert page.locator(JUPYTERS).locator("visible=true").count() == 0
    last = page.get_by_label("Look at another day:").bounding_box()
    assert last["y"] + last["height"] <= 768, "all of it fits into the window"
    page.screenshot(path=ARTEFACTS / "trainer-home.png")
    found = Axe().run(page, context=".eq-home").response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    link = page.locator(".eq-home-doors a").nth(3)
    link.focus()
    node = link.element_handle()
    page.clock.set_fixed_time("2026-06-16T08:43:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_text("Tuesday 16 June 2026, 08:43").wait_for()
    assert node.evaluate("(node) => document.activeElement === node"), "a minute later nothing but the time is new"
    page.get_by_role("button", name="This is done").click()
    page.get_by_role("heading", name="Next: set up the room").wait_for()
    page.get_by_label("Look at another day:").fill("2026-09-01")
    page.get_by_role("heading", name="Next: hold the day 60 drop-in").wait_for()
    page.get_by_role("button", name="Back to today").click()
    page.get_by_role("heading", name="Next: set up the room").wait_for()
    page.get_by_role("button", name="Help").click()
    page.get_by_role("button", name="Show Jupyter").click()
    page.locator("#jp-menu-panel").wait_for()


def last_of_each_page(hrefs):
    """Return the place of the last link to each page, the furthest down. That each link has its heading is shown
    without a browser (lessons/test_trainer_tasks.py, course/test_runsheet_fits.py).
    """
    return sorted({href.partition("#")[0]: number for number, href in enumerate(hrefs)}.values())


def test_the_links_of_the_home_land_on_each_page(opened):
    page = opened(HOME, "2026-06-16T09:05:00")
    page.get_by_role("heading", name="Next: run session 1").wait_for()
    hrefs = page.locator(".eq-home a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert len(set(hrefs)) > 10
    for number in last_of_each_page(hrefs):
        land(page, page.locator(f".eq-home a[href='{hrefs[number]}']").first)
        page.go_back()
        page.locator(RAN.format(name="home")).wait_for()
        page.locator(".eq-home-doors").wait_for()


def test_the_sections_of_the_runsheet_land_on_each_page_and_a_set_is_chosen_to_print(opened):
    page = opened(SESSION, "2026-06-16T10:13:00")
    page.get_by_text("You are on time.").wait_for()
    links = page.locator(".eq-runsheet a", has_text=re.compile("^Open "))
    hrefs = links.evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert len(hrefs) == sum(bool(block.notebook) for one in read_runsheet().sessions for block in one.blocks)
    for number in last_of_each_page(hrefs):
        if "#" not in hrefs[number]:
            continue
        land(page, links.nth(number))
        page.go_back()
        page.locator(RAN.format(name="session")).wait_for()
        links.nth(number).wait_for()
    page.get_by_label("What to print:").wait_for()
    page.locator("a[data-print='name tents']").click()
    page.wait_for_function(LANDED, arg="On-paper")
    assert page.get_by_label("What to print:").input_value() == "name tents"


def test_nothing_of_the_course_listens_to_other_computers(opened, organised):
    opened(HOME, "2026-06-16T08:42:00")
    first = psutil.Process(organised.process.pid)
    listening = [
        one.laddr.ip
        for process in [first, *first.children(recursive=True)]
        for one in process.net_connections(kind="inet")
        if one.status == psutil.CONN_LISTEN
    ]
    assert listening and set(listening) <= {"127.0.0.1", "::1"}
