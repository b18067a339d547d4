"""live/browser/plainly.js: what a person reads where Python could not do what they asked for."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

PLAINLY = Path(__file__).parents[2] / "src" / "equityqi" / "live" / "browser" / "plainly.js"
SAY = """
const { plainly } = await import(process.argv[2]);
console.log(JSON.stringify(JSON.parse(process.argv[3]).map(plainly)));
"""
TRACEBACK = 'Traceback (most recent call last):\n  File "/course/equityqi/x.py", line 1, in do\n'


@pytest.fixture
def plainly(tmp_path):
    """Say plainly what Python raised, each error with its type and its message."""
    if not shutil.which("node"):
        pytest.skip("Node is not on this computer.")
    shutil.copy(PLAINLY, tmp_path / "plainly.mjs")
    (tmp_path / "say.mjs").write_text(SAY, encoding="utf-8")

    def say(*errors):
        command = ["node", tmp_path / "say.mjs", (tmp_path / "plainly.mjs").as_uri(), json.dumps(errors)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, timeout=30, text=True).stdout)

    return say


SENTENCE = "This: no copy. Choose one."


def test_a_sentence_of_the_course_is_read_as_it_is_and_whatever_else_says_what_to_do(plainly):
    own, missing, other, none = plainly(
        {"type": "CopyError", "message": f"{TRACEBACK}equityqi.workfolder.copies.CopyError: {SENTENCE}\n"},
        {"type": "ModuleNotFoundError", "message": f"{TRACEBACK}ModuleNotFoundError: No module named 'docx'\n"},
        {"type": "KeyError", "message": f"{TRACEBACK}KeyError: 'aim'\n"},
        {},
    )
    assert own == SENTENCE
    assert "where it is installed" in missing and "docx" not in missing
    assert "What was saved is safe" in other and "KeyError" not in other
    assert none == other
