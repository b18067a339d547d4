"""workfolder.split_by_person, marking.match_to_roll: what arrives comes out as the people who sent it, nobody mixed."""

import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equityqi.marking import MarkingError, mark_hand_ins
from equityqi.marking.match_to_roll import by_name, learners_of
from equityqi.marking.roll import Person, Roll
from equityqi.workfolder.read_hand_in import read_source

PEOPLE = ("asha", "ben", "chi", "dilys", "eve")
ROLL = Roll(tuple(Person(id, f"{id.title()} Patel-{id[0].upper()}") for id in PEOPLE))
MARK = "exercises/14-feedback/14-feedback.answers.json"


def hand_in(id, name=None, pair=None):
    """What a person hands in; whose it is can be read in each file."""
    manifest = {"schema": 1, "name": id if name is None else name, "pair": pair}
    return {"manifest.json": json.dumps(manifest).encode(), MARK: json.dumps({"id": id, "of": id}).encode()}


def zipped(files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return held.getvalue()


def below(folder, files):
    return {f"{folder}/{path}": data for path, data in files.items()}


def write(root, files):
    for path, data in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def whose(root, roll=ROLL):
    """{id: whose answers came out as theirs}, and the lines on what is no hand-in."""
    learners, lines = learners_of(sorted(root.iterdir()), roll, frozenset())
    found = {}
    for learner in learners:
        files = [file for source in learner.own for file in read_source(source).files]
        found[learner.id] = {json.loads(data)["of"] for path, data in files if path.endswith("answers.json")}
    return found, [line.sentence for line in lines]


EACH = {id: {id} for id in PEOPLE}

# ---- An archive as SharePoint, OneDrive, Teams, Moodle and Forms make it


@pytest.mark.parametrize(
    "files",
    [
        {"OneDrive_2026-07-01.zip": zipped({f"hand-in-{id}.zip": zipped(hand_in(id)) for id in PEOPLE})},
        {"Documents.zip": zipped({f"Hand-ins/day 1/hand-in-{id}.zip": zipped(hand_in(id)) for id in PEOPLE})},
        {
            "all.zip": zipped(
                {path: data for id in PEOPLE for path, data in below(f"Hand-ins/{id}", hand_in(id)).items()}
            )
        },
        {
            "no manifests.zip": zipped(
                {f"team/{id}/14-feedback/14-feedback.answers.json": hand_in(id)[MARK] for id in PEOPLE}
            )
        },
        {"late.zip": zipped({"OneDrive.zip": zipped({f"hand-in-{id}.zip": zipped(hand_in(id)) for id in PEOPLE})})},
        {f"Room {id}/Version 2/hand-in-{id}.zip": zipped(hand_in(id)) for id in PEOPLE},
        {"/".join("abcdefghij") + f"/{id}/hand-in.zip": zipped(hand_in(id)) for id in PEOPLE},
        {f"{id.title()} Patel-{id[0].upper()}_7_file/hand-in.zip": zipped(hand_in(id, name="")) for id in PEOPLE},
        {f"hand-in_{id.title()} Patel-{id[0].upper()}.zip": zipped(hand_in(id, name="me")) for id in PEOPLE},
        {f"work {place}.zip": zipped(hand_in(id)) for place, id in enumerate(PEOPLE)},
        {f"submitted/{id}/14-feedback/14-feedback.answers.json": hand_in(id)[MARK] for id in PEOPLE},
    ],
    ids=["onedrive", "sharepoint", "unpacked", "names", "nested", "teams", "deep", "moodle", "forms", "words", "tree"],
)
def test_an_archive_comes_out_as_its_people(tmp_path, files):
    write(tmp_path, files)
    assert whose(tmp_path) == (EACH, [])


@settings(deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_random_trees_of_zips_and_folders_come_out_as_their_people(tmp_path_factory, data):
    """Each person's hand-in is wrapped in up to five folders and three zips of any name, some share a wrapping."""
    root = tmp_path_factory.mktemp("arrived")
    names = st.sampled_from(["Hand-ins", "day 1", "new", "OneDrive", "2026", "Zoë", "final (2)", "x"])
    together: dict[str, bytes] = {}
    for id in data.draw(st.lists(st.sampled_from(PEOPLE), unique=True, min_size=1)):
        style = data.draw(st.sampled_from(["zip", "named folder", "folder with a manifest", "nested"]))
        files = {
            "zip": {f"hand-in-{id}.zip": zipped(hand_in(id))},
            "named folder": {f"{id}/14-feedback.answers.json": hand_in(id)[MARK]},
            "folder with a manifest": below(f"work of {len(together)}", hand_in(id)),
            "nested": {f"{id}.zip": zipped({"hand-in.zip": zipped(hand_in(id))})},
        }[style]
        for name in data.draw(st.lists(names, max_size=4)):
            files = below(name, files)
        together |= files
    for name in data.draw(st.lists(names, max_size=2)):
        together = {f"{name}.zip": zipped(together)}
    together |= {litter: b"x" for litter in data.draw(st.sets(st.sampled_from(["desktop.ini", ".DS_Store"])))}
    write(root, together)
    sent = {id for id in PEOPLE if any(f'"of": "{id}"'.encode() in data for data in _unpacked(together))}
    found, lines = whose(root)
    assert {id: theirs for id, theirs in found.items() if theirs} == {id: {id} for id in sent}
    assert len(lines) == sum(path in ("desktop.ini", ".DS_Store") for path in together)


def _unpacked(files):
    for path, data in files.items():
        if path.endswith(".zip"):
            archive = zipfile.ZipFile(io.BytesIO(data))
            yield from _unpacked({name: archive.read(name) for name in archive.namelist()})
        else:
            yield data


# ---- Two names are never put together


def test_a_hand_in_in_the_middle_of_another_s_is_its_own(tmp_path):
    inside = {"from-ben/hand-in-ben.zip": zipped(hand_in("ben")), "old.zip": zipped(hand_in("chi"))}
    write(tmp_path, {"hand-in-asha.zip": zipped({**hand_in("asha"), **inside})})
    write(tmp_path / "dilys", {"dilys.zip": zipped(hand_in("dilys")), "eve.zip": zipped(hand_in("eve"))})
    assert whose(tmp_path) == (EACH, [])


def test_a_name_outside_stands_before_a_claim_inside(tmp_path):
    write(tmp_path, {"hand-in-ben.zip": zipped(hand_in("ben")), "FINAL.zip": zipped({**hand_in("asha", name="ben")})})
    found, lines = whose(tmp_path)
    assert found["ben"] == {"ben"} and len(lines) == 1 and "FINAL.zip says inside that it is by ben" in lines[0]


def test_a_claim_inside_counts_where_the_file_with_the_name_holds_nothing(tmp_path):
    write(tmp_path, {"ben.rar": b"Rar!", "FINAL.zip": zipped(hand_in("ben"))})
    found, _ = whose(tmp_path)
    assert found["ben"] == {"ben"}


def test_answers_that_nobody_s_name_is_on_are_said_and_given_to_nobody(tmp_path):
    loose = {"hand-in-ben.zip": zipped(hand_in("ben")), "14-feedback.answers.json": hand_in("asha")[MARK]}
    write(tmp_path, {"OneDrive.zip": zipped(loose)})
    found, lines = whose(tmp_path)
    assert found == {**dict.fromkeys(PEOPLE, set()), "ben": {"ben"}}
    assert lines == [
        "OneDrive.zip/14-feedback.answers.json may be part of a hand-in, but nothing says whose. Put it into a folder"
        " with the person's name, then mark again."
    ]


# ---- What is no hand-in is no person


def test_what_is_no_hand_in_is_one_line_and_nobody(tmp_path):
    write(tmp_path, {name: b"x" for name in ("desktop.ini", ".DS_Store", "notes from Tom.docx", "class.7z", "cut.zip")})
    found, lines = whose(tmp_path)
    assert set(found) == set(PEOPLE) and [line.split(" ")[0] for line in lines] == [
        ".DS_Store",
        "class.7z",
        "cut.zip",
        "desktop.ini",
        "notes",
    ]
    assert "Ask for the file hand-in-NAME.zip" in lines[1] and "damaged or was cut short" in lines[2]


@pytest.mark.parametrize("name", ["asha.rar", "hand-in-asha.zip.part", ".hand-in-asha.zip", "Asha Patel-A.tar.gz"])
def test_nobody_is_told_that_there_is_no_hand_in_where_their_file_is_there(cohort, name):
    cohort.person("asha", name="Asha Patel-A"), cohort.zip("ben")
    (cohort.hand_ins / name).write_bytes(b"not a zip")
    verdict = cohort.mark()["asha", cohort.exercise]
    assert verdict.handed_in and verdict.status == "could_not_run" and name.lstrip(".") in verdict.sentence


def test_an_archive_with_one_damaged_zip_loses_nobody_else(tmp_path):
    files = {f"hand-in-{id}.zip": zipped(hand_in(id)) for id in PEOPLE}
    write(tmp_path, {"OneDrive.zip": zipped({**files, "hand-in-chi.zip": files["hand-in-chi.zip"][:200]})})
    found, _ = whose(tmp_path)
    assert found == {**EACH, "chi": set()}


def test_a_bomb_in_an_archive_stops_itself_alone(tmp_path, monkeypatch):
    monkeypatch.setattr("equityqi.workfolder.hand_in.MOST_BYTES", 10_000)
    files = {f"hand-in-{id}.zip": zipped(hand_in(id)) for id in PEOPLE}
    bomb = zipped({**hand_in("chi"), **{f"{n}.json": b" " * 9_000 for n in range(9)}})
    write(tmp_path, {"OneDrive.zip": zipped({**files, "hand-in-chi.zip": bomb})})
    assert whose(tmp_path)[0] == {**EACH, "chi": set()}


def test_an_archive_has_a_limit_of_people_and_a_folder_has_none(tmp_path, monkeypatch):
    """A zip of a whole region is not read in one go; its folder is, however many people are in it."""
    monkeypatch.setattr("equityqi.workfolder.split_by_person.MOST_PEOPLE", len(PEOPLE) - 1)
    files = {f"hand-in-{id}.zip": zipped(hand_in(id)) for id in PEOPLE}
    write(tmp_path / "archive", {"OneDrive.zip": zipped(files)})
    found, lines = whose(tmp_path / "archive")
    assert found == {id: set() for id in PEOPLE} and len(lines) == 1 and "Unpack it into a folder" in lines[0]
    write(tmp_path / "folder", below("OneDrive", files))
    assert whose(tmp_path / "folder") == (EACH, [])


# ---- Given, not taken


def test_work_is_given_to_the_partner_it_names_and_never_taken(cohort):
    cohort.person("victim"), cohort.person("leech"), cohort.person("partner")
    cohort.zip("victim", pair="partner", on_roll=False)
    cohort.zip("leech", {}, pair="victim", on_roll=False)
    found = cohort.mark()
    assert found["partner", cohort.exercise].points == 9
    taken = found["leech", cohort.exercise]
    assert not taken.points and "victim's own hand-in doesn't say so" in " ".join(taken.notes)


# ---- The last line


def run(cohort, **more):
    cohort.mark() if more.pop("before", False) else None
    lines = ["id,name", *(f"{person['id']},{person['name']}" for person in cohort.people)]
    cohort.roll.write_text("\n".join(lines), encoding="utf-8")
    return mark_hand_ins(cohort.hand_ins, cohort.roll, cohort.out, cohort.course, workers=1, **more)


def test_the_last_line_says_who_is_missing_and_what_was_not_understood(cohort):
    cohort.zip("asha"), cohort.person("ben", name="Ben Hill"), cohort.person("chi")
    (cohort.hand_ins / "notes.docx").write_bytes(b"x")
    (cohort.hand_ins / "desktop.ini").write_bytes(b"x")
    found = run(cohort)
    assert found.in_short == "1 of 3 handed in, 2 missing: Ben Hill, chi; 1 file couldn’t be read."
    assert not found.complete


def test_a_cohort_whose_work_is_all_here_is_complete(cohort):
    cohort.zip("asha"), cohort.zip("ben")
    (cohort.hand_ins / "desktop.ini").write_bytes(b"x")
    found = run(cohort)
    assert (found.in_short, found.complete) == ("2 of 2 handed in.", True)


@pytest.mark.parametrize("there", [[], ["notes.docx"]])
def test_a_folder_without_a_hand_in_is_an_error_and_writes_nothing(cohort, there):
    cohort.person("asha")
    for name in there:
        (cohort.hand_ins / name).write_bytes(b"x")
    with pytest.raises(MarkingError, match=" ".join(["There is no hand-in in .*", *there])):
        run(cohort)
    assert not cohort.out.exists()


def test_a_file_is_known_by_its_name_whatever_was_put_round_it():
    roll = Roll((Person("asha", "Asha Patel"), Person("j.smith"), Person("j"), Person("ben")))
    names = {
        "Hand-in-ASHA (1).zip": "asha",
        "hand-in-j.smith.zip": "j.smith",
        "j.zip": "j",
        "hand-in-asha - Copy (2).zip": "asha",
        "essay_Asha Patel.docx": "asha",
        "asha_ben.zip": None,
        "nobody.zip": None,
    }
    assert {name: getattr(by_name(name, roll), "id", None) for name in names} == names
