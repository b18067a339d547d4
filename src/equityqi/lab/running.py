"""The courses that run on a work folder: found, shown in the browser, closed; and one start at a time.

Each server keeps a file of its own in the runtime folder of its profile: its address, and its token. A file whose
server is gone is cleared.
"""

from __future__ import annotations

import json
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from equityqi.files import CouldNotWrite, write_atomically
from equityqi.lab.launch import START_PAGE, CouldNotStart

PROFILES = ("learner", "trainer")
COURSE = "equityqi/course"  # where a server says which version of the course it is
SECONDS, SECONDS_TO_OPEN = 10, 90
LOCK = ".opening.lock"
OPENING = "The course is being opened in another window. This window waits for it."
STILL_OPENING = "The course is still being opened in another window. Wait for that one, or close it and start again."
NO_ANSWER = (
    "The course is already open, but it doesn't answer. Close the window that you started it in, then start again."
)
NOT_CLOSED = (
    "Another version of the course is still open, and it didn't close. Close its window yourself, then start again."
)
REDIRECT = (
    '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={url}"><title>The course</title>'
)


@dataclass(frozen=True)
class Running:
    """A server of the course that answers; its version is "" where it does not say (1.0.0 as it came out, say)."""

    profile: str
    url: str
    token: str
    version: str
    info: Path

    def address(self, page: str = START_PAGE) -> str:
        """Return the address of a page, as a person may copy it."""
        return f"{self.url}lab/tree/{page}?token={self.token}"

    def show(self, page: str = START_PAGE) -> None:
        """Open a page in the browser, by way of a file that only this person can read: commands are for all to see."""
        file = self.info.with_name("open.html")
        write_atomically(file, REDIRECT.format(url=self.address(page)), synced=False)
        Thread(target=webbrowser.open, args=(file.as_uri(),)).start()  # a browser in the terminal would hold us up

    def close(self) -> None:
        """End this server and wait until it is gone. Raises :class:`CouldNotStart`."""
        with suppress(OSError, HTTPException):
            _answer(self.url + "api/shutdown", self.token, "POST")
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            try:
                _answer(self.url + COURSE, self.token)
            except HTTPError:
                pass
            except (URLError, HTTPException, OSError) as error:
                if not _slow(error):
                    return _clear(self.info)
            time.sleep(0.1)
        raise CouldNotStart(NOT_CLOSED)


def find_running(work: Path) -> list[Running]:
    """Return the servers that run on a work folder, and clear what killed ones left. Raises :class:`CouldNotStart`."""
    found = []
    for profile in PROFILES:
        for info in sorted((work / f".{profile}" / "runtime").glob("jpserver-*.json")):
            url, token = _address(info)
            version = _version(url, token) if url else None
            if version is None:
                _clear(info)
            else:
                found.append(Running(profile, url, token, version, info))
    return found


def show_running(work: Path, profile: str, page: str) -> None:
    """Open a page of the course that runs in the browser; where that cannot be, its address is in the window."""
    with suppress(CouldNotStart, CouldNotWrite):
        for server in find_running(work):
            if server.profile == profile:
                server.show(page)


def _address(info: Path) -> tuple[str, str]:
    """Return address and token of a server from its file, or "" twice; a server may be writing it just now."""
    for _ in range(20):
        with suppress(OSError, ValueError, KeyError, TypeError):
            said = json.loads(info.read_text(encoding="utf-8"))
            return str(said["url"]), str(said["token"])
        time.sleep(0.05)
    return "", ""


def _version(url: str, token: str) -> str | None:
    """Return which version of the course answers at an address, or None where ours does not."""
    try:
        try:
            return str(_answer(url + COURSE, token)["version"])
        except HTTPError as error:
            if error.code != 404:
                return None  # a server that does not know this token: another one has got the port
            _answer(url + "api/status", token)
            return ""
    except (HTTPException, OSError) as error:
        if _slow(error):
            raise CouldNotStart(NO_ANSWER) from None
        return None


def _answer(url: str, token: str, method: str = "GET") -> dict:
    """Ask a server on this computer, whatever proxy the person has set."""
    request = Request(url, method=method, headers={"Authorization": f"token {token}"})
    with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as reply:
        text = reply.read()
        return json.loads(text) if text else {}


def _slow(error: BaseException) -> bool:
    return isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)


def _clear(info: Path) -> None:
    for file in (info, info.with_name(f"{info.stem}-open.html")):
        with suppress(OSError):
            file.unlink()


@contextmanager
def one_start(work: Path) -> Iterator[None]:
    """Let one start at a time at a work folder; another waits, and says so. Raises :class:`CouldNotStart`."""
    from filelock import FileLock, Timeout  # lazy: filelock costs 15 ms and asyncio

    lock = FileLock(work / LOCK)
    try:
        work.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            print(OPENING, flush=True)
            lock.acquire(timeout=SECONDS_TO_OPEN)
    except Timeout:
        raise CouldNotStart(STILL_OPENING) from None
    except OSError:
        pass  # no lock can be made here: whoever writes into the folder says why
    try:
        yield
    finally:
        lock.release()
