"""An extension of the course's own server: it says which version it is, and ends with the start.py that began it."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

from equityqi import __version__
from equityqi.lab.launch import ENDS_WITH
from equityqi.lab.running import COURSE

SECONDS = 3  # for an orderly end; a page that is in the middle of a long calculation would take longer


class Course(APIHandler):
    """Says which version of the course this server was started with."""

    @web.authenticated
    def get(self) -> None:
        self.finish({"version": __version__})


def _end_with_the_start(app: Any) -> None:
    """Wait until whoever started this server is gone, however it ended; then end, with all the kernels."""
    with suppress(OSError):
        while os.read(0, 1024):  # nothing comes once the other side of the pipe is gone, even if it was killed
            pass
    app.io_loop.add_callback(app.stop)
    time.sleep(SECONDS)
    for kernel in list(app.kernel_manager.list_kernel_ids()):
        with suppress(Exception):  # one that is gone by now
            _kill(app.kernel_manager.get_kernel(kernel).provisioner)
    os._exit(0)


def _kill(kernel: Any) -> None:
    """End a kernel at once, with what it started itself, where the system knows of that."""
    if kernel.pgid and hasattr(os, "killpg"):
        os.killpg(kernel.pgid, signal.SIGKILL)
    elif kernel.process:
        kernel.process.kill()


def _load_jupyter_server_extension(app: Any) -> None:
    place = app.web_app.settings["base_url"].rstrip("/") + "/" + COURSE
    app.web_app.add_handlers(".*$", [(place, Course)])
    if os.environ.pop(ENDS_WITH, ""):
        # Ctrl+C and a closed window close the pipe too. That end is an orderly one; these would leave kernels alone.
        for name in {"SIGINT", "SIGHUP"} & set(dir(signal)):
            signal.signal(getattr(signal, name), lambda *_: None)
        threading.Thread(target=_end_with_the_start, args=(app,), daemon=True).start()
