"""A course that runs, begun as start.py begins it, on a work folder of the test's own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from equityqi.files import course_root
from equityqi.lab.running import find_running

# start.py's own hand_over, then the course's own command; only the place of the work folder is the test's.
BEGIN = """
import os, sys
sys.path.insert(0, {root!r})
import start

command = '''
from pathlib import Path
from equityqi.cli import app

app.work_place = lambda name: Path({work!r})
app.main()
'''
environment = dict(os.environ, **{{start.ENDS_WITH: "stdin"}})
sys.exit(start.hand_over([sys.executable, "-c", command, *sys.argv[1:]], environment))
"""
SLOW = 60  # seconds that a busy computer may take


def wait_for(true, seconds=SLOW):
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


class Begun:
    """A start of the course: its process, what it has printed, and all the processes of its work folder."""

    def __init__(self, work: Path, *words: str):
        self.work = work
        script = BEGIN.format(root=str(course_root()), work=str(work))
        environment = {key: value for key, value in os.environ.items() if key != "EQUITYQI_ENDS_WITH"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, *(words or ("learn", "--no-browser"))],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            start_new_session=True,
        )

    def open(self):
        """Wait until the course answers, and return its server."""
        assert wait_for(lambda: self.server() or self.process.poll() is not None)
        return self.server()

    def server(self):
        return next(iter(find_running(self.work)), None)

    def ask(self, path, method="GET", body=None):
        server = self.open()
        request = urllib.request.Request(
            server.url + path,
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"token {server.token}"},
        )
        with urllib.request.urlopen(request, timeout=SLOW) as reply:
            return json.loads(reply.read() or "null")

    def processes(self):
        """Return the processes that this start began: each names its work folder."""
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if str(self.work).encode() in place.read_bytes():
                    found.append(int(place.parent.name))
        return found

    def end(self):
        for process in self.processes():
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def begin(tmp_path):
    """Start the course on a work folder: ``begin()``, or ``begin("teach", "--no-browser")``."""
    begun = []

    def start(*words):
        begun.append(Begun(tmp_path / "my-work", *words))
        return begun[-1]

    yield start
    for one in begun:
        one.end()
