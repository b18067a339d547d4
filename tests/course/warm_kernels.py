"""A plugin for nbval: kernels that start by a fork of a process in which the libraries are imported already.

A kernel of its own takes two seconds to import what every page imports. Where a browser walks through the
pages, and where nbgrader marks them, they run on kernels of their own.
"""

import multiprocessing
import os
import sys
import time

from jupyter_client.provisioning import local_provisioner

READY = [
    "ipykernel.kernelapp",
    "IPython.core.completer",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "pandas",
    "PIL.PngImagePlugin",
    "sqlite3",
    "equityqi.forms.ask",
    "equityqi.questions.plan_rules",
    "equityqi.lessons.say",
    "equityqi.lessons.views",
    "equityqi.gaps",
    "equityqi.pictures",
    "equityqi.pictures.panels",
    "equityqi.pictures.scatter",
    "equityqi.pictures.tree",
    "equityqi.project.drawings",
    "equityqi.variation",
]
forks = multiprocessing.get_context("forkserver")


def pytest_configure():
    """Only where this is a plugin: the doctests of the whole run import this file too."""
    forks.set_forkserver_preload(READY)
    local_provisioner.launch_kernel = launch


def be_kernel(command: list[str], env: dict[str, str], cwd: str | None) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(env)
    if cwd:
        os.chdir(cwd)
    sys.argv = command
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()


class Kernel:
    """What jupyter_client asks of a started process."""

    stdin = stdout = stderr = None

    def __init__(self, command: list[str], env: dict[str, str], cwd: str | None):
        self._process = forks.Process(
            target=be_kernel, args=(command[command.index("-f") - 1 :], env, cwd), daemon=True
        )
        self._process.start()
        self.pid = self._process.pid
        while self.poll() is None and os.getpgid(self.pid) != self.pid:
            time.sleep(0.005)

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self.poll()

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


def launch(command: list[str], env: dict[str, str], cwd: str | None = None, **_) -> Kernel:
    return Kernel(command, dict(env), cwd)
