"""The pages of a server: read once, shown with the organisation's name in them."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from typing import Any

from tornado.web import Application, RequestHandler

from equityqi.organisation import organisation
from equityqi.room.hand_ins import MOST_BYTES, TOO_LARGE
from equityqi.room.letters import MOST
from equityqi.room.pictures import ON_SCREEN, SHEETS
from equityqi.room.rules import PASS
from equityqi.room.sheets import LONGEST as LONGEST_ANSWER
from equityqi.room.walls import LONGEST as LONGEST_NOTE

SHARED = {  # what the pages' scripts need of the program: shared.js
    "PASS": PASS,
    "MOST_CARDS": MOST,
    "LONGEST_NOTE": LONGEST_NOTE,
    "LONGEST_ANSWER": LONGEST_ANSWER,
    "NOTES_ON_SCREEN": ON_SCREEN,
    "SHEETS": SHEETS,
    "MOST_BYTES": MOST_BYTES,
    "TOO_LARGE": TOO_LARGE,
}
PAGES = {  # title and style sheet
    "phone.html": ("The room", "phone.css"),
    "open.html": ("Open a room", "phone.css"),
    "hub.html": ("Hand in", "phone.css"),
    "sorry.html": ("The room", "phone.css"),
    "screen.html": ("The room’s screen", "screen.css"),
    "lead.html": ("The room: your page", "lead.css"),
}


class PageServer(Application):
    """An application with these pages. ``at`` is where its addresses begin, ``back`` what its first page is called."""

    def __init__(self, routes: list[tuple[Any, ...]], secret: str, at: str = "/", back: str = "Type the code"):
        self.at, self.back = at, back
        folder = files("equityqi.room") / "pages"
        self.pages = {one.name: one.read_text("utf-8") for one in folder.iterdir() if one.is_file()}
        self.pages["shared.js"] = "".join(
            f"export const {name} = {json.dumps(held)};\n" for name, held in SHARED.items()
        )
        super().__init__(routes, cookie_secret=secret, log_function=lambda _: None)

    def show_page(self, visit: RequestHandler, name: str, said: str = "", token: str = "") -> None:
        """Answer with one of the pages, with the organisation's name in it, and what is ``said`` to this person."""
        title, style = PAGES[name]
        page = self.pages["frame.html"].replace("{title}", title).replace("{style}", style)
        page = page.replace("{body}", self.pages[name]).replace("{organisation}", escape(organisation().name))
        page = page.replace("{at}", self.at).replace("{back}", self.back).replace("{token}", escape(token))
        page = page.replace("{said}", escape(said))
        visit.set_header("Content-Type", "text/html; charset=utf-8")
        visit.finish(page)
