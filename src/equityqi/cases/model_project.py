"""The parts of a case's model project in the shape of a learner's answers."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from equityqi.cases.case_files import CaseError
from equityqi.settings import course_today

_TRIGGER = re.compile(r"\{(trigger-line|trigger-run)\}")
RESULTS = ("observed", "observed_of", "learning", "act")  # of a test, known only once it is done


def read_plan(case) -> dict[str, Any]:
    """Return the case's model project, as ``project.json`` keeps it, with the line and the run that its trigger has by
    the rule set of charts; {} where there is none. Raises :class:`CaseError` for a file that is not JSON.
    """
    path = case.folder / "project.json"
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else "{}"
        plan = json.loads(_TRIGGER.sub(lambda found: f"{case.figures[found[1]]:g}", text))
    except (OSError, ValueError) as error:
        where = f", line {error.lineno}," if isinstance(error, json.JSONDecodeError) else ""
        said = f"{case.folder.name}/project.json{where} cannot be read as JSON. Save the project again."
        raise CaseError(said) from None
    return plan if isinstance(plan, dict) else {}


def planned(case, part: str) -> Any:
    """Return a part of the model project as an answer: a form of one row is a list of one, yes and no are words.

    ``part``: a part of ``project.json`` with hyphens, or ``first-test`` (as if it were still to come),
    ``primary-drivers``, ``measure-card``, ``small-test``, ``trigger-row`` or ``spread-row``.
    Raises :class:`CaseError` when the project lacks it.

    >>> from equityqi.cases.case import load
    >>> planned(load("a-blood-pressure"), "first-test")[0]["start"]
    '7 July 2026'
    """
    name = _OF.get(part, part.replace("-", "_"))
    found = yes_and_no(case.plan.get(name))
    if not found:
        raise CaseError(
            f"{case.folder.name}/project.json has no “{name}”, which an exercise needs for its model answer."
        )
    if part in _SHAPED:
        try:
            return _SHAPED[part](found)
        except (LookupError, TypeError, RuntimeError):  # a draft of which only some is there
            raise CaseError(f"{case.folder.name}/project.json: an exercise can’t find its part of “{name}”.") from None
    return [found] if isinstance(found, dict) and "nodes" not in found else found


def _first_test(cycles: list[dict]) -> list[dict]:
    start, end = (course_today() + dt.timedelta(days=days) for days in (6, 12))
    plan = {key: value for key, value in cycles[0].items() if key not in RESULTS}
    return [plan | {"start": f"{start.day} {start:%B %Y}", "end": f"{end.day} {end:%B %Y}"}]


def _small_test(cycles: list[dict]) -> list[dict]:
    """Return the plan of the first test in five boxes."""
    plan = _first_test(cycles)[0]
    most = f" to {plan['high']}" if plan["high"] != plan["low"] else ""
    return [
        {
            "try": f"{plan['who']}, at {plan['where']}, {plan['start']}. {plan['question']}",
            "with_whom": f"{plan['n']} {plan['group']}",
            "predict": f"{plan['low']}{most} of {plan['of']} {plan['metric']}",
            "count": plan["data"],
            "stop": plan["stop"],
        }
    ]


def _card(measures: list[dict]) -> list[dict]:
    """Return the first outcome, and the first harm to watch, as one card."""
    own, harm = (next(card for card in measures if card["type"] == type) for type in ("outcome", "balancing"))
    return [
        {"counted": own["numerator"], "out_of": own["denominator"], "split": own["stratify"], "harm": harm["numerator"]}
    ]


def _primary(drivers: dict) -> dict:
    nodes = [{key: node[key] for key in ("id", "level", "text")} for node in drivers["nodes"] if node["level"] <= 1]
    ids = {node["id"] for node in nodes}
    return {"nodes": nodes, "links": [link for link in drivers["links"] if set(link) <= ids]}


def _spread(spread: dict) -> list[dict]:
    ticked = {item.replace(" ", "_"): tick for item, tick in spread.get("checklist", {}).items()}
    return [{key: spread.get(key, "") for key in ("first", "why", "risk")} | ticked]


def _ideas(ideas: list[dict]) -> list[dict]:
    return [
        idea | {"strength": str(idea["strength"])} if "strength" in idea else idea for idea in ideas
    ]  # a choice, so a word


_OF = {
    "first-test": "cycles",
    "small-test": "cycles",
    "primary-drivers": "drivers",
    "measure-card": "measures",
    "trigger-row": "spread",
    "spread-row": "spread",
}  # the part of project.json that each is made of, where the names differ
_SHAPED = {
    "measure-card": _card,
    "small-test": _small_test,
    "ideas": _ideas,
    "first-test": _first_test,
    "primary-drivers": _primary,
    "spread-row": _spread,
    "trigger-row": lambda spread: [{"trigger": spread.get("trigger", "")}],
}


def yes_and_no(value: Any) -> Any:
    """Return a value with True and False as the words that forms use.

    >>> yes_and_no([{"told": True, "n": 3}])
    [{'told': 'yes', 'n': 3}]
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [yes_and_no(item) for item in value]
    return {key: yes_and_no(item) for key, item in value.items()} if isinstance(value, dict) else value
