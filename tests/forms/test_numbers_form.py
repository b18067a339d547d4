"""forms.numbers_form: a project's numbers from an empty plan on, as a person types, corrects, undoes and takes them."""

import json

import pytest

from equityqi.cases.case import load
from equityqi.forms.numbers_form import NumbersForm, offered
from equityqi.project.model_project import model_project
from equityqi.project.numbers import Numbers
from equityqi.project.parts import PdsaCycle, Project
from equityqi.project.worked_year import year_cases
from equityqi.workfolder.project_numbers import change, numbers_of

ABOUT = {"name": "reviews done", "better": "up", "again": "no", "role": "aim", "target": "60", "trigger": ""}
GROUPS = ["Interpreter needed", "No interpreter needed"]


@pytest.fixture
def form(tmp_path):
    made = NumbersForm()
    made.heard = []
    made.send = lambda reply, buffers=(): made.heard.append((reply, list(buffers)))
    made.bind(tmp_path)

    def say(do, *files, **more):
        made.on_message(None, {"do": do, **more}, list(files))
        return made.heard[-1][0]

    made.say, made.work = say, tmp_path
    made.path = tmp_path / "own-data/project-numbers.json"
    return made


def begin(form, **more):
    return form.say("start", **({"about": ABOUT, "groups": GROUPS, "every": "month", "first": "July 2025"} | more))


def fill(form, months, one=(40, 80), two=(130, 200)):
    rows = [f"{year}-{month:02}\t{group}\t{count}\t{of}" for year, month in months
            for group, (count, of) in zip(GROUPS, (one, two), strict=True)]  # fmt: skip
    return form.say("paste", text="\n".join(rows))


YEAR = [(2025, month) for month in range(7, 13)] + [(2026, month) for month in range(1, 7)]


def test_it_asks_for_the_past_first_and_has_a_row_for_each_month(form):
    assert form.sheet["begun"] is False
    assert "baseline" in begin(form)["said"]
    assert [row[1] for row in form.sheet["rows"]][::11] == ["July 2025", "June 2026"]
    assert form.sheet["next"] == "July 2026" and "no numbers yet" in form.result


def test_a_count_is_saved_corrected_and_undone_and_found_again(form):
    begin(form)
    cell = {"when": "2025-07", "group": GROUPS[0]}
    assert form.say("set", **cell, count="2", of="3")["said"] == "Saved."
    assert "Interpreter needed: too early to tell, with 1 point." in form.result
    assert "2 of 3" in form.result and "67%" not in form.result
    form.say("set", **cell, count="20", of="30")
    assert form.sheet["rows"][0][2][0] == ["20", "30"]
    form.say("undo")
    again = NumbersForm()
    again.bind(form.work)
    assert again.sheet["rows"][0][2][0] == ["2", "3"]


@pytest.mark.parametrize(
    ("count", "of", "why"),
    [("9", "3", "Did the two get swapped?"), ("60%", "100", "isn’t a number of people"), ("-1", "5", "whole number")],
)
def test_a_count_that_cannot_be_is_refused_in_words_and_nothing_is_lost(form, count, of, why):
    begin(form)
    form.say("set", when="2025-07", group=GROUPS[0], count="20", of="30")
    before = form.path.read_bytes()
    assert why in form.say("set", when="2025-07", group=GROUPS[0], count=count, of=of)["failed"]
    assert form.path.read_bytes() == before


def test_a_pasted_table_with_a_fault_takes_no_row(form):
    begin(form)
    assert "Row 2" in form.say("paste", text="2025-07\tA\t2\t30\n2025-08\tA\t9\t3")["failed"]
    assert numbers_of(form.work).measures[0].counts == []


def test_a_csv_file_is_read_by_the_reader_of_own_tables(form):
    begin(form)
    rows = "".join(f"{y}-{m:02},{group},26,50\n" for y, m in YEAR for group in GROUPS)
    assert "We read 24 rows." in form.say("file", b"month,group,done,booked\n" + rows.encode(), name="mine.csv")["said"]
    assert form.sheet["rows"][0][2][0] == ["26", "50"]


def test_twelve_months_are_a_baseline_and_a_shift_after_it_is_found(form):
    begin(form)
    fill(form, YEAR[:9])
    assert "too early to tell, with 9 points" in form.result
    fill(form, YEAR)
    assert "no signal" in form.result and "provisional" not in form.result
    fill(form, [(2026, month) for month in range(7, 13)] + [(2027, 1), (2027, 2)], one=(52, 80))
    assert "Interpreter needed: a shift for the better since July 2026 (8 points)." in form.result


def test_harm_is_said_at_once_and_before_all_else(form):
    begin(form)
    fill(form, YEAR)
    harm = ABOUT | {"name": "people who were harmed", "better": "down", "role": "balancing", "trigger": "12"}
    form.say("about", measure="m2", about=harm)
    form.say("set", measure="m2", when="2026-06", group=GROUPS[0], count="2", of="9")
    form.say("show", measure="m1")
    assert form.result.index("Stop and look") < form.result.index("Reviews done")
    assert "Past your trigger of 12%: Interpreter needed with 2 of 9 in June 2026." in form.result


def test_taken_cleared_and_put_back_nothing_is_lost(form):
    begin(form)
    fill(form, YEAR)
    change(
        form.work,
        lambda now: now.model_copy(update={"own_log": True, "cycles": [PdsaCycle(name="A call", start="3 July 2026")]}),
    )
    (damaged := form.path.with_name("project-numbers-damaged-1.json")).write_text("{", encoding="utf-8")
    form.say("take")
    reply, (file,) = form.heard[-1]
    assert reply["files"][0]["name"] == "my-project-only-for-me.json"
    form.say("clear")
    assert form.sheet["begun"] is False and not form.path.exists() and not damaged.exists()
    assert "What you wrote in the exercises is still on it." in form.heard[-1][0]["said"]
    assert (
        form.say("back", file)["said"].startswith("Your project is back: its numbers, its log and its plan.")
        and "A call" in form.result
    )
    assert form.sheet["rows"][0][2] == [["40", "80"], ["130", "200"]]


def test_another_file_is_refused_and_a_damaged_one_is_kept_beside(form):
    begin(form)
    assert "isn’t a project of this course" in form.say("back", b"hello")["failed"]
    form.path.write_text('{"schema": 1, "numb', encoding="utf-8")
    begin(form)
    assert [*form.path.parent.glob("project-numbers-damaged-*.json")] and numbers_of(form.work) != Numbers()


@pytest.mark.parametrize(
    "fault", [{"schema": None}, {"times": ["soon"]}, {"times": []}, {"measures": [{"id": 4}]}, {"measures": 3}]
)
def test_a_file_that_cannot_be_shown_is_refused_and_never_saved(form, fault):
    begin(form)
    form.say("take")
    held = json.loads(form.heard[-1][1][0])
    if "schema" in fault:
        del held["schema"]
    else:
        held["record"] |= fault
    before = form.path.read_bytes()
    assert "This file i" in form.say("back", json.dumps(held).encode())["failed"]
    assert form.path.read_bytes() == before
    form.path.write_text(
        json.dumps({"schema": 2, "numbers": held["record"]} if "schema" in held else {}), encoding="utf-8"
    )
    again = NumbersForm()
    again.bind(form.work)  # a file changed by hand is like none
    assert again.sheet["begun"] is False


def test_a_file_of_a_newer_course_is_said_and_left_alone(form):
    begin(form)
    form.path.write_text('{"schema": 3}', encoding="utf-8")
    again = NumbersForm()
    again.bind(form.work)
    assert "newer version of the course" in again.sheet["shut"]
    assert form.path.read_text("utf-8") == '{"schema": 3}'


def test_a_file_is_searched_for_patients_without_pandas_too(form, monkeypatch):
    begin(form)
    monkeypatch.setattr("equityqi.forms.numbers_form.find_spec", lambda name: None)
    said = form.say("file", b"2025-07,NHS number 943 476 5919,2,30", name="mine.csv")
    assert "names a patient" in said["failed"] and "943" not in form.path.read_text("utf-8")


def test_rows_of_a_file_that_are_left_out_are_said(form):
    begin(form)
    rows = "".join(f"{y}-{m:02},{group.upper()},26,50\n" for y, m in YEAR for group in GROUPS)
    said = form.say("file", b"month,group,done,booked\n" + rows.replace("26", "<8", 1).encode(), name="mine.csv")
    assert said["said"].startswith("Saved. We read 23 rows. We left out 1 row ") and form.sheet["groups"] == GROUPS


def test_what_a_small_test_found_is_not_printed(form):
    begin(form)
    fill(form, YEAR)
    form._project = Project(cycles=[PdsaCycle(name="A call", low=2, high=3, of=5, observed=1, observed_of=5)])
    form.say("show", measure="m1")
    printed, _, hidden = form.result.partition('<div class="eq-numbers-few">')
    assert "1 of 5" in hidden and "1 of 5" not in printed and "<svg" in printed


def test_an_empty_row_can_be_taken_out_and_a_full_one_not(form):
    begin(form)
    form.say("set", when="2025-07", group=GROUPS[0], count="2", of="3")
    assert ["when", "2025-08", "August 2025"] in form.sheet["empty"]
    form.say("without", what="when", id="2025-08")
    assert len(form.sheet["rows"]) == 11
    assert "Empty its fields first" in form.say("without", what="when", id="2025-07")["failed"]


def test_the_groups_of_the_gap_are_chosen_saved_with_the_project_and_undone(form):
    begin(form, groups=[*GROUPS, "not recorded"])
    fill(form, YEAR)
    form.say("set", when="2026-06", group="not recorded", count="20", of="40")
    assert form.sheet["pair"] == GROUPS and "The gap between Interpreter needed and No interp" in form.result
    form.say("compare", one="not recorded", other=GROUPS[1])
    assert "The gap between not recorded and No interpreter needed" in form.result
    form.say("take")
    file = form.heard[-1][1][0]
    form.say("undo")
    assert form.sheet["pair"] == GROUPS
    form.say("back", file)
    assert form.sheet["pair"] == ["not recorded", GROUPS[1]]


def test_a_refusal_says_which_fields_it_is_about(form):
    begin(form)
    reply = form.say("set", when="2025-07", group=GROUPS[0], count="20", of="3")
    assert (reply["when"], reply["group"]) == ("2025-07", GROUPS[0])


def test_words_that_name_a_patient_are_not_saved(form):
    said = begin(form, groups=["NHS number 943 476 5919", "Others"])
    assert "names a patient" in said["failed"] and not form.path.exists()


def test_the_file_says_which_shape_it_has(form):
    begin(form)
    assert json.loads(form.path.read_text("utf-8"))["schema"] == 2


@pytest.mark.parametrize("case", year_cases())
def test_a_target_is_offered_only_where_the_aim_is_in_per_cent(case):
    plan = model_project(load(case))
    per_thousand = case == "c-asthma"  # 27 per 1,000 is no target of 27%
    assert offered(plan)["target"] == ("" if per_thousand else f"{float(plan.aim.target_group):g}")
