"""The form for own data: paste a table or choose a file, see what it says, and take it away as a Word file or a
project.
"""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from equityqi.cases.own_words import FOLDER
from equityqi.files import CouldNotWrite
from equityqi.forms.assets import script, together
from equityqi.forms.notebook import show_in_work
from equityqi.html_tags import Html, join, tag
from equityqi.owndata import keep_counts, remembered
from equityqi.owndata.direction import WORDS
from equityqi.owndata.look import Look, look_at
from equityqi.privacy.people import PeopleInTable
from equityqi.questions.kinds.base import option_list
from equityqi.tables.text_rows import read_bytes

ENDS = ("worst", "best")
NOT_KEPT = "Nothing was saved."
CHANGED = "{name} has changed since we read it, so we read it again. "
TO_READ = (
    "With the course installed on a computer, you can paste a table of counts here, or choose a file. Then you see the"
    " warnings, the groups, the gap over time and a draft aim. Exercises 15 and 16, for analysts, need the"
    " installed course too."
)


class OwnData(anywidget.AnyWidget):
    """``result``: what the last look says, as HTML; ``reading``: how it was read, as a sentence; ``columns``: (name,
    role, first cells) of each column; ``choices``: (key, label, options, chosen) of what is asked, and of the two
    groups; ``ready``: it can be taken away.
    """

    _esm = script("own_data_talk.js", "own_data_form.js")
    _css = together("form.css")
    result = traitlets.Unicode().tag(sync=True)
    reading = traitlets.Unicode().tag(sync=True)
    columns = traitlets.List().tag(sync=True)
    choices = traitlets.List().tag(sync=True)
    called = traitlets.Unicode().tag(sync=True)
    better = traitlets.Unicode("").tag(sync=True)
    ready = traitlets.Bool(False).tag(sync=True)

    def bind(self, work: Path) -> None:
        """Bind the form to a work folder, and show again what was kept there."""
        self._work, self._table, self._name, self._seen, self._choose, self._better = work, None, "", None, {}, None
        self._in_folder, self._ends = False, ()
        self.on_msg(self.on_message)
        if kept := keep_counts.kept_table(work):
            (self._table, own), self._name = kept, keep_counts.COUNTS
            self._choose = {"better": WORDS[own.better]}
            try:
                self._show(
                    look_at(
                        self._name,
                        self._table,
                        called=own.measure,
                        choose=self._choose,
                        groups=(own.group, own.comparator),
                    ),
                    own.measure,
                )
            except ValueError:  # somebody changed the file by hand: the form begins empty
                self._forget()

    def __repr__(self) -> str:
        return "Own data"

    def on_message(self, _, content, buffers) -> None:
        try:
            said = {"look": self._look, "word": self._word, "project": self._project}[content.get("do")](
                content, buffers
            )
            self.send({"said": said, "done": content.get("do")})
        except PeopleInTable as error:
            self._forget()
            self.send({"failed": f"{error} {NOT_KEPT}", "clear": True})
        except (CouldNotWrite, ValueError, OSError) as error:
            self.send({"failed": str(error)})

    def _look(self, content, buffers) -> str:
        text, name = str(content.get("text") or ""), str(content.get("name") or "").strip()
        changed = ""
        if buffers or text.strip() or name:
            self._name, self._table = self._given(text, name, buffers)
            self._choose, self._in_folder, self._ends = {}, not buffers and not text.strip(), ()
        elif self._in_folder and (table := read_bytes(_inside(self._work, self._name))) != self._table:
            self._table, changed = table, CHANGED.format(name=self._name)
        if self._table is None:
            raise ValueError(
                "There’s no table yet. Copy the cells in Excel with their headings, and paste them into the box. Or"
                " choose a file."
            )
        chosen = {key: str(value) for key, value in dict(content.get("choices") or {}).items() if value}
        ends = tuple(chosen.pop(end, "") for end in ENDS)
        choose = remembered.added(self._choose, chosen)
        better = {"1": 1, "-1": -1}.get(content.get("better"))
        if self._seen and (better, choose) != (self._better, self._choose):
            # read otherwise, other groups may lie furthest apart; two that were named stay, where only this was asked
            ends = self._ends if set(chosen) == {"better"} and self._seen.groups is None else ()
        self._better, self._ends = better, ends
        called = str(content.get("called") or "")[:200]
        more = {"groups": ends if any(ends) and all(ends) else None, "better": better, "called": called}
        memory = self._work / FOLDER / remembered.FILE
        seen, self._choose = remembered.look_at_as_before(self._name, self._table, memory, choose, **more)
        if seen.counts is not None:
            keep_counts.keep(self._work, seen)
            remembered.remember(memory, seen, self._choose)
        self._show(seen, called)
        return changed + (
            "Done. What your table shows is below. The counts are saved in the folder own-data."
            if seen.counts is not None
            else f"Not yet: {seen.sentence}"
        )

    def _given(self, text: str, name: str, buffers) -> tuple[str, bytes]:
        """Return the name and the bytes of what was pasted, chosen or named."""
        if buffers:
            return name or "file", bytes(buffers[0])
        if text.strip():
            return "Your table", text.encode("utf-8", "replace")
        return name, read_bytes(_inside(self._work, name))

    def _show(self, seen: Look, called: str) -> None:
        self._seen = seen
        cells = list(zip(*seen.reading.sample, strict=True)) or [()] * len(seen.reading.columns)
        with self.hold_sync():
            self.reading = str(seen.reading)
            self.columns = [
                [name, role, list(shown)] for (name, role), shown in zip(seen.reading.columns, cells, strict=True)
            ]
            self.result, self.choices, self.ready = page(seen), offered(seen), seen.groups is not None
            self.called, self.better = called, str(self._better or "")

    def _forget(self) -> None:
        self._table, self._seen, self._choose, self._in_folder = None, None, {}, False
        with self.hold_sync():
            self.result, self.reading, self.columns, self.choices, self.ready = "", "", [], [], False

    def _word(self, content, buffers) -> str:
        return keep_counts.make_word(self._work, self._seen)

    def _project(self, content, buffers) -> str:
        return keep_counts.make_project(self._work, self._seen)


def _inside(work: Path, name: str) -> Path:
    """Return a file of the work folder by the name that was typed; ValueError where it would lie outside."""
    path = (work / name).resolve()
    if not path.is_relative_to(work.resolve()):
        raise ValueError(
            f"“{name}” isn’t in your work folder. Copy the file into {work}, then try again. Or choose it above."
        )
    return path


def offered(seen: Look) -> list[list]:
    """Return what can be chosen after a look, as (key, label, options, chosen)."""
    options = [[ask.role, ask.sentence, list(ask.options), ""] for ask in seen.asks]
    if seen.groups is not None:
        names, ends = list(seen.groups["group"]), (seen.gap.worst, seen.gap.best) if seen.gap else ("", "")
        options += [["worst", "People served least well", names, ends[0]], ["best", "Compared with", names, ends[1]]]
    return options


def page(seen: Look) -> Html:
    """Return what a look says as HTML under headings, for reading top to bottom."""
    findings = [finding.sentence for finding in seen.findings]
    parts = [tag("h3", "Read these warnings first"), option_list(findings)] if findings else []
    parts += [tag("h3", "The gap"), tag("p", seen.sentence)]
    parts += [Html(picture._repr_html_()) for picture in seen.pictures]
    if seen.draft_aim:
        parts += [tag("h3", "Draft aim"), tag("p", seen.draft_aim)]
    return join(parts)


def own_data_form() -> None:
    """Show the form for own data; without a browser, or in the course's own copy, what it is for."""
    show_in_work(OwnData, TO_READ)
