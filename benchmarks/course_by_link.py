"""What the course by a link takes: seconds, processor time, bytes and memory, on a first and on later visits.

Run from the repository: ``python benchmarks/course_by_link.py --write`` (Linux; it needs Chromium, and Pyodide as the
site does). One server on this computer shows the site of one case, compressed. Exercise 1 is opened in a new browser
(cold), a number is typed, saved and checked, and a link leads to the next page; then the same once more with the same
profile (warm). Processor time is that of the whole browser, without its own start. Memory is that of a browser which
nobody drives: in one that a driver steers, a copy of all that was loaded is kept.
"""

import argparse
import re
import statistics
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
from jupyterlite import CHROMIUM, FLAGS, PAGE, PLENTY, Served, processes
from playwright.sync_api import sync_playwright

from equityqi.files import course_root
from equityqi.live.site import make_live_site

READY = "document.documentElement.matches('.eq-site-ready')"
FORMS = "performance.getEntriesByName('eq-forms')[0].startTime / 1000"
LIGHT = """() => {
  const until = performance.getEntriesByName("eq-forms")[0].startTime;
  const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const loaded = all.filter((one) => one.responseEnd <= until && !one.name.includes("/pictures/"));
  return loaded.reduce((sum, one) => sum + one.encodedBodySize, 0) / 1000;
}"""  # what was loaded before the forms stood
TIMES = """() => {
  const form = document.querySelector(".eq-form"), seen = window.seen = {};
  const text = (part) => form.querySelector(part)?.textContent ?? "", now = () => performance.now();
  form.addEventListener("input", () => { seen.typed = now(); }, true);
  form.addEventListener("click", (event) => { if (event.target.closest(".eq-check")) seen.clicked = now(); }, true);
  new MutationObserver(() => {
    if (seen.typed && text(".eq-status").startsWith("Saved.")) seen.saved ??= now();
    if (seen.clicked && text(".eq-verdict strong") === "Right") seen.marked ??= now();
  }).observe(form, { subtree: true, childList: true, characterData: true });
}"""  # what a person waits for, by the page's own clock
WANTED = {  # what was asked of a quiet computer: at most
    "first form to type in, s": (0.5, 0.5),
    "loaded until then, without pictures, KB": (60, None),
    "Python ready to check, processor s": (4.5, 1.5),
    "Python ready to check, clock s": (None, None),
    "from the last key to “Saved.”, s": (None, None),
    "from the click on “Check” to the mark, s": (0.1, 0.1),
    "next page ready to check, processor s": (0.3, 0.3),
    "sent in all, MB": (9, None),
    "memory of the whole browser, MB": (350, 350),
}
ABOUT = """# What the course by a link takes

A command makes this page. Please don't change it by hand: run `python benchmarks/course_by_link.py --write` again, on a
quiet computer.

Exercise 1 is opened, a number is typed, saved and checked, and a link leads to the next page. Cold is the first visit,
warm a later one in the same browser. Figures are medians of {times} visits on two cores. Processor time is that of the
whole browser, without its own start, and bytes are counted compressed. The site of one case takes {site:.0f} MB on a
server.

A form waits 0.5 s for another key before it saves, and that wait is in the time to “Saved.”. Memory is that of all
processes of a browser that shows this one page, once it rests. With an empty page, the same browser takes {blank:.0f}
MB.

Warm, much of the processor time is the browser's own compiler. It turns the parts of Python that run most into faster
code. The one function that runs every line of Python takes 0.2 s each time, up to twice until the page is ready and
often once more on the next page. That is why the next page costs more on a later visit than on the first, when this
work is done before. Chromium can keep such code, but it does so only once a visit has made enough of it. In one trial
a visit that found kept code took 0.8 s until it was ready, instead of 1.4 s. A site has no say in this.
"""


def until(page, holds: str) -> None:
    """Wait until an expression holds, with few questions: a driver's own cost processor time too."""
    while not page.evaluate(holds):
        page.wait_for_timeout(100)


def cpu(profile: Path) -> float:
    """Return the processor time of a browser so far, in seconds."""
    return sum(sum(one.cpu_times()[:2]) for one in processes(profile))


def address(served: Served) -> str:
    """Return where exercise 1 is."""
    return f"http://127.0.0.1:{served.server_port}/{PAGE}.html"


def visit(play, profile: Path, served: Served) -> list[float]:
    """Return one visit's figures, in the order of ``WANTED``, but for the memory."""
    browser = play.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=FLAGS)
    try:
        page = browser.new_page()
        page.set_default_timeout(PLENTY)
        page.goto("about:blank")
        time.sleep(1.5)
        sent, before, start = served.sent, cpu(profile), time.monotonic()
        page.goto(address(served), wait_until="commit")
        page.locator(".eq-form input").first.wait_for()
        until(page, READY)
        ready, clock, form = cpu(profile) - before, time.monotonic() - start, page.evaluate(FORMS)
        light = page.evaluate(LIGHT)
        question = page.locator(".eq-form").first
        field = question.locator("input").first
        page.evaluate(TIMES)
        field.fill("8.7" if field.input_value() != "8.7" else "8.70")
        question.get_by_text(re.compile(r"^Saved\.")).first.wait_for()
        question.get_by_role("button", name="Check").click()
        question.get_by_text("Right", exact=True).first.wait_for()
        saved, marked = page.evaluate("[(seen.saved - seen.typed) / 1000, (seen.marked - seen.clicked) / 1000]")
        time.sleep(2.5)
        before = cpu(profile)
        page.evaluate("[...document.querySelectorAll('.eq-bar-end a')].at(-1).click()")
        until(page, f"{READY} && document.querySelector('main').dataset.path !== '{PAGE}.ipynb'")
        return [form, light, ready, clock, saved, marked, cpu(profile) - before, (served.sent - sent) / 1e6]
    finally:
        browser.close()


def memory(profile: Path, url: str, least: float) -> float:
    """Return what a browser that shows one page takes, in MB, once it rests after at least so many seconds of work."""
    opened = [CHROMIUM, *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}", url]
    subprocess.Popen(opened, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    used, rests = 0.0, 0
    while rests < 3:
        time.sleep(2)
        now = cpu(profile)
        used, rests = now, rests + 1 if used > least and now - used < 0.04 else 0
    found = processes(profile)
    taken = sum(one.memory_full_info().pss for one in found if psutil.pid_exists(one.pid)) / 1e6
    for one in found:
        with suppress(psutil.NoSuchProcess):
            one.terminate()
    psutil.wait_procs(found, 20)
    return taken


def table(cold: list[list[float]], warm: list[list[float]]) -> list[str]:
    """Return the lines of the table: each figure cold and warm, with what was asked."""
    lines = ["| Measured | Cold | asked | Warm | asked |", "| --- | ---: | ---: | ---: | ---: |"]
    for at, (words, asked) in enumerate(WANTED.items()):
        told = []
        for visits, most in zip((cold, warm), asked, strict=True):
            told += [f"{statistics.median(one[at] for one in visits):.3g}", "" if most is None else f"{most:g}"]
        lines.append(f"| {words} | {' | '.join(told)} |")
    return lines


def main() -> None:
    """Make the site, visit it, and print the table of the medians."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--write", action="store_true", help="write the table to docs/course-by-link.md")
    asked.add_argument("--times", type=int, default=5, help="how often, cold and then warm")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as play:
        scratch = Path(temporary)
        size = sum(path.stat().st_size for path in make_live_site(scratch / "site")) / 1e6
        served, cold, warm = Served(scratch / "site"), [], []
        if any("chrom" in (one.info["name"] or "") for one in psutil.process_iter(["name"])):
            print("Another Chromium is open. It shares memory with this one, so the memory is told too low.")
        blank = memory(scratch / "blank", "about:blank", 0.0)
        for turn in range(given.times):
            for found in (cold, warm):
                one = visit(play, scratch / f"profile-{turn}", served)
                found.append([*one, memory(scratch / f"alone-{turn}", address(served), 0.5)])
                print("cold" if found is cold else "warm", [round(value, 3) for value in found[-1]], flush=True)
    lines = table(cold, warm)
    print("\n".join(lines))
    if given.write:
        page = "\n".join([ABOUT.format(times=given.times, site=size, blank=blank), *lines, ""])
        (course_root() / "docs/course-by-link.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
