"""The command that starts a sandbox: bubblewrap with what a page may see, and the environment that it finds.

Root hands over to an ordinary user id first, since a limit on processes does not bind root.
"""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from pathlib import Path
from shlex import quote

import equityqi
from equityqi.files import course_root
from equityqi.organisation import FILE as ORGANISATION

SCRATCH = 64 * 2**20  # bytes
ORDINARY = 61184  # user ids from here on belong to nobody
ETC = "ld.so.cache localtime alternatives passwd group nsswitch.conf fonts mime.types".split()


def bubblewrap(nested: bool = False) -> list[str]:
    """Return the command that a sandboxed program follows; ``nested`` where it makes namespaces of its own for each
    page.
    """
    bwrap, shown, scratch = shutil.which("bwrap"), _shown(), scratch_place()
    fonts = [part for path in _font_lists() for part in ("--ro-bind", str(path), f"{scratch}/matplotlib/{path.name}")]
    size, page = str(SCRATCH), f"{scratch}/page"
    inner = [bwrap, *"--unshare-all --unshare-user".split(), *([] if nested else ["--disable-userns"])]
    inner += [*"--die-with-parent --new-session --cap-drop ALL".split(), *shown, *"--proc /proc --dev /dev".split()]
    inner += ["--size", size, "--tmpfs", "/dev/shm", "--remount-ro", "/dev", "--size", size, "--tmpfs", scratch, *fonts]
    inner += ["--dir", page, "--chdir", page, "--remount-ro", "/", "--clearenv"]
    for name, value in environment(scratch).items():
        inner += ["--setenv", name, value]
    if os.geteuid():
        return [*inner, "--"]
    # What only root may read is copied and shown in a first layer, so that the ordinary user can show it in the second.
    copies, script = [], "umask 022"
    for own in map(str, _own_folders()):
        copies += ["--ro-bind", own, f"/of-root{own}", "--tmpfs", own]
        script += f"; cp -rp {quote('/of-root' + own)}/. {quote(own)} && chmod -R a+rX {quote(own)}"
    id = str(ORDINARY + os.getpid() % 4000)
    powers = [f"--cap-add CAP_{power}" for power in ("SETUID", "SETGID", "DAC_READ_SEARCH", "FOWNER", "CHOWN")]
    first = [bwrap, *shown, *copies, *"--bind /proc /proc --dev /dev --dir /tmp --cap-drop ALL".split()]
    first += [*" ".join(powers).split(), "--", "sh", "-c", f'{script}; exec "$@"', "sh"]
    return [*first, "setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--", *inner, "--"]


def python() -> str:
    """Return the path of this Python, the same from every folder. The last link is not followed: by its name Python
    finds the environment that it belongs to.
    """
    folder, name = os.path.split(os.path.abspath(sys.executable))
    if ".." in Path(sys.executable).parts:  # a step back after a link leads elsewhere than the words say
        folder = os.path.realpath(os.path.dirname(sys.executable))
    return os.path.join(folder, name)


def place(path: str | Path) -> Path:
    """Return a path as one that a sandbox can have too: it has only the folders that it is shown, so no step back."""
    return Path(os.path.realpath(path) if ".." in Path(path).parts else os.path.abspath(path))


def _own_folders() -> list[Path]:
    """Return the package's folder and the course's data, where they are not inside it."""
    package, data = place(equityqi.__file__).parent, place(course_root()) / "datasets"
    return [package] if data.is_relative_to(package) else [package, data]


def scratch_place() -> str:
    """Return where the scratch space is: an empty /tmp, or beside it where the course or Python
    itself stands in /tmp.
    """
    return "/scratch" if any(part.startswith("/tmp/") for part in _shown()) else "/tmp"


@cache
def _shown() -> tuple[str, ...]:
    """Return what the sandbox can read: the system's programs, this Python, this package, the course's data. Nothing
    with an answer in it.
    """
    package, root = place(equityqi.__file__).parent, place(course_root())
    prefixes = (sys.base_prefix, sys.prefix)
    pythons = {one for prefix in prefixes for one in (place(prefix), Path(os.path.realpath(prefix)))}
    shown = [Path("/usr"), *sorted(pythons, key=lambda path: len(path.parts)), *_own_folders()]
    shown += [root / "course.yml", root / ORGANISATION]
    shown += [*(Path("/etc") / name for name in ETC), *_font_lists()]
    shown = [
        path
        for path in dict.fromkeys(shown)
        if path.exists() and (not path.is_relative_to("/usr") or path == Path("/usr"))
    ]
    parents = dict.fromkeys(parent for path in shown for parent in reversed(path.parents[:-1]))
    # Each is named, or it is closed to an ordinary user.
    command = [part for parent in parents for part in ("--dir", str(parent))]
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
    import matplotlib.font_manager  # lazy: matplotlib costs 0.2 s; its import makes the list where there is none

    return tuple(sorted(Path(matplotlib.get_cachedir()).glob("fontlist-*.json")))


def environment(scratch: str) -> dict[str, str]:
    """Return the whole environment of a page: nothing of the trainer's own travels."""
    windows = {name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR") if name in os.environ}  # it needs these
    return windows | {
        "PATH": os.pathsep.join([str(Path(python()).parent), os.defpath]),
        **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), scratch),
        "IPYTHONDIR": f"{scratch}/ipython",
        "MPLCONFIGDIR": f"{scratch}/matplotlib",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    }
