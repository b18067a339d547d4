"""The picture of a tree: the answer is the source, the driver diagram follows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from equityqi.svg.arranged import Box
from equityqi.svg.drawing import Drawing
from equityqi.svg.tree import driver_diagram

if TYPE_CHECKING:
    from equityqi.pictures.style import Picture

Drawn = TypeVar("Drawn")
WAITS = "idea needed"  # what a person writes where no idea stands yet


def diagram(question, value: Any) -> Drawing | None:
    """Return the driver diagram of a tree's answer for a page, or None where there is nothing that can be drawn."""
    return _drawn(question, value, driver_diagram)


def diagram_for_report(question, value: Any) -> Picture | None:
    """Return the same for a Word file or a workbook: a matplotlib figure."""
    from equityqi.pictures.tree import driver_diagram  # lazy: matplotlib costs 0.4 s

    return _drawn(question, value, driver_diagram)


def _drawn(question, value: Any, draw: Callable[..., Drawn]) -> Drawn | None:
    if question.is_blank(value) or question.why_unreadable(value):
        return None
    boxes = [
        Box(node["id"], node["level"], node.get("text") or "", _note(question, node), _waits(node))
        for node in value["nodes"]
    ]
    try:
        return draw(boxes, [tuple(link) for link in value.get("links", [])])
    except ValueError:  # more levels than a driver diagram has
        return None


def _waits(node: dict) -> bool:
    return node.get("text", "").strip().lower() in ("", WAITS)


def _note(question, node: dict) -> str:
    fields = question.levels[node["level"]].fields
    return ", ".join(
        column.options[str(node[key])] for key, column in fields.items() if column.options and node.get(key)
    )
