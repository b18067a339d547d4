"""A driver diagram: nodes on levels, and links from each to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from equityqi.html_tags import Html, bullets, join, table_of, tag
from equityqi.plain_words import listed, shortened
from equityqi.questions.kinds import paper
from equityqi.questions.kinds.base import Change, FromYaml, Place, fewest, option_list
from equityqi.questions.kinds.fields import Column, columns_from, for_browser, row_in_words, why_unfit, with_texts
from equityqi.questions.kinds.judged import JudgedQuestion
from equityqi.questions.tree_picture import diagram

OF_A_NODE = ("id", "level", "text", "card")
MOST_BOXES, MOST_INTO = 60, 4  # boxes of a diagram, links into one of them


@dataclass(frozen=True)
class Level(FromYaml):
    """One level of a tree: its name, and the fields of a card on it."""

    name: str
    fields: dict[str, Column] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Tree(JudgedQuestion):
    """With a ``deck`` the cards are given, by their code."""

    kind: Literal["tree"] = "tree"
    levels: list[Level]
    deck: dict[str, str] = field(default_factory=dict)
    model: list[dict[str, Any]]

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Tree:
        levels = [Level(level["name"], columns_from(level["fields"])) for level in data["levels"]]
        return cls(**{**data, "levels": levels})

    def check(self) -> None:
        fewest(self.levels, 2, "levels")
        super().check()

    def is_blank(self, answer: Any) -> bool:
        return super().is_blank(answer) or isinstance(answer, dict) and answer.get("nodes") == []

    def why_unreadable(self, answer: Any) -> str | None:
        nodes = answer.get("nodes") if isinstance(answer, dict) else None
        if (
            not isinstance(nodes, list)
            or not isinstance(answer.get("links", []), list)
            or not all(isinstance(node, dict) and isinstance(node.get("id"), str) for node in nodes)
        ):
            return "Please give nodes, each with its id, level and text, and links from one id to the next."
        if len(nodes) > MOST_BOXES:
            return f"Please keep to {MOST_BOXES} boxes; there are {len(nodes)}. Join some, or take out the weakest."
        by_id = {}
        for node in nodes:
            if node["id"] in by_id:
                return f"The id {shortened(repr(node['id']))} is there twice. Give each node a different id."
            if problem := self._why_unfit(node):
                return f"Node {shortened(node['id'])}{problem}"
            by_id[node["id"]] = node
        return _why_wrongly_linked(answer.get("links", []), by_id)

    def _why_unfit(self, node: dict) -> str | None:
        level = node.get("level")
        if type(level) is not int or not 0 <= level < len(self.levels):
            named = ", ".join(f"{number} ({level.name})" for number, level in enumerate(self.levels))
            return f": please give its level: {named}."
        if not isinstance(node.get("text", ""), str):
            return ": please give its text in words."
        if node.get("card") and (not isinstance(node["card"], str) or node["card"] not in self.deck):
            return f": {shortened(repr(node['card']))} is not one of the cards: {', '.join(self.deck) or 'none'}."
        return why_unfit(self._fields(), {key: value for key, value in node.items() if key not in OF_A_NODE})

    def with_texts(self, answer: Any, change: Change) -> dict[str, Any]:
        fields = self._fields()
        return {**answer, "nodes": [self._changed(node, fields, change) for node in answer["nodes"]]}

    def _changed(self, node: dict, fields: dict[str, Column], change: Change) -> dict:
        changed = with_texts(fields, node, change)
        if card := node.get("card"):
            change(Place(f"the card “{card}”", "card"), self.deck[card])
        elif text := node.get("text"):
            level = self.levels[node["level"]].name
            changed["text"] = change(Place(f"the box {_called(node)}", "text", (level,)), text)
        return changed

    def field_of(self, rule: str, sentence: str, answer: dict[str, Any]) -> str:
        boxes = ((sentence.find(_called(node)), node) for node in answer["nodes"] if node.get("text"))
        first = min((box for box in boxes if box[0] >= 0), key=lambda box: box[0], default=None)
        return f"{first[1]['id']}:{'card' if self.deck and first[1]['level'] else 'text'}" if first else ""

    def _fields(self) -> dict[str, Column]:
        """Return the fields of every level: a node that was moved keeps those that it had on another."""
        return {key: column for level in self.levels for key, column in level.fields.items()}

    def in_words(self, answer: Any) -> str:
        if not isinstance(answer, dict):
            return str(answer)
        return "; ".join(_nested(answer, self._in_words)) or "not answered yet"

    def _in_words(self, node: dict, again: bool, under: list[str]) -> str:
        level = node.get("level")
        known = self.levels[level] if type(level) is int and 0 <= level < len(self.levels) else None
        words = f"{known.name if known else 'Card'}: {_words_of(known, node, again)}"
        return f"{words} [{'; '.join(under)}]" if under else words

    def outline(self, answer: dict[str, Any]) -> list[tuple[int, str, str]]:
        """Return the boxes from the left: how far each is set in, the name of its level, what was written or chosen."""
        return [line for lines in _nested(answer, self._outlined) for line in lines]

    def _outlined(self, node: dict, again: bool, under: list[list[tuple[int, str, str]]]) -> list[tuple[int, str, str]]:
        level, text = self.levels[node["level"]], node.get("text") or "empty"
        given = [column.in_words(node[key]) for key, column in level.fields.items() if node.get(key) and not again]
        more = " (see above)" if again else f" ({', '.join(given)})" if given else ""
        below = [(depth + 1, name, words) for lines in under for depth, name, words in lines]
        return [(0, level.name, text + more), *below]

    def asked_html(self):
        asked = [tag("p", f"Levels: {', '.join(level.name for level in self.levels)}.")]
        return [*asked, option_list(self.deck.values())] if self.deck else asked

    def answer_html(self, answer: dict[str, Any]) -> Html:
        """Return the tree as a nested list."""
        return tag("ul", _nested(answer, self._in_html))

    def _in_html(self, node: dict, again: bool, under: list[Html]) -> Html:
        level = self.levels[node["level"]]
        words = f" {_words_of(level, node, again)}"
        return tag("li", tag("strong", f"{level.name}:"), words, tag("ul", under) if under else None)

    def picture_html(self, answer: Any) -> Html:
        picture = diagram(self, answer)
        return picture._repr_html_() if picture else Html()

    def on_paper(self) -> Html:
        given = "Use the cards to cut out, and lay them on a large sheet. You can leave cards out."
        fields = {column.on_paper(): level.name for level in self.levels for column in level.fields.values()}
        heads = ("Line", *(level.name for level in self.levels))
        rows = paper.blank_rows(paper.ROWS + 3, len(self.levels))
        return join(
            (
                tag("p", given) if self.deck else None,
                table_of("One line from the aim outward", heads, rows, "room"),
                tag("p", "Beside each, write:") if fields else None,
                bullets(f"{level}: {field}" for field, level in fields.items()),
            )
        )

    def cards(self) -> list[str]:
        used = [node.get("card") for node in self.model[0]["nodes"]]
        return [text for card, text in self.deck.items() for _ in range(max(1, used.count(card)))]

    def for_browser(self) -> dict[str, Any]:
        levels = [{"label": level.name, "fields": for_browser(level.fields)} for level in self.levels]
        return {**super().for_browser(), "levels": levels, "deck": list(self.deck.items()), "most": MOST_BOXES}


def _words_of(level: Level | None, node: dict, again: bool) -> str:
    """Return what a box says; the second time only its text, and where the rest is."""
    text = node.get("text") or "empty"
    if again:
        return f"{text} (see above)"
    filled = level and any(node.get(key) for key in level.fields)
    return f"{text} ({row_in_words(level.fields, node)})" if level and filled else text


def _called(node: dict) -> str:
    words = " ".join((node.get("text") or "").split())
    return f"“{shortened(words)}”" if words else "an empty box"


def _why_wrongly_linked(links: list, by_id: dict[str, dict]) -> str | None:
    """Return one sentence on the first link that no diagram has, else None."""
    into: dict[str, set[str]] = {}
    for link in links:
        pair = isinstance(link, list) and len(link) == 2
        if not pair or not all(isinstance(end, str) and end in by_id for end in link):
            return "Each link is a pair of ids of nodes, such as ['aim', 'p1']."
        start, end = link
        left, right = _called(by_id[start]), _called(by_id[end])
        if start == end:
            return f"Please take out the link from {left} to itself."
        if start in into.setdefault(end, set()):
            return f"Please link {left} to {right} once only; here they are linked twice."
        into[end].add(start)
        if len(into[end]) > MOST_INTO:
            return f"Please keep to {MOST_INTO} links into one box; {right} has more. Keep the strongest."
    while free := [end for end, starts in into.items() if not starts & set(into)]:  # nothing leads into its starts
        for end in free:
            del into[end]
    if into:
        ends = listed(_called(by_id[end]) for end in list(into)[:3])
        return f"Please take out the link that leads back to the left: {ends} are linked in a circle."
    return None


def _nested(tree: dict, written: Callable[[dict, bool, list[Any]], Any]) -> list[Any]:
    """Return what ``written(node, again, what is under it)`` makes of each box, from the left, whatever the links are.

    A box is written out once: where a link leads to it again, ``again`` is true and nothing is under it. What hangs
    on no other box comes first, and then what only stands in a circle.
    """
    by_id: dict[str, dict] = {}
    for place, node in enumerate(_dicts(tree.get("nodes"))):
        id = str(node.get("id"))
        by_id[f"{id} {place}" if id in by_id else id] = node
    links = [link for link in _pairs(tree.get("links")) if all(end in by_id for end in link)]
    under: dict[str, list[str]] = {}
    for start, end in dict.fromkeys(links):
        under.setdefault(start, []).append(end)
    ends = {end for _, end in links}
    roots = [id for id in by_id if id not in ends]
    lines, seen = [], set()
    for id in [*roots, *by_id]:
        waiting = [] if id in seen else [(0, id)]
        while waiting:
            depth, id = waiting.pop()
            lines.append((depth, by_id[id], id in seen))
            if id not in seen:
                waiting += [(min(depth + 1, MOST_BOXES), end) for end in reversed(under.get(id, []))]
            seen.add(id)
    inside: dict[int, list[Any]] = {}
    for depth, node, again in reversed(lines):
        inside.setdefault(depth, []).append(written(node, again, inside.pop(depth + 1, [])[::-1]))
    return inside.get(0, [])[::-1]


def _dicts(nodes: Any) -> list[dict]:
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []


def _pairs(links: Any) -> list[tuple[str, str]]:
    return [
        (link[0], link[1])
        for link in (links if isinstance(links, list) else ())
        if isinstance(link, list) and len(link) == 2 and all(isinstance(end, str) for end in link)
    ]
