"""A round of *Close the Gap* in a real browser: by keyboard alone, and on with a new kernel."""

from __future__ import annotations

import json
import shutil

import pytest

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
            "prompt": "Close the gap.\n\nYou have ten months.",
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
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# A game"}]
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
    yield lambda: visit(PAGE)
    shutil.rmtree(folder, ignore_errors=True)


def saved(course):
    return course.answers(EXERCISE).get("close-the-gap", {})


class Game:
    """A player at the keyboard: Tab, arrows, letters and Enter, and never the mouse."""

    def __init__(self, page):
        self.page, self.keys = page, page.page.keyboard
        self.form = page.page.locator(".eq-game")
        page.run_button.press("Enter")
        try:
            self.form.locator("img[src^=data]").wait_for(timeout=60_000)
        except Exception:
            page.picture("game-not-started")
            raise

    def to(self, name: str) -> None:
        """Press Tab until the thing with this name is reached."""
        for _ in range(60):
            self.keys.press("Tab")
            if name in self.page.page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent"
            ):
                return
        raise AssertionError(f"{name} cannot be reached by Tab")

    def turn(self, number: int, scale: str | None, group: str = "A") -> None:
        self.form.get_by_text(f"Turn {number} of 5").wait_for()
        self.form.locator("legend", has_text=f"Turn {number} of 5").evaluate(
            "node => { node.tabIndex = -1; node.focus(); }"
        )
        for idea in ("Interpreter", "Ask: phone", "Need-first") if scale else ():
            self.to(idea)
            self.keys.type(scale)
        self.to("Group:")
        self.keys.type(group)
        self.to("From:")
        self.keys.type("30")
        self.to("to:")
        self.keys.type("60")
        self.to("Do")
        self.keys.press("Enter")
        self.form.get_by_text(f"Turn {number + 1} of 5" if number < 5 else "Month 12: look back").wait_for()
        assert self.page.page.evaluate("document.activeElement.textContent").startswith(
            "Month"
        )  # at the result, or at the look back
        self.form.locator(".eq-result", has_text="Your prediction, 30% to 60%").wait_for()
        self.form.locator(".eq-status", has_text="Saved.").wait_for()

    def study(self) -> None:
        if self.form.get_by_text("Month 12: look back").is_visible():
            self.keys.press("Shift+Tab")  # past the look back, to the button above it
        else:
            self.to("Study")
        self.keys.press("Space")
        self.form.locator(".eq-result p").nth(1).wait_for()
        self.form.locator(".eq-status", has_text="Saved.").wait_for()


def test_a_round_is_played_by_keyboard_alone(game, course):
    page = game()
    player = Game(page)
    cells = page.page.locator(".jp-Notebook .jp-Cell").count()
    page.picture("game-begun")
    for number, scale in enumerate(("Start at 5", "Scale to 2", "Scale to 1", None, None), 1):
        player.turn(number, scale)
        player.study()
        if number == 1:
            page.picture("game-turn-studied")
    assert player.form.get_by_role("row", name="Total").is_visible()
    assert player.form.get_by_role("row", name="outcome yes").is_visible()
    page.picture("game-over")
    player.to("True figures")
    player.keys.press("Enter")
    player.form.get_by_role("button", name="True figures", pressed=True).wait_for()
    player.to("What surprised you?")
    player.keys.type("Bad luck and a good plan did look alike.")
    player.form.locator(".eq-status", has_text="Saved.").wait_for()
    page.picture("game-debrief")
    assert page.page.locator(".jp-Notebook .jp-Cell").count() == cells, "a letter reached Lab"
    log = saved(course)["game"]
    assert [sorted(turn["changes"]) for turn in log["turns"]] == [["ask-mode", "interpreter", "need-first"]] * 3 + [
        [],
        [],
    ]
    assert [turn["changes"].get("interpreter") for turn in log["turns"][:3]] == [5, 25, 100] and all(
        turn["studied"] for turn in log["turns"]
    )
    assert log["words"] == "Bad luck and a good plan did look alike."


def test_a_game_goes_on_with_a_new_kernel_where_it_stood(game, course):
    page = game()
    player = Game(page)
    player.turn(1, "Start at 5", "B")
    before = player.form.locator("img[alt*='month 4 of 12']").get_attribute("alt")
    player.form.get_by_label("Posters").select_option("25")
    page.page.keyboard.press("Control+s")
    page.page.wait_for_timeout(1500)
    course.shut_down_kernels()
    page.open()
    asleep = page.page.locator(".eq-asleep", has_text="1 of 5 turns played")
    asleep.wait_for()
    page.picture("game-asleep")
    again = Game(page)
    assert again.form.locator("img").get_attribute("alt") == before, "another game stands there"
    assert again.form.get_by_label("Posters").input_value() == "25", "the turn that was being filled in is lost"
    again.form.get_by_label("Posters").select_option("")
    again.turn(2, None)
    again.study()
    assert len(saved(course)["game"]["turns"]) == 2


def test_a_move_is_kept_in_the_browser_while_the_kernel_is_away(game, course):
    page = game()
    player = Game(page)
    page.lose_kernel("restart")
    player.form.get_by_label("Group:").select_option("B")
    player.form.get_by_label("From:").fill("30")
    player.form.get_by_label("to:", exact=True).fill("60")
    player.form.get_by_role("button", name="Do", exact=True).click()
    player.form.locator(".eq-status", has_text="kept in this browser").wait_for()
    assert not saved(course)
    page.picture("game-not-connected")
    page.run_button.click()
    page.page.locator(".eq-game .eq-result", has_text="Your prediction, 30% to 60%").wait_for(timeout=60_000)
    assert len(saved(course)["game"]["turns"]) == 1


def test_a_turn_that_breaks_a_rule_is_told_and_can_be_mended(game, course):
    page = game()
    form = Game(page).form
    form.get_by_label("Community pop-up").scroll_into_view_if_needed()
    form.get_by_label("Group:").select_option("D")
    form.get_by_label("From:").fill("10")
    form.get_by_label("to:", exact=True).fill("60")
    form.get_by_role("button", name="Do", exact=True).click()
    form.locator(".eq-status", has_text="Your interval is 50 points wide.").wait_for()
    assert form.get_by_label("From:").input_value() == "10"
    form.get_by_label("Community pop-up").select_option("100")
    form.get_by_text("2 units too much: waits will grow.").wait_for()
    form.get_by_role("button", name="Do", exact=True).click()
    form.locator(".eq-status.eq-warn").wait_for()
    page.picture("game-refused")
    form.get_by_label("From:").fill("40")
    form.get_by_role("button", name="Do", exact=True).click()
    form.locator(".eq-result", has_text="Your prediction, 40% to 60%").wait_for()
    assert saved(course)["game"]["turns"][0]["changes"] == {"pop-up": 100}
