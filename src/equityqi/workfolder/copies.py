"""A copy of a person's work, for that person: how it is made, read and merged into a work folder."""

from __future__ import annotations

import io
import json
import re
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from equityqi import __version__
from equityqi.files import stable_zip, write_atomically
from equityqi.settings import FIRST_CASE, SETTINGS
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.hand_in import BROKEN_ZIP, COPY_MARK
from equityqi.workfolder.prepare import plain_name
from equityqi.workfolder.unpack_hand_in import leads_out

SCHEMA = 1
ANSWERS = re.compile(r"exercises/([a-z0-9-]+)/\1\.answers\.json")
OTHERS = re.compile(
    r"(exercises/([a-z0-9-]+)/\2\.damaged-\d+\.json|reflective-record(-\d+)?\.json|project\.json|(survey|commitments)/[a-z0-9]+\.json"
    r"|(own-data|from-copy)/(\w[\w -]*/)*\w[\w -]*\.[a-z0-9]{1,5})"
)
MOST_PACKED, MOST_FILES, MOST_BYTES = 50 * 2**20, 2_000, 50 * 2**20
FOR_YOU = (
    "This copy is for you, not for your trainer. It holds your private sheets too.\n\n"
    "Use it to carry on at another computer: choose “Carry on from a copy” on the course's start page in your browser,"
    " or type python start.py learn --take-up and the name of this file. For your trainer, make a hand-in on the start"
    " page.\n"
)
GET_ONE = "Choose the file whose name begins with my-copy, just as the course made it. Nothing was changed."


class CopyError(ValueError):
    """A copy cannot be made or taken up; ``str()`` is a sentence or two, and nothing was changed."""


@dataclass(frozen=True)
class Copy:
    """What a copy holds: whose it is ("" without a name), its case, settings, answers by exercise, other files."""

    name: str
    case: str
    settings: Mapping[str, Any]
    answers: Mapping[str, Any] = field(default_factory=dict)
    others: Mapping[str, bytes] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def copy_name(name: str) -> str:
    """Return the file name of a person's copy.

    >>> copy_name("Asha K."), copy_name("")
    ('my-copy-asha-k.zip', 'my-copy-of-my-work.zip')
    """
    return f"my-copy-{plain_name(name)}.zip" if name else "my-copy-of-my-work.zip"


def keep_copy(work: Path) -> Path:
    """Make ``my-copy-NAME.zip`` in a work folder, of everything that is the person's own, and return it.

    The same work makes the same bytes. Raises :class:`CopyError`, or CouldNotWrite with a sentence.
    """
    paths = {path.relative_to(work).as_posix(): path for path in sorted(work.glob("**/*")) if path.is_file()}
    own = {inside: path for inside, path in paths.items() if ANSWERS.fullmatch(inside) or OTHERS.fullmatch(inside)}
    if not own:
        raise CopyError(f"There is nothing of yours to copy yet in {work}. Answer a question first.")
    try:
        settings = (work / SETTINGS).read_bytes() if (work / SETTINGS).is_file() else b"{}\n"
        held = _settings(settings)
        about = {"schema": SCHEMA, "for": "you, not your trainer", "course": __version__}
        about |= {"name": str(held.get("name") or ""), "case": str(held.get("case") or FIRST_CASE)}
        files: dict[str, str | bytes] = {
            COPY_MARK: json.dumps(about, indent=1, ensure_ascii=False) + "\n",
            "for-you-not-for-your-trainer.txt": FOR_YOU,
            SETTINGS: settings,
            **{inside: path.read_bytes() for inside, path in own.items()},
        }
    except OSError as error:
        raise CopyError(
            f"One of your files could not be read ({error.strerror}), so no copy was made. Close other programs, then"
            " try again."
        ) from None
    target = work / copy_name(about["name"])
    write_atomically(target, stable_zip(files))
    return target


def read_copy(data: bytes) -> Copy:
    """Return what is in a copy, all of it read and checked. Raises :class:`CopyError`, whatever the bytes are."""
    if len(data) > MOST_PACKED:
        raise CopyError(f"This file is far larger than a copy of your work. {GET_ONE}")
    try:
        return _copy(_unpacked(data))
    except BROKEN_ZIP as error:
        if isinstance(error, CopyError):
            raise
        raise CopyError(f"This file is damaged, or isn't a zip file. {GET_ONE}") from None


def _unpacked(data: bytes) -> dict[str, bytes]:
    archive, files, size = zipfile.ZipFile(io.BytesIO(data)), {}, 0
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise CopyError(f"This file holds far more than a copy of your work. {GET_ONE}")
    for entry in entries:
        path = entry.filename
        if entry.flag_bits & 1:
            raise CopyError(f"This file is locked with a password. {GET_ONE}")
        if leads_out(path.replace("\\", "/")) or stat.S_ISLNK(entry.external_attr >> 16) or path in files:
            raise CopyError(f"This file isn't a copy that the course made: its contents are not safe. {GET_ONE}")
        with archive.open(entry) as packed:
            files[path] = packed.read(MOST_BYTES - size + 1)
        size += len(files[path])
        if size > MOST_BYTES:
            raise CopyError(f"This file holds far more than a copy of your work. {GET_ONE}")
    return files


def _copy(files: dict[str, bytes]) -> Copy:
    if COPY_MARK not in files:
        what = "a hand-in, not a copy" if "manifest.json" in files else "not a copy of your work"
        raise CopyError(f"This file is {what}. {GET_ONE}")
    about, settings = _parsed(files.pop(COPY_MARK)), _settings(files.pop(SETTINGS, b""))
    if not isinstance(about, dict) or not isinstance(about.get("schema"), int):
        raise CopyError(f"This copy is damaged. {GET_ONE}")
    if about["schema"] > SCHEMA:
        raise CopyError(
            "This copy was made by a newer version of the course. Update the course, then try again. Nothing was"
            " changed."
        )
    answers, others, left_out = {}, {}, []
    for path, content in files.items():
        if found := ANSWERS.fullmatch(path):
            answers[found[1]] = _answers(content, found[1])
        elif OTHERS.fullmatch(path):
            others[path] = content
        elif "/" in path or not path.endswith(".txt"):
            left_out.append(path)
    name, case = (about.get(key) if isinstance(about.get(key), str) else "" for key in ("name", "case"))
    return Copy(name or "", case or FIRST_CASE, settings, answers, others, tuple(left_out))


def _answers(content: bytes, exercise: str) -> store.Answers:
    try:
        return store.from_json(json.loads(content), store.Answers(exercise))
    except store.AnswersError:
        raise CopyError(
            "This copy was made by a newer version of the course. Update the course, then try again. Nothing was"
            " changed."
        ) from None
    except (ValueError, TypeError, RecursionError):
        raise CopyError(f"The answers of exercise {exercise} in this copy are damaged. {GET_ONE}") from None


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _settings(content: bytes) -> dict[str, Any]:
    try:
        held = yaml.safe_load(content.decode("utf-8"))
    except (ValueError, RecursionError, yaml.YAMLError):
        return {}
    known = ("name", "case", "session_date", "second_date")
    return {key: held[key] for key in known if held.get(key)} if isinstance(held, dict) else {}


def has_answers(work: Path) -> bool:
    """Tell whether anything has been answered in a work folder."""
    found = chain(work.glob("exercises/*/*.answers.json"), work.glob("survey/*.json"), work.glob("commitments/*.json"))
    for path in found:
        held = _parsed(path.read_bytes())
        if path.parent.parent == work or not isinstance(held, dict) or held.get("answers"):
            return True
    return False
