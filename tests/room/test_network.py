"""The ways in: network cards to choose from, https by a certificate of one's own or by a proxy."""

import json
import shutil
import ssl
import subprocess
import sys
from types import SimpleNamespace

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

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


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate with openssl")
def test_phones_come_in_over_https_and_the_trainer_stays_on_this_computer(run, tmp_path, monkeypatch):
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    new_one = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=room".split()
    files = ["-keyout", str(key), "-out", str(cert), "-addext", "subjectAltName=IP:127.0.0.2"]
    subprocess.run([*new_one, *files], check=True, capture_output=True)
    monkeypatch.setattr(network, "cards", lambda: [Card("127.0.0.2", "Wi-Fi")])

    async def work(new):
        lead = await new().enter("lead")
        way, key_of_lead = lead.server.network, lead.server.key(lead.room, "lead")
        assert (await lead.act("phones", address="127.0.0.2")).code == 200
        assert way.base == f"https://127.0.0.2:{way.port}" == (await lead.ask("lead/state")).held["join"]["address"]
        trusted = ssl.create_default_context(cafile=str(cert))
        address = f"{way.base}/r/{lead.room.code}/join"
        sent = HTTPRequest(address, "POST", {"Content-Type": "application/json"}, "{}", ssl_options=trusted)
        reply = await AsyncHTTPClient().fetch(sent)
        assert "Secure" in reply.headers["Set-Cookie"]
        cookie = {"Cookie": reply.headers["Set-Cookie"].partition(";")[0]}
        await lead.act("sheet", sheet="exit")
        asks = HTTPRequest(address.replace("join", "sheet"), headers=cookie, ssl_options=trusted)
        asked = await AsyncHTTPClient().fetch(asks)
        assert b"exit_muddy" in asked.body  # people's own words are safe here
        theirs = address.replace("join", "lead/enter")
        sent = HTTPRequest(theirs, "POST", {"Content-Type": "application/json"}, json.dumps({"key": key_of_lead}))
        sent.ssl_options = trusted
        assert (await AsyncHTTPClient().fetch(sent, raise_error=False)).code == 403

    run(work, https=Https("127.0.0.2", cert, key))


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
