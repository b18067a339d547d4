"""The workflows of .github: what they say can be read by GitHub, they may do little, and the commands in them exist."""

import re
import subprocess
import sys

import pytest
import typer
import yaml

from equityqi.cli.app import app
from equityqi.files import course_root

WORKFLOWS = sorted((course_root() / ".github/workflows").glob("*.yml"))
MORE = {
    ("release", "sign"): {"id-token": "write", "attestations": "write"},
    ("release", "attach"): {"contents": "write"},
    ("pages", "publish"): {"pages": "write", "id-token": "write"},
}


def jobs():
    for path in WORKFLOWS:
        for name, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items():
            yield path.stem, name, job


def test_workflows_fit_the_schema_of_github():
    schema = ("--builtin-schema", "vendor.github-workflows")
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema, *WORKFLOWS], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_wrong_workflow_does_not_fit(tmp_path):
    wrong = tmp_path / "wrong.yml"
    wrong.write_text("on: push\njobs: {one: {steps: [{run: ls}]}}\n")  # on no computer
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", wrong]
    assert subprocess.run(command, capture_output=True).returncode == 1


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read(path):
    assert yaml.safe_load(path.read_text("utf-8"))["permissions"] == {"contents": "read"}


@pytest.mark.parametrize(
    ("workflow", "name", "job"), list(jobs()), ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_job_may_do_no_more_than_it_has_to_and_ends(workflow, name, job):
    assert job.get("permissions", {}) == MORE.get((workflow, name), {}) and job["timeout-minutes"] <= 60
    for step in job["steps"]:
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])
        if job.get("permissions"):  # nothing that was fetched runs where more is allowed
            assert not re.search(r"start\.py|tools|checkout", step.get("run", "") + step.get("uses", ""))


def test_the_commands_for_the_site_are_commands_of_the_course():
    lines = [line for _, _, job in jobs() for step in job["steps"] for line in step.get("run", "").splitlines()]
    given = [line.split()[3:] for line in lines if line.startswith("python start.py site ")]
    site = typer.main.get_command(app).commands["site"]
    options = {name for option in site.params for name in option.opts}
    assert len(given) == 1 and all({one for one in words if one.startswith("--")} <= options for words in given)


def test_a_release_signs_and_attaches_only_what_was_tried():
    jobs = yaml.safe_load((course_root() / ".github/workflows/release.yml").read_text("utf-8"))["jobs"]
    said = [step.get("run", "") for step in jobs["build"]["steps"]]
    made = [place for place, line in enumerate(said) if " make release" in line or "docker save" in line]
    summed, tried = (next(n for n, line in enumerate(said) if word in line) for word in (" sums ", " try "))
    assert max(made) < summed < tried
    assert {"release/*.whl", "release/*.zip", "release/*.tar.gz"} <= set(said[tried].split())
    assert (jobs["sign"]["needs"], jobs["attach"]["needs"]) == ("build", "sign")
    assert jobs["sign"]["if"] == "github.event_name == 'release'"  # and attach waits for it
    for job in (jobs["sign"], jobs["attach"]):
        assert job["steps"][1]["run"] == "sha256sum --check SHA256SUMS"
    assert jobs["sign"]["steps"][2]["with"] == {"subject-checksums": "SHA256SUMS"}
