"""The card that makes the slides of both sessions for PowerPoint."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from IPython.display import display

from equityqi.cases.case import load
from equityqi.forms.button_forms import SmallForm, SmallForms, saved_in
from equityqi.forms.downloads import download_of
from equityqi.forms.notebook import has_browser
from equityqi.lessons.beside import SLIDES
from equityqi.settings import session_days, work_folder


class Slides(SmallForm):
    """A button that makes the slides of both sessions, on the case of one work folder."""

    title = "Slides for PowerPoint"
    button = "Make the slides"
    busy = "Making your slides. That takes a few seconds…"

    @property
    def lead(self) -> list[str]:
        return [
            f"Two files, one for each session, about {load(near=self.work).title}. Your notes from the runsheet are"
            " below each slide. You can change what you like, because words and tables are PowerPoint's own. Charts"
            " are pictures."
        ]

    def act(self, typed: dict[str, str]) -> str:
        slide_deck, _ = _decks()
        self.folder = self.work.with_name(SLIDES)
        made = slide_deck.make_decks(self.folder, load(near=self.work), session_days(self.work)[2])
        self.made = [download_of(f"the slides of session {number}", path) for number, path in enumerate(made, 1)]
        return (
            "Your slides are ready. Session 1 is with your downloads, and the link below gets session 2. A copy of both"
            f" is in the folder {self.folder}."
        )


class HourSlides(SmallForm):
    """A button that makes the slides of the follow-up hour, on the worked year of the work folder's case."""

    title = "Slides for the hour"
    button = "Make the slides"
    busy = "Making your slides. That takes a few seconds…"

    @property
    def lead(self) -> list[str]:
        return [
            "Seven slides for PowerPoint, with two charts of the worked year. Below each slide are your notes from the"
            " runsheet on this page."
        ]

    def act(self, typed: dict[str, str]) -> str:
        _, hour_deck = _decks()
        self.folder = self.work.with_name(SLIDES)
        made = hour_deck.make_hour_deck(self.folder, load(near=self.work))
        if not made:
            raise ValueError("Your own case has no worked year. Choose one of the course’s cases first.")
        self.made = [download_of("the slides of the hour", made[0])]
        return f"Your slides are ready. {saved_in(self.folder)}"


def _decks() -> tuple[ModuleType, ModuleType]:
    from equityqi.lessons import hour_deck, slide_deck  # lazy: python-pptx and matplotlib cost 0.6 s

    return slide_deck, hour_deck


def slides_form() -> None:
    """Show the card of the slides; without a browser, the command that makes them."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print("Make the slides with start.py, for example: python start.py make powerpoint --case c-asthma")
        return
    display(SmallForms(Slides(work)))
