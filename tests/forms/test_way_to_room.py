"""Whether a phone has joined, and the way back to the room's page."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from equityqi.forms import way_to_room
from equityqi.forms.way_to_room import ADDRESS, NO_PHONE, NOT_OPEN, RoomPage, TryPhone
from equityqi.room import server


@pytest.fixture
def opened(tmp_path):
    """A work folder beside a room that says how many phones it has: a list of one number."""
    phones = [0]

    class Health(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"room": True, "phones": phones[0]}).encode())

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Health) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        (tmp_path / ADDRESS).parent.mkdir()
        (tmp_path / ADDRESS).write_text(f"http://127.0.0.1:{web.server_port}/r/K7M4RP/lead#key\n")
        yield tmp_path / "my-work", phones
        web.shutdown()


def test_the_address_is_where_the_rooms_program_writes_it():
    assert ADDRESS.parts == (server.FOLDER, server.ADDRESS)


def test_it_says_whether_a_phone_has_joined_and_what_to_do_when_none_can(opened):
    work, phones = opened
    with pytest.raises(ValueError, match="use lettered cards and the chat") as none:
        TryPhone(work).act({})
    assert str(none.value) == NO_PHONE
    phones[0] = 2
    assert TryPhone(work).act({}).startswith("2 phones have joined.")


def test_the_session_page_leads_to_the_rooms_page(opened, monkeypatch):
    went = []
    monkeypatch.setattr(way_to_room.webbrowser, "open", went.append)
    assert "opens in your browser" in RoomPage(opened[0]).act({})
    assert went[0].endswith("/r/K7M4RP/lead#key")


def test_without_a_room_it_says_how_to_start_one(tmp_path):
    with pytest.raises(ValueError, match="python start.py room") as none:
        RoomPage(tmp_path / "my-work").act({})
    assert str(none.value) == NOT_OPEN
