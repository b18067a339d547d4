"""The game on paper: turn sheets, cards, the model in tables, slips for the wobble, score sheet; one page of HTML to
print.
"""

from __future__ import annotations

from html import escape

import numpy as np
from scipy import special

from equityqi.game.plans import PLANS, run
from equityqi.game.scores import AVERAGE, BALANCING, EQUITY
from equityqi.game.system import (
    CAPACITY,
    ELIGIBLE,
    GROUPS,
    IDEAS,
    NOISE,
    STEPS,
    USUAL_LOAD,
    Choices,
    before,
    draws,
    outcome,
    start,
    step,
    steps_of,
)
from equityqi.pictures import style

SCALES = (0.05, 0.25, 1)
TURNS = ("Months 3 and 4", "Months 5 and 6", "Months 7 and 8", "Months 9 and 10", "Months 11 and 12")
SLIPS = 20  # numbered slips, and the faces of a d20
RANDOM_ROWS, RANDOM_SEED = 10, 2026
PREDICTION_SLIPS = 8

CSS = f"""
@page {{ size: A4; margin: 14mm; }}
body {{ font: 11pt/1.4 system-ui, sans-serif; color: {style.INK}; background: {style.PAPER}; max-width: 182mm; margin: 0 auto; }}
h1 {{ font-size: 20pt; }} h2 {{ font-size: 15pt; margin: 0 0 3mm; }} h3 {{ font-size: 12pt; margin: 4mm 0 1mm; }}
section + section {{ break-before: page; }}
table {{ border-collapse: collapse; width: 100%; margin: 2mm 0 4mm; font-size: 10pt; line-height: 1.3; }}
tr {{ break-inside: avoid; }}
.wide {{ overflow-x: auto; }}
caption {{ text-align: left; font-weight: bold; padding-bottom: 1mm; }}
th, td {{ border: 1px solid {style.INK}; padding: .6mm 1.6mm; text-align: left; vertical-align: top; }}
td.empty {{ height: 8mm; }}
.cards {{ display: grid; grid-template-columns: 1fr 1fr; gap: 3mm; font-size: 10pt; }}
.card p {{ margin: 1mm 0; }}
.card {{ border: 1px dashed {style.INK}; padding: 3mm; break-inside: avoid; }}
.card h3 {{ margin-top: 0; }}
@media print {{ .wide {{ overflow: visible; }} }}
@media screen and (max-width: 182mm) {{ body {{ padding: 0 4mm; overflow-wrap: break-word; }} .cards {{ grid-template-columns: 1fr; }} }}
"""  # noqa: E501


def paper() -> str:
    """Return the whole paper version as one accessible page of HTML, to be printed on A4.

    >>> paper().startswith("<!DOCTYPE html>"), paper().count("<h2")
    (True, 13)
    """
    parts = [
        _how(),
        *map(_turn_sheet, TURNS),
        _cards(),
        _prediction_slips(),
        _score_sheet(),
        _plans(),
        _ideas(),
        _wobble(),
        _shown_and_true(),
    ]
    body = "\n".join(f"<section>\n{part}\n</section>" for part in parts)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<meta name="viewport"'
        ' content="width=device-width">\n<title>Close the Gap: the game on'
        f" paper</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n<h1>Close the Gap: the game on"
        f" paper</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _table(caption: str, head: list[str], rows: list[list]) -> str:
    columns = "".join(f'<th scope="col">{escape(str(cell))}</th>' for cell in head)
    body = f"<caption>{escape(caption)}</caption>\n<thead><tr>{columns}</tr></thead>\n<tbody>\n{''.join(map(_tr, rows))}</tbody>"  # noqa: E501
    return f'<div class="wide" role="group" tabindex="0" aria-label="{escape(caption)}"><table>\n{body}\n</table></div>'


def _tr(row: list) -> str:
    first, *others = (escape(str(cell)) for cell in row)
    return (
        f'<tr><th scope="row">{first}</th>'
        + "".join(f"<td>{cell}</td>" if cell else '<td class="empty"></td>' for cell in others)
        + "</tr>\n"
    )


def _list(items) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _points(value: float, digits: int = 1) -> str:
    """Return a change with its sign, and a true minus.

    >>> _points(-2.04), _points(0.3), _points(0.01)
    ('−2.0', '+0.3', '0.0')
    """
    shown = round(value, digits)
    return f"{'+' if shown > 0 else '−' if shown < 0 else ''}{abs(shown):.{digits}f}"


def _how() -> str:
    groups = [[group.id, group.name, group.eligible] for group in GROUPS]
    people = _table("The four groups", ["Group", "Who", "People eligible each month"], groups)
    rules = [
        (
            "You improve completed medication reviews over twelve months. Months 1 and 2 are past: the trainer reads"
            " out the baseline."
        ),
        (
            "Five turns of two months follow. In each turn change at most three things: start an idea, move it to 5%,"
            " 25% or 100%, or stop it. What runs keeps running."
        ),
        (
            "A co-design month or a process-map month is not one of the three. It costs 1 unit of load and falls in the"
            " first month of the turn."
        ),
        "“Phone-only” and “Ask: phone or face-to-face?” cannot run together.",
        "Before each turn fill in a prediction slip for one group: two numbers in per cent, at most 30 points apart.",
        (
            f"Load is {USUAL_LOAD}, and the effort of each idea times its scale, and 0.25 for each idea below 100%, and"
            f" 1 for a month together. Staff can carry {CAPACITY}; what is above is overload."
        ),
        (
            "The person who holds the model looks up each group, adds the changes, draws one slip for each group, and"
            " tells you the result."
        ),
        "Then study: write what you learned, and what you do next.",
    ]
    return f"<h2>How to play</h2>\n{_list(rules)}\n{people}"


def _turn_sheet(months: str) -> str:
    changes = _table(
        "At most three changes",
        ["Change", "Idea", "Start, scale or stop", "New scale"],
        [[number, "", "", ""] for number in (1, 2, 3)],
    )
    month = _table(
        "Month together, load and wait",
        ["What", "First month", "Second month"],
        [
            ["Co-design or process map?", "", "not in this month"],
            ["Load", "", ""],
            [f"Overload: load above {CAPACITY}", "", ""],
            ["Wait in weeks", "", ""],
        ],
    )
    results = _table(
        "Result, for the two months together",
        ["Group", "Prediction (one group only)", "Completed, %"],
        [[group.id, "", ""] for group in GROUPS],
    )
    study = _table(
        "Study",
        ["Question", "Your words"],
        [["What did each small test find?", ""], ["What surprised us?", ""], ["What do we do next, and why?", ""]],
    )
    return f"<h2>Turn sheet: {months.lower()}</h2>\n{changes}\n{month}\n{results}\n{study}"


def _cards() -> str:
    cards = []
    for idea in IDEAS.values():
        loads = "; ".join(f"at {scale:.0%} {_points(idea.effort * scale + 0.25 * (scale < 1), 2)}" for scale in SCALES)
        star = "<p>★ Co-design helps this idea to fit, running or not.</p>" if idea.codesign else ""
        effort = f"−{-idea.effort:g}" if idea.effort < 0 else f"{idea.effort:g}"
        cards.append(
            f'<div class="card"><h3>{escape(idea.name)}</h3><p>Effort {effort}. Load: {loads}.</p>{star}</div>'
        )
    return f'<h2>Idea cards</h2>\n<p>Cut along the lines.</p>\n<div class="cards">{"".join(cards)}</div>'


def _prediction_slips() -> str:
    slip = (
        '<div class="card"><h3>Prediction</h3><p>Turn: ______ &nbsp; Group: ______</p><p>Completed will lie between'
        " ______% and ______%.</p><p>Because: ______________________________</p></div>"
    )
    return (
        "<h2>Prediction slips</h2>\n<p>At most 30 points from the lower to the upper number.</p>\n<div"
        f' class="cards">{slip * PREDICTION_SLIPS}</div>'
    )


def _score_sheet() -> str:
    was = before()
    rows = [
        [
            f"Equity, {EQUITY}",
            (
                f"4 × the fall of the gap in points, at least 0 and at most {EQUITY}. The gap was {was.gap:.1f}. It is"
                " 0 if any group is more than 2 points worse."
            ),
            "",
        ],
        [
            f"Average, {AVERAGE}",
            f"2.5 × the rise of all in points, at least 0 and at most {AVERAGE}. All were {was.everyone:.1f}%.",
            "",
        ],
        [
            f"Balancing, {BALANCING}",
            f"{BALANCING} − all units of overload − 2 × each week of wait over 5 in month 12, at least 0.",
            "",
        ],
        ["Discharge rule", "−15 if it was ever used: people left the figures and are still not reviewed.", ""],
        ["Predictions, 10", "2.5 for each prediction, at most 10.", ""],
        ["Small tests, 10", "5 for each of the first two small tests studied before anything ran at 100%.", ""],
        ["Honest intervals, 5", "5 if the interval held in 2 or 3 of 4, or in 3 or 4 of 5.", ""],
        ["Total, 100", "All together, never below 0.", ""],
    ]
    return (
        "<h2>Score sheet</h2>\n<p>Score month 12 from the tables, before the slips of luck are added: the model's"
        f" chances, not the counts.</p>\n{_table('Your score', ['Part', 'How', 'Points'], rows)}"
    )


def _plans() -> str:
    head = ["Plan", *(f"{group.id} %" for group in GROUPS), "All %", "A+B %", "Gap", "Wait"]
    rows = []
    for plan in PLANS.values():
        state = run(plan.choices())
        now = state.history[-1].outcome("chance")
        rows.append(
            [plan.name, *(f"{value:.1f}" for value in (*now.groups, now.everyone, now.least, now.gap, state.wait))]
        )
    steps = [[group.id, *(f"{chance:.0%}" for chance in group.base)] for group in GROUPS]
    return (
        "<h2>The model: whole plans</h2>\n<p>For the person who holds the model. Ideas start in month 3 at 100% unless"
        " the name says otherwise.</p>\n"
        f"{_table('Month 12 of each plan, without luck', head, rows)}\n"
        f"{_table('The steps at baseline: read them out after a co-design or process-map month', ['Group', *STEPS], steps)}"  # noqa: E501
    )


def learned_fit() -> tuple[float, ...]:
    """Return the fit of each idea after one co-design month and two studied small tests."""
    state = step(start(), Choices(dict.fromkeys(IDEAS, 0.05), "codesign", study=True))
    return step(state, Choices(dict.fromkeys(IDEAS, 0.05), study=True)).fit


def _ideas() -> str:
    head = ["Idea and scale", *(f"{group.id} %" for group in GROUPS)]
    at_start, learned = (
        [_idea_row(idea, scale, fit) for idea in IDEAS.values() for scale in SCALES]
        for fit in (start().fit, learned_fit())
    )
    return (
        "<h2>The model: single ideas</h2>\n<p>For the person who holds the model. Each cell is the completion of a"
        " group when this idea runs alone and "
        "staff can carry the load; in brackets the change from the baseline. Where several ideas run, add their changes"
        " to the baseline: "
        "that is a little less exact than the computer. Then take off what overload and waits cost.</p>\n"
        f"{_table('Each idea at the start', head, at_start)}\n"
        f"{_table('Each idea after a co-design month (starred ideas only) and two studied small tests; take the middle of the two tables in between', head, learned)}\n"  # noqa: E501
        f"{_load_tables()}"
    )


def _idea_row(idea, scale: float, fit) -> list[str]:
    return [f"{idea.name}, {scale:.0%}", *_cells(steps_of({idea.id: scale}, fit))]


def _cells(steps) -> list[str]:
    now, was = steps.prod(axis=1) * 100, before().groups
    return [
        f"{value:.1f}" + (f"\u00a0({_points(value - then)})" if abs(value - then) >= 0.05 else "")
        for value, then in zip(now, was, strict=True)
    ]


def _load_tables() -> str:
    head = ["", *(f"{group.id} %" for group in GROUPS)]
    waits = [[f"{wait} weeks", *_cells(steps_of({}, start().fit, wait=wait))] for wait in range(4, 13)]
    overs = [[f"{over:g} units", *_cells(steps_of({}, start().fit, over=over))] for over in (0.5, 1, 2, 3, 4, 6, 8, 10)]
    return (
        "<p>The wait starts at 4 weeks. With overload it grows each month by half of the units above 6, up to 12 weeks;"
        " without, a quarter of what is above 4 goes away.</p>\n"
        f"{_table('What a longer wait costs', ['Wait', *head[1:]], waits)}\n{_table('What overload costs in the same month', ['Overload', *head[1:]], overs)}"  # noqa: E501
    )


def turn_wobble() -> np.ndarray:
    """Return the standard deviation of a turn's completion of each group, two months together, in points.

    >>> turn_wobble().round(1).tolist()
    [4.4, 3.4, 2.4, 2.3]
    """
    steps = steps_of({}, start().fit)
    chance = steps.prod(axis=1)
    noise = chance * (1 - steps).sum(axis=1) * NOISE * 2**0.5
    return 100 * np.sqrt((chance * (1 - chance) / ELIGIBLE + noise**2) / 2)


def _wobble() -> str:
    z = special.ndtri((np.arange(SLIPS) + 0.5) / SLIPS)
    rows = [[number, *(_points(z[number - 1] * sd, 0) for sd in turn_wobble())] for number in range(1, SLIPS + 1)]
    numbers = [
        [row, " ".join(str(int(u * SLIPS) + 1) for u in draws(RANDOM_SEED, row))] for row in range(1, RANDOM_ROWS + 1)
    ]
    return (
        f"<h2>The wobble: numbered slips</h2>\n<p>One number from 1 to {SLIPS} for each group and turn. Cut out the"
        " slips and draw one, or cross off the list "
        "of random numbers from the left, or roll a d20 if you like dice. Put a drawn slip back.</p>\n"
        f"{_table('Points to add to the completion of a turn', ['Number', *(group.id for group in GROUPS)], rows)}\n"
        f"{_table('Random numbers from 1 to 20', ['Row', 'Numbers'], numbers)}"
    )


def _shown_and_true() -> str:
    rows = []
    for scale in SCALES:
        for kind, name in (("shown", "shown"), ("chance", "true")):
            now = outcome([step(start(), Choices({"discharge": scale})).history[0]], kind)
            rows.append(
                [f"{scale:.0%}, {name}", *(f"{value:.1f}" for value in (*now.groups, now.everyone, now.least, now.gap))]
            )
    head = ["Discharge rule at", *(f"{group.id} %" for group in GROUPS), "All %", "A+B %", "Gap"]
    return (
        "<h2>For the trainer: shown and true</h2>\n<p>During the game read out the shown figures. At the debrief read"
        " both lines aloud: “The figures say this. This is what people"
        f" got.”</p>\n{_table('The discharge rule: what the figures say, and what is so', head, rows)}"
    )
