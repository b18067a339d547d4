"""Own data by keyboard alone: paste a table, read the draft aim, make the Word file."""

import docx
import pytest

PAGE = "course/your-own-data.ipynb"
MONTHS = [
    f"{name}-{year}"
    for year in (24, 25)
    for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
]
ROWS = [
    f"{month}\t{group}\t{x}\t{n}"
    for month in MONTHS
    for group, x, n in (("Interpreter needed", 26, 50), ("No interpreter", 66, 100), ("Not recorded", 2, 9))
]
TABLE = "\n".join(["Month\tGroup\tReviews done\tReviews booked", *ROWS])

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_pasted_table_becomes_a_draft_aim_and_a_word_file_by_keyboard_alone(visit, course):
    page = visit(PAGE)
    form = page.form("Your table")
    form.wait_for(timeout=60_000)
    form.get_by_label("Paste your table here").focus()
    page.page.keyboard.insert_text(TABLE)  # what a paste does
    form.get_by_label("What is counted?").focus()
    page.page.keyboard.type("reviews done, of those booked")
    for _ in range(2):
        page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    page.says("Your table", "Done. What your table shows is below.", timeout=60_000)
    told = form.locator(".eq-result")
    assert "move reviews done, of those booked for Interpreter needed from 52% to [about 59%]" in told.inner_text()
    assert told.locator("img").count() == 2 and all(told.locator("img").nth(n).get_attribute("alt") for n in range(2))
    form.get_by_role("button", name="Make the Word file").focus()
    page.page.keyboard.press("Enter")
    page.says("Your table", "Your Word file is ready", timeout=60_000)
    page.picture("own-data")
    headings = [
        paragraph.text
        for paragraph in docx.Document(str(course.work / "own-data" / "own-data.docx")).paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert headings == ["Read these warnings first", "The groups compared", "The gap over time", "Draft aim"]
    assert page.faults() == [] and page.outside("Your table") == []


def test_a_file_that_changed_after_it_was_chosen_is_said(visit, tmp_path):
    page = visit(PAGE)
    form = page.form("Your table")
    form.wait_for(timeout=60_000)
    mine = tmp_path / "mine.csv"
    mine.write_text("group,reviewed,eligible\nCarers,40,100\nOthers,60,100\n", encoding="utf-8")
    form.get_by_label("Or choose a file").set_input_files(str(mine))
    form.get_by_role("button", name="Look at my table").click()
    page.says("Your table", "Done. What your table shows is below.", timeout=60_000)
    mine.write_text("group,reviewed,eligible\nCarers,50,100\nOthers,60,100\nNobody,1,2\n", encoding="utf-8")
    form.get_by_role("button", name="Look again with these").click()
    page.says("Your table", "Choose it again to read it as it is now.", timeout=60_000)
    assert "Carers: 40.0%" in form.locator(".eq-result").inner_text()


def test_a_table_pasted_twice_is_asked_about_and_what_was_asked_goes_away_with_its_answer(visit):
    page = visit(PAGE)
    form = page.form("Your table")
    form.wait_for(timeout=60_000)
    form.get_by_label("Paste your table here").fill("\n".join([TABLE, *ROWS]))
    form.get_by_role("button", name="Look at my table").click()
    page.says("Your table", "Not yet: I’m not sure how to read this table", timeout=60_000)
    assert "Draft aim" not in form.inner_text()
    form.get_by_label("Every row of this table is there more than once").select_option("Count each row once")
    form.get_by_role("button", name="Look again with these").click()
    page.says("Your table", "Done. What your table shows is below.", timeout=60_000)
    told = form.inner_text()
    assert "about 310 out of 600" in told and "Not yet" not in told
    page.page.emulate_media(media="print")
    shown = [part for part in form.locator("button, textarea, .eq-status").all() if part.is_visible()]
    page.page.emulate_media(media="screen")
    assert shown == []


def test_many_wards_are_put_into_fifths_of_deprivation_by_a_drop_down(visit):
    page = visit(PAGE)
    form = page.form("Your table")
    form.wait_for(timeout=60_000)
    wards = [f"Ward {n}\t{30 + 4 * n}\t100\t{50 - n}" for n in range(1, 13)]
    form.get_by_label("Paste your table here").fill("\n".join(["Ward\tSeen\tInvited\tDeprivation", *wards]))
    form.get_by_role("button", name="Look at my table").click()
    page.says("Your table", "There are 12 groups, so we put them into fifths", timeout=60_000)
    form.get_by_label("There are 12 groups").select_option("High “Deprivation” is the most deprived")
    form.get_by_role("button", name="Look again with these").click()
    page.says("Your table", "Done. What your table shows is below.", timeout=60_000)
    told = form.locator(".eq-result")
    assert "12 groups are too many to compare one by one, so we put them into fifths" in told.inner_text()
    assert "Fifth 1 (most deprived): 36.0%" in told.inner_text() and told.locator("img").count() == 1
