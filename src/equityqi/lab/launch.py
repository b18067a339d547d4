"""Open JupyterLab with the course's own settings, apart from the person's own Jupyter."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from equityqi.lab.own_pages import own_pages

START_PAGE = "course/00-start.ipynb"
START_PAGES = {"learner": START_PAGE, "trainer": "course/trainer/home.ipynb"}
FIRST_PORT, PORTS = 8888, 50
ENDS_WITH = "EQUITYQI_ENDS_WITH"  # set where standard input is a pipe from whoever started us; start.py sets it too


class CouldNotStart(RuntimeError):
    """Lab could not be started; ``str()`` is one sentence."""


def settings_environment(profile: str, work: Path) -> dict[str, str]:
    """Copy a profile's settings into the work folder and return the environment that points to them.

    Nothing of the person's own Jupyter is read or changed: configuration, data, workspaces, trust
    and start-up files are all under the work folder.
    """
    state = work / f".{profile}"
    for settings in ("both", profile):
        shutil.copytree(Path(__file__).with_name("profiles") / settings, state, dirs_exist_ok=True)
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    # Lab would open the pages of last time behind the start page, and a Start button might run the wrong one.
    shutil.rmtree(state / "workspaces", ignore_errors=True)
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "IPYTHON", "JPY_"))
    }
    environment |= {name: str(state / folder) for name, folder in places.items()}
    environment["JUPYTER_PREFER_ENV_PATH"] = "0"  # our settings go before the environment's
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    environment["PYTHONUTF8"] = "1"
    return environment


def free_port(port: int | None = None) -> int:
    """Return ``port`` if it is free, or the first free one from 8888 on.

    Raises :class:`CouldNotStart` when the wanted port is taken.
    """
    for candidate in [port] if port else range(FIRST_PORT, FIRST_PORT + PORTS):
        with socket.socket() as trial:
            if os.name != "nt":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", candidate))
                return candidate
            except (OSError, OverflowError):
                continue
    if port:
        raise CouldNotStart(
            f"Port {port} is in use by another program. Leave out --port, or choose another number, such as {port + 1}."
        )
    raise CouldNotStart("No free port was found. Close other Jupyter windows, or start the computer again.")


def trust(notebooks: Iterable[Path], environment: dict[str, str]) -> None:
    """Sign the course's own pages, so that their Start button works at the first press."""
    from nbformat import from_dict, sign  # lazy: nbformat costs 0.1 s, and Lab starts meanwhile

    notary = sign.NotebookNotary(data_dir=environment["JUPYTER_DATA_DIR"])
    try:
        for path in notebooks:
            try:
                notary.sign(from_dict(json.loads(path.read_text(encoding="utf-8"))))
            except Exception:  # a damaged page of the person's own: it stays untrusted, and the others open
                continue
    finally:
        notary.store.close()


def open_lab(
    profile: str,
    root: Path,
    work: Path,
    pages: list[Path],
    *,
    port: int | None = None,
    ready: Callable[[], None] = lambda: None,
) -> int:
    """Run JupyterLab on this computer only until it is stopped; return its exit code.

    The course's own pages are trusted while Lab starts, so that nobody waits for it; ``ready`` is called once both are
    done. The server ends with this process, or with the start.py before it, even if that was killed: it reads from a
    pipe that nobody writes to, and that closes with the process at its other end.
    """
    environment = settings_environment(profile, work) | {
        "EQUITYQI_WORK": str(work), "EQUITYQI_PROFILE": profile, ENDS_WITH: "stdin",
    }  # fmt: skip
    start_page = (work / START_PAGES[profile]).relative_to(root).as_posix()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser"]
    command += [
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{start_page}",
        f"--ServerApp.port={free_port(port)}",
    ]
    command += ["--ServerApp.port_retries=0"] if port else []
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    pipe = sys.stdin if ENDS_WITH in os.environ else subprocess.PIPE
    server = subprocess.Popen(command, env=environment, cwd=root, stdin=pipe)
    try:
        trust(own_pages(pages, work), environment)
        while server.poll() is None and not list(Path(environment["JUPYTER_RUNTIME_DIR"]).glob("jpserver-*.json")):
            time.sleep(0.05)
        ready()
        return server.wait()
    except KeyboardInterrupt:
        if server.stdin:
            server.stdin.close()
        server.wait()
        print("\nThe course is closed. Your answers are saved.")
        return 0
    finally:
        if server.poll() is None:
            server.terminate()
