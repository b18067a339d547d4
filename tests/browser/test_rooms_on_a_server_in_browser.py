"""A trainer opens a room on a server for many, keeps the way back in, and comes back in another browser."""

import asyncio
import datetime as dt
import socket
import threading
from contextlib import suppress

import pytest

from equityqi.room.many import serve_many
from equityqi.room.network import Https

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HOST, KEY = "room.example.org", "rowan-tea-kettle-482"


@pytest.fixture
def server(tmp_path):
    """The port of rooms for many in a thread, and what stops them for a while, as a restart does."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    ready, held = threading.Event(), {}

    async def serve():
        day = dt.date(2026, 6, 16)
        given = (tmp_path, lambda: day, port, lambda base: ready.set(), Https(HOST), None, "", KEY)
        held["loop"], held["task"] = asyncio.get_running_loop(), asyncio.current_task()
        with suppress(asyncio.CancelledError):
            await serve_many(*given)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(30)
    yield port
    held["loop"].call_soon_threadsafe(held["task"].cancel)
    thread.join(10)


@pytest.fixture
def window(browser, server):
    """What opens a browser of its own on the server's https address.

    ``away``: how addresses end that get no answer, as while the rooms start again.
    """
    opened, away = [], []

    def proxy(route):
        asked = route.request
        if asked.url.endswith(("/events", *away)):  # a test can't hand a stream on: the page then asks by itself
            return route.fulfill(status=502, body="Bad gateway")
        address = asked.url.replace(f"https://{HOST}", f"http://127.0.0.1:{server}")
        headers = {**asked.all_headers(), "host": HOST, "x-forwarded-proto": "https"}
        route.fulfill(response=route.fetch(url=address, headers=headers, max_redirects=0))

    def _window(address, width=1366, height=768):
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, service_workers="block", reduced_motion="reduce")
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.route("**/*", proxy)
        opened.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    _window.away = away
    yield _window
    for context in opened:
        context.close()


def test_the_way_back_in_is_shown_copied_and_leads_back_in_another_browser(server, window):
    page = window(f"https://{HOST}/open")
    page.get_by_label("The opening key").fill(KEY)
    page.get_by_role("button", name="Open a room").click()
    page.get_by_role("heading", name="Your room is open").wait_for()
    address = page.get_by_label("Your way back in").input_value()
    assert address.startswith(f"https://{HOST}/r/") and "/lead#" in address
    page.get_by_role("button", name="Copy my way back in").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.get_by_role("link", name="Go to my page").click()
    page.get_by_text("Your way back in").click()
    assert page.get_by_label("Your way back in").input_value() == address and "#" not in page.url
    other = window(page.url)  # a favourite of the page has no key
    other.get_by_text("the whole address that you copied").wait_for()
    assert not other.get_by_text("window in which you started").count()
    window.away.append("/enter")  # the rooms are starting again
    other = window(address)
    other.get_by_text("The room doesn’t answer just now.").wait_for()
    window.away.clear()
    other.get_by_role("button", name="End the session").click()
    other.get_by_role("button", name="End it, delete the votes").click()
    other.get_by_role("link", name=f"https://{HOST}/open").wait_for()
    assert not other.get_by_text("Ctrl+C").count()
    assert other.get_by_label("Your way back in").input_value() == address
