"""marking.match_to_roll: whose a hand-in is, and which of several counts."""

import pickle

import pytest

from equityqi.marking.match_to_roll import learners_of
from equityqi.marking.roll import Person, Roll

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
    ) and "matches nobody on the roll" in stranger.sentence
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
