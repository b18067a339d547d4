"""The calm note below an answer that looks like it names a person. It stops nothing, and costs no mark."""

from __future__ import annotations

from typing import Any

from equityqi.questions.kinds.base import Question

FREE_TEXT = ("text", "table", "tree", "game")  # kinds of question that people answer in words of their own


def note_on_people(question: Question, answer: Any, what: str = "This") -> str:
    """Return one sentence where an answer, called ``what`` in it, seems to name a person; "" where it doesn't, or has
    no free text.
    """
    return note_on(answer, what) if question.kind in FREE_TEXT else ""


def note_on(words: Any, what: str = "This") -> str:
    """Return the same sentence for any words: a text, a row, or a plan with all its parts.

    >>> note_on({"thing": "ring Mrs Patel"}, "Your commitment")
    'Your commitment looks like it names a person (a name). Please take it out before you share it.'
    """
    from equityqi.privacy.in_text import people_in_answer, sentence_on  # lazy: its patterns cost 0.05 s

    return sentence_on(people_in_answer(words), what) if words else ""
