"""Change a model solution in small ways on its syntax tree, and see whether the exercise's tests notice."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SWAPS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
NAMES = {
    "min": "max",
    "max": "min",
    "sum": "max",
    "mean": "median",
    "median": "mean",
    "cumsum": "cumprod",
    "lower": "upper",
    "upper": "lower",
}


@dataclass(frozen=True)
class Mutant:
    """One change: its operator, its line in the cell, and the changed source."""

    operator: str
    line: int
    source: str


def mutants(source: str) -> list[Mutant]:
    """Return every mutant of a cell's source, each with one change; those that say the same as the source are left out.

    Operators: arithmetic, comparison, and/or, off-by-one and other constant, negated condition, swapped arguments, a
    statement left out, a bound of a slice, another function, another string, a part of a tuple swapped, a sign, True
    for False.

    >>> [mutant.operator for mutant in mutants("x = a + 1")]
    ['arithmetic', 'number', 'number']
    """
    plain = ast.unparse(ast.parse(source))
    found: dict[str, Mutant] = {}
    for operator, change in OPERATORS.items():
        tree = ast.parse(source)
        for place in range(sum(1 for _ in ast.walk(tree))):
            for number in range(2):
                changed = copy.deepcopy(tree)
                node = list(ast.walk(changed))[place]
                if not change(node, number):
                    break
                text = ast.unparse(ast.fix_missing_locations(changed))
                if text != plain:
                    found.setdefault(text, Mutant(operator, getattr(node, "lineno", 0), text))
    return list(found.values())


def _swapped_operator(kinds) -> Callable[[ast.AST, int], bool]:
    def change(node: ast.AST, number: int) -> bool:
        if number or not isinstance(node, kinds):
            return False
        holder = "ops" if isinstance(node, ast.Compare) else "op"
        held = getattr(node, holder)
        old = held[0] if holder == "ops" else held
        if type(old) not in SWAPS:
            return False
        setattr(node, holder, [SWAPS[type(old)](), *held[1:]] if holder == "ops" else SWAPS[type(old)]())
        return True

    return change


def _number(node: ast.AST, number: int) -> bool:
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
        return False
    node.value = node.value + 1 if number == 0 else node.value - 1
    return True


def _truth(node: ast.AST, number: int) -> bool:
    if number or not isinstance(node, ast.Constant) or not isinstance(node.value, bool):
        return False
    node.value = not node.value
    return True


def _text(node: ast.AST, number: int) -> bool:
    if number or not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    node.value = node.value + "x"
    return True


def _negated(node: ast.AST, number: int) -> bool:
    if number or not isinstance(node, (ast.If, ast.IfExp, ast.While)):
        return False
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return True


def _arguments(node: ast.AST, number: int) -> bool:
    if number or not isinstance(node, ast.Call) or len(node.args) < 2:
        return False
    node.args = [node.args[1], node.args[0], *node.args[2:]]
    return True


def _left_out(node: ast.AST, number: int) -> bool:
    body = getattr(node, "body", None)
    if number or not isinstance(body, list) or not isinstance(node, (ast.If, ast.For)):
        return False
    node.body = [ast.Pass()]
    return True


def _function(node: ast.AST, number: int) -> bool:
    holder = "id" if isinstance(node, ast.Name) else "attr"
    if number or not isinstance(node, (ast.Name, ast.Attribute)) or getattr(node, holder) not in NAMES:
        return False
    setattr(node, holder, NAMES[getattr(node, holder)])
    return True


def _tuple(node: ast.AST, number: int) -> bool:
    if (
        number
        or not isinstance(node, ast.Tuple)
        or len(node.elts) < 2
        or not isinstance(getattr(node, "ctx", None), ast.Load)
    ):
        return False
    node.elts = [*node.elts[1:], node.elts[0]]
    return True


def _bound(node: ast.AST, number: int) -> bool:
    if number or not isinstance(node, ast.Slice):
        return False
    node.lower, node.upper = node.upper, node.lower
    return True


def _sign(node: ast.AST, number: int) -> bool:
    if number or not isinstance(node, ast.Return) or node.value is None:
        return False
    node.value = ast.UnaryOp(ast.USub(), node.value)
    return True


def _key_left_out(node: ast.AST, number: int) -> bool:
    if number or not isinstance(node, ast.Call) or not node.keywords:
        return False
    node.keywords = node.keywords[:-1]
    return True


OPERATORS: dict[str, Callable[[ast.AST, int], bool]] = {
    "arithmetic": _swapped_operator(ast.BinOp),
    "comparison": _swapped_operator(ast.Compare),
    "and-or": _swapped_operator(ast.BoolOp),
    "number": _number,
    "truth": _truth,
    "text": _text,
    "negated": _negated,
    "arguments": _arguments,
    "left-out": _left_out,
    "function": _function,
    "tuple": _tuple,
    "bound": _bound,
    "sign": _sign,
    "keyword": _key_left_out,
}


def code_tasks(notebook: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield each task of a notebook: the grade id of its test, the source before it, the model code, and the test with
    its hidden part.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    before: list[str] = []
    model = None
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        label, source = cell["metadata"].get("nbgrader", {}), "".join(cell["source"])
        if label.get("solution"):
            model = source
        elif label.get("grade") and model is not None:
            yield label["grade_id"], "\n".join(before), model, source
            before.append(model)
            model = None
        elif not label.get("grade"):
            before.append(source)


def survivors(notebook: Path) -> list[tuple[str, int, list[Mutant]]]:
    """Return for each task its test's grade id, the number of mutants, and those that the test does not notice.

    Raises AssertionError, from the test itself, when the model code does not pass.
    """
    told = []
    for task, before, model, test in code_tasks(notebook):
        start: dict = {"__name__": "__main__"}
        exec(compile(before, task, "exec"), start)
        exec(compile(f"{model}\n{test}", task, "exec"), dict(start))
        made = mutants(model)
        told.append((task, len(made), [mutant for mutant in made if not _noticed(mutant, test, start)]))
    return told


def _noticed(mutant: Mutant, test: str, start: dict) -> bool:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(f"{mutant.source}\n{test}", "mutant", "exec"), dict(start))
        except Exception:
            return True
    return False
