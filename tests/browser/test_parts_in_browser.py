"""The parts of a lesson, known by their headings: each is drawn as what it is, and no word of the page changes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import FRONT
from walking import started

LESSON, PDSA = "course/session-1/01-what-is-inequity.ipynb", "course/session-2/09-pdsa.ipynb"
EXERCISE = "exercises/01-what-is-inequity/01-what-is-inequity.ipynb"
THEME = "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
THEMED = "(light) => document.body.dataset.jpThemeLight === light"
GROUND = "(node) => getComputedStyle(node).backgroundColor"
KINDS = ["keys", "example", "think", "safe", "minutes", "trainer", "picture", "aims"]
DRAWN_AGAIN = """() => {
  const cells = window.jupyterapp.shell.currentWidget.content.widgets;
  for (const cell of cells) if (cell.model.type === "markdown") { cell.rendered = false; cell.rendered = true; }
}"""
SAVED = "() => JSON.stringify(window.jupyterapp.shell.currentWidget.context.model.toJSON().cells.map(({ source }) => source))"  # noqa: E501

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def seen(page) -> dict[str, int]:
    """Count each kind of part on the page."""
    return {kind: page.locator(f"{FRONT} .eq-part-{kind}").count() for kind in KINDS}


@pytest.fixture
def lesson(visit):
    page = visit(LESSON)
    started(page)
    page.page.locator(".eq-part-keys").wait_for()
    yield page.page
    page.page.emulate_media(media="screen")
    page.page.evaluate(THEME, "JupyterLab Light")
    page.page.wait_for_function(THEMED, arg="true")


def test_a_lesson_has_its_parts_also_when_it_is_drawn_again_or_turned_dark(lesson):
    before, stored = seen(lesson), lesson.evaluate(SAVED)
    assert before == dict(keys=1, example=4, think=3, safe=1, minutes=4, trainer=4, picture=3, aims=1)
    lesson.evaluate(DRAWN_AGAIN)
    lesson.wait_for_function("(count) => document.querySelectorAll('.eq-part-example').length === count", arg=4)
    assert seen(lesson) == before and lesson.evaluate(SAVED) == stored
    for goes_on in lesson.locator(".eq-part-on").all():  # it lies over the end of the box before it: no seam
        above = goes_on.locator("xpath=preceding::section[contains(@class, 'eq-part-example')][1]").bounding_box()
        assert goes_on.bounding_box()["y"] < above["y"] + above["height"]
    light = lesson.locator(".eq-part-example").first.evaluate(GROUND)
    lesson.evaluate(THEME, "JupyterLab Dark")
    lesson.wait_for_function(THEMED, arg="false")
    assert seen(lesson) == before and lesson.locator(".eq-part-example").first.evaluate(GROUND) != light


def test_no_word_of_a_part_is_lost(lesson):
    example = lesson.get_by_role("heading", name="A worked example: inhaler reviews")
    assert example.is_visible() and lesson.locator(".eq-part-example table th").first.is_visible()
    thought = lesson.locator(".eq-part-said", has_text="Equity means giving less to others.")
    assert thought.locator("q").text_content() == "Equity means giving less to others."
    answer = "It doesn't. People can get what they need without anybody losing out."
    assert thought.locator("p").text_content() == answer
    assert lesson.locator(".eq-part-example", has_text="Your turn").count() == 0
    assert lesson.locator(".eq-part-keys li").count() == 4


def test_a_bullet_of_another_shape_stays_a_bullet(visit):
    page = visit(PDSA)
    started(page)
    others = page.page.locator(".eq-part-think > li:not(.eq-part-said)")
    assert others.all_text_contents() == ["\"Staff will like it\" isn't a prediction yet, because you can't count it."]


def test_axe_finds_nothing_in_the_parts_in_either_theme(lesson):
    for theme, light in (("JupyterLab Light", "true"), ("JupyterLab Dark", "false")):
        lesson.evaluate(THEME, theme)
        lesson.wait_for_function(THEMED, arg=light)
        found = Axe().run(lesson, context={"include": [[f".eq-part-{kind}"] for kind in KINDS]}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def test_on_paper_the_key_points_are_ink_on_white_even_from_a_dark_page(lesson):
    lesson.evaluate(THEME, "JupyterLab Dark")
    lesson.wait_for_function(THEMED, arg="false")
    lesson.emulate_media(media="print")
    keys = lesson.locator(".eq-part-keys")
    assert keys.evaluate(GROUND) == "rgba(0, 0, 0, 0)"
    assert keys.locator("li").first.evaluate("(node) => getComputedStyle(node).color") == "rgb(29, 42, 51)"


@pytest.mark.parametrize("path", [LESSON, EXERCISE])
def test_one_button_leads_to_the_next_lesson_and_its_words_are_all_there(visit, path):
    page = visit(path)
    started(page)
    way = page.page.locator(".eq-part-next")
    link = way.get_by_role("link").first
    assert link.text_content() == "Next lesson: Measuring gaps" and way.get_by_role("link").count() >= 3
    link.press("Enter")
    page.page.wait_for_function("() => document.title.startsWith('Measuring gaps')")


def test_how_a_trainer_reads_a_text_is_folded_and_what_nbgrader_needs_is_away(visit):
    page = visit(EXERCISE)
    started(page)
    fold = page.page.locator("details", has_text="How your trainer marks this answer").first
    assert not fold.get_by_role("table").is_visible()
    fold.locator("summary").press("Enter")
    assert fold.get_by_role("table").is_visible()
    away = page.page.get_by_text("Your trainer reads this answer and gives it 0 to 3 marks.")
    assert away.count() and not any(cell.is_visible() for cell in away.all())


def test_a_prompt_leads_with_its_question(visit):
    """What stands before the question and after it is quieter, and nothing of it is lost."""
    page = visit(LESSON)
    started(page)
    form = page.form("How many years is the gap?")
    assert form.get_by_role("heading").first.text_content() == "How many years is the gap?"
    before = "Men in Central Bedfordshire can expect 67.9 years in good health. Men in Luton can expect 59.2 years."
    assert form.locator(".eq-before-it").text_content() == before
    assert page.form("What would you need to know").locator(".eq-help").text_content() == "Choose all that help."
    plain = page.form("Write two questions of your own")
    assert plain.locator(".eq-before-it, .eq-help").count() == 0


def test_on_a_phone_words_in_a_picture_can_be_read_and_the_page_stays_in_its_window(lesson):
    picture = lesson.locator(".eq-part-wide").first
    assert picture.get_attribute("tabindex") is None, "a picture that fits is passed over by the keyboard"
    lesson.set_viewport_size({"width": 390, "height": 844})
    lesson.locator('.eq-part-wide[tabindex="0"]').first.wait_for()
    assert picture.locator("img").bounding_box()["width"] >= 560  # so a word that was drawn with 12 px has 11
    assert lesson.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture.press("ArrowRight")
    lesson.wait_for_function("document.querySelector('.eq-part-wide').scrollLeft > 0")
