"""The cards of the follow-up page: the page over shared projects, the worked year, and slides for the hour."""

from __future__ import annotations

import re
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from IPython.display import display

from equityqi.files import next_free
from equityqi.forms.button_forms import SmallForm, SmallForms, saved_in
from equityqi.forms.downloads import Download, download_of
from equityqi.forms.notebook import has_browser
from equityqi.forms.run_command import run_command
from equityqi.forms.slides_form import HourSlides
from equityqi.lessons.beside import PROJECTS
from equityqi.project.worked_year import read_year, year_cases, year_file
from equityqi.safe_text import one_line
from equityqi.settings import chosen_case, work_folder

NO_BROWSER = "Make the page with start.py, for example: python start.py team-projects FOLDER"


class TeamPage(SmallForm):
    """A button that makes the named leader's page over the shared projects that are chosen."""

    title = "One page over the projects"
    button = "Make the page"
    busy = "Making it. That takes a few seconds…"

    @property
    def lead(self) -> list[str]:
        return [
            "Choose the files that teams sent you: each team makes its own with “A copy for my leader” on My project."
            " You can choose several at once. Teams that ask for help come first. After that we sort by the next date."
        ]

    def act(self, typed: dict[str, str]) -> str:
        if not self.given:
            raise ValueError("Choose the files first: each is a project that a team shared, and ends in .json.")
        self.folder = self.work.with_name(PROJECTS)
        with TemporaryDirectory() as place:
            for name, data in zip_longest(self.names, self.given, fillvalue=""):
                _free(Path(place), name).write_bytes(data or b"")
            otherwise = "Make it with start.py: python start.py team-projects FOLDER"
            printed = run_command("team-projects", place, "--out", str(self.folder), otherwise=otherwise)
        *notes, _ = printed.strip().splitlines()
        self.made = [
            download_of("the page", self.folder / "projects.html"),
            download_of("the page for Word", self.folder / "projects.docx"),
        ]
        return " ".join([*notes, saved_in(self.folder)])


def _free(folder: Path, name: str) -> Path:
    """Return where a chosen file goes, under its own name; of two that share a name, the second gets a number.

    >>> _free(Path("no-such-folder"), "C:\\\\sent\\\\Team <A>.json").name
    'Team -A-.json'
    """
    plain = re.sub(r"[^\w .()-]+", "-", one_line(re.split(r"[/\\]", name)[-1], 80)).removesuffix(".json").strip(" .")
    path = folder / f"{plain or 'file'}.json"
    return next_free(folder, f"{path.stem} (", ").json") if path.exists() else path


class WorkedYear(SmallForm):
    """A button that gives the file of the worked year of the work folder's case."""

    title = "A worked year to open"
    button = "Get the file"

    @property
    def lead(self) -> list[str]:
        case = chosen_case(self.work)
        if case not in year_cases():
            return ["Your own case has no worked year. Choose one of the course’s cases to get one."]
        told = read_year(case).in_short
        return [
            "An invented project of your case, with twelve months after the course. On My project, open “Take my"
            " project with me” and choose this file there.",
            f"{told.works} {told.fails} {told.widens}",
        ]

    def act(self, typed: dict[str, str]) -> str:
        case = chosen_case(self.work)
        if case not in year_cases():
            raise ValueError("There’s no worked year for your own case. Choose one of the course’s cases first.")
        self.made = [Download("the worked year", f"worked-year-{case}.json", year_file(case).read_bytes())]
        return (
            "Your browser saves the file with your downloads. Have you got numbers of your own in My project? Take them"
            " with “Take my project” first, or undo afterwards."
        )


def follow_up_cards(*names: str) -> None:
    """Show the cards of these names (projects, year, slides); without a browser, the command for the first."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print(NO_BROWSER)
        return
    cards = {
        "projects": lambda: TeamPage(work, [["projects", "Shared projects:", "", "projects"]]),
        "year": lambda: WorkedYear(work),
        "slides": lambda: HourSlides(work),
    }
    display(SmallForms(*(cards[name]() for name in names)))
