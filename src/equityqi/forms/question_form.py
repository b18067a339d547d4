"""The widget behind ``ask``: it hears a change, saves it, and says so only when it is on disk."""

from __future__ import annotations

import anywidget
import traitlets
from IPython.display import HTML

from equityqi.files import CouldNotWrite
from equityqi.forms.assets import numbered, script, together
from equityqi.forms.notebook import repaint
from equityqi.questions.kinds.base import OPEN, SAVED
from equityqi.questions.mark import mark_saved
from equityqi.questions.note_on_people import note_on_people
from equityqi.questions.plain_html import answer_html, in_words, plain_html
from equityqi.questions.states import result_of
from equityqi.questions.tree_picture import diagram
from equityqi.workfolder import answers_file as store


def result_now(asked: store.Asked, answers: store.Answers) -> dict:
    """Return what the form shows of the saved answer: its mark, made anew, only where this very answer was checked."""
    question = asked.question
    if answers.was_checked(question.id):
        return result_of(mark_saved(question, answers, asked.path.parent))
    return {"state": OPEN if question.is_blank(answers.answers.get(question.id)) else SAVED}


class Form(anywidget.AnyWidget):
    """One accessible form. ``spec`` holds no key; ``key`` names the browser's copy of an answer."""

    _esm = script("editors.js", "sort_editor.js", "plan_editors.js", "form.js")
    _css = together("form.css")
    spec = traitlets.Dict().tag(sync=True)
    saved = traitlets.Any(None, allow_none=True).tag(sync=True)
    revision = traitlets.Int(0).tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def bind(self, asked, note, siblings) -> None:
        """Bind the form to its question, the sleeping note above it and the other forms of it."""
        self._asked, self._note, self._siblings = asked, note, siblings
        siblings.add(self)
        self._written = 0  # the revision that this form wrote last
        self._last_on_disk = (
            "",
            0,
        )  # the newest change that is on disk: from which copy of the form, and its number there
        self.on_msg(self.on_message)
        self.draw(self.saved)

    def __repr__(self) -> str:
        return f"Question {self.spec.get('id')}: {self.words}"

    def show_saved(self, answers) -> None:
        question = self._asked.question
        value = answers.answers.get(question.id)
        with self.hold_sync():
            self.saved, self.revision, self.words = value, answers.revision(question.id), in_words(question, value)
            self.result = result_now(self._asked, answers)
            self.draw(value)
        if self._note is not None:
            self._note.update(HTML(plain_html(question, value, asleep=True)))

    def draw(self, value) -> None:
        """Show the driver diagram of a tree's answer; the picture is empty where there is nothing that can be drawn."""
        if self._asked.question.kind == "tree":
            picture = diagram(self._asked.question, value)
            self.picture = picture._repr_html_() if picture else ""

    def on_message(self, _, content, buffers) -> None:
        reply = {"token": content.get("token")}
        copy, number = numbered(content)
        late = (
            copy == self._last_on_disk[0] and number < self._last_on_disk[1]
        )  # it was overtaken; the newer one holds what it says
        if content.get("do") == "draw":  # what is being typed, before it is saved
            if not late:
                self.draw(self._asked.question.as_saved(content.get("value")))
            return
        try:
            if content.get("do") == "save":
                reply |= (
                    {"done": "save", "saved": self.saved, "revision": self.revision, "said": ""}
                    if late
                    else self._save(content)
                )
                self._last_on_disk = self._last_on_disk if late else (copy, number)
            elif content.get("do") == "check":
                reply |= self._check()
        except store.Conflict as conflict:
            kept = content.get("value")
            if content.get("patch"):
                kept = {**(conflict.saved or {}), **kept}
                kept = {card: given for card, given in kept.items() if given is not None}  # one that was taken back
            reply |= {
                "conflict": True,
                "saved": conflict.saved,
                "revision": conflict.revision,
                "kept_words": answer_html(self._asked.question, kept),
                "saved_words": answer_html(self._asked.question, conflict.saved),
            }
        except (store.AnswersError, CouldNotWrite) as error:
            reply |= {"failed": str(error)}
        self.send(reply)

    def _save(self, content) -> dict:
        question = self._asked.question
        value = question.as_saved(content.get("value"))
        before = self.revision
        base = content.get("base") if content.get("replay") or question.judged else None
        if base is not None:  # a whole plan never takes the place of one written elsewhere meanwhile
            base = max(base, self._written)
        answers, said = store.save_answer(self._asked, value, patch=bool(content.get("patch")), base=base)
        self._written = answers.revision(question.id)
        repaint(self._siblings, answers)
        if (
            said is None
            and not content.get("replay")
            and not content.get("patch")
            and answers.revision(question.id) > before + 1
        ):
            said = "It replaced an answer you gave on another page."
        said = " ".join(filter(None, (said, note_on_people(question, self.saved))))
        return {"done": "save", "saved": self.saved, "revision": self.revision, "said": said}

    def _check(self) -> dict:
        answers, said = store.read_answers(self._asked.path, self._asked.exercise)
        answers = store.by_own_aim(self._asked, answers)
        question = self._asked.question
        mark = mark_saved(question, answers, self._asked.path.parent)
        answers = store.save_checked(self._asked, answers)
        repaint(self._siblings, answers)
        if not said and (note := note_on_people(question, self.saved)):
            said = f"Saved. {note}"
        return {"done": "check", "result": result_of(mark), "said": said or ""}
