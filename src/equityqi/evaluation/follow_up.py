"""The follow-up in one go: from a folder of what people handed in to the wall, the check-in packs and the report.
Nothing is sent.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from equityqi.documents.html import page_of
from equityqi.documents.word import word_file
from equityqi.evaluation import commitment_report, mail_merge
from equityqi.evaluation.calendars import leader_calendar, personal_calendar
from equityqi.evaluation.check_in_packs import check_in_page, leader_page, mail_texts
from equityqi.evaluation.check_ins import DAYS, sheet_file, sheet_rows
from equityqi.evaluation.projects_page import CSS as OF_PROJECTS
from equityqi.evaluation.projects_page import projects_document
from equityqi.evaluation.read_follow_up import CannotFollowUp, Gathered, gather, gather_projects
from equityqi.evaluation.team_projects import in_short as in_short_of
from equityqi.evaluation.wall import FLOWS, wall
from equityqi.files import make_folder, write_atomically
from equityqi.organisation import organisation
from equityqi.safe_text import one_line
from equityqi.typed_input import date
from equityqi.working_days import due, on_day

FOLDER, SHEET, CALENDAR = "follow-up", "check-ins.xlsx", "calendar"
PROJECTS = "projects"
# How the names of calendar files end, and what is in each.
# Earlier versions made a file for each date.
OURS = re.compile(rf".*-([0-9a-f]{{16}}|[0-9a-f]{{10}}-({'|'.join(map(str, DAYS))}|asked))\.ics")
MADE_BY = b"PRODID:-//equityqi//commitments//EN"
NO_TABLE = (
    f"{mail_merge.TABLE} couldn’t be read, or there’s an address in a row without a record we know, so we left the"
    " file as it is. Close it in Excel and correct that row, or delete the file, then run this again."
)
AMONG = (
    "We read the folder {folder}, so we don’t write anything into it. Give --out a folder beside it, for example:"
    " --out {beside}."
)
EARLIER = (
    "There’s an earlier follow-up in {old}, among the hand-ins. We now keep it beside them, so that the two never"
    " mix. Move that folder to {beside}, then run this again, and you can carry on with what you typed into {sheet}."
)


def beside(folder: Path) -> Path:
    """Return where the follow-up of a folder is written when nobody says where.

    >>> beside(Path("/course/march")).as_posix()
    '/course/march-follow-up'
    """
    place = Path(os.path.abspath(folder))
    return place.parent / f"{place.name}-{FOLDER}"


def commitments(folder: Path, out: Path | None = None, leader: str = "", day: dt.date | None = None) -> Gathered:
    """Gather what people share in ``folder`` and write everything that the follow-up needs into ``out``, by default
    a folder :func:`beside` it.

    ``day`` is the day of session 2, in place of what each record carries. ``leader`` is the organisation's named leader
    where nobody says. The same folder makes the same bytes; what
    somebody typed into ``out/check-ins.xlsx`` is read and kept. A private commitment is in no file.
    Raises :class:`CannotFollowUp` or :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    folder = Path(folder)
    earlier, place = folder / FOLDER, beside(folder)
    if out is None and (earlier / SHEET).is_file() and not (place / SHEET).exists():
        raise CannotFollowUp(EARLIER.format(old=earlier, beside=place, sheet=SHEET))
    out = place if out is None else Path(out)
    if os.path.realpath(out) == os.path.realpath(folder):
        raise CannotFollowUp(AMONG.format(folder=folder, beside=place))
    found = gather(folder, out, out / SHEET, day)
    typed = mail_merge.addresses(out / mail_merge.TABLE)
    if typed is None:
        found = replace(found, notes=(*found.notes, NO_TABLE))
    made = files(found, one_line(leader, 120) or organisation().named_leader, typed)
    (out / CALENDAR).mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        path = out / name
        if not path.is_file() or path.read_bytes() != content:
            write_atomically(path, content)
    for path in (out / CALENDAR).iterdir():
        if OURS.fullmatch(path.name) and f"{CALENDAR}/{path.name}" not in made and MADE_BY in path.read_bytes():
            path.unlink()  # its commitment was taken back
    return found


def files(found: Gathered, leader: str, addresses: Mapping[str, str] | None) -> dict[str, bytes]:
    """Return every file of the follow-up by its name. A check-in sheet that could not be read is not made again, and no
    table of ``addresses``, where these are None.
    """
    written, told = found.written, found.check_ins
    report = commitment_report.report(len(written), told)
    dates = {(one.record, day): due(one.day, day).words for one in written for day in DAYS}
    calendars = {f"{one.file}.ics": personal_calendar(one, leader) for one in written}
    texts = {
        "wall.html": wall(written),
        "leader.html": leader_page(written, told, leader),
        **{f"check-in-{day}.html": check_in_page(day, written, leader) for day in DAYS},
        **{f"mail-{day}.txt": mail_texts(day, written, leader) for day in DAYS},
        mail_merge.TEXT: mail_merge.text(leader),
        "commitments-report.html": page_of(report, FLOWS),
    }
    merge = {} if addresses is None else {mail_merge.TABLE: mail_merge.table(written, addresses)}
    sheet = {} if found.typed is None else {SHEET: sheet_file(sheet_rows(written, dates, told, found.typed))}
    return {
        **{name: text.encode() for name, text in texts.items()},
        "leader.ics": leader_calendar(sorted({one.day for one in written})),
        **{f"{CALENDAR}/{name}": content for name, content in calendars.items()},
        **sheet,
        **merge,
        **project_files(found, leader),
        "commitments-report.docx": word_file(report, min((one.day for one in written), default=None)),
        "commitments-figures.csv": commitment_report.figures(commitment_report.count_by_day(len(written), told)),
    }


def team_page(folder: Path, out: Path | None = None, leader: str = "") -> tuple[Gathered, list[Path]]:
    """Write the named leader's page over the shared projects in a folder, for the screen and for Word, and return what
    was found and the files. ``out`` and ``leader`` as for :func:`commitments`; no date is needed.

    Raises :class:`CannotFollowUp` or :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    out = beside(folder) if out is None else Path(out)
    if os.path.realpath(out) == os.path.realpath(folder):
        raise CannotFollowUp(AMONG.format(folder=folder, beside=beside(folder)))
    found = gather_projects(Path(folder), out)
    make_folder(out)
    made = project_files(found, one_line(leader, 120) or organisation().named_leader, even_if_none=True)
    for name, content in made.items():
        write_atomically(out / name, content)
    return found, [out / name for name in made]


def project_files(found: Gathered, leader: str, even_if_none: bool = False) -> dict[str, bytes]:
    """Return the page over the shared projects and its Word file, by name; nothing where nobody shared one."""
    if not (found.projects or even_if_none):
        return {}
    document = projects_document(found.projects, leader)
    day = min((day for one in found.projects if (day := date(one.whole.session))), default=None)
    return {
        f"{PROJECTS}.html": page_of(document, FLOWS + OF_PROJECTS).encode(),
        f"{PROJECTS}.docx": word_file(document, day),
    }


def in_short(found: Gathered) -> list[str]:
    """Return what was done, as sentences for the screen: troubles first."""
    many = len(found.written)
    lines = [
        *found.notes,
        (
            f"{many} shared {'commitment' if many == 1 else 'commitments'}, {len(found.check_ins)}"
            f" check-in{'s' * (len(found.check_ins) != 1)}."
        ),
    ]
    if found.projects:
        lines.append(in_short_of(found.projects))
    if nameless := sum(not one.promise.name for one in found.written):
        lines.append(
            f"{nameless} of them {'has' if nameless == 1 else 'have'} no name. words-to-send.html says how to reach"
            " them. “make words” makes it."
        )
    for session in sorted({one.day for one in found.written}):
        for when in (due(session, day) for day in DAYS):
            lines.append(
                f"Day {when.day} after {on_day(session)}: {when.words}." + (f" {when.moved}" if when.moved else "")
            )
    return lines
