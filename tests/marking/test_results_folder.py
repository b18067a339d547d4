"""marking.results_folder: results stay apart from hand-ins, and nothing of anybody else's is ever removed."""

import os

import pytest

from equityqi.marking import MarkingError

OURS = ".marks.csv.equityqi-k3j2h1x_.part"


@pytest.mark.parametrize(
    "out", ["hand-ins", "hand-ins/results", "hand-ins/asha/new/one", "x/../hand-ins", "link/in", "."]
)
def test_results_among_the_hand_ins_are_refused_before_anything_is_written(cohort, snapshot, monkeypatch, out):
    cohort.folder("asha")
    (cohort.root / "x").mkdir()
    (cohort.root / "link").symlink_to(cohort.hand_ins, target_is_directory=True)
    cohort.mark()  # writes the roll
    before = snapshot(cohort.root)
    monkeypatch.chdir(cohort.hand_ins if out == "." else cohort.root)
    cohort.out = out
    with pytest.raises(MarkingError, match="Give a folder beside it, for example: --out") as said:
        cohort.mark()
    assert str(cohort.root / "results") in str(said.value) and snapshot(cohort.root) == before


def test_a_folder_of_results_that_leads_into_the_hand_ins_is_refused(cohort, snapshot):
    cohort.folder("asha")
    cohort.out.mkdir()
    (cohort.out / "feedback").symlink_to(cohort.hand_ins / "asha", target_is_directory=True)
    with pytest.raises(MarkingError, match="in the folder of hand-ins"):
        cohort.mark()


@pytest.mark.parametrize("hand_ins", ["gradebook", "feedback", "verdicts/in", "gradebook/autograded"])
def test_hand_ins_where_results_would_be_written_are_refused(cohort, hand_ins):
    cohort.out.mkdir()
    cohort.hand_ins = cohort.out / hand_ins
    cohort.hand_ins.mkdir(parents=True)
    cohort.zip("asha")
    with pytest.raises(MarkingError, match="hand-ins"):
        cohort.mark()
    assert not (cohort.out / "marks.csv").exists()


@pytest.mark.parametrize("hand_ins", ["in", "gradebook/submitted"])
def test_hand_ins_beside_what_is_written_are_marked(cohort, monkeypatch, hand_ins):
    monkeypatch.chdir(cohort.root)
    cohort.out = cohort.root if hand_ins == "in" else cohort.out
    cohort.hand_ins = cohort.out / hand_ins
    cohort.hand_ins.mkdir(parents=True)
    cohort.zip("asha")
    assert cohort.mark() == cohort.mark() and cohort.mark()["asha", cohort.exercise].points == 9


def test_what_a_killed_run_left_is_cleared_wherever_a_run_writes(cohort):
    cohort.zip("asha")
    cohort.mark()
    student = cohort.out / "gradebook" / "autograded" / "asha"
    places = [cohort.out, cohort.out / "verdicts", cohort.out / "gradebook", student / cohort.exercise]
    for place in places:
        (place / OURS).write_bytes(b"half")
    (cohort.out / ".marks.xlsx.equityqi-k3j2h1x_.part").mkdir()
    (cohort.out / ".marks.xlsx.equityqi-k3j2h1x_.part" / "sheet.xml").write_bytes(b"half")
    cohort.mark()
    assert not list(cohort.out.rglob("*.part"))


def test_nothing_of_anybody_else_s_is_removed(cohort, snapshot):
    cohort.zip("asha")
    cohort.mark()
    theirs, elsewhere = cohort.out / "notes", cohort.root / "elsewhere"
    theirs.mkdir(), elsewhere.mkdir()
    for path in (
        theirs / ".draft.part",
        theirs / OURS,
        elsewhere / OURS,
        cohort.out / ".draft.part",
        cohort.out / ".film.mkv.part",
        cohort.out / "verdicts" / ".draft.part",
        cohort.out / "feedback" / "report-2024010112.html",
        cohort.out / "gradebook" / ".x.part",
    ):
        path.write_text("precious")
    os.symlink(elsewhere, cohort.out / ".a.equityqi-k3j2h1x_.part", target_is_directory=True)
    os.symlink(elsewhere, cohort.out / "gradebook" / "autograded" / "linked", target_is_directory=True)
    os.symlink(elsewhere / OURS, cohort.out / "verdicts" / OURS)
    before = snapshot(cohort.root)
    cohort.mark()
    assert snapshot(cohort.root) == before
