"""The card that makes the sheets for the room to print."""

from __future__ import annotations

from pathlib import Path

from IPython.display import display

from equityqi.forms.button_forms import SmallForm, SmallForms, saved_in
from equityqi.forms.downloads import download_of
from equityqi.forms.notebook import has_browser
from equityqi.lessons.in_the_room import make_trainers_pages
from equityqi.settings import work_folder


class RoomSheets(SmallForm):
    """A button that makes the sheets for the room as one page to print."""

    title = "To print"
    button = "Make this file"

    @property
    def lead(self) -> list[str]:
        return [
            "You get all the sheets and scripts for the room, each on its own page, with your organisation's support"
            " line in them. Open the file, and print the pages you need."
        ]

    def act(self, typed: dict[str, str]) -> str:
        self.folder = self.work / "course" / "trainer"
        made = make_trainers_pages(self.folder)[-1]
        self.made = [download_of("the sheets for the room", made)]
        return f"Ready: {made.name}. {saved_in(self.folder)}"


def room_form() -> None:
    """Show the card; without a browser, where the file is."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print("The sheets to print are in the file room.html, beside this page.")
        return
    display(SmallForms(RoomSheets(work)))
