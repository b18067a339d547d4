"""Blank forms on paper: every form is there, with the names of the fields, and a person who cannot
see can read them.
"""

import re
from html import unescape

from equityqi.handouts.blank_sheets import blank_forms, print_pack
from equityqi.project import labels
from equityqi.project.parts import Aim, Commitment, Idea, MeasureCard, PdsaCycle, Spread, Voice


def test_every_form_of_a_project_has_its_sheet():
    assert re.findall("<h2>(.*?)</h2>", blank_forms()) == [
        "Who was asked",
        "Process map",
        "Fishbone",
        "Five whys",
        "Aim",
        "Driver diagram",
        "Measures",
        "Change ideas",
        "Log of tests: plan",
        "Log of tests: do, study, act",
        "Commitment",
        "Canvas",
    ]


def test_every_field_of_a_form_stands_on_paper_under_its_one_name():
    page = unescape(blank_forms())
    for form in (
        labels.ASKED,
        labels.AIM,
        labels.MEASURES,
        labels.IDEAS,
        labels.CYCLES,
        labels.SPREAD,
        labels.COMMITMENT,
    ):
        for label in form.values():
            assert f">{label}</th>" in page, label


def test_the_names_are_those_of_real_fields():
    for form, part in (
        (labels.ASKED, Voice), (labels.AIM, Aim), (labels.MEASURES, MeasureCard), (labels.IDEAS, Idea), (labels.CYCLES, PdsaCycle),  # noqa: E501
        (labels.SPREAD, Spread), (labels.COMMITMENT, Commitment),
    ):  # fmt: skip
        assert set(form) <= set(part.model_fields)


def test_the_pack_is_accessible_and_loads_nothing(tmp_path):
    print_pack(tmp_path / "pack.html")
    page = (tmp_path / "pack.html").read_text(encoding="utf-8")
    assert '<html lang="en-GB">' in page and page.count("<h1>") == 1
    assert page.count("<caption>") == page.count("<table")
    assert re.findall("<th(?! scope=)[ >]", page) == []
    assert not re.search(r"https?://|<script|<link|url\(", page)


def test_each_form_fits_its_sheet():
    """The rows of no form need more than A4 on its side has: 186 mm less the headings."""
    for tall, rows in (
        (float(re.search(r"--tall: ([\d.]+)mm", table)[1]), table.count("<tr>") - 1)
        for table in re.findall("<table.*?</table>", blank_forms())
    ):
        assert rows * (tall + 4) <= 150
