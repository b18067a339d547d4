"""The plain HTML twin of a form: for nbgrader, formgrader, the static site and paper."""

from __future__ import annotations

from html import escape
from typing import Any

from equityqi.questions.answer_shape import unanswered, why_unreadable

# The twin sleeps under a live form, which marks its output area (form.js). A page that was re-opened
# but not started shows the twin instead of Lab's error. It rests on Lab's class names; a browser test
# guards it.
STYLE = """<style>
.jp-OutputArea.eq-live .jp-OutputArea-child:has(.eq-twin),
.jp-OutputArea:not(.eq-live):has(.eq-asleep) .jp-OutputArea-child:not(:has(.eq-twin)) { display: none; }
.eq-twin { border-left: 4px solid #5b6b7a; padding: .25em 1em; max-width: 46em; }
.eq-twin ul { margin: .3em 0; }
.eq-twin dt { font-weight: 600; }
.eq-twin dd { margin: 0 0 .3em 1em; }
.eq-twin th, .eq-twin td { text-align: left; vertical-align: top; }
</style>"""


def in_words(question, value: Any) -> str:
    """Return an answer as a person would say it, in plain text.

    >>> from equityqi.questions.exercise_file import Number
    >>> in_words(Number(id="a", kind="number", prompt="?", points=1, unit="years", model=[8.7], tolerance=0), 8.7)
    '8.7 years'
    """
    if unanswered(question, value):
        return "not answered yet"
    kind = question.kind
    if kind == "choice":
        return _named(question.options, value)
    if kind in ("multi", "rank") and isinstance(value, list):
        return (", then " if kind == "rank" else "; ").join(_named(question.options, code) for code in value)
    if kind == "sort" and isinstance(value, dict):
        return "; ".join(f"{key}: {_card(question, given)}" for key, given in value.items())
    if kind == "number" and isinstance(value, (int, float)):
        return f"{value:g} {question.unit}"
    if kind == "table" and isinstance(value, list):
        return "; ".join(
            f"{_row_name(question, number)}{_row(question.columns, row)}" for number, row in enumerate(value, 1)
        )
    if kind == "tree" and isinstance(value, dict):
        return "; ".join(_branch(question, _under(value), node, set()) for node in _tops(value)) or "not answered yet"
    if kind == "game":
        from equityqi.questions.game_kind import game_in_words

        return game_in_words(value)
    return str(value)


def answer_html(question, value: Any) -> str:
    """Return an answer as a person would read it on a page: a form as a list, rows as a table, a tree as a nested list.

    A field that nobody filled is left out. Every other answer, and one that does not fit its question, is a sentence.

    >>> from equityqi.questions.exercise_file import Number
    >>> answer_html(Number(id="a", kind="number", prompt="?", points=1, unit="years", model=[8.7], tolerance=0), 8.7)
    '<p>8.7 years.</p>'
    """
    if question.kind not in ("table", "tree") or unanswered(question, value) or why_unreadable(question, value):
        return f"<p>{escape(in_words(question, value).rstrip('.'))}.</p>"
    if question.kind == "tree":
        return f"<ul>{''.join(_leaf(question, _under(value), node, set()) for node in _tops(value))}</ul>"
    columns = {
        key: column for key, column in question.columns.items() if any(row.get(key) not in (None, "") for row in value)
    }
    cells = [[_told(column, row.get(key)) for row in value] for key, column in columns.items()]
    names = [column.label for column in columns.values()]
    if question.rows == 1:
        return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{line[0]}</dd>' for name, line in zip(names, cells, strict=False))}</dl>"  # noqa: E501
    rows = [f"{question.row_name} {number}" for number in range(1, len(value) + 1)]
    if len(names) <= 6:  # else the fields stand one below the other, so that the page need not be wide
        names, rows, cells = rows, names, list(zip(*cells, strict=False))
    head = "".join(f'<th scope="col">{escape(row)}</th>' for row in rows)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{cell}</td>" for cell in line)}</tr>'
        for name, line in zip(names, cells, strict=False)
    )
    return f"<table><caption>{escape(question.prompt.strip().split(chr(10))[0])}</caption><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"  # noqa: E501


def _told(column, value: Any) -> str:
    return "not yet" if value in (None, "") else escape(f"{_named(column.options, value)} {column.unit}".strip())


def _leaf(question, under: dict[str, list[dict]], node: dict, above: set) -> str:
    level = question.levels[node["level"]]
    more = _row(level.fields, node) if any(node.get(key) for key in level.fields) else ""
    held = (
        []
        if node["id"] in above
        else [_leaf(question, under, child, above | {node["id"]}) for child in under.get(node["id"], [])]
    )
    inside = f"<ul>{''.join(held)}</ul>" if held else ""
    return (
        f"<li><strong>{escape(level.name)}:</strong>"
        f" {escape(node.get('text') or 'empty')}{escape(f' ({more})') if more else ''}{inside}</li>"
    )


def _row_name(question, number: int) -> str:
    return "" if question.rows == 1 else f"{question.row_name} {number}: "


def _row(columns, row: Any) -> str:
    if not isinstance(row, dict):
        return str(row)
    said = [
        f"{column.label} {_named(column.options, row[key])}{' ' + column.unit if column.unit else ''}"
        for key, column in columns.items()
        if row.get(key) not in (None, "")
    ]
    return ", ".join(said) or "empty"


def _tops(tree: dict) -> list[dict]:
    under = {link[1] for link in _links(tree)}
    return [node for node in _nodes(tree) if node.get("id") not in under]


def _nodes(tree: dict) -> list[dict]:
    nodes = tree.get("nodes")
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []


def _links(tree: dict) -> list[list]:
    links = tree.get("links")
    return (
        [
            link
            for link in links
            if isinstance(link, list) and len(link) == 2 and all(isinstance(end, str) for end in link)
        ]
        if isinstance(links, list)
        else []
    )


def _under(tree: dict) -> dict[str, list[dict]]:
    """Return the nodes that are linked under each, by its id."""
    nodes, under = _nodes(tree), {}
    for start, end in _links(tree):
        under.setdefault(start, []).extend(node for node in nodes if node.get("id") == end)
    return under


def _branch(question, under: dict[str, list[dict]], node: dict, above: set) -> str:
    id, level = node.get("id"), node.get("level")
    known = isinstance(level, int) and 0 <= level < len(question.levels)
    name = question.levels[level].name if known else "Card"
    more = (
        _row(question.levels[level].fields, node)
        if known and any(node.get(key) for key in question.levels[level].fields)
        else ""
    )
    said = f"{name}: {node.get('text') or 'empty'}{f' ({more})' if more else ''}"
    if id in above:
        return said
    held = under.get(id, []) if isinstance(id, str) else []
    return f"{said} [{'; '.join(_branch(question, under, child, above | {id}) for child in held)}]" if held else said


def _named(options: dict[str, str], code: Any) -> str:
    return options.get(str(code), str(code))


def _card(question, given: Any) -> str:
    label, then = given if isinstance(given, list) and len(given) == 2 else (given, None)
    second = f", {_named(question.then.options, then)}" if then is not None and question.then else ""
    return _named(question.options, label) + second


def _asked(column) -> str:
    choices = (
        f" ({'; '.join(column.options.values())})" if column.options else f" ({column.hint})" if column.hint else ""
    )
    return f"{column.label}{', in ' + column.unit if column.unit else ''}{choices}"


def plain_html(question, value: Any = None, *, asleep: bool = False, said: str | None = None) -> str:
    """Return the question, its options and what was answered as plain, escaped HTML.

    ``asleep`` adds what to press on a page that was opened again; ``said`` is a sentence to show
    above it. A tree that is answered shows its picture too, unless the page is asleep. No key is in it.
    """
    parts = [f"<p><strong>{escape(line)}</strong></p>" for line in question.prompt.strip().split("\n\n")]
    if question.kind == "sort":
        parts.append(
            "<ul>"
            + "".join(f"<li>{escape(key)}: {escape(item.text)}</li>" for key, item in question.items.items())
            + "</ul>"
        )
        parts.append(f"<p>Choices: {escape('; '.join(question.options.values()))}.</p>")
        if question.then:
            parts.append(f"<p>{escape(question.then.prompt)} {escape('; '.join(question.then.options.values()))}.</p>")
    elif question.kind in ("choice", "multi", "rank"):
        parts.append("<ul>" + "".join(f"<li>{escape(text)}</li>" for text in question.options.values()) + "</ul>")
    elif question.kind == "table":
        parts.append(
            "<ul>" + "".join(f"<li>{escape(_asked(column))}</li>" for column in question.columns.values()) + "</ul>"
        )
    elif question.kind == "tree":
        parts.append(f"<p>Levels: {escape(', '.join(level.name for level in question.levels))}.</p>")
        if question.deck:
            parts.append("<ul>" + "".join(f"<li>{escape(text)}</li>" for text in question.deck.values()) + "</ul>")
    elif question.kind == "number":
        parts.append(f"<p>A number, in {escape(question.unit)}.</p>")
    if said:
        parts.insert(0, f"<p>{escape(said)}</p>")
    if asleep:
        parts.append("<p>This form is asleep. Press <em>Start this page</em> at the top of the page to wake it up.</p>")
    label = "Your saved answer" if asleep else "Answer"
    if question.kind in ("table", "tree") and not unanswered(question, value):
        parts += [f"<p>{label}:</p>", answer_html(question, value), "" if asleep else _picture(question, value)]
    else:
        parts.append(f"<p>{label}: {escape(in_words(question, value).rstrip('.'))}.</p>")
    return f'{STYLE}<div class="eq-twin{" eq-asleep" if asleep else ""}">{"".join(parts)}</div>'


def _picture(question, value: Any) -> str:
    from equityqi.questions.tree_picture import diagram

    picture = diagram(question, value) if question.kind == "tree" else None
    return picture._repr_html_() if picture else ""
