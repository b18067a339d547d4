"""The sentence on a test that stopped: the test's own message, or what stopped and where; never a text that somebody
else's code made, so that nothing of a hidden test comes out through it.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import lru_cache

from equityqi.code_cells.source import parsed

MOST_SHOWN, MOST_WILD = 60, 3  # letters of a value within a message; values of any kind in one message
NUMBER = r"[-+]?(?:[\d,.]{1,24}(?:e[-+]?\d{1,3})?%?|nan|inf)"
WILD = rf".{{0,{MOST_SHOWN}}}"
NUMERIC = re.compile(r"[ ,+\-\d.]*[defgEFGn%]")
FIELD = re.compile(r"\{\{|\}\}|\{[^{}:]*(?::([^{}]*))?\}|%%|%[-+ #0]*[\d.]*([a-zA-Z])")
LIBRARY_ERRORS = frozenset(
    "LinAlgError UFuncTypeError AxisError MergeError ParserError EmptyDataError OutOfBoundsDatetime DateParseError"
    " IntCastingNaNError InvalidIndexError UndefinedVariableError SpecificationError DataError StatisticsError"
    " JSONDecodeError InvalidOperation UnsupportedOperation".split()
)
NOT_YET = "A check on your result does not hold yet. Try odd cases: nothing at all, one value, equal values."


def what_stopped(error: list[str], line: str | None, test: str, page: str) -> str:
    """Return the sentence on a test that stopped with an error, given as its type's name and its text.

    ``line`` is the learner's own line that it came from, or None where it came from the test; ``test`` is the source of
    the test, ``page`` that of the learner's cells.

    >>> what_stopped(["AssertionError", "4.00: it is 5."], None, 'assert x == 5, f"{x:.2f}: it is 5."', "")
    '4.00: it is 5.'
    >>> what_stopped(["ValueError", "anything"], "y = int(x)", "assert f(1)", "")
    'Your code stopped with ValueError at this line: “y = int(x)”. Run the cell to see why.'
    """
    name, text = error
    if line is None and text and any(re.fullmatch(one, text, re.DOTALL) for one in _messages(test)):
        return text
    if line is None and name == "AssertionError":
        return NOT_YET
    told = hasattr(builtins, name) or name in LIBRARY_ERRORS or re.search(rf"\bclass +{re.escape(name)}\b", page)
    what = name if told and len(name) <= MOST_SHOWN else "an error of its own kind"
    if line is None:
        return f"The test stopped with {what} when it used your result. Look at what your code gives back."
    where = f" at this line: “{line.strip()[:80]}”" if line.strip() else ""
    return f"Your code stopped with {what}{where}. Run the cell to see why."


@lru_cache(maxsize=256)
def _messages(test: str) -> tuple[str, ...]:
    """Return a pattern for each message that a test's own source can give; none for one without a word of its own."""
    found = []
    for node in ast.walk(parsed(test) or ast.Module([], [])):
        if isinstance(node, ast.Assert) and node.msg:
            found += _patterns(node.msg)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            found += _patterns(node.exc.args[0])
    return tuple(one for one in found if one.count(WILD) <= MOST_WILD and re.search(r"\w", _literal(one)))


def _literal(pattern: str) -> str:
    return pattern.replace(WILD, "").replace(NUMBER, "")


def _patterns(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _patterns(node.body)
        yield from _patterns(node.orelse)
    else:
        yield _pattern(node)


def _pattern(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_pattern, node.values))
    if isinstance(node, ast.FormattedValue):
        spec = node.format_spec.values[0] if node.format_spec and node.format_spec.values else None
        return NUMBER if isinstance(spec, ast.Constant) and NUMERIC.fullmatch(spec.value) else WILD
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _pattern(node.left) + _pattern(node.right)
    filled = node.left if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        filled = node.func.value
    if isinstance(filled, ast.Constant) and isinstance(filled.value, str):
        return _filled(filled.value, braces=isinstance(node, ast.Call))
    return WILD


def _filled(text: str, braces: bool) -> str:
    """Return the pattern of a text with fields, as ``format`` has them (braces), or ``%``."""
    parts, done = [], 0
    for field in FIELD.finditer(text):
        if field[0].startswith("%") is braces:
            continue
        parts.append(re.escape(text[done : field.start()]))
        done = field.end()
        if field[0] in ("{{", "}}", "%%"):
            parts.append(re.escape(field[0][0]))
        else:
            kind = field[1] if braces else field[2]
            parts.append(NUMBER if kind and NUMERIC.fullmatch(kind.replace("i", "d")) else WILD)
    return "".join([*parts, re.escape(text[done:])])
