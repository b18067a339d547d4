"""A learner's project is put together from the answers of the work folder, and a private commitment stays out of the
file.
"""

import json
import zipfile

import pytest
import yaml

from equityqi.files import course_root
from equityqi.project import Project, ProjectError
from equityqi.project.export_text import to_text
from equityqi.project.parts import PdsaCycle
from equityqi.project.where_equity_is_asked import stages
from equityqi.project.whole_project import to_json
from equityqi.project.worked_year import year_file
from equityqi.questions.exercise_file import read_questions
from equityqi.workfolder import project_numbers
from equityqi.workfolder.make_hand_in import hand_in
from equityqi.workfolder.project_from_answers import PROJECT, clear_project, project_of, save_project
from equityqi.workfolder.project_numbers import numbers_of

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

DATA = Project.read(course_root() / "datasets" / "b-medication-reviews" / "project.json").to_data()
ANSWERS = {
    "04-aim": {
        "my-aim": [DATA["aim"]],
        "my-problem": DATA["problem"],
        "my-asked": DATA["asked"],
        "my-whys": [{"why": why} for why in DATA["system"]["whys"]],
    },
    "05-drivers": {"my-drivers": DATA["drivers"]},
    "07-measures": {"my-measures": DATA["measures"], "my-ideas": [*DATA["ideas"], {}]},
    "09-pdsa": {"my-first-test": [DATA["cycles"][0]], "my-cycles": DATA["cycles"]},
    "13-commitment": {
        "my-spread": [
            {key: DATA["spread"][key] for key in ("first", "why", "risk")} | {"owner": "yes", "review_date": "no"}
        ],
        "my-trigger": [{"trigger": DATA["spread"]["trigger"]}],
    },
}


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "my-work"
    for exercise, answers in ANSWERS.items():
        place = folder / "exercises" / exercise
        place.mkdir(parents=True)
        (place / "questions.yml").write_text("", encoding="utf-8")
        saved = {
            "schema": 1,
            "course": "1.0.0",
            "exercise": exercise,
            "case": "b-medication-reviews",
            "id": "1",
            "answers": answers,
        }
        (place / f"{exercise}.answers.json").write_text(json.dumps(saved), encoding="utf-8")
    (folder / "settings.yml").write_text(
        yaml.safe_dump({"case": "a-blood-pressure", "session_date": "2026-12-01"}), encoding="utf-8"
    )
    return folder


def change(work, exercise, **answers):
    path = work / "exercises" / exercise / f"{exercise}.answers.json"
    saved = json.loads(path.read_text(encoding="utf-8"))
    saved["answers"] |= {id.replace("_", "-"): value for id, value in answers.items()}
    path.write_text(json.dumps(saved), encoding="utf-8")


def test_every_answer_becomes_its_part_on_the_case_and_day_of_the_work(work):
    project, model = project_of(work), Project.from_data(DATA)
    for part in ("problem", "asked", "aim", "drivers", "measures", "ideas", "cycles"):
        assert getattr(project, part) == getattr(model, part), part
    assert project.system.whys == model.system.whys
    assert (project.spread.risk, project.spread.trigger) == (model.spread.risk, model.spread.trigger)
    assert project.spread.checklist == {"owner": True, "review date": False}
    assert (project.case, project.day) == ("b-medication-reviews", "1 December 2026")


def test_without_any_answer_there_is_an_empty_project_of_the_chosen_case(tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "settings.yml").write_text("case: own\n", encoding="utf-8")
    assert project_of(tmp_path) == Project(case="own")


@pytest.mark.parametrize(
    ("settings", "before", "day"),
    [
        ({}, "", ""),
        ({}, "29 November 2026", "29 November 2026"),
        ({}, "1 July 2026", ""),  # the day of the course's examples, which version 1 wrote
        ({"session_date": "2026-12-01"}, "1 July 2026", "1 December 2026"),
        ({"session_date": "2026-12-01", "second_date": "2027-01-12"}, "1 December 2026", "12 January 2027"),
    ],
)
def test_a_project_has_the_day_of_the_latest_session_or_the_one_that_was_typed_and_no_other(
    tmp_path, settings, before, day
):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "settings.yml").write_text(yaml.safe_dump({"case": "a-blood-pressure", **settings}), encoding="utf-8")
    Project(day=before).write(tmp_path / "project.json")
    assert project_of(tmp_path).day == day
    assert Project.read(save_project(tmp_path)).day == day


def test_an_answered_exercise_3_is_in_the_project_and_in_its_documents(work):
    (work / "exercises" / "04-aim" / "04-aim.answers.json").unlink()
    name = "03-understand-the-system"
    exercise = read_questions(course_root() / "solutions" / name / "questions.yml", "a-blood-pressure")
    place = work / "exercises" / name
    place.mkdir()
    (place / "questions.yml").write_text("", encoding="utf-8")
    (place / f"{name}.answers.json").write_text('{"schema": 1, "course": "1.0.0", "answers": {}}')
    model = {question.id: question.model_answer() for question in exercise.questions}
    change(work, name, **model)
    project = project_of(work)
    assert project.system.steps_in_words.startswith("Name on a list. Letter sent.")
    assert project.system.in_the_room.startswith("Decides: the clinical lead.")
    assert project.system.causes_in_words.startswith("Process: one short slot for all.")
    assert len(project.system.whys) == 4
    looked = (
        "What we looked at: the steps (in our own words), the causes (in our own words) and “why?” (asked 4 times)."
    )
    assert looked in stages(project)[1].says
    text = to_text(project)
    for typed in (project.system.steps_in_words, project.system.in_the_room, project.system.causes_in_words):
        assert typed in text
    change(work, name, **model | {"fishbone-causes": "", "my-whys": []})
    text = to_text(project_of(work))
    assert "What we looked at: the steps (in our own words)." in text and "0" not in text.partition("looked at")[2][:60]


def test_the_plan_of_the_first_test_stands_before_the_log_once(work):
    first = {**DATA["cycles"][0], "name": "T0", "question": "Do people read the text at all?"}
    change(work, "09-pdsa", my_first_test=[first])
    assert [cycle.name for cycle in project_of(work).cycles] == ["T0", "C1", "C2", "C3", "C4"]
    change(work, "09-pdsa", my_first_test=[{**first, "name": "another", "question": DATA["cycles"][0]["question"]}])
    assert [cycle.name for cycle in project_of(work).cycles] == ["C1", "C2", "C3", "C4"]
    change(work, "09-pdsa", my_cycles=[])
    assert [cycle.name for cycle in project_of(work).cycles] == ["another"]


def test_parts_of_the_project_file_stand_where_there_is_no_answer(work):
    Project.from_data(
        {
            "schema": 1,
            "title": "Our reviews",
            "problem": "An older problem",
            "spread": {"checklist": {"money": True}},
            "system": DATA["system"],
        }
    ).write(work / "project.json")
    project = project_of(work)
    assert (project.title, project.problem) == ("Our reviews", DATA["problem"])
    assert project.system.steps and project.spread.checklist == {"money": True, "owner": True, "review date": False}


def test_only_a_shared_commitment_goes_into_the_file_and_one_taken_back_leaves_it(work):
    from equityqi.workfolder import survey_sheets

    said = {key: value for key, value in DATA["commitment"].items() if key != "private"}
    record = survey_sheets.save_sheet(work, "commitment", said)
    assert "commitment" not in json.loads(save_project(work).read_text(encoding="utf-8"))
    survey_sheets.save_sheet(work, "commitment", {**said, "private": "share"}, record)
    assert Project.read(save_project(work)).commitment == Project.from_data(DATA).commitment
    survey_sheets.save_sheet(work, "commitment", {**said, "private": "private"}, record)
    assert "commitment" not in json.loads(save_project(work).read_text(encoding="utf-8"))


def test_on_a_case_of_their_own_the_aim_is_the_team_s(work):
    path = work / "exercises" / "04-aim" / "04-aim.answers.json"
    saved = json.loads(path.read_text(encoding="utf-8"))
    saved["answers"]["own-aim"] = [{"measure": "finished the class", "group": "people without a car"}]
    path.write_text(json.dumps(saved), encoding="utf-8")
    assert project_of(work).aim.group == DATA["aim"]["group"]
    path.write_text(json.dumps({**saved, "case": "own"}), encoding="utf-8")
    assert project_of(work).aim.group == "people without a car"


def test_what_few_people_showed_is_in_the_file_in_words_only_and_the_answers_keep_it(work):
    seen = {"name": "T0", "question": "Do they ring?", "n": 5, "low": 3, "high": 5, "observed": 2, "observed_of": 5}
    many = {**seen, "name": "T1", "question": "And now?", "observed": 9, "observed_of": 30, "n": 30}
    change(work, "09-pdsa", my_first_test=[seen], my_cycles=[many])
    base = Project.from_data({"schema": 1, "system": {"reasons": [{"reason": "No car", "counts": {"a": 4, "b": 18}}]}})
    base.write(work / "project.json")
    held = json.loads(save_project(work).read_text(encoding="utf-8"))
    assert [(one["observed"], one.get("observed_of")) for one in held["cycles"]] == [("fewer", None), (10, 30)]
    assert held["system"]["reasons"][0]["counts"] == {"a": "hidden (small numbers)", "b": 20}
    assert [cycle.observed for cycle in project_of(work).cycles] == [2, 9]


def test_saving_twice_changes_nothing(work):
    first = save_project(work).read_bytes()
    assert save_project(work).read_bytes() == first


def test_a_newer_project_file_is_refused_and_stays_as_it_is(work):
    (work / "project.json").write_text('{"schema": 9}', encoding="utf-8")
    with pytest.raises(ProjectError, match="newer version"):
        save_project(work)
    assert (work / "project.json").read_text(encoding="utf-8") == '{"schema": 9}'


def test_answers_of_another_shape_are_left_out(work):
    change(work, "04-aim", my_aim="an aim", my_asked={"who": 1}, my_problem=7)
    change(work, "05-drivers", my_drivers=[1])
    project = project_of(work)
    assert (
        project.aim == Project().aim and project.asked == [] and project.problem == "" and project.drivers.nodes == []
    )


CARD = {"counted": "people reviewed", "out_of": "all eligible", "split": "interpreter need", "harm": "falls after it"}
BOXES = {
    "try": "Asha rings on Tuesday",
    "with_whom": "4 people who need an interpreter",
    "predict": "2 to 3 of 4 come",
    "count": "who came",
    "stop": "anyone is upset",
}


def test_the_measure_card_and_the_five_boxes_become_parts_of_the_project(work):
    change(work, "07-measures", my_measures=[], my_measure_card=[CARD])
    change(work, "09-pdsa", my_first_test=[], my_cycles=[], my_small_test=[BOXES])
    project = project_of(work)
    own, harm = project.measures
    assert (own.measure, own.type, own.denominator) == (DATA["aim"]["measure"], "process", "all eligible")
    assert (harm.name, harm.type) == ("falls after it", "balancing")
    (test,) = project.cycles
    assert (test.question, test.n, test.low, test.high, test.of) == ("Asha rings on Tuesday", 4, 2, 3, 4)
    assert "Asha rings on Tuesday" in to_text(project)


def test_a_whole_set_and_a_plan_in_full_come_before_card_and_boxes(work):
    before = project_of(work)
    change(work, "07-measures", my_measure_card=[CARD])
    change(work, "09-pdsa", my_small_test=[BOXES])
    after = project_of(work)
    assert (after.measures, after.cycles) == (before.measures, before.cycles)


def test_a_log_of_an_earlier_version_goes_on_in_my_project_and_is_in_no_hand_in(work):
    earlier = {"observed": 1, "observed_of": 3, "learning": "Only one could read the letter"}
    change(work, "09-pdsa", my_cycles=[{**DATA["cycles"][0], **earlier}])
    path = work / "exercises/09-pdsa/09-pdsa.answers.json"
    held = json.loads(path.read_text("utf-8"))
    held["aside"] = {"my-cycles": held["answers"].pop("my-cycles")}  # as an update of the course leaves it
    path.write_text(json.dumps(held), encoding="utf-8")
    (begun,) = project_of(work).cycles
    assert begun.learning == earlier["learning"]
    more = [begun, PdsaCycle(name="C2", n=10)]
    project_numbers.change(work, lambda now: now.model_copy(update={"cycles": more, "own_log": True}))
    assert [cycle.name for cycle in project_of(work).cycles] == ["C1", "C2"]
    with zipfile.ZipFile(hand_in(work, "asha")) as made:
        text = "".join(made.read(name).decode() for name in made.namelist())
    assert "could read the letter" not in text and "C2" not in text
    assert DATA["cycles"][0]["question"] in text  # the first plan of the exercise
    assert "could read the letter" in path.read_text("utf-8")


def test_a_project_put_back_on_another_computer_brings_its_plan_and_the_answers_there_come_first(work, tmp_path):
    whole = project_numbers.whole_of(work, project_of(work))
    other = tmp_path / "other"
    (other / "exercises").mkdir(parents=True)
    project_numbers.put_back(other, to_json(whole))
    assert project_of(other).aim == project_of(work).aim
    assert [cycle.name for cycle in project_of(other).cycles] == ["C1", "C2", "C3", "C4"]
    change(work, "04-aim", my_problem="Another problem")
    project_numbers.put_back(work, to_json(whole))
    assert project_of(work).problem == "Another problem"
    project_numbers.undo(other)
    assert project_of(other).problem == ""


def test_a_worked_year_that_was_opened_and_undone_leaves_each_team_its_own_id(work, tmp_path):
    ids = []
    (tmp_path / "other").mkdir()
    for one in (work, tmp_path / "other"):
        project_numbers.change(one, lambda now: now.model_copy(update={"groups": ["A"]}))
        before = project_numbers.whole_of(one, Project()).id
        project_numbers.put_back(one, year_file("a-blood-pressure").read_bytes())
        year = project_numbers.whole_of(one, Project()).id
        project_numbers.undo(one)
        ids += [before, year]
        assert project_numbers.whole_of(one, Project()).id == before
    assert len(set(ids)) == 4 and all(ids)


def test_the_numbers_leave_this_computer_also_where_the_projects_file_is_damaged(tmp_path):
    project_numbers.change(
        tmp_path, lambda now: now.model_copy(update={"cycles": [PdsaCycle(learning="Ring after six.")]})
    )
    (tmp_path / PROJECT).write_text("{", encoding="utf-8")
    with pytest.raises(ProjectError):
        clear_project(tmp_path)
    assert not numbers_of(tmp_path).cycles and (tmp_path / PROJECT).read_text("utf-8") == "{"
