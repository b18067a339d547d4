"""A real JupyterHub on this computer, with the course as a wheel: started, visited, measured, stopped."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests

from equityqi.files import course_root

EXERCISE = "exercises/01-what-is-inequity/01-what-is-inequity"
TRAINER = "tom"
SECONDS = 300
CONFIG = """
c = get_config()  # noqa: F821
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub_port}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.ConfigurableHTTPProxy.command = ["{folder}/node_modules/.bin/configurable-http-proxy"]
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie-secret"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{password}"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.cmd = ["{venv}/bin/equityqi", "hub-server"]
c.Spawner.args = {args}
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
c.Spawner.environment = {{"EQUITYQI_CASE": "a-blood-pressure", "EQUITYQI_SESSION_DATE": "2026-12-01"}}
c.JupyterHub.load_groups = {{"trainers": {{"users": ["{trainer}"]}}}}
c.Spawner.group_overrides = {{
    "trainers": {{"groups": ["trainers"], "spawner_override": {{"environment": {{"EQUITYQI_PROFILE": "trainer"}}}}}}
}}
c.JupyterHub.concurrent_spawn_limit = 20
c.JupyterHub.services = [
    {{"name": "culler", "api_token": "{token}"}},
    {{
        "name": "hand-ins",
        "url": "http://127.0.0.1:{service_port}",
        "command": ["{venv}/bin/equityqi", "room", "--hub"],
        "environment": {{"HOME": "{folder}/service"}},
        "oauth_no_confirm": True,
    }},
]
c.JupyterHub.load_roles = [
    {{
        "name": "culler", "services": ["culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }},
    {{"name": "user", "scopes": ["self", "access:services!service=hand-ins"]}},
]
"""


class Hub:
    """A JupyterHub that runs, with the homes of its people in a folder."""

    def __init__(self, folder: Path, venv: Path):
        self.folder, self.venv = folder, venv
        self.password, self.token = secrets.token_hex(8), secrets.token_hex(16)
        self.port, hub_port, api_port, service_port = free_ports(4)
        args = ["--allow-root"] if os.geteuid() == 0 else []
        text = CONFIG.format(
            port=self.port, hub_port=hub_port, api_port=api_port, folder=folder, venv=venv, args=args,
            service_port=service_port, password=self.password, token=self.token, trainer=TRAINER,
        )  # fmt: skip
        (folder / "jupyterhub_config.py").write_text(text)
        self.address = f"http://127.0.0.1:{self.port}"
        path = os.pathsep.join([str(venv / "bin"), os.environ["PATH"]])
        with (folder / "hub.log").open("wb") as log:
            command = [venv / "bin/jupyterhub", "-f", folder / "jupyterhub_config.py"]
            self.process = subprocess.Popen(
                command, cwd=folder, stdout=log, stderr=log, env={**os.environ, "PATH": path}
            )
        try:
            until(lambda: requests.get(f"{self.address}/hub/health", timeout=5).ok, "The Hub didn't start")
        except BaseException:
            self.stop()
            raise

    def home(self, name: str) -> Path:
        return self.folder / "homes" / name / "equityqi/my-work"

    @property
    def hand_ins(self) -> Path:
        """Where the service puts hand-ins."""
        return self.folder / "service/equityqi/hand-ins"

    def servers(self) -> dict[str, bool]:
        """Return whose servers run or start, and whether each is ready."""
        sent = {"Authorization": f"token {self.token}"}
        people = requests.get(f"{self.address}/hub/api/users", headers=sent, timeout=20).json()
        return {one["name"]: server["ready"] for one in people for server in (one.get("servers") or {}).values()}

    def cull(self) -> None:
        """Stop every server that nobody has used for a second, as a Hub does after an hour."""
        command = [self.venv / "bin/python", "-m", "jupyterhub_idle_culler", "--timeout=1", "--cull-every=2"]
        command.append(f"--url={self.address}/hub/api")
        culler = subprocess.Popen(
            command, env={**os.environ, "JUPYTERHUB_API_TOKEN": self.token}, stderr=subprocess.DEVNULL
        )
        try:
            until(lambda: not self.servers(), "The servers weren't culled")
        finally:
            culler.kill()
            culler.wait()

    def memory(self) -> tuple[list[float], list[float]]:
        """Return what each server and each kernel takes, in MiB (PSS: shared memory divided among those who share)."""
        servers, kernels = [], []
        for one in psutil.Process(self.process.pid).children(recursive=True):
            if "jupyterhub.singleuser" not in one.cmdline() and "ipykernel_launcher" not in one.cmdline():
                continue
            size = one.memory_full_info().pss / 2**20
            (servers if one.ppid() == self.process.pid else kernels).append(size)
        return servers, kernels

    def stop(self) -> None:
        self.process.terminate()  # it stops the proxy and the servers
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            for one in psutil.Process(self.process.pid).children(recursive=True):
                one.kill()
            self.process.kill()


def free_ports(many: int) -> list[int]:
    held = [socket.socket() for _ in range(many)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def until(there: Callable[[], bool], otherwise: str, seconds: float = SECONDS) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if there():
                return
        except (requests.ConnectionError, requests.Timeout):  # not there yet, or on a busy computer
            pass
        time.sleep(0.3)
    raise RuntimeError(f"{otherwise} within {seconds:.0f} seconds.")


def run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], cwd=course_root(), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout[-800:]}{done.stderr[-800:]}")


def install(folder: Path, version: str) -> Path:
    """Make an environment with the course as a wheel and this JupyterHub; its proxy comes from npm."""
    uv, venv, lock = Path(sys.executable).with_name("uv"), folder / "venv", course_root() / "requirements.lock"
    python = venv / "bin/python"
    run(uv, "build", "--wheel", "--no-build-isolation", "--python", sys.executable, "--out-dir", folder, course_root())
    run(uv, "venv", "--python", sys.executable, venv)
    run(uv, "pip", "install", "--python", python, "--require-hashes", "--no-deps", "-r", lock)
    run(uv, "pip", "install", "--python", python, f"jupyterhub=={version}", "jupyterhub-idle-culler")
    run(uv, "pip", "install", "--python", python, "--no-deps", *folder.glob("*.whl"))
    run(uv, "pip", "check", "--python", python)
    run("npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "configurable-http-proxy")
    return venv


@contextmanager
def as_person(browser, hub: Hub, name: str) -> Iterator:
    """A browser window of somebody who logs in; it is on the page that the Hub opens."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.set_default_timeout(SECONDS * 1000)
    page.goto(f"{hub.address}/hub/login")
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill(hub.password)
    page.locator("#login_submit").click()
    page.wait_for_url(f"**/user/{name}/lab/tree/**")
    try:
        yield page
    finally:
        context.close()


def first_answer(page, hub: Hub, name: str):
    """Open the first exercise and return the field of its first question."""
    page.goto(f"{hub.address}/user/{name}/lab/tree/{EXERCISE}.ipynb")
    field = page.locator(".eq-form input:visible").first
    field.wait_for()
    return field


def saved(page) -> None:
    page.locator(".eq-form .eq-status", has_text="Saved.").first.wait_for()


def log_in(hub: Hub, name: str) -> list[int]:
    """Log in and start a server without a browser; return the codes of the Hub's answers."""
    visit = requests.Session()
    visit.get(f"{hub.address}/hub/login", timeout=60)
    sent = {"username": name, "password": hub.password, "_xsrf": visit.cookies.get("_xsrf", path="/hub/")}
    reply = visit.post(f"{hub.address}/hub/login?next=/hub/spawn", data=sent, timeout=SECONDS)
    return [*(one.status_code for one in reply.history), reply.status_code]
