"""A draft of a case's model project: every part is there, and each text says TO DO."""

from __future__ import annotations

import re
from typing import Any

from equityqi.cases.case import load
from equityqi.owndata.export import project_of_look
from equityqi.owndata.look import Look
from equityqi.settings import FIRST_CASE

# What a form lets choose, and what holds a diagram together, stays as a whole project has it.
CHOSEN = frozenset("act denominator_unit direction effect frequency id kind small_numbers source type unit".split())
LEFT_OUT = ("page", "schema", "title", "case", "day", "aim")
NUMBERED = re.compile(r"C\d")  # the tests of a project, by number
MOST = 3  # entries of a list that the draft keeps


def drafted_project(seen: Look, name: str) -> dict[str, Any]:
    """Return a project in the shape of the first case's, with the aim that a look drafts and all else still to do."""
    draft = project_of_look(seen).to_data()
    whole = {part: _to_do(part, value) for part, value in load(FIRST_CASE).plan.items() if part not in LEFT_OUT}
    for part in ("steps", "reasons"):  # they come from tables that a case need not have
        whole["system"].pop(part, None)
    share = dict(zip(seen.groups["group"].astype(str), seen.groups["value"].round(1), strict=True))
    ends = {"group": float(share[seen.two[0]]), "comparator": float(share[seen.two[1]])}  # a target is still to do
    aim = {
        key: draft["aim"].get(key, f"TO DO: {key}") if isinstance(value, str) else ends[key.rpartition("_")[2]]
        for key, value in load(FIRST_CASE).plan["aim"].items()
    }
    return {
        "schema": draft["schema"],
        "title": "TO DO: a title",
        "case": name,
        **whole,
        "measures": _one_of_each(whole["measures"]),
        "aim": {**aim, "measure": "main"},
    }


def _to_do(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _to_do(name, inner) for name, inner in value.items()}
    if isinstance(value, list):
        few = value if key in ("nodes", "links", "measures") else value[:MOST]
        return few if key == "links" else [_to_do(key, inner) for inner in few]
    if key == "measure":
        return "main" if value else value
    if not isinstance(value, str) or key in CHOSEN or NUMBERED.fullmatch(value):
        return value
    return f"TO DO: {key.replace('_', ' ')}"


def _one_of_each(measures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first measure of each type."""
    return list({card["type"]: card for card in reversed(measures)}.values())[::-1]
