"""The trainer's checklist: each task with its minutes, a box to tick, and a button where the course can make it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import traitlets
from IPython.display import display

from equityqi import words_to_send
from equityqi.files import CouldNotWrite
from equityqi.forms.assets import script, together
from equityqi.forms.button_forms import SmallForm, SmallForms, case_card, saved_in
from equityqi.forms.downloads import download_of, everything_in
from equityqi.forms.notebook import has_browser
from equityqi.forms.organisation_form import organisation_card
from equityqi.forms.print_card import print_card
from equityqi.forms.run_command import run_command
from equityqi.forms.slides_form import Slides
from equityqi.forms.trainer_done import SEEN, done_tasks, keep_done
from equityqi.forms.way_to_room import TryPhone
from equityqi.lessons.beside import CERTIFICATES, FORMS, SITE
from equityqi.lessons.for_it import make_for_it
from equityqi.lessons.to_print import FOLDER
from equityqi.lessons.trainer_tasks import Task, best_day, read_tasks, short_day
from equityqi.organisation import organisation
from equityqi.plain_words import listed
from equityqi.settings import chosen_case, work_folder

STAYS = "This one stays ticked, because it's already on this computer."
NO_BROWSER = "The checklist runs in the browser: start it with python start.py teach"
DATES = ("session_1_date", "session_1_starts", "session_2_date", "session_2_starts", "holidays")


class ForIT(SmallForm):
    """A button that makes the page for IT."""

    title = ""
    button = "Make the page for IT"

    @property
    def lead(self) -> list[str]:
        return [
            "Send this page to your IT team. It has what they'll ask you: what runs and on which ports, what leaves"
            " the computer, licences, lines for a DPIA, and how to allow the course's address. Your contact from"
            " “Say who runs the course” is on it."
        ]

    def act(self, typed: dict[str, str]) -> str:
        self.folder = self.work.parent
        made = make_for_it(self.folder)
        self.made = [download_of("the page for IT", made)]
        return f"Ready: {made.name}. {saved_in(self.folder)}"


class Words(SmallForm):
    """A button that makes the emails for the course."""

    title = ""
    button = "Make the emails"

    @property
    def lead(self) -> list[str]:
        return [
            "You get ten emails with your dates and contacts in them, from the first invitation to day 90. Copy"
            " them, or open them as drafts, and send them yourself."
        ]

    def act(self, typed: dict[str, str]) -> str:
        self.folder = self.work.with_name(words_to_send.FOLDER)
        made = words_to_send.make_words(self.folder)
        self.made = [download_of("the emails", made[0])]
        missing = words_to_send.still_open(organisation())
        more = (
            f" We don't know {listed(missing)} yet, so fill in the [square brackets] in the emails." if missing else ""
        )
        return f"Ready: {made[0].name}. {saved_in(self.folder)}{more}"


class Site(SmallForm):
    """A button that makes the folder of the course by a link."""

    title = ""
    button = "Make the folder"
    busy = "Making it. That takes up to a minute…"

    @property
    def lead(self) -> list[str]:
        return [
            "You get a folder for your IT team to put on a web server, with your case and dates in it. You need the"
            " internet the first time. In docs/hosting.md there's a text to send with it."
        ]

    def act(self, typed: dict[str, str]) -> str:
        folder = self.work.with_name(SITE)
        words = "--out", str(folder), "--zip", "--case", chosen_case(self.work)
        run_command("site", *words, otherwise="Make it with start.py: python start.py site --zip")
        return f"Ready: the folder {folder}, and {folder.name}.zip beside it to send. Send it with the page for IT."


class Forms(SmallForm):
    """A button that makes the forms to import into Microsoft Forms, and the sheets in which paper is counted."""

    title = ""
    button = "Make the forms"
    busy = "Making them. That takes a few seconds…"

    @property
    def lead(self) -> list[str]:
        return [
            "You get the survey, the commitment and the check-ins as Word files for Microsoft Forms, and Excel"
            " sheets to count paper in. Start with the page how-to.html. If people use the course's own pages, you"
            " don't need any of this."
        ]

    def act(self, typed: dict[str, str]) -> str:
        self.folder = self.work.with_name(FORMS)
        run_command("make", "forms", "--out", str(self.folder), otherwise="Make them: python start.py make forms")
        self.made = [everything_in(self.folder)]
        return f"Ready: {len(list(self.folder.iterdir()))} files in one zip. {saved_in(self.folder)}"


class Certificates(SmallForm):
    """A button that makes everybody's certificate from the roll that is chosen."""

    title = ""
    button = "Make the certificates"
    busy = "Making them. That takes a few seconds…"

    @property
    def lead(self) -> list[str]:
        return [
            "You get one PDF with a page for each person, to print and sign. Choose your roll, a CSV file with the"
            " columns id, name and sessions (1, 2, both or none). The dates come from “Set both dates”."
        ]

    def act(self, typed: dict[str, str]) -> str:
        if not self.given:
            raise ValueError("Choose your roll first: a CSV file with the columns id, name and sessions.")
        self.folder = self.work.with_name(CERTIFICATES)
        with TemporaryDirectory() as place:
            roll = Path(place) / "roll.csv"
            roll.write_bytes(self.given[0])
            otherwise = "Make them: python start.py make certificates roll.csv"
            printed = run_command("make", "certificates", str(roll), "--out", str(self.folder), otherwise=otherwise)
        *notes, written = printed.strip().splitlines()
        made = self.folder / "certificates.pdf"
        self.made = [download_of("the certificates", made)] if made.is_file() else []
        return " ".join([*notes, f"{written.partition('. Open')[0]}.", saved_in(self.folder)])


def _certificates(work: Path) -> SmallForm:
    return Certificates(work, [["roll", "Your roll:", "", "roll"]])


def _organisation(work: Path) -> SmallForm:
    card = organisation_card(work)
    card.fields = [field for field in card.fields if field[0] not in DATES]
    return card


def _dates(work: Path) -> SmallForm:
    card = organisation_card(work)
    card.fields = [field for field in card.fields if field[0] in DATES]
    return card


def _print(work: Path) -> SmallForm:
    return print_card(work.with_name(FOLDER))


# What the button of a task makes, by the task's id; a task without one is ticked by hand.
CARDS: dict[str, Callable[[Path], SmallForm]] = {
    "organisation": _organisation,
    "dates": _dates,
    "case": case_card,
    "it": ForIT,
    "site": Site,
    "words": Words,
    "forms": Forms,
    "print": _print,
    "try-room": TryPhone,
    "slides": Slides,
    "certificates": _certificates,
}


class Checklist(SmallForms):
    """The tasks behind one door. A message is that of a card, ``{task, done}`` for a tick, or ``{}`` to ask again."""

    _esm = script("downloads.js", "small_card.js", "checklist.js")
    _css = together("form.css", "start.css", "checklist.css")
    tasks = traitlets.List().tag(sync=True)

    def __init__(self, work: Path, tasks: list[Task]):
        self.work, self.list = work, tasks
        self.by_button = [task.id for task in tasks if task.id in CARDS]
        super().__init__(*(CARDS[id](work) for id in self.by_button))
        self.cards = [{**card, "title": "", "fold": ""} for card in self.cards]
        self.tasks = self.shown()

    def __repr__(self) -> str:
        return ", ".join(task.what for task in self.list)

    def shown(self) -> list[dict]:
        """Return what the page shows of each task."""
        done, held = done_tasks(self.work), organisation()
        return [
            {
                "id": task.id,
                "what": task.what,
                "minutes": task.minutes,
                "why": task.why,
                "done": task.id in done,
                "best": f"best by {short_day(day)}" if (day := best_day(task, held)) else "",
                "link": "" if task.id in CARDS else task.link,
                "words": task.button,
                "card": self.by_button.index(task.id) if task.id in CARDS else None,
            }
            for task in self.list
        ]

    def on_message(self, _, content, buffers) -> bool:
        try:
            if "card" in content:
                id = self.by_button[content["card"]]
                if super().on_message(_, content, buffers) and id not in SEEN:
                    keep_done(self.work, id)
            elif "task" in content:
                keep_done(self.work, str(content["task"]), bool(content["done"]))
                # Sent also where the list is as it was: the page then shows the box again as it is.
                self.send({"task": content["task"], "fault": self._stays(content)})
        except (CouldNotWrite, ValueError) as error:
            id = self.by_button[content["card"]] if "card" in content else content.get("task")
            self.send({"task": id, "fault": str(error)})
        self.tasks = self.shown()
        return True

    def _stays(self, content: dict) -> str:
        """Return why a tick that was taken away comes back, or ""."""
        back = not content["done"] and content["task"] in done_tasks(self.work)
        return STAYS if back else ""


def checklist(door: str, session: int | None = None) -> None:
    """Show the tasks of one door, of one session or of both; without a browser, the command that opens it."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print(NO_BROWSER)
        return
    try:
        mine = [task for task in read_tasks() if task.door == door and session in (None, task.session)]
        display(Checklist(work, mine))
    except ValueError as error:
        print(error)
