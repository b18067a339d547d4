"""The room as the program that a trainer starts: it dies in the middle of votes and loses none, and it stays small."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

PROGRAM = """
import asyncio, datetime as dt, sys
from pathlib import Path
from equityqi.room.server import serve
day, port = lambda: dt.date(2026, 6, 16), int(sys.argv[2]) or None
ready = lambda said: print(said, flush=True)
asyncio.run(serve(Path(sys.argv[1]), "a-blood-pressure", day, port, ready, database=sys.argv[3]))
"""
HEAVY = """
import sys
import equityqi.room.server
from equityqi.room.polls import polls_in_block
polls_in_block("a-blood-pressure", "m2")
print([name for name in ("numpy", "pandas", "scipy", "matplotlib", "IPython") if name in sys.modules])
"""


class Program:
    """The room in a process of its own, on one folder, or on a database of PostgreSQL."""

    def __init__(self, folder, database=""):
        self.folder, self.database, self.port = folder, database, 0
        self.start()

    def start(self):
        command = [sys.executable, "-c", PROGRAM, str(self.folder), str(self.port), self.database]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        said = self.process.stdout.readline()
        self.port, self.code, self.key = re.search(r":(\d+)/r/(\w+)/lead#(\w+)", said).groups()

    def ask(self, path, body, method="POST", cookie=""):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/r/{self.code}/{path}", method=method)
        request.add_header("Content-Type", "application/json")
        request.add_header("Cookie", cookie)
        with urllib.request.urlopen(request, json.dumps(body).encode() if body is not None else None, 10) as reply:
            held = reply.read()
            return (reply.headers["Set-Cookie"] or "").partition(";")[0], json.loads(held)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill -9")
@pytest.mark.parametrize("kind", ["a file", "PostgreSQL"] if sys.platform == "linux" else ["a file"])
def test_a_kill_in_the_middle_of_votes_loses_none_that_was_acknowledged(tmp_path, request, kind):
    server = request.getfixturevalue("postgresql") if kind == "PostgreSQL" else None
    room = Program(tmp_path, server.database() if server else "")
    try:
        lead, _ = room.ask("lead/enter", {"key": room.key})
        seats = [room.ask("join", {})[0] for _ in range(24)]
        room.ask("lead/ask", {"question": "vignettes-1-8/6"}, cookie=lead)
        saved = {}

        def vote(number):
            body = {"poll": 1, "choice": "DI?"[number % 3]}
            for _ in range(600):
                try:
                    if room.ask("vote", body, "PUT", seats[number])[1] == {"saved": True}:
                        saved[number] = True
                        return
                except (urllib.error.URLError, OSError, ConnectionError):
                    time.sleep(0.2)

        with ThreadPoolExecutor(6) as pool:
            waiting = [pool.submit(vote, number) for number in range(24)]
            while len(saved) < 8:
                time.sleep(0.01)
            if server:
                server.crash()
            os.kill(room.process.pid, signal.SIGKILL)
            room.process.wait()
            if server:
                server.start()
            acknowledged = set(saved)
            code = room.code
            room.start()
            assert room.code == code  # the same room goes on
            again = Path(tmp_path, "another-folder") if server else tmp_path
            command = [sys.executable, "-c", PROGRAM, str(again), "0", room.database]
            second = subprocess.run(command, capture_output=True, text=True, timeout=60)
            assert second.returncode and ("is using this database" if server else "is open already") in second.stderr
            for number in acknowledged:
                assert room.ask("mine", None, "GET", seats[number])[1]["choice"] == "DI?"[number % 3]
            for one in waiting:
                one.result()
        _, picture = room.ask("lead/state", None, "GET", lead)
        assert picture["vote"]["rounds"][0]["phones"] == 24
    finally:
        room.process.kill()
        room.process.wait()
        room.process.stdout.close()


def test_numpy_and_pandas_are_never_loaded():
    done = subprocess.run([sys.executable, "-c", HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_damaged_file_is_named_and_stays_as_it_is(tmp_path):
    (tmp_path / "room-files").mkdir()
    damaged = tmp_path / "room-files/room.db"
    damaged.write_bytes(b"no database at all, " * 400)
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path), "0", ""], capture_output=True, text=True)
    assert done.returncode and "The room's file, room.db, can't be read" in done.stderr
    assert damaged.read_bytes() == b"no database at all, " * 400
