"""evaluation.team_projects, projects_page: from shared project files to the named leader's page and the check-ins."""

import io
import json

import pytest
from docx import Document
from typer.testing import CliRunner

from equityqi.cli.app import app
from equityqi.evaluation.follow_up import CannotFollowUp, commitments, team_page
from equityqi.evaluation.projects_page import projects_document
from equityqi.evaluation.team_projects import next_of, team_projects
from equityqi.project.numbers import AIM, BALANCING, Board, CheckIn, Count, Measured, Numbers
from equityqi.project.one_page_part import OnePage
from equityqi.project.parts import Aim, Commitment, PdsaCycle, Project
from equityqi.project.whole_project import WholeProject, read_whole, to_json, to_share
from equityqi.project.worked_year import year_cases, year_file

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

SESSION = "2026-07-01"
PROMISE = {"type": "action", "verb": "ring", "thing": "five people", "group": "carers", "date": "14 July 2026"}


def project(title, id="", counts=(), need="", by="", revision=1, **record):
    """A team's own project: two months for two groups, and what it wrote down."""
    months = ("2026-07", "2026-08")
    measure = Measured(
        id="m1",
        name="Reviews done",
        role=AIM,
        counts=[
            Count(when=month, group=group, count=str(count), of="200")
            for month in months
            for group, count in (counts or (("Carers", 90), ("Others", 130)))
        ],
    )
    boards = [Board(month="2026-08", learned="They come", next="Ask two more", need=need, by=by)]
    numbers = Numbers(groups=["Carers", "Others"], times=list(months), measures=[measure], boards=boards, **record)
    plan = Project(title=title, aim=Aim(date="31 March 2027"))
    return WholeProject(
        id=id or title.encode().hex()[:16], revision=revision, session=SESSION, plan=plan, record=numbers
    )


def shared(*projects):
    """The JSON objects of the copies for a leader."""
    return [(f"{place}.json", json.loads(to_json(to_share(one, "course")))) for place, one in enumerate(projects)]


def put(folder, *projects):
    folder.mkdir(parents=True, exist_ok=True)
    for where, data in shared(*projects):
        (folder / where).write_text(json.dumps(data), encoding="utf-8")
    return folder


def test_help_comes_first_then_the_next_date_and_never_a_result():
    told = [CheckIn(day=day, done="part") for day in (30, 60, 90)]
    late = project("Late", need="A desk", by="1 December 2026", check_ins=told)
    soon = project("Soon", need="A phone", by="2 October 2026", check_ins=told)
    worst = project("Worst result", counts=(("Carers", 10), ("Others", 190)))
    best = project("Best result", counts=(("Carers", 190), ("Others", 190)))
    found, notes = team_projects(shared(best, late, worst, soon))
    assert [one.title for one in found] == ["Soon", "Late", "Best result", "Worst result"] and not notes
    swapped = project("Best result", counts=(("Carers", 10), ("Others", 190)))
    again, _ = team_projects(shared(swapped, late, worst, soon))
    assert [one.title for one in again] == [one.title for one in found]


def test_what_comes_next_is_the_first_thing_planned_after_what_is_written_down():
    whole = project("One", need="A desk", by="2 October 2026")  # its numbers end in August
    assert (next_of(whole).words, next_of(whole).what) == ("1 September 2026", "check-in on day 60")
    told = [CheckIn(day=day, done="part") for day in (30, 60, 90)]
    test = PdsaCycle(name="C2", start="5 October 2026", end="9 October 2026")
    whole = project("Two", check_ins=told, cycles=[test])
    assert (next_of(whole).words, next_of(whole).what) == ("5 October 2026", "C2 begins")
    assert next_of(project("Three", check_ins=told)).what == "the day of their aim"
    assert next_of(WholeProject(plan=Project(title="Four"))) is None


@pytest.mark.parametrize("typed", ["20 August 2026", "20 August", "1 August"])
def test_a_day_in_the_month_that_is_being_counted_is_still_to_come_with_or_without_its_year(typed):
    whole = project("One")  # the first counts of August are typed
    plan = whole.plan.model_copy(update={"page": OnePage(next_date=typed, next_step="ring five people")})
    found = next_of(whole.model_copy(update={"plan": plan}))
    assert (found.words, found.what) == (f"{typed.removesuffix(' 2026')} 2026", "ring five people")
    asking = project("Two", need="A desk", by="2 January", check_ins=[CheckIn(day=day) for day in (30, 60, 90)])
    assert (next_of(asking).words, next_of(asking).what) == ("2 January 2027", "an answer to what they need")


def test_a_teams_own_file_is_left_out_and_nothing_of_it_is_shown(tmp_path):
    own = project("Only ours", counts=(("Carers", 3), ("Others", 130)))
    folder = put(tmp_path / "sent", project("Shared"))
    (folder / "own.json").write_bytes(to_json(own))
    found, made = team_page(folder)
    assert [one.title for one in found.projects] == ["Shared"]
    (note,) = found.notes
    assert "own.json (“Only ours”) has a team’s own numbers" in note and "A copy for my leader" in note
    assert all(b"Only ours" not in path.read_bytes() for path in made)


def test_of_two_files_of_one_project_the_newer_counts_and_a_newer_course_is_named():
    old, new = project("One", id="0f", revision=1), project("One", id="0f", revision=2, need="A desk")
    for files in (shared(old, new), shared(new, old)):
        found, notes = team_projects(files)
        assert [one.need for one in found] == ["A desk"] and "1.json (“One”) is another version" in notes[0]
    ((where, data),) = shared(new)
    found, notes = team_projects([(where, data | {"schema": 99})])
    assert found == [] and "newer version of the course" in notes[0]


def test_two_projects_that_began_from_one_file_are_both_shown_and_a_note_says_so():
    found, notes = team_projects(shared(project("Ours", id="0f"), project("Theirs", id="0f", need="A desk")))
    assert {one.title for one in found} == {"Ours", "Theirs"}
    assert len(notes) == 1 and notes[0].startswith("1.json (“Theirs”) and 0.json (“Ours”) began from one file")


def test_the_page_says_what_a_leader_needs_and_has_no_rank_average_or_small_number(tmp_path):
    files = [read_whole(year_file(case).read_bytes()) for case in year_cases()]
    whole = files[0]
    upto = "2027-04"  # the month in which the trigger is passed
    record = whole.record.model_copy(update={"times": [when for when in whole.record.times if when <= upto]})
    boards = [board for board in record.boards if board.month <= upto]
    files[0] = whole.model_copy(update={"record": record.model_copy(update={"boards": boards})})
    found, made = team_page(put(tmp_path / "sent", *files), leader="Dr Ama Boateng")
    page = made[0].read_text(encoding="utf-8")
    words = [
        "For Dr Ama Boateng.", "We need help", "Ten monitors to lend out", "14 May 2027: an answer to what they need",
        "Read this first:", "past the trigger of 18%", "a shift for the better since", "hasn’t been shared",
        "What we learned", "Day 90, Tuesday 29 September 2026",
    ]  # fmt: skip
    assert [one for one in words if one not in page] == []
    assert page.index("We need help") < page.index("The other projects, by next date")
    main = page.partition("<main>")[2]
    assert not [word for word in ("average", "rank", "missing", "style=", "Marcia", "Ravi,") if word in main]
    harm = next(one for one in whole.record.measures if one.role == BALANCING)
    assert any(1 <= one.numbers[0] <= 7 for one in harm.counts)  # there are small numbers to hide
    assert "hidden" in (tmp_path / "sent" / "0.json").read_text(encoding="utf-8")
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(made[1].read_bytes())).paragraphs)
    assert "Blood pressure care" in text and "Read this first" in text
    again, _ = team_page(tmp_path / "sent", leader="Dr Ama Boateng")
    assert again == found and made[0].read_text(encoding="utf-8") == page


def test_words_that_name_somebody_are_taken_out_and_the_file_is_named():
    told = [CheckIn(day=30, done="part", in_the_way="Mrs Agnes Miller, NHS number 943 476 5919, was upset")]
    found, notes = team_projects(shared(project("One", check_ins=told)))
    assert "943 476 5919" not in str(found[0].whole) and "removed" in str(found[0].whole)
    assert "it" in notes[0] and notes[0].startswith("0.json (“One”): the project looks like it names")


def test_no_name_is_left_in_any_words_that_the_page_prints():
    test = PdsaCycle(name="Ring Mrs Patel", question="Does Mrs Patel come?", low="Mrs Patel", high="Mrs Patel", of=9)
    whole = project("Mrs Patel’s project", need="Ask Mrs Patel", by="Mrs Patel back on 3 August 2026", cycles=[test])
    page = {"next_date": "14 July 2026", "next_step": "ring Mrs Patel about her tablets"}
    plan = Project.model_validate({"title": whole.plan.title, "page": page, "aim": {"group": "Mrs Patel and others"}})
    said = {"m1": ["Mrs Patel: no signal."]}
    whole = to_share(whole.model_copy(update={"plan": plan}), "course").model_copy(update={"found": said})
    found, notes = team_projects([("one.json", json.loads(to_json(whole)))])
    assert "Patel" not in str(projects_document(found)) and "looks like it names" in notes[0]


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"boards": [{"month": "2026-08", "need": "a\x08b"}]}, True),
        ({"times": ["9999-12"]}, False),
        ({"check_ins": [{"day": 10**9}]}, False),
    ],
)
def test_one_teams_file_never_ends_the_page_of_the_others(tmp_path, change, kept):
    folder = put(tmp_path / "sent", project("One"), project("Two"))
    held = json.loads((folder / "0.json").read_text("utf-8"))
    held["record"] |= change
    (folder / "0.json").write_text(json.dumps(held), encoding="utf-8")
    found, _ = team_page(folder)
    assert [one.title for one in found.projects] == ["One", "Two"][not kept :]
    assert kept or [note.startswith("0.json") and "is damaged" in note for note in found.notes] == [True]


def commitment(folder, promise, record="0123456789abcdef"):
    held = {"schema": 1, "day": SESSION, "commitment": {**promise, "private": False}}
    (folder / f"my-commitment-{record}.json").write_text(json.dumps(held), encoding="utf-8")


def with_promise(whole, promise):
    plan = whole.plan.model_copy(update={"commitment": Commitment(**promise, private=False)})
    return whole.model_copy(update={"plan": plan})


def test_check_ins_are_filled_from_the_project_whose_commitment_is_shared(tmp_path):
    told = [CheckIn(day=30, done="part", helped="A list"), CheckIn(day=60, done="done")]
    mine = with_promise(project("Mine", check_ins=told), PROMISE)
    others = project("Another team's", check_ins=[CheckIn(day=30, done="not")])
    folder = put(tmp_path / "sent", mine, others)
    commitment(folder, PROMISE)
    found = commitments(folder)
    assert [(one.day, one.done, one.helped, one.chart_by_group) for one in found.check_ins] == [
        (30, "part", "A list", "yes"), (60, "done", "", "yes"),
    ]  # fmt: skip
    assert [one.gap for one in found.check_ins] == ["about 20.0 percentage points in July 2026"] * 2
    assert {path.name for path in (tmp_path / "sent-follow-up").iterdir()} >= {"projects.html", "projects.docx"}


def test_what_a_person_typed_counts_before_what_their_team_wrote(tmp_path):
    mine = with_promise(project("Mine", check_ins=[CheckIn(day=30, done="not")]), PROMISE)
    folder = put(tmp_path / "sent", mine)
    commitment(folder, PROMISE)
    record = {"record": "0123456789abcdef", "day": 30, "done": "done", "share": True}
    (folder / "my-check-in-0123456789abcdef-30.json").write_text(json.dumps(record), encoding="utf-8")
    assert [(one.day, one.done) for one in commitments(folder).check_ins] == [(30, "done")]


def test_nobody_is_missing_where_nobody_shared_and_the_folder_itself_is_never_written_into(tmp_path):
    (tmp_path / "sent").mkdir()
    found, made = team_page(tmp_path / "sent")
    page = made[0].read_text(encoding="utf-8")
    assert "No team has shared a project yet." in page and found.projects == ()
    with pytest.raises(CannotFollowUp, match="so we don’t write anything into it"):
        team_page(tmp_path / "sent", tmp_path / "sent")
    with pytest.raises(CannotFollowUp, match="could not be read"):
        team_page(tmp_path / "not-there")


def test_the_command_says_how_many_and_who_asks(tmp_path):
    folder = put(tmp_path / "sent", project("One", need="A desk"), project("Two"))
    done = CliRunner().invoke(app, ["team-projects", str(folder)])
    assert done.exit_code == 0, done.output
    assert "2 shared projects. 1 asks for help." in done.output and "projects.html" in done.output
