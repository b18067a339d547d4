"""A learner's own page, and its files for the team, made by keyboard alone."""

import json

import docx
import pytest

from equityqi.files import course_root

PAGE = "course/session-2/12-canvas-and-spread.ipynb"
MODEL = json.loads((course_root() / "datasets" / "a-blood-pressure" / "project.json").read_text(encoding="utf-8"))

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def save(course, exercise, **answers):
    path = course.work / "exercises" / exercise / f"{exercise}.answers.json"
    saved = {id.replace("_", "-"): value for id, value in answers.items()}
    path.write_text(
        json.dumps(
            {"schema": 1, "course": "1.0.0", "exercise": exercise, "case": "a-blood-pressure", "answers": saved}
        ),
        encoding="utf-8",
    )


def test_the_word_file_is_made_by_keyboard_alone_from_the_learner_s_own_answers(visit, course):
    save(course, "04-aim", my_aim=[MODEL["aim"]])
    save(course, "05-drivers", my_drivers=MODEL["drivers"])
    page = visit(PAGE)
    form = page.form("Make the files for my team")
    form.wait_for(timeout=60_000)
    assert MODEL["aim"]["date"] in page.page.locator(".pp").inner_text()
    page.picture("own-project")
    form.locator("input").first.focus()
    page.page.keyboard.press("Control+a")
    page.page.keyboard.type("Readings for all")
    button = form.get_by_role("button", name="Make the files for my team")
    for _ in range(9):
        page.page.keyboard.press("Tab")
        if button.evaluate("button => button.matches(':focus')"):
            break
    with page.page.expect_download(timeout=60_000) as first:
        page.page.keyboard.press("Enter")
    page.says("Make the files for my team", "Your files are ready", timeout=60_000)
    with page.page.expect_download() as whole:
        form.get_by_role("link", name="Download everything in one zip").press("Enter")
    assert first.value.path().read_bytes() == (course.work / "my-project" / "project.docx").read_bytes()
    assert whole.value.suggested_filename == "my-project.zip"
    links = form.get_by_role("link").all_text_contents()
    assert links == ["Download the Word file again", "Download the page", "Download everything in one zip"]
    made = {path.name for path in (course.work / "my-project").iterdir()}
    assert {"project.docx", "project.html", "project.txt", "driver-diagram.png", "driver-diagram.svg"} <= made
    headings = [
        paragraph.text
        for paragraph in docx.Document(str(course.work / "my-project" / "project.docx")).paragraphs
        if paragraph.style.name.startswith(("Heading", "Title"))
    ]
    assert headings[0] == "Readings for all" and "Appendix: driver diagram" in headings
    assert page.faults() == []
