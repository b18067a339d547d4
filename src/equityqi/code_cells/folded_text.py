"""What an expression of plain texts and numbers comes to, without running any code of the page."""

from __future__ import annotations

import ast
import base64
import binascii
import codecs
import re
from collections import Counter
from collections.abc import Callable

FOLDED = (ast.BinOp, ast.JoinedStr, ast.FormattedValue, ast.List, ast.Tuple, ast.UnaryOp, ast.Subscript, ast.Call)
METHODS = frozenset(
    "join replace lower upper strip lstrip rstrip swapcase title capitalize encode decode removeprefix removesuffix"
    " split format translate hex".split()
)
DECODERS = {
    "b64decode": base64.b64decode,
    "urlsafe_b64decode": base64.urlsafe_b64decode,
    "b32decode": base64.b32decode,
    "b16decode": base64.b16decode,
    "a85decode": base64.a85decode,
    "b85decode": base64.b85decode,
    "unhexlify": binascii.unhexlify,
    "fromhex": bytes.fromhex,
}


def _bytes(given: bytes | str | list, *more: str) -> bytes:
    if isinstance(given, int):  # so many empty bytes
        raise ValueError("not plain")
    return bytes(given, *more)


NAMES = {
    "chr": chr,
    "str": str,
    "bytes": _bytes,
    "bytearray": _bytes,
    "reversed": lambda text: text[::-1],
    "list": list,
}
MOST_LETTERS = 2**17  # in all that is put together for one cell


class PlainValues:
    """What the expressions of a cell come to, where all in them is plain.

    >>> tree = ast.parse("name = '_get' + 'emarf'[::-1]")
    >>> PlainValues(tree).of(tree.body[0].value)
    '_getframe'
    """

    def __init__(self, tree: ast.AST):
        self._known: dict[ast.AST, object] = {}
        self._names: dict[str, object] = {}
        self._left = MOST_LETTERS
        given = [
            (node.targets[0].id, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
        ]
        times = Counter(name for name, _ in given)
        for name, value in given:
            if times[name] == 1 and (plain := self.of(value)) is not None:
                self._names[name] = plain

    @property
    def spent(self) -> bool:
        """Whether more was put together than is followed here."""
        return self._left <= 0

    def of(self, node: ast.AST) -> object | None:
        """Return what an expression comes to, or None where it is not plain."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self._names.get(node.id)
        if isinstance(node, FOLDED) and node not in self._known:
            try:
                value = self._value(node) if self._left > 0 else None
            except Exception:  # what cannot be worked out is not plain
                value = None
            self._left -= len(value) if isinstance(value, (str, bytes, list)) else 0
            self._known[node] = value if self._left > 0 else None
        return self._known.get(node)

    def _sure(self, node: ast.AST) -> object:
        value = self.of(node)
        if value is None:
            raise ValueError("not plain")
        return value

    def _value(self, node: ast.AST) -> object:
        if isinstance(node, (ast.List, ast.Tuple)):
            return [self._sure(one) for one in node.elts]
        if isinstance(node, ast.JoinedStr):
            return "".join(str(self._sure(part)) for part in node.values)
        if isinstance(node, ast.FormattedValue):
            return str(self._sure(node.value))
        if isinstance(node, ast.BinOp):
            left, right = self._sure(node.left), self._sure(node.right)
            if isinstance(node.op, ast.Add) and type(left) is type(right) and isinstance(left, (str, bytes, list)):
                return left + right
            if isinstance(node.op, ast.Mod) and isinstance(left, str) and re.fullmatch(r"(?:[^%]|%s)*", left):
                return left % (tuple(right) if isinstance(right, list) else right)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self._sure(node.operand)
        if isinstance(node, ast.Subscript):
            held, part = self._sure(node.value), node.slice
            if isinstance(part, ast.Slice):
                return held[slice(*(one and self._sure(one) for one in (part.lower, part.upper, part.step)))]
            return held[self._sure(part)]
        if isinstance(node, ast.Call):
            return _called(node, [self._sure(one) for one in node.args], self._sure)
        raise ValueError("not plain")


def _called(node: ast.Call, given: list, sure: Callable[[ast.AST], object]) -> object:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name in DECODERS:
        return DECODERS[name](given[0])
    if isinstance(node.func, ast.Name):
        return NAMES[name](*given)
    if name == "decode" and getattr(node.func.value, "id", "") == "codecs":
        return codecs.decode(*given)
    held = sure(node.func.value)
    if name not in METHODS or not isinstance(held, (str, bytes)) or (name == "format" and set(held) & set("!:.[")):
        raise ValueError("not plain")
    return getattr(held, name)(*given)
