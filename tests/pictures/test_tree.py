"""pictures.tree, pictures.two_by_two_and_ramp: pictures of a plan: the driver diagram, the fishbone, ideas on two
scales, and the ramp of tests.
"""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equityqi.pictures.tree import driver_diagram
from equityqi.pictures.two_by_two_and_ramp import EFFECTS, Cycle, fishbone, ramp, two_by_two
from equityqi.svg.arranged import Box, arranged, crossings, places

_spec = importlib.util.spec_from_file_location("_time_pictures", Path(__file__).with_name("test_over_time.py"))
_others = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_others)
check_nothing_is_cut_or_lies_on_another = _others.check_nothing_is_cut_or_lies_on_another

LONG = "Messages in a language, a format and at a time of day that the person who gets them can really use"
AIM = (
    "By 31 March 2027, in our 24 practices, raise completed reviews from 51% to 62% for people who need an interpreter"
)


def tree(primaries=4, secondaries=2, ideas=1, extra=()):
    boxes, links = [Box("a", 0, AIM)], []
    for p in range(primaries):
        boxes.append(Box(f"p{p}", 1, f"Primary driver {p}"))
        links.append(("a", f"p{p}"))
        for s in range(secondaries):
            boxes.append(
                Box(f"s{p}{s}", 2, LONG if s == 0 else f"Secondary {p} {s}", note="lived experience" if s else "")
            )
            links.append((f"p{p}", f"s{p}{s}"))
            for i in range(ideas):
                boxes.append(Box(f"i{p}{s}{i}", 3, "idea needed" if i else LONG, open=bool(i)))
                links.append((f"s{p}{s}", f"i{p}{s}{i}"))
    return boxes, [*links, *extra]


HARD = {
    "diagram": lambda: driver_diagram(*tree()),
    "diagram, large": lambda: driver_diagram(*tree(5, 4, 2), title=LONG, notes=["A note.", LONG]),
    "diagram, aim alone": lambda: driver_diagram([Box("a", 0, AIM)], []),
    "diagram, an empty card": lambda: driver_diagram([Box("a", 0, ""), Box("p", 1, "x" * 60)], [("a", "p")]),
    "diagram, cards without links": lambda: driver_diagram(
        [*tree(2)[0], Box("z", 2, LONG), Box("y", 3, "An idea")], tree(2)[1]
    ),
    "diagram, many links": lambda: driver_diagram(*tree(extra=[("p0", "s30"), ("p3", "s00"), ("s00", "i310")])),
    "fishbone": lambda: fishbone(
        LONG, {"People": [LONG, "Short"], "Place": [], "Power": [LONG] * 3, "Policy": ["One"]}
    ),
    "fishbone, one theme": lambda: fishbone("Short", {"People": ["One"]}),
    "fishbone, eight themes": lambda: fishbone("Why", {f"Theme {n}": [LONG] * (n % 4) for n in range(8)}),
    "two by two": lambda: two_by_two(
        [(LONG, 5, "narrows"), ("Poster", 1, "widens"), *[(f"Idea {n}", 3, "small") for n in range(9)]]
    ),
    "ramp": lambda: ramp(
        [Cycle("C1", LONG, 3, 2, 2, 1, "adapt"), Cycle("C2", "Oak", 5, 3, 4, None), Cycle("C3", "Elm", 15)]
    ),
    "ramp, six": lambda: ramp(
        [Cycle(f"C{n}", "A practice with a long name", n * 4, 1, n, n, "adapt") for n in range(1, 7)]
    ),
}


@pytest.mark.parametrize("make", HARD.values(), ids=HARD)
def test_nothing_is_cut_and_no_words_lie_on_others(make):
    check_nothing_is_cut_or_lies_on_another(make())


def test_the_alt_text_of_a_diagram_reads_as_nested_lists():
    boxes = [
        Box("a", 0, "Close the gap"),
        Box("p", 1, "People are reached"),
        Box("s", 2, "Right numbers", "to ask"),
        Box("i", 3, "idea needed", open=True),
    ]
    picture = driver_diagram(boxes, [("a", "p"), ("p", "s"), ("s", "i")], "Our theory")
    assert (
        picture.alt
        == "Our theory. Driver diagram, read from left to right. aim: Close the gap [primary driver: People are"
        " reached "
        "[secondary driver: Right numbers (to ask) [change idea: idea needed]]]."
    )
    assert picture.sentence == "The aim rests on 1 primary driver and 1 secondary driver; 1 still waits for an idea."


@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 2), st.lists(st.floats(0.2, 1.5), min_size=80, max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_two_boxes_of_a_column_touch_and_parents_stand_among_their_children(primaries, secondaries, ideas, heights):
    boxes, links = tree(primaries, secondaries, ideas)
    tall = {box.id: heights[n % 80] for n, box in enumerate(boxes)}
    roots, children = arranged(boxes, links).roots, arranged(boxes, links).children
    middles, depth = places(roots, children, tall, 0.12)
    for level in range(4):
        column = sorted(
            (middles[box.id] - tall[box.id] / 2, middles[box.id] + tall[box.id] / 2)
            for box in boxes
            if box.level == level
        )
        assert all(one[1] < two[0] for one, two in zip(column, column[1:], strict=False))
        assert all(top > -1e-9 and foot < depth + 1e-9 for top, foot in column)
    for parent, held in children.items():
        if held and tall[parent] < sum(tall[child] for child in held) / len(held):
            assert middles[held[0]] - 1e-9 <= middles[parent] <= middles[held[-1]] + 1e-9


def test_a_tree_is_drawn_without_a_crossing_and_a_shared_idea_with_as_few_as_can_be():
    boxes, links = tree()

    def crossed(links):
        tree = arranged(boxes, links)
        return crossings(tree.roots, tree.children, tree.links, {box.id: box.level for box in boxes})

    assert crossed(links) == 0
    shared = [*links, ("s00", "i310")]  # the first branch also uses an idea of the last one
    assert crossed(shared) == 0


def test_what_cannot_be_drawn_is_said():
    for refused, words in (
        (lambda: driver_diagram([], []), "Write the aim first"),
        (lambda: driver_diagram([Box("a", 0, "x"), Box("a", 1, "y")], []), "stands twice"),
        (lambda: driver_diagram([Box("a", 4, "x")], []), "has the level 4"),
        (lambda: fishbone("x", {}), "1 to 8 themes"),
        (lambda: two_by_two([]), "Write one first"),
        (lambda: two_by_two([("x", 6, "narrows")]), "Use 1 to 5"),
        (lambda: ramp([]), "Plan the first one"),
    ):
        with pytest.raises(ValueError, match=words):
            refused()


def test_each_effect_has_a_column_and_the_best_corner_is_told():
    ideas = [(effect, 4, effect) for effect in EFFECTS]
    assert two_by_two(ideas).sentence == "Strong and likely to narrow the gap: narrows."
    assert two_by_two([("Poster", 1, "widens")]).sentence == "No idea yet is both strong and likely to narrow the gap."
