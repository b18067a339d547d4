"""Letters from a call's chat, as trainers paste them."""

import pytest

from equityqi.room.letters import letters_in

DI = ["D", "I", "?"]


@pytest.mark.parametrize(
    "text, counts, passed, unknown",
    [
        ("D D I ? I", (2, 2, 1), 0, ()),
        ("d,i;?", (1, 1, 1), 0, ()),
        ("Asha Patel\n10:14\nD\n\nSam Jones 10:15\nI!", (1, 1, 0), 0, ()),
        (
            "Asha Patel\nYesterday 10:14 AM\nD\nSam Jones\n01/12/2026 10:15\nno idea\nZoë\n10:15:09\nI",
            (1, 1, 0),
            0,
            ("no idea",),
        ),
        (
            "[10:14] Asha Patel\nD\n[01/12 10:15] Jones, Sam (GP)\nI think D\n[10:16] Zoë\n?",
            (1, 0, 1),
            0,
            ("I think D",),
        ),
        # In doubt a person reads it.
        ("Asha Patel\n10:14\nno idea\n10:15\nD", (1, 0, 0), 0, ("no idea",)),
        ("Asha Patel 10:14\nno idea\nSam Jones 10:15\nD", (1, 0, 0), 0, ("no idea",)),
        ("[10:14] no idea\n[10:15] Sam: D", (1, 0, 0), 0, ("[10:14] no idea",)),
        ("[10:14] not sure\nD\nNot sure\n10:15\nD", (2, 0, 0), 0, ("[10:14] not sure", "Not sure")),
        ("Delay until 10:30\nD", (1, 0, 0), 0, ("Delay until 10:30",)),
        ("PATEL, Asha (Luton Trust)\n10:14\nD\nJan van der Berg 10:15\nI", (1, 1, 0), 0, ()),
        ("[10:14] I think D\nI", (0, 1, 0), 0, ("[10:14] I think D",)),
        ("Asha Patel\n10:14\nD\nSam Jones\n10:15", (1, 0, 0), 0, ("Sam Jones",)),
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


@pytest.mark.parametrize("head", ["[14:02] {}", "{}\n14:02", "{} 14:02", "{}\n14:02 PM", "{}\nTuesday 14:02"])
def test_of_a_whole_chat_only_the_line_that_needs_reading_comes_back(head):
    names = [
        f"{first} {last}" for first in ("Asha", "Sam", "Zoë", "Pat") for last in ("Patel", "Jones", "Okoro", "Lee")
    ]
    votes = ["D", "i", "I think D", "?"] * 4
    chat = "\n\n".join(f"{head.format(name)}\n{vote}" for name, vote in zip(names, votes, strict=True))
    found = letters_in(chat, DI)
    assert found.counts == dict.fromkeys(DI, 4) and found.unknown == ("I think D",) * 4


def test_a_long_paste_ends_at_the_most_that_is_counted():
    assert letters_in("D " * 5000, DI).counts["D"] == 500
