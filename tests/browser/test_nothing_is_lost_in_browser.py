"""Ways in which people lose what they typed elsewhere, and here do not.

- the page loaded again, or left by a link, in mid-word: below
- the kernel killed, restarted or shut down, busy or hung: ``test_in_browser.py``, ``test_plans_in_browser.py``
- the server stopped, and typed on: ``test_in_browser.py``
- two tabs, two forms, two answers to one question: ``test_in_browser.py``, ``test_plans_in_browser.py``
- a full disk, a damaged answers file: ``test_in_browser.py``
- a very long text, signs of every kind, a slow computer, keys that mean something to Jupyter, another case: below
- the next person's sheet: ``test_sheets_in_browser.py``
- a reflective record, left in mid-word or typed on while Python is gone: ``test_take_home_in_browser.py``
"""

from __future__ import annotations

import time

import pytest
from walking import started

EXERCISE = "exercises/01-what-is-inequity/01-what-is-inequity.ipynb"
LESSON = "course/session-1/01-what-is-inequity.ipynb"
OWN, ID = "Give one example of equality", "own-example"
ODD = "Órla’s team 😀 <b>not bold</b> \\n C:\\new ‘quotes’ “here” & there\nŵyl, naïve, 研究, ‏עברית"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def written(course, text: str) -> bool:
    """Wait until an answer is on disk as it was typed."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if course.answers("01-what-is-inequity").get(ID) == text:
            return True
        time.sleep(0.2)
    return False


@pytest.fixture
def page(visit):
    page = visit(LESSON)
    started(page)
    return page


def field(page):
    return page.form(OWN).get_by_role("textbox")


@pytest.mark.parametrize("how", ["reload", "link", "back"])
def test_a_page_is_left_in_mid_word(page, course, how):
    text = f"We offer an easy-read lea… by {how}"
    field(page).fill("")
    field(page).press_sequentially(text)  # and away at once, before the form sends it by itself
    if how == "reload":
        page.page.reload()
    elif how == "link":
        page.page.get_by_role("banner").get_by_role("link", name="Next").click()
    else:
        page.page.evaluate("history.back()")
        page.page.goto(course.address(LESSON))
    if how != "link":
        started(page)
        assert field(page).input_value() == text
    assert written(course, text)


def test_a_text_of_20_000_letters_and_every_sign_is_kept_to_the_letter(page, course):
    text = ODD + " long" * 4_000
    field(page).fill(text)
    page.says(OWN, "Saved.")
    assert course.answers("01-what-is-inequity")[ID] == text
    page.page.reload()
    started(page)
    assert field(page).input_value() == text


def test_keys_that_mean_something_to_jupyter_are_letters_in_a_field(page, course):
    field(page).fill("a")
    for key in ("m", "x", "d", "d", "b", "Shift+Enter", "z", "Control+Enter", "Escape", "y"):
        field(page).press(key)
    text = field(page).input_value()
    assert text.startswith("amxddb") and text.endswith("y") and written(course, text)


def test_a_slow_computer_saves_every_letter(page, course):
    slow = page.page.context.new_cdp_session(page.page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    try:
        text = "Slow, and every letter of it is there."
        field(page).fill("")
        field(page).press_sequentially(text, delay=5)
        assert written(course, text)
    finally:
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def test_a_change_of_case_keeps_what_was_written(page, course):
    text = "Written on the first case."
    field(page).fill(text)
    page.says(OWN, "Saved.")
    page.leave_for("course/00-start.ipynb")
    started(page)
    case = page.card("Your case")
    for wanted in ("c-asthma", "a-blood-pressure"):
        case.get_by_text("Change case").click()
        case.get_by_role("combobox").select_option(value=wanted)
        case.get_by_role("button", name="Work on this case").click()
        case.get_by_text("Saved.").first.wait_for()
        assert course.answers("01-what-is-inequity")[ID] == text
        page.leave_for("course/00-start.ipynb")
        started(page)
    page.leave_for(EXERCISE)
    started(page)
    assert field(page).input_value() == text


def test_lab_does_not_take_the_focus_from_somebody_who_types(page, course):
    text = "We ask every family which clinic they can reach."
    field(page).fill("")
    for word in text.split(" "):
        field(page).focus()
        page.page.keyboard.type(word)
        page.page.evaluate("() => document.querySelector('.jp-Notebook .jp-Cell').focus()")  # as Lab does when it likes
        page.page.keyboard.type(" ")
    assert field(page).input_value().strip() == text and written(course, f"{text} ")
    field(page).press("Escape")
    page.page.evaluate("() => document.querySelector('.jp-Notebook .jp-Cell').focus()")
    assert page.page.evaluate("document.activeElement.matches('.jp-Cell')"), "whoever leaves a form can reach a cell"
