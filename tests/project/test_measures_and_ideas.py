"""project.measures, project.ideas: the checks of modules M9 and M10."""

import pytest

from equityqi.cases.case import load
from equityqi.files import course_root
from equityqi.project import Project
from equityqi.project.ideas import agreement, check_ideas
from equityqi.project.measures import check_measures
from equityqi.project.parts import Aim, Idea, MeasureCard

B, D = load("b-medication-reviews"), load("d-missed-appointments")
MODEL = Project.read(course_root() / "datasets" / "b-medication-reviews" / "project.json")
NAMES = ["types", "number", "filled", "apart", "units", "frequency", "group", "not-recorded", "aim-measure", "inverse"]


def unmet(cards, aim=MODEL.aim, case=B):
    return [check.rule for check in check_measures(cards, aim, case) if not check.passed]


def sentence(rule, cards, aim=MODEL.aim, case=B):
    return next(check.sentence for check in check_measures(cards, aim, case) if check.rule == rule)


def set_with(place=None, **fields):
    """The model's set of measures; the card at ``place`` (or every card) is changed."""
    return [
        card.model_copy(update=fields) if place in (None, number) else card
        for number, card in enumerate(MODEL.measures)
    ]


def test_the_worked_set_of_the_page_meets_every_check():
    assert (
        unmet(MODEL.measures) == [] and [check.rule for check in check_measures(MODEL.measures, MODEL.aim, B)] == NAMES
    )
    assert [card.type for card in MODEL.measures] == [
        "outcome",
        "process",
        "process",
        "process",
        "balancing",
        "balancing",
    ]


@pytest.mark.parametrize(
    "rule, cards, said",
    [
        ("types", MODEL.measures[:4], "You don't have a balancing measure yet"),
        ("number", MODEL.measures + MODEL.measures[:2], "You have 8 measures. You need 3 to 7"),
        ("filled", set_with(1, owner=""), "“Reviews completed per 100 eligible”: fill in “Owner”"),
        ("apart", set_with(2, numerator="People with a booking", denominator="people, with a booking"), "say the same"),
        ("units", set_with(2, denominator_unit="appointments"), "you count people out of appointments"),
        ("frequency", set_with(0, frequency="yearly"), "count it each week or month"),
        (
            "group",
            set_with(4, stratify="IMD and not recorded"),
            "add whether an interpreter is needed under “Split by”",
        ),
        ("not-recorded", set_with(5, stratify="interpreter need"), "“not recorded”"),
        (
            "aim-measure",
            set_with(1, measure="smr_booked_of_eligible", name="Booked"),
            "isn't here yet as an outcome or a process, Reviews completed, of all eligible",
        ),
    ],
)
def test_each_rule_fails_alone_with_its_own_sentence(rule, cards, said):
    assert unmet(cards) == [rule] and said in sentence(rule, cards)


def test_a_ratio_may_have_two_units_and_balancing_may_be_counted_seldom():
    assert MODEL.measures[5].unit != MODEL.measures[5].denominator_unit and "units" not in unmet(MODEL.measures)
    assert unmet(set_with(5, kind="share")) == ["units"]
    assert unmet(set_with(4, frequency="each quarter")) == []


def test_the_outcome_upside_down_does_not_balance():
    aim = Aim(measure="missed", group="IMD 1", comparator="IMD 5")
    upside_down = [MeasureCard(measure="missed", type="outcome"), MeasureCard(measure="attended", type="balancing")]
    assert "is only the outcome upside down" in sentence("inverse", upside_down, aim, D)
    assert "inverse" in unmet(
        [MeasureCard(measure="attended", type="outcome"), MeasureCard(measure="missed", type="balancing")], aim, D
    )
    assert "inverse" not in unmet(
        [MeasureCard(measure="missed", type="outcome"), MeasureCard(measure="discharged", type="balancing")], aim, D
    )


@pytest.mark.parametrize(
    "faulty, rule",
    [
        (dict(name="Number of reviews completed", numerator="reviews completed", denominator="", measure=""), "filled"),
        (dict(name="Average wait", numerator="days", denominator="", unit="days", measure=""), "filled"),
        (
            dict(
                name="Outcome: share of staff trained",
                numerator="staff trained",
                denominator="all staff",
                unit="staff",
                denominator_unit="staff",
                measure="",
            ),
            "aim-measure",
        ),
    ],
)
def test_the_faulty_definitions_that_a_rule_can_see_are_seen(faulty, rule):
    assert rule in unmet(set_with(1, **faulty))


def test_on_own_data_the_words_of_the_aim_are_looked_for():
    aim = Aim(measure="blood tests done", group="people with a learning disability", comparator="others")
    cards = set_with(0, name="Blood tests done, of those due", measure="")
    cards = [card.model_copy(update={"stratify": "learning disability, with not recorded"}) for card in cards]
    assert unmet(cards, aim, None) == []
    assert unmet([card.model_copy(update={"stratify": "age, with not recorded"}) for card in cards], aim, None) == [
        "group"
    ]
    assert "aim-measure" in unmet(MODEL.measures, aim, None)


def test_the_aims_measure_may_be_a_process_but_not_a_balancing_measure():
    assert MODEL.measures[1].measure == MODEL.aim.measure and MODEL.measures[1].type == "process"
    assert unmet(set_with(1, type="outcome")) == []
    assert "aim-measure" in unmet(set_with(1, type="balancing"))


def test_without_a_known_aim_any_measure_of_the_case_can_be_the_aims():
    unknown = MODEL.aim.model_copy(update={"measure": ""})
    assert unmet(MODEL.measures, unknown) == unmet(set_with(1, measure="smr_booked_of_eligible"), unknown) == []
    own = [card.model_copy(update={"measure": "", "name": f"Ours {n}"}) for n, card in enumerate(MODEL.measures)]
    assert unmet(own, unknown) == ["aim-measure"]


def test_no_measure_meets_nothing():
    assert unmet([]) == unmet([MeasureCard()]) == NAMES and "Write the measure in your aim first" in sentence(
        "types", []
    )


# ---- Ideas


def unmet_ideas(ideas):
    return [check.rule for check in check_ideas(ideas) if not check.passed]


def idea_sentence(rule, ideas):
    return next(check.sentence for check in check_ideas(ideas) if check.rule == rule)


EXPERT = [
    Idea(idea=name, strength=6 - tier, effect=effect, kind="targeted" if tier == 1 else "universal")
    for name, tier, effect in [
        ("Interpreter default field", 1, "narrows"),
        ("Need-first list automation", 1, "narrows"),
        ("Evening pharmacy slots", 2, "narrows"),
        ("Choice of mode as standard", 3, "small"),
        ("Connector calls", 3, "narrows"),
        ("Preferred-language reminder", 3, "narrows"),
        ("Checklist", 3, "small"),
        ("Policy memo", 4, "small"),
        ("Training hour", 5, "small"),
        ("Poster", 5, "widens"),
    ]
]


def test_the_ten_cards_in_expert_order_make_37_pairs_all_in_order():
    assert agreement(EXPERT) == (37, 37) and unmet_ideas(EXPERT) == []
    assert agreement([idea.model_copy(update={"strength": 6 - idea.strength}) for idea in EXPERT]) == (0, 37)


def test_30_of_37_pairs_are_enough_and_29_are_not():
    def with_poster_and_training(poster, training):
        return [
            idea.model_copy(
                update={"strength": {"Poster": poster, "Training hour": training}.get(idea.idea, idea.strength)}
            )
            for idea in EXPERT
        ]

    assert agreement(with_poster_and_training(4.5, 1)) == (31, 37)  # above tiers 2 to 4
    assert "order" not in unmet_ideas(with_poster_and_training(4.5, 1))
    assert agreement(with_poster_and_training(4.5, 2.5)) == (30, 37)
    assert "order" not in unmet_ideas(with_poster_and_training(4.5, 2.5))
    assert agreement(with_poster_and_training(5, 1)) == (29, 37)  # a tie is no order
    assert "Compare “" in idea_sentence("order", with_poster_and_training(5, 1))


def test_8_of_11_effects_are_enough_and_7_are_not():
    eleven = [*EXPERT, Idea(idea="App-only booking", strength=3, effect="widens", kind="universal")]

    def other(many):
        return [
            (
                idea.model_copy(update={"effect": "small" if idea.effect == "widens" else "widens"})
                if place < many
                else idea
            )
            for place, idea in enumerate(eleven)
        ]

    assert "effect" not in unmet_ideas(other(3))
    assert "Look again at “Interpreter default field”" in idea_sentence("effect", other(4))


@pytest.mark.parametrize("name", ["Evening slots", "Choice of mode", "Connector calls", "Interpreter by default"])
def test_an_idea_that_the_lesson_lets_people_argue_both_ways_may_narrow_or_depend(name):
    for effect, met in (("narrows", True), ("small", True), ("widens", False)):
        assert ("effect" not in unmet_ideas([Idea(idea=name, strength=4, effect=effect, kind="targeted")])) == met


@pytest.mark.parametrize(
    "change, rule, said",
    [
        ({"strength": 7}, "filled", "Interpreter default field: fill in “Strength"),
        ({"effect": "helps"}, "filled", "fill in “Effect"),
        ({"kind": ""}, "filled", "fill in “Kind"),
        ({"idea": ""}, "filled", "Row 1: fill in “Change idea”"),
    ],
)
def test_each_field_of_an_idea_is_asked_for(change, rule, said):
    assert said in idea_sentence(rule, [EXPERT[0].model_copy(update=change), *EXPERT[1:]])


def test_at_least_one_idea_gives_more_where_more_is_needed():
    same = [idea.model_copy(update={"kind": "universal"}) for idea in EXPERT]
    assert unmet_ideas(same) == ["kinds"] and "the same for all" in idea_sentence("kinds", same)


def test_ideas_of_a_teams_own_are_left_to_people():
    assert unmet_ideas([Idea(idea="A bench at the bus stop", strength=4, effect="narrows", kind="targeted")]) == []
    assert unmet_ideas([]) == ["filled", "order", "effect", "kinds"]
