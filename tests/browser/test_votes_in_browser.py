"""The room in a real browser: three phones, a trainer and a projector through a vote, talk, a second vote and a wall;
and once with no phone at all.
"""

import asyncio
import datetime as dt
import re
import threading

import pytest

from equityqi.lessons.runsheet import read_runsheet
from equityqi.room import network, store
from equityqi.room.opening import open_room
from equityqi.room.polls import polls_in_block, polls_of
from equityqi.room.server import make_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIX = "#ask-vignettes-1-8\\/6"
LAN = "127.0.0.2"
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".main *")]
  .filter((one) => !one.childElementCount && one.textContent.trim())
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
FITS = "(() => { const box = document.querySelector('.main'); return box.scrollHeight <= box.clientHeight + 2; })()"


@pytest.fixture
def room(monkeypatch):
    """The address of the trainer's page of a room in a thread; its network card is another loopback address."""
    for module in ("network", "server"):
        monkeypatch.setattr(f"equityqi.room.{module}.cards", lambda: [network.Card(LAN, "Wi-Fi")])
    ready, held = threading.Event(), {}

    async def serve():
        engine = store.open_store(None)
        server = make_server(engine)
        held["lead"] = server.address(server.add(open_room(engine, "a-blood-pressure", dt.date(2026, 6, 16))), "lead")
        held["stop"], held["loop"] = asyncio.Event(), asyncio.get_running_loop()
        ready.set()
        await held["stop"].wait()
        await server.network.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(30)
    yield held["lead"]
    held["loop"].call_soon_threadsafe(held["stop"].set)
    thread.join(10)


@pytest.fixture
def window(browser):
    """What opens a window for one person, who has a device of their own, and notes what fails in it."""
    opened = []

    def _window(address, width=1366, height=768):
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, service_workers="block", reduced_motion="reduce")
        page = context.new_page()
        opened.append(context)
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on(
            "request", lambda one: "127.0.0." in one.url or one.url.startswith("data:") or page.faults.append(one.url)
        )
        page.goto(address)
        return page

    yield _window
    for context in opened:
        context.close()


def choose(lead):
    """Go to the block of vignettes and ask number 6, as a trainer does: two clicks."""
    lead.get_by_role("button", name="M2 Inequality or inequity?").click()
    lead.locator(SIX).click()
    lead.get_by_text("Vote 1 is open").wait_for()


def joined(lead, window, many):
    """Let phones join, and return the pages of so many."""
    lead.get_by_role("button", name="Let phones join").click()
    code = lead.locator(".code").inner_text().replace(" ", "")
    base = f"http://{re.search(r'127.0.0.2:[0-9]+', lead.locator('#beside').inner_text())[0]}"
    return [window(f"{base}/{code}", 390, 844) for _ in range(many)]


def projector(lead):
    with lead.context.expect_page() as opened:
        lead.get_by_role("link", name="Open the projector page").click()
    opened.value.set_viewport_size({"width": 1280, "height": 720})
    return opened.value


def axe(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def test_three_phones_vote_talk_vote_again_and_write_on_the_wall(room, window):
    lead = window(room)
    lead.get_by_role("button", name="Let phones join").click()
    code = lead.locator(".code").inner_text().replace(" ", "")
    base = f"http://{re.search(r'127.0.0.2:[0-9]+', lead.locator('#beside').inner_text())[0]}"
    phones = [window(f"{base}/", 320, 640), window(f"{base}/{code}", 390, 844), window(f"{base}/{code}", 390, 844)]
    phones[0].get_by_label("Code on the screen").fill(code.lower())
    phones[0].get_by_role("button", name="Join the room").click()
    lead.get_by_text("3 phones have joined.").wait_for()
    screen = projector(lead)
    choose(lead)
    tries = []

    def restarts(way):  # a proxy answers for the program, once
        tries.append(way.request.method)
        way.continue_() if len(tries) > 1 else way.fulfill(status=502)

    phones[0].route("**/vote", restarts)
    for phone, words in zip(phones, ("an inequity", "a difference, not an inequity", "I’d rather pass"), strict=True):
        phone.get_by_role("button", name=words, exact=True).click()
    phones[0].get_by_text("Not saved yet. We keep trying").first.wait_for()
    phones[0].get_by_role("heading", name="Thank you. Your vote is saved.").wait_for()
    assert tries == ["PUT", "PUT"] and not phones[0].get_by_text("Not saved yet").count()
    assert phones[0].evaluate("document.activeElement.tagName") == "H1"  # a screen reader reads that it is saved
    phones[2].get_by_role("heading", name="Thank you. Passing is fine.").wait_for()
    screen.locator(".count .n", has_text="3").wait_for()
    assert not screen.locator(".bar").count()
    lead.get_by_label("Letters from the Teams chat, or from cards").fill("D D D I I ?")
    lead.get_by_role("button", name="Add them").click()
    lead.get_by_text("Added: D 3, I 2, ? 1.").wait_for()
    lead.get_by_role("button", name="Close the vote").click()
    phones[1].get_by_role("heading", name="The vote is closed").wait_for()
    lead.get_by_role("button", name="They’ve talked: ask again").click()
    phones[1].get_by_role("button", name="an inequity", exact=True).click()
    phones[1].get_by_role("button", name="Change my vote").click()
    phones[1].get_by_role("button", name="cannot tell yet").click()
    phones[1].get_by_role("heading", name="Thank you. Your vote is saved.").wait_for()
    lead.get_by_label("Letters from the Teams chat, or from cards").fill("I I I I D ?")
    lead.get_by_role("button", name="Add them").click()
    lead.get_by_text("Added: D 1, I 4, ? 1.").wait_for()
    lead.get_by_role("button", name="Close the vote").click()
    lead.get_by_role("button", name="Show both votes").click()
    screen.get_by_text("6 votes each time.").wait_for()  # three phones are too few: only what everybody saw is shown
    assert screen.get_by_text("Fewer than five voted by phone").count()
    assert screen.locator(".bar").count() == 6
    phones[0].get_by_text("Fewer than five voted by phone").wait_for()
    # How are we doing, and the wall.
    phones[1].get_by_role("button", name="How I’m doing").click()
    phones[1].get_by_role("button", name="I’m stuck").click()
    lead.locator(".how .stuck b", has_text="1").wait_for()
    phones[0].get_by_role("button", name="The wall").click()
    phones[0].get_by_label("What would you like to ask?").fill("Why did Mrs Patel not come?")
    phones[0].get_by_role("button", name="Send it to the wall").click()
    phones[0].get_by_text("This looks like it names a person").wait_for()
    phones[0].get_by_label("What would you like to ask?").fill("Who is missing from this table?")
    phones[0].get_by_role("button", name="Send it to the wall").click()
    phones[0].get_by_text("Your note is with your trainer.").first.wait_for()
    lead.get_by_role("button", name="Put it on the screen").last.click()
    screen.get_by_role("heading", name="The wall of questions").wait_for()
    assert not screen.locator(".notes li").count()
    lead.get_by_role("button", name="Show it", exact=True).click()
    screen.get_by_text("Who is missing from this table?").wait_for()
    for page in (lead, screen, *phones):
        assert page is screen or page.faults == []
        assert axe(page) == []
    assert phones[0].evaluate("document.documentElement.scrollWidth") <= 320
    for width in (820, 390):
        lead.set_viewport_size({"width": width, "height": 900})
        assert lead.evaluate("document.documentElement.scrollWidth") <= width
    # Closing deletes what people gave.
    lead.get_by_role("button", name="End the session").click()
    lead.get_by_role("button", name="End it, delete the votes").click()
    lead.get_by_role("heading", name="The session is over").wait_for()
    assert "false" not in lead.locator("#over").inner_text()
    phones[1].get_by_role("heading", name="Thank you for coming").wait_for()


def test_what_the_trainer_is_doing_survives_what_phones_do(room, window):
    lead = window(room)
    first, second = joined(lead, window, 2)
    choose(lead)
    letters = lead.get_by_label("Letters from the Teams chat, or from cards")
    note = lead.get_by_label("Write a note for this wall")
    letters.fill("D D I")
    note.press_sequentially("Who is mis")
    first.get_by_role("button", name="an inequity", exact=True).click()
    lead.get_by_text("1 phone has answered").wait_for()
    second.get_by_role("button", name="The wall").click()
    second.get_by_label("What would you like to ask?").fill("When is the break?")
    second.get_by_role("button", name="Send it to the wall").click()
    lead.get_by_text("When is the break?").wait_for()
    note.press_sequentially("sing?")
    assert note.input_value() == "Who is missing?" and letters.input_value() == "D D I"
    close = lead.get_by_role("button", name="Close the vote")
    close.hover()
    lead.mouse.down()  # a vote comes in while the button is down
    second.get_by_role("button", name="Vote", exact=True).click()
    second.get_by_role("button", name="an inequity", exact=True).click()
    lead.get_by_text("2 phones have answered").wait_for()
    lead.mouse.up()
    lead.get_by_text("Vote 1 is closed").wait_for()
    assert note.input_value() == "Who is missing?" and letters.input_value() == "D D I"
    # A note gets other words where it stands, and what happens meanwhile leaves them alone.
    lead.get_by_role("button", name="Edit it").click()
    words = lead.get_by_label("The note’s words")
    words.fill("When is the first")
    lead.get_by_role("button", name="They’ve talked: ask again").click()
    lead.get_by_text("Vote 2 is open").wait_for()
    words.press_sequentially(" break?")
    lead.get_by_role("button", name="Save it").click()
    lead.get_by_text("When is the first break?").wait_for()
    assert lead.get_by_role("button", name="Show it", exact=True).count() == 1
    # Everybody joins again: the phone draws the same vote, and can vote in it.
    first.reload()
    first.get_by_role("button", name="an inequity", exact=True).wait_for()
    lead.get_by_role("button", name="Everybody joins again").click()
    lead.get_by_role("button", name="Yes, join again").click()
    first.get_by_role("button", name="Join the room").click()
    first.get_by_role("button", name="an inequity", exact=True).click()
    first.get_by_role("heading", name="Thank you. Your vote is saved.").wait_for()


def test_a_whole_vote_and_a_wall_with_no_phone_and_no_network(room, window):
    lead = window(room)
    choose(lead)
    screen = projector(lead)
    screen.get_by_text("have answered so far.").wait_for()
    assert not screen.locator(".join").count()
    more = lead.get_by_role("button", name="One more for D")
    for _ in range(3):
        more.click()
    screen.locator(".count .n", has_text="3").wait_for()
    for wrong in ("1o", "-2", "501"):
        lead.get_by_label("Hands and cards for D").fill(wrong)
        lead.get_by_label("Hands and cards for D").press("Enter")
        lead.get_by_text(f"“{wrong}” isn’t a whole number from 0 to 500, so D stays at 3.").wait_for()
        assert lead.get_by_label("Hands and cards for D").input_value() == "3"
    lead.get_by_role("button", name="Close the vote").click()
    lead.get_by_role("button", name="They’ve talked: ask again").click()
    lead.get_by_text("Vote 2 is open").wait_for()
    lead.get_by_label("Hands and cards for I").fill("3")
    lead.get_by_label("Hands and cards for I").press("Enter")
    lead.get_by_role("button", name="Close the vote").click()
    lead.get_by_role("button", name="Show both votes").click()
    screen.get_by_text("3 votes each time.").wait_for()
    lead.get_by_label("Write a note for this wall").fill("Who is missing?")
    lead.get_by_role("button", name="Add to the wall").click()
    lead.get_by_text("It’s on the wall.").wait_for()
    lead.get_by_role("button", name="Put it on the screen").last.click()
    screen.get_by_text("Who is missing?").wait_for()
    for size in ((1280, 720), (1920, 1080)):
        screen.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight")


ACT = """async ([name, body]) => { await fetch(`${location.pathname}/${name}`, { method: "POST",
  headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }); }"""
WIDTHS = "() => [...document.querySelectorAll('.bar i')].map((one) => Math.round(one.getBoundingClientRect().width))"


@pytest.mark.parametrize("question", ["flu-statement", "board-page", "idea-effect/poster"])
def test_the_longest_questions_fit_the_projector_and_equal_counts_have_equal_bars(room, window, question):
    polls = polls_of("a-blood-pressure")
    asked = next(polls[id] for id in polls if id.startswith(question.partition("/")[0]))
    lead = window(room)
    choose(lead)
    screen = projector(lead)
    lead.evaluate(ACT, ["ask", {"question": asked.id}])
    screen.get_by_role("heading", name=asked.text[:60]).wait_for()
    assert screen.evaluate(FITS) and screen.evaluate(SMALLEST) >= 42 / 1920 * 1280 - 0.01
    for number in (1, 2):
        lead.evaluate(ACT, ["count", {"round": number, "cards": {one.code: 3 for one in asked.options}}])
        lead.evaluate(ACT, ["round", {"act": "close"}])
        if number == 1:
            lead.evaluate(ACT, ["ask", {"question": asked.id}])
    lead.evaluate(ACT, ["round", {"act": "show"}])
    screen.get_by_text("votes each time.").wait_for()
    assert screen.evaluate(FITS) and screen.evaluate(SMALLEST) >= 42 / 1920 * 1280 - 0.01
    widths = screen.evaluate(WIDTHS)
    assert len(widths) == 2 * len(asked.options) and len(set(widths)) == 1 and widths[0] > 300


# ---- A whole session 1, block by block as the runsheet has them ----


def turn(lead, screen, block):
    """Go to a block, as a trainer does, and see it on the projector."""
    lead.locator(f"#block-{block.id}").click()
    screen.locator("#block", has_text=block.agenda).wait_for()


def two_votes(lead, poll, letters, vote=lambda number: None):
    """Ask a question twice and show how the room moved."""
    lead.locator(f"[id='ask-{poll}']").click()
    for number in (1, 2):
        lead.get_by_text(f"Vote {number} is open").wait_for()
        vote(number)
        lead.get_by_label("Letters from the Teams chat, or from cards").fill(letters)
        lead.get_by_role("button", name="Add them").click()
        lead.get_by_text("Added:").wait_for()
        lead.get_by_role("button", name="Close the vote").click()
        if number == 1:
            lead.get_by_role("button", name="They’ve talked: ask again").click()
    lead.get_by_role("button", name="Show both votes").click()
    lead.get_by_text("is shown").wait_for()
    lead.get_by_role("button", name="Choose another question").last.click()


def letters_of(poll):
    return " ".join(option.letter for option in polls_of("a-blood-pressure")[poll].options)


def test_session_1_by_its_runsheet_with_three_phones(room, window):
    lead = window(room)
    phones = joined(lead, window, 3)
    lead.get_by_text("3 phones have joined.").wait_for()
    screen = projector(lead)

    def vote(_):
        for phone in phones:
            if phone.locator("#tabs button", has_text="Vote").get_attribute("aria-current") != "page":
                phone.get_by_role("button", name="Go to the vote").click()
            phone.locator(".choices .plain").first.click()
            phone.get_by_role("heading", name="Thank you. Your vote is saved.").wait_for()

    asked = ""
    for block in read_runsheet().session(1).blocks:
        turn(lead, screen, block)
        phones[0].locator(".follow", has_text=block.agenda).wait_for()
        polls = polls_in_block("a-blood-pressure", block.id)
        if block.id == "welcome":  # the first survey: only what can be tapped goes over plain http
            lead.get_by_role("button", name="Ask it").click()
            screen.get_by_role("heading", name="First survey").wait_for()
            phones[1].get_by_role("button", name="Fill it in, if you like").click()
            phones[1].get_by_text("We leave out what you'd write in your own words").wait_for()
            phones[1].get_by_role("group", name="Read a gap between groups").get_by_label("7", exact=True).check(
                force=True
            )
            assert axe(phones[1]) == [] and not phones[1].get_by_label("Your code").count()
            phones[1].get_by_role("button", name="Send my answers").click()
            phones[1].get_by_role("heading", name="Thank you. Your answers are saved.").wait_for()
            screen.get_by_text("1 sent by phone.").wait_for()
            lead.get_by_role("button", name="Stop asking").click()
        if block.id in ("m1", "m2", "m5"):
            two_votes(lead, polls[0], letters_of(polls[0]), vote)
            screen.get_by_text("Fewer than five voted by phone").wait_for()
            asked = asked or polls[0]
        if block.kind == "break":  # the question from before the break comes back as it was shown
            screen.locator("#next", has_text="Break").wait_for()
        if block.id == "m3":
            lead.locator("#block-m1").click()
            lead.locator(f"[id='ask-{asked}']", has_text="Back to it").click()
            screen.locator(".bar").first.wait_for()
            lead.get_by_role("button", name="Choose another question").last.click()
        if block.id == "m6":
            phones[2].get_by_role("button", name="How I’m doing").click()
            phones[2].get_by_role("button", name="I’m stuck").click()
            lead.locator(".how .stuck b", has_text="1").wait_for()
        if block.id == "slack-1":
            phones[0].get_by_role("button", name="The wall").click()
            phones[0].get_by_label("What would you like to ask?").fill("Who is missing from this table?")
            phones[0].get_by_role("button", name="Send it to the wall").click()
            lead.get_by_role("button", name="Show it", exact=True).click()
            lead.locator("#wall-on").click()
            screen.get_by_text("Who is missing from this table?").wait_for()
        if block.id == "close":
            lead.locator("#sheet").select_option("exit")
            lead.get_by_role("button", name="Ask it").click()
            phones[1].get_by_role("button", name="Fill it in, if you like").click()
            phones[1].get_by_text("Please use the paper slip").wait_for()
    assert lead.faults == [] and all(phone.faults == [] for phone in phones)
    lead.get_by_role("button", name="End the session").click()
    lead.get_by_role("button", name="End it, delete the votes").click()
    lead.get_by_role("link", name="Save the survey’s answers").wait_for()
    phones[2].get_by_role("heading", name="Thank you for coming").wait_for()


def test_session_1_by_its_runsheet_without_a_phone(room, window):
    lead = window(room)
    screen = projector(lead)
    for block in read_runsheet().session(1).blocks:
        turn(lead, screen, block)
        polls = polls_in_block("a-blood-pressure", block.id)
        if block.id in ("m1", "m2", "m5"):
            two_votes(lead, polls[0], letters_of(polls[0]))
            many = len(letters_of(polls[0]).split())
            screen.get_by_text(f"{many} votes each time.").wait_for()
        if block.id in ("opening", "close"):
            lead.locator("#wall-questions" if block.id == "opening" else "#wall-commitments").click()
            lead.get_by_label("Write a note for this wall").fill(f"We will look again after {block.id}")
            lead.get_by_role("button", name="Add to the wall").click()
            lead.locator("#wall-on").click()
            screen.get_by_text(f"We will look again after {block.id}").wait_for()
            lead.locator("#wall-off").click()
    assert not screen.locator(".join").count() and lead.faults == []
    lead.get_by_role("button", name="End the session").click()
    lead.get_by_role("button", name="End it, delete the votes").click()
    lead.get_by_role("heading", name="The session is over").wait_for()
    screen.get_by_role("heading", name="Thank you for coming").wait_for()
