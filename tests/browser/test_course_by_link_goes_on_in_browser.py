"""The course by a link, from page to page: the page changes in place, and Python lives on."""

import shutil
from contextlib import contextmanager

import pytest
from by_link import EXERCISE, GAP, IN_MEMORY, LESSON, SLOW, START, WATCH, as_marked_here, is_ready, shown, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def lesson(browser, address):
    """The lesson, opened in a browser that remembers nothing of others and notes what pages ask for."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_init_script(WATCH)
    context.set_default_timeout(60_000)
    found = context.new_page()
    found.asked = []
    context.on("request", lambda request: found.asked.append(request.url))
    found.goto(f"{address}/{LESSON}.html")
    found.locator(GAP).wait_for()
    yield found
    assert found.evaluate("window.refused ?? []") == []
    assert [url for url in found.asked if not url.startswith((address, "data:", "blob:"))] == []
    context.close()


@pytest.fixture
def page(browser, small_site):
    with lesson(browser, small_site) as found:
        yield found


def to_exercise(page):
    page.get_by_role("link", name="More practice (3 questions)").click()
    page.wait_for_url(f"**/{EXERCISE}.html*")
    page.locator(f"main[data-path='{EXERCISE}.ipynb'] {GAP}").wait_for()


def started(page):
    """How often this window was loaded whole, and how many Pythons it has."""
    loaded = page.evaluate("performance.getEntriesByName('eq-forms').length")
    return loaded, sum(one.url.endswith("/worker.js") for one in page.workers)


def right(value):
    return as_marked_here(value)[1]


def test_a_link_changes_the_page_in_place_and_the_next_page_can_check_at_once(page):
    is_ready(page)
    page.locator(f"{GAP} input").press_sequentially("8.7")  # the link is pressed in the middle of a word
    to_exercise(page)
    is_ready(page)
    assert page.evaluate("document.activeElement.textContent").startswith("3 more to practise")
    assert page.locator(f"{GAP} input").input_value() == "8.7"
    page.locator(f"{GAP} .eq-check").click()
    page.locator(f"{GAP} .eq-verdict", has_text=right(8.7)).wait_for()
    page.locator(".eq-bar-brand").click()
    page.locator(".eq-next-line", has_text="You stopped at question 2").wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.title() == "Using Quality Improvement to Tackle Inequity"
    assert started(page) == (1, 1)


def test_back_leads_to_where_the_page_was_read_to_and_forward_on_again(page):
    page.mouse.wheel(0, 1500)
    page.wait_for_timeout(400)
    was = page.evaluate("scrollY")
    page.locator(".eq-bar-brand").click()
    page.locator(f"main[data-path='{START}.ipynb'] h1").wait_for()
    assert page.evaluate("scrollY") == 0 and was > 800
    page.go_back()
    page.locator(f"main[data-path='{LESSON}.ipynb'] {GAP}").wait_for()
    until(page, f"Math.abs(scrollY - {was}) < 30")
    page.locator(".eq-bar-where", has_text="lesson 1 of").wait_for()
    page.go_forward()
    page.locator(f"main[data-path='{START}.ipynb'] h1").wait_for()
    page.reload()
    page.locator(f"main[data-path='{START}.ipynb'] h1").wait_for()


def test_what_is_typed_before_python_is_up_goes_along_to_the_same_question_on_the_next_page(page):
    page.locator(f"{GAP} input").press_sequentially("8.7")
    to_exercise(page)
    assert page.locator(f"{GAP} input").input_value() == "8.7"
    page.locator(f"{GAP} .eq-status", has_text="Saved.").wait_for(timeout=SLOW)
    assert page.locator(".eq-warn").count() == 0 and started(page)[1] == 1


def test_what_is_typed_on_a_page_that_is_left_before_python_is_up_is_saved_too(page):
    held = []
    page.context.route("**/course.zip", lambda route: held.append(route))
    page.reload()
    page.locator(f"{GAP} input").press_sequentially("8.7")
    page.locator(".eq-bar-brand").click()
    page.locator(f"main[data-path='{START}.ipynb'] h1").wait_for()
    while not held:  # on a busy computer Python asks for it a little later
        page.wait_for_timeout(100)
    held[0].continue_()
    page.locator(".eq-next-line", has_text="You stopped at question 2").wait_for(timeout=SLOW)


def test_a_page_of_another_version_is_loaded_whole(page):
    def renewed(route):
        route.fulfill(body=route.fetch().text().replace("/page.js", "/page.js?new"), content_type="text/html")

    page.route(f"**/{START}.html", renewed)
    page.evaluate("window.stays = true")
    page.locator(".eq-bar-brand").click()
    page.wait_for_url(f"**/{START}.html")
    until(page, "!window.stays")


def test_a_link_with_a_key_held_and_one_to_another_place_are_left_to_the_browser(page):
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="More practice (3 questions)").click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url(f"**/{EXERCISE}.html*")
    assert LESSON in page.url
    page.evaluate("window.stays = true")
    page.evaluate("document.querySelector('main').innerHTML += '<a id=out href=../../contents.html>All pages</a>'")
    page.locator("#out").click()
    page.wait_for_url("**/contents.html")
    assert not page.evaluate("window.stays")


TIMERS = "const real = setTimeout; window.timers = 0; window.setTimeout = (...all) => (window.timers++, real(...all));"


def test_a_page_that_waits_for_python_does_nothing_meanwhile(page):
    page.context.route("**/course.zip", lambda route: None)  # it never comes
    page.add_init_script(TIMERS)
    page.reload()
    page.locator(f"{GAP} input").wait_for()
    page.wait_for_timeout(1500)
    begun = page.evaluate("timers")
    page.wait_for_timeout(500)
    assert page.evaluate("timers") == begun


def test_pictures_that_are_out_of_sight_come_once_the_page_is_ready(page):
    pictures = page.locator("main img")
    assert pictures.count() and page.locator("main img[loading=lazy]").count() == pictures.count()
    is_ready(page)
    until(page, "() => [...document.images].every((one) => one.complete && one.naturalWidth)")
    assert page.evaluate("scrollY") == 0


MEMORY = """async (change) => {
  const db = await new Promise((done) => { const asked = indexedDB.open("equityqi python"); asked.onsuccess = () => done(asked.result); });
  const held = db.transaction("snapshots", "readwrite").objectStore("snapshots");
  const read = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const [site] = await read(held.getAllKeys()), found = site && await read(held.get(site));
  if (change === "damage") await read(held.put({ ...found, memory: new Uint8Array(100) }, site));
  if (change === "age") await read(held.put({ memory: new Uint8Array(100), version: "live-0 of last year" }, site));
  db.close();
  return found ? [found.version.split(" ")[0].slice(0, 5), found.memory.length > 1e6] : null;
}"""  # noqa: E501


def test_a_later_visit_begins_with_the_memory_of_the_first_and_anew_where_it_is_damaged_or_of_another_version(page):
    said = []
    page.on("console", lambda line: said.append(line.text))
    until(is_ready(page), IN_MEMORY)
    assert page.evaluate(MEMORY) == ["live-", True]
    page.reload()
    is_ready(page)
    page.locator(f"{GAP} input").fill("8.7")
    page.locator(f"{GAP} .eq-check").click()
    page.locator(f"{GAP} .eq-verdict", has_text=right(8.7)).wait_for()
    assert [line for line in said if "snapshot" in line] == []
    for change, tried in (("damage", True), ("age", False)):
        said.clear()
        page.evaluate(MEMORY, change)
        page.reload()
        is_ready(page)
        page.locator(f"{GAP} .eq-state.eq-is-right").wait_for()
        assert any("No start from a snapshot" in line for line in said) == tried
        until(page, f"async () => String(await ({MEMORY})()) === 'live-,true'")


FULL = 'put() { throw new DOMException("no room", "QuotaExceededError"); }'


def test_with_no_room_for_the_memory_all_goes_on_without_it(page):
    def full(route):
        told = route.fetch()
        route.fulfill(
            response=told,
            body=told.text().replace("act(change.objectStore(FOLDER))", f"act({{ {FULL}, get: () => ({{}}) }})"),
        )

    said = []
    page.on("console", lambda line: said.append(line.text))
    page.context.route("**/snapshot.js", full)
    page.reload()
    is_ready(page)
    page.locator(f"{GAP} input").fill("8.7")
    page.locator(f"{GAP} .eq-status", has_text="Saved.").wait_for()
    page.locator(f"{GAP} .eq-check").click()
    page.locator(f"{GAP} .eq-verdict", has_text=right(8.7)).wait_for()
    assert page.locator(".eq-site-note").inner_text() == "" and page.evaluate(MEMORY) is None
    assert any("QuotaExceededError" in line for line in said)


def kept(page):
    """Wait until this browser keeps the pages that were opened."""
    is_ready(page)
    until(page, "Boolean(navigator.serviceWorker.controller)")
    path = page.evaluate("location.pathname")
    until(page, f"caches.match('{path}').then((held) => held !== undefined)")


def test_what_was_opened_opens_without_a_connection_and_can_be_answered_there(page):
    kept(page)
    to_exercise(page)
    page.context.set_offline(True)
    page.reload()
    is_ready(page)
    page.locator(f"{GAP} input").fill("8.7")
    page.locator(f"{GAP} .eq-status", has_text="Saved.").wait_for()
    page.locator(f"{GAP} .eq-check").click()
    page.locator(f"{GAP} .eq-verdict", has_text=right(8.7)).wait_for()
    page.locator(".eq-bar-brand").click()
    page.get_by_role("heading", name="This page isn’t on this device yet").wait_for()
    page.go_back()
    page.locator(f"main[data-path='{EXERCISE}.ipynb'] {GAP}").wait_for()


def test_the_whole_course_can_be_kept_on_the_device(page, small_site):
    kept(page)
    page.locator(".eq-bar-brand").click()
    page.get_by_role("button", name="Keep the whole course on this device").click()
    page.get_by_text("The whole course is on this device.").wait_for()
    page.context.set_offline(True)
    page.goto(f"{small_site}/{EXERCISE}.html")
    page.locator(GAP).wait_for()


def test_an_update_comes_as_a_whole_and_is_there_at_the_next_visit(browser, small_folder, tmp_path):
    folder = shutil.copytree(small_folder, tmp_path / "site")
    with shown(folder) as address, lesson(browser, address) as page:
        kept(page)
        old = page.evaluate("document.querySelector('script[src$=\"/page.js\"]').src.split('/').at(-2)")
        new = f"{old[:-1]}{'0' if old[-1] != '0' else '1'}"
        shutil.copytree(folder / old, folder / new)
        for path in (folder / "sw.js", *folder.rglob("*.html")):
            path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")
        until(page, f"caches.match('/{new}/page.js').then((held) => held !== undefined)")
        page.locator(f"{GAP} input").fill("8.7")  # the old version goes on
        page.locator(f"{GAP} .eq-status", has_text="Saved.").wait_for()
        assert page.evaluate(f"caches.match('/{old}/page.js').then((held) => held !== undefined)")
        page.context.set_offline(True)
        page.reload()
        is_ready(page)
        assert page.locator(f"{GAP} input").input_value() == "8.7"
        loaded = "performance.getEntriesByType('resource').map(({ name }) => name)"
        assert not [name for name in page.evaluate(loaded) if old in name]
