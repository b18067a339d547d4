"""The page docs/false-signals.md, and the same tables in a terminal: how often each rule signals."""

from __future__ import annotations

import pandas as pd

SEED = 2026
SHORT, FULL = 1_000, 10_000  # series a cell
PAGE = "docs/false-signals.md"
COURSE = "course: run of 8 after the baseline"

HEAD = """# False signals and detection, by rule

A command makes this page. Please don't change it by hand: run `equityqi check signals --full` again.
It holds {series:,} simulated charts for each rule, number of points and size of change (seed {seed}).
`equityqi check signals` prints a short sample of the same tables in seconds.

## How to read it

- **No change** is noise alone, so each signal there is a false one. Lower is better.
- **0.5 to 2 SD** is a lasting change of that size, in standard deviations of the points. A signal there
  counts as a change found, whatever set it off. Higher is better. The change comes after point 12; on a chart of 12
  points it comes after point 6.
- **One** is one chart. **Five** is the share of sets of five charts, side by side, where at least one signals. In the
  columns with a change, all five charts change.
- The figures are per cent of charts, or of sets. Chance can move a figure for one chart by about
  {margin:.0f} point, and a figure for five by about {margin_five:.0f} points.

An example. On a chart of 24 points where nothing has changed, the course's rule gives a false signal in
{one:.0f} of 100 charts. Show five such charts, and at least one gives a false signal in {five:.0f} of 100 sets.
A lasting change of 1 SD is found on {found:.0f} of 100 charts; one of 2 SD on {found_large:.0f}.
A rule that finds more changes also gives more false signals: judge both columns together.

## What each rule does here

| Rule | Line or limits from | Signal |
|---|---|---|
| course | median of the first 12 points | 8 points running on one side of it, after the baseline; 7 and 6 for comparison |
| Anhøj | median of all points | a run too long, or crossings too few, for the number of points |
| IHI | median of all points | 6 points running on one side, or 5 that all go up or all go down |
| NHS | mean and limits of all points, moving ranges not screened | a point outside; or any of the four rules |

On a chart of 12 points the course's rule cannot signal: all 12 are the baseline. The IHI rules leave out the number of
runs. Values are independent of each other and follow a normal curve. Real months often depend on the month before,
and small counts are lumpy, so expect more false signals than here. The five charts are independent too; charts of
groups that share a clinic are not.
"""  # noqa: E501


def page(rates: pd.DataFrame, series: int = FULL, seed: int = SEED) -> str:
    """Return the whole page in Markdown, from the frame that ``variation.false_signals`` gives."""
    of = rates.set_index(["rule", "n", "step"]).loc[COURSE, 24] * 100
    one, five = of.loc[0, ["one_chart", "five_charts"]]
    margin = 98 / series**0.5  # 1.96 standard errors at a half, in points
    head = HEAD.format(
        series=series, seed=seed, margin=margin, margin_five=margin * 5**0.5, one=one, five=five,
        found=of.loc[1, "one_chart"], found_large=of.loc[2, "one_chart"],
    )  # fmt: skip
    return f"{head}\n{tables(rates)}"


def tables(rates: pd.DataFrame) -> str:
    """Return one table for each number of points, in Markdown whose columns also line up as plain text.

    >>> rates = pd.DataFrame({"rule": ["a rule"], "n": [24], "step": [0], "one_chart": [0.067], "five_charts": [0.29]})
    >>> print(tables(rates))
    ## Charts of 24 points
    <BLANKLINE>
    | Rule   | Charts | No change |
    |--------|--------|----------:|
    | a rule | one    |       6.7 |
    | a rule | five   |      29.0 |
    <BLANKLINE>
    """
    parts = []
    for points, rows in rates.groupby("n"):
        head = ["Rule", "Charts", *("No change" if step == 0 else f"{step:g} SD" for step in rows["step"].unique())]
        body = [
            [rule, name, *(f"{share:.1%}"[:-1] for share in some[column])]
            for rule, some in rows.groupby("rule", sort=False)
            for name, column in (("one", "one_chart"), ("five", "five_charts"))
        ]
        wide = [max(map(len, column)) for column in zip(head, *body, strict=False)]
        rule_off = "|".join("-" * (w + 2) if place < 2 else "-" * (w + 1) + ":" for place, w in enumerate(wide))
        lines = [_line(head, wide), f"|{rule_off}|", *(_line(row, wide) for row in body)]
        parts.append(f"## Charts of {points} points\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _line(cells: list[str], wide: list[int]) -> str:
    return (
        "| "
        + " | ".join(
            c.ljust(w) if place < 2 else c.rjust(w) for place, (c, w) in enumerate(zip(cells, wide, strict=False))
        )
        + " |"
    )
