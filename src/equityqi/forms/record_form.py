"""The form of the reflective record: drafts to change, saved as they are typed, and its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets
from IPython.display import display

from equityqi.files import CouldNotWrite
from equityqi.forms.assets import numbered, script, together
from equityqi.forms.button_forms import saved_in
from equityqi.forms.downloads import Download, as_reply, keep_copies, word_file
from equityqi.forms.notebook import has_browser
from equityqi.project.parts import ProjectError
from equityqi.questions.note_on_people import note_on
from equityqi.settings import work_folder
from equityqi.takehome.attendance import SESSIONS, file_of
from equityqi.takehome.record import (
    RECORDS,
    Record,
    attended,
    day_words,
    days_to_come,
    drafts,
    keep_record,
    known_of,
    read_record,
    words_of,
)
from equityqi.takehome.record_files import Filled, record_page, record_word
from equityqi.workfolder.answers_file import AnswersError

TITLE = "Your reflective record, for the GPhC or the NMC"


class RecordForm(anywidget.AnyWidget):
    """Each change is saved in one file of the work folder, which no hand-in holds."""

    _esm = script("downloads.js", "record_form.js")
    _css = together("form.css", "start.css")
    title = traitlets.Unicode(TITLE).tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    records = traitlets.List().tag(sync=True)
    sessions = traitlets.List(list(map(list, SESSIONS.items()))).tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)
    drafted = traitlets.Dict().tag(sync=True)
    days = traitlets.List().tag(sync=True)

    def bind(self, work: Path) -> None:
        self._work = work
        self._last: tuple[str, int] = ("", 0)  # the newest change on disk: which copy of the form, its number there
        record = read_record(work)
        self.key = f"record:{work.name}"
        self.records = [for_browser(key) for key in RECORDS]
        self.saved = {
            "headings": record.headings,
            "name": record.name,
            "sessions": record.sessions,
            **{f"own:{box}": words for box, words in record.own.items()},
        }
        self.drafted = self._drafts(record)
        self.days = [list(day_words(when)) for when in days_to_come(work)]
        self.on_msg(self.on_message)

    def __repr__(self) -> str:
        return "Reflective record"

    def on_message(self, _, content, buffers) -> None:
        reply: dict[str, Any] = {"token": content.get("token"), "done": content.get("do")}
        files: list[bytes] = []
        try:
            self._keep(content)
            record = read_record(self._work)
            reply["drafted"] = self._drafts(record)
            words = words_of(record, reply["drafted"])
            if content.get("do") == "make":
                made = self._files(record, words)
                folder = keep_copies(self._work, made)
                more, files = as_reply(made, folder)
                reply |= {"said": f"Your record is ready: {made[0].name}. {saved_in(folder)}", **more}
            reply["note"] = note_on(words, "Your record")
        except (CouldNotWrite, AnswersError, ProjectError, OSError) as error:
            reply["failed"] = str(error)
        self.send(reply, files)

    def _keep(self, content) -> None:
        """Keep what changed; a message that a newer one overtook says nothing that the newer does not say."""
        copy, number = numbered(content)
        changes = content.get("changes")
        if isinstance(changes, dict) and changes and (copy != self._last[0] or number > self._last[1]):
            keep_record(self._work, {str(key).removeprefix("own:"): value for key, value in changes.items()})
            self._last = (copy, number)

    def _drafts(self, record: Record) -> dict[str, str]:
        try:
            return drafts(self._work, record)
        except (AnswersError, ProjectError):  # the page of the project says what is wrong; their own words count here
            return {}

    def _files(self, record: Record, words: dict[str, str]) -> list[Download]:
        filled = Filled(
            record.asked,
            words,
            record.name,
            attended(self._work, record),
            days_to_come(self._work),
            known_of(record.asked),
        )
        page = Download("the page", file_of("record", record.name, "html"), record_page(filled).encode())
        return [*word_file(file_of("record", record.name, "docx"), lambda: record_word(filled)), page]


def for_browser(key: str) -> dict[str, Any]:
    """Return one regulator's headings as the form draws them."""
    asked = RECORDS[key]
    boxes = [{"key": box.key, "asks": box.asks, "hint": box.hint} for box in asked.boxes]
    return {"key": key, "chosen": asked.chosen, "boxes": boxes, "known": known_of(asked)}


def record_form() -> None:
    """Show the form of the reflective record, folded; without a browser nothing, for it is written on the page."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        return
    form = RecordForm()
    form.bind(work)
    display(form)
