"""The course by a link, served by the room, with a thin bar that says where the room is. Over https only: on a local
network the address changes from one session to the next, and answers that a browser saved would be lost.
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from equityqi.files import WEB_TYPES
from equityqi.room.visitors import Visit

LEARN = "/learn"
POLICY = (  # Python runs in the browser there; the room's own pages have a stricter one
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
)
BAR = b'<script type="module" src="/files/bar.js"></script>'
PART = 64 * 1024
NEVER_CHANGES = ("live-", "questions-", "pyodide-")  # a hash is in the name of these folders
NOT_HERE = "The course's pages aren't in this room. Open the course by the link that your trainer sent."
NOT_SECURE = (
    "The course's pages need https, so that your answers are still there next time. Open the course by the link that"
    " your trainer sent."
)


def learn_path(site: Path, case: str) -> str:
    """Return where a case's pages are: a site of several cases has a folder for each."""
    return f"{LEARN}/{case}" if (site / case).is_dir() else LEARN


class Learn(Visit):
    """One file of the site."""

    needs_room = False

    async def get(self, path: str | None) -> None:
        if not self.is_safe_way:
            raise HTTPError(HTTPStatus.FORBIDDEN, reason=NOT_SECURE)
        site, path = self.application.site, path or ""
        index = _inside(site, f"{path or '.'}/index.html")
        if index and not self.request.path.endswith("/"):  # the page's own links would lead a folder too high
            self.redirect(f"{self.request.path}/")
            return
        file = index or (None if path.endswith("/") else _inside(site, path))
        if not file:
            raise HTTPError(HTTPStatus.NOT_FOUND, reason=NOT_HERE)
        kind = WEB_TYPES.get(file.suffix, WEB_TYPES[""])
        hashed = any(part.startswith(NEVER_CHANGES) for part in PurePosixPath(path).parts)
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Content-Type", kind)
        self.set_header("Cache-Control", "max-age=31536000, immutable" if hashed else "no-cache")
        if file.suffix == ".html":
            self.finish(file.read_bytes().replace(b"</body>", BAR + b"</body>"))
            return
        self.set_header("Content-Length", str(file.stat().st_size))
        try:
            with file.open("rb") as held:
                while part := held.read(PART):
                    self.write(part)
                    await self.flush()
        except StreamClosedError:
            return  # the browser went on before it had all of it


def _inside(site: Path | None, path: str) -> Path | None:
    """Return a file of the site, None for what is outside or isn't there."""
    if not site:
        return None
    try:
        file = (site / path).resolve(strict=True)
    except (ValueError, OSError):  # a zero in its name, or one that is too long for this computer
        return None
    return file if site.resolve() in file.parents and file.is_file() else None


def site_routes() -> list[tuple[Any, ...]]:
    """Return the route of the site."""
    return [(rf"{LEARN}(?:/(?P<path>.*))?", Learn)]
