"""The ways into a room: this computer only, until the trainer lets phones in by one of its network cards."""

from __future__ import annotations

import io
import os
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import segno
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

FIRST_PORT, PORTS = 8765, 20
HERE = "127.0.0.1"
NOT_CONNECTED = "169.254."  # a card gives itself such an address while nothing is at its other end
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{2,5})?", re.IGNORECASE)


class NoWay(OSError):
    """The room can't be reached this way; ``str()`` is one sentence for the trainer."""


@dataclass(frozen=True)
class Https:
    """How people reach the room over https. ``name`` is the host in the address that they open.

    With ``certificate`` and ``key`` the room speaks https itself, at its own port. Without them a proxy on this
    computer does, and the room believes what it says of the connection (``X-Forwarded-Proto``).
    """

    name: str
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_own(self) -> bool:
        """Whether the room speaks https itself."""
        return self.certificate is not None

    def context(self) -> ssl.SSLContext:
        """Return what the server needs to speak https. Raises :class:`NoWay`."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            made.load_cert_chain(str(self.certificate), str(self.key))
        except OSError as error:  # ssl.SSLError is one
            raise NoWay(
                f"The certificate {self.certificate} and the key {self.key} can't be used together ({error.strerror})."
                " Ask whoever made them for both as PEM files, the key without a password."
            ) from None
        return made


def https_of(address: str, certificate: Path | None, key: Path | None) -> Https | None:
    """Return how the room is reached over https, None for plain http. Raises :class:`NoWay` where a part is missing.

    >>> https_of("https://room.example.org/", None, None)
    Https(name='room.example.org', certificate=None, key=None)
    """
    if not address and not certificate and not key:
        return None
    name = address.strip().removeprefix("https://").rstrip("/").lower()
    if not HOST.fullmatch(name):
        raise NoWay("Add the address that people open, such as --address https://room.example.org.")
    if bool(certificate) != bool(key):
        raise NoWay("A certificate needs its key, and a key its certificate: give both --certificate and --key.")
    if certificate and ":" in name:
        raise NoWay("Leave the port out of --address. To choose one, use --port.")
    return Https(name, certificate, key)


class Network:
    """Where the server listens. It begins on this computer alone; behind a proxy it stays there."""

    def __init__(
        self, server: HTTPServer, port: int | None = None, https: Https | None = None, secure: HTTPServer | None = None
    ):
        self._servers, self._https = [server, *([secure] if secure else [])], https
        self.port = port or next(_free_ports())
        self.card = ""  # the address of the network card by which phones come in
        try:
            server.add_sockets(bind_sockets(self.port, HERE, socket.AF_INET))
        except OSError as error:
            raise NoWay(
                f"Port {self.port} is in use by another program. Leave out --port, or choose another number, such as"
                f" {self.port + 1}."
            ) from error
        self._listens = {HERE}

    @property
    def behind_proxy(self) -> bool:
        """Whether phones come in by a proxy, and so don't need a network card of this computer."""
        return bool(self._https and not self._https.is_own)

    @property
    def is_secure(self) -> bool:
        """Whether phones come in over https."""
        return self._https is not None

    @property
    def host(self) -> str:
        """Host and port that phones ask for, or "" while they can't come in."""
        if self._https and not self._https.is_own:
            return self._https.name
        return f"{self._https.name if self._https else self.card}:{self.port}" if self.card else ""

    @property
    def hosts(self) -> set[str]:
        """What a request may give as its host: anything else is another site that points here."""
        return {f"{HERE}:{self.port}", f"localhost:{self.port}", *([self.host] if self.host else [])}

    @property
    def base(self) -> str:
        """The address that phones open, without a code, or "" while they can't come in."""
        return f"http{'s' if self._https else ''}://{self.host}" if self.host else ""

    @property
    def shown(self) -> str:
        """The same as people type it: a browser adds http:// by itself, but not https://."""
        return self.base if self._https else self.host

    def let_in(self, address: str) -> None:
        """Listen on one network card, in place of another one. Raises :class:`NoWay`."""
        if address not in [one.address for one in cards()]:
            raise NoWay("This computer no longer has that address. Choose one from the list.")
        if address not in self._listens:
            try:
                self._servers[-1].add_sockets(bind_sockets(self.port, address, socket.AF_INET))
            except OSError as error:
                raise NoWay(
                    f"This computer doesn't let the room listen on {address} ({error.strerror}). Use cards and the"
                    " chat, which need no network."
                ) from error
            self._listens.add(address)
        self.card = address

    async def close(self) -> None:
        """Stop listening, and end what is under way."""
        for server in self._servers:
            server.stop()
            await server.close_all_connections()


def servers(application: Any, https: Https | None, **sizes: int) -> tuple[HTTPServer, HTTPServer | None]:
    """Return the server for this computer, and one that speaks https to phones if the room does that itself. Raises
    :class:`NoWay`.
    """
    plain = HTTPServer(application, xheaders=bool(https and not https.is_own), **sizes)
    secure = HTTPServer(application, ssl_options=https.context(), **sizes) if https and https.is_own else None
    return plain, secure


def _free_ports() -> Iterator[int]:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        if is_free(port):
            yield port
    raise NoWay("No free port was found. Close other programs, or start the computer again.")


def is_free(port: int) -> bool:
    """Tell whether nothing listens at a port of this computer."""
    with socket.socket() as trial:
        if os.name != "nt":  # a port that was in use a moment ago is free; on Windows this would let two share it
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HERE, port))
        except OSError:
            return False
    return True


@dataclass(frozen=True)
class Card:
    """One address of a network card; ``name`` is the card's on this computer, such as Wi-Fi."""

    address: str
    name: str

    @property
    def connected(self) -> bool:
        """Whether a network gave the card its address.

        >>> Card("169.254.8.1", "Ethernet").connected
        False
        """
        return not self.address.startswith(NOT_CONNECTED)


def cards() -> list[Card]:
    """Return every address that a phone may reach this computer by. The one that leads out of the house comes first,
    cards that aren't connected last: which one the room's Wi-Fi is, only the trainer can say.
    """
    found = {
        one.address: name
        for name, held in psutil.net_if_addrs().items()
        for one in held
        if one.family == socket.AF_INET and not one.address.startswith("127.")
    }
    out = _leads_out()
    made = [Card(address, name) for address, name in found.items()]
    return sorted(made, key=lambda one: (not one.connected, one.address != out, one.address))


def _leads_out() -> str:
    """Return the address that this computer would send from; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.connect(("192.0.2.1", 9))
            return trial.getsockname()[0]
        except OSError:
            return ""


def qr(address: str) -> bytes:
    """Return the picture that opens an address, as SVG.

    >>> b"<svg" in qr("http://192.168.1.5:8765/K7M4RP")
    True
    """
    held = io.BytesIO()
    segno.make(address, error="m", micro=False).save(held, kind="svg", border=2, xmldecl=False, omitsize=True)
    return held.getvalue()
