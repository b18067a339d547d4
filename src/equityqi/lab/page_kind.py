"""What a page is, for Lab's page: only the course's own, as delivered, runs by itself. A small part of Lab's server."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

from equityqi.files import course_root
from equityqi.lab.own_pages import PARTS, is_own


def page_kind(root: Path, path: str) -> str:
    """Return what a page below ``root`` is: ``own`` (its code is the course's, as delivered), ``code`` or ``other``.

    ``code`` is a page of the course on which people write code themselves; it never runs by itself.
    """
    page = (root / path).resolve()
    if not page.is_relative_to(root.resolve()):
        return "other"
    try:
        theirs = json.loads(page.read_text(encoding="utf-8"))
        parts = PurePosixPath(path).parts
        # A trainer's Lab shows the course and, beside it, the trainer's work folder.
        for place in (place for place, part in enumerate(parts) if part in PARTS):
            own = is_own(theirs, "/".join(parts[place:]))
            if own is not None:
                return _written_by_people(course_root().joinpath(*parts[place:])) or ("own" if own else "other")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no page, or a damaged one
        pass
    return "other"


def _written_by_people(original: Path) -> str:
    cells = json.loads(original.read_text(encoding="utf-8"))["cells"]
    code = [cell["metadata"].get("nbgrader", {}) for cell in cells if cell["cell_type"] == "code"]
    return "code" if any(cell.get("solution") for cell in code) else ""


class PageKind(APIHandler):
    """Tells Lab's page whether it may run by itself."""

    @web.authenticated
    def get(self) -> None:
        root = Path(self.settings["server_root_dir"]).expanduser()
        self.finish({"kind": page_kind(root, self.get_query_argument("path"))})


def _load_jupyter_server_extension(app: Any) -> None:
    app.web_app.add_handlers(".*$", [(app.web_app.settings["base_url"].rstrip("/") + "/equityqi/page", PageKind)])
