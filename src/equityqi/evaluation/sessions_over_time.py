"""The course over time: one dot a workshop, judged by the rules of a run chart and never by two points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from equityqi.documents.blocks import Block, Figure, Paragraph
from equityqi.evaluation.survey_shares import COUNTS_ONLY
from equityqi.evaluation.workshop import Workshop
from equityqi.pictures import draw
from equityqi.settings import chart_rules
from equityqi.variation import run_chart

FEWEST = 3  # workshops with enough answers for a chart to be drawn
BASELINE, RUN = 12, 8
CHARTED = (3, 0)  # places of two headline shares: would recommend, understand all three


def over_time(shops: Sequence[Workshop]) -> Iterator[Block]:
    """Yield a run chart of each charted share, or one sentence why there is none."""
    small = [
        str(place)
        for place, shop in enumerate(shops, 1)
        if any(shop.headlines[which].n < COUNTS_ONLY for which in CHARTED)
    ]
    rules = chart_rules()
    needed = BASELINE + RUN if rules == "course" else BASELINE
    if len(shops) < needed:
        needs = f"{BASELINE} workshops for its line"
        needs += f" and {RUN} more on one side of it for a signal" if rules == "course" else ""
        yield Paragraph(
            f"A chart needs {needs}. There are {len(shops)}, so it's too early to say whether the course is getting"
            " better. You can't learn that from two workshops side by side."
        )
    if small:
        yield Paragraph(
            f"Fewer than {COUNTS_ONLY} people answered in workshop {', '.join(small)}, so"
            f" {'it has' if len(small) == 1 else 'they have'} no dot."
        )
    for which in CHARTED:
        shares = [shop.headlines[which] for shop in shops]
        values = [share.estimate.value if share.estimate else None for share in shares]
        if sum(value is not None for value in values[:BASELINE]) >= FEWEST:
            title = f"{shares[0].short}: one dot for each workshop"
            chart = run_chart(values, baseline=BASELINE if rules == "course" else None, rule=rules)
            yield Figure(f"over-time-{which}", draw(chart, title=title, unit="%", better=1))
