"""A learner on case A, through both sessions in the order of the runsheet: every page, every question, every sheet, and
the hand-in.
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import docx
import pytest
from walking import HANDS, check_form, complaints, fill_sheet, next_person, sideways, started, told, with_practice

from equityqi.lessons.runsheet import read_runsheet
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.mark import mark_saved
from equityqi.workfolder.answers_file import answers_name, read_answers
from equityqi.workfolder.survey_sheets import survey_sheets

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("nobodys_organisation")]

CASE = "a-blood-pressure"
FOR_ANALYSTS = ("15-analysts-gaps", "16-analysts-charts")  # their cells of code are tested by the marker
PRIVATE, SHARED = "ask the ward about zebra letters", "split our reviews by interpreter need"
COMMITMENT = {
    "type": "action",
    "group": "people who need an interpreter",
    "date": "14 July 2026",
    "issue": "who is not reached",
    "checker": "Asha",
    "check_date": "16 July 2026",
}
WORDS = (
    "We asked for each group before each step and began with five people and an interpreter, then with a quarter. What"
    " surprised us is that a single month said little, and that luck can look like a plan. Next time we would wait two"
    " more months before we scale."
)


class Walk:
    """One learner's way through the course, a page at a time."""

    def __init__(self, visit, context, course):
        self.visit, self.context, self.course, self.complaints = visit, context, course, []
        self.exercises = all_exercises(CASE)
        self.page = None

    def leave_for(self, path: str):
        """Open a page in the same Lab, as a link on the page before would; that one is left, and its kernel ends."""
        if self.page:
            return self.page.leave_for(path)
        self.page = self.visit(path, at=self.course, context=self.context)
        self.page.page.set_default_timeout(60_000)  # a busy computer is slow, not broken
        return self.page

    def go(self, path: str):
        """Open a page, start it, and look at what it shows."""
        self.leave_for(path)
        started(self.page)
        with_practice(self.page)
        self.complaints += complaints(self.page)
        return self.page

    def exercise(self, name: str) -> None:
        """Answer each question of an exercise with its model answer, and have it checked."""
        page = self.go(f"exercises/{name}/{name}.ipynb")
        forms = page.page.locator(".eq-form")
        asked = re.findall(r'ask\(\\"([a-z0-9-]+)\\"\)"', (self.course.work / page.path).read_text(encoding="utf-8"))
        assert forms.count() == len(asked) == len(self.exercises[name].questions), (
            f"{name}: {forms.count()} forms for {len(asked)} questions"
        )
        for place, id in enumerate(asked):
            form, question = forms.nth(place), self.exercises[name].question(id)
            HANDS[question.kind](form, question, question.model_answer())
            if question.kind == "game":
                form.get_by_label("What surprised you?").fill(WORDS)
                told(form, "Saved.")
                rules = form.locator(".eq-debrief .eq-checks").inner_text()
                assert rules.count(", met:") == 3, rules
                continue
            said = check_form(form)  # what is still being typed is saved first
            told(form, "Saved.")
            if not said.startswith(("Right", "Received")):
                self.complaints.append(f"{name}, {question.id}: {said}")
        assert set(self.course.answers(name)) == set(asked)

    def still_there(self, name: str) -> None:
        """Come back to an exercise in the other session: every answer is found again."""
        page = self.go(f"exercises/{name}/{name}.ipynb")
        for form in page.page.locator(".eq-form").all():
            told(form, "Saved.")

    def begin(self) -> None:
        """The start page, before session 1."""
        page = self.go("course/00-start.ipynb")
        day = page.card("Your sessions")
        day.get_by_text("Set the dates").click()
        day.get_by_label("Date of session 1:").fill("1 July 2026")
        day.get_by_label("Date of session 2:").fill("1 July 2026")
        day.get_by_role("button", name="Save these dates").click()
        told(day, "Saved. Session 1: Wednesday 1 July 2026.")
        case = page.card("Your case")
        case.get_by_text("Change case").click()
        case.get_by_role("combobox").select_option(value=CASE)
        case.get_by_role("button", name="Work on this case").click()
        told(case, "Saved.")
        sheet = page.unfolded("Before the course")
        for code in ("MI07", "OA33"):
            fill_sheet(sheet, {key: "4" for key in survey_sheets().pre.fields if key != "code"} | {"code": code})
            next_person(sheet)
        page.picture("walk-start")

    def close(self) -> None:
        """The exit ticket at the end of session 1."""
        page = self.go("course/00-start.ipynb")
        ticket = page.unfolded("Exit ticket")
        fill_sheet(ticket, {"exit_clear": "What a gap is", "exit_muddy": "How wide an interval is"})
        next_person(ticket)

    def canvas(self) -> None:
        """Lesson 12 again: the one page in the learner's own words, and its files."""
        page = self.go("course/session-2/12-canvas-and-spread.ipynb")
        canvas = page.page.locator(".pp").inner_text()
        for own in (
            "A reading is easy to give, with or without a phone",
            "If the health care assistant rings",
            "We listened to",
        ):
            assert own in canvas, f"{own!r} is not on the one page:\n{canvas}"
        page.picture("walk-canvas")
        form = page.form("Make the files for my team")
        form.get_by_label("A title for your project:").fill("Readings for all")
        form.get_by_role("button", name="Make the files for my team").click()
        told(form, "Your files are ready")
        made = self.course.work / "my-project"
        assert {path.suffix for path in made.iterdir()} >= {".docx", ".html", ".txt", ".png"}
        headings = [
            part.text
            for part in docx.Document(made / "project.docx").paragraphs
            if part.style.name.startswith(("Heading", "Title"))
        ]
        assert "Readings for all" in headings and len(headings) > 8, headings

    def commit(self) -> None:
        """Lesson 13: one commitment stays private, the next person shares theirs."""
        page = self.page
        sheet = page.form("My commitment")
        for words, who in ((PRIVATE, "private"), (SHARED, "share")):
            verb, thing = words.split(" ", 1)
            fill_sheet(sheet, {**COMMITMENT, "verb": verb, "thing": thing, "private": who})
            sheet.get_by_role("button", name="Check my commitment").click()
            sheet.locator(".eq-mark", has_text="5 of 5 checks met.").wait_for()
            next_person(sheet)

    def feedback(self) -> None:
        """Lesson 14: both sheets."""
        post, sliders = self.page.form("After the course"), self.page.form("How sure you feel, now and looking back")
        agreed = {key: "agree" for key in survey_sheets().post.fields if key.startswith(("q1", "q2", "q3", "q7"))}
        fill_sheet(post, {**agreed, "q4_recommend": "yes", "q5_pace": "about right", "q8_keep": "The zebra story"})
        next_person(post)
        sure = {
            key: "8" if key.startswith("now") else "3"
            for key in survey_sheets().sliders.fields
            if key.startswith(("now_", "then_"))
        }
        fill_sheet(sliders, {**sure, "q6_notebooks_useful": "agree", "code": "MI07"})
        next_person(sliders)

    def hand_in(self) -> Path:
        page = self.go("course/00-start.ipynb")
        page.page.get_by_text("You’ve answered every question.").wait_for()
        form = page.card("Hand in")
        form.get_by_text("Make my hand-in").click()
        form.get_by_label("Your name or code").fill("Asha K")
        form.get_by_role("button", name="Make the file").click()
        told(form, "Your hand-in is ready: hand-in-asha-k.zip")
        survey = page.unfolded("Survey answers for your trainer")
        survey.get_by_role("button", name="Make the survey file").click()
        told(survey, "Ready: survey-sheets.zip")
        page.picture("walk-handed-in")
        return self.course.work / "hand-in-asha-k.zip"

    def both_sessions(self) -> Path:
        self.begin()
        lessons, done, after = set(), {}, {"m13-m14": self.canvas, "close": self.close}
        at = {"session-2/13-commitment": self.commit, "session-2/14-feedback": self.feedback}
        for session in read_runsheet().sessions:
            for block in session.blocks:
                if block.notebook and block.notebook not in lessons and block.notebook != "00-start":
                    lessons.add(block.notebook)
                    self.complaints += sideways(self.go(f"course/{block.notebook}.ipynb"))
                    at.get(block.notebook, lambda: None)()
                if block.exercise and done.setdefault(block.exercise, session.number) != session.number:
                    self.still_there(block.exercise)
                elif block.exercise and not self.course.answers(block.exercise):
                    self.exercise(block.exercise)
                after.get(block.id, lambda: None)()
        for name in FOR_ANALYSTS:
            page = self.leave_for(f"exercises/{name}/{name}.ipynb")
            page.run_button.click()
            page.page.locator(".jp-OutputArea table").first.wait_for()
        return self.hand_in()


def test_a_learner_walks_both_sessions_and_hands_in(browser, visit, own_course, tmp_path):
    course, context = own_course("browser-walk"), browser.new_context(viewport={"width": 1366, "height": 768})
    walk = Walk(visit, context, course)
    try:
        handed_in = walk.both_sessions()
    except Exception:
        if walk.page:
            walk.page.picture("walk-stopped")
        raise
    finally:
        context.close()
    assert walk.complaints == []

    with zipfile.ZipFile(handed_in) as archive:
        archive.extractall(tmp_path)
        names = archive.namelist()
        everything = "\n".join(archive.read(name).decode("utf-8") for name in names)
    assert (
        not [name for name in names if "survey" in name]
        and "MI07" not in everything
        and "zebra story" not in everything
    )
    assert SHARED.split(" ", 1)[1] in everything and PRIVATE.split(" ", 1)[1] not in everything
    assert len([name for name in names if name.startswith("commitments/")]) == 1
    assert len(list((course.work / "commitments").glob("*.json"))) == 2
    sheets = sorted(
        json.loads(path.read_text(encoding="utf-8"))["sheet"] for path in (course.work / "survey").glob("*.json")
    )
    assert sheets == ["exit", "post", "pre", "pre", "sliders"]
    with zipfile.ZipFile(course.work / "survey-sheets.zip") as archive:
        assert len(archive.namelist()) == len(sheets) and all(name.startswith("survey/") for name in archive.namelist())

    for name, exercise in walk.exercises.items():
        folder = tmp_path / "exercises" / name
        assert (folder / f"{name}.ipynb").is_file()
        answers, damaged = read_answers(folder / answers_name(name), name, keep_damaged=False)
        marks = {question.id: mark_saved(question, answers, folder) for question in exercise.questions}
        short = {id: mark.in_words() for id, mark in marks.items() if mark.points != mark.out_of}
        assert not damaged and not short, short
