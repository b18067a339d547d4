"""Python for browsers: Pyodide's core, fetched once, kept outside the course, proved by its hash."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

VERSION = "314.0.6"
SHA512 = (  # of npm's archive, as npm names it
    "BKDTJyIqFxC4BExLqeRS3f5xvXZIjOt8C3zGLN/Cc7tFxSwvKVhVkchQQ2AGLOtR4YrVOIFxbV8poyDOOmWwxQ=="
)
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
MINUTES = 10  # for a slow network
NO_NPM = (
    "The site needs Pyodide, which npm fetches, and npm isn’t on this computer. Install Node.js, which brings npm, then"
    " start again; or give the folder of a Pyodide {version} with --pyodide."
)


class NoPyodide(RuntimeError):
    """Pyodide is not to be had; ``str()`` is one sentence that says what to do."""


def core(given: Path | None = None) -> dict[str, bytes]:
    """Return the files of Pyodide's core by name, from a folder that somebody has, from the cache or through npm.

    Its list of packages goes without the packages: the course brings what it needs. Raises :class:`NoPyodide`.
    """
    folder = given or _kept(f"pyodide-{VERSION}", _through_npm)
    if missing := [name for name in (*FILES, LOCK) if not (folder / name).is_file()]:
        raise NoPyodide(f"{folder} is no whole Pyodide: {', '.join(missing)} is missing. Fetch it again.")
    lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    found = {name: (folder / name).read_bytes() for name in FILES}
    return {**found, LOCK: json.dumps({**lock, "packages": {}}).encode()}


def cache() -> Path:
    """Return where what was fetched is kept for the next time."""
    local = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else os.environ.get("XDG_CACHE_HOME")
    return Path(local or Path.home() / ".cache") / "equityqi"


def _kept(name: str, fetch: Callable[[Path], Path]) -> Path:
    """Return a folder of the cache; where there is none, ``fetch`` puts one into a scratch folder first."""
    place = cache() / name
    if place.is_dir():
        return place
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as scratch:
            whole = fetch(Path(scratch))
            if not place.is_dir():  # or somebody else was quicker
                whole.rename(place)
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NoPyodide(f"{name} could not be fetched ({last}). Check the network, then try again.") from None
    except (OSError, StopIteration, subprocess.TimeoutExpired, tarfile.TarError) as error:
        raise NoPyodide(f"{name} could not be fetched ({error}). Check the network, then try again.") from None
    return place


def _through_npm(scratch: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise NoPyodide(NO_NPM.format(version=VERSION))
    _run([npm, "pack", f"pyodide@{VERSION}", "--silent", "--pack-destination", str(scratch)], scratch)
    archive, whole = next(scratch.glob("*.tgz")), scratch / "whole"
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != SHA512:
        raise NoPyodide(f"What npm sent is not the Pyodide {VERSION} that was meant, so it was not used. Try again.")
    whole.mkdir()
    with tarfile.open(archive) as held:
        for name in (*FILES, LOCK):
            (whole / name).write_bytes(held.extractfile(f"package/{name}").read())
    return whole


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=MINUTES * 60)
