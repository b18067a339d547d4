"""The plain HTML twin of a form: for nbgrader, formgrader, the static site and paper."""

from __future__ import annotations

from html import escape
from typing import Any

# The twin sleeps under a live form, which marks its output area (form.js). A page that was re-opened
# but not started shows the twin instead of Lab's error. It rests on Lab's class names; a browser test
# guards it.
STYLE = """<style>
.jp-OutputArea.eq-live .jp-OutputArea-child:has(.eq-twin),
.jp-OutputArea:not(.eq-live):has(.eq-asleep) .jp-OutputArea-child:not(:has(.eq-twin)) { display: none; }
.eq-twin { border-left: 4px solid #5b6b7a; padding: .25em 1em; max-width: 46em; }
.eq-twin ul { margin: .3em 0; }
</style>"""


def in_words(question, value: Any) -> str:
    """Return an answer as a person would say it, in plain text.

    >>> from equityqi.lessons.questions import Number
    >>> in_words(Number(id="a", kind="number", prompt="?", points=1, unit="years", model=[8.7], tolerance=0), 8.7)
    '8.7 years'
    """
    if value is None or value in ("", [], {}):
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
    return str(value)


def _named(options: dict[str, str], code: Any) -> str:
    return options.get(code, str(code)) if isinstance(code, str) else str(code)


def _card(question, given: Any) -> str:
    label, then = given if isinstance(given, list) and len(given) == 2 else (given, None)
    second = f", {_named(question.then.options, then)}" if then is not None and question.then else ""
    return _named(question.options, label) + second


def twin(question, value: Any = None, *, asleep: bool = False, said: str | None = None) -> str:
    """Return the question, its options and what was answered as plain, escaped HTML.

    ``asleep`` adds what to press on a page that was opened again; ``said`` is a sentence to show
    above it. No key is in it.
    """
    parts = [f"<p><strong>{escape(line)}</strong></p>" for line in question.prompt.strip().split("\n\n")]
    if question.kind == "sort":
        parts.append("<ul>" + "".join(f"<li>{escape(key)}: {escape(item.text)}</li>" for key, item in question.items.items()) + "</ul>")
        parts.append(f"<p>Choices: {escape('; '.join(question.options.values()))}.</p>")
        if question.then:
            parts.append(f"<p>{escape(question.then.prompt)} {escape('; '.join(question.then.options.values()))}.</p>")
    elif question.kind in ("choice", "multi", "rank"):
        parts.append("<ul>" + "".join(f"<li>{escape(text)}</li>" for text in question.options.values()) + "</ul>")
    elif question.kind == "number":
        parts.append(f"<p>A number, in {escape(question.unit)}.</p>")
    if said:
        parts.insert(0, f"<p>{escape(said)}</p>")
    if asleep:
        parts.append("<p>This form is asleep. Press <em>Start this page</em> at the top of the page to wake it up.</p>")
    parts.append(f"<p>{'Your saved answer' if asleep else 'Answer'}: {escape(in_words(question, value))}.</p>")
    return f'{STYLE}<div class="eq-twin{" eq-asleep" if asleep else ""}">{"".join(parts)}</div>'
