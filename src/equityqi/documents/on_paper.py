"""A tree of nodes as it is laid out on paper, in PDF and in Word: how wide columns are, which tables are told row by
row, and what stays on one page.
"""

from __future__ import annotations

from typing import Any

from equityqi.documents.markup import Node, changed, plain

MOST = 120  # letters of a cell beyond which a column grows no wider
SIGN = 8  # letters' room in a column for a letter or a number
SHORT = 20  # room of a heading that stays on one line; a longer one has two
LABELS = 0.4  # the most that the words of a form take of its width; the rest is to write in
LONG = 40  # letters of a form's label beside which, in large print, too little room would be left
LINES = 2  # to write on, below such a label
ASIDE = 12  # letters of a paragraph such as “Tick one.”, which belongs to the one before
MOST_COLUMNS = {18: 3, 24: 2}  # of a table in large print; a wider one is told row by row


def with_widths(node: dict[str, Any], across: float) -> list[Node]:
    """Return a table with the share of the width that each column gets; other nodes as they are.

    ``across``: how many letters fit on a line. A short column gets what it needs, and room to write gets the most.
    """
    if node["t"] != "table":
        return [node]
    rows = [row for row in (node["head"], *node["rows"]) if row]
    columns = max((len(row) for row in rows), default=1)
    rows = [row + [{"th": False, "c": []}] * (columns - len(row)) for row in rows]
    body = rows[1:] if node["head"] else rows
    widths = _widths(rows, node["k"] == "narrow", across)
    return [{**node, "head": rows[0] if node["head"] else [], "rows": body, "widths": widths}]


def _widths(rows: list[list[dict[str, Any]]], signs: bool, across: float) -> list[float]:
    columns = [[plain(row[place]["c"]) for row in rows] for place in range(len(rows[0]))] if rows else [[]]
    blank = [2 * column.count("") > len(column) - 1 for column in columns]
    word = [2 + 1.1 * max((len(word) for text in column for word in text.split()), default=1) for column in columns]
    whole = [2 + 1.1 * max(map(len, column), default=1) for column in columns]
    if signs:
        room = [max(SIGN, short, wide if wide < SHORT else wide / 2) for wide, short in zip(whole, word, strict=True)]
        whole = [wide if empty else long for wide, long, empty in zip(room, whole, blank, strict=True)]
    elif any(blank):
        held = sum(wide for wide, empty in zip(whole, blank, strict=True) if not empty)
        less = min(1.0, LABELS * across / max(held, 1))
        labels = [max(short, wide * less) for short, wide in zip(word, whole, strict=True)]
        left = across - sum(label for label, empty in zip(labels, blank, strict=True) if not empty)
        each = left / sum(blank)
        return [round(max(short, each) if empty else label, 2)
                for label, short, empty in zip(labels, word, blank, strict=True)]  # fmt: skip
    if sum(whole) <= across:
        return [round(wide, 2) for wide in whole]
    fair = across / len(whole)
    short = [wide if wide <= fair / 2 else 0 for wide in whole]
    weights = [0 if few else min(wide, MOST) ** 0.7 for few, wide in zip(short, whole, strict=True)]
    left = (across - sum(short)) / sum(weights)
    return [round(few or max(least, weight * left), 2) for few, least, weight in zip(short, word, weights, strict=True)]


def row_by_row(node: dict[str, Any], large: int) -> list[Node]:
    """Return a table that is too wide for large print row by row: the first cell, then a list of the others. Of blank
    columns that are only numbered, one is left: another copy of the sheet is the next one.
    """
    if node["t"] != "table":
        return [node]
    if len(node["head"]) > 2 and _numbered(node):
        head, rows = [node["head"][0], {"th": True, "c": ["Write here"]}], [row[:2] for row in node["rows"]]
        return [{**node, "head": head, "rows": rows, "tall": 0}]
    rows = [row for row in (node["head"], *node["rows"]) if row]
    if len(node["head"]) == 2 and _is_long_form(node):
        return [*_caption(node), *(_labelled(row[0]["c"], [{"t": "rule"}] * LINES) for row in node["rows"])]
    if not node["head"] or max(map(len, rows)) <= MOST_COLUMNS[large]:
        return [{**node, "tall": 0}]
    told = _caption(node)
    for row in node["rows"]:
        first, *lines = [_cell_in_words(head, cell, node["k"]) for head, cell in zip(node["head"], row, strict=False)]
        told.append(_labelled(first, [{"t": "list", "k": "ul", "c": lines}]))
    return told


def _caption(node: dict[str, Any]) -> list[Node]:
    said = {"t": "p", "k": "", "sticky": True, "c": [{"t": "b", "c": node["caption"]}]}
    return [said] if node["caption"] else []


def _labelled(label: list[Node], inner: list[Node]) -> Node:
    """Return what belongs to a label, kept with it."""
    named: Node = {"t": "p", "k": "row", "sticky": True, "c": [{"t": "b", "c": label}]}
    return {"t": "div", "k": "kept", "c": [named, *inner]}


def _is_long_form(node: dict[str, Any]) -> bool:
    """Return whether a table is a form whose labels leave too little room beside them."""
    return not any(row[1]["c"] for row in node["rows"]) and any(len(plain(row[0]["c"])) > LONG for row in node["rows"])


def _numbered(node: dict[str, Any]) -> bool:
    return all(plain(head["c"]).isdigit() for head in node["head"][1:]) and not any(
        cell["c"] for row in node["rows"] for cell in row[1:]
    )


def _cell_in_words(head: dict[str, Any], cell: dict[str, Any], kind: str) -> list[Node]:
    """Return a cell with its heading; a blank one has room for a sign, or a whole line."""
    name = plain(head["c"])
    room: Node = {"t": "write" if kind == "narrow" else "rule"}
    return [*([f"{name}: "] if name else []), *(cell["c"] or [room])]


def kept_together(nodes: list[Node]) -> list[Node]:
    """Return a tree in which lines to write on stay together, and with them the paragraph that asks for them; so does
    one that leads to a picture, a list, a question or a blank.
    """
    return _sticky(_lines(changed(nodes, lambda node: [_inner(node)])))


def _inner(node: dict[str, Any]) -> Node:
    return {**node, "c": _sticky(_lines(node["c"]))} if node["t"] in ("div", "quote") else node


def _lines(nodes: list[Node]) -> list[Node]:
    """Return nodes with lines that follow each other as one block."""
    made: list[Node] = []
    for node in nodes:
        last = made[-1] if made else ""
        if isinstance(node, str) or node["t"] != "rule":
            made.append(node)
        elif not isinstance(last, str) and last["t"] == "div" and last["k"] == "lines":
            last["c"].append(node)
        else:
            made.append({"t": "div", "k": "lines", "c": [node]})
    return made


def _sticky(nodes: list[Node]) -> list[Node]:
    kept = list(nodes)
    for place, (node, after) in enumerate(zip(nodes, nodes[1:], strict=False)):
        if isinstance(node, str) or isinstance(after, str):
            continue
        if node["t"] == "p" and _begins(node, after):
            kept[place] = {**node, "sticky": True}
    return kept


def _begins(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Return whether a paragraph only leads to what is after it."""
    if after["t"] == "list":
        return after["k"] == "ticks" or plain(before["c"]).endswith(":")
    if after["t"] == "div":
        return after["k"] in ("question", "lines") or after["k"] == "kept" and plain(before["c"]).endswith(":")
    if after["t"] == "p":
        asks = any(not isinstance(one, str) and one["t"] == "write" for one in after["c"])
        return asks or len(plain(after["c"])) <= ASIDE
    return after["t"] == "picture"
