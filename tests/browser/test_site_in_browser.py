"""The site as pages to read, from files, and the paper pack, in a real browser: axe finds nothing that matters, a
keyboard is enough, print loses nothing.
"""

import pytest

from equityqi.handouts.paper_pack import pack
from equityqi.handouts.run_pages import run_pages
from equityqi.live.site import live_site
from equityqi.settings import FIRST_CASE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RAN = [
    "course/00-start.ipynb",
    "course/session-1/02-measuring-gaps.ipynb",
    "exercises/05-drivers/05-drivers.ipynb",
    "course/between-the-sessions.ipynb",
    "course/session-2/06-reconnect.ipynb",
]
SITE = ["contents.html", *(path.replace(".ipynb", ".html") for path in RAN)]
SHEETS = [
    "index.html",
    "welcome.html",
    "before.html",
    "go-and-see.html",
    "exercise-05-drivers.html",
    "answer-key.html",
    "agenda.html",
    "runsheet.html",
    "game.html",
    "forms.html",
]
ACROSS = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site and the pack of a few pages, run once."""
    place = tmp_path_factory.mktemp("made")
    site = live_site([FIRST_CASE], {}, RAN)
    for kind, made in (("site", site), ("paper", pack(run_pages(RAN)))):
        for name, page in made.items():
            (place / kind / name).parent.mkdir(parents=True, exist_ok=True)
            (place / kind / name).write_bytes(page if isinstance(page, bytes) else page.encode())
    return place


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", [*(f"site/{name}" for name in SITE), *(f"paper/{name}" for name in SHEETS)])
def test_axe_finds_nothing_serious_and_nothing_is_fetched(page, folder, name):
    from axe_playwright_python.sync_playwright import Axe

    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / name).as_uri())
    found = Axe().run(page).response["violations"]
    assert [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found if fault["impact"] != "minor"] == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.set_viewport_size({"width": 400, "height": 768})
    assert page.evaluate(ACROSS) <= 400


def test_a_keyboard_reaches_the_text_and_the_next_page(page, folder):
    page.goto((folder / "site" / SITE[1]).as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0  # it shows itself
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto((folder / "site" / SITE[0]).as_uri())  # a page without that jump
    page.goto((folder / "site" / SITE[1]).as_uri())
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Next: Lesson 2: Measuring gaps"
    page.keyboard.press("Enter")
    page.wait_for_url("**/02-measuring-gaps.html")
    assert page.locator("h1").text_content() == "Measuring gaps"


def test_what_is_folded_opens_by_keyboard(page, folder):
    page.goto((folder / "site" / SITE[2]).as_uri())
    fold = page.locator("details", has_text="Any two of these").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.get_by_text("Any two of these").is_visible()


def test_in_print_the_ways_on_are_gone_and_letters_grow_with_the_readers_own(page, folder):
    page.goto((folder / "paper" / "exercise-05-drivers.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible() and page.locator("h1").is_visible()
    small = len(page.pdf(prefer_css_page_size=True).split(b"/Type /Page\n"))
    large = len(page.pdf(prefer_css_page_size=True, scale=1.5).split(b"/Type /Page\n"))
    assert 1 < small < large
    sides = page.evaluate(
        "[...document.querySelectorAll('.cards li')].every(card => card.scrollWidth <= card.clientWidth + 1)"
    )
    assert sides
