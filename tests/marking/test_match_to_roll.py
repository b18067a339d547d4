"""marking.match_to_roll, marking.roll: whose a hand-in is, which of several counts, a roll that can be mended."""

import pickle

import pytest

from equityqi.marking import MarkingError
from equityqi.marking.match_to_roll import learners_of
from equityqi.marking.roll import Person, Roll, read_roll

# ---- The roll


def roll_of(tmp_path, data):
    path = tmp_path / "roll.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    "data",
    [
        "id,name,email,pair,team\np1,Zoë,z@x.org,p2,North\n",
        "\ufeffID;Name;Email;Pair;Team\r\np1;Zoë;z@x.org;p2;North\r\n;;;;\r\n",
        "id\tname\temail\tpair\tteam\n p1 \tZoë\tz@x.org\tp2\tNorth\textra".encode("utf-16"),
        "team,pair,email,name,id\nNorth,p2,z@x.org,Zoë,p1\n".encode("cp1252"),
    ],
)
def test_a_roll_is_read_as_people_save_it(tmp_path, data):
    assert read_roll(roll_of(tmp_path, data)).people == (Person("p1", "Zoë", "z@x.org", "p2", "North"),)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "no column id"),
        ("name,team\nAsha,North\n", "no column id"),
        ("id,name\n", "names nobody"),
        ("id,name\np1,Asha\n,Ben\n", "line 3: there is no id"),
        ("id,name\np1,Asha\np1,Ben\n", "the id p1 twice"),
        (b"PK\3\4xlsx", "is an Excel file"),
        (b"id\n\x81\x8d\n", "letters of the roll"),
        ('id\n"' + "x" * 200_000, "could not be read as CSV"),
    ],
)
def test_a_roll_with_a_fault_is_answered_in_one_sentence(tmp_path, data, words):
    with pytest.raises(MarkingError, match=words):
        read_roll(roll_of(tmp_path, data))


def test_a_roll_or_a_folder_that_is_not_there_is_named(tmp_path, cohort):
    with pytest.raises(MarkingError, match="could not be read"):
        read_roll(tmp_path / "nowhere.csv")
    cohort.zip("asha")
    cohort.hand_ins = tmp_path / "nowhere"
    with pytest.raises(MarkingError, match="could not be read"):
        cohort.mark()
    cohort.course = tmp_path
    with pytest.raises(MarkingError, match="no folder “solutions”"):
        cohort.mark()


def test_a_name_fits_as_written_before_it_fits_otherwise():
    roll = Roll(
        (
            Person("Asha"),
            Person("asha"),
            Person("p3", "Zoë O'Brien", "zoe@x.org"),
            Person("p4", "Sam Hill"),
            Person("p5", "sam hill"),
        )
    )
    assert [
        roll.find(name) and roll.find(name).id
        for name in ("asha", "Asha", "ZOE@x.org", "zoë-o-brien", "Sam Hill", "SAM HILL", "ASHA", "nobody", "")
    ] == ["asha", "Asha", "p3", "p3", "p4", None, None, None, None]


# ---- Whose it is


@pytest.mark.parametrize(
    "outside",
    [
        "hand-in-p1.zip",
        "P1.ZIP",
        "hand-in-p1 (1).zip",
        "hand-in-p1 - Copy.zip",
        "hand-in-zoë-o-brien.zip",
        "from the mail.zip",
    ],
)
def test_a_hand_in_finds_its_person(cohort, outside):
    cohort.person("p1", name="Zoë O'Brien")
    cohort.zip("p1", name="p1", outside=outside, on_roll=False)
    assert cohort.mark()["p1", cohort.exercise].points == 9


def test_a_folder_of_another_learning_platform_with_the_zip_in_it(cohort, zip_of):
    cohort.person("p1")
    place = cohort.hand_ins / "Asha Khan_12345_assignsubmission_file"
    place.mkdir()
    (place / "hand-in.zip").write_bytes(zip_of({"manifest.json": b'{"name": "p1"}', **cohort.files()}))
    assert cohort.mark()["p1", cohort.exercise].points == 9


def test_a_stranger_gets_a_verdict_and_stands_apart(cohort):
    cohort.zip("p1")
    cohort.zip("x", outside="hand-in-someone.zip", on_roll=False)
    (cohort.hand_ins / "notes.docx").write_bytes(b"PK")
    (cohort.hand_ins / ".DS_Store").write_bytes(b"x")
    found = cohort.mark()
    stranger = found["hand-in-someone.zip", cohort.exercise]
    assert (stranger.status, stranger.points, stranger.on_roll) == (
        "look",
        9,
        False,
    ) and "fits nobody on the roll" in stranger.sentence
    assert {id for id, _ in found} == {"p1", "hand-in-someone.zip"}
    assert found["p1", cohort.exercise].on_roll and found["p1", cohort.exercise].status == "graded"


def test_a_name_outside_that_differs_from_the_name_inside_is_looked_at(cohort):
    cohort.person("p1"), cohort.person("p2")
    cohort.zip("p1", name="p2", on_roll=False)
    found = cohort.mark()
    assert (
        found["p1", cohort.exercise].status == "look" and "inside it says p2" in found["p1", cohort.exercise].sentence
    )
    assert not found["p2", cohort.exercise].handed_in


@pytest.mark.parametrize("by", ["roll", "word", "hand-in"])
def test_the_hand_in_of_a_pair_counts_for_both(cohort, by):
    pair = {"roll": ("p2", ""), "word": ("blue", "Blue"), "hand-in": ("", "")}[by]
    cohort.person("p1", name="Asha", pair=pair[0])
    cohort.person("p2", name="Ben", pair=pair[1])
    cohort.person("p3", name="Chi")
    cohort.zip("p1", on_roll=False, pair="ben" if by == "hand-in" else None)
    found = cohort.mark()
    assert found["p1", cohort.exercise].points == found["p2", cohort.exercise].points == 9
    assert any("came from Asha" in note for note in found["p2", cohort.exercise].notes)
    assert not found["p3", cohort.exercise].handed_in


def test_one_s_own_answers_count_before_a_partner_s(cohort):
    cohort.person("p1", pair="p2"), cohort.person("p2")
    cohort.zip("p1", on_roll=False)
    own = cohort.answers({**cohort.right[cohort.exercise], "agree-percent": 1})
    cohort.zip("p2", cohort.files(own), on_roll=False)
    found = cohort.mark()
    assert (found["p1", cohort.exercise].points, found["p2", cohort.exercise].points) == (9, 8)


def test_a_roll_that_names_a_partner_is_believed_before_a_hand_in(cohort):
    cohort.person("p1", pair="p2"), cohort.person("p2"), cohort.person("p3")
    cohort.zip("p1", on_roll=False, pair="p3")
    found = cohort.mark()
    assert found["p2", cohort.exercise].points == 9 and not found["p3", cohort.exercise].handed_in


def test_of_two_hand_ins_the_later_state_of_one_file_counts(cohort):
    ids = list(cohort.right[cohort.exercise])
    early = cohort.answers({ids[0]: cohort.right[cohort.exercise][ids[0]]}, revisions={ids[0]: 1})
    late = cohort.answers(revisions=dict.fromkeys(ids, 1))
    cohort.zip("p1", cohort.files(late))
    cohort.zip("p1", cohort.files(early), outside="hand-in-p1 (1).zip", on_roll=False)
    assert (cohort.mark()["p1", cohort.exercise].status, cohort.mark()["p1", cohort.exercise].points) == ("graded", 9)
    cohort.zip("p1", cohort.files(early.replace(b'"1f"', b'"2e"')), outside="hand-in-p1 (1).zip", on_roll=False)
    assert cohort.mark()["p1", cohort.exercise].status == "look"


# ---- Flat memory


def test_what_waits_for_a_worker_is_paths_and_no_content(cohort):
    """However much people hand in, a piece of work is a few KB: a worker reads the files itself."""
    cohort.zip("p1", {**cohort.files(), "photo.json": b" " * 1_000_000}, pair="p2"), cohort.person("p2")
    learners, _ = learners_of(sorted(cohort.hand_ins.iterdir()), Roll((Person("p1"), Person("p2"))), frozenset())
    assert [len(one.own) for one in learners] == [1, 0] and learners[1].partners == [learners[0]]
    assert len(pickle.dumps(learners)) < 4_000


def test_a_hand_in_that_changes_is_marked_again_wherever_it_is(cohort, zip_of):
    cohort.person("p1"), cohort.person("p2"), cohort.person("p3")
    cohort.zip("p1", on_roll=False)
    inner = {f"docs/{id}/{path}": data for id in ("p2",) for path, data in cohort.files().items()}
    (cohort.hand_ins / "OneDrive.zip").write_bytes(zip_of(inner))
    cohort.mark()
    blank = {path: cohort.answers({}) if path.endswith("answers.json") else data for path, data in inner.items()}
    (cohort.hand_ins / "OneDrive.zip").write_bytes(zip_of(blank))
    found = cohort.mark()
    assert (found["p1", cohort.exercise].points, found["p2", cohort.exercise].points) == (9, 0)
