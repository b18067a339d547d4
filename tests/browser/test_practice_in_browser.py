"""The practice of an exercise: folded under one button until somebody wants it."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import FRONT
from walking import started

LESSON = "course/session-1/01-what-is-inequity.ipynb"
EXERCISE = "exercises/01-what-is-inequity/01-what-is-inequity.ipynb"
PRACTICE = f"{FRONT} #question-cause-chain"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def button(page, word: str):
    return page.get_by_role("button", name=f"{word} 3 more to practise", exact=True)


@pytest.fixture
def exercise(visit):
    page = visit(EXERCISE)
    started(page)
    page.page.locator(PRACTICE).wait_for(state="attached")
    return page


def test_practice_is_folded_and_opens_by_mouse_and_by_keyboard(exercise):
    page = exercise.page
    assert not page.locator(PRACTICE).is_visible() and page.get_by_role("heading", name="Where next?").is_visible()
    assert button(page, "Show").get_attribute("aria-expanded") == "false"
    button(page, "Show").click()
    assert page.locator(PRACTICE).is_visible()
    assert button(page, "Hide").get_attribute("aria-expanded") == "true"
    assert Axe().run(page, context=".eq-page-practice").response["violations"] == []
    button(page, "Hide").press("Enter")
    assert not page.locator(PRACTICE).is_visible()
    button(page, "Show").press("Space")
    assert page.locator(PRACTICE).is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Hide 3 more to practise"


def test_the_page_remembers_that_it_was_opened(exercise):
    button(exercise.page, "Show").click()
    exercise.page.reload()
    exercise.opened()
    started(exercise)
    exercise.page.locator(PRACTICE).wait_for()
    button(exercise.page, "Hide").click()
    exercise.page.reload()
    exercise.opened()
    button(exercise.page, "Show").wait_for()


@pytest.mark.parametrize("id", ["question-cause-chain", "3-more-to-practise"])
def test_an_address_that_leads_into_the_practice_opens_it(visit, course, id):
    page = visit(LESSON).page
    page.goto(f"http://127.0.0.1:{course.port}/lab/tree/{EXERCISE}?token={course.token}#{id}")
    page.locator(PRACTICE).wait_for()


def test_a_link_in_a_lesson_opens_the_practice(visit):
    page = visit(LESSON)
    started(page)
    page.page.get_by_role("link", name="More practice (3 questions)").click()
    page.page.wait_for_function("() => document.title.startsWith('Exercise 1')")
    page.page.locator(PRACTICE).wait_for()


def test_whoever_has_begun_to_practise_finds_it_open(exercise):
    page = exercise.page
    button(page, "Show").click()
    page.locator(f"{PRACTICE} textarea, {PRACTICE} input").first.fill("Because the letters come in English only.")
    page.locator(f"{PRACTICE} .eq-status", has_text=re.compile("Saved")).wait_for()
    page.evaluate("localStorage.clear()")
    page.reload()
    exercise.opened()
    started(exercise)
    page.locator(PRACTICE).wait_for()


def test_jupyter_s_own_look_and_paper_show_all(exercise):
    page = exercise.page
    page.emulate_media(media="print")
    assert page.locator(PRACTICE).is_visible() and not page.locator(".eq-page-practice").is_visible()
    page.emulate_media(media="screen")
    assert not page.locator(PRACTICE).is_visible()
    page.get_by_role("button", name="Help").click()
    page.get_by_role("button", name="Show Jupyter").click()
    page.locator(PRACTICE).wait_for()
    assert not page.locator(".eq-page-practice").is_visible()
    page.get_by_role("button", name="Help").click()
    page.get_by_role("button", name="Hide Jupyter").click()
    page.locator(PRACTICE).wait_for(state="hidden")


def test_where_all_of_a_page_is_practice_nothing_is_folded(visit):
    page = visit("exercises/13-commitment/13-commitment.ipynb")
    started(page)
    page.page.locator(".eq-question").first.wait_for()
    assert page.page.locator(".eq-page-practice").count() == 0
