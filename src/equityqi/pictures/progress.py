"""How far a person is: one bar for each exercise, as long as the share of its questions that have an answer."""

from __future__ import annotations

from collections.abc import Sequence

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import MARGIN, WIDTH, Sheet, title_lines, width_of
from equityqi.pictures.style import Picture
from equityqi.plain_words import as_sentences

ROW = 0.3


def progress(parts: Sequence[tuple[str, int, int]], title: str = "How far you are") -> Picture:
    """Draw how many questions of each part are answered: ``parts`` are (name, answered, all).

    Raises ValueError, with a sentence, when there is no part, or more answers than questions.

    >>> progress([("What is inequity?", 5, 10), ("Measuring gaps", 0, 20)]).sentence
    '5 of 30 questions answered, in 1 of 2 exercises.'
    """
    if not parts:
        raise ValueError("There is no exercise here yet. Open the course with start.py first.")
    if odd := next((name for name, done, of in parts if not 0 <= done <= of or not of), None):
        raise ValueError(f"“{odd}” has more answers than questions, or no question. Count again.")
    left = MARGIN + max(width_of(name) for name, _, _ in parts) + 0.15
    long = WIDTH - left - 1.0
    with style.course_style():
        heading, above = title_lines(title)
        sheet = Sheet(above + ROW * len(parts) + 0.2)
        sheet.title(heading)
        for number, (name, done, of) in enumerate(parts):
            y = sheet.height - above - 0.05 - ROW * (number + 0.5)
            sheet.write(left - 0.12, y, name, ha="right", va="center")
            sheet.paper.barh(
                y, long, left=left, height=ROW * 0.55, facecolor=style.PAPER, edgecolor=style.OTHERS, linewidth=1
            )
            sheet.paper.barh(y, long * done / of, left=left, height=ROW * 0.55, facecolor=style.INK)
            sheet.write(left + long + 0.1, y, f"{done} of {of}", va="center")
        sheet.paper.set_xlim(0, sheet.width)
        sheet.paper.set_ylim(0, sheet.height)
    total, whole = sum(done for _, done, _ in parts), sum(of for _, _, of in parts)
    sentence = (
        f"{total} of {whole} questions answered, in {sum(done > 0 for _, done, _ in parts)} of {len(parts)} exercises."
    )
    each = "; ".join(f"{name}: {done} of {of}" for name, done, of in parts)
    return Picture(sheet.figure, as_sentences(title, each, sentence), sentence)
