"""A driver diagram: nodes on levels, and links from each to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from equityqi.html_tags import Html, bullets, join, table_of, tag
from equityqi.questions.kinds import paper
from equityqi.questions.kinds.base import FromYaml, fewest, option_list
from equityqi.questions.kinds.fields import Column, columns_from, for_browser, row_in_words, why_unfit
from equityqi.questions.kinds.judged import JudgedQuestion
from equityqi.questions.tree_picture import diagram

OF_A_NODE = ("id", "level", "text", "card")


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
        ids = set()
        for node in nodes:
            if node["id"] in ids:
                return f"The id {node['id']!r} stands twice. Give each node an id of its own."
            if problem := self._why_unfit(node):
                return f"Node {node['id']}{problem}"
            ids.add(node["id"])
        for link in answer.get("links", []):
            pair = isinstance(link, list) and len(link) == 2
            if not pair or not all(isinstance(end, str) and end in ids for end in link):
                return "Each link is a pair of ids of nodes, such as ['aim', 'p1']."
        return None

    def _why_unfit(self, node: dict) -> str | None:
        level = node.get("level")
        if type(level) is not int or not 0 <= level < len(self.levels):
            named = ", ".join(f"{number} ({level.name})" for number, level in enumerate(self.levels))
            return f": please give its level: {named}."
        if not isinstance(node.get("text", ""), str):
            return ": please give its text in words."
        if node.get("card") and node["card"] not in self.deck:
            return f": {node['card']!r} is not one of the cards: {', '.join(self.deck) or 'none'}."
        # A node that was moved keeps the fields that it had on another level.
        fields = {key: column for level in self.levels for key, column in level.fields.items()}
        return why_unfit(fields, {key: value for key, value in node.items() if key not in OF_A_NODE})

    def in_words(self, answer: Any) -> str:
        if not isinstance(answer, dict):
            return str(answer)
        under = _children(answer)
        return "; ".join(self._branch(under, node, frozenset()) for node in _roots(answer)) or "not answered yet"

    def _branch(self, under: dict[str, list[dict]], node: dict, above: frozenset) -> str:
        id, level = node.get("id"), node.get("level")
        known = self.levels[level] if isinstance(level, int) and 0 <= level < len(self.levels) else None
        words = f"{known.name if known else 'Card'}: {node.get('text') or 'empty'}{_in_brackets(known, node)}"
        children = under.get(id, []) if isinstance(id, str) else []
        if not children or id in above:
            return words
        return f"{words} [{'; '.join(self._branch(under, child, above | {id}) for child in children)}]"

    def asked_html(self):
        asked = [tag("p", f"Levels: {', '.join(level.name for level in self.levels)}.")]
        return [*asked, option_list(self.deck.values())] if self.deck else asked

    def answer_html(self, answer: dict[str, Any]) -> Html:
        """Return the tree as a nested list."""
        under = _children(answer)
        return tag("ul", [self._leaf(under, node, frozenset()) for node in _roots(answer)])

    def _leaf(self, under: dict[str, list[dict]], node: dict, above: frozenset) -> Html:
        id, level = node["id"], self.levels[node["level"]]
        children = () if id in above else under.get(id, ())
        inside = [self._leaf(under, child, above | {id}) for child in children]
        words = f" {node.get('text') or 'empty'}{_in_brackets(level, node)}"
        return tag("li", tag("strong", f"{level.name}:"), words, tag("ul", inside) if inside else None)

    def picture_html(self, answer: Any) -> Html:
        picture = diagram(self, answer)
        return Html(picture._repr_html_()) if picture else Html()

    def on_paper(self) -> Html:
        given = "Use the cards to cut out, and lay them on a large sheet. A card may stay out."
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
        return {**super().for_browser(), "levels": levels, "deck": list(self.deck.items())}


def _in_brackets(level: Level | None, node: dict) -> str:
    filled = level and any(node.get(key) for key in level.fields)
    return f" ({row_in_words(level.fields, node)})" if level and filled else ""


def _nodes_of(tree: dict) -> list[dict]:
    nodes = tree.get("nodes")
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []


def _links_of(tree: dict) -> list[list[str]]:
    links = tree.get("links")
    return [
        link
        for link in (links if isinstance(links, list) else ())
        if isinstance(link, list) and len(link) == 2 and all(isinstance(end, str) for end in link)
    ]


def _roots(tree: dict) -> list[dict]:
    linked = {end for _, end in _links_of(tree)}
    return [node for node in _nodes_of(tree) if node.get("id") not in linked]


def _children(tree: dict) -> dict[str, list[dict]]:
    """Return the nodes that are linked under each, by its id."""
    nodes, under = _nodes_of(tree), {}
    for start, end in _links_of(tree):
        under.setdefault(start, []).extend(node for node in nodes if node.get("id") == end)
    return under
