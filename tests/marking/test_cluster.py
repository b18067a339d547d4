"""marking.cluster, marking.course: what is the same for all is read once, and a cluster comes to the same verdicts."""

import json
import random
import shutil
import subprocess
import sys
from difflib import SequenceMatcher

import pytest

from equityqi.cases import case as cases
from equityqi.cases import case_counts
from equityqi.files import course_root
from equityqi.marking import MarkingError, cluster
from equityqi.marking.course import tasks_of
from equityqi.marking.mark_exercise import Submission
from equityqi.marking.submission_page import mark_all
from equityqi.marking.verdict import VERDICTS
from equityqi.questions.exercise_file import question_of, read_questions
from equityqi.questions.kinds.text import PASTED
from equityqi.questions.mark import mark_saved
from equityqi.sandbox import sandbox
from equityqi.workfolder.answers_file import Answers
from equityqi.workfolder.read_hand_in import HandIn


def test_a_case_is_counted_once_however_many_answers_rest_on_it(monkeypatch):
    folder = course_root() / "solutions" / "04-aim"
    questions = read_questions(folder / "questions.yml").questions
    counted = []
    real = case_counts.counts_of
    monkeypatch.setattr(cases, "read_figures", lambda case: {})  # a case of one's own, without figures.json
    monkeypatch.setattr(
        case_counts, "counts_of", lambda case, *split: counted.append((case.id, *split)) or real(case, *split)
    )
    cases._cached_case.cache_clear()
    answers = Answers(
        "04-aim", answers={question.id: question.model_answer() for question in questions}, session_date="2026-07-01"
    )
    points = [sum(mark_saved(question, answers, folder).points for question in questions) for _ in range(5)]
    assert counted and len(counted) == len(set(counted)), "no split is counted twice"
    assert points == [sum(question.points for question in questions)] * 5


def test_a_case_is_looked_for_once_in_a_piece_of_work(monkeypatch):
    task = next(task for task in tasks_of(course_root()) if task.name == "05-drivers")
    answers = {question.id: question.model_answer() for question in read_questions(task.questions).questions}
    saved = {
        "schema": 1,
        "course": "1.0.0",
        "exercise": task.name,
        "case": "a-blood-pressure",
        "session_date": "2026-07-01",
        "answers": answers,
    }
    hand_in = HandIn("h", (("05-drivers.answers.json", json.dumps(saved).encode()),))
    looked, real = [], cases._folders
    monkeypatch.setattr(cases, "_folders", lambda near: looked.append(near) or real(near))
    mark_all([Submission("p0", (hand_in,), (), (task,))])
    one = len(looked)
    verdicts = [
        VERDICTS.validate_json(each.verdicts)[0]
        for each in mark_all([Submission(f"p{number}", (hand_in,), (), (task,)) for number in range(9)])
    ]
    assert (
        one
        and len(looked) <= 2 * one
        and {(verdict.status, verdict.points) for verdict in verdicts} == {("graded", verdicts[0].out_of)}
    )
    cases.load("a-blood-pressure")
    cases.load("a-blood-pressure")
    assert len(looked) >= one + 3, "who asks outside of it gets the case as it is now"


def test_a_case_that_changed_is_read_again(work):
    own = work / "cases" / "a-blood-pressure"
    shutil.copytree(course_root() / "datasets" / "a-blood-pressure", own)
    first = cases.load("a-blood-pressure", near=work)
    register = first.counts("bp_all_register")["denominator"].sum()
    assert cases.load("a-blood-pressure", near=work) is first
    path = own / "bp_monthly.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[:-75]) + "\n", encoding="utf-8", newline="\n")
    assert cases.load("a-blood-pressure", near=work).counts("bp_all_register")["denominator"].sum() < register


def test_counts_that_a_reader_changes_are_their_own():
    counts = cases.load("a-blood-pressure").counts("bp_all_register")
    counts["numerator"] = 0
    assert cases.load("a-blood-pressure").counts("bp_all_register")["numerator"].sum() > 0


def test_a_prompt_pasted_back_is_told_from_own_words_as_a_full_comparison_tells_it():
    dice, seen = random.Random(1), set()
    for _ in range(600):
        prompt = "".join(dice.choices("abcde ", k=dice.randint(10, 60))).strip() or "a"
        answer = list(prompt)
        for _ in range(dice.randint(0, 60)):
            (
                answer.insert(dice.randint(0, len(answer)), dice.choice("abcdefg "))
                if dice.random() < 0.5 or not answer
                else answer.pop(dice.randrange(len(answer)))
            )
        text = "".join(answer)
        if text.strip():
            question = question_of(
                dict(
                    id="q", kind="text", prompt=prompt, points=1, right="Thank you.", model=["a"], words=0, different=0
                )
            )
            pasted = SequenceMatcher(None, text.lower(), prompt.lower(), autojunk=False).ratio() >= PASTED
            seen.add(pasted)
            assert (
                mark_saved(question, Answers("x", answers={"q": text}), course_root()).misconception == "pasted-prompt"
            ) == pasted, (prompt, text)
    assert seen == {True, False}


def test_marks_that_many_people_have_are_kept_once(cohort):
    for number in range(3):
        cohort.zip(f"p{number}")
    for found in (cohort.mark(), cohort.mark()):
        assert all(
            one is other
            for one, other in zip(found["p0", cohort.exercise].marks, found["p2", cohort.exercise].marks, strict=False)
        )


def test_code_that_waited_for_a_sandbox_is_marked_as_soon_as_it_can_be(cohort, monkeypatch):
    model = (cohort.course / "solutions" / cohort.code / f"{cohort.code}.ipynb").read_bytes()
    cohort.zip("asha", cohort.files(**{f"exercises/{cohort.code}/{cohort.code}.ipynb": model}))
    monkeypatch.setattr(sandbox, "works", lambda: False)
    waits = cohort.mark()["asha", cohort.code]
    assert waits.status == "could_not_run" and "no working sandbox" in waits.sentence and waits.points is None
    said = command(cohort, "--trust")
    assert "Marked: 3" in said and "Not marked yet" not in said
    marked = cohort.mark()["asha", cohort.code]
    assert (marked.status, marked.points) == ("graded", 12)


def command(cohort, *words, ends=0):
    """What ``equityqi mark`` prints when a trainer runs it on the cohort; ``ends`` is its exit code."""
    places = [cohort.hand_ins, "--roll", cohort.roll, "--out", cohort.out, "--course", cohort.course]
    done = subprocess.run(
        [sys.executable, "-m", "equityqi", "mark", *map(str, [*places, *words])],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == ends and "Traceback" not in done.stderr, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_cluster_of_two_processes_comes_to_the_same_verdicts(cohort):
    distributed = pytest.importorskip("distributed")
    for number in range(12):
        answers = {**cohort.right[cohort.exercise], "agree-percent": number}
        cohort.zip(f"p{number:02}", cohort.files(cohort.answers(answers)) if number % 4 else cohort.files(b"{"))
    here = cohort.mark()
    cohort.out = cohort.root / "on-the-cluster"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(cohort.root / "dask")
    ) as two:
        said = command(cohort, "--scheduler", two.scheduler_address, ends=1)
        assert "12 of 12 handed in; 3 exercises aren’t marked yet." in said
        assert cohort.mark(scheduler=two.scheduler_address) == here
    assert not [path for path in (cohort.root / "dask").rglob("*") if path.is_file() and path.suffix == ".ipynb"], (
        "the pages go with the worker"
    )
    pages = [
        {path.relative_to(out): path.read_bytes() for path in (out / "gradebook").rglob("*.ipynb")}
        for out in (cohort.out, cohort.root / "results")
    ]
    assert pages[0] == pages[1] and len(pages[0]) > 30


def test_a_cluster_that_is_not_there_is_said_in_a_sentence(cohort, monkeypatch):
    pytest.importorskip("distributed")
    cohort.zip("asha")
    monkeypatch.setattr(cluster, "SECONDS", 0.5)
    with pytest.raises(MarkingError, match="No cluster answers at tcp://127.0.0.1:9"):
        cohort.mark(scheduler="tcp://127.0.0.1:9")
    with pytest.raises(MarkingError, match="No cluster answers at nonsense"):
        cohort.mark(scheduler="nonsense://x")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MarkingError, match=r"pip install equityqi\[cluster\]"):
        cohort.mark(scheduler="tcp://127.0.0.1:9")
    assert cohort.mark()["asha", cohort.exercise].points == 9
