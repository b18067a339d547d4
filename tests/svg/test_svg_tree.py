"""svg.tree, svg.arranged, svg.drawing, svg.text_widths: the diagram on a page shows what the one in a report shows."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equityqi.pictures import style
from equityqi.pictures import tree as on_paper
from equityqi.svg import drawing
from equityqi.svg.arranged import Box
from equityqi.svg.text_widths import SLACK, lines_of, width_of
from equityqi.svg.tree import driver_diagram
from tests.svg.reading import boxes_of, read, squeezed, texts_of

LONG = "Messages in a language, a format and at a time of day that the person who gets them can really use"
ODD = [
    "Rechtsschutzversicherungsgesellschaften" * 2,
    "<b>Asha & 'Bo'</b>",
    "👩🏽‍⚕️ rings 5 people",
    "مواعيد بلغة المريض",
    "予約の言葉を選ぶ" * 6,
    "w" * 90,
]


def full(words=(LONG,), extra=1):
    """A diagram of 60 boxes; each box but the aim has ``extra`` links into it."""
    levels = {0: 1, 1: 9, 2: 25, 3: 25}
    boxes = [
        Box(
            f"{level}-{n}",
            level,
            words[(level + n) % len(words)],
            "lived experience" if level == 2 else "",
            level == 3 and n % 5 == 0,
        )
        for level, many in levels.items()
        for n in range(many)
    ]
    links = [
        (f"{level - 1}-{(n * 3 + k) % levels[level - 1]}", f"{level}-{n}")
        for level in (1, 2, 3)
        for n in range(levels[level])
        for k in range(min(extra, levels[level - 1]))
    ]
    return boxes, links


TREES = {
    "small": ([Box("a", 0, "Close the gap"), Box("p", 1, "People are reached", "to ask")], [("a", "p")]),
    "aim alone": ([Box("a", 0, LONG)], []),
    "empty": ([Box("a", 0, ""), Box("i", 3, "idea needed", open=True)], []),
    "full": full(),
    "odd words": full(ODD),
    "shared": full(extra=3),
}


@pytest.fixture(params=TREES, scope="module")
def twins(request):
    boxes, links = TREES[request.param]
    figure = on_paper.driver_diagram(boxes, links, notes=["A note."])
    return boxes, links, driver_diagram(boxes, links, notes=["A note."]), figure


@pytest.mark.filterwarnings("ignore:Glyph")
def test_words_alt_text_and_sentence_are_those_of_the_report(twins):
    boxes, _, svg, figure = twins
    wide, narrow = read(svg.wide), read(svg.narrow)
    assert sorted(words.joined for words in wide.words) == texts_of(figure.figure)
    assert wide.alt == narrow.alt == svg.alt == figure.alt and svg.sentence == figure.sentence
    small = [words.joined for words in narrow.words]
    assert all(squeezed(box.text.strip() or "(empty)") in small for box in boxes)


def linked(boxes, lines):
    """Which box each line joins to which: from the middle of a right edge to the middle of a left edge."""
    place = {
        side: {(round(box[at], 1), round((box[1] + box[3]) / 2, 1)): n for n, box in enumerate(boxes)}
        for side, at in (("right", 2), ("left", 0))
    }
    found = []
    for x0, y0, x1, y1, dashed in lines:
        start = min(place["right"], key=lambda at: abs(at[0] - x0) + abs(at[1] - y0))
        end = min(place["left"], key=lambda at: abs(at[0] - x1) + abs(at[1] - y1))
        assert abs(start[1] - y0) + abs(end[1] - y1) + abs(start[0] - x0) + abs(end[0] - x1) < 1
        found.append((place["right"][start], place["left"][end], dashed))
    return sorted(found)


def test_boxes_links_levels_and_marks_are_those_of_the_report(twins):
    boxes, links, svg, figure = twins
    wide = read(svg.wide)
    drawn = [(x, y, x + width, y + height) for x, y, width, height, _ in wide.boxes]
    lines = [(at[0], at[1], at[4], at[3], "dash" in kind) for at, kind in wide.paths]
    theirs = boxes_of(figure.figure)
    inches = [
        (*(100 * one for one in (*line.get_xydata()[0], *line.get_xydata()[-1])), line.get_linestyle() == "--")
        for line in figure.figure.axes[0].lines
    ]
    assert linked(drawn, lines) == linked([tuple(100 * side for side in box[:4]) for box in theirs], inches)
    places = {box.id: place for place, box in enumerate(boxes)}
    assert [pair[:2] for pair in linked(drawn, lines)] == sorted((places[a], places[b]) for a, b in links)
    assert ["dash" in box[-1] for box in wide.boxes] == [box.open for box in boxes] == [box[-1] for box in theirs]
    columns = sorted({box[0] for box in wide.boxes})
    levels = sorted({box.level for box in boxes})
    assert len(columns) == len(levels) and [box[0] for box in wide.boxes] == [
        columns[levels.index(box.level)] for box in boxes
    ]


@pytest.mark.parametrize("shape", ["wide", "narrow"])
def test_every_word_is_inside_its_box_and_no_box_touches_another(twins, shape):
    shown = read(getattr(twins[2], shape))
    assert len(shown.boxes) == len(twins[0])
    held = 0
    for box in shown.boxes:
        x, y, width, height, _ = box
        words = sorted(shown.inside(box), key=lambda words: words.y)
        held += len(words)
        for one in words:
            assert one.x >= x + 4 and one.x + one.width * SLACK <= x + width - 4
            assert one.y - drawing.SIZE >= y and one.foot + 4 <= y + height
        assert all(a.foot + 10 < b.y for a, b in zip(words, words[1:], strict=False))
        assert x >= 0 and x + width <= shown.width and y + height <= shown.height
    columns = max(box.level for box in twins[0]) + 1
    assert len(shown.words) - held == 2 + (columns if shape == "wide" else 0), "the rest is title, note and headings"
    for n, (x, y, width, height, _) in enumerate(shown.boxes):
        for left, top, wide, tall, _ in shown.boxes[:n]:
            assert x + width <= left or left + wide <= x or y + height <= top or top + tall <= y


@given(st.text(max_size=300), st.integers(60, 600), st.booleans())
@settings(max_examples=200, deadline=None)
def test_lines_fit_and_lose_no_letter(words, inside, bold):
    lines = lines_of(words, inside, 13, bold)
    assert squeezed("".join(lines)) == squeezed(words)
    assert all(width_of(line, 13, bold) * SLACK <= inside for line in lines)


def test_the_same_diagram_is_the_same_to_the_byte():
    script = (
        "import hashlib; from tests.svg.test_svg_tree import full, driver_diagram;"
        "print(hashlib.sha256(driver_diagram(*full(extra=3))._repr_html_().encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_colours_are_those_of_the_palette_and_none_is_written_into_a_shape():
    light = {name: light.upper() for name, (light, _) in drawing.LIGHT_AND_DARK.items()}
    assert light["least"] == style.WORST_SERVED and light["best"] == style.BEST_SERVED
    assert light["ink"] == style.INK and light["surface"] == style.PAPER
    assert light["others"] == style.OTHERS and light["neutral"] == style.NEUTRAL
    assert (light["tint-1"], light["tint-2"], light["tint-3"]) == (style.TINTS[1], style.TINTS[3], style.TINTS[4])
    svg = driver_diagram(*full())
    assert not any(word in svg.wide + svg.narrow for word in ("fill=", "stroke=", "style=", "#"))


def contrast(one, two):
    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(two)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_and_marks_can_be_told_from_what_is_behind_them(theme):
    colours = {name: pair[theme] for name, pair in drawing.LIGHT_AND_DARK.items()}
    for behind in ("surface", "tint-1", "tint-2", "tint-3"):
        assert contrast(colours["ink"], colours[behind]) > 7
        assert contrast(colours["ink-2"], colours[behind]) > 4.5
    for mark in ("others", "least", "best"):
        assert contrast(colours[mark], colours["surface"]) > 3
    assert contrast(colours["best-ink"], colours["surface"]) > 4.5


def test_a_type_size_below_12_pixels_is_nowhere_in_a_picture():
    assert min(drawing.SIZE, drawing.SMALL, drawing.TITLE) >= 12
    assert "@container (max-width:599px)" in drawing.STYLE  # where 13 pixels would become fewer than 12


PAGE_WITH_A_TREE = """
import sys
for name in ("matplotlib", "numpy", "pandas", "scipy"):
    sys.modules[name] = None
from equityqi.forms.question_form import Form
from equityqi.questions.exercise_file import read_questions
from equityqi.files import course_root
from equityqi.workfolder.answers_file import Asked
from equityqi.questions.plain_html import plain_html
question = read_questions(course_root() / "exercises/05-drivers/questions.yml").question("my-drivers")
form = Form(spec=question.for_browser())
form.bind(Asked(question, "05-drivers", None), None, set())
node = {"id": "a", "level": 0, "text": "Close the gap"}
form.on_message(None, {"do": "draw", "token": "a-1", "value": {"nodes": [node], "links": []}}, None)
assert "Close the gap" in form.picture and "<svg" in form.picture
assert "<svg" in plain_html(question, {"nodes": [node], "links": []})
"""


def test_a_page_with_a_tree_needs_no_heavy_package():
    subprocess.run([sys.executable, "-c", PAGE_WITH_A_TREE], check=True)
