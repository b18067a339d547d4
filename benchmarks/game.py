"""From the button Do to the new board, in a real browser: the game's kept background against a board drawn anew.

Run from the repository: ``python benchmarks/game.py`` (it needs Chromium and the test packages).
Claim: the median month (half a turn of two) takes under 300 ms, its board included.
"""

import shutil
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from conftest import CHROMIUM, FLAGS, Course, Page  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from equityqi.forms.game_state import board  # noqa: E402
from equityqi.game.play import Log  # noqa: E402
from equityqi.pictures.game import GameBoard  # noqa: E402

PAGE = "exercises/10-close-the-gap/10-close-the-gap.ipynb"
GAMES = 2  # of five turns each
ONE_TURN = """async (form) => {
  const image = form.querySelector("img"), before = image.src, start = performance.now();
  [...form.querySelectorAll("button")].find((button) => button.textContent === "Do").click();
  while (form.querySelector("img").src === before) await new Promise((done) => setTimeout(done, 1));
  await form.querySelector("img").decode();
  return performance.now() - start;
}"""


def drawn_anew() -> float:
    """Return the seconds that a board takes when its background is drawn again, the naive way."""
    months, began = board(Log(seed=1)), time.perf_counter()
    for _ in range(5):
        GameBoard(months)._encode()
    return (time.perf_counter() - began) / 5


def redrawn() -> float:
    months, kept = board(Log(seed=1)), GameBoard(board(Log(seed=1)))
    began = time.perf_counter()
    for _ in range(5):
        kept.redraw(months)
    return (time.perf_counter() - began) / 5


def main() -> int:
    course = Course("browser-game-bench")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
            page = Page(browser.new_page(viewport={"width": 1366, "height": 1400}), course, PAGE).open().start()
            form = page.page.locator(".eq-game")
            form.locator("img[src^=data]").wait_for(timeout=60_000)
            turns = []
            for _ in range(GAMES):
                for _ in range(5):
                    form.get_by_label("Group:").select_option(index=1)
                    form.get_by_label("From:").fill("20")
                    form.get_by_label("to:", exact=True).fill("50")
                    turns.append(page.page.evaluate(ONE_TURN, form.element_handle()))
                    page.page.wait_for_timeout(400)
                form.get_by_role("button", name="Play again").click()
                form.get_by_text("Turn 1 of 5").wait_for()
    finally:
        course.stop()
        shutil.rmtree(course.work, ignore_errors=True)
    turn = statistics.median(turns[1:])
    print(
        f"a turn of two months, median of {len(turns) - 1}: {turn:.0f} ms ({min(turns):.0f} to {max(turns):.0f}); a"
        f" month {turn / 2:.0f} ms"
    )
    anew, kept = drawn_anew(), redrawn()
    print(
        f"the board alone: kept background {1000 * kept:.0f} ms, drawn anew {1000 * anew:.0f} ms, ratio"
        f" {anew / kept:.1f}"
    )
    print("claim, under 300 ms a month:", "kept" if turn / 2 < 300 else "NOT kept")
    return 0 if turn / 2 < 300 else 1


if __name__ == "__main__":
    sys.exit(main())
