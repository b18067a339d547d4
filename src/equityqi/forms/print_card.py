"""The trainer's card for paper: what to print, for how many people, and a button that makes it."""

from __future__ import annotations

from pathlib import Path

from IPython.display import display

from equityqi.forms.button_forms import SmallForm, SmallForms, saved_in
from equityqi.forms.downloads import download_of
from equityqi.forms.notebook import has_browser
from equityqi.forms.run_command import run_command
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.to_print import FOLDER, PEOPLE, files_to_print, sets_to_print
from equityqi.settings import work_folder
from equityqi.workfolder.prepare import work_place

COMMAND = "Make the sheets with start.py: python start.py make print"


class PrintCard(SmallForm):
    """What to print, and the button that makes it."""

    title = "Print"
    button = "Make this file"
    busy = "Making it. That takes about a minute…"

    @property
    def lead(self) -> list[str]:
        return ["You get a PDF from your case, to print or to send. The answer key is for you alone."]

    def act(self, typed: dict[str, str]) -> str:
        people = typed.get("people") or str(PEOPLE)
        if not people.isdecimal() or not int(people):
            raise ValueError(f"“{people}” isn't a number of people. Type a whole number, such as {PEOPLE}.")
        before = {path: path.stat().st_mtime_ns for path in self._made()}
        words = "--out", str(self.work), "--people", people, "--only", typed["what"]
        printed = run_command("make", "print", *words, otherwise=COMMAND)
        new = [path for path in self._made() if before.get(path) != path.stat().st_mtime_ns]
        if not new:
            raise ValueError(COMMAND)
        self.made = [download_of(typed["what"], path) for path in new]
        says = next((line.partition(": ")[2] for line in printed.splitlines() if line.startswith(new[0].name)), "")
        return f"Ready: {new[0].name}, {says} {saved_in(self.work)}"

    def _made(self) -> list[Path]:
        return sorted(self.work.glob("*.*"))


def print_card(folder: Path) -> PrintCard:
    """Return the card, with all that can be printed to choose from; files go into the folder."""
    runsheet = read_runsheet()
    names = [[name, name[0].upper() + name[1:]] for name in (*files_to_print(runsheet), *sets_to_print(runsheet))]
    fields = [["what", "What to print:", names[0][0], names], ["people", "For how many people:", str(PEOPLE)]]
    return PrintCard(folder, fields)


def print_form() -> None:
    """Show the card; without a browser, the command that makes everything."""
    if not has_browser():
        print(COMMAND)
        return
    work = work_folder(Path.cwd()) or work_place(None)
    display(SmallForms(print_card(work.with_name(FOLDER))))
