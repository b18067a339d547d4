"""What the browser needs to draw a form: no key, no hint."""

from __future__ import annotations

from typing import Any


def for_browser(question) -> dict[str, Any]:
    """Return what the browser needs to draw a form: no key, no hint."""
    spec = {name: getattr(question, name) for name in ("id", "kind", "prompt")}
    for name in ("options", "unit"):
        if hasattr(question, name):
            spec[name] = getattr(question, name)
    if question.kind == "sort":
        spec["items"] = {key: item.text for key, item in question.items.items()}
        if question.then:
            spec["then"] = {name: getattr(question.then, name) for name in ("prompt", "options", "after")}
    if question.kind == "table":
        spec |= {
            "rows": question.rows or 0,
            "most": question.most,
            "row_name": question.row_name,
            "columns": fields_for_browser(question.columns),
        }
    if question.kind == "tree":
        levels = [{"label": level.name, "fields": fields_for_browser(level.fields)} for level in question.levels]
        spec |= {"levels": levels, "deck": list(question.deck.items())}
    # An object does not keep the order of keys such as "1" and "2": lists do.
    return {name: list(part.items()) if name in ("options", "items") else part for name, part in _listed(spec).items()}


def fields_for_browser(columns) -> list:
    """Return the fields of a row or a card as pairs of key and what the browser draws."""
    return [[key, {**column.model_dump(), "options": list(column.options.items())}] for key, column in columns.items()]


def _listed(spec):
    if "then" in spec:
        spec["then"] = {**spec["then"], "options": list(spec["then"]["options"].items())}
    return spec
