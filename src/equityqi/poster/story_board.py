"""A month's story board as plain data: what a team aims for, tried, saw, learned, does next and needs.

Small numbers are hidden in all of it, so it may leave the room.

Signals and the floor are judged by the team's own counts and said without a count. The chart comes from rounded counts
(:func:`equityqi.project.whole_project.to_share`), the gap from all months put together and then rounded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from equityqi.plain_words import listed, shortened, upper_first
from equityqi.poster.page import HIDES, INVENTED, poster_of
from equityqi.privacy.hiding_rules import as_passed_on
from equityqi.project.floor import CANNOT_TELL, HELD, NO_FALL, WORSE, in_per_cent, largest_fall
from equityqi.project.numbers import AIM, Board, Measured, Numbers, day_of, time_in_words
from equityqi.project.numbers_judged import Counted, Judged, floor_of, gap_of, group_lines
from equityqi.project.numbers_told import gap_sentence, groups_told, sentence_of
from equityqi.project.parts import FLOOR, PdsaCycle
from equityqi.project.sentences import HIDDEN, NOT_A_COUNT, case_of, dates, observation_shared, prediction, printable
from equityqi.project.shares import BLANK, floor_in_words
from equityqi.project.whole_project import WholeProject, to_share
from equityqi.svg.drawing import Drawing
from equityqi.typed_input import date, in_words, months_after

MOST_TESTS, MOST_LINES, MOST_OF_ALL, LETTERS = 4, 4, 10, 160
DEEP = 100  # pixels of the chart's plot
ROUNDED = "Other counts of what we saw are rounded to 5."
NO_GAP = "The counts before or after the tests are too small to show what became of the gap."
TOO_SMALL = "The counts are too small to show here. We’ll show them once several months are put together."
SAW = {
    "fewer": "Fewer than that.",
    "more": "More than that.",
    "as predicted": "As predicted.",
    BLANK: "Not counted yet.",
    HIDDEN: "Too few people to show.",
    NOT_A_COUNT: "What we saw isn’t a number, so it isn’t shown.",
}
HEADS = ("What we aim for", "What we tried", "What we saw, by group", "What we learned", "What next", "What we need")


@dataclass(frozen=True)
class Tried:
    """One test: when it ran, what it was, what was predicted and how it went."""

    when: str
    what: str
    result: str


@dataclass(frozen=True)
class StoryBoard:
    """All that is on one story board. A part that nobody wrote yet is empty."""

    title: str
    month: str
    place: int
    aim: str
    about: str
    tried: tuple[Tried, ...]
    stop: tuple[str, ...]
    found: tuple[str, ...]
    gap: str
    chart: Drawing | None
    floor: str
    floor_groups: tuple[str, ...]
    learned: tuple[str, ...]
    quotation: str
    speaker: str
    next: tuple[str, ...]
    need: tuple[str, ...]
    help: str
    contact: str
    small_print: str


def up_to(record: Numbers, month: str) -> Numbers:
    """Return a record as it was at the end of a month: its rows, and the tests that had begun or have no day yet.

    >>> up_to(Numbers(times=["2026-05", "2026-06"]), "2026-05").times
    ['2026-05']
    """
    last = months_after(day_of(month), 1) - dt.timedelta(days=1)
    times = [when for when in record.times if day_of(when) <= last]
    measures = [
        one.model_copy(update={"counts": [count for count in one.counts if day_of(count.when) <= last]})
        for one in record.measures
    ]
    cycles = [cycle for cycle in record.cycles if (date(cycle.start) or last) <= last]
    return record.model_copy(update={"times": times, "measures": measures, "cycles": cycles})


def board_of(whole: WholeProject, month: str, rules: str) -> StoryBoard:
    """Return the story board of a month, such as 2026-06, of a team's own project."""
    whole = printable(whole)
    own = whole.model_copy(update={"record": up_to(whole.record, month)})
    shared, case = to_share(own, rules), case_of(whole.plan)
    page = poster_of(shared.plan, case)
    words = next((one for one in own.record.boards if one.month == month), Board(month=month))
    cycles = shared.record.cycles[-MOST_TESTS:]
    measure = next((one for one in own.record.measures if one.role == AIM), None)
    learned = lines_of(words.learned) or lines_of("\n".join(cycle.learning for cycle in cycles))
    next_date, step = whole.plan.page.next_date, whole.plan.page.next_step
    ahead = lines_of(words.next) or lines_of(": ".join(filter(None, (next_date, step))))
    return StoryBoard(
        title=page.title,
        month=time_in_words(month),
        place=1 + len({one.month for one in own.record.boards if one.month < month}),
        aim=page.aim.words,
        about=" ".join(filter(None, (page.aim_about, "" if page.floor.missing else page.floor.words))),
        tried=tuple(tried(cycle, len(shared.record.cycles) - len(cycles) + at) for at, cycle in enumerate(cycles, 1)),
        stop=tuple(shared.stop),
        **_saw(own, shared, measure, rules),
        learned=learned,
        quotation="" if page.quotation.missing else page.quotation.words,
        speaker=page.speaker,
        next=ahead,
        need=lines_of(words.need),
        help=_help(words, whole.plan.page.contact),
        contact=", ".join(filter(None, (page.organisation, "" if page.contact.missing else page.contact.words))),
        small_print=" ".join(
            filter(
                None,
                (
                    HIDES,
                    ROUNDED if measure or cycles else "",
                    _left_out(own, shared, measure),
                    INVENTED if case else "",
                ),
            )
        ),
    )


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines that somebody wrote, each short enough for a wall.

    >>> lines_of("Ring after six.\\n\\n- Bring a neighbour.")
    ('Ring after six.', 'Bring a neighbour.')
    """
    found = [" ".join(line.split()).lstrip("-•* ") for line in text.splitlines()]
    return tuple(shortened(line, LETTERS) for line in found if line)[:MOST_LINES]


def tried(cycle: PdsaCycle, place: int) -> Tried:
    """Return a test as it may leave the room; ``place``: its number in the log.

    >>> tried(PdsaCycle(name="C1", question="Do calls help?", low=2, high=3, of=5, observed=1, observed_of=5), 1)
    Tried(when='', what='C1: Do calls help?', result='Predicted 2 to 3 of 5. Fewer than that.')
    """
    guess, seen = prediction(cycle), observation_shared(cycle)
    what = ": ".join(filter(None, (cycle.name, cycle.question))) or f"Test {place}"
    said = "No prediction." if guess == BLANK else f"Predicted {guess}."
    return Tried(_when(cycle), shortened(what, LETTERS), f"{said} {SAW.get(seen, f'We saw {seen}.')}")


def _when(cycle: PdsaCycle) -> str:
    """Return when a test ran, as short as people write it.

    >>> (
    ...     _when(PdsaCycle(start="6 July 2026", end="10 July 2026")),
    ...     _when(PdsaCycle(start="28 July 2026", end="3/8/2026")),
    ... )
    ('6 to 10 July 2026', '28 July to 3 August 2026')
    """
    start, end = date(cycle.start), date(cycle.end)
    if not start or not end or start == end:
        said = dates(cycle)
        return "" if said == BLANK else said
    first = in_words(start)
    if start.year == end.year:
        first = f"{start.day}" if start.month == end.month else first.rpartition(" ")[0]
    return f"{first} to {in_words(end)}"


def _saw(own: WholeProject, shared: WholeProject, measure: Measured | None, rules: str) -> dict:
    """Return what was seen of the measure of the aim: what the charts say, the gap, the chart, the floor."""
    nothing = {"found": (), "gap": "", "chart": None, "floor": "", "floor_groups": ()}
    if measure is None or not any(count.numbers for count in measure.counts):
        return {**nothing, "found": ("No numbers yet.",)}
    rounded = shared.record.measure(measure.id)
    lines, judged = (group_lines(whole.record, one, rules) for whole, one in ((shared, rounded), (own, measure)))
    gap, own_gap = (gap_of(own.record, measure, rules, *told) for told in ((_passed_on,), ()))
    floor = floor_in_words(own.plan.aim, case_of(own.plan)) or FLOOR
    verdicts = floor_of(own.record, measure, floor)
    if no_fall := largest_fall(floor, 1) is None:
        verdicts = [one for one in verdicts if one.verdict == WORSE]
    many = {word: sum(one.verdict == word for one in verdicts) for word in (HELD, WORSE, CANNOT_TELL)}
    how_many = [f"{n} {word if n == 1 else word.replace('its', 'their')}" for word, n in many.items() if n]
    read_as = f". We read our floor as {number} percentage points" if (number := in_per_cent(floor)) else ""
    drawn = any(line.points for line in lines)
    which = f"We compare {own_gap.least} with {own_gap.best}. " if own_gap and own.record.compared else ""
    return {
        "found": _found(judged, own.record.times, measure.better),
        "gap": NO_GAP
        if own_gap and own_gap.narrowed and not (gap and gap.narrowed)
        else which + gap_sentence(gap)
        if gap and gap.line.points
        else "",
        "chart": groups_told(shared.record, rounded, lines, DEEP).picture if drawn else None,
        "floor": f"Who must not lose: {f'our {NO_FALL}' if no_fall else listed(how_many)}{read_as}",
        "floor_groups": tuple(f"{upper_first(one.group)}: {one.verdict}" for one in verdicts)[:MOST_OF_ALL],
    }


def _passed_on(count: Counted) -> Counted:
    if count is None:
        return None
    many, of = as_passed_on(*count)
    return None if many is None or not of else (many, of)


def _found(lines: Sequence[Judged], times: Sequence[str], better: str) -> tuple[str, ...]:
    """Return what the charts say, each group's signal first and in full; where groups are many, the others in one."""
    lines = [line for line in lines if line.points]
    signals = [line for line in lines if len(lines) <= MOST_LINES or (line.phase and line.phase.findings)]
    others = [line.name for line in lines if line not in signals]
    said = [upper_first(sentence_of(line, times, better)) for line in signals]
    return (*said, *([f"No signal, or too early to tell: {listed(others)}."] if others else []))


def _left_out(own: WholeProject, shared: WholeProject, measure: Measured | None) -> str:
    """Return of which groups the chart leaves times out, and how many; "" where it shows all."""
    if measure is None:
        return ""
    known, drawn = (
        [one.group for one in of.counts if one.numbers] for of in (measure, shared.record.measure(measure.id))
    )
    few = {group: known.count(group) - drawn.count(group) for group in own.record.groups}
    each = [f"{many} of {group}’s {known.count(group)} counts" for group, many in few.items() if many]
    return f"The chart leaves out what is small: {listed(each)}." if each else ""


def _help(words: Board, contact: str) -> str:
    if not words.need.strip():
        return ""
    by = f" by {words.by.strip().rstrip('.')}" if words.by.strip() else ""
    return f"Can you help? Tell {contact.strip().rstrip('.') or 'us'}{by}."


def in_text(board: StoryBoard) -> str:
    """Return a story board as plain text, part by part, to paste where a project is recorded, such as Life QI."""
    tests = [f"{' '.join(filter(None, (one.when and f'{one.when}:', one.what)))} {one.result}" for one in board.tried]
    saw = [*board.stop, *board.found, board.gap, board.floor, *board.floor_groups]
    parts: Sequence[Sequence[str]] = (
        (board.aim, board.about), tests, saw, board.learned, board.next, (*board.need, board.help)
    )  # fmt: skip
    text = [f"{board.title}. {board.month}"]
    for head, lines in zip(HEADS, parts, strict=True):
        said = [upper_first(line) for line in lines if line]
        text += ["", head.upper(), *(said or ["Nothing yet."])]
    return "\n".join([*text, "", board.small_print]) + "\n"
