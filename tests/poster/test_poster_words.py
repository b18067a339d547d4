"""poster.page, poster.latest, poster.fit, poster.layout: what the one page says, never made up, and never lost."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equityqi.cases.case import load, titles
from equityqi.files import course_root
from equityqi.gaps import difference
from equityqi.poster.fit import LEAST, Place, fitted
from equityqi.poster.html_page import page_of
from equityqi.poster.latest import Pair, pair_of_aim
from equityqi.poster.layout import Layout
from equityqi.poster.page import poster_of
from equityqi.project import Project
from equityqi.project.document import appendix
from equityqi.project.model_project import model_project
from equityqi.project.parts import Aim
from equityqi.project.shares import HIDDEN
from tools.poster_projects import longest

CASES = [name for name in titles() if (course_root() / "datasets" / name / "make.py").is_file()]  # the course's own


def of(name):
    case = load(name)
    return poster_of(model_project(case), case)


@pytest.mark.parametrize("name", CASES)
def test_a_model_project_misses_nothing_on_its_page_and_each_number_is_in_the_aim_or_the_tables(name):
    page = of(name)
    for said in (page.problem, page.quotation, page.aim, page.floor, page.contact):
        assert said.words and not said.missing
    assert page.chart and page.finding.startswith("The gap") and "rounded to the nearest 5" in page.chart_note.words
    assert len(page.drivers) == 3 and page.of_drivers == 4 and any(driver.told_us for driver in page.drivers)
    assert [one.about.partition(",")[0] for one in page.measures] == ["Outcome", "Process", "Balancing"]
    assert any(one.least and one.best for one in page.measures)  # of the aim's own measure
    assert page.test and page.test.saw in ("fewer", "more", "as predicted", HIDDEN)
    assert Layout(page).cut() == []


def test_the_page_of_the_blood_pressure_model_reads_as_its_tables_do():
    page = of("a-blood-pressure")
    assert page.finding == "The gap has grown from 12 to 15 percentage points"
    assert "95% interval 13 to 17" in page.chart.alt
    assert "June 2026: 2,485 of 4,800 and 4,010 of 6,000" in page.chart_note.words
    assert [(one.least, one.best) for one in page.measures] == [("52%", "67%"), ("74%", "94%"), ("", "")]
    assert page.aim_about.endswith("That would take the gap from 15 to 8 percentage points.")


def test_a_gap_that_is_not_known_to_change_and_one_where_less_is_better_are_said_so():
    assert of("d-missed-appointments").finding == "The gap is 17 percentage points"
    assert "no sign of a change" in of("d-missed-appointments").chart_note.words
    assert "too early to tell" in of("e-second-mmr").chart_note.words
    asthma = of("c-asthma")
    assert asthma.finding == "The gap has grown from 12.8 to 16.1 per 1,000"
    assert asthma.measures[0].about == "Outcome, monthly, per 1,000: respiratory nurse"
    assert of("d-missed-appointments").measures[2].best == "hidden"  # five of 1,363 people


def test_an_empty_project_says_where_each_part_is_written_and_makes_nothing_up():
    page = poster_of(Project())
    for said in (page.problem, page.quotation, page.aim, page.floor, page.contact, page.chart_note):
        assert said.missing and said.words
    assert "exercise 3" in page.problem.words and "exercise 4" in page.aim.words
    assert "exercise 5" in page.no_drivers and "exercise 7" in page.no_measures and "exercise 9" in page.no_test
    assert not page.chart and not page.test and not page.next_date and not page.day
    text = page_of(Project())
    assert "%" not in text.partition("<main>")[2].replace("100%", "")


def test_a_team_s_own_numbers_give_the_gap_now_and_at_the_target_with_its_interval():
    aim = {"measure": "finished the class", "group": "people without a car", "comparator": "others"}
    aim |= {"baseline_group": 51, "baseline_comparator": 65, "target_group": 60, "target_comparator": 66}
    counts = {
        "baseline_group_n": 204,
        "baseline_group_of": 400,
        "baseline_comparator_n": 260,
        "baseline_comparator_of": 400,
    }
    page = poster_of(Project.from_data({"schema": 1, "case": "own", "aim": aim | counts}))
    assert page.finding == "Our target: the gap narrows from 14 to 6 percentage points"
    assert "95% interval 7 to 20" in page.chart_note.words and "205 of 400 and 260 of 400" in page.chart_note.words
    few = poster_of(Project.from_data({"schema": 1, "case": "own", "aim": aim | counts | {"baseline_group_n": 4}}))
    assert few.chart is None and "1 to 7" in few.chart_note.words


def test_baselines_that_the_tables_do_not_hold_get_no_counts_of_theirs():
    case = load("a-blood-pressure")
    assert pair_of_aim(model_project(case).aim, case).period == "June 2026"
    assert pair_of_aim(model_project(case).aim.model_copy(update={"baseline_group": 30}), case) is None
    assert pair_of_aim(Aim(baseline_group=1, baseline_comparator=2), None) is None


@given(
    st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 50), st.integers(0, 50)).filter(
        lambda found: found[0] + found[2] and found[1] + found[3]
    )
)
def test_the_interval_is_the_one_of_the_gaps(counts):
    first, second, more, other = counts
    pair = Pair((first, first + more), (second, second + other), "")
    theirs = difference(first, first + more, second, second + other)
    ends = [float(theirs.lower), float(theirs.upper)]
    if pair.shares[0] < pair.shares[1]:
        ends = [-ends[1], -ends[0]]
    assert pair.interval == pytest.approx(ends, abs=1e-9)


@given(st.text(max_size=3000), st.floats(20, 120), st.floats(6, 30), st.floats(9, 24))
def test_a_text_is_never_smaller_than_9_points_and_says_when_it_was_cut(text, across, down, most):
    found = fitted(text, Place(across, down, most))
    assert found.points >= LEAST
    assert found.cut == found.text.endswith("more in the appendix") or text.endswith("more in the appendix")
    if not found.cut:
        assert found.text == " ".join(text.split())


def test_a_text_is_cut_where_a_sentence_ends_else_where_a_word_ends():
    place = Place(60, 13, 12)
    assert fitted("They wait too long. " * 20, place).text.removesuffix(" … more in the appendix").endswith("long.")
    words = fitted("never ending words " * 60, place).text.removesuffix(" … more in the appendix")
    assert words.split()[-1] in ("never", "ending", "words")


@pytest.mark.parametrize("kind", ["words", "one word"])
def test_what_has_no_room_on_the_page_is_whole_in_the_appendix(kind):
    project = longest(kind)
    page = poster_of(project, load("b-medication-reviews"))
    cut = Layout(page).cut()
    labels = {label for label, _ in cut}
    assert {"Title", "The problem", "What one person said", "Talk to us", "Next date", "The day"} <= labels
    rest = next(section for section in appendix(project, {}, cut).sections if section.title == "In full")
    assert [(block.lead, block.text) for block in rest.blocks] == cut
    assert all(len(words) > 300 for label, words in cut if label in ("Title", "The problem", "Talk to us"))


def test_the_html_file_needs_no_heavy_package():
    code = (
        "import sys, json; from equityqi.cases.case import load; from equityqi.poster.html_page import page_of;"
        "from equityqi.project.model_project import model_project; page_of(model_project(load('a-blood-pressure')));"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
    assert not {"numpy", "pandas", "scipy", "matplotlib", "docx", "lxml"} & set(loaded)
