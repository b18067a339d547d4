"""Letters from a call's chat, as trainers paste them."""

import pytest

from equityqi.room.letters import letters_in

DI = ["D", "I", "?"]


@pytest.mark.parametrize(
    "text, counts, passed, unknown",
    [
        ("D D I ? I", (2, 2, 1), 0, ()),
        ("d,i;?", (1, 1, 1), 0, ()),
        ("Asha Patel\n10:14\nD\n\nSam Jones 10:15\nI!", (1, 1, 0), 0, ("Asha Patel",)),
        ("Asha: D\nSam: pass", (1, 0, 0), 1, ()),
        ("[10:14] Sam said something", (0, 0, 0), 0, ("[10:14] Sam said something",)),
        ("I think D", (0, 0, 0), 0, ("I think D",)),
        ("not a clue", (0, 0, 0), 0, ("not a clue",)),
        ("Asha Patel 10:14 D", (1, 0, 0), 0, ()),
        ("[10:14] Asha Patel: D\n10.15 am Sam: I", (1, 1, 0), 0, ()),
        ("Asha Patel 10:14 I think D", (0, 0, 0), 0, ("Asha Patel 10:14 I think D",)),
        ("D 10:14", (1, 0, 0), 0, ()),
        ("Asha Patel 10:14\nI think D\nSam Jones 10:15", (0, 0, 0), 0, ("I think D", "Sam Jones 10:15")),
        ("hello", (0, 0, 0), 0, ("hello",)),
        ("", (0, 0, 0), 0, ()),
    ],
)
def test_chat_is_counted(text, counts, passed, unknown):
    found = letters_in(text, DI)
    assert (tuple(found.counts.values()), found.passed, found.unknown) == (counts, passed, unknown)


def test_a_long_paste_ends_at_the_most_that_is_counted():
    assert letters_in("D " * 5000, DI).counts["D"] == 500
