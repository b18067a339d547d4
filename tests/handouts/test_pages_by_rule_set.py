"""Pages of the site and of the paper pack under each rule set of charts: lesson 11, lesson 12 and exercise 11."""

import re

import pytest

from equityqi.cases.chart_words import alarms, rule_words
from equityqi.handouts.run_pages import run_pages
from equityqi.settings import LOOK_AT, NHS, RULE_SETS

LESSON = "course/session-2/11-run-charts.ipynb"
TRIGGER = "course/session-2/12-canvas-and-spread.ipynb"
EXERCISE = "exercises/11-run-charts/11-run-charts.ipynb"
CASES = dict(
    zip(RULE_SETS, ("a-blood-pressure", "b-medication-reviews", "c-asthma", "d-missed-appointments"), strict=True)
)


@pytest.mark.slow
@pytest.mark.parametrize("rules", RULE_SETS)
def test_the_pages_speak_of_the_rule_set_and_of_no_other(rules, monkeypatch):
    monkeypatch.setenv(LOOK_AT, rules)
    ran = run_pages([LESSON, TRIGGER, EXERCISE], CASES[rules])
    text = {
        page.path: "\n".join(cell.html for cell in page.cells if cell.html)
        + "\n".join(str(ran.question(cell.source)) for cell in page.cells if cell.kind == "asks")
        for page in ran.pages
    }
    words, lesson = rule_words(rules), text[LESSON]
    assert words["name"] in lesson and words["name"] in text[EXERCISE]
    others = [rule_words(one)["name"] for one in RULE_SETS if one != rules]
    shown = "".join(text.values()).replace("one by the course’s own rule", "")
    assert [name for name in others if name in shown] == []
    assert f"about {alarms()[rules]['five-24']} of every 100 sets of five charts" in lesson
    assert f"for {words['run']} months running" in text[TRIGGER]
    line = "mean" if rules == NHS else "median"
    assert lesson.count(f"the {line} of all points") >= 5 or rules == "course"
    assert "Traceback" not in shown and not re.search(r"\{(?:rules|chart|trigger)-", shown)
