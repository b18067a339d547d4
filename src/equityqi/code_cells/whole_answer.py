"""Whether a source can be an answer by itself, and what its parts come to when they are joined."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from equityqi.code_cells.source import parsed

DEFINES = re.compile(r"^(?:async +def|def|class) +(\w+)", re.MULTILINE)
MOST_PARTS, MOST_JOINED = 6, 20_000  # cells, and letters in them: trying what fits together takes its time
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def defined(source: str) -> frozenset[str]:
    """Return the functions and classes that a source defines, whether or not it can be read as Python."""
    return frozenset(DEFINES.findall(source))


@lru_cache(maxsize=1024)
def is_whole(source: str, names: frozenset[str]) -> bool:
    """Return whether a source can be an answer: it can be read, and defines these names."""
    tree = parsed(source) if names <= defined(source) else None
    return tree is not None and not any(isinstance(node, ast.Return) for node in _outside(tree))


def _outside(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what is outside every function and class."""
    left: list[ast.AST] = [tree]
    while left:
        for node in ast.iter_child_nodes(left.pop()):
            yield node
            if not isinstance(node, SCOPES):
                left.append(node)


def read_together(sources: list[str], names: frozenset[str]) -> str | None:
    """Return sources as one that can be an answer: line after line, or, where a cell was cut within a line, whichever
    way leaves fewer names that nobody knows.
    """
    if not 0 < len(sources) <= MOST_PARTS or (len(sources) > 1 and sum(map(len, sources)) > MOST_JOINED):
        return None
    within, found = ("\n", "") if len(sources) < 4 else ("\n",), []
    for glue in product(within, repeat=len(sources) - 1):
        source = "".join(part for pair in zip(sources, (*glue, ""), strict=True) for part in pair)
        if is_whole(source, names):
            found.append(source)
    return min(found, key=_unknown, default=None) if len(found) > 1 else next(iter(found), None)


def _unknown(source: str) -> int:
    """Return how many names a source uses that nothing in it gives where they are used, and Python does not know."""
    tree = parsed(source) or ast.Module([], [])
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    outside = [node for node in _outside(tree) if isinstance(node, ast.Name)]
    given = defined(source) | set(dir(builtins)) | {node.id for node in outside if _is_set(node)}
    inside = given | {node.id for node in names if _is_set(node)}
    inside |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return len({node.id for node in outside} - given) + len({node.id for node in names} - inside)


def _is_set(node: ast.Name) -> bool:
    return not isinstance(node.ctx, ast.Load)


@lru_cache(maxsize=1024)
def bound(source: str) -> frozenset[str]:
    """Return the names that a cell gives, where it does no more than import, define and set plain values."""
    tree = parsed(source)
    plain = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign)
    if tree is None or not all(isinstance(one, plain) for one in tree.body):
        return frozenset()
    if any(isinstance(part, ast.Call) for one in tree.body if isinstance(one, ast.Assign) for part in ast.walk(one)):
        return frozenset()
    names = {alias.asname or alias.name.split(".")[0] for one in tree.body for alias in getattr(one, "names", ())}
    names |= {one.name for one in tree.body if hasattr(one, "name")}
    targets = [target for one in tree.body if isinstance(one, ast.Assign) for target in one.targets]
    return frozenset(names | {part.id for one in targets for part in ast.walk(one) if isinstance(part, ast.Name)})


def used(source: str) -> frozenset[str]:
    """Return the names that a source uses."""
    return frozenset(part.id for part in ast.walk(parsed(source) or ast.Module([], [])) if isinstance(part, ast.Name))
