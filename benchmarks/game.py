"""From the button *Play months 3 and 4* to the picture, in a real browser: the move, its saving, and the drawing.

Run from the repository: ``python benchmarks/game.py`` (it needs Chromium and the test packages).
Claim: the median month (half a turn of two) takes under 300 ms, its picture included. The browser asks for reduced
motion, so the months are not played out.
"""

import shutil
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from conftest import CHROMIUM, FLAGS, Course, Page  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from walking import predict  # noqa: E402

from equityqi.game.play import Log  # noqa: E402
from equityqi.game.view import board  # noqa: E402
from equityqi.svg.game_board import GameBoard  # noqa: E402

PAGE = "exercises/10-close-the-gap/10-close-the-gap.ipynb"
GAMES = 2  # of five turns each
ONE_TURN = """async (form) => {
  const months = () => form.querySelectorAll("svg.wide [data-month]").length;
  const before = months(), start = performance.now();
  form.querySelector("button.eq-play").click();
  while (months() === before) await new Promise((done) => setTimeout(done, 1));
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def drawn() -> float:
    """Return the seconds that one picture takes."""
    months, began = board(Log(seed=1)), time.perf_counter()
    for _ in range(20):
        assert GameBoard(months).picture
    return (time.perf_counter() - began) / 20


def main() -> int:
    course = Course("browser-game-bench")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
            window = browser.new_page(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
            page = Page(window, course, PAGE).open().start()
            form = page.page.locator(".eq-game")
            form.locator("[data-card]").first.wait_for(timeout=60_000)
            turns = []
            for _ in range(GAMES):
                for _ in range(5):
                    predict(form, "A", 20, 50)
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
        f" month {turn / 2:.0f} ms; the picture alone {1000 * drawn():.1f} ms"
    )
    print("claim, under 300 ms a month:", "kept" if turn / 2 < 300 else "NOT kept")
    return 0 if turn / 2 < 300 else 1


if __name__ == "__main__":
    sys.exit(main())
