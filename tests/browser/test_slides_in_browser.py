"""Each slide of each lesson, on the first case, fits a screen of 1280 by 720: measured on nbconvert's slides, without a network."""

import nbformat
import pytest

from equityqi.authoring import slides
from equityqi.authoring.run_pages import page_paths, run_pages
from equityqi.files import course_root

pytestmark = pytest.mark.browser
WIDTH, HEIGHT = 1280, 720
LESSONS = [path for path in page_paths() if "/session-" in path]
# No slide show is running: the slides stand one below the other, each as wide as the screen and as tall as it needs.
STATIC = f"""body {{ margin: 0; }} aside.notes {{ display: none; }}
.slides > section > section {{ display: flow-root; width: {WIDTH}px; box-sizing: border-box; }}"""
MEASURE = """() => [...document.querySelectorAll(".slides > section > section")].map((slide) => [
  slide.innerText.trim().split("\\n")[0] || slide.querySelector("img")?.alt.slice(0, 60) || "", slide.scrollWidth, slide.scrollHeight])"""


def as_slides(path, page):
    """Return a lesson as nbconvert's slides, with what each cell showed when it ran."""
    from nbconvert import SlidesExporter

    book = nbformat.read(course_root() / path, as_version=4)
    shown = {cell.id: cell.html for cell in page.cells if cell.kind == "shows"}
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": shown.get(cell.id, "")})]
    html, _ = SlidesExporter(exclude_input=True).from_notebook_node(book)
    style = slides.STYLE.read_text(encoding="utf-8")
    return html.replace("</head>", f"<style>{style}\n{STATIC}</style></head>")


@pytest.fixture(scope="module")
def decks():
    return {page.path: as_slides(page.path, page) for page in run_pages(LESSONS).pages}


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", LESSONS)
def test_each_slide_fits_the_screen(page, decks, path):
    page.set_content(decks[path], wait_until="domcontentloaded")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")  # what a trainer may unfold
    measured = page.evaluate(MEASURE)
    assert len(measured) > 5
    assert [slide for slide in measured if slide[1] > WIDTH or slide[2] > HEIGHT] == []
