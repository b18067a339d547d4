"""What may be in the way of a person in a browser, one by one, in Chromium: what the page does then, in a few words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tools.drivers import CHROMIUM, installed

NAME = "01-what-is-inequity"
START, LESSON, EXERCISE = "course/00-start", f"course/session-1/{NAME}", f"exercises/{NAME}/{NAME}"
GAP, LATER = "#question-gap-years", 60_000  # milliseconds
FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError'); };"


@contextmanager
def opened(address: str, **window: Any) -> Iterator[Page]:
    """Open exercise 1 in a browser that has seen nothing yet."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=installed(*CHROMIUM), args=["--no-sandbox"])
        try:
            page = browser.new_context(**window).new_page()
            page.set_default_timeout(LATER)
            page.goto(f"{address}/{EXERCISE}.html")
            page.locator(f"{GAP} input").wait_for()
            yield page
        finally:
            browser.close()


def ready(page: Page) -> None:
    page.locator("html.eq-site-ready").wait_for()


def saved(page: Page, number: str) -> None:
    page.locator(f"{GAP} input").fill(number)
    page.locator(f"{GAP} .eq-status", has_text="Saved.").wait_for()


def checked(page: Page) -> str:
    page.locator(f"{GAP} .eq-check").click()
    page.locator(f"{GAP} .eq-verdict strong").wait_for()
    return page.locator(f"{GAP} .eq-verdict strong").inner_text()


def narrow(address: str) -> str:
    with opened(address, viewport={"width": 320, "height": 640}) as page:
        wide = []
        for path in (EXERCISE, LESSON, START):
            page.goto(f"{address}/{path}.html")
            ready(page)
            wide.append(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
    return "nothing is wider than the window" if max(wide) <= 0 else f"up to {max(wide)} px too wide"


def slow(address: str) -> str:
    with opened(address) as page:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        begun = time.monotonic()
        page.reload()
        page.locator(f"{GAP} input").wait_for()
        form = time.monotonic() - begun
        saved(page, "8.7")
        kept = time.monotonic() - begun
        return f"a form to type in after {form:.1f} s, saved after {kept:.0f} s, then “{checked(page)}”"


def before(page: Page, file: str, script: str) -> None:
    """Put a line before what a file of the site holds, from the next load on."""
    page.context.route(
        f"**/{file}", lambda route: route.fulfill(response=(held := route.fetch()), body=f"{script}\n{held.text()}")
    )


def full(address: str) -> str:
    with opened(address) as page:
        before(page, "store.js", FULL)
        page.reload()
        page.locator(f"{GAP} input").fill("8.7")
        page.locator(f"{GAP} .eq-warn").wait_for()
        said = " ".join(page.locator(f"{GAP} .eq-warn").inner_text().split())
        page.context.unroute("**/store.js")
        page.reload()
        page.locator(f"{GAP} .eq-status", has_text="Saved.").wait_for()
        kept = page.locator(f"{GAP} input").input_value()
        return f"“{said}” With room again, and the page loaded anew, {kept} is there and is saved"


def full_for_a_copy(address: str) -> str:
    fold, card = "Keep a copy of your work, or carry on from one", ".eq-card:has(input[type=file])"
    with opened(address, service_workers="block") as page:  # which would bring the page its store
        saved(page, "8.7")
        page.goto(f"{address}/{START}.html")
        ready(page)
        page.get_by_text(fold).click()
        with page.expect_download() as made:
            page.get_by_role("button", name="Make my copy").click()
        copy = {"name": "my-copy.zip", "mimeType": "application/zip", "buffer": made.value.path().read_bytes()}
        page.goto(f"{address}/{EXERCISE}.html?name=Bo")
        ready(page)
        page.locator("#question-own-example textarea").fill("Some people wait longer.")
        page.locator("#question-own-example .eq-status", has_text="Saved.").wait_for()
        before(page, "store.js", FULL)
        page.goto(f"{address}/{START}.html?name=Bo")
        ready(page)
        page.get_by_text(fold).click()
        page.locator(f"{card} input").set_input_files(copy)
        page.get_by_role("button", name="Take up this copy").click()
        page.locator(f"{card} .eq-warn").wait_for()
        said = " ".join(page.locator(f"{card} .eq-warn").inner_text().split())
        page.goto(f"{address}/{EXERCISE}.html?name=Bo")
        ready(page)
        mine, theirs = page.locator("#question-own-example textarea"), page.locator(f"{GAP} input")
        whole = mine.input_value() and not theirs.input_value()
    return f"“{said}” What was here before {'is as it was' if whole else 'has changed'}"


def private(address: str) -> str:
    with opened(address) as page:
        ready(page)
        saved(page, "8.7")
        other = page.context.browser.new_context().new_page()
        other.goto(f"{address}/{EXERCISE}.html")
        ready(other)
        left = other.locator(f"{GAP} input").input_value()
    return "saved while the window is open, and gone with it" if left == "" else f"another window finds {left}"


def twice(address: str) -> str:
    with opened(address) as page:
        ready(page)
        other = page.context.new_page()
        other.goto(f"{address}/{LESSON}.html")
        ready(other)
        saved(page, "8.7")
        saved(other, "9.9")
        return f"the later answer counts, in both: “{checked(page)}”"


def gone(address: str) -> str:
    with opened(address) as page:
        ready(page)
        page.context.set_offline(True)
        saved(page, "8.7")
        return f"the open page goes on: saved, “{checked(page)}”"


def wrong_clock(address: str) -> str:
    with opened(address) as page:
        found = []
        for day in ("1980-01-01", "2099-12-31"):
            page.clock.set_fixed_time(day)
            page.reload()
            ready(page)
            saved(page, "9.9")
            saved(page, "8.7")
            found.append(checked(page))
    return f"in 1980 and in 2099, saved: “{'”, “'.join(found)}”"


def without_wasm(address: str) -> str:
    with opened(address) as page:
        page.add_init_script("delete window.WebAssembly")
        before(page, "worker.js", "delete globalThis.WebAssembly;")
        page.reload()
        page.locator(f"{GAP} input").fill("8.7")
        note = page.locator(".eq-site-note", has_text="WebAssembly")
        note.wait_for()
        said = " ".join(note.inner_text().split())
        page.reload()
        note.wait_for()
        kept = page.locator(f"{GAP} input").input_value()
    return f"“{said}” After a reload the field holds {kept or 'nothing'}"


CONDITIONS = {
    "A window of 320 px": narrow, "A processor four times slower": slow, "Storage full": full,
    "Storage full while a copy is taken up": full_for_a_copy,
    "A private window": private, "Two windows on one exercise": twice, "The server is gone": gone,
    "The clock is wrong": wrong_clock, "WebAssembly switched off": without_wasm,
}  # fmt: skip
