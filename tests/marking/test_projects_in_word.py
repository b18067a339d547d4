"""marking.projects_in_word: each person's project from their hand-in, as the Word file that they could make too."""

import io
import json
import zipfile

import pytest
import yaml
from docx import Document
from typer.testing import CliRunner

from equityqi.cli.make_for_people import make
from equityqi.files import course_root
from equityqi.marking import MarkingError
from equityqi.marking.projects_in_word import make_projects
from equityqi.poster.word_page import word_of
from equityqi.project import Project
from equityqi.workfolder.copies import keep_copy
from equityqi.workfolder.make_hand_in import hand_in
from equityqi.workfolder.project_from_answers import project_of

DATA = Project.read(course_root() / "datasets" / "b-medication-reviews" / "project.json").to_data()
ANSWERS = {"04-aim": {"my-aim": [DATA["aim"]], "my-problem": DATA["problem"]}}
SECRET = "ring the clinic in secret"


@pytest.fixture
def hand_ins(tmp_path):
    place = tmp_path / "march"
    place.mkdir()
    return place


def work_of(home, answers=ANSWERS, id="a1", changes=1, **settings):
    """A work folder with answers, as somebody has it after session 2."""
    for exercise, held in answers.items():
        folder = home / "exercises" / exercise
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "questions.yml").write_text("", encoding="utf-8")
        saved = {
            "schema": 1, "course": "1.0.0", "exercise": exercise, "case": "b-medication-reviews",
            "id": f"{id}{exercise}", "answers": held, "revisions": dict.fromkeys(held, changes),
            "session_date": "2026-12-01",
        }  # fmt: skip
        (folder / f"{exercise}.answers.json").write_text(json.dumps(saved), encoding="utf-8")
    settings = {"case": "b-medication-reviews", "session_date": "2026-12-01", **settings}
    (home / "settings.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return home


def handed_in(hand_ins, work, name, outside=None):
    made = hand_in(work, name)
    return made.rename(hand_ins / (outside or made.name))


def commitment(work, private):
    (work / "commitments").mkdir()
    held = {"schema": 1, "day": "2026-12-08", "commitment": {"verb": "ring", "thing": SECRET, "private": private}}
    (work / "commitments" / f"{7:016x}.json").write_text(json.dumps(held), encoding="utf-8")


def words(path):
    document = Document(io.BytesIO(path.read_bytes()))
    return "\n".join(document._element.itertext())


def test_the_word_file_is_the_one_that_the_person_could_make(hand_ins, tmp_path):
    work = work_of(tmp_path / "work")
    handed_in(hand_ins, work, "Asha K.")
    made = make_projects(hand_ins)
    assert [path.relative_to(tmp_path).as_posix() for path in made.files] == ["march-projects/project-asha-k.docx"]
    assert made.files[0].read_bytes() == word_of(project_of(work))
    assert made.in_short == f"Made: 1 project in Word, in {tmp_path / 'march-projects'}."


def test_of_two_hand_ins_of_one_person_the_newer_answers_count(hand_ins, tmp_path):
    first = {"04-aim": {"my-problem": "Words of the first session."}}
    handed_in(hand_ins, work_of(tmp_path / "work", first), "asha", "hand-in-asha (1).zip")
    second = {"04-aim": {"my-problem": "Words of the second session."}}
    handed_in(hand_ins, work_of(tmp_path / "work", second, changes=2), "asha")
    made = make_projects(hand_ins)
    (path,) = made.files
    assert "Words of the second session." in words(path) and "first session" not in words(path)
    assert not made.notes


def test_two_people_of_one_name_have_a_file_each(hand_ins, tmp_path):
    for number, said in enumerate(("Too few letters arrive.", "Too few rooms are free.")):
        work = work_of(tmp_path / f"work-{number}", {"04-aim": {"my-problem": said}}, id=f"of-{number}-")
        handed_in(hand_ins, work, "Sam", f"{number}.zip")
    first, second = make_projects(hand_ins).files
    assert (first.name, second.name) == ("project-sam.docx", "project-sam-2.docx")
    assert "letters arrive" in words(first) and "rooms are free" in words(second)


def test_who_has_no_project_yet_is_named(hand_ins, tmp_path):
    handed_in(hand_ins, work_of(tmp_path / "work"), "asha")
    handed_in(hand_ins, work_of(tmp_path / "other", {"01-what-is-inequity": {"healthy-years": 8.7}}), "Ben")
    made = make_projects(hand_ins)
    assert made.without == ("Ben",) and made.in_short.endswith("No project yet: Ben.")


def test_a_persons_own_copy_stays_unread(hand_ins, tmp_path):
    handed_in(hand_ins, work_of(tmp_path / "work"), "asha")
    private = work_of(tmp_path / "private", {"04-aim": {"my-problem": SECRET}}, name="ben")
    keep_copy(private).rename(hand_ins / "my-copy-ben.zip")
    made = make_projects(hand_ins)
    assert [path.name for path in made.files] == ["project-asha.docx"] and not made.without
    assert [note for note in made.notes if "my-copy-ben.zip is a person's own copy" in note]


@pytest.mark.parametrize("private", [True, False])
def test_a_commitment_is_in_it_only_when_its_person_shares_it(hand_ins, tmp_path, private):
    work = work_of(hand_ins / "asha")  # a whole work folder, sent as it is
    commitment(work, private)
    (path,) = make_projects(hand_ins).files
    assert (SECRET in words(path)) is not private


def test_a_commitment_that_was_taken_back_is_not_in_it(hand_ins, tmp_path):
    work = work_of(tmp_path / "work")
    commitment(work, private=False)
    handed_in(hand_ins, work, "asha", "first.zip")
    (work / "commitments" / f"{7:016x}.json").unlink()
    handed_in(hand_ins, work_of(work, changes=2), "asha")
    (path,) = make_projects(hand_ins).files
    assert SECRET not in words(path)


def test_names_that_lead_out_or_are_none_still_make_a_file_inside(hand_ins, tmp_path):
    for number, name in enumerate(("../../etc/passwd", "CON", "!!", "x" * 300)):
        work = work_of(tmp_path / f"work-{number}", id=f"of-{number}-")
        made = hand_in(work, "somebody")
        made = make_named(made, name, hand_ins / f"{number}.zip")
    files = make_projects(hand_ins).files
    names = ["project-somebody.docx", "project-etc-passwd.docx", "project-con.docx", f"project-{'x' * 40}.docx"]
    assert [path.name for path in files] == names and all(path.is_file() for path in files)
    assert {path.name for path in tmp_path.iterdir()} == {"march", "march-projects", *(f"work-{n}" for n in range(4))}


def make_named(path, name, target):
    """Put another name into the manifest of a hand-in, as the course itself never would."""
    with zipfile.ZipFile(path) as held, zipfile.ZipFile(target, "w") as changed:
        for entry in held.namelist():
            data = held.read(entry)
            if entry == "manifest.json":
                data = json.dumps({**json.loads(data), "name": name})
            changed.writestr(entry, data)
    return target


def test_what_cannot_be_read_is_said_and_the_others_are_made(hand_ins, tmp_path):
    handed_in(hand_ins, work_of(tmp_path / "work"), "asha")
    (hand_ins / "hand-in-ben.zip").write_bytes(b"PK\x03\x04 cut short")
    made = make_projects(hand_ins)
    assert [path.name for path in made.files] == ["project-asha.docx"]
    assert [note for note in made.notes if note.startswith("hand-in-ben.zip is damaged")]


def test_trouble_of_our_own_stops_nobody_else(hand_ins, tmp_path, monkeypatch):
    for name in ("asha", "ben"):
        handed_in(hand_ins, work_of(tmp_path / name, id=name), name)
    real = iter([ValueError("no"), b"a Word file"])

    def word(_):
        one = next(real)
        if isinstance(one, Exception):
            raise one
        return one

    monkeypatch.setattr("equityqi.marking.projects_in_word.word_of", word)
    made = make_projects(hand_ins)
    assert [path.name for path in made.files] == ["project-ben.docx"]
    assert made.notes[0].startswith("asha: our own program had trouble") and not made.without


def test_a_word_file_that_a_trainer_wrote_into_is_kept(hand_ins, tmp_path):
    handed_in(hand_ins, work_of(tmp_path / "work"), "asha")
    (path,) = make_projects(hand_ins).files
    assert not make_projects(hand_ins).earlier  # the same again: nothing to keep
    path.write_bytes(b"with my comments")
    made = make_projects(hand_ins)
    assert [kept.name for kept in made.earlier] == ["project-asha-earlier-1.docx"]
    assert made.earlier[0].read_bytes() == b"with my comments" and "earlier-1.docx" in made.in_short


def test_no_project_is_written_among_the_hand_ins(hand_ins, tmp_path):
    handed_in(hand_ins, work_of(tmp_path / "work"), "asha")
    with pytest.raises(MarkingError, match="needs? a folder outside the hand-ins"):
        make_projects(hand_ins, hand_ins / "projects")
    assert [path.name for path in hand_ins.iterdir()] == ["hand-in-asha.zip"]


@pytest.mark.parametrize("folder", ["march", "april"])
def test_a_folder_without_hand_ins_is_said_in_a_sentence(hand_ins, tmp_path, folder):
    found = CliRunner().invoke(make, ["projects", str(tmp_path / folder)])
    assert found.exit_code == 1 and "Give the folder" in found.stderr and not found.stdout


def test_the_command_sums_up(hand_ins, tmp_path):
    handed_in(hand_ins, work_of(tmp_path / "work"), "asha")
    found = CliRunner().invoke(make, ["projects", str(hand_ins), "--out", str(tmp_path / "to" / "read")])
    assert found.exit_code == 0 and found.stdout == f"Made: 1 project in Word, in {tmp_path / 'to' / 'read'}.\n"
