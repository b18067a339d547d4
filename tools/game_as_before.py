"""Is the game *Close the Gap* still the game that people have stored? ``python -m tools.game_as_before``

Games are made from seeds by a fixed rule, with good and foolish turns of both lengths. What each tells (its draws, its
counts, its verdicts and sentences with their figures) must be what the first engine told, which used numpy: for each
hundred games a hash of it is kept. The chances of a month are held to a sum in numpy, within 1e-12.

Without a word the first 300 games are compared, with ``--full`` all 10,000 (some minutes). ``--write`` keeps new
hashes, after the game or a sentence of it was changed on purpose.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np

from equityqi.files import course_root
from equityqi.game import GROUPS, IDEAS, outcome_met, start, step
from equityqi.game.in_words import gaps, result_in_words, slips_in_words, staff_time_in_words, table, units_of
from equityqi.game.plans import THREE
from equityqi.game.play import SCALES, Log, Turn, covered, do, finished, most_turns, refusal, replay, slips, study
from equityqi.game.system import MONTHS, draws
from equityqi.game.three_rules import in_words, marks, score

KEPT = "tests/game/as_before.json"
SHORT, FULL, BLOCK = 300, 10_000, 100  # games
NEAR = 1e-12  # of a chance
USUAL = {"A": 29, "B": 45, "C": 64, "D": 77}  # per cent before anything changes
WORDS = (
    "The texts reached those who had the right number on file, and nobody else; so the gap in reviews grew with us. "
)


def game_of(number: int) -> Log:
    """Return the finished game with a number from 1 on; only ``random()`` is drawn, which is the same in each Python.

    >>> game_of(1) == game_of(1), len(game_of(2).turns) in (5, 10)
    (True, True)
    """
    luck = random.Random(number)
    seed = number if number % 2 else int(luck.random() * 2**32)
    log = Log(seed=seed, turn_months=1 + (luck.random() < 0.5), words=WORDS * int(3 * luck.random()))
    pool = list(IDEAS) if luck.random() < 0.5 else THREE
    while not finished(log):
        log = do(log, _turn(log, pool, luck))
        if luck.random() < 0.6:
            log = study(log)
    return log


def _turn(log: Log, pool: Sequence[str], luck: random.Random) -> Turn:
    while True:
        ideas = [_one(luck, pool) for _ in range(int(4 * luck.random()))]
        group = _one(luck, "ABCD")
        low = USUAL[group] - 20 * luck.random()
        turn = Turn(
            changes={id: _one(luck, (0, *SCALES)) for id in ideas},
            together=_one(luck, (None, None, "codesign", "map")),
            group=group,
            low=round(low, 1),
            high=min(100, round(low + 30 * luck.random() - 0.1, 1)),
        )
        if refusal(log, turn) is None:
            return turn


def _one(luck: random.Random, several):
    return several[int(luck.random() * len(several))]


def told(log: Log) -> dict[str, object]:
    """Return what a finished game tells: its draws, its counts, its verdicts, and its sentences and figures in print.

    >>> sorted(told(game_of(1)))
    ['counts', 'draws', 'sentences', 'verdicts']
    """
    answer, state, turns = {"game": log.to_json(), "earlier": []}, replay(log), range(most_turns(log))
    rules = marks(answer)
    parts = [log.model_copy(update={"turns": log.turns[:turn]}) for turn in range(most_turns(log) + 1)]
    return {
        "draws": [[float(one).hex() for one in draws(log.seed, month)] for month in range(1, MONTHS + 1)],
        "counts": [
            [month.completed for month in state.history],
            [[(slip.people, slip.completed) for slip in slips(log, turn)] for turn in turns],
        ],
        "verdicts": [[rule.passed for rule in rules], [covered(log, turn) for turn in turns], outcome_met(state)],
        "sentences": [
            [rule.sentence for rule in rules],
            in_words(answer),
            [(part, f"{round(points, 1):g}", sentence) for part, points, _, sentence in score(log)],
            [[table(log, kind), [f"{gap:.1f}" for _, gap in gaps(log, kind)]] for kind in ("shown", "true")],
            [[*result_in_words(part), *slips_in_words(part), _weighed(part)] for part in parts],
        ],
    }


def _weighed(log: Log) -> str:
    return staff_time_in_words(units_of(log, {"text": 25}, "map"))


def hashes(first: int) -> dict[str, str]:
    """Return a hash of each thing that is told by a hundred games, from the game numbered ``first`` on."""
    found = {}
    for number in range(first, first + BLOCK):
        for thing, value in told(game_of(number)).items():
            found.setdefault(thing, sha256()).update(json.dumps(value).encode())
    return {thing: one.hexdigest()[:16] for thing, one in found.items()}


def farthest(log: Log) -> float:
    """Return how far a chance of a step is from a sum in numpy, at most in this game.

    >>> farthest(game_of(1)) < NEAR
    True
    """
    base = np.array([group.base for group in GROUPS])
    effects = np.array([idea.effects for idea in IDEAS.values()], float)
    cost = np.array([group.wait_cost for group in GROUPS])
    far, state = 0.0, start(log.seed)
    for month in replay(log).history:
        scales = np.array([month.choices.scales.get(id, 0) for id in IDEAS])
        odds = np.log(base / (1 - base)) + np.tensordot(scales * state.fit, effects, 1)
        odds[:, 1] -= cost * (month.wait - 4)
        odds[:, 2] -= 0.08 * month.over
        far = max(far, float(np.abs(1 / (1 + np.exp(-odds)) - month.steps).max()))
        state = step(state, month.choices)
    return far


def kept() -> list[dict[str, str]]:
    """Return the hashes that are kept, one entry for each hundred games."""
    return json.loads((course_root() / KEPT).read_text("utf-8"))


def differences(games: int) -> Iterator[str]:
    """Yield a sentence for each thing that differs from the first engine, in so many games."""
    for place, was in enumerate(kept()[: games // BLOCK]):
        first = 1 + place * BLOCK
        for thing, now in hashes(first).items():
            if now != was[thing]:
                yield f"Games {first} to {first + BLOCK - 1} have other {thing} than before."
        if (far := max(farthest(game_of(number)) for number in range(first, first + BLOCK))) >= NEAR:
            yield f"Games {first} to {first + BLOCK - 1} have chances up to {far:.1g} from those of numpy."


def main(words: list[str]) -> int:
    if "--write" in words:
        lines = ",\n".join(json.dumps(hashes(first)) for first in range(1, FULL + 1, BLOCK))
        (course_root() / KEPT).write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")
        print(f"Written: {KEPT}.")
        return 0
    games = FULL if "--full" in words else SHORT
    found = 0
    for sentence in differences(games):
        found += 1
        print(sentence, flush=True)
    print(f"{games:,} games compared: {f'{found} of their things differ' if found else 'all as before'}.")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
