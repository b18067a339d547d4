"""Where people are lost, and why: the Pareto picture by group, and the loss at each step by group."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import LINE, MARGIN, WIDTH, Sheet, foot_lines, title_lines, width_of
from equityqi.pictures.style import Picture
from equityqi.pictures.words import difference, lines_in, number_in_words, plain_notes, wrapped
from equityqi.plain_words import as_sentences, listed

ROW, HEAD, ALL = 0.44, 0.42, "All groups together"
MOST_REASONS, MOST_GROUPS, MOST_STEPS = 12, 6, 8


def pareto(frame: pd.DataFrame, title: str = "", *, notes: Sequence = ()) -> Picture:
    """Draw the reasons of each group from the most to the least common, and of all groups together; one scale.

    ``frame``: columns reason, group and count, one row for each reason and group. Each bar is a share of the
    group's own total; the last column adds up how much the reasons so far cover together.
    Raises ValueError, with a sentence, for absent columns, a reason twice, or counts that cannot be right.

    >>> import pandas as pd
    >>> rows = [("No reminder", "Most deprived", 15), ("Language", "Most deprived", 38), ("No reminder", "Others", 105),
    ...         ("Language", "Others", 16)]
    >>> print(pareto(pd.DataFrame(rows, columns=["reason", "group", "count"])).sentence)
    The most common reason is Language for Most deprived (71.7%), No reminder for Others (86.8%), and No reminder for all groups \
together (69%).
    """  # noqa: E501
    table = _table(frame, ("reason", "group", "count"), MOST_REASONS, MOST_GROUPS)
    if (table < 0).any(axis=None) or table.isna().any(axis=None) or not (table.sum() > 0).all():
        raise ValueError(
            "Each group needs a count of 0 or more for every reason, and one above 0. Fill in what is missing."
        )
    if table.shape[1] > 1:
        table[ALL] = table.sum(axis=1)
    groups = list(table)
    names = {reason: wrapped(reason, 20) for reason in table.index}
    columns = min(2, len(groups))
    wide = (WIDTH - 2 * MARGIN) / columns
    left = max(width_of(name, bold=True) for name in names.values()) + 0.12
    row_height = max(ROW, LINE * max(map(lines_in, names.values())) + 0.08)
    head = HEAD + LINE * max(
        lines_in(wrapped(f"{group} ({table[group].sum():,.0f})", int((wide - 1.4) / 0.12))) - 1 for group in groups
    )
    panel = head + row_height * len(table) + 0.25
    most = float((table / table.sum()).max().max())
    room = wide - left - 1.7  # inches for the longest bar; its share and the sum so far need the rest
    with style.course_style():
        words, above = title_lines(title or "Reasons by group, the most common first")
        foot, below = foot_lines(["Bars are shares of each group's own total, on one scale.", *plain_notes(notes)])
        sheet = Sheet(above + 0.1 + panel * -(-len(groups) // columns) + below)
        sheet.title(words)
        sheet.foot(foot)
        for number, group in enumerate(groups):
            row, column = divmod(number, columns)
            x, top = MARGIN + column * wide, sheet.height - above - 0.1 - row * panel
            counts = table[group].sort_values(ascending=False, kind="stable")
            total = counts.sum()
            sheet.write(
                x,
                top,
                wrapped(f"{group} ({total:,.0f})", int((wide - 1.4) / 0.12)),
                fontsize=style.BODY,
                fontweight="bold",
            )
            sheet.write(x + wide - 0.3, top, "together", ha="right")
            together = 0.0
            for place, (reason, count) in enumerate(counts.items()):
                y = top - head - row_height * (place + 0.5)
                together += count
                colour = style.WORST_SERVED if place == 0 else style.OTHERS
                sheet.paper.barh(y, max(room, 0.3) * count / total / most, left=x + left, height=0.26, color=colour)
                sheet.write(
                    x + left - 0.08,
                    y,
                    names[reason],
                    ha="right",
                    va="center",
                    fontweight="bold" if place == 0 else "normal",
                )
                end = x + left + max(room, 0.3) * count / total / most
                sheet.write(end + 0.07, y, number_in_words(100 * count / total, "%"), va="center")
                sheet.write(x + wide - 0.3, y, number_in_words(100 * together / total, "%"), ha="right", va="center")
        sheet.paper.set_xlim(0, sheet.width)
        sheet.paper.set_ylim(0, sheet.height)
    return _pareto_words(sheet, table, title, notes)


def _pareto_words(sheet, table, title, notes) -> Picture:
    tops = [
        f"{table[g].idxmax()} for {g if g != ALL else ALL.lower()}"
        f" ({number_in_words(100 * table[g].max() / table[g].sum(), '%')})"
        for g in table
    ]
    joined = tops[0] if len(tops) == 1 else f"{', '.join(tops[:-1])}, and {tops[-1]}"
    sentence = f"The most common reason is {joined}."
    each = []
    for group in table:
        counts = table[group].sort_values(ascending=False, kind="stable")
        told = (
            f"{reason} {count:,.0f} ({number_in_words(100 * count / counts.sum(), '%')})"
            for reason, count in counts.items()
        )
        each.append(f"{group}, {counts.sum():,.0f}: {', '.join(told)}")
    return Picture(
        sheet.figure, as_sentences(f"Pareto chart by group. {title}", *each, sentence, *plain_notes(notes)), sentence
    )


def step_loss(frame: pd.DataFrame, title: str = "", *, notes: Sequence = ()) -> Picture:
    """Draw how many of every 100 people are left after each step, by group, and how many each step loses.

    ``frame``: columns step, group and share, in the order of the steps; ``share`` is the percentage of those who
    came through the step before. The sentence tells the three fair answers apart only as far as one needs:
    where the first group loses most people, and where it is furthest behind the group that ends best.
    Raises ValueError, with a sentence, for absent columns, a step twice, or shares outside 0 to 100.

    >>> import pandas as pd
    >>> rows = [("Reached", "Most deprived", 70), ("Attended", "Most deprived", 60), ("Completed", "Most deprived", 70),
    ...         ("Reached", "Least deprived", 92), ("Attended", "Least deprived", 88), ("Completed", "Least deprived", 95)]
    >>> print(step_loss(pd.DataFrame(rows, columns=["step", "group", "share"])).sentence)
    Of 100 people, 29 get through all 3 steps in Most deprived and 77 in Least deprived. Most deprived loses the most people at \
Reached (30 of 100) and is furthest behind at Attended (28 percentage points).
    """  # noqa: E501
    table = _table(frame, ("step", "group", "share"), MOST_STEPS, MOST_GROUPS)
    if table.isna().any(axis=None) or (table < 0).any(axis=None) or (table > 100).any(axis=None):
        raise ValueError(
            "Each group needs a share from 0 to 100 for every step: a percentage of the people who got through the step"
            " before. Correct it."
        )
    if (table <= 1).all(axis=None):
        raise ValueError("All shares are 1 or less, so they look like fractions. Write 70% as 70.")
    left_over = 100 * (table / 100).cumprod()
    lost = left_over.shift(fill_value=100) - left_over
    names = [wrapped(step, 18) for step in table.index]
    side = MARGIN + max([width_of(name, style.BODY) for name in names] + [width_of("Start", style.BODY)]) + 0.2
    bar_room = WIDTH - side - 0.15
    wide = bar_room / table.shape[1]
    heads = [wrapped(group, int((wide - 0.2) / 0.115)) for group in table]
    head = LINE * max(map(lines_in, heads)) + 0.15
    row_height = max(0.62, LINE * max(map(lines_in, names)) + 0.15)
    with style.course_style():
        words, above = title_lines(title or "Of every 100 people, how many are left after each step?")
        foot, below = foot_lines(
            ["Filled: still there, of every 100 at the start. Striped: lost at this step.", *plain_notes(notes)]
        )
        sheet = Sheet(above + head + row_height * len(table) + 0.2 + below)
        sheet.title(words)
        sheet.foot(foot)
        top = sheet.height - above
        best = left_over.iloc[-1].idxmax()
        for column, group in enumerate(table):
            x = side + column * wide
            full = wide - 0.25
            colour = (
                style.BEST_SERVED
                if group == best and table.shape[1] > 1
                else style.WORST_SERVED
                if column == 0
                else style.OTHERS
            )
            sheet.write(x, top, heads[column], fontweight="bold")
            for row in range(len(table)):
                y = top - head - row_height * (row + 0.5) + 0.1
                here, gone = left_over[group].iloc[row] / 100, lost[group].iloc[row] / 100
                sheet.paper.barh(y, full * here, left=x, height=0.24, color=colour)
                striped = {"color": style.PAPER, "edgecolor": colour, "hatch": "///", "linewidth": 1}
                sheet.paper.barh(y, full * gone, left=x + full * here, height=0.24, **striped)
                said = f"{100 * here:.0f} left, {100 * gone:.0f} lost"
                sheet.write(x, y - 0.14, said if width_of(said) < full + 0.15 else f"{100 * here:.0f} left")
                if column == 0:
                    sheet.write(side - 0.15, y, names[row], ha="right", va="center", fontsize=style.BODY)
        sheet.paper.set_xlim(0, sheet.width)
        sheet.paper.set_ylim(0, sheet.height)
    return _loss_words(sheet, table, left_over, lost, title, notes)


def _loss_words(sheet, table, left_over, lost, title, notes) -> Picture:
    ends = [f"{left_over[group].iloc[-1]:.0f} in {group}" for group in table]
    ends[0] = ends[0].replace(
        " in ", f" get through {'the one step' if len(table) == 1 else f'all {len(table)} steps'} in ", 1
    )
    first, best = table.columns[0], left_over.iloc[-1].idxmax()
    worst_step = lost[first].idxmax()
    sentence = (
        f"Of 100 people, {listed(ends)}. {first} loses the most people at {worst_step} ({lost[first].max():.0f} of 100)"
    )
    behind = table[best] - table[first]
    if best != first and behind.max() > 0:
        sentence += f" and is furthest behind at {behind.idxmax()} ({difference(behind.max(), '%')})"
    each = []
    for group in table:
        told = (
            f"{step} {table[group][step]:.0f}% of those before, {left_over[group][step]:.0f} left"
            for step in table.index
        )
        each.append(f"{group}: {', '.join(told)}")
    sentence = as_sentences(sentence)
    return Picture(
        sheet.figure,
        as_sentences(f"Loss at each step, of every 100 people. {title}", *each, sentence, *plain_notes(notes)),
        sentence,
    )


def _table(frame, columns: tuple[str, str, str], most_rows: int, most_groups: int) -> pd.DataFrame:
    """Return a table of numbers, rows by group, both in the order in which they first stand."""
    absent = [name for name in columns if name not in frame]
    if absent:
        there = ", ".join(map(str, frame.columns))
        raise ValueError(
            f"The table has no column {', '.join(absent)}; its columns are {there}. Rename them, then try again."
        )
    rows, group, number = columns
    twice = frame[frame.duplicated([rows, group])]
    if len(twice):
        raise ValueError(
            f"'{twice[rows].iloc[0]}' appears twice for {twice[group].iloc[0]}. Add its rows together first."
        )
    table = frame.pivot(index=rows, columns=group, values=number).astype(float)
    table = table.loc[pd.unique(frame[rows]), pd.unique(frame[group])]
    if not (1 <= table.shape[0] <= most_rows and 1 <= table.shape[1] <= most_groups):
        raise ValueError(
            f"This picture needs up to {most_rows} rows named '{rows}' and {most_groups} groups; there are"
            f" {table.shape[0]} and {table.shape[1]}. Put the small ones together."
        )
    return table
