"""project.shares and all that writes numbers: one way to write a per cent, rounded once."""

import io
import re

import docx
import pytest

from equityqi.cases.case import load, titles
from equityqi.files import course_root
from equityqi.forms.project_page import page, pictures, sheet
from equityqi.poster.html_page import page_of
from equityqi.poster.word_page import word_of
from equityqi.project.canvas import canvas
from equityqi.project.drawings import drawings
from equityqi.project.export_text import to_text
from equityqi.project.model_project import model_project
from equityqi.project.parts import Aim
from equityqi.project.shares import baselines, gap_sentence, targets

CASES = [name for name in titles() if (course_root() / "datasets" / name / "make.py").is_file()]  # the course's own


def words_of(word: bytes) -> str:
    opened = docx.Document(io.BytesIO(word))
    texts = [part.text or "" for part in opened.element.body.iter() if part.tag.endswith("}t")]
    alt = [part.get("descr") or "" for part in opened.element.body.iter() if part.tag.endswith("}docPr")]
    return "\n".join([*texts, *alt])


def shown(project, case):
    return sheet(project, case) + page(canvas(project, case)) + pictures(project, case)


def exports(case):
    project = model_project(case)
    drawn = drawings(project, case).values()
    return {
        "text": to_text(project),
        "HTML": re.sub("<style>.*?</style>", "", page_of(project), flags=re.S),
        "Word": words_of(word_of(project)),
        "page": re.sub(
            "<style>.*?</style>",
            "",
            sheet(project, case) + page(canvas(project, case)) + pictures(project, case),
            flags=re.S,
        ),
        "pictures": "\n".join(f"{picture.alt} {picture.sentence}" for picture in drawn),
    }


@pytest.mark.parametrize("name", CASES)
def test_every_export_of_a_model_project_writes_a_per_cent_in_one_way(name):
    for kind, text in exports(load(name)).items():
        shares = re.findall(r"[\d.,]+\s*(?:%|per cent\b)", text)
        assert [share for share in shares if not re.fullmatch(r"\d+(\.\d)?%", share)] == [], kind
        whole = {share for share in shares if "." not in share}
        both = [share for share in shares if "." in share and f"{float(share[:-1]):.0f}%" in whole]
        assert both == [], f"{kind}: rounded twice"
        ours = re.findall(r"\d points?\b", text.replace("falls by more than 2 points", ""))  # a person's own words
        assert ours == [], kind


def test_numbers_are_rounded_once_and_so_that_the_page_adds_up():
    whole = Aim(baseline_group="52.3", baseline_comparator=66.9, target_group=60, target_comparator=68)
    assert (baselines(whole, None), targets(whole, None)) == (("52%", "67%"), ("60%", "68%"))
    assert gap_sentence(whole, None) == "The gap is 15 percentage points now, and 8 percentage points is the target."
    alike = Aim(baseline_group=20, baseline_comparator=3.4, target_group=15, target_comparator=3.2)
    assert (baselines(alike, None), targets(alike, None)) == (("20%", "3.4%"), ("15%", "3.2%"))
    assert gap_sentence(alike, None).startswith("The gap is 16.6 percentage points now")
    odd = Aim(baseline_group=52.3, baseline_comparator=67.5, target_group=60, target_comparator=68)
    assert baselines(odd, None) == ("52.3%", "67.5%") and "15.2 percentage points now" in gap_sentence(odd, None)
