"""Parts of a case's model project in words, which a lesson shows as one good answer."""

from __future__ import annotations

from equityqi.cases.case import Case
from equityqi.project.canvas import cycle_sentence
from equityqi.project.model_project import model_project
from equityqi.project.sentences import aim_sentence, measure_name


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


def _trigger(case: Case) -> str:
    return "\n\n".join([model_project(case).spread.trigger, str(case.figures.get("trigger-said", ""))]).strip()


MODEL = {"model-aim": _aim, "model-measures": _measures, "model-test": _test, "model-trigger": _trigger}
