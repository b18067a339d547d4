"""Show the site on this computer, with the types of files that browsers insist on."""

from __future__ import annotations

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from equityqi.files import WEB_TYPES


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = WEB_TYPES

    def log_message(self, *_: object) -> None:
        """Say nothing of single requests."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where a browser went on to another page before it had all of this one."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of a folder, for this computer alone; port 0 takes a free one.

    Raises :class:`OSError`, in one sentence, for a port that cannot be used.
    """
    try:
        return _Server(("127.0.0.1", port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise OSError(f"Port {port} cannot be used ({error.strerror}). Give another one with --port.") from None
