"""marking.cohort, marking.pool, marking.verdict: runs that are stopped, repeated and shared mark everyone once."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from equityqi.files import CouldNotWrite, course_root
from equityqi.marking import MarkingError, mark_cohort, mark_exercise, pool, results_folder
from equityqi.marking import cohort as cohort_module
from equityqi.marking.verdict import read_record
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.mark import mark_saved
from equityqi.safe_text import file_name
from equityqi.workfolder.answers_file import read_answers
from equityqi.workfolder.make_hand_in import hand_in

RUN = (
    "import sys\nfrom equityqi.marking import mark_cohort\nif __name__ == '__main__':\n    mark_cohort(*sys.argv[1:5],"
    " workers=2)\n"
)


# The same on a slow disk, so that there is a middle to be stopped in, however quick the computer is; and with Ctrl-C,
# which a shell that runs the tests in the background takes away.
SLOWLY = (
    "import signal\nimport time\nfrom equityqi.marking import verdict\nwrite = verdict.write_atomically\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "verdict.write_atomically = lambda *given, **more: (time.sleep(0.01), write(*given, **more))\n" + RUN
)


def records(cohort):
    return {path.name: path.read_bytes() for path in (cohort.out / "verdicts").glob("*.json")}


def test_the_whole_course_is_marked_as_its_learner_saw_it(work, tmp_path):
    for folder in sorted((work / "exercises").iterdir()):
        if (folder / "questions.yml").is_file():
            questions = read_questions(folder / "questions.yml", "c-asthma").questions
            answers = {question.id: question.model_answer() for place, question in enumerate(questions) if place % 4}
            saved = {
                "schema": 1,
                "course": "1.0.0",
                "exercise": folder.name,
                "case": "c-asthma",
                "session_date": "2026-12-01",
                "id": "1",
                "answers": answers,
            }
            (folder / f"{folder.name}.answers.json").write_text(json.dumps(saved), encoding="utf-8")
    (tmp_path / "hand-ins").mkdir()
    hand_in(work, "asha").rename(tmp_path / "hand-ins" / "hand-in-asha.zip")
    (tmp_path / "roll.csv").write_text("id\nasha\n", encoding="utf-8")
    found = {
        verdict.exercise: verdict
        for verdict in mark_cohort(tmp_path / "hand-ins", tmp_path / "roll.csv", tmp_path / "out", course_root())
    }
    assert len(found) == 16 and all(verdict.status == "graded" for verdict in found.values())
    for name, verdict in found.items():
        folder = work / "exercises" / name
        if (folder / "questions.yml").is_file():
            answers, _ = read_answers(folder / f"{name}.answers.json", name)
            seen = [
                mark_saved(question, answers, folder)
                for question in read_questions(folder / "questions.yml", "c-asthma").questions
            ]
            assert [(mark.points, mark.out_of, mark.passed) for mark in verdict.marks] == [
                (mark.points, mark.out_of, mark.passed) for mark in seen
            ]
            assert (
                verdict.points == pytest.approx(sum(mark.points for mark in seen))
                and 0 < verdict.points <= verdict.out_of
            )


def test_what_changed_is_marked_again_and_the_old_result_is_kept(cohort, monkeypatch):
    cohort.zip("asha"), cohort.zip("ben")
    cohort.mark()
    done = []
    real = mark_exercise._safely
    monkeypatch.setattr(
        mark_exercise, "_safely", lambda one, task, *rest: done.append((one.id, task.name)) or real(one, task, *rest)
    )
    cohort.zip("asha", cohort.files(b"{"), on_roll=False)
    found = cohort.mark()
    assert found["asha", cohort.exercise].status == "could_not_run" and found["ben", cohort.exercise].points == 9
    assert {id for id, _ in done} == {"asha"}
    record = read_record(cohort.out / "verdicts" / f"{file_name('asha')}.json", "asha")
    assert [(old.exercise, old.points) for old in record.history] == [(cohort.exercise, 9)]
    cohort.zip("asha", on_roll=False)
    assert cohort.mark()["asha", cohort.exercise].points == 9
    assert "not yet" not in (cohort.out / "marks.csv").read_text("utf-8-sig").split("asha")[1]


def test_one_exercise_that_changed_is_marked_again_alone(cohort, monkeypatch, tmp_path):
    import shutil

    shutil.copytree(cohort.course, tmp_path / "course")
    cohort.course = tmp_path / "course"
    cohort.zip("asha")
    cohort.mark()
    done = []
    real = mark_exercise._safely
    monkeypatch.setattr(
        mark_exercise, "_safely", lambda one, task, *rest: done.append(task.name) or real(one, task, *rest)
    )
    path = cohort.course / "solutions" / cohort.exercise / "questions.yml"
    path.write_text(path.read_text("utf-8") + "# a new edition\n", encoding="utf-8", newline="\n")
    cohort.mark()
    assert done == [cohort.exercise]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_a_run_that_was_stopped_goes_on_and_leaves_no_process(cohort, how):
    for number in range(200):  # four pieces of work; two are being marked when the first records come
        cohort.zip(f"p{number:03}")
    cohort.mark(workers=1)
    whole, folder = records(cohort), cohort.out
    cohort.out = cohort.root / "killed"
    run = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, *map(str, (cohort.hand_ins, cohort.roll, cohort.out, cohort.course))],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    while len(list(cohort.out.glob("verdicts/*.json"))) < 10 and run.poll() is None:
        time.sleep(0.005)
    if how == "SIGKILL":
        os.kill(run.pid, signal.SIGKILL)
    else:
        os.killpg(run.pid, signal.SIGINT)  # as Ctrl-C reaches the workers, too
    run.wait(60)
    assert 0 < len(records(cohort)) < 200
    (cohort.out / "verdicts" / ".half.json.equityqi-abcdefgh.part").write_bytes(b"{")
    assert all(whole[name] == data for name, data in records(cohort).items()), "nothing is half-written"
    for _ in range(600):
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        os.killpg(run.pid, signal.SIGKILL)
        pytest.fail("a worker outlived its run")
    cohort.mark(workers=1)
    assert records(cohort) == whole and not list(cohort.out.rglob("*.part"))
    assert (cohort.out / "marks.xlsx").read_bytes() == (folder / "marks.xlsx").read_bytes()


def test_a_run_that_is_killed_while_it_writes_excel_leaves_nothing_anywhere(cohort):
    cohort.zip("asha")
    cohort.mark(workers=1)
    cohort.out, scratch = cohort.root / "killed", cohort.root / "scratch"
    scratch.mkdir()
    killed = f"import os, xlsxwriter\nxlsxwriter.Workbook.close = lambda *_: os._exit(9)\n{RUN}"
    places = map(str, (cohort.hand_ins, cohort.roll, cohort.out, cohort.course))
    assert (
        subprocess.run([sys.executable, "-c", killed, *places], env={**os.environ, "TMPDIR": str(scratch)}).returncode
        == 9
    )
    assert list(cohort.out.glob(".*.part")) and not list(scratch.iterdir())
    cohort.mark(workers=1)
    assert not list(cohort.out.rglob("*.part")) and (cohort.out / "marks.xlsx").is_file()


def test_five_hundred_hand_ins_in_one_run(cohort):
    ids = [f"p{number:03}" for number in range(500)]
    for number, id in enumerate(ids):
        answers = (
            {**cohort.right[cohort.exercise], "agree-percent": number} if number % 3 else cohort.right[cohort.exercise]
        )
        place = f"exercises/{cohort.exercise}/{cohort.exercise}"
        cohort.zip(id, {f"{place}.answers.json": cohort.answers(answers)})
    found = cohort.mark(workers=2)
    points = [found[id, cohort.exercise].points for id in ids]
    assert points[0::3] == [9] * 167 and set(points[1::3] + points[2::3]) <= {8, 9} and points[1:3] == [8, 8]
    assert len(records(cohort)) == 500


def test_a_worker_that_dies_costs_nobody_else(cohort, monkeypatch):
    jobs = []
    for number in range(3):
        cohort.zip(f"p{number}")
    monkeypatch.setattr(cohort_module, "in_chunks", lambda found, workers: jobs.extend(found) or iter(()))
    with pytest.raises(KeyError):
        cohort.mark()
    deadly = replace(jobs[1], submission=replace(jobs[1].submission, own=(Deadly(),)))
    found = {
        job.submission.id: json.loads(marked.verdicts) for job, marked in pool.in_chunks([jobs[0], deadly, jobs[2]], 2)
    }
    assert {verdict["status"] for verdict in found["p1"]} == {"grader_error"} and "did nothing wrong" in found["p1"][0][
        "sentence"
    ]
    assert all(
        next(one for one in found[id] if one["exercise"] == cohort.exercise)["points"] == 9 for id in ("p0", "p2")
    )


class Deadly:
    """Ends the process that unpacks it."""

    def __reduce__(self):
        return os._exit, (9,)


def test_answers_that_hold_the_marking_up_are_stopped(cohort, monkeypatch):
    cohort.zip("slow"), cohort.zip("zz-last")
    real = mark_exercise.mark_saved

    def slow(question, answers, near):
        while answers.answers.get("agree-percent") == -1:
            time.sleep(0.001)
        return real(question, answers, near)

    cohort.zip("slow", cohort.files(cohort.answers({"agree-percent": -1})), on_roll=False)
    monkeypatch.setattr(mark_exercise, "mark_saved", slow)
    monkeypatch.setattr(mark_exercise, "SECONDS", 0.3)
    found = cohort.mark()
    assert (
        found["slow", cohort.exercise].status == "could_not_run"
        and "seconds, so it was stopped" in found["slow", cohort.exercise].sentence
    )
    assert found["slow", cohort.long].status == "graded"


def test_a_slip_of_ours_is_never_the_learner_s(cohort, monkeypatch):
    cohort.zip("asha"), cohort.zip("ben", cohort.files(cohort.answers({})))
    real = mark_exercise.mark_saved

    def broken(question, answers, near):
        if answers.answers:
            raise ZeroDivisionError("ours")
        return real(question, answers, near)

    monkeypatch.setattr(mark_exercise, "mark_saved", broken)
    found = cohort.mark()
    assert (found["asha", cohort.exercise].status, found["asha", cohort.exercise].points) == ("grader_error", None)
    assert found["ben", cohort.exercise].status == "graded"
    monkeypatch.setattr(mark_exercise, "mark_saved", real)


def test_a_full_disk_is_said_and_the_next_run_completes(cohort, monkeypatch):
    for number in range(4):
        cohort.zip(f"p{number}")
    written, real = [], cohort_module.write_record

    def full(path, record):
        if len(written) == 2:
            raise CouldNotWrite("The disk is full, so it could not be saved. Make some space, then try again.")
        written.append(path)
        real(path, record)

    monkeypatch.setattr(cohort_module, "write_record", full)
    with pytest.raises(CouldNotWrite, match="disk is full"):
        cohort.mark()
    assert len(records(cohort)) == 2
    monkeypatch.setattr(cohort_module, "write_record", real)
    assert [cohort.mark()[f"p{number}", cohort.exercise].points for number in range(4)] == [9] * 4


def test_a_second_run_at_the_same_time_is_told_to_wait(cohort, monkeypatch):
    from filelock import FileLock

    cohort.zip("asha")
    cohort.out.mkdir()
    monkeypatch.setattr(results_folder, "LOCK_SECONDS", 0.1)
    with FileLock(cohort.out / ".lock"), pytest.raises(MarkingError, match="Another run is still marking"):
        cohort.mark()


def test_a_record_of_a_newer_version_is_refused_and_left_as_it_is(cohort):
    cohort.zip("asha")
    cohort.mark()
    path = cohort.out / "verdicts" / f"{file_name('asha')}.json"
    for news in ({"schema": 2}, {"schema": 2, "verdicts": "in a new shape"}):
        path.write_text(json.dumps({**json.loads(path.read_bytes()), **news}), encoding="utf-8")
        before = path.read_bytes()
        with pytest.raises(MarkingError, match="newer version of this course. Update the course"):
            cohort.mark()
        assert path.read_bytes() == before and not list(path.parent.glob("*.damaged"))


def test_every_damaged_record_is_kept(cohort):
    cohort.zip("asha")
    cohort.mark()
    path = cohort.out / "verdicts" / f"{file_name('asha')}.json"
    for content in (b"first", b"second", b"[]"):
        path.write_bytes(content)
        cohort.mark()
    assert {kept.read_bytes() for kept in path.parent.glob("*.damaged")} == {b"first", b"second", b"[]"}


def test_a_damaged_record_of_ours_is_kept_beside_and_made_again(cohort):
    cohort.zip("asha")
    first = cohort.mark()
    path = cohort.out / "verdicts" / f"{file_name('asha')}.json"
    path.write_bytes(path.read_bytes()[:100])
    assert cohort.mark() == first and path.with_suffix(".damaged").is_file()
