"""The states of an answer: each has a shape, words and a colour (``forms/browser/form.css``), the same everywhere."""

from __future__ import annotations

from typing import Any

from equityqi.html_tags import Child, Html, tag
from equityqi.questions.kinds.base import AGAIN, OPEN, RECEIVED, RIGHT, SAVED, Mark

READY, STOP = "ready", "stop"  # a form waits for the page; an answer could not be saved
WORDS = {
    OPEN: "Not answered yet",
    SAVED: "Saved, not checked yet",
    RIGHT: "Right",
    AGAIN: "Not yet",
    RECEIVED: "Received",
    READY: "Getting ready",
    STOP: "Not saved yet",
}
_FILLED: dict[str, Any] = {"fill": "currentColor", "stroke": "none"}
_PEN: dict[str, Any] = {
    "fill": "none",
    "stroke": "currentColor",
    "stroke_width": 2,
    "stroke_linecap": "round",
    "stroke_linejoin": "round",
}


def _circle(radius: float, at: int = 12, **look: Any) -> Html:
    return tag("circle", cx=at, cy=12, r=str(radius), **look)


def _path(way: str, **look: Any) -> Html:
    return tag("path", d=way, **look)


_SHAPES = {
    OPEN: [_circle(8.5, stroke_dasharray="2.2 3.14")],
    SAVED: [_circle(8.5), _circle(4, **_FILLED)],
    RIGHT: [_circle(10, **_FILLED), _path("m7.5 12.4 3 3 6-6.4", stroke="var(--surface, #fff)", stroke_width="2.4")],
    AGAIN: [_circle(9), _path("M12 3a9 9 0 0 0 0 18Z", **_FILLED)],
    RECEIVED: [_path("M3 13v5a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-5h-5a4 4 0 0 1-8 0H3Zm9-10v7m-3-3 3 3 3-3")],
    READY: [_circle(2, at, **_FILLED) for at in (5, 12, 19)],
    STOP: [_path("M12 3.5 22 20.5H2Z"), _path("M12 10v4.5m0 2.8v.1")],
}
ICONS = {  # readers pass over them: the words beside each are read
    state: tag("svg", shapes, class_="eq-icon", viewBox="0 0 24 24", width=20, height=20, aria_hidden="true", **_PEN)
    for state, shapes in _SHAPES.items()
}


def state_html(state: str, words: Child = None) -> Html:
    """Return a state as its shape and its words.

    >>> "Not yet" in state_html("again"), "aria-hidden" in state_html("again")
    (True, True)
    """
    return tag("span", ICONS[state], tag("span", words or WORDS[state]), class_=f"eq-state eq-is-{state}")


def result_of(mark: Mark) -> dict:
    """Return what a form shows of a mark: its state, its heading, the sentence, and what is said of single parts."""
    return {
        "state": mark.state,
        "heading": ": ".join(filter(None, (mark.heading, mark.so_far))),
        "sentence": mark.sentence,
        "notes": [[note.item, note.right, note.sentence, note.at] for note in mark.notes],
    }
