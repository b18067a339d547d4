"""The cards of a person's own copy: keep one, and take one up on another computer or in another browser."""

from __future__ import annotations

from pathlib import Path

from IPython.display import display

from equityqi.forms.button_forms import SmallForm, SmallForms, saved_in
from equityqi.forms.downloads import download_of
from equityqi.forms.notebook import has_browser
from equityqi.settings import work_folder
from equityqi.workfolder.carry import carry_answers
from equityqi.workfolder.copies import keep_copy
from equityqi.workfolder.take_up import OTHER, take_up

FOLD = "Keep a copy of your work, or carry on from one"


class KeepCopy(SmallForm):
    """A button that makes a copy of everything that is the person's own."""

    title = "Keep a copy"
    button = "Make my copy"
    busy = "Making your copy…"

    @property
    def lead(self) -> list[str]:
        return [
            "One file with all your work, to carry on at another computer. It’s for you, not for your trainer: your"
            " private sheets are in it too."
        ]

    def act(self, typed: dict[str, str]) -> str:
        made = keep_copy(self.work)
        self.made = [download_of("your copy", made)]
        return f"Your copy is ready: {made.name}. Put it somewhere that only you can open. {saved_in(self.work)}"


class TakeUpCopy(SmallForm):
    """A file to choose, and a button that merges it into the work that is here."""

    title = "Carry on from a copy"
    button = "Use this copy"
    busy = "Reading your copy…"

    @property
    def lead(self) -> list[str]:
        return ["Have you worked somewhere else? Choose the copy you made there. What’s newer here stays."]

    def act(self, typed: dict[str, str]) -> str:
        if not self.given:
            raise ValueError("Choose a file first. Its name begins with my-copy.")
        taken = take_up(self.work, self.given[0])
        if taken.replaced or taken.conflicts:
            self.made = [download_of("the answers that aren’t used", self.work / OTHER)]
        news = carry_answers(self.work).in_words()  # a copy may come from an older version of the course
        return " ".join(filter(None, [*taken.in_words(), news, "Load this page again to see your work on it."]))


def copy_forms() -> None:
    """Show both cards, folded; without a browser, the commands that do the same."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print(
            "Keep a copy of your work with start.py: python start.py keep-copy. Carry on from it elsewhere with:"
            " python start.py learn --take-up my-copy-NAME.zip"
        )
        return
    take = TakeUpCopy(work, [["copy", "The file my-copy-….zip:", "", "file"]])
    display(SmallForms(KeepCopy(work), take, fold=FOLD))
