"""Every lesson shows the same way through the course, and where on it the lesson is."""

import json
import re

import pytest

from equityqi.files import course_root

LESSONS = sorted((course_root() / "course").glob("session-*/*.ipynb"))
WAY = (
    "Fair or not → Gap → System → Aim → Drivers → Measures → Change ideas → Small tests → Run charts → One page →"
    " Commitment → Feedback"
)
HERE = (
    "Fair or not, Gap, System, Aim, Drivers, Drivers, Measures, Change ideas, Small tests, Small tests, Run charts,"
    " One page, Commitment, Feedback"
).split(", ")


PLACES = list(zip(LESSONS, HERE, strict=True))


@pytest.mark.parametrize("lesson, here", PLACES, ids=lambda value: getattr(value, "stem", ""))
def test_each_lesson_says_where_it_is_on_one_and_the_same_way(lesson, here):
    title = "".join(json.loads(lesson.read_text(encoding="utf-8"))["cells"][0]["source"])
    (strip,) = re.findall(r'<p class="eq-thread">(.*)</p>', title)
    assert re.sub("</?strong>", "", strip) == f"You are here: {here}. The whole course: {WAY}"
    assert re.findall(r"<strong>(.*?)</strong>", strip) == [here, here]  # in words first, for those who don't see it


def test_after_the_second_half_of_the_drivers_the_way_leads_on_to_measures():
    cells = json.loads(LESSONS[4].read_text(encoding="utf-8"))["cells"]
    last = next("".join(cell["source"]) for cell in cells if cell["id"] == "next")
    assert "After the second half, in session 2: [Next lesson: Measures](../session-2/07-measures.ipynb)" in last
