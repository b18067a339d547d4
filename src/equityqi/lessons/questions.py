"""Questions as data: what ``questions.yml`` may say, and where a question is found."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from equityqi.files import course_root

FILE = "questions.yml"


class QuestionsError(ValueError):
    """A questions file that cannot be used; ``str()`` says in which line and why."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Wrong(_Part):
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


class Then(_Part):
    """A second question on each item of a sort, asked always or after certain options only."""

    prompt: str
    options: dict[str, str]
    points: float
    after: list[str] = []
    sentence: str


class Item(_Part):
    """One card of a sort. ``model`` holds the options that earn all of its points."""

    text: str
    model: list[str] = Field(min_length=1)
    part: dict[str, float] = {}
    then: list[str] = []
    why: str
    wrong: dict[str, Wrong] = {}


class _Question(_Part):
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    prompt: str
    points: float = Field(ge=0)
    right: str = "That is it."


class Choice(_Question):
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


class Multi(_Question):
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


class Sort(_Question):
    kind: Literal["sort"]
    options: dict[str, str] = Field(min_length=2)
    items: dict[str, Item] = Field(min_length=1)
    item_points: float = 1.0
    pass_points: float | None = None
    pass_labels: int | None = None
    then: Then | None = None
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
        return sum(self.item_points + (self.then.points if self.then and item.then else 0) for item in self.items.values())


class Rank(_Question):
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


class Number(_Question):
    kind: Literal["number"]
    unit: str
    model: list[float] = Field(min_length=1)
    tolerance: float = Field(ge=0)
    wrong: list[WrongNumber] = []

    @model_validator(mode="after")
    def _complete(self):
        for wrong in self.wrong:
            if not 0 <= wrong.points <= self.points:
                raise ValueError(f"the wrong answer {wrong.answer:g} has {wrong.points:g} points, but the question has {self.points:g}")
            if any(abs(wrong.answer - right) <= self.tolerance for right in self.model):
                raise ValueError(f"the wrong answer {wrong.answer:g} counts as right, with this tolerance")
        return self


class Text(_Question):
    kind: Literal["text"]
    model: list[str] = Field(min_length=1)
    words: int = 8
    different: int = 5


Question = Annotated[Choice | Multi | Sort | Rank | Number | Text, Field(discriminator="kind")]


class Exercise(_Part):
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


def read_questions(path: Path) -> Exercise:
    """Read and check one ``questions.yml``.

    Raises :class:`QuestionsError` with file, line and reason.
    """
    path = Path(path)
    stamp = path.stat()
    return _read(path, stamp.st_mtime_ns, stamp.st_size)


_PLAIN = {"extra_forbidden": "this key is not known here", "missing": "this key is missing"}


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int) -> Exercise:
    name = f"{path.parent.name}/{path.name}"
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
        if tree is None:
            raise QuestionsError(f"{name} is empty.")
        _no_key_twice(tree)
        exercise = Exercise.model_validate(yaml.SafeLoader("").construct_document(tree))
        _no_id_twice(tree, exercise)
        return exercise
    except QuestionsError:
        raise
    except UnicodeDecodeError:
        raise QuestionsError(f"{name} is not saved as UTF-8. Save it again with that encoding.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QuestionsError(f"{name}, line {line}: {error.problem}.") from None
    except ValidationError as error:
        # A slip in a key's name makes two faults: the odd key is the one to name.
        faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        reason = _PLAIN.get(faults[0]["type"]) or faults[0]["msg"].removeprefix("Value error, ")
        where = ".".join(str(step) for step in faults[0]["loc"])
        raise QuestionsError(f"{name}, line {_line(tree, faults[0]['loc'])}: {where or 'file'}: {reason}.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a control character, a date that does not exist, a loop
        raise QuestionsError(f"{name} cannot be read: {' '.join(str(error).split())}.") from None


def _no_id_twice(tree, exercise: Exercise) -> None:
    seen = set()
    for place, question in enumerate(exercise.questions):
        if question.id in seen:
            mark = _node(tree, ("questions", place, "id")).start_mark
            raise yaml.MarkedYAMLError(problem=f"the id {question.id} stands twice", problem_mark=mark)
        seen.add(question.id)


def _no_key_twice(node) -> None:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.tag not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"):
                raise yaml.MarkedYAMLError(problem=f"the key {key.value} needs quotes, since YAML reads it as something else", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
            _no_key_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _no_key_twice(value)


def _line(tree, loc) -> int:
    return _node(tree, loc).start_mark.line + 1


def _node(node, loc):
    """Return the deepest part of ``loc`` that the file really has; for a key that should not be there, the key."""
    for step in loc:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == str(step)), node)
    return node


def all_exercises(root: Path | None = None) -> dict[str, Exercise]:
    """Return every exercise of a folder of exercises (the course's own solutions if none is given)."""
    root = root or course_root() / "solutions"
    return {path.parent.name: read_questions(path) for path in sorted(root.glob(f"*/{FILE}"))}
