"""Words that no honest answer needs: the ways from a learner's code to whatever runs and marks it.

They are looked for in the syntax tree, so prose may name them: a comment, a docstring, a text that is printed. A text
that is put together, decoded or run counts as what it comes to, where that can be seen. This is no proof against
intent; it decides which pages a person opens.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from equityqi.code_cells.folded_text import MOST_LETTERS, PlainValues
from equityqi.code_cells.source import parsed

# Attributes that are clear in themselves, as attributes and as texts.
CLEAR = frozenset(
    "_getframe _current_frames f_back f_locals f_globals f_builtins f_code f_trace tb_frame gi_frame cr_frame ag_frame"
    " currentframe getouterframes getinnerframes walk_stack walk_tb __globals__ __code__ __closure__ __builtins__"
    " __subclasses__ __mro__ __bases__ __base__ __getattribute__ __kwdefaults__ co_consts co_code get_objects"
    " get_referrers get_referents settrace setprofile addaudithook showtraceback _showtraceback set_custom_exc"
    " ast_transformers custom_exceptions input_transformers_post input_transformers_cleanup meta_path path_hooks _exit"
    " CodeType FunctionType ctypes cdll PyDLL process_vm_writev process_vm_readv".split()
)
ATTRIBUTES = CLEAR | {"mro"}  # these may be columns or names of an honest page's own
OF_MODULES = {
    "inspect": {"stack", "trace", "getframeinfo"},
    "importlib": {"reload"},
    "os": {"kill", "killpg", "abort"},
    "sys": {"modules"},
    "builtins": {"exec", "eval", "compile", "__import__", "__dict__", "globals"},
}
MODULES = frozenset(
    "ctypes _ctypes cffi atexit faulthandler signal marshal mock unittest.mock __main__ run_page tamper_check"
    " what_cells_show fork_server equityqi.sandbox equityqi.marking equityqi.code_cells _testcapi _xxsubinterpreters"
    " _interpreters forbiddenfruit".split()
)
RUNS = frozenset(("exec", "eval", "compile"))
SHELL = frozenset("run_line_magic run_cell_magic magic system getoutput getoutput_ex".split())  # what notebooks use
SAID = frozenset("print display Markdown HTML".split())
WORD = re.compile(r"(?<!\w)(?:" + "|".join(sorted(CLEAR)) + r")(?!\w)|/proc/")
MAYBE_CODE = re.compile(WORD.pattern + r"|\bimport\b")
LONG = "very long texts of code"
LINE = re.compile(r"^[ \t]*[%!].*$", re.MULTILINE)  # for the notebook or the shell
MOST_DEEP = 3


def inner_workings(sources: Iterable[str], tests: Iterable[str] = ()) -> list[str]:
    """Return the words in a learner's cells that no honest answer needs, each once.

    ``tests`` are the sources of the course's tests: a learner's code may not replace in a library what they call.

    >>> inner_workings(["import sys; sys._getframe(1).f_locals", "print('about f_back') # __globals__"])
    ['f_locals', '_getframe']
    """
    return list(dict.fromkeys(_in_cells(list(sources), _called_in(tuple(tests)), 0)))


@lru_cache(maxsize=64)
def _called_in(tests: tuple[str, ...]) -> frozenset[str]:
    nodes = [node for source in tests for node in ast.walk(parsed(source) or ast.Module([], []))]
    named = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return frozenset(named | {node.attr for node in nodes if isinstance(node, ast.Attribute)})


def _in_cells(sources: list[str], called: frozenset[str], deep: int) -> Iterator[str]:
    whole = ast.Module([], [])
    for source in sources:
        tree = parsed(source)
        if tree is None or source.startswith("%%"):  # a notebook reads some cells that Python does not
            yield from WORD.findall(source)
        if tree is not None:
            yield from (word for line in LINE.findall(source) for word in WORD.findall(line))
            whole.body += tree.body
    yield from _in_tree(whole, called, deep)


def _in_tree(tree: ast.Module, called: frozenset[str], deep: int) -> Iterator[str]:
    nodes, values, seen, left = list(ast.walk(tree)), PlainValues(tree), set(), MOST_LETTERS
    said = _said(nodes)
    parents = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    libraries = {name for node in nodes for name in _bound_by_import(node)}
    for node in nodes:
        yield from _of_node(node, parents.get(node))
        yield from _of_import(node)
        yield from _of_call(node, values)
        yield from _replaced(node, libraries, called, values)
        text = values.of(node) if isinstance(node, ast.expr) and node not in said else None
        text = text.decode("latin-1") if isinstance(text, bytes) else text
        if isinstance(text, str) and text not in seen:
            seen.add(text)
            left -= len(text) if MAYBE_CODE.search(text) else 0
            yield from _of_text(text, called, deep) if left > 0 else [LONG]
    if values.spent:
        yield LONG


def _of_node(node: ast.AST, parent: ast.AST | None) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        module = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr in ATTRIBUTES:
            yield node.attr
        elif node.attr in OF_MODULES.get(module, ()):
            asked = isinstance(parent, ast.Compare) and node.attr == "modules"  # is a library there?
            yield from [] if asked else [f"{module}.{node.attr}"]
        elif _is_shell(node.value) and node.attr not in SHELL:
            yield f"get_ipython().{node.attr}"
    elif isinstance(node, ast.Name) and node.id == "__builtins__":
        yield node.id
    elif isinstance(node, ast.Name) and node.id in RUNS | {"__import__"}:
        if not (isinstance(parent, ast.Call) and parent.func is node):
            yield node.id
    elif isinstance(node, ast.Name) and node.id == "builtins":
        if not (isinstance(parent, ast.Attribute) and isinstance(parent.ctx, ast.Load)):
            yield node.id
    elif isinstance(node, ast.MatchClass):
        yield from (name for name in node.kwd_attrs if name in ATTRIBUTES)
    elif isinstance(node, ast.Global):
        yield from (f"global {name}" for name in node.names if hasattr(builtins, name))


def _is_shell(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "get_ipython"


def _of_import(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            hidden = alias.asname and alias.name in ("sys", "builtins")
            yield from [alias.name] if _is_listed(alias.name) or hidden else []
    elif isinstance(node, ast.ImportFrom) and not node.level:
        for alias in node.names:
            if _is_listed(node.module or "") or _is_listed(f"{node.module}.{alias.name}"):
                yield node.module or ""
            elif alias.name in ATTRIBUTES or alias.name in OF_MODULES.get(node.module or "", ()):
                yield alias.name


def _is_listed(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in MODULES)


def _of_call(node: ast.AST, values: PlainValues) -> Iterator[str]:
    """What a call runs or imports that cannot be seen, and the shell as an object."""
    if not isinstance(node, ast.Call):
        return
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    first = values.of(node.args[0]) if node.args else None
    if isinstance(node.func, ast.Name) and name in RUNS and not (node.args and isinstance(node.args[0], ast.Constant)):
        yield name
    if (name == "__import__" and first is None) or (
        name == "getattr" and len(node.args) > 1 and _is_made(node.args[1])
    ):
        yield name
    if name in ("__import__", "import_module") and isinstance(first, str) and _is_listed(first):
        yield first
    if name in ("type", "vars", "dir") and node.args and _is_shell(node.args[0]):
        yield f"{name}(get_ipython())"
    if name in ("setattr", "delattr", "vars", "getattr") and node.args and _root(node.args[0]) == "builtins":
        yield "builtins"


def _is_made(node: ast.AST) -> bool:
    """Whether a name is put together from letters or bytes."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("join", "decode", "translate")


def _replaced(node: ast.AST, libraries: set[str], called: frozenset[str], values: PlainValues) -> Iterator[str]:
    """What the tests call in a library, set anew."""
    if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load) and node.attr in called:
        if _root(node) in libraries:
            yield f"{ast.unparse(node)} ="
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr"):
        name = values.of(node.args[1]) if len(node.args) > 1 else None
        if name in called and _root(node.args[0]) in libraries:
            yield f"setattr({ast.unparse(node.args[0])}, {name!r})"
    elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        key, holder = values.of(node.slice), node.value
        if isinstance(holder, ast.Call) and getattr(holder.func, "id", "") in ("globals", "vars", "locals"):
            yield from [f"globals()[{key!r}] ="] if isinstance(key, str) and hasattr(builtins, key) else []


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _of_text(text: str, called: frozenset[str], deep: int) -> Iterator[str]:
    """A text that is such a word, that leads to the memory of a process, or that is code with such words."""
    if text in CLEAR:
        yield text
    elif text.startswith("/proc/"):
        yield "/proc/"
    elif deep < MOST_DEEP and MAYBE_CODE.search(text):
        fields = re.findall(r"{[^{}]*?[.\[](\w+)", text)  # a format may reach into what it shows
        yield from (name for name in fields if name in CLEAR)
        if parsed(text) is not None:
            yield from _in_cells([text], called, deep + 1)


def _said(nodes: list[ast.AST]) -> set[ast.AST]:
    """Return texts that are only there to be read: docstrings, and what is printed."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID:
            found |= {part for argument in node.args for part in ast.walk(argument)}
    return found


def _bound_by_import(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from (alias.asname or alias.name.split(".")[0] for alias in node.names)
