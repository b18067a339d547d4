"""``equityqi room``: votes, walls and how many are stuck, from the trainer's computer."""

from __future__ import annotations

import asyncio
import datetime as dt
import webbrowser

from equityqi.cli.options import NoBrowser, OneCase, Port, stop
from equityqi.files import CouldNotWrite, why_not_into
from equityqi.workfolder.prepare import case_here, work_place

OPEN = (
    "The room is open: {address}\nIt's your own page, so keep the address to yourself. Keep this window open; to stop,"
    " press Ctrl+C here."
)
STOPPED = "The room is closed. Start it again today, and it goes on where it was."


def room(case: OneCase = None, port: Port = None, no_browser: NoBrowser = False) -> None:
    """Run the room: ask, count hands, cards or phones, talk, ask again, and show how the room moved."""
    from equityqi.room.server import NoWay, serve  # lazy: SQLAlchemy costs 0.4 s

    place = work_place(None).parent
    if why := why_not_into(place):
        raise stop(CouldNotWrite(why))

    def ready(address: str) -> None:
        print(OPEN.format(address=address), flush=True)
        if not no_browser:
            webbrowser.open(address)

    try:
        asyncio.run(serve(place, case or case_here(), dt.date.today, port, ready))
    except NoWay as error:
        raise stop(error) from None
    except KeyboardInterrupt:
        print(STOPPED)
