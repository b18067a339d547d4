"""The form of *Close the Gap*: it hears one move, saves the game, and shows how it stands."""

from __future__ import annotations

import zlib
from typing import Any

import anywidget
import traitlets
from IPython.display import HTML, display
from pydantic import ValidationError

from equityqi.files import CouldNotWrite
from equityqi.forms.assets import script, together
from equityqi.forms.notebook import repaint
from equityqi.game import IDEAS
from equityqi.game.in_words import staff_time_in_words, units_of
from equityqi.game.moves import after, place, playable
from equityqi.game.play import WIDEST, Refused, Turn, read_log
from equityqi.game.view import KINDS, view
from equityqi.questions.note_on_people import note_on
from equityqi.questions.plain_html import plain_html
from equityqi.typed_input import number as read_number
from equityqi.workfolder import answers_file as store

MOVED = "You’ve played on since then, here or on another page. This is where the game is now."


class GameForm(anywidget.AnyWidget):
    """One game on a page. ``prompt`` is what is asked; ``key`` names the browser's copy of a move that is not saved
    yet.
    """

    _esm = script("game_cards.js", "game_picture.js", "game_end.js", "game.js")
    _css = together("form.css", "game.css", "game_cards.css")
    prompt = traitlets.Unicode().tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)

    _words = "a game"

    def bind(self, asked, note, siblings) -> None:
        """Bind the form to its question, the sleeping note above it and the other forms of it."""
        self._asked, self._note, self._siblings = asked, note, siblings
        self._kind = "shown"
        siblings.add(self)
        self.on_msg(self.on_message)

    def __repr__(self) -> str:
        return f"Close the Gap: {self._words}"

    def _read(self) -> tuple[Any, dict]:
        """Return the answers file and the answer in it; where no game can be read, a new one."""
        answers, _ = store.read_answers(self._asked.path, self._asked.exercise)
        return answers, playable(answers.answers.get(self._asked.question.id), _seed(answers, 0))

    def show(self) -> dict:
        """Return all that the browser shows."""
        _, answer = self._read()
        self._words = self._asked.question.in_words(answer)
        return view(answer, self._kind)

    def on_message(self, _, content, buffers) -> None:
        reply = {"token": content.get("token")}
        try:
            reply |= self._answer(content)
        except store.Conflict:
            reply |= {"view": self.show(), "said": MOVED, "moved": True}
        except (Refused, store.AnswersError) as error:
            reply |= {"failed": str(error), "refused": True, "fields": _to_mend(content)}
        except CouldNotWrite as error:
            reply |= {"failed": str(error)}
        self.send(reply)

    def _answer(self, content: dict) -> dict:
        do = content.get("do")
        if do == "look":
            self._kind = kind if (kind := content.get("kind")) in KINDS else "shown"
            return {"view": self.show()}
        answers, answer = self._read()
        if do == "load":
            units = units_of(read_log(answer["game"]), _whole(content.get("changes")), content.get("together"))
            return {"load": staff_time_in_words(units), "units": units}
        if content.get("at") != place(answer):
            return {"view": self.show(), "said": MOVED, "moved": True}
        given = _turn(content.get("given")) if do == "turn" else content.get("given")
        answer = after(answer, do, given, _seed(answers, len(answer["earlier"]) + 1))
        id = self._asked.question.id
        answers, _ = store.save_answer(self._asked, answer, base=answers.revision(id))
        if do == "again":
            self._kind = "shown"
        repaint(self._siblings - {self}, answers)
        self._follow(answers)
        return {"view": self.show(), "said": f"Saved. {note_on(given) if do == 'words' else ''}".rstrip()}

    def show_saved(self, answers) -> None:
        """Show what another form saved."""
        self.send({"view": self.show()})
        self._follow(answers)

    def _follow(self, answers) -> None:
        """Let the sleeping note say what is saved."""
        if self._note is not None:
            question = self._asked.question
            self._note.update(HTML(plain_html(question, answers.answers.get(question.id), asleep=True)))


def _seed(answers, number: int) -> int:
    """Return the seed of a person's next game: the same on every computer, another for each answers file and game."""
    return zlib.crc32(f"{answers.id}:{number}".encode())


def _whole(changes: Any) -> dict[str, int]:
    changes = changes if isinstance(changes, dict) else {}
    return {id: scale for id, scale in changes.items() if id in IDEAS and scale in (0, 5, 25, 100)}


def _numbers(given: dict) -> dict[str, float | None]:
    """Return the ends of the predicted interval; None for one that is no number from 0 to 100."""
    read = {end: read_number(given.get(end)) for end in ("low", "high")}
    return {end: value if value is not None and 0 <= value <= 100 else None for end, value in read.items()}


def _turn(given: Any) -> Turn:
    """Return a turn as it was filled in; raises Refused with a sentence on what is missing."""
    given = given if isinstance(given, dict) else {}
    numbers = _numbers(given)
    if not given.get("group") and None in numbers.values():
        raise Refused(
            "Make your prediction first: choose a group, and write two numbers from 0 to 100, such as 30 and 50."
        )
    if not given.get("group"):
        raise Refused("First choose a group for your prediction.")
    if None in numbers.values():
        raise Refused("Write your prediction first: two numbers from 0 to 100, such as 30 and 50.")
    try:
        return Turn.model_validate({**given, **numbers})
    except ValidationError:
        raise Refused("We couldn’t read this turn. Choose your changes again, then play the months.") from None


def _to_mend(content: dict) -> list[str]:
    """Return which fields of a refused prediction to look at: those that are missing, else both ends if they are apart
    in the wrong way.
    """
    given = content.get("given")
    if content.get("do") != "turn" or not isinstance(given, dict):
        return []
    numbers = _numbers(given)
    if missing := [name for name, value in {"group": given.get("group") or None, **numbers}.items() if value is None]:
        return missing
    wide = (numbers["high"] or 0) - (numbers["low"] or 0)
    return [] if 0 <= wide <= WIDEST else ["low", "high"]


def play(asked, answers, siblings, said: str | None = None) -> None:
    """Show the game of a question: ``asked`` and ``answers`` from the answers file, ``siblings`` its other forms."""
    note = display(
        HTML(plain_html(asked.question, answers.answers.get(asked.question.id), asleep=True, said=said)),
        display_id=True,
    )
    form = GameForm(prompt=asked.question.prompt, key=f"{answers.id}:{asked.question.id}", notice=said or "")
    form.bind(asked, note, siblings)
    display(form)
