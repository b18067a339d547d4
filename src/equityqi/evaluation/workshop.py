"""The figures of one workshop from its survey sheets: each item with those who answered that item, and how sure people
felt, person by person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from equityqi.evaluation.survey_columns import LATER, survey_fields
from equityqi.evaluation.survey_found import Response
from equityqi.evaluation.survey_shares import Change, Share, Spread, ThreeTimes, may_be_split
from equityqi.privacy.in_text import without_people

AGREE, YES, PREFER_NOT = ("strongly agree", "agree"), ("yes",), "prefer not to say"
ALL_THREE = ("q1a_inequality", "q1b_equity", "q1c_quality_improvement")
TEXTS = ("q8_keep", "q8_change", "q8_stop", "exit_clear", "exit_muddy")


@dataclass(frozen=True)
class Workshop:
    """The figures of one workshop. ``sheets``: how many came back, by sheet; ``attended``: people in the room, None
    where nobody said; ``texts``: what people wrote, without what points to a person.
    """

    name: str
    attended: int | None
    sheets: dict[str, int]
    headlines: tuple[Share, ...]
    items: tuple[Share, ...]
    spreads: tuple[Spread, ...]
    from_before: tuple[Change, ...]
    looking_back: tuple[Change, ...]
    to_day_90: tuple[ThreeTimes, ...]
    codes_twice: int
    texts: dict[str, tuple[str, ...]]
    named: int  # texts that looked like they name a person
    by_role: tuple[tuple[str, tuple[Share, ...]], ...]
    roles: bool


def workshop_of(responses: Sequence[Response], name: str = "", attended: int | None = None) -> Workshop:
    """Return the figures of one workshop from its sheets, in whatever order they come."""
    sheets = sheets_of_each(responses)
    spreads = tuple(
        spread_of(responses, key)
        for key, field in survey_fields().items()
        if field.options and key.startswith("q") and _told(responses, key)
    )
    roles, split = _by_role(responses)
    return Workshop(
        name,
        attended,
        {sheet: sheets[sheet] for sheet in ("pre", "post", "sliders", "exit", LATER)},
        headlines(responses),
        items(responses),
        spreads,
        from_before(responses),
        looking_back(responses),
        to_day_90(responses),
        codes_twice(responses),
        {key: texts(responses, key) for key in TEXTS},
        sum(without_people(text) != text for key in TEXTS for one in responses if (text := one.answers.get(key, ""))),
        split,
        roles,
    )


def sheets_of_each(responses: Sequence[Response]) -> Counter[str]:
    """Return how many sheets of each kind came back; of a tally, as many as the question with most answers has.

    >>> tally = [Response("post", {key: "agree"}, tallied=True) for key in ("q2_tools", "q3_apply", "q3_apply")]
    >>> sheets_of_each([Response("post", {"q2_tools": "agree"}), *tally])["post"]
    3
    """
    sheets = Counter(one.sheet for one in responses if not one.tallied)
    tallied = Counter((one.sheet, key) for one in responses if one.tallied for key in one.answers)
    for sheet in {sheet for sheet, _ in tallied}:
        sheets[sheet] += max(count for (of, _), count in tallied.items() if of == sheet)
    return sheets


def share_of(
    responses: Sequence[Response],
    keys: Sequence[str],
    name: str = "",
    counted: Collection[str] = AGREE,
    target: int = 0,
    short: str = "",
) -> Share:
    """Return how many give a counted answer to all of ``keys``, of those who answered all of them; blank and "prefer
    not to say" are no answer.

    >>> sheets = [Response("post", {"q2_tools": said}) for said in ("agree", "neither", "prefer not to say")] + [
    ...     Response("post", {"q3_apply": "agree"})
    ... ]
    >>> share = share_of(sheets, ["q2_tools"])
    >>> share.x, share.n
    (1, 2)
    """
    given = [
        [one.answers.get(key, PREFER_NOT) for key in keys]
        for one in responses
        if any(key in one.answers for key in keys)
    ]
    answered = [answers for answers in given if PREFER_NOT not in answers]
    label = name or " ".join(survey_fields()[key].label for key in keys)
    return Share(
        label, sum(all(answer in counted for answer in answers) for answers in answered), len(answered), target, short
    )


def headlines(responses: Sequence[Response]) -> tuple[Share, ...]:
    """Return the four shares that the course speaks of, each with the course's own target."""
    return (
        share_of(
            responses,
            ALL_THREE,
            "I understand all three: inequality, equity and QI",
            target=95,
            short="Understand all three",
        ),
        share_of(responses, ["q2_tools"], target=85, short="Know the tools"),
        share_of(responses, ["q3_apply"], target=85, short="Can apply it"),
        share_of(
            responses,
            ["q4_recommend"],
            "I would recommend this training (yes or no)",
            YES,
            target=90,
            short="Would recommend it",
        ),
    )


def items(responses: Sequence[Response]) -> tuple[Share, ...]:
    """Return the share that agrees with each item that asks how far people agree."""
    agreeing = [
        key for key, field in survey_fields().items() if set(AGREE) <= set(field.options) and _told(responses, key)
    ]
    return tuple(
        share_of(responses, [key], survey_fields()[key].label + (" (scale)" if key == "q4_recommend_scale" else ""))
        for key in agreeing
    )


def _told(responses: Sequence[Response], key: str) -> bool:
    """Tell whether an item is still asked, or was when these sheets were filled in."""
    return survey_fields()[key].asked or any(key in one.answers for one in responses)


def spread_of(responses: Sequence[Response], key: str) -> Spread:
    """Return how often each answer to one item was given, and how many of the sheets that ask it leave it blank."""
    field = survey_fields()[key]
    mine = [one for one in responses if one.sheet == field.sheet]
    counts = Counter(one.answers.get(key) for one in mine)
    blank = sheets_of_each(mine)[field.sheet] - sum(counts[code] for code in field.options)
    return Spread(field.label, key, tuple((label, counts[code]) for code, label in field.options.items()), blank)


# ---- How sure people feel


def looking_back(responses: Sequence[Response]) -> tuple[Change, ...]:
    """Return each skill from "looking back" to now: both stand on one sheet, so no code is needed."""
    return _changes([(one.answers, one.answers) for one in responses if one.sheet == "sliders"], "then")


def from_before(responses: Sequence[Response]) -> tuple[Change, ...]:
    """Return each skill from before the course to now: two sheets of one code. A code that two sheets of a kind share
    pairs nobody.
    """
    return _changes(_joined(responses, "pre", "sliders"), "pre")


def to_day_90(responses: Sequence[Response]) -> tuple[ThreeTimes, ...]:
    """Return each skill before the course, at its end and on day 90: three sheets of one code."""
    people = _joined(responses, "pre", "sliders", LATER)
    found = []
    for key, field in survey_fields().items():
        if key.startswith("now_"):
            skill = key.removeprefix("now_")
            asked = f"pre_{skill}", key, f"{LATER}_{skill}"
            given = [[sheet.get(one) for sheet, one in zip(sheets, asked, strict=True)] for sheets in people]
            found.append(ThreeTimes(field.label, tuple(sorted(tuple(map(int, one)) for one in given if all(one)))))
    return tuple(found)


def _joined(responses: Sequence[Response], *sheets: str) -> list[tuple]:
    """Return the answers of each person to several sheets, joined by their code."""
    by_code = [_by_code(responses, sheet) for sheet in sheets]
    codes = set.intersection(*(set(of) for of in by_code))
    return [tuple(of[code][0] for of in by_code) for code in sorted(codes) if all(len(of[code]) == 1 for of in by_code)]


def codes_twice(responses: Sequence[Response]) -> int:
    """Return how many codes stand on two sheets of one kind, so that they pair nobody."""
    by_code = [_by_code(responses, sheet) for sheet in ("pre", "sliders", LATER)]
    return len({code for found in by_code for code, given in found.items() if len(given) > 1})


def _by_code(responses: Sequence[Response], sheet: str) -> dict[str, list]:
    found: dict[str, list] = {}
    for one in responses:
        if one.sheet == sheet and one.code:
            found.setdefault(one.code, []).append(one.answers)
    return found


def _changes(people: Sequence[tuple], before: str) -> tuple[Change, ...]:
    """Return one change for each skill; the pairs are sorted, so that nobody can be followed from skill to skill."""
    changes = []
    for key, field in survey_fields().items():
        if key.startswith("now_"):
            was = f"{before}_{key.removeprefix('now_')}"
            changes.append(
                Change(
                    field.label,
                    tuple(
                        sorted(
                            (int(first[was]), int(last[key])) for first, last in people if was in first and key in last
                        )
                    ),
                )
            )
    return tuple(changes)


# ---- Words and roles


def texts(responses: Sequence[Response], key: str) -> tuple[str, ...]:
    """Return what people wrote under one question, in the order of the alphabet: neither file nor time nor code stands
    beside it, and what points to a person is taken out.
    """
    given = (without_people(one.answers[key]) for one in responses if key in one.answers)
    return tuple(sorted(given, key=lambda text: (text.casefold(), text)))


def _by_role(responses: Sequence[Response]) -> tuple[bool, tuple[tuple[str, tuple[Share, ...]], ...]]:
    """Return whether any sheet tells a role, and the headline shares by role; () as soon as one cell holds fewer than
    10 answers, or 1 to 7 people who said yes, or who did not: the total less the other roles would give them back.
    """
    post = [one for one in responses if one.sheet == "post"]
    if not any(one.role for one in post):
        return False, ()
    names = {one.role.casefold(): one.role for one in sorted(post, key=lambda one: one.role, reverse=True)}
    split = [
        (names[role] or "No role given", headlines([one for one in post if one.role.casefold() == role]))
        for role in sorted(names)
    ]
    return True, tuple(split) if all(may_be_split(share) for _, shares in split for share in shares) else ()
