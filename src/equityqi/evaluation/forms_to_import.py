"""The survey, the commitment and the check-in as forms that a group has already: Word files for the quick import of
Microsoft Forms, and Excel sheets in which paper is counted. ``evaluate`` and ``commitments`` read both back.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docx.shared import Pt

from equityqi.documents.excel import excel_file, row_height, set_widths, write_row
from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.documents.word import empty_word, packed
from equityqi.evaluation.form_answers import ASKED_LATER, commitment_questions
from equityqi.evaluation.survey_columns import THREE_MONTHS_ON
from equityqi.files import make_folder, write_atomically
from equityqi.html_tags import Html, table_of, tag
from equityqi.workfolder.survey_sheets import Sheet, survey_sheets

if TYPE_CHECKING:
    from xlsxwriter import Workbook

PAGE = "how-to.html"  # what is opened first
FROM = "from 0 (not at all) to 10 (very)? "
WHEN = {
    "pre_": f"How sure do you feel today, {FROM}",
    "now_": f"How sure do you feel now, {FROM}",
    "then_": f"Looking back, how sure were you before, {FROM}",
}
AGREE = "How far do you agree? "
CODE = "Your code (first two letters of the street you grew up in, last two digits of a phone number you know)"
WIDE = 60  # digits in the column of questions
MOST = 200  # people who gave one answer, in a sheet of counts
STEPS = (
    "In Microsoft Forms, choose Quick import and then the Word file. Choose Form, not Quiz.",
    "Check the questions. Each one is either a choice or a text box, and nobody has to answer any of them.",
    "Under Settings choose “Anyone can respond”. If your organisation doesn't allow that, switch off “Record name”, and"
    " tell people that Forms may still know who they are.",
    "Afterwards choose Responses, Open in Excel, and save the file.",
)
UNTRIED = (
    "We couldn't try the import here, because it needs a Microsoft account. The files follow what Forms asks for:"
    " numbered questions, and options marked A, B, C. If a question comes out wrong, correct it in Forms, but keep"
    " its words as they are, because that's how the course finds it again."
)
DROPPED = (
    "Forms adds names, email addresses and times. We don't read them, and we don't keep them. Delete the file when you"
    " have the report."
)


SHARED = (
    "The form for the commitment is for people who want to share theirs. Whoever owns the form sees every answer, so a"
    " private commitment is safer on paper or in the course. Put the saved file into the folder of hand-ins. Its"
    " commitments count from the date of session 2."
)


@dataclass(frozen=True)
class Question:
    """What a form asks, and the answers to choose from; a text where there are none."""

    words: str
    options: tuple[str, ...] = ()


def forms() -> dict[str, tuple[str, list[Question]]]:
    """Return each form by the name of its file: its title and its questions.

    >>> [len(questions) for _, questions in forms().values()]
    [7, 25, 2, 11, 9, 7]
    """
    sheets = survey_sheets()
    made = {
        "before": (sheets.pre.title, _asked(sheets.pre)),
        "after": (sheets.post.title, _asked(sheets.post) + _asked(sheets.sliders)),
        "exit-ticket": (sheets.exit.title, _asked(sheets.exit)),
    }
    made["commitment"] = "My commitment", [Question(*one) for one in commitment_questions().values()]
    made["day-30-60-90"] = "How did it go?", [Question(*one) for one in ASKED_LATER.values()]
    skills = [column for section in sheets.pre.asked if section.prefix for column in section.columns.values()]
    again = [Question(f"{THREE_MONTHS_ON} {one.label}", tuple(one.options.values())) for one in skills]
    made["day-90-how-sure"] = "Three months on: how sure do you feel?", [Question(CODE), *again]
    return made


def _asked(sheet: Sheet) -> list[Question]:
    """Return the questions of a sheet, each in words by which its answers are known again."""
    return [
        Question(
            CODE
            if key == "code"
            else f"{WHEN.get(section.prefix, AGREE if 'agree' in column.options else '')}{column.label}",
            tuple(column.options.values()),
        )
        for section in sheet.asked
        for key, column in section.columns.items()
    ]


def form_in_word(title: str, questions: list[Question]) -> bytes:
    """Return a form as a Word file for quick import: numbers and letters are typed, and nothing else is in it."""
    word = empty_word(title, None)
    word.add_heading(title, 0)
    for number, question in enumerate(questions, 1):
        word.add_paragraph(f"{number}. {question.words}").paragraph_format.space_after = Pt(2)
        for letter, option in zip(string.ascii_uppercase, question.options, strict=False):
            word.add_paragraph(f"{letter}. {option}").paragraph_format.space_after = Pt(0)
        word.add_paragraph()
    return packed(word)


def sheet_of_counts(title: str, questions: list[Question]) -> bytes:
    """Return an Excel sheet with a row for each question and a column for each answer: only counts can be typed."""
    options = list(dict.fromkeys(option for question in questions for option in question.options))

    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("Counts")
        look = {"text_wrap": True, "valign": "top", "border": 1}
        head = book.add_format({**look, "bold": True, "bg_color": "#CBE0F0"})
        fixed, none = book.add_format(look), book.add_format({**look, "bg_color": "#D9DEE3"})
        room = book.add_format({**look, "locked": False, "align": "center"})
        about = f"{title}. Type how many people gave each answer. Leave a box empty where nobody did."
        sheet.write_string(0, 0, about)
        write_row(sheet, 1, ["Question", *options], head)
        sheet.set_row(1, 45)
        for line, question in enumerate((one for one in questions if one.options), 2):
            sheet.write_string(line, 0, question.words, fixed)
            sheet.set_row(line, row_height([(question.words, WIDE - 6)]))
            for column, option in enumerate(options, 1):
                sheet.write_blank(line, column, None, room if option in question.options else none)
                if option in question.options:
                    sheet.data_validation(line, column, line, column, COUNT)
        sheet.protect()
        sheet.freeze_panes(2, 1)
        set_widths(sheet, [WIDE, *(2 + max(4, *map(len, option.split())) for option in options)])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)

    return excel_file(fill, title=title)


COUNT = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 0,
    "maximum": MOST,
    "error_title": "A number of people",
    "error_message": f"Type a whole number from 0 to {MOST}.",
}


def make_forms(folder: Path) -> list[Path]:
    """Write every form and sheet of counts into a folder, and return their paths, the page on how to use them first.
    A sheet of counts that is there already stays as it is.

    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    asked = forms()
    made: dict[str, bytes] = {PAGE: _page().encode()}
    made |= {f"form-{name}.docx": form_in_word(*held) for name, held in asked.items()}
    made |= {f"paper-counts-{name}.xlsx": sheet_of_counts(*asked[name]) for name in ("before", "after")}
    make_folder(folder)
    for name, content in made.items():
        if not (name.endswith(".xlsx") and (folder / name).exists()):  # somebody may have typed counts into it
            write_atomically(folder / name, content)
    return [folder / name for name in made]


FILES = (
    ("form-before.docx", "before session 1", "evaluate"),
    ("form-after.docx", "the end of session 2", "evaluate"),
    ("form-exit-ticket.docx", "the end of session 1", "evaluate"),
    ("form-commitment.docx", "the end of session 2", "commitments"),
    ("form-day-30-60-90.docx", "day 30, 60 and 90", "commitments"),
    ("form-day-90-how-sure.docx", "day 90", "evaluate"),
    ("paper-counts-before.xlsx", "after you've collected paper", "evaluate"),
    ("paper-counts-after.xlsx", "after you've collected paper", "evaluate"),
)


def _page() -> Html:
    title = "Forms and paper"
    rows = [(name, when, f"python start.py {verb} FOLDER") for name, when, verb in FILES]
    paper = (
        "Count the paper sheets into the Excel files: how many people gave each answer? Headings and questions are"
        " locked, so you can't change them by mistake. Put the file in the survey folder. A count can't say"
        " who gave which answers, so we don't use it where we compare two answers of one person. You can't count what"
        " people wrote in their own words. Type it into a table instead, with a row for each person."
    )
    later = (
        "Send the link of “How did it go?” with the day 30, 60 and 90 emails. Its first question joins an answer to a"
        " commitment: people type the name or code on their card, or the record at the foot of their check-in page."
    )
    how_sure = (
        "On day 90, send “Three months on” too. It takes a minute. It asks for the code that people made up for the"
        " survey, but not for a name, so the feedback report can show before, after and day 90 for the same people."
        " Keep the two forms apart: together they would join a name to a survey."
    )
    back = DROPPED, SHARED, later, how_sure
    main = tag(
        "main",
        tag("section", tag("h2", "Which file is for what"), table_of("Files", ("File", "For", "Read back by"), rows)),
        tag("section", tag("h2", "Into Microsoft Forms"), tag("ol", [tag("li", step) for step in STEPS])),
        tag("section", tag("h2", "Back into the course"), [tag("p", one) for one in back]),
        tag("section", tag("h2", "From paper"), tag("p", paper)),
    )
    return whole_page(title, (header(title, tag("p", UNTRIED)), "\n", main), "main > section { break-before: auto; }")
