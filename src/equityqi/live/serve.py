"""Show the site on this computer, with the types of files that browsers insist on."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Handler(SimpleHTTPRequestHandler):
    """Types are said here: on Windows they would come from the registry, where other programs change them."""

    extensions_map = {
        "": "application/octet-stream", ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
        ".js": "text/javascript", ".json": "application/json",
        ".wasm": "application/wasm", ".zip": "application/zip", ".png": "image/png", ".svg": "image/svg+xml",
    }  # fmt: skip

    def log_message(self, *_: object) -> None:
        """Say nothing of single requests."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of a folder, for this computer alone; port 0 takes a free one.

    Raises :class:`OSError`, in one sentence, for a port that cannot be used.
    """
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise OSError(f"Port {port} cannot be used ({error.strerror}). Give another one with --port.") from None
