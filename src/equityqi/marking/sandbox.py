"""A sandbox for a learner's code: bubblewrap around plain Python processes; nothing of a page outlives it.

In it there is no network, no other hand-in, no gradebook and no solution; the system and the course's data can only be
read, what is written goes to a small scratch space in memory, and time, memory, processes and file size are limited. A
worker keeps one sandbox warm, and each page runs in a fork of it with namespaces of its own
(:mod:`equityqi.marking.sandbox_fork_server`); where the computer refuses those, each page gets a new sandbox. Root
hands over to an ordinary user id first, since a limit on processes does not bind root.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shlex import quote

import equityqi
from equityqi.files import course_root
from equityqi.marking.sandbox_runner import START_SECONDS, NotIsolated, Ran, Runner

LIMITS = {"memory": 3 * 2**30, "processes": 64, "file_size": 20 * 2**20, "cpu": 120}
SCRATCH = 64 * 2**20  # bytes
ORDINARY = 61184  # user ids from here on belong to nobody
FLAGS = ("-s", "-P")  # Python without the user's own packages, and without the script's folder
TRIAL = "import equityqi, sys; open(sys.argv[1]).close(); print('in')"
JOB = Path(__file__).with_name("sandbox_run_page.py")
NO_SANDBOX = (
    "Its code was not run, since this computer has no working sandbox. Install bubblewrap 0.8 or newer (on Debian and"
    " Ubuntu: sudo apt install bubblewrap; on Windows and macOS mark in WSL2 or in a podman container), then mark"
    " again."
)


def run(cells: list[dict], files: dict[str, str], seconds: float, trust: bool = False) -> Ran:
    """Run the cells of a page, each with its ``source`` and ``role`` ("course", "learner" or "test"), in the sandbox.

    ``files`` (base64 by path) lie in its folder; ``seconds`` is the time for all cells together. Only with ``trust`` is
    it run without a sandbox, where there is none or not. A page that takes too long is run once more while no other one
    runs, before that counts. Raises :class:`equityqi.marking.sandbox_runner.SandboxTrouble` where it did not begin.
    """
    limits = {**LIMITS, "processes": None} if trust else LIMITS
    request = {"cells": cells, "files": files, "seconds": seconds, "limits": limits, "secret": secrets.token_hex(16)}
    with _turn(alone=False):
        ran = _once(request, trust)
    if ran.late:
        with _turn(alone=True):
            ran = _once(request, trust)
    return ran


@contextmanager
def _turn(alone: bool) -> Iterator[None]:
    """Share the computer with the other workers, or have it alone; files of the package stand for the two locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with open(__file__, "rb") as door, open(JOB, "rb") as room:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield


def _once(request: dict, trust: bool) -> Ran:
    if trust:
        with tempfile.TemporaryDirectory(prefix="equityqi-", ignore_cleanup_errors=True) as scratch:
            return _alone(Runner([sys.executable, *FLAGS, str(JOB)], scratch, _environment(scratch)), request)
    if not _WARM.get("refused"):
        try:
            return _warm(request)
        except NotIsolated:
            _WARM["refused"] = True  # this computer allows no sandbox in a sandbox: a new one for each page
    return _alone(Runner([*_bubblewrap(), sys.executable, *FLAGS, str(JOB)]), request)


def _alone(runner: Runner, request: dict) -> Ran:
    try:
        return runner.run(request, b"", wait=False)
    finally:
        runner.end()


def _warm(request: dict) -> Ran:
    """Run a page in this process's warm sandbox; one that did not end by itself takes the sandbox with it."""
    if "runner" not in _WARM:
        _WARM["runner"] = Runner(
            [
                *_bubblewrap(nested=True),
                sys.executable,
                *FLAGS,
                str(JOB.with_name("sandbox_fork_server.py")),
                _scratch(),
                str(SCRATCH),
            ]
        )
    try:
        return _WARM["runner"].run(request, b".", wait=True)
    finally:
        if not _WARM["runner"].ready:
            close()


def close() -> None:
    """End this process's warm sandbox, if there is one."""
    runner = _WARM.pop("runner", None)
    if runner:
        runner.end()


_WARM: dict = {}
atexit.register(close)


@cache
def works() -> bool:
    """Tell whether this computer has a sandbox in which Python finds the course. Tried once."""
    if (
        not sys.platform.startswith("linux")
        or not shutil.which("bwrap")
        or (os.geteuid() == 0 and not shutil.which("setpriv"))
    ):
        return False
    try:
        tried = subprocess.run(
            [*_bubblewrap(), sys.executable, *FLAGS, "-c", TRIAL, str(course_root() / "course.yml")],
            capture_output=True,
            timeout=START_SECONDS,
            env={},
            cwd="/",
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.stdout == b"in\n"


def _bubblewrap(nested: bool = False) -> list[str]:
    """Return the command that a sandboxed program follows; ``nested`` where it makes namespaces of its own for each
    page.
    """
    bwrap, seen, scratch = shutil.which("bwrap"), _seen(), _scratch()
    fonts = [part for path in _font_lists() for part in ("--ro-bind", str(path), f"{scratch}/matplotlib/{path.name}")]
    inner = [
        bwrap,
        "--unshare-all",
        "--unshare-user",
        *([] if nested else ["--disable-userns"]),
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
        *seen,
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--size",
        str(SCRATCH),
        "--tmpfs",
        "/dev/shm",
        "--remount-ro",
        "/dev",
        "--size",
        str(SCRATCH),
        "--tmpfs",
        scratch,
        *fonts,
        "--dir",
        f"{scratch}/page",
        "--chdir",
        f"{scratch}/page",
        "--remount-ro",
        "/",
        "--clearenv",
    ]
    for name, value in _environment(scratch).items():
        inner += ["--setenv", name, value]
    if os.geteuid():
        return [*inner, "--"]
    # What only root may read is copied and shown in a first layer, so that the ordinary user can show it in the second.
    copies, script = [], "umask 022"
    for place in map(str, _own()):
        copies += ["--ro-bind", place, f"/of-root{place}", "--tmpfs", place]
        script += f"; cp -rp {quote('/of-root' + place)}/. {quote(place)} && chmod -R a+rX {quote(place)}"
    id = str(ORDINARY + os.getpid() % 4000)
    powers = [
        part
        for power in ("SETUID", "SETGID", "DAC_READ_SEARCH", "FOWNER", "CHOWN")
        for part in ("--cap-add", f"CAP_{power}")
    ]
    first = [
        bwrap,
        *seen,
        *copies,
        "--bind",
        "/proc",
        "/proc",
        "--dev",
        "/dev",
        "--dir",
        "/tmp",
        "--cap-drop",
        "ALL",
        *powers,
        "--",
        "sh",
        "-c",
        f'{script}; exec "$@"',
        "sh",
    ]
    return [*first, "setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--", *inner, "--"]


def _own() -> list[Path]:
    """Return the package's folder and the course's data, where they are not inside it."""
    package, data = Path(equityqi.__file__).parent, course_root() / "datasets"
    return [package] if data.is_relative_to(package) else [package, data]


def _scratch() -> str:
    """Return where the scratch space is: an empty /tmp, or beside it where the course or Python
    itself stands in /tmp.
    """
    return "/scratch" if any(part.startswith("/tmp/") for part in _seen()) else "/tmp"


@cache
def _seen() -> tuple[str, ...]:
    """Return what the sandbox can read: the system's programs, this Python, this package, the course's data. Nothing
    with an answer in it.
    """
    package, root = Path(equityqi.__file__).parent, course_root()
    python = {Path(place) for prefix in (sys.base_prefix, sys.prefix) for place in (prefix, os.path.realpath(prefix))}
    files = [
        Path("/etc") / name
        for name in (
            "ld.so.cache",
            "localtime",
            "alternatives",
            "passwd",
            "group",
            "nsswitch.conf",
            "fonts",
            "mime.types",
        )
    ]
    shown = [
        Path("/usr"),
        *sorted(python, key=lambda path: len(path.parts)),
        *_own(),
        root / "course.yml",
        *files,
        *_font_lists(),
    ]
    shown = [
        path
        for path in dict.fromkeys(shown)
        if path.exists() and (not path.is_relative_to("/usr") or path == Path("/usr"))
    ]
    parents = dict.fromkeys(parent for path in shown for parent in reversed(path.parents[:-1]))
    command = [
        part for parent in parents for part in ("--dir", str(parent))
    ]  # each named, or it is closed to an ordinary user
    command += [part for path in shown for part in ("--ro-bind", str(path), str(path))]
    for path in map(Path, ("/lib", "/lib32", "/lib64", "/bin", "/sbin")):
        if path.is_symlink():
            command += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            command += ["--ro-bind", str(path), str(path)]
    if root.is_relative_to(package):  # an installed course stands inside the package
        for name in ("solutions", "exercises"):
            command += ["--tmpfs", str(root / name)]
    return tuple(command)


@cache
def _font_lists() -> tuple[Path, ...]:
    """Return matplotlib's lists of fonts: without one in its scratch space each page looks for fonts again."""
    import matplotlib.font_manager  # makes the list where there is none

    return tuple(sorted(Path(matplotlib.get_cachedir()).glob("fontlist-*.json")))


def _environment(scratch: str) -> dict[str, str]:
    """Return the whole environment of a job: nothing of the trainer's own travels."""
    kept = {
        name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR") if name in os.environ
    }  # Windows does not start without them
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.defpath]),
        "HOME": scratch,
        "TMPDIR": scratch,
        "TEMP": scratch,
        "TMP": scratch,
        "IPYTHONDIR": f"{scratch}/ipython",
        "MPLCONFIGDIR": f"{scratch}/matplotlib",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
