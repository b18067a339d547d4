"""The environment `.venv`: where its programs are, what is started in it, and the stamp of a finished set-up."""

import contextlib
import hashlib
import json
import ntpath
import os
import posixpath
import re
import sys

LOCK, TEST_LOCK = "requirements.lock", "requirements-test.lock"
PROJECT = ("pyproject.toml", "hatch_build.py")


def program(folder, name, platform=sys.platform):
    """The path of a program of .venv."""
    if platform == "win32":
        return ntpath.join(folder, ".venv", "Scripts", name + ".exe")
    return posixpath.join(folder, ".venv", "bin", name)


def in_venv(folder, name):
    return os.path.join(folder, ".venv", name)


def environment(folder, environ, platform=sys.platform):
    """Variables for whatever is started: .venv's programs come first, other Pythons' settings are left out."""
    dropped = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
    env = {name: value for name, value in environ.items() if name not in dropped}
    path, separator = (ntpath, ";") if platform == "win32" else (posixpath, ":")
    env["PATH"] = path.dirname(program(folder, "python", platform)) + separator + environ.get("PATH", "")
    env["VIRTUAL_ENV"] = path.join(folder, ".venv")
    return env


def read(path):
    with open(path, "rb") as handle:
        return handle.read()


def stamp_for(folder, lock, version=sys.version_info):
    """What a finished set-up records. The test lock holds the runtime lock, so it satisfies both."""

    def digest(names):
        return hashlib.sha256(b"\0".join(read(os.path.join(folder, name)) for name in names)).hexdigest()

    return {
        "python": f"{version[0]}.{version[1]}",
        "folder": folder,
        "project": digest(PROJECT),
        "locks": {name: digest([name]) for name in {LOCK, lock}},
    }


def read_stamp(folder):
    try:
        return json.loads(read(in_venv(folder, "set-up.json")).decode("utf-8"))
    except (OSError, ValueError):
        return None


def forget(folder):
    """Remove the stamp, so that the next start sets up again."""
    with contextlib.suppress(FileNotFoundError):
        os.remove(in_venv(folder, "set-up.json"))


def write_stamp(folder, stamp):
    path = in_venv(folder, "set-up.json")
    with open(path + ".new", "w") as handle:
        json.dump(stamp, handle)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(path + ".new", path)


def same_place(stamp, wanted):
    return bool(stamp) and all(stamp.get(key) == wanted[key] for key in ("python", "folder"))


def fits(stamp, wanted):
    """Whether nothing needs to be installed."""
    return (
        same_place(stamp, wanted)
        and stamp.get("project") == wanted["project"]
        and all(stamp.get("locks", {}).get(name) == value for name, value in wanted["locks"].items())
    )


def alive(folder):
    """Whether .venv's Python is there, and the Python that it was made from as well."""
    try:
        settings = read(in_venv(folder, "pyvenv.cfg")).decode("utf-8", "replace")
    except OSError:
        return False
    home = re.search(r"(?m)^home\s*=\s*(.+?)\s*$", settings)
    return bool(home) and os.path.isdir(home.group(1)) and os.path.exists(program(folder, "python"))
