"""forms.tests_form, forms.board_form: a log that grows test by test, a story board each month, saved as it is typed."""

import json

import pytest
import yaml

from equityqi.forms.board_form import BoardForm
from equityqi.forms.numbers_form import NumbersForm
from equityqi.forms.tests_form import TestsForm
from equityqi.workfolder.project_from_answers import project_of, save_project
from equityqi.workfolder.project_numbers import numbers_of

pytestmark = pytest.mark.usefixtures("nobodys_organisation")


@pytest.fixture
def work(tmp_path):
    (tmp_path / "exercises/09-pdsa").mkdir(parents=True)
    (tmp_path / "exercises/09-pdsa/questions.yml").write_text("", encoding="utf-8")
    (tmp_path / "settings.yml").write_text(yaml.safe_dump({"second_date": "2026-06-23"}), encoding="utf-8")
    planned = {
        "try": "Asha rings, at Oak practice, on Tuesday 7 July 2026",
        "with_whom": "4 carers",
        "predict": "2 to 3 of 4 come",
    }  # noqa: E501
    saved = {"schema": 1, "exercise": "09-pdsa", "id": "1", "answers": {"my-small-test": [planned]}}
    (tmp_path / "exercises/09-pdsa/09-pdsa.answers.json").write_text(json.dumps(saved), encoding="utf-8")
    return tmp_path


@pytest.fixture
def say(work):
    def opened(kind):
        form, count = kind(), iter(range(1, 1000))
        form.bind(work)
        form.heard = []
        form.send = lambda reply, buffers=(): form.heard.append((reply, list(buffers)))

        def said(do, **changes):
            changes = {key.replace("__", "."): value for key, value in changes.items()}
            form.on_message(None, {"do": do, "changes": changes, "token": f"me-{next(count)}"}, [])
            return form.heard[-1][0]

        return form, said

    return opened


def fields(form, card=-1):
    return {one["key"]: one for _, part in form.cards[card]["parts"] for one in part}


def log(work):
    return numbers_of(work).cycles


def test_the_log_begins_with_the_plan_of_the_exercise_and_becomes_the_teams_own(work, say):
    form, said = say(TestsForm)
    assert fields(form)["test-1.low"]["value"] == "2" and log(work) == []
    assert said("save", **{"test-1.observed": "1", "test-1.observed_of": "4"})["said"].startswith("Saved.")
    assert (log(work)[0].low, log(work)[0].observed) == (2, "1")
    assert project_of(work).cycles == log(work)
    assert "fewer than predicted" in form.cards[0]["line"]


def test_the_next_test_waits_for_a_decision_and_grows_by_it_at_most_fivefold(work, say):
    form, said = say(TestsForm)
    assert "adapt, adopt or abandon" in said("grow")["failed"]
    said("save", **{"test-1.act": "adopt", "test-1.n": "4", "test-1.name": "C1"})
    assert said("grow")["said"].startswith("Test 2 is ready")
    assert [cycle.n for cycle in log(work)] == ["4", "20"] and log(work)[1].name == "C2"
    assert fields(form)[f"{form.cards[1]['key']}.n"]["hint"].startswith("At most 20")
    assert (
        fields(form)[f"{form.cards[1]['key']}.low"]["value"],
        fields(form)[f"{form.cards[1]['key']}.where"]["value"],
    ) == ("", "")
    said("out")
    assert len(log(work)) == 1


def test_the_checks_of_the_course_go_on_helping(say):
    form, said = say(TestsForm)
    said("save", **{"test-1.n": "4", "test-1.name": "C1", "test-1.act": "adapt"})
    said("grow")
    said("save", **{f"{form.cards[1]['key']}.n": "60"})
    said("check")
    assert "C2: 60 people after 4 is a big jump. Take at most 20 next" in form.result


def test_a_name_in_the_log_is_warned_of_and_saved_all_the_same(work, say):
    _, said = say(TestsForm)
    assert (
        "looks like it names a person" in said("save", **{"test-1.learning": "Mrs Patel was upset by the call"})["said"]
    )
    assert log(work)[0].learning.startswith("Mrs Patel")


def test_a_message_that_a_newer_one_overtook_changes_nothing(work, say):
    form, said = say(TestsForm)
    said("save", **{"test-1.learning": "Ring"})
    said("save", **{"test-1.learning": "Ring after six"})
    form.on_message(None, {"do": "save", "changes": {"test-1.learning": "Ring"}, "token": "me-1"}, [])
    assert log(work)[0].learning == "Ring after six"


def test_a_test_that_is_logged_shows_in_the_charts_at_once(work, say):
    numbers, _ = say(NumbersForm)
    _, said = say(TestsForm)
    numbers.on_message(None, {"do": "start", "about": {"name": "reviews"}, "groups": ["A"], "first": "July 2025"}, [])
    numbers.on_message(None, {"do": "set", "when": "2025-07", "group": "A", "count": "20", "of": "30"}, [])
    said("save", **{"test-1.name": "An evening call"})
    assert "An evening call" in numbers.result


def test_a_board_is_written_month_by_month_and_made_as_files(work, say):
    form, said = say(BoardForm)
    assert fields(form, 0)["month"]["value"] == "2026-06"  # that of session 2: there is no number yet
    said("save", **{"2026-06.need": "A morning a week", "day-30.done": "part"})
    assert numbers_of(work).boards[0].need == "A morning a week" and numbers_of(work).check_ins[0].day == 30
    assert form.cards[1]["line"] == "Check-in on day 30: Thursday 23 July 2026"
    reply = said("make")
    assert [one["name"].rpartition(".")[2] for one in reply["files"]] == ["html", "docx", "pdf", "png", "txt"]
    assert "A morning a week" in form.result and "sb-need" in form.result
    said("text")
    assert "WHAT WE NEED\nA morning a week" in form.result


def test_the_board_goes_on_with_the_latest_month_unless_another_was_chosen(say):
    form, said = say(BoardForm)
    numbers, _ = say(NumbersForm)
    numbers.on_message(None, {"do": "start", "about": {"name": "reviews"}, "groups": ["A"], "first": "July 2026"}, [])
    form.renew()
    assert fields(form, 0)["month"]["value"] == "2027-06"
    said("save", month="2026-07")
    assert "2026-07.need" in fields(form, 0)
    form.renew()
    assert fields(form, 0)["month"]["value"] == "2026-07"


def test_a_day_typed_without_a_year_gets_one_and_that_is_said(work, say):
    form, said = say(TestsForm)
    assert (
        "We added the year: 7 July 2026. If it’s another one, type it."
        in said("save", **{"test-1.start": "7 July"})["said"]
    )
    assert log(work)[0].start == fields(form)["test-1.start"]["value"] == "7 July 2026"
    assert "year" not in said("save", **{"test-1.end": "9 July 2026"})["said"]


def test_what_is_too_long_is_refused_and_never_cut(work, say):
    form, said = say(TestsForm)
    assert said("save", **{"test-1.learning": "a" * 2001})["failed"].startswith(
        "One box has 1 letter more than the 2,000"
    )
    assert log(work) == [] and "failed" not in said("save", **{"test-1.learning": "a" * 2000})


def test_clearing_takes_the_log_out_of_the_project_file_too_and_the_board_off_the_page(work, say):
    numbers, _ = say(NumbersForm)
    board, make = say(BoardForm)
    _, said = say(TestsForm)
    numbers.on_message(None, {"do": "start", "about": {"name": "reviews"}, "groups": ["A"], "first": "July 2025"}, [])
    said("save", **{"test-1.learning": "The evening is what they asked for"})
    make("make")
    assert "evening is what" in save_project(work).read_text("utf-8") and board.result
    numbers.on_message(None, {"do": "clear"}, [])
    assert "evening is what" not in "".join(path.read_text("utf-8") for path in work.rglob("*.json"))
    assert board.result == "" and [cycle.n for cycle in project_of(work).cycles] == [4]  # the plan of exercise 9


def test_what_is_half_typed_for_a_test_that_is_gone_is_shown_and_never_lands_in_another(work, say):
    form, said = say(TestsForm)
    said("save", **{"test-1.act": "adapt"})
    said("grow")
    gone = form.cards[1]["key"]
    said("out")
    said("grow")  # another test in the same place
    assert said("save", **{f"{gone}.learning": "The evening is better"})["said"].startswith("Not all of it is saved.")
    assert [cycle.learning for cycle in log(work)] == ["", ""] and "The evening is better" in form.about


def test_what_is_half_typed_for_one_project_never_lands_in_another(work, say):
    numbers, _ = say(NumbersForm)
    form, said = say(TestsForm)
    said("save", **{"test-1.name": "Ours"})
    before, numbers.heard = form.key, []
    numbers.on_message(None, {"do": "take"}, [])
    theirs = json.loads(numbers.heard[-1][1][0]) | {"id": "00ff00ff00ff00ff"}
    numbers.on_message(None, {"do": "back"}, [json.dumps(theirs).encode()])
    assert form.key != before and form.key.endswith(":00ff00ff00ff00ff")
    changes = {"test-1.learning": "The evening is better"}
    form.on_message(None, {"do": "save", "changes": changes, "token": "other-1", "key": before}, [])
    assert log(work)[0].learning == "" and "The evening is better" in form.about
    form.on_message(None, {"do": "save", "changes": changes, "token": "other-2", "key": form.key}, [])
    assert log(work)[0].learning == "The evening is better"
    numbers.on_message(None, {"do": "clear"}, [])
    assert "The evening" not in form.about and form.key.endswith(":")  # by which the browser lets go of what it keeps
