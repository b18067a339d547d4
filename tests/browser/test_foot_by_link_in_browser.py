"""What stands around a page of the course by a link: boxes, cards and the trainer's page, for everyone and on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from by_link import EXERCISE, START

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FOLD = "Keep a copy of your work, or carry on from one"
SMALL = """() => [...document.querySelectorAll("dialog[open] :is(button, input), .eq-site-foot :is(button, a), .eq-site-news button, .eq-fold :is(button, summary, input), .eq-site-field input, #eq-site-copy")]
  .filter((part) => part.type !== "checkbox" && part.checkVisibility() && part.getBoundingClientRect().height < 43.5).map((part) => part.outerHTML.slice(0, 90))"""  # noqa: E501
WIDE = """() => [document.documentElement, ...document.querySelectorAll("dialog[open] *")].map((part) => Math.max(part.scrollWidth, part.getBoundingClientRect().right))
  .some((width) => width > innerWidth)"""  # noqa: E501
IN_SIGHT = (
    "(part) => { const { top, bottom } = part.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }"  # noqa: E501
)


def box(page, button, name=None):
    page.locator(".eq-site-foot").get_by_role("button", name=button).click()
    return page.get_by_role("dialog", name=name or button)


def somebody(opened):
    page = opened(ready=False)
    asks = box(page, "Somebody else?")
    asks.get_by_role("button", name="Open my pages").click()
    asks.get_by_text("Type a name or a code with at least one letter or number in it.").wait_for()
    return page


def finished(opened):
    page = opened(ready=False)
    asks = box(page, "I have finished here")
    asks.get_by_role("button", name="Take my work out of this browser").click()
    asks.get_by_text("First hand in or keep a copy, then tick the box above.").wait_for()
    return page


def gone(opened):
    page = finished(opened)
    page.get_by_label("I have my hand-in or my copy").check()
    page.get_by_role("button", name="Take my work out of this browser").click()
    page.get_by_role("heading", name="You have finished here").wait_for()
    return page


def copies(opened):
    page = opened(START)
    page.get_by_text(FOLD).click()
    page.get_by_role("button", name="Use this copy").click()
    page.get_by_text("Choose a file first.").wait_for()
    return page


def days(opened):
    page = opened(START, ready=False, asks="?session-1=2026-12-08")
    page.get_by_role("button", name="Yes, use these dates").wait_for()
    return page


def trainers(opened):
    page = opened(EXERCISE, ready=False)
    page.goto(page.url.split("/exercises/")[0] + "/for-trainers.html")
    page.get_by_label("Date of session 1:").fill("2026-12-15")
    page.get_by_label("Date of session 2:").fill("2026-12-08")
    page.locator(".eq-warn", has_text="would be before session 1").wait_for()
    return page


RUN_BY = """document.querySelector(".eq-site-by") || document.querySelector("main").insertAdjacentHTML(
  "afterend", '<footer class="eq-site-by"><p>Run by somebody.</p></footer>')"""  # as where an organisation runs it


@pytest.mark.parametrize("state", [somebody, finished, gone, copies, days, trainers])
def test_everyone_can_use_it_on_every_width_and_no_button_is_printed(opened, state):
    page, faults = state(opened), []
    page.evaluate(RUN_BY)
    for scheme, width in (("light", 1366), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 640})
        faults += [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in Axe().run(page).response["violations"]]
        faults += page.evaluate(SMALL) + ["wider than the window"] * page.evaluate(WIDE)
    assert faults == []
    page.emulate_media(media="print")
    printed = "button:not(.eq-hand *, .eq-pile *, .eq-item *), dialog, .eq-site-foot, .eq-site-news, input[type=file]"
    assert [
        part.evaluate("(part) => part.outerHTML") for part in page.locator(printed).all() if part.is_visible()
    ] == []


def test_on_a_small_window_a_box_shows_what_it_answers(opened):
    page = opened(ready=False)
    page.set_viewport_size({"width": 320, "height": 560})
    asks = box(page, "I have finished here")
    asks.get_by_role("button", name="Take my work out of this browser").click()
    said = asks.locator(".eq-status", has_text="First hand in or keep a copy")
    said.wait_for()
    assert said.evaluate(IN_SIGHT)
    assert page.locator("dialog[open]").count() == 1
