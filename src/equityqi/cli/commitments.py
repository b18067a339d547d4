"""``equityqi commitments`` and ``equityqi team-projects``: what people promised and share, and what became of it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from equityqi.cli.options import stop, to_write
from equityqi.cli.verbs import working
from equityqi.typed_input import date


def _follow_up() -> ModuleType:
    from equityqi.evaluation import follow_up  # lazy: pandas costs 0.4 s

    return follow_up


def commitments(
    folder: Annotated[
        Path,
        typer.Argument(help="The folder with hand-ins, work folders or single records, and check-ins you got back."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            callback=to_write, help="The folder to write into; without it, one beside the folder of hand-ins."
        ),
    ] = None,
    leader: Annotated[str, typer.Option(help="The named leader, if not the one in organisation.yml.")] = "",
    day: Annotated[
        str | None,
        typer.Option(help="The date of session 2, such as 2026-12-01, in place of the commitments' own date."),
    ] = None,
) -> None:
    """Make the wall of commitments, the check-in packs for day 30, 60 and 90, and the report. Run it again when check-ins come back."""  # noqa: E501
    follow_up = _follow_up()
    session = date(day)
    try:
        if day and session is None:
            raise follow_up.CannotFollowUp(f"We can't read “{day}” as a date. Write it like 2026-12-01.")
        place = to_write(out or follow_up.beside(folder))
        with working("Reading what people sent"):
            found = follow_up.commitments(folder, out, leader, session)
    except (follow_up.CannotFollowUp, OSError) as error:
        raise stop(error) from None
    print("\n".join(follow_up.in_short(found)))
    print(
        f"Written to {place}. Print wall.html. Give leader.html and leader.ics to the named leader. On the first"
        " date, use check-in-30.html and mail-30.txt (or mail-merge.csv with mail-merge.txt). The folder calendar/ has"
        " one diary file for each person, with all three dates."
    )
    if found.projects:
        print(f"For the named leader: {place / 'projects.html'} has the projects that teams share.")
    print(
        f"Type what people tell you into {place / follow_up.SHEET}, then run this again for"
        f" {place / 'commitments-report.html'}."
    )


def team_projects(
    folder: Annotated[Path, typer.Argument(help="The folder with the files that “A copy for my leader” made.")],
    out: Annotated[
        Path | None,
        typer.Option(callback=to_write, help="The folder to write into; without it, one beside the folder."),
    ] = None,
    leader: Annotated[str, typer.Option(help="The named leader, if not the one in organisation.yml.")] = "",
) -> None:
    """Make the named leader's page over the projects that teams share: who asks for help, and what comes next."""
    follow_up = _follow_up()
    try:
        to_write(out or follow_up.beside(folder))
        with working("Reading the projects"):
            found, made = follow_up.team_page(folder, out, leader)
    except (follow_up.CannotFollowUp, OSError) as error:
        raise stop(error) from None
    print("\n".join([*found.notes, follow_up.in_short_of(found.projects)]))
    print(f"Written: {made[0]}, and the same as a Word file.")
