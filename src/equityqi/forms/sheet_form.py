"""The form that one person after another fills in on the same computer: survey and commitment."""

from __future__ import annotations

from html import escape
from pathlib import Path

import anywidget
import traitlets

from equityqi.files import CouldNotWrite
from equityqi.forms.assets import numbered, script, together
from equityqi.forms.notebook import has_browser
from equityqi.questions.kinds.fields import for_browser as fields_for_browser
from equityqi.questions.plain_html import STYLE
from equityqi.settings import course_today, read_day, session_date, work_folder
from equityqi.workfolder import survey_sheets

NO_DAY = "Its dates need the date of your session. Type it on the start page, then check again."


class PersonForm(anywidget.AnyWidget):
    """One sheet. Each change is saved in a small file of this person's own; *Next person* clears the form."""

    _esm = script("editors.js", "plan_editors.js", "person_form.js")
    _css = together("form.css")
    sections = traitlets.List().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    can_check = traitlets.Bool(False).tag(sync=True)

    def attach(self, work: Path, name: str) -> None:
        self._work, self._name = work, name
        self._newest = (
            None,
            0,
        )  # the newest change that is on disk: of which sheet, in which copy of the form, and its number there
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        return f"Sheet: {self.title}"

    def _heard(self, _, content, buffers) -> None:
        reply = {"token": content.get("token")}
        try:
            if content.get("do") == "save":
                copy, number = numbered(content)
                sheet = (copy, content.get("record"))
                if (
                    sheet != self._newest[0] or number >= self._newest[1]
                ):  # else it was overtaken: the newer one says more, or takes something back
                    survey_sheets.save_sheet(self._work, self._name, content.get("answers"), content.get("record"))
                    self._newest = (sheet, number)
                reply["done"] = "save"
            elif content.get("do") == "check":
                reply |= {"done": "check", "notes": check(self._work, content.get("answers"))}
        except (survey_sheets.SheetError, CouldNotWrite, OSError) as error:
            reply |= {"failed": str(error)}
        self.send(reply)


def check(work: Path, answers) -> list[list]:
    """Return what each check says of a commitment: met or not yet, and its sentence."""
    from equityqi.questions.plan_rules import judge

    day = read_day(session_date(work)) if (work / "settings.yml").is_file() else course_today()
    if day is None:
        return [[False, NO_DAY]]
    given = survey_sheets.clean_answers(survey_sheets.sheet_of(survey_sheets.COMMITMENT), answers)
    return [[one.passed, one.sentence] for one in judge("commitment", [given], None, day).checks]


def sheet_form(name: str) -> None:
    """Show a sheet that each person fills in alone: ``pre``, ``post``, ``sliders``, ``exit`` or ``commitment``.

    Without a browser, or in the course's own copy, its plain HTML twin.
    """
    from IPython.display import HTML, display

    try:
        sheet = survey_sheets.sheet_of(name)
    except ValueError as error:
        print(error)
        return
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        display(HTML(sheet_twin(sheet)))
        return
    display(
        HTML(
            f'{STYLE}<div class="eq-twin eq-asleep"><p>This sheet is asleep. Press <em>Start this page</em> at the top'
            " to wake it up.</p></div>"
        )
    )
    form = PersonForm(
        sections=[
            {"prompt": section.prompt, "columns": fields_for_browser(section.fields)} for section in sheet.sections
        ],
        title=sheet.title,
        key=f"sheet:{work.name}:{name}",
        can_check=name == survey_sheets.COMMITMENT,
    )
    form.attach(work, name)
    display(form)


def sheet_twin(sheet: survey_sheets.Sheet) -> str:
    """Return a sheet as plain HTML, to read or to print: no answer is ever in it."""
    parts = [f"<p><strong>{escape(sheet.title)}</strong></p>"]
    for section in sheet.sections:
        fields = "".join(f"<li>{escape(column.label)}{_offers(column)}</li>" for column in section.columns.values())
        parts.append(f"<p>{escape(section.prompt)}</p><ul>{fields}</ul>")
    return f'{STYLE}<div class="eq-twin">{"".join(parts)}</div>'


def _offers(column) -> str:
    offered = "; ".join(column.options.values()) if column.options else column.hint
    return f" ({escape(offered)})" if offered else ""
