"""What a page shows that was drawn before, for Lab's page: it stands there before Python is up. A small part of Lab's
server.
"""

from __future__ import annotations

import asyncio
from pathlib import Path, PurePosixPath
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

from equityqi.files import course_root
from equityqi.lab.own_pages import PARTS
from equityqi.lessons.drawn_before import drawn_before
from equityqi.settings import page_case, work_folder


def drawn_on(root: Path, path: str) -> dict[str, list[dict[str, Any]]]:
    """Return what the cells of a page below ``root`` show, by their code; {} for a case that the course has not."""
    parts, near = PurePosixPath(path).parts, (root / path).parent
    place = next((place for place, part in enumerate(parts) if part in PARTS), None)
    if place is None or ".." in parts:
        return {}
    case, work = page_case(near, path), work_folder(near)
    if work and (work / "cases" / case).is_dir() or not (course_root() / "datasets" / case).is_dir():
        return {}
    return drawn_before("/".join(parts[place:]), case)


class Drawn(APIHandler):
    """Gives a page what was drawn before."""

    @web.authenticated
    async def get(self) -> None:
        root = Path(self.settings["server_root_dir"]).expanduser()
        cells = await asyncio.to_thread(drawn_on, root, self.get_query_argument("path"))
        self.finish({"cells": [{"code": code, "outputs": outputs} for code, outputs in cells.items()]})


def _load_jupyter_server_extension(app: Any) -> None:
    app.web_app.add_handlers(".*$", [(app.web_app.settings["base_url"].rstrip("/") + "/equityqi/drawn", Drawn)])
