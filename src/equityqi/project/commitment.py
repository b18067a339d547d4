"""The checks of a commitment: small, dated, for somebody, and with a person who will ask.

Source of the rules: the course's module M15.
"""

from __future__ import annotations

import datetime as dt

from equityqi.project.check_result import Check
from equityqi.project.labels import COMMITMENT, quoted
from equityqi.project.parts import Commitment
from equityqi.project.sentences import commitment_sentence
from equityqi.typed_input import date, in_words, words

DAYS, CHECK_DAYS, WORDS = 30, 45, 40
THOUGHTS = frozenset("consider think try".split())
SELF = frozenset("me i myself self nobody none no-one".split())


def check_commitment(commitment: Commitment, today: dt.date) -> list[Check]:
    """Return the five checks of a commitment.

    >>> vague = Commitment(verb="be", thing="more aware of inequality")
    >>> [check.rule for check in check_commitment(vague, dt.date(2026, 7, 1)) if check.passed]
    ['length']
    """
    return [
        dated(commitment, today),
        asked_by(commitment, today),
        for_whom(commitment),
        done(commitment),
        short(commitment),
    ]


def dated(commitment: Commitment, today: dt.date) -> Check:
    """Whether it has a day within the next 30 days."""
    day, last = date(commitment.date, today), today + dt.timedelta(days=DAYS)
    if day is None:
        return Check("date", False, f"By when? Fill in {quoted(COMMITMENT, ['date'])}: a day up to {in_words(last)}.")
    when = "in the past" if day < today else "too far away"
    return Check.of(
        "date",
        today <= day <= last,
        f"{in_words(day)} is soon.",
        f"{in_words(day)} is {when}. Choose a day from {in_words(today)} to {in_words(last)}.",
    )


def asked_by(commitment: Commitment, today: dt.date) -> Check:
    """Whether somebody else will ask, on a day soon after."""
    name, day, asked = words(commitment.checker), date(commitment.date, today), date(commitment.check_date, today)
    last = today + dt.timedelta(days=CHECK_DAYS)
    if not name or set(name) & SELF or name == words(commitment.name):
        return Check(
            "checker",
            False,
            f"Who will ask you how it went? Put somebody else's name under {quoted(COMMITMENT, ['checker'])}.",
        )
    if asked is None:
        return Check(
            "checker",
            False,
            f"When will {commitment.checker.strip()} ask you? Fill in {quoted(COMMITMENT, ['check_date'])}: a day up to"
            f" {in_words(last)}.",
        )
    first = day if day and day <= last else today
    not_yet = (
        f"{in_words(asked)} is too early or too late. Let {commitment.checker.strip()} ask between {in_words(first)}"
        f" and {in_words(last)}."
    )
    return Check.of("checker", first <= asked <= last, f"{commitment.checker.strip()} will ask.", not_yet)


def for_whom(commitment: Commitment) -> Check:
    """Whether it names a group, or a place where it is done for each group."""
    group = words(commitment.group)
    if group in (["each", "group"], ["every", "group"], ["all", "groups"]):
        return Check.of(
            "group",
            words(commitment.place),
            "It says who it's for, and where.",
            f"Where will you ask for each group? Fill in {quoted(COMMITMENT, ['place'])}, such as the formulary"
            " meeting.",
        )
    not_yet = f"Who is it for? Fill in {quoted(COMMITMENT, ['group'])}, or write “each group” and name the place."
    return Check.of(
        "group",
        group and group not in (["everyone"], ["everybody"], ["all"], ["people"]),
        "It says who it's for.",
        not_yet,
    )


def done(commitment: Commitment) -> Check:
    """Whether the verb is a thing that others can see done."""
    action = words(f"{commitment.verb} {commitment.thing}" if words(commitment.verb) else "")
    if not action:
        return Check(
            "verb",
            False,
            f"What will you do? Put a verb under {quoted(COMMITMENT, ['verb'])}, such as split, ask, show, ring or"
            " test.",
        )
    thought = action[0] in THOUGHTS or (action[0] in ("be", "become") and "aware" in action[:4])
    return Check.of(
        "verb",
        not thought,
        "Others can see you do it.",
        f"Nobody can see you {commitment.verb.strip()}. Choose something that others can see: split, ask, show, ring"
        " or test.",
    )


def short(commitment: Commitment) -> Check:
    """Whether its sentence has at most 40 words."""
    if not words(f"{commitment.verb} {commitment.thing}"):
        return Check("length", False, "There's no commitment yet. Write what you'll do.")
    many = len(commitment_sentence(commitment).split())
    return Check.of(
        "length",
        many <= WORDS,
        "It's short.",
        f"It has {many} words. Keep it to {WORDS}: one thing, one group, one day.",
    )
