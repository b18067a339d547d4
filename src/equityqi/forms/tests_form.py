"""The log of tests on a page: each test a card of plan, do, study and act, and the next one grown from the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from equityqi.forms.cards_form import SAVED, CardsForm, field
from equityqi.forms.downloads import Download
from equityqi.forms.notebook import show_in_work
from equityqi.html_tags import Html, tag
from equityqi.project.check_result import Check
from equityqi.project.cycle_log import check_cycles
from equityqi.project.labels import CYCLES
from equityqi.project.next_test import dated, in_one_line, most_people, next_test, with_ids, with_log, with_typed
from equityqi.project.numbers import NotANumber, Numbers
from equityqi.project.parts import PdsaCycle
from equityqi.project.sentences import case_of, group_words
from equityqi.questions.note_on_people import note_on
from equityqi.workfolder import project_numbers as store

TO_READ = (
    "When you open this page with start.py, or by your trainer’s link, your log of tests is here. It starts with the"
    " test you planned in exercise 9."
)
ABOUT = "Your first test is the one from exercise 9. Each next test grows from the one before."
NONE_YET = "No test yet. Plan a small one: at most five people, within seven days."
YES_NO = {"yes": "Yes", "no": "Not yet"}
NEXT = {
    "adapt": "Adapt: change something, then test it again",
    "adopt": "Adopt: it works, so try it with more people or elsewhere",
    "abandon": "Abandon: stop it, and try another idea",
}
STAGES: Mapping[str, tuple[str, ...]] = {
    "Plan": ("name", "question", "group", "metric", "n", "low", "high", "of", "who", "where", "start", "end", "data",
             "stop", "told", "lead_yes"),
    "Do": ("did",),
    "Study": ("observed", "observed_of", "learning"),
    "Act": ("act",),
}  # fmt: skip
KINDS = {**dict.fromkeys(("question", "data", "did", "learning"), "long"),
         **dict.fromkeys(("n", "low", "high", "of", "observed", "observed_of"), "number")}  # fmt: skip
HINTS = {
    "low": "Before you try it. If you can’t be wrong, you can’t learn.",
    "start": "For example: 7 July 2026.",
    "learning": "What surprised you? Don’t name anyone.",
    "did": "What happened on the day? What didn’t go to plan?",
}
CHOICES = {"told": YES_NO, "lead_yes": YES_NO, "act": NEXT}
LABELS = {**CYCLES, "told": "Do people know that it's a test?", "lead_yes": "Has the clinical lead agreed?",
          "act": "What next?"}  # fmt: skip
YEAR = "We added the year: {day}. If it’s another one, type it."
OUT = "Taken out. To bring it back, press “Undo the last change” under “My numbers”."


class TestsForm(CardsForm):
    """A card for each test; the latest is open."""

    __test__ = False  # no test of pytest
    _years: Sequence[str] = ()  # what to say of the days that were typed without one

    def show(self, numbers: Numbers) -> None:
        log = with_ids(numbers.cycles)
        self.about = ABOUT if log else NONE_YET
        self.cards = [_card(log, place) for place in range(len(log))]
        more = [["check", "Check my tests"], ["out", "Take out the latest test"]] if log else []
        self.buttons = [["grow", "Plan the next test" if log else "Plan my first test"], *more]

    def with_changes(self, now: Numbers, planned: Sequence[PdsaCycle], typed: Mapping[str, str]) -> Numbers:
        fields = {(id, name): text for key, text in typed.items() for id, _, name in [key.rpartition(".")]}
        typed_in, homeless = with_typed(with_ids(now.cycles if now.own_log else planned), fields)
        self._homeless += filter(None, homeless)
        log = dated(typed_in, store.begun_near(self._work))
        days = ((getattr(one, name), getattr(full, name)) for one, full in zip(typed_in, log, strict=True)
                for name in ("start", "end"))  # fmt: skip
        self._years = [YEAR.format(day=full) for typed_day, full in days if full != typed_day]
        return with_log(now, log)

    def act(self, do: str, content: Mapping[str, Any]) -> tuple[str, Sequence[Download]]:
        self.result, years, self._years = "", self._years, []
        log = self._log()
        if do == "grow":
            grown = next_test(log, group_words(self.project.aim.group, case_of(self.project)))
            grown = grown.model_copy(update={"id": token_hex(4)})  # never that of a test that was taken out
            store.change(self._work, lambda now: with_log(now, [*log, grown]))
            return f"Test {len(log) + 1} is ready to plan. Write what you predict before you try it.", ()
        if do == "out":
            if not log:
                raise NotANumber("There’s no test to take out.")
            store.change(self._work, lambda now: with_log(now, log[:-1]))
            return OUT, ()
        if do == "check":
            self.result = checked(self._checks(log))
        return " ".join(
            filter(None, ("" if do == "check" else SAVED, *years, note_on([one.model_dump() for one in log])))
        ), ()

    def _log(self) -> list[PdsaCycle]:
        numbers = store.numbers_of(self._work)
        return with_ids(numbers.cycles if numbers.own_log else self.project.cycles)

    def _checks(self, log: Sequence[PdsaCycle]) -> list[Check]:
        return check_cycles(log, store.begun_near(self._work), self.project.aim, case_of(self.project))

    def __repr__(self) -> str:
        return "My tests"


def _card(log: Sequence[PdsaCycle], place: int) -> dict[str, Any]:
    cycle, most = log[place], most_people(log, place)
    hints = HINTS if most is None else HINTS | {"n": f"At most {most:g}: five times as many as in the test before."}

    def drawn(name: str) -> dict[str, Any]:
        kind, hint = KINDS.get(name, "text"), hints.get(name, "")
        return field(f"{cycle.id}.{name}", LABELS[name], getattr(cycle, name), kind, hint, CHOICES.get(name))

    parts = [[stage, [drawn(name) for name in names]] for stage, names in STAGES.items()]
    return {"key": cycle.id, "line": in_one_line(cycle, place), "open": place == len(log) - 1, "parts": parts}


def checked(checks: Sequence[Check]) -> Html:
    """Return the checks of a log as a list: what is met, what isn't yet."""
    met = sum(check.passed for check in checks)
    items = [tag("li", f"{'✓ Met' if check.passed else '○ Not yet'}: {check.sentence}") for check in checks]
    return tag("section", tag("p", f"{met} of {len(checks)} checks met."), tag("ul", items), class_="eq-numbers-few")


def project_tests() -> None:
    """Show the log of tests; without a browser, or in the course's own copy, what it is for."""
    show_in_work(TestsForm, TO_READ)
