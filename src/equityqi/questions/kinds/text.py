"""A text in one's own words; it is marked for being there, and a person may read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from equityqi.alike import is_alike
from equityqi.html_tags import Html, bullets, join, tag
from equityqi.questions.kinds import paper
from equityqi.questions.kinds.base import Change, Mark, Place, Question, fewest
from equityqi.questions.kinds.real_words import is_repeated, reads_as_words

LINES = 5  # to write on, on paper
NOT_READ = (
    "We can't make out any words here yet. If they're there, try writing them another way. Spelling doesn't matter, and"
    " you can use any language or a list."
)
OVER_AND_OVER = "This says the same thing over and over. Once is plenty: say it, then tell us a little more about it."
PASTED = 0.6  # a text this like its prompt is the prompt pasted back


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """``model``: examples; a text needs so many ``words``, so many of them ``different``.

    ``rubric``, where a person marks it too: what 0, 1, 2 and 3 points look like.
    """

    kind: Literal["text"] = "text"
    right: str = "Thank you."
    model: list[str]
    words: int = 8
    different: int = 5
    rubric: list[str] = field(default_factory=list)

    def check(self) -> None:
        super().check()
        fewest(self.model, 1, "model")
        if len(self.rubric) not in (0, 4):
            raise ValueError(f"a rubric has four lines, for 0 to 3 points; this one has {len(self.rubric)}")

    def why_unreadable(self, answer: Any) -> str | None:
        return None if isinstance(answer, str) else "Please type a sentence."

    def with_texts(self, answer: str, change: Change) -> str:
        return change(Place("your answer", "long"), answer)

    def mark(self, answer: Any, case=None, today=None) -> Mark:
        words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", answer.lower())
        if is_alike(answer.lower(), self.prompt.lower(), PASTED):
            sentence = "That’s the question itself. Please write your own words instead."
            return Mark(0.0, 0, False, sentence, "pasted-prompt")
        if len(words) < self.words:
            sentence = (
                f"Please write a little more. We need at least {self.words} words, and you have {len(words)} so far."
            )
            return Mark(0.0, 0, False, sentence, "too-short")
        if not reads_as_words(answer):
            return Mark(0.0, 0, False, NOT_READ, "no-words")
        if is_repeated(words):
            return Mark(0.0, 0, False, OVER_AND_OVER, "repeated-words")
        if len(set(words)) < self.different:
            return Mark(0.0, 0, False, f"Please use at least {self.different} different words.", "repeated-words")
        return Mark(self.points, 0, True, self.right, read=True)

    def on_paper(self) -> Html:
        return join([paper.RULE] * LINES)

    def in_key(self) -> Html:
        models = [tag("p", tag("strong", "One good answer:"), f" {model}") for model in self.model]
        rubric = bullets(f"{score} point{'s' * (score != 1)}: {line}" for score, line in enumerate(self.rubric))
        read = (tag("p", "When a person reads it:"), rubric) if rubric else None
        return join((models, tag("p", self.right), read))
