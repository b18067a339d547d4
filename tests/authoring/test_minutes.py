"""authoring.minutes: what each block of the runsheet asks of people, and whether it fits."""

import re

import pytest
from typer.testing import CliRunner

from equityqi.authoring import minutes
from equityqi.cli.check import check
from equityqi.files import course_root
from equityqi.lessons.runsheet import FILE, Doing, Runsheet, read_runsheet
from equityqi.questions.exercise_file import all_exercises, question_of

RUNSHEET = read_runsheet()
QUESTIONS = {one.id: one for exercise in all_exercises().values() for one in exercise.questions}


def with_block(id, **changed):
    """Return the runsheet with one block changed; its clock is not looked at again."""
    sessions = [
        session.model_copy(
            update={
                "blocks": [block.model_copy(update=changed) if block.id == id else block for block in session.blocks]
            }
        )
        for session in RUNSHEET.sessions
    ]
    return Runsheet.model_construct(**{**dict(RUNSHEET), "sessions": sessions})


def line_of(id, key):
    """The line of a block's key in the runsheet, read as plain text."""
    lines = (course_root() / FILE).read_text(encoding="utf-8").splitlines()
    begins = next(number for number, line in enumerate(lines) if line.strip() in (f"- id: {id}", f"id: {id}"))
    return next(number for number, line in enumerate(lines) if number > begins and f"{key}:" in line) + 1


def asked(session, id):
    return next(fit for fit in minutes.fits(RUNSHEET.session(session)) if fit.block.id == id)


def test_every_block_fits_its_minutes_and_a_slow_room_gets_home():
    assert minutes.problems() == []


def test_the_page_of_the_docs_is_what_the_command_makes():
    kept = (course_root() / minutes.PAGE).read_text(encoding="utf-8")
    assert kept == minutes.page(), "Run: equityqi check minutes --write"


@pytest.mark.parametrize(
    "id, seconds",
    [
        ("gap-years", 45),  # a sum
        ("quiz-equity", 45),  # a choice
        ("three-ways", 8 * 20),
        ("causes", 10 * 2 * 20),  # two choices for each card
        ("idea-strength", 10 * 20),
        ("my-aim", 11 * 30),
        ("my-small-test", 5 * 40),
        ("my-measure-card", 2 * 40 + 2 * 30),
        ("my-primary-drivers", 4 * 40),
        ("read-aloud", 120),
        ("close-the-gap", 4 * (3 * 20 + 45 + 2 * 30)),
    ],
)
def test_a_question_costs_its_fixed_seconds(id, seconds):
    assert minutes.asked_by(QUESTIONS[id]).seconds == seconds


def test_rows_that_people_add_count_as_often_as_the_shortest_good_answer_has_them():
    row, column = {"who": "Mo"}, {"who": {"label": "Who"}}
    same = {"id": "rows", "kind": "table", "prompt": "Who?", "judge": "filled", "points": 1, "columns": column}
    table = question_of({**same, "model": [[row] * 5, [row] * 3]})
    assert minutes.asked_by(table).seconds == 3 * 30


def test_practice_is_not_counted():
    on_page = minutes.asked_in(course_root() / "course" / "session-2" / "07-measures.ipynb", "")
    assert on_page == ["six-faults", "my-measure-card"] and QUESTIONS["my-measures"].part == "practice"


def test_only_the_questions_of_its_own_section_count_for_a_block():
    first, second = asked(1, "m8a"), asked(2, "m8b")
    assert [one.what for one in first.asked] == ["driver-or-not", "my-primary-drivers"]
    assert [one.what for one in second.asked] == ["my-drivers", "read-aloud"]


def test_cards_are_read_aloud_at_150_words_a_minute():
    words = sum(len(item.text.split()) for item in QUESTIONS["vignettes-1-8"].items.values())
    aloud = next(one for one in asked(1, "m2").asked if "read aloud" in one.what)
    assert aloud.seconds == pytest.approx(words * 60 / 150)


def test_three_recalls_are_inside_the_minutes_of_session_2():
    recalls = [fit.block.id for fit in minutes.fits(RUNSHEET.session(2)) for one in fit.asked if "recall" in one.what]
    assert recalls == ["m10", "m12", "m13-m14"]


def test_a_block_that_asks_too_much_is_named():
    found = minutes.problems(with_block("m9", do=7))
    assert found[0].startswith(f"{FILE}, line {line_of('m9', 'do')}, M9 Measures asks for 7.3 minutes and has 7 to do.")


def test_a_slow_room_is_brought_home_by_cuts_and_never_by_the_slack():
    (late,) = minutes.problems(with_block("m11", do=13))  # the block still fits, and the room of 1.25 is late
    assert re.match(rf"{FILE}, line \d+, session 2 runs ", late) and late.endswith("List more cuts, or ask less.")
    assert sum(cut.saves for cut in RUNSHEET.session(2).cuts) == 20 and "its cuts save 10 without the slack" in late


def test_more_to_say_than_minutes_to_tell_is_named():
    (found,) = minutes.problems(with_block("game", say=["word " * 200]))
    assert "what the trainer says takes 1.3 minutes and there are 1 to tell" in found


def test_what_is_read_aloud_needs_its_question():
    with pytest.raises(ValueError, match="name a question for what is read aloud"):
        Doing(what="the cards", kind="aloud")


def test_the_command_prints_the_table_and_says_that_all_is_in_order():
    result = CliRunner().invoke(check, ["minutes"])
    assert result.exit_code == 0
    assert "| M9 Measures |" in result.stdout and result.stdout.rstrip().endswith("Minutes: all in order.")
