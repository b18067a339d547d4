"""Read a YAML file that people write: checked against its schema, with the line of each fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

_ODD = ("extra_forbidden", "unexpected_keyword_argument")  # of a model, of a dataclass
_ABSENT = ("missing", "missing_argument")
_PLAIN = {**dict.fromkeys(_ODD, "this key is not known here"), "missing": "this key is missing"}


class Part(BaseModel):
    """What the course's YAML files are made of: no key too many, no value of another kind, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


Read = TypeVar("Read", bound=Part)
Fault = tuple[int, str]  # the line, and what is wrong there


class YamlError(ValueError):
    """A file that cannot be used; ``str()`` says which file, in which line, and why.

    ``faults``: such a sentence for each thing that is wrong, from top to bottom; ``str()`` is the one to begin with.
    """

    def __init__(self, sentence: str = "", faults: tuple[str, ...] = ()):
        super().__init__(sentence)
        self.faults = faults or (sentence,)


class WrongPart(ValueError):
    """What a check of a schema raises for a part further down; ``at`` is the way to it."""

    def __init__(self, sentence: str, *at: str | int):
        super().__init__(sentence)
        self.at = at


class NotFilled(YamlError):
    """Words in {braces} that nothing stands for; ``word`` is one of them, with its braces."""

    def __init__(self, sentence: str = "", faults: tuple[str, ...] = (), word: str = ""):
        super().__init__(sentence, faults)
        self.word = word


def read_checked(path: Path, model: type[Read], error: type[YamlError] = YamlError, fill=None, twice=None) -> Read:
    """Read and check one file.

    ``fill`` may change the parsed content before it is checked (to put a case's words in); it raises
    :class:`NotFilled` for words that mean nothing. ``twice`` may return the place of something that stands twice and
    one sentence on it.
    Raises ``error`` with file, line and reason of each fault (of the type that ``fill`` raised, where that failed);
    FileNotFoundError when there is none.
    """
    name = f"{path.parent.name}/{path.name}"
    tree = read_tree(path, error)
    try:
        faults = list(_odd_keys(tree))
        content = yaml.SafeLoader("").construct_document(tree)
    except yaml.MarkedYAMLError as fault:
        raise error(_marked(name, fault)) from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:  # a date that does not exist, a loop
        raise error(_unreadable(name, fault)) from None
    if fill:
        try:
            content = fill(content)
        except NotFilled as fault:
            error = type(fault)
            faults += _not_filled(tree, fill)
            content = _filled_where_it_can(content, fill)
    checked = None
    try:
        checked = model.model_validate(content)
    except ValidationError as fault:
        lines = {line for line, _ in faults}
        faults += [found for found in faults_in(tree, fault) if found[0] not in lines]
    except RecursionError as fault:
        raise error(_unreadable(name, fault)) from None
    if checked is not None and (found := twice and twice(checked)):
        faults.append((_node(tree, found[0]).start_mark.line + 1, found[1]))
    if checked is None or faults:
        raise all_of(faults, name, error)
    return checked


def all_of(faults: list[Fault], name: str, error: type[Any] = YamlError) -> Any:
    """Return the error that tells every fault of a file, beginning with the first that was found."""
    said = [f"{name}, line {line}: {sentence.rstrip('.')}." for line, sentence in faults]
    by_line = sorted(zip(faults, said, strict=True), key=lambda both: both[0][0])
    return error(said[0], tuple(sentence for _, sentence in by_line))


def read_tree(path: Path, error: type[YamlError] = YamlError) -> Any:
    """Return the tree of a YAML file, whose nodes know their lines; raises as :func:`read_checked` does."""
    name = f"{path.parent.name}/{path.name}"
    try:
        tree = _composed(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise error(f"{name} could not be read ({fault.strerror}).") from None
    except UnicodeDecodeError:
        raise error(f"{name} is not saved as UTF-8. Save it again with that encoding.") from None
    except yaml.MarkedYAMLError as fault:
        raise error(_marked(name, fault)) from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:  # a control character
        raise error(_unreadable(name, fault)) from None
    if tree is None:
        raise error(f"{name} is empty.")
    return tree


def line_in(tree: Any, *loc: str | int) -> int:
    """Return the line of a key, by the keys and numbers on the way to it, as far as the file has them."""
    found = tree
    for step in loc:
        inside = _node(tree, (step,))
        if inside is not tree:  # a step that the file does not have is left out
            keys = tree.value if isinstance(tree, yaml.MappingNode) else []
            found = next((key for key, value in keys if value is inside), inside)
        tree = inside
    return found.start_mark.line + 1


def faults_in(tree: Any, error: ValidationError) -> list[Fault]:
    """Return the line and the reason of each fault that pydantic found; a slip in a key's name before all else.

    Such a slip makes two faults: the odd key is the one to name, not the one that is missing for it. What fits none of
    several types has one fault for each: the first is enough.
    """
    every = sorted(error.errors(), key=lambda one: one["type"] not in _ODD)
    odd = {one["loc"][:-1] for one in every if one["type"] in _ODD}
    found: dict[Any, Fault] = {}
    for one in every:
        if one["type"] in _ABSENT and one["loc"][:-1] in odd:
            continue
        reason = _PLAIN.get(one["type"]) or one["msg"].removeprefix("Value error, ")
        place = (*one["loc"], *getattr(one.get("ctx", {}).get("error"), "at", ()))  # a part may say where it is wrong
        node = _node(tree, place)
        where = ".".join(str(step) for step in place)
        key = id(node) if isinstance(node, yaml.ScalarNode) else place
        found.setdefault(key, (line_in(tree, *place), f"{where or 'file'}: {reason}"))
    return list(found.values())


def _marked(name: str, fault: yaml.MarkedYAMLError) -> str:
    return f"{name}, line {fault.problem_mark.line + 1 if fault.problem_mark else 1}: {fault.problem}."


def _unreadable(name: str, fault: Exception) -> str:
    return f"{name} cannot be read: {' '.join(str(fault).split()).rstrip('.')}."


def _composed(text: str) -> Any:
    """Return the tree of a YAML text; the quick loader reads it, and the plain one words what it refuses."""
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _odd_keys(node: Any) -> Iterator[Fault]:
    """Yield each key that stands twice; raises MarkedYAMLError for one that YAML reads as something else."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.tag not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"):
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key.value} needs quotes, since YAML reads it as something else",
                    problem_mark=key.start_mark,
                )
            if key.value in seen:
                yield key.start_mark.line + 1, f"the key {key.value!r} stands twice"
            seen.add(key.value)
            yield from _odd_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _odd_keys(value)


def _not_filled(node: Any, fill: Callable[[Any], Any]) -> Iterator[Fault]:
    """Yield each text of a tree that cannot be filled in."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _not_filled(key, fill)
            yield from _not_filled(value, fill)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _not_filled(value, fill)
    else:
        try:
            fill(node.value)
        except NotFilled as fault:
            line = node.start_mark.line + 1 + (node.style in ("|", ">"))
            before = node.value[: max(node.value.find(fault.word), 0)]
            yield line + before.count("\n"), str(fault)


def _filled_where_it_can(content: Any, fill: Callable[[Any], Any]) -> Any:
    """Return the content with every text filled in that can be."""
    if isinstance(content, list):
        return [_filled_where_it_can(item, fill) for item in content]
    if isinstance(content, dict):
        return {_filled_where_it_can(key, fill): _filled_where_it_can(value, fill) for key, value in content.items()}
    try:
        return fill(content)
    except NotFilled:
        return content


def _node(node: Any, loc: tuple) -> Any:
    """Return the deepest part of ``loc`` that the file really has; for a key that should not be there, the key."""
    for step in loc:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == str(step)), node)
    return node
