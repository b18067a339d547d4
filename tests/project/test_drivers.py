"""project.drivers: the model answer, the decoys and the hints of module M8."""

import random
from difflib import SequenceMatcher

import pytest

from equityqi.files import course_root
from equityqi.project import Project
from equityqi.project.drivers import DECOYS, NEAR_COPY, check_drivers, check_first_drivers, copies, decoys, drivers_of
from equityqi.project.parts import Drivers, Node

MODEL = Project.read(course_root() / "datasets" / "b-medication-reviews" / "project.json").drivers
NAMES = ["aim", "primary", "secondary", "ideas", "links", "orphans", "loops", "copies", "voice", "kinds"]


def unmet(drivers):
    return [check.rule for check in check_drivers(drivers) if not check.passed and not check.hint]


def sentence(rule, drivers):
    return next(check.sentence for check in check_drivers(drivers) if check.rule == rule)


def without(*ids):
    """The model without some boxes and their links."""
    return Drivers(
        nodes=[node for node in MODEL.nodes if node.id not in ids],
        links=[link for link in MODEL.links if not set(link) & set(ids)],
    )


def with_nodes(change):
    return Drivers(nodes=[change(node) for node in MODEL.nodes], links=MODEL.links)


def plus(*nodes, links=()):
    return Drivers(nodes=[*MODEL.nodes, *nodes], links=[*MODEL.links, *map(list, links)])


def plain(node):
    return node.model_copy(update={"source": "team", "kind": "universal" if node.level == 3 else ""})


def test_the_model_answer_of_the_page_meets_all_ten():
    assert unmet(MODEL) == [] and [check.rule for check in check_drivers(MODEL)] == NAMES
    assert [len(MODEL.at(level)) for level in range(3)] == [1, 4, 8]
    assert sum(node.text != "idea needed" for node in MODEL.at(3)) == 5


@pytest.mark.parametrize(
    "rules, drivers, said",
    [
        (["aim"], plus(Node(id="b", level=0, text="Another aim of ours")), "you have 2"),
        (
            ["primary"],
            without("p1", "s1", "s2", "i1", "i2", "p2", "s3", "s4", "i3", "i4"),
            "You have 2 primary drivers",
        ),
        (["secondary"], without("s2", "i2"), "needs two parts"),
        (["ideas"], without("i1"), "has no idea yet"),
        (["links"], plus(links=[("aim", "s1")]), "a level between them"),
        (["links"], plus(links=[("aim", "gone")]), "a box that isn't there"),
        (
            ["orphans"],
            plus(Node(id="x", level=3, text="A box by itself")),
            "“A box by itself” isn't linked to anything",
        ),
        (
            ["orphans"],
            with_nodes(lambda node: node.model_copy(update={"text": " "}) if node.id == "p4" else node),
            "isn't linked to anything",
        ),
        (["links", "loops"], plus(links=[("s1", "p1")]), "a level between them"),
        (
            ["copies"],
            with_nodes(
                lambda node: (
                    node.model_copy(update={"text": "Contact details that are rights"}) if node.id == "s5" else node
                )
            ),
            "say nearly the same",
        ),
        (["voice"], with_nodes(lambda node: node.model_copy(update={"source": "team"})), "Whose voice"),
        (["kinds"], with_nodes(lambda node: node.model_copy(update={"kind": "universal"})), "the same for all"),
    ],
)
def test_each_rule_fails_alone_with_its_own_sentence(rules, drivers, said):
    assert unmet(drivers) == rules and said in sentence(rules[0], drivers)


def test_a_circle_is_named():
    assert "go round in a circle" in sentence("loops", plus(links=[("s1", "p1")]))
    assert "go round in a circle" in sentence("loops", plus(links=[("s1", "s1")]))


def test_an_id_that_stands_twice_is_named():
    assert "same id, p1" in sentence("links", plus(Node(id="p1", level=1, text="Once more with feeling")))


def test_a_voice_still_to_be_heard_needs_whom_and_when():
    asked = with_nodes(
        lambda node: plain(node).model_copy(
            update={"source": "to_ask", "whom": "a community worker", "when": "14 July 2026"} if node.id == "s1" else {}
        )
    )
    assert "voice" not in unmet(asked)
    assert "voice" in unmet(
        with_nodes(
            lambda node: plain(node).model_copy(
                update={"source": "to_ask", "whom": "somebody", "when": ""} if node.id == "s1" else {}
            )
        )
    )


def test_given_cards_may_be_alike_and_idea_needed_may_stand_often():
    alike = with_nodes(
        lambda node: node.model_copy(update={"card": node.id, "text": "Just the same words"} if node.level == 2 else {})
    )
    assert unmet(alike) == []


def test_each_decoy_has_its_own_sentence_by_code_or_by_words():
    sentences = set()
    for code, (text, _) in DECOYS.items():
        by_words = decoys(plus(Node(id="x", level=2, text=f"{text}."), links=[("p1", "x")]))
        by_code = decoys(plus(Node(id="x", level=2, text="Get completion to 80%", card=code)))
        assert [check.rule for check in by_words] == [check.rule for check in by_code] == [code]
        sentences.add(by_words[0].sentence)
    assert len(sentences) == 5 and decoys(MODEL) == []


def test_a_driver_that_starts_like_a_job_gets_a_hint_and_loses_nothing():
    hinted = with_nodes(
        lambda node: node.model_copy(update={"text": "Roll out better contact lists"}) if node.id == "s1" else node
    )
    hints = [check for check in check_drivers(hinted) if check.hint]
    assert unmet(hinted) == [] and len(hints) == 1 and "Roll out better contact lists" in hints[0].sentence
    assert not [
        check
        for check in check_drivers(
            with_nodes(lambda node: node.model_copy(update={"text": "Trust in the team"}) if node.id == "s1" else node)
        )
        if check.hint
    ]


def test_two_boxes_that_say_nearly_the_same_are_told_as_a_full_comparison_tells_them():
    dice, seen = random.Random(1), set()
    for _ in range(1_500):
        text = "".join(dice.choices("abcde ", k=dice.randint(3, 30))).strip() or "a"
        other = list(text)
        for _ in range(dice.randint(0, 9)):
            (
                other.insert(dice.randint(0, len(other)), dice.choice("abcdeF "))
                if dice.random() < 0.5 or not other
                else other.pop(dice.randrange(len(other)))
            )
        second = "".join(other).strip() or "a"
        same = SequenceMatcher(None, text.casefold(), second.casefold(), autojunk=False).ratio() >= NEAR_COPY
        seen.add(same)
        assert (
            copies(Drivers(nodes=[Node(id="a", level=1, text=text), Node(id="b", level=1, text=second)])).passed != same
        ), (text, second)
    assert seen == {True, False}


def test_an_empty_diagram_meets_nothing_and_says_how_to_begin():
    for empty in (Drivers(), Drivers(nodes=[Node(id="a", level=0, text="  ")])):
        assert unmet(empty) == NAMES and "Write the aim first" in sentence("aim", empty)


def test_the_first_half_asks_for_aim_and_primary_drivers_only():
    half = Drivers(
        nodes=[node for node in MODEL.nodes if node.level < 2], links=[link for link in MODEL.links if link[0] == "aim"]
    )
    assert [(check.rule, check.passed) for check in check_first_drivers(half)] == [
        (rule, True) for rule in ("aim", "primary", "links", "orphans", "copies")
    ]


def test_cards_of_a_deck_bring_their_own_words():
    answer = {
        "nodes": [
            {"id": "a", "level": 1, "card": "c1", "text": ""},
            {"id": "b", "level": True},
            {"id": 7, "level": 1},
            {"level": 2},
        ],
        "links": [["a", "b"], ["a"], "ab"],
    }
    drivers = drivers_of(answer, {"c1": "People are reached"})
    assert [node.text for node in drivers.nodes] == ["People are reached"] and drivers.links == [["a", "b"]]
