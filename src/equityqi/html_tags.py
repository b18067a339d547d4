"""HTML from values: every text is escaped unless it is :class:`Html` already. No other module writes a tag."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})


class Html(str):
    """Text that is HTML already. Only :func:`tag`, :func:`join` and what renders Markdown or pictures make it."""

    __slots__ = ()


Child: TypeAlias = "str | None | Iterable[Child]"


def tag(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """Return one element: children in order, words escaped, None and "" left out.

    A name of an attribute that is a word of Python ends in ``_``; other underscores become hyphens. True writes the
    bare name, None and False leave it out.

    >>> tag("p", "2 < 3", tag("br"), class_="note", aria_label='"A"', hidden=True, id=None)
    '<p class="note" aria-label="&quot;A&quot;" hidden>2 &lt; 3<br></p>'
    """
    opened = f"<{name}"
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        opened += f" {key}" if value is True else f' {key}="{_quoted(value)}"'
    return Html(f"{opened}>" if name in VOID else f"{opened}>{_inside(children)}</{name}>")


def _quoted(value: str | int) -> str:
    return escape(str(value), quote=False).replace('"', "&quot;")


def join(parts: Iterable[Child], between: str = "") -> Html:
    """Return parts one after the other, words escaped.

    >>> join(["a & b", tag("br"), "c"])
    'a &amp; b<br>c'
    """
    if not between:
        return Html(_inside(parts))
    return Html(_inside((between,)).join(_inside((part,)) for part in parts))


def lines(text: str) -> Html:
    """Return a text whose line breaks are kept.

    >>> lines("one\\ntwo")
    'one<br>two'
    """
    return Html("<br>".join(map(escape, text.split("\n"))))


def _inside(children: Iterable[Child]) -> str:
    parts = []
    for child in children:
        if isinstance(child, Html):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(escape(child))
        elif child is not None:
            parts.append(_inside(child))
    return "".join(parts)
