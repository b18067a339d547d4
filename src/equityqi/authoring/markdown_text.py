"""One Markdown cell, read as a reader meets it: headings, lists, links, images, and prose without code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import mistune

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = (*HEADINGS, "p", "li")
NEW_LINE = (*BLOCKS, "br", "td", "th", "tr", "div", "summary", "details", "ul", "ol", "table", "blockquote", "pre")
NOT_PROSE = ("code", "pre", "script", "style")

# Raw HTML stays as it is, since the parser below reads it together with what Markdown makes.
_to_html = mistune.create_markdown(escape=False, plugins=["table", "strikethrough"])


@dataclass
class Block:
    """A heading, a paragraph or a list item with its text."""

    tag: str
    text: str = ""

    @property
    def level(self) -> int:
        """1 to 6 for a heading, else 0."""
        return HEADINGS.index(self.tag) + 1 if self.tag in HEADINGS else 0


@dataclass
class Link:
    """A link (``text`` is what can be clicked) or an image (``text`` is its alt text)."""

    target: str
    text: str = ""


class Reading(HTMLParser):
    """What one piece of Markdown holds.

    >>> reading = Reading("## A `b`\\n\\n67.9<!-- fact: hle --> in [the card](card.md)")
    >>> reading.blocks[0].text, reading.prose.split(), reading.links[0].target
    ('A b', ['A', '`', '67.9⟦fact:hle⟧', 'in', 'the', 'card'], 'card.md')
    """

    def __init__(self, markdown: str):
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.images: list[Link] = []
        self.buttons: list[Link] = []  # target: the command that the button runs
        self.ids: set[str] = set()
        self.words_taught: set[str] = set()  # from <!-- word: ... -->
        self.prose = ""
        self._open: list[Block] = []
        self._clickable: list[Link] = []
        self._not_prose = 0
        self.feed(_to_html(markdown))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, blocks, pictures, links and buttons where they begin."""
        found = dict(attrs)
        if "id" in found:
            self.ids.add(found["id"] or "")
        if tag in NEW_LINE:
            self.prose += "\n"
        if tag in BLOCKS:
            self._open = [block for block in self._open if block.tag == "li"]
            self._open.append(Block(tag))
            self.blocks.append(self._open[-1])
        if tag in NOT_PROSE:
            self._not_prose += 1
        if tag == "img":
            self.images.append(Link(found.get("src") or "", found.get("alt") or ""))
        if tag == "a" and "href" in found:
            self._start_clickable(self.links, found["href"])
        if tag == "button":
            self._start_clickable(self.buttons, found.get("data-commandlinker-command"))

    def _start_clickable(self, links: list[Link], target: str | None) -> None:
        links.append(Link(target or ""))
        self._clickable = [links[-1]]

    def handle_endtag(self, tag: str) -> None:
        """Close the block, link or button that ends."""
        if tag in NEW_LINE:
            self.prose += "\n"
        if tag in BLOCKS:
            last = next((block for block in reversed(self._open) if block.tag == tag), None)
            self._open = [block for block in self._open if block is not last]
        if tag in NOT_PROSE:
            self._not_prose = max(0, self._not_prose - 1)
        if tag in ("a", "button"):
            self._clickable = []

    def handle_data(self, data: str) -> None:
        """Add text to whatever is open, and to the prose unless it is code."""
        for part in (*self._open, *self._clickable):
            part.text += data
        # A piece of code leaves a mark, so that the words around it do not join.
        self.prose += data if not self._not_prose else " ` "

    def handle_comment(self, data: str) -> None:
        """Read which fact stands after a number, and which words are taught."""
        if fact := re.fullmatch(r"\s*fact:\s*(\S+)\s*", data):
            self.prose += f"⟦fact:{fact[1]}⟧"
        if word := re.fullmatch(r"\s*word:\s*(.+?)\s*", data, re.DOTALL):
            self.words_taught.add(word[1])


def plain(text: str) -> str:
    """Return ``text`` on one line with single spaces."""
    return " ".join(text.split())
