"""lessons.trainer_tasks, lessons.trainer_doors: what a trainer does next on a day, and what stands behind each door."""

import datetime as dt
import json
import re

import pytest

from equityqi.files import course_root
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.trainer_doors import doors, what_is_next
from equityqi.lessons.trainer_tasks import FILE, Now, Task, best_day, next_task, read_tasks
from equityqi.organisation import Organisation

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

TASKS, RUNSHEET = read_tasks(), read_runsheet()
HELD = Organisation(
    name="Hartwell", session_1_date=dt.date(2026, 6, 16), session_2_date=dt.date(2026, 6, 30), named_leader="a director"
)
PREPARED = tuple(task.id for task in TASKS if task.door == "prepare" and task.session == 1)


def at(day, time="08:42", done=(), held=HELD):
    hours, minutes = time.split(":")
    return Now(dt.date.fromisoformat(day), int(hours) * 60 + int(minutes), held, RUNSHEET, done)


@pytest.mark.parametrize(
    "day, time, done, id",
    [
        ("2026-04-01", "09:00", (), "call"),
        ("2026-05-20", "09:00", ("call",), "co-trainer"),
        ("2026-05-20", "09:00", ("call", "co-trainer"), "organisation"),
        ("2026-06-15", "15:00", PREPARED[:-2], "try-one"),
        ("2026-06-16", "08:42", (), "try-one"),
        ("2026-06-16", "08:42", ("try-one",), "room"),
        ("2026-06-16", "08:42", PREPARED, "run-1"),
        ("2026-06-16", "09:05", (), "run-1"),
        ("2026-06-16", "13:00", PREPARED, "run-1"),
        ("2026-06-16", "13:01", PREPARED, "tickets"),
        ("2026-06-16", "13:01", ("tickets",), "debrief-1"),
        ("2026-06-23", "09:00", ("tickets",), "day-7"),
        ("2026-06-26", "09:00", ("tickets", "day-10"), "print-2"),
        ("2026-06-29", "09:00", ("tickets", "print-2"), "before-2"),
        ("2026-06-30", "09:10", (), "run-2"),
        ("2026-06-30", "13:01", ("tickets",), "debrief-2"),
        ("2026-07-01", "09:10", ("debrief-2",), "hand-ins"),
        ("2026-07-07", "09:10", ("hand-ins", "surveys", "certificates", "commitments"), "plans"),
        ("2026-07-30", "09:10", ("hand-ins", "surveys"), "day-30"),
        ("2026-09-01", "09:10", ("day-30",), "day-60"),
        ("2026-09-29", "09:10", (), "day-90"),
        ("2026-11-02", "09:10", (), "tidy"),
    ],
)
def test_the_next_thing_is_what_the_day_asks_for(day, time, done, id):
    assert next_task(TASKS, at(day, time, done)).id == id


def test_without_dates_preparing_goes_from_top_to_bottom_and_then_waits_for_the_dates():
    nobody = Organisation()
    assert next_task(TASKS, at("2026-06-16", held=nobody)).id == "call"
    assert next_task(TASKS, at("2026-06-16", done=PREPARED, held=nobody)) is None


def test_nothing_is_asked_of_a_trainer_who_never_ticked_anything_once_its_time_is_over():
    assert next_task(TASKS, at("2027-06-16")) is None


def test_what_comes_says_how_long_it_takes_why_and_when():
    first = what_is_next(TASKS, at("2026-06-16"))
    assert first.title == "Next: try a laptop or phone"
    assert first.words.startswith("It takes 3 minutes. ") and first.words.endswith(" Session 1 starts at 09:30.")
    assert (first.other, first.task) == ("Use paper today", "try-one")


def test_a_session_cannot_be_ticked():
    assert what_is_next(TASKS, at("2026-06-16", "09:40")).task == ""


def test_on_a_quiet_day_the_next_one_is_named_with_its_date():
    said = what_is_next(TASKS, at("2026-06-25", done=("tickets", "day-7", "print-2")))
    assert said.title == "Nothing to do today"
    assert said.words == ("Next comes “Be online for the drop-in”, on Friday 26 June 2026, tomorrow.")


def test_a_check_in_that_falls_on_a_bank_holiday_is_dated_by_the_next_working_day():
    day_60 = next(task for task in TASKS if task.id == "day-60")
    assert best_day(day_60, Organisation(session_2_date=dt.date(2026, 7, 2))) == dt.date(2026, 9, 1)


@pytest.mark.parametrize(
    "id, session, best, opens",
    [
        ("before-2", "2026-06-29", "2026-06-26", "2026-06-26"),  # the day before a Monday is the Friday
        ("day-10", "2026-06-17", "2026-06-29", "2026-06-29"),  # a drop-in on a Saturday is on the Monday
        ("hand-ins", "2026-06-26", "2026-06-29", "2026-06-27"),
        ("run-2", "2026-06-27", "2026-06-27", "2026-06-27"),  # a session is when it is
    ],
)
def test_a_task_is_best_done_on_a_working_day_and_open_on_it(id, session, best, opens):
    task, day = next(task for task in TASKS if task.id == id), dt.date.fromisoformat(session)
    held = Organisation(**{f"session_{task.session}_date": day})
    assert best_day(task, held).isoformat() == best
    assert at(best, held=held).is_open(task) and at(opens, held=held).is_open(task)
    before = dt.date.fromisoformat(opens) - dt.timedelta(days=1)
    assert not at(before.isoformat(), held=held).is_open(task)


@pytest.mark.parametrize(
    "day, time, here, states",
    [
        (
            "2026-06-16",
            "08:42",
            "Prepare",
            ["15 of 16", "Session 1 today, 09:30 to 13:00", "Nothing", "First date Thu"],
        ),
        ("2026-06-16", "10:00", "Run", ["16 of 16", "Session 1 today", "Nothing", "First date Thu 30 July"]),
        ("2026-06-16", "14:00", "Collect", ["Session 2: 0 of 2", "Session 2 on Tue 30 June", "1 to do", "First date"]),
        ("2026-08-20", "10:00", "Follow up", ["Both sessions", "Both sessions", "Nothing", "Next: day 60, Tue 1 Sept"]),
    ],
)
def test_the_door_of_the_next_thing_is_lit_and_each_says_how_it_stands(day, time, here, states):
    done = PREPARED if here != "Prepare" else tuple(id for id in PREPARED if id != "try-one")
    found = doors(TASKS, at(day, time, done))
    assert [door.name for door in found if door.here] == [here]
    said = [door.state for door in found]
    assert all(state.startswith(start) for state, start in zip(said, states, strict=True)), said


def test_what_can_still_be_done_stands_first_behind_prepare():
    rows = doors(TASKS, at("2026-06-16"))[0].rows
    assert [row.words for row in rows[:2]] == ["Try a laptop or phone", "Set up the room"] and len(rows) == 5


def test_every_link_of_the_tasks_and_doors_has_its_page_and_heading():
    links = {task.link for task in TASKS} | {task.other_link for task in TASKS if task.other_link}
    for door in doors(TASKS, at("2026-06-16")):
        links |= {door.link, *(row.link for row in door.rows)}
    for link in sorted(links):
        page, _, heading = link.partition("#")
        cells = json.loads((course_root() / "course/trainer" / page).read_text("utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        names = {found.replace(" ", "-") for found in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
        assert not heading or heading in names, link


def test_a_slip_in_the_file_is_told(tmp_path):
    from equityqi.checked_yaml import read_checked
    from equityqi.lessons.trainer_tasks import Tasks, TasksError

    path = tmp_path / "tasks.yml"
    text = (course_root() / FILE).read_text("utf-8")
    path.write_text(text.replace("id: words\n", "id: call\n"), encoding="utf-8")
    with pytest.raises(TasksError, match="the task call is in the list twice"):
        read_checked(path, Tasks, TasksError)
    assert Task.model_fields["door"].is_required()
