"""What may be shown of a vote, proved by brute force over small rooms: from everything that was ever shown nobody's
vote can be worked out, unless everybody who voted agrees.
"""

from collections import defaultdict
from itertools import combinations_with_replacement, product

import pytest

from equityqi.room.rules import FEWEST, PASS, NotAllowed, Result, after, in_words, result

OPTIONS = ["D", "I"]


def observed(first, second, cards, options, fewest):
    """Everything that is ever shown of two rounds: the first alone, before the second began, and then both. Cards are
    seen when they are held up, and who answered is known to everybody.
    """
    one, two = result(options, first, cards, None, fewest), result(options, second, cards, first, fewest)
    return repr((one.bars, in_words([one]), two.bars, in_words([one, two])))


def rooms(choices, both, only_first, only_second):
    """Yield the votes in which two rooms differ by more than who sits where, as [(in the first, in the second) …] for
    those who answer in both rounds, in the first alone and in the second alone. A vote may be a pass.
    """
    return product(
        combinations_with_replacement(list(product(choices, repeat=2)), both),
        combinations_with_replacement([(one, None) for one in choices], only_first),
        combinations_with_replacement([(None, one) for one in choices], only_second),
    )


def votes_of(people, number):
    return {str(seat): votes[number] for seat, votes in enumerate(people) if votes[number] is not None}


@pytest.mark.parametrize("cards", [{}, {"D": 3, "I": 9}], ids=["phones alone", "beside twelve cards"])
@pytest.mark.parametrize("fewest, options", [(2, "DI?"), (3, "DI?"), (FEWEST, "DI")])
def test_no_single_vote_and_no_pass_can_be_worked_out(cards, fewest, options):
    for many in product(range(fewest + 1), range(3), range(3)):
        if not 1 <= sum(many) <= fewest + 1 or 2 * many[0] + many[1] + many[2] > 11:
            continue
        by_sight = defaultdict(list)
        for parts in rooms([*options, PASS], *many):
            people = [votes for part in parts for votes in part]
            seen = observed(votes_of(people, 0), votes_of(people, 1), cards, options, fewest)
            by_sight[seen].append(parts)
        for possible in by_sight.values():
            for part, number in product(range(3), (0, 1)):
                # People of one part may change places unseen, so each of them may have any of these votes.
                may_have = {votes[number] for parts in possible for votes in parts[part]} - {None}
                if len(may_have) == 1:  # known, and so everybody has to agree; who passed may have kept out of it
                    of_all = {votes[number] for parts in possible for one in parts for votes in one} - {None}
                    assert of_all == may_have or of_all == {*may_have, PASS}, (many, part, number, possible[:3])


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
