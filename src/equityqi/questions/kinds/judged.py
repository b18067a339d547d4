"""What a table and a tree share: an answer of several parts, marked by the rules of a plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from equityqi.html_tags import Html
from equityqi.questions.kinds.base import BadPart, Mark, Note, Question, fewest
from equityqi.questions.kinds.paper import key_of_plans
from equityqi.questions.kinds.real_words import read_words
from equityqi.settings import course_today

if TYPE_CHECKING:
    from equityqi.project.check_result import Check

NO_WORDS = (
    "We can't find your own words here yet, so there's nothing to check. Write a few in each field: “Mo rings them”"
    " is plenty."
)
NOTHING = "There's nothing here to check yet. Write a few words of your own."
EMPTY = "What you wrote in {} doesn't say anything yet, so we read it as empty. A word or two will do."


@dataclass(frozen=True, kw_only=True)
class JudgedQuestion(Question):
    """``judge`` names the rules that mark it, in :mod:`equityqi.questions.plan_rules`; so many ``pass_checks`` pass.

    ``case``: the course's case that it is always about; without one, the case that the person works on.
    ``session``: its dates are judged against the session's date alone, and wait for it where there is none yet. Without
    it they go by the session where its date is known, else by the course's day.
    """

    judged: ClassVar[bool] = True

    judge: str
    case: str | None = None
    pass_checks: int | None = None
    session: bool = False
    model: list[Any]

    def check(self) -> None:
        super().check()
        judges = _plan_rules().JUDGES
        if self.judge not in judges:
            raise BadPart(f"there is no judge {self.judge!r}. The judges are: {', '.join(judges)}", "judge")
        fewest(self.model, 1, "model")
        for model in self.model:
            if problem := self.why_unreadable(model):
                raise ValueError(f"a model answer does not fit. {problem}")

    def in_key(self) -> Html:
        return key_of_plans(self)

    def mark(self, answer: Any, case=None, today: dt.date | None = None, own_measure: str = "") -> Mark:
        from equityqi.cases.case import load  # lazy: reading a case needs pydantic, 0.1 s

        read = read_words(self, answer)
        found = _plan_rules().judge(
            self.judge,
            read[0] if read else answer,
            load(self.case) if self.case else case,
            today or course_today(),
            self,
            own_measure,
        )
        checks = [check if read else _with_nothing(check) for check in found.checks if not check.hint]
        hints = [check for check in found.checks if check.hint and not check.passed]
        met = sum(check.passed for check in checks)
        net = max(0, met - found.decoys_used)
        unmet = next((check for check in checks if not check.passed), None)
        slip = unmet or (hints[0] if found.decoys_used and hints else None)
        words = [f"{met} of {len(checks)} checks met."]
        if found.decoys_used:
            words.append(f"{found.decoys_used} taken off for cards that don't belong there.")
        words.append(NO_WORDS if not read else slip.sentence if slip else self.right)
        if not slip:
            words += [hint.sentence for hint in hints]
        notes = (
            *(Note(check.rule, check.passed, check.sentence, self._at(check, answer)) for check in checks),
            *(Note(hint.rule, None, hint.sentence) for hint in hints),
            *(Note("no-words", None, EMPTY.format(place)) for place in (read[1][:3] if read else [])),
        )
        passed = bool(checks) and net >= (self.pass_checks or len(checks))
        points = self.points * net / max(1, len(checks))
        slipped = "no-words" if not read else slip.rule if slip else None
        return Mark(points, 0, passed, " ".join(words), slipped, notes)

    def _at(self, check: Check, answer: Any) -> str:
        return "" if check.passed else self.field_of(check.rule, check.sentence, answer)

    def field_of(self, rule: str, sentence: str, answer: Any) -> str:
        """Return the field that a rule's sentence asks to be changed, as the form names it; "" where it names none."""
        raise NotImplementedError


def _with_nothing(check: Check) -> Check:
    """Return a check of a plan without words: there is nothing that could meet it."""
    return replace(check, passed=False, sentence=NOTHING) if check.passed else check


def _plan_rules() -> ModuleType:
    from equityqi.questions import plan_rules  # lazy: the parts of a project need pydantic, 0.1 s

    return plan_rules
