"""A learner is where they think they are: links, Back and Forward, and the names of pages, in a real browser."""

from __future__ import annotations

import pytest
from walking import started

LESSON = "course/session-1/02-measuring-gaps.ipynb"
EXERCISE = "exercises/02-measuring-gaps/02-measuring-gaps.ipynb"
LINK = HEADING = "15 more to practise"
FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
FROM_THE_TOP = f"""(words) => {{
  const front = document.querySelector("{FRONT}");
  const heading = [...front.querySelectorAll("h1, h2, h3")].find((found) => found.textContent.startsWith(words));
  return heading && Math.round(heading.getBoundingClientRect().top - front.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect().top);
}}"""  # noqa: E501
LINK_AT = f"""(words) => [...document.querySelectorAll("{FRONT} a")].find((link) => link.textContent.includes(words))
  ?.getBoundingClientRect().top"""
SCROLLED = f"""() => document.querySelector("{FRONT} .jp-WindowedPanel-outer").scrollTop"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def lands_on(page, words: str) -> None:
    """See a heading at the top of the window, and still there once the page is at rest."""
    top = f"(words) => Math.abs(({FROM_THE_TOP})(words) ?? 999) < 60"
    page.wait_for_function(top, arg=words)
    page.wait_for_timeout(1500)
    assert page.evaluate(top, words), f"{words!r} is at {page.evaluate(FROM_THE_TOP, words)}"


def shows(page, title: str) -> None:
    """See a page in front, by the name of the window."""
    page.wait_for_function("(title) => document.title.startsWith(title)", arg=title)


def test_a_link_to_a_page_that_is_not_open_lands_on_its_heading(visit):
    page = visit(LESSON).page
    page.get_by_role("link", name=LINK).first.click()
    shows(page, "Exercise 2: Measuring gaps")
    lands_on(page, HEADING)
    assert page.evaluate("document.activeElement.textContent").startswith(HEADING), "the keyboard goes on elsewhere"


def test_an_address_with_a_heading_lands_on_it(visit, course):
    page = visit(LESSON).page
    page.goto(f"http://127.0.0.1:{course.port}/lab/tree/{EXERCISE}?token={course.token}#Where-next?")
    shows(page, "Exercise 2: Measuring gaps")
    top = f"() => ({FROM_THE_TOP})('Where next?') < 600"  # the last heading cannot come to the top
    page.wait_for_function(top)


def test_back_and_forward_move_between_pages_and_return_to_the_place(visit):
    page = visit(LESSON)
    started(page)
    page = page.page
    link = page.get_by_role("link", name=LINK).first
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    before = page.evaluate(LINK_AT, LINK)
    assert page.evaluate(SCROLLED) > 500
    link.click()
    shows(page, "Exercise 2: Measuring gaps")
    lands_on(page, HEADING)
    page.go_back()
    shows(page, "Measuring gaps")
    there = f"([words, before]) => Math.abs((({LINK_AT})(words) ?? 9999) - before) < 40"
    page.wait_for_function(there, arg=[LINK, before], timeout=60_000)
    assert LESSON in page.url
    page.go_forward()
    shows(page, "Exercise 2: Measuring gaps")
    lands_on(page, HEADING)
    assert EXERCISE in page.url
