"""The trainer's home: the next thing to do today, and four doors. The day and the time are the browser's, or a day that
the trainer gives.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import anywidget
from IPython.display import display

from equityqi.cases.case import CaseError, load
from equityqi.files import CouldNotWrite
from equityqi.forms.assets import script, together
from equityqi.forms.notebook import has_browser
from equityqi.forms.trainer_done import done_tasks, keep_done
from equityqi.html_tags import Html, join, tag
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.trainer_doors import DoorNow, Next, doors, what_is_next
from equityqi.lessons.trainer_tasks import Now, read_tasks
from equityqi.organisation import organisation
from equityqi.settings import read_day, work_folder
from equityqi.working_days import on_day

NO_BROWSER = "The trainer's home runs in the browser: start it with python start.py teach"
STAYS = "Everything stays on this computer until you send it."
NOT_WORKING = "in-the-room.ipynb#When-the-computer-gets-in-the-way"


class TrainerHome(anywidget.AnyWidget):
    """Is told the day and the time, and answers with the page of that moment; it keeps no time itself."""

    _esm = script("trainer_home.js")
    _css = together("form.css", "trainer_home.css")

    def __init__(self, work: Path):
        self.work = work
        super().__init__()
        self.on_msg(self.on_message)

    def __repr__(self) -> str:
        return "The trainer's home"

    def on_message(self, _, content, buffers) -> None:
        try:
            if content.get("done"):
                keep_done(self.work, str(content["done"]))
            self.send({"html": self.page(content)})
        except (CouldNotWrite, CaseError, ValueError) as error:
            self.send({"html": tag("p", str(error), class_="eq-home-fault", role="alert")})

    def page(self, content: dict) -> Html:
        """Return the page for a day and a time, such as ``{"day": "2026-06-16", "minutes": 522}``."""
        day = read_day(content.get("day"))
        if day is None:
            raise ValueError("That isn't a date. Choose a day in the calendar.")
        now = Now(day, int(content.get("minutes", 0)), organisation(), read_runsheet(), done_tasks(self.work))
        tasks, case = read_tasks(), load(near=self.work).title
        about = ", ".join(filter(None, (now.held.name, f"on the case “{case}”")))
        return home_page(what_is_next(tasks, now), doors(tasks, now), now, about)


def home_page(first: Next, four: list[DoorNow], now: Now, about: str) -> Html:
    """Return the page as HTML: the next thing first, then the four doors."""
    at = dt.time(now.minutes // 60 % 24, now.minutes % 60).strftime("%H:%M")
    words = tag(
        "div",
        tag("p", f"{on_day(now.day)}, {at}", class_="eq-home-day"),
        tag("h2", first.title),
        tag("p", first.words),
        class_="eq-home-words",
    )
    done = tag("button", "This is done", type="button", data_done=first.task) if first.task else None
    other = tag("a", first.other, href=first.other_link, class_="eq-home-other") if first.other else None
    acts = tag("div", tag("a", first.button, href=first.link, class_="eq-home-act"), other, done, class_="eq-home-acts")
    return join(
        (
            tag("section", words, acts, class_="eq-home-next", aria_label="What comes next"),
            tag("div", map(_door, four), class_="eq-home-doors"),
            tag(
                "div",
                tag("p", f"{about[0].upper()}{about[1:]}. {STAYS}"),
                tag("p", tag("a", "Something isn’t working", href=NOT_WORKING)),
                class_="eq-home-last",
            ),
        )
    )


def _door(door: DoorNow) -> Html:
    rows = [tag("li", tag("a", tag("span", row.words), tag("small", row.state), href=row.link)) for row in door.rows]
    name = f"eq-home-{door.name.lower().replace(' ', '-')}"
    return tag(
        "section",
        tag("h3", door.name, id=name),
        tag("p", door.state, class_="eq-home-state"),
        tag("ul", rows),
        tag("a", door.button, href=door.link, class_="eq-home-open"),
        class_=f"eq-home-door{' eq-home-here' if door.here else ''}",
        aria_labelledby=name,
    )


def trainer_home() -> None:
    """Show the trainer's home; without a browser, the command that opens it."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print(NO_BROWSER)
        return
    display(TrainerHome(work))
