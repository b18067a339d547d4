"""live.checked: the few names of pydantic that pages ask for take and refuse what pydantic itself does."""

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
import yaml

from equityqi import __version__
from equityqi.files import course_root
from equityqi.handouts.run_pages import page_paths
from equityqi.live.pages import RUNS
from equityqi.live.parts import code
from equityqi.organisation import ANOTHER
from equityqi.questions.exercise_file import as_json, read_folder

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in (course_root() / "datasets").glob("*/case.yml"))
NONE_OF = ("pydantic", "pydantic_core", "annotated_types", "typing_inspection", "typing_extensions")
# Runs all pages of a case as the site's worker does, with the code of the site alone and no package beside it.
RUN_PAGES = """
import json, sys
given = json.load(sys.stdin)
sys.path[:0] = [given["code"]]
import equityqi.files
equityqi.files.in_browser = lambda: True
from equityqi.live import kernel
shown = []
kernel.post = lambda kind, data: shown.append(kind)
kernel.stand_in()
for path, cells in given["pages"]:
    kernel.open_work(given["work"], given["settings"], given["questions"], given["lessons"])
    kernel.open_page(given["work"], path.rpartition("/")[0])
    for source in cells:
        kernel.run(source)
print(len(shown), sorted(name for name in sys.modules if name in given["none"] and sys.modules[name].__spec__))
"""
# Runs here with pydantic and, in a process of its own, with the stand-in: the same values in, the same told.
CHECK_ALL = """
from equityqi.cases.case_files import CaseFile, Group, Package, Story
from equityqi.cases.facts_file import Entry
from equityqi.cases.own_words import OwnMeasure
from equityqi.game.play import Log
from equityqi.lessons.runsheet import Runsheet
from equityqi.project.faults_in_words import fault_in_words
from equityqi.project.parts import Project
from equityqi.typed_fields import read_part
from equityqi.workfolder.survey_sheets import Sheets
from pydantic import ValidationError

told = []
for name, value in json.loads(given):
    try:
        made = globals()[name].model_validate(value)
        told.append([made.model_dump(by_alias=True), made.model_dump(exclude_defaults=True), repr(made)])
    except ValidationError as error:
        wrong = error.errors()
        told.append([len({one["loc"][0] for one in wrong if one["loc"]}), name == "Project" and fault_in_words(wrong)])
        if name == "Project":
            told[-1] += [read_part(Project, value).model_dump()]
told = json.dumps(told, default=str)
"""
ODD = (None, "", "x", "2026-07-01", "no", 7, 0, 1.0, -1.5, 10**30, True, [], {}, ["x"], {"x": "y"}, float("nan"))
HALF_A_SIGN = "half \ud800"  # may be typed, and no file can hold it
PROJECT = {
    "title": "Reviews", "asked": [{"who": "Two patients", "said": "Ring later"}],
    "system": {"steps": [{"step": "Invite", "shares": {"A": 80.5, "B": "seventy"}}], "causes": {"place": ["far"]}},
    "aim": {"target_group": 60, "baseline_group_n": "40"},
    "drivers": {"nodes": [{"id": "1", "level": 0, "text": "Aim"}], "links": [["1", "2"]]},
    "cycles": [{"n": 10, "told": "yes", "lead_yes": None}], "spread": {"checklist": {"owner": True}},
    "commitment": {"private": "no"}, "page": {"contact": "A. Name"},
}  # fmt: skip
TURN = {"changes": {"text": 5}, "together": "map", "group": "A", "low": 10, "high": 30.5, "studied": True}
LOG = {"schema": 1, "seed": 7, "turn_months": 1, "turns": [TURN], "words": "We learnt."}
OWN = {
    "measure": "reviews", "better": -1, "groups": ["A", "B"], "group": "A", "comparator": "B", "group_n": 20,
    "group_of": 50, "comparator_n": 30, "comparator_of": 50, "period": "in 2025/26",
}  # fmt: skip


def good():
    """What is valid, by the name of what reads it: all that people type, and the course's own files."""
    data, course = course_root() / "datasets", course_root()
    files = {"Runsheet": course / "course/trainer/runsheet.yml", "Sheets": course / "course/survey.yml"}
    files |= {"CaseFile": data / CASES[0] / "case.yml", "Story": data / CASES[0] / "story.yml"}
    read = {name: yaml.safe_load(path.read_text("utf-8")) for name, path in files.items()}
    package = json.loads((data / CASES[0] / "datapackage.json").read_text("utf-8"))
    facts = list(yaml.safe_load((data / "facts.yml").read_text("utf-8")).values())
    return [
        ("Project", PROJECT), ("Log", LOG), ("OwnMeasure", OWN), ("Package", package), *read.items(),
        *(("Entry", fact) for fact in facts[:12]),
    ]  # fmt: skip


def places(value, at=()):
    """Every place in plain data."""
    yield at
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*at, key))


def changed(value, at, change):
    """The same data with one place changed."""
    if not at:
        return change(value)
    twin = value.copy()
    twin[at[0]] = changed(value[at[0]], at[1:], change)
    return twin


def one_more(old):
    """A mapping with a key too many."""
    return {**old, "shoe size": 7} if isinstance(old, dict) else old


def one_less(old):
    """A mapping without its first key."""
    return dict(list(old.items())[1:]) if isinstance(old, dict) else old


def samples():
    """Good data, and each with one thing wrong at a place: of another kind, a key too many, a key missing."""
    found = []
    for name, value in good():
        found.append((name, value))
        all_places = list(places(value))
        every = max(1, len(all_places) // 6)  # the long files have many places alike
        for at in all_places[::every]:
            odd_ones = [*ODD, *([HALF_A_SIGN] if name == "Project" else [])]
            if name == "Entry":  # facts alone take yes for 1; the course's own are checked when the site is made
                odd_ones = [odd for odd in odd_ones if odd is not True]
            found += [(name, changed(value, at, lambda _, odd=odd: odd)) for odd in odd_ones]
            found += [(name, changed(value, at, change)) for change in (one_more, one_less)]
    return found


def test_it_takes_and_refuses_what_pydantic_does():
    given = json.dumps(samples())
    here = {"given": given, "json": json}
    exec(CHECK_ALL, here)
    stand_in = "import json, sys\nfrom equityqi.live import kernel\nkernel.stand_in()\ngiven = sys.stdin.read()\n"
    command = [sys.executable, "-c", f"{stand_in}{CHECK_ALL}print(told)"]
    ran = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    pairs = zip(samples(), json.loads(ran.stdout), json.loads(here["told"]), strict=True)
    assert [pair for pair in pairs if repr(pair[1]) != repr(pair[2])][:3] == []


@pytest.mark.parametrize("case", CASES)
def test_every_page_runs_with_the_code_of_the_site_alone(case, tmp_path):
    with zipfile.ZipFile(BytesIO(code())) as held:
        assert not [name for name in held.namelist() if name.split("/")[0] in NONE_OF]
        held.extractall(tmp_path / "code")
    (tmp_path / "work").mkdir()
    questions = tmp_path / "work" / ".questions" / f"{case}.json"
    questions.parent.mkdir()
    questions.write_text(as_json(read_folder(course_root() / "exercises", case), __version__), encoding="utf-8")
    pages = []
    for path in page_paths():
        cells = [cell for cell in nbformat.read(course_root() / path, as_version=4).cells if cell.cell_type == "code"]
        cells = [cell.source for cell in cells if "trainer" not in cell.metadata.get("tags", [])]
        pages.append([path, [one for one in cells if "ask(" in one or any(call in one for call in RUNS)]])
    given = {
        "code": str(tmp_path / "code"), "work": str(tmp_path / "work"), "questions": str(questions), "none": NONE_OF,
        "settings": yaml.safe_dump({"name": "", "case": case}), "pages": pages,
        "lessons": [path for path in page_paths() if "/session-" in path],
    }  # fmt: skip
    command = [sys.executable, "-S", "-P", "-c", RUN_PAGES]
    there = {name: value for name, value in os.environ.items() if name != ANOTHER}  # the code holds the organisation
    ran = subprocess.run(
        command, input=json.dumps(given), capture_output=True, encoding="utf-8", cwd=tmp_path, check=False, env=there
    )
    assert ran.stdout.endswith(" []\n"), ran.stderr[-2000:]
    assert int(ran.stdout.split()[0]) > 200
