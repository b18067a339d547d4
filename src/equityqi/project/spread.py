"""The checks of spread: a trigger rule that somebody will act on, and a named risk that the gap widens.

Source of the rules: the course's module M14.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from equityqi.cases.case_lookup import has_data
from equityqi.cases.chart_words import rule_words
from equityqi.project.check_result import Check
from equityqi.project.parts import Spread
from equityqi.settings import chart_rules
from equityqi.typed_input import stems, words

if TYPE_CHECKING:
    from equityqi.cases.case import Case

_NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|a quarter|a third"
_PERIOD = re.compile(
    rf"\b(?:\d+|{_NUMBER_WORDS}|a|each|every|running|of|in|last|next|same)[\s-]+(?:calendar[\s-]+)?(?:weeks?|months?|quarters?)\b|\b(?:weekly|monthly|quarterly)\b",
    re.I,
)
_GROUP_NUMBER = re.compile(r"\b(?:imd|quintile|fifth|core)\s*[1-5](?:\s*(?:-|–|to|and|or|,)\s*[1-5])?", re.I)
_WHOLE = re.compile(r"\bper\s+\d[\d,]*", re.I)  # per 1,000 says of how many, not at what number
_NUMBER = re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.I)
_ACTOR = re.compile(
    r"\b(?:leads?|manager|managers|team|partner|partners|director|pharmacists?|nurses?|doctors?|gps?|clinicians?|chair|board|committee|matron|receptionists?|"
    r"coordinator|officer|owner|champion|practice|group"
    r" meeting|navigator|visitors?|midwife|midwives|we|i)\b[^.;]{0,60}?\b(?:will|brings?|tells?|asks?|calls?|raises?|rings?|"  # noqa: E501
    r"meets?|checks?|stops?|pauses?|takes?|puts?|reviews?|looks?|reports?|holds?|acts?|shows?|visits?|goes|go|decides?|opens?|adds?|sends?|invites?)\b",
    re.I,
)
_NAMED = re.compile(
    r"\b[A-Z][a-z]+"
    r" (?:will|brings|tells|asks|calls|raises|rings|meets|checks|stops|pauses|takes|puts|reviews|looks|reports|acts|shows|visits|decides)\b"  # noqa: E501
)
_PEOPLE = frozenset(
    "people patients children families women men group groups those carers residents clients adults".split()
)


def check_spread(spread: Spread, case: Case | None = None) -> list[Check]:
    """Return the checks of the spread plan: how the gap could widen, and the four of the trigger rule."""
    return [risk(spread), *check_trigger(spread.trigger, case)]


def risk(spread: Spread) -> Check:
    """Whether it says in five words or more how the gap could widen."""
    met = len(words(spread.risk)) >= 5
    return Check.of(
        "risk",
        met,
        "It says how the gap could get wider.",
        "If others copy this, how could the gap get wider? Write who would get it first, and who would get it last.",
    )


def check_trigger(text: str, case: Case | None = None) -> list[Check]:
    """Return the four checks of a trigger rule: for which group, at what number, for how long, and who acts.

    >>> rule = "If IMD 1–2 is below 50% for 3 months running, the lead brings it to the next team meeting."
    >>> [check.rule for check in check_trigger(rule) if check.passed]
    ['trigger-group', 'trigger-number', 'trigger-period', 'trigger-who']
    """
    return [names_group(text, case), names_number(text), names_period(text), names_who(text)]


def names_group(text: str, case: Case | None) -> Check:
    """Whether the trigger names a group, by the words of the case where there is one."""
    names = ""
    if has_data(case):
        names = " ".join(
            [
                case.names["group"],
                case.names["group_short"],
                *(level for group in case.groups.values() for level in group.levels.values()),
            ]
        )
    met = _GROUP_NUMBER.search(text) or stems(text) & stems(names) or (not names and set(words(text)) & _PEOPLE)
    return Check.of(
        "trigger-group",
        met,
        "It says which group you watch.",
        "Which group will you watch? Name the one that could fall behind first.",
    )


def names_number(text: str) -> Check:
    """Whether the trigger has a number, apart from those of groups and periods."""
    left = _WHOLE.sub(" ", _GROUP_NUMBER.sub(" ", _PERIOD.sub(" ", text)))
    return Check.of(
        "trigger-number",
        _NUMBER.search(left),
        "It has a number.",
        "At what number will you act? Add it, such as: below 50%.",
    )


def names_period(text: str) -> Check:
    """Whether the trigger says for how long."""
    return Check.of(
        "trigger-period",
        _PERIOD.search(text),
        "It says for how long.",
        "How long must it go on before you act? Add the weeks or months, such as: for"
        f" {rule_words(chart_rules())['run']} months running.",
    )


def names_who(text: str) -> Check:
    """Whether the trigger says who acts."""
    met = _ACTOR.search(text) or _NAMED.search(text)
    return Check.of(
        "trigger-who",
        met,
        "It says who acts.",
        "Who will act, and how? Name the person or the role, such as: the lead brings it to the next team meeting.",
    )
