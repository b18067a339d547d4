"""The picture of a tree: the answer is the source, the driver diagram follows it."""

from __future__ import annotations

from typing import Any

from equityqi.svg.arranged import Box
from equityqi.svg.drawing import Drawing
from equityqi.svg.tree import driver_diagram

WAITS = "idea needed"  # what a person writes where no idea stands yet


def diagram(question, value: Any) -> Drawing | None:
    """Return the driver diagram of a tree's answer for a page, or None where there is nothing that can be drawn."""
    if question.is_blank(value) or question.why_unreadable(value):
        return None
    boxes = [
        Box(node["id"], node["level"], node.get("text") or "", _note(question, node), _waits(node))
        for node in value["nodes"]
    ]
    try:
        return driver_diagram(boxes, [tuple(link) for link in value.get("links", [])])
    except ValueError:  # more levels than a driver diagram has
        return None


def _waits(node: dict) -> bool:
    return node.get("text", "").strip().lower() in ("", WAITS)


def _note(question, node: dict) -> str:
    fields = question.levels[node["level"]].fields
    return ", ".join(
        column.options[str(node[key])] for key, column in fields.items() if column.options and node.get(key)
    )
