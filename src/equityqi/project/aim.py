"""The checks of an equity aim: how much, for whom, compared with whom, where, by when, and who must not lose.

Source of the rules: the course's module M7. On a case the data are the judge; on a team's own data the numbers
behind each baseline are.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from equityqi.cases.case_lookup import choices, has_data, latest, measure_of, members, unit
from equityqi.plain_words import shortened
from equityqi.project.check_result import Check
from equityqi.project.labels import AIM, quoted
from equityqi.project.parts import FLOOR, FLOORS, Aim
from equityqi.project.shares import points_in_full
from equityqi.typed_fields import Typed
from equityqi.typed_input import date, in_words, months_after, number, words

if TYPE_CHECKING:
    from equityqi.cases.case import Case

WHO = {"group": "the group", "comparator": "the people you compare with"}
IS_NOW = {"group": "is the group", "comparator": "are the people you compare with"}
SOONEST, LATEST = 3, 18  # months
NEAR_DATA, NEAR_OWN = 1.0, 0.5  # points
FAST = 20.0  # points in six months


def check_aim(aim: Aim, today: dt.date, case: Case | None = None) -> list[Check]:
    """Return the eight checks of an aim, and a hint where it is very fast. ``case`` is None for a team's own data.

    >>> aim = Aim(baseline_group=51, baseline_comparator=65, target_group=62, target_comparator=67)
    >>> [check.sentence for check in check_aim(aim, dt.date(2026, 7, 1)) if check.rule == "gap"]
    ['The gap goes from 14 to 5 percentage points.']
    """
    better = better_of(aim, case)
    rules = [
        dated(aim, today),
        groups(aim, case),
        measured(aim, case),
        based_on_data(aim, case) if has_data(case) else based_on_counts(aim),
        group_gains(aim, better),
        comparator_holds(aim, better),
        gap_narrows(aim, better, case),
        floored(aim),
    ]
    return rules + [hint for hint in (pace(aim, today, case),) if hint]


def better_of(aim: Aim, case: Case | None) -> int:
    """Return 1 when higher is better, -1 when lower is: the case's measure says so, or else the aim's direction."""
    measure = measure_of(case, aim.measure)
    if measure:
        return case.measures[measure].better
    return -1 if set(words(aim.direction)) & {"down", "lower", "falls", "less", "fewer"} else 1


def dated(aim: Aim, today: dt.date) -> Check:
    """Whether the aim has a day, and one that leaves time to test and is near enough to matter."""
    day, first, last = date(aim.date), months_after(today, SOONEST), months_after(today, LATEST)
    window = f"between {in_words(first)} and {in_words(last)}"
    if day is None:
        return Check(
            "date", False, f"By when? Fill in {quoted(AIM, ['date'])}, such as {in_words(months_after(today, 9))}."
        )
    met = f"{in_words(day)} gives you time to test, and it's near enough to matter."
    too = "in the past" if day < today else "too soon to see a change" if day < first else "too far away to plan for"
    return Check.of("date", first <= day <= last, met, f"{in_words(day)} is {too}. Choose a day {window}.")


def groups(aim: Aim, case: Case | None) -> Check:
    """Whether group and comparator are named, differ, and are groups of the data."""
    if absent := [name for name in ("group", "comparator") if not getattr(aim, name).strip()]:
        return Check("groups", False, f"For whom, compared with whom? Fill in {quoted(AIM, absent)}.")
    if not has_data(case):
        differ = words(aim.group) != words(aim.comparator)
        return Check.of(
            "groups",
            differ,
            "It says for whom, and compared with whom.",
            "You compare the group with itself. Choose another group to compare it with.",
        )
    measure = measure_of(case, aim.measure)
    found = [members(case, measure or case.file.gap.right, side) for side in (aim.group, aim.comparator)]
    for side, who in zip((aim.group, aim.comparator), found, strict=True):
        if who is None:
            return Check(
                "groups",
                False,
                f"We can't find “{shortened(side, 60)}” in the data for this measure. Choose two of:"
                f" {choices(case, measure)}.",
            )
    return Check.of(
        "groups",
        found[0] != found[1],
        "Both groups are in the data.",
        "You compare the group with itself. Choose another group to compare it with.",
    )


def measured(aim: Aim, case: Case | None) -> Check:
    """Whether it says what is counted, among whom and where; on a case, by one of its measures."""
    if has_data(case) and not measure_of(case, aim.measure):
        return Check(
            "measure",
            False,
            f"Choose one of the measures in the data: {'; '.join(m.name for m in case.measures.values())}.",
        )
    if not aim.measure.strip():
        return Check(
            "measure",
            False,
            "What will you count? Fill in the measure, such as: reviews completed, out of those booked.",
        )
    if absent := [name for name in ("population", "place") if not getattr(aim, name).strip()]:
        return Check(
            "measure",
            False,
            f"Among whom, and where? Fill in {quoted(AIM, absent)}, such as people booked for a review, in our 24"
            " practices.",
        )
    return Check("measure", True, "It says what you count, among whom and where.")


def based_on_data(aim: Aim, case: Case) -> Check:
    """Whether both baselines agree with the case's latest 12 months."""
    measure = measure_of(case, aim.measure)
    if measure is None:
        return Check(
            "baseline",
            False,
            "We can check the baselines once you've chosen a measure from the data. Choose the measure first.",
        )
    for name, side, typed in (
        ("group", aim.group, aim.baseline_group),
        ("comparator", aim.comparator, aim.baseline_comparator),
    ):
        who, value = members(case, measure, side), number(typed)
        true = latest(case, measure, who) if who else None
        if value is None:
            return Check(
                "baseline",
                False,
                f"Where {IS_NOW[name]} now? Fill in {quoted(AIM, [f'baseline_{name}'])}, from the latest 12 months.",
            )
        if true is None:
            return Check(
                "baseline",
                False,
                f"We can check the baselines once both groups are in the data. Choose {WHO[name]} first.",
            )
        if abs(value - true) > NEAR_DATA:
            shown = f"{true:.0f}{unit(case, measure)}"
            return Check(
                "baseline",
                False,
                f"You wrote {value:g} for {WHO[name]}, but the latest 12 months show {shown}. Count again, with this"
                " measure.",
            )
    return Check("baseline", True, "Both baselines agree with the latest 12 months of data.")


def based_on_counts(aim: Aim) -> Check:
    """Whether both baselines agree with a team's own counts."""
    sides = (
        ("group", aim.baseline_group, aim.baseline_group_n, aim.baseline_group_of),
        ("comparator", aim.baseline_comparator, aim.baseline_comparator_n, aim.baseline_comparator_of),
    )
    for name, typed, above, below in sides:
        value, n, of = number(typed), number(above), number(below)
        if value is None:
            return Check(
                "baseline", False, f"Where {IS_NOW[name]} now? Fill in {quoted(AIM, [f'baseline_{name}'])}, in %."
            )
        if n is None or of is None or not 0 <= n <= of or of <= 0:
            return Check(
                "baseline",
                False,
                f"Which counts is the {value:g}% for {WHO[name]} from? Fill in how many, out of how many, such as 51 of"
                " 100.",
            )
        if abs(value - 100 * n / of) > NEAR_OWN + 1e-9:
            return Check(
                "baseline",
                False,
                f"For {WHO[name]}, {n:g} of {of:g} is {100 * n / of:.1f}%, but you wrote {value:g}%. Change one of"
                " them.",
            )
    return Check("baseline", True, "Both baselines agree with your counts.")


def group_gains(aim: Aim, better: int) -> Check:
    """Whether the target of the group is better than its baseline."""
    now, then = number(aim.baseline_group), number(aim.target_group)
    if now is None or then is None:
        return Check(
            "group-gains",
            False,
            "Where is the group now, and where should it be? Fill in its baseline and its target, in numbers.",
        )
    way = "above" if better > 0 else "below"
    return Check.of(
        "group-gains",
        better * (then - now) > 0,
        "The group gains.",
        f"The group goes from {now:g} to {then:g}, so it doesn't gain. Set its target {way} {now:g}.",
    )


def comparator_holds(aim: Aim, better: int) -> Check:
    """Whether the target of the comparator is no worse than its baseline."""
    now, then = number(aim.baseline_comparator), number(aim.target_comparator)
    if now is None or then is None:
        return Check(
            "comparator-holds",
            False,
            "What happens to the people you compare with? Fill in their baseline and their target, in numbers.",
        )
    not_yet = (
        f"The people you compare with go from {now:g} to {then:g}, so they lose and nobody gains. Set their target at"
        f" {now:g} or better."
    )
    return Check.of("comparator-holds", better * (then - now) >= 0, "Nobody is made worse off.", not_yet)


def gap_narrows(aim: Aim, better: int, case: Case | None = None) -> Check:
    """Whether the gap between the targets is smaller than that between the baselines."""
    values = [
        number(typed)
        for typed in (aim.baseline_group, aim.baseline_comparator, aim.target_group, aim.target_comparator)
    ]
    if None in values:
        return Check(
            "gap", False, "How wide is the gap now, and how wide should it be? Fill in both baselines and both targets."
        )
    now, then = better * (values[1] - values[0]), better * (values[3] - values[2])
    not_yet = (
        f"The gap goes from {_points(now)} to {_points(then)} {_unit(aim, case)}, so it doesn't get narrower. Lift the"
        " group by more than the people you compare with."
    )
    met = f"The gap goes from {_points(now)} to {_points(then)} {_unit(aim, case)}."
    return Check.of("gap", then < now, met, not_yet)


def floored(aim: Aim) -> Check:
    """Whether the aim says how much no group may lose."""
    typed = " ".join(words(aim.floor)).replace("percentage points", "points").replace("two points", "2 points")
    not_yet = (
        f"Who must not lose? Choose a floor that protects every group: {points_in_full(FLOOR)}. If today's figure is"
        f" small: {FLOORS[1]}."
    )
    met = any(floor in typed for floor in FLOORS)
    return Check.of("floor", met, "It has a floor, so no other group pays for it.", not_yet)


def pace(aim: Aim, today: dt.date, case: Case | None = None) -> Check | None:
    """Return a hint when a change is faster than 20 points in six months."""
    day = date(aim.date)
    days = (day - today).days if day else 0
    changes = [_change(aim.baseline_group, aim.target_group), _change(aim.baseline_comparator, aim.target_comparator)]
    if days <= 0 or max(changes) * 182.625 / days <= FAST:
        return None
    return Check(
        "pace",
        False,
        f"{max(changes):g} {_unit(aim, case)} by {in_words(day)} is very fast. Would a smaller change or a later day be"
        " more likely?",
        hint=True,
    )


def _change(now: Typed, then: Typed) -> float:
    a, b = number(now), number(then)
    return 0.0 if a is None or b is None else abs(b - a)


def _points(value: float) -> str:
    return f"{round(value, 1):g}"


def _unit(aim: Aim, case: Case | None) -> str:
    """Return what a gap between two figures of the aim is counted in."""
    return points_in_full("points", unit(case, measure_of(case, aim.measure)).strip())


def same_group(text: str, aim: Aim, case: Case | None) -> bool:
    """Return whether words name the aim's group; without an aim, the group that the case is about, or any."""
    measure = measure_of(case, aim.measure) or (case.file.gap.right if has_data(case) else None)
    if measure and (who := members(case, measure, text)) is not None:
        return who == members(case, measure, aim.group or case.names["group"])
    wanted = aim.group or (case.names["group"] if has_data(case) else "")
    return words(text) == words(wanted) if wanted else bool(words(text))
