"""The kinds of question whose answer is a plan, and what every question has: a table of rows, and a tree."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from equityqi.checked_yaml import Part


class QuestionBase(Part):
    """What every question has."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    prompt: str
    points: float = Field(ge=0)
    right: str = "That is it."


class Column(Part):
    """One field of a table or of a card in a tree."""

    label: str
    type: Literal["text", "long", "number", "date", "choice"] = "text"
    options: dict[str, str] = {}
    unit: str = ""
    hint: str = ""

    @model_validator(mode="after")
    def _choice_has_options(self):
        if (self.type == "choice") != bool(self.options):
            raise ValueError("a choice needs options, and nothing else has them")
        return self


class _Judged(QuestionBase):
    """An answer of several parts. ``judge`` names the rules that mark it, in ``lessons.judges``."""

    judge: str
    case: str | None = None  # the course's case that it is always about; without one, the case that the person works on
    pass_checks: int | None = None
    session: bool = False  # its dates are judged against the session's date, not the course's

    @field_validator("judge")
    @classmethod
    def _is_known(cls, judge):
        from equityqi.questions.plan_rules import JUDGES

        if judge not in JUDGES:
            raise ValueError(f"there is no judge {judge!r}. The judges are: {', '.join(JUDGES)}")
        return judge


class Table(_Judged):
    """Rows with typed fields; ``rows: 1`` is a plain form, without ``rows`` a person adds rows."""

    kind: Literal["table"]
    columns: dict[str, Column] = Field(min_length=1)
    rows: int | None = Field(default=None, ge=1)
    most: int = 12
    row_name: str = "Row"
    model: list[list[dict[str, Any]]] = Field(min_length=1)

    @model_validator(mode="after")
    def _model_fits(self):
        return _models_fit(self)


class Level(Part):
    name: str
    fields: dict[str, Column] = {}


class Tree(_Judged):
    """A driver diagram: nodes on levels and links from each to the next; with a ``deck`` cards are given."""

    kind: Literal["tree"]
    levels: list[Level] = Field(min_length=2)
    deck: dict[str, str] = {}
    model: list[dict[str, Any]] = Field(min_length=1)

    @model_validator(mode="after")
    def _model_fits(self):
        return _models_fit(self)


def _models_fit(question):
    from equityqi.questions.answer_shape import why_unreadable

    for model in question.model:
        if problem := why_unreadable(question, model):
            raise ValueError(f"a model answer does not fit. {problem}")
    return question
