"""Cards with fields of a project's record, saved as they are typed: what its forms share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from equityqi.files import CouldNotWrite
from equityqi.forms.assets import numbered, script, together
from equityqi.forms.downloads import Download, as_reply
from equityqi.forms.notebook import open_forms
from equityqi.project.numbers import NotANumber, Numbers
from equityqi.project.parts import Project, ProjectError
from equityqi.workfolder import project_numbers as store
from equityqi.workfolder.answers_file import AnswersError
from equityqi.workfolder.project_from_answers import project_of

MOST_LETTERS = 2000  # of one field
SAVED = "Saved. It won’t be in your hand-in."
HOMELESS = (
    "Not saved, because its test or its project isn’t here any more: “{text}”. If you need it, copy it from here."
)
SOME_HOMELESS = "Not all of it is saved. Read at the top of the form what isn’t, and why."


def field(
    key: str, label: str, value: Any, kind: str = "long", hint: str = "", options: Mapping[str, str] | None = None
):
    """Return a field as the form draws it. ``kind``: long, text, number, or choice with its ``options``."""
    text = {True: "yes", False: "no", None: ""}.get(value, value) if isinstance(value, bool | None) else value
    shown = {"key": key, "label": label, "value": str(text), "kind": kind, "hint": hint}
    return shown | ({"options": [["", "Choose…"], *map(list, options.items())]} if options else {})


class CardsForm(anywidget.AnyWidget):
    """``cards``: each with its key, one line, parts of fields; ``buttons``: what can be done, and what that says;
    ``result``: what is shown below, as HTML. Each change is saved in the file of the project's numbers.
    """

    _esm = script("downloads.js", "cards_form.js")
    _css = together("form.css", "numbers_form.css")
    key = traitlets.Unicode().tag(sync=True)
    about = traitlets.Unicode().tag(sync=True)
    cards = traitlets.List().tag(sync=True)
    buttons = traitlets.List().tag(sync=True)
    result = traitlets.Unicode().tag(sync=True)

    def bind(self, work: Path) -> None:
        """Bind the form to a work folder, and show what was saved there."""
        self._work = work
        self._last: tuple[str, int] = ("", 0)  # the newest change on disk: which copy of the form, its number there
        self._homeless: list[str] = []  # what was typed for a test or a project that isn't here any more
        self._begins = not store.id_of(work)  # with a project of which nothing is saved yet
        open_forms[("project", str(work))].add(self)
        self.renew()
        self.on_msg(self.on_message)

    def renew(self) -> None:
        """Show what is saved now; another form of the page may have changed it."""
        if not self.key or store.id_of(self._work) or not store.is_kept(self._work):  # not where it can't be read now
            self.key = self._key()
        try:
            self.project = project_of(self._work)
        except (ProjectError, AnswersError):
            self.project = Project()
        try:
            numbers = store.numbers_of(self._work).model_copy(update={"cycles": self.project.cycles})
        except NotANumber as error:  # a newer course wrote them
            self.about, self.cards, self.buttons = str(error), [], []
            return
        with self.hold_sync():
            self.show(numbers)
            self.about = " ".join([self.about, *(HOMELESS.format(text=text) for text in dict.fromkeys(self._homeless))])

    def _key(self, id: str | None = None) -> str:
        """Return what the form's copy in the browser is called: its kind, the folder, the project's id."""
        return f"{type(self).__name__}:{self._work.name}:{store.id_of(self._work) if id is None else id}"

    def on_message(self, _, content, buffers) -> None:
        do, reply, files = str(content.get("do")), {"token": content.get("token")}, []
        known = len(self._homeless)
        try:
            self._keep(content)
            said, made = self.act(do, content)
            said = SOME_HOMELESS if len(self._homeless) > known else said
            more, files = as_reply(made, self._work)
            reply |= {"done": do, "said": said, **more}
            renew_others(self._work)
        except (CouldNotWrite, AnswersError, ValueError, OSError) as error:
            reply["failed"] = str(error)
        self.send(reply, files)

    def _keep(self, content: Mapping[str, Any]) -> None:
        """Save what was typed; a message that a newer one overtook says nothing that the newer does not say."""
        copy, number = numbered(dict(content))
        changes = content.get("changes")
        if isinstance(changes, dict) and changes and (copy != self._last[0] or number > self._last[1]):
            typed = {str(key): str(value) for key, value in changes.items()}
            if (over := max(map(len, typed.values())) - MOST_LETTERS) > 0:
                more = f"{over:,} letter{'s' * (over > 1)} more"
                raise ValueError(f"One box has {more} than the {MOST_LETTERS:,} we can save. Shorten it.")
            mine = {self._key(), *([self._key("")] if self._begins else [])}
            if (about := content.get("key")) and about not in mine:
                self._homeless += filter(None, typed.values())
            else:
                planned = self.project.cycles
                store.change(self._work, lambda now: self.with_changes(now, planned, typed))
            self._last = (copy, number)

    def show(self, numbers: Numbers) -> None:
        """Set what the form shows."""
        raise NotImplementedError

    def with_changes(self, now: Numbers, planned: Sequence, typed: Mapping[str, str]) -> Numbers:
        """Return the numbers with what was typed, by the keys of the fields."""
        raise NotImplementedError

    def act(self, do: str, content: Mapping[str, Any]) -> tuple[str, Sequence[Download]]:
        """Do what a button says; return what to say, and the files that were made."""
        raise NotImplementedError


def renew_others(work: Path, made_before: bool = False) -> None:
    """Show what is saved now in each form of the project that is open; ``made_before``: and nothing that was made from
    what was saved before.
    """
    for form in list(open_forms[("project", str(work))]):
        if made_before and isinstance(form, CardsForm):
            form.result, form._homeless = "", []
        form.renew()
