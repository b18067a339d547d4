"""What the room takes: milliseconds of a vote beside a bare write, and memory with many who listen.

Run from the repository: ``python benchmarks/room.py`` (Linux). The room is a process of its own, with sixteen phones
that listen. Each vote takes turns with a write to a bare Tornado server, which puts one row into SQLite in the same
safe way and does nothing else, so both meet the same moments. Then 2,000 phones listen in 125 rooms. Memory is what the
process has for itself. At the end sixteen phones go through one question after another, as in a session, for a minute,
or with ``--full`` for an hour: no vote may be lost, and memory may hardly grow. It ends with 1 where a figure is over
its limit.
"""

import asyncio
import contextlib
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import psutil

from equityqi.room.polls import polls_of

CASE = "a-blood-pressure"
SIXTEEN, ROOMS, LISTENERS, VOTES = 16, 125, 2000, 448
MOST = {
    "times a bare write": 3,
    "MiB with 16": 60,
    "MiB with 2,000": 100,
    "MiB more after the soak": 8,
    "votes lost": 0,
}
SOAK, FULL = 60, 3600  # seconds
ROOM = """
import asyncio, datetime as dt, json, resource, sys
from pathlib import Path
from equityqi.room import store
from equityqi.room.opening import open_room, read_room
from equityqi.room.server import make_server
from equityqi.room.voting import ask
resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192))
async def main(folder, many):
    engine = store.open_store(Path(folder) / "room.db")
    server = make_server(engine)
    rooms = [server.add(open_room(engine, "a-blood-pressure", dt.date(2026, 6, 16)))]
    for n in range(many - 1):
        with store.writing(engine) as at:
            code = "R" + "".join("ACDEFGHJKL"[int(one)] for one in f"{n:05}")
            store.add_room(at, code, dt.date(2026, 7, 16), rooms[0].state)
        if code not in server.rooms:
            rooms.append(server.add(read_room(engine, code)))
    seats = {}
    for room in rooms:
        ask(room, "vignettes-1-8/6")
        seats[room.code] = [room.join() for _ in range(16)]
    from tornado.web import create_signed_value
    signed = lambda code, one: create_signed_value(server.secret, "seat", f"{code}:{one}").decode()
    cookies = {code: [signed(code, one) for one in held] for code, held in seats.items()}
    lead = create_signed_value(server.secret, "lead", server.key(rooms[0], "lead")).decode()
    print(json.dumps({"port": server.network.port, "cookies": cookies, "lead": lead}), flush=True)
    await asyncio.Event().wait()
asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""
BARE = """
import asyncio, sqlite3, sys, json
from tornado.web import Application, RequestHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
base = sqlite3.connect(sys.argv[1] + "/bare.db")
for one in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
    base.execute(one)
base.execute("CREATE TABLE vote (poll, seat, choice, PRIMARY KEY (poll, seat))")
class Vote(RequestHandler):
    def put(self):
        sent = json.loads(self.request.body)
        with base:
            base.execute("INSERT OR REPLACE INTO vote VALUES (?, ?, ?)", (sent["poll"], sent["seat"], sent["choice"]))
        self.finish({"saved": True})
async def main():
    server = HTTPServer(Application([(r"/vote", Vote)], log_function=lambda _: None))
    sockets = bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    print(json.dumps({"port": sockets[0].getsockname()[1]}), flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


class Server:
    """One of the two servers, in a process of its own."""

    def __init__(self, program: str, *words: object):
        command = [sys.executable, "-c", program, *map(str, words)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.said = json.loads(self.process.stdout.readline())
        self.port = self.said["port"]

    @property
    def memory(self) -> float:
        return psutil.Process(self.process.pid).memory_full_info().uss / 2**20

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


async def put(port: int, path: str, body: dict, cookie: str = "", method: str = "PUT", kind: str = "seat") -> float:
    """Return how many milliseconds one write takes, from a connection of its own."""
    data = json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    head += f"Content-Length: {len(data)}\r\n"
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{head}Cookie: {kind}={cookie}\r\nConnection: close\r\n\r\n".encode() + data)
    reply = await reader.read()
    writer.close()
    assert b"HTTP/1.1 200" in reply, reply[:300]
    return (time.perf_counter() - began) * 1000


async def listen(port: int, code: str, cookie: str) -> asyncio.StreamWriter:
    """Open one line that the newest picture comes through, and read its first."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /r/{code}/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: seat={cookie}\r\n\r\n".encode())
    await reader.readuntil(b"data: ")
    asyncio.get_running_loop().create_task(drain(reader))
    return writer


async def drain(reader: asyncio.StreamReader) -> None:
    while await reader.read(65536):
        pass


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


async def sixteen(folder: str) -> dict[str, float]:
    """One room of sixteen phones that listen; votes and bare writes take turns, so that both meet the same moments."""
    room, bare = Server(ROOM, folder, 1), Server(BARE, folder)
    try:
        ((code, cookies),) = room.said["cookies"].items()
        lines = [await listen(room.port, code, one) for one in cookies]
        votes, writes = [], []
        for n in range(VOTES):
            body = {"poll": 1, "choice": "DI?"[n % 3], "seat": n % SIXTEEN}
            if n % 25 == 0:
                await asyncio.sleep(0.3)
            votes.append(await put(room.port, f"/r/{code}/vote", body, cookies[n % SIXTEEN]))
            writes.append(await put(bare.port, "/vote", body))
        memory = room.memory
        for line in lines:
            line.close()
        return {
            "vote, p50 ms": statistics.median(votes),
            "vote, p99 ms": p99(votes),
            "bare write, p50 ms": statistics.median(writes),
            "bare write, p99 ms": p99(writes),
            "times a bare write": p99(votes) / p99(writes),
            "MiB with 16": memory,
        }
    finally:
        room.stop()
        bare.stop()


async def many(folder: str) -> dict[str, float]:
    """2,000 listeners in 125 rooms."""
    room = Server(ROOM, folder, ROOMS)
    try:
        held = [(code, cookie) for code, cookies in room.said["cookies"].items() for cookie in cookies][:LISTENERS]
        lines = [await listen(room.port, code, cookie) for code, cookie in held]
        times = []
        for n in range(0, 1600, 16):
            code, cookie = held[n]
            times.append(await put(room.port, f"/r/{code}/vote", {"poll": 1 + n // 16, "choice": "D"}, cookie))
        figures = {"MiB with 2,000": room.memory, "vote with 2,000, p50 ms": statistics.median(times)}
        for line in lines:
            line.close()
        return {"listeners": float(len(lines)), **figures}
    finally:
        room.stop()


async def soak(folder: str, seconds: float) -> dict[str, float]:
    """Sixteen phones that listen vote twice on one question after another, say how they are and write on the wall."""
    room = Server(ROOM, folder, 1)
    ((code, cookies),) = room.said["cookies"].items()
    at, question, votes, warm, asked = f"/r/{code}", 1, 0, 0.0, list(polls_of(CASE))

    async def lead(to: str, **body: object) -> None:
        await put(room.port, f"{at}/lead/{to}", body, room.said["lead"], "POST", "lead")

    try:
        lines = [await listen(room.port, code, one) for one in cookies]
        began = time.monotonic()
        await lead("round", act="close")
        poll = 2  # the room was made with a first question open
        while time.monotonic() - began < seconds and question < len(asked):
            for number in (1, 2):
                await lead("ask", question=asked[question])
                choices = [option.code for option in polls_of(CASE)[asked[question]].options]
                for n, cookie in enumerate(cookies):
                    body = {"poll": poll, "choice": choices[(n + number) % len(choices)]}
                    await put(room.port, f"{at}/vote", body, cookie)
                    votes += 1
                poll += 1
                await lead("round", act="close")
                await asyncio.sleep(max(4.5, seconds / len(asked) / 2))  # a phone may write 30 times a minute
            await lead("round", act="show")
            for n, cookie in enumerate(cookies[:4]):
                feels = {"block": "welcome", "feels": ("done", "minute", "stuck", "done")[n]}
                await put(room.port, f"{at}/sticky", feels, cookie)
            await put(room.port, f"{at}/wall", {"wall": "questions", "text": f"Note {question}"}, cookies[0], "POST")
            question += 1
            if not warm and time.monotonic() - began > seconds / 6:
                warm = room.memory
        memory = room.memory
        for line in lines:
            line.close()
    finally:
        room.stop()
    with contextlib.closing(sqlite3.connect(f"{folder}/room.db")) as base:
        (kept,) = base.execute("SELECT count(*) FROM vote").fetchone()
    return {"votes in the soak": votes, "votes lost": votes - kept, "MiB more after the soak": memory - warm}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        figures = {**asyncio.run(sixteen(one)), **asyncio.run(many(two))}
    with tempfile.TemporaryDirectory() as folder:
        figures |= asyncio.run(soak(folder, FULL if "--full" in sys.argv else SOAK))
    lines = [f"| {name} | {figure:.1f} | {MOST.get(name, '')} |" for name, figure in figures.items()]
    print("\n".join(["| | Measured | At most |", "|---|---|---|", *lines]))
    over = [name for name, most in MOST.items() if figures[name] > most]
    if over:
        raise SystemExit(f"Over the limit: {', '.join(over)}")


if __name__ == "__main__":
    main()
