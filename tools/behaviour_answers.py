"""Answers of every sort to a question: right, listed as wrong, right but for one place, and no answer at all.

A question is taken as plain data, so that it does not matter which class holds it.
"""

from __future__ import annotations

import copy
import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

Answers = Iterator[tuple[str, Any]]
OF_NO_SHAPE: tuple[Any, ...] = (
    None, "", "   ", [], {}, [{}], [None], ["x", 1], [["a"]], {"x": "y"}, {"nodes": [], "links": []},
    {"nodes": [{"id": 1}]}, {"game": {}, "earlier": []}, 0, 1, -3.5, True, "x", "12,5", "about five", "8.7",
    10**400, 1e308, float("nan"), float("inf"),
)  # fmt: skip
TYPED = ("{:g}", "{:g}%", " {:g} ", "about {:g}", "{:g} or so", "+{:g}", "{:.1f}", "{:,.2f}", "£{:g}")
ODD_FIELDS = (
    "", "x", None, 7, -1, 1e9, "12,5", True, ["list"], "soon", "31 March 2020", "30 November 2026",
    "1 July 2026",
)  # fmt: skip


def data_of(question: Any) -> dict:
    """Return a question as plain data, whether pydantic or a dataclass holds it."""
    return question.model_dump() if hasattr(question, "model_dump") else dataclasses.asdict(question)


def answers(question: Any, right: Any) -> list[tuple[str, Any]]:
    """Return named answers to a question, each once; ``right`` is the course's own model answer."""
    data = data_of(question)
    found: dict[str, tuple[str, Any]] = {}
    given = [("the model answer", right), *KINDS[data["kind"]](data, right)]
    for name, answer in [*given, *((f"no shape {place}", odd) for place, odd in enumerate(OF_NO_SHAPE))]:
        found.setdefault(json.dumps(answer, sort_keys=True), (name, answer))
    count: Counter[str] = Counter()
    named = []
    for name, answer in found.values():
        count[name] += 1
        named.append((f"{name} ({count[name]})" if count[name] > 1 else name, answer))
    return named


def _choice(data: dict, right: Any) -> Answers:
    for code in data["options"]:
        yield f"option {code}", code
    yield "an option in capitals", str(right).upper() + "X"


def _multi(data: dict, right: Any) -> Answers:
    codes = list(data["options"])
    yield "all options", codes
    for code in codes:
        yield f"only {code}", [code]
        yield f"all but {code}", [other for other in codes if other != code]
    for place, model in enumerate(data["model"]):
        yield f"model {place}", model
        for code in codes:
            if code in model:
                yield f"model {place} less {code}", [other for other in model if other != code]
            else:
                yield f"model {place} and {code}", [*model, code]
                yield f"model {place}, {code} for its first", [code, *model[1:]]
    yield "one twice", [codes[0], codes[0]]
    yield "one unknown", [codes[0], "no such option"]


def _sort(data: dict, right: Any) -> Answers:
    then = data["then"]["options"] if data["then"] else {}
    for key in data["items"]:
        for label in data["options"]:
            yield f"card {key} under {label}", {**right, key: label}
            for pick in then:
                yield f"card {key} under {label} with {pick}", {**right, key: [label, pick]}
        yield f"without card {key}", {other: given for other, given in right.items() if other != key}
        yield f"only card {key}", {key: right[key]}
        yield f"card {key} under no option", {**right, key: "no such option"}
    for label in data["options"]:
        yield f"all under {label}", dict.fromkeys(data["items"], label)
    yield "a card too many", {**right, "no such card": next(iter(data["options"]))}


def _rank(data: dict, right: Any) -> Answers:
    yield "turned round", right[::-1]
    yield "each tier turned round", [code for tier in data["tiers"] for code in reversed(tier)]
    for wrong in data["wrong"]:
        order = [code for code in right if code != wrong["above"]]
        order.insert(order.index(wrong["below"]), wrong["above"])
        yield f"listed: {wrong['name']}", order
    for place in range(len(right) - 1):
        yield (f"{place} and the next swapped", [*right[:place], right[place + 1], right[place], *right[place + 2 :]])
        yield f"{place} put last", [*right[:place], *right[place + 1 :], right[place]]
    yield "one left out", right[1:]
    yield "one twice", [right[0], *right]


def _number(data: dict, right: Any) -> Answers:
    for wrong in data["wrong"]:
        yield f"listed: {wrong['name']}", wrong["answer"]
        yield f"as listed, at the edge: {wrong['name']}", wrong["answer"] + wrong["tolerance"]
    for model in data["model"]:
        for share in (-2, -1.01, -1, 1, 1.01, 2):
            yield f"{share} times the tolerance off", model + share * data["tolerance"]
        for change in (model + 1, model - 1, -model, model * 100, model / 100, model * 10, model / 2, 2 * model):
            yield "another number", change
        for form in TYPED:
            yield f"typed {form}", form.format(model)
            yield f"typed {form} with a comma", form.format(model).replace(".", ",")


def _text(data: dict, right: Any) -> Answers:
    for place, model in enumerate(data["model"]):
        words = model.split()
        yield f"model {place}", model
        yield f"half of model {place}", " ".join(words[: len(words) // 2])
        yield f"three words of model {place}", " ".join(words[:3])
    yield "the prompt", data["prompt"]
    yield "the prompt in capitals", data["prompt"].upper()
    yield "the prompt and more", f"{data['prompt']} I think it is so."
    yield "one word again and again", "because " * 20
    yield "few different words", "we ask and we ask and we ask and we ask"
    yield ("signs and marks", "<script>alert(1)</script> & “quotes” – =1+1 اسم 😀 and some more plain words here")
    for line in data["rubric"]:
        yield "a line of the rubric", line


def _fields(columns: dict, row: dict, odd: bool) -> Iterator[tuple[str, dict]]:
    """Yield a row with one field emptied, moved or chosen otherwise; with ``odd`` what no field holds."""
    for field, column in columns.items():
        given = row.get(field)
        if given not in (None, ""):
            yield f"{field} emptied", {**row, field: ""}
            yield f"{field} taken out", {key: value for key, value in row.items() if key != field}
        for option in column["options"]:
            yield f"{field} is {option}", {**row, field: option}
        if column["type"] == "number" and isinstance(given, (int, float)):
            for moved in (given + 1, given - 2, given / 100, 10 * given, -given, 0, str(given), f"{given}%"):
                yield f"{field} is {moved}", {**row, field: moved}
        for value in ODD_FIELDS if odd else ():
            yield f"{field} is {value!r}", {**row, field: value}
    yield "an unknown field", {**row, "no such field": "x"}


def _table(data: dict, right: Any) -> Answers:
    for number, model in enumerate(data["model"]):
        yield f"model {number}", model
        yield f"model {number} turned round", model[::-1]
        yield f"model {number} seven times", model * 7
        for place, row in enumerate(model):
            yield f"model {number}, only row {place}", [row]
            yield f"model {number} without row {place}", [*model[:place], *model[place + 1 :]]
            yield f"model {number}, row {place} twice", [*model, row]
            for name, changed in _fields(data["columns"], row, odd=number == place == 0):
                yield f"model {number}, row {place}: {name}", [*model[:place], changed, *model[place + 1 :]]
        for one in data["columns"]:
            for other in data["columns"]:
                if one < other and model and (one in model[0] or other in model[0]):
                    swapped = {**model[0], one: model[0].get(other), other: model[0].get(one)}
                    yield f"model {number}: {one} and {other} swapped", [swapped, *model[1:]]


def _tree(data: dict, right: Any) -> Answers:
    for number, model in enumerate(data["model"]):
        for name, changed in _trees(data, model):
            yield f"model {number}: {name}", changed


def _trees(data: dict, tree: dict) -> Answers:
    nodes, links = tree["nodes"], tree["links"]
    yield "as it is", tree
    yield "no links", {"nodes": nodes, "links": []}
    yield "links left out", {"nodes": nodes}
    yield "links twice", {"nodes": nodes, "links": [*links, *links]}
    for place, node in enumerate(nodes):
        id = node["id"]
        others, held = [*nodes[:place], *nodes[place + 1 :]], [link for link in links if id not in link]
        yield f"without {id} and its links", {"nodes": others, "links": held}
        yield f"without {id}, its links left", {"nodes": others, "links": links}
        yield f"{id} without a link up", {"nodes": nodes, "links": [link for link in links if link[1] != id]}
        for change in (
            {"text": ""},
            {"text": 5},
            {"level": node["level"] + 1},
            {"level": 9},
            {"card": "no such card"},
            {"text": "Train all staff"},
        ):
            yield (
                f"{id} with {change}",
                {"nodes": [*nodes[:place], {**node, **change}, *nodes[place + 1 :]], "links": links},
            )
        for name, changed in _fields(data["levels"][node["level"]]["fields"], node, odd=False):
            yield f"{id}: {name}", {"nodes": [*nodes[:place], changed, *nodes[place + 1 :]], "links": links}
    for place, link in enumerate(links):
        yield f"without the link {link}", {"nodes": nodes, "links": [*links[:place], *links[place + 1 :]]}
        yield (
            f"the link {link} turned round",
            {"nodes": nodes, "links": [*links[:place], link[::-1], *links[place + 1 :]]},
        )
    top = next((node["id"] for node in nodes if node["level"] == 1), nodes[0]["id"])
    for level in range(len(data["levels"])):
        more = {"id": "more", "level": level, "text": "Something that nothing else here says"}
        yield f"one more on level {level}", {"nodes": [*nodes, more], "links": [*links, [top, "more"]]}
        yield f"an orphan on level {level}", {"nodes": [*nodes, more], "links": links}
    for card, text in data["deck"].items():
        used = {"id": "used", "level": min(2, len(data["levels"]) - 1), "text": text, "card": card}
        yield f"the card {card} used", {"nodes": [*nodes, used], "links": [*links, [top, "used"]]}
    yield "an id twice", {"nodes": [*nodes, nodes[0]], "links": links}
    yield "a circle", {"nodes": nodes, "links": [*links, [nodes[-1]["id"], nodes[0]["id"]]]}


def _game(data: dict, right: Any) -> Answers:
    for number, model in enumerate(data["model"]):
        yield f"model {number}", model
        for name, changed in _games(model):
            yield f"model {number}: {name}", changed
    yield (
        "another game before",
        {"game": {"schema": 1, "seed": 5, "turns": []}, "earlier": [data["model"][0]["game"]]},
    )


def _games(answer: dict) -> Answers:
    turns = answer["game"]["turns"]

    def put(**changed: Any) -> dict:
        return {**answer, "game": {**answer["game"], **changed}}

    def each(**changed: Any) -> dict:
        return put(turns=[{**turn, **changed} for turn in turns])

    for length in range(len(turns)):
        yield f"{length} turns", put(turns=turns[:length])
    for place in range(len(turns)):
        turned = copy.deepcopy(turns)
        turned[place]["low"], turned[place]["high"] = turned[place]["high"], turned[place]["low"]
        yield f"prediction {place} turned round", put(turns=turned)
        yield f"turn {place} left out", put(turns=[*turns[:place], *turns[place + 1 :]])
    for seed in range(10, 16):
        yield f"seed {seed}", put(seed=seed)
    yield "no test studied", each(studied=False)
    yield "nothing changed", each(changes={})
    yield ("all at once", put(turns=[{**turn, "changes": dict.fromkeys(turn["changes"], 100)} for turn in turns]))
    yield "a prediction that holds all", each(low=0, high=100)
    yield "no such group", each(group="Z")
    yield "no such idea", each(changes={"no such idea": 5})
    yield "too many turns", put(turns=turns * 3)
    yield "few words", put(words="because because because")
    yield "many words", put(words=" ".join(f"word{place % 40}" for place in range(70)))
    yield "a newer schema", put(schema=9)
    yield "no seed", put(seed=None)


KINDS: dict[str, Callable[[dict, Any], Answers]] = {
    "choice": _choice, "multi": _multi, "sort": _sort, "rank": _rank, "number": _number, "text": _text,
    "table": _table, "tree": _tree, "game": _game,
}  # fmt: skip
