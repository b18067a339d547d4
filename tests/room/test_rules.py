"""What may be shown of a vote, proved by brute force over small rooms: from everything that was ever shown nobody's
vote can be worked out, unless everybody agrees.
"""

from collections import defaultdict
from itertools import product

import pytest

from equityqi.room.rules import FEWEST, PASS, NotAllowed, Result, after, in_words, result

OPTIONS = ["D", "I"]


def observed(first, second, cards, fewest):
    """What everybody sees of two rounds; cards are seen when they are held up."""
    one, two = result(OPTIONS, first, cards, None, fewest), result(OPTIONS, second, cards, first, fewest)
    return tuple(sorted(cards.items())), *((str(held.bars), held.by_phone, held.changed) for held in (one, two))


def rooms(both, only_first, only_second):
    """Yield every way in which these seats can vote; who voted when is known to everybody."""
    seats = [
        *(f"b{n}" for n in range(both)),
        *(f"f{n}" for n in range(only_first)),
        *(f"s{n}" for n in range(only_second)),
    ]
    first = [seat for seat in seats if seat[0] in "bf"]
    second = [seat for seat in seats if seat[0] in "bs"]
    for chosen in product(OPTIONS, repeat=len(first)):
        for again in product(OPTIONS, repeat=len(second)):
            yield dict(zip(first, chosen, strict=True)), dict(zip(second, again, strict=True))


@pytest.mark.parametrize("cards", [{}, {"D": 3, "I": 9}], ids=["phones alone", "beside twelve cards"])
@pytest.mark.parametrize("fewest", [3, FEWEST])
def test_no_single_vote_can_be_worked_out(cards, fewest):
    for both, first, second in product(range(fewest + 1), range(3), range(3)):
        if not 1 <= both + first + second <= fewest + 2 or 2 * both + first + second > 11:
            continue
        by_sight = defaultdict(list)
        for one, two in rooms(both, first, second):
            by_sight[observed(one, two, cards, fewest)].append((one, two))
        for possible in by_sight.values():
            for number in (0, 1):
                for seat in possible[0][number]:
                    known = {votes[number][seat] for votes in possible}
                    agreed = all(len(set(votes[number].values())) == 1 for votes in possible)
                    assert len(known) > 1 or agreed, (both, first, second, seat, possible[0])


def test_a_subset_of_seats_would_give_a_vote_away_if_changes_were_counted_over_them():
    """Why "k changed" needs the same seats: over an overlap of one seat it would say how that seat voted."""
    votes = dict(zip("abcde", "DDDII", strict=True))
    other = {"a": "I", **dict(zip("fghi", "DDII", strict=True))}
    assert result(OPTIONS, other, {}, votes).changed is None
    assert result(OPTIONS, {**votes, "a": "I"}, {}, votes).changed == 1


@pytest.mark.parametrize("phones", range(1, FEWEST))
def test_one_to_four_phones_beside_many_cards_stay_hidden(phones):
    held = result(OPTIONS, dict.fromkeys("abcd"[:phones], "I"), {"D": 10, "I": 2})
    assert held.bars == {"D": 10, "I": 2} and held.hidden == phones


def test_a_pass_is_no_vote_and_keeps_the_others_hidden():
    votes = dict(zip("abcde", ["D", "D", "I", "I", PASS], strict=True))
    assert result(OPTIONS, votes, {}).bars is None
    assert result(OPTIONS, {**votes, "f": "D"}, {}).bars == {"D": 3, "I": 2}


def test_from_five_a_bar_may_be_any_number():
    assert result(OPTIONS, dict.fromkeys("abcde", "D"), {}).bars == {"D": 5, "I": 0}


def test_a_shown_round_never_opens_again():
    assert after("show", after("close", "open")) == "shown"
    assert after("reopen", "closed") == "open"
    for act in ("reopen", "close", "show"):
        with pytest.raises(NotAllowed):
            after(act, "shown")
    with pytest.raises(NotAllowed, match="Close the vote first"):
        after("show", "open")


@pytest.mark.parametrize(
    "shown, said, left_out",
    [
        ([], [], ""),
        ([Result(None, 0, {"D": 0})], ["Nobody has voted."], ""),
        ([Result(None, 0, {"D": 1})], ["1 vote."], ""),
        ([Result(None, 2, {"D": 0})], [], "Fewer than five voted, so no result is shown."),
        (
            [Result({"D": 5}, 5, {"D": 1}), Result(None, 4, {"D": 2})],
            ["6 votes first, then 2."],
            "Fewer than five voted by phone in a vote, so those aren't shown.",
        ),
        (
            [Result({"D": 5}, 5, {"D": 1}), Result({"D": 5}, 5, {"D": 1}, 0)],
            ["6 votes each time.", "0 of the 5 who voted by phone changed."],
            "",
        ),
    ],
)
def test_what_is_said_under_the_bars(shown, said, left_out):
    assert in_words(shown) == (said, left_out)
