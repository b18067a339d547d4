"""The trainer's clock: how late a session is, and what to cut next. The time of day stays in the browser."""

from __future__ import annotations

import anywidget
import traitlets
from IPython.display import display

from equityqi.checked_yaml import YamlError
from equityqi.forms.assets import script, together
from equityqi.forms.notebook import has_browser
from equityqi.lessons.lateness import clock_says
from equityqi.lessons.runsheet import Session, read_runsheet
from equityqi.organisation import organisation


class Clock(anywidget.AnyWidget):
    """Is told the minutes since the start, and answers with one sentence. It keeps no time: the browser remembers where
    the trainer is, until the end of the day.
    """

    _esm = script("clock_page.js")
    _css = together("form.css", "clock_page.css")
    number = traitlets.Int().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    starts = traitlets.Unicode().tag(sync=True)
    blocks = traitlets.List().tag(sync=True)

    def bind(self, session: Session) -> None:
        self._session = session
        self.on_msg(self.on_message)

    def __repr__(self) -> str:
        return f"The clock for {self.title}"

    def on_message(self, _, content, buffers) -> None:
        number = self._session.number
        at = content["minutes"], content["block"], content["began"]
        by_plan, day = bool(content.get("by_plan")), str(content.get("day", ""))
        self.send({"said": clock_says(self._session, *at, by_plan, day, organisation().date(number))})


def clock(number: int) -> None:
    """Show the clock of session 1 or 2; without a browser, where to find it."""
    if not has_browser():
        print(
            f"The clock of session {number} runs in the browser: open this page with start.py teach, and press “Start"
            " this page”."
        )
        return
    try:
        runsheet = read_runsheet()
    except YamlError as error:
        print(error)
        return
    session = runsheet.session(number)
    blocks = [[block.id, block.title, block.start, block.end] for block in session.blocks]
    form = Clock(
        number=number, title=f"Session {number}: how late are we?", starts=runsheet.starts_at(number), blocks=blocks
    )
    form.bind(session)
    display(form)
