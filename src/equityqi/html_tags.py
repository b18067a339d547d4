"""HTML from values: every text is escaped unless it is :class:`Html` already. No other module writes a tag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def table_of(caption: str, heads: Iterable[Child], rows: Iterable[Sequence[Child]], kind: str | None = None) -> Html:
    """Return a table that a keyboard can scroll; see :func:`plain_table`.

    >>> table_of("Gap", ["Group", "Share"], [["Men", "12 %"]]).count("scope")
    3
    """
    return scrolled(plain_table(caption, heads, rows, class_=kind), caption)


def plain_table(
    caption: str, heads: Iterable[Child], rows: Iterable[Sequence[Child]], **attributes: str | None
) -> Html:
    """Return a table; the first cell of each row names it. A cell that is a ``td`` already stays as it is."""
    head = tag("tr", [tag("th", name, scope="col") for name in heads])
    body = [(tag("tr", tag("th", first, scope="row"), map(_cell, rest)), "\n") for first, *rest in rows]
    return tag("table", tag("caption", caption), tag("thead", head), tag("tbody", "\n", body), **attributes)


def _cell(cell: Child) -> Html:
    return cell if isinstance(cell, Html) and cell.startswith("<td") else tag("td", cell)


def bullets(items: Iterable[Child], kind: str | None = None) -> Html:
    """Return a list; nothing where there are no items.

    >>> bullets(["Ask", "Try & see"])
    '<ul><li>Ask</li><li>Try &amp; see</li></ul>'
    """
    shown = [tag("li", item) for item in items]
    return tag("ul", shown, class_=kind) if shown else Html()


def scrolled(table: Html, name: str) -> Html:
    """Return a table in a frame of this name that a keyboard can scroll where the window is narrow.

    >>> scrolled(tag("table"), "Marks")
    '<div class="wide" role="group" tabindex="0" aria-label="Marks"><table></table></div>\\n'
    """
    return Html(tag("div", table, class_="wide", role="group", tabindex=0, aria_label=name) + "\n")


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
