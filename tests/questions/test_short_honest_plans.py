"""Short plans of small teams, in few words: what they earn is not touched by the rules against plans without words."""

import datetime as dt

import pytest

from equityqi.cases.case import load
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.mark import mark

CASE = load("b-medication-reviews")
QUESTIONS = {question.id: question for exercise in all_exercises(CASE.id).values() for question in exercise.questions}
TODAY = dt.date(2026, 7, 1)


def tree(aim, *branches, extra=()):
    """Return a diagram: its aim, and branches of a primary driver with pairs of a secondary driver and its idea.

    ``extra``: pairs of places, such as ("p1", "s3"), that are linked too.
    """
    nodes, links = [{"id": "aim", "level": 0, "text": aim}], []
    second = 0
    for place, (primary, *pairs) in enumerate(branches, 1):
        nodes.append({"id": f"p{place}", "level": 1, "text": primary})
        links.append(["aim", f"p{place}"])
        for driver, idea in pairs:
            second += 1
            voice = {"source": "lived_experience"} if second == 1 else {}
            nodes.append({"id": f"s{second}", "level": 2, "text": driver, **voice})
            nodes.append(
                {"id": f"i{second}", "level": 3, "text": idea, "kind": "targeted" if second == 1 else "universal"}
            )
            links += [[f"p{place}", f"s{second}"], [f"s{second}", f"i{second}"]]
    return {"nodes": nodes, "links": [*links, *map(list, extra)]}


def first(aim, *primary):
    return tree(aim, *((text,) for text in primary))


def whys(*texts):
    return [{"why": text} for text in texts]


def asked(*rows):
    return [dict(zip(("who", "how", "when", "said"), row, strict=True)) for row in rows]


def ideas(*rows):
    return [dict(zip(("idea", "strength", "effect", "kind", "why"), row, strict=True)) for row in rows]


def measures(*rows, stratify="need for an interpreter, not recorded kept"):
    keys = ("name", "type", "numerator", "denominator", "unit", "owner")
    same = {"source": "our list", "frequency": "monthly", "stratify": stratify, "small_numbers": "hide 1 to 7"}
    return [{**dict(zip(keys, row, strict=True)), **same, "direction": "up"} for row in rows]


def test_plan(**changed):
    return [
        {
            "question": "Will a text help people come?",
            "metric": "came",
            "group": "people who need an interpreter",
            "n": "3",
            "low": "1",
            "high": "2",
            "of": "3",
            "who": "Mo",
            "where": "GP",
            "start": "7 July 2026",
            "end": "9 July 2026",
            "data": "Mo counts who came",
            "stop": "anyone is upset",
            "told": "yes",
            "lead_yes": "yes",
            **changed,
        }
    ]


test_plan.__test__ = False


def aim(**changed):
    return [{**QUESTIONS["my-aim"].model[0][0], **changed}]


def own_aim(**changed):
    row = {
        "measure": "reviews done",
        "population": "all booked",
        "place": "us",
        "group": "Welsh speakers",
        "comparator": "others",
        "baseline_group_n": 4,
        "baseline_group_of": 10,
        "baseline_comparator_n": 6,
        "baseline_comparator_of": 10,
        "baseline_group": 40,
        "baseline_comparator": 60,
        "target_group": 55,
        "target_comparator": 62,
        "date": "31 March 2027",
        "floor": "no group more than 2 points worse",
    }
    return [{**row, **changed}]


def spread(first, why, risk, ticked="yes"):
    items = "owner standard_work chart_by_group trigger_rule money cover_for_leave user_voice review_date".split()
    return [{"first": first, "why": why, "risk": risk, **dict.fromkeys(items, ticked)}]


WHOLE = (
    ("Reach", ("Right numbers", "Ask at the desk"), ("Own language", "Texts in Polish")),
    ("Time", ("Late slots", "Open till 8"), ("Long slots", "Book double")),
    ("Trust", ("Same face", "Named nurse"), ("No blame", "idea needed")),
)
PLANS = {
    "my-primary-drivers": [
        first("Close the gap", "Reach", "Time", "Trust"),
        first("Fair reviews", "We ring first", "Staff know", "Letters make sense", "It is easy to come"),
        first("More reviews for Mo", "GP", "PCN", "Pharmacy"),
        first("Cau'r bwlch", "Amser", "Ymddiriedaeth", "Iaith"),
        first("Adolygiadau teg i bawb", "Ffôn cyn llythyr", "Cyfieithydd wrth law", "Cwm Rhondda yn gyntaf"),
        first("51% to 62%", "Calls", "Slots", "Texts"),
        first("Gap 14 to 5", "Trust", "Time"),
        first("Everyone done by March", "Bus", "Money", "Childcare", "Language", "Fear"),
        first("No one left out", "Phones work", "Doors open late", "Words they know"),
        first("Equal BP control", "BP at home", "BP at work", "BP in mosque"),
        first("Less waiting for Agnieszka and Zbigniew", "Rota", "Interpreter", "Transport"),
        first("All seen", "Ask", "Listen", "Act"),
        first("Half the gap", "We see it", "We say it", "We share it"),
        {**first("Reviews", "Reach", "Time", "Trust"), "links": [["aim", "p1"], ["aim", "p2"]]},
        first("Close gap", "Trust", "Trust in us", "Staff time"),
    ],
    "my-drivers": [
        tree("Close the gap", *WHOLE),
        tree("Close the gap", *WHOLE, extra=[("p1", "s3")]),
        tree("Close the gap", *WHOLE, extra=[("p2", "s1"), ("p3", "s1"), ("s1", "i3")]),
        tree("Close the gap", *WHOLE[:2]),
        tree(
            "Teg i bawb",
            ("Iaith", ("Cymraeg", "Llinos yn ffonio"), ("Arwyddion", "Posteri")),
            ("Lle", ("Bws", "Tacsi"), ("Drws", "Ramp")),
            ("Pobl", ("Enwau", "Holi Gwyn"), ("Oriau", "Nos Fawrth")),
        ),
        tree("Do more", ("Ask",), ("Go",), ("Stay",)),
        tree("IMD 1 as IMD 5", ("GPs", ("Lists", "Need first")), ("PCN", ("Van", "Mo drives"))),
    ],
    "my-whys": [
        whys("No slots", "No staff", "No money"),
        whys("They missed it", "No letter came", "Wrong address", "We never ask"),
        whys("Few come", "Bus stopped"),
        whys("DNA", "Cost", "Fear", "Shame"),
        whys("Dim amser", "Dim bws", "Dim arian"),
        whys("Wrong list", "Old IT", "PCN has no lead"),
        whys("Late", "Late", "Night work"),
    ],
    "my-asked": [
        asked(("Mo", "phone", "Mon", "Too far")),
        asked(("Gwyn", "in person", "3 June", "")),
        asked(("2 mums", "clinic", "May", "No time"), ("GP", "email", "1 June", "Yes")),
        asked(("Zbigniew", "SMS", "2/6/26", "OK")),
        asked(("us", "chat", "soon", "")),
        asked(("A carer", "", "today", "Hard")),
        asked(("Nia Llwyd", "yn y feddygfa", "Mehefin", "Rhy bell")),
    ],
    "my-measures": [
        measures(
            ("Done", "outcome", "done", "booked", "people", "Mo"),
            ("Rang", "process", "rung", "on list", "people", "Mo"),
            ("Cross", "balancing", "unhappy", "asked", "people", "PM"),
        ),
        measures(
            ("Done", "outcome", "done", "booked", "people", "Mo"),
            ("Moans", "balancing", "moaned", "all seen", "people", ""),
        ),
        measures(
            ("Reviews", "outcome", "reviews", "all booked", "people", "us"),
            ("Calls", "process", "calls", "all due", "calls", "us"),
            ("Waits", "balancing", "long waits", "all waits", "people", "us"),
            stratify="not recorded",
        ),
        measures(
            ("Seen", "outcome", "seen", "due", "people", "GP"),
            ("Slots", "process", "late slots", "slots", "slots", "GP"),
            ("Staff", "balancing", "stayed late", "staff", "staff", "GP"),
            stratify="Welsh or English",
        ),
        measures(
            ("BP", "outcome", "at target", "all", "people", "Eve"),
            ("Cuff", "process", "lent", "asked", "people", "Eve"),
            ("Late", "balancing", "late", "all", "visits", "Eve"),
        ),
    ],
    "my-ideas": [
        ideas(("Ring first", "3", "narrows", "targeted", "")),
        ideas(
            ("Poster", "1", "widens", "universal", "Few read it"), ("Need-first list", "5", "narrows", "targeted", "")
        ),
        ideas(("Van", "4", "narrows", "proportionate", "Far"), ("Memo", "2", "small", "universal", "")),
        ideas(("Bws am ddim", "4", "narrows", "targeted", "Rhad")),
        ideas(("Training", "1", "small", "universal", "")),
        ideas(("Texts", "3", "", "universal", "")),
    ],
    "my-first-test": [
        test_plan(),
        test_plan(who="Llŷr", where="Tŷ Elli", data="Llŷr notes who came"),
        test_plan(n="1", low="1", high="1", of="1", stop="they say no", group="Mrs X's group"),
        test_plan(question="Come?", stop="no"),
        test_plan(start="Mon 6 July 2026", end="6 July 2026", who="me", where="home"),
    ],
    "my-trigger": [
        [{"trigger": "If IMD 1 is under 50% for 3 months, Mo tells the team."}],
        [{"trigger": "Below 5 for a month: we meet."}],
        [{"trigger": "When fewer than half of interpreter users come 2 months running, the lead rings me."}],
    ],
    "my-spread": [
        spread("Oak", "Mo is there", "Rich first"),
        spread("PCN 2", "near", "Apps"),
        spread("Aberdâr", "Mwy o angen", "Saesneg yn unig", ticked="no"),
    ],
    "own-aim": [own_aim(), own_aim(group="IMD 1", comparator="IMD 5", place="PCN")],
}
EARNED = {
    "my-primary-drivers": [5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 4.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 4.0, 5.0],
    "my-drivers": [10.0, 10.0, 10.0, 9.0, 10.0, 6.0, 8.0],
    "my-whys": [1.0, 1.0, 0.5, 1.0, 1.0, 1.0, 0.5],
    "my-asked": [1.0, 1.0, 1.0, 1.0, 1.0, 0.6667, 1.0],
    "my-measures": [9.0, 6.0, 8.0, 7.0, 9.0],
    "my-ideas": [2.0, 2.0, 2.0, 2.0, 1.5, 1.0],
    "my-first-test": [10.0, 10.0, 10.0, 8.0, 10.0],
    "my-trigger": [4.0, 3.0, 4.0],
    "my-spread": [2.0, 2.0, 2.0],
    "own-aim": [0.0, 0.0],
}
EACH = [(id, place) for id, plans in PLANS.items() for place in range(len(plans))]


def earned(id, plan):
    return mark(QUESTIONS[id], plan, CASE, TODAY)


def test_there_are_sixty():
    assert len(EACH) == 60


@pytest.mark.parametrize("id", PLANS)
def test_short_honest_plans_keep_every_mark(id):
    assert [earned(id, plan).points for plan in PLANS[id]] == EARNED[id]
