"""The course's mark, gaps that close, as the icon of an app."""

from __future__ import annotations

import struct
import zlib

import numpy as np

SIZES = (192, 512)
PAPER, LINE, LEAST, BEST = (255, 253, 248), (29, 79, 145), (123, 45, 110), (0, 122, 120)
GAPS = ((7, 5), (14, 8), (21, 11))  # how far down each is, and where it begins, in a square of 28
ROOM = 6  # around the square, so that a round icon cuts nothing off


def icons() -> dict[str, bytes]:
    """Return the icons by the name of their file."""
    return {f"icon-{side}.png": icon(side) for side in SIZES}


def icon(side: int) -> bytes:
    """Return the mark as a square PNG.

    >>> icon(32)[:8] == b"\\x89PNG\\r\\n\\x1a\\n"
    True
    """
    unit = (28 + 2 * ROOM) / side
    down, across = (np.mgrid[:side, :side] + 0.5) * unit - ROOM
    colours = np.full((side, side, 3), PAPER, dtype=float)
    for line, left in GAPS:
        beside = np.maximum.reduce([left - across, across - (28 - left), np.zeros_like(across)])
        for far, ink in (
            (np.hypot(beside, down - line) - 0.9, LINE),
            (np.hypot(across - left, down - line) - 3.2, LEAST),
            (np.hypot(across - (28 - left), down - line) - 3.2, BEST),
        ):
            share = np.clip(0.5 - far / unit, 0, 1)[..., None]  # the edge of a shape is soft
            colours += (np.array(ink) - colours) * share
    flat = np.round(colours).astype(np.uint8).reshape(side, -1)
    rows = np.hstack([np.zeros((side, 1), np.uint8), flat]).tobytes()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
