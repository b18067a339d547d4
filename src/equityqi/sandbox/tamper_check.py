"""The tests of a page, compiled before any other cell has run, and a check whether what tests rest on has changed.

The check notices most changes that a page makes; it cannot stop code that sets out to get round it.

It stands beside ``run_page.py`` and is used by it inside the sandbox, so it too imports nothing of this
package.
"""

from __future__ import annotations

import ast
import builtins
import sys
from types import CodeType

from IPython.core.inputtransformer2 import TransformerManager


class Test:
    """A test cell, compiled before anything has run; its last expression, if it is one, gives points as nbgrader counts
    them.
    """

    def __init__(self, source):
        self.trouble = self.names = None
        try:
            tree = ast.parse(TransformerManager().transform_cell(source))
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            self._body = compile(tree, "<test>", "exec")
            self._last = compile(ast.Expression(last.value), "<test>", "eval") if last else None
            self.names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
                node.id for node in ast.walk(last or tree) if isinstance(node, ast.Name)
            }
        except (SyntaxError, ValueError) as error:
            self.trouble, self.names = error, set()

    def codes(self):
        """Yield the test's code and that of each function in it."""
        left = [] if self.trouble else [self._body, self._last]
        while left:
            code = left.pop()
            if isinstance(code, CodeType):
                yield code
                left += code.co_consts

    def run(self, names):
        """Run the test in a namespace; return the value of its last expression."""
        if self.trouble:
            raise self.trouble
        exec(self._body, names)
        return eval(self._last, names) if self._last else None


class Tools:
    """What tests rest on, as it was before any code of a learner had run: built-in names, libraries, and what the
    course's own cells gave.
    """

    def __init__(self, sources, given, tests):
        roots = {"builtins"}
        for source in sources:
            for module in _imported(source):
                roots.add(module.split(".")[0])
                try:
                    __import__(module)
                except Exception:
                    pass  # the cell itself says so
        roots -= {"matplotlib"}  # it changes its own names with the backend
        held = []
        for name, module in list(sys.modules.items()):
            if name.split(".")[0] in roots and isinstance(getattr(module, "__dict__", None), dict):
                held += [
                    (vars(module), key, value, getattr(value, "__code__", None))
                    for key, value in list(vars(module).items())
                    if callable(value) and not key.startswith("_")
                ]
        for module in ("pandas", "numpy"):
            for value in list(vars(sys.modules[module]).values()) if module in sys.modules else ():
                if isinstance(value, type):
                    held += [
                        (vars(value), key, method, getattr(method, "__code__", None))
                        for key, method in list(vars(value).items())
                        if callable(method)
                    ]
        self._held = held
        used = set().union(*(test.names for test in tests))
        self._given = {name: value for name, value in given.items() if name in used}
        self._plain = {name: getattr(builtins, name) for name in used if hasattr(builtins, name) and name not in given}
        self._wires = [compile("assert False", "<test>", "exec")]
        self._pandas, self._numpy = sys.modules.get("pandas.testing"), sys.modules.get("numpy.testing")
        self._frames = [sys.modules["pandas"].DataFrame({"a": [number]}) for number in (1, 2)] if self._pandas else []

    def changed(self, names):
        """Tell whether any of it has changed, or a check that must say no does not."""
        if any(
            holder.get(key) is not value or getattr(value, "__code__", None) is not code
            for holder, key, value, code in self._held
        ):
            return True
        if any(names.get(name, value) is not value for name, value in (self._given | self._plain).items()):
            return True
        checks = [lambda: exec(self._wires[0], dict(names))]
        if self._pandas:
            checks.append(lambda: self._pandas.assert_frame_equal(*self._frames))
        if self._numpy:
            checks.append(lambda: self._numpy.assert_allclose(1, 2))
        return not all(map(_says_no, checks))


def _imported(source):
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def _says_no(check):
    try:
        check()
    except AssertionError as error:
        return type(error) is AssertionError
    except BaseException:
        pass
    return False
