"""Judges: which rules mark an answer of several parts, a table or a tree.

A judge takes what the answers file keeps and says what is met and what is not yet; :mod:`equityqi.questions.mark`
makes marks of that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from equityqi.cases.case import CaseError
from equityqi.cases.case_lookup import measure_of
from equityqi.project.aim import check_aim
from equityqi.project.check_result import Check
from equityqi.project.commitment import check_commitment
from equityqi.project.cycle_plan import check_plan
from equityqi.project.drivers import check_drivers, check_first_drivers, decoys, drivers_of
from equityqi.project.ideas import check_ideas
from equityqi.project.measure_card import check_card
from equityqi.project.measures import check_measures
from equityqi.project.model_project import model_project
from equityqi.project.parts import Aim, Commitment, Idea, MeasureCard, PdsaCycle, ProjectError, Voice
from equityqi.project.read_rows import dicts_of, rows_of, text_of
from equityqi.project.small_test import check_small_test
from equityqi.project.spread import check_trigger
from equityqi.project.understanding import check_asked, check_problem, check_whys
from equityqi.typed_fields import Model


@dataclass(frozen=True)
class RuleResults:
    """What the rules say of one answer. ``decoys_used``: so many of the checks met are taken away again."""

    checks: list[Check]
    decoys_used: int = 0


@dataclass(frozen=True)
class Given:
    """What a judge may look at: the answer, the case or None, the day, the question or None, and the measure of the
    person's own aim, or "".
    """

    answer: Any
    case: Any
    today: dt.date
    question: Any
    own_measure: str = ""


Judge = Callable[[Given], RuleResults]


def judge(name: str, answer: Any, case, today: dt.date, question=None, own_measure: str = "") -> RuleResults:
    """Return what a judge says of an answer.

    ``name``: one of ``JUDGES``. ``answer``: a list of rows (dicts) or a tree (nodes and links); nothing is raised
    whatever it is. ``case``: a Case, or None for a team's own data. ``today``: the day that dates are judged against.
    ``own_measure``: the measure of the person's own aim, where it is known.

    >>> judge("whys", [{"why": "Few come"}], None, dt.date(2026, 7, 1)).checks[0].sentence
    'You have 1 why. Ask 3 to 6 times, and stop at something that you can change.'
    """
    return JUDGES[name](Given(answer, case, today, question, own_measure))


def _row(given: Given, model: type[Model]) -> Model:
    """Return the one row of a plain form."""
    return next(iter(rows_of(model, given.answer)), model())


def _aim(given: Given) -> RuleResults:
    return RuleResults(check_aim(_row(given, Aim), given.today, given.case))


def _own_aim(given: Given) -> RuleResults:
    return RuleResults(check_aim(_row(given, Aim), given.today, None))


def _drivers(given: Given) -> RuleResults:
    return _tree(given, check_drivers)


def _first_drivers(given: Given) -> RuleResults:
    return _tree(given, check_first_drivers)


def _tree(given: Given, rules: Callable) -> RuleResults:
    """Return the checks of a diagram; each decoy stands before them with its own sentence, as a hint, and costs one."""
    drivers = drivers_of(given.answer, getattr(given.question, "deck", None))
    used = [Check(check.rule, False, check.sentence, hint=True) for check in decoys(drivers)]
    return RuleResults([*used, *rules(drivers)], decoys_used=len(used))


def _measures(given: Given) -> RuleResults:
    """Mark the set for the case's group, and for the measure of the learner's own aim, where it is one of the case."""
    aim = aim_of(given.case).model_copy(update={"measure": ""})
    own = given.own_measure if measure_of(given.case, given.own_measure) else ""
    return RuleResults(check_measures(rows_of(MeasureCard, given.answer), aim, given.case, own))


def _card(given: Given) -> RuleResults:
    aim = aim_of(given.case).model_copy(update={"measure": ""})
    return RuleResults(check_card(given.answer, aim, given.case))


def _small_test(given: Given) -> RuleResults:
    return RuleResults(check_small_test(given.answer))


def aim_of(case) -> Aim:
    """Return the aim of a case's model project; without one, or on a team's own data, an empty aim.

    >>> aim_of(None).group
    ''
    """
    if case is None or case.own:
        return Aim()
    try:
        return model_project(case).aim
    except (CaseError, ProjectError):
        return Aim()


def _ideas(given: Given) -> RuleResults:
    return RuleResults(check_ideas(rows_of(Idea, given.answer)))


def _plan(given: Given) -> RuleResults:
    return RuleResults(check_plan(_row(given, PdsaCycle), given.today, given.case))


def _commitment(given: Given) -> RuleResults:
    return RuleResults(check_commitment(_row(given, Commitment), given.today))


def _trigger(given: Given) -> RuleResults:
    return RuleResults(check_trigger(text_of(given.answer, "trigger"), given.case))


def _whys(given: Given) -> RuleResults:
    return RuleResults(check_whys([row["why"] for row in dicts_of(given.answer) if isinstance(row.get("why"), str)]))


def _problem(given: Given) -> RuleResults:
    return RuleResults(check_problem(text_of(given.answer, "problem")))


def _asked(given: Given) -> RuleResults:
    return RuleResults(check_asked(rows_of(Voice, given.answer)))


def _filled(given: Given) -> RuleResults:
    """One check for each field: it is filled in every row."""
    rows = dicts_of(given.answer) or [{}]
    labels = (
        {key: column.label for key, column in given.question.columns.items()}
        if given.question
        else {key: key for row in rows for key in row}
    )
    checks = []
    for key, label in labels.items():
        empty = [place for place, row in enumerate(rows, 1) if row.get(key) is None or not str(row[key]).strip()]
        where = f" in row {empty[0]}" if empty and len(rows) > 1 else ""
        checks.append(Check.of(str(key), not empty, f"You filled in “{label}”.", f"Fill in “{label}”{where}."))
    return RuleResults(
        checks or [Check("filled", False, "You haven't filled anything in yet. Start with the first field.")]
    )


JUDGES: dict[str, Judge] = {
    "aim": _aim,
    "aim-own": _own_aim,
    "drivers": _drivers,
    "drivers-first": _first_drivers,
    "measures": _measures,
    "measure-card": _card,
    "ideas": _ideas,
    "cycle-plan": _plan,
    "small-test": _small_test,
    "commitment": _commitment,
    "trigger": _trigger,
    "whys": _whys,
    "problem": _problem,
    "asked": _asked,
    "filled": _filled,
}
