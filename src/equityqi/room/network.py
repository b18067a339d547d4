"""The ways into a room: this computer only, until the trainer lets phones in by one of its network cards."""

from __future__ import annotations

import io
import ipaddress
import os
import socket
from collections.abc import Iterator

import psutil
import segno
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

FIRST_PORT, PORTS = 8765, 20
HERE = "127.0.0.1"


class NoWay(OSError):
    """The room can't be reached this way; ``str()`` is one sentence for the trainer."""


class Network:
    """Where the server listens. It begins on this computer alone."""

    def __init__(self, server: HTTPServer, port: int | None = None):
        self._server = server
        self.port = port or next(_free_ports())
        self.open = ""  # the address that phones use
        try:
            server.add_sockets(bind_sockets(self.port, HERE, socket.AF_INET))
        except OSError as error:
            raise NoWay(
                f"Port {self.port} is in use by another program. Leave out --port, or choose another number, such as"
                f" {self.port + 1}."
            ) from error
        self._listens = {HERE}

    @property
    def hosts(self) -> set[str]:
        """What a request may give as its host: anything else is another site that points here."""
        names = {HERE, "localhost", *([self.open] if self.open else [])}
        return {f"{name}:{self.port}" for name in names}

    @property
    def address(self) -> str:
        """Host and port for phones, or "" while they can't come in."""
        return f"{self.open}:{self.port}" if self.open else ""

    def let_in(self, address: str) -> None:
        """Listen on one network card too. Raises :class:`NoWay`."""
        if address not in addresses():
            raise NoWay("This computer no longer has that address. Choose one from the list.")
        if address not in self._listens:
            try:
                self._server.add_sockets(bind_sockets(self.port, address, socket.AF_INET))
            except OSError as error:
                raise NoWay(
                    f"This computer doesn't let the room listen on {address} ({error.strerror}). Use cards and the"
                    " chat, which need no network."
                ) from error
            self._listens.add(address)
        self.open = address

    def shut(self) -> None:
        """Take no more requests by that address."""
        self.open = ""


def _free_ports() -> Iterator[int]:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        with socket.socket() as trial:
            if os.name != "nt":  # a port that was in use a moment ago is free; on Windows this would let two share it
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HERE, port))
            except OSError:
                continue
        yield port
    raise NoWay("No free port was found. Close other programs, or start the computer again.")


def addresses() -> list[str]:
    """Return the addresses of this computer's network cards that a phone in the same room may reach, likely ones
    first.
    """
    found = [
        one.address
        for cards in psutil.net_if_addrs().values()
        for one in cards
        if one.family == socket.AF_INET and ipaddress.ip_address(one.address).is_private and one.address != HERE
    ]
    return sorted(set(found), key=lambda one: (not one.startswith("192.168."), one))


def qr(address: str) -> bytes:
    """Return the picture that opens an address, as SVG.

    >>> b"<svg" in qr("http://192.168.1.5:8765/K7M4RP")
    True
    """
    held = io.BytesIO()
    segno.make(address, error="m", micro=False).save(held, kind="svg", border=2, xmldecl=False, omitsize=True)
    return held.getvalue()
