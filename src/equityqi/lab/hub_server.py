"""One person's server on a JupyterHub: the course in their own home, with the settings of ``learn`` or ``teach``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from equityqi.lab.launch import START_PAGES, CouldNotStart, settings_environment, trust
from equityqi.lab.own_pages import own_pages
from equityqi.workfolder.prepare import folder_name, pages, prepare
from equityqi.workfolder.session_date import keep_days, typed_day

PROFILE, CASE = "EQUITYQI_PROFILE", "EQUITYQI_CASE"
DATE, SECOND_DATE = "EQUITYQI_SESSION_DATE", "EQUITYQI_SECOND_DATE"
# Many servers share a Hub: no kernel waits for the next page, and memory that's free goes back to the system.
SMALL = ("--CourseKernels.spare=False",)
KEPT_SMALL = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}
NO_HUB = "This command is for a JupyterHub, which starts it for each person. On your own computer, use: learn"
NO_JUPYTERHUB = (
    "JupyterHub isn't installed in this Python ({python}). Install the version that your Hub has: pip install"
    " jupyterhub==VERSION"
)
NO_PROFILE = "EQUITYQI_PROFILE is “{given}”. It has to be learner or trainer. Change it in the Hub's settings."


def work_on_hub(environ: Mapping[str, str]) -> Path:
    """Return where a person's work is on a Hub: on their own volume, never beside a course that they share.

    >>> work_on_hub({"HOME": "/home/asha"}).as_posix()
    '/home/asha/equityqi/my-work'
    """
    return Path(environ["HOME"]) / "equityqi" / folder_name(None)


def prepared(environ: Mapping[str, str]) -> tuple[dict[str, str], Path]:
    """Prepare a person's work folder, and return the environment for their server and the folder.

    ``environ`` has what an administrator chose (``EQUITYQI_…``) and who may come in (``JUPYTERHUB_…``): a Hub gave it,
    or Binder. Raises :class:`CouldNotStart`, and what :func:`equityqi.workfolder.prepare.prepare` raises.
    """
    profile = environ.get(PROFILE) or "learner"
    if profile not in START_PAGES:
        raise CouldNotStart(NO_PROFILE.format(given=profile))
    work = work_on_hub(environ)
    prepare(work, None, environ.get(CASE) or None, environ.get(DATE) or None)
    try:
        if second := environ.get(SECOND_DATE):
            keep_days(work, {"second_date": typed_day(second)})
    except ValueError as error:
        raise CouldNotStart(f"{SECOND_DATE}: {error}") from None
    environment = {
        **settings_environment(profile, work),
        **{name: value for name, value in environ.items() if name.startswith("JUPYTERHUB_")},
        "EQUITYQI_WORK": str(work),
        PROFILE: profile,
    }
    environment.setdefault("JUPYTERHUB_DEFAULT_URL", f"/lab/tree/{START_PAGES[profile]}")
    trust(own_pages(pages(work), work), environment)
    return environment, work


def hub_server(environ: Mapping[str, str], words: Sequence[str]) -> tuple[list[str], dict[str, str], Path]:
    """Return the command of a person's server on a Hub, its environment and where to run it; ``words`` go to the server
    as they are. Raises what :func:`prepared` raises, and :class:`CouldNotStart` where there is no Hub.
    """
    if not environ.get("JUPYTERHUB_SERVICE_URL"):
        raise CouldNotStart(NO_HUB)
    if not find_spec("jupyterhub"):
        raise CouldNotStart(NO_JUPYTERHUB.format(python=sys.executable))
    environment, work = prepared(environ)
    command = [sys.executable, "-m", "jupyterhub.singleuser", f"--ServerApp.root_dir={work}", *SMALL, *words]
    return command, environment | KEPT_SMALL, work


def run_hub_server(words: Sequence[str]) -> None:
    """Become that server: the Hub then stops it, and reads its exit code, as it would any other."""
    command, environment, work = hub_server(os.environ, words)
    os.chdir(work)
    os.execve(command[0], command, environment)
