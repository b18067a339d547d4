"""live.byte_code: what the browser's Python would compile at each first visit is compiled when the site is made."""

import os
import shutil
import time
from io import BytesIO
from zipfile import ZipFile

import pytest

from equityqi.files import stable_zip
from equityqi.live import byte_code, pyodide
from equityqi.live.byte_code import core_in_byte_code, in_byte_code

FILES = {"a/__init__.py": '"""Words."""\n\nFOUND = 7\n', "pdb.py": "", "a/words.yml": "a: 1\n"}
GIVEN = stable_zip(FILES)


@pytest.fixture
def core(monkeypatch, tmp_path):
    """Pyodide's files, on a computer with Node.js that has compiled nothing yet."""
    if not shutil.which("node"):
        pytest.skip("Node.js is not installed")
    try:
        found = pyodide.core()
    except pyodide.NoPyodide as error:
        pytest.skip(str(error))
    monkeypatch.setattr(pyodide, "cache", lambda: tmp_path)
    return found


def names(archive):
    return ZipFile(BytesIO(archive)).namelist()


@pytest.mark.slow
def test_python_is_compiled_once_and_other_files_stay_as_they_are(core, tmp_path, monkeypatch):
    made = in_byte_code(GIVEN, core)
    assert names(made) == ["a/__init__.pyc", "pdb.pyc", "a/words.yml"]
    assert ZipFile(BytesIO(made)).read("a/words.yml") == b"a: 1\n"
    assert b"Words." in ZipFile(BytesIO(made)).read("a/__init__.pyc")
    old, other = tmp_path / "byte-code-0.zip", tmp_path / "notes.zip"
    for path in (old, other):
        path.touch()
        os.utime(path, (0, time.time() - 40 * 86400))
    broken = {**core, "python_stdlib.zip": GIVEN}
    assert core_in_byte_code(broken) == broken  # no Python starts from it, so nothing is compiled
    monkeypatch.setattr(byte_code, "_compiled", lambda *_: b"another")
    assert in_byte_code(GIVEN, core) == made
    assert in_byte_code(GIVEN, core, docstrings=False) == b"another"
    assert not old.exists() and other.exists()


def test_of_the_standard_library_what_no_page_can_use_stays_away(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(pyodide, "cache", lambda: tmp_path)
    monkeypatch.setattr(byte_code, "_node", lambda: ["node"])
    monkeypatch.setattr(byte_code, "_compiled", lambda archive, *_: asked.append(names(archive)) or archive)
    core_in_byte_code({"python_stdlib.zip": GIVEN})
    assert asked == [["a/__init__.py", "a/words.yml"]]


def test_without_node_the_sources_do(monkeypatch):
    monkeypatch.setattr(byte_code, "_node", lambda: None)
    core = {"python_stdlib.zip": GIVEN}
    assert core_in_byte_code(core) == core
