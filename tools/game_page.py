"""The page docs/game-results.md, and the same tables in a terminal: what the game's plans bring, and how often luck
does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import pstdev

from equityqi.game import PLANS, run, score
from equityqi.game.groups_and_ideas import GROUPS
from equityqi.game.system import BASELINE, MONTHS, outcome

SHORT, FULL = 200, 2_000  # games of each plan
PAGE = "docs/game-results.md"
LATE = slice(8, MONTHS)  # months 9 to 12
# What the game must keep: doing nothing looks like success by luck now and then, a good plan nearly always.
NOTHING_BETWEEN, GOOD_ABOVE = (0.15, 0.25), 0.90
DONE_NOTHING, DONE_WELL = "nothing", "r-slots"

HEAD = """# What happens in the game *Close the Gap*

A command makes this page. Please don't change it by hand: run `equityqi check game --full` again.
`equityqi check game` prints the same tables from a short sample of games.

## Month 12 without luck

Completion in per cent, the gap between D and A+B in points, the wait in weeks, and the score before the points for
learning. *Shown* is what the figures say when the discharge rule has taken people out of them.

{table}

## How often luck looks like success

{games:,} games of each plan, with seeds 1 to {games}. The noisy counts of months 9 to 12 are compared with those of months
1 and 2. That is what a team would see; the score and the marks use the model's chances instead.

{luck}

Doing nothing must narrow the gap by 3 points or more in {low:.0%} to {high:.0%} of games, and the plan with small tests
in more than {good:.0%}. So some successes in any room are luck: ask which.

## How much a month wobbles

The standard deviation of one month's completion when nothing is done: {wobble} points.
"""  # noqa: E501


@dataclass(frozen=True)
class Luck:
    """In what share of games the noisy gap narrowed by 3 and by 5 points, for one plan; the wobble of the groups'
    months in points.
    """

    games: int
    three: float
    five: float
    wobble: tuple[float, ...]


def luck_of(plan: str, games: int) -> Luck:
    """Play a plan with the seeds 1 to ``games`` and compare the counts of months 9 to 12 with
    those of months 1 and 2.
    """
    falls, months = [], []
    for seed in range(1, games + 1):
        history = run(PLANS[plan].choices(), seed).history
        falls.append(outcome(history[:BASELINE], "true").gap - outcome(history[LATE], "true").gap)
        months += [month.outcome("true").groups for month in history]
    three, five = (sum(fall >= least for fall in falls) / games for least in (3, 5))
    return Luck(games, three, five, tuple(pstdev(group) for group in zip(*months, strict=True)))


def problems(nothing: Luck, well: Luck) -> list[str]:
    """Return a sentence for each promise of the game that the simulation does not keep.

    A short sample may miss by its own luck, up to two standard errors.

    >>> problems(Luck(200, 0.2, 0.1, ()), Luck(200, 0.99, 0.9, ()))
    []
    """
    low, high = NOTHING_BETWEEN
    slack = 2 * (high * (1 - high) / nothing.games) ** 0.5 if nothing.games < FULL else 0
    found = []
    if not low - slack <= nothing.three <= high + slack:
        found.append(
            f"Doing nothing narrows the gap by 3 points in {nothing.three:.1%} of games; it should be {low:.0%} to"
            f" {high:.0%}."
        )
    if well.three <= GOOD_ABOVE:
        found.append(
            f"Plan R with the slots test narrows the gap by 3 points in {well.three:.1%} of games; it should be over"
            f" {GOOD_ABOVE:.0%}."
        )
    return found


def results() -> str:
    """Return the plans' month 12 without luck, as a table."""
    head = ["Plan", "All %", "A+B %", "Gap", "Wait", "Score", "Lesson"]
    return _table(head, [_row(name) for name in PLANS])


def _row(name: str) -> list[str]:
    state = run(PLANS[name].choices())
    last = state.history[-1]
    true, shown = last.outcome("chance"), last.outcome("shown")
    figures = [(true.everyone, shown.everyone), (true.least, shown.least), (true.gap, shown.gap)]
    said = [f"{real:.1f}" if abs(real - seen) < 0.05 else f"{real:.1f} (shown {seen:.1f})" for real, seen in figures]
    points = score(state).set_index("part")["points"]["Total"]
    return [PLANS[name].name, *said, f"{state.wait:.1f}", f"{points:.0f}", PLANS[name].lesson]


def luck_table(nothing: Luck, well: Luck) -> str:
    """Return how often the noisy gap narrowed, as a table."""
    head = ["Plan", "3 points or more, % of games", "5 points or more, % of games"]
    return _table(
        head,
        [
            [PLANS[name].name, f"{luck.three * 100:.1f}", f"{luck.five * 100:.1f}"]
            for name, luck in ((DONE_NOTHING, nothing), (DONE_WELL, well))
        ],
    )


def page(nothing: Luck, well: Luck) -> str:
    """Return the whole page in Markdown."""
    wobble = ", ".join(f"{group.id} {sd:.1f}" for group, sd in zip(GROUPS, nothing.wobble, strict=True))
    low, high = NOTHING_BETWEEN
    return HEAD.format(
        table=results(),
        games=nothing.games,
        luck=luck_table(nothing, well),
        low=low,
        high=high,
        good=GOOD_ABOVE,
        wobble=wobble,
    )


def _table(head: list[str], rows: list[list[str]]) -> str:
    wide = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)) for row in (head, *rows)]
    return "\n".join(f"| {line} |" for line in (lines[0], " | ".join("-" * width for width in wide), *lines[1:]))
