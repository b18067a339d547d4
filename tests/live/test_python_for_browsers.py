"""live.pyodide, live.parts: which Python goes into the browser, and that it marks as Python does here."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from equityqi.files import course_root
from equityqi.live import pyodide
from equityqi.live.byte_code import core_in_byte_code, in_byte_code
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
read = {(case, name): Exercise.from_data(one) for case, found in held["cases"].items() for name, one in found.items()}
for case, name, id, value in held["answers"]:
    question = read[case, name].question(id)
    answers = Answers(name, case=case, answers={id: value}, session_date="2026-07-01")
    mark = mark_saved(question, answers, Path("nowhere"))
    results.append([mark.points, mark.passed, result_of(mark)])
told = json.dumps(results)
"""
ONE_QUESTION = """
import sys

from equityqi.live import kernel

kernel.stand_in()
kernel.warm_up()
kernel.post = lambda kind, data: None
before = set(sys.modules)
kernel.run('from equityqi import ask; ask("gap-years")')
import equityqi.workfolder.carry
print(sorted(name for name in set(sys.modules) - before if name.startswith("equityqi")))
"""
ODD = (None, "", "x", 7, -1.5, [], {}, ["x"], {"x": "y"})


def answers_to(question):
    """A right answer, the same with a part missing, and what nobody should have typed."""
    model = question.model_answer()
    less = 0
    if isinstance(model, (list, str, dict)):
        less = dict(list(model.items())[:-1]) if isinstance(model, dict) else model[:-1]
    return json.loads(json.dumps([model, less, *ODD, *listed(question)]))


def listed(question):
    """Every wrong answer that has words of its own: an option, a card in each wrong place, a number, an order; of a
    plan, each field of its first row empty, each node gone; of a game, one that ends early and one without a change.
    """
    model = question.model_answer()
    if question.kind == "choice":
        yield from question.wrong
    elif question.kind == "multi":
        yield from ([*more, code] for code in question.wrong for more in ([], question.model[0]))
    elif question.kind == "sort":
        for card, given in model.items():
            for code in question.options:
                yield {**model, card: [code, *given[1:]] if isinstance(given, list) else code}
            for code in question.then.options if isinstance(given, list) else ():
                yield {**model, card: [given[0], code]}
    elif question.kind == "number":
        for wrong in question.wrong:
            yield from (wrong.answer, wrong.answer + wrong.tolerance, wrong.answer - wrong.tolerance)
    elif question.kind == "rank":
        for wrong in question.wrong:
            order = [code for code in model if code != wrong.above]
            order.insert(order.index(wrong.below), wrong.above)
            yield order
    elif question.kind == "text":
        yield from (question.prompt, "Too short.", "fair " * 20)
    elif question.kind == "table":
        yield from ([{**model[0], field: ""}, *model[1:]] for field in model[0])
    elif question.kind == "tree":
        for node in model["nodes"]:
            links = [link for link in model["links"] if node["id"] not in link]
            yield {"nodes": [one for one in model["nodes"] if one is not node], "links": links}
    else:
        turns = model["game"]["turns"]
        for changed in (turns[:2], [{**turn, "changes": {}} for turn in turns]):
            yield {**model, "game": {**model["game"], "turns": changed}}


@pytest.mark.slow
def test_every_question_of_every_case_is_marked_in_pyodide_as_it_is_here(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    try:
        core = core_in_byte_code(pyodide.core())
    except pyodide.NoPyodide as error:
        pytest.skip(str(error))
    cases = {case: read_folder(course_root() / "exercises", case) for case in CASES}
    asked = [
        (case, name, question)
        for case, exercises in cases.items()
        for name, exercise in exercises.items()
        for question in exercise.questions
    ]
    answers = [[case, name, one.id, value] for case, name, one in asked for value in answers_to(one)]
    data = {case: json.loads(as_json(exercises, ""))["exercises"] for case, exercises in cases.items()}
    given = json.dumps({"cases": data, "answers": answers})
    as_modules = {"package.json": b'{"type": "module"}'}  # Node.js would ask for .mjs otherwise
    for name, content in {
        **core,
        **as_modules,
        "course.zip": in_byte_code(code(), core),
        "given.json": given.encode(),
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "mark_all.py").write_text(MARK_ALL, encoding="utf-8")
    command = [node, HERE / "run_in_pyodide.mjs", tmp_path, tmp_path / "course.zip", tmp_path / "mark_all.py"]
    ran = subprocess.run([*command, tmp_path / "given.json"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    here = {"given": given}
    exec(MARK_ALL, here)
    there, expected = json.loads(ran.stdout), json.loads(here["told"])
    assert [pair for pair in zip(answers, there, expected, strict=True) if pair[1] != pair[2]] == []
    named = {(case, name, id, told["sentence"]) for (case, name, id, _), (*_, told) in zip(answers, there, strict=True)}
    assert len(named) > 2 * len(asked)  # the wrong options were told apart
    assert len(asked) > 450 and sum(points > 0 for points, *_ in there) > len(asked)


@pytest.fixture
def nothing_kept(monkeypatch, tmp_path):
    """A computer where nothing was fetched before, without npm; what is run there, with its environment."""
    ran = []
    monkeypatch.setattr(pyodide, "cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)

    def run(command, env, **_):
        ran.append((command, env))
        if "pack" in command:
            Path(command[-1], "pyodide.tgz").write_bytes(b"another")

    monkeypatch.setattr(subprocess, "run", run)
    return ran


@pytest.mark.parametrize("installed", [True, False])
def test_without_npm_the_one_of_a_python_package_is_used(monkeypatch, nothing_kept, installed):
    monkeypatch.setattr(pyodide, "find_spec", lambda name: installed or None)
    with pytest.raises(pyodide.NoPyodide, match="not the Pyodide"):
        pyodide.core()
    *fetched, (packed, env) = nothing_kept
    assert packed[:3] == [sys.executable, "-c", pyodide.NPM] and "pyodide@" + pyodide.VERSION in packed
    assert len(fetched) == (not installed)
    for command, _ in fetched:
        assert command[-1] == pyodide.NODE and env["PYTHONPATH"] == command[-2]


def test_npm_is_told_of_the_proxy_and_the_certificates_of_the_computer(monkeypatch, nothing_kept):
    monkeypatch.setattr(pyodide, "find_spec", lambda name: True)
    monkeypatch.setenv("HTTPS_PROXY", "the proxy")
    monkeypatch.setenv("SSL_CERT_FILE", "the.pem")
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS", raising=False)
    with pytest.raises(pyodide.NoPyodide):
        pyodide.core()
    (_, env), *_ = nothing_kept
    told = {name: env.get(name) for name in ("HTTPS_PROXY", "NODE_EXTRA_CA_CERTS", "NODE_USE_SYSTEM_CA")}
    assert told == {"HTTPS_PROXY": "the proxy", "NODE_EXTRA_CA_CERTS": "the.pem", "NODE_USE_SYSTEM_CA": "1"}


def test_where_npm_cannot_be_fetched_a_sentence_says_what_to_do(monkeypatch, nothing_kept):
    def refused(command, **_):
        raise subprocess.CalledProcessError(1, command, stderr="some lines\nno route to host")

    monkeypatch.setattr(pyodide, "find_spec", lambda name: None)
    monkeypatch.setattr(subprocess, "run", refused)
    with pytest.raises(pyodide.NoPyodide, match=r"no npm on this computer.*no route to host.*Node\.js.*--pyodide"):
        pyodide.core()


def test_what_is_not_the_archive_that_was_meant_is_not_used(monkeypatch, tmp_path):
    monkeypatch.setattr(pyodide, "cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(pyodide, "_run", lambda command, folder, **_: (folder / "pyodide.tgz").write_bytes(b"another"))
    with pytest.raises(pyodide.NoPyodide, match="not the Pyodide"):
        pyodide.core()
    assert not any((tmp_path / "cache").iterdir())


def test_a_folder_without_all_of_pyodide_is_named(tmp_path):
    (tmp_path / "pyodide.mjs").touch()
    with pytest.raises(pyodide.NoPyodide, match="pyodide.asm.wasm"):
        pyodide.core(tmp_path)


def test_no_file_of_the_site_has_an_ending_that_web_servers_do_not_know(tmp_path):
    for name in (*pyodide.FILES, pyodide.LOCK):
        (tmp_path / name).write_text('{"packages": {}, "then": "pyodide.asm.mjs"}')
    found = pyodide.core(tmp_path)
    assert {Path(name).suffix for name in found} == {".js", ".wasm", ".zip", ".json"}
    assert b"pyodide.asm.js" in found["pyodide.js"] and b".mjs" not in found["pyodide.js"]


def test_pythons_memory_for_later_visits_holds_all_that_asks_a_question(work):
    run = [sys.executable, "-c", ONE_QUESTION]
    done = subprocess.run(run, cwd=work / "course" / "session-1", capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
