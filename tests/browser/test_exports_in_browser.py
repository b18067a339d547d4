"""Exports in a real browser: axe finds nothing, the page fits a laptop and a phone, print gives whole sheets."""

from pathlib import Path

import pytest

from equityqi.handouts.blank_sheets import print_pack
from equityqi.poster.html_page import to_html
from equityqi.project import Project

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FULL = Path(__file__).parents[1] / "project" / "full-project.json"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    to_html(Project.read(FULL), folder / "project.html")
    to_html(Project(), folder / "empty.html")
    print_pack(folder / "pack.html")
    return folder


@pytest.mark.parametrize("name", ["project", "empty", "pack"])
@pytest.mark.parametrize("width", [1366, 400])
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(browser, pages, name, width):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 768})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((pages / f"{name}.html").as_uri())
    found = Axe().run(page).response["violations"]
    assert [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


@pytest.mark.parametrize("run_by", [False, True], ids=["by nobody yet", "by an organisation"])
def test_the_canvas_and_each_blank_form_print_on_a_sheet_of_their_own(browser, pages, run_by, request):
    request.getfixturevalue("second_organisation" if run_by else "nobodys_organisation")
    print_pack(pages / "sheets.html")
    context = browser.new_context()
    page = context.new_page()
    page.goto((pages / "sheets.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == page.locator("section.sheet").count() == 12
    context.close()
