"""How a table was read, remembered by the names of its columns, so that next month's file is read alike."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from equityqi.files import make_folder, write_atomically
from equityqi.owndata.look import Look, look_at
from equityqi.tables.copied_rows import OF_ONE_FILE
from equityqi.tables.known_words import plain_words
from equityqi.tables.text_rows import read_bytes

FILE = "reading.json"  # in own-data/ of a work folder, so that it travels with a person's copy
BESIDE = "equityqi-reading.json"  # beside a table, where somebody asked for it
COLUMNS = ("group", "period", "count", "of", "measure", "rows", "better")  # a sheet has another name next month
_ANY_MEASURE = re.compile(r"(?:measure )?(?:numerator|num|n|number|count|events|yes|value|total)")


def look_as_before(path: Path, memory: Path | None, choose: Mapping[str, str], **more) -> tuple[Look, dict[str, str]]:
    """Return a look at a file, and what was chosen for it: now, or before for columns of these names. Raises as
    :func:`equityqi.owndata.look.look`.
    """
    return look_at_as_before(path.name, read_bytes(path), memory, choose, **more)


def look_at_as_before(
    name: str, data: bytes, memory: Path | None, choose: Mapping[str, str], **more
) -> tuple[Look, dict[str, str]]:
    """Return the same for the bytes of a file."""
    seen = look_at(name, data, choose=choose, **more)
    before = {role: text for role, text in _recalled(memory, seen).items() if role not in choose} if memory else {}
    if not before:
        return seen, dict(choose)
    choose = {**before, **choose}
    seen = look_at(name, data, choose=choose, **more)
    return replace(seen, reading=replace(seen.reading, remembered=True)), choose


def added(choose: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Return what was chosen with what was chosen since; answers on rows are put together.

    >>> added({"group": "ward", "rows": "Leave out C"}, {"rows": "Fill ward down"})
    {'group': 'ward', 'rows': 'Leave out C; Fill ward down'}
    """
    both = {**choose, **{role: text for role, text in more.items() if text}}
    if choose.get("rows") and more.get("rows"):
        both["rows"] = "; ".join(dict.fromkeys([*choose["rows"].split("; "), more["rows"]]))
    return both


def remember(memory: Path, seen: Look, choose: Mapping[str, str]) -> None:
    """Keep how a table was read, by the names of its columns. Raises :class:`equityqi.files.CouldNotWrite`."""
    rows = [answer for answer in choose.get("rows", "").split("; ") if answer not in OF_ONE_FILE]
    kept = {role: text for role, text in {**choose, "rows": "; ".join(rows)}.items() if role in COLUMNS and text}
    if _ANY_MEASURE.fullmatch(plain_words(seen.reading.count)):
        kept.pop("better", None)  # next month, columns of these names may count something else
    before = _read(memory)
    if not kept or not seen.reading.columns or before.get(_names(seen)) == kept:
        return
    make_folder(memory.parent)
    write_atomically(memory, json.dumps({**before, _names(seen): kept}, indent=1, ensure_ascii=False) + "\n")


def _recalled(memory: Path, seen: Look) -> dict[str, str]:
    kept = _read(memory).get(_names(seen), {})
    return {role: text for role, text in kept.items() if role in COLUMNS and isinstance(text, str)}


def _read(memory: Path) -> dict:
    """What is remembered; nothing where the file is not there or somebody broke it."""
    try:
        kept = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {names: roles for names, roles in kept.items() if isinstance(roles, dict)} if isinstance(kept, dict) else {}


def _names(seen: Look) -> str:
    return " | ".join(sorted(name for name, _ in seen.reading.columns))
