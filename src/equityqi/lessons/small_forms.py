"""The widgets with a few fields and one button: hand-in, survey file, date of the session, case, files of a project."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from equityqi.files import CouldNotWrite
from equityqi.lessons.answers import AnswersError
from equityqi.lessons.widget_files import script, together
from equityqi.project.typed import in_words

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class _SmallForm(anywidget.AnyWidget):
    """``fields`` (key, label, value, and options to choose from, if any), one button, and one sentence that comes back."""

    _esm = script("small_form.js")
    _css = together("form.css")
    fields = traitlets.List().tag(sync=True)
    button = traitlets.Unicode().tag(sync=True)
    busy = traitlets.Unicode("Saving…").tag(sync=True)

    def attach(self, work: Path) -> None:
        self._work = work
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        return self.button

    def _heard(self, _, content, buffers) -> None:
        from equityqi.lessons.work import WorkError

        try:
            self.send({"said": self._done({key: str(value).strip() for key, value in content.items()})})
        except (WorkError, CouldNotWrite, AnswersError, ValueError, OSError) as error:
            self.send({"failed": str(error)})


class HandIn(_SmallForm):
    """A name, a partner if there is one, and a button that makes the hand-in of one work folder."""

    button = traitlets.Unicode("Make my hand-in").tag(sync=True)
    busy = traitlets.Unicode("Making your hand-in…").tag(sync=True)

    def _done(self, typed: dict[str, str]) -> str:
        from equityqi.lessons.hand_in import hand_in

        made = hand_in(self._work, typed.get("name") or None, typed.get("pair") or None)
        return f"Your hand-in is ready: {made.name}, in the folder {made.parent}. Send it to your trainer."


class SessionDate(_SmallForm):
    """The date of the session, for one work folder."""

    button = traitlets.Unicode("Keep this date").tag(sync=True)

    def _done(self, typed: dict[str, str]) -> str:
        from equityqi.lessons.session import keep_day, typed_day

        day = typed_day(typed.get("day", ""))
        keep_day(self._work, day)
        return f"Saved: {WEEKDAYS[day.weekday()]} {in_words(day)}."


class ProjectFiles(_SmallForm):
    """A title, and a button that makes the files of a project for the team."""

    button = traitlets.Unicode("Make the files for my team").tag(sync=True)
    busy = traitlets.Unicode("Making the files. This takes some seconds…").tag(sync=True)

    def _done(self, typed: dict[str, str]) -> str:
        from equityqi.lessons.project_page import make_files

        folder = make_files(self._work, typed.get("title", ""))
        return f"Your files are ready in the folder {folder}: a Word file, a web page, plain text and pictures."


class SurveyFile(_SmallForm):
    """A button that puts the survey's sheets into one file, apart from the hand-in."""

    button = traitlets.Unicode("Make the survey file").tag(sync=True)

    def _done(self, typed: dict[str, str]) -> str:
        from equityqi.lessons.sheets import hand_in_survey

        made = hand_in_survey(self._work)
        return f"Ready: {made.name}, in the folder {made.parent}. It holds no name. Give it to your trainer apart from your hand-in." if made else "No sheet has been filled in here yet."


class CaseChoice(_SmallForm):
    """The case to work on from now on."""

    button = traitlets.Unicode("Work on this case").tag(sync=True)

    def _done(self, typed: dict[str, str]) -> str:
        from equityqi.settings import read_settings, write_settings
        from equityqi.tables.cases import load

        case = load(typed.get("case", ""), near=self._work)
        write_settings(self._work, {**read_settings(self._work), "case": case.id})
        return "Saved. Press “Start this page” at the top of each page to see it. Pages that you have begun stay on the case you began them with."
