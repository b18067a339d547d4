"""Parts of a case's model project in words, which a lesson shows as one good answer."""

from __future__ import annotations

from equityqi.cases.case import Case
from equityqi.project.canvas import cycle_sentence
from equityqi.project.floor import floor_sentence, largest_fall
from equityqi.project.model_project import model_project
from equityqi.project.sentences import aim_sentence, measure_name
from equityqi.project.shares import floor_in_words


def _aim(case: Case) -> str:
    return aim_sentence(model_project(case).aim, case)


def _measures(case: Case) -> str:
    return "\n".join(
        f"- **{card.type}**: {measure_name(card, case)}. {card.numerator} ÷ {card.denominator}; {card.frequency}, split"
        f" by {card.stratify}."
        for card in model_project(case).measures
    )


def _test(case: Case) -> str:
    first = model_project(case).cycles[:1]
    return cycle_sentence(first[0], case) if first else "The case's project has no test."


def floor_of_case(case: Case) -> str:
    """Return what the floor of a case's aim says of each group, from its first 12 months to its latest."""
    aim, main = model_project(case).aim, case.file.gap
    measure, spans = case.measures[main.right], [case.figures[f"{when}-period"] for when in ("first", "latest")]
    lines = [f"We compared {spans[0]} with {spans[1]}. The floor: {floor_in_words(aim, case)}.", ""]
    for group, before, after in case.first_and_latest:
        fall = largest_fall(aim.floor, before[0] / before[1], measure.per)
        if fall is not None:
            lines.append(f"- {floor_sentence(group, before, after, fall, measure.better, measure.per)}")
    return "\n".join(lines)


def _trigger(case: Case) -> str:
    return "\n\n".join([model_project(case).spread.trigger, str(case.figures.get("trigger-said", ""))]).strip()


MODEL = {
    "model-aim": _aim,
    "model-measures": _measures,
    "model-test": _test,
    "model-trigger": _trigger,
    "model-floor": floor_of_case,
}
