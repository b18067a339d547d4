"""The shape of an answer: what can be read, and the one sentence on what cannot."""

from __future__ import annotations

from typing import Any

from equityqi.typed_input import number as read_number


def unanswered(question, answer: Any) -> bool:
    """Tell whether nothing was answered; a table of empty rows, or a tree without a node, is nothing."""
    if answer is None or answer in ("", [], {}):
        return True
    if question.kind == "table" and isinstance(answer, list):
        return all(isinstance(row, dict) and all(value in (None, "") for value in row.values()) for row in answer)
    return question.kind == "tree" and isinstance(answer, dict) and answer.get("nodes") == []


def why_unreadable(question, answer: Any) -> str | None:
    """Return one sentence when an answer does not have the question's shape, else None."""
    kind = question.kind
    if kind == "choice":
        return _unknown([answer], question.options)
    if kind in ("multi", "rank"):
        if not isinstance(answer, list):
            return "Please give a list of choices, such as " + repr(list(question.options)[:2]) + "."
        if len({str(code) for code in answer}) != len(answer):
            return "Each choice may stand only once."
        if kind == "rank" and not _unknown(answer, question.options) and len(answer) != len(question.options):
            return f"Please put all {len(question.options)} cards in order; {len(answer)} are placed."
        return _unknown(answer, question.options)
    if kind == "sort":
        return _sort_problem(question, answer)
    if kind == "table":
        return _table_problem(question, answer)
    if kind == "tree":
        return _tree_problem(question, answer)
    if kind == "game":
        from equityqi.questions.game_kind import game_problem

        return game_problem(answer)
    if kind == "number":
        return None if read_number(answer) is not None else "Please type a number, such as 12.5."
    return None if isinstance(answer, str) else "Please type a sentence."


def _unknown(codes, options) -> str | None:
    for code in codes:
        if not isinstance(code, str) or code not in options:
            return f"{code!r} is not one of the choices: {', '.join(options)}."
    return None


def _sort_problem(question, answer) -> str | None:
    if not isinstance(answer, dict):
        return f"Please give each card its choice, such as {{'{next(iter(question.items))}': '{next(iter(question.options))}'}}."  # noqa: E501
    for key, given in answer.items():
        if key not in question.items:
            return f"{key!r} is not one of the cards: {', '.join(question.items)}."
        label, then = split(given)
        problem = _unknown([label], question.options)
        if not problem and then is not None:
            problem = _unknown([then], question.then.options if question.then else {})
        if problem:
            return f"Card {key}: {problem}"
    return None


def split(given) -> tuple[Any, Any]:
    """Return the label and the second answer of one card."""
    if isinstance(given, list) and len(given) == 2:
        return given[0], given[1]
    return given, None


def _table_problem(question, answer) -> str | None:
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        return f"Please give a list of rows, such as [{{'{next(iter(question.columns))}': '...'}}]."
    most = question.rows or question.most
    if len(answer) > most:
        return f"Please give at most {most} row{'s' * (most != 1)}; there are {len(answer)}."
    for number, row in enumerate(answer, 1):
        if problem := _fields_problem(question.columns, row):
            return f"Row {number}{problem}"
    return None


def _fields_problem(columns, row: dict) -> str | None:
    for key, value in row.items():
        column = columns.get(key)
        if column is None:
            return f": {key!r} is not one of the fields: {', '.join(columns) or 'none'}."
        if not isinstance(value, (str, int, float, type(None))):
            return f", {column.label}: please give words or a number."
        if column.type == "choice" and value not in (None, "") and str(value) not in column.options:
            return f", {column.label}: {value!r} is not one of the choices: {', '.join(column.options)}."
    return None


def _tree_problem(question, answer) -> str | None:
    shaped = (
        isinstance(answer, dict) and isinstance(answer.get("nodes"), list) and isinstance(answer.get("links", []), list)
    )
    if not shaped or not all(isinstance(node, dict) and isinstance(node.get("id"), str) for node in answer["nodes"]):
        return "Please give nodes, each with its id, level and text, and links from one id to the next."
    level = {}
    for node in answer["nodes"]:
        if node["id"] in level:
            return f"The id {node['id']!r} stands twice. Give each node an id of its own."
        if problem := _node_problem(question, node):
            return f"Node {node['id']}{problem}"
        level[node["id"]] = node["level"]
    for link in answer.get("links", []):
        if (
            not isinstance(link, list)
            or len(link) != 2
            or not all(isinstance(end, str) and end in level for end in link)
        ):
            return "Each link is a pair of ids of nodes, such as ['aim', 'p1']."
    return None


def _node_problem(question, node: dict) -> str | None:
    level = node.get("level")
    if type(level) is not int or not 0 <= level < len(question.levels):
        named = ", ".join(f"{number} ({level.name})" for number, level in enumerate(question.levels))
        return f": please give its level: {named}."
    if not isinstance(node.get("text", ""), str):
        return ": please give its text in words."
    if node.get("card") and node["card"] not in question.deck:
        return f": {node['card']!r} is not one of the cards: {', '.join(question.deck) or 'none'}."
    more = {key: value for key, value in node.items() if key not in ("id", "level", "text", "card")}
    fields = {
        key: column for level in question.levels for key, column in level.fields.items()
    }  # a node that was moved keeps what it had
    return _fields_problem(fields, more)


def as_saved(question, value: Any) -> Any:
    """Return a typed or clicked value in the shape that the answers file keeps.

    A number that can be read becomes one; what cannot be read stays as it was typed.
    """
    if question.kind == "number":
        number = read_number(value)
        return value if number is None else number
    if isinstance(value, (set, frozenset)) and question.kind == "multi":
        return [code for code in question.options if code in value] + sorted(map(str, value - set(question.options)))
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dict):
        return {str(key): list(item) if isinstance(item, tuple) else item for key, item in value.items()}
    return value
