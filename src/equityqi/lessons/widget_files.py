"""The files behind a widget, one after the other: what all forms share stands first."""

from __future__ import annotations

from pathlib import Path


def script(*names: str) -> str:
    """Return the module of a widget: ``in_lab.js``, then its own files."""
    return together("in_lab.js", *names)


def together(*names: str) -> str:
    """Return files of this folder as one text."""
    return "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in names)
