"""The real lessons keep the course's rules, and figures in questions agree with the facts."""

from equityqi import fact
from equityqi.authoring.lint.lint_course import lint
from equityqi.files import course_root
from equityqi.questions.exercise_file import all_exercises


def test_the_lessons_keep_every_rule():
    assert [f"{p.path} {p.cell} [{p.rule}] {p.sentence}" for p in lint(course_root())] == []


def test_the_opening_number_is_the_published_one():
    gap = all_exercises()["01-what-is-inequity"].question("gap-years")
    better, worse = fact("hle-men-central-beds").value, fact("hle-men-luton").value
    assert gap.model == [fact("hle-gap-men").value] == [round(better - worse, 1)]
    assert str(better) in gap.prompt and str(worse) in gap.prompt
