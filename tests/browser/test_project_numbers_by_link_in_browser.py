"""A project on the site: from an empty plan to day 90, its copy for the leader, then taken, cleared and put back."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEED = "A morning a week for the calls"
GROUPS = ("Interpreter needed", "No interpreter needed")


def table(months=20):
    for k in range(months):
        when = f"{2025 + (6 + k) // 12}-{(6 + k) % 12 + 1:02}"
        for group, count, of in zip(GROUPS, (40 + 9 * (k >= 12) + k % 3, 130 + k % 5), (80, 200), strict=True):
            yield f"{when}\t{group}\t{count}\t{of}"


def to_day_90(page, form):
    """By mouse: a test is logged and studied, the next one grows from it, and a board is made and checked in."""
    tests, board = (page.locator(".eq-cards").nth(place) for place in (0, 1))
    tests.get_by_role("button", name="Plan my first test").click()
    typed = {"Test": "A call", "How many people": "5", "We predict at least": "2", "We predict at most": "3"}
    days = {"From (date)": "6 July 2026", "To (date)": "10 July 2026"}
    seen = {"Out of": "5", "What we saw": "1", "Out of how many": "5"}
    for label, text in (typed | days | seen).items():
        tests.get_by_label(label, exact=True).fill(text)
    tests.get_by_label("What next?").select_option("adopt")
    tests.get_by_text("Saved. It won’t be in your hand-in.").wait_for()
    form.get_by_text("Since the tests began the gap has narrowed").wait_for()  # the charts know of the test at once
    tests.get_by_role("button", name="Plan the next test").click()
    tests.get_by_text("Test 2 is ready to plan.").wait_for()
    assert tests.get_by_label("How many people").last.input_value() == "25"
    board.get_by_label("What we need", exact=True).fill(NEED)
    board.get_by_text("Check-in on day 90").click()
    board.get_by_label("What became of your commitment?").last.select_option("part")
    with page.expect_download() as made:
        board.get_by_role("button", name="Make this story board").click()
    assert made.value.suggested_filename == "story-board-2027-02.html"
    sheet = board.locator(".sb")
    sheet.get_by_text("Predicted 2 to 3 of 5. Fewer than that.").wait_for()
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert sheet.locator("svg:visible").first.bounding_box()["x"] >= sheet.bounding_box()["x"]
    page.set_viewport_size({"width": 1366, "height": 844})


def test_numbers_are_typed_pasted_charted_taken_cleared_and_put_back(browser, whole_site, tmp_path):
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{whole_site}/course/my-project.html")
    form = page.locator(".eq-numbers:not(.eq-cards)")
    form.get_by_label("What do you count?").fill("reviews done")
    form.get_by_label("Which groups?").fill("\n".join(GROUPS))
    form.get_by_label("The first month or day of the past").fill("July 2025")
    form.get_by_role("button", name="Make my table").press("Enter")
    form.get_by_text("Now type in the past").wait_for()
    many, of = (form.locator(f'[data-cell="2025-07 0 {place}"]') for place in (0, 1))
    many.fill("2")
    many.press("Tab")
    of.press_sequentially("3")
    of.press("Tab")
    form.get_by_text("Interpreter needed: too early to tell, with 1 point.").wait_for()
    form.get_by_text("Paste a table, or choose a file").click()
    form.get_by_label("Four columns: when").fill("half a table")
    many.select_text()
    for key in ("2", "0", "Tab", "3", "0", "Tab"):  # Tab chooses what is in a field, so typing takes its place
        page.keyboard.press(key)
    other = form.locator('[data-cell="2025-07 1 0"]')
    other.press_sequentially("9")
    form.get_by_text("Hollow points").wait_for(state="detached")  # saved: 20 of 30 are no longer few people
    assert (many.input_value(), of.input_value(), other.input_value()) == ("20", "30", "9")
    assert other.evaluate("(field) => field === document.activeElement")
    for key in ("Tab", "3", "Tab"):
        page.keyboard.press(key)
    form.get_by_text("9 is more than the 3").wait_for()
    assert other.get_attribute("aria-invalid") == "true" and other.input_value() == "9"
    assert not other.evaluate("(field) => field === document.activeElement")
    form.get_by_label("Next row").fill("July 2026")
    form.get_by_role("button", name="Add this row").click()
    form.locator('[data-cell="2026-07 1 0"]').wait_for()
    form.get_by_role("button", name="earlier rows").click()
    assert other.input_value() == "9" and form.get_by_label("Four columns: when").input_value() == "half a table"
    other.fill("2")
    other.press("Enter")
    form.get_by_text("No interpreter needed: too early to tell, with 1 point.").wait_for()
    page.emulate_media(media="print")
    assert not form.get_by_role("img").first.is_visible() and form.get_by_text("aren’t printed").is_visible()
    page.emulate_media(media="screen")
    form.get_by_label("Four columns: when").fill("\n".join(table()))
    form.get_by_role("button", name="Read my table").click()
    form.get_by_text("Interpreter needed: a shift for the better since July 2026 (8 points).").wait_for()
    for scheme, width in (("light", 1366), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1366, "height": 844})
    to_day_90(page, form)
    many.fill("2")  # and the tab closes
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key.includes('numbers'))")
    assert [key.startswith("equityqi:equityqi / ") for key in kept] == [True]  # it goes when this person has finished
    page.reload()
    form.get_by_text("You left a number half typed.").wait_for()
    form.get_by_role("button", name="earlier rows").click()
    assert many.input_value() == "2"
    many.fill("41")
    many.press("Enter")
    form.get_by_text("Saved.").wait_for()
    form.get_by_text("Take my project with me").click()
    with page.expect_download() as shared:
        form.get_by_role("button", name="Make a copy for my leader").click()
    leaders = json.loads(Path(shared.value.path()).read_text("utf-8"))
    assert leaders["copy"] == "shared" and leaders["record"]["boards"][0]["need"] == NEED
    assert leaders["record"]["cycles"][0]["observed"] == "fewer"
    assert {count["of"] for count in leaders["record"]["measures"][0]["counts"]} <= {"80", "200"}
    with page.expect_download() as taken:
        form.get_by_role("button", name="Take my project").click()
    taken.value.save_as(tmp_path / "mine.json")
    form.get_by_label("I have the file").check()
    form.get_by_role("button", name="Clear it from this computer").click()
    form.get_by_text("are off this computer.").wait_for()
    form.get_by_text("Take my project with me").click()
    form.get_by_label("Choose the file my-project").set_input_files(tmp_path / "mine.json")
    form.get_by_text("a shift for the better since July 2026").first.wait_for()
    page.locator(".eq-cards").first.get_by_text("A call. Predicted 2 to 3 of 5").wait_for()
    context.close()
