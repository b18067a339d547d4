"""The cards with a few fields and one button: hand-in, survey file, dates of the sessions, case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import anywidget
import traitlets
from IPython.display import display

from equityqi.cases.case import CaseError, load, titles
from equityqi.files import CouldNotWrite, in_browser
from equityqi.forms.assets import script, together
from equityqi.forms.downloads import Download, as_reply, download_of
from equityqi.forms.notebook import has_browser
from equityqi.settings import chosen_case, read_settings, session_days, work_folder, write_settings
from equityqi.tables.calendar_names import WEEKDAYS
from equityqi.typed_input import in_words
from equityqi.workfolder.answers_file import AnswersError
from equityqi.workfolder.find_question import write_filled
from equityqi.workfolder.make_hand_in import hand_in, hand_in_survey
from equityqi.workfolder.people_in_hand_in import people_in_hand_in, people_in_survey
from equityqi.workfolder.prepare import WorkError
from equityqi.workfolder.session_date import DATES, keep_days, typed_day

AS_TYPED = "It’s as you typed it. If you used real counts, take out any of 1 to 7 people first."
NO_FILE = (
    "We couldn’t read or write a file that this needs. Nothing you saved is lost. Load the page again, then try once"
    " more; if that doesn’t help, tell your trainer."
)


class WrongFields(ValueError):
    """Fields hold what cannot be used; ``at``: what is said at each, by its key."""

    def __init__(self, at: dict[str, str]):
        super().__init__(" ".join(at.values()))
        self.at = at


@dataclass
class SmallForm:
    """A card for one work folder: what it says, ``fields`` to fill in (key, label, value, and options to choose from,
    if any, or "tick" for a box to tick, or "file", "picture" or "roll" for a file to choose,
    "projects" for several), and one button. ``fold``
    names the line that hides the fields until it is pressed.
    """

    work: Path
    fields: Sequence[Sequence] = ()
    fold: str = ""
    made: Sequence[Download] = ()  # the files that the button made last
    folder: Path | None = None  # where they are kept, if not in the work folder itself
    given: Sequence[bytes] = ()  # the files that were chosen
    names: Sequence[str] = ()  # and what each is called
    title: ClassVar[str]
    button: ClassVar[str]
    busy: ClassVar[str] = "Saving…"

    @property
    def facts(self) -> bool:
        """Whether what the card says is chosen or set, and stands out."""
        return False

    @property
    def lead(self) -> list[str]:
        """What the card says above its fields, a line each."""
        return []

    def act(self, typed: dict[str, str]) -> str:
        """Do what the button says with what was typed, and return what happened, in a sentence."""
        raise NotImplementedError


def saved_in(folder: Path) -> str:
    """Return where a file is that a card has just made, in a sentence."""
    if in_browser():
        return "Your browser saves it with your downloads."
    return f"Your browser saves it with your downloads, and a copy is in the folder {folder}."


class SmallForms(anywidget.AnyWidget):
    """Cards in a row; what was typed comes by the number of its card, and so does the sentence back. ``fold`` names
    the line that hides all of them until it is pressed.
    """

    _esm = script("downloads.js", "small_card.js", "small_form.js")
    _css = together("form.css", "start.css")
    cards = traitlets.List().tag(sync=True)
    fold = traitlets.Unicode().tag(sync=True)

    def __init__(self, *forms: SmallForm, fold: str = ""):
        self.forms = forms
        told = ("title", "lead", "facts", "fold", "fields", "button", "busy")
        super().__init__(cards=[{name: getattr(form, name) for name in told} for form in forms], fold=fold)
        self.on_msg(self.on_message)

    def __repr__(self) -> str:
        return ", ".join(form.button for form in self.forms)

    def on_message(self, _, content, buffers) -> bool:
        """Do what a card's button says and send what came of it; return whether it was done."""
        number = content["card"]
        form, reply, files = self.forms[number], {"card": number}, []
        form.made, form.given = (), [bytes(one) for one in buffers or ()]
        form.names = [str(name) for name in content.get("names") or ()]
        try:
            reply["said"] = form.act({key: str(value).strip() for key, value in content["typed"].items()})
            more, files = as_reply(form.made, form.folder or form.work)
            reply |= {"lead": form.lead, **more}
        except (WorkError, CouldNotWrite, AnswersError, ValueError, OSError) as error:
            raw = isinstance(error, OSError) and error.errno is not None  # of the computer, not of the course
            reply["failed"] = NO_FILE if raw else str(error)
            if isinstance(error, WrongFields):
                reply["at"] = error.at
        self.send(reply, files)
        return "said" in reply


class HandIn(SmallForm):
    """A name, a partner if there is one, and a button that makes the hand-in of one work folder."""

    title = "Hand in"
    button = "Make the file"
    busy = "Making your hand-in…"

    @property
    def lead(self) -> list[str]:
        return ["One file for your trainer: your answers, and what you choose to share.", AS_TYPED]

    def act(self, typed: dict[str, str]) -> str:
        made = hand_in(self.work, typed.get("name") or None, typed.get("pair") or None)
        self.made = [download_of("the hand-in", made)]
        notes = people_in_hand_in(self.work)
        send = "Send it to your trainer." if not notes else "Make it again once that is done, then send it."
        return " ".join([f"Your hand-in is ready: {made.name}.", *notes, send, saved_in(self.work)])


class SessionDates(SmallForm):
    """The dates of both sessions, for one work folder."""

    title = "Your sessions"
    button = "Save these dates"

    @property
    def lead(self) -> list[str]:
        return self.days or ["No dates yet."]

    @property
    def facts(self) -> bool:
        return bool(self.days)

    @property
    def days(self) -> list[str]:
        """The dates that are known, a line each."""
        days = session_days(self.work).items()
        return [f"Session {number}: {WEEKDAYS[day.weekday()]} {in_words(day)}" for number, day in days if day]

    def act(self, typed: dict[str, str]) -> str:
        days = {key: typed_day(typed[key]) for key in DATES.values() if typed.get(key)}
        if not days:
            raise ValueError("Type the date of a session first, such as 1 December 2026.")
        keep_days(self.work, days)
        return f"Saved. {'. '.join(self.days)}."


class SurveyFile(SmallForm):
    """A button that puts the survey's sheets into one file, apart from the hand-in."""

    title = "Survey answers for your trainer"
    button = "Make the survey file"

    @property
    def lead(self) -> list[str]:
        return ["Everyone’s survey sheets from this laptop go to your trainer in one separate file, without names."]

    def act(self, typed: dict[str, str]) -> str:
        made = hand_in_survey(self.work)
        if not made:
            return "No sheet has been filled in here yet."
        self.made = [download_of("the survey file", made)]
        ready = f"Ready: {made.name}. {saved_in(self.work)}"
        if note := people_in_survey(self.work):
            return f"{ready} {note}"
        return f"{ready} There are no names in it. Give it to your trainer separately from your hand-in."


class CaseChoice(SmallForm):
    """The case to work on from now on."""

    title = "Your case"
    button = "Work on this case"

    @property
    def lead(self) -> list[str]:
        return [load(near=self.work).title]

    @property
    def facts(self) -> bool:
        return True

    def act(self, typed: dict[str, str]) -> str:
        case = load(typed.get("case", ""), near=self.work)
        write_settings(self.work, {**read_settings(self.work), "case": case.id})
        write_filled(self.work, case.id)
        return "Saved. You'll see it on the pages you open next. Pages with an answer on them stay on their own case."


def dates_card(work: Path) -> SessionDates:
    """Return the card of both dates."""
    known = session_days(work)
    fields = [
        [key, f"Date of session {number}:", in_words(day) if (day := known[number]) else ""]
        for number, key in DATES.items()
    ]
    fold = "Change the dates" if all(known.values()) else "Add a date" if any(known.values()) else "Set the dates"
    return SessionDates(work, fields, fold)


def case_card(work: Path) -> CaseChoice:
    """Return the card of the case, with the cases to choose from. Raises :class:`CaseError`, in one sentence."""
    cases = list(titles(work).items())
    return CaseChoice(work, [["case", "Work on:", chosen_case(work), cases]], "Change case")


def hand_in_card(work: Path) -> HandIn:
    """Return the card of the hand-in, with the name it is made under."""
    name = str(read_settings(work).get("name") or "")
    pair = "Your partner's name or code, if you worked as a pair:"
    return HandIn(work, [["name", "Your name or code:", name], ["pair", pair, ""]], "Make my hand-in")


def hand_in_form() -> None:
    """Show the card of the hand-in; without a browser, the command that makes it."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print("Make your hand-in with start.py, for example: python start.py hand-in --name asha")
        return
    display(SmallForms(hand_in_card(work)))


def session_form() -> None:
    """Show the card of both dates; without a browser, the dates or the command that sets the first."""
    work = work_folder(Path.cwd())
    if work is not None and has_browser():
        display(SmallForms(dates_card(work)))
        return
    known = SessionDates(work).days if work else []
    command = "Set the date of your session with start.py, for example: python start.py learn --session-date 2026-12-01"
    print(f"{'. '.join(known)}." if known else command)


def case_form() -> None:
    """Show the cases to choose from; without a browser, the command that chooses one."""
    work = work_folder(Path.cwd())
    try:
        if work is not None and has_browser():
            display(SmallForms(case_card(work)))
            return
        cases, now = titles(work), chosen_case()
    except CaseError as error:
        print(error)
        return
    print(
        f"Your case: {cases.get(now, now)}. Choose another with start.py, for example: python start.py --case c-asthma"
    )


def survey_file_form() -> None:
    """Show a folded button that makes the survey's file for the trainer; without a browser, where the sheets are."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print(
            "The survey's sheets are in the folder survey of your work folder. Give them to your trainer apart from"
            " your hand-in."
        )
        return
    form = SurveyFile(work)
    display(SmallForms(form, fold=form.title))
