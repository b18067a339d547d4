"""The newest whole picture for everybody who listens, never a queue: a phone that sleeps costs nothing, and one that
comes back needs no replay.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

SLOWEST, LISTENERS_A_SECOND, PING = 0.25, 2000, 10.0


class Feed:
    """One picture of one room. ``draw`` returns it as bytes of JSON; it is drawn once for all who listen."""

    def __init__(self, draw: Callable[[], bytes]):
        self._draw = draw
        self.listeners = 0
        self.number = 0
        self._bytes: bytes | None = None
        self._waiting: set[asyncio.Future[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._published = 0.0

    @property
    def picture(self) -> bytes:
        """The picture as it is now."""
        if self._bytes is None:
            self._bytes = self._draw()
        return self._bytes

    def changed(self) -> None:
        """Something changed: all who listen get the new picture, at once or a moment after the last one."""
        self._bytes = None
        self.number += 1
        if self._timer is None and self.listeners:
            loop = asyncio.get_running_loop()
            gap = max(SLOWEST, self.listeners / LISTENERS_A_SECOND)
            self._timer = loop.call_later(max(0.0, self._published + gap - loop.time()), self._publish)

    def _publish(self) -> None:
        self._timer, self._published = None, asyncio.get_running_loop().time()
        waiting, self._waiting = self._waiting, set()
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def next_after(self, number: int) -> bool:
        """Wait until there is a newer picture than ``number``; False where nothing came for so long that the line needs
        a sign of life.
        """
        if self.number > number and self._timer is None:
            return True
        mine = asyncio.get_running_loop().create_future()
        self._waiting.add(mine)
        try:
            async with asyncio.timeout(PING):
                await mine
            return True
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(mine)
