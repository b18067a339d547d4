"""The two promises of the whole test run: nothing is skipped in CI, and nobody's own work is touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
FILES = {
    "test_called.py": "import pytest\ndef test_a(): pytest.skip('no chromium here')",
    "test_marked.py": "import pytest\n@pytest.mark.skipif(True, reason='no chromium here')\ndef test_a(): pass",
    "test_whole_file.py": "import pytest\npytest.skip('no chromium here', allow_module_level=True)",
    "test_shared.py": "import pytest\ndef test_a(): pytest.skip('needs ../shared/data')",
    "test_expected.py": "import pytest\n@pytest.mark.xfail\ndef test_a(): assert False",
    "test_writes.py": (
        "import conftest\n"
        "def test_a(tmp_path):\n"
        "    conftest.ROOT = tmp_path\n"
        "    (tmp_path / 'my-work-asha').mkdir()\n"
        "def test_b(tmp_path):\n"
        "    (tmp_path / 'my-work-asha').mkdir()\n"
    ),
}


def run(folder, **environment):
    shutil.copy(CONFTEST, folder)
    for name, test in FILES.items():
        (folder / name).write_text(test, encoding="utf-8")
    kept = {key: value for key, value in os.environ.items() if key != "CI" and not key.startswith("PYTEST")}
    environment = kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | environment
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "--continue-on-collection-errors", "-p", "no:cacheprovider"]
    command += ["-c", os.devnull, "--rootdir", str(folder), str(folder)]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120).stdout


@pytest.fixture(scope="module")
def in_ci(tmp_path_factory):
    return run(tmp_path_factory.mktemp("ci"), CI="true")


@pytest.fixture(scope="module")
def at_home(tmp_path_factory):
    return run(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize(
    "skip", ["FAILED test_called.py::test_a", "ERROR test_marked.py::test_a", "ERROR test_whole_file.py"]
)
def test_in_ci_a_skip_fails_and_says_why(in_ci, skip):
    assert skip in in_ci
    assert "CI is set, so this must run" in in_ci and "no chromium here" in in_ci


def test_in_ci_a_skip_for_the_shared_papers_is_a_skip_and_an_expected_failure_is_one(in_ci):
    assert "1 skipped" in in_ci and "needs ../shared/data" in in_ci
    assert "1 xfailed" in in_ci


def test_outside_ci_a_skip_is_a_skip(at_home):
    assert "4 skipped" in at_home and "FAILED" not in at_home


def test_a_test_that_writes_into_my_work_fails(at_home):
    assert "ERROR test_writes.py::test_a" in at_home and "A test wrote into a person's own work" in at_home
    assert "ERROR test_writes.py::test_b" not in at_home  # a my-work in a temporary folder is nobody's
