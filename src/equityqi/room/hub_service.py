"""Hand-ins from people on a JupyterHub: a service of the Hub, which says who they are.

It's a program of its own, without votes or notes: what knows names never sees a vote. It keeps nothing but hand-ins.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.log import app_log, gen_log
from tornado.web import HTTPError

from equityqi.room.hand_ins import HAND_INS, put
from equityqi.room.network import NoWay
from equityqi.room.page_server import PageServer
from equityqi.room.routes import File
from equityqi.room.sheet_routes import Received
from equityqi.room.visitors import Visit
from equityqi.workfolder.prepare import WorkError, plain_name

try:
    from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
except ImportError:  # only a Hub's own Python has it

    class HubOAuthenticated:
        """JupyterHub's own class, where it isn't installed."""

    HubOAuthCallbackHandler = None

NO_HUB = "This is for a JupyterHub, which starts it as a service. deploy/hand-ins/README.md shows how."
NO_JUPYTERHUB = (
    "JupyterHub isn't installed in this Python. Install the version that your Hub has: pip install jupyterhub==VERSION"
)
NO_PORT = "The service can't listen at {address} ({why}). Check its url in the Hub's settings."
LOG_IN = "You were logged out, so this wasn't sent. Load the page again, then send it once more."
NOT_ALLOWED = "Your account can't hand in here. Ask whoever looks after the Hub to allow it."
SAFE = re.compile(r"[a-z0-9][a-z0-9.@+_-]{0,79}")


def file_of(name: str) -> str:
    """Return the name of the file of one person on the Hub: ``mark`` knows them by it, and no two people share one.

    >>> file_of("asha.patel@example.org"), file_of("../Zoë")
    ('hand-in-asha.patel@example.org.zip', 'hand-in-zoë-8840d1.zip')
    """
    if SAFE.fullmatch(name):
        return f"hand-in-{name}.zip"
    digits = hashlib.sha256(name.encode()).hexdigest()[:6]
    try:
        return f"hand-in-{plain_name(name)}-{digits}.zip"
    except WorkError:
        return f"hand-in-{digits}.zip"


class OnHub(Visit):
    """A request that came by the Hub's own address."""

    async def prepare(self) -> None:
        if self.request.method not in ("GET", "HEAD"):
            self.check_origin()


class PageFile(OnHub, File):
    """A style sheet or a script of the page."""


class Person(HubOAuthenticated, OnHub):
    """A request from somebody whom the Hub knows, by its own cookie."""


class SendPage(Person):
    """The page on which people choose their file; who isn't logged in goes by the Hub first."""

    def get(self) -> None:
        if self.current_user:
            self.application.show_page(self, "hub.html", self.current_user["name"], self.xsrf_token.decode())
            return
        try:
            self.redirect(self.get_login_url())
        except HTTPError:
            raise HTTPError(HTTPStatus.FORBIDDEN, reason=NOT_ALLOWED) from None


class HubHandIn(Person, Received):
    """One hand-in. A later one takes its place: the Hub says that it's from the same person."""

    async def prepare(self) -> None:
        await super().prepare()
        if not self.current_user:
            raise HTTPError(HTTPStatus.FORBIDDEN, reason=LOG_IN)
        self.allow_size()

    async def put(self) -> None:
        await self.keep_it(put, self.application.folder / file_of(self.current_user["name"]))


class HubService(PageServer):
    """The application: the page, and the hand-in that is sent from it."""

    def __init__(self, folder: Path, prefix: str):
        self.folder, at = folder, re.escape(prefix)
        pages = [(at, SendPage), (rf"{at}hand-in", HubHandIn), (rf"{at}files/(?P<name>[^/]+)", PageFile)]
        callback = [(rf"{at}oauth_callback", HubOAuthCallbackHandler)] if HubOAuthCallbackHandler else []
        super().__init__([*pages, *callback], secrets.token_urlsafe(32), prefix, "Hand in")


async def serve_hub(place: Path, environ: Mapping[str, str], ready: Callable[[str], None]) -> None:
    """Collect hand-ins until the Hub stops it; ``ready`` gets the folder. Raises
    :class:`equityqi.room.network.NoWay`.
    """
    prefix, address = environ.get("JUPYTERHUB_SERVICE_PREFIX", ""), environ.get("JUPYTERHUB_SERVICE_URL", "")
    if "/services/" not in prefix or not address:
        raise NoWay(NO_HUB)
    if not HubOAuthCallbackHandler:
        raise NoWay(NO_JUPYTERHUB)
    for log in (app_log, gen_log):  # JupyterHub writes there who logged in
        log.setLevel(logging.ERROR)
    folder = place / HAND_INS
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # a Hub's people may have accounts on this computer
    at = urlsplit(address)
    try:
        HTTPServer(HubService(folder, prefix), max_body_size=4 * 1024).listen(at.port, at.hostname)
    except OSError as error:
        raise NoWay(NO_PORT.format(address=address, why=error.strerror)) from None
    ready(str(folder))
    await asyncio.Event().wait()
