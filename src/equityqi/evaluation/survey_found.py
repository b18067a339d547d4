"""What is found in a trainer's folder of survey sheets: the answers, and what to say of those that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from equityqi.evaluation.survey_columns import answer_of, survey_fields, words_of
from equityqi.evaluation.survey_words import WORDS, Words
from equityqi.tables.raw_table import shorten

MOST_NAMED = 10


@dataclass(frozen=True)
class Response:
    """One sheet of one person: which sheet it is (pre, post, sliders, exit, later), the answers by field, the self-made
    code, and a role if a table has one. ``tallied``: one answer of a tally, which does not say who gave the others.
    """

    sheet: str
    answers: Mapping[str, str]
    code: str = ""
    role: str = ""
    workshop: str = ""
    tallied: bool = False


@dataclass
class Found:
    """What is gathered on the way. ``odd``: the places of each answer that fits no option, by file, question and
    answer.
    """

    words: Words = Words()
    responses: list[Response] = field(default_factory=list)
    by_name: dict[str, tuple[str, list[Response]]] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    odd: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    again: int = 0
    changed: int = 0

    @property
    def left_out(self) -> int:
        """How many answers fit no option."""
        return sum(map(len, self.odd.values()))

    @property
    def answers(self) -> list[str]:
        """The answers that fit no option, as they are written."""
        return [answer for _, _, answer in self.odd]

    def answer(self, key: str, given: object, file: str, place: str = "") -> str:
        """Return an answer, or "" where it is blank or fits no option; the latter is named, once for each question."""
        asked = survey_fields()[key]
        answer = answer_of(asked, given, self.words.answers)
        if answer is None:
            self.odd.setdefault((file, asked.label, words_of(given)), []).append(place)
        return answer or ""

    def odd_answers(self) -> Iterator[str]:
        """Yield a sentence for each answer that fits no option: its file, its first row, its question, and how many
        more rows have it.
        """
        for (file, label, given), places in list(self.odd.items())[:MOST_NAMED]:
            rows = f"{len(places) - 1} more row{'s' * (len(places) > 2)}"
            more = f" So does {rows}." if len(places) == 2 else f" So do {rows}." if len(places) > 2 else ""
            where = f"{file}, {places[0]}" if places[0] else file
            yield (
                f"{where}, “{label}”, has “{shorten(given)}”, which isn’t one of its answers, so it was left"
                f" out.{more} Correct it there, or write what it means in {WORDS}."
            )
        if len(self.odd) > MOST_NAMED:
            yield (
                f"{len(self.odd) - MOST_NAMED} more kinds of answer aren’t among the survey’s, so we left them out."
                " Correct the ones above first, because they may all have the same cause."
            )


def some(names: list[str] | tuple[str, ...]) -> str:
    """Return the first few names, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
