"""Formgrader on the gradebook of the last marking: a small server of its own, which ends with the one that started it.

It is an extension of a trainer's Lab, and started as a module it is that second server.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from jupyter_server.auth import Authorizer
from jupyter_server.base.handlers import APIHandler
from jupyter_server.serverapp import ServerApp
from nbgrader.apps import NbGraderAPI
from tornado import web

from equityqi.lab.last_marking import last_gradebook
from equityqi.lab.launch import CouldNotStart, free_port, settings_environment

PROFILE, HOME = "marking", "formgrader/gradebook"
WORK = "EQUITYQI_WORK"  # the trainer's work folder, in Lab's environment
SECONDS = 30
FAILED = "Formgrader did not start. Close other Jupyter windows, then press the button again."


class Formgrader:
    """The server on one gradebook, started when it is first asked for."""

    def __init__(self, work: Path):
        self._work = work
        self._lock = threading.Lock()
        self._server: subprocess.Popen | None = None
        self._gradebook: Path | None = None
        self._address = ""

    def address(self) -> str:
        """Return the address of the last marking's formgrader, once it answers. Raises :class:`CouldNotStart`."""
        with self._lock:
            gradebook = last_gradebook(self._work.parent)
            if self._server and self._server.poll() is None and gradebook == self._gradebook:
                return self._address
            self.close()
            token, port = secrets.token_hex(24), free_port()
            environment = settings_environment(PROFILE, self._work) | {"JUPYTER_TOKEN": token}
            command = [sys.executable, "-m", __name__, "--no-browser", f"--ServerApp.root_dir={gradebook}"]
            command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
            if hasattr(os, "geteuid") and os.geteuid() == 0:
                command.append("--allow-root")
            self._server = subprocess.Popen(
                command, env=environment, cwd=gradebook, stdin=subprocess.PIPE, start_new_session=True
            )
            self._gradebook, self._address = gradebook, f"http://127.0.0.1:{port}/{HOME}?token={token}"
            self._wait()
            return self._address

    def _wait(self) -> None:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and self._server and self._server.poll() is None:
            try:
                with urllib.request.urlopen(self._address, timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.close()
        raise CouldNotStart(FAILED)

    def close(self) -> None:
        """End the server, if it runs."""
        if self._server:
            with self._server:
                self._server.terminate()
            self._server = None


# ---- In a trainer's Lab


class OpenFormgrader(APIHandler):
    """Starts formgrader and says where it is; a sentence where that fails."""

    def initialize(self, formgrader: Formgrader) -> None:
        self._formgrader = formgrader

    @web.authenticated
    async def post(self) -> None:
        try:
            self.finish({"address": await asyncio.to_thread(self._formgrader.address)})
        except (CouldNotStart, OSError) as error:
            self.finish({"failed": str(error)})


def _load_jupyter_server_extension(app: Any) -> None:
    formgrader = Formgrader(Path(os.environ[WORK]))
    place = app.web_app.settings["base_url"].rstrip("/") + "/equityqi/formgrader"
    app.web_app.add_handlers(".*$", [(place, OpenFormgrader, {"formgrader": formgrader})])


# ---- The second server


class FormgraderOnly(Authorizer):
    """Lets nobody use what a Jupyter server has beside formgrader's own pages: kernels, files, terminals."""

    def is_authorized(self, *_: Any) -> bool:
        return False


def _end_with_the_parent() -> None:
    while os.read(0, 1024):  # nothing comes once the other side of the pipe is gone, even if it was killed
        pass
    os._exit(0)


if __name__ == "__main__":
    # Formgrader would count what is in a folder of submissions, and show 0: marking makes no copy of the hand-ins.
    NbGraderAPI.get_submitted_students = NbGraderAPI.get_autograded_students
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    ServerApp.launch_instance()
