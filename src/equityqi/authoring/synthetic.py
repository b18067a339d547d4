"""Draw invented data that comes out the same, to the byte, on every computer.

A draw is a whole number from NumPy's PCG64 (whose stream is promised never to change) turned into a count by the
inverse of its distribution. NumPy's own ``binomial`` and its like give no such promise. Every table has a stream of
its own, so that a change to one table leaves the others as they were.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import special, stats

from equityqi.files import write_atomically
from equityqi.tables.hidden_counts import SMALLEST_SHOWN

MONTHS = tuple(f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13))[:30]
PRACTICES = tuple(f"P{number:02d}" for number in range(1, 25))
QUINTILES = (1, 2, 3, 4, 5)  # 1 = most deprived fifth of areas
QUINTILE_SHARES = np.array([0.16, 0.20, 0.22, 0.22, 0.20])
ETHNICITIES = ("White", "South Asian", "Black", "Mixed/Other", "Not recorded")
ETHNICITY_SHARES = np.array(
    [
        [0.42, 0.22, 0.14, 0.07, 0.15],
        [0.52, 0.18, 0.12, 0.07, 0.11],
        [0.64, 0.13, 0.07, 0.06, 0.10],
        [0.75, 0.08, 0.04, 0.05, 0.08],
        [0.82, 0.06, 0.02, 0.04, 0.06],
    ]
)
# One order for all cases, from least (0) to most (1) disadvantaged: a practice is the same practice everywhere.
DISADVANTAGE_SEED = 1


def ramp(month, a: int, b: int) -> np.ndarray:
    """Return 0 up to month a, rising in equal steps to 1 at month b.

    >>> ramp([12, 13, 15, 18, 30], 12, 18).round(2).tolist()
    [0.0, 0.17, 0.5, 1.0, 1.0]
    """
    return np.clip((np.asarray(month, float) - a) / (b - a), 0, 1)


def practice_disadvantage() -> pd.Series:
    """Return d of each practice, (k - .5) / 24 for k = 1 to 24 in a random order that all cases share.

    >>> d = practice_disadvantage()
    >>> len(d), d.round(2).min().item(), d.round(2).max().item()
    (24, 0.02, 0.98)
    """
    order = Draws(DISADVANTAGE_SEED, "practices").shuffled(np.arange(1, 25))
    return pd.Series((order - 0.5) / 24, index=pd.Index(PRACTICES, name="practice_id"))


def practice_shares() -> np.ndarray:
    """Return the chance of each practice (columns, P01 to P24) for a person of each quintile (rows).

    A practice's share of quintile q is proportional to the Binomial(4, d) chance of 5 - q.

    >>> practice_shares().sum(axis=1).round(6).tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0]
    """
    d = practice_disadvantage().to_numpy()
    weights = stats.binom.pmf(5 - np.array(QUINTILES)[:, None], 4, d[None, :])
    return weights / weights.sum(axis=1, keepdims=True)


class Draws:
    """A stream of random numbers for one table of one seed.

    >>> draws = Draws(1, "people")
    >>> draws.binomial(100, [0.1, 0.9]).tolist() == Draws(1, "people").binomial(100, [0.1, 0.9]).tolist()
    True
    """

    def __init__(self, seed: int, table: str):
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(table.encode())]))

    def uniform(self, *shape: int) -> np.ndarray:
        """Return numbers above 0 and below 1."""
        raw = self._bits.random_raw(int(np.prod(shape, dtype=int))) >> np.uint64(11)
        return ((raw + 0.5) * 2.0**-53).reshape(shape)

    def chance(self, p) -> np.ndarray:
        """Return True with chance ``p``, for each p."""
        p = np.asarray(p, float)
        return self.uniform(*p.shape) < p

    def binomial(self, n, p) -> np.ndarray:
        """Return binomial counts of ``n`` trials with chance ``p``, broadcast against each other."""
        n, p = np.broadcast_arrays(np.asarray(n), np.asarray(p, float))
        return stats.binom.ppf(self.uniform(*n.shape), n, p).astype(int)

    def poisson(self, mean) -> np.ndarray:
        """Return a Poisson count for each mean."""
        mean = np.asarray(mean, float)
        return stats.poisson.ppf(self.uniform(*mean.shape), mean).astype(int)

    def normal(self, mean, sd, *shape: int) -> np.ndarray:
        """Return normal draws, of ``shape`` or of the shape of ``mean`` and ``sd``."""
        mean, sd = np.asarray(mean, float), np.asarray(sd, float)
        return mean + sd * special.ndtri(self.uniform(*(shape or np.broadcast_shapes(mean.shape, sd.shape))))

    def normal_within(self, mean, sd, low, high) -> np.ndarray:
        """Return normal draws that all lie between ``low`` and ``high``, with no heap at the ends."""
        mean, sd, low, high = np.broadcast_arrays(*(np.asarray(x, float) for x in (mean, sd, low, high)))
        first, last = special.ndtr((low - mean) / sd), special.ndtr((high - mean) / sd)
        return mean + sd * special.ndtri(first + (last - first) * self.uniform(*mean.shape))

    def gamma(self, shape, mean) -> np.ndarray:
        """Return gamma draws of one shape parameter, for each mean."""
        mean = np.asarray(mean, float)
        return special.gammaincinv(shape, self.uniform(*mean.shape)) * mean / shape

    def pick(self, shares, size: int | None = None) -> np.ndarray:
        """Return positions 0 to k-1, drawn by shares: ``size`` from one list, or one from each row of a table."""
        edges = np.cumsum(np.asarray(shares, float), axis=-1)
        if edges.ndim == 1:
            return np.minimum(np.searchsorted(edges, self.uniform(size) * edges[-1]), len(edges) - 1)
        return (self.uniform(len(edges))[:, None] * edges[:, -1:] > edges[:, :-1]).sum(axis=1)

    def shuffled(self, items: Sequence) -> np.ndarray:
        """Return the items in random order."""
        items = np.asarray(items)
        return items[np.argsort(self.uniform(len(items)), kind="stable")]

    def deal(self, held: np.ndarray, take: int) -> np.ndarray:
        """Take so many people at random from groups that hold ``held`` each; return how many came from each.

        >>> Draws(1, "deal").deal(np.array([5, 0, 3]), 8).tolist()
        [5, 0, 3]
        """
        people = np.repeat(np.arange(len(held)), held)
        return np.bincount(self.shuffled(people)[:take], minlength=len(held))


def exact_shares(total: int, shares) -> np.ndarray:
    """Return whole numbers that add up to ``total`` and follow the shares (largest remainders).

    >>> exact_shares(10, [0.26, 0.26, 0.48]).tolist()
    [3, 2, 5]
    """
    wanted = np.asarray(shares, float) / np.sum(shares) * total
    parts = np.floor(wanted + 1e-9).astype(int)
    parts[np.argsort(-(wanted - parts), kind="stable")[: total - parts.sum()]] += 1
    return parts


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as the course keeps it: UTF-8, plain line ends, yes and no, nothing where nothing is known."""
    plain = frame.copy()
    for name in plain:
        if pd.api.types.is_bool_dtype(plain[name].dtype):
            plain[name] = plain[name].astype("object").map({True: "yes", False: "no"})
    write_atomically(path, plain.to_csv(index=False, lineterminator="\n"))


def steps_table(column: str, values: Sequence, start: Sequence[int], steps: dict[str, Sequence[int]]) -> pd.DataFrame:
    """Return the steps of a process, one row for each step and group: how many came to it, and how many got through.

    ``start`` is how many of each group begin, ``steps`` how many of each group get through each step.

    >>> steps_table("imd_quintile", [1, 5], [50, 50], {"Asked": [40, 48], "Came": [20, 40]}).iloc[2].tolist()
    [2, 'Came', 1, 40, 20]
    """
    before, parts = np.asarray(start), []
    for number, (step, through) in enumerate(steps.items(), 1):
        columns = {
            "step_no": number,
            "step": step,
            column: values,
            "before_n": before,
            "through_n": np.asarray(through),
        }
        parts.append(pd.DataFrame(columns))
        before = np.asarray(through)
    return pd.concat(parts, ignore_index=True)


def reasons_table(seed: int, table: str, column: str, asked: dict, shares: dict[str, Sequence[float]]) -> pd.DataFrame:
    """Return the main reason of each person asked, counted by group: the first draw in which no count is 1 to 7
    and each share, in a group and in all together, is a whole per cent.

    ``asked`` is how many people of each group, ``shares`` the chance of each reason in these groups, in their order.

    >>> found = reasons_table(1, "reasons", "mobile", {"yes": 50, "no": 50}, {"Forgot": [0.7, 0.5], "Work": [0.3, 0.5]})
    >>> found.groupby("mobile", sort=False)["people_n"].sum().tolist()
    [50, 50]
    """
    chances = np.array(list(shares.values()))
    for number in itertools.count():
        draws = Draws(seed, f"{table} {number}")
        counts = [
            np.bincount(draws.pick(chances[:, group], many), minlength=len(shares))
            for group, many in enumerate(asked.values())
        ]
        whole = all((100 * count % count.sum() == 0).all() for count in [*counts, sum(counts)])
        if whole and min(map(min, counts)) >= SMALLEST_SHOWN:
            rows = itertools.product(shares, asked)
            return pd.DataFrame(rows, columns=["reason", column]).assign(people_n=np.stack(counts, axis=1).ravel())


def got_through(table: str, step: str, **group):
    """Return how a planted fact is worked out: the per cent of those who came to a step that got through it."""

    def work_out(tables) -> float:
        rows = _rows(tables[table], step=step, **group)
        return 100 * rows["through_n"].sum() / rows["before_n"].sum()

    return work_out


def gave(table: str, reason: str, **group):
    """Return how a planted fact is worked out: the per cent of a group's reasons that are this one."""

    def work_out(tables) -> float:
        rows = _rows(tables[table], **group)
        return 100 * _rows(rows, reason=reason)["people_n"].sum() / rows["people_n"].sum()

    return work_out


def _rows(frame: pd.DataFrame, **where) -> pd.DataFrame:
    for column, value in where.items():
        frame = frame[frame[column] == value]
    return frame


def odds_ratio(frame: pd.DataFrame, exposure: str, outcome: str, stratum: str | None = None) -> float:
    """Return the odds ratio of an outcome for an exposure (both True or False, one row a person), pooled over the
    strata of a column.

    Mantel N, Haenszel W (1959), J Natl Cancer Inst 22:719-748.

    >>> people = pd.DataFrame({"late": [True, True, False, True, False, False], "bus": [True] * 3 + [False] * 3})
    >>> odds_ratio(people, "bus", "late")
    4.0
    """
    of, to = 0.0, 0.0
    for _, part in frame.groupby(stratum) if stratum else [("", frame)]:
        yes, no = part[part[exposure].astype(bool)][outcome], part[~part[exposure].astype(bool)][outcome]
        of += yes.sum() * (len(no) - no.sum()) / len(part)
        to += (len(yes) - yes.sum()) * no.sum() / len(part)
    return float(of / to)
