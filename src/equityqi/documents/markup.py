"""The course's own HTML read as a small tree, from which PDF and Word are written: one source for screen and paper.

A node is a text, or a dict with its kind under ``t`` and what is in it under ``c``. What people typed is text in the
HTML, so it is text in the tree.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, TypeAlias
from urllib.parse import unquote_to_bytes

from equityqi.html_tags import VOID, Html
from equityqi.svg.for_print import svg_for_print

Node: TypeAlias = "str | dict[str, Any]"

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
SPACES = re.compile(r"[ \t\r\n\f]+")
NO_INK = {"style", "script", "nav", "title", "head"}
INLINE = {"b": "b", "strong": "b", "em": "i", "i": "i", "code": "code"}
DATA = re.compile(r"data:image/(?P<kind>svg\+xml|png)(?P<coded>;base64)?,(?P<data>.*)", re.DOTALL)
TALL = re.compile(r"--tall: ([\d.]+)mm")
PHONE = "narrow"  # the class of a drawing's second shape, with large letters


@dataclass
class _Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = _Element("root")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {key: value or "" for key, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(one.name == tag for one in self._open[1:]):
            while self._open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


@dataclass
class Reader:
    """Reads pieces of HTML into trees, and gathers their pictures by the name of a file.

    ``large``: a drawing that has a shape with larger letters is taken in that shape.

    >>> Reader().read(Html("<h2>Aim &amp; gap</h2><p>For <b>whom</b>?</p>"))
    [{'t': 'h', 'level': 2, 'c': ['Aim & gap']}, {'t': 'p', 'k': '', 'c': ['For ', {'t': 'b', 'c': ['whom']}, '?']}]
    """

    large: bool = False
    pictures: dict[str, bytes] = field(default_factory=dict)

    def read(self, html: Html) -> list[Node]:
        """Return HTML as a tree."""
        drawn: list[str] = []

        def kept(found: re.Match) -> str:
            drawn.append(found[0])
            return f'<svg data-at="{len(drawn) - 1}">'

        parser = _Parser()
        parser.feed(SVG.sub(lambda found: f"{kept(found)}</svg>", html))
        parser.close()
        self._drawn = drawn
        return self._nodes(parser.root)

    def _nodes(self, of: _Element) -> list[Node]:
        nodes: list[Node] = []
        for child in of.children:
            if isinstance(child, str):
                if words := SPACES.sub(" ", child):
                    nodes.append(words)
            elif child.name not in NO_INK and "skip" not in child.classes:
                nodes += self._node(child)
        return trimmed(nodes)

    def _node(self, at: _Element) -> list[Node]:
        """Return what one element says, as nodes."""
        kind = at.classes[0] if at.classes else ""
        if at.name in INLINE:
            return [{"t": INLINE[at.name], "c": self._nodes(at)}]
        if re.fullmatch("h[1-6]", at.name):
            return [{"t": "h", "level": int(at.name[1]), "c": self._nodes(at)}]
        if at.name == "br":
            return [{"t": "br"}]
        if kind in ("write", "rule"):
            return [{"t": kind}]
        if at.name == "span":
            return [{"t": kind, "c": self._nodes(at)}] if kind == "sign" else self._nodes(at)
        if at.name == "summary":
            return [{"t": "p", "k": "", "c": [{"t": "b", "c": self._nodes(at)}]}]
        if at.name in ("p", "dt", "dd", "pre"):
            words = self._nodes(at)
            inner: list[Node] = [{"t": "b", "c": words}] if at.name == "dt" else words
            return [{"t": "p", "k": kind if at.name == "p" else at.name, "c": inner}] if words else []
        if at.name in ("ul", "ol"):
            items = [self._nodes(item) for item in _elements(at, "li")]
            if kind == "cards":
                return [{"t": "cards", "c": items}]
            return [{"t": "list", "k": kind or at.name, "c": items}] if items else []
        if at.name == "table":
            return [self._table(at, kind)]
        if at.name == "figure":
            return self._figure(at)
        if at.name in ("img", "svg"):
            return self._picture(at, [])
        if at.name == "blockquote":
            return [{"t": "quote", "c": self._nodes(at)}]
        if kind == "cards":
            return [{"t": "cards", "c": [self._nodes(card) for card in _elements(at, "div")]}]
        if at.name in ("div", "section") and kind and kind not in ("wide", "abreast", "line"):
            return [{"t": "div", "k": kind, "c": self._nodes(at)}]
        return self._nodes(at)

    def _table(self, at: _Element, kind: str) -> Node:
        caption = [node for found in _elements(at, "caption") for node in self._nodes(found)]
        rows = [[self._cell(cell) for cell in _elements(row, "th", "td")] for row in _elements(at, "tr")]
        head = rows.pop(0) if rows and all(cell["th"] or not cell["c"] for cell in rows[0]) else []
        tall = TALL.search(at.attributes.get("style", ""))
        return {"t": "table", "k": kind, "caption": caption, "head": head, "rows": rows,
                "tall": float(tall[1]) if tall else 0}  # fmt: skip

    def _cell(self, at: _Element) -> dict[str, Any]:
        return {"th": at.name == "th", "c": self._nodes(at)}

    def _figure(self, at: _Element) -> list[Node]:
        said = [node for found in _elements(at, "figcaption") for node in self._nodes(found)]
        drawn = [one for one in _elements(at, "svg", "img")]
        if len(drawn) > 1:  # one drawing, in a wide and in a narrow shape
            drawn = [one for one in drawn if (PHONE in self._source(one)[:200]) == self.large][:1] or drawn[:1]
        return [node for one in drawn for node in self._picture(one, said)]

    def _source(self, at: _Element) -> str:
        return self._drawn[int(at.attributes["data-at"])] if at.name == "svg" else ""

    def _picture(self, at: _Element, said: list[Node]) -> list[Node]:
        """Return a picture with its alt text; one without is left to the eye alone, and is no picture of the course."""
        if at.name == "svg":
            source = self._source(at)
            alt = re.search(r'aria-label="([^"]*)"', source)
            words = _Parser()
            words.feed(alt[1] if alt else "")
            words.close()
            text = "".join(one for one in words.root.children if isinstance(one, str))
            return [self._kept(svg_for_print(source).encode(), "svg", text, said)]
        found = DATA.match(at.attributes.get("src", ""))
        if not found:
            return []
        raw = base64.b64decode(found["data"]) if found["coded"] else unquote_to_bytes(found["data"])
        kind = "png" if found["kind"] == "png" else "svg"
        data = svg_for_print(raw.decode()).encode() if kind == "svg" else raw
        return [self._kept(data, kind, at.attributes.get("alt", ""), said)]

    def _kept(self, data: bytes, kind: str, alt: str, said: list[Node]) -> Node:
        name = f"{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
        self.pictures[name] = data
        return {"t": "picture", "name": name, "alt": alt, "caption": said}


def trimmed(nodes: list[Node]) -> list[Node]:
    """Return nodes without white space at either end and around blocks.

    >>> trimmed([" ", "Aim ", {"t": "p", "k": "", "c": ["a"]}, " "])
    ['Aim', {'t': 'p', 'k': '', 'c': ['a']}]
    """
    kept: list[Node] = []
    for place, node in enumerate(nodes):
        if isinstance(node, str):
            if not place or _is_block(nodes[place - 1]):
                node = node.lstrip(" ")
            if place == len(nodes) - 1 or _is_block(nodes[place + 1]):
                node = node.rstrip(" ")
            if not node:
                continue
        kept.append(node)
    return kept


def _is_block(node: Node) -> bool:
    return not isinstance(node, str) and node["t"] not in ("b", "i", "code", "write")


def _elements(of: _Element, *names: str) -> list[_Element]:
    """Return the nearest elements below one that have one of these names."""
    found: list[_Element] = []
    for child in of.children:
        if isinstance(child, _Element):
            found += [child] if child.name in names else _elements(child, *names)
    return found


def changed(nodes: list[Node], change: Callable[[dict[str, Any]], list[Node]]) -> list[Node]:
    """Return a tree in which ``change`` has replaced each node that is not a text, the innermost first."""
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            made.append(node)
            continue
        inner = node.get("c", [])
        if node["t"] in ("list", "cards"):
            node = {**node, "c": [changed(item, change) for item in inner]}
        elif inner:
            node = {**node, "c": changed(inner, change)}
        made += change(node)
    return made


def plain(nodes: list[Node]) -> str:
    """Return the words of a tree.

    >>> plain(["For ", {"t": "b", "c": ["whom"]}])
    'For whom'
    """
    said = []
    for node in nodes:
        if isinstance(node, str):
            said.append(node)
        elif node["t"] in ("list", "cards"):
            said += [plain(item) for item in node["c"]]
        else:
            said.append(plain(node.get("c", [])))
    return " ".join("".join(said).split()) if any(said) else ""
