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
from hatch_build import ShipTheCourse

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


# What values.yaml may set, with what the chart 4.4.0 takes there. Under a name with "dict" the chart takes anything.
KEYS_OF_CHART = {
    "hub.config": dict,
    "hub.concurrentSpawnLimit": int,
    "hub.activeServerLimit": int,
    "hub.db.type": str,
    "proxy.https.enabled": bool,
    "proxy.https.type": str,
    "proxy.https.hosts": list,
    "proxy.https.letsencrypt.contactEmail": str,
    "singleuser.image.name": str,
    "singleuser.image.tag": str,
    "singleuser.cmd": list,
    "singleuser.startTimeout": int,
    "singleuser.uid": int,
    "singleuser.fsGid": int,
    "singleuser.memory.guarantee": str,
    "singleuser.memory.limit": str,
    "singleuser.cpu.guarantee": float,
    "singleuser.cpu.limit": int,
    "singleuser.storage.type": str,
    "singleuser.storage.capacity": str,
    "singleuser.storage.homeMountPath": str,
    "singleuser.extraEnv": dict,
    "singleuser.extraFiles": dict,
    "singleuser.cloudMetadata.blockWithIptables": bool,
    "singleuser.networkPolicy.enabled": bool,
    "singleuser.networkPolicy.egressAllowRules.cloudMetadataServer": bool,
    "singleuser.networkPolicy.egressAllowRules.nonPrivateIPs": bool,
    "singleuser.networkPolicy.egressAllowRules.privateIPs": bool,
    "cull.enabled": bool,
    "cull.timeout": int,
    "cull.every": int,
    "scheduling.userPlaceholder.enabled": bool,
    "scheduling.userPlaceholder.replicas": int,
    "prePuller.hook.enabled": bool,
}
SLIPS = ({"singleuser": {"memroy": {"limit": "1G"}}}, {"cull": {"timeout": "an hour"}}, {"singeluser": {}})


def chart_values():
    return yaml.safe_load((DEPLOY / "z2jh/values.yaml").read_text("utf-8"))


def faults_in(values, at=""):
    """Return each name that the chart doesn't have there, and each value that is of another type."""
    found = []
    for name, value in values.items():
        path = f"{at}{name}"
        if path in KEYS_OF_CHART:
            found += [] if type(value) is KEYS_OF_CHART[path] else [f"{path} is {value!r}"]
        elif any(one.startswith(f"{path}.") for one in KEYS_OF_CHART) and isinstance(value, dict):
            found += faults_in(value, f"{path}.")
        else:
            found.append(path)
    return found


def merged(below, above):
    """The chart's own values, with ours laid over them, as Helm does it."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return {**below, **{name: merged(below.get(name), value) for name, value in above.items()}}


def test_values_set_only_what_the_helm_chart_has_and_a_slip_is_found():
    assert faults_in(chart_values()) == []
    for slip in SLIPS:
        assert len(faults_in(merged(chart_values(), slip))) == 1, slip


def test_values_fit_the_charts_own_schema_and_a_slip_does_not():
    if not PAPERS.is_dir():
        pytest.skip("../shared has the chart's schema, and isn't on this computer")
    defaults, schema = (
        yaml.safe_load((PAPERS / f"z2jh-{name}.yaml").read_text("utf-8")) for name in ("default-values", "schema")
    )
    values, check = chart_values(), Draft7Validator(schema)
    assert [error.message for error in check.iter_errors(merged(defaults, values))] == []
    for slip in SLIPS:
        assert list(check.iter_errors(merged(defaults, merged(values, slip)))), slip
    for path in KEYS_OF_CHART:  # the list above is the chart's
        held = schema
        for name in path.split("."):
            assert name in held["properties"], path
            held = held["properties"][name]


def test_the_hub_lets_in_as_many_at_once_as_its_page_promises():
    promised = re.findall(r"(\d+) at once \|", (DEPLOY / "z2jh/README.md").read_text("utf-8"))
    assert promised and chart_values()["hub"]["activeServerLimit"] >= max(map(int, promised))


@pytest.mark.parametrize("page", ["README.md", "z2jh/README.md"])
def test_the_disk_that_a_page_promises_is_what_the_volumes_take(page):
    each = int(re.fullmatch(r"(\d+)Gi", chart_values()["singleuser"]["storage"]["capacity"])[1])
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
    container = json.loads((course_root() / ".devcontainer/devcontainer.json").read_text("utf-8"))
    assert container["postCreateCommand"] == "python start.py set-up" and container["forwardPorts"] == [8888]


if sys.platform == "linux":  # as on Binder

    def test_binder_starts_the_server_it_wants_in_the_course_and_on_its_first_page(tmp_path):
        says = "import os; print(os.getcwd()); print(os.environ['JUPYTERHUB_DEFAULT_URL'])"
        command = [sys.executable, course_root() / ".binder/start", sys.executable, "-c", says]
        given = {name: value for name, value in os.environ.items() if not name.startswith(("EQUITYQI_", "JUPYTER"))}
        done = subprocess.run(command, capture_output=True, text=True, env={**given, "HOME": str(tmp_path)})
        place, page = done.stdout.splitlines()[-2:]
        assert Path(place) == tmp_path / "equityqi/my-work", done.stderr
        assert page.startswith("/lab/tree/") and (Path(place) / page.removeprefix("/lab/tree/")).is_file()


def instructions(dockerfile):
    """Return the instructions of a Dockerfile, each with its words, without comments and over its line ends."""
    lines = [line for line in dockerfile.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [line.partition(" ")[::2] for line in "\n".join(lines).replace("\\\n", " ").splitlines()]


def place_of_answers():
    """Return where the wheel has the answers, under the folder it is installed into."""
    build = {"force_include": {}}
    ShipTheCourse.initialize(None, "standard", build)
    return build["force_include"]["solutions"]


def test_the_image_is_built_for_a_hub_that_has_a_lock_and_holds_no_answers():
    made = instructions((DEPLOY / "image/Dockerfile").read_text("utf-8"))
    version = next(words.partition("=")[2] for name, words in made if words.startswith("HUB_VERSION="))
    assert f"hub-{version}.lock" in [lock.name for lock in HUB_LOCKS]
    commands = [command.strip() for name, words in made if name == "RUN" for command in words.split("&&")]
    installs = [one for one in commands if " pip install " in one]
    (wheel,) = [one for one in installs if "/tmp/wheel/*.whl" in one]
    assert len(installs) == 3 and all("--require-hashes" in one for one in installs if one is not wheel)
    away = f"rm -r /opt/course/lib/python3*/site-packages/{place_of_answers()}"
    assert commands.index(away) > commands.index(wheel)
    stage = made[max(place for place, (name, _) in enumerate(made) if name == "FROM") :]
    assert [words for name, words in stage if name == "USER"] == ["1000"]
    assert [words for name, words in stage if words.startswith("--from")] == ["--from=build /opt/course /opt/course"]
    copied = [line.removeprefix("!") for line in (course_root() / ".dockerignore").read_text("utf-8").splitlines()]
    assert all(list(course_root().glob(name)) for name in copied if not name.startswith(("#", "*")))


def test_the_littlest_jupyterhub_takes_the_answers_away_too():
    steps = (DEPLOY / "tljh/README.md").read_text("utf-8")
    away = f"rm -r /opt/equityqi/lib/python3*/site-packages/{place_of_answers()}"
    assert steps.index("/tmp/course/*.whl") < steps.index(away)
