"""workfolder.copies, workfolder.take_up: a person's own copy of their work, and its way into another work folder."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from equityqi.cli import app
from equityqi.evaluation.survey_responses import EvaluationError, gather
from equityqi.files import stable_zip
from equityqi.settings import read_settings
from equityqi.workfolder.answers_file import Answers, read_answers, write_answers
from equityqi.workfolder.copies import CopyError, keep_copy, read_copy
from equityqi.workfolder.read_hand_in import read_hand_in
from equityqi.workfolder.split_by_person import hand_ins_at
from equityqi.workfolder.take_up import OTHER, merged, take_up
from equityqi.workfolder.unpack_hand_in import opened

NAME = "04-aim"
MARK = {"my-copy.json": json.dumps({"schema": 1, "name": "asha", "case": "a-blood-pressure"})}


def work_with(place: Path, answers: dict | None = None, revisions: dict | None = None, said: str = "name: asha\n"):
    """Make a work folder with these answers to one exercise."""
    (place / "exercises" / NAME).mkdir(parents=True)
    (place / "settings.yml").write_text(said, encoding="utf-8")
    if answers:
        held = Answers(NAME, id="ab12", answers=answers, revisions=revisions or dict.fromkeys(answers, 1))
        write_answers(place / "exercises" / NAME / f"{NAME}.answers.json", held)
    return place


def answers_of(work: Path) -> dict:
    return read_answers(work / "exercises" / NAME / f"{NAME}.answers.json", NAME)[0].answers


def everything(work: Path) -> dict[str, bytes]:
    """Return all of a person's files but the copies themselves."""
    return {
        path.relative_to(work).as_posix(): path.read_bytes()
        for path in work.rglob("*")
        if path.is_file() and path.suffix not in (".zip", ".lock")
    }


@pytest.fixture
def asha(tmp_path):
    """A work folder with an answer and a file of each kind that is a person's own."""
    work = work_with(tmp_path / "asha", {"who": "Öyun’s patients", "when": 3})
    for path in (
        "survey/ab12.json",
        "commitments/cd34.json",
        "reflective-record.json",
        "project.json",
        "own-data/counts.csv",
    ):
        (work / path).parent.mkdir(exist_ok=True)
        (work / path).write_text("{}", encoding="utf-8")
    return work


def test_a_copy_goes_to_another_computer_and_back_without_a_difference(asha, tmp_path):
    take_up(tmp_path / "new", keep_copy(asha).read_bytes())
    assert everything(tmp_path / "new") == everything(asha)
    before = everything(asha)
    assert take_up(asha, keep_copy(tmp_path / "new").read_bytes()).in_words() == [
        "There was nothing new in the copy, so your work is as it was."
    ]
    assert everything(asha) == before


def test_the_same_work_makes_the_same_copy_and_it_never_holds_an_earlier_one(asha):
    assert keep_copy(asha).read_bytes() == keep_copy(asha).read_bytes()
    assert not [name for name in zipfile.ZipFile(keep_copy(asha)).namelist() if name.endswith(".zip")]


def test_a_newer_answer_of_the_copy_is_used_and_the_older_one_kept(asha, tmp_path):
    here = work_with(tmp_path / "here", {"who": "all"}, {"who": 1})
    there = work_with(tmp_path / "there", {"who": "some"}, {"who": 2})
    said = take_up(here, keep_copy(there).read_bytes()).in_words()
    assert answers_of(here) == {"who": "some"} and "all" in (here / OTHER).read_text(encoding="utf-8")
    assert said == [
        "We took 1 answer from the copy.",
        "The copy was newer for who in 04-aim. The copy's answer is used now, and the one from here is in"
        " from-copy/other-answers.txt.",
    ]


def test_a_newer_answer_here_stays(tmp_path):
    here = work_with(tmp_path / "here", {"who": "all"}, {"who": 3})
    there = work_with(tmp_path / "there", {"who": "some"}, {"who": 2})
    said = take_up(here, keep_copy(there).read_bytes()).in_words()
    assert answers_of(here) == {"who": "all"} and not (here / OTHER).exists()
    assert "1 answer is newer here than in the copy, so it stays as before." in said


def test_two_answers_of_one_age_are_both_kept_and_once_only(tmp_path):
    here, there = (
        work_with(tmp_path / "here", {"who": "all"}, {"who": 2}),
        work_with(tmp_path / "there", {"who": "some"}, {"who": 2}),
    )
    for _ in range(2):
        said = take_up(here, keep_copy(there).read_bytes()).in_words()
    assert answers_of(here) == {"who": "all"}
    assert (here / OTHER).read_text(encoding="utf-8").count("some") == 1
    assert said[1].startswith("You answered who in 04-aim differently in both places. The answer that was here is used")


def test_another_file_of_the_same_name_is_kept_beside(asha, tmp_path):
    copy = keep_copy(asha).read_bytes()
    (asha / "own-data" / "counts.csv").write_text("newer", encoding="utf-8")
    for _ in range(2):
        take_up(asha, copy)
    assert (asha / "own-data" / "counts.csv").read_text() == "newer"
    assert [path.name for path in (asha / "from-copy" / "own-data").iterdir()] == ["counts-1.csv"]


def test_the_case_and_dates_come_along_to_somebody_who_has_not_begun(tmp_path):
    there = work_with(tmp_path / "there", {"who": "x"}, said="name: asha\ncase: c-asthma\nsession_date: '2026-12-08'\n")
    here = work_with(tmp_path / "here", said="name: asha\ncase: a-blood-pressure\n")
    take_up(here, keep_copy(there).read_bytes())
    assert read_settings(here) == {"name": "asha", "case": "c-asthma", "session_date": "2026-12-08"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("name: ben\n", "This copy is asha's, and here ben works."),
        ("name: asha\ncase: c-asthma\n", "This copy is about the case a-blood-pressure, and your work here is about"),
    ],
    ids=["somebody else", "another case"],
)
def test_what_does_not_fit_changes_nothing(asha, tmp_path, said, sentence):
    here = work_with(tmp_path / "here", {"who": "mine"}, said=said)
    before = everything(here)
    with pytest.raises(CopyError, match=sentence):
        take_up(here, keep_copy(asha).read_bytes())
    assert everything(here) == before


def locked() -> bytes:
    data = bytearray(stable_zip(MARK))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def twice() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for _ in range(2):
            archive.writestr("my-copy.json", MARK["my-copy.json"])
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "damaged, or isn't a zip"),
        (b"<html>log in</html>", "damaged, or isn't a zip"),
        (stable_zip(MARK)[:-30], "damaged, or isn't a zip"),
        (stable_zip({**MARK, "../settings.yml": "x"}), "not safe"),
        (stable_zip({**MARK, "C:\\settings.yml": "x"}), "not safe"),
        (stable_zip({**MARK, "survey/ab.json": bytes(51 * 2**20)}), "far more"),
        (stable_zip({**MARK, **{f"{number}": "" for number in range(2001)}}), "far more"),
        (stable_zip({"manifest.json": "{}"}), "a hand-in, not a copy"),
        (stable_zip({"my-copy.json": "[]"}), "damaged"),
        (stable_zip({"my-copy.json": '{"schema": 2}'}), "newer version"),
        (stable_zip({**MARK, f"exercises/{NAME}/{NAME}.answers.json": "[" * 100_000}), "damaged"),
        (stable_zip({**MARK, f"exercises/{NAME}/{NAME}.answers.json": '{"schema": 9, "answers": {}}'}), "newer"),
    ],
)
def test_a_file_that_is_no_sound_copy_changes_nothing_and_says_so(tmp_path, data, words):
    with pytest.raises(CopyError, match=words) as said:
        take_up(tmp_path / "here", data)
    assert str(said.value).endswith("Nothing was changed.") and not (tmp_path / "here").exists()


@pytest.mark.parametrize(("make", "words"), [(locked, "locked with a password"), (twice, "not safe")])
def test_a_locked_copy_or_one_with_a_name_twice_is_refused(make, words):
    with pytest.raises(CopyError, match=words):
        read_copy(make())


def test_what_is_nobodys_answer_stays_out(tmp_path):
    paths = ("start.py", "exercises/04-aim/04-aim.ipynb", "own-data/.hidden", "own-data/x.py.", ".questions/a.json")
    said = take_up(tmp_path / "here", stable_zip({**MARK, **dict.fromkeys(paths, "x")})).in_words()
    assert everything(tmp_path / "here") == {}
    assert said[-1] == "5 files in the copy didn't belong to your work and stayed out."


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_whatever_the_bytes_are_a_sentence_comes(data):
    with pytest.raises(CopyError):
        read_copy(data)


HELD = st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 3), st.sampled_from(["", "x", "y"])))


@given(HELD, HELD)
@settings(max_examples=100, deadline=None)
def test_no_answer_is_ever_replaced_by_an_older_one(mine, theirs):
    here, copy = (
        Answers(
            NAME, answers={id: value for id, (_, value) in held.items()}, revisions={i: r for i, (r, _) in held.items()}
        )
        for held in (mine, theirs)
    )
    new, what = merged(here, copy)
    assert set(new.answers) == {*mine, *theirs}
    for id in new.answers:
        sides = [held[id] for held in (mine, theirs) if id in held]
        assert new.revision(id) == max(revision for revision, _ in sides)
        assert (new.revision(id), new.answers[id]) in sides or what[id] == "same"
    assert merged(new, copy)[0] == new


# ---- a trainer's commands do not open it


def test_marking_refuses_a_copy_unread_whatever_its_name_and_beside_a_hand_in(asha, tmp_path):
    cohort = tmp_path / "hand-ins" / "asha"
    cohort.mkdir(parents=True)
    (cohort / "renamed.zip").write_bytes(keep_copy(asha).read_bytes())
    (cohort / "hand-in-asha.zip").write_bytes(stable_zip({"manifest.json": '{"name": "asha"}', "a.answers.json": "{}"}))
    arrived, lines = hand_ins_at(cohort.parent, {"asha": "asha"}.get)
    assert [one.source.without for one in arrived] == [("renamed.zip/",)]
    assert [line.sentence for line in lines] == [
        "hand-ins/asha/renamed.zip is a person's own copy of their work, with private sheets in it, so it was not"
        " opened. Delete it, and ask them for the file hand-in-NAME.zip: “Hand in” on the start page makes it."
    ]


@pytest.mark.parametrize("unpacked", [False, True])
def test_a_copy_named_after_somebody_on_the_roll_is_refused(asha, tmp_path, unpacked):
    place = tmp_path / "my-copy-asha"
    if unpacked:
        zipfile.ZipFile(keep_copy(asha)).extractall(place)
    else:
        place = keep_copy(asha)
    arrived, lines = hand_ins_at(place, lambda name: "asha" if "asha" in name else None)
    assert arrived == [] and "a person's own copy" in lines[0].sentence


def test_a_reader_of_one_file_refuses_it_too(asha):
    read = opened(read_hand_in(keep_copy(asha)))
    assert read.files == () and "a person's own copy" in read.trouble


def test_the_survey_in_it_is_not_counted(asha, tmp_path):
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "one.zip").write_bytes(keep_copy(asha).read_bytes())
    zipfile.ZipFile(keep_copy(asha)).extractall(tmp_path / "sheets" / "two")
    with pytest.raises(EvaluationError) as said:
        gather(tmp_path / "sheets")
    assert str(said.value).count("is a person's own copy of their work, so we didn't read it") == 2


def test_the_commands_make_a_copy_and_refuse_one_that_is_not_there(asha, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(app, "work_place", lambda name: asha)
    app.make_copy()
    assert "It's for you, not for your trainer" in capsys.readouterr().out and (asha / "my-copy-asha.zip").is_file()
    with pytest.raises(typer.Exit):
        app.learn(take_up=tmp_path / "my-copy-ben.zip")
    assert capsys.readouterr().err.endswith("Check its name and where it is, then try again.\n")


def test_learn_takes_up_a_copy_before_the_course_opens(asha, tmp_path, monkeypatch, capsys):
    opened_on = []
    monkeypatch.setattr(app, "work_place", lambda name: tmp_path / "new")
    monkeypatch.setattr(app, "_open", lambda *rest: opened_on.append(answers_of(tmp_path / "new")))
    app.learn(take_up=keep_copy(asha))
    assert opened_on == [answers_of(asha)] and "We took 2 answers and 5 other files" in capsys.readouterr().out
