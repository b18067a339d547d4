"""The start page as a learner meets it: short, one thing to do, and as wide as the window it is in."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from walking import started

START = "course/00-start.ipynb"
UNFOLDED = """() => {
  const cells = [...document.querySelectorAll('.jp-Notebook .jp-Cell')].filter((cell) => cell.offsetHeight);
  const folds = cells.findIndex((cell) => cell.innerText.includes('More for you'));
  const words = cells.flatMap((cell) => cell.innerText.split(/\\s+/)).filter(Boolean).length;
  return { height: cells[folds].getBoundingClientRect().top - cells[0].getBoundingClientRect().top, words };
}"""
TOO_WIDE = """() => [...document.querySelectorAll('.eq-form, .eq-start, .eq-form *, .eq-start *')].filter((part) => {
  const box = part.getBoundingClientRect(), frame = part.closest('.jp-OutputArea-output').getBoundingClientRect();
  return box.width && (box.right > frame.right + 2 || box.left < frame.left - 8);
}).map((part) => part.outerHTML.slice(0, 100))"""
CARDS = """() => [...document.querySelectorAll('.eq-several > .eq-cards-row > .eq-card')].map((card) => {
  const { left, top } = card.getBoundingClientRect();
  return [Math.round(left), Math.round(top)];
})"""
THEME = "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
DRAWN = """(theme) => document.body.dataset.jpThemeLight === theme
  && getComputedStyle(document.querySelector('figure img')).filter"""


@pytest.fixture
def start(visit):
    page = visit(START)
    started(page)
    page.card("Your case").wait_for(timeout=90_000)
    return page


def test_the_start_page_is_short_and_leads_to_the_next_page_by_one_button(start):
    seen = start.page.evaluate(UNFOLDED)
    assert seen["height"] <= 2 * 768 and seen["words"] <= 350, seen
    assert start.page.locator("a.eq-next").count() == 1
    start.page.get_by_role("link", name="Start: What is inequity?").press("Enter")
    start.page.get_by_role("heading", name="What you will learn").wait_for()


def test_dates_are_typed_and_the_folds_opened_by_keyboard_alone(start, course):
    dates = start.card("Your sessions")
    if not dates.get_by_label("Date of session 1:").is_visible():
        dates.locator("summary").press("Enter")
    dates.get_by_label("Date of session 1:").fill("1/12/2026")
    dates.get_by_label("Date of session 2:").fill("13 January 2027")
    dates.get_by_role("button", name="Save these dates").press("Enter")
    dates.get_by_text("Session 2: Wednesday 13 January 2027", exact=True).wait_for()
    start.page.locator("summary", has_text="Exit ticket").press("Enter")
    start.page.get_by_label("One thing that is clear").wait_for()


@pytest.mark.parametrize("width", [320, 455, 683, 1920])
def test_nothing_of_the_start_page_is_wider_than_its_window(start, width):
    start.page.set_viewport_size({"width": width, "height": 768})
    assert start.page.evaluate(TOO_WIDE) == []


def test_pictures_are_dark_on_a_dark_page_and_light_on_a_light_one_and_on_paper(visit):
    page = visit("course/session-1/02-measuring-gaps.ipynb")
    started(page)
    page.page.locator("figure img").first.wait_for()
    assert page.page.evaluate(DRAWN, "true") == "none"
    try:
        page.page.evaluate(THEME, "JupyterLab Dark")
        page.page.wait_for_function(DRAWN, arg="false")
        assert "invert" in page.page.evaluate(DRAWN, "false") and page.faults() == []
        page.page.emulate_media(media="print")
        assert page.page.evaluate(DRAWN, "false") == "none"
    finally:
        page.page.emulate_media(media="screen")
        page.page.evaluate(THEME, "JupyterLab Light")
        page.page.wait_for_function(DRAWN, arg="true")


@pytest.mark.parametrize(("width", "columns"), [(1366, 3), (820, 3), (390, 1)])
def test_the_three_cards_stand_in_one_row_or_in_one_column(start, width, columns):
    start.page.set_viewport_size({"width": width, "height": 844})
    start.page.wait_for_timeout(300)
    places = start.page.evaluate(CARDS)
    assert (len(places), len({left for left, top in places})) == (3, columns)
    assert len({top for left, top in places}) == 3 // columns
    assert start.page.locator(".eq-gaps").is_visible() == (width == 1366)
    start.picture(f"start-{width}")


def test_axe_finds_nothing_on_the_start_page_in_either_theme(start):
    try:
        for theme, light in (("JupyterLab Dark", "false"), ("JupyterLab Light", "true")):
            start.page.evaluate(THEME, theme)
            start.page.wait_for_function("(light) => document.body.dataset.jpThemeLight === light", arg=light)
            assert start.faults() == []
            parts = {"include": [[".eq-start"], [".eq-several"], [".eq-part-fold"], [".eq-fold"]]}
            assert Axe().run(start.page, context=parts).response["violations"] == []
    finally:
        start.page.evaluate(THEME, "JupyterLab Light")
