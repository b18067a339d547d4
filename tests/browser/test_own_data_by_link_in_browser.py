"""Two groups' counts on the site: pasted or typed, to the gap, a picture and a draft aim, in a browser alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TABLE = "Group\tDone\tBooked\nInterpreter needed\t260\t500\nOthers\t660\t1000"


def test_a_pasted_table_is_confirmed_then_becomes_a_draft_aim_and_is_found_again(browser, whole_site):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{whole_site}/course/your-own-data.html")
    form = page.locator(".eq-two-groups")
    form.get_by_role("button", name="Work out the gap").click()
    form.get_by_text("6 fields need another look.").wait_for()
    first = form.get_by_label("Who they are").first
    assert first.evaluate("(field) => field === document.activeElement")
    form.get_by_text("Paste a small table instead of typing").click()
    form.get_by_label("Two rows, one for each group").fill(TABLE)
    form.get_by_role("button", name="Read my table").click()
    form.get_by_text("Interpreter needed: 260 out of 500. Others: 660 out of 1000.").wait_for()
    assert first.input_value() == "Interpreter needed" and form.locator(".eq-note, h3").count() == 0
    form.get_by_label("What is counted?").fill("reviews done")
    form.get_by_role("button", name="Work out the gap").click()
    form.get_by_text("The gap is 14.0 percentage points (95% interval 8.7 to 19.2).").wait_for()
    form.get_by_text("move reviews done for Interpreter needed from 52% to [about 59%]").wait_for()
    assert form.get_by_role("img").first.is_visible()
    for scheme, width in (("light", 390), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    assert not [part for part in form.locator("button, summary").all() if part.is_visible()]
    assert form.get_by_text("The gap is 14.0 percentage points").first.is_visible()
    page.emulate_media(media="screen", color_scheme="light")
    assert page.get_by_text("Exercises 15 and 16, for analysts, need the installed course too.").is_visible()
    page.reload()
    form.get_by_text("The gap is 14.0 percentage points").first.wait_for()
    context.close()
