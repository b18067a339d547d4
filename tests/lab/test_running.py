"""The course is started twice, stopped and renewed: one server for a work folder, and nothing of it left at the end."""

import json
import os
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import typer

import equityqi
from equityqi.cli import app
from equityqi.lab import running
from equityqi.lab.launch import START_PAGE, CouldNotStart
from equityqi.lab.running import find_running, one_start
from equityqi.workfolder.prepare import Update

from .conftest import Begun, wait_for

THEIRS = "exercises/99-theirs/99-theirs.ipynb"
PAGE = "exercises/13-commitment/13-commitment.ipynb"
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are counted in /proc")


@pytest.fixture(scope="module")
def raced(tmp_path_factory):
    """Two starts of the same work folder at the same moment; the one that came first, and what the other said."""
    work = tmp_path_factory.mktemp("twice") / "my-work"
    (work / THEIRS).parent.mkdir(parents=True)
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None, "source": "1"}
    (work / THEIRS).write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}))
    both = [Begun(work, "learn", "--no-browser") for _ in range(2)]
    loser = wait_for(lambda: next((one for one in both if one.process.poll() is not None), None))
    said = loser.process.stdout.read() if loser else ""
    winner = next(one for one in both if one is not loser)
    yield winner, loser, said
    for one in both:
        one.end()


@pytest.fixture
def again(raced, monkeypatch):
    """Start the course once more while it runs, in this process: ``again("learner")``; what would open is noted."""
    opened, started = [], []
    monkeypatch.setattr(app, "work_place", lambda name: raced[0].work)
    monkeypatch.setattr(running.webbrowser, "open", opened.append)
    monkeypatch.setattr(app.launch, "open_lab", lambda *words, **options: started.append(words) or 0)

    def start(profile="learner", **given):
        words = {"name": None, "case": None, "session_date": None, "port": None, "no_browser": False} | given
        try:
            app._open(profile, *words.values())
        except typer.Exit as ended:
            if ended.exit_code:
                raise
        wait_for(lambda: opened or started or given.get("no_browser"), 5)
        return opened, started

    return start


def test_of_two_starts_at_once_one_opens_the_course_and_the_other_shows_it(raced):
    winner, loser, said = raced
    assert loser.process.returncode == 0
    assert winner.server().address() in said and "The course is already open" in said
    assert len(find_running(winner.work)) == 1


@pytest.mark.parametrize("same_port", [False, True])
def test_a_second_start_opens_the_course_that_runs(raced, again, capsys, same_port):
    server = raced[0].server()
    port = int(server.url.split(":")[2].strip("/"))
    opened, started = again(port=port if same_port else None)
    with open(opened[0].removeprefix("file://"), encoding="utf-8") as redirect:
        assert server.address(START_PAGE) in redirect.read()
    assert not started
    assert capsys.readouterr().out == (
        "The course is already open, so it comes up again. You can close this window. "
        f"Its address: {server.address(START_PAGE)}\n"
    )


def test_the_address_in_the_browser_s_file_is_for_this_person_only(raced, again):
    opened, _ = again()
    if os.name != "nt":
        assert os.stat(opened[0].removeprefix("file://")).st_mode & 0o077 == 0


@pytest.mark.parametrize("profile", ["learner", "trainer"])
def test_a_second_start_never_changes_a_page_and_asks_nobody_to_trust_one(raced, again, profile):
    course = raced[0]
    page = course.ask(f"api/contents/{PAGE}")["content"]
    cells = [cell for cell in page["cells"] if cell["cell_type"] == "code"]
    assert all(cell["metadata"]["trusted"] for cell in cells)
    for cell in cells:  # as they are once the page has run
        view = {"application/vnd.jupyter.widget-view+json": {"model_id": "m", "version_major": 2, "version_minor": 0}}
        cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": view}]
    course.ask(f"api/contents/{PAGE}", "PUT", {"type": "notebook", "format": "json", "content": page})
    before = (course.work / PAGE).read_bytes(), (course.work / PAGE).stat().st_mtime_ns
    _, started = again(profile)
    assert ((course.work / PAGE).read_bytes(), (course.work / PAGE).stat().st_mtime_ns) == before
    assert len(started) == (profile == "trainer"), "a trainer's Lab opens beside a learner's"
    cells = course.ask(f"api/contents/{PAGE}")["content"]["cells"]
    assert all(cell["metadata"]["trusted"] for cell in cells if cell["cell_type"] == "code")


def test_a_page_that_is_not_the_course_s_own_opens_untrusted(raced):
    assert raced[0].ask(f"api/contents/{THEIRS}")["content"]["cells"][0]["metadata"]["trusted"] is False


def test_a_page_whose_code_somebody_changed_is_saved_and_not_trusted(raced):
    course = raced[0]
    path = "exercises/12-canvas-and-spread/12-canvas-and-spread.ipynb"
    page = course.ask(f"api/contents/{path}")["content"]
    cell = next(cell for cell in page["cells"] if cell["cell_type"] == "code")
    ours, cell["source"] = cell["source"], "print('from somebody else')"

    def trusted_once_saved():
        course.ask(f"api/contents/{path}", "PUT", {"type": "notebook", "format": "json", "content": page})
        cells = course.ask(f"api/contents/{path}")["content"]["cells"]
        return all(cell["metadata"]["trusted"] for cell in cells if cell["cell_type"] == "code")

    assert not trusted_once_saved()
    assert "from somebody else" in (course.work / path).read_text(encoding="utf-8")
    cell["source"] = ours
    assert trusted_once_saved()


def test_a_case_that_cannot_be_changed_while_the_course_is_open_is_not_passed_over(raced, again, capsys):
    again(case="c-asthma", no_browser=True)
    assert "its case and session date stay the same. Change them on the start page" in capsys.readouterr().out
    assert "c-asthma" not in (raced[0].work / "settings.yml").read_text(encoding="utf-8")


@on_linux
def test_nothing_outlives_a_killed_start_py_by_five_seconds(begin):
    """Not even a page in the middle of a long calculation. How other signals arrive is in ``tests/test_start.py``."""
    course = begin()
    busy(course, course.ask("api/kernels", "POST", {})["id"])
    assert len(course.processes()) >= 4, "start.py, its command, the server and a kernel (and one to spare)"
    course.process.kill()
    assert wait_for(lambda: not course.processes(), 5), course.processes()
    assert not find_running(course.work)


def busy(course, kernel):
    """Let a kernel calculate without an end."""
    from jupyter_client import BlockingKernelClient

    file = next((course.work / ".learner" / "runtime").glob(f"kernel-{kernel}.json"))
    client = BlockingKernelClient(connection_file=str(file))
    client.load_connection_file()
    client.start_channels(hb=False)
    begun = course.work / "begun"
    client.execute(f"open({str(begun)!r}, 'w').close()\nwhile True:\n    pass")
    assert wait_for(begun.exists)
    client.stop_channels()


# ---- What a server that is gone, or no longer ours, has left


def leave(work, url, token="t"):
    runtime = work / ".learner" / "runtime"
    runtime.mkdir(parents=True, exist_ok=True)
    (runtime / "jpserver-1-open.html").write_text("old")
    (runtime / "jpserver-1.json").write_text(json.dumps({"url": url, "token": token}))
    return runtime


@pytest.fixture
def serve():
    """Answer on a port of this computer: ``serve({"/path": 200})`` gives the address; any other path is refused."""
    servers = []

    def begin(answers, wait=None, closes=True):
        class Answers(BaseHTTPRequestHandler):
            def do_GET(self):
                if wait:
                    wait.wait(30)
                self.send_response(answers.get(self.path, 403))
                self.end_headers()
                self.wfile.write(b"{}")

            def do_POST(self):
                self.do_GET()
                if closes:
                    threading.Thread(target=lambda: (self.server.shutdown(), self.server.server_close())).start()

            def log_message(self, *_):
                pass

        class Quiet(HTTPServer):
            def handle_error(self, *_):  # who asked has gone
                pass

        servers.append(Quiet(("127.0.0.1", 0), Answers))
        threading.Thread(target=servers[-1].serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_file_of_a_server_that_was_killed_is_cleared(tmp_path):
    with socket.socket() as gone:
        gone.bind(("127.0.0.1", 0))
        port = gone.getsockname()[1]
    runtime = leave(tmp_path, f"http://127.0.0.1:{port}/")
    assert find_running(tmp_path) == [] and not list(runtime.iterdir())


def test_a_file_that_stays_half_written_is_cleared(tmp_path, monkeypatch):
    monkeypatch.setattr(running.time, "sleep", lambda seconds: None)
    runtime = leave(tmp_path, "")
    (runtime / "jpserver-1.json").write_text('{"url": "http://127')
    assert find_running(tmp_path) == [] and not list(runtime.iterdir())


def test_another_program_that_has_got_the_port_is_not_taken_for_the_course(tmp_path, serve):
    runtime = leave(tmp_path, serve({}))
    assert find_running(tmp_path) == [] and not list(runtime.iterdir())


def test_a_course_from_before_versions_were_told_is_found(tmp_path, serve):
    leave(tmp_path, serve({"/equityqi/course": 404, "/api/status": 200}))
    assert [server.version for server in find_running(tmp_path)] == [""]


def test_a_course_that_does_not_answer_is_not_written_over(tmp_path, serve, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.2)
    wait = threading.Event()
    runtime = leave(tmp_path, serve({}, wait))
    with pytest.raises(CouldNotStart, match="^The course is already open, but it doesn't answer. Close the window"):
        find_running(tmp_path)
    wait.set()
    assert (runtime / "jpserver-1.json").exists()


def test_another_version_is_closed_and_then_the_course_is_prepared_and_opens(
    tmp_path, serve, again, monkeypatch, capsys
):
    begun, prepared = leave(tmp_path, serve({"/equityqi/course": 404, "/api/status": 200})), []
    monkeypatch.setattr(app, "work_place", lambda name: tmp_path)
    monkeypatch.setattr(app, "prepare", lambda *given: prepared.append(find_running(tmp_path)) or Update())
    _, started = again()
    assert (
        f"Another version of the course was still open. We're closing it and opening version {equityqi.__version__}."
        in capsys.readouterr().out
    )
    assert prepared == [[]] and len(started) == 1, "nothing was written while the old one was open"
    assert not list(begun.iterdir())


def test_another_version_that_does_not_close_is_not_written_over(tmp_path, serve, again, monkeypatch, capsys):
    monkeypatch.setattr(running, "SECONDS", 0.5)
    leave(tmp_path, serve({"/equityqi/course": 404, "/api/status": 200}, closes=False))
    monkeypatch.setattr(app, "work_place", lambda name: tmp_path)
    with pytest.raises(typer.Exit):
        again()
    assert "it didn't close. Close its window yourself" in capsys.readouterr().err
    assert not (tmp_path / "course").exists()


def test_a_start_that_waits_too_long_for_another_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(running, "SECONDS_TO_OPEN", 0.1)

    def start():
        with one_start(tmp_path):
            pass

    with one_start(tmp_path), ThreadPoolExecutor() as aside, pytest.raises(CouldNotStart, match="^The course is still"):
        aside.submit(start).result()
    assert "This window waits for it." in capsys.readouterr().out
    start()
