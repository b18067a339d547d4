"""What people take home: the cards of the certificate and of the workbook, and the reflective record below them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from IPython.display import display

from equityqi.forms.button_forms import AS_TYPED, SmallForm, SmallForms, saved_in
from equityqi.forms.downloads import Download, keep_copies, word_file
from equityqi.forms.notebook import has_browser
from equityqi.forms.record_form import record_form
from equityqi.organisation import organisation
from equityqi.questions.note_on_people import note_on
from equityqi.settings import read_settings, session_days, work_folder, write_settings
from equityqi.takehome.attendance import BOTH, SESSIONS, attendance, file_of
from equityqi.takehome.certificate import certificate
from equityqi.takehome.workbook import NOTHING, workbook, workbook_page, workbook_word
from equityqi.typed_input import in_words
from equityqi.workfolder.session_date import DATES

FOLD = "Take home: your certificate and your workbook"
NO_BROWSER = (
    "Open this page with start.py to make your certificate, your reflective record and your workbook here. You can"
    " make the workbook without the page too: python start.py make workbook --word"
)


class Certificate(SmallForm):
    """A name, the sessions with their dates, and a button that makes the certificate."""

    title = "Certificate of attendance"
    button = "Make my certificate"
    busy = "Making your certificate…"

    @property
    def lead(self) -> list[str]:
        return ["One page with your name, the dates and the hours, to print or to save as a PDF."]

    def act(self, typed: dict[str, str]) -> str:
        days = {number: typed.get(key, "") for number, key in DATES.items()}
        attended = attendance(typed.get("name", ""), typed.get("organisation", ""), typed.get("sessions", BOTH), days)
        self._remember(attended.name, attended.organisation, bool(typed.get("remember")))
        name = file_of("certificate", attended.name, "html")
        self.made = [Download("the certificate", name, certificate(attended).encode())]
        self.folder = keep_copies(self.work, self.made)
        return f"Your certificate is ready: {name}. Open it, then print it. {saved_in(self.folder)}"

    def _remember(self, name: str, own: str, wanted: bool) -> None:
        """Keep name and organisation in the settings if the person says so, else forget them. Typed dates stay here:
        a slip in one must not change the day that answers are judged by.
        """
        settings = read_settings(self.work)
        kept = {key: value for key, value in settings.items() if key not in ("full_name", "organisation")}
        if wanted:
            kept |= {"full_name": name, "organisation": own}
        if kept != settings:
            write_settings(self.work, kept)


class WorkbookFile(SmallForm):
    """A button that makes the workbook."""

    title = "Workbook of your own words"
    button = "Make my workbook"
    busy = "Making your workbook…"

    @property
    def lead(self) -> list[str]:
        files = "as a Word file and as a page" if find_spec("docx") else "as one page to print"
        return [f"Your texts, plans and diagrams from all pages, {files}. It has no marks in it.", AS_TYPED]

    def act(self, typed: dict[str, str]) -> str:
        book = workbook(self.work)
        if not book.chapters:
            return NOTHING
        page = Download("the page", file_of("workbook", book.name, "html"), workbook_page(book).encode())
        self.made = [*word_file(file_of("workbook", book.name, "docx"), lambda: workbook_word(book)), page]
        self.folder = keep_copies(self.work, self.made)
        note = note_on([chapter.words for chapter in book.chapters], "Your workbook")
        ready = f"Your workbook is ready: {self.made[0].name}. {saved_in(self.folder)}"
        return " ".join(filter(None, (ready, note)))


def certificate_card(work: Path) -> Certificate:
    """Return the card of the certificate, with what is known in its fields."""
    settings = read_settings(work)
    known = session_days(work)
    name, own = str(settings.get("full_name") or ""), str(settings.get("organisation") or "")
    fields = [
        ["name", "Your name, the way you’d like to see it:", name],
        ["organisation", "Your organisation, if you’d like it on the page:", own or organisation().name],
        ["sessions", "You were at:", BOTH, list(SESSIONS.items())],
        *(
            [key, f"Date of session {number}:", in_words(day) if (day := known[number]) else ""]
            for number, key in DATES.items()
        ),
        ["remember", "Remember my name and organisation on this computer", name or own, "tick"],
    ]
    return Certificate(work, fields, "Type your name")


def take_home(fold: bool = False) -> None:
    """Show the cards of the certificate and the workbook, then the reflective record; without a browser, how to get
    them. With ``fold`` only one line of each shows until it is pressed.
    """
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print(NO_BROWSER)
        return
    display(SmallForms(certificate_card(work), WorkbookFile(work), fold=FOLD if fold else ""))
    record_form()
