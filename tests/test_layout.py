"""How the package is laid out: the size of rooms and modules, their names, imports in functions, and modules that are
named in strings. The floors themselves are contracts of import-linter (``tests/test_style.py``).
"""

import ast
import json
import re
import tomllib
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import pytest

import equityqi
from equityqi import moved_modules, pictures
from equityqi.files import course_root
from tests.course import warm_kernels
from tools.lazy_imports import imports_in_functions

PACKAGE = Path(equityqi.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LAYERS = tomllib.loads((course_root() / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
FLOOR = {
    room.strip().removeprefix("equityqi."): -number
    for number, layer in enumerate(LAYERS["layers"])
    for room in layer.split("|")
}
MOST_LINES, MOST_OF_ALL, MOST_LAZY = 300, 0.10, 100


def in_package(path):
    return path.relative_to(PACKAGE).as_posix()


def room(name):
    """The room of ``equityqi.game.moves`` or of the path ``game/moves.py``: ``game``."""
    return re.split(r"[./]", name.removeprefix("equityqi.").removesuffix(".py"))[0]


def lines_of(path):
    return len(path.read_text("utf-8").splitlines())


# ---- Size ----


def test_no_module_is_longer_than_300_lines():
    assert {in_package(path): lines_of(path) for path in MODULES if lines_of(path) > MOST_LINES} == {}


def test_no_room_holds_more_than_a_tenth_of_the_package():
    size = Counter()
    for path in MODULES:
        size[room(in_package(path))] += lines_of(path)
    whole = size.total()
    assert {name: f"{n / whole:.1%}" for name, n in size.items() if n > MOST_OF_ALL * whole} == {}


# ---- Names ----


def one_letter_apart(one, other):
    """Does one change, one letter more or one less make a name into the other?

    >>> one_letter_apart("finding", "findings"), one_letter_apart("runs", "runes"), one_letter_apart("run", "spc")
    (True, True, False)
    """
    short, long = sorted((one, other), key=len)
    same = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return long[same + 1 :] in (short[same:], short[same + 1 :]) and short != long


def test_no_two_modules_of_a_room_are_one_letter_apart():
    rooms = {}
    for path in PACKAGE.rglob("*"):
        if path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").is_file()):
            rooms.setdefault(in_package(path.parent), set()).add(path.stem)
    pairs = ((name, *pair) for name, names in rooms.items() for pair in combinations(sorted(names), 2))
    assert [pair for pair in pairs if one_letter_apart(*pair[1:])] == []


def private_names(path):
    """Yield each private name of the package that a file takes from another module."""
    modules = {}
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("equityqi", "tools", "starting")):
            for name in node.names:
                if is_private(name.name):
                    yield f"{node.module}.{name.name}"
                if find_spec(f"{node.module}.{name.name}") if is_package(node.module) else None:
                    modules[name.asname or name.name] = f"{node.module}.{name.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", None) in modules and is_private(node.attr):
            yield f"{modules[node.value.id]}.{node.attr}"


def is_private(name):
    return name.startswith("_") and not name.endswith("__")


def is_package(name):
    return (found := find_spec(name)) is not None and found.submodule_search_locations is not None


def test_no_private_name_is_taken_from_another_module():
    files = [*MODULES, *course_root().glob("tools/*.py"), *course_root().glob("src/starting/*.py")]
    found = {path.relative_to(course_root()).as_posix(): sorted(set(private_names(path))) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


# ---- Imports in functions ----


def test_an_import_in_a_function_says_why():
    """It saves start-up time, and its line says how: ``import pandas as pd  # lazy: pandas costs 0.4 s``."""
    assert [f"{one.where}: {one.text}" for one in imports_in_functions() if not one.reason] == []


def test_at_most_100_imports_are_in_functions():
    count = sum(1 for _ in imports_in_functions())
    print(f"{count} imports in functions")
    assert count <= MOST_LAZY


# ---- Modules that are named in strings ----


def named_in_strings():
    """Yield each module that is named in a string: the room that names it ("" for the package itself), where, and the
    name.
    """
    for path in sorted(PACKAGE.rglob("__init__.py")):
        inside = ".".join(("equityqi", *path.parent.relative_to(PACKAGE).parts))
        for name, module in getattr(import_module(inside), "_NAMES", {}).items():
            yield room(in_package(path.parent)) if path.parent != PACKAGE else "", inside, f"{inside}.{module}.{name}"
    draw = import_module("equityqi.pictures.draw")
    for module, function, _ in draw.BY_RESULT.values():
        yield "pictures", "BY_RESULT", f"equityqi.pictures.{module}.{function}"
    for _, module, function, _ in draw.BY_COLUMNS:
        yield "pictures", "BY_COLUMNS", f"equityqi.pictures.{module}.{function}"
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if re.fullmatch(r"equityqi(\.[a-z_]\w*)+", named) and named not in moved_modules.MOVED:
                yield "" if path.parent == PACKAGE else room(in_package(path)), in_package(path), named
    for path in sorted(PACKAGE.rglob("*.json")):
        for name in re.findall(r'"(equityqi(?:\.\w+)+)"', path.read_text("utf-8")):
            yield room(in_package(path)), in_package(path), name
    for name in warm_kernels.READY:
        yield "", "warm_kernels", name


def resolved(name):
    """The module that a dotted name leads to, or None; its last part may be a name in the module."""
    try:
        if find_spec(name):
            return name
    except ModuleNotFoundError:
        pass
    module, _, last = name.rpartition(".")
    try:
        return module if module and hasattr(import_module(module), last) else None
    except ModuleNotFoundError:
        return None


@pytest.fixture(scope="module")
def named():
    return sorted(set(named_in_strings()))


def test_the_usual_tables_are_looked_through(named):
    places = {where for _, where, _ in named}
    assert {"equityqi", "equityqi.tables", "BY_RESULT", "marking/sandbox_fork_server.py", "warm_kernels"} <= places
    assert any(name.endswith(".CleanPages") for *_, name in named)


def test_a_module_named_in_a_string_is_there_and_on_a_lower_floor(named):
    wrong = []
    for inside, where, name in named:
        module = resolved(name)
        target = room(module or "")
        if not module:
            wrong.append(f"{where} names {name}, which is not there")
        elif inside and module.startswith("equityqi.") and target != inside and FLOOR[target] >= FLOOR[inside]:
            wrong.append(f"{inside} names {name}, which is not on a lower floor")
    assert wrong == []


def test_what_a_fork_for_pages_imports_beforehand_is_there():
    script = (PACKAGE / "marking" / "sandbox_fork_server.py").read_text("utf-8")
    wanted = next(
        ast.literal_eval(node.value)
        for node in ast.walk(ast.parse(script))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "WANTED"
    )
    assert [name for name in wanted if not find_spec(name)] == []


def test_the_result_that_draw_knows_by_name_is_a_class_of_the_calculations():
    results = {name for module in ("gaps", "variation") for name in dir(import_module(f"equityqi.{module}"))}
    assert set(import_module("equityqi.pictures.draw").BY_RESULT) <= results
    assert pictures.draw is not None


def test_the_profile_of_the_trainer_names_what_cleans_pages():
    settings = PACKAGE / "lab" / "profiles" / "trainer" / "config" / "jupyter_server_config.json"
    named = json.loads(settings.read_text("utf-8"))["ServerApp"]["contents_manager_class"]
    assert resolved(named) == "equityqi.lab.clean_on_save"
