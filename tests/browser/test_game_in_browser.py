"""*Close the Gap* in a real browser: by mouse, by touch and by keys, months that play, and nothing lost on the way."""

from __future__ import annotations

import json
import shutil

import pytest
from walking import predict, put_card, started, study

from equityqi.lab.launch import trust

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXERCISE = "98-a-game"
PAGE = f"exercises/{EXERCISE}/{EXERCISE}.ipynb"
TURN = {"together": None, "group": "A", "low": 30, "high": 60, "studied": True}
MODEL = {
    "game": {
        "schema": 1,
        "seed": 1,
        "turns": [
            {**TURN, "changes": dict.fromkeys(("need-first", "interpreter", "ask-mode"), scale) if scale else {}}
            for scale in (5, 25, 100, 0, 0)
        ],
    }
}
QUESTIONS = {
    "exercise": EXERCISE,
    "title": "A game",
    "questions": [
        {
            "id": "close-the-gap",
            "kind": "game",
            "part": "core",
            "prompt": "Close the gap.",
            "points": 3,
            "model": [MODEL],
        }
    ],
}


@pytest.fixture
def game(course, visit):
    folder = course.work / "exercises" / EXERCISE
    folder.mkdir(exist_ok=True)
    (folder / "questions.yml").write_text(json.dumps(QUESTIONS), encoding="utf-8")
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# A game\n\n## Play"}]
    source = '# A game\nfrom equityqi import ask\n\nask("close-the-gap")'
    cells.append(
        {
            "cell_type": "code",
            "id": "ask",
            "metadata": {"jupyter": {"source_hidden": True}},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
    )
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    text = json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
    (course.work / PAGE).write_text(text, encoding="utf-8")
    trust([course.work / PAGE], {"JUPYTER_DATA_DIR": str(course.work / ".learner" / "data")})

    def begin(**how):
        page = visit(PAGE, **how)
        page.run_button.press("Enter")
        try:
            page.page.locator(".eq-game [data-card]").first.wait_for(timeout=60_000)
        except Exception:
            page.picture("game-not-started")
            raise
        started(page)  # until its last cell has run, Lab may still move the page, below a mouse too
        page.page.wait_for_timeout(1000)  # then it draws the board once more
        page.page.locator(".eq-game [data-card]").first.wait_for(timeout=60_000)
        return page

    yield begin
    shutil.rmtree(folder, ignore_errors=True)


def saved(course):
    return course.answers(EXERCISE).get("close-the-gap", {})


@pytest.fixture
def window(browser):
    """Open a browser of one's own: ``window(width=390, height=844, has_touch=True)``."""
    opened = []

    def begin(width, height, **how):
        opened.append(browser.new_context(viewport={"width": width, "height": height}, **how))
        return opened[-1]

    yield begin
    for context in opened:
        context.close()


THREE = ("need-first", "interpreter", "ask-mode")
SCALES = (5, 25, 100, None, None)


def board(page):
    return page.page.locator(".eq-game")


def lane_of(form, card):
    return form.locator(f'[data-card="{card}"]').evaluate("(card) => card.closest('.eq-lane').dataset.lane")


def play(form):
    form.get_by_role("button", name="Play month").click()


def played(form, number):
    """Wait until a turn is played, saved and shown."""
    form.get_by_text(f"Turn {number + 1} of 5" if number < 5 else "Month 12: look back").wait_for()
    form.locator(".eq-came", has_text="Your prediction").wait_for()


def as_the_model(course, together=None):
    turns = saved(course)["game"]["turns"]
    return [turn["changes"] for turn in turns] == [dict.fromkeys(THREE, s) if s else {} for s in SCALES] and [
        turn["together"] for turn in turns
    ] == [together, None, None, None, None]


def drag(page, form, card, lane):
    form.evaluate("(form) => form.scrollIntoView({ block: 'start' })")
    form.locator(f'[data-card="{card}"]').hover()
    page.page.mouse.down()
    at = form.locator(f'[data-card="{card}"]').bounding_box()
    page.page.mouse.move(at["x"] + at["width"] / 2 + 12, at["y"] + at["height"] / 2, steps=2)
    form.locator(".eq-dragged").wait_for()  # a slow page lays out its lanes now: where they are is asked after it
    box = form.locator(f'.eq-lane[data-lane="{lane}"]').bounding_box()
    page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.page.mouse.up()


def test_a_round_is_played_by_dragging_with_the_mouse(game, course):
    page = game()
    form = board(page)
    page.page.emulate_media(reduced_motion="reduce")
    for number, scale in enumerate(SCALES, 1):
        if number == 1:
            drag(page, form, "codesign", "month")
        for card in THREE if scale else ():
            drag(page, form, card, scale)
            assert lane_of(form, card) == str(scale)
        assert form.get_by_text(f"{3 if scale else 0} of 3 changes used").is_visible()
        predict(form, "A", 30, 60)
        if number == 2:
            page.picture("game-before-a-turn")
        play(form)
        played(form, number)
        study(form)
    assert as_the_model(course, "codesign") and form.locator(".eq-debrief .eq-is-right").count() == 3
    page.picture("game-over")
    assert form.locator(".eq-luck p").count() >= 3
    before = form.locator(".eq-strip").inner_text()
    form.get_by_role("button", name="Without luck").click()
    form.get_by_role("button", name="Without luck", pressed=True).wait_for()
    assert form.locator(".eq-strip").inner_text() != before and not page.faults()


AT_ONCE = """async (form) => {
  const play = form.querySelector(".eq-play"), month = () => form.querySelector('.wide [data-month="6"]');
  play.click();
  while (!month()) await new Promise((again) => setTimeout(again, 10));
  if (getComputedStyle(month()).visibility !== "hidden") return false;
  play.click();
  return getComputedStyle(month()).visibility === "visible";
}"""


def test_months_play_one_after_another_and_only_then_the_result_is_said(game):
    form = board(page := game())
    page.page.emulate_media(reduced_motion="no-preference")
    predict(form, "A", 30, 60)
    play(form)
    third, fourth = (form.locator(f'.wide [data-month="{month}"]') for month in (3, 4))
    form.locator('.wide [data-month="3"].eq-fresh').wait_for(state="attached")
    assert third.evaluate("(part) => getComputedStyle(part).visibility") == "visible"
    assert fourth.evaluate("(part) => getComputedStyle(part).visibility") == "hidden"
    assert not form.locator(".eq-came").is_visible() and form.get_by_text("Turn 1 of 5").is_visible()
    page.picture("game-playing")
    played(form, 1)
    assert fourth.evaluate("(part) => getComputedStyle(part).visibility") == "visible"
    assert form.locator(".eq-came [role=status]", has_text="in months 3 and 4. You said 30% to 60%.").is_visible()
    predict(form, "A", 30, 60)
    assert form.evaluate(AT_ONCE), "a press does not show the months at once"
    played(form, 2)


SMALL = """(form) => [...form.querySelectorAll("button, summary, select, input")].filter((part) => part.checkVisibility() && part.getBoundingClientRect().height < 43.5)
  .map((part) => part.outerHTML.slice(0, 90))"""  # noqa: E501
WORDS = """(form) => Math.min(...[...form.querySelectorAll(".eq-chart text")].filter((word) => word.checkVisibility()).map((word) => {
  const svg = word.closest("svg"); return parseFloat(getComputedStyle(word).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; }))"""  # noqa: E501
SIDEWAYS = """(form) => { const page = form.closest('.jp-WindowedPanel-outer');
  return page.scrollWidth - page.clientWidth; }"""


def test_a_round_is_played_by_touch_on_a_phone(game, course, window):
    page = game(context=window(390, 844, has_touch=True, is_mobile=True, reduced_motion="reduce"))
    form = board(page)
    for number, scale in enumerate(SCALES, 1):
        for card in THREE if scale else ():
            form.locator(f'[data-card="{card}"]').tap()
            if number == 1 and card == "interpreter":
                page.picture("game-picked-up-on-a-phone")
                picture = form.locator(".eq-sight").bounding_box()
                assert picture["y"] >= 0 and picture["y"] + picture["height"] < 420, "the picture is not in sight"
            where = {5: "Small test", 25: "Wider test", 100: "Everyone"}[scale]
            form.get_by_role("group", name="Move").get_by_role("button", name=where).tap()
            assert lane_of(form, card) == str(scale)
        predict(form, "A", 30, 60)
        form.get_by_role("button", name="Play month").tap()
        played(form, number)
        form.get_by_role("button", name="See what your small tests showed").tap()
        form.get_by_text("What your small tests showed.").wait_for()
    assert as_the_model(course)
    page.picture("game-over-on-a-phone")
    page.page.set_viewport_size({"width": 320, "height": 700})
    assert form.evaluate(SIDEWAYS) <= 0 and page.outside("Close the gap.") == []
    assert form.evaluate(SMALL) == [] and form.evaluate(WORDS) >= 11 and not page.faults()


class Keys:
    """A player at the keyboard: Tab, arrows, letters and Enter, and never the mouse."""

    def __init__(self, page):
        self.page, self.keys, self.form = page, page.page.keyboard, board(page)

    def to(self, name: str, key: str = "Tab") -> None:
        """Press Tab until the thing with this name is reached."""
        for _ in range(60):
            self.keys.press(key)
            if name in self.page.page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent"
            ):
                return
        raise AssertionError(f"{name} cannot be reached by {key}")


def test_a_round_is_played_by_keyboard_alone_without_motion(game, course, window):
    page = game(context=window(1366, 768, reduced_motion="reduce"))
    player, form = Keys(page), board(page)
    cells = page.page.locator(".jp-Notebook .jp-Cell").count()
    for number, scale in enumerate(SCALES, 1):
        names = (
            ("Interpreter", "Ask: phone", "Need-first") if number == 1 else ("Need-first", "Interpreter", "Ask: phone")
        )
        for name in names if scale else ():
            form.locator(".eq-came").focus()
            player.to(name)
            player.keys.press("Enter")
            player.keys.press("ArrowRight")
            player.keys.press("Escape")
            assert name in page.page.evaluate("document.activeElement.textContent"), "the focus left the card"
            said = form.locator(".eq-board [role=status].eq-unseen").text_content()
            assert name in said and "let go" in said
        form.get_by_label("Group", exact=True).focus()
        player.keys.type("A")
        player.keys.press("Tab")
        player.keys.type("30")
        player.keys.press("Tab")
        player.keys.type("60")
        player.to("Play month")
        player.keys.press("Enter")
        played(form, number)
        focused = page.page.evaluate("document.activeElement.textContent")
        assert focused.startswith("Your prediction" if number < 5 else "Month 12: look back")
        player.to("See what your small tests", "Tab" if number < 5 else "Shift+Tab")
        player.keys.press("Space")
        form.get_by_text("What your small tests showed.").wait_for()
    assert as_the_model(course)
    player.to("What surprised you?")
    player.keys.type("Bad luck and a good plan did look alike.")
    form.locator(".eq-debrief .eq-status", has_text="Saved.").wait_for()
    assert page.page.locator(".jp-Notebook .jp-Cell").count() == cells, "a letter reached Lab"
    assert saved(course)["game"]["words"] == "Bad luck and a good plan did look alike."
    player.to("Play again")
    player.keys.press("Enter")
    form.get_by_text("Turn 1 of 5").wait_for()
    assert len(saved(course)["earlier"]) == 1


def test_what_cannot_be_done_is_said_at_the_card_and_goes_with_the_next(game):
    form = board(page := game())
    for card in ("text", "posters", "phone-only"):
        put_card(form, card, 5)
    put_card(form, "calls", 5)
    note = form.locator('[data-card="calls"] + .eq-note')
    assert "Put one back first." in note.inner_text() and lane_of(form, "calls") == "0"
    page.picture("game-card-refused")
    put_card(form, "posters", 0)
    assert not form.locator(".eq-note").count()
    put_card(form, "ask-mode", 5)
    assert "can’t run together" in form.locator(".eq-note").inner_text() and lane_of(form, "ask-mode") == "0"
    put_card(form, "codesign", "month")
    drag(page, form, "map", "month")
    assert "time for one of these" in form.locator(".eq-note").inner_text()
    drag(page, form, "map", 25)
    assert "take one month of this turn" in form.locator(".eq-note").inner_text()
    drag(page, form, "calls", "month")
    assert "can go here" in form.locator(".eq-note").inner_text()
    assert form.get_by_text("2 of 3 changes used").is_visible() and not page.faults()


def test_an_error_stands_at_its_field_and_goes_when_it_is_mended(game, course):
    form = board(page := game())
    put_card(form, "pop-up", 100)
    form.get_by_text("8 of 6 units. That’s 2 too much, so waits will grow.").wait_for()
    form.get_by_label("to", exact=True).fill("60")
    form.get_by_role("button", name="Play month").click()
    note = form.locator(".eq-note", has_text="Make your prediction first: choose a group, and write two numbers")
    note.wait_for()
    group, low, high = (form.get_by_label(name, exact=True) for name in ("Group", "will complete from", "to"))
    assert [field.get_attribute("aria-invalid") for field in (group, low, high)] == ["true", "true", None]
    page.picture("game-refused")
    assert not page.faults()
    group.select_option("D")
    assert note.count() == 1 and group.get_attribute("aria-invalid") is None
    low.fill("10")
    assert note.count() == 0 and "Not yet" not in form.locator(".eq-board").inner_text()
    form.get_by_role("button", name="Play month").click()
    form.locator(".eq-note", has_text="Your two numbers are 50 percentage points apart.").wait_for()
    assert low.input_value() == "10" and lane_of(form, "pop-up") == "100"
    low.fill("40")
    assert form.locator(".eq-note").count() == 0
    play(form)
    played(form, 1)
    assert saved(course)["game"]["turns"][0]["changes"] == {"pop-up": 100}


def test_a_turn_that_is_not_played_yet_is_there_after_a_load_and_in_another_tab(game, course):
    page = game()
    form = board(page)
    predict(form, "B", 30, 60)
    play(form)
    played(form, 1)
    put_card(form, "posters", 25)
    put_card(form, "map", "month")
    form.get_by_label("will complete from").fill("35")
    page.page.keyboard.press("Control+s")
    page.page.wait_for_timeout(1500)
    picture = form.locator(".eq-chart svg.wide").get_attribute("aria-label")
    course.shut_down_kernels()
    page.open()
    asleep = page.page.locator(".eq-asleep", has_text="1 of 5 turns played")
    asleep.wait_for()
    assert asleep.locator("svg.wide").get_attribute("aria-label") == picture
    page.picture("game-asleep")
    page.start()
    tab = board(game(context=page.page.context))
    for one in (form, tab):
        one.locator('.eq-lane[data-lane="25"] [data-card="posters"]').wait_for()
        assert one.locator(".eq-chart svg.wide").get_attribute("aria-label") == picture, "another game is there"
        assert lane_of(one, "map") == "month" and one.get_by_label("will complete from").input_value() == "35"
    put_card(tab, "posters", 5)
    form.locator('.eq-lane[data-lane="5"] [data-card="posters"]').wait_for()


def test_a_move_is_kept_in_the_browser_while_the_kernel_is_away(game, course):
    page = game()
    form = board(page)
    page.lose_kernel("restart")
    put_card(form, "text", 5)
    predict(form, "B", 30, 60)
    form.get_by_role("button", name="Play month").click()
    form.locator(".eq-status", has_text="still in this browser").wait_for()
    assert not saved(course)
    page.picture("game-not-connected")
    page.run_button.click()
    page.page.locator(".eq-game .eq-came", has_text="You said 30% to 60%").wait_for(timeout=60_000)
    assert [turn["changes"] for turn in saved(course)["game"]["turns"]] == [{"text": 5}]


def test_the_whole_turn_is_in_one_window_of_a_laptop_and_dark_is_as_legible(game):
    form = board(page := game())
    page.page.set_viewport_size({"width": 1366, "height": 768})
    form.evaluate("(form) => form.scrollIntoView({ block: 'start' })")
    for part in (".eq-prompt", ".eq-sight", ".eq-lanes", ".eq-meter", ".eq-predict", ".eq-play"):
        box = form.locator(part).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 768, part
    assert form.evaluate(SMALL) == [] and form.evaluate(WORDS) >= 11
    form.locator('[data-card="calls"]').click()
    assert not page.faults()
    page.page.evaluate("document.body.setAttribute('data-jp-theme-light', 'false')")
    page.page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
    page.picture("game-dark")
    faults = page.faults()
    page.page.evaluate("document.documentElement.removeAttribute('data-theme')")
    assert not faults
