"""What pages show, drawn before: it is what they would draw themselves, and without it no page loads anything heavy."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import nbformat
import pytest

from equityqi.files import course_root
from equityqi.handouts import draw_before, run_pages
from equityqi.lessons import drawn_before as before
from equityqi.workfolder.prepare import prepare

DRAWN = sorted(path.stem for path in (course_root() / before.FOLDER).glob("*.json"))
CASES = [name for name in DRAWN if name != before.EVERY_CASE]
LESSON = "course/session-1/02-measuring-gaps.ipynb"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
FURTHEST = 0.5  # of a pixel: computers round what they draw a little differently

# Runs the cells of pages that were not drawn before, as a browser has them, where nothing heavy can be loaded.
WITHOUT = """
import json, os, sys
from importlib.machinery import ModuleSpec
HEAVY = ("numpy", "pandas", "matplotlib", "scipy", "docx", "openpyxl")
class Refuse:
    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self) if name.split(".")[0] in HEAVY else None
    def create_module(self, spec):
        raise ModuleNotFoundError(f"{spec.name} is too heavy for a page")
    def exec_module(self, module):
        pass
sys.meta_path.insert(0, Refuse())
for folder, name, cells in json.loads(sys.stdin.read()):
    os.chdir(folder)
    os.environ["JPY_SESSION_NAME"] = name
    names = {}
    for source in cells:
        exec(source, names)
print("all ran")
"""


def cells_left(work, path: str, case: str) -> list[str]:
    """Return the code of a page that runs when it opens."""
    known = before.drawn_before(path, case)
    code = [cell for cell in nbformat.read(work / path, as_version=4).cells if cell.cell_type == "code"]
    left = [cell for cell in code if cell.source.strip() not in known and "%" not in cell.source]
    return [cell.source for cell in left if "trainer" not in cell.metadata.get("tags", [])]


@pytest.mark.parametrize("case", CASES)
def test_no_page_loads_anything_heavy(case, tmp_path):
    work = tmp_path / "my-work"
    prepare(work, case=case)
    pages = draw_before.drawn_pages()
    given = [[str((work / path).parent), path, cells_left(work, path, case)] for path in pages]
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT], input=json.dumps(given), capture_output=True, encoding="utf-8", timeout=300
    )
    assert ran.stdout.endswith("all ran\n"), ran.stderr[-2000:]


def looks_like(now: str, then: str) -> bool:
    """Tell whether two pages say the same words, and lie no further apart than computers do."""
    if NUMBER.sub("#", now) != NUMBER.sub("#", then):
        return False
    pairs = zip(NUMBER.findall(now), NUMBER.findall(then), strict=True)
    return all(abs(float(one) - float(other)) <= FURTHEST for one, other in pairs)


@pytest.mark.slow
@pytest.mark.parametrize("case", [CASES[0], CASES[3]])
def test_what_was_drawn_is_what_the_pages_draw(case):
    now = run_pages.drawn(draw_before.drawn_pages(), case)
    for path, cells in now.items():
        then = before.drawn_before(path, case)
        assert set(then) == set(cells), f"{path}: run equityqi make drawn"
        for code, outputs in cells.items():
            assert looks_like(json.dumps(outputs, sort_keys=True), json.dumps(then[code], sort_keys=True)), (
                f"{path}: run equityqi make drawn\n{code}"
            )


def test_data_that_have_changed_are_drawn_when_the_page_runs(monkeypatch):
    assert before.drawn_before(LESSON, CASES[0])
    monkeypatch.setattr(before, "_seal", lambda cases: "other data")
    assert before.drawn_before(LESSON, CASES[0]) == {}


@pytest.mark.parametrize("case", ["own", "a-case-of-ours", "../../course"])
def test_a_case_of_ones_own_has_only_what_all_cases_share(case):
    shared = before.drawn_before(LESSON, case)
    assert shared and not any("view(" in code for code in shared)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"of": 1, "pages": []}', "{"])
def test_a_damaged_file_is_passed_over(text, tmp_path, monkeypatch):
    (tmp_path / "datasets" / "drawn").mkdir(parents=True)
    (tmp_path / "datasets" / "drawn" / "every-case.json").write_text(text, "utf-8")
    monkeypatch.setattr(before, "course_root", lambda: tmp_path)
    assert before.drawn_before(LESSON, CASES[0]) == {}
