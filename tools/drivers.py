"""Three engines behind two calls, ``go`` and ``js``: Chromium by Playwright, Firefox by WebDriver BiDi, WebKitGTK by
WebDriver.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import sync_playwright
from websocket import WebSocket, create_connection

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FIREFOX, WEBKIT, SCREEN = "firefox-esr", "WebKitWebDriver", "xvfb-run"
WAIT = 60  # seconds for a browser to start, and for one answer


class NotHere(RuntimeError):
    """An engine is not installed; ``str()`` says what to install."""


class Driver(Protocol):
    """A browser with one window."""

    version: str

    def go(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""

    def js(self, script: str) -> Any:
        """Return what an expression is in the page, as plain data."""


def installed(*names: str) -> str:
    """Return the path of the first of these programs that is here. Raises :class:`NotHere`."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise NotHere(f"not here: {names[0]} is not installed")
    return found


class Chromium:
    def __init__(self, page: Any):
        self.page, self.version = page, f"Chromium {page.context.browser.version}"

    def go(self, address: str) -> None:
        self.page.goto(address)

    def js(self, script: str) -> Any:
        return self.page.evaluate(f"() => {script}" if not script.startswith("[") else f"() => ({script})")


@contextmanager
def chromium(scratch: Path) -> Iterator[Chromium]:
    """Start Chromium through Playwright."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=installed(*CHROMIUM), args=["--no-sandbox"])
        try:
            yield Chromium(browser.new_page())
        finally:
            browser.close()


class Firefox:
    """Firefox by its own port, with the commands of WebDriver BiDi."""

    def __init__(self, line: WebSocket):
        self._line, self._last = line, 0
        told = self._do("session.new", capabilities={})["capabilities"]
        self.version = f"Firefox {told['browserVersion']}"
        self._window = self._do("browsingContext.getTree")["contexts"][0]["context"]

    def _do(self, method: str, **params: Any) -> dict[str, Any]:
        self._last += 1
        self._line.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while (told := json.loads(self._line.recv())).get("id") != self._last:
            pass  # news that nobody asked for
        if told["type"] == "error":
            raise RuntimeError(f"{method}: {told['message']}")
        return told["result"]

    def go(self, address: str) -> None:
        self._do("browsingContext.navigate", context=self._window, url=address, wait="complete")

    def js(self, script: str) -> Any:
        asked = {"expression": f"JSON.stringify([{script}].at(-1))", "target": {"context": self._window}}
        told = self._do("script.evaluate", **asked, awaitPromise=True)
        if told["type"] != "success":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return json.loads(told["result"].get("value", "null"))


@contextmanager
def firefox(scratch: Path) -> Iterator[Firefox]:
    """Start Debian's Firefox with a fresh profile."""
    program, port, home = installed(FIREFOX), _free_port(), scratch / "firefox"
    home.mkdir(parents=True)
    command = [
        program,
        "--headless",
        "--no-remote",
        "--profile",
        home,
        f"--remote-debugging-port={port}",
        "about:blank",
    ]
    with _running(command, HOME=str(home)):
        address = f"ws://127.0.0.1:{port}/session"
        line = _patiently(lambda: create_connection(address, timeout=WAIT, suppress_origin=True))
        try:
            yield Firefox(line)
        finally:
            line.close()


class WebKit:
    """WebKitGTK's small browser, by WebDriver over http."""

    def __init__(self, address: str, browser: str):
        self._address = address
        wanted = {"webkitgtk:browserOptions": {"binary": browser, "args": ["--automation"]}}
        told = self._do("/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session, self.version = f"/session/{told['sessionId']}", ""
        self.version = f"WebKitGTK {told['capabilities'].get('browserVersion', '')}".strip()

    def _do(self, path: str, given: dict[str, Any]) -> Any:
        head = {"Content-Type": "application/json"}
        asked = urllib.request.Request(self._address + path, json.dumps(given).encode(), head)
        try:
            with urllib.request.urlopen(asked, timeout=WAIT) as told:
                return json.load(told)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"][:300]) from None

    def go(self, address: str) -> None:
        self._do(f"{self._session}/url", {"url": address})

    def js(self, script: str) -> Any:
        script = f"return JSON.stringify([{script}].at(-1))"
        told = self._do(f"{self._session}/execute/sync", {"script": script, "args": []})
        return json.loads(told or "null")


@contextmanager
def webkit(scratch: Path) -> Iterator[WebKit]:
    """Start WebKitGTK's small browser on a screen that nobody sees."""
    port, home = _free_port(), scratch / "webkit"
    command = [installed(SCREEN), "-a", installed(WEBKIT), f"--port={port}"]
    browser = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), None)
    if browser is None:
        raise NotHere("not here: webkit2gtk-driver’s MiniBrowser is not installed")
    home.mkdir(parents=True)
    as_root = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"} if os.geteuid() == 0 else {}
    with _running(command, HOME=str(home), **as_root):
        address = f"http://127.0.0.1:{port}"
        _patiently(lambda: urllib.request.urlopen(f"{address}/status", timeout=WAIT).close())
        yield WebKit(address, str(browser))


ENGINES = {"Chromium": chromium, "Firefox ESR": firefox, "WebKitGTK": webkit}


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def _patiently(connect: Callable[[], Any]) -> Any:
    end = time.monotonic() + WAIT
    while True:
        try:
            return connect()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@contextmanager
def _running(command: list, **more: str) -> Iterator[None]:
    """Run a program and all that it starts; end them all."""
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(command, env={**os.environ, **more}, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(started.pid, 15)
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, 9)
