"""Checked data in a browser: the few names of pydantic that a learner's page asks for, in plain Python.

Authors' files were checked by pydantic itself when the site was made. What is checked here anew is what a person
typed or keeps: a project, a game, a sheet. It takes and refuses the same values; of why, it says only the kind and the
place. Not here, since no page asks for it: values turned into another kind, except for a tuple and a float.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Annotated, Any, ClassVar, Literal, Self, Union, get_args, get_origin, get_type_hints

Fault = dict[str, Any]
REQUIRED: Any = ...
WITHIN: dict[str, Callable[[Any, Any], Any]] = {
    "min_length": lambda value, least: len(value) >= least, "max_length": lambda value, most: len(value) <= most,
    "pattern": lambda value, pattern: re.search(pattern, value),
    "ge": lambda value, least: value >= least, "gt": lambda value, under: value > under,
    "le": lambda value, most: value <= most, "lt": lambda value, over: value < over,
}  # fmt: skip


class ValidationError(ValueError):
    """Data that do not fit; :meth:`errors` says where, and which kind of fault."""

    def __init__(self, faults: list[Fault]):
        super().__init__("; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in faults))
        self._faults = faults

    def errors(self) -> list[Fault]:
        """Return the faults, in the order of the fields; keys that are not known come last."""
        return self._faults


class FieldInfo:
    """What ``Field`` says of a field: its default, its name outside, its limits."""

    def __init__(self, default: Any = REQUIRED, alias: str | None = None, strict: bool | None = None, **limits: Any):
        self.default, self.alias, self.strict, self.limits = default, alias, strict, limits
        self.kind: Any = Any


@dataclass
class BeforeValidator:
    """Changes a value before it is checked."""

    change: Callable[[Any], Any]


def field_validator(name: str) -> Callable[[Callable], Callable]:
    """Mark a class method that looks at one field once it fits, and returns it."""

    def marked(method: Callable) -> Callable:
        method.looks_at = name
        return method

    return marked


def model_validator(mode: str) -> Callable[[Callable], Callable]:
    """Mark a method that looks at a whole part once all of its fields fit: ``mode`` is ``after``."""
    return field_validator("")


class _Fields:
    """``model_fields`` of a kind of part, which is asked of the class."""

    def __get__(self, part: Any, kind: type[BaseModel]) -> dict[str, FieldInfo]:
        return kind.fields_of()


class BaseModel:
    """A part of a file or of an answer: made of what fits its fields, and never changed."""

    model_config: ClassVar[dict[str, Any]] = {}
    model_fields: ClassVar[Any] = _Fields()
    _extra: ClassVar[str] = "forbid"
    _fields: ClassVar[dict[str, FieldInfo] | None] = None
    _looks: ClassVar[dict[str, str]] = {}  # the field that a validator looks at, "" for all, by the validator's name

    def __init_subclass__(cls, extra: str | None = None):
        cls._extra, cls._fields = extra or cls._extra, None
        held = [(name, one) for kind in cls.__mro__ for name, one in vars(kind).items() if hasattr(one, "looks_at")]
        cls._looks = {name: one.looks_at for name, one in held}

    def __init__(self, /, **given: Any):
        faults: list[Fault] = []
        known = type(self).fields_of()
        for name, field in known.items():
            outside, before = field.alias or name, len(faults)
            if outside in given:
                self.__dict__[name] = _fit(given[outside], field.kind, (outside,), faults, field)
                if len(faults) == before:
                    self._look(name, (outside,), faults)
            elif field.default is REQUIRED:
                faults.append(_fault("missing", (outside,), given, "Field required"))
            else:
                self.__dict__[name] = deepcopy(field.default)
        outside = {field.alias or name for name, field in known.items()}
        more = {name: value for name, value in given.items() if name not in outside}
        if self._extra == "allow":
            self.__dict__.update(more)
        else:
            faults += [_fault("extra_forbidden", (name,), more[name], "This key is not known here") for name in more]
        if not faults:
            self._look("", (), faults)
        if faults:
            raise ValidationError(faults)

    def _look(self, at: str, loc: tuple, faults: list[Fault]) -> None:
        for name in [name for name, field in self._looks.items() if field == at]:
            looks = getattr(self, name)
            try:
                _ = looks(getattr(self, at)) if at else looks()
            except ValueError as error:
                faults.append(_said(error, loc, self.__dict__.get(at)))

    @classmethod
    def fields_of(cls) -> dict[str, FieldInfo]:
        """Return the fields by name; read once, when the first part of this kind is made."""
        if cls._fields is None:
            hints = get_type_hints(cls, include_extras=True)
            found = {name: kind for name, kind in hints.items() if get_origin(kind) is not ClassVar}
            cls._fields = {name: cls._field(name, kind) for name, kind in found.items()}
        return cls._fields

    @classmethod
    def _field(cls, name: str, kind: Any) -> FieldInfo:
        given = getattr(cls, name, REQUIRED)
        field = given if isinstance(given, FieldInfo) else FieldInfo(given)
        field.kind = kind
        field.strict = cls.model_config.get("strict", False) if field.strict is None else field.strict
        return field

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """Return the part that data make. Raises :class:`ValidationError`."""
        made = _fit(data, cls, (), faults := [])
        if faults:
            raise ValidationError(faults)
        return made

    def model_dump(self, by_alias: bool = False, exclude_defaults: bool = False) -> dict[str, Any]:
        """Return the part as plain data."""
        found = {}
        for name, value in self:
            field = type(self).fields_of().get(name) or FieldInfo()
            if not (exclude_defaults and value == field.default):
                told = field.alias if by_alias and field.alias else name
                found[told] = _plain(value, by_alias, exclude_defaults)
        return found

    def model_copy(self, update: dict[str, Any] | None = None) -> Self:
        """Return a twin with some values changed, which are not checked."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__ | (update or {}))
        return twin

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        known = type(self).fields_of()
        return ((name, value) for name, value in self.__dict__.items() if name in known or self._extra == "allow")

    def __setattr__(self, name: str, value: Any) -> None:
        raise ValidationError([_fault("frozen_instance", (name,), value, "Instance is frozen")])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BaseModel) and type(self) is type(other) and dict(self) == dict(other)

    def __hash__(self) -> int:
        return hash((type(self), *(value for _, value in self)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self)})"


NAMES = {
    "BaseModel": BaseModel, "BeforeValidator": BeforeValidator, "ConfigDict": dict, "Field": FieldInfo,
    "StrictFloat": float, "StrictInt": int, "StrictStr": str, "ValidationError": ValidationError,
    "field_validator": field_validator, "model_validator": model_validator,
}  # fmt: skip


def _fault(kind: str, loc: tuple, value: Any, words: str) -> Fault:
    return {"type": kind, "loc": loc, "input": value, "msg": words}


def _said(error: ValueError, loc: tuple, value: Any) -> Fault:
    return {**_fault("value_error", loc, value, f"Value error, {error}"), "ctx": {"error": error}}


def _plain(value: Any, *how: bool) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(*how)
    if isinstance(value, dict):
        return {key: _plain(held, *how) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_plain(held, *how) for held in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    told = {one.name: (getattr(value, one.name), _default(one)) for one in fields(value)}
    return {name: _plain(held, *how) for name, (held, default) in told.items() if not (how[1] and held == default)}


def _default(one: Any) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


def _fit(value: Any, kind: Any, loc: tuple, faults: list[Fault], field: FieldInfo | None = None) -> Any:
    """Return a value as it stands in a part; what does not fit goes to ``faults``, with its place."""
    origin, held = get_origin(kind), get_args(kind)
    if origin is Annotated:
        for more in held[1:]:
            value = more.change(value) if isinstance(more, BeforeValidator) else value
        return _fit(value, held[0], loc, faults, next((one for one in held[1:] if isinstance(one, FieldInfo)), field))
    before = len(faults)
    if origin in (Union, types.UnionType):
        fitting = _of_several(value, held, loc, faults, field and FieldInfo(strict=field.strict))
    elif origin is Literal:
        fits = [one for one in held if one == value]
        fitting = fits[0] if fits else _wrong("literal_error", loc, value, faults)
    elif origin in (list, tuple):
        taken = (list, tuple) if origin is tuple and field and not field.strict else origin
        many = len(value) if isinstance(value, taken) else -1
        kinds = held if origin is tuple and held[-1] is not ... else held[:1] * max(many, 0)
        if many < 0 or many != len(kinds):
            return _wrong(f"{origin.__name__}_type", loc, value, faults)
        fitting = origin(_fit(one, kinds[at], (*loc, at), faults) for at, one in enumerate(value))
    elif origin is dict:
        if not isinstance(value, dict):
            return _wrong("dict_type", loc, value, faults)
        names = [_fit(key, held[0], (*loc, key, "[key]"), faults) for key in value]
        fitting = {name: _fit(value[key], held[1], (*loc, key), faults) for key, name in zip(value, names, strict=True)}
    else:
        fitting = _of_one(value, kind, loc, faults)
    if field and len(faults) == before:
        _within(fitting, field.limits, loc, faults)
    return fitting


def _of_several(value: Any, kinds: tuple, loc: tuple, faults: list[Fault], field: FieldInfo | None) -> Any:
    """Return a value that fits one of several kinds: its very own first, then the first that takes it."""
    own = [kind for kind in kinds if kind is type(value)]
    first: list[Fault] = []
    for kind in (*own, *kinds):
        fitting = _fit(value, kind, loc, tried := [], field)
        if not tried:
            return fitting
        first = first or tried
    faults += first
    return None


def _of_one(value: Any, kind: Any, loc: tuple, faults: list[Fault]) -> Any:
    if kind is Any:
        return value
    if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        with suppress(OverflowError):
            return float(value)
        return _wrong("float_type", loc, value, faults)
    if isinstance(value, kind):
        return value if kind is not int or not isinstance(value, bool) else _wrong("int_type", loc, value, faults)
    if not isinstance(value, dict) or not (issubclass(kind, BaseModel) or is_dataclass(kind)):
        return _wrong(f"{kind.__name__}_type", loc, value, faults)
    try:
        return kind(**value) if issubclass(kind, BaseModel) else _dataclass(value, kind)
    except ValidationError as error:
        faults += [{**one, "loc": (*loc, *one["loc"])} for one in error.errors()]
    except ValueError as error:
        faults.append(_said(error, loc, value))
    except TypeError:  # a key that is no text
        _wrong("model_type", loc, value, faults)
    return None


def _dataclass(value: dict[str, Any], kind: Any) -> Any:
    """Return a dataclass whose values fit what it says of them."""
    hints, known, faults = get_type_hints(kind, include_extras=True), {one.name: one for one in fields(kind)}, []
    given = {name: _fit(value[name], hints[name], (name,), faults) for name in known if name in value}
    missing = [name for name, one in known.items() if name not in value and _default(one) is MISSING]
    faults += [_fault("missing", (name,), value, "Field required") for name in missing]
    odd = [name for name in value if name not in known]
    faults += [_fault("unexpected_keyword_argument", (name,), value[name], "Not known here") for name in odd]
    if faults:
        raise ValidationError(faults)
    return kind(**given)


def _within(value: Any, limits: dict[str, Any], loc: tuple, faults: list[Fault]) -> None:
    wrong = [(name, limit) for name, limit in limits.items() if not WITHIN[name](value, limit)]
    faults += [_fault(name, loc, value, f"Input should keep to {name} {limit}") for name, limit in wrong]


def _wrong(kind: str, loc: tuple, value: Any, faults: list[Fault]) -> None:
    faults.append(_fault(kind, loc, value, "Input should be of another kind"))
