"""The one page of a project in a real browser: one sheet in print, no letter below 9 points, readable on a phone."""

import pytest

from equityqi.poster.html_page import page_of
from tools.poster_pages import pages_in_browser, sheet_in_browser
from tools.poster_projects import every

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_sheet_of_every_project_prints_on_one_page_with_no_letter_below_9_points(browser):
    pages = {name: page_of(project) for name, project in every().items()}
    counted = {name: sheet_in_browser(html, browser) for name, html in pages.items()}
    assert {name: one.pages for name, one in counted.items()} == dict.fromkeys(counted, 1)
    assert {name: one.points for name, one in counted.items() if one.points < 8.995} == {}
    assert {name: one.outside for name, one in counted.items() if one.outside} == {}
    models = [html for name, html in pages.items() if name[1] == "-"]
    assert len(models) == 5 and all(4 <= pages_in_browser(html, browser) <= 8 for html in models)


@pytest.mark.parametrize("name", ["a-blood-pressure", "longest-words", "longest-one-word", "empty"])
def test_a_phone_shows_all_of_it_in_one_column_and_in_letters_that_can_be_read(browser, name):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content(page_of(every()[name]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.pp p, .pp b, .pp td, .pp dd, .pp h2')].filter(e => e.innerText)"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 14
    page.close()
