"""The ways in: network cards to choose from, https by a certificate of one's own or by a proxy."""

import asyncio
import json
import shutil
import ssl
import subprocess
import sys
from types import SimpleNamespace

import pytest
from tornado.httpclient import HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from equityqi.files import stable_zip
from equityqi.room import network
from equityqi.room.network import Card, Https, NoWay, cards, https_of


def test_every_address_is_offered_and_cards_that_are_not_connected_come_last(monkeypatch):
    def card(*addresses):
        return [SimpleNamespace(family=network.socket.AF_INET, address=one) for one in addresses]

    held = {"lo": card("127.0.0.1"), "VPN": card("10.8.0.2"), "Ethernet": card("169.254.7.7")}
    held |= {"Wi-Fi": card("172.16.4.9"), "University": card("194.83.1.5")}
    monkeypatch.setattr(network.psutil, "net_if_addrs", lambda: held)
    monkeypatch.setattr(network, "_leads_out", lambda: "172.16.4.9")
    found = cards()
    assert [one.name for one in found] == ["Wi-Fi", "VPN", "University", "Ethernet"]
    assert [one.connected for one in found] == [True, True, True, False]


@pytest.mark.parametrize(
    "given, said",
    [
        (("", "cert.pem", "key.pem"), "Add the address"),
        (("room.example.org", "cert.pem", None), "give both"),
        (("room.example.org", None, "key.pem"), "give both"),
        (("https://room.example.org:443", "cert.pem", "key.pem"), "Leave the port out"),
        (("https://room example", None, None), "Add the address"),
        (("https://x/..", None, None), "Add the address"),
    ],
)
def test_https_that_is_half_said_is_refused_with_what_is_missing(given, said):
    with pytest.raises(NoWay, match=said):
        https_of(*given)


def test_a_certificate_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "cert.pem").write_text("no certificate")
    with pytest.raises(NoWay, match=r"cert\.pem"):
        Https("room.example.org", tmp_path / "cert.pem", tmp_path / "cert.pem").context()


NAME, CARD = "room.test", "192.0.2.7"


@pytest.fixture
def certified(tmp_path, monkeypatch):
    """Https by a certificate for ``room.test``, and what makes a client for whom that name leads here. The network card
    is one that no computer has: it listens on 127.0.0.1 in its place, since macOS has no other such address.
    """
    if not shutil.which("openssl"):
        pytest.skip("makes a certificate with openssl")
    cert, key, ports = tmp_path / "cert.pem", tmp_path / "key.pem", []
    new_one = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=room".split()
    files = ["-keyout", str(key), "-out", str(cert), "-addext", f"subjectAltName=DNS:{NAME}"]
    subprocess.run([*new_one, *files], check=True, capture_output=True)
    bind = network.bind_sockets

    def bound(port, address, family):
        made = bind(0 if address == CARD else port, network.HERE, family)
        ports.extend(made[0].getsockname()[1:2] if address == CARD else [])
        return made

    monkeypatch.setattr(network, "bind_sockets", bound)
    monkeypatch.setattr(network, "cards", lambda: [Card(CARD, "Wi-Fi")])
    trusted = ssl.create_default_context(cafile=str(cert))

    def client(way):
        leads_to = {(NAME, way.port): (network.HERE, ports[-1])}
        made = SimpleAsyncHTTPClient(force_instance=True, hostname_mapping=leads_to)

        async def ask(path, method="GET", body=None, kind="application/json", cookie=""):
            headers = {"Content-Type": kind, "Cookie": cookie}
            sent = HTTPRequest(f"{way.base}{path}", method, headers, body, ssl_options=trusted)
            return await made.fetch(sent, raise_error=False)

        return ask

    return Https(NAME, cert, key), client


def test_phones_come_in_over_https_by_a_certificate_and_the_trainer_stays_on_this_computer(run, certified):
    https, client = certified

    async def work(new):
        lead = await new().enter("lead")
        way, at = lead.server.network, f"/r/{lead.room.code}"
        assert (await lead.act("phones", address=CARD)).code == 200
        assert way.base == f"https://{NAME}:{way.port}" == (await lead.ask("lead/state")).held["join"]["address"]
        ask = client(way)
        joined = await ask(f"{at}/join", "POST", "{}")
        assert "Secure" in joined.headers["Set-Cookie"]
        await lead.act("sheet", sheet="exit")
        asked = await ask(f"{at}/sheet", cookie=joined.headers["Set-Cookie"].partition(";")[0])
        assert b"exit_muddy" in asked.body  # people's own words are safe here
        key = json.dumps({"key": lead.server.key(lead.room, "lead")})
        assert (await ask(f"{at}/lead/enter", "POST", key)).code == 403

    run(work, https=https)


def test_hand_ins_with_one_name_that_come_side_by_side_over_https_are_all_kept(run, certified, tmp_path):
    https, client = certified
    made = [stable_zip({"manifest.json": '{"name": "Sam"}', "a.txt": str(number)}) for number in range(8)]

    async def work(new):
        lead = await new().enter("lead")
        lead.server.hand_ins, at = tmp_path / "hand-ins", f"/r/{lead.room.code}"
        assert (await lead.act("phones", address=CARD)).code == 200
        assert (await lead.act("collect", open=True)).code == 200
        ask = client(lead.server.network)

        async def hand_in(data):
            cookie = (await ask(f"{at}/join", "POST", "{}")).headers["Set-Cookie"].partition(";")[0]
            return await ask(f"{at}/hand-in", "PUT", data, "application/zip", cookie)

        return [json.loads(reply.body)["name"] for reply in await asyncio.gather(*map(hand_in, made))]

    names = run(work, https=https)
    assert [(tmp_path / "hand-ins" / name).read_bytes() for name in names] == made


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no 127.0.0.2")
def test_on_another_computer_no_host_makes_a_visitor_the_trainer(run, monkeypatch):
    monkeypatch.setattr(network, "cards", lambda: [Card("127.0.0.2", "Wi-Fi")])

    async def work(new):
        lead = await new().enter("lead")
        port = lead.server.network.port
        assert (await lead.act("phones", address="127.0.0.2")).code == 200
        lead.base = f"http://127.0.0.2:{port}"
        for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"127.0.0.2:{port}"):
            key = {"key": lead.server.key(lead.room, "lead")}
            assert (await lead.ask("lead/enter", key, host=host)).code == 403
            assert (await lead.ask("lead/state", host=host)).code == 403

    run(work)


def test_a_proxy_is_believed_only_where_the_room_was_started_behind_one(run):
    forwarded = (("X-Forwarded-Proto", "https"),)

    async def work(new):
        lead = await new().enter("lead")
        reply = await new().ask("join", {}, headers=forwarded)
        return lead.server.address(lead.room, "lead"), "Secure" in reply.headers["Set-Cookie"], lead.server

    address, secure, _ = run(work)
    assert address.startswith("http://127.0.0.1:") and not secure

    async def behind(new):
        visitor = new()
        reply = await visitor.ask("join", {}, headers=forwarded, host="room.example.org")
        assert "Secure" in reply.headers["Set-Cookie"]
        here = f"127.0.0.1:{visitor.server.network.port}"
        for headers, host, missing in [
            (forwarded, "evil.example", "header Host"),
            (forwarded, here, "header Host"),  # what nginx sends unless it's told
            ((("X-Forwarded-Proto", "http"),), "room.example.org", "X-Forwarded-Proto: https"),
            ((), "room.example.org", "X-Forwarded-Proto: https"),
        ]:
            refused = await new().ask("join", {}, headers=headers, host=host)
            assert refused.code == 400 and missing in refused.held["said"]
        assert (await new().ask("/health", host=here)).code == 200  # the container's own check
        assert len(visitor.room.code) == 8
        assert visitor.server.around(visitor.room)["earlier"] == []
        return visitor.server.address(visitor.room, "lead")

    assert run(behind, https=Https("room.example.org")).startswith("https://room.example.org/r/")
