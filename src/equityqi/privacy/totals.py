"""Sums inside a table, and which counts to leave out so that no sum gives a hidden one back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

APART = 1 - 1e-6  # two whole numbers fit a count when its bounds are this far apart


@dataclass(frozen=True)
class Line:
    """One sum: the count at ``total`` is the sum of those at ``parts``. Places are numbered row by row."""

    total: int
    parts: tuple[int, ...]

    @property
    def cells(self):
        return (*self.parts, self.total)


def find_lines(frame, columns, totals):
    """Return the sums in a table whose totals stand in columns or rows called by one of ``totals``."""
    wide, rows = len(columns), len(frame)
    lines = []
    parts = [at for at, column in enumerate(columns) if column not in totals]
    for at, column in enumerate(columns):
        if column in totals and parts:
            lines += [Line(row * wide + at, tuple(row * wide + part for part in parts)) for row in range(rows)]
    for total, members in _row_sums(frame, columns, totals):
        lines += [Line(total * wide + at, tuple(member * wide + at for member in members)) for at in range(wide)]
    return lines


def _row_sums(frame, columns, totals):
    """Yield (row that holds a total, rows that it sums): those that share every other label with it."""
    import pandas as pd  # lazy: pandas costs 0.4 s

    labels = {
        ("row label", level): frame.index.get_level_values(level).to_numpy() for level in range(frame.index.nlevels)
    }
    if frame.index.nlevels == 1 and isinstance(frame.index, pd.RangeIndex):
        labels = {}
    labels |= {
        column: frame[column].to_numpy()
        for column in frame.columns
        if column not in columns and not str(column).endswith("_reason")
    }
    for name, own in labels.items():
        of_total = pd.Series(own).isin(list(totals)).to_numpy()
        if not of_total.any() or of_total.all():
            continue
        # A label tells rows of one sum from those of another if the rows of totals carry it as other rows do:
        # the month does; the area's code, which is England's in England's row, does not, nor does a denominator.
        shared = [
            codes
            for other, values in labels.items()
            if other != name and (codes := _shared(values, of_total)) is not None
        ]
        keys = np.zeros(len(frame), dtype=np.int64)
        for codes in shared:
            keys = np.unique(keys * (codes.max() + 2) + codes, return_inverse=True)[1]
        members = pd.Series(np.flatnonzero(~of_total)).groupby(keys[~of_total]).agg(tuple)
        for row in np.flatnonzero(of_total):
            if keys[row] in members.index:
                yield int(row), members[keys[row]]


def _shared(values, of_total):
    import pandas as pd  # lazy: pandas costs 0.4 s

    codes = pd.factorize(pd.Series(values), use_na_sentinel=False)[0]
    return codes if np.isin(codes[of_total], codes[~of_total]).all() else None


def protect(lines, values, lower, upper, small, shown_as_zero):
    """Return which counts to hide, so that no small count, nor any hidden one, can be worked out.

    ``lower`` and ``upper`` are what a reader knows of each count if the rule alone is followed. First every sum
    with one hidden count gets a second one; then each component of sums that share hidden counts is
    solved for its bounds, and given one more where a count is still fixed.
    """
    shape, values = values.shape, values.ravel()
    lower, upper, small = lower.ravel().copy(), upper.ravel().copy(), small.ravel()
    hidden = np.isnan(values)
    if not shown_as_zero:
        hidden = hidden | small
    guarded = hidden | small  # what must not be worked out
    lines = [line for line in lines if len(line.parts) > 0]
    of_cell = {}
    for at, line in enumerate(lines):
        for cell in line.cells:
            of_cell.setdefault(cell, []).append(at)

    def hide(cell):
        hidden[cell] = guarded[cell] = True
        lower[cell], upper[cell] = (0.0 if values[cell] == 0 else 1.0), np.inf

    def lone(line):
        return hidden[list(line.cells)].sum() == 1

    def cost(line, cell):
        new = sum(1 for at in of_cell[cell] if lines[at] is not line and not hidden[list(lines[at].cells)].any())
        return (values[cell] == 0, cell == line.total, new, values[cell], cell)

    def one_more(line):
        """Hide one count more in a sum; return the sums that this touches."""
        free = [cell for cell in line.cells if not hidden[cell]]
        if not free:
            return []
        cell = min(free, key=lambda cell: cost(line, cell))
        hide(cell)
        return of_cell[cell]

    waiting = sorted({at for cell in np.flatnonzero(hidden) for at in of_cell.get(int(cell), ())})
    while True:
        while waiting:
            line = lines[waiting.pop()]
            if lone(line):
                waiting += one_more(line)
        for fixed in _fixed(lines, of_cell, lower, upper, guarded):
            # the first of their sums that has more to hide; when none has, all of them are hidden whole
            waiting += next(filter(None, (one_more(lines[at]) for cell in fixed for at in of_cell[cell])), [])
        if not waiting:
            return hidden.reshape(shape)


def _fixed(lines, of_cell, lower, upper, guarded):
    """Return, for each component of sums, the guarded counts for which one whole number alone fits
    all that is known.
    """
    groups = list(_components(lines, of_cell, lower, upper, guarded))
    return [_fixed_in([lines[at] for at in group], lower, upper, guarded) for group in groups]


def _components(lines, of_cell, lower, upper, guarded):
    """Yield groups of sums joined by counts that a reader does not know exactly, where one is guarded."""
    seen = set()
    for start in dict.fromkeys(at for cell in np.flatnonzero(guarded) for at in of_cell.get(int(cell), ())):
        if start in seen:
            continue
        seen.add(start)
        group, queue = [], [start]
        while queue:
            at = queue.pop()
            group.append(at)
            for cell in lines[at].cells:
                if upper[cell] > lower[cell]:
                    for other in of_cell[cell]:
                        if other not in seen:
                            seen.add(other)
                            queue.append(other)
        yield group


def _fixed_in(group, lower, upper, guarded):
    cells = sorted({cell for line in group for cell in line.cells})
    watched = [cell for cell in cells if guarded[cell]]
    low, high = lower, upper
    if len(group) == 1:  # one sum: bounds are exact by subtraction
        return [cell for cell in watched if np.diff(_between(group[0], cell, low, high))[0] < APART]
    from scipy.optimize import linprog  # lazy: scipy costs 0.15 s
    from scipy.sparse import lil_array  # lazy: scipy costs 0.15 s

    column = {cell: at for at, cell in enumerate(cells)}
    sums = lil_array((len(group), len(cells)))
    for row, line in enumerate(group):
        for part in line.parts:
            sums[row, column[part]] = 1
        sums[row, column[line.total]] = -1
    sums = sums.tocsr()
    most = 1e7 + 4 * np.nanmax(np.where(np.isfinite(high[cells]), high[cells], 0)) * len(cells)
    bounds = [(low[cell], min(high[cell], most)) for cell in cells]

    def solve(objective):
        solved = linprog(objective, A_eq=sums, b_eq=np.zeros(len(group)), bounds=bounds, method="highs")
        return solved.x if solved.status == 0 else None

    least, greatest = np.full(len(cells), np.inf), np.full(len(cells), -np.inf)
    draws = np.random.default_rng(0).normal(size=(4, len(cells)))
    at_watched = [column[cell] for cell in watched]
    for objective in np.vstack([draws[:1], -draws[:1], draws[1:], -draws[1:]]):
        if np.all(greatest[at_watched] - least[at_watched] >= APART):
            return []
        found = solve(objective)
        if found is None:  # the totals are not the sums of their parts: nothing can be subtracted
            return []
        least, greatest = np.minimum(least, found), np.maximum(greatest, found)
    fixed = []
    for cell in watched:
        at = column[cell]
        for sign in (1, -1):
            if greatest[at] - least[at] < APART:
                objective = np.zeros(len(cells))
                objective[at] = sign
                found = solve(objective)
                least, greatest = np.minimum(least, found), np.maximum(greatest, found)
        if greatest[at] - least[at] < APART:
            fixed.append(cell)
    return fixed


def _between(line, cell, low, high):
    """Return the bounds of one count of a sum from those of all others."""
    parts = [part for part in line.parts if part != cell]
    if cell == line.total:
        least, most = low[parts].sum(), high[parts].sum()
    else:
        least, most = low[line.total] - high[parts].sum(), high[line.total] - low[parts].sum()
    least, most = max(least, low[cell]), min(most, high[cell])
    return (least, most) if most >= least else (-np.inf, np.inf)
