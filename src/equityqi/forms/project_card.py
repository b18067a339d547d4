"""The card that makes a project's files: what the one page asks besides the answers, and a button."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from equityqi.forms.button_forms import SmallForm
from equityqi.forms.downloads import download_of, everything_in
from equityqi.organisation import organisation
from equityqi.plain_words import shortened
from equityqi.project.parts import Project
from equityqi.questions.note_on_people import note_on
from equityqi.workfolder.project_from_answers import project_of
from equityqi.workfolder.project_text_files import make_text_files

WORD = (
    "Word can’t be made in a browser alone. Your trainer can make it from your hand-in, or you can make it with the"
    " course installed on a computer."
)


class ProjectFiles(SmallForm):
    """What the one page of a project asks, and a button that makes the files of the project for the team."""

    title = "Your project as a page to show"
    button = "Make the files for my team"
    busy = "Making the files. This takes some seconds…"

    @property
    def lead(self) -> list[str]:
        return ["One sheet of A4 with your project, and an appendix. What you leave empty stays off the sheet."]

    def act(self, typed: dict[str, str]) -> str:
        note = note_on(project_of(self.work).without_contact(), "Your project")
        ready = self._with_word(typed) if find_spec("docx") else self._without_word(typed)
        return " ".join(filter(None, (ready, note)))

    def _with_word(self, typed: dict[str, str]) -> str:
        from equityqi.workfolder.project_files import make_files  # lazy: python-docx and matplotlib cost 0.6 s

        folder = self.folder = make_files(self.work, typed)
        self.made = [
            download_of("the Word file", folder / "project.docx"),
            download_of("the page", folder / "project.html"),
            everything_in(folder),
        ]
        return (
            "Your files are ready: a Word file, a web page, plain text and pictures. Page 1 is the project on one"
            " sheet, and the rest is its appendix. Your browser saves the Word file with your downloads. All of them"
            f" are also in the folder {folder}."
        )

    def _without_word(self, typed: dict[str, str]) -> str:
        _, folder = make_text_files(self.work, typed)
        self.folder = folder
        self.made = [
            download_of("the page", folder / "project.html"),
            download_of("the plain text", folder / "project.txt"),
        ]
        return (
            "Your page is ready: open it, then print it. Page 1 is the project on one sheet, and the rest is its"
            f" appendix. Your browser saves it with your downloads. {WORD}"
        )


def project_card(work: Path, project: Project) -> ProjectFiles:
    """Return the card that makes the files: what the one page asks, filled in with what is known.

    The organisation and the day are asked for only where nothing is known of them.
    """
    page = project.page
    voices = {voice.said.strip(): shortened(voice.said.strip(), 90) for voice in project.asked if voice.said.strip()}
    words = [["", "None"], *([said, f"“{short}” They said yes"] for said, short in voices.items())]
    fields: list[list] = [["title", "A title for your project:", project.title]]
    if not page.organisation:
        fields.append(["organisation", "Your organisation or team:", organisation().name])
    if not project.day:
        fields.append(["day", "Date on the page:", ""])
    if voices:
        chosen = page.quotation if page.quotation in voices else ""
        fields.append(["quotation", "Print these words? Ask the person first:", chosen, words])
    fields.append(["contact", "Who to contact (role, e-mail):", page.contact])
    fields.append(["next_date", "Next date:", page.next_date])
    fields.append(["next_step", "What happens then:", page.next_step])
    return ProjectFiles(work, fields)
