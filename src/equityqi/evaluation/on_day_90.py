"""The section on day 90 in the feedback report: how sure the same people feel at three times."""

from __future__ import annotations

from collections.abc import Iterator

from equityqi.documents.blocks import Block, Paragraph, TableBlock
from equityqi.evaluation.survey_shares import FEWEST_PAIRED, ThreeTimes
from equityqi.evaluation.workshop import Workshop


def on_day_90(shop: Workshop) -> Iterator[Block]:
    """Yield how sure the same people feel at three times; nothing where no sheet of day 90 came back."""
    sheets = shop.sheets["later"]
    if not sheets:
        return
    back = f"{sheets} sheet{'s' * (sheets != 1)} of day 90 came back."
    if not any(one.triples for one in shop.to_day_90):
        yield Paragraph(
            f"{back} None of their codes is on both a sheet from before the course and one from its end, so we can't"
            " compare them."
        )
        return
    yield Paragraph(
        f"{back} These are the people who gave the same code before the course, at its end and on day 90. Where there"
        f" are fewer than {FEWEST_PAIRED}, we show no scores. People who answer on day 90 may be the ones who kept"
        " going, so don't read this as the whole group."
    )
    rows = tuple((one.skill, str(len(one.triples)), *_scores(one)) for one in shop.to_day_90)
    heads = ("Skill", "People", "Before", "At the end", "Day 90", "As sure as at the end, or surer")
    yield TableBlock("How sure, from 0 to 10: the middle score of the same people", heads, rows)


def _scores(one: ThreeTimes) -> tuple[str, ...]:
    if not one.medians:
        return ("–",) * 4
    return (*(f"{value:g}" for value in one.medians), f"{one.kept} of {len(one.triples)}")
