"""A project in JupyterLab, by keyboard: from an empty table to harm that is said once, a test and its story board."""

import pytest

PAGE = "course/my-project.ipynb"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_numbers_are_typed_corrected_and_harm_is_said_once_in_lab(visit):
    page = visit(PAGE)
    form, keys = page.page.locator(".eq-numbers:not(.eq-cards)"), page.page.keyboard
    form.wait_for(timeout=60_000)
    form.get_by_label("What do you count?").fill("people who waited too long")
    form.get_by_label("What is it for?").select_option("balancing")
    form.get_by_label("When the number goes up").select_option("down")
    form.get_by_label("We stop and look at").fill("12")
    form.get_by_label("Which groups?").fill("Carers\nOthers")
    form.get_by_label("The first month or day of the past").fill("July 2025")
    form.get_by_role("button", name="Make my table").press("Enter")
    form.locator('[data-cell="2025-07 0 0"]').wait_for(timeout=60_000)
    form.locator('[data-cell="2025-07 0 0"]').focus()
    for key in ("2", "Tab", "3", "Tab"):
        keys.press(key)
    alert = form.get_by_text("Past your trigger of 12%: Carers with 2 of 3 in July 2025.")
    alert.wait_for()
    assert form.get_by_role("alert").count() == 1
    for key in ("1", "Tab", "3", "0", "Tab"):  # the next pair: nothing new about harm
        keys.press(key)
    form.get_by_text("Others: too early to tell, with 1 point.").wait_for()
    assert alert.is_visible() and form.get_by_role("alert").count() == 0
    form.locator('[data-cell="2025-07 0 0"]').focus()
    form.locator('[data-cell="2025-07 0 0"]').select_text()
    for key in ("1", "Tab", "3", "0", "Tab"):
        keys.press(key)
    alert.wait_for(state="detached")
    tests, board = (page.page.locator(".eq-cards").nth(place) for place in (0, 1))
    tests.get_by_role("button", name="Plan my first test").press("Enter")
    tests.get_by_label("Question").focus()
    keys.type("Do calls help?")
    tests.get_by_label("What next?").focus()
    keys.type("Ada")
    tests.get_by_text("Saved. It won’t be in your hand-in.").wait_for()
    tests.get_by_role("button", name="Plan the next test").press("Enter")
    tests.get_by_text("Test 2 is ready to plan.").wait_for()
    at = tests.locator("details").nth(1).get_attribute("data-card")
    page.page.wait_for_function("(at) => document.activeElement.dataset.at === `${at}.name`", arg=at)  # ready to type
    board.get_by_role("button", name="Make the text for Life QI").press("Enter")
    board.get_by_label("Text for Life QI").wait_for()
    assert "C1: Do calls help?" in board.get_by_label("Text for Life QI").input_value()
    board.get_by_role("button", name="Make this story board").press("Enter")
    board.get_by_role("link", name="the Word file").wait_for()
    for width in (1366, 820, 390):
        page.page.set_viewport_size({"width": width, "height": 768})
        assert page.faults() == [] and page.outside("What do you count?") == []
        page.picture(f"project-numbers-{width}")
