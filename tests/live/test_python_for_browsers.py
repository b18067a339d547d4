"""live.pyodide, live.parts: which Python goes into the browser, and that it marks as Python does here."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from equityqi.files import course_root
from equityqi.live import pyodide
from equityqi.live.parts import code
from equityqi.questions.exercise_file import as_json, read_folder

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in (course_root() / "datasets").glob("*/case.yml"))
# Runs here and in a browser's Python: `given` is JSON of exercises by case, and of answers to them.
MARK_ALL = """
import json
from pathlib import Path

from equityqi.questions.exercise import Exercise
from equityqi.questions.mark import mark_saved
from equityqi.questions.states import result_of
from equityqi.workfolder.answers_file import Answers

held, results = json.loads(given), []
for case, name, id, value in held["answers"]:
    question = Exercise.from_data(held["cases"][case][name]).question(id)
    answers = Answers(name, case=case, answers={id: value}, session_date="2026-07-01")
    mark = mark_saved(question, answers, Path("nowhere"))
    results.append([mark.points, mark.passed, result_of(mark)])
told = json.dumps(results)
"""
ODD = (None, "", "x", 7, -1.5, [], {}, ["x"], {"x": "y"})


def answers_to(question):
    """A right answer, the same with a part missing, and what nobody should have typed."""
    model = question.model_answer()
    less = 0
    if isinstance(model, (list, str, dict)):
        less = dict(list(model.items())[:-1]) if isinstance(model, dict) else model[:-1]
    return json.loads(json.dumps([model, less, *ODD]))


@pytest.mark.slow
def test_every_question_of_every_case_is_marked_in_pyodide_as_it_is_here(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    try:
        core = pyodide.core()
    except pyodide.NoPyodide as error:
        pytest.skip(str(error))
    cases = {case: read_folder(course_root() / "exercises", case) for case in CASES}
    asked = [
        (case, name, question)
        for case, exercises in cases.items()
        for name, exercise in exercises.items()
        for question in exercise.questions
        if question.kind != "game"
    ]
    answers = [[case, name, one.id, value] for case, name, one in asked for value in answers_to(one)]
    data = {case: json.loads(as_json(exercises, ""))["exercises"] for case, exercises in cases.items()}
    given = json.dumps({"cases": data, "answers": answers})
    for name, content in {**core, "course.zip": code(), "given.json": given.encode()}.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "mark_all.py").write_text(MARK_ALL, encoding="utf-8")
    command = [node, HERE / "run_in_pyodide.mjs", tmp_path, tmp_path / "course.zip", tmp_path / "mark_all.py"]
    ran = subprocess.run([*command, tmp_path / "given.json"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    here = {"given": given}
    exec(MARK_ALL, here)
    there, expected = json.loads(ran.stdout), json.loads(here["told"])
    assert [pair for pair in zip(answers, there, expected, strict=True) if pair[1] != pair[2]] == []
    assert len(asked) > 450 and sum(points > 0 for points, *_ in there) > len(asked)


def test_without_npm_a_sentence_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(pyodide, "cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(pyodide.NoPyodide, match=r"npm isn’t on this computer.*--pyodide"):
        pyodide.core()


def test_what_is_not_the_archive_that_was_meant_is_not_used(monkeypatch, tmp_path):
    monkeypatch.setattr(pyodide, "cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(pyodide, "_run", lambda command, folder: (folder / "pyodide.tgz").write_bytes(b"another"))
    with pytest.raises(pyodide.NoPyodide, match="not the Pyodide"):
        pyodide.core()
    assert not any((tmp_path / "cache").iterdir())


def test_a_folder_without_all_of_pyodide_is_named(tmp_path):
    (tmp_path / "pyodide.mjs").touch()
    with pytest.raises(pyodide.NoPyodide, match="pyodide.asm.wasm"):
        pyodide.core(tmp_path)
