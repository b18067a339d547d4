"""Walk the course by a link in other engines than Chromium, and in Chromium when something is in the way.

``python -m tools.engines --full`` prints what worked, and with ``--write`` writes docs/engines.md. It needs Debian's
``firefox-esr``, ``webkit2gtk-driver`` and ``xvfb``, and Chromium; an engine that isn't there is said to be missing.
Without ``--full`` it walks Chromium alone. It is no part of the tests: three browsers take some minutes.
"""

from __future__ import annotations

import argparse
import base64
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from equityqi.files import course_root, write_atomically
from equityqi.live.serve import server
from equityqi.live.site import make_live_site
from equityqi.marking import mark_hand_ins
from tools.drivers import ENGINES, Driver, NotHere
from tools.in_the_way import CONDITIONS

NAME = "01-what-is-inequity"
START, LESSON, EXERCISE = "course/00-start", f"course/session-1/{NAME}", f"exercises/{NAME}/{NAME}"
GAP = "#question-gap-years"
SECONDS = 120
PAGE = "docs/engines.md"
ABOUT = """# The course by a link in other browsers

A command makes this page. Please don't change it by hand: run `python -m tools.engines --full --write` again. It needs
Debian's `firefox-esr`, `webkit2gtk-driver` and `xvfb`, and Chromium.

The command makes the site and opens it from a plain web server. In each engine it walks through exercise 1, its lesson
and the hand-in: it types, saves, checks, reloads and makes the file, which is then marked. It goes on to the next page
by a link, keeps a copy and takes it up as another person, and leaves nothing of that person behind. Then it keeps the
whole course on the device, stops the server, and opens a page that it hasn't seen before. WebKitGTK is of Safari's
family, but it isn't Safari: its rules on what a site may keep differ. Nobody has tried Safari on a phone or a Mac yet.
Seconds are those of a busy computer.
"""

READY = "document.documentElement.classList.contains('eq-site-ready')"
FOLD = "Keep a copy of your work, or carry on from one"
CARDS_SAY = "[...document.querySelectorAll('.eq-card .eq-status')].map((one) => one.innerText).join(' ').trim()"
KEPT_MEMORY = """async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === "equityqi python")) return 0;
  const asked = indexedDB.open("equityqi python");
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const count = db.transaction("snapshots").objectStore("snapshots").count();
  await new Promise((done) => { count.onsuccess = done; });
  db.close();
  return count.result;
}"""
NAME_FIELD = """(() => {
  const label = [...document.querySelectorAll("label")].find((one) => one.textContent.includes("Your name or code"));
  const field = label?.control ?? label?.querySelector("input");
  if (field) field.id ||= "whose";
  return field?.id ?? "";
})()"""
MADE = """(() => {
  const real = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    blob.arrayBuffer().then((held) => { window.made = btoa(String.fromCharCode(...new Uint8Array(held))); });
    return real.call(URL, blob);
  };
  return true;
})()"""  # keeps the bytes of a file that the page saves


def type_into(field: str, text: str) -> str:
    """Return the script that types into a field as a person does, so that every event comes."""
    return (
        f"(() => {{ const field = document.querySelector({field!r}); field.focus(); field.select();"
        f" return document.execCommand('insertText', false, {text!r}); }})()"
    )


def text_of(place: str) -> str:
    return f"document.querySelector({place!r})?.innerText ?? ''"


def press(place: str, words: str = "") -> str:
    """Return the script that clicks on the first such thing with these words."""
    return (
        f"[...document.querySelectorAll({place!r})].find((one) => one.textContent.includes({words!r}))?.click(), true"
    )


def until(driver: Driver, script: str, wanted: Callable = bool, seconds: float = SECONDS) -> object:
    """Ask the page again and again until the answer is as wanted. Raises TimeoutError."""
    end, found = time.monotonic() + seconds, None
    while time.monotonic() < end:
        if wanted(found := driver.js(script)):
            return found
        time.sleep(0.1)
    raise TimeoutError(f"{script[:60]} stayed {str(found)[:120]!r}")


def promised(driver: Driver, promise: str) -> object:
    """Return what a promise in the page comes to, or the words of its error."""
    driver.js(
        f"(window.seen = null, ({promise}).then((found) => {{ window.seen = [found]; }},"
        " (error) => { window.seen = [String(error)]; }), true)"
    )
    return until(driver, "window.seen")[0]


def walk(driver: Driver, address: str, scratch: Path, stop: Callable[[], None]) -> Iterator[tuple[str, str]]:
    """Yield each step by name, with what was seen; ``stop`` takes the server away."""
    field, status = f"{GAP} input", f"{GAP} .eq-status"
    begun = time.monotonic()
    driver.go(f"{address}/{EXERCISE}.html")
    until(driver, f"document.querySelector({field!r})?.disabled === false")
    yield "a form to type in", f"after {time.monotonic() - begun:.1f} s"
    driver.js(type_into(field, "9.9"))
    until(driver, text_of(status), lambda said: "Saved." in said)
    yield "typed before Python is up, and saved", f"after {time.monotonic() - begun:.1f} s"
    for number, heading in (("9.9", "Not yet"), ("8.7", "Right")):
        driver.js(type_into(field, number))
        until(driver, text_of(status), lambda said: "Saved." in said)
        driver.js(press(f"{GAP} .eq-check"))
        until(driver, text_of(f"{GAP} .eq-verdict strong"), lambda said, heading=heading: heading in said)
    yield "a wrong and a right answer checked", "“Not yet”, then “Right”"
    driver.go(f"{address}/{EXERCISE}.html")
    until(driver, f"document.querySelector({field!r})?.value", lambda value: value == "8.7")
    yield "found again after a reload", "yes"
    wide = driver.js("document.documentElement.scrollWidth - innerWidth")
    yield "fits the window", "yes" if wide <= 0 else f"{wide} px too wide"
    driver.go(f"{address}/{LESSON}.html")
    until(driver, f"document.querySelector({field!r})?.value", lambda value: value == "8.7")
    yield "the same answer in the lesson", "yes"
    until(driver, f"{READY} && [...document.images].every((one) => one.naturalWidth)")
    yield "pictures in the lesson", str(driver.js("document.images.length"))
    begun = time.monotonic()
    driver.js(press(".eq-end a, main a", "More practice"))
    until(driver, f"document.querySelector('main').dataset.path === '{EXERCISE}.ipynb' && {READY}")
    whole = driver.js("performance.getEntriesByName('eq-forms').length")
    shown_in = f"ready after {time.monotonic() - begun:.1f} s"
    yield "a link to the next page", f"changes the page in place, {shown_in}" if whole == 1 else f"loads it, {shown_in}"
    yield "a later visit", _later(driver, address)
    yield "handed in and marked", _handed_in(driver, address, scratch)
    yield "a copy kept, and taken up by somebody else", _copied(driver, address)
    yield "finished here", _finished(driver)
    yield "the whole course without a connection", _offline(driver, address, stop)


def _later(driver: Driver, address: str) -> str:
    """Open a page again; say whether Python began from the memory that this browser kept, and how soon it was up."""
    kept = promised(driver, f"({KEPT_MEMORY})()")
    begun = time.monotonic()
    driver.go(f"{address}/{EXERCISE}.html")
    until(driver, READY)
    soon = f"Python is up after {time.monotonic() - begun:.1f} s"
    return f"{soon}, from memory" if kept == 1 else f"{soon}, begun anew"


def _copied(driver: Driver, address: str) -> str:
    """Keep a copy, take it up under another name, and look for the answer there."""
    _start(driver, f"{address}/{START}.html")
    driver.js(press("summary", FOLD))
    driver.js(press("button", "Make my copy"))
    held = until(driver, "window.made ?? ''")
    _start(driver, f"{address}/{START}.html?name=Bo")
    driver.js(press("summary", FOLD))
    driver.js(
        f"(() => {{ const bytes = Uint8Array.from(atob({held!r}), (one) => one.charCodeAt(0));"
        " const held = new DataTransfer(); held.items.add(new File([bytes], 'my-copy.zip'));"
        " const field = document.querySelector('.eq-card input[type=file]'); field.files = held.files;"
        " return field.files.length; })()"
    )
    driver.js(press("button", "Take up this copy"))
    said = str(until(driver, CARDS_SAY, lambda words: "copy" in words and "Reading" not in words))
    driver.go(f"{address}/{EXERCISE}.html?name=Bo")
    value = until(driver, f"document.querySelector('{GAP} input')?.value", seconds=20)
    return f"yes: {value} is there" if "We took 1 answer" in said and value == "8.7" else f"no: {said}"


def _finished(driver: Driver) -> str:
    """Take the work of the second person out of the browser; say what is left of it."""
    until(driver, READY)
    driver.js(press(".eq-site-foot button", "I have finished here"))
    until(driver, "document.querySelector('dialog[open] input[type=checkbox]') !== null")
    driver.js("document.querySelector('dialog[open] input[type=checkbox]').click()")
    driver.js(press("dialog[open] button", "Take my work out of this browser"))
    until(driver, text_of("main"), lambda said: "You have finished here" in said)
    names = promised(driver, "indexedDB.databases().then((all) => all.map(({ name }) => name).join())")
    return "nothing of that person is left" if " bo" not in str(names).lower() else f"left: {names}"


def _offline(driver: Driver, address: str, stop: Callable[[], None]) -> str:
    """Keep all pages, take the server away, and answer on a page that was never opened."""
    _start(driver, f"{address}/{START}.html")
    if not driver.js("Boolean(navigator.serviceWorker)"):
        return "this browser keeps no pages"
    whole = "document.querySelector('.eq-site-whole button')"
    until(driver, f"{whole} !== null && !{whole}.hidden")
    driver.js(f"{whole}.click()")
    until(driver, text_of(".eq-site-whole"), lambda said: "is on this device" in said)
    stop()
    driver.go(f"{address}/exercises/06-reconnect/06-reconnect.html")
    until(driver, READY)
    field = "#question-quiz-gap input"
    driver.js(type_into(field, "7"))
    until(driver, text_of("#question-quiz-gap .eq-status"), lambda said: "Saved." in said)
    driver.js(press("#question-quiz-gap .eq-check"))
    until(driver, text_of("#question-quiz-gap .eq-verdict strong"))
    return "opened, typed, saved and checked"


def _start(driver: Driver, address: str) -> None:
    """Open the start page, where files that are made are kept for the test."""
    driver.go(address)
    until(driver, READY)
    driver.js(MADE)


def _handed_in(driver: Driver, address: str, scratch: Path) -> str:
    """Make the hand-in on the start page, and mark the very bytes that the browser saves."""
    _start(driver, f"{address}/{START}.html")
    driver.js(press("summary, button", "Make my hand-in"))
    name = until(driver, NAME_FIELD)
    driver.js(type_into(f"[id='{name}']", "asha"))
    driver.js(press("button", "Make the file"))
    held = until(driver, "window.made ?? ''")
    place = scratch / "in"
    place.mkdir(parents=True)
    (place / "hand-in-asha.zip").write_bytes(base64.b64decode(held))
    (scratch / "roll.csv").write_text("id\nasha\n", encoding="utf-8")
    found = mark_hand_ins(place, scratch / "roll.csv", scratch / "out", course_root(), 1)
    [marked] = [one for one in found.verdicts if one.exercise == NAME]
    return f"yes, {marked.points:g} mark" if marked.points == 1 else f"no: {marked.sentence}"


@contextmanager
def shown(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Show a folder on this computer; yield its address, and what takes the server away."""
    ours = server(folder)
    threading.Thread(target=ours.serve_forever, daemon=True).start()

    def stop() -> None:
        ours.shutdown()
        ours.server_close()

    try:
        yield f"http://127.0.0.1:{ours.server_port}", stop
    finally:
        stop()


def walked(engine: str, folder: Path, scratch: Path) -> dict[str, str]:
    """Return what was seen in an engine, step by step; the last one says where it stopped, if it did."""
    found: dict[str, str] = {}
    try:
        with shown(folder) as (address, stop), ENGINES[engine](scratch) as driver:
            found["version"] = driver.version
            for step, seen in walk(driver, address, scratch, stop):
                found[step] = seen
                print(f"{engine}: {step}: {seen}", flush=True)
    except NotHere as missing:
        found["version"] = str(missing)
    except (TimeoutError, RuntimeError, OSError) as error:
        found["stopped"] = str(error)
    for step in [one for one in ("version", "stopped") if one in found]:
        print(f"{engine}: {step}: {found[step]}", flush=True)
    return found


def table(seen: dict[str, dict[str, str]]) -> list[str]:
    """Return the lines of the table: a row for each step, a column for each engine."""
    steps = dict.fromkeys(step for one in seen.values() for step in one)
    rows = [(step, *(one.get(step, "") for one in seen.values())) for step in steps]
    return ["| " + " | ".join(row) + " |" for row in (("Step", *seen), ("---",) * (len(seen) + 1), *rows)]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--full", action="store_true", help="walk Firefox and WebKitGTK too, and what may be in the way")
    asked.add_argument("--write", action="store_true", help=f"write {PAGE}")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary) / "site"
        make_live_site(folder)
        engines = list(ENGINES) if given.full else list(ENGINES)[:1]
        seen = {engine: walked(engine, folder, Path(temporary) / engine) for engine in engines}
        lines = [*table(seen), ""]
        if given.full:
            lines += ["## When something is in the way, in Chromium", "", "| What | What happens |", "| --- | --- |"]
            for what, happens in CONDITIONS.items():
                with shown(folder) as (address, _):
                    said = happens(address)
                print(f"{what}: {said}", flush=True)
                lines.append(f"| {what} | {said} |")
    if given.write:
        write_atomically(course_root() / PAGE, "\n".join([ABOUT, *lines, ""]))


if __name__ == "__main__":
    main()
