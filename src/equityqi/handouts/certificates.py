"""Certificates of attendance for everybody on the roll: one PDF with a page each, to print and sign."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from equityqi.documents.logo import logo_picture
from equityqi.documents.markup import Node
from equityqi.documents.pdf import Part, has_letters_for, pdf_of
from equityqi.files import make_folder, write_atomically
from equityqi.lessons.who import COURSE
from equityqi.marking.roll import Roll, read_roll
from equityqi.organisation import FILE, Organisation, organisation
from equityqi.plain_words import listed
from equityqi.safe_text import one_line
from equityqi.takehome.attendance import Attendance, file_of
from equityqi.takehome.certificate import NOT, WHO, certificate, closing_gaps, size_of

PDF = "certificates.pdf"
LOGO = "organisation-logo"  # its name among the pictures
TITLE = "Certificate of attendance"
AT = {"both": (1, 2), "1 2": (1, 2), "1": (1,), "2": (2,), "none": (), "0": ()}
MOST_NAMED = 10
EVERYBODY = (
    "The roll has no column sessions, so everybody on it has a certificate for both sessions. If somebody was at"
    " only one, or at none, add that column, with 1, 2, both or none, and make them again."
)


class NoCertificates(ValueError):
    """No certificates can be made; ``str()`` is one sentence that says why, and what to do."""


@dataclass(frozen=True)
class Made:
    """The files that were written, the PDF first, how many people are in them, and a sentence on each thing to know."""

    files: tuple[Path, ...]
    people: int
    notes: tuple[str, ...]


def make_certificates(roll: Path, folder: Path) -> Made:
    """Write a certificate for each person on the roll who was at a session into a folder.

    Raises :class:`NoCertificates`, :class:`equityqi.marking.verdict.MarkingError` for a roll that cannot be read, and
    :class:`equityqi.files.CouldNotWrite`.
    """
    held, read = organisation(), read_roll(roll)
    people = attended(read, held)
    if not people:
        raise NoCertificates(f"{Path(roll).name} says that nobody was at a session, so there is nothing to certify.")
    printed = [one for one in people if has_letters_for(one.name)]
    pages = {_file(one, place): certificate(one) for place, one in enumerate(people, 1) if one not in printed}
    made: dict[str, bytes | str] = {**({PDF: certificates_pdf(printed, held)} if printed else {}), **pages}
    make_folder(folder)
    for name, content in made.items():
        write_atomically(folder / name, content)
    return Made(tuple(folder / name for name in made), len(people), tuple(_notes(read, people, pages)))


def _file(one: Attendance, place: int) -> str:
    """Return the name of a page of one's own: two people may have one name, or one that no file can have."""
    return file_of(f"certificate-{place}", one.name, "html")


def attended(roll: Roll, held: Organisation) -> list[Attendance]:
    """Return who was at which sessions, by the roll and the organisation's dates. Raises :class:`NoCertificates`."""
    found = []
    blank = [one_line(person.id, 40) for person in roll.people if not person.sessions]
    if blank and len(blank) < len(roll.people):
        more = [f"{len(blank) - MOST_NAMED} more"] if len(blank) > MOST_NAMED else []
        raise NoCertificates(
            f"The roll has nothing under sessions for {listed([*blank[:MOST_NAMED], *more])}. Write 1, 2, both or none:"
            " a blank doesn’t say that somebody was there."
        )
    for person in roll.people:
        numbers = _numbers(person.sessions)
        if numbers is None:
            raise NoCertificates(
                f"The roll says “{one_line(person.sessions, 40)}” under sessions for {one_line(person.id, 40)}. Write"
                " 1, 2, both or none."
            )
        days = {number: day for number in numbers if (day := held.date(number))}
        if missing := [number for number in numbers if number not in days]:
            raise NoCertificates(
                f"{FILE} has no date of session {listed(missing)}, and a certificate needs it. Write it there, or type"
                " it under “Set both dates” on the page Prepare."
            )
        if numbers:
            found.append(Attendance(one_line(person.name or person.id), held.name, days))
    return found


def _numbers(sessions: str) -> tuple[int, ...] | None:
    """Return the sessions that somebody wrote; None where that cannot be told, both where the roll says nothing.

    >>> _numbers("1 & 2"), _numbers("Session 2"), _numbers("Both sessions"), _numbers("1,2"), _numbers("three")
    ((1, 2), (2,), (1, 2), (1, 2), None)
    """
    words = re.findall(r"[^\s,;&+/]+", sessions.casefold())
    return AT.get(" ".join(sorted({*words} - {"session", "sessions", "and"}))) if sessions else (1, 2)


def _notes(roll: Roll, people: Iterable[Attendance], pages: Iterable[str]) -> Iterable[str]:
    if not any(person.sessions for person in roll.people):
        yield EVERYBODY
    if codes := sum(not person.name for person in roll.people):
        whose = "1 person has" if codes == 1 else f"{codes} people have"
        yield f"{whose} no name on the roll, so we printed the id instead."
    if files := list(pages):
        yield (
            f"The PDF doesn’t have the letters for {len(files)} of the names. Open and print {listed(files)} in a"
            " browser instead."
        )


def certificates_pdf(people: Iterable[Attendance], held: Organisation) -> bytes:
    """Return the certificates as one PDF (PDF/UA-1), a page for each person."""
    gaps = str(closing_gaps()).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    pictures = {"gaps.svg": gaps.encode()}
    if data := logo_picture(held):
        pictures[LOGO] = data
    name = LOGO if data else ""
    parts = [Part(f"c{place}", TITLE, [_node(one, name)], size=11.5, lone=True) for place, one in enumerate(people, 1)]
    return pdf_of(f"Certificates of attendance: {COURSE}", parts, pictures).data


def _node(one: Attendance, logo: str) -> Node:
    whole = "" if len(one.days) == 2 else f"session {next(iter(one.days))} of "
    return {
        "t": "certificate",
        "logo": logo,
        "of": one.organisation,
        "name": one.name,
        "size": size_of(one.name),
        "said": [
            [f"took part in {whole}", False],
            [COURSE, True],
            [f" on {one.on_days}: ", False],
            [one.time, True],
            [" without breaks.", False],
        ],
        "learned": f"In {'these two half-days' if len(one.days) == 2 else 'this half-day'} we learned to",
        "aims": one.aims,
        "sign": WHO,
        "not": NOT,
    }
