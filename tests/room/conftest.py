"""A room on this computer, its server in the same loop as the test's own requests."""

import asyncio
import datetime as dt
import getpass
import json
import os
import shutil
import socket
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from equityqi.room import store
from equityqi.room.opening import open_room
from equityqi.room.server import make_server

DAY = dt.date(2026, 6, 16)
CASE = "a-blood-pressure"


def alone(coroutine):
    """Return what a coroutine returns, run in a thread of its own: a browser that an earlier test opened has a loop
    running in this one.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def rows(engine):
    """Return how many rows each table of a store has."""
    with store.reading(engine) as at:
        return {
            table.name: at.execute(select(func.count()).select_from(table)).scalar()
            for table in store.tables.sorted_tables
            if table.name != "setting"
        }


class Visitor:
    """Somebody with a browser's cookies."""

    def __init__(self, server, room):
        self.server, self.room, self.cookies = server, room, {}
        self.base = f"http://127.0.0.1:{server.network.port}"

    async def ask(self, path, body=None, method=None, headers=(), host=None):
        """Return the reply to one request; ``path`` counts from the room's, or from the root with a slash."""
        address = self.base + (path if path.startswith("/") else f"/r/{self.room.code}/{path}")
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **dict(headers)}
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        if (
            getattr(self, "server", None) and self.server.network.behind_proxy and not host and not headers
        ):  # what the proxy sends
            host, sent["X-Forwarded-Proto"] = self.server.network.host, "https"
        if host:
            sent["Host"] = host
        method = method or ("GET" if body is None else "POST")
        request = HTTPRequest(address, method, sent, data, follow_redirects=False, request_timeout=10)
        reply = await AsyncHTTPClient().fetch(request, raise_error=False)
        for cookie in reply.headers.get_list("Set-Cookie"):
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        reply.held = json.loads(reply.body) if reply.body[:1] == b"{" else {}
        return reply

    async def join(self):
        assert (await self.ask("join", {})).code == 200
        return self

    async def enter(self, kind):
        assert (await self.ask(f"{kind}/enter", {"key": self.server.key(self.room, kind)})).code == 200
        return self

    async def vote(self, choice):
        poll = (await self.ask("state")).held["vote"]["rounds"][-1]["id"]
        return await self.ask("vote", {"poll": poll, "choice": choice}, "PUT")

    async def act(self, name, **body):
        return await self.ask(f"lead/{name}", body)


@pytest.fixture
def run():
    """Run a test's own coroutine: it gets what makes a new visitor of a room; ``path``: the file of the store."""

    def _run(work, path=None, https=None, site=None):
        async def within():
            engine = store.open_store(path)
            with socket.socket() as trial:
                trial.bind(("127.0.0.1", 0))
                port = trial.getsockname()[1]
            server = make_server(engine, port, 0, https, site)
            room = server.add(open_room(engine, CASE, DAY, long=8 if https and not https.is_own else 6))
            try:
                return await work(lambda: Visitor(server, room))
            finally:
                AsyncHTTPClient().close()
                await server.network.close()
                engine.dispose()

        return alone(within())

    return _run


class Postgresql:
    """A PostgreSQL server of the test's own, reached by a socket in its folder; each test has a new database there."""

    def __init__(self, programs, folder):
        self.programs, self.folder, self.numbers = programs, folder, count(1)
        self.user = "postgres" if os.geteuid() == 0 else getpass.getuser()  # PostgreSQL refuses to run as root
        shutil.chown(folder, self.user)
        self.run("initdb", "-D", folder / "data", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
        self.start()

    def run(self, program, *words):
        command = [self.programs / program, *words]
        with (self.folder / "log").open("ab") as log:  # not a pipe: the server would hold it open
            subprocess.run(command, user=self.user, cwd="/", stdout=log, stderr=log, check=True, env={"LC_ALL": "C"})

    def start(self):
        settings = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c shared_buffers=8MB"
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-o", settings, "-l", self.folder / "data/log", "start")

    def crash(self):
        """End it at once, with nothing written that a commit had not written."""
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def database(self):
        name = f"room{next(self.numbers)}"
        self.run("createdb", "-h", self.folder, "-U", "postgres", name)
        return f"postgresql://postgres@/{name}?host={self.folder}"


@pytest.fixture(scope="session")
def postgresql():
    """Debian's PostgreSQL, started by the test; CI installs it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL isn't installed on this computer")
    with tempfile.TemporaryDirectory(prefix="equityqi-pg-", ignore_cleanup_errors=True) as folder:
        server = Postgresql(found[-1].parent, Path(folder))
        try:
            yield server
        finally:
            server.crash()
