"""One course of sixteen people, in one folder, by the commands a trainer types: from a new organisation to day 90.

Every file that comes out is opened by the program it is for, and something a trainer would look for is found in it.
"""

import csv
import email
import email.policy
import io
import json
import re
import zipfile

import docx
import icalendar
import openpyxl
import pikepdf
import pytest
from pptx import Presentation
from read_pdf import ReadPdf
from typer.testing import CliRunner

from equityqi.cli.app import app
from equityqi.evaluation.forms_to_import import forms
from equityqi.organisation import ANOTHER, keep_organisation
from equityqi.questions.exercise_file import all_exercises
from equityqi.settings import write_settings
from equityqi.workfolder.answers_file import Answers, answers_name, write_answers
from equityqi.workfolder.make_hand_in import hand_in, hand_in_survey
from equityqi.workfolder.survey_sheets import save_sheet

pytestmark = pytest.mark.slow
CASE = "a-blood-pressure"
HELD = {
    "name": "NHS Hartwell",
    "contact": "the improvement team, extension 2020",
    "named_leader": "Morag Reid",
    "support_line": "staff support, extension 4040",
    "session_1_date": "17 November 2026",
    "session_2_date": "1 December 2026",
}
BY_LINK = [f"p{number:02}" for number in range(1, 13)]  # the last four come in SharePoint's archive
ON_PAPER = ["p13", "p14"]  # their survey is counted, their commitments come by Microsoft Forms
PRIVATE, MISSING = "p12", "p16"  # p15 handed in no survey and shares nothing
EXERCISES = ("01-what-is-inequity", "04-aim", "05-drivers")
SKILLS = ("define_equity", "read_a_gap", "write_an_aim", "build_a_driver_diagram", "plan_a_pdsa", "read_a_run_chart")
AGREE = {key: "agree" for key in ("q1a_inequality", "q1b_equity", "q1c_quality_improvement", "q2_tools", "q3_apply")}
PROMISE = {
    "type": "action", "verb": "split", "group": "people who need an interpreter", "date": "14 December 2026",
    "issue": "who is not reached", "checker": "Asha", "check_date": "16 December 2026",
}  # fmt: skip


def equityqi(*words, code=0):
    told = CliRunner().invoke(app, [str(word) for word in words])
    assert told.exit_code == code, told.output
    return told.output


def by_link(place, person, given):
    """What one person does by the link: answers, survey and commitment, and the two files their browser saves."""
    number, work = int(person[1:]), place / "browsers" / person
    for name in EXERCISES:
        folder = work / "exercises" / name
        folder.mkdir(parents=True)
        write_answers(folder / answers_name(name), Answers(name, case=CASE, answers=given[name]))
    write_settings(work, {"name": person, "case": CASE})
    code = {"code": f"HA{number:02}"}
    save_sheet(work, "pre", {**{f"pre_{skill}": "3" for skill in SKILLS}, **code})
    save_sheet(work, "sliders", {**{f"now_{skill}": "7" for skill in SKILLS}, **code})
    save_sheet(work, "post", {**AGREE, "q4_recommend": "yes", "q8_keep": f"The story of practice {number}"})
    shared = {"private": "private" if person == PRIVATE else "share", "name": f"Person {number}"}
    save_sheet(work, "commitment", {**PROMISE, "thing": f"our list {number}", **shared})
    return hand_in(work, person), hand_in_survey(work)


def export(path, form, *answers):
    """What Microsoft Forms saves for Excel: its own columns, then a column for each question."""
    book, questions = openpyxl.Workbook(), [question.words for question in forms()[form][1]]
    book.active.append(["ID", "Start time", "Completion time", "Email", "Name", *questions])
    for number, given in enumerate(answers, 1):
        own = [number, "1/12/26 12:01", "1/12/26 12:09", f"someone{number}@nhs.example", "Somebody Secret"]
        book.active.append([*own, *(given.get(place) for place in range(len(questions)))])
    book.save(path)


def count_paper(path, agree):
    """Type how many people gave each answer, as a trainer does with the sheets of paper in hand."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    heads = [cell.value for cell in sheet[2]]
    for row in sheet.iter_rows(min_row=3):
        if (row[0].value or "").startswith("How far do you agree?"):
            row[heads.index("Agree")].value = agree
    book.save(path)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The trainer's folder on day 90, with all that went in and came out."""
    place = tmp_path_factory.mktemp("course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ANOTHER, str(place / "organisation.yml"))
        keep_organisation(HELD)
        prepared(place)
        collected(place)
        followed_up(place)
        yield place


def prepared(place):
    for verb in ("words", "forms", "for-it"):
        out = place if verb == "for-it" else place / verb
        equityqi("make", verb, "--out", out)


def collected(place):
    given = {
        name: {question.id: question.model_answer() for question in exercise.questions}
        for name, exercise in all_exercises(CASE).items()
    }
    ins, survey = place / "hand-ins", place / "survey"
    ins.mkdir()
    survey.mkdir()
    archive = zipfile.ZipFile(ins / "OneDrive_1_02-12-2026.zip", "w")
    for person in BY_LINK + ["p15"]:
        work, sheets = by_link(place, person, given)
        if person in BY_LINK[-4:]:
            archive.write(work, f"Hand-ins/session 2/{work.name}")
        else:
            work.rename(ins / work.name)
        if person != "p15":
            sheets.rename(survey / f"survey-sheets ({int(person[1:])}).zip")
    archive.close()
    (place / "roll.csv").write_text(
        "id,name,sessions\n" + "".join(f"p{n:02},Person {n},{'1' if n == 16 else 'both'}\n" for n in range(1, 17)),
        encoding="utf-8",
    )
    counts = survey / "paper-counts-after.xlsx"
    counts.write_bytes((place / "forms" / counts.name).read_bytes())
    count_paper(counts, len(ON_PAPER))
    shares = {0: "An action: I will … by a date", 1: "ring", 5: "14 December 2026"}
    visible = {9: "Share it: it goes on the wall, and to the leader who follows up"}
    export(
        ins / "My commitment(1-2).xlsx",
        "commitment",
        *({**shares, **visible, 2: f"three people on paper {n}", 10: f"Person {n}"} for n in (13, 14)),
    )
    equityqi("make", "certificates", place / "roll.csv", "--out", place / "certificates")
    mark(place)
    read_one_text(place / "results" / "texts-to-read.xlsx")
    mark(place)
    equityqi("make", "projects", ins, "--out", place / "projects")
    equityqi("evaluate", survey, "--attended", 15, "--out", place / "report")
    equityqi("commitments", ins, "--out", place / "follow-up")


def mark(place):
    """Mark; it ends with 1, because not everybody handed in."""
    said = equityqi(
        "mark", place / "hand-ins", "--roll", place / "roll.csv", "--out", place / "results", "--workers", 1, code=1
    )
    assert "13 of 16 handed in, 3 missing: Person 13, Person 14, Person 16" in said, said


def read_one_text(path):
    book = openpyxl.load_workbook(path)
    heads = {cell.value: cell.column for cell in book.active[1]}
    book.active.cell(2, heads["marks"]).value = 2.5
    book.active.cell(2, heads["comment"]).value = "You asked who is missing."
    book.save(path)


def followed_up(place):
    ins, sheet = place / "hand-ins", place / "follow-up" / "check-ins.xlsx"
    book = openpyxl.load_workbook(sheet)  # day 30: typed on calls
    heads = {cell.value: cell.column for cell in book.active[1]}
    for row in range(2, book.active.max_row + 1):
        name, day = (book.active.cell(row, heads[head]).value for head in ("name", "day"))
        if day == 30 and name in [f"Person {n}" for n in range(1, 9)]:
            book.active.cell(row, heads["done"]).value = "done" if name < "Person 4" else "part"
            book.active.cell(row, heads["in_the_way"]).value = "The audit week"
    book.save(sheet)
    equityqi("commitments", ins, "--out", place / "follow-up")
    for day, people in ((60, range(1, 7)), (90, range(1, 11))):  # by Microsoft Forms
        told = {1: f"Day {day}", 2: "Done", 3: "We ring first", 6: "9 percentage points" if day == 90 else None}
        export(ins / f"How did it go day {day}.xlsx", "day-30-60-90", *({0: f"person {n}", **told} for n in people))
    scores = {place: "8" for place in range(1, 7)}
    codes = ({0: f"ha{number:02}", **scores} for number in range(1, 8))
    export(place / "survey" / "Three months on.xlsx", "day-90-how-sure", *codes)
    equityqi("commitments", ins, "--out", place / "follow-up")
    equityqi("evaluate", place / "survey", "--attended", 15, "--out", place / "report")


# ---- Opening what came out


def files_in(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def text_of(path):
    return path.read_text(encoding="utf-8-sig")


def words_in(path):
    """All words of a Word file, its tables too."""
    word = docx.Document(path)
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def events(path):
    return [
        (event.decoded("dtstart").isoformat(), str(event["summary"]))
        for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    ]


def test_the_mails_are_drafts_with_the_dates_and_the_named_leader(place):
    folder = place / "words"
    drafts = sorted(folder.glob("*.eml"))
    assert files_in(folder) == {"words-to-send.html", *(path.name for path in drafts)} and len(drafts) == 10
    read = {path.stem[3:]: email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in drafts}
    assert all(mail["X-Unsent"] == "1" and mail["To"] is None for mail in read.values())
    assert "Tuesday 17 November 2026, 09:30 to 13:00" in read["joining"].get_content()
    after = " ".join(read["after-session-2"].get_content().split())
    assert "Morag Reid" in after and "staff support, extension 4040" in after
    assert "Three months" in read["day-90"].get_content()
    assert "Tuesday 17 November 2026" in text_of(folder / "words-to-send.html")


def test_the_forms_and_the_page_for_it_open(place):
    made = files_in(place / "forms")
    assert made == {"how-to.html", *(f"form-{name}.docx" for name in forms())} | {
        f"paper-counts-{when}.xlsx" for when in ("before", "after")
    }
    for name, (title, questions) in forms().items():
        said = words_in(place / "forms" / f"form-{name}.docx")
        assert title in said and all(question.words in said for question in questions)
    for when in ("before", "after"):
        assert openpyxl.load_workbook(place / "forms" / f"paper-counts-{when}.xlsx").active.protection.sheet
    assert "form-day-90-how-sure.docx" in text_of(place / "forms" / "how-to.html")
    assert "the improvement team, extension 2020" in text_of(place / "for-it.html")


def test_everybody_has_marks_a_page_and_a_project(place):
    results = place / "results"
    sheet = openpyxl.load_workbook(results / "marks.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert {f"p{n:02}" for n in range(1, 17)} <= {cell for row in rows for cell in row}
    with (results / "marks.csv").open(encoding="utf-8-sig", newline="") as table:
        assert {row["id"] for row in csv.DictReader(table)} == {f"p{n:02}" for n in range(1, 17)}
    cohort = text_of(results / "cohort.html")
    assert "Person 16" in cohort
    pages = {path.stem: text_of(path) for path in (results / "feedback").glob("*.html")}
    assert len(pages) == 16 and any("You asked who is missing." in page for page in pages.values())
    texts = openpyxl.load_workbook(results / "texts-to-read.xlsx").active
    assert texts.max_row > 13 and any(cell.value == 2.5 for row in texts.iter_rows() for cell in row)
    assert files_in(place / "projects") == {f"project-{person}.docx" for person in [*BY_LINK, "p15"]}
    assert "people who need an interpreter" in words_in(place / "projects" / "project-p09.docx")


def test_the_certificates_name_each_person_and_only_the_sessions_they_were_at(place):
    assert files_in(place / "certificates") == {"certificates.pdf"}
    data = (place / "certificates" / "certificates.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 16
    said = " ".join(ReadPdf(data).tree.text.split())
    assert all(f"Person {n} " in said for n in range(1, 17))
    assert said.count("took part in session 1 of") == 1 and "1 December 2026: 6 hours 20 minutes without breaks" in said


def test_the_feedback_counts_every_way_it_came_and_shows_before_after_and_day_90(place):
    report = place / "report"
    assert files_in(report) == {
        "feedback-report.html", "feedback-report.docx", "feedback-figures.csv", "feedback-slide.pptx",
        "feedback-newsletter.txt", "feedback-newsletter.docx",
    }  # fmt: skip
    page = re.sub(r"\s+", " ", text_of(report / "feedback-report.html"))
    assert "14 sheets came back after the course, of 15 people" in page and "14 of 14" in page
    assert "The story of practice 9" in page and "HA07" not in page and "Secret" not in page
    assert "7 sheets of day 90 came back." in page
    word = docx.Document(report / "feedback-report.docx")
    (table,) = (table for table in word.tables if "Day 90" in [cell.text for cell in table.rows[0].cells])
    assert [cell.text for cell in table.rows[1].cells][1:] == ["7", "3", "7", "8", "7 of 7"]
    with (report / "feedback-figures.csv").open(encoding="utf-8", newline="") as held:
        rows = [row for row in csv.DictReader(held) if row["answer"] == "median day 90"]
    assert [row["value"] for row in rows] == ["8"] * 6
    (slide,) = Presentation(report / "feedback-slide.pptx").slides
    assert "1 December 2026" in slide.shapes.title.text_frame.text
    assert "14 of 14" in text_of(report / "feedback-newsletter.txt").replace("\N{NO-BREAK SPACE}", " ")
    assert "Would your team like to take part?" in words_in(report / "feedback-newsletter.docx")


def test_the_follow_up_has_everybody_who_shares_and_nobody_who_does_not(place):
    folder, names = place / "follow-up", [f"Person {n}" for n in (*range(1, 12), 13, 14, 15)]
    made = files_in(folder)
    diaries = {name for name in made if name.startswith("calendar/")}
    assert made - diaries == {
        "wall.html", "leader.html", "leader.ics", "check-ins.xlsx", "mail-merge.txt", "mail-merge.csv",
        "commitments-report.html", "commitments-report.docx", "commitments-figures.csv",
        *(f"{what}-{day}.{kind}" for what, kind in (("check-in", "html"), ("mail", "txt")) for day in (30, 60, 90)),
    }  # fmt: skip
    for page in ("wall.html", "check-in-30.html", "check-in-60.html", "check-in-90.html", "mail-30.txt", "mail-60.txt",
                 "mail-90.txt", "leader.html"):  # fmt: skip
        said = text_of(folder / page)
        assert all(name in said for name in names), page
        assert "our list 12" not in said and "Person 12" not in said
    assert text_of(folder / "check-in-90.html").count("6. What have you changed in how you work?") == len(names)
    with (folder / "mail-merge.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [row["name"] for row in rows] and {row["name"] for row in rows} == set(names)
    assert rows[0]["day_30"].startswith("Thursday 31 December 2026")
    assert "«day_90»" in text_of(folder / "mail-merge.txt")
    assert {row["diary_file"] for row in rows} == {name.removeprefix("calendar/") for name in diaries}
    dates = ["2026-12-31", "2027-02-01", "2027-03-01"]
    assert [day for day, _ in events(folder / "leader.ics")] == dates
    for name in diaries:
        found = events(folder / name)
        assert [day for day, said in found if said.startswith("Day ")] == dates
        assert all("Morag Reid asks what got in the way" in said for _, said in found if said.startswith("Day "))


def test_day_90_ends_in_a_report_that_counts_both_ways(place):
    folder = place / "follow-up"
    for page in (text_of(folder / "commitments-report.html"), words_in(folder / "commitments-report.docx")):
        said = re.sub(r"\s+", " ", page)
        assert "By day 90, 10 of 14 told us how it went: 10 done" in said
        assert "We ring first" in said and "The audit week" in said and "9 percentage points" in said
        assert "Person" not in said and "Secret" not in said
    with (folder / "commitments-figures.csv").open(encoding="utf-8-sig", newline="") as table:
        counts = {(row["day"], row["counted"]): row["count"] for row in csv.DictReader(table)}
    assert counts["30", "Check-in came back, of all"] == "8" and counts["60", "Check-in came back, of all"] == "6"
    assert counts["90", "Not heard from"] == "4"
    book = openpyxl.load_workbook(folder / "check-ins.xlsx").active
    rows = [[cell.value for cell in row] for row in book.iter_rows(min_row=2)]
    assert len(rows) == 14 * 3 and json.dumps(rows).count("The audit week") == 8


def test_nothing_that_forms_adds_is_in_any_file(place):
    for folder in ("report", "follow-up"):
        for path in (path for path in (place / folder).rglob("*") if path.is_file()):
            data = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as held:
                    data = b"".join(held.read(name) for name in held.namelist())
            assert b"nhs.example" not in data and b"Somebody Secret" not in data, path.name
