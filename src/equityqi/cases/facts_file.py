"""The rules of ``facts.yml``, checked where the file comes in. Imported only when facts are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr, ValidationError, model_validator

from equityqi.cases.fact_record import BadFacts, printed
from equityqi.cases.fact_source import FactSource

KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
BEGUN, GOES_ON = re.compile(r"[\d.,]"), re.compile(r"\d|[.,]\d")  # what makes a figure a part of a longer one
Sentence = Annotated[StrictStr, Field(pattern=r"^[A-Z0-9].*\.$")]
Filled = Annotated[StrictStr, Field(pattern=r"\S")]


class Entry(BaseModel):
    """One fact as it stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: StrictInt | StrictFloat | StrictStr | None
    unit: StrictStr
    period: Filled
    source: Filled
    status: Literal["published", "computed", "planted", "not-found", "not-verified"]
    text: Sentence
    tolerance: Annotated[float, Field(ge=0)] | None = None
    designed: StrictInt | StrictFloat | None = None
    between: tuple[float, float] | None = None
    licence: Filled | None = None
    of: FactSource | None = None
    row: Annotated[StrictStr, Field(pattern=r"^[^/]+( / [^/]+){3}$")] | None = None

    @model_validator(mode="after")
    def value_fits_status_and_text(self) -> Entry:
        if self.status in ("not-found", "not-verified"):
            if self.value is not None:
                raise ValueError(f"its status is {self.status}, so take its value out: it could be printed by mistake")
        elif self.value is None:
            raise ValueError(f"its status is {self.status}, but it has no value")
        elif not _holds(self.text, printed(self.value)):
            raise ValueError(f"its value isn’t in its text: {printed(self.value)}")
        if (
            self.status == "planted"
            and isinstance(self.value, (int, float))
            and self.tolerance is None
            and self.between is None
        ):
            raise ValueError("it is planted, so say in 'tolerance' or 'between' how far the table's figure may be off")
        return self


def _holds(text: str, printed: str) -> bool:
    """Tell whether a text holds a figure, and not only as a part of a longer one."""
    at = text.find(printed)
    while at >= 0:
        if not BEGUN.match(text[:at][-1:]) and not GOES_ON.match(text, at + len(printed)):
            return True
        at = text.find(printed, at + 1)
    return False


class _NoDoubleKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML keeps the last of two equal keys in silence; this loader refuses them."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict:
    keys = [key.value for key, _ in node.value]
    for (key, _), before in zip(node.value, range(len(keys)), strict=True):
        if key.value in keys[:before]:
            raise BadFacts(f"line {key.start_mark.line + 1}: '{key.value}' is there twice. Keep one of the two.")
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


_NoDoubleKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def checked_entries(path: Path) -> dict[str, dict[str, Any]]:
    """Return the fields of each fact by id, or raise :class:`BadFacts` naming file, fact and fault."""
    read = _read(path)
    problems, entries = [], {}
    for id, fields in read.items():
        if not isinstance(id, str) or not KEBAB_CASE.fullmatch(id):
            problems.append(f"{path.name}: '{id}' is not a good id. Use small letters, digits and single hyphens.")
            continue
        try:
            entries[id] = dict(Entry.model_validate(fields))
        except ValidationError as error:
            problems += [f"{path.name}, fact '{id}': {_in_words(fault)}." for fault in _one_a_field(error)]
    if problems:
        raise BadFacts("\n".join(problems))
    return entries


def _read(path: Path) -> dict:
    try:
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=_NoDoubleKeys)
    except FileNotFoundError:
        raise BadFacts(f"{path.name} is not in {path.parent}. Get the course again, or ask your trainer.") from None
    except BadFacts as error:
        raise BadFacts(f"{path.name}, {error}") from None
    except UnicodeDecodeError:
        raise BadFacts(f"{path.name} is not saved as UTF-8. Save it again with that encoding.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "the file is damaged"
        raise BadFacts(f"{path.name}{where} cannot be read as YAML: {problem}.") from None
    if not isinstance(read, dict):
        raise BadFacts(f"{path.name} has no facts in it. It must be a list of ids, each with its fields.")
    return read


def _one_a_field(error: ValidationError) -> list[dict]:
    """A value that fits none of its kinds has one fault per kind: keep the first for each field."""
    return list({fault["loc"][:1]: fault for fault in reversed(error.errors())}.values())[::-1]


def _in_words(fault: dict) -> str:
    field, kind, given = ".".join(map(str, fault["loc"][:1])), fault["type"], fault.get("input")
    if kind == "missing":
        return f"it has no '{field}'"
    if kind == "extra_forbidden":
        return f"'{field}' is not a field of a fact"
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    if kind == "literal_error":
        return f"the status '{given}' is not one of {fault['ctx']['expected'].replace(' or ', ', ')}"
    if kind == "model_type":
        return "it must have fields below it, such as value and unit"
    if field == "text":
        return "'text' must be one sentence that begins with a capital letter or a number and ends with a full stop"
    if field == "row":
        return "'row' must have four parts, 'file / place / measure / group'"
    if field == "value":
        return f"the value '{given}' must be a number, some words or null"
    if kind == "string_type":
        return f"'{field}' must be words, so put {given!r} in quotes"
    if kind == "string_pattern_mismatch":
        return f"'{field}' is empty"
    return f"'{field}' is {given!r}: {fault['msg'][0].lower()}{fault['msg'][1:]}"
