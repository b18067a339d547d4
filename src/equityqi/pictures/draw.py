"""``draw``: one verb for every result of the course's own calculations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module

from equityqi.pictures.style import Picture

# Each kind of result by the name of its class, so that none of the calculations is imported to draw another: the module
# and the function that draws it, imported when they are needed, and the words it takes beside notes and title.
BY_RESULT = {
    "RunChart": ("over_time", "run_picture", {"unit", "better"}),
    "Spc": ("over_time", "spc_picture", {"unit"}),
    "GapOverTime": ("over_time", "gap_picture", set()),
    "Gap": ("bars", "gap_bars", set()),
    "Slope": ("scatter", "slope_picture", {"unit", "by"}),
    "Funnel": ("scatter", "funnel_picture", {"unit", "by"}),
}
BY_COLUMNS = (
    ({"reason", "group", "count"}, "pareto_and_steps", "pareto", set()),
    ({"step", "group", "share"}, "pareto_and_steps", "step_loss", set()),
    ({"value", "lower", "upper"}, "bars", "intervals", {"unit", "better", "by"}),
)
GROUPS = ("panels", "multiples", {"unit", "better"})  # of a mapping: one small chart for each group
KNOWN = (
    "a run chart, a Shewhart chart, a gap, a gap over time, a slope, a funnel, estimates, several charts by name of"
    " their group, or a table with the columns value, lower and upper; reason, group and count; or step, group and"
    " share"
)


def draw(result, *, by=None, notes: Sequence = (), title: str = "", unit: str = "", better: int = 0) -> Picture:
    """Draw a result: the picture carries its alt text and one plain sentence.

    ``result``: what ``run_chart``, ``spc``, ``gap_over_time``, ``gap``, ``slope``, ``funnel``, ``proportion`` and
    the other rates return; a mapping from group to run chart or Shewhart chart (small multiples on one scale); or
    a table of estimates, of reasons, or of steps. ``by``: the groups: the name of a column in a table, the names
    of estimates or of a funnel's areas, or the values of a slope's groups by name. ``notes``: what was changed
    when, as pairs of a date and words; words alone stand below the picture. ``unit``: ``"%"``, ``"days"``.
    ``better``: 1 if high is good, -1 if low is, 0 to leave that open.

    Raises TypeError for anything else, and ValueError for notes, groups or settings that do not fit the result.

    >>> from equityqi.gaps import proportion
    >>> print(
    ...     draw(
    ...         proportion([620, 1148], [800, 1312], per=100), by=["Most deprived", "Least deprived"], better=1
    ...     ).sentence
    ... )
    Most deprived: 77.5%, 10 percentage points below Least deprived at 87.5%.
    """
    if better not in (1, -1, 0):
        raise ValueError(
            f"better is {better!r}. Pass 1 if a higher number is good, -1 if a lower one is, 0 to leave it open."
        )
    kind = type(result).__name__
    own = type(result).__module__.startswith("equityqi.")
    if own and kind == "Estimate":
        result, by = _estimates(result, by), "group"
    if own and kind in BY_RESULT:
        module, name, takes = BY_RESULT[kind]
    elif isinstance(result, Mapping) and result:
        module, name, takes = GROUPS
    else:
        columns = set(getattr(result, "columns", ()))
        found = next((rest for needed, *rest in BY_COLUMNS if needed <= columns), None)
        if found is None:
            raise TypeError(f"draw cannot draw a {kind}. It draws {KNOWN}.")
        module, name, takes = found
    for word, given in (("by", by is not None), ("better", better != 0), ("unit", unit != "")):
        if given and word not in takes:
            raise ValueError(f"{word} says nothing for a {kind}. Leave it out.")
    drawn = getattr(import_module(f"equityqi.pictures.{module}"), name)
    words = {word: given for word, given in (("unit", unit), ("better", better)) if word in takes}
    return drawn(result, *([by] if "by" in takes else []), title=title, notes=notes, **words)


def _estimates(result, by):
    """Return a table of estimates with the names of their groups."""
    frame = result.frame
    if by is None:
        by = ["This group"] if len(frame) == 1 else [f"Group {number + 1}" for number in range(len(frame))]
    if isinstance(by, str) or len(by) != len(frame):
        raise ValueError(f"There are {len(frame)} estimates, so by must be a list of {len(frame)} names, one for each.")
    return frame.assign(group=list(by))
