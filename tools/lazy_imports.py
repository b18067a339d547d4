"""What each import inside a function of the package saves: ``python -m tools.lazy_imports``.

Such an import is worth its place where it saves 20 ms of processor time at the start, or keeps numpy, pandas, scipy or
matplotlib off a learner's page. Each is measured in a process of its own: import the module that holds it, then
measure what it adds.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "equityqi"
HEAVY = ("numpy", "pandas", "scipy", "matplotlib")
WORTH_MS = 20
TRIES = 2
MEASURE = """
import importlib, json, sys, time
holder, wanted, heavy = json.loads(sys.argv[1])
try:
    importlib.import_module(holder)
except ImportError:
    pass
before, start = set(sys.modules), time.process_time()
try:
    importlib.import_module(wanted)
except ImportError:
    importlib.import_module(wanted.rpartition(".")[0])
spent = 1000 * (time.process_time() - start)
print(json.dumps([spent, [name for name in heavy if name in sys.modules and name not in before]]))
"""


@dataclass(frozen=True)
class LazyImport:
    """An import inside a function: its file and line, the module that holds it, what it imports, and its reason."""

    where: str
    holder: str
    wanted: tuple[str, ...]
    text: str
    reason: str


def imports_in_functions(package: Path = PACKAGE) -> Iterator[LazyImport]:
    """Yield each import inside a function of the package, in the order of the files.

    Its reason is what follows ``# lazy:`` on one of its lines; it is empty where there is none.
    """
    for path in sorted(package.rglob("*.py")):
        text = path.read_text("utf-8")
        lines, inside = text.splitlines(), path.relative_to(package.parent)
        holder = ".".join(inside.with_suffix("").parts).removesuffix(".__init__")
        for node in _imports(ast.parse(text)):
            said = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            reason = said.partition("# lazy:")[2].splitlines()[0].strip() if "# lazy:" in said else ""
            if isinstance(node, ast.ImportFrom):
                wanted = tuple(f"{node.module}.{name.name}" for name in node.names)
            else:
                wanted = tuple(name.name for name in node.names)
            yield LazyImport(f"{inside.as_posix()}:{node.lineno}", holder, wanted, ast.unparse(node), reason)


def _imports(tree: ast.AST) -> list[ast.Import | ast.ImportFrom]:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    inside = (node for function in functions for node in ast.walk(function))
    found = {node.lineno: node for node in inside if isinstance(node, ast.Import | ast.ImportFrom)}
    return [found[line] for line in sorted(found)]


def saved(one: LazyImport) -> tuple[float, list[str]]:
    """Return the milliseconds that an import costs once the module that holds it is there, and the heavy libraries
    that it loads.
    """
    best, heavy = float("inf"), []
    for _ in range(TRIES):
        told = [_measured(one.holder, wanted) for wanted in one.wanted]
        best = min(best, max(spent for spent, _ in told))
        heavy = sorted({name for _, names in told for name in names})
    return best, heavy


def _measured(holder: str, wanted: str) -> tuple[float, list[str]]:
    command = [sys.executable, "-c", MEASURE, json.dumps([holder, wanted, HEAVY])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{holder} could not import {wanted}: {done.stderr.strip().splitlines()[-1]}")
    return tuple(json.loads(done.stdout))


def main() -> int:
    """Print a line for each import; return 1 where one saves too little."""
    listed = list(imports_in_functions())
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(saved, listed))
    idle = 0
    print(f"{'ms':>6}  {'keeps off':<24}  where and what")
    for one, (spent, heavy) in sorted(zip(listed, found, strict=True), key=lambda pair: pair[1][0]):
        idle += spent < WORTH_MS and not heavy
        print(f"{spent:6.0f}  {', '.join(heavy):<24}  {one.where}: {one.text}  # {one.reason or 'no reason'}")
    print(f"{len(listed)} imports in functions; {idle} save less than {WORTH_MS} ms and keep no heavy library off.")
    return int(idle > 0)


if __name__ == "__main__":
    sys.exit(main())
