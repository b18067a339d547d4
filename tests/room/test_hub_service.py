"""Hand-ins as a service of a JupyterHub: under the Hub's names, and nothing of them beside a vote. A stand-in says who
somebody is; ``python -m tools.hub_session`` does it on a real Hub.
"""

import json
import logging
import os
import stat

import pytest
from sqlalchemy import select
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from equityqi.files import stable_zip
from equityqi.marking.match_to_roll import by_name
from equityqi.marking.roll import Person as OnRoll
from equityqi.marking.roll import Roll
from equityqi.room import hub_service, store
from equityqi.room.hub_service import HubService, file_of, serve_hub
from equityqi.room.network import NoWay
from equityqi.workfolder.hand_in import COPY_MARK
from tests.room.conftest import Visitor, alone

PREFIX = "/services/hand-ins/"
NAME = "asha.patel@hub.example"


def made(name="Somebody", **more):
    return stable_zip({"manifest.json": json.dumps({"schema": 1, "name": name}), **more})


class OnHub(Visitor):
    """Somebody in a browser; ``name`` is who the Hub says they are."""

    def __init__(self, port, name):
        self.base, self.cookies, self.name = f"http://127.0.0.1:{port}", {}, name

    async def ask(self, path="", body=None, method=None, headers=(), host=None):
        return await super().ask(PREFIX + path, body, method, (*headers, ("X-Name", self.name)), host)

    async def send(self, data, *headers):
        return await self.ask("hand-in", data, "PUT", (("Content-Type", "application/zip"), *headers))


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """Start the service in the loop of a test; ``asked`` has the paths on which it looked who somebody is."""
    asked = []

    def who(self):
        asked.append(self.request.path)
        return {"name": name, "kind": "user"} if (name := self.request.headers.get("X-Name")) else None

    monkeypatch.setattr(hub_service.Person, "get_current_user", who, raising=False)
    monkeypatch.setattr(hub_service.Person, "get_login_url", lambda self: "/hub/login", raising=False)

    async def start():
        server = HTTPServer(HubService(tmp_path / "hand-ins", PREFIX), max_body_size=4 * 1024)
        (tmp_path / "hand-ins").mkdir(exist_ok=True)
        server.add_sockets(sockets := bind_sockets(0, "127.0.0.1"))
        return server, lambda name: OnHub(sockets[0].getsockname()[1], name)

    start.asked = asked
    return start


def test_two_people_hand_in_under_their_names_on_the_hub_and_the_newest_counts(run, hub, tmp_path):
    async def work(_):
        server, person = await hub()
        asha, ben, nobody = person(NAME), person("ben"), person("")
        page = (await asha.ask()).body.decode()
        assert f"logged in as {NAME}" in page and f'src="{PREFIX}files/hub.js"' in page
        assert (await asha.ask("files/hub.js")).code == (await asha.ask("files/room.css")).code == 200
        assert (await nobody.ask()).headers["Location"] == "/hub/login"
        reply = await nobody.send(made())
        assert reply.code == 403 and "Load the page again" in reply.held["said"]
        assert (await asha.send(made("asha", first="1"))).held["saved"]
        assert (await asha.send(made("asha", **{"second.txt": "2" * 9000}))).held["name"] == f"hand-in-{NAME}.zip"
        assert (await ben.send(made("asha"))).held["name"] == "hand-in-ben.zip"
        for data, headers, code in (
            (b"no zip", (), 409),
            (made(**{COPY_MARK: "{}"}), (), 409),
            (made(), (("Content-Type", "text/plain"),), 415),
            (made(), (("Sec-Fetch-Site", "cross-site"),), 403),
            (made(), (("Origin", "https://elsewhere.example"),), 403),
        ):
            assert (await asha.send(data, *headers)).code == code
        server.stop()

    run(work)
    assert sorted(one.name for one in (tmp_path / "hand-ins").iterdir()) == [f"hand-in-{NAME}.zip", "hand-in-ben.zip"]
    assert (tmp_path / f"hand-ins/hand-in-{NAME}.zip").read_bytes() == made("asha", **{"second.txt": "2" * 9000})
    roll = Roll((OnRoll(NAME), OnRoll("ben")))
    assert [by_name(file_of(name), roll).id for name in (NAME, "ben")] == [NAME, "ben"]


def test_no_table_and_no_line_of_a_log_has_that_name_beside_a_vote(run, hub, caplog):
    caplog.set_level(logging.DEBUG)

    async def work(new):
        server, person = await hub()
        lead, phone, asha = await new().enter("lead"), await new().join(), person(NAME)
        await lead.act("ask", question="vignettes-1-8/6")
        poll = (await phone.ask("state")).held["vote"]["rounds"][-1]["id"]
        given = (("X-Name", NAME), ("Cookie", f"jupyterhub-services={NAME}; " + f"seat={phone.cookies['seat']}"))
        assert (await phone.ask("vote", {"poll": poll, "choice": "D"}, "PUT", given)).code == 200
        assert (await asha.send(made(NAME))).code == 200
        assert (await asha.send(b"no zip")).code == 409
        with store.reading(new().room.engine) as at:
            held = {one.name: [tuple(row) for row in at.execute(select(one))] for one in store.tables.sorted_tables}
        assert len(held["vote"]) == 1 and "asha" not in repr(held)
        server.stop()

    run(work)
    assert hub.asked and set(hub.asked) == {f"{PREFIX}hand-in"}
    assert "asha" not in caplog.text


@pytest.mark.parametrize("name", ["../../evil", "a/b", "a b", "A.B", "Zoë", "…", ".", "x" * 300])
def test_no_name_leads_out_of_the_folder_or_to_somebody_elses_file(name):
    assert "/" not in file_of(name) and len(file_of(name)) < 120
    assert len({file_of(one) for one in (name, name.lower() + "-", "a.b", "a-b")}) == 4


def test_it_says_what_is_missing_and_keeps_its_folder_to_itself(tmp_path, monkeypatch):
    address = {"JUPYTERHUB_SERVICE_PREFIX": PREFIX, "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:0"}
    for environ in ({}, {**address, "JUPYTERHUB_SERVICE_PREFIX": "/user/asha/"}):
        with pytest.raises(NoWay, match="starts it as a service"):
            alone(serve_hub(tmp_path, environ, print))
    monkeypatch.setattr(hub_service, "HubOAuthCallbackHandler", None)
    with pytest.raises(NoWay, match="isn't installed"):
        alone(serve_hub(tmp_path, address, print))
    monkeypatch.setattr(hub_service, "HubOAuthCallbackHandler", hub_service.PageFile)

    def ready(folder):
        assert os.name == "nt" or stat.S_IMODE((tmp_path / "hand-ins").stat().st_mode) == 0o700
        assert folder.endswith("hand-ins")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        alone(serve_hub(tmp_path, address, ready))
