"""One report on the feedback, as a web page, a Word file and a table of figures, with a slide and half a page in short,
from a folder of sheets.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from equityqi.documents.html import page_of
from equityqi.documents.word import word_file
from equityqi.evaluation import feedback_short
from equityqi.evaluation.feedback_sections import BEFORE, THEN, document
from equityqi.evaluation.survey_responses import EvaluationError, gather
from equityqi.evaluation.survey_shares import Change, Share, ThreeTimes
from equityqi.evaluation.survey_words import write_words
from equityqi.evaluation.workshop import Workshop, workshop_of
from equityqi.files import CouldNotWrite, write_atomically

PAGE, WORD, FIGURES = "feedback-report.html", "feedback-report.docx", "feedback-figures.csv"
COLUMNS = ("workshop", "part", "item", "answer", "count", "of", "percent", "lower_95", "upper_95", "value")


@dataclass(frozen=True)
class Report:
    """The figures by workshop, the files that were written, and one sentence on each thing that a
    trainer should know.
    """

    workshops: tuple[Workshop, ...]
    files: tuple[Path, ...]
    notes: tuple[str, ...]


def report(folder: str | Path, attended: int | None = None, out: str | Path | None = None) -> Report:
    """Read the survey sheets in a folder and write the report into ``out``, or beside the sheets.

    ``attended``: how many people were in the room, for one workshop. Raises :class:`EvaluationError` where there is
    nothing to read, and :class:`equityqi.files.CouldNotWrite`, each in a sentence or two.
    """
    folder = Path(folder)
    out = folder if out is None else Path(out)
    try:
        gathered = gather(folder)
    except EvaluationError as error:
        if to_do := write_words(folder, error.words, error.questions, error.answers):
            raise EvaluationError(f"{error} {to_do}") from None
        raise
    to_do = write_words(folder, gathered.words, gathered.questions, gathered.answers)
    names = gathered.workshops
    if attended is not None and len(names) > 1:
        raise EvaluationError(
            f"{folder} holds {len(names)} workshops, and the number of people in the room is for one. Leave it out, or"
            " give the folder of one workshop."
        )
    shops = tuple(
        workshop_of([one for one in gathered.responses if one.workshop == name], name, attended) for name in names
    )
    made = document(shops, gathered.left_out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise CouldNotWrite(f"The folder {out} cannot be made. Choose another one, then try again.") from None
    news = feedback_short.newsletter(shops)
    contents = {
        PAGE: page_of(made),
        WORD: word_file(made, None),
        FIGURES: table(shops),
        feedback_short.SLIDES: feedback_short.slides(shops),
        feedback_short.NEWS: feedback_short.in_text(news),
        feedback_short.NEWS_IN_WORD: feedback_short.in_word(news),
    }
    for name, content in contents.items():
        write_atomically(out / name, content)
    return Report(shops, tuple(out / name for name in contents), (*gathered.notes, *filter(None, [to_do])))


def table(shops: Sequence[Workshop]) -> str:
    """Return every figure of the report as CSV: no per cent below 10 answers, and nothing that a person wrote."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    for shop in shops:
        rows.writerows((shop.name, *row) for row in _figures(shop))
    return written.getvalue()


def _figures(shop: Workshop) -> Iterator[tuple]:
    for sheet, count in shop.sheets.items():
        yield (
            "sheets",
            sheet,
            "came back",
            count,
            shop.attended if shop.attended is not None and sheet == "post" else "",
            "",
            "",
            "",
            "",
        )
    for part, shares in (
        ("headline", shop.headlines),
        ("item", shop.items),
        *((f"role: {role}", shares) for role, shares in shop.by_role),
    ):
        yield from (_share(part, share) for share in shares)
    for spread in shop.spreads:
        yield from (
            ("answers", spread.name, answer, count, "", "", "", "", "")
            for answer, count in (*spread.counts, ("Blank", spread.blank))
        )
    for changes, (title, _) in ((shop.from_before, BEFORE), (shop.looking_back, THEN)):
        for change in changes:
            yield from _change(title, change)
    for one in shop.to_day_90:
        yield from _three_times(one)


def _three_times(one: ThreeTimes) -> Iterator[tuple]:
    for when, value in zip(("before", "at the end", "day 90"), one.medians, strict=False):
        yield ("to day 90", one.skill, f"median {when}", "", len(one.triples), "", "", "", f"{value:g}")


def _share(part: str, share: Share) -> tuple:
    told = share.estimate
    percents = [f"{one:.1f}" for one in (told.value, told.lower, told.upper)] if told else ["", "", ""]
    return (part, share.name, "agree, or yes", share.x, share.n, *percents, "")


def _change(title: str, change: Change) -> Iterator[tuple]:
    for answer, way in (("higher", 1), ("the same", 0), ("lower", -1)):
        yield (title, change.skill, answer, change.count(way), len(change.pairs), "", "", "", "")
    yield (
        title,
        change.skill,
        "median change",
        "",
        len(change.pairs),
        "",
        "",
        "",
        "" if change.median is None else f"{change.median:g}",
    )
