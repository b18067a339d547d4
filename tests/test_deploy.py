"""The files for servers: they fit what Docker, Caddy, the Helm chart and the locks expect, and a slip is refused."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator
from packaging.requirements import Requirement

from equityqi.cli.app import app
from equityqi.files import course_root
from equityqi.lab.hub_server import prepared

DEPLOY = course_root() / "deploy"
PAPERS = Path(__file__).parents[2] / "shared" / "platform"
HUB_LOCKS = sorted((DEPLOY / "image").glob("hub-*.lock"))


def fits_compose(path):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", path]
    return subprocess.run(command, capture_output=True).returncode == 0


def test_compose_fits_its_schema_and_a_slip_does_not(tmp_path):
    text = (DEPLOY / "vm/compose.yml").read_text("utf-8")
    wrong = tmp_path / "compose.yml"
    wrong.write_text(text.replace("read_only:", "readonly:"))
    assert fits_compose(DEPLOY / "vm/compose.yml") and not fits_compose(wrong)


def compose_services():
    return yaml.safe_load((DEPLOY / "vm/compose.yml").read_text("utf-8"))["services"]


def test_after_a_reboot_each_service_comes_back_without_the_other():
    """One that is in another's network may stay away for good: https://github.com/moby/moby/issues/50326"""
    for service in compose_services().values():
        assert service["restart"] == "unless-stopped"
        assert service["network_mode"] == "host" and "ports" not in service  # with both, Docker refuses to start it
        assert "depends_on" not in service


def test_the_rooms_listen_only_to_their_proxy_and_know_each_word_of_their_command():
    rooms = compose_services()["rooms"]
    assert "ports" not in rooms and rooms["read_only"]
    verb = next(one for one in app.registered_commands if one.callback.__name__ == rooms["command"][1])
    options = {f"--{name.replace('_', '-')}" for name in verb.callback.__annotations__}
    assert {word for word in rooms["command"] if word.startswith("--")} <= options
    port = rooms["command"][rooms["command"].index("--port") + 1]
    assert f"reverse_proxy 127.0.0.1:{port} " in (DEPLOY / "vm/Caddyfile").read_text("utf-8")
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "vm/compose.yml").read_text("utf-8")))
    assert asked == set(re.findall(r"^(\w+)=", (DEPLOY / "vm/env.example").read_text("utf-8"), re.MULTILINE))


if sys.platform == "linux":  # elsewhere there may be no Caddy

    def test_caddy_reads_the_caddyfile():
        caddy = shutil.which("caddy")
        if not caddy:
            pytest.skip("Caddy isn't installed on this computer")
        command = [caddy, "validate", "--adapter", "caddyfile", "--config", DEPLOY / "vm/Caddyfile"]
        checked = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "ROOM_HOST": "room.example.org"}
        )
        assert checked.returncode == 0, checked.stderr


def merged(below, above):
    """The chart's own values, with ours laid over them, as Helm does it."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return {**below, **{name: merged(below.get(name), value) for name, value in above.items()}}


def test_values_fit_the_helm_chart_and_a_slip_does_not():
    if not PAPERS.is_dir():
        pytest.skip("../shared has the chart's schema, and isn't on this computer")
    defaults, schema = (
        yaml.safe_load((PAPERS / f"z2jh-{name}.yaml").read_text("utf-8")) for name in ("default-values", "schema")
    )
    values, check = yaml.safe_load((DEPLOY / "z2jh/values.yaml").read_text("utf-8")), Draft7Validator(schema)
    assert [error.message for error in check.iter_errors(merged(defaults, values))] == []
    for slip in ({"singleuser": {"memroy": {"limit": "1G"}}}, {"cull": {"timeout": "an hour"}}, {"singeluser": {}}):
        assert list(check.iter_errors(merged(defaults, merged(values, slip)))), slip


def test_the_hub_lets_in_as_many_at_once_as_its_page_promises():
    promised = re.findall(r"(\d+) at once \|", (DEPLOY / "z2jh/README.md").read_text("utf-8"))
    hub = yaml.safe_load((DEPLOY / "z2jh/values.yaml").read_text("utf-8"))["hub"]
    assert promised and hub["activeServerLimit"] >= max(map(int, promised))


@pytest.mark.parametrize("page", ["README.md", "z2jh/README.md"])
def test_the_disk_that_a_page_promises_is_what_the_volumes_take(page):
    values = yaml.safe_load((DEPLOY / "z2jh/values.yaml").read_text("utf-8"))
    each = int(re.fullmatch(r"(\d+)Gi", values["singleuser"]["storage"]["capacity"])[1])
    rows = re.findall(r"^\| ([\d,]+)\b.* ([\d,]+) GiB \|$", (DEPLOY / page).read_text("utf-8"), re.MULTILINE)
    people, disk = zip(*([int(cell.replace(",", "")) for cell in row] for row in rows), strict=True)
    assert people == (16, 200, 5000) and disk == tuple(each * many for many in people)


@pytest.mark.parametrize("lock", HUB_LOCKS, ids=lambda path: path.stem)
def test_a_lock_for_a_hub_agrees_with_the_courses_own(lock):
    ours = pinned(course_root() / "requirements.lock")
    theirs = pinned(lock)
    assert theirs["jupyterhub"] == {f"=={lock.stem.removeprefix('hub-')}"}
    assert {name: versions for name, versions in theirs.items() if name in ours and versions != ours[name]} == {}
    assert lock.read_text("utf-8").count("--hash=sha256:") >= len(theirs)


def pinned(lock):
    found = {}
    for line in lock.read_text("utf-8").splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            one = Requirement(line.partition("\\")[0].strip())
            found.setdefault(one.name, set()).add(str(one.specifier))
    return found


def test_binder_and_the_dev_container_use_what_is_there():
    uv = next(
        line for line in (course_root() / "requirements.lock").read_text("utf-8").splitlines() if line[:4] == "uv=="
    )
    asked = (course_root() / ".binder/requirements.txt").read_text("utf-8").splitlines()
    assert uv.partition(" ")[0] in asked
    start = (course_root() / ".binder/start").read_text("utf-8")
    assert "from equityqi.lab.hub_server import prepared" in start and callable(prepared)
    container = json.loads((course_root() / ".devcontainer/devcontainer.json").read_text("utf-8"))
    assert container["postCreateCommand"] == "python start.py set-up" and container["forwardPorts"] == [8888]


def test_the_image_is_built_for_a_hub_that_has_a_lock_and_holds_no_answers():
    text = (DEPLOY / "image/Dockerfile").read_text("utf-8")
    version = re.search(r"^ARG HUB_VERSION=(.+)$", text, re.MULTILINE)[1]
    assert f"hub-{version}.lock" in [lock.name for lock in HUB_LOCKS]
    assert "shipped/solutions" in text and "\nUSER 1000\n" in text and "--require-hashes" in text
    copied = [line.removeprefix("!") for line in (course_root() / ".dockerignore").read_text("utf-8").splitlines()]
    assert all(list(course_root().glob(name)) for name in copied if not name.startswith(("#", "*")))
