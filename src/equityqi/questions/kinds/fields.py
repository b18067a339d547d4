"""The typed fields of a row or of a card: what a form asks, and whether a row fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from equityqi.plain_words import shortened
from equityqi.questions.kinds.base import Change, FromYaml, Place, label_of


@dataclass(frozen=True)
class Column(FromYaml):
    """One field of a table or of a card in a tree. ``draft`` is what a plain form begins with, to be changed."""

    label: str
    type: Literal["text", "long", "number", "date", "choice"] = "text"
    options: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    hint: str = ""
    draft: str = ""

    def __post_init__(self) -> None:
        if (self.type == "choice") != bool(self.options):
            raise ValueError("a choice needs options, and nothing else has them")

    def asked(self) -> str:
        """Return what the field asks, with its unit and its choices or hint.

        >>> Column("How many", "number", unit="people", hint="A whole number.").asked()
        'How many, in people (A whole number.)'
        >>> Column("Now, for the group", "number", unit="in 1,000").asked()
        'Now, for the group, in 1,000'
        """
        more = "; ".join(self.options.values()) or self.hint
        return f"{self._measured}{f' ({more})' if more else ''}{self._drafted}"

    def on_paper(self) -> str:
        """Return what the field asks on paper, where its choices can be ticked off."""
        more = " / ".join(self.options.values()) or self.hint.rstrip(".")
        return f"{self._measured}{f' ({more})' if more else ''}{self._drafted}"

    @property
    def _drafted(self) -> str:
        return f". The draft says: {self.draft}" if self.draft else ""

    @property
    def _measured(self) -> str:
        """The label with its unit."""
        return f"{self.label}, in {self.unit.removeprefix('in ')}" if self.unit else self.label

    def in_words(self, value: Any) -> str:
        """Return a value of the field as a person would say it."""
        return f"{label_of(self.options, value)} {self.unit}".strip()


def columns_from(data: Mapping[str, dict[str, Any]]) -> dict[str, Column]:
    """Return fields by name, from what :func:`dataclasses.asdict` made of them."""
    return {key: Column(**column) for key, column in data.items()}


def for_browser(columns: Mapping[str, Column]) -> list[list]:
    """Return fields as pairs of name and what the browser draws; their options are lists, which keep their order."""
    return [[key, {**asdict(column), "options": list(column.options.items())}] for key, column in columns.items()]


def why_unfit(columns: Mapping[str, Column], row: Mapping[str, Any]) -> str | None:
    """Return the end of a sentence on the first field of a row that does not fit, else None."""
    for key, value in row.items():
        column = columns.get(key)
        if column is None:
            return f": {shortened(repr(key))} is not one of the fields: {', '.join(columns) or 'none'}."
        if not isinstance(value, (str, int, float, type(None))):
            return f", {column.label}: please give words or a number."
        if column.type == "choice" and value not in (None, "") and str(value) not in column.options:
            told = shortened(repr(value))
            return f", {column.label}: {told} is not one of the choices: {', '.join(column.options)}."
    return None


def with_texts(columns: Mapping[str, Column], row: Mapping[str, Any], change: Change, where: str = "") -> dict:
    """Return a row with what was typed put through ``change``; ``where`` ends the name of each place."""
    changed = dict(row)
    for key, column in columns.items():
        if column.type != "choice" and row.get(key) not in (None, ""):
            place = Place(f"“{column.label}”{where}", column.type, (column.label, column.hint))
            changed[key] = change(place, row[key])
    return changed


def row_in_words(columns: Mapping[str, Column], row: Any) -> str:
    """Return what is filled in a row, as words."""
    if not isinstance(row, dict):
        return str(row)
    filled = (
        f"{column.label} {label_of(column.options, row[key])}{' ' + column.unit if column.unit else ''}"
        for key, column in columns.items()
        if row.get(key) not in (None, "")
    )
    return ", ".join(filled) or "empty"
