"""Markdown of a lesson as the words of a slide: a heading, and its paragraphs, lists and tables in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import mistune

from equityqi.documents.powerpoint import Line

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MINUTES = re.compile(r"\d+ minutes?: ")
_tokens = mistune.create_markdown(renderer=None, plugins=["table"])


@dataclass(frozen=True)
class Words:
    """What is written on a slide, read from Markdown: a heading if there is one, and its parts in order."""

    heading: str
    parts: tuple[tuple[Line, ...] | tuple[tuple[str, ...], ...], ...]


def read_words(markdown: str) -> Words:
    """Return a heading and parts of Markdown.

    >>> read_words("## Aim\\n\\n*9 minutes: tell 9*\\n\\n- **One**: 67.9<!-- fact: a --> years").parts
    ((Line(runs=(('One', True), (': 67.9 years', False)), mark='•'),),)
    """
    heading, parts = "", []
    for token in _tokens(COMMENT.sub("", markdown)):
        if token["type"] == "heading":
            heading = heading or _plain(token)
        elif token["type"] == "list":
            mark = "1" if token["attrs"]["ordered"] else "•"
            parts.append(tuple(Line(_runs(item), mark) for item in token["children"]))
        elif token["type"] == "table":
            parts.append(tuple(_rows(token)))
        elif token["type"] in ("paragraph", "block_quote") and not MINUTES.match(_plain(token)):
            parts.append((Line(_runs(token)),))
    return Words(heading, tuple(parts))


def _rows(table: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    head, body = table["children"]
    yield tuple(_plain(cell) for cell in head["children"])
    for row in body["children"]:
        yield tuple(_plain(cell) for cell in row["children"])


def _plain(token: dict[str, Any]) -> str:
    return "".join(words for words, _ in _runs(token))


def _runs(token: dict[str, Any]) -> tuple[tuple[str, bool], ...]:
    """Return the words of a token, with whether they are bold, those that are alike together."""
    joined: list[tuple[str, bool]] = []
    for words, bold in _pieces(token, False):
        if joined and joined[-1][1] == bold:
            joined[-1] = (joined[-1][0] + words, bold)
        elif words:
            joined.append((words, bold))
    return tuple(joined)


def _pieces(token: dict[str, Any], bold: bool) -> Iterator[tuple[str, bool]]:
    if token["type"] in ("softbreak", "linebreak"):
        yield " ", bold
    elif "raw" in token and token["type"] != "inline_html":
        yield token["raw"], bold
    children: Sequence[dict[str, Any]] = token.get("children", ())
    for child in children:
        yield from _pieces(child, bold or token["type"] == "strong")
