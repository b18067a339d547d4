"""The form that one person after another fills in on the same computer: survey and commitment."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets
from IPython.display import HTML, display

from equityqi.files import CouldNotWrite
from equityqi.forms.assets import numbered, script, together
from equityqi.forms.notebook import has_browser
from equityqi.html_tags import Html, tag
from equityqi.project.parts import Commitment
from equityqi.project.sentences import commitment_sentence
from equityqi.questions.kinds.base import option_list
from equityqi.questions.kinds.fields import for_browser as fields_for_browser
from equityqi.questions.note_on_people import note_on
from equityqi.questions.plain_html import NO_LAB, in_frame
from equityqi.questions.plan_rules import judge
from equityqi.settings import course_today, read_day, second_date, work_folder
from equityqi.typed_fields import read_part
from equityqi.workfolder import survey_sheets

NO_DAY = "To check its dates, we need the date of your session. Type it on the start page, then check again."


class PersonForm(anywidget.AnyWidget):
    """One sheet. Each change is saved in a small file of this person's own; *Next person* clears the form."""

    _esm = script("editors.js", "plan_editors.js", "radio_grid.js", "person_form.js")
    _css = together("form.css", "start.css")
    sections = traitlets.List().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    about = traitlets.Unicode().tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    can_check = traitlets.Bool(False).tag(sync=True)
    fold = traitlets.Bool(False).tag(sync=True)

    def bind(self, work: Path, name: str) -> None:
        self._work, self._name = work, name
        # The newest change that is on disk: of which sheet, in which copy of the form, and its number there.
        self._last_on_disk = (None, 0)
        self.on_msg(self.on_message)

    def __repr__(self) -> str:
        return f"Sheet: {self.title}"

    def on_message(self, _, content, buffers) -> None:
        reply = {"token": content.get("token")}
        try:
            if content.get("do") == "save":
                copy, number = numbered(content)
                sheet = (copy, content.get("record"))
                last, at = self._last_on_disk
                if sheet != last or number >= at:  # else it was overtaken: the newer says more, or takes something back
                    survey_sheets.save_sheet(self._work, self._name, content.get("answers"), content.get("record"))
                    self._last_on_disk = (sheet, number)
                reply |= {"done": "save", "said": note_on(content.get("answers"))}
            elif content.get("do") == "check":
                given = content.get("answers")
                reply |= {"done": "check", "notes": check(self._work, given), "promise": promise(given)}
        except (survey_sheets.SheetError, CouldNotWrite, OSError) as error:
            reply |= {"failed": str(error)}
        self.send(reply)


def check(work: Path, answers) -> list[list]:
    """Return what each check says of a commitment: met or not yet, and its sentence."""
    day = read_day(second_date(work)) if (work / "settings.yml").is_file() else course_today()
    if day is None:
        return [[False, NO_DAY]]
    given = survey_sheets.clean_answers(survey_sheets.sheet_of(survey_sheets.COMMITMENT), answers)
    return [[one.passed, one.sentence] for one in judge("commitment", [given], None, day).checks]


def promise(answers) -> str:
    """Return a commitment as its person would say it.

    >>> promise({"verb": "ring", "thing": "three people", "date": "14 July 2026", "checker": "Tom"})
    'I will ring three people by 14 July 2026; Tom will ask me.'
    """
    given = survey_sheets.clean_answers(survey_sheets.sheet_of(survey_sheets.COMMITMENT), answers)
    return commitment_sentence(read_part(Commitment, given))


def sheet_form(name: str, fold: bool = False) -> None:
    """Show a sheet that each person fills in alone: ``pre``, ``post``, ``sliders``, ``exit`` or ``commitment``.

    With ``fold`` only its title shows until somebody opens it, or has begun it on this computer.

    Without a browser, or in the course's own copy, its plain HTML twin.
    """
    try:
        sheet = survey_sheets.sheet_of(name)
    except ValueError as error:
        print(error)
        return
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        display(HTML(sheet_twin(name)))
        return
    wake = tag("p", "This sheet isn’t ready yet.", NO_LAB)
    display(HTML(in_frame(wake, asleep=True)))
    form = PersonForm(
        sections=[{"prompt": section.prompt, "columns": fields_for_browser(section.fields)} for section in sheet.asked],
        title=sheet.title,
        about=" ".join(survey_sheets.about_of(name)),
        key=f"sheet:{work.name}:{name}",
        can_check=name == survey_sheets.COMMITMENT,
        fold=fold,
    )
    form.bind(work, name)
    display(form)


def sheet_twin(name: str) -> Html:
    """Return a sheet as plain HTML, to read or to print: no answer is ever in it."""
    sheet = survey_sheets.sheet_of(name)
    parts = [tag("p", tag("strong", sheet.title)), *(tag("p", words) for words in survey_sheets.about_of(name))]
    for section in sheet.asked:
        parts += [tag("p", section.prompt), option_list(column.asked() for column in section.columns.values())]
    return in_frame(parts)
