"""authoring.chart_rules_page, cases.chart_words: the table of every chart by every rule set, and the false alarms."""

import json
import re

import pytest

from equityqi.authoring.chart_rules_page import PAGE, alarms_file, chart_rules_page
from equityqi.cases.chart_words import ALARMS, rule_words
from equityqi.files import course_root
from equityqi.settings import LOOK_AT, RULE_SETS, chart_rules

ROOT = course_root()


def test_the_committed_page_is_what_the_tables_say():
    made = chart_rules_page()
    assert (ROOT / "docs" / PAGE).read_text(encoding="utf-8") == made
    rows = re.findall(r"^\| [A-E] \| (?:course|ihi|making-data-count|anhoej) \| (?:signal|no signal|watch)", made, re.M)
    assert len(rows) == 5 * len(RULE_SETS)


def test_the_committed_false_alarms_are_what_the_simulation_gives():
    assert (ROOT / "datasets" / ALARMS).read_text(encoding="utf-8") == alarms_file()


def test_every_rule_set_has_the_same_words_and_a_sentence_for_each_verdict():
    optional = {"low-watch", "site-signal", "site-none"}
    names = [set(rule_words(rules)) - optional for rules in RULE_SETS]
    assert all(one == names[0] for one in names)
    for rules in RULE_SETS:
        words = rule_words(rules)
        assert set(words["wrong"]) == set(words["options"])
        assert not re.search(r"\{(one|five|found|six)-", json.dumps(words, ensure_ascii=False))


def test_a_rule_set_that_is_not_known_is_refused_with_the_ones_that_are(monkeypatch):
    monkeypatch.setenv(LOOK_AT, "nelson")
    with pytest.raises(ValueError, match="Choose one of course, ihi, making-data-count, anhoej"):
        chart_rules()


def test_without_a_word_in_the_way_the_course_is_on_its_own_rule(monkeypatch):
    monkeypatch.delenv(LOOK_AT, raising=False)
    assert chart_rules() == "course"
