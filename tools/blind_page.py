"""Write the page ``docs/keys.md``, by ``python -m tools.blind_page``: how far blind readers and the keys agree, and a
sheet for a real team.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from equityqi.files import course_root, write_atomically
from tools.blind_join import (
    FULL,
    MANY,
    MOST,
    NO,
    PART,
    PLANTED,
    Contest,
    changed_minds,
    contests,
    readings,
    short,
    table,
    verdict,
    with_wrong_keys,
)
from tools.blind_keys import FOLDER, Decision, as_text, decisions, saved_sheet

HEAD = """# The keys, read blind

This page is made by a command. Do not change it by hand; run `python -m tools.blind_page` again.

## What was done

Every question that has a key was written on a sheet: figures filled in, options in a random order, no key, no part
marks, no replies. Five readers had that sheet and nothing else. Each answered it in one role:
{roles}.
For each decision they gave their answer, how sure they were, why, and the second answer that they could defend before
a colleague. Only when their files were there did a script put the key beside them. A sixth reader saw the keys and
argued against every one. Questions on a picture of a chart were left out: the rule works their keys out, and a test
holds them.

**The readers are simulated.** A language model wrote all six. They share its blind spots, they agree with each other
more than people would, and no pharmacist or patient has checked them. They can show that a key is hard to hold. They
can't show that it is fair. That takes real people, and the sheet at the end is for them.

The readers had no lessons. So a question on a word that the course teaches looks more contested here than it is in
the room.
"""


def page(now: list[Decision], folder: Path = FOLDER) -> str:
    """Return the page, on the cases whose questions were on the sheet.

    Raises ValueError where a disputed key has no line in ``became.csv``.
    """
    sheet, reads = saved_sheet(folder), readings(folder)
    cases = {decision.case for decision in sheet.values()}
    now = [decision for decision in now if decision.case in cases]
    found = contests(reads, sheet, now)
    became = {row["at"]: row["became"] for row in _rows(folder / "became.csv")}
    told = [one for one in found if disputed(one)]
    if silent := [one.decision.at for one in told if one.decision.at not in became]:
        raise ValueError(f"became.csv does not say what became of: {', '.join(silent)}.")
    roles = list(dict.fromkeys(read.role for read in reads))
    parts = [
        HEAD.format(roles=", ".join(roles)),
        "## How far they agree\n",
        _agreement(found, roles, len(now)),
        _planted(reads, sheet, folder),
        _changed(reads, sheet),
        "\n## What became of each disagreement\n",
        _left(told),
        table(
            ["Decision", "What readers said, and what became of it"], ([f"`{at}`", what] for at, what in became.items())
        ),
        _for_a_team(found[:MOST]),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _left(told: list[Contest]) -> str:
    if not told:
        return (
            "With today's keys, no decision marks two or more readers wrong. Nor does any mark wrong a second answer"
            " that three readers could defend.\n"
        )
    return (
        "Today's keys still mark two or more readers wrong, or a second answer that three could defend, in:"
        f" {', '.join(f'`{one.decision.at}`' for one in told)}.\n"
    )


def disputed(one: Contest) -> bool:
    """Return whether two readers or more gave an answer that the key marks wrong, or three could defend one."""
    return one.against() >= 2 or one.seconds >= MANY


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _agreement(found: list[Contest], roles: list[str], asked: int) -> str:
    rows = []
    for role in roles:
        both = [(one, read) for one in found for read in one.reads if read.role == role]
        then = [verdict(one.then, read.answer) for one, read in both]
        today = [verdict(one.decision, read.answer) for one, read in both]
        seconds = sum(bool(read.second) and verdict(one.decision, read.second) == NO for one, read in both)
        rows.append(
            [role, len(both), *(f"{then.count(what)}, {today.count(what)}" for what in (FULL, PART, NO)), seconds]
        )
    all_five = sum(all(verdict(one.decision, read.answer) == FULL for read in one.reads) for one in found)
    return (
        f"{asked} decisions have a key. {len(found)} of them still read as they did on the sheet. The first figure is"
        f" by the key of then, the second by today's. All five get full marks on {all_five} today.\n\n"
        + table(
            ["Reader", "Answers", "Full marks", "Part", "None", "Second answers they'd defend that earn nothing today"],
            rows,
        )
    )


def _planted(reads: Iterable, sheet: dict[str, Decision], folder: Path) -> str:
    wrong = with_wrong_keys(sheet)
    by_number: dict[str, list] = {}
    for read in reads:
        by_number.setdefault(read.number, []).append(read)
    caught = sum(
        sum(verdict(decision, read.answer) == NO for read in by_number[number]) >= MANY
        for number, decision in wrong.items()
    )
    strength = {row["number"]: int(row["strength"]) for row in _rows(folder / "against.csv")}
    argued = sum(strength.get(number, 0) >= 2 for number in wrong)
    honest = sum(value >= 2 for number, value in strength.items() if number not in wrong)
    return (
        f"\n{PLANTED} keys, drawn by chance, were made wrong on purpose. {caught} would have marked three readers"
        f" of five or more wrong. The sixth reader didn't know that any was planted, and called {argued} of these"
        f" {PLANTED} unfair or wrong, and {honest} of the {len(strength) - len(wrong)} others.\n"
    )


def _changed(reads: list, sheet: dict[str, Decision]) -> str:
    changed, twice = changed_minds(reads, sheet)
    return (
        f"\n{twice // 5} decisions were asked twice, with the options in another order."
        f" {changed} of {twice} answers changed.\n"
    )


def _for_a_team(most: list[Contest]) -> str:
    lines = [
        "\n## For a real team: thirty minutes with the most contested\n",
        "Read each aloud. Everybody writes down an answer before anybody speaks. Then look at the key. Could a"
        " colleague who answers something else be right? Tell whoever keeps the course what you found.\n",
    ]
    for place, one in enumerate(most, 1):
        letters = "; ".join(f"{letter}: {one.decision.labels[code]}" for letter, code in one.decision.letters.items())
        lines.append(f"{place}. {short(one.decision.prompt, 400)}")
        lines += [f"   *{one.decision.card}*" if one.decision.card else "", f"   {letters}" if letters else ""]
    lines.append("\nThe keys, in the same order: ")
    lines.append("; ".join(f"{place}. {as_text(one.decision)}" for place, one in enumerate(most, 1)) + ".")
    return "\n".join(line for line in lines if line)


if __name__ == "__main__":
    write_atomically(course_root() / "docs" / "keys.md", page(decisions()))
