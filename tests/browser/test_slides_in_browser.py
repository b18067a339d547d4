"""Each slide of each lesson, on the first case, fits the screens of projectors and can be read from the last row:
measured on nbconvert's slides, without a network, and what a trainer unfolds in jupyterlab-rise.
"""

import re

import nbformat
import pytest

from equityqi.authoring import slides
from equityqi.files import course_root
from equityqi.handouts.run_pages import page_paths, run_pages
from equityqi.lab.launch import trust
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.plain_html import plain_html

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTH, HEIGHT = 1280, 720
SCREENS = [(1024, 768), (1280, 720), (1920, 1080)]
LESSONS = [path for path in page_paths() if "/session-" in path]
# No slide show is running: the slides stand one below the other, each as wide as the screen and as tall as it needs.
STATIC = """body { margin: 0; } aside.notes { display: none; } html { overflow: hidden; }
.slides > section > section { display: flow-root; width: 100vw; box-sizing: border-box; }"""
MEASURE = """() => [...document.querySelectorAll(".slides > section > section")].map((slide) => [
  slide.innerText.trim().split("\\n")[0] || slide.querySelector("img")?.alt.slice(0, 60) || "", slide.scrollWidth, slide.scrollHeight])"""  # noqa: E501


def shown_book(path, page):
    """Return a lesson as a notebook, with what each cell showed when it ran."""
    book = nbformat.read(course_root() / path, as_version=4)
    shown = {cell.id: cell.html for cell in page.cells if cell.kind == "shows"}
    questions = {question.id: question for exercise in all_exercises().values() for question in exercise.questions}
    shown |= {cell.id: plain_html(questions[cell.source]) for cell in page.cells if cell.kind == "asks"}
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": shown.get(cell.id, "")})]
    return book


def as_slides(path, page):
    """Return a lesson as nbconvert's slides."""
    from nbconvert import SlidesExporter

    html, _ = SlidesExporter(exclude_input=True).from_notebook_node(shown_book(path, page))
    style = slides.STYLE.read_text(encoding="utf-8")
    return html.replace("</head>", f"<style>{style}\n{STATIC}</style></head>")


@pytest.fixture(scope="module")
def ran():
    return {page.path: page for page in run_pages(LESSONS).pages}


@pytest.fixture(scope="module")
def decks(ran):
    return {path: as_slides(path, page) for path, page in ran.items()}


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", LESSONS)
def test_each_slide_fits_the_screen(page, decks, path):
    page.set_content(decks[path], wait_until="domcontentloaded")
    page.evaluate(
        "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
    )  # what a trainer may unfold
    too_large = []
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        measured = page.evaluate(MEASURE)
        assert len(measured) > 5
        too_large += [slide for slide in measured if slide[1] > width or slide[2] > height]
    assert too_large == []


LETTERS = """() => [...document.querySelectorAll(".jp-RenderedMarkdown :is(p, li)")]
  .filter((text) => text.checkVisibility() && !text.closest("details, table, aside"))
  .filter((text) => !(text.closest("ul")?.children.length > 5))
  .map((text) => parseFloat(getComputedStyle(text).fontSize))"""


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_text_is_as_large_as_28_points_of_a_powerpoint_slide(page, decks, width, height):
    page.set_viewport_size({"width": width, "height": height})
    for path in LESSONS[:3]:
        page.set_content(decks[path], wait_until="domcontentloaded")
        letters = page.evaluate(LETTERS)
        assert len(letters) > 20
        assert min(letters) >= 28 * min(width / 960, height / 540) - 0.1  # a slide is 960 points wide and 540 high


def test_a_slide_shows_no_minutes_no_way_through_the_course_and_nothing_to_press(page, decks):
    for path in LESSONS:
        page.set_content(decks[path], wait_until="domcontentloaded")
        shown = page.locator(".slides").inner_text()
        assert not re.search(r"\d+ minutes?: tell|You are here|Run All|Start this page", shown)


def test_a_slide_shows_what_a_question_asks_and_no_place_to_answer(page, decks):
    page.set_content(decks[LESSONS[0]], wait_until="domcontentloaded")
    assert page.get_by_text("How many years is the gap?").is_visible()
    assert not page.get_by_text("Answer: not answered yet").first.is_visible()
    assert not page.get_by_text("How sure we can be of each figure").first.is_visible()


UNFOLDED = """() => { const slide = [...document.querySelectorAll(".slides section.present")].at(-1);
  const boxes = [...slide.querySelectorAll("*")].map((part) => part.getBoundingClientRect()).filter((box) => box.width && box.height);
  return [Math.min(...boxes.map((box) => box.top)), Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))]; }"""  # noqa: E501


def test_a_trainer_unfolds_a_whole_answer_in_rise(browser, teaching, ran):
    path = next(path for path in LESSONS if "05-drivers" in path)
    nbformat.write(shown_book(path, ran[path]), teaching.work / path)
    data = {"JUPYTER_DATA_DIR": str(teaching.work / f".{teaching.profile}" / "data")}
    trust([teaching.work / path], data)  # as a saved page of the course is; of any other, Jupyter shows no SVG
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://127.0.0.1:{teaching.port}/rise/{teaching.work.name}/{path}?token={teaching.token}")
    page.locator(".reveal .slides section.present").first.wait_for(timeout=60_000)
    unfolded = {}
    for _ in range(page.locator(".slides section section").count()):
        fold = page.locator(".slides section.present section.present summary:visible")
        if fold.count():
            fold.click()
            page.locator(".slides section.present section.present details[open]").wait_for()
            unfolded[fold.inner_text()] = page.evaluate(UNFOLDED)
        page.keyboard.press("Space")
    context.close()
    assert [
        url
        for url in asked
        if not url.startswith(
            (f"http://127.0.0.1:{teaching.port}/", f"ws://127.0.0.1:{teaching.port}/", "data:", "blob:")
        )
    ] == [], "nothing is fetched from outside"
    assert "Show one good answer" in unfolded
    assert [
        (words, box) for words, box in unfolded.items() if box[0] < 0 or box[1] > WIDTH or box[2] > HEIGHT + 1
    ] == []


def test_pictures_stay_light_on_a_white_slide_in_a_dark_jupyter(page, decks):
    page.emulate_media(color_scheme="dark")
    page.set_content(
        decks[LESSONS[0]].replace("<body", '<body data-jp-theme-light="false"'), wait_until="domcontentloaded"
    )
    assert page.locator("img.eq-drawn").first.evaluate("(image) => getComputedStyle(image).filter") == "none"
    assert page.locator(".eq-svg").first.evaluate("(drawn) => getComputedStyle(drawn).colorScheme") == "light"
