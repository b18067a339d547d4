"""What a form sends to the page's Python: on a busy computer one message may overtake another."""

from __future__ import annotations


def numbered(content: dict) -> tuple[str, int]:
    """Return which copy of a form a message comes from, and its number there.

    >>> numbered({"token": "mfz3-a1b2c3-12"})
    ('mfz3-a1b2c3', 12)
    """
    copy, _, number = str(content.get("token")).rpartition("-")
    return copy, int(number) if number.isdecimal() else 0
