"""The certificate of attendance: one A4 page to print, and no mark, seal or grade on it."""

from __future__ import annotations

import re

from equityqi.documents.html_frame import logo_of
from equityqi.html_tags import Html, bullets, tag
from equityqi.lessons.who import COURSE
from equityqi.organisation import organisation
from equityqi.svg.drawing import LIGHT_AND_DARK
from equityqi.svg.text_widths import lines_of
from equityqi.takehome.attendance import Attendance
from equityqi.takehome.sheet import sheet_page

NOT = "This records attendance. It is not an assessment, qualification or accreditation."
WHO = "Name, role and date"
ACROSS = 440  # points that a name may be wide
SIZES = ((40, 1), (34, 1), (28, 2), (22, 3))  # type sizes of a name in points, each with the most lines it may take
LEAST = 16
MIDDLE, SUN = 96, "#f5b83d"
STEPS = [(40 + 52 * step, round(78 - 66 * (step / 12) ** 1.4)) for step in range(13)]  # where a pair is, half its gap


def certificate(attended: Attendance) -> Html:
    """Return the certificate as a page of HTML that loads nothing.

    >>> import datetime as dt
    >>> "Zoë &lt;b&gt;" in certificate(Attendance("Zoë <b>", "", {1: dt.date(2026, 6, 16)}))
    True
    """
    held = organisation()
    logo = logo_of(held) if attended.organisation in ("", held.name) else None  # never beside the name of another
    both = len(attended.days) == 2
    whole = "" if both else f"session {next(iter(attended.days))} of "
    said = tag(
        "p",
        f"took part in {whole}",
        tag("b", COURSE),
        f", run by {held.name}," if held.name and held.name != attended.organisation else "",
        f" on {_unbroken(attended.on_days)}: ",
        tag("b", _unbroken(attended.time)),
        " without breaks.",
        class_="said",
    )
    half_days = "these two half-days" if both else "this half-day"
    sheet = tag(
        "main",
        closing_gaps(),
        tag("p", logo, attended.organisation, class_="org") if logo or attended.organisation else None,
        tag("p", "Certificate of attendance", class_="kind"),
        tag("h1", tag("bdi", attended.name), style=f"--size: {size_of(attended.name)}pt"),
        said,
        tag("section", tag("h2", f"In {half_days} we learned to"), bullets(attended.aims), class_="aims"),
        tag("div", _line("Recorded by me", "I typed my own name and the dates"), _line("Trainer", WHO), class_="sign"),
        tag("p", NOT, class_="not"),
        class_="sheet cert",
    )
    return sheet_page(f"Certificate of attendance: {attended.name}", sheet, "certificate.css")


def size_of(name: str) -> int:
    """Return the type size in points in which a name has room: the longer it is, the smaller.

    >>> size_of("Asha Example"), size_of("Bartholomew-Fitzgerald Featherstonehaugh"), size_of("W" * 120)
    (40, 28, 16)
    """
    for size, most in SIZES:
        if len(lines_of(name, ACROSS, size, bold=True)) <= most:
            return size
    return LEAST


def _line(who: str, what: str) -> Html:
    return tag("div", tag("b", who), tag("br"), what)


def _unbroken(words: str) -> str:
    """Return words in which a date stays on one line, and a number with the word after it."""
    return re.sub(r"(?<=\d) | (?=\d{4})", "\N{NO-BREAK SPACE}", words)


def closing_gaps() -> Html:
    """Return our mark across the head of a page: a gap that closes, group by group. It only decorates."""
    colour = {name: light for name, (light, _) in LIGHT_AND_DARK.items()}
    drawn = [tag("circle", cx=STEPS[-1][0] + 54, cy=MIDDLE, r=34, fill=SUN)]
    for x, half in STEPS:
        y, under = MIDDLE - half, MIDDLE + half
        diamond = f"M{x} {under - 9}l9 9-9 9-9-9z"
        drawn += [
            tag("path", d=f"M{x} {y}V{under}", stroke=colour["neutral"], stroke_width=2),
            tag("circle", cx=x, cy=y, r=7, fill=colour["best"]),
            tag("path", d=diamond, fill=colour["least"]),
        ]
    return tag("svg", drawn, viewBox=f"0 0 794 {2 * MIDDLE}", aria_hidden="true", class_="gaps")
