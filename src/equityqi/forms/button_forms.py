"""The widgets with a few fields and one button: hand-in, survey file, date of the session, case, files of a project."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets
from IPython.display import display

from equityqi.cases.case import CaseError, load, titles
from equityqi.files import CouldNotWrite
from equityqi.forms.assets import script, together
from equityqi.forms.notebook import has_browser
from equityqi.questions.note_on_people import note_on
from equityqi.settings import chosen_case, read_day, read_settings, session_date, work_folder, write_settings
from equityqi.tables.calendar_names import WEEKDAYS
from equityqi.typed_input import in_words
from equityqi.workfolder.answers_file import AnswersError
from equityqi.workfolder.find_question import write_filled
from equityqi.workfolder.make_hand_in import hand_in, hand_in_survey
from equityqi.workfolder.people_in_hand_in import people_in_hand_in, people_in_survey
from equityqi.workfolder.prepare import WorkError
from equityqi.workfolder.project_from_answers import project_of
from equityqi.workfolder.session_date import keep_day, typed_day


class _SmallForm(anywidget.AnyWidget):
    """``fields`` (key, label, value, and options to choose from, if any), one button, and one
    sentence that comes back.
    """

    _esm = script("small_form.js")
    _css = together("form.css")
    fields = traitlets.List().tag(sync=True)
    button = traitlets.Unicode().tag(sync=True)
    busy = traitlets.Unicode("Saving…").tag(sync=True)

    def bind(self, work: Path) -> None:
        self._work = work
        self.on_msg(self.on_message)

    def __repr__(self) -> str:
        return self.button

    def on_message(self, _, content, buffers) -> None:
        try:
            self.send({"said": self.act({key: str(value).strip() for key, value in content.items()})})
        except (WorkError, CouldNotWrite, AnswersError, ValueError, OSError) as error:
            self.send({"failed": str(error)})


class HandIn(_SmallForm):
    """A name, a partner if there is one, and a button that makes the hand-in of one work folder."""

    button = traitlets.Unicode("Make my hand-in").tag(sync=True)
    busy = traitlets.Unicode("Making your hand-in…").tag(sync=True)

    def act(self, typed: dict[str, str]) -> str:
        made = hand_in(self._work, typed.get("name") or None, typed.get("pair") or None)
        notes = people_in_hand_in(self._work)
        send = "Send it to your trainer." if not notes else "Make it again once that is done, then send it."
        return " ".join([f"Your hand-in is ready: {made.name}, in the folder {made.parent}.", *notes, send])


class SessionDate(_SmallForm):
    """The date of the session, for one work folder."""

    button = traitlets.Unicode("Keep this date").tag(sync=True)

    def act(self, typed: dict[str, str]) -> str:
        day = typed_day(typed.get("day", ""))
        keep_day(self._work, day)
        return f"Saved: {WEEKDAYS[day.weekday()]} {in_words(day)}."


class ProjectFiles(_SmallForm):
    """A title, and a button that makes the files of a project for the team."""

    button = traitlets.Unicode("Make the files for my team").tag(sync=True)
    busy = traitlets.Unicode("Making the files. This takes some seconds…").tag(sync=True)

    def act(self, typed: dict[str, str]) -> str:
        from equityqi.workfolder.project_files import make_files  # lazy: python-docx and matplotlib cost 0.6 s

        folder = make_files(self._work, typed.get("title", ""))
        note = note_on(project_of(self._work).model_dump(), "Your project")
        ready = f"Your files are ready in the folder {folder}: a Word file, a web page, plain text and pictures."
        return " ".join(filter(None, (ready, note)))


class SurveyFile(_SmallForm):
    """A button that puts the survey's sheets into one file, apart from the hand-in."""

    button = traitlets.Unicode("Make the survey file").tag(sync=True)

    def act(self, typed: dict[str, str]) -> str:
        made = hand_in_survey(self._work)
        if not made:
            return "No sheet has been filled in here yet."
        ready = f"Ready: {made.name}, in the folder {made.parent}."
        if note := people_in_survey(self._work):
            return f"{ready} {note}"
        return f"{ready} It holds no name. Give it to your trainer apart from your hand-in."


class CaseChoice(_SmallForm):
    """The case to work on from now on."""

    button = traitlets.Unicode("Work on this case").tag(sync=True)

    def act(self, typed: dict[str, str]) -> str:
        case = load(typed.get("case", ""), near=self._work)
        write_settings(self._work, {**read_settings(self._work), "case": case.id})
        write_filled(self._work, case.id)
        return (
            "Saved. Press “Start this page” at the top of each page to see it. Pages that you have begun stay on the"
            " case you began them with."
        )


def hand_in_form() -> None:
    """Show a form that makes the hand-in file; without a browser, the command that does."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print("Make your hand-in with start.py, for example: python start.py hand-in --name asha")
        return
    name = str(read_settings(work).get("name") or "")
    form = HandIn(
        fields=[
            ["name", "Your name or code:", name],
            ["pair", "Your partner's name or code, if you worked as a pair:", ""],
        ]
    )
    form.bind(work)
    display(form)


def session_form() -> None:
    """Show a form that asks for the date of the session; without a browser, the command that sets it."""
    work = work_folder(Path.cwd())
    known = read_day(session_date())
    if work is None or not has_browser():
        print(
            f"The date of the session: {in_words(known)}."
            if known
            else (
                "Set the date of your session with start.py, for example: python start.py learn --session-date"
                " 2026-12-01"
            )
        )
        return
    form = SessionDate(
        fields=[["day", "The date of your session, such as 1 December 2026:", in_words(known) if known else ""]]
    )
    form.bind(work)
    display(form)


def case_form() -> None:
    """Show the cases to choose from; without a browser, the command that chooses one."""
    work = work_folder(Path.cwd())
    try:
        cases = titles(work)
    except CaseError as error:
        print(error)
        return
    now = chosen_case()
    if work is None or not has_browser():
        print(
            f"Your case: {cases.get(now, now)}. Choose another with start.py, for example: python start.py --case"
            " c-asthma"
        )
        return
    form = CaseChoice(fields=[["case", "Your case:", now, list(cases.items())]])
    form.bind(work)
    display(form)


def survey_file_form() -> None:
    """Show a button that makes the survey's file for the trainer; without a browser, where the sheets stand."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print(
            "The survey's sheets stand in the folder survey of your work folder. Give them to your trainer apart from"
            " your hand-in."
        )
        return
    form = SurveyFile(fields=[])
    form.bind(work)
    display(form)
