"""Why the course cannot start, in words for the person at the keyboard. For `start.py`; standard library only.

Each check takes what it judges and returns a sentence, or None where all is well, so that Windows can be tested
on Linux.
"""

import errno

ROOM = 1_000_000_000  # bytes: .venv takes 820 MB on Linux
LONGEST = 180  # characters of the longest path below the folder: 161 on Windows today (JupyterLab's), and a margin
WINDOWS_LIMIT = 259
ELSEWHERE = {"win32": r"C:\Users\you\equityqi"}

# What uv, pip and Python print when something goes wrong, in lower case. The first kind that fits is told.
SIGNS = {
    "disk": ("no space left", "errno 28]", "not enough space on the disk", "disk quota exceeded"),
    "certificate": ("certificate_verify_failed", "certificate verify failed", "invalid peer certificate"),
    "changed": ("do not match the hashes", "hash mismatch"),
    "network": (
        "failed to establish a new connection",
        "name resolution",
        "getaddrinfo failed",
        "dns error",
        "client error (connect)",
        "cannot connect to proxy",
        "proxy authentication required",
        "timed out",
        "network is unreachable",
        "connection reset",
        "connection aborted",
        "error sending request",
    ),
    "missing": ("no matching distribution", "no solution found", "no wheels", "403 forbidden"),
    "in use": ("permission denied", "access is denied", "being used by another process", "read-only file system"),
}
SENTENCES = {
    "disk": "There isn't enough room on the disk. The course needs about 1 GB: make some room, then start again.",
    "certificate": (
        "The network answered with a certificate that this computer doesn't trust. That can happen behind an "
        "organisation's proxy. Ask your IT team for its certificate file, set SSL_CERT_FILE and PIP_CERT to that "
        "file's path, and start again."
    ),
    "changed": (
        "A downloaded package isn't the one we tested the course with, so it wasn't installed. "
        "Start again. If it happens again, tell the people who gave you the course."
    ),
    "network": (
        "The packages couldn't be downloaded, because the network didn't answer. Check the connection (and "
        "HTTPS_PROXY, if your organisation has a proxy), then start again. For a computer without a network, "
        "make the folder 'wheels' on another one with: start.py bundle"
    ),
    "missing": (
        "The package index doesn't have a package that this Python needs. Use Python 3.11 to 3.14, or ask "
        "your IT team whether they block the Python package index, then start again."
    ),
    "wheels": (
        "The folder 'wheels' is for another computer, another Python or another version of the course. Make it "
        "again with 'start.py bundle' on a computer of the same kind with the same Python, or delete it to "
        "download the packages from the network."
    ),
    "in use": (
        "A file of the course is protected, or another program is using it. Close every other window of the "
        "course, give the virus scanner a minute, and start again."
    ),
    "busy": "Another window is setting up the course. Wait until it has finished.",
    "not started": "The course's own Python didn't start. Start again, and the course will set itself up again.",
    "unknown": (
        "The course couldn't be set up. Start again. If it happens again, send the details to whoever looks "
        "after your computer."
    ),
}


class Refusal(Exception):
    """One clear sentence, instead of a traceback."""


def refuse(sentence):
    if sentence:
        raise Refusal(sentence)


def kind_of(text):
    """Which kind of trouble the output of uv or pip tells of.

    >>> kind_of("cause: No space left on device (os error 28)")
    'disk'
    """
    text = text.lower()
    return next((kind for kind, signs in SIGNS.items() if any(sign in text for sign in signs)), "unknown")


def in_onedrive(folder, environ, platform):
    def plain(path):
        return path.replace("\\", "/").rstrip("/").lower() + "/"

    roots = [plain(value) for name, value in environ.items() if name.lower().startswith("onedrive") and value.strip()]
    if "/onedrive" in "/" + plain(folder) or any(plain(folder).startswith(root) for root in roots):
        return (
            "This folder is inside OneDrive, which moves and locks files while the course writes to them: "
            f"{folder}. Move the whole folder out of OneDrive, for example to "
            f"{ELSEWHERE.get(platform, 'a folder equityqi in your home folder')}, and start again there."
        )


def too_long(folder, platform, long_paths):
    most = WINDOWS_LIMIT - 1 - LONGEST
    if platform == "win32" and not long_paths and len(folder) > most:
        return (
            f"The path of this folder is too long for Windows ({len(folder)} characters; {most} at most): "
            f"{folder}. Move the whole folder, for example to {ELSEWHERE['win32']}, and start again there."
        )


def long_paths_allowed():
    """Whether this Windows has long paths switched on."""
    try:
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return winreg.QueryValueEx(key, "LongPathsEnabled")[0] == 1
    except (ImportError, OSError):
        return False


def without_venv(find, version):
    missing = [name for name in ("venv", "ensurepip", "ssl") if not find(name)]
    if missing:
        return (
            f"This Python has no part '{missing[0]}', and the course can't be set up without it. On Debian and "
            f"Ubuntu, run 'sudo apt install python{version[0]}.{version[1]}-venv'; elsewhere, install Python from "
            "python.org. Then start again."
        )


def no_room(free):
    if free < ROOM:
        return SENTENCES["disk"]


def cannot_write(folder, error, platform):
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SENTENCES["disk"]
    return (
        f"You can't save files in this folder: {folder}. Move the whole folder to a place where you can, for "
        f"example {ELSEWHERE.get(platform, 'a folder equityqi in your home folder')}, and start again there."
    )
