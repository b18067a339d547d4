"""The small form of own data: two groups' counts, typed or pasted, to the gap, a picture and a draft aim."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from equityqi.files import CouldNotWrite
from equityqi.forms.assets import script, together
from equityqi.forms.notebook import show_in_work
from equityqi.html_tags import Html, join, tag
from equityqi.owndata.two_groups import NO_AIM, aim_of, aim_sentences, compare, gap_sentences, picture, shown_counts
from equityqi.owndata.typed_groups import NotRead, groups_pasted, groups_typed, keep_typed, kept_typed
from equityqi.privacy.in_text import OF_PATIENTS, people_in_answer, sentence_on
from equityqi.questions.kinds.base import option_list

TO_READ = (
    "Here you type four numbers: how many people, out of how many, for each of two groups. The form works out the gap,"
    " draws it and drafts an aim."
)
DONE = "Saved. The gap is worked out below."
PATIENT = "This looks as if it names a patient, so we didn’t save it. Type only the name of the group and its counts."
NOT_COUNTED = (
    "People whose group isn’t recorded are in neither group. Ask how many they are: they may be the ones served least"
    " well."
)
NOT_WHY = "The numbers show that there’s a gap, but never why. Ask people in that group, and those who run the service."


class TwoGroupsForm(anywidget.AnyWidget):
    """``typed``: what stands in the fields; ``result``: what the counts say, as HTML."""

    _esm = script("own_data_talk.js", "two_groups_form.js")
    _css = together("form.css")
    typed = traitlets.Dict().tag(sync=True)
    result = traitlets.Unicode().tag(sync=True)

    def bind(self, work: Path) -> None:
        """Bind the form to a work folder, and show again what was typed there."""
        self._work = work
        self.typed = kept_typed(work)
        self.on_msg(self.on_message)
        try:
            self.result = told(self.typed) if self.typed else ""
        except NotRead:  # it is not whole yet
            self.result = ""

    def __repr__(self) -> str:
        return "Two groups"

    def on_message(self, _, content, buffers) -> None:
        do, typed = content.get("do"), {key: str(value) for key, value in dict(content.get("typed") or {}).items()}
        try:
            if do == "paste":
                fields, said = groups_pasted(str(content.get("text") or ""))
                typed |= fields
                reply = {"fields": fields, "said": said}
            else:
                reply = {"said": "Saved." if do == "save" else DONE}
            if any(one.kind in OF_PATIENTS for one in people_in_answer(list(typed.values()))):
                raise NotRead(PATIENT)
            keep_typed(self._work, typed)
            self.result = told(typed) if do == "work" else ""
            self.send({"done": do, **reply})
        except NotRead as error:
            self.result = ""
            self.send({"failed": str(error), "faults": error.faults})
        except CouldNotWrite as error:
            self.send({"failed": str(error)})


def told(typed: Mapping[str, Any]) -> Html:
    """Return what typed counts say, as HTML. Raises :class:`NotRead` where they cannot be used."""
    better = -1 if typed.get("better") == "-1" else 1
    measure, period = (" ".join(str(typed.get(name) or "").split())[:200] for name in ("measure", "period"))
    found = compare(*groups_typed(typed), better)
    drawn, aim = picture(found, measure), aim_of(found, measure, better)
    taken = f" You said that {'more' if better == 1 else 'less'} is better."
    parts = [tag("h3", "The gap"), tag("p", gap_sentences(found, period), "" if found.too_small else taken)]
    if drawn:
        parts.append(Html(drawn._repr_html_()))
    if aim:
        parts += [tag("h3", "Draft aim"), tag("p", aim_sentences(aim, period, shown_counts(found)))]
    elif not found.too_small:
        parts.append(tag("p", NO_AIM))
    note = sentence_on(people_in_answer([found.least.name, found.best.name, measure, period]), "What you typed")
    mind = [*([note] if note else []), NOT_COUNTED, NOT_WHY]
    return join([*parts, tag("h3", "Before you use it"), option_list(mind)])


def two_groups_form() -> None:
    """Show the form for two groups' counts; without a browser, or in the course's own copy, what it is for."""
    show_in_work(TwoGroupsForm, TO_READ)
