"""A whole exercise: its questions, in order. It needs neither pydantic nor YAML, so that a page starts quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from equityqi.questions.kinds import KINDS
from equityqi.questions.kinds.base import Question

FILE = "questions.yml"


@dataclass(frozen=True)
class Exercise:
    """What one ``questions.yml`` holds, in the words of a case."""

    exercise: str
    title: str
    questions: list[Question]

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Exercise:
        """Return the exercise that :func:`dataclasses.asdict` made ``data`` of."""
        questions = [KINDS[question["kind"]].from_data(question) for question in data["questions"]]
        return cls(data["exercise"], data["title"], questions)

    def question(self, id: str) -> Any:
        """Return the question with this id, or None."""
        return next((question for question in self.questions if question.id == id), None)
