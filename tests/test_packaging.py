"""What is installed: pyproject.toml, the two locks, environment.yml and .gitignore agree."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
TEST = PROJECT["project"]["optional-dependencies"]["test"]
SETUP = PROJECT["dependency-groups"]["setup"]
LOCKS = ("requirements.lock", "requirements-test.lock")
ON_CONDA_FORGE = {"playwright": "playwright-python"}


def blocks(lock):
    return re.split(r"(?m)^(?=[A-Za-z0-9])", (ROOT / lock).read_text("utf-8"))[1:]


def locked(lock):
    """Each package of a lock with its versions and their markers (a universal lock may hold several)."""
    packages = {}
    for block in blocks(lock):
        requirement = Requirement(block.partition("\\")[0].strip())
        packages.setdefault(canonicalize_name(requirement.name), set()).add(
            (str(requirement.specifier), str(requirement.marker or ""))
        )
    return packages


def ranges(requirements):
    parsed = map(Requirement, requirements)
    return {canonicalize_name(requirement.name): requirement.specifier for requirement in parsed}


@pytest.mark.parametrize("lock", LOCKS)
def test_each_locked_package_has_a_version_and_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text and "--index" not in text and "--find-links" not in text
    for block in blocks(lock):
        assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+ ", block), block[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block[:60]


@pytest.mark.parametrize("lock, wanted", [(LOCKS[0], RUNTIME + SETUP), (LOCKS[1], RUNTIME + SETUP + TEST)])
def test_the_lock_keeps_within_the_ranges_of_the_project(lock, wanted):
    packages = locked(lock)
    for name, allowed in ranges(wanted + PROJECT["build-system"]["requires"]).items():
        assert name in packages, f"{name} is not in {lock}"
        for pinned, _ in packages[name]:
            assert allowed.contains(pinned.removeprefix("==")), f"{name}{pinned} in {lock} is not {allowed}"


def test_the_installer_and_the_build_backend_are_locked():
    assert {"uv", "hatchling", "editables"} <= set(locked(LOCKS[0]))


def test_nothing_that_takes_seconds_to_start_is_locked():
    assert not {"rfc3987-syntax", "lark"} & set(locked(LOCKS[0])), (
        "each program that reads a notebook would start two seconds later"
    )


def test_the_test_lock_holds_the_runtime_lock():
    runtime, test = map(locked, LOCKS)
    assert {name: test.get(name) for name in runtime} == runtime


def test_environment_yml_names_the_same_packages():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert environment["name"] == "equityqi" and environment["channels"] == ["conda-forge"]
    *conda, python_packages = environment["dependencies"]
    by_pip = python_packages["pip"]
    assert by_pip[-1] == "-e ." and "pip" in conda
    given = ranges([entry for entry in conda if entry != "pip"] + by_pip[:-1])
    expected = ranges(RUNTIME + TEST + ["python" + PROJECT["project"]["requires-python"]])
    assert given == {ON_CONDA_FORGE.get(name, name): allowed for name, allowed in expected.items()}


def test_gitignore_covers_what_people_make():
    lines = (ROOT / ".gitignore").read_text("utf-8").split()
    wanted = "my-work*/ /submitted/ /autograded/ /feedback/ /results/ gradebook.db .venv/ wheels/ test-artefacts/"
    assert set(wanted.split()) <= set(lines)


def test_gitignore_hides_nothing_that_the_course_ships():
    if not (ROOT / ".git").exists():
        pytest.skip("This is no git checkout")
    hidden = subprocess.run(
        ["git", "status", "--ignored", "--porcelain", "datasets", "course", "solutions", "exercises", "src"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert [line for line in hidden.splitlines() if line.startswith("!!") and "__pycache__" not in line] == []


def test_statsmodels_is_for_analysts_and_tests_only():
    extras = PROJECT["project"]["optional-dependencies"]
    assert extras["analysts"] == [one for one in TEST if one.startswith("statsmodels")]
    assert not {"statsmodels", "patsy"} & set(locked(LOCKS[0]))
    for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "datasets").rglob("*.py")]:
        assert not re.search(r"^\s*(from|import) statsmodels", path.read_text("utf-8"), re.MULTILINE), path
