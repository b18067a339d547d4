"""The installed wheel: everything that a user needs travels in it, and every table loads from another folder."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from equityqi.cases.case_files import read_package
from equityqi.files import course_root

ROOT = Path(__file__).resolve().parents[1]
LOAD_ALL = """
import equityqi
from equityqi import fact, load
from equityqi.cases import places
from equityqi.cases.case import Tables
from equityqi.files import course_root
print("from", equityqi.__file__)
for folder in sorted((course_root() / "datasets").glob("*/case.yml")):
    case = load(folder.parent.name)
    for name in case.tables:
        print(case.id, name, *case.tables[name].shape)
    assert case.story.words["problem"] and case.card and case.facts
feedback = Tables(course_root() / "datasets" / "feedback")
print("feedback", len(feedback["feedback_synthetic"]))
print("fact", fact("hle-gap-men"), "places", len(places("healthy-life-expectancy")))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    made = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(made.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """A new environment with this wheel and, beside it, the packages it needs; the clone is not on its path."""
    place = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    site = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    zipfile.ZipFile(wheel).extractall(site)
    (site / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def test_the_wheel_carries_facts_cases_forms_and_licences(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {name.removeprefix("equityqi/shipped/") for name in names}
    for folder in (path.parent for path in course_root().glob("datasets/*/case.yml")):
        for path in folder.iterdir():
            if path.is_file():
                assert path.relative_to(course_root()).as_posix() in shipped
    assert {
        "datasets/facts.yml",
        "datasets/practices.csv",
        "datasets/feedback/feedback_synthetic.csv",
        "course.yml",
        "organisation.yml",
        "course/00-start.ipynb",
    } <= shipped
    assert {
        "equityqi/forms/browser/form.js",
        "equityqi/forms/browser/form.css",
        "equityqi/forms/browser/small_form.js",
    } <= names
    licences = {Path(name).name for name in names if ".dist-info/licenses/" in name}
    assert licences == {path.name for path in ROOT.glob("LICENSE*")}
    assert not [name for name in names if "__pycache__" in name or "my-work" in name or "/.ipynb_checkpoints" in name]


def test_every_table_loads_from_the_installed_wheel_in_another_folder(environment, tmp_path):
    done = subprocess.run([environment, "-I", "-c", LOAD_ALL], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert str(Path(environment).parents[1]) in lines[0] and str(ROOT) not in lines[0]
    loaded = {tuple(line.split()[:2]) for line in lines[1:]}
    for path in course_root().glob("datasets/*/case.yml"):
        assert {(path.parent.name, resource.name) for resource in read_package(path.parent).resources} <= loaded
    assert "feedback 19" in lines and "fact 8.7 years places" in done.stdout


def test_the_command_works_from_the_installed_wheel(environment, tmp_path):
    done = subprocess.run([environment, "-I", "-m", "equityqi", "--help"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and "hand-in" in done.stdout


@pytest.mark.parametrize("check", ["marker", "marking", "game", "signals"])
def test_a_check_that_needs_the_clone_says_so_in_one_sentence(environment, tmp_path, check):
    command = [environment, "-I", "-m", "equityqi", "check", check]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == (
        "This check needs the course as a folder with start.py, not only the installed package. Run it there."
    )


def test_no_authors_tool_is_in_the_wheel_and_types_are(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "equityqi/py.typed" in names
    assert not [name for name in names if name.startswith(("tools/", "tests/", "benchmarks/")) or "mutants" in name]
