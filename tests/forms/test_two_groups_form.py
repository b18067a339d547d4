"""forms.two_groups_form: what the small form of own data hears and says."""

import json

import pytest

from equityqi.forms.two_groups_form import TwoGroupsForm

TYPED = {
    "one_name": "Interpreter needed", "one_count": "260", "one_of": "500", "two_name": "Others", "two_count": "660",
    "two_of": "1000", "measure": "reviews done", "better": "1", "period": "",
}  # fmt: skip


@pytest.fixture
def form(tmp_path):
    made = TwoGroupsForm()
    made.heard = []
    made.send = made.heard.append
    made.bind(tmp_path)

    def say(do, typed=None, **more):
        made.on_message(None, {"do": do, "typed": TYPED if typed is None else typed, **more}, [])
        return made.heard[-1]

    made.say, made.kept = say, tmp_path / "own-data/two-groups.json"
    return made


def test_four_numbers_become_a_gap_a_picture_and_a_draft_aim(form):
    assert form.say("work") == {"done": "work", "said": "Saved. The gap is worked out below."}
    assert "The gap is 14.0 percentage points" in form.result and "You said that more is better." in form.result
    assert "<svg" in form.result and "move reviews done for Interpreter needed from 52% to" in form.result
    assert "People whose group isn’t recorded are in neither group." in form.result


def test_what_is_typed_is_saved_before_it_is_whole_and_found_again(form):
    assert form.say("save", {"one_name": "Carers", "one_count": "2"})["said"] == "Saved."
    again = TwoGroupsForm()
    again.bind(form.kept.parents[1])
    assert (again.typed["one_name"], again.typed["one_count"], again.result) == ("Carers", "2", "")
    form.say("save")
    again.bind(form.kept.parents[1])
    assert "The gap is 14.0" in again.result


def test_a_pasted_table_fills_the_fields_and_works_nothing_out(form):
    reply = form.say("paste", text="A\t26\t50\nB\t66\t100")
    assert reply["fields"]["two_count"] == "66" and "Is that right?" in reply["said"] and form.result == ""
    assert json.loads(form.kept.read_text(encoding="utf-8"))["one_name"] == "A"


def test_what_cannot_be_used_is_said_at_its_field_and_takes_an_old_result_away(form):
    form.say("work")
    reply = form.say("work", TYPED | {"one_count": "600"})
    assert [*reply["faults"]] == ["one_count"] and form.result == ""


def test_small_numbers_are_shown_nowhere(form):
    form.say("work", TYPED | {"one_count": "3", "one_of": "17"})
    assert "too small to print" in form.result
    assert all(hidden not in form.result for hidden in ("<svg", "17.6", "Draft aim"))


def test_a_patients_number_is_turned_away_and_nothing_of_it_is_saved(form):
    reply = form.say("save", TYPED | {"one_name": "943 476 5919"})
    assert "so we didn’t save it" in reply["failed"] and not form.kept.exists()


def test_words_are_shown_as_words(form):
    form.say("work", TYPED | {"one_name": "<img src=x onerror=alert(1)>", "measure": "<b>x</b>"})
    assert "<img src=x" not in form.result and "<b>x" not in form.result and "&lt;img src=x" in form.result
