"""A project's own numbers on a page: a table to fill month by month, what it says by group, and the tests beside it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from equityqi.cases.case_lookup import measure_of, unit
from equityqi.files import CouldNotWrite
from equityqi.forms.assets import script, together
from equityqi.forms.cards_form import renew_others
from equityqi.forms.downloads import Download, as_reply
from equityqi.forms.notebook import open_forms, show_in_work
from equityqi.forms.numbers_page import page
from equityqi.privacy.in_text import OF_PATIENTS, people_in_answer
from equityqi.project import numbers as table
from equityqi.project.next_test import with_tests
from equityqi.project.numbers import Measured, NotANumber, Numbers
from equityqi.project.numbers_pasted import table_pasted, with_table
from equityqi.project.parts import Project, ProjectError
from equityqi.project.rows_and_groups import empty, renamed, with_compared, without
from equityqi.project.sentences import case_of, group_words, measure_words
from equityqi.project.whole_project import to_json, to_share
from equityqi.questions.note_on_people import note_on
from equityqi.settings import chart_rules
from equityqi.tables.file_kind import kind_of_file
from equityqi.typed_fields import read_part
from equityqi.typed_input import date, months_after, number
from equityqi.workfolder import project_numbers as store
from equityqi.workfolder.answers_file import AnswersError
from equityqi.workfolder.project_from_answers import clear_project, project_of

TO_READ = (
    "When you open this page with start.py, or by your trainer’s link, you put your project’s numbers here as they"
    " come, and see by group whether anything has changed."
)
PATIENT = "This looks like it names a patient, so it wasn’t saved. Type only names of groups and counts."
SAVED = "Saved."
BEGUN = "Saved. Now type in the past, so that you have a baseline."
AWAY = (
    "Your browser saves the file with your downloads. It has your plan, your log and your numbers as you typed them, so"
    " keep it to yourself. Once you can open it, you can clear this computer."
)
SHARED = (
    "Your browser saves the copy with your downloads. What you counted is hidden in it where it’s 1 to 7 people, and"
    " otherwise rounded to 5. What you predicted and your own words are in it as you wrote them, so look through them"
    " before you send it."
)
ONLY_FOR_ME, FOR_LEADER = "my-project-only-for-me.json", "my-project-for-my-leader.json"
BACK = "Your project is back: its numbers, its log and its plan. Load the page again to see the plan above."
CLEARED = (
    "Your numbers, your log and your story boards are off this computer. What you wrote in the exercises is still on"
    " it. To go on, choose the file you took."
)
NO_EXCEL = "A browser can’t open Excel files here. Open the file in Excel, copy the four columns, and paste them."


class NumbersForm(anywidget.AnyWidget):
    """``sheet``: what the table shows (see :func:`state_of`); ``result``: what the numbers say, as HTML."""

    _esm = script("own_data_talk.js", "downloads.js", "numbers_form.js")
    _css = together("form.css", "numbers_form.css")
    key = traitlets.Unicode().tag(sync=True)
    sheet = traitlets.Dict().tag(sync=True)
    result = traitlets.Unicode().tag(sync=True)

    def bind(self, work: Path) -> None:
        """Bind the form to a work folder, and show what was saved there."""
        self._work, self._chosen, self.key = work, "", f"numbers:{work.name}"
        open_forms[("project", str(work))].add(self)
        self.renew()
        self.on_msg(self.on_message)

    def renew(self) -> None:
        """Show what is saved now; another form of the page may have changed it."""
        work = self._work
        try:
            self._project = project_of(work)
        except (ProjectError, AnswersError):
            self._project = Project()  # the numbers don't need the plan
        try:
            self._show(store.numbers_of(work))
        except NotANumber as error:  # a newer course wrote them
            self.sheet, self.result = {"begun": False, "shut": str(error)}, ""

    def __repr__(self) -> str:
        return "My project’s numbers"

    def on_message(self, _, content, buffers) -> None:
        do, made = str(content.get("do")), []
        self._chosen = str(content.get("measure") or self._chosen)
        try:
            _refuse_patients(_texts(content))
            numbers, said = self._done(do, content, [bytes(one) for one in buffers or ()])
            if do in ("take", "share"):
                made = [self._file(do)]
                said = " ".join(filter(None, (said, do == "share" and note_on(self._words(), "Your project"))))
            reply, files = as_reply(made, self._work)
            reply = {**reply, "folder": ""} if reply else {}  # it is only among the downloads
            self._show(numbers)
            if do in ("back", "clear", "undo"):  # they change the log and the board too
                renew_others(self._work, made_before=True)
            where = {name: content.get(name) for name in ("measure", "when", "group")} if do == "set" else {}
            self.send({"done": do, "said": said, **where, **reply}, files)
        except (CouldNotWrite, AnswersError, ValueError, OSError) as error:
            self.send({"failed": str(error), "at": do, "when": content.get("when"), "group": content.get("group")})

    def _done(self, do: str, content: Mapping[str, Any], files: list[bytes]) -> tuple[Numbers, str]:
        """Do one thing, and return the numbers after it and what to say."""
        typed = {name: " ".join(str(content.get(name) or "").split()) for name in ("when", "group", "count", "of")}
        work, chosen = self._work, self._chosen
        if do == "start":
            return store.change(work, lambda _: self._begun(content)), BEGUN
        if do == "set":
            return store.change(work, lambda now: table.with_count(now, chosen, **typed)), SAVED
        if do == "add":
            when = table.time_typed(typed["when"], store.numbers_of(work).every)
            return store.change(work, lambda now: table.with_time(now, when)), SAVED
        if do == "about":
            about = self._measured(content)
            return store.change(work, lambda now: table.with_about(now, about)), SAVED
        if do in ("paste", "file"):
            now = store.numbers_of(work)
            name = str(content.get("name") or "table")
            text = str(content.get("text") or "")
            rows, out = (table_pasted(text, now), 0) if do == "paste" else _rows_of(name, files, now, chosen)
            said = f"Saved. We read {_rows_in_words(len(rows))}."
            if out:
                said += f" We left out {_rows_in_words(out)} without a whole number in both columns, such as “<8”."
            return store.change(work, lambda now: with_table(now, chosen, rows)), said
        if do == "without":
            what, id = str(content.get("what")), str(content.get("id"))
            return store.change(work, lambda now: without(now, what, id)), SAVED
        if do == "rename":
            what, id, to = (str(content.get(name) or "") for name in ("what", "id", "to"))
            return store.change(work, lambda now: renamed(now, what, id, to)), SAVED
        if do == "compare":
            one, other = (str(content.get(name) or "") for name in ("one", "other"))
            return store.change(work, lambda now: with_compared(now, one, other)), SAVED
        if do == "undo":
            return store.undo(work), "Undone."
        if do == "clear":
            clear_project(work)
            return Numbers(), CLEARED
        if do == "back":
            store.put_back(work, files[0] if files else b"")
            self._project = project_of(work)
            return store.numbers_of(work), BACK
        return store.numbers_of(work), {"take": AWAY, "share": SHARED}.get(do, "")

    def _file(self, do: str) -> Download:
        """Return the whole project as a file: the team's own, or the copy for others."""
        self._project = project_of(self._work)
        whole = store.whole_of(self._work, self._project)
        if do == "share":
            return Download("the copy for my leader", FOR_LEADER, to_json(to_share(whole, chart_rules())))
        return Download("my project", ONLY_FOR_ME, to_json(whole))

    def _words(self) -> Any:
        return [self._project.without_contact(), store.numbers_of(self._work).model_dump()]

    def _measured(self, content: Mapping[str, Any]) -> Measured:
        """Return a measure with what was typed about it; its counts as they are saved."""
        about = {**dict(content.get("about") or {}), "id": self._chosen}
        about["again"] = about.get("again") in (True, "yes")
        now = next((one for one in store.numbers_of(self._work).measures if one.id == self._chosen), None)
        return read_part(Measured, about).model_copy(update={"counts": now.counts if now else []})

    def _begun(self, content: Mapping[str, Any]) -> Numbers:
        self._chosen = "m1"
        measure = table.with_about(Numbers(), self._measured(content)).measures[0]
        every = str(content.get("every"))
        every = every if every in (table.MONTH, table.WEEK, table.CLINIC) else table.MONTH
        groups = [str(group) for group in content.get("groups") or []]
        return table.begun(str(content.get("first") or ""), every, groups, measure)

    def _show(self, numbers: Numbers) -> None:
        ids = [one.id for one in numbers.measures]
        self._chosen = self._chosen if self._chosen in ids else (ids or ["m1"])[0]
        numbers = self._whole(numbers)
        with self.hold_sync():
            self.sheet = state_of(numbers, self._chosen) if ids else offered(self._project)
            self.result = page(numbers, self._chosen, self._project) if ids else ""

    def _whole(self, numbers: Numbers) -> Numbers:
        return with_tests(numbers, self._project.cycles, store.begun_near(self._work))


def _rows_in_words(many: int) -> str:
    return f"{many} row{'s' * (many != 1)}"


def _refuse_patients(texts: Any) -> None:
    if any(one.kind in OF_PATIENTS for one in people_in_answer(texts)):
        raise NotANumber(PATIENT)


def _texts(content: Mapping[str, Any]) -> list[Any]:
    return [content.get(name) for name in ("group", "groups", "text", "to")] + [dict(content.get("about") or {})]


def _rows_of(name: str, files: list[bytes], now: Numbers, chosen: str) -> tuple[list, int]:
    """Return the rows of a file, by the reader of own tables where it is there, and how many are left out."""
    data = files[0] if files else b""
    if find_spec("pandas"):
        from equityqi.owndata.project_rows import rows_of_file  # lazy: pandas costs 0.4 s

        return rows_of_file(name, data, now.every, now.measure(chosen).better)
    if kind_of_file(name, data) != "text":
        raise NotANumber(NO_EXCEL)
    text = data.decode("utf-8-sig", "replace")
    _refuse_patients(text)
    return table_pasted(text, now), 0


def state_of(numbers: Numbers, chosen: str) -> dict[str, Any]:
    """Return what the table shows: its rows (time, its words, counts by group), and the measures without counts."""
    measure = numbers.measure(chosen)
    cells = {(one.when, one.group): [one.count, one.of] for one in measure.counts}
    rows = [
        [when, table.time_in_words(when), [cells.get((when, group), ["", ""]) for group in numbers.groups]]
        for when in numbers.times
    ]
    return {
        "begun": True,
        "every": numbers.every,
        "groups": list(numbers.groups),
        "pair": numbers.pair,
        "measures": [one.model_copy(update={"counts": []}).model_dump() for one in numbers.measures],
        "chosen": chosen,
        "fresh": f"m{max(int(number(one.id[1:]) or 0) for one in numbers.measures) + 1}",
        "rows": rows,
        "empty": [list(one) for one in empty(numbers)],
        "next": table.time_in_words(table.after(numbers.times[-1], numbers.every)),
    }


def offered(project: Project) -> dict[str, Any]:
    """Return what the first fields are filled with from the plan: measure, groups, and the first month of the past.

    A target that isn't in per cent, such as 27 per 1,000, is left to the team: the table is in per cent.
    """
    case, aim = case_of(project), project.aim
    groups = [group_words(name, case) for name in (aim.group, aim.comparator) if name.strip()]
    day = date(project.day)
    first = table.time_in_words(f"{months_after(day, -table.PAST):%Y-%m}") if day else ""
    known = measure_of(case, aim.measure)
    goal = number(aim.target_group) if unit(case, known) == "%" else None
    down = aim.direction == "down" or bool(case and known and case.measures[known].better < 0)
    return {
        "begun": False,
        "name": measure_words(aim.measure, case),
        "groups": groups,
        "first": first,
        "better": "down" if down else "up",
        "target": "" if goal is None else f"{goal:g}",
    }


def project_numbers() -> None:
    """Show the table of a project's own numbers; without a browser, or in the course's own copy, what it is for."""
    show_in_work(NumbersForm, TO_READ)
