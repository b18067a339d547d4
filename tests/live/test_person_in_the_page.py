"""live/browser/person.js, copies.js, link_days.js: what a page knows without Python is what Python would say."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from equityqi.workfolder.prepare import WorkError, plain_name

BROWSER = Path(__file__).parents[2] / "src" / "equityqi" / "live" / "browser"
NAMES = [
    "Asha K.",
    "  Zoë O'Brien ",
    "p17",
    "李 小龙",
    "आशा",
    "Ünal-Çelik",
    "<b>x</b>",
    "yes",
    "007",
    'a "b": c',
    "Z" * 70,
]
COURSE = {
    "case": "a-blood-pressure",
    "version": "2.0",
    "pages": [{"path": "exercises/04-aim/04-aim.ipynb", "ids": ["who", "sorted", "when", "new"]}],
}
HELD = {
    "exercise": "04-aim", "id": "ab12", "answers": {"who": "all", "sorted": {"a": 1, "b": 2}, "when": "May"},
    "revisions": {"who": 1, "sorted": 1, "when": 4},
}  # fmt: skip
TYPED = [
    ["who", {"value": "everyone", "base": 1}],
    ["sorted", {"value": {"b": None, "c": 3}, "patch": True, "base": 1}],
    ["when", {"value": "June", "base": 2}],
    ["new", {"value": "first", "base": 0}],
    ["gone", {"value": "of an older version", "base": 0}],
]
RUN = """
const { plainName, nameIn } = await import(`${process.argv[2]}/person.js`);
const { withDrafts, counted } = await import(`${process.argv[2]}/copies.js`);
const { readLink } = await import(`${process.argv[2]}/link_days.js`);
const { names, settings, course, held, typed, links } = JSON.parse(process.argv[3]);
const files = withDrafts(new Map([["exercises/04-aim/04-aim.answers.json", JSON.stringify(held)]]), new Map(typed), course);
console.log(JSON.stringify({
  plain: names.map(plainName), named: settings.map(nameIn), files: Object.fromEntries(files), counted: counted(files), links: links.map(readLink),
}));
"""  # noqa: E501


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What the page's own code says of all of these."""
    if not shutil.which("node"):
        pytest.skip("Node is not on this computer.")
    place = tmp_path_factory.mktemp("browser")
    for path in BROWSER.glob("*.js"):
        shutil.copy(path, place)
    (place / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (place / "run.mjs").write_text(RUN, encoding="utf-8")
    settings = [yaml.safe_dump({"name": name, "case": "x"}, sort_keys=False, allow_unicode=True) for name in NAMES]
    links = [
        "",
        "?name=asha",
        "?case=c-asthma&session-1=2026-12-08",
        "?session-1=2026-02-30",
        "?session-1=2026-12-08&session-2=2026-12-01",
    ]  # noqa: E501
    given = {
        "names": [*NAMES, "!!", ""],
        "settings": settings,
        "course": COURSE,
        "held": HELD,
        "typed": TYPED,
        "links": links,
    }  # noqa: E501
    done = subprocess.run(
        ["node", place / "run.mjs", place.as_uri(), json.dumps(given)], capture_output=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def plain(name):
    try:
        return plain_name(name)
    except WorkError:
        return ""


def test_a_name_becomes_the_same_plain_name_as_in_python(said):
    assert said["plain"] == [plain(name) for name in [*NAMES, "!!", ""]]


def test_a_name_is_found_in_the_settings_that_python_wrote(said):
    assert said["named"] == NAMES


def test_what_was_typed_is_in_the_answers_and_never_over_a_newer_one(said):
    held = json.loads(said["files"]["exercises/04-aim/04-aim.answers.json"])
    assert held["answers"] == {"who": "everyone", "sorted": {"a": 1, "c": 3}, "when": "May", "new": "first"}
    assert held["revisions"] == {"who": 2, "sorted": 2, "when": 4, "new": 1}
    beside = said["files"]["from-copy/typed-and-not-saved.txt"]
    assert "June" in beside and "of an older version" in beside
    assert said["counted"] == {"answers": 4, "others": 1}


def test_a_link_says_its_case_and_days_or_what_is_wrong_with_them(said):
    nothing, name_only, asthma, no_day, turned = said["links"]
    assert nothing is None and name_only is None
    assert (asthma["case"], asthma["wrong"]) == ("c-asthma", "")
    assert asthma["days"] == [["1", "session_date", "2026-12-08T12:00:00.000Z"]]
    assert no_day["wrong"] == "“2026-02-30” is not a date."
    assert turned["wrong"] == "Session 2, on 1 December 2026, would be before session 1, on 8 December 2026."
