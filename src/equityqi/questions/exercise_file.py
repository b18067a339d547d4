"""Questions as data: what ``questions.yml`` may say, and where a question is found."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.files import course_root
from equityqi.questions.game_kind import Game
from equityqi.questions.plan_kinds import QuestionBase, Table, Tree
from equityqi.settings import FIRST_CASE

FILE = "questions.yml"
PLANNING = (
    "05-drivers",
    "07-measures",
    "08-change-ideas",
    "09-pdsa",
    "12-canvas-and-spread",
)  # on a case of one's own, in one's own words


class QuestionsError(YamlError):
    """A questions file that cannot be used; ``str()`` says in which line and why."""


class Wrong(Part):
    """A likely wrong answer: the name of the misconception and the one sentence that helps."""

    name: str
    sentence: str


class WrongNumber(Wrong):
    answer: float
    tolerance: float = 0.0
    points: float = 0.0


class WrongOrder(Wrong):
    """Said when the card ``above`` was put before the card ``below``, which should come first."""

    above: str
    below: str


class FollowUp(Part):
    """A second question on each item of a sort, asked always or after certain options only."""

    prompt: str
    options: dict[str, str]
    points: float
    after: list[str] = []
    sentence: str


class Item(Part):
    """One card of a sort. ``model`` holds the options that earn all of its points."""

    text: str
    model: list[str] = Field(min_length=1)
    part: dict[str, float] = {}
    then: list[str] = []
    why: str
    wrong: dict[str, Wrong] = {}


class Choice(QuestionBase):
    kind: Literal["choice"]
    options: dict[str, str] = Field(min_length=2)
    model: list[str] = Field(min_length=1)
    part: dict[str, float] = {}
    wrong: dict[str, Wrong] = {}

    @model_validator(mode="after")
    def _complete(self):
        _known("model", self.model, self.options)
        _known("part", self.part, self.options)
        _known("wrong", self.wrong, self.options)
        _helped(f"{self.id}", set(self.options) - set(self.model), self.wrong)
        return self


class Multi(QuestionBase):
    kind: Literal["multi"]
    options: dict[str, str] = Field(min_length=2)
    rule: Literal["f1", "any", "exactly"]
    model: list[list[str]] = Field(min_length=1)
    wrong: dict[str, Wrong] = {}

    @model_validator(mode="after")
    def _complete(self):
        for model in self.model:
            _known("model", model, self.options)
        _known("wrong", self.wrong, self.options)
        _helped(self.id, set(self.options) - {code for model in self.model for code in model}, self.wrong)
        return self


class Sort(QuestionBase):
    kind: Literal["sort"]
    options: dict[str, str] = Field(min_length=2)
    items: dict[str, Item] = Field(min_length=1)
    item_points: float = 1.0
    pass_points: float | None = None
    pass_labels: int | None = None
    then: FollowUp | None = None
    wrong: dict[str, Wrong] = {}

    @model_validator(mode="after")
    def _complete(self):
        _known("wrong", self.wrong, self.options)
        for key, item in self.items.items():
            for name in ("model", "part", "wrong"):
                _known(f"{name} of item {key}", getattr(item, name), self.options)
            _known(f"then of item {key}", item.then, self.then.options if self.then else {})
            _helped(f"item {key}", set(self.options) - set(item.model), {**self.wrong, **item.wrong})
        if (self.pass_points is None) == (self.pass_labels is None):
            raise ValueError("a sort needs either pass_points or pass_labels")
        if self.points not in (0, self.full_points()):
            raise ValueError(f"its points are {self.points:g}, but its items add up to {self.full_points():g}")
        return self

    def full_points(self) -> float:
        """Return the points of all items and second questions; a right option that leads to none earns them too."""
        return sum(
            self.item_points + (self.then.points if self.then and item.then else 0) for item in self.items.values()
        )


class Rank(QuestionBase):
    kind: Literal["rank"]
    options: dict[str, str] = Field(min_length=2)
    tiers: list[Annotated[list[str], Field(min_length=1)]] = Field(min_length=2)
    pass_share: float = Field(default=0.8, gt=0, le=1)
    wrong: list[WrongOrder] = []

    @model_validator(mode="after")
    def _complete(self):
        ranked = [code for tier in self.tiers for code in tier]
        if sorted(ranked) != sorted(self.options):
            raise ValueError("tiers must hold each option once")
        for order in self.wrong:
            _known("wrong", [order.above, order.below], self.options)
        return self


class Number(QuestionBase):
    kind: Literal["number"]
    unit: str
    model: list[float] = Field(min_length=1)
    tolerance: float = Field(ge=0)
    wrong: list[WrongNumber] = []

    @model_validator(mode="after")
    def _complete(self):
        for wrong in self.wrong:
            if not 0 <= wrong.points <= self.points:
                raise ValueError(
                    f"the wrong answer {wrong.answer:g} has {wrong.points:g} points, but the question has"
                    f" {self.points:g}"
                )
            if any(abs(wrong.answer - right) <= self.tolerance for right in self.model):
                raise ValueError(f"the wrong answer {wrong.answer:g} counts as right, with this tolerance")
        return self


class Text(QuestionBase):
    kind: Literal["text"]
    model: list[str] = Field(min_length=1)
    words: int = 8
    different: int = 5
    rubric: list[str] = []  # where a person marks it: what 0, 1, 2 and 3 points look like

    @model_validator(mode="after")
    def _rubric_is_whole(self):
        if len(self.rubric) not in (0, 4):
            raise ValueError(f"a rubric has four lines, for 0 to 3 points; this one has {len(self.rubric)}")
        return self


Question = Annotated[Choice | Multi | Sort | Rank | Number | Text | Table | Tree | Game, Field(discriminator="kind")]


class Exercise(Part):
    """A whole ``questions.yml``."""

    exercise: str
    title: str
    questions: list[Question] = Field(min_length=1)

    def question(self, id: str) -> Any:
        """Return the question with this id, or None."""
        return next((question for question in self.questions if question.id == id), None)


def _known(what: str, codes, options) -> None:
    for code in codes:
        if code not in options:
            raise ValueError(f"{what} names {code!r}, which is not one of its options")


def _helped(what: str, codes: set[str], wrong) -> None:
    for code in sorted(codes - set(wrong)):
        raise ValueError(f"{what} has no sentence under wrong for the option {code!r}")


def model_answer(question) -> Any:
    """Return one right answer to a question, in the shape that the answers file keeps."""
    if question.kind == "sort":
        return {key: _model_item(question, item) for key, item in question.items.items()}
    if question.kind == "rank":
        return [code for tier in question.tiers for code in tier]
    return question.model[0]


def _model_item(question, item):
    label, then = item.model[0], question.then
    asked = then and item.then and (not then.after or label in then.after)
    return [label, item.then[0]] if asked else label


def read_questions(path: Path, case: str | None = None) -> Exercise:
    """Read and check one ``questions.yml``; words in {braces} become those of the case.

    Raises :class:`QuestionsError` with file, line and reason, and :class:`equityqi.cases.case.CaseError`
    where the questions need a case that does not stand.
    """
    path = Path(path)
    stamp = path.stat()
    return _read(path, stamp.st_mtime_ns, stamp.st_size, _case_for(path, case))


def _case_for(path: Path, case: str | None):
    """Return the case that fills the words in, or None where there are none to fill in."""
    from equityqi.cases.case import PLACEHOLDER, load
    from equityqi.cases.own_words import in_own_words

    if not PLACEHOLDER.search(path.read_text(encoding="utf-8-sig", errors="replace")):
        return None
    found = load(case or FIRST_CASE, near=path.parent)
    return in_own_words(found, path.parent) if path.parent.name in PLANNING else found


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int, case) -> Exercise:
    return read_checked(path, Exercise, QuestionsError, fill=case and case.filled, twice=_id_twice)


def _id_twice(exercise: Exercise):
    seen = set()
    for place, question in enumerate(exercise.questions):
        if question.id in seen:
            return ("questions", place, "id"), f"the id {question.id} stands twice"
        seen.add(question.id)
    return None


def all_exercises(case: str | None = None) -> dict[str, Exercise]:
    """Return every exercise of the course, by name, on one case."""
    return {
        path.parent.name: read_questions(path, case) for path in sorted((course_root() / "solutions").glob(f"*/{FILE}"))
    }
