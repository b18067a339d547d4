"""The numbers of a project in words: rounded once, the same way in every document, page and picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from equityqi.cases.case import Case
from equityqi.cases.case_lookup import measure_of, unit
from equityqi.pictures.words import number_in_words
from equityqi.privacy.hiding_rules import LARGEST_HIDDEN, as_passed_on
from equityqi.project.parts import Aim
from equityqi.typed_fields import Typed
from equityqi.typed_input import number

BLANK = "(not written yet)"
HIDDEN = "hidden (small numbers)"
MOST = 1e9  # larger numbers are typing errors, and have no place in a picture
_POINTS = re.compile(r"(?<!percentage )\bpoint(s?)\b")


@dataclass(frozen=True)
class Scale:
    """How the numbers of one aim are written: their unit, and the decimal places that all of them share."""

    unit: str = "%"
    places: int = 0

    def share(self, value: float) -> str:
        """Return a number with its unit.

        >>> Scale().share(52.3), Scale(places=1).share(3.4), Scale("per 1,000").share(31.875)
        ('52%', '3.4%', '31.9 per 1,000')
        """
        if self.unit != "%":
            return number_in_words(value, self.unit)
        return f"{self.bare(value)}%"

    def bare(self, value: float) -> str:
        """Return a number alone, as :meth:`share` rounds it.

        >>> Scale().bare(67.5), Scale(places=1).bare(20)
        ('68', '20')
        """
        return _rounded(value, self.places) if self.unit == "%" else number_in_words(value)

    def apart(self, value: float) -> str:
        """Return how far two numbers lie apart.

        >>> Scale().apart(-15.2), Scale().apart(1), Scale("years").apart(8.7)
        ('15 percentage points', '1 percentage point', '8.7 years')
        """
        if self.unit != "%":
            return number_in_words(abs(value), self.unit)
        text = self.bare(abs(value))
        return f"{text} percentage point{'' if text == '1' else 's'}"

    def span(self, first: str, last: str) -> str:
        """Return from where to where a number goes; a long unit stands once.

        >>> Scale().span("52%", "60%"), Scale("per 1,000").span("31.9 per 1,000", "27 per 1,000")
        ('from 52% to 60%', 'from 31.9 to 27 per 1,000')
        """
        return f"from {first.removesuffix(f' {self.unit}')} to {last}"


def _rounded(value: float, places: int) -> str:
    """Round a half up, as people do, and leave out what says nothing.

    >>> _rounded(15.5, 0), _rounded(3.04, 1), _rounded(-0.2, 0), _rounded(1234, 0)
    ('16', '3', '0', '1,234')
    """
    if not abs(value) < MOST:
        return f"{value:g}"
    text = f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def places_for(*values: float) -> int:
    """Return 0, or 1 where whole numbers would make two different ones look alike, or something look like nothing.

    >>> places_for(52.3, 67.5), places_for(3.4, 3.2), places_for(0.4)
    (0, 1, 1)
    """
    same = any(one != other and _rounded(one, 0) == _rounded(other, 0) for one, other in combinations(values, 2))
    return int(same or any(value and _rounded(value, 0) == "0" for value in values))


def scale_of(aim: Aim, case: Case | None) -> Scale:
    """Return how an aim's numbers are written: in whole numbers, unless a difference would vanish or not add up.

    >>> scale_of(Aim(baseline_group=52, baseline_comparator=67), None).places
    0
    >>> scale_of(Aim(baseline_group=20, baseline_comparator=3.4, target_comparator=3.2), None).places
    1
    >>> scale_of(Aim(baseline_group=52.3, baseline_comparator=67.5), None).places  # 68 less 52 is not 15
    1
    """
    now, other, then, later = (
        number(value)
        for value in (aim.baseline_group, aim.baseline_comparator, aim.target_group, aim.target_comparator)
    )
    pairs = [
        [value for value in pair if value is not None and abs(value) < MOST]
        for pair in ((now, then), (other, later), (now, other), (then, later))
    ]
    gaps = [abs(pair[0] - pair[1]) for pair in pairs[2:] if len(pair) == 2]
    add_up = all(
        _rounded(gap, 0) == _rounded(abs(float(_whole(pair[0])) - float(_whole(pair[1]))), 0)
        for gap, pair in zip(gaps, (pair for pair in pairs[2:] if len(pair) == 2), strict=True)
    )
    apart = any(places_for(*pair) for pair in (*pairs, gaps))
    return Scale(unit_of(aim, case), int(apart or not add_up))


def _whole(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP)


def unit_of(aim: Aim, case: Case | None) -> str:
    """Return the unit of an aim's numbers: "%", or "per 1,000" where the case counts so."""
    return unit(case, measure_of(case, aim.measure)).strip()


def share_in_words(value: Typed, n: Typed = None, of: Typed = None, scale: Scale = Scale()) -> str:
    """Return a share as words; hidden when fewer than eight people stand behind it, on either side.

    >>> (
    ...     share_in_words(51.2),
    ...     share_in_words("62%"),
    ...     share_in_words(None),
    ...     share_in_words(30, 3, 10),
    ...     share_in_words(51, 51, 100),
    ... )
    ('51%', '62%', '(not written yet)', 'hidden (small numbers)', '51%')
    """
    count, total = number(n), number(of)
    if any(
        part is not None and 1 <= part <= LARGEST_HIDDEN
        for part in (count, total, None if None in (count, total) else total - count)
    ):
        return HIDDEN
    read = number(value)
    return BLANK if value in (None, "") else str(value) if read is None or abs(read) >= MOST else scale.share(read)


def baselines(aim: Aim, case: Case | None) -> tuple[str, str]:
    """Return the baseline of the group and of the comparator in words."""
    scale = scale_of(aim, case)
    return (
        share_in_words(aim.baseline_group, aim.baseline_group_n, aim.baseline_group_of, scale),
        share_in_words(aim.baseline_comparator, aim.baseline_comparator_n, aim.baseline_comparator_of, scale),
    )


def aim_to_pass_on(aim: Aim) -> Aim:
    """Return an aim as it may leave this computer: counts that a team typed are rounded, and the share comes from
    them; where one is small, both are hidden.

    >>> aim = aim_to_pass_on(Aim(baseline_group=52.3, baseline_group_n=156, baseline_group_of=298))
    >>> aim.baseline_group_n, aim.baseline_group_of, aim.baseline_group
    (155, 295, 52.5)
    >>> aim_to_pass_on(Aim(baseline_group=6, baseline_group_n=3, baseline_group_of=50)).baseline_group
    'hidden (small numbers)'
    >>> aim_to_pass_on(Aim(baseline_group=6, baseline_group_of=50)).baseline_group  # that's 3 people
    'hidden (small numbers)'
    """
    told = _side(aim, "baseline_group") | _side(aim, "baseline_comparator")
    for end in ("group", "comparator"):  # a target to hold what is there would give the exact share back
        target, baseline = (number(getattr(aim, f"{what}_{end}")) for what in ("target", "baseline"))
        if f"baseline_{end}" in told and target is not None and target == baseline:
            told[f"target_{end}"] = told[f"baseline_{end}"]
    return aim.model_copy(update=told)


def _side(aim: Aim, name: str) -> dict[str, Typed]:
    share, count, of = (number(getattr(aim, field)) for field in (name, f"{name}_n", f"{name}_of"))
    nothing = {f"{name}_n": None, f"{name}_of": None}
    alone = (count is None) != (of is None)
    if alone and share:  # the share gives the other one
        count = round(share * of / 100) if of is not None else count
        of = round(100 * (count or 0) / share) if of is None else of
    if share_in_words(getattr(aim, name), count, of) == HIDDEN:
        return {name: HIDDEN, **nothing}
    if alone:
        return nothing
    if count is None or of is None or not 0 <= count <= of or not of:
        return {}
    told, out_of = as_passed_on(count, of)
    if told is None or not out_of:
        return {}
    near = share is not None and abs(share - 100 * count / of) < 1
    return {f"{name}_n": told, f"{name}_of": out_of} | ({name: round(100 * told / out_of, 1)} if near else {})


def targets(aim: Aim, case: Case | None) -> tuple[str, str]:
    """Return the target of the group and of the comparator in words."""
    scale = scale_of(aim, case)
    return share_in_words(aim.target_group, scale=scale), share_in_words(aim.target_comparator, scale=scale)


def gap_of(worst: Typed, best: Typed) -> float | None:
    """Return how far apart two numbers lie, or None when one is not there."""
    one, two = number(worst), number(best)
    return None if one is None or two is None or max(abs(one), abs(two)) >= MOST else abs(two - one)


def gaps_in_words(aim: Aim, case: Case | None) -> tuple[str, str]:
    """Return the gap now and the gap at the target in words; ("", "") when a number is absent or hidden."""
    now = gap_of(aim.baseline_group, aim.baseline_comparator)
    then = gap_of(aim.target_group, aim.target_comparator)
    if now is None or then is None or HIDDEN in baselines(aim, case):
        return "", ""
    scale = scale_of(aim, case)
    return scale.apart(now), scale.apart(then)


def gap_sentence(aim: Aim, case: Case | None) -> str:
    """Return how wide the gap is now and shall be, in one sentence; "" when a number is absent or hidden.

    >>> gap_sentence(Aim(baseline_group=51, baseline_comparator=65, target_group=62, target_comparator=67), None)
    'The gap is 14 percentage points now, and 5 percentage points is the target.'
    """
    now, then = gaps_in_words(aim, case)
    return f"The gap is {now} now, and {then} is the target." if now else ""


def floor_in_words(aim: Aim, case: Case | None) -> str:
    """Return the floor of an aim with its unit written out.

    >>> floor_in_words(Aim(floor="no group more than 2 points worse."), None)
    'no group more than 2 percentage points worse'
    """
    return points_in_full(aim.floor.strip().rstrip("."), unit_of(aim, case))


def points_in_full(words: str, unit: str = "%") -> str:
    """Return words with "points" written out as what they are.

    >>> points_in_full("8 points behind"), points_in_full("2 points worse", "per 1,000")
    ('8 percentage points behind', '2 per 1,000 worse')
    """
    return _POINTS.sub(r"percentage point\1" if unit == "%" else unit, words)
