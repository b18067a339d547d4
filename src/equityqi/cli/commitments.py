"""``equityqi commitments``: what people promised, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from equityqi.cli.options import stop, to_write
from equityqi.cli.verbs import working
from equityqi.typed_input import date


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
    from equityqi.evaluation import follow_up  # lazy: pandas costs 0.4 s

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
    print(
        f"Type what people tell you into {place / follow_up.SHEET}, then run this again for"
        f" {place / 'commitments-report.html'}."
    )
