"""The rows and groups of a project's table: taken out, called something else, compared."""

from __future__ import annotations

from equityqi.project.numbers import LONGEST, Count, NotANumber, Numbers, day_of, time_in_words, time_typed


def empty(numbers: Numbers) -> list[tuple[str, str, str]]:
    """Return what has no counts, so that it can be taken out: row, group or measure, its id, and its words.

    >>> empty(Numbers(groups=["A"], times=["2026-05", "2026-06"]))
    [('when', '2026-05', 'May 2026'), ('when', '2026-06', 'June 2026')]
    """
    counts = [one for measure in numbers.measures for one in measure.counts]
    times, groups = {one.when for one in counts}, {one.group for one in counts}
    found = []
    if len(numbers.times) > 1:
        found += [("when", when, time_in_words(when)) for when in numbers.times if when not in times]
    if len(numbers.groups) > 1:
        found += [("group", group, group) for group in numbers.groups if group not in groups]
    if len(numbers.measures) > 1:
        found += [("measure", one.id, one.name) for one in numbers.measures if not one.counts]
    return found


def without(numbers: Numbers, what: str, id: str) -> Numbers:
    """Return the numbers without a row, a group or a measure that has no counts. Raises :class:`NotANumber`."""
    if (what, id) not in [one[:2] for one in empty(numbers)]:
        raise NotANumber("There’s nothing to take out, or it has numbers. Empty its fields first.")
    left = {
        "times": [when for when in numbers.times if (what, when) != ("when", id)],
        "groups": [group for group in numbers.groups if (what, group) != ("group", id)],
        "compared": [] if what == "group" and id in numbers.compared else numbers.compared,
        "measures": [one for one in numbers.measures if (what, one.id) != ("measure", id)],
    }
    return numbers.model_copy(update=left)


def renamed(numbers: Numbers, what: str, id: str, to: str) -> Numbers:
    """Return the numbers with a row (``when``) or a group called something else; its counts stay with it.

    Raises :class:`NotANumber` for a name that is taken, or a time that can't be read.

    >>> renamed(Numbers(groups=["A"], times=["2026-05"]), "when", "2026-05", "June 2026").times
    ['2026-06']
    """
    names = {"when": numbers.times, "group": numbers.groups}.get(what, [])
    if id not in names:
        raise NotANumber("This row or group isn’t in the table any more. Load the page again.")
    new = time_typed(to, numbers.every) if what == "when" else " ".join(to.split())[:LONGEST]
    if not new:
        raise NotANumber("What should it be called? Type its new name.")
    if new.casefold() in [name.casefold() for name in names if name != id]:
        raise NotANumber(f"There’s already one called {time_in_words(new) if what == 'when' else new}.")

    def moved(count: Count) -> Count:
        return count.model_copy(update={what: new}) if getattr(count, what) == id else count

    measures = [one.model_copy(update={"counts": list(map(moved, one.counts))}) for one in numbers.measures]
    changed = [new if name == id else name for name in names]
    compared = [new if name == id else name for name in numbers.compared]
    update = {"times": sorted(changed, key=day_of)} if what == "when" else {"groups": changed, "compared": compared}
    return numbers.model_copy(update={**update, "measures": measures})


def with_compared(numbers: Numbers, one: str, other: str) -> Numbers:
    """Return the numbers with the gap between two groups; ``one`` is taken to be behind. Raises :class:`NotANumber`.

    >>> with_compared(Numbers(groups=["A", "B", "not recorded"]), "A", "not recorded").pair
    ['A', 'not recorded']
    """
    if not {one, other} <= {*numbers.groups}:
        raise NotANumber("This group isn’t in the table any more. Load the page again.")
    if one == other:
        raise NotANumber("Choose two different groups to compare.")
    return numbers.model_copy(update={"compared": [] if [one, other] == numbers.groups[:2] else [one, other]})
