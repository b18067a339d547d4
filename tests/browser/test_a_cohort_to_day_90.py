"""Twenty-four learners from their first answer to day 90, by the commands that the trainer's guide names."""

import csv
import io
import json
import re
import subprocess
import sys

import openpyxl
import pikepdf
import pytest

from equityqi.files import course_root
from equityqi.questions.exercise_file import all_exercises
from equityqi.workfolder.answers_file import Answers, answers_name, write_answers
from equityqi.workfolder.make_hand_in import hand_in, hand_in_survey
from equityqi.workfolder.prepare import prepare
from equityqi.workfolder.survey_sheets import save_sheet

CASE, DAY = "a-blood-pressure", "2026-09-03"
LEARNERS = [f"learner-{number:02d}" for number in range(1, 25)]
PRIVATE = {"learner-05", "learner-17"}
MISSING = "learner-24"
GUIDE = course_root() / "course" / "trainer" / "collect.ipynb"
POST = {
    "q1a_inequality": "agree",
    "q1b_equity": "agree",
    "q1c_quality_improvement": "strongly agree",
    "q3_apply": "agree",
    "q4_recommend": "yes",
}
PROMISE = {
    "type": "action",
    "verb": "split",
    "group": "people who need an interpreter",
    "date": "14 September 2026",
    "issue": "who is not reached",
    "checker": "Asha",
    "check_date": "16 September 2026",
}


def equityqi(*words):
    """Run a command of the course; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "equityqi", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=None,
        timeout=300,
    )
    somebody_missing = int(words[0] == "mark")
    assert done.returncode == somebody_missing and "Traceback" not in done.stderr, done.stdout + done.stderr
    return done.stdout


def one_learner(work, number, name, given):
    """What a learner leaves behind: answers, sheets and a commitment. Every third learner left some questions out."""
    prepare(work, name, CASE, DAY)
    for exercise, answers in given.items():
        kept = {id: answer for at, (id, answer) in enumerate(answers.items()) if number % 3 or at % 2}
        write_answers(
            work / "exercises" / exercise / answers_name(exercise), Answers(exercise, case=CASE, answers=kept)
        )
    code = f"AB{number:02d}"
    save_sheet(work, "pre", {"pre_define_equity": "3", "code": code})
    save_sheet(
        work,
        "post",
        {
            **POST,
            "q2_tools": "disagree" if number in (3, 4) else "agree",
            "q8_keep": f"The zebra story {number}",
            "code": code,
        },
    )
    save_sheet(work, "sliders", {"now_define_equity": "8", "then_define_equity": "2", "code": code})
    who = "private" if name in PRIVATE else "share"
    save_sheet(work, "commitment", {**PROMISE, "thing": f"our list number {number}", "private": who, "name": name})


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """The trainer's folder: hand-ins, survey files, the roll, and what the commands made of them."""
    place = tmp_path_factory.mktemp("cohort")
    (place / "hand-ins").mkdir()
    (place / "survey").mkdir()
    given = {
        name: {question.id: question.model_answer() for question in exercise.questions}
        for name, exercise in all_exercises(CASE).items()
    }
    for number, name in enumerate(LEARNERS, 1):
        work = place / "laptops" / name
        one_learner(work, number, name, given)
        if name != MISSING:
            made = hand_in(work, name)
            made.rename(place / "hand-ins" / made.name)
        hand_in_survey(work).rename(place / "survey" / f"survey-sheets ({number}).zip")
    (place / "roll.csv").write_text("id,name\n" + "".join(f"{name},{name}\n" for name in LEARNERS), encoding="utf-8")
    said = {
        "mark": equityqi("mark", place / "hand-ins", "--roll", place / "roll.csv", "--out", place / "results"),
        "evaluate": equityqi("evaluate", place / "survey", "--attended", 24, "--out", place / "report"),
        "commitments": equityqi("commitments", place / "hand-ins", "--out", place / "follow-up", "--leader", "Tom"),
    }
    return place, said


def everything(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()).decode(
        "utf-8", "replace"
    )


def test_the_guide_names_the_commands_that_are_used_here():
    words = "".join("".join(cell["source"]) for cell in json.loads(GUIDE.read_text(encoding="utf-8"))["cells"])
    named = re.findall(r"`python start\.py (\w+)", words)
    assert {"mark", "evaluate", "commitments"} <= set(named)


@pytest.mark.slow
def test_everyone_on_the_roll_has_marks_and_a_page(cohort):
    place, said = cohort
    assert f"{len(LEARNERS) - 1} of {len(LEARNERS)} handed in, 1 missing: {MISSING}." in said["mark"]
    with (place / "results" / "marks.csv").open(encoding="utf-8-sig", newline="") as table:
        people = {row["id"] for row in csv.DictReader(table)}
    assert people == set(LEARNERS)
    assert len(list((place / "results" / "feedback").glob("*.html"))) == 24
    assert MISSING in (place / "results" / "cohort.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_feedback_is_told_with_its_counts(cohort):
    place, _ = cohort
    page = (place / "report" / "feedback-report.html").read_text(encoding="utf-8")
    assert "22 of 24" in page and "24 of 24" in page and "The zebra story 7" in page
    assert "AB07" not in everything(place / "report")


@pytest.mark.slow
def test_the_wall_holds_what_is_shared_and_nothing_private(cohort):
    place, _ = cohort
    wall = (place / "follow-up" / "wall.html").read_text(encoding="utf-8")
    assert wall.count("our list number") >= 21 and "our list number 1 " in wall
    shown = everything(place / "follow-up")
    assert not any(f"our list number {number} " in shown for number in (5, 17))


def check_in(place, day, told):
    """Type what people told into the sheet, as the trainer does on a call, and run the command again."""
    path = place / "follow-up" / "check-ins.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if str(sheet.cell(row, heads["day"]).value) == str(day) and (
            done := told.get(sheet.cell(row, heads["name"]).value)
        ):
            sheet.cell(row, heads["done"]).value = done
            sheet.cell(row, heads["in_the_way"]).value = "No time in the week of the audit"
    book.save(path)
    equityqi("commitments", place / "hand-ins", "--out", place / "follow-up", "--leader", "Tom")
    return (place / "follow-up" / "commitments-report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_check_ins_of_three_dates_end_in_one_report(cohort):
    place, _ = cohort
    sharing = [name for name in LEARNERS if name not in PRIVATE | {MISSING}]
    for day, returned, done in ((30, 15, 5), (60, 14, 8), (90, 12, 10)):
        told = {name: "done" if at < done else "part" for at, name in enumerate(sharing[:returned])}
        page = check_in(place, day, told)
    for words in ("15 of 21", "14 of 21", "12 of 21", "10 of 12", "10 of 21", "No time in the week of the audit"):
        assert words in page, words
    assert (place / "follow-up" / "commitments-report.docx").is_file()


@pytest.mark.slow
@pytest.mark.browser
def test_each_check_in_of_day_90_is_one_side_of_a4_with_its_six_questions(cohort, browser):
    place, _ = cohort
    page = browser.new_page()
    page.goto((place / "follow-up" / "check-in-90.html").as_uri())
    longest = "so that everybody at the front desk can see who did not get a letter they can read " * 4
    page.locator(".promise").first.evaluate("(node, words) => { node.textContent += words; }", longest)
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == page.locator(".person").count() == len(LEARNERS) - len(PRIVATE) - 1
        assert [round(float(side) / 72 * 25.4) for side in printed.pages[0].mediabox[2:]] == [210, 297]
    assert page.locator(".person").first.locator("h3").count() == 6
    page.close()


@pytest.mark.slow
@pytest.mark.browser
def test_axe_finds_nothing_that_matters_in_any_page_and_nothing_is_fetched(cohort, browser):
    from axe_playwright_python.sync_playwright import Axe

    place, _ = cohort
    feedback = sorted((place / "results" / "feedback").glob("*.html"))
    pages = [
        *place.glob("report/*.html"),
        *place.glob("follow-up/**/*.html"),
        place / "results" / "cohort.html",
        feedback[0],
        feedback[-1],
    ]
    assert {"feedback-report", "wall", "check-in-30", "check-in-90", "leader", "commitments-report", "cohort"} <= {
        path.stem for path in pages
    }
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page, asked, faults = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    for path in pages:
        page.goto(path.as_uri())
        faults += [
            f"{path.name}: {fault['id']}: {fault['nodes'][0]['html'][:200]}"
            for fault in Axe().run(page).response["violations"]
            if fault["impact"] != "minor"
        ]
        page.set_viewport_size({"width": 400, "height": 768})
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 400 and path.stem != "wall":
            faults.append(f"{path.name} is {width} pixels wide in a window of 400")
        page.set_viewport_size({"width": 1366, "height": 768})
    context.close()
    assert faults == [] and [url for url in asked if not url.startswith(("file:", "data:"))] == []
