"""marking.mark_exercise, workfolder.read_hand_in: each kind of trouble gets what is due, and nobody else loses."""

import json
import multiprocessing
import os
import stat
import sys
import zipfile

import pytest

from equityqi.marking import mark_exercise
from equityqi.questions.exercise_file import read_questions
from equityqi.sandbox import sandbox

FULL = 9.0
ORDINARY = ("aaron", "m-middle", "zz-last")


def notebook(cohort, change):
    data = json.loads(cohort.page(cohort.exercise))
    change(data)
    return {f"exercises/{cohort.exercise}/{cohort.exercise}.ipynb": json.dumps(data).encode()}


def without_labels(data):
    for cell in data["cells"]:
        cell["metadata"] = {}


def old_format(data):
    cells = data.pop("cells")
    data.update(
        nbformat=3, nbformat_minor=0, worksheets=[{"cells": [{**cell, "input": cell["source"]} for cell in cells]}]
    )


def odd_kernel(data):
    data["metadata"]["kernelspec"] = {"name": "python3; touch /tmp/x", "display_name": "x", "language": "python"}


def twin_ids(data):
    for cell in data["cells"]:
        cell["id"] = "same"


def skipping(data):
    for cell in data["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]


def more_points(data):
    for cell in data["cells"]:
        cell["metadata"].setdefault("nbgrader", {}).update(points=100, grade_id="x", solution=True)


def in_zip(cohort):
    """{id: (files, status, points, words in the sentence or notes)}"""
    here = f"exercises/{cohort.exercise}/{cohort.exercise}"
    file, right, blank = f"{here}.answers.json", cohort.answers(), cohort.answers({})
    moved = {file: None}
    huge = cohort.page(cohort.exercise)[:-2] + b" " * 20_000_000 + b"}\n"
    return {
        "b01_good": (cohort.files(), "graded", FULL, "9 of 9 marks"),
        "b02_blank": (cohort.files(**moved), "graded", 0, "Nothing is answered yet"),
        "b16_copied_page": (cohort.files(**{f"{here}-Copy1.ipynb": cohort.page(cohort.exercise)}), "graded", FULL, ""),
        "b18_labels_stripped": (cohort.files(**notebook(cohort, without_labels)), "graded", FULL, ""),
        "b19_renamed": (cohort.files(**moved, **{f"{here}.answers (1).json": right}), "graded", FULL, "found in"),
        "b19_as_text": (cohort.files(**moved, **{f"{here}.answers.json.txt": right}), "graded", FULL, "found in"),
        "b19_other_name": (cohort.files(**moved, **{"exercises/my answers.json": right}), "graded", FULL, "found in"),
        "b20_both_names": (cohort.files(blank, **{f"{here}.answers (1).json": right}), "look", FULL, "differ"),
        "b20_same_twice": (cohort.files(**{f"{here}.answers (1).json": right}), "graded", FULL, ""),
        "b20_one_damaged": (
            cohort.files(right[:50], **{f"{here}.answers (1).json": right}),
            "look",
            FULL,
            "cannot be read",
        ),
        "b21_empty": (cohort.files(b""), "could_not_run", None, "is empty"),
        "b22_cut": (cohort.files(right[:200]), "could_not_run", None, "cut short"),
        "b38_html": (cohort.files(b"<!DOCTYPE html><html>Log in"), "could_not_run", None, "web page"),
        "b32_bom": (cohort.files(b"\xef\xbb\xbf" + right), "graded", FULL, ""),
        "b32_utf16": (cohort.files(right.decode().encode("utf-16")), "graded", FULL, ""),
        "b23_old_format": (cohort.files(**notebook(cohort, old_format)), "graded", FULL, ""),
        "b24_odd_kernel": (cohort.files(**notebook(cohort, odd_kernel)), "graded", FULL, ""),
        "b25_no_kernel": (cohort.files(**notebook(cohort, lambda data: data.update(metadata={}))), "graded", FULL, ""),
        "b39_same_cell_ids": (cohort.files(**notebook(cohort, twin_ids)), "graded", FULL, ""),
        "b21_empty_page": (cohort.files(**{f"{here}.ipynb": b""}), "graded", FULL, ""),
        "b26_huge_page": (cohort.files(**{f"{here}.ipynb": huge}), "graded", FULL, ""),
        "b33_own_questions": (
            cohort.files(
                cohort.answers({"which-counts": "x"}),
                **{f"exercises/{cohort.exercise}/questions.yml": b"exercise: mine"},
            ),
            "graded",
            0,
            "0 of 1",
        ),
        "b33_own_data": (cohort.files(**{"datasets/a-blood-pressure/case.yml": b"{"}), "graded", FULL, ""),
        "b34_late": (cohort.files(**{f"exercises/{cohort.exercise}/timestamp.txt": b"2199-01-01"}), "graded", FULL, ""),
        "b35_odd_time": (
            cohort.files(**{f"exercises/{cohort.exercise}/timestamp.txt": b"\xff\xfe soon"}),
            "graded",
            FULL,
            "",
        ),
        "b36_deeper": ({f"work/my work/{path}": data for path, data in cohort.files().items()}, "graded", FULL, ""),
        "b36_no_folders": (
            {path.rsplit("/", 1)[-1]: data for path, data in cohort.files().items()},
            "graded",
            FULL,
            "",
        ),
        "mac_zip": (
            cohort.files(**{f"__MACOSX/exercises/._{cohort.exercise}.answers.json": b"\0\5"}),
            "graded",
            FULL,
            "",
        ),
        "h06_own_package": (
            cohort.files(b"", **{"equityqi/__init__.py": b"raise SystemExit", "json.py": b"raise SystemExit"}),
            "could_not_run",
            None,
            "is empty",
        ),
        "h23_skip_tag": (cohort.files(blank, **notebook(cohort, skipping)), "graded", 0, "Nothing is answered"),
        "h24_more_points": (cohort.files(blank, **notebook(cohort, more_points)), "graded", 0, "Nothing is answered"),
        "h29_script": (
            cohort.files(
                cohort.answers(
                    {"which-counts": "<script>alert(1)</script>", "agree-percent": '"><img src=x onerror=alert(1)>'}
                )
            ),
            "graded",
            0,
            "0 of 2",
        ),
        "merge": (
            cohort.files(b"<<<<<<< HEAD\n" + right + b"\n=======\n{}\n>>>>>>> b\n"),
            "could_not_run",
            None,
            "<<<<<<<",
        ),
        "newer": (cohort.files(cohort.answers(schema=2)), "could_not_run", None, "newer version"),
        "own_case": (cohort.files(cohort.answers(case="../../etc")), "graded", FULL, ""),
        "of_another": (
            cohort.files(right.replace(b'"exercise": "14-feedback"', b'"exercise": "03-x"')),
            "look",
            FULL,
            "belongs to",
        ),
        "long_book": (
            cohort.files(cohort.answers({**cohort.right[cohort.exercise], "gone": "a" * 500_000})),
            "graded",
            FULL,
            "longer than",
        ),
        "nothing_of_it": (
            {f"exercises/{cohort.long}/{cohort.long}.ipynb": cohort.page(cohort.long)},
            "could_not_run",
            None,
            "isn’t in the hand-in",
        ),
    }


def zip_attacks(cohort, zip_of):
    """{id: (bytes of the zip, status, points, words)}"""
    good = cohort.files()

    def built(name, data=b"x", **how):
        path = cohort.root / "attack.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for inside, content in good.items():
                archive.writestr(inside, content)
            entry = zipfile.ZipInfo(name)
            for key, value in how.items():
                setattr(entry, key, value)
            archive.writestr(entry, data, compress_type=zipfile.ZIP_DEFLATED)
        return path.read_bytes()

    link = {"external_attr": (stat.S_IFLNK | 0o777) << 16}
    bomb = b"0" * 30_000_000
    locked = bytearray(zip_of(good))
    for sign, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = locked.find(sign)
        while at >= 0:
            locked[at + place] |= 1
            at = locked.find(sign, at + 4)
    whole = zip_of(good)
    return {
        "z1_up": (built(f"../../{cohort.exercise}/evil.json"), "graded", FULL, "leads out of the hand-in"),
        "z1_root": (built(f"/{cohort.exercise}/evil.json"), "graded", FULL, "leads out of the hand-in"),
        "z1_drive": (built(f"C:\\{cohort.exercise}\\evil.json"), "graded", FULL, "leads out of the hand-in"),
        "z1_link": (built(f"{cohort.exercise}/link.json", b"/etc/passwd", **link), "graded", FULL, "link"),
        "z1_bomb": (built(f"{cohort.exercise}/bomb.json", bomb), "graded", FULL, "too large"),
        "z1_many": (zip_of({f"{number}.json": b"" for number in range(2_100)}), "could_not_run", None, "far more"),
        "z1_locked": (bytes(locked), "could_not_run", None, "password"),
        "z1_cut": (whole[: len(whole) // 2], "could_not_run", None, "cut short"),
        "z1_empty": (b"", "could_not_run", None, "0 bytes"),
        "z1_html": (b"<html>Please log in</html>", "could_not_run", None, "web page"),
        "z1_flipped": (whole[:60] + bytes([whole[60] ^ 255]) + whole[61:], None, None, ""),
        "z1_zip_in_zip": (zip_of({"hand-in.zip": whole}), "graded", FULL, ""),
        "z1_russian_doll": (
            zip_of({f"{cohort.exercise}.zip": zip_of({"b.zip": zip_of({"c.zip": whole})})}),
            "could_not_run",
            None,
            "",
        ),
    }


def in_folders(cohort):
    """As nbgrader's submitted/ holds them, with odd ids too."""
    cases = {}
    for id in ("Zoë أحمد 😀", "o'brien [x]", "a b+c", "..", "x" * 200, "CON", "=2+2"):
        cases[id] = (
            (None, "graded", FULL, "") if id != ".." else (None, "could_not_run", None, "no hand-in from this person")
        )
    return cases


@pytest.fixture
def everybody(cohort, zip_of):
    expected = {}
    for id, (files, *due) in in_zip(cohort).items():
        cohort.zip(id, files)
        expected[id] = due
    for id, (data, *due) in zip_attacks(cohort, zip_of).items():
        cohort.person(id)
        (cohort.hand_ins / f"hand-in-{id}.zip").write_bytes(data)
        expected[id] = due
    for id, (_, *due) in in_folders(cohort).items():
        if id == "..":
            cohort.person(id)
        else:
            cohort.folder(id)
        expected[id] = due
    if sys.platform != "win32":
        expected |= unusual_files(cohort)
    return expected


def unusual_files(cohort):
    name = f"{cohort.exercise}/{cohort.exercise}.answers.json"
    secret = cohort.root / "secret.json"
    secret.write_bytes(cohort.answers())
    linked = cohort.folder("h15_link", cohort.files(**{f"exercises/{name}": None}))
    (linked / name).symlink_to(secret)
    beside = cohort.folder("h16_link_beside")
    (beside / cohort.exercise / "more.json").symlink_to(secret)
    (beside / cohort.exercise / "dangling").symlink_to(cohort.root / "nowhere")
    (beside / "folder").symlink_to(cohort.course / "solutions", target_is_directory=True)
    os.mkfifo(cohort.folder("h16_pipe") / cohort.exercise / f"{cohort.exercise}.answers (1).json")
    cohort.person("h15_whole")
    (cohort.hand_ins / "h15_whole").symlink_to(beside, target_is_directory=True)
    return {
        "h15_link": ("could_not_run", None, "is a link"),
        "h16_link_beside": ("graded", FULL, "is a link"),
        "h16_pipe": ("graded", FULL, "no ordinary file"),
        "h15_whole": ("could_not_run", None, "is a link"),
    }


def test_each_gets_what_is_due_and_nobody_else_loses(cohort, everybody, snapshot):
    wrong = {**cohort.right[cohort.exercise], "agree-percent": 1}
    honest = {"aaron": None, "m-middle": cohort.answers(wrong), "zz-last": cohort.answers({})}
    for id in ORDINARY:
        cohort.zip(id, cohort.files(honest[id]))
    before = snapshot(cohort.hand_ins), snapshot(cohort.course)
    found = cohort.mark()
    assert (snapshot(cohort.hand_ins), snapshot(cohort.course)) == before, (
        "R5, R7: nothing of theirs or ours is changed"
    )

    for id, (status, points, words) in everybody.items():
        verdict = found[id, cohort.exercise]
        told = " ".join([verdict.sentence, *verdict.notes])
        if status:
            assert (verdict.status, verdict.points) == (status, points), (id, verdict)
        assert words in told, (id, verdict)
        for text in (verdict.sentence, *verdict.notes):
            assert text and "Traceback" not in text and "\n" not in text and text[-1] in ".…", (id, text)
    exercises = {cohort.exercise, cohort.long, cohort.code}
    assert set(found) == {(person["id"], name) for person in cohort.people for name in exercises}, (
        "R3: one verdict for everyone, on everything"
    )
    assert not any(verdict.status == "grader_error" for verdict in found.values())
    assert not multiprocessing.active_children() and not list(cohort.out.rglob("*.part")), "R6: nothing is left"

    for place in cohort.hand_ins.iterdir():
        if place.name not in {f"hand-in-{id}.zip" for id in ORDINARY}:
            place.rename(cohort.root / place.name)
    cohort.out = cohort.root / "alone"
    cohort.people = [person for person in cohort.people if person["id"] in ORDINARY]
    alone = cohort.mark()
    assert alone == {place: verdict for place, verdict in found.items() if place[0] in ORDINARY}, (
        "R1: as without the others"
    )
    assert [alone[id, cohort.exercise].points for id in ORDINARY] == [9, 8, 0]


def test_a_second_run_marks_nothing_and_changes_nothing(cohort, everybody, monkeypatch, snapshot):
    first = cohort.mark()
    files = {path: path.stat().st_mtime_ns for path in cohort.out.rglob("*") if path.is_file() and path.name != ".lock"}
    before = snapshot(cohort.out)
    monkeypatch.setattr(mark_exercise, "_safely", lambda *_: pytest.fail("R8: something was marked again"))
    assert cohort.mark() == first
    assert snapshot(cohort.out) == before and {path: path.stat().st_mtime_ns for path in files} == files


def test_several_processes_come_to_the_same_verdicts(cohort, everybody):
    alone = cohort.mark()
    cohort.out = cohort.root / "with-two"
    assert cohort.mark(workers=2) == alone


def test_a_file_that_cannot_be_read_is_named(cohort, monkeypatch):
    cohort.folder("b37_unreadable")
    cohort.folder("zz-last")
    held, real = str(cohort.hand_ins / "b37_unreadable" / cohort.exercise / f"{cohort.exercise}.answers.json"), os.open

    def opened(path, *more, **much):
        if str(path) == held:
            raise PermissionError(13, "Permission denied", held)
        return real(path, *more, **much)

    monkeypatch.setattr(os, "open", opened)
    found = cohort.mark()
    verdict = found["b37_unreadable", cohort.exercise]
    assert verdict.status == "could_not_run" and "could not be read" in verdict.sentence
    assert found["zz-last", cohort.exercise].points == FULL


def test_without_a_sandbox_code_that_was_begun_waits_and_a_page_as_handed_out_has_no_points_yet(cohort, monkeypatch):
    monkeypatch.setattr(sandbox, "works", lambda: False)
    path = f"exercises/{cohort.code}/{cohort.code}.ipynb"
    data = json.loads(cohort.page(cohort.code))
    cell = next(cell for cell in data["cells"] if cell["metadata"].get("nbgrader", {}).get("solution"))
    cell["source"] = "def tidy(raw):\n    return raw"
    begun = json.dumps(data).encode()
    cohort.zip("begun", cohort.files(**{path: begun}))
    cohort.zip("copied", cohort.files(**{path.replace(".ipynb", "-Copy1.ipynb"): begun}))
    cohort.zip("untouched")
    cohort.zip("damaged", cohort.files(**{path: begun[:500]}))
    cohort.zip("gone", cohort.files(**{path: None}))
    found = {id: verdict for (id, exercise), verdict in cohort.mark().items() if exercise == cohort.code}
    assert (found["untouched"].status, found["untouched"].points, found["untouched"].out_of) == ("graded", 0, 12)
    assert "as they were handed out" in found["untouched"].sentence
    for id in ("begun", "copied"):
        assert (found[id].status, found[id].points, found[id].out_of) == ("could_not_run", None, 12)
        assert "no working sandbox" in found[id].sentence and "bubblewrap" in found[id].sentence
    assert found["damaged"].status == "could_not_run" and "damaged" in found["damaged"].sentence
    assert (
        found["gone"].status == "could_not_run"
        and "isn’t in the hand-in" in found["gone"].sentence
        and not found["gone"].handed_in
    )


def test_an_answer_that_names_a_person_is_marked_and_said(cohort):
    """The page of feedback and the sheet of texts show answers, so whoever opens them is told first."""
    questions = read_questions(cohort.course / "solutions" / cohort.long / "questions.yml").questions
    texts = {question.id: "I rang 943 476 5919 twice." for question in questions if question.kind == "text"}
    answers = cohort.answers({**cohort.right[cohort.long], **texts}, cohort.long)
    cohort.zip("p1", cohort.files(**{f"exercises/{cohort.long}/{cohort.long}.answers.json": answers}))
    verdict = cohort.mark()["p1", cohort.long]
    said = " ".join(verdict.notes)
    assert verdict.status == "graded" and "looks like it names a patient (an NHS number)" in said
    assert "943 476 5919" not in said
