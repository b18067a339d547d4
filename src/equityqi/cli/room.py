"""``equityqi room``: votes, walls and how many are stuck, from the trainer's computer."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from equityqi.cli.options import NoBrowser, OneCase, Port, stop
from equityqi.files import CouldNotWrite, why_not_into
from equityqi.workfolder.prepare import work_place

OPEN = (
    "The room is open: {address}\nIt's your own page, so keep the address to yourself. Keep this window open; to stop,"
    " press Ctrl+C here."
)
NOT_OVER_HTTP = "The room shows the course's pages over https only. Add --address; docs/room.md shows how."
NO_SITE = "There is no course in {site}. Make it with: python start.py site --out {site}"
MANY = "The rooms run. Trainers open theirs at {base}/open, with the opening key. To stop, press Ctrl+C here."
COLLECTS = "Hand-ins go into {folder}. To mark them, type: equityqi mark {folder} --roll roll.csv"
STOPPED = "The room is closed. Start it again today, and it goes on where it was."
Address = Annotated[
    str, typer.Option(help="The https address that people open, such as https://room.example.org. See docs/room.md.")
]
Certificate = Annotated[Path | None, typer.Option(help="The certificate of that address, as a PEM file.")]
Key = Annotated[Path | None, typer.Option(help="The certificate's key, as a PEM file.")]
Site = Annotated[
    Path | None, typer.Option(help="The folder that start.py site made, to show it in the room. Only with --address.")
]
Database = Annotated[
    str,
    typer.Option(
        envvar="EQUITYQI_DATABASE",
        show_envvar=False,
        help="A PostgreSQL database instead of a file, such as postgresql://user@server/room.",
    ),
]
OpeningKey = Annotated[
    str,
    typer.Option(
        envvar="EQUITYQI_OPENING_KEY",
        show_envvar=False,
        help="For a server with many rooms: whoever has this key opens a room at the address, followed by /open.",
    ),
]
Hub = Annotated[
    bool, typer.Option("--hub", help="For a JupyterHub, as its service: collect hand-ins, and open no room.")
]


def room(
    case: OneCase = None,
    port: Port = None,
    no_browser: NoBrowser = False,
    address: Address = "",
    certificate: Certificate = None,
    key: Key = None,
    site: Site = None,
    database: Database = "",
    opening_key: OpeningKey = "",
    hub: Hub = False,
) -> None:
    """Run the room: ask, count hands, cards or phones, talk, ask again, and show how the room moved."""
    from equityqi.room.many import NoWay, https_of, serve, serve_hub, serve_many  # lazy: SQLAlchemy costs 0.4 s

    place = work_place(None).parent
    if why := why_not_into(place):
        raise stop(CouldNotWrite(why))
    if site and not (site / "index.html").is_file():
        raise stop(ValueError(NO_SITE.format(site=site)))
    if site and not address:
        raise stop(ValueError(NOT_OVER_HTTP))

    def print_now(base: str) -> None:
        print(MANY.format(base=base), flush=True)

    def ready(own: str) -> None:
        print(OPEN.format(address=own), flush=True)
        if not no_browser:
            webbrowser.open(own)

    try:
        https = https_of(address, certificate, key)
        if hub:
            asyncio.run(serve_hub(place, os.environ, lambda folder: print(COLLECTS.format(folder=folder), flush=True)))
        elif opening_key:
            asyncio.run(serve_many(place, dt.date.today, port, print_now, https, site, database, opening_key))
        else:
            asyncio.run(serve(place, case, dt.date.today, port, ready, https, site, database))
    except NoWay as error:
        raise stop(error) from None
    except KeyboardInterrupt:
        print(STOPPED)
