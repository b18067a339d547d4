"""The list of a page beside its text, and what a page shows before Python is up."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import FRONT
from walking import started

LESSON, MEASURING = "course/session-1/01-what-is-inequity.ipynb", "course/session-1/02-measuring-gaps.ipynb"
LIST = f"{FRONT} .eq-page-on"
QUESTION = f"{FRONT} #question-gap-years"
SECTIONS = ["The opening number", "Equality, equity, justice", "Inequality or inequity?", "What lies behind it"]
SECTIONS += ["Key points"]
AT_TOP = """(id) => { const page = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer');
  const part = page.querySelector(`[id="${id}"], [data-jupyter-id="${id}"]`);
  return Math.abs(part.getBoundingClientRect().top - page.getBoundingClientRect().top) < 60; }"""  # noqa: E501
HEAVY = "import sys\nprint([name for name in ('pandas', 'numpy', 'matplotlib', 'scipy') if name in sys.modules], 'steps' in globals())"  # noqa: E501
TOLD = """async (code) => {
  const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
  let told = "";
  const asked = kernel.requestExecute({ code, store_history: false });
  asked.onIOPub = ({ content }) => { told += content.text ?? ""; };
  await asked.done;
  return told.trim();
}"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def lesson(visit):
    page = visit(LESSON)
    started(page)
    page.page.locator(f"{LIST} .eq-page-question").nth(6).wait_for()
    return page


def test_the_list_names_sections_and_questions_and_follows_their_states(lesson):
    page, listed = lesson.page, lesson.page.locator(LIST)
    assert listed.locator(".eq-page-section").all_inner_texts() == SECTIONS
    first = listed.get_by_role("link", name="The gap in years")
    page.locator(QUESTION).locator("input").fill("8.7")
    page.locator(QUESTION).locator(".eq-check").click()
    first.locator("xpath=self::*[contains(@class, 'eq-page-is-right')]").wait_for()
    assert first.inner_text().replace("\n", " ").endswith("Right")
    assert "1 right so far" in listed.locator(".eq-page-answered").inner_text()
    page.locator(QUESTION).locator("input").fill("9")
    listed.locator(".eq-page-is-saved", has_text="The gap in years").wait_for()
    assert Axe().run(page, context=".eq-page-on").response["violations"] == []


def test_its_links_lead_there_by_mouse_and_by_keyboard_and_it_says_where_one_is(lesson):
    page = lesson.page
    link = page.locator(LIST).get_by_role("link", name="What lies behind it")
    link.click()
    page.wait_for_function(AT_TOP, arg="What-lies-behind-it")
    page.locator(f'{LIST} a[aria-current="true"]', has_text="What lies behind it").wait_for()
    page.locator(LIST).get_by_role("link", name="Sort eight examples").press("Enter")
    page.wait_for_function(AT_TOP, arg="question-three-ways")
    page.locator(f'{LIST} a[aria-current="true"]', has_text="Sort eight").wait_for()


@pytest.mark.parametrize("width", [320, 820])
def test_where_there_is_no_room_beside_the_text_it_is_a_line_of_marks(lesson, width):
    page = lesson.page
    page.set_viewport_size({"width": width, "height": 800})
    mark = page.locator(f"{LIST} .eq-page-question").first
    box = mark.bounding_box()
    assert box["width"] >= 24 and box["height"] >= 24
    assert page.locator(LIST).evaluate("(node) => node.scrollWidth <= node.clientWidth")
    mark.click()
    page.wait_for_function(AT_TOP, arg="question-gap-years")
    page.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.parametrize("path", ["course/00-glossary.ipynb", "course/session-2/10-close-the-gap.ipynb"])
def test_a_page_without_questions_and_the_wide_page_of_the_game_have_no_list(visit, path):
    page = visit(path)
    started(page)
    page.page.locator(f"{FRONT} h1").wait_for()
    assert not page.page.locator(LIST).is_visible()


def test_a_lesson_shows_its_pictures_and_loads_nothing_heavy_until_jupyter_is_shown(visit):
    lesson = visit("course/session-1/03-understand-the-system.ipynb")
    started(lesson)
    page = lesson.page
    assert page.locator(f"{FRONT} img.eq-drawn").count() == 6
    assert page.evaluate(TOLD, HEAVY) == "[] False"
    page.get_by_role("button", name="Help").click()
    page.get_by_role("button", name="Show Jupyter").click()
    try:
        page.wait_for_function(
            "async ([told, code]) => (await eval(`(${told})`)(code)).endsWith('True')",
            arg=[TOLD, HEAVY],
            timeout=60_000,
        )
        assert page.locator(f"{FRONT} img.eq-drawn").count() == 6
    finally:
        page.get_by_role("button", name="Help", exact=True).click()
        page.get_by_role("button", name="Hide Jupyter").click()
