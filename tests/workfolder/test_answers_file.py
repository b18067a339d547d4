"""The answers file: nothing is lost, and what stands in the way is said in one sentence."""

import errno
import json
import os
import stat
import subprocess
import sys
import tempfile
import types
from dataclasses import replace
from pathlib import Path

import pytest

from equityqi import answer, score
from equityqi import files as equityqi_files
from equityqi.files import CouldNotWrite, course_root, write_atomically
from equityqi.marking import take_answers
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.answers_file import Answers, AnswersError, Conflict, read_answers, save_answer
from equityqi.workfolder.carry import carry_over
from equityqi.workfolder.find_question import find, read_exercise

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

NAME = "01-what-is-inequity.answers.json"
EXERCISE = "01-what-is-inequity"


@pytest.fixture
def file(exercise_folder):
    return exercise_folder / NAME


def saved(file):
    return json.loads(file.read_text(encoding="utf-8"))


def save(id, value, **more):
    return save_answer(find(id), value, **more)


# ---- What is saved is what comes back


@pytest.mark.parametrize("id", ["gap-years", "gap-ask-first", "question-wall", "three-ways", "vignettes-1-8", "causes"])
def test_a_saved_answer_comes_back(file, id):
    value = find(id).question.model_answer()
    save(id, value)
    answers, said = read_answers(file, EXERCISE)
    assert (answers.answers, answers.revisions, said) == ({id: value}, {id: 1}, None)


def test_the_file_has_the_shape_of_the_architecture_page(file):
    save("gap-years", 8.7)
    data = saved(file)
    assert list(data) == ["schema", "course", "exercise", "case", "id", "answers", "revisions", "aside"]
    assert (data["schema"], data["course"], data["exercise"], data["case"], data["aside"]) == (
        1,
        "1.0.0",
        EXERCISE,
        "a-blood-pressure",
        {},
    )
    assert len(data["id"]) == 16 and file.read_bytes().endswith(b"}\n")


def test_words_of_any_language_come_back_and_can_be_read_in_the_file(file):
    words = "Zoë asked: “আমি কী জিজ্ঞাসা করব?” 😀\nand then left"
    save("question-wall", words)
    assert saved(file)["answers"]["question-wall"] == words and "Zoë" in file.read_text(encoding="utf-8")


def test_half_an_emoji_does_not_stop_the_saving(file):
    save("question-wall", "Half of an emoji \ud83d was pasted here")
    assert "was pasted here" in read_answers(file, EXERCISE)[0].answers["question-wall"]


def test_other_answers_stay_when_one_is_saved(file):
    save("gap-years", 8.7)
    save("three-ways", {"a": "equality"})
    save("gap-years", 9)
    assert saved(file)["answers"] == {"gap-years": 9, "three-ways": {"a": "equality"}}
    assert saved(file)["revisions"] == {"gap-years": 2, "three-ways": 1}


def test_single_cards_are_merged_and_none_takes_one_out(file):
    save("three-ways", {"a": "equality", "b": "equity"})
    save("three-ways", {"b": None, "c": "justice"}, patch=True)
    assert saved(file)["answers"]["three-ways"] == {"a": "equality", "c": "justice"}
    save("three-ways", {"d": "equality"})  # without patch the whole answer is replaced
    assert saved(file)["answers"]["three-ways"] == {"d": "equality"}


def test_a_first_card_can_be_merged_into_nothing(file):
    save("three-ways", {"a": "equality"}, patch=True)
    assert saved(file)["answers"]["three-ways"] == {"a": "equality"}


def test_saving_the_same_again_changes_no_byte(file):
    save("gap-years", 8.7)
    before = file.read_bytes()
    save("gap-years", 8.7)
    assert file.read_bytes() == before


def test_the_random_id_of_a_file_stays(file):
    store.begin(find("gap-years"))
    first = saved(file)["id"]
    save("gap-years", 8.7)
    assert saved(file)["id"] == first and store.begin(find("gap-years"))[0].id == first


# ---- An answer kept in a browser


def test_a_kept_answer_based_on_the_file_as_it_is_is_saved(file):
    save("gap-years", 9)
    save("gap-years", 8.7, base=1)
    assert saved(file)["answers"]["gap-years"] == 8.7


def test_an_older_kept_answer_overwrites_nothing_and_both_are_told(file):
    save("gap-years", 9)
    save("gap-years", 8.7)
    before = file.read_bytes()
    with pytest.raises(Conflict) as conflict:
        save("gap-years", 10, base=1)
    assert (conflict.value.saved, conflict.value.revision) == (8.7, 2)
    assert file.read_bytes() == before


def test_an_older_kept_answer_that_says_the_same_is_no_conflict(file):
    save("gap-years", 9)
    save("gap-years", 8.7)
    save("gap-years", 8.7, base=0)
    assert saved(file)["revisions"]["gap-years"] == 2


def test_an_older_kept_card_conflicts_only_when_it_says_something_else(file):
    save("three-ways", {"a": "equality"}, patch=True)
    save("three-ways", {"b": "equity"}, patch=True)
    save("three-ways", {"a": "equality"}, patch=True, base=0)
    with pytest.raises(Conflict):
        save("three-ways", {"a": "justice"}, patch=True, base=1)


# ---- A damaged file

DAMAGED = {
    "cut": b'{"schema": 1, "answers": {"gap-years"',
    "empty": b"",
    "nothing but zeros": b"\0" * 400,
    "binary": bytes(range(256)),
    "a list": b"[1, 2]",
    "a number": b"7",
    "answers are a list": b'{"schema": 1, "answers": []}',
    "no answers": b'{"schema": 1}',
    "schema is text": b'{"schema": "1", "answers": {}}',
    "schema is null": b'{"schema": null, "answers": {}}',
    "saved by Excel": b'"{""schema"": 1;""answers"": {}}"\r\n',
    "saved by Word": b"PK\x03\x04 not really",
    "a conflict of two copies": b'<<<<<<< HEAD\n{"schema": 1, "answers": {}}\n',
    "nested without end": b'{"schema": 1, "answers": ' + b"[" * 100_000,
}
damaged = pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)


@damaged
def test_a_damaged_file_is_kept_aside_and_a_new_one_is_begun(file, content):
    file.write_bytes(content)
    answers, said = save("gap-years", 8.7)
    kept = file.with_name("01-what-is-inequity.damaged-1.json")
    assert kept.read_bytes() == content and saved(file)["answers"] == {"gap-years": 8.7}
    assert said == f"{NAME} was damaged. We kept it as {kept.name} and started a new file."


def test_two_damaged_files_are_both_kept(file):
    for content in (b"first", b"second"):
        file.write_bytes(content)
        save("gap-years", 8.7)
    kept = sorted(file.parent.glob("*.damaged-*.json"))
    assert [path.read_bytes() for path in kept] == [b"first", b"second"]


@damaged
def test_a_marker_changes_no_hand_in(file, content):
    file.write_bytes(content)
    answers, said = read_answers(file, EXERCISE, keep_damaged=False)
    assert answers.answers == {} and said == f"{NAME} is damaged and could not be read."
    assert file.read_bytes() == content and not list(file.parent.glob("*.damaged-*"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_that_an_editor_saved_in_its_own_way_is_read_as_the_marker_reads_it(file, encoding):
    file.write_bytes('{"schema": 1, "answers": {"gap-years": 8.7, "question-wall": "Zoë"}}'.encode(encoding))
    answers, said = read_answers(file, EXERCISE)
    assert (answers.answers, said) == ({"gap-years": 8.7, "question-wall": "Zoë"}, None)
    assert take_answers.read(file.read_bytes(), NAME, EXERCISE)[0].answers == answers.answers
    save("gap-years", 9)
    assert saved(file)["answers"] == {"gap-years": 9, "question-wall": "Zoë"}


def test_what_a_newer_version_keeps_in_the_file_is_still_there_after_a_save(file):
    news = {"how-sure": {"gap-years": 3}, "more": [1], "theme": "dark"}
    file.write_text(json.dumps({"schema": 1, "answers": {"causes": ["x"]}, **news}), encoding="utf-8")
    save("gap-years", 8.7)
    carried, _ = carry_over(read_answers(file, EXERCISE)[0], read_exercise(file.parent))
    store.write_answers(file, carried)
    assert {name: saved(file)[name] for name in news} == news and saved(file)["answers"]["gap-years"] == 8.7


def test_odd_parts_of_a_file_do_not_spoil_the_answers(file):
    file.write_text(
        '{"schema": 1, "answers": {"gap-years": 8.7}, "revisions": {"gap-years": "x", "a": 3}, "aside": [], "case": 7}'
    )
    answers, said = read_answers(file, EXERCISE)
    assert (answers.answers, answers.revisions, answers.aside, answers.case) == (
        {"gap-years": 8.7},
        {"a": 3},
        {},
        "a-blood-pressure",
    )


# ---- Older and newer courses


def test_a_newer_file_is_refused_and_stays_to_the_byte(file, capsys):
    content = b'{"schema": 2, "answers": {"gap-years": 8.7}, "news": 1}'
    file.write_bytes(content)
    with pytest.raises(AnswersError, match="saved by a newer version of this course"):
        save("gap-years", 9)
    with pytest.raises(AnswersError):
        store.begin(find("gap-years"))
    answer("gap-years", 9)
    assert capsys.readouterr().out.startswith("Not saved. Your answers were saved by a newer version")
    assert file.read_bytes() == content and not list(file.parent.glob("*.damaged-*"))


def test_a_file_without_a_schema_is_brought_up(file):
    file.write_text('{"answers": {"gap-years": 9}}')
    save("three-ways", {"a": "equality"})
    data = saved(file)
    assert (data["schema"], data["exercise"], data["answers"]) == (
        1,
        EXERCISE,
        {"gap-years": 9, "three-ways": {"a": "equality"}},
    )
    assert data["id"]


# ---- Two pages at once

WRITER = """
import sys
from pathlib import Path
from equityqi.workfolder.answers_file import save_answer
from equityqi.workfolder.find_question import find, read_exercise
asked = find("many", Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 100):
    save_answer(asked, {str(number): "D"}, patch=True)
"""


def test_two_processes_with_a_hundred_answers_each_lose_none(tmp_path):
    cards = "".join(f'      "{number}": {{text: t, model: [D], why: w}}\n' for number in range(200))
    (tmp_path / "questions.yml").write_text(
        "exercise: many\ntitle: Many\nquestions:\n  - id: many\n    kind: sort\n    part: core\n    prompt: p\n"
        "    points: 200\n    pass_labels: 1\n    options: {D: d, I: i}\n    wrong:\n"
        "      I: {name: n, sentence: s}\n    items:\n" + cards
    )
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), start]) for start in ("0", "100")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    answers, said = read_answers(tmp_path / "many.answers.json", "many")
    assert (len(answers.answers["many"]), answers.revision("many"), said) == (200, 200, None)
    assert not list(tmp_path.glob("*.part")) and not list(tmp_path.glob("*damaged*"))


def test_threads_of_one_kernel_lose_none(file):
    from concurrent.futures import ThreadPoolExecutor

    cards = [{str(number): "D"} for number in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda card: save("vignettes-1-8", card, patch=True), cards))
    assert len(saved(file)["answers"]["vignettes-1-8"]) == 8


def test_a_file_locked_elsewhere_for_long_says_so(file, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr(store, "LOCK_SECONDS", 0.1)
    with FileLock(f"{file}.lock"):  # noqa: SIM117
        with pytest.raises(AnswersError, match=f"Another program holds {NAME}. Close other pages"):
            save("gap-years", 8.7)
    save("gap-years", 8.7)


# ---- What can go wrong with the disk

READ_ONLY = """
import os, sys
from pathlib import Path
import filelock
from equityqi.workfolder import answers_file, find_question
from equityqi.questions import exercise_file, mark
folder = Path(sys.argv[1])
asked = find_question.find("gap-years", folder)
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    answers_file.save_answer(asked, 9)
except OSError as error:
    print(type(error).__name__, error)
"""


def test_a_read_only_folder_is_named_and_the_old_file_stands(file):
    save("gap-years", 8.7)
    with tempfile.TemporaryDirectory() as place:  # everybody may look here, unlike in pytest's own folder
        folder = Path(place) / "locked"
        folder.mkdir()
        for path in (file, file.parent / "questions.yml"):
            (folder / path.name).write_bytes(path.read_bytes())
            (folder / path.name).chmod(0o444)
        Path(place).chmod(0o755)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(folder)], capture_output=True, text=True, timeout=60
        )
        folder.chmod(0o755)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(
            f"CouldNotWrite The folder {folder} is read-only, so {NAME} could not be saved. Move the course"
        )
        assert (folder / NAME).read_bytes() == file.read_bytes()


if os.name == "nt":  # there is no geteuid, and a folder cannot be made read-only by chmod
    del test_a_read_only_folder_is_named_and_the_old_file_stands


def failing(number):
    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    return fail


class SmallDisk:
    """Stands in for ``os`` in equityqi.files alone: what ``change`` names is replaced."""

    def __new__(cls, monkeypatch, **change):
        monkeypatch.setattr(equityqi_files, "os", types.SimpleNamespace(**vars(os) | change))


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"fsync": failing(errno.ENOSPC)}, f"The disk is full, so {NAME} could not be saved. Make some space"),
        ({"fsync": failing(errno.EDQUOT)}, f"The disk is full, so {NAME}"),
        ({"replace": failing(errno.EROFS)}, "is read-only, so"),
        ({"replace": failing(errno.EACCES), "access": lambda *_: False}, "is read-only, so"),
        (
            {"replace": failing(errno.EACCES), "access": lambda *_: True},
            f"Another program holds {NAME}, so it could not be saved. Close it there",
        ),
        ({"replace": failing(errno.EBUSY)}, f"Another program holds {NAME}"),
        ({"fsync": failing(errno.EIO)}, "could not be saved (Input/output error)"),
    ],
)
def test_each_trouble_with_the_disk_has_its_sentence_and_the_old_file_stands(
    file, monkeypatch, capsys, change, sentence
):
    save("gap-years", 8.7)
    before = file.read_bytes()
    SmallDisk(monkeypatch, **change)
    with pytest.raises(CouldNotWrite) as said:
        save("gap-years", 9)
    assert sentence in str(said.value) and "\n" not in str(said.value)
    answer("gap-years", 9)
    assert capsys.readouterr().out.startswith("Not saved. ")
    assert file.read_bytes() == before and not list(file.parent.glob("*.part"))


def test_a_folder_that_has_gone_is_named(tmp_path):
    with pytest.raises(CouldNotWrite, match="no longer there, so a.json could not be saved"):
        write_atomically(tmp_path / "gone" / "a.json", "x")


def test_a_save_waits_for_the_disk_with_the_file_and_with_its_name(file, monkeypatch):
    waited = []
    SmallDisk(monkeypatch, fsync=lambda handle: waited.append(stat.S_ISDIR(os.fstat(handle).st_mode)))
    save("gap-years", 8.7)
    assert waited == [False, True]


def test_where_a_folder_cannot_be_waited_for_the_answer_is_saved_all_the_same(file, monkeypatch):
    SmallDisk(monkeypatch, open=failing(errno.EACCES))  # as on Windows
    save("gap-years", 8.7)
    assert saved(file)["answers"] == {"gap-years": 8.7}


KILLED = """
import os
from equityqi.workfolder import answers_file, find_question
os.replace = lambda *_: os._exit(9)
answers_file.save_answer(find_question.find("gap-years"), 9)
"""


def test_what_a_killed_save_left_is_cleared_at_the_next_start(file):
    save("gap-years", 8.7)
    assert subprocess.run([sys.executable, "-c", KILLED], cwd=file.parent).returncode == 9
    (left,) = file.parent.glob("*.part")
    theirs = [file.with_name(name) for name in (".draft.part", ".other.answers.json.equityqi-abcdefgh.part")]
    from_before = file.with_name(f".{NAME}.abcdefgh.part")
    for path in (*theirs, from_before):
        path.write_text("x")
    store.clear_killed_saves(file.parent, EXERCISE)
    assert not left.exists() and not from_before.exists() and all(path.exists() for path in theirs)
    assert saved(file)["answers"] == {"gap-years": 8.7}


def test_what_is_still_being_written_is_never_cleared(file, monkeypatch):
    from filelock import FileLock

    writing = file.with_name(f".{NAME}.equityqi-abcdefgh.part")
    writing.write_text("x")
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.1)
    with FileLock(f"{file}.lock"), pytest.raises(AnswersError, match="Another program holds"):
        store.clear_killed_saves(file.parent, EXERCISE)
    monkeypatch.setattr(FileLock, "acquire", failing(errno.ENOLCK))  # a drive without locks: nobody can know
    store.clear_killed_saves(file.parent, EXERCISE)
    assert writing.exists()


def test_on_windows_a_file_that_a_virus_scanner_holds_is_tried_again(file, monkeypatch):
    tries = []

    def held_three_times(source, target):
        tries.append(target)
        if len(tries) <= 3:
            raise PermissionError(errno.EACCES, "held")
        os.replace(source, target)

    monkeypatch.setattr(equityqi_files, "time", types.SimpleNamespace(sleep=lambda seconds: None))
    SmallDisk(monkeypatch, name="nt", replace=held_three_times)
    save("gap-years", 8.7)
    assert len(tries) == 4 and saved(file)["answers"] == {"gap-years": 8.7}


def test_on_windows_a_file_that_is_held_for_long_is_named(file, monkeypatch):
    waited = []
    monkeypatch.setattr(equityqi_files, "time", types.SimpleNamespace(sleep=waited.append))
    SmallDisk(monkeypatch, name="nt", replace=failing(errno.EACCES), access=lambda *_: True)
    with pytest.raises(CouldNotWrite, match=f"Another program holds {NAME}"):
        save("gap-years", 8.7)
    assert 1 < sum(waited) < 10  # a scanner lets go in a second or two, a person does not wait for ten


# ---- Where nothing is saved


@pytest.mark.parametrize("place", [f"solutions/{EXERCISE}", f"exercises/{EXERCISE}", "course"])
def test_the_course_s_own_copy_is_never_written_to(place):
    asked = find("gap-years", course_root() / place)
    assert asked.refusal.startswith("This is the course's own copy, so nothing is saved here.")
    with pytest.raises(AnswersError, match="the course's own copy"):
        save_answer(asked, 8.7)
    assert not asked.path.exists() and not asked.path.with_name(asked.path.name + ".lock").exists()


def test_a_page_that_is_being_marked_is_never_written_to(tmp_path, exercise_folder):
    folder = tmp_path / "autograded" / "asha" / EXERCISE
    folder.parent.mkdir(parents=True)
    exercise_folder.rename(folder)
    asked = find("gap-years", folder)
    with pytest.raises(AnswersError, match="a page that is being marked, so nothing is saved"):
        save_answer(asked, 8.7)
    assert not list(folder.glob("*.json*"))


def test_ask_shows_the_plain_question_where_nothing_may_be_saved(monkeypatch, capsys):
    from equityqi import ask

    monkeypatch.chdir(course_root() / "solutions" / EXERCISE)
    monkeypatch.setenv("JPY_SESSION_NAME", "page.ipynb")
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda thing, **_: shown.append(thing))
    ask("gap-years")
    assert len(shown) == 1 and "the course's own copy" in shown[0].data.replace("&#x27;", "'")
    assert not list(Path.cwd().glob("*.answers.json*"))


# ---- Where a question is found


def test_a_question_is_found_in_its_own_folder_first(work):
    folder = work / "exercises" / EXERCISE
    asked = find("gap-years", folder)
    assert (asked.path, asked.refusal, asked.question.kind) == (folder / NAME, None, "number")


def test_a_lesson_finds_the_exercise_of_its_work_folder(work):
    asked = find("gap-years", work / "course")
    assert asked.path == work / "exercises" / EXERCISE / NAME


def test_a_lesson_reads_the_work_folder_s_questions_and_not_the_course_s(work):
    questions = work / "exercises" / EXERCISE / "questions.yml"
    questions.write_text(
        questions.read_text(encoding="utf-8").replace("How many years is the gap?", "How big?"), encoding="utf-8"
    )
    assert find("gap-years", work / "course").question.prompt.endswith("How big?")


def test_anywhere_else_the_course_s_own_questions_are_found(tmp_path):
    assert find("gap-years", tmp_path).path == tmp_path / NAME


def test_an_unknown_question_is_named_with_those_that_there_are(exercise_folder, capsys):
    with pytest.raises(
        AnswersError, match="There is no question “gap-year” here. The questions are: gap-years, gap-ask-first,"
    ):
        find("gap-year")
    answer("gap-year", 8.7)
    assert capsys.readouterr().out.startswith("There is no question “gap-year” here.")


# ---- Typed answers


def test_a_typed_answer_is_saved_and_says_what_check_says(file, capsys):
    answer("gap-years", "8,7 years")
    assert (
        capsys.readouterr().out
        == "Right, 1 of 1 mark. Nearly nine years of good health, between two places a short drive apart.\n"
    )
    assert saved(file)["answers"] == {"gap-years": 8.7} and score("gap-years") == 1.0


@pytest.mark.parametrize("typed", [{1: "D", 2: ("?", "need")}, {"1": "D", "2": ["?", "need"]}])
def test_a_typed_sort_may_use_numbers_and_round_brackets(file, typed):
    answer("vignettes-1-8", typed)
    assert saved(file)["answers"]["vignettes-1-8"] == {"1": "D", "2": ["?", "need"]}


def test_a_typed_set_keeps_the_order_of_the_options(file):
    answer("gap-ask-first", {"women", "years", "blame"})
    assert saved(file)["answers"]["gap-ask-first"] == ["years", "blame", "women"]


@pytest.mark.parametrize(
    "id, typed",
    [
        ("gap-years", "about nine"),
        ("gap-years", None),
        ("three-ways", "equity"),
        ("three-ways", {"z": "equity"}),
        ("gap-ask-first", "years"),
        ("gap-ask-first", ["years", "years"]),
        ("question-wall", 7),
        ("gap-years", object()),
    ],
)
def test_a_typed_answer_of_the_wrong_shape_is_not_saved(file, capsys, id, typed):
    answer(id, typed)
    said = capsys.readouterr().out
    assert said.startswith("Not saved. ") and said.count("\n") == 1
    assert not file.exists()


RANK = (
    "exercise: order\ntitle: Order\nquestions:\n  - id: order\n    kind: rank\n    part: core\n    prompt: p\n"
    "    points: 1\n    options: {a: A, b: B}\n    tiers: [[a], [b]]\n"
)


@pytest.mark.parametrize("typed", [{"a", "b"}, object(), 7, ["c"]])
def test_a_typed_rank_of_the_wrong_shape_gets_a_sentence_and_never_a_traceback(tmp_path, monkeypatch, capsys, typed):
    (tmp_path / "questions.yml").write_text(RANK)
    monkeypatch.chdir(tmp_path)
    answer("order", typed)
    assert capsys.readouterr().out.strip()


# ---- What is carried over to a new version


def test_an_answer_comes_back_from_aside_and_a_newer_one_wins(exercise_folder):
    exercise = find("gap-years").question
    old = Answers(
        EXERCISE, answers={"gap-years": 9}, aside={"gap-years": 7, "three-ways": {"a": "equality"}, "gone": 1}
    )
    from equityqi.questions.exercise_file import read_questions

    new, gone = carry_over(old, read_questions(exercise_folder / "questions.yml"))
    assert (new.answers, new.aside, gone) == ({"gap-years": 9, "three-ways": {"a": "equality"}}, {"gone": 1}, [])
    assert exercise.id == "gap-years" and replace(new, answers={}, aside={}) == replace(old, answers={}, aside={})


# ---- Which answer was checked


def test_a_file_without_checked_reads_as_one_where_nothing_was(file):
    save("gap-years", 8.7)
    assert not read_answers(file, EXERCISE)[0].was_checked("gap-years")
    assert "checked" not in saved(file)


@pytest.mark.parametrize("odd", [None, [], {"gap-years": "1"}, {"gap-years": None}, "yes"])
def test_an_odd_checked_is_passed_over_and_no_answer_is_lost(file, odd):
    save("gap-years", 8.7)
    file.write_text(json.dumps({**saved(file), "checked": odd}), encoding="utf-8")
    answers, said = read_answers(file, EXERCISE)
    assert (answers.answers, answers.was_checked("gap-years"), said) == ({"gap-years": 8.7}, False, None)


def test_what_was_checked_outlives_another_answer_and_an_unknown_key(file):
    save("gap-years", 8.7)
    file.write_text(json.dumps({**saved(file), "news": {"a": 1}}), encoding="utf-8")
    asked = find("gap-years")
    store.save_checked(asked, read_answers(file, EXERCISE)[0])
    save("three-ways", {"a": "equity"})
    assert (saved(file)["checked"], saved(file)["news"]) == ({"gap-years": 1}, {"a": 1})
