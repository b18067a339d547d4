"""The course's pages inside the room: over https only, with the bar, and nothing outside their folder."""

import pytest

from equityqi.room.learn import learn_path
from equityqi.room.network import Https

NAME = "room.example.org"


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "course-site"
    (folder / "live-0a1b").mkdir(parents=True)
    (folder / "index.html").write_text("<html><body><main>Start</main></body></html>", "utf-8")
    (folder / "live-0a1b/page.js").write_text("export {};", "utf-8")
    (tmp_path / "secret.html").write_text("<body>no</body>", "utf-8")
    return folder


def test_pages_come_with_the_bar_and_parts_whose_name_has_a_hash_stay(run, site, caplog):
    (site / "c-asthma").mkdir()
    (site / "c-asthma/index.html").write_text("<body>Case C</body>", "utf-8")

    async def work(new):
        visitor, lead = await new().join(), await new().enter("lead")
        page = await visitor.ask("/learn/")
        assert page.code == 200 and b'src="/files/bar.js"></script></body>' in page.body
        assert "wasm-unsafe-eval" in page.headers["Content-Security-Policy"]
        part = await visitor.ask("/learn/live-0a1b/page.js")
        assert part.body == b"export {};" and "immutable" in part.headers["Cache-Control"]
        for out in (
            "../secret.html",
            "%2e%2e/secret.html",
            "live-0a1b/../../secret.html",
            "no.html",
            "live-0a1b",
            "index.html/",
            "%00",
            "x" * 300,
        ):
            assert (await visitor.ask(f"/learn/{out}")).code == 404, out
        assert not caplog.records  # what isn't there is no fault of the program
        for folder in ("/learn", "/learn/c-asthma"):  # typed without its slash
            reply = await visitor.ask(folder)
            assert (reply.code, reply.headers["Location"]) == (302, f"{folder}/")
        assert b"Case C" in (await visitor.ask("/learn/c-asthma/")).body
        await lead.act("go", block="m2", began=43)
        block = (await visitor.ask("state")).held["block"]
        assert block["page"] == "/learn/course/session-1/01-what-is-inequity.html#Inequality-or-inequity?"

    run(work, https=Https(NAME), site=site)


def test_over_plain_http_the_course_is_elsewhere(run, site):
    async def work(new):
        visitor, lead = await new().join(), await new().enter("lead")
        lead.server.network.card = "192.0.2.7"
        reply = await visitor.ask("/learn/", host=f"192.0.2.7:{lead.server.network.port}")
        assert reply.code == 403 and "by the link that your trainer sent" in reply.held["said"]
        await lead.act("go", block="m2", began=43)
        assert (await visitor.ask("state")).held["block"]["page"] == ""

    run(work, site=site)


def test_a_site_of_several_cases_has_a_folder_for_each(site):
    (site / "c-asthma").mkdir()
    assert learn_path(site, "c-asthma") == "/learn/c-asthma" and learn_path(site, "a-blood-pressure") == "/learn"
