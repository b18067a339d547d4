"""The feedback in short: one slide for a meeting, and half a page for a newsletter. It has counts only: what people
wrote is in the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx.shared import Pt

from equityqi.documents.powerpoint import Line, Slide, powerpoint_file
from equityqi.documents.word import empty_word, lay, packed
from equityqi.evaluation.survey_shares import COUNTS_ONLY, Share, came_back, share_in_words
from equityqi.evaluation.workshop import Workshop
from equityqi.lessons.who import COURSE
from equityqi.organisation import organisation
from equityqi.plain_words import listed
from equityqi.privacy.hiding_rules import LARGEST_HIDDEN, SMALLEST_SHOWN
from equityqi.typed_input import in_words

SLIDES, NEWS, NEWS_IN_WORD = "feedback-slide.pptx", "feedback-newsletter.txt", "feedback-newsletter.docx"
TITLE = "What people said of the course"
HEADS = ("Question", "Agree, or say yes")
INTERVALS = "After a per cent: its 95% interval. Chance alone could give any share between the two."
SMALL = (
    f"Where 1 to {LARGEST_HIDDEN} people agreed, or didn't, we give words in place of the count, so that nobody can be"
    " picked out."
)
FEW = f"Fewer than {COUNTS_ONLY} people answered, so we give counts and no per cent."
NOTES = (
    "Each count is of those who answered that question. Nobody had to answer, and the report shows no names. We ask"
    " people on the day, so the sheets show how they felt then, not what they did later. The whole report is"
    " feedback-report.html."
)
LATER = (
    "These answers are from the day itself. What people do with it shows later. We'll ask on days 30, 60 and 90, and"
    " tell you."
)
YOURS = "[Add one sentence: what you will change next time, and why.]"


def slides(shops: Sequence[Workshop]) -> bytes:
    """Return one slide for each workshop as a PowerPoint file."""
    return powerpoint_file(TITLE, (), [_slide(shop, len(shops) == 1) for shop in shops])


def _slide(shop: Workshop, alone: bool) -> Slide:
    rows = (HEADS, *((share.short or share.name, _in_short(share)) for share in shop.headlines))
    whole = " ".join(f"{share.short}: “{share.name}”." for share in shop.headlines if share.short)
    day = organisation().session_2_date if alone else None  # the survey is filled in at its end
    title = f"{TITLE} on {in_words(day)}" if day else TITLE if alone else f"{TITLE}: {shop.name}"
    sheets, room = shop.sheets["post"], shop.attended or 0
    back = f"{sheets} sheet{'s' * (sheets != 1)} came back" + (f", of {room} people." if sheets <= room else ".")
    line = Line(((back, False),))
    told = came_back(sheets, shop.attended)
    notes = " ".join(filter(None, (_when() if alone else "", told, *_how_to_read(shop.headlines), NOTES, whole)))
    return Slide(title, (line,), rows, notes=notes)


def _in_short(share: Share) -> str:
    """Return a share as strangers may read it: no count of 1 to 7, of those who agreed or of those who did not.

    >>> [" ".join(_in_short(Share("", x, n)).split()) for x, n in ((1, 12), (11, 12), (8, 8), (3, 4), (0, 0))]
    ['fewer than 8 of 12', 'most of 12', '8 of 8', 'fewer than 8 people answered', 'no answer yet']
    """
    if not _has_small(share):
        return share_in_words(share)
    if share.n <= LARGEST_HIDDEN:
        return f"fewer than {SMALLEST_SHOWN} people answered"
    return f"most of {share.n}" if 2 * share.x > share.n else f"fewer than {SMALLEST_SHOWN} of {share.n}"


def _has_small(share: Share) -> bool:
    return any(1 <= part <= LARGEST_HIDDEN for part in (share.x, share.n - share.x))


def _how_to_read(shares: Sequence[Share]) -> Iterator[str]:
    """Yield how what is shown is to be read: per cents, counts alone, and words in place of a count."""
    shown = [share for share in shares if share.n and not _has_small(share)]
    if any(share.estimate for share in shown):
        yield INTERVALS
    elif shown:
        yield FEW
    if any(map(_has_small, shares)):
        yield SMALL


def _when() -> str:
    """Return by whom and on which days the course was run, as a sentence; "" where the organisation has not said."""
    held = organisation()
    dates = dict.fromkeys(in_words(day) for number in (1, 2) if (day := held.date(number)))
    days = listed(dates) if dates else ""
    run = " ".join(
        filter(None, (held.name and f"Run by {held.name}", days and f"{'on' if held.name else 'On'} {days}"))
    )
    return f"{run}." if run else ""


def newsletter(shops: Sequence[Workshop]) -> list[str]:
    """Return half a page: a heading, then paragraphs; a line that begins with a bullet is one of a list."""
    return list(_news(shops))


def _news(shops: Sequence[Workshop]) -> Iterator[str]:
    yield f"{COURSE}: {TITLE[0].lower()}{TITLE[1:].replace('of the course', 'of it')}"
    run = _when() if len(shops) == 1 else ""
    yield f"Two half-days on finding a gap in our own service, and testing a change. {run}".strip()
    for shop in shops:
        name = f"{shop.name}: " if len(shops) > 1 else ""
        yield f"{name}{came_back(shop.sheets['post'], shop.attended)} Of those who answered each question:"
        yield from (f"• {share.name}: {_in_short(share)}" for share in shop.headlines if share.n)
    yield from _how_to_read([share for shop in shops for share in shop.headlines])
    yield LATER
    yield YOURS
    if contact := organisation().contact:
        yield f"Would your team like to take part? Ask {contact}."


def in_text(lines: Sequence[str]) -> str:
    """Return the half page as text to copy."""
    made = lines[0]
    for line in lines[1:]:
        made += ("\n" if line.startswith("•") else "\n\n") + line
    return made.replace("\N{NO-BREAK SPACE}", " ") + "\n"


def in_word(lines: Sequence[str]) -> bytes:
    """Return the half page as a Word file, upright."""
    word = empty_word(lines[0], None)
    lay(word.sections[0], 210, 297, 25)
    word.add_heading(lines[0], 1)
    for line in lines[1:]:
        style = "List Bullet" if line.startswith("•") else None
        word.add_paragraph(line.removeprefix("• "), style=style).paragraph_format.space_after = Pt(4)
    return packed(word)
