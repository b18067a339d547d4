"""The files behind a widget, one after the other: what all forms share stands first."""

from __future__ import annotations

import json
from pathlib import Path

from equityqi.questions.states import ICONS, WORDS

BROWSER = Path(__file__).with_name("browser")


def script(*names: str) -> str:
    """Return the module of a widget: what all forms share, then its own files."""
    states = f"const ICONS = {json.dumps(ICONS)}, WORDS = {json.dumps(WORDS)};"
    return f"{states}\n{together('in_lab.js', 'states.js', *names)}"


def together(*names: str) -> str:
    """Return files of this folder as one text."""
    return "\n".join((BROWSER / name).read_text(encoding="utf-8") for name in names)


def numbered(content: dict) -> tuple[str, int]:
    """Return which copy of a form a message comes from, and its number there.

    >>> numbered({"token": "mfz3-a1b2c3-12"})
    ('mfz3-a1b2c3', 12)
    """
    copy, _, number = str(content.get("token")).rpartition("-")
    return copy, int(number) if number.isdecimal() else 0
