"""A set of measures is marked by the measure of the person's own aim, and wherever it is marked comes to the same."""

import json

import pytest

from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.mark import mark_saved
from equityqi.workfolder import answers_file as store

CASE = "b-medication-reviews"
EXERCISES = all_exercises(CASE)
OTHER = "smr_offered"  # a measure of the case, which is in nobody's model set


@pytest.fixture
def work(tmp_path):
    """A work folder with the model's set of measures, and a way to write the aim and to check the set."""
    return Work(tmp_path / "exercises")


class Work:
    def __init__(self, folder):
        self.folder = folder

    def _asked(self, exercise, id):
        path = self.folder / exercise / store.answers_name(exercise)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file():
            store.write_answers(path, store.Answers(exercise, case=CASE, answers={"begun": 1}))
        return store.Asked(EXERCISES[exercise].question(id), exercise, path)

    def aim(self, measure):
        asked = self._asked("04-aim", "my-aim")
        [row] = asked.question.model_answer()
        store.save_answer(asked, [{**row, "measure": measure}])

    def measures(self, *left_out):
        asked = self._asked("07-measures", "my-measures")
        rows = [row for row in asked.question.model_answer() if row.get("measure") not in left_out]
        return store.save_answer(asked, rows)[0]

    def check(self):
        asked = self._asked("07-measures", "my-measures")
        return store.save_checked(asked, store.read_answers(asked.path, asked.exercise)[0])

    def notes(self, answers):
        mark = mark_saved(EXERCISES["07-measures"].question("my-measures"), answers, self.folder)
        return {note.item: (note.right, note.sentence) for note in mark.notes}


def test_a_set_without_the_measure_of_ones_own_aim_is_told_so(work):
    work.aim(OTHER)
    right, said = work.notes(work.measures())["aim-measure"]
    assert right is False and "as an outcome or a process, Invited, of all eligible" in said


def test_a_set_with_the_measure_of_ones_own_aim_meets_it(work):
    [row] = EXERCISES["04-aim"].question("my-aim").model_answer()
    work.aim(row["measure"])
    assert work.notes(work.measures())["aim-measure"] == (True, "The measure in your aim is in the set.")
    assert not work.notes(work.measures(row["measure"]))["aim-measure"][0]


@pytest.mark.parametrize("aim", [None, "", "bp_all_register"])
def test_without_an_aim_on_this_case_any_measure_of_the_case_can_be_the_aims(work, aim):
    if aim is not None:
        work.aim(aim)
    assert work.notes(work.measures())["aim-measure"] == (True, "There's a measure that you could use in an aim.")


def test_the_file_says_what_it_was_judged_by_so_a_hand_in_earns_the_same(work):
    work.aim(OTHER)
    work.measures()
    file = work.folder / "07-measures" / store.answers_name("07-measures")
    alone = store.from_json(json.loads(file.read_text("utf-8")), store.Answers("07-measures"))
    assert alone.aim_measure == OTHER and work.notes(alone)["aim-measure"][0] is False


def test_an_aim_that_changed_counts_at_the_next_check(work):
    [row] = EXERCISES["04-aim"].question("my-aim").model_answer()
    work.aim(OTHER)
    work.measures()
    work.aim(row["measure"])
    assert work.notes(work.check())["aim-measure"][0]
