"""A tally of survey answers: how many people gave each answer to each question, with totals compared and percentages
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from equityqi.evaluation.survey_columns import plain, survey_fields, words_of

MOST_OF_ONE = 5_000  # people who gave one answer: more is a slip
TOTALS = ("total", "totals", "sum", "n", "all", "all answers", "answered", "base", "number of answers", "grand total")
BLANKS = ("blank", "blanks", "no answer", "not answered", "missing", "skipped", "no response", "left blank")
NOT_COUNTS = re.compile(r"%|\b(?:per ?cent|percent(?:age)?s?|mean|average|median|share|score)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Tally:
    """How many people gave one answer to one question, and in which row that is written."""

    row: int
    key: str
    answer: str
    count: int


def counted(row: int, key: str, told: Mapping[str, str], notes: list[str]) -> Iterator[Tally]:
    """Yield the counts of one question by answer; a total is compared with their sum, and what does not fit is added to
    ``notes``.
    """
    label, given, total = survey_fields()[key].label, 0, None
    for answer, cell in told.items():
        count = count_in(cell)
        if not answer or plain(answer) in BLANKS:
            continue
        if is_total(answer):
            total = count
        elif count is None or count > MOST_OF_ONE:
            if cell:
                notes.append(
                    f"row {row}, “{label}”, {answer}: “{cell}” is not a number of people, so it was left out. Write how"
                    " many people gave this answer."
                )
        elif count:
            given += count
            yield Tally(row, key, answer, count)
    if total is not None and total != given:
        notes.append(
            f"row {row}, “{label}”: the answers add up to {given}, and the total says {total}. Check which is right."
        )


def without_percentages(tallies: list[Tally], notes: list[str]) -> tuple[tuple[Tally, ...], tuple[str, ...]]:
    """Return the tallies and the notes; no tallies where they look like percentages."""
    sums: dict[str, int] = {}
    for tally in tallies:
        sums[tally.key] = sums.get(tally.key, 0) + tally.count
    if len(sums) > 1 and all(99 <= number <= 101 for number in sums.values()):
        notes = [
            "the answers to each question add up to 100, as percentages do, so they were left out. Write how many"
            " people gave each answer."
        ]
        tallies = []
    return tuple(tallies), tuple(notes)


def count_in(cell: str) -> int | None:
    """Return a count of people, 0 for a blank; None where it is no count."""
    text = re.sub(r"^(\d+)\.0+$", r"\1", words_of(cell))
    return int(text) if text.isdigit() and len(text) < 10 else 0 if text in ("", "-", "–") else None


def is_total(cell: object) -> bool:
    """Whether a heading or an answer names a total."""
    return plain(cell) in TOTALS
