"""The story board on a page: the words of one month, its sheet as files, text for elsewhere, and the check-ins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from equityqi.documents.html_frame import style_of
from equityqi.forms.cards_form import SAVED, CardsForm, field
from equityqi.forms.downloads import Download
from equityqi.forms.notebook import show_in_work
from equityqi.html_tags import Html, tag
from equityqi.poster.board_page import board_page, sheet_of
from equityqi.poster.story_board import StoryBoard, board_of, in_text
from equityqi.project.month_by_month import with_board, with_check_in
from equityqi.project.numbers import CheckIn, Numbers, time_in_words
from equityqi.questions.note_on_people import note_on
from equityqi.settings import chart_rules, course_today, read_day, second_date
from equityqi.workfolder import project_numbers as store
from equityqi.workfolder.project_from_answers import project_of
from equityqi.working_days import DAYS, due

TO_READ = (
    "When you open this page with start.py, or by your trainer’s link, you make a story board here each month: one page"
    " for the wall or for your named leader."
)
ABOUT = (
    "Write a thought on each line. The rest comes from your plan, your log and your numbers. On the board, what you"
    " counted is hidden where it’s 1 to 7 people, and otherwise rounded to 5. What you predicted and your own words are"
    " printed as you wrote them."
)
READY = "Your story board is ready: open the page, then print it. It’s also below."
READY_ALL = "Your story board is ready, in Word, as a PDF and as a picture. It’s also below."
TEXT = "Copy the text below into Life QI, or wherever your project is recorded. Small numbers are hidden in it."
WORDS = {
    "learned": ("What we learned", "long", "Empty? Then we take it from your log of tests."),
    "next": ("What next", "long", "Begin with the day, such as: 14 July: ask people who don’t answer."),
    "need": ("What we need", "long", "What could your named leader do? For example: a morning a week for the calls."),
    "by": ("By when we need it", "text", "For example: 14 July 2026."),
}
DONE = {"done": "Done", "part": "In part", "not": "Not yet"}
CHECKED: Mapping[str, tuple[str, str, Mapping[str, str] | None]] = {
    "done": ("What became of your commitment?", "choice", DONE),
    "changed": ("What have you changed in how you work?", "long", None),
    "helped": ("What helped?", "long", None),
    "in_the_way": ("What got in the way?", "long", None),
    "chart_by_group": ("Are you using a chart by group?", "choice", {"yes": "Yes", "no": "No"}),
    "confidence": ("How sure are you that it will last, from 0 to 10?", "number", None),
}
MONTH, CHECK, BOX = "month", "day-", "eq-life-qi"


class BoardForm(CardsForm):
    """A card for the board of the month that is chosen, and one for each check-in."""

    def bind(self, work) -> None:
        self._month = self._chosen = ""  # the board that shows, and the one that was asked for
        super().bind(work)

    def show(self, numbers: Numbers) -> None:
        months = months_of(numbers, second_date(self._work))
        self._month = self._chosen if self._chosen in months else months[-1]
        self.about = ABOUT
        self.cards = [self._board(numbers, months), *self._check_ins(numbers)]
        self.buttons = [["make", "Make this story board"], ["text", "Make the text for Life QI"]]

    def _board(self, numbers: Numbers, months: Sequence[str]) -> dict[str, Any]:
        board = next((one for one in numbers.boards if one.month == self._month), None)
        chosen = field(MONTH, "Month", self._month, options={one: time_in_words(one) for one in reversed(months)})
        chosen["options"] = chosen["options"][1:]
        fields = [
            field(f"{self._month}.{name}", label, getattr(board, name, ""), kind, hint)
            for name, (label, kind, hint) in WORDS.items()
        ]
        line = f"The board of {time_in_words(self._month)}"
        return {
            "key": "board",
            "line": line,
            "open": True,
            "parts": [["Which month?", [chosen]], ["In your words", fields]],
        }

    def _check_ins(self, numbers: Numbers) -> list[dict[str, Any]]:
        session, cards = read_day(second_date(self._work)), []
        for day in DAYS:
            held = next((one for one in numbers.check_ins if one.day == day), CheckIn(day=day))
            fields = [
                field(f"{CHECK}{day}.{name}", label, getattr(held, name), kind, options=options)
                for name, (label, kind, options) in CHECKED.items()
            ]
            when = f": {due(session, day).words}" if session else ""
            parts = [["For you and your named leader", fields]]
            cards.append(
                {"key": f"{CHECK}{day}", "line": f"Check-in on day {day}{when}", "open": False, "parts": parts}
            )
        return cards

    def with_changes(self, now: Numbers, planned: Sequence, typed: Mapping[str, str]) -> Numbers:
        self._month = self._chosen = typed.get(MONTH, self._month)
        for key, text in typed.items():
            what, _, name = key.rpartition(".")
            if what.startswith(CHECK):
                now = with_check_in(now, int(what.removeprefix(CHECK)), name, text)
            elif what:
                now = with_board(now, what, name, text)
        return now

    def act(self, do: str, content: Mapping[str, Any]) -> tuple[str, Sequence[Download]]:
        numbers = store.numbers_of(self._work)
        if do not in ("make", "text"):
            note = note_on([one.model_dump() for one in (*numbers.boards, *numbers.check_ins)])
            return " ".join(filter(None, (SAVED, note))), ()
        self.project = project_of(self._work)
        board = board_of(store.whole_of(self._work, self.project), self._month, chart_rules())
        text, note = in_text(board), note_on(in_text(board), "Your story board")
        if do == "text":
            self.result = text_to_copy(text)
            return " ".join(filter(None, (TEXT, note))), ()
        self.result = shown(board)
        made = _made(board, f"story-board-{self._month}")
        said = READY_ALL if len(made) > 2 else READY
        return " ".join(filter(None, (said, note))), [
            *made,
            Download("the plain text", f"story-board-{self._month}.txt", text.encode()),
        ]

    def __repr__(self) -> str:
        return "My story board"


def months_of(numbers: Numbers, session: str) -> list[str]:
    """Return the months that a board can be made for: those with a row or a board, and that of session 2, in which the
    first test begins.

    >>> months_of(Numbers(times=["2026-05-04", "2026-06-01"]), "2026-07-01"), months_of(Numbers(), "2026-12-01")
    (['2026-05', '2026-06', '2026-07'], ['2026-12'])
    """
    found = {when[:7] for when in numbers.times} | {board.month for board in numbers.boards} | {session[:7]} - {""}
    return sorted(found) or [f"{course_today():%Y-%m}"]


def _made(board: StoryBoard, name: str) -> list[Download]:
    page = Download("the page to print", f"{name}.html", board_page(board).encode())
    if not (find_spec("docx") and find_spec("typst")):
        return [page]
    from equityqi.poster import board_files  # lazy: python-docx, typst and matplotlib cost 0.6 s

    return [
        page,
        Download("the Word file", f"{name}.docx", board_files.board_word(board)),
        Download("the PDF", f"{name}.pdf", board_files.board_pdf(board)),
        Download("the picture", f"{name}.png", board_files.board_picture(board)),
    ]


def shown(board: StoryBoard) -> Html:
    """Return a story board as the page shows it below the form."""
    css = style_of("equityqi.poster", "board.css")
    # Nested, its rules win over those of a host for headings and lists: an id weighs more than a class.
    return tag("div", tag("style", Html(f".sb-frame, #sb-sheet {{\n{css}}}")), sheet_of(board), class_="sb-frame")


def text_to_copy(text: str) -> Html:
    """Return a text in a field of its own, to be copied."""
    label = tag("label", "Text for Life QI", for_=BOX)
    box = tag("textarea", text, id=BOX, rows=14, readonly="readonly", class_="eq-copy")
    return tag("div", label, box, tag("button", "Copy this text", type="button", class_="eq-quiet", data_copy=BOX))


def project_board() -> None:
    """Show the form of the story board; without a browser, or in the course's own copy, what it is for."""
    show_in_work(BoardForm, TO_READ)
