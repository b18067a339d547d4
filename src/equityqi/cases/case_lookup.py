"""What a person's words for a measure or a group mean in the data of a case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from equityqi.typed_input import words

if TYPE_CHECKING:
    from equityqi.cases.case import Case

Members = dict[str, frozenset[str]]  # split of the case to the levels that are meant
_FILLER = frozenset(
    "people patients children families in and or the of who are from with living live areas area".split()
)
_RANGE = re.compile(r"\bimd\s*([1-5])\s*(?:-|–|—|to|and|&|,|/)\s*(?:imd\s*)?([1-5])\b")


def has_data(case: Case | None) -> bool:
    """Return whether there is a case with data to hold an answer against; a team's own has none."""
    return case is not None and not case.own


def measure_of(case: Case | None, text: str) -> str | None:
    """Return the id of the measure that a text names by its id or its name, or None.

    >>> from equityqi.cases.case import load
    >>> measure_of(load("b-medication-reviews"), "Reviews completed, of those booked")
    'smr_completed_of_booked'
    """
    if not has_data(case):
        return None
    named = case.once("measures in words", lambda: _measures_in_words(case))
    return named.get(" ".join(words(text.replace("_", " ")))) if text else None


def _measures_in_words(case: Case) -> dict[str, str]:
    names = ((name, id) for id, measure in case.measures.items() for name in (id.replace("_", " "), measure.name))
    return {" ".join(words(name)): id for name, id in names}


def members(case: Case, measure: str, text: str) -> Members | None:
    """Return whom a text means: a group of the case by its words, its short name or its place in the story.

    ``measure`` is an id of the case. Two splits can be crossed, as in "Black, IMD 1 and 2". None when nobody, or
    something else as well, is meant.

    >>> from equityqi.cases.case import load
    >>> case = load("a-blood-pressure")
    >>> members(case, "bp_all_register", "people in the most deprived areas")
    {'imd_quintile': frozenset({'IMD 1 (most deprived)'})}
    >>> sorted(members(case, "bp_all_register", "Black patients in IMD 1–2"))
    ['ethnicity', 'imd_quintile']
    >>> members(case, "bp_all_register", "staff")
    """
    main = case.groups[case.file.gap.by]
    if case.file.gap.by in case.measures[measure].by:
        for end, level in (("group", main.worst), ("comparator", main.best)):
            if " ".join(words(text)) in {" ".join(words(case.names[name])) for name in (end, f"{end}_short")}:
                return {case.file.gap.by: frozenset({level})}
    left, found = f" {' '.join(words(_ranges_spelt_out(text)))} ", {}
    for split in case.measures[measure].by:
        group = case.groups[split]
        named = {
            " ".join(words(name)): level
            for level in group.levels.values()
            for name in (level, level.partition(" (")[0])
        }
        for name in sorted(named, key=len, reverse=True):
            if f" {name} " in left:
                left = left.replace(f" {name} ", " ")
                found.setdefault(split, set()).add(named[name])
    if not found or set(left.split()) - _FILLER:
        return None
    return {split: frozenset(levels) for split, levels in found.items()}


def _ranges_spelt_out(text: str) -> str:
    """IMD 1-3 becomes IMD 1 IMD 2 IMD 3."""
    return _RANGE.sub(lambda ends: " ".join(f"imd {n}" for n in range(int(ends[1]), int(ends[2]) + 1)), text.casefold())


def latest(case: Case, measure: str, who: Members) -> float | None:
    """Return a group's figure over the latest 12 months (or all, for a measure without a time), in its own unit.

    The unit is % or, where the case says so, a number per 1,000. None when the data do not hold it.

    >>> from equityqi.cases.case import load
    >>> case = load("b-medication-reviews")
    >>> round(latest(case, "smr_completed_of_booked", {"interpreter_needed": frozenset({"interpreter needed"})}), 1)
    51.1
    """
    return case.once(("latest", measure, tuple(who.items())), lambda: _latest(case, measure, who))


def _latest(case: Case, measure: str, who: Members) -> float | None:
    splits = tuple(split for split in case.measures[measure].by if split in who)
    if not 1 <= len(splits) == len(who) <= 2:
        return None
    rows = [
        row
        for row in case.latest_counts(measure, splits) or []
        if all(level in who[split] for split, level in zip(splits, row, strict=False))
    ]
    below = sum(row[-1] for row in rows)
    return case.measures[measure].per * sum(row[-2] for row in rows) / below if below else None


def unit(case: Case | None, measure: str | None) -> str:
    """Return the unit of a measure as a sentence needs it: "%" or " per 1,000"."""
    return " per 1,000" if has_data(case) and measure and case.measures[measure].per == 1000 else "%"


def choices(case: Case, measure: str | None) -> str:
    """Return the groups that can be chosen, as words for a sentence."""
    splits = case.measures[measure].by if measure else [case.file.gap.by]
    return "; ".join(", ".join(dict.fromkeys(case.groups[split].levels.values())) for split in splits)
