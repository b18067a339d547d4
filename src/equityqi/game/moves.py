"""An answer that holds games: the one under way and the earlier ones, and what one press of a button makes of it.

Shape: ``{"game": log, "earlier": [log, ...]}``, plain JSON.
"""

from __future__ import annotations

from equityqi.game.play import LONGEST_TEXT, Log, Newer, Refused, do, read_log, study


def new_answer(seed: int) -> dict:
    """Return an answer with a game that waits for its first turn.

    >>> new_answer(7)["earlier"]
    []
    """
    return {"game": Log(seed=seed).to_json(), "earlier": []}


def playable(answer, seed: int) -> dict:
    """Return an answer to play on: what cannot be read in it is left out, and where there is no game a new one begins.

    Raises :class:`Newer` for a game that a newer course saved.

    >>> playable(None, 7) == playable({"game": "?", "earlier": [3]}, 7) == new_answer(7)
    True
    """
    answer = answer if isinstance(answer, dict) else {}
    earlier = answer.get("earlier")
    games = [game for game in (*(earlier if isinstance(earlier, list) else ()), answer.get("game")) if _reads(game)]
    if games and games[-1] == answer.get("game"):
        return {"game": games[-1], "earlier": games[:-1]}
    return {**new_answer(seed), "earlier": games}


def _reads(game) -> bool:
    try:
        return read_log(game) is not None
    except Newer:
        raise
    except Refused:
        return False


def place(answer: dict) -> list:
    """Return where an answer stands: how many games came before, how many turns were played, whether the last is
    studied.

    A move says which place it was made for, so that none is made twice.

    >>> place(new_answer(7))
    [0, 0, False]
    """
    log = read_log(answer["game"])
    return [len(answer["earlier"]), len(log.turns), bool(log.turns and log.turns[-1].studied)]


def after(answer: dict, move: str, given, seed: int) -> dict:
    """Return the answer after one move.

    ``move``: "turn" (``given`` is a Turn), "study", "words" (a text), "length" (months a turn, before the first),
    or "again" (``seed`` is the new game's). Raises :class:`Refused` with a sentence.

    >>> after(new_answer(7), "length", 1, 0)["game"]["turn_months"]
    1
    """
    log = read_log(answer["game"])
    if move == "turn":
        log = do(log, given)
    elif move == "study":
        log = study(log)
    elif move == "words":
        log = log.model_copy(update={"words": str(given or "")[:LONGEST_TEXT]})
    elif move == "length":
        if log.turns:
            raise Refused(
                "You can’t change the length of a turn once you’ve played one. Start another game to change it."
            )
        log = Log(seed=log.seed, turn_months=1 if given == 1 else 2)
    elif move == "again":
        if not log.turns:
            raise Refused("You haven’t started this game yet, so play it first.")
        return {
            "game": Log(seed=seed, turn_months=log.turn_months).to_json(),
            "earlier": [*answer["earlier"], answer["game"]],
        }
    else:
        raise Refused(f"This game has no move “{move}”.")
    return {**answer, "game": log.to_json()}
