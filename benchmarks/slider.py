"""From a slider to the new picture, in a real browser: the moving run chart against one drawn anew each time.

Run from the repository: ``python benchmarks/slider.py`` (it needs Chromium and the test packages).
Claim: the median of the moving chart is under 120 ms.
"""

import json
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from conftest import CHROMIUM, FLAGS, Course, Page  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from equityqi.lab.launch import trust  # noqa: E402

PAGE = "course/slider.ipynb"
MOVES = 21
CODE = """# A slider and its picture
from io import BytesIO
from ipywidgets import Image, IntSlider, VBox
from equityqi.pictures import draw
from equityqi.pictures.redrawn_run_chart import MovingRunChart
from equityqi.variation import run_chart

results = [run_chart([50 + (7 * i * i + 3 * i) % 9 + (k * 0.2 if i > 12 else 0) for i in range(24)]) for k in range(60)]
chart = MovingRunChart(results[0], scale=(40, 70))

def moving(k):
    return chart.redraw(results[k])

def anew(k):
    held = BytesIO()
    draw(results[k]).figure.savefig(held, format="png", dpi=192)
    return held.getvalue()

def pair(name, make):
    image, slider = Image(value=make(0), format="png"), IntSlider(max=59, description=name)
    slider.observe(lambda change: setattr(image, "value", make(change["new"])), "value")
    return VBox([slider, image])

VBox([pair("moving", moving), pair("anew", anew)])
"""
ONE_MOVE = """async ([handle, image]) => {
  const before = image.src, start = performance.now();
  handle.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", code: "ArrowRight", keyCode: 39, bubbles: true}));
  while (image.src === before) await new Promise((done) => setTimeout(done, 1));
  await image.decode();
  return performance.now() - start;
}"""  # noqa: E501


def main() -> int:
    course = Course("browser-slider")
    try:
        cells = [
            {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# A slider"},
            {
                "cell_type": "code",
                "id": "slider",
                "metadata": {},
                "source": CODE,
                "outputs": [],
                "execution_count": None,
            },
        ]
        kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
        path = course.work / PAGE
        path.write_text(
            json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
        )
        trust([path], {"JUPYTER_DATA_DIR": str(course.work / ".learner" / "data")})
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
            page = Page(browser.new_page(viewport={"width": 1366, "height": 1400}), course, PAGE).open()
            page.run_button.click()
            page.page.locator("img[src^=blob]").nth(1).wait_for(timeout=60_000)
            times = {}
            for place, name in enumerate(("moving", "anew")):
                handle = page.page.locator(".noUi-handle").nth(place).element_handle()
                image = page.page.locator("img[src^=blob]").nth(place).element_handle()
                moves = []
                for _ in range(MOVES):
                    moves.append(page.page.evaluate(ONE_MOVE, [handle, image]))
                    page.page.wait_for_timeout(150)
                times[name] = statistics.median(moves[1:])
            page.picture("slider")
    finally:
        course.stop()
    print(
        f"slider to picture, median of {MOVES - 1}: moving {times['moving']:.0f} ms, anew {times['anew']:.0f} ms, ratio"
        f" {times['anew'] / times['moving']:.1f}"
    )
    print("claim, under 120 ms:", "kept" if times["moving"] < 120 else "NOT kept")
    return 0 if times["moving"] < 120 else 1


if __name__ == "__main__":
    sys.exit(main())
