"""The game on paper: turn sheets, cards, the model in tables, slips for the wobble, score sheet; one page of HTML to
print.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import NormalDist

from equityqi.documents.html import masthead
from equityqi.documents.html_frame import page, style_of
from equityqi.game import GROUPS, IDEAS, PLANS, Choices, Outcome, before, run, start, step
from equityqi.game.cards import CARDS, LANES, THIS_TURN, lane_in_words
from equityqi.game.groups_and_ideas import STEPS
from equityqi.game.play import SCALES
from equityqi.game.scores import AVERAGE, BALANCING, EQUITY
from equityqi.game.system import CAPACITY, NOISE, USUAL_LOAD, Steps, draws, steps_of
from equityqi.html_tags import Html, bullets, join, table_of, tag
from equityqi.plain_words import listed

TURNS = ("Months 3 and 4", "Months 5 and 6", "Months 7 and 8", "Months 9 and 10", "Months 11 and 12")
SLIPS = 20  # numbered slips, and the faces of a d20
RANDOM_ROWS, RANDOM_SEED = 10, 2026
PREDICTION_SLIPS = 8
TITLE = "Close the Gap: the game on paper"


def paper_game() -> Html:
    """Return the whole game as one accessible page of HTML, to be printed on A4.

    >>> paper_game().startswith("<!DOCTYPE html>"), paper_game().count("<h2")
    (True, 13)
    """
    sheets = [
        _how(),
        *map(_turn_sheet, TURNS),
        _idea_cards(),
        _prediction_slips(),
        _score_sheet(),
        _plans(),
        _ideas(),
        _wobble(),
        _shown_and_true(),
    ]
    main = tag("main", masthead(), tag("h1", TITLE), sheets)
    return page(TITLE, main, style_of("equityqi.handouts", "paper_game.css"))


def _sheet(title: str, *parts: Html) -> Html:
    return tag("section", tag("h2", title), *parts)


def _table(caption: str, heads: Iterable[str], rows: Iterable[Sequence[str | int]], kind: str | None = None) -> Html:
    return table_of(caption, heads, ((str(first), *map(_cell, rest)) for first, *rest in rows), kind)


def _cell(words: str | int) -> Html:
    """Return a cell; an empty one has room to write in."""
    return tag("td", str(words), class_="empty" if words == "" else None)


def _percents(*more: str) -> list[str]:
    """Return the heads of columns that hold the completion of each group."""
    return [*(f"{group.id} %" for group in GROUPS), *more]


def _points(value: float, digits: int = 1) -> str:
    """Return a change with its sign, and a true minus.

    >>> _points(-2.04), _points(0.3), _points(0.01)
    ('−2.0', '+0.3', '0.0')
    """
    shown = round(value, digits)
    return f"{'+' if shown > 0 else '−' if shown < 0 else ''}{abs(shown):.{digits}f}"


def _how() -> Html:
    rules = (
        "You have twelve months to get more medication reviews completed. Months 1 and 2 are over, and the trainer"
        " reads out the baseline. Lay all the cards under “Not running”.",
        "Now you play five turns of two months. In each turn you can start, widen or stop at most three cards. The"
        f" lanes are {listed(map(lane_in_words, SCALES))}. Cards run until you stop them.",
        "A co-design month or a process-map month doesn’t count as one of the three, but you can have only one of"
        f" them in a turn. Put its card under “{LANES[THIS_TURN][0]}”. It takes 1 unit of staff time in the first"
        " month of the turn, and shows you where people drop out.",
        "“Phone-only” and “Ask: phone or face-to-face?” can’t run together.",
        "Before each turn, fill in a prediction slip for one group, with two numbers in per cent that are at most 30"
        " percentage points apart.",
        f"Staff time is {USUAL_LOAD} for daily work, plus what it says on each card for its lane, plus 1 for a month"
        f" together. Staff have {CAPACITY} units, so anything above that is too much.",
        "The person who holds the model looks up each group, adds the changes, draws one slip for each group, and tells"
        " you the result.",
        "The gap is D minus A and B together, in percentage points, for the two months of a turn. A and B together are"
        " 0.3 times A and 0.7 times B.",
        "Then study: write what your small tests showed, and what you’ll do next.",
    )
    groups = [(group.id, group.name, group.eligible) for group in GROUPS]
    people = _table("The four groups", ["Group", "Who", "People eligible each month"], groups)
    return _sheet("How to play", bullets(rules), people)


def _turn_sheet(months: str) -> Html:
    changes = _table(
        "At most three changes",
        ["Change", "Card", "From lane", "To lane"],
        [(number, "", "", "") for number in (1, 2, 3)],
    )
    lines = ("Staff time, units", f"Staff time too much: above {CAPACITY}", "Wait in weeks")
    month = _table(
        "This turn only, staff time and wait",
        ["What", "First month", "Second month"],
        [("Co-design or process map?", "", "not in this month"), *((line, "", "") for line in lines)],
    )
    results = _table(
        "Result, for the two months together",
        ["Group", "Prediction (one group only)", "Completed, %"],
        [*((group.id, "", "") for group in GROUPS), *((line, "–", "") for line in ("A and B together", "The gap"))],
    )
    questions = ("What did our small tests show?", "What surprised us?", "What do we do next, and why?")
    study = _table("Study", ["Question", "Your words"], [(question, "") for question in questions])
    return _sheet(f"Turn sheet: {months.lower()}", changes, month, results, study)


def _idea_cards() -> Html:
    cards = []
    for idea in IDEAS.values():
        in_lanes = "; ".join(
            f"{LANES[scale][0]} {_points(idea.effort * scale / 100 + 0.25 * (scale < 100), 2)}" for scale in SCALES
        )
        star = (
            tag("p", "★ A co-design month makes this card fit people better, running or not.")
            if idea.codesign
            else None
        )
        cards.append(_card(idea.name, tag("p", f"{CARDS[idea.id].cost}. {in_lanes}."), star))
    cards += [_card(card.name, tag("p", f"{card.cost}.")) for card in CARDS.values() if THIS_TURN in card.lanes]
    return _sheet("Idea cards", tag("p", "Cut along the lines."), tag("div", cards, class_="cards"))


def _card(title: str, *parts: Html | None) -> Html:
    return tag("div", tag("h3", title), *parts, class_="card")


def _prediction_slips() -> Html:
    slip = _card(
        "Prediction",
        tag("p", "Months ______ and ______"),
        tag("p", "Group ______ will complete from ______ to ______ % of reviews."),
        tag("p", "Because: ______________________________"),
    )
    about = tag("p", "At most 30 percentage points from the lower to the upper number.")
    return _sheet("Prediction slips", about, tag("div", [slip] * PREDICTION_SLIPS, class_="cards"))


def _score_sheet() -> Html:
    was = before()
    rows = [
        (
            f"Equity, {EQUITY}",
            f"4 × the fall of the gap in percentage points, at least 0 and at most {EQUITY}. The gap was {was.gap:.1f}."
            " It is 0 if any group is more than 2 percentage points worse.",
        ),
        (
            f"Average, {AVERAGE}",
            f"2.5 × the rise of all in percentage points, at least 0 and at most {AVERAGE}. All were"
            f" {was.everyone:.1f}%.",
        ),
        (
            f"Balancing, {BALANCING}",
            f"{BALANCING} − all units of staff time too much − 2 × each week of wait over 5 in month 12, at least 0.",
        ),
        ("Discharge rule", "−15 if it was ever used: people left the figures and are still not reviewed."),
        ("Predictions, 10", "2.5 for each prediction, at most 10."),
        ("Small tests, 10", "5 for each of the first two small tests studied before anything ran at 100%."),
        ("Honest intervals, 5", "5 if the prediction held in 2 or 3 of 4, or in 3 or 4 of 5."),
        ("Total, 100", "All together, never below 0."),
    ]
    how = "Score month 12 without luck: from the tables, before the slips are added."
    table = _table("Your score", ["Part", "How", "Score"], [(*row, "") for row in rows], "narrow")
    return _sheet("Score sheet", tag("p", how), table)


def _plans() -> Html:
    rows = []
    for plan in PLANS.values():
        state = run(plan.choices())
        rows.append((plan.name, *_outcome(state.history[-1].outcome("chance")), f"{state.wait:.1f}"))
    steps = [(group.id, *(f"{chance:.0%}" for chance in group.base)) for group in GROUPS]
    about = "For the person who holds the model. Ideas start in month 3 at 100% unless the name says otherwise."
    return _sheet(
        "The model: whole plans",
        tag("p", about),
        _table("Month 12 of each plan, without luck", ["Plan", *_percents("All %", "A+B %", "Gap", "Wait")], rows),
        _table("The steps at baseline: read them out after a co-design or process-map month", ["Group", *STEPS], steps),
    )


def _outcome(now: Outcome) -> list[str]:
    return [f"{value:.1f}" for value in (*now.groups, now.everyone, now.least, now.gap)]


def learned_fit() -> tuple[float, ...]:
    """Return the fit of each idea after one co-design month and two studied small tests."""
    state = step(start(), Choices(dict.fromkeys(IDEAS, 0.05), "codesign", study=True))
    return step(state, Choices(dict.fromkeys(IDEAS, 0.05), study=True)).fit


def _ideas() -> Html:
    heads = ["Idea and scale", *_percents()]
    at_start, learned = (
        [
            (f"{idea.name}, {scale}%", *_completion(steps_of({idea.id: scale / 100}, fit)))
            for idea in IDEAS.values()
            for scale in SCALES
        ]
        for fit in (start().fit, learned_fit())
    )
    about = (
        "This is for the person who holds the model. In each cell you see the completion of a group when this idea"
        " runs alone and staff have the time, with the change from the baseline in brackets. If several ideas are"
        " running, add their changes to the baseline, which is a little less exact than the computer. Then take off"
        " what too much staff time and waits cost."
    )
    after = (
        "Each idea after a co-design month (starred ideas only) and two studied small tests; take the middle of the two"
        " tables in between"
    )
    return _sheet(
        "The model: single ideas",
        tag("p", about),
        _table("Each idea at the start", heads, at_start),
        _table(after, heads, learned),
        _load_tables(),
    )


def _completion(steps: Steps) -> list[str]:
    """Return the completion of each group, with its change from the baseline."""
    now, was = [math.prod(group) * 100 for group in steps], before().groups
    return [
        f"{value:.1f}" + (f"\u00a0({_points(value - then)})" if abs(value - then) >= 0.05 else "")
        for value, then in zip(now, was, strict=True)
    ]


def _load_tables() -> Html:
    fit = start().fit
    waits = [(f"{wait} weeks", *_completion(steps_of({}, fit, wait=wait))) for wait in range(4, 13)]
    overs = [(f"{over:g} units", *_completion(steps_of({}, fit, over=over))) for over in (0.5, 1, 2, 3, 4, 6, 8, 10)]
    about = (
        "The wait starts at 4 weeks. When staff time is too much, it grows each month by half of the units above 6,"
        " up to 12 weeks. When it isn’t, a quarter of what is above 4 goes away."
    )
    wait_costs = _table("What a longer wait costs", ["Wait", *_percents()], waits)
    return join((tag("p", about), wait_costs, _table("What too much of it costs", ["Above 6", *_percents()], overs)))


def turn_wobble() -> list[float]:
    """Return the standard deviation of a turn's completion of each group, two months together, in percentage points.

    >>> [round(points, 1) for points in turn_wobble()]
    [4.4, 3.4, 2.4, 2.3]
    """
    wobble = []
    for group, steps in zip(GROUPS, steps_of({}, start().fit), strict=True):
        chance = math.prod(steps)
        noise = chance * sum(1 - one for one in steps) * NOISE * 2**0.5
        wobble.append(100 * ((chance * (1 - chance) / group.eligible + noise**2) / 2) ** 0.5)
    return wobble


def _wobble() -> Html:
    z = [NormalDist().inv_cdf((number + 0.5) / SLIPS) for number in range(SLIPS)]
    rows = [(number, *(_points(z[number - 1] * sd, 0) for sd in turn_wobble())) for number in range(1, SLIPS + 1)]
    numbers = [
        (row, " ".join(str(int(u * SLIPS) + 1) for u in draws(RANDOM_SEED, row))) for row in range(1, RANDOM_ROWS + 1)
    ]
    how = (
        f"You need one number from 1 to {SLIPS} for each group and turn. Cut out the slips and draw one, or cross off"
        " the list of random numbers from the left, or roll a d20 if you like dice. Put a drawn slip back."
    )
    to_add = _table("Percentage points to add to a turn’s result", ["Number", *(group.id for group in GROUPS)], rows)
    drawn = _table("Random numbers from 1 to 20", ["Row", "Numbers"], numbers)
    return _sheet("The wobble: numbered slips", tag("p", how), to_add, drawn)


def _shown_and_true() -> Html:
    rows = []
    for scale in SCALES:
        month = step(start(), Choices({"discharge": scale / 100})).history[0]
        rows.append((f"{scale}%, as shown", *_outcome(month.outcome("shown"))))
        rows.append((f"{scale}%, nobody taken out", *_outcome(month.outcome("chance"))))
    how = (
        "During the game read out the figures as shown. At the debrief read both lines aloud: “The figures say this."
        " This is what people got.”"
    )
    heads = ["Discharge rule at", *_percents("All %", "A+B %", "Gap")]
    table = _table("The discharge rule: what the figures say, and what is true", heads, rows)
    return _sheet("For the trainer: as shown, and with nobody taken out", tag("p", how), table)
