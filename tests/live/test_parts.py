"""live.parts: what a page's Python finds in the browser."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
import yaml

from equityqi.live.parts import code
from equityqi.settings import LOOK_AT, RULE_SETS


def test_the_certificate_finds_the_sessions_times_in_a_browser_too():
    names = ZipFile(BytesIO(code())).namelist()
    assert "equityqi/shipped/course/trainer/runsheet.yml" in names


@pytest.mark.parametrize("rules", RULE_SETS)
def test_a_site_takes_the_rule_set_of_charts_that_it_is_made_under(rules, monkeypatch):
    monkeypatch.setenv(LOOK_AT, rules)
    with ZipFile(BytesIO(code())) as archive:
        settings = yaml.safe_load(archive.read("equityqi/shipped/organisation.yml"))
        figures = json.loads(archive.read("equityqi/shipped/datasets/a-blood-pressure/figures.json"))
    assert settings["chart_rules"] == rules
    assert list(figures["rules"]) == [rules]
