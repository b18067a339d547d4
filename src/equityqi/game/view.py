"""All that a page shows of an answer, as plain data: the picture, the cards, the sentences, at the end the score."""

from __future__ import annotations

from equityqi.game.cards import CARDS, HOW, LANES, lane_in_words, refusals
from equityqi.game.groups_and_ideas import GROUPS
from equityqi.game.in_words import NAMES, figure, gaps, long, result_in_words, short, slips_in_words, table
from equityqi.game.luck import luck_in_words
from equityqi.game.moves import place
from equityqi.game.play import (
    SCALES,
    Log,
    covered,
    finished,
    months_of,
    most_turns,
    read_log,
    replay,
    running,
    steps_known,
)
from equityqi.game.three_rules import marks, score
from equityqi.plain_words import listed, upper_first
from equityqi.svg.game_board import GameBoard, Months

KINDS = {
    "shown": ("As shown", "as shown"),
    "true": ("Nobody taken out", "with nobody taken out of the figures"),
    "chance": ("Without luck", "by the model’s chances, without luck"),
}


def board(log: Log, kind: str = "shown") -> Months:
    """Return what the picture shows; ``kind`` is "shown", "true" (nobody taken out) or "chance" (without luck)."""
    seen = [month.outcome(kind).groups for month in replay(log).history]
    groups = {name: tuple(month[at] for month in seen) for at, name in enumerate(NAMES)}
    coming = range(0) if finished(log) else months_of(log, len(log.turns))
    return Months(groups, tuple(gaps(log, kind)), coming, KINDS[kind][1])


def view(answer: dict, kind: str = "shown") -> dict:
    """Return everything that the form shows of an answer: no effect of an idea that was not tried.

    Until the game is over, only the figures as shown are shown, whatever ``kind`` says.
    """
    log = read_log(answer["game"])
    over = finished(log)
    kind = kind if over else "shown"
    number = len(log.turns)
    picture = GameBoard(board(log, kind)).picture
    return {
        "at": place(answer),
        "turn": number + 1,
        "turns": most_turns(log),
        "turn_months": log.turn_months,
        "months": "" if over else long(months_of(log, number)),
        "played": list(months_of(log, number - 1)) if number else [],
        "finished": over,
        "studied": bool(log.turns and log.turns[-1].studied),
        "cards": [[card.id, card.name, card.cost, card.codesign, card.lanes] for card in CARDS.values()],
        "lanes": [[lane, *words] for lane, words in LANES.items()],
        "refusals": refusals(),
        "how": HOW,
        "running": running(log),
        "groups": [[group.id, group.name.replace(" areas", "").replace("areas ", "")] for group in GROUPS],
        "picture": picture._repr_html_(),
        "sentence": picture.sentence,
        "strip": strip(log, kind),
        "held": covered(log, number - 1) if number else None,
        "result": result_in_words(log),
        "slips": slips_in_words(log),
        "steps": steps(log),
        "table": table(log, kind),
        "kind": kind,
        "kind_words": KINDS[kind][1],
        **(_end(answer, log) if over else {}),
        "words": log.words,
        "earlier": len(answer["earlier"]),
    }


def _end(answer: dict, log: Log) -> dict:
    """Return what is shown when a game is over."""
    taken_out = any(month.choices.scales.get("discharge") for month in replay(log).history)
    return {
        "kinds": [[kind, name] for kind, (name, _) in KINDS.items() if kind != "true" or taken_out],
        "luck": luck_in_words(log),
        "score": [
            [part, f"{round(points, 1):g}".replace("-", "−"), f"{out_of:g}" if out_of else "", sentence]
            for part, points, out_of, sentence in score(log)
        ],
        "rules": [[upper_first(rule.rule), rule.passed, rule.sentence] for rule in marks(answer)],
    }


def strip(log: Log, kind: str = "shown") -> list[list[str]]:
    """Return each turn of the game: its months, and its gap, "next" or nothing.

    >>> strip(Log(seed=1))[:3]
    [['1–2', '48.2'], ['3–4', 'next'], ['5–6', '']]
    """
    done = [[months, figure(gap)] for months, gap in gaps(log, kind)]
    to_come = [[short(months_of(log, turn)), ""] for turn in range(len(log.turns), most_turns(log))]
    if to_come:
        to_come[0][1] = "next"
    return [*done, *to_come]


def steps(log: Log) -> list[list[str]]:
    """Return the chance of each step of each group now, in per cent; nothing while the steps are hidden."""
    if not steps_known(log):
        return []
    now = replay(log).history[-1].steps
    return [[name, *(f"{100 * chance:.0f}" for chance in chances)] for name, chances in zip("ABCD", now, strict=True)]


def lanes_in_words(log: Log) -> list[str]:
    """Return what runs in each lane now; a lane without a card is left out.

    >>> lanes_in_words(Log(seed=1))
    ['Nothing is running yet.']
    """
    at = running(log)
    lanes = {lane: [CARDS[id].name for id, scale in at.items() if scale == lane] for lane in SCALES}
    return [f"{lane_in_words(lane)}: {listed(names)}" for lane, names in lanes.items() if names] or [
        "Nothing is running yet."
    ]
