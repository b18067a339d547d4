"""Codes, keys and limits: who may come in, and how often anybody may write."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"  # none of these is taken for another, on a screen or aloud
LONG, LONG_ONLINE = 6, 8  # online anybody can try codes, not only who is on the Wi-Fi
MOST_SEATS = 250
WRITES, WITHIN = 30, 60.0  # of one seat, in so many seconds
WRONG_CODES = 60  # that wait for their answer at once
JOINS = 120  # of one room, in the same time: nobody fills it from one window
A_DAY = 86_400.0
NOTES, SHEETS, HAND_INS = 20, 12, 10  # of one seat in a day; sheets: of one name, since people may share a phone


def new_code(long: int = LONG) -> str:
    """Return a code of so many letters and digits.

    >>> len(new_code())
    6
    """
    return "".join(secrets.choice(LETTERS) for _ in range(long))


def in_groups(code: str) -> str:
    """Return a code as it is shown.

    >>> in_groups("K7M4RP"), in_groups("K7M4RP3A")
    ('K7M 4RP', 'K7M4 RP3A')
    """
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def as_code(typed: str) -> str:
    """Return the code that somebody typed, whatever spaces and small letters are in it.

    >>> as_code(" k7m-4rp")
    'K7M4RP'
    """
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())[:12]


def new_id() -> str:
    """Return a random id of 128 bits."""
    return secrets.token_urlsafe(16)


def is_own_id(id: object) -> bool:
    """Tell whether this is an id as a phone makes it for what it sends: 16 hex digits.

    >>> is_own_id("00ff00ff00ff00ff"), is_own_id("../")
    (True, False)
    """
    return isinstance(id, str) and len(id) == 16 and set(id) <= set("0123456789abcdef")


def key_of(secret: str, code: str, kind: str) -> str:
    """Return the key of a room's trainer ("lead") or projector ("screen"); a restart does not change it."""
    return hmac.new(secret.encode(), f"{kind}:{code}".encode(), hashlib.sha256).hexdigest()[:43]


def same(one: str, other: str) -> bool:
    """Compare two keys in constant time."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


class Limit:
    """At most so many of a kind by one key within some seconds; a key that rests is forgotten."""

    def __init__(self, most: int, within: float = WITHIN, clock: Callable[[], float] = time.monotonic):
        self.most, self.within, self._clock = most, within, clock
        self._began: dict[str, tuple[float, int]] = {}

    def allows(self, key: str) -> bool:
        """Count one more, and return whether it is within the limit.

        >>> limit = Limit(2, clock=lambda: 0.0)
        >>> [limit.allows("a"), limit.allows("a"), limit.allows("a"), limit.allows("b")]
        [True, True, False, True]
        """
        now, allowed = self._clock(), not self.is_reached(key)
        began, many = self._began.get(key, (now, 0))
        if now - began >= self.within:
            began, many = now, 0
        if len(self._began) > 5_000:
            self._began = {one: held for one, held in self._began.items() if now - held[0] < self.within}
        self._began[key] = (began, many + 1)
        return allowed

    def is_reached(self, key: str) -> bool:
        """Tell whether one more would be too many, and count nothing."""
        now = self._clock()
        began, many = self._began.get(key, (now, 0))
        return now - began < self.within and many >= self.most
