"""False alarms in the worked years: a short sample is near the published rate, and the page shows the full table."""

import re

from equityqi.files import course_root
from equityqi.project.worked_year import year_cases
from tools.worked_year_alarms import FULL, PAGE, STANDARD_ERRORS, alarms, published_rate

FALSE_SIGNALS = "course: run of 8 after the baseline | one    |       "
ROW = re.compile(r"^\| (.+?) \| \d \| (\d+) \| ([\d,]+) of ([\d,]+) \| .* \| \**(-?[\d.]+)\** \|$", re.MULTILINE)


def test_chance_alone_signals_as_often_as_the_published_rate_says():
    found = alarms(12, ("course",))
    assert len(found) == 2 * (len(year_cases()) + 1)
    assert all(abs(one.off) <= STANDARD_ERRORS for one in found), found
    each = [one for one in found if not one.case]
    assert each[0].found == each[1].found > 0  # a run stays a run: looking each month gives no more of them


def test_the_rate_is_that_of_the_published_page():
    page = (course_root() / "docs/false-signals.md").read_text(encoding="utf-8")
    published = float(page.partition("## Charts of 24 points")[2].partition(FALSE_SIGNALS)[2].split()[0])
    assert abs(100 * published_rate("course", 1) - published) < 0.5


def test_the_full_table_is_within_three_standard_errors_by_the_courses_rule():
    page = (course_root() / PAGE).read_text(encoding="utf-8")
    rows = ROW.findall(page.partition("### The course's rule")[2].partition("### ")[0])
    assert len(rows) == 2 * (len(year_cases()) + 1)
    assert all(abs(float(off)) <= STANDARD_ERRORS for *_, off in rows)
    assert {of for name, _, _, of, _ in rows if name in year_cases()} == {str(FULL)}
