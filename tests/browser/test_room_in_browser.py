"""The bare room: one bar and the page, and Jupyter when somebody asks for it, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import FRONT
from walking import started, with_practice

LESSON = "course/session-1/02-measuring-gaps.ipynb"
EXERCISE = "exercises/01-what-is-inequity/01-what-is-inequity.ipynb"
JUPYTERS = [
    "#jp-menu-panel",
    "#jp-top-panel",
    "#jp-bottom-panel",
    ".jp-SideBar >> nth=0",
    f"{FRONT} .jp-NotebookPanel-toolbar",
]
CODE = f"{FRONT} .jp-CodeCell > .jp-Cell-inputWrapper"
HEIGHT = f"document.querySelector('{FRONT} .jp-WindowedPanel-outer').getBoundingClientRect().height / innerHeight"
SIDEWAYS = f"(() => {{ const page = document.querySelector('{FRONT} .jp-WindowedPanel-outer'); return page.scrollWidth - page.clientWidth; }})()"  # noqa: E501

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def bare(page) -> bool:
    """Tell whether nothing of Jupyter's own is to be seen, nor any code."""
    code = [part for part in page.locator(CODE).all() if part.is_visible()]
    return not code and not any(page.locator(part).is_visible() for part in JUPYTERS)


def test_a_learner_has_one_bar_and_the_page(visit):
    page = visit(LESSON)
    started(page)
    assert bare(page.page)
    assert page.page.evaluate(HEIGHT) >= 0.9
    bar = page.page.get_by_role("banner")
    assert "Session 1, lesson 2 of 5" in bar.text_content()
    assert page.page.title() == "Measuring gaps - Using Quality Improvement to Tackle Inequity"
    page.picture("room-lesson")
    bar.get_by_role("button", name="Contents").click()
    page.page.get_by_role("dialog", name="Contents").get_by_role("link", name="What is inequity?").first.click()
    page.page.wait_for_function("() => document.title.startsWith('What is inequity?')")
    bar.get_by_role("link", name="Next").click()
    page.page.wait_for_function("() => document.title.startsWith('Measuring gaps')")
    assert bare(page.page)


def test_no_key_and_no_double_click_changes_a_page(visit):
    page = visit(EXERCISE)
    started(page)
    cells = page.page.locator(f"{FRONT} .jp-Cell").count()
    title = page.page.get_by_role("heading", name="Exercise 1: What is inequity?")
    title.click()
    for key in ("a", "b", "m", "d", "d", "x", "Enter", "Shift+Enter", "Control+Enter"):
        page.page.keyboard.press(key)
    title.dblclick()
    page.page.wait_for_timeout(500)
    assert page.page.locator(f"{FRONT} .jp-Cell").count() == cells and title.is_visible()
    assert not page.page.locator(".jp-Dialog").count() and bare(page.page)


def test_jupyter_is_shown_when_asked_for_and_stays(visit):
    page = visit(EXERCISE)
    started(page)
    page.page.get_by_role("button", name="Help").click()
    page.page.get_by_role("button", name="Show Jupyter").click()
    page.page.locator("#jp-menu-panel").wait_for()
    page.page.reload()
    page.opened()
    page.page.locator("#jp-menu-panel").wait_for()
    page.page.get_by_role("button", name="Help").click()
    page.page.get_by_role("button", name="Hide Jupyter").click()
    page.page.locator("#jp-menu-panel").wait_for(state="hidden")
    assert bare(page.page)


def test_analysts_have_jupyter_from_the_start(visit):
    page = visit("exercises/15-analysts-gaps/15-analysts-gaps.ipynb").page
    page.locator("#jp-menu-panel").wait_for()
    assert page.locator(f"{FRONT} .jp-NotebookPanel-toolbar").is_visible() and page.locator(CODE).first.is_visible()


def test_the_keyboard_goes_from_the_link_past_the_bar_to_the_page(visit):
    page = visit(LESSON)
    started(page)
    page.page.evaluate("document.activeElement.blur()")
    page.page.get_by_role("link", name="Skip to the page").focus()
    page.page.keyboard.press("Enter")
    assert page.page.evaluate("document.activeElement.textContent").startswith("Measuring gaps")
    page.page.get_by_role("button", name="Contents").focus()
    page.page.keyboard.press("Enter")
    assert page.page.get_by_role("dialog", name="Contents").is_visible()
    assert Axe().run(page.page, context=".eq-bar").response["violations"] == []
    page.page.keyboard.press("Escape")
    assert page.page.evaluate("document.activeElement.textContent") == "Contents"
    page.page.evaluate("document.body.setAttribute('data-jp-theme-light', 'false')")
    assert Axe().run(page.page, context=".eq-bar").response["violations"] == []


@pytest.mark.parametrize("width", [320, 390, 820])
@pytest.mark.parametrize("path", [EXERCISE, LESSON, "course/00-start.ipynb"])
def test_a_narrow_window_is_never_scrolled_sideways(visit, path, width):
    page = visit(path)
    started(page)
    with_practice(page)
    page.page.set_viewport_size({"width": width, "height": 844})
    page.page.wait_for_timeout(500)
    assert page.page.evaluate(SIDEWAYS) <= 0
    assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.picture(f"room-{page.path.split('/')[-1][:-6]}-{width}")


def test_print_gives_the_page_without_the_shell(visit):
    page = visit(EXERCISE)
    started(page)
    page.page.emulate_media(media="print")
    page.page.wait_for_timeout(300)
    assert not page.page.get_by_role("banner").is_visible()
    assert page.page.evaluate("document.documentElement.scrollHeight") > 3000, "only the first screen is printed"
    page.page.emulate_media(media="screen")
