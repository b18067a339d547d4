"""lab.formgrader: one press opens formgrader on the last marking, with the course's own settings and nothing else."""

import json
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from html.parser import HTMLParser

import pytest

from equityqi.files import course_root
from equityqi.lab.last_marking import last_gradebook, remember_marking
from equityqi.lab.launch import CouldNotStart, settings_environment
from tests.marking.conftest import Cohort

EXERCISE = "10-close-the-gap"
SURPRISE = "The average rose, and the gap grew. I would ask for whom our reminders arrive."
START = """
import sys, time
from pathlib import Path
from equityqi.lab.formgrader import Formgrader

print(Formgrader(Path(sys.argv[1])).address(), flush=True)
time.sleep(600)
"""


def test_without_a_marking_one_sentence_says_what_to_do(tmp_path):
    with pytest.raises(CouldNotStart, match="^There is no marking yet. Run python start.py mark first"):
        last_gradebook(tmp_path)
    remember_marking(tmp_path, tmp_path / "gone")
    with pytest.raises(CouldNotStart, match="gone. Mark the hand-ins again.$"):
        last_gradebook(tmp_path)


def test_the_last_marking_counts(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gradebook.db").touch()
        remember_marking(tmp_path / "home", tmp_path / name)
    assert last_gradebook(tmp_path / "home") == tmp_path / "second"


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], text
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


@pytest.fixture
def marked(tmp_path, small_course):
    cohort = Cohort(tmp_path, small_course)
    cohort.person("asha", name="Asha <script>alert(1)</script> O'Neil")
    answers = cohort.answers({"game-surprise": SURPRISE}, EXERCISE)
    cohort.zip("asha", {f"exercises/{EXERCISE}/{EXERCISE}.answers.json": answers}, on_roll=False)
    cohort.mark()
    return cohort


@pytest.fixture(scope="module")
def small_course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for part in ("solutions", "exercises"):
        shutil.copytree(course_root() / part / EXERCISE, root / part / EXERCISE)
        for name in (Cohort.exercise, Cohort.long):
            shutil.copytree(course_root() / part / name, root / part / name)
    return root


def test_formgrader_shows_the_last_marking_and_nothing_else_and_ends_with_who_started_it(marked, tmp_path):
    (tmp_path / "my-work").mkdir()
    remember_marking(tmp_path, marked.out / "gradebook")
    starter = subprocess.Popen(
        [sys.executable, "-c", START, str(tmp_path / "my-work")], stdout=subprocess.PIPE, text=True
    )
    try:
        address = starter.stdout.readline().strip()
        base, token = address.split("/formgrader")[0], address.split("token=")[1]

        def ask(path, method="GET", **headers):
            headers = headers or {"Authorization": f"token {token}"}
            request = urllib.request.Request(base + path, b"" if method == "POST" else None, headers, method=method)
            try:
                with urllib.request.urlopen(request, timeout=30) as reply:
                    return reply.status, reply.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, ""

        submissions = json.loads(ask(f"/formgrader/api/submitted_notebooks/{EXERCISE}/{EXERCISE}")[1])
        assert [one["student"] for one in submissions] == ["asha"]
        assert {one["name"]: one["num_submissions"] for one in json.loads(ask("/formgrader/api/assignments")[1])} == {
            Cohort.long: 0,
            EXERCISE: 1,
            Cohort.exercise: 0,
        }
        status, html = ask(f"/formgrader/submissions/{submissions[0]['id']}/")
        page = Page(html)
        assert status == 200 and SURPRISE in html and "Nothing has surprised them yet." in html, (
            "the answer and how to mark it"
        )
        assert ("input", "read-game-surprise") in {(tag, attributes.get("id")) for tag, attributes in page.tags}
        assert "ask(" not in html and "score(" not in html, "the course's own code is not between the answers"
        assert "<script>alert" not in html and "O’Neil" in html
        for path in ("/formgrader/manage_assignments", "/formgrader/gradebook"):
            status, html = ask(path)
            assert status == 200 and "alert-warning" not in html and "Current configuration" not in html
        assert ask("/api/terminals")[0] == ask("/api/terminals", "POST")[0] == ask("/lab")[0] == 404
        assert {ask(path, "POST")[0] for path in ("/api/kernels", "/api/sessions", "/api/contents")} == {403}
        assert ask("/api/contents")[0] == 403
        assert "O’Neil" not in ask(f"/formgrader/submissions/{submissions[0]['id']}/", Authorization="token wrong")[1]
        starter.send_signal(signal.SIGKILL)
        end = time.monotonic() + 30
        while time.monotonic() < end and ask_quietly(base):
            time.sleep(0.1)
        assert not ask_quietly(base), "it ends with its parent"
    finally:
        starter.kill()
        starter.wait()
        starter.stdout.close()


def ask_quietly(base):
    try:
        urllib.request.urlopen(f"{base}/login", timeout=5).close()
        return True
    except OSError:
        return False


def test_its_settings_are_the_course_s_own(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "own"))
    environment = settings_environment("marking", tmp_path)
    assert environment["JUPYTER_CONFIG_DIR"] == str(tmp_path / ".marking" / "config")
    settings = json.loads((tmp_path / ".marking" / "config" / "jupyter_server_config.json").read_text("utf-8"))
    server = settings["ServerApp"]
    assert server["ip"] == "127.0.0.1" and server["terminals_enabled"] is False
    assert [name for name, on in server["jpserver_extensions"].items() if on] == [
        "nbgrader.server_extensions.formgrader"
    ]
