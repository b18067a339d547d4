"""The work folder: a copy of one's own, an upgrade that loses nothing, a hand-in that tells no more than it should."""

import json
import shutil
import zipfile
from pathlib import Path, PureWindowsPath

import pytest
import yaml

from equityqi.files import CouldNotWrite, course_root
from equityqi.lab import launch
from equityqi.workfolder import answers_file as store
from equityqi.workfolder import prepare as places
from equityqi.workfolder.find_question import find
from equityqi.workfolder.make_hand_in import hand_in, work_of
from equityqi.workfolder.prepare import WorkError, folder_name, pages, plain_name, prepare, wake

EXERCISE = "01-what-is-inequity"
ANSWERS = f"exercises/{EXERCISE}/{EXERCISE}.answers.json"
PAGE = f"exercises/{EXERCISE}/{EXERCISE}.ipynb"


def contents(folder, *, but=()):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in but
    }


def notebook(*sources):
    cells = [
        {"cell_type": "code", "id": f"c{at}", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
        for at, text in enumerate(sources)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}, indent=1) + "\n"


def sources(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def change(path, source):
    data = json.loads(path.read_text(encoding="utf-8"))
    data["cells"][0]["source"] = source
    path.write_text(json.dumps(data), encoding="utf-8")


def save(work, id, value, exercise="01-first"):
    return store.save_answer(find(id, work / "exercises" / exercise), value)


def answers_of(work, exercise="01-first"):
    return json.loads((work / "exercises" / exercise / f"{exercise}.answers.json").read_text(encoding="utf-8"))


# ---- The first start


def test_prepare_copies_every_page_and_question_of_the_course(work):
    for part in ("course", "exercises"):
        for path in (course_root() / part).rglob("*"):
            if path.is_file() and not any(
                step.startswith((".", "__pycache__")) for step in path.relative_to(course_root()).parts
            ):
                assert (work / path.relative_to(course_root())).is_file(), path
    assert yaml.safe_load((work / "settings.yml").read_text(encoding="utf-8")) == {
        "name": "asha",
        "case": "a-blood-pressure",
    }
    assert not (work / "solutions").exists() and not list(work.rglob("*.answers.json"))


def test_the_first_start_has_nothing_to_say(tmp_path):
    assert prepare(tmp_path / "my-work").in_words() == ""


def test_a_second_start_changes_no_byte(work):
    save(work, "gap-years", 8.7, EXERCISE)
    change(work / PAGE, "print('my own note')")
    prepare(work)
    before = contents(work)
    assert prepare(work, "asha").in_words() == ""
    assert contents(work) == before
    assert sources(work / PAGE)[0] == "print('my own note')" and answers_of(work, EXERCISE)["answers"] == {
        "gap-years": 8.7
    }


def test_a_start_leaves_settings_and_files_of_the_person_alone(work):
    (work / "settings.yml").write_text("name: asha\ncase: b-reviews\nsession_date: 2026-09-01\n")
    (work / "exercises" / EXERCISE / "my notes.txt").write_text("mine")
    prepare(work, "somebody else")
    assert (work / "settings.yml").read_text() == "name: asha\ncase: b-reviews\nsession_date: 2026-09-01\n"
    assert (work / "exercises" / EXERCISE / "my notes.txt").read_text() == "mine"


def test_a_deleted_page_comes_back_and_its_answers_are_still_there(work):
    save(work, "gap-years", 8.7, EXERCISE)
    (work / PAGE).unlink()
    prepare(work)
    assert (work / PAGE).is_file() and answers_of(work, EXERCISE)["answers"] == {"gap-years": 8.7}


def test_questions_that_a_person_changed_are_the_course_s_again(work):
    questions = work / "exercises" / EXERCISE / "questions.yml"
    questions.write_text("not: [right")
    prepare(work)
    assert questions.read_bytes() == (course_root() / "exercises" / EXERCISE / "questions.yml").read_bytes()


@pytest.mark.parametrize("case", ["../../etc", "z-none"])
def test_a_case_that_is_not_there_leaves_no_folder_behind(tmp_path, case):
    with pytest.raises(WorkError, match="a-blood-pressure"):
        prepare(tmp_path / "my-work", case=case)
    assert not (tmp_path / "my-work").exists()


def test_a_start_clears_what_a_killed_save_left(work):
    left = work / "exercises" / EXERCISE / f".{EXERCISE}.answers.json.equityqi-abcdefgh.part"
    left.write_text("half")
    assert prepare(work).in_words() == "" and not left.exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "my-work").write_text("a file stands in the way")
    with pytest.raises(WorkError, match="cannot be used") as said:
        prepare(tmp_path / "my-work")
    assert "\n" not in str(said.value)


def test_a_full_disk_is_one_sentence(tmp_path, monkeypatch):
    def full(*_):
        raise CouldNotWrite("The disk is full, so a page could not be saved.")

    monkeypatch.setattr(places, "write_atomically", full)
    with pytest.raises(WorkError, match="The disk is full"):
        prepare(tmp_path / "my-work")


# ---- Two people on one computer


def test_two_names_give_two_folders(monkeypatch, tmp_path):
    (tmp_path / "start.py").touch()
    monkeypatch.setattr(places, "course_root", lambda: tmp_path)
    assert places.work_place(None) == tmp_path / "my-work"
    assert places.work_place("asha") == tmp_path / "my-work-asha"
    assert places.work_place("Ben") == tmp_path / "my-work-ben"


def test_an_installed_course_works_in_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "course_root", lambda: tmp_path)
    monkeypatch.setattr(Path, "home", classmethod(lambda cls: tmp_path / "home"))
    assert places.work_place("asha") == tmp_path / "home" / "equityqi" / "my-work-asha"


@pytest.mark.parametrize(
    "typed, plain",
    [
        ("Asha", "asha"), ("  Asha K. ", "asha-k"), ("Zoë O'Brien", "zoë-o-brien"), ("Zoe\u0308", "zoë"), ("p17", "p17"), ("../../etc", "etc"),  # noqa: E501
        ("a/b\\c:d*e?f", "a-b-c-d-e-f"), ("Łukasz_Nowak", "łukasz-nowak"), ("李明", "李明"), ("محمد", "محمد"), ("a" * 200, "a" * 60), ("name\n\tx", "name-x"), ("x.", "x"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_name_becomes_one_that_every_computer_can_take(typed, plain):
    assert plain_name(typed) == plain


@pytest.mark.parametrize("one, other", [("आशा", "आशी"), ("रवि", "रवी"), ("நிலா", "நீலா")])
def test_names_that_differ_in_a_vowel_sign_are_two_people(one, other):
    assert plain_name(one) != plain_name(other)


@pytest.mark.parametrize("odd", ["...", "---", "  ", "😀", "_"])
def test_a_name_without_a_letter_is_one_sentence(odd):
    with pytest.raises(WorkError, match="has no letter or number in it. Give a name or a code"):
        plain_name(odd)


RESERVED = ["con", "PRN", "aux", "NUL", "com1", "LPT9", "nul.txt"]


@pytest.mark.parametrize("name", RESERVED)
def test_windows_reserved_names_are_no_trouble(name):
    for made in (folder_name(name), f"hand-in-{plain_name(name)}.zip"):
        reserved = PureWindowsPath(made).stem.split(".")[0].upper()
        assert reserved not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"} and PureWindowsPath(made).name == made


# ---- An update of the course

FIRST = """\
exercise: 01-first
title: First
questions:
  - {id: years, kind: number, part: core, prompt: How many, unit: years, points: 1, model: [8.7], tolerance: 0.05}
  - id: words
    kind: multi
    part: core
    prompt: Which
    points: 1
    rule: f1
    options: {a: A, b: B}
    model: [[a, b]]
  - {id: say, kind: text, part: core, prompt: Say, points: 1, model: [x]}
"""
SECOND = FIRST.replace(
    "options: {a: A, b: B}\n    model: [[a, b]]", "options: {a: A, c: C}\n    model: [[a, c]]"
).replace(
    "  - {id: say, kind: text, part: core, prompt: Say, points: 1, model: [x]}\n",
    "  - {id: new, kind: text, part: core, prompt: New, points: 1, model: [x]}\n",
)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A small course at version 1; ``course.is_now(...)`` changes what it holds."""

    class Course:
        root = tmp_path / "the-course"

        def is_now(self, questions=FIRST, page="ask('years')", start="where_am_i()", version="1.0.0"):
            shutil.rmtree(self.root, ignore_errors=True)
            files = {
                "course/00-start.ipynb": notebook(start),
                "exercises/01-first/01-first.ipynb": notebook(page),
                "exercises/01-first/questions.yml": questions,
            }
            for name, text in files.items():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                (self.root / name).write_text(text, encoding="utf-8")
            for module in ("workfolder.prepare", "workfolder.find_question", "questions.exercise_file"):
                monkeypatch.setattr(f"equityqi.{module}.course_root", lambda: self.root)
            for module in ("answers_file", "carry"):
                monkeypatch.setattr(f"equityqi.workfolder.{module}.__version__", version)

    made = Course()
    made.is_now()
    return made


@pytest.fixture
def begun(course, tmp_path):
    """A work folder of version 1 with an answer to each question."""
    work = tmp_path / "my-work-asha"
    prepare(work, "asha")
    save(work, "years", 8.7)
    save(work, "words", ["a", "b"])
    save(work, "say", "Who is missing here?")
    return work


def test_an_update_loses_nothing_and_says_so_in_one_sentence(course, begun):
    change(begun / "exercises/01-first/01-first.ipynb", "ask('years')  # my own note")
    course.is_now(questions=SECOND, page="ask('new')", start="where_am_i()  # better", version="2.0.0")
    said = prepare(begun).in_words()
    data = answers_of(begun)
    assert data["answers"] == {"years": 8.7} and data["course"] == "2.0.0"
    assert data["aside"] == {"words": ["a", "b"], "say": "Who is missing here?"}
    assert sources(begun / "exercises/01-first/01-first.ipynb") == ["ask('new')"]
    assert sources(begun / "exercises/01-first/01-first-kept-1.ipynb") == ["ask('years')  # my own note"]
    assert sources(begun / "course/00-start.ipynb") == ["where_am_i()  # better"]
    assert (
        said == "Your copy of the course was updated: 2 pages renewed; 1 page that you had changed kept as"
        " 01-first-kept-1.ipynb; 2 answers kept aside, because the question is gone or has changed (words, say)."
        " Your answers are still there."
    )
    before = contents(begun)
    assert prepare(begun).in_words() == "" and contents(begun) == before


def test_a_question_that_comes_back_brings_its_answer_back(course, begun):
    course.is_now(questions=SECOND)
    prepare(begun)
    save(begun, "years", 9)
    course.is_now(questions=FIRST)
    prepare(begun)
    data = answers_of(begun)
    assert data["answers"] == {"words": ["a", "b"], "say": "Who is missing here?", "years": 9} and data["aside"] == {}


def test_an_answer_that_still_fits_a_changed_question_stays(course, begun):
    course.is_now(
        questions=FIRST.replace("options: {a: A, b: B}", "options: {b: Better, a: Also}").replace(
            "kind: text, prompt: Say", "kind: text, prompt: Say more"
        )
    )
    prepare(begun)
    assert set(answers_of(begun)["answers"]) == {"years", "words", "say"} and not answers_of(begun)["aside"]


def test_a_number_typed_in_words_is_carried_over(course, begun):
    save(begun, "years", "about nine")
    course.is_now(version="2.0.0")
    prepare(begun)
    assert answers_of(begun)["answers"]["years"] == "about nine"


def test_two_updates_keep_both_of_a_person_s_pages(course, begun):
    page = begun / "exercises/01-first/01-first.ipynb"
    for number in (1, 2):
        change(page, f"mine {number}")
        course.is_now(page=f"version {number + 1}")
        prepare(begun)
    kept = [sources(page.with_name(f"01-first-kept-{number}.ipynb")) for number in (1, 2)]
    assert kept == [["mine 1"], ["mine 2"]] and sources(page) == ["version 3"]


def test_a_page_with_nothing_but_outputs_of_its_own_is_renewed_without_a_copy(course, begun):
    page = begun / "exercises/01-first/01-first.ipynb"
    data = json.loads(page.read_text())
    data["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "ran"}]
    data["cells"][0]["execution_count"] = 4
    page.write_text(json.dumps(data))
    course.is_now(page="version 2")
    assert "1 page renewed" in prepare(begun).in_words()
    assert sources(page) == ["version 2"] and not list(page.parent.glob("*kept*"))


def test_a_person_who_already_has_the_new_cells_keeps_no_second_copy(course, begun):
    page = begun / "exercises/01-first/01-first.ipynb"
    change(page, "version 2")
    course.is_now(page="version 2")
    assert prepare(begun).in_words() == "" and not list(page.parent.glob("*kept*"))


def test_a_page_from_before_the_list_of_pages_was_lost_is_kept(course, begun):
    (begun / ".delivered.json").write_text("not json")
    change(begun / "exercises/01-first/01-first.ipynb", "mine")
    prepare(begun)
    assert sources(begun / "exercises/01-first/01-first-kept-1.ipynb") == ["mine"]


DAMAGED = {
    "empty": b"",
    "cut": notebook("x").encode()[:40],
    "binary": bytes(range(256)),
    "a list": b"[]",
    "no cells": b"{}",
    "cells are a number": b'{"cells": 5}',
    "a cell is a number": b'{"cells": [1]}',
    "a cell without a source": b'{"cells": [{"cell_type": "code", "source": null}]}',
    "an output is text": b'{"cells": [{"cell_type": "code", "source": "x", "outputs": ["y"]}]}',
    "a conflict of two copies": b"<<<<<<< HEAD\n" + notebook("x").encode(),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_page_is_kept_and_the_next_start_works(course, begun, content):
    page = begun / "exercises/01-first/01-first.ipynb"
    page.write_bytes(content)
    said = prepare(begun).in_words()
    assert sources(page) == ["ask('years')"]
    kept = [path for path in page.parent.glob("*.ipynb") if path != page]
    assert [path.read_bytes() for path in kept] == [content] and kept[0].name in said
    assert answers_of(begun)["answers"]["years"] == 8.7
    assert prepare(begun).in_words() == ""
    launch.trust(pages(begun), launch.settings_environment("learner", begun))  # as every start does


def test_a_damaged_answers_file_is_kept_and_said(course, begun):
    path = begun / "exercises/01-first/01-first.answers.json"
    path.write_bytes(b"{")
    assert "01-first.answers.json was damaged. We kept it as 01-first.damaged-1.json" in prepare(begun).in_words()
    assert path.with_name("01-first.damaged-1.json").read_bytes() == b"{"


def test_a_newer_answers_file_is_left_and_said(course, begun):
    path = begun / "exercises/01-first/01-first.answers.json"
    path.write_bytes(b'{"schema": 9, "answers": {}}')
    assert "newer version of this course" in prepare(begun).in_words()
    assert path.read_bytes() == b'{"schema": 9, "answers": {}}'


def test_an_exercise_that_left_the_course_keeps_its_answers(course, begun):
    shutil.rmtree(course.root / "exercises")
    (course.root / "exercises").mkdir()
    prepare(begun)
    assert set(answers_of(begun)["answers"]) == {"years", "words", "say"}


# ---- A page that has not run yet


def widget_outputs(page):
    return [
        output
        for cell in json.loads(page.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    ]


def with_widgets(page):
    data = json.loads(page.read_text(encoding="utf-8"))
    for cell in data["cells"]:
        if cell["cell_type"] == "code":
            view = {
                "application/vnd.jupyter.widget-view+json": {"model_id": "1", "version_major": 2, "version_minor": 0},
                "text/plain": "x",
            }
            cell["outputs"], cell["execution_count"] = (
                [{"output_type": "display_data", "metadata": {}, "data": view}],
                3,
            )
    page.write_text(json.dumps(data), encoding="utf-8")


def test_a_sleeping_page_shows_the_saved_answers_as_text_and_no_widget(work):
    save(work, "gap-years", 8.7, EXERCISE)
    with_widgets(work / PAGE)
    assert widget_outputs(work / PAGE)
    prepare(work)
    text = (work / PAGE).read_text(encoding="utf-8")
    assert not widget_outputs(work / PAGE)
    assert (
        "Your saved answer: 8.7 years." in text and "Your saved answer: not answered yet." in text and "Run All" in text
    )


def test_a_page_that_never_ran_says_what_to_press_too(work):
    assert "This form isn’t ready yet." in (work / PAGE).read_text(encoding="utf-8")
    assert "This form isn’t ready yet." not in (course_root() / PAGE).read_text(encoding="utf-8")


def test_waking_changes_outputs_only(work):
    before = sources(work / PAGE)
    save(work, "three-ways", {"a": "equality"}, EXERCISE)
    wake(work / PAGE)
    assert sources(work / PAGE) == before
    import nbformat

    nbformat.validate(nbformat.read(work / PAGE, as_version=4))


def test_waking_keeps_what_a_person_s_own_cell_printed(work):
    data = json.loads((work / PAGE).read_text(encoding="utf-8"))
    mine = {
        "cell_type": "code",
        "id": "mine",
        "metadata": {},
        "execution_count": 2,
        "source": "2+2",
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "4"}],
    }
    data["cells"].append(mine)
    (work / PAGE).write_text(json.dumps(data), encoding="utf-8")
    wake(work / PAGE)
    assert json.loads((work / PAGE).read_text(encoding="utf-8"))["cells"][-1] == mine


# ---- The hand-in


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_a_hand_in_holds_answers_pages_and_a_manifest_and_nothing_else(work):
    save(work, "gap-years", 8.7, EXERCISE)
    for name in (
        "survey/answers.json",
        "commitments/private.json",
        "exercises/notes.txt",
        f"exercises/{EXERCISE}/diary.txt",
        f"exercises/{EXERCISE}/x.damaged-1.json",
    ):
        (work / name).parent.mkdir(exist_ok=True)
        (work / name).write_text("private")
    made = hand_in(work, pair="Ben")
    found = members(made)
    exercises = sorted(path.name for path in (course_root() / "exercises").iterdir() if path.is_dir())
    assert made == work / "hand-in-asha.zip"
    assert sorted(found) == sorted(
        ["manifest.json", ANSWERS, *(f"exercises/{name}/{name}.ipynb" for name in exercises)]
    )
    assert not any(b"private" in content for content in found.values())
    assert found[ANSWERS] == (work / ANSWERS).read_bytes()
    assert json.loads(found["manifest.json"]) == {
        "schema": 1,
        "course": "1.0.0",
        "case": "a-blood-pressure",
        "name": "asha",
        "pair": "Ben",
    }


def test_the_pages_of_a_hand_in_have_no_outputs(work):
    with_widgets(work / PAGE)
    page = json.loads(members(hand_in(work))[PAGE])
    assert all(
        cell["outputs"] == [] and cell["execution_count"] is None
        for cell in page["cells"]
        if cell["cell_type"] == "code"
    )
    assert widget_outputs(work / PAGE)  # the person's own page stays as it is


def test_the_same_work_makes_the_same_bytes(work):
    first = hand_in(work).read_bytes()
    (work / "hand-in-asha.zip").unlink()
    (work / PAGE).touch()
    assert hand_in(work).read_bytes() == first
    with zipfile.ZipFile(work / "hand-in-asha.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}  # no clock in it
    save(work, "gap-years", 8.7, EXERCISE)
    assert hand_in(work).read_bytes() != first


def test_every_name_in_a_hand_in_is_safe_on_windows(work):
    for name in members(hand_in(work, "Zoë O'Brien")):
        path = PureWindowsPath(name)
        assert not path.is_absolute() and not path.drive and ".." not in path.parts and "\\" not in name
        assert not set(name) & set('<>:"|?*') and not any(step.endswith((".", " ")) for step in path.parts)


def test_a_hand_in_needs_a_name(tmp_path):
    prepare(tmp_path / "my-work")
    with pytest.raises(WorkError, match="Your hand-in needs your name or code"):
        hand_in(tmp_path / "my-work")
    assert hand_in(tmp_path / "my-work", "p17").name == "hand-in-p17.zip"


def test_a_hand_in_without_work_is_one_sentence(tmp_path):
    with pytest.raises(WorkError, match="There is no work to hand in yet"):
        hand_in(tmp_path, "asha")


def test_a_damaged_page_or_answers_file_travels_as_it_is(work):
    (work / PAGE).write_text('{"cells": [1', encoding="utf-8")
    (work / ANSWERS).write_text("{broken", encoding="utf-8")
    found = members(hand_in(work))
    assert (found[PAGE], found[ANSWERS]) == (b'{"cells": [1', b"{broken")


def test_a_name_that_somebody_typed_as_a_number_is_a_name(work):
    (work / "settings.yml").write_text("name: 17\n")
    assert hand_in(work).name == "hand-in-17.zip"


@pytest.fixture
def people(monkeypatch, tmp_path):
    """Makes work folders beside each other, as people on one computer have them: {name of the folder: its name}."""
    (tmp_path / "start.py").touch()
    monkeypatch.setattr(places, "course_root", lambda: tmp_path)

    def make(**names):
        for folder, name in names.items():
            work = tmp_path / folder.replace("_", "-")
            (work / "exercises").mkdir(parents=True)
            (work / "settings.yml").write_text(yaml.safe_dump({"name": name}, allow_unicode=True), encoding="utf-8")

    return make


@pytest.mark.parametrize("name, folder", [("Asha", "my-work-asha"), ("ben k.", "my-work-ben-k"), (None, "my-work")])
def test_a_hand_in_is_made_of_the_person_s_own_work(people, tmp_path, name, folder):
    people(my_work="", my_work_asha="asha", my_work_ben_k="Ben K.")
    assert work_of(name) == tmp_path / folder


@pytest.mark.parametrize("owner, name", [("", "p17"), ("Zoë O'Brien", "zoë o'brien")])
def test_the_only_person_on_a_computer_names_the_hand_in(people, tmp_path, owner, name):
    people(my_work=owner)
    assert work_of(name) == tmp_path / "my-work"


@pytest.mark.parametrize(
    "folders, names",
    [
        ({"my_work": "Asha"}, "Here are: Asha."),
        ({"my_work_asha": "asha", "my_work_zoe": "Zoë"}, "Here are: asha, Zoë."),
        ({"my_work_asha": ""}, "Here are: asha."),
        ({"my_work": "", "my_work_asha": "asha"}, "Here are: asha, and a folder without a name, my-work"),
    ],
)
def test_nobody_hands_in_another_person_s_work(people, tmp_path, folders, names):
    people(**folders)
    with pytest.raises(WorkError, match="Nobody called “ben” has worked on this computer") as said:
        work_of("ben")
    assert names in str(said.value) and not list(tmp_path.rglob("hand-in-*"))


def test_without_a_name_a_computer_of_several_people_asks_whose(people):
    people(my_work_asha="asha", my_work_ben="ben")
    with pytest.raises(WorkError, match="for example: --name asha. Here are: asha, ben."):
        work_of(None)


def test_the_command_refuses_a_name_that_nobody_has(people, tmp_path):
    from typer.testing import CliRunner

    from equityqi.cli.app import app

    people(my_work_asha="asha")
    said = CliRunner().invoke(app, ["hand-in", "--name", "asah"])
    assert said.exit_code == 1 and "Here are: asha." in said.output and not list(tmp_path.rglob("hand-in-*"))
    assert CliRunner().invoke(app, ["hand-in", "--name", "asha"]).exit_code == 0


def test_an_answers_file_of_another_program_travels_byte_for_byte(work):
    (work / ANSWERS).write_bytes('{"answers": {"gap-years": "8,7 für"}}'.encode("utf-16"))
    assert members(hand_in(work))[ANSWERS] == (work / ANSWERS).read_bytes()
