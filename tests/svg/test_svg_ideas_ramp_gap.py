"""svg.ideas, svg.ramp, svg.gap, project.drawings_on_page: a page shows what a report shows, and the project's gap."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equityqi.cases.case import load
from equityqi.files import course_root
from equityqi.pictures import two_by_two_and_ramp as on_paper
from equityqi.project import Project
from equityqi.project.drawings import drawing
from equityqi.project.drawings_on_page import ON_PAGE, drawing_on_page
from equityqi.project.model_project import model_project
from equityqi.project.parts import Aim
from equityqi.svg.drawing import SIZE
from equityqi.svg.gap import Pair, gap_over_two_times, scale_of
from equityqi.svg.ideas import EFFECTS, two_by_two
from equityqi.svg.ramp import Cycle, ramp
from equityqi.svg.text_widths import SLACK
from tests.svg.reading import read, squeezed, texts_of

LONG = "Messages in a language, a format and at a time of day that the person who gets them can really use"
IDEAS = {
    "six": [
        ("A talk <b>& more</b>", 1, "small"),
        ("A text, in English", 3, "widens"),
        ("One date", 4, "small"),
        (LONG, 5, "narrows"),
        ("By default", 5, "narrows"),
        ("Evenings 🌙", 4, "narrows"),
    ],
    "one": [("Poster", 1, "widens")],
    "many": [(f"{LONG} {n}", 1 + n % 5, EFFECTS[n % 3]) for n in range(30)],
    "long words": [("Rechtsschutzversicherungsgesellschaften", 3, effect) for effect in EFFECTS],
}
TESTS = {
    "four": [
        Cycle("C1", "Oak practice, one Tuesday", 3, 2, 2, 1, "adapt"),
        Cycle("C2", LONG, 5, 4, 5, 4, "adapt"),
        Cycle("C3", "", 15, 9, 12, None),
        Cycle("C4", "both, <with> locum", 60, 36, 42, 39, "adopt"),
    ],
    "one": [Cycle("C1", "Oak", 1)],
    "twelve": [Cycle(f"C{n}", "A practice with a long name", n * 4, 1, n, n, "adapt") for n in range(1, 13)],
}


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("ideas", IDEAS.values(), ids=IDEAS)
def test_two_by_two_has_the_words_marks_and_places_of_the_report(ideas):
    svg, figure = two_by_two(ideas, notes=["A note."]), on_paper.two_by_two(ideas, notes=["A note."])
    assert svg.alt == figure.alt == read(svg.wide).alt == read(svg.narrow).alt and svg.sentence == figure.sentence
    theirs = texts_of(figure.figure)
    paper = figure.figure.axes[0]
    lines = [line.get_xydata() for line in paper.lines if len(line.get_xydata()) == 2]
    columns = sorted({line[0][0] for line in lines if line[0][0] == line[1][0]})
    rows = sorted({line[0][1] for line in lines if line[0][1] == line[1][1]})
    dots = [line.get_xydata()[0] for line in paper.lines if len(line.get_xydata()) == 1]
    cells = sorted(
        (sum(x > edge for edge in columns), sum(y > edge for edge in rows)) for x, y in dots
    )  # counted from the lower left
    for drawn in (svg.wide, svg.narrow):
        shown = read(drawn)
        assert sorted(words.joined for words in shown.words) == theirs
        grid = [numbers for numbers, kind in shown.paths if kind == "grid"]
        xs = sorted({one[0] for one in grid})
        ys = sorted({one[1] for one in grid} | {one[2] for one in grid if one[0] in xs[1:3]})[-6:]
        assert len(xs) == 4 and len(ys) == 6
        here = sorted((sum(x > edge for edge in xs), sum(y < edge for edge in ys)) for x, y, _ in shown.dots)
        assert here == cells == sorted((1 + EFFECTS.index(effect), strength) for _, strength, effect in ideas)
        names = {squeezed(name) for name, _, _ in ideas}
        for words in shown.words:
            if words.joined in names:
                right = next(edge for edge in xs if edge > words.x)
                assert words.x + words.width * SLACK <= right, words
                assert next(edge for edge in ys if edge > words.y) >= words.foot + 4, "it runs into the row below"


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("tests", TESTS.values(), ids=TESTS)
def test_the_ramp_has_the_words_and_steps_of_the_report(tests):
    svg, figure = ramp(tests, notes=["A note."]), on_paper.ramp(tests, notes=["A note."])
    assert svg.alt == figure.alt == read(svg.wide).alt == read(svg.narrow).alt and svg.sentence == figure.sentence
    steps = [patch.get_height() for patch in figure.figure.axes[0].patches]
    for drawn in (svg.wide, svg.narrow):
        shown = read(drawn)
        assert sorted(words.joined for words in shown.words) == texts_of(figure.figure)
        assert len(shown.boxes) == len(steps) == len(tests)
        for x, y, width, height, _ in shown.boxes:
            (words,) = shown.inside((x, y, width, height, ""))
            assert words.x + words.width * SLACK <= x + width and words.y - SIZE >= y and words.foot + 4 <= y + height
        rising = [box[3] if drawn is svg.wide and len(tests) <= 6 else box[2] for box in shown.boxes]
        assert rising == sorted(rising) and steps == sorted(steps)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=4))
def test_a_scale_holds_all_numbers_in_few_round_steps(values):
    ticks = scale_of(values)
    assert ticks[0] <= min(values) + 1e-6 and ticks[-1] >= max(values) - 1e-6 and 2 <= len(ticks) <= 7
    assert all(one < two for one, two in pairwise(ticks))


AIM = {
    "group": "people who need an interpreter",
    "comparator": "everyone else",
    "date": "31 March 2027",
    "baseline_group": 51,
    "baseline_comparator": 65,
    "target_group": 62,
    "target_comparator": 67,
}


def test_the_gap_of_a_project_is_drawn_to_scale_with_its_words():
    picture = drawing_on_page("gap", Project(aim=Aim(**AIM)))
    assert picture.alt == (
        "The gap of your aim. Now: People who need an interpreter 51%, Everyone else 65%, gap 14 percentage points. "
        "Target, 31 March 2027: People who need an interpreter 62%, Everyone else 67%, gap 5 percentage points. "
        "The scale runs from 50% to 70%."
    )
    for drawn in (picture.wide, picture.narrow):
        shown = read(drawn)
        diamonds = [numbers[2] for numbers, kind in shown.paths if kind == "least"][:2]
        circles = [x for x, _, kind in shown.dots if kind == "best"][:2]
        gaps = [abs(numbers[2] - numbers[0]) for numbers, kind in shown.paths if kind == "gap"]
        assert gaps[0] / gaps[1] == pytest.approx(14 / 5, abs=0.1)
        assert gaps == pytest.approx(
            [circle - diamond for diamond, circle in zip(diamonds, circles, strict=True)], abs=0.2
        )
        assert {"51%", "65%", "62%", "67%", "Gap:14percentagepoints"} <= {words.joined for words in shown.words}


@pytest.mark.parametrize("least, best", [(50, 50), (50, 50.5), (65, 51), (0, 100)])
def test_words_at_two_marks_side_by_side_do_not_touch(least, best):
    pair = Pair("Now", least, best, f"{least} per 1,000", f"{best} per 1,000", "some per 1,000")
    for drawn in (lambda p: p.wide, lambda p: p.narrow):
        shown = read(drawn(gap_over_two_times([pair], ("A", "B"), "The gap", "It is wide.", "per 1,000")))
        left = next(words for words in shown.words if "t-e" in words.kind)
        right = next(words for words in shown.words if re.search("t-b t-h t-(least|best)", words.kind))
        assert left.x < right.x and left.x - left.width * SLACK >= -0.1
        assert right.x + right.width * SLACK <= shown.width + 0.1


def test_a_gap_that_is_hidden_or_not_written_is_not_drawn():
    assert drawing_on_page("gap", Project()) is None
    small = {"baseline_group_n": 3, "baseline_group_of": 6}
    assert drawing_on_page("gap", Project(aim=Aim(**AIM | small))) is None
    assert drawing_on_page("gap", Project(aim=Aim(**AIM | {"target_group": "9" * 400}))) is None


@pytest.mark.parametrize("name", ["driver-diagram", "ideas", "ramp"])
@pytest.mark.parametrize(
    "path", sorted((course_root() / "datasets").glob("*/project.json")), ids=lambda path: path.parent.name
)
def test_a_project_shows_on_a_page_what_it_shows_in_a_report(name, path):
    case = load(path.parent.name)
    project = model_project(case)
    page, report = (draw(name, project, case, ["A note."]) for draw in (drawing_on_page, drawing))
    assert (page is None) == (report is None)
    if page:
        assert (page.alt, page.sentence) == (report.alt, report.sentence)
        assert sorted(words.joined for words in read(page.wide).words) == texts_of(report.figure)


PAGES = """
import sys
for name in ("matplotlib", "numpy", "pandas", "scipy"):
    sys.modules[name] = None
from pathlib import Path
from equityqi import show, view
from equityqi.cases.case import load
from equityqi.forms.project_page import page, pictures, sheet
from equityqi.project import Project
from equityqi.project.canvas import canvas
case = load("b-medication-reviews")
for name in ("drivers", "ideas", "ramp"):
    show(view(name, case))
project = Project.read(Path(sys.argv[1]))
assert page(canvas(project, case)) and pictures(project, case).count("<figure") == 3
assert sheet(project, case).count("<svg") == 2
"""


def test_the_project_page_and_the_plans_of_a_case_need_no_heavy_package():
    full = Path(__file__).parents[1] / "project" / "full-project.json"
    done = subprocess.run([sys.executable, "-c", PAGES, str(full)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert set(ON_PAGE) == {"gap", "driver-diagram", "ideas", "ramp"}
