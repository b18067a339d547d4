"""Read a YAML file that people write: checked against its schema, with the line of each fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

_ODD = ("extra_forbidden", "unexpected_keyword_argument")  # of a model, of a dataclass
_PLAIN = {**dict.fromkeys(_ODD, "this key is not known here"), "missing": "this key is missing"}


class Part(BaseModel):
    """What the course's YAML files are made of: no key too many, no value of another kind, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


Read = TypeVar("Read", bound=Part)


class YamlError(ValueError):
    """A file that cannot be used; ``str()`` says which file, in which line, and why."""


def read_checked(path: Path, model: type[Read], error: type[YamlError] = YamlError, fill=None, twice=None) -> Read:
    """Read and check one file.

    ``fill`` may change the parsed content before it is checked (to put a case's words in). ``twice``
    may return the place of something that stands twice and one sentence on it.
    Raises ``error`` with file, line and reason; FileNotFoundError when there is none.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        tree = _composed(path.read_text(encoding="utf-8-sig"))
        if tree is None:
            raise error(f"{name} is empty.")
        _no_key_twice(tree)
        content = yaml.SafeLoader("").construct_document(tree)
        checked = model.model_validate(fill(content) if fill else content)
        if found := twice and twice(checked):
            raise yaml.MarkedYAMLError(problem=found[1], problem_mark=_node(tree, found[0]).start_mark)
        return checked
    except (YamlError, FileNotFoundError):
        raise
    except OSError as fault:
        raise error(f"{name} could not be read ({fault.strerror}).") from None
    except UnicodeDecodeError:
        raise error(f"{name} is not saved as UTF-8. Save it again with that encoding.") from None
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise error(f"{name}, line {line}: {fault.problem}.") from None
    except ValidationError as fault:
        # A slip in a key's name makes two faults: the odd key is the one to name.
        first = min(fault.errors(), key=lambda one: one["type"] not in _ODD)
        reason = _PLAIN.get(first["type"]) or first["msg"].removeprefix("Value error, ")
        place = (
            *first["loc"],
            *getattr(first.get("ctx", {}).get("error"), "at", ()),
        )  # a part may say where it is wrong
        where = ".".join(str(step) for step in place)
        line = _node(tree, place).start_mark.line + 1
        raise error(f"{name}, line {line}: {where or 'file'}: {reason.rstrip('.')}.") from None
    except (
        yaml.YAMLError,
        ValueError,
        RecursionError,
    ) as fault:  # a control character, a date that does not exist, a loop
        raise error(f"{name} cannot be read: {' '.join(str(fault).split()).rstrip('.')}.") from None


def _composed(text: str) -> Any:
    """Return the tree of a YAML text; the quick loader reads it, and the plain one words what it refuses."""
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _no_key_twice(node: Any) -> None:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.tag not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"):
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key.value} needs quotes, since YAML reads it as something else",
                    problem_mark=key.start_mark,
                )
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
            _no_key_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _no_key_twice(value)


def _node(node: Any, loc: tuple) -> Any:
    """Return the deepest part of ``loc`` that the file really has; for a key that should not be there, the key."""
    for step in loc:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == str(step)), node)
    return node
