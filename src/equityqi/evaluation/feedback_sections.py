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
AS_WRITTEN = "In people's own words, in alphabetical order:"
ABOUT = (
    (
        "Nobody had to answer, and the sheets have no names or dates. Before you share this, take out any words that"
        " could point to a person."
    ),
)
ROLES = {
    "none": "We don't split answers by role. The sheets don't ask for it, so nobody can be picked out.",
    "small": (
        f"Some people gave their role, but we don't split by it. In at least one role fewer than {ROLE_CELL} people"
        f" answered a question, or 1 to {LARGEST_HIDDEN} of them agreed or didn't agree."
    ),
    "split": (
        f"We show answers by role because in each role at least {ROLE_CELL} people answered each question, and no count"
        f" is between 1 and {LARGEST_HIDDEN}."
    ),
}
LINES = "The fewer people answer, the longer the line. The true share among people like these could be anywhere on it."
BEFORE, THEN = ("From before the course to now", "before the course"), ("From looking back to now", "looking back")


def document(workshops: Sequence[Workshop], left_out: int = 0) -> Document:
    """Return the report on one workshop, or on several; ``left_out``: answers that fitted none of their options."""
    sections = _one(workshops[0]) if len(workshops) == 1 else _several(workshops)
    about = (came_back(workshops[0].sheets["post"], workshops[0].attended), *ABOUT) if len(workshops) == 1 else ABOUT
    made = [
        *sections,
        ("How the first workshop compares", beside(workshops[0].headlines if len(workshops) == 1 else None)),
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
        yield Paragraph("Nobody has said yet how sure they felt both before and now, so we can't compare.")
        return
    yield Paragraph(
        "People scored six skills from 0 (not at all sure) to 10 (very): before the course, on the day, and on the day"
        " looking back. Looking back, many people score themselves lower, because they now know what there is to know."
        " So we show both. Feeling sure isn't the same as being able to do it."
    )
    for changes, (title, before) in paired:
        yield _changes_table(changes, title)
        yield Figure(
            title.lower().replace(" ", "-"), arrows([change for change in changes if change.pairs], title, before)
        )
    if not any(change.pairs for change in shop.from_before):
        yield Paragraph(
            "No code is on both a sheet from before and one from the end, so we can't compare the two for each person."
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
        "There's a row for each workshop, in order of name. Each count is of those who answered that question."
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
    return f"{counts(change)}; median {moved(change.median)}" if change.pairs else "nobody answered both"


# ---- How it was counted


def _counted(shops: Sequence[Workshop], left_out: int) -> Iterator[Block]:
    points = [
        (
            "Agree means agree or strongly agree. A blank and “prefer not to say” don't count as an answer, neither for"
            " nor against."
        ),
        "“All three” counts those who agree with all three parts of question 1, of those who answered all three.",
        (
            "We ask people yes or no whether they would recommend the course. Sheets of earlier workshops asked it on a"
            " scale too."
        ),
        (
            f"Intervals are Wilson's, at 95%. Below 20 answers we give the count first, and below {COUNTS_ONLY} no per"
            " cent at all. We never average answers on a scale of words."
        ),
        (
            "Each person made up a code, and it joins their answers from before, now and day 90. “Looking back” and"
            " “now” are on one sheet."
        ),
        ROLES[
            "split" if any(shop.by_role for shop in shops) else "small" if any(shop.roles for shop in shops) else "none"
        ],
    ]
    if twice := sum(shop.codes_twice for shop in shops):
        points.append(
            f"{twice} code{' is' if twice == 1 else 's are'} on more than one sheet of a kind, so we didn't join these"
            " sheets. Check whether the same sheets were handed in twice."
        )
    if named := sum(shop.named for shop in shops):
        points.append(
            f"{named} comment{' looks' if named == 1 else 's look'} like {'it names' if named == 1 else 'they name'} a"
            " person. We took those words out and wrote “removed” in their place."
        )
    if left_out:
        points.append(
            f"{left_out} answer{'' if left_out == 1 else 's'} didn't fit any of the options, so we left"
            f" {'it' if left_out == 1 else 'them'} out."
        )
    if any(shop.attended is None for shop in shops):
        points.append("We don't know how many people were in the room, so there's no response rate.")
    yield Paragraph("The rules, in short:")
    yield Bullets(tuple((0, point) for point in points))
