"""Change a right plan in one small way: a field emptied, groups swapped, a target levelled down, a driver left alone.

Each change breaks a rule that the course teaches. A field that no rule asks for is left as it is, and so are words that
only people can judge: whether a driver belongs under another, whether a measure is worth its effort.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from equityqi.project.drivers import DECOYS
from equityqi.project.parts import FLOORS, IDEA_NEEDED
from equityqi.typed_input import number

Changes = Iterator[tuple[str, Any]]
Rows = list[dict[str, Any]]
# Fields that a plan may leave empty, by judge.
MAY_BE_EMPTY = {
    "aim-own": {"direction"},  # empty means up
    "measures": {"measure", "kind", "denominator_unit"},  # an own measure; a share; the same unit as above
    "cycle-plan": {
        "name",
        "of",
        "lead_yes",
    },  # a name is for the log; without "out of" it is all people; the lead's yes is a hint
    "asked": {"said"},  # who was not heard yet has a day in place of words
    "ideas": {"why"},
    "whys": {"why"},  # three links are enough
}
NUMBERS = ("baseline_group", "baseline_comparator", "target_group", "target_comparator")


def table_mutants(question, right: Rows) -> Changes:
    """Yield each change of a table's rows, by the rules of its judge."""
    for place, row in enumerate(right):
        for field in row:
            if row[field] not in ("", None) and field not in MAY_BE_EMPTY.get(question.judge, ()):
                yield f"emptied: {question.columns[field].label}", _put(right, place, **{field: ""})
    yield from _BY_JUDGE.get(question.judge, _nothing_more)(question, right)


def _put(rows: Rows, at: int, /, **changed) -> Rows:
    return [{**row, **changed} if where == at else row for where, row in enumerate(rows)]


def _nothing_more(question, right: Rows) -> Changes:
    yield from ()


def _aim(question, right: Rows) -> Changes:
    row = right[0]
    now, other, then, others = (float(number(row[field])) for field in NUMBERS)
    way = 1 if then > now else -1

    def put(**changed) -> Rows:
        return _put(right, 0, **changed)

    yield (
        "groups swapped with their numbers",
        put(
            group=row["comparator"],
            comparator=row["group"],
            baseline_group=other,
            baseline_comparator=now,
            target_group=others,
            target_comparator=then,
        ),
    )
    yield "one group for both", put(comparator=row["group"])
    if question.judge == "aim":  # on a team's own data any words may name a group
        yield "reversed fifths", put(group=_other_end(row["group"]), comparator=_other_end(row["comparator"]))
        yield "groups swapped", put(group=row["comparator"], comparator=row["group"])
        yield "a group that is not in the data", put(group="everybody")
    yield "baselines swapped", put(baseline_group=other, baseline_comparator=now)
    yield "targets swapped", put(target_group=others + way, target_comparator=now)
    yield "baseline and target swapped", put(baseline_group=then, target_group=now)
    yield "target in the wrong direction", put(target_group=now - way * max(1, abs(then - now)))
    yield "no gain for the group", put(target_group=now)
    yield "levelling down", put(target_group=now + way * 0.1, target_comparator=other - way * max(1, abs(then - now)))
    yield "the others gain more", put(target_comparator=other + way * (abs(then - now) + 1))
    for field in NUMBERS[:2]:
        yield "baseline off by two", put(**{field: number(row[field]) + 2})
        yield "baseline off by two", put(**{field: number(row[field]) - 2})
        yield "share for per cent", put(**{field: number(row[field]) / 100})
    yield "gap for the baseline", put(baseline_group=abs(other - now))
    yield "date in the past", put(date="31 March 2026")
    yield "date too soon", put(date="31 July 2026")
    yield "date too far", put(date="31 March 2030")
    yield "no real date", put(date="soon")
    for floor in question.columns["floor"].options:
        if floor not in FLOORS:
            yield "another floor", put(floor=floor)
    for measure in question.columns["measure"].options:
        if measure != row["measure"]:
            yield "another measure, another denominator", put(measure=measure)
    if question.judge == "aim-own":
        yield (
            "numerator and denominator swapped",
            put(baseline_group_n=row["baseline_group_of"], baseline_group_of=row["baseline_group_n"]),
        )
        yield (
            "denominator of both groups",
            put(baseline_group_of=row["baseline_group_of"] + row["baseline_comparator_of"]),
        )
        yield "better in the other direction", put(direction="up" if way < 0 else "down")


def _other_end(text: str) -> str:
    ends = re.sub(r"\bIMD ([1-5])\b", lambda found: f"IMD {6 - int(found[1])}", text)
    return re.sub(r"\b(most|least)\b", lambda found: {"most": "least", "least": "most"}[found[1]], ends)


def _measures(question, right: Rows) -> Changes:
    kinds = [row["type"] for row in right]
    for place, row in enumerate(right):
        yield "numerator for denominator", _put(right, place, denominator=row["numerator"])
        yield (
            "“not recorded” dropped",
            _put(right, place, stratify=re.sub(r"[^;]*not recorded[^;]*", " ", row["stratify"])),
        )
        yield "not split by the group", _put(right, place, stratify="age; “not recorded” kept as a group of its own")
        if row["type"] != "balancing":
            yield "counted too seldom", _put(right, place, frequency="quarterly")
        if row.get("kind") == "share":
            yield "visits out of people", _put(right, place, unit="visits", denominator_unit="people")
        if kinds.count(row["type"]) == 1:
            left = [other for other in right if other is not row]
            yield f"no {row['type']} measure", left
            yield (
                f"no {row['type']} measure",
                _put(right, place, type=next(kind for kind in kinds if kind != row["type"])),
            )
    yield "two measures only", right[:2]
    yield "eight measures", [*right, *right, *right][:8]
    outcome = next(row for row in right if row["type"] == "outcome")
    if outcome.get("measure"):
        balancing = kinds.index("balancing")
        yield "the outcome upside down as balancing", _put(right, balancing, measure=outcome["measure"])
        if kinds.count("outcome") == 1:
            yield (
                "another measure than the aim's",
                _put(
                    right,
                    right.index(outcome),
                    measure="",
                    name="People who are content",
                    numerator="people who are content",
                    denominator="people who were asked",
                ),
            )


def _card(question, right: Rows) -> Changes:
    row = right[0]
    yield "visits for people", _put(right, 0, counted="visits that went as planned")
    yield "numerator for denominator", _put(right, 0, out_of=row["counted"])
    yield "only those who came", _put(right, 0, out_of="people who came")
    yield "“not recorded” dropped", _put(right, 0, split=re.split(r"[;,]", row["split"])[0])
    yield "not split by the group", _put(right, 0, split="age; “not recorded” kept as a group of its own")
    yield "no harm expected", _put(right, 0, harm="none expected")


def _small_test(question, right: Rows) -> Changes:
    def put(**changed) -> Rows:
        return _put(right, 0, **changed)

    most = re.findall(r"\d+|three", right[0]["predict"])[-1]
    group = right[0]["with_whom"].partition(" ")[2]
    yield "one word for a plan", put(**{"try": "Texts"})
    yield "too long", put(**{"try": f"{right[0]['try']} For six months."})
    yield "too many people", put(with_whom=f"50 {group}")
    yield "no number of people", put(with_whom=group)
    yield "no group", put(with_whom=f"{most} people")
    yield "a prediction that cannot be wrong", put(predict=f"0 to {most} of {most} come")
    yield "more than there can be", put(predict=f"2 to 9 of {most} come")
    yield "no number", put(predict="staff will like it")
    yield "one word for a stop rule", put(stop="problems")


def _ideas(question, right: Rows) -> Changes:
    yield "the same for all, each of them", [{**row, "kind": "universal"} for row in right]
    for place in range(len(right)):
        yield "no number from 1 to 5", _put(right, place, strength=7)
        yield "no number from 1 to 5", _put(right, place, strength="strong")


def _plan(question, right: Rows) -> Changes:
    def put(**changed) -> Rows:
        return _put(right, 0, **changed)

    row = right[0]
    most = number(row["of"])
    yield "too many people", put(n=50)
    yield "nobody", put(n=0)
    yield "a prediction that cannot be wrong", put(low=0, high=most)
    yield "more than there can be", put(high=most + 1)
    yield "less than nothing", put(low=-1)
    yield "from high to low", put(low=most, high=0)
    yield "no number", put(low="many", high="many")
    yield "one word for a question", put(question="Texts?")
    yield "what is predicted is not counted", put(data="a list")
    yield "one word for a stop rule", put(stop="problems")
    yield "begins in the past", put(start="1 June 2026", end="5 June 2026")
    yield "ends before it begins", put(end="1 July 2026", start="9 July 2026")
    yield "too long", put(end="30 November 2026")
    yield "no real date", put(start="soon")
    yield "people do not know", put(told="no")


def _trigger(question, right: Rows) -> Changes:
    text = right[0]["trigger"]
    condition, _, action = text.partition(",")
    yield "nobody acts", [{"trigger": condition}]
    yield "no condition", [{"trigger": action}]
    yield "no number", [{"trigger": re.sub(r"(?<!IMD )\b\d+(?:[.,]\d+)?(?= ?(?:%|points|in|per|of))", "some", text)}]
    yield (
        "no time",
        [
            {
                "trigger": re.sub(
                    r"for \w+ (months?|weeks?|quarters?)( running)?|(months?|weeks?|quarters?)( running)?", "", text
                )
            }
        ],
    )


def _whys(question, right: Rows) -> Changes:
    yield "two whys", right[:2]
    yield "the same again", [*right[:2], right[1]]
    yield "seven whys", [{"why": f"Reason {place}"} for place in range(7)]


def _asked(question, right: Rows) -> Changes:
    yield "neither words nor a day", _put(right, 0, said="", when="")


_BY_JUDGE: dict[str, Callable[[Any, Rows], Changes]] = {
    "aim": _aim,
    "aim-own": _aim,
    "measures": _measures,
    "measure-card": _card,
    "small-test": _small_test,
    "ideas": _ideas,
    "cycle-plan": _plan,
    "trigger": _trigger,
    "whys": _whys,
    "asked": _asked,
}


def tree_mutants(question, right: dict) -> Changes:
    """Yield each change of a driver diagram: boxes, links, voices, kinds of ideas, decoys."""
    nodes, links = right["nodes"], right["links"]
    deepest = max(node["level"] for node in nodes)
    first = [node for node in nodes if node["level"] == 1]

    def put(id: str, **changed) -> dict:
        return {"nodes": [{**node, **changed} if node["id"] == id else node for node in nodes], "links": links}

    def more(level: int, text: str, under: str | None) -> dict:
        return {
            "nodes": [*nodes, {"id": "new", "level": level, "text": text}],
            "links": [*links, *([[under, "new"]] if under else [])],
        }

    for node in nodes:
        spare = deepest == node["level"] == 1 and len(first) > 3  # three are enough, and nothing hangs on it
        if not node.get("card") and not spare:
            yield "a box emptied", put(node["id"], text="")
        if node["level"]:
            yield "an orphan", {"nodes": nodes, "links": [link for link in links if link[1] != node["id"]]}
        if any(link[0] == node["id"] for link in links):
            gone = [other for other in nodes if other["id"] != node["id"]]
            yield (
                "a box taken out, and what hung on it left",
                {"nodes": gone, "links": [link for link in links if node["id"] not in link]},
            )
    for start, end in links:
        yield (
            "a link turned round",
            {"nodes": nodes, "links": [[end, start] if link == [start, end] else link for link in links]},
        )
    yield "a second aim", more(0, "Train all staff by Christmas", None)
    yield "an orphan", more(1, "Something that nothing else here says", None)
    yield "two primary drivers", _without(right, {node["id"] for node in first[2:]})
    grown = right
    for place in range(6 - len(first)):
        grown = {
            "nodes": [
                *grown["nodes"],
                {"id": f"new{place}", "level": 1, "text": f"{place} things of another kind {'abcdef'[place] * 9}"},
            ],
            "links": [*grown["links"], ["aim", f"new{place}"]],
        }
    yield "six primary drivers", grown
    own = next((node for node in nodes if node["level"] == 1 and not node.get("card")), None)
    if own:
        yield "a near-copy", more(1, own["text"] + ".", "aim")
    if deepest > 1:
        yield from _deep(question, right, put)


def _deep(question, right: dict, put: Callable) -> Changes:
    nodes, links = right["nodes"], right["links"]
    second = [node for node in nodes if node["level"] == 2]
    for node in second:
        yield "a driver without an idea", {"nodes": nodes, "links": [link for link in links if link[0] != node["id"]]}
        yield "one driver of two left out", _without(right, {node["id"]})
    for idea in (node for node in nodes if node["level"] == 3):
        yield (
            "an idea without a driver",
            {"nodes": nodes, "links": [["aim", end] if end == idea["id"] else [start, end] for start, end in links]},
        )
    yield (
        "nobody with lived experience",
        {"nodes": [{**node, "source": "team"} if node["level"] in (1, 2) else node for node in nodes], "links": links},
    )
    yield (
        "every idea the same for all",
        {"nodes": [{**node, "kind": "universal"} if node["level"] == 3 else node for node in nodes], "links": links},
    )
    yield (
        "a circle",
        {
            "nodes": nodes,
            "links": [*links, [second[0]["id"], next(link[0] for link in links if link[1] == second[0]["id"])]],
        },
    )
    cards = {text: card for card, text in question.deck.items()}
    for text, _ in DECOYS.values():
        card = {"card": cards[text]} if text in cards else {}
        used = {"id": "decoy", "level": 2, "text": text, **card}
        idea = {"id": "for-decoy", "level": 3, "text": IDEA_NEEDED}
        yield (
            "a decoy used",
            {
                "nodes": [*nodes, used, idea],
                "links": [
                    *links,
                    [next(node["id"] for node in nodes if node["level"] == 1), "decoy"],
                    ["decoy", "for-decoy"],
                ],
            },
        )


def _without(tree: dict, ids: set[str]) -> dict:
    """Take boxes out with all that hangs on them alone."""
    gone = set(ids)
    while more := {
        node["id"]
        for node in tree["nodes"]
        if node["level"]
        and node["id"] not in gone
        and all(link[0] in gone for link in tree["links"] if link[1] == node["id"])
    }:
        gone |= more
    return {
        "nodes": [node for node in tree["nodes"] if node["id"] not in gone],
        "links": [link for link in tree["links"] if not gone & set(link)],
    }
