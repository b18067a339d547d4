"""What the bar above a learner's page says: the pages in reading order, and how much of each is answered."""

from __future__ import annotations

import asyncio
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

from equityqi.workfolder.where_next import pages_so_far

TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
ASKS = re.compile(r"""^\s*ask\(\s*["']([a-z0-9-]+)["']""", re.MULTILINE)
SESSION = re.compile(r"session-(\d+)")
TRAINERS = (  # the trainer's pages, in reading order
    "home", "prepare", "session", "facilitators", "on-teams", "in-the-room", "hard-conversations", "collect",
    "follow-up",
)  # fmt: skip


@dataclass(frozen=True)
class PageEntry:
    """One page: where it is, its title, its session (0 for none), how many questions it asks and has answers to, and
    how many of a lesson's were checked and are right.
    """

    path: str
    title: str
    session: int
    asked: int
    answered: int
    right: int = 0


def _cells(page: Path) -> list[dict[str, Any]]:
    try:
        cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
        return [{"kind": cell["cell_type"], "source": "".join(cell["source"])} for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _answered(work: Path) -> set[str]:
    found = set()
    for path in work.glob("exercises/*/*.answers.json"):
        try:
            answers = json.loads(path.read_text(encoding="utf-8"))["answers"]
            found |= {id for id, value in answers.items() if value not in (None, "", [], {})}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def _right(work: Path) -> dict[str, int]:
    try:
        return {page.path: page.right for page in pages_so_far(work, marked=True)}
    except (OSError, ValueError):  # the page itself says what is wrong
        return {}


def contents(work: Path, root: Path | None = None) -> list[PageEntry]:
    """Return the pages of a work folder in reading order: the start page, the lessons, their exercises, then the rest.
    With the ``root`` of a trainer's Lab, which paths count from, the trainer's own pages come first.

    A page that cannot be read is left out.
    """
    course, answered, right, entries = work / "course", _answered(work), _right(work), []
    lessons = sorted(course.glob("session-*/*.ipynb"))
    first, rest = course / "00-start.ipynb", sorted(course.glob("*.ipynb"))
    trainers = [course / "trainer" / f"{name}.ipynb" for name in TRAINERS] if root else []
    pages = [
        *trainers,
        first,
        *lessons,
        *sorted(work.glob("exercises/*/*.ipynb")),
        *(page for page in rest if page != first),
    ]
    for page in pages:
        cells = _cells(page)
        title = next(
            (line[1] for cell in cells if cell["kind"] == "markdown" and (line := TITLE.search(cell["source"]))), ""
        )
        if not title:
            continue
        asked = {id for cell in cells if cell["kind"] == "code" for id in ASKS.findall(cell["source"])}
        session = SESSION.fullmatch(page.parent.name)
        path = page.relative_to(work).as_posix()
        counts = len(asked), len(asked & answered), right.get(path, 0)
        path = page.relative_to(root or work).as_posix()
        entries.append(PageEntry(path, title.strip(), int(session[1]) if session else 0, *counts))
    return entries


class Contents(APIHandler):
    """Gives a learner's page the list of pages."""

    @web.authenticated
    async def get(self) -> None:
        root = Path(self.settings["server_root_dir"]).expanduser()
        trainers = (os.environ.get("EQUITYQI_PROFILE") == "trainer") and Path(os.environ["EQUITYQI_WORK"])
        pages = await asyncio.to_thread(contents, *((trainers, root) if trainers else (root,)))
        self.finish({"pages": [asdict(page) for page in pages]})


def _load_jupyter_server_extension(app: Any) -> None:
    app.web_app.add_handlers(".*$", [(app.web_app.settings["base_url"].rstrip("/") + "/equityqi/contents", Contents)])
