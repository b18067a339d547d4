"""The report as a document of plain blocks: one workshop in full, or several with the course over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from equityqi.documents.blocks import Block, Bullets, Document, Figure, Paragraph, Section, TableBlock
from equityqi.evaluation.confidence_arrows import arrows, counts
from equityqi.evaluation.first_workshop import beside
from equityqi.evaluation.on_day_90 import on_day_90
from equityqi.evaluation.sessions_over_time import over_time
from equityqi.evaluation.survey_shares import (
    COUNTS_ONLY,
    ROLE_CELL,
    Change,
    Share,
    Spread,
    came_back,
    moved,
    share_in_words,
    target,
)
from equityqi.evaluation.workshop import Workshop
from equityqi.pictures import draw
from equityqi.privacy.hiding_rules import LARGEST_HIDDEN

TITLE = "Feedback on the course"
BRACKETS = "In brackets: per cent and its 95% interval. Below 10 answers there are only counts."
TEXT_TITLES = {
    "q8_keep": "What to keep",
    "q8_change": "What to change",
    "q8_stop": "What to stop",
    "exit_clear": "Exit tickets: what is clear",
    "exit_muddy": "Exit tickets: what is still muddy",
}
AS_WRITTEN = "As people wrote it, in the order of the alphabet:"
ABOUT = (
    (
        "Every answer was by choice, without name or date. Before you share this, take out any words that could point"
        " to a person."
    ),
)
ROLES = {
    "none": "There is no split by role: the sheets do not ask for it, so that nobody can be found in a small group.",
    "small": (
        f"A role was given, but there is no split by it: in at least one role fewer than {ROLE_CELL} people answered a"
        f" question, or 1 to {LARGEST_HIDDEN} of them agreed or did not agree."
    ),
    "split": (
        f"The split by role is shown because in each role {ROLE_CELL} people or more answered each question, and no"
        f" count of 1 to {LARGEST_HIDDEN} people is behind it."
    ),
}
LINES = "The fewer people answer, the longer the line: the share among people like these may well lie anywhere on it."
BEFORE, THEN = ("From before the course to now", "before the course"), ("From looking back to now", "looking back")


def document(workshops: Sequence[Workshop], left_out: int = 0) -> Document:
    """Return the report on one workshop, or on several; ``left_out``: answers that fitted none of their options."""
    sections = _one(workshops[0]) if len(workshops) == 1 else _several(workshops)
    about = (came_back(workshops[0].sheets["post"], workshops[0].attended), *ABOUT) if len(workshops) == 1 else ABOUT
    made = [
        *sections,
        ("The first workshop beside it", beside(workshops[0].headlines if len(workshops) == 1 else None)),
        ("How this was counted", _counted(workshops, left_out)),
    ]
    return Document(
        TITLE, about, tuple(section for title, blocks in made if (section := Section(title, tuple(blocks))).blocks)
    )


# ---- One workshop


def _one(shop: Workshop) -> Iterator[tuple[str, Iterator[Block]]]:
    yield "On one page", _at_a_glance(shop)
    yield "Each question", _each_question(shop)
    if shop.by_role:
        yield "By role", iter([_role_table(shop)])
    yield "How sure people feel", _how_sure(shop)
    yield "Before, after and day 90", on_day_90(shop)
    yield from ((title, _texts(shop.texts[key])) for key, title in TEXT_TITLES.items())


def _at_a_glance(shop: Workshop) -> Iterator[Block]:
    yield Paragraph(f"Each count is of those who answered that question. {BRACKETS}")
    yield TableBlock(
        "What people said",
        ("Question", "Agree, or say yes", "The course's aim: at least"),
        tuple((share.name, share_in_words(share), target(share)) for share in shop.headlines),
    )


def _bars(shares: Sequence[Share]):
    """Draw shares of 10 answers or more; the count stands first, in the name of each."""
    frame = pd.concat([share.estimate.frame.drop(columns="n") for share in shares], ignore_index=True)
    names = [f"{share.short}: {share.x} of {share.n}" for share in shares]
    drawn = draw(frame.assign(question=names), by="question", title="Four shares, with their intervals", unit="%")
    return replace(drawn, sentence=LINES, alt=drawn.alt.replace(drawn.sentence, LINES))


def _each_question(shop: Workshop) -> Iterator[Block]:
    if enough := [share for share in shop.headlines if share.estimate]:
        yield Figure("headlines", _bars(enough))
    yield TableBlock(
        "Agree or strongly agree, of those who answered",
        ("Question", "Agree"),
        tuple((share.name, share_in_words(share)) for share in shop.items),
    )
    alike: dict[tuple[str, ...], list[Spread]] = {}
    for spread in shop.spreads:
        alike.setdefault(tuple(label for label, _ in spread.counts), []).append(spread)
    for labels, spreads in alike.items():
        if len(spreads) > 1:
            rows = tuple(
                (spread.name, *(str(count) for _, count in spread.counts), str(spread.blank)) for spread in spreads
            )
            yield TableBlock("How people answered, in sheets", ("Question", *labels, "Blank"), rows)
    single = [spreads[0] for spreads in alike.values() if len(spreads) == 1]
    yield Bullets(
        tuple(
            (
                0,
                (
                    f"{spread.name}"
                    f" {', '.join(f'{label}: {count}' for label, count in (*spread.counts, ('blank', spread.blank)))}."
                ),
            )
            for spread in single
        )
    )


def _role_table(shop: Workshop) -> TableBlock:
    heads = ("Role", *(share.short for share in shop.headlines))
    return TableBlock(
        "Agree, or say yes, by role",
        heads,
        tuple((role, *map(share_in_words, shares)) for role, shares in shop.by_role),
    )


def _how_sure(shop: Workshop) -> Iterator[Block]:
    paired = [
        (changes, words)
        for changes, words in ((shop.from_before, BEFORE), (shop.looking_back, THEN))
        if any(change.pairs for change in changes)
    ]
    if not paired:
        yield Paragraph("No sheet tells how sure people feel both before and now, so there is nothing to compare yet.")
        return
    yield Paragraph(
        "People scored six skills from 0 (not at all sure) to 10 (very): before the course, on the day, and on the day"
        " looking back. Looking back, many score themselves lower, because they now know what there is to know. So both"
        " are shown. Feeling sure is not the same as being able to."
    )
    for changes, (title, before) in paired:
        yield _changes_table(changes, title)
        yield Figure(
            title.lower().replace(" ", "-"), arrows([change for change in changes if change.pairs], title, before)
        )
    if not any(change.pairs for change in shop.from_before):
        yield Paragraph(
            "No two sheets have the same code, so before the course and now cannot be compared person by person."
        )


def _changes_table(changes: Sequence[Change], title: str) -> TableBlock:
    rows = tuple(
        (one.skill, str(len(one.pairs)), *(str(one.count(way)) for way in (1, 0, -1)), moved(one.median))
        for one in changes
    )
    return TableBlock(f"{title}, in people", ("Skill", "People", "Higher", "The same", "Lower", "Median change"), rows)


def _texts(texts: Sequence[str]) -> Iterator[Block]:
    if texts:
        yield Paragraph(AS_WRITTEN)
        yield Bullets(tuple((0, text) for text in texts))


# ---- Several workshops


def _several(shops: Sequence[Workshop]) -> Iterator[tuple[str, Iterator[Block]]]:
    yield "On one page", _table_of_workshops(shops)
    yield "The course over time", over_time(shops)
    yield from ((f"Workshop {shop.name}", _short(shop)) for shop in shops)


def _table_of_workshops(shops: Sequence[Workshop]) -> Iterator[Block]:
    yield Paragraph(
        "One row for each workshop, in the order of their names. Each count is of those who answered that question."
        f" {BRACKETS}"
    )
    heads = ("Workshop", "Sheets", *(share.short for share in shops[0].headlines))
    yield TableBlock(
        "What people said, by workshop",
        heads,
        tuple(
            (f"{place}. {shop.name}", str(shop.sheets["post"]), *map(share_in_words, shop.headlines))
            for place, shop in enumerate(shops, 1)
        ),
    )


def _short(shop: Workshop) -> Iterator[Block]:
    shares = {
        share.name: share for share in (*shop.headlines, *shop.items, *shop.headlines)
    }  # a headline tells its target as well
    rows = tuple(
        (name, share_in_words(share), target(share) if share.target else "–") for name, share in shares.items()
    )
    yield TableBlock(
        f"{shop.name}: agree, or say yes, of those who answered",
        ("Question", "Agree, or say yes", "The course's aim: at least"),
        rows,
    )
    if shop.by_role:
        yield _role_table(shop)
    if any(change.pairs for change in (*shop.from_before, *shop.looking_back)):
        rows = tuple(
            (one.skill, _in_short(one), _in_short(other))
            for one, other in zip(shop.from_before, shop.looking_back, strict=True)
        )
        yield TableBlock(
            f"{shop.name}: how sure people feel, with the median change", ("Skill", BEFORE[0], THEN[0]), rows
        )
    yield from on_day_90(shop)
    if rows := tuple((title, "\n".join(shop.texts[key])) for key, title in TEXT_TITLES.items() if shop.texts[key]):
        yield Paragraph(AS_WRITTEN)
        yield TableBlock(f"In their own words: {shop.name}", ("Question", "What people wrote"), rows)


def _in_short(change: Change) -> str:
    return f"{counts(change)}; median {moved(change.median)}" if change.pairs else "nobody told both"


# ---- How it was counted


def _counted(shops: Sequence[Workshop], left_out: int) -> Iterator[Block]:
    points = [
        (
            "Agree means agree or strongly agree. A blank and “prefer not to say” are no answer: they count neither for"
            " nor against."
        ),
        "“All three” counts those who agree with all three parts of question 1, of those who answered all three.",
        (
            "Whether people would recommend the course is counted by yes or no. Sheets of earlier workshops asked it on"
            " a scale too."
        ),
        (
            f"Intervals are Wilson's, at 95%. Below 20 answers the count leads. Below {COUNTS_ONLY} there is no per"
            " cent at all. Answers on a scale of words are never averaged."
        ),
        (
            "Before, now and day 90 are joined by a code that each person made up. “Looking back” and “now” are on one"
            " sheet."
        ),
        ROLES[
            "split" if any(shop.by_role for shop in shops) else "small" if any(shop.roles for shop in shops) else "none"
        ],
    ]
    if twice := sum(shop.codes_twice for shop in shops):
        points.append(
            f"{twice} code{' stands' if twice == 1 else 's stand'} on more than one sheet of a kind, so these sheets"
            " are not paired. Check whether the same sheets were given twice."
        )
    if named := sum(shop.named for shop in shops):
        points.append(
            f"{named} comment{' looks' if named == 1 else 's look'} like {'it names' if named == 1 else 'they name'} a"
            " person. We took those words out and wrote “removed” in their place."
        )
    if left_out:
        points.append(
            f"{left_out} answer{'' if left_out == 1 else 's'} fitted none of the options, so"
            f" {'it was' if left_out == 1 else 'they were'} left out."
        )
    if any(shop.attended is None for shop in shops):
        points.append("How many people were in the room was not given, so there is no response rate.")
    yield Paragraph("The rules, in short:")
    yield Bullets(tuple((0, point) for point in points))
