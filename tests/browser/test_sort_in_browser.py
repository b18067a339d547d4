"""Cards to sort: one is in the hand, the placed ones lie below and come back when they are pressed."""

from __future__ import annotations

import json

import pytest
from walking import in_hand, press, started

EXERCISE = "exercises/01-what-is-inequity/01-what-is-inequity.ipynb"
LESSON = "course/session-1/01-what-is-inequity.ipynb"
SORT, WAYS, CAUSES, ROWS = (
    "Difference, inequity",
    "Equality, equity or justice?",
    "You are a pharmacy team",
    "Rows 1 to 8",
)
FOCUS = "document.activeElement.textContent"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def placed(form, heading: str) -> list[str]:
    """Return the cards in one pile, by their first letter or number."""
    pile = form.locator(".eq-pile").filter(has=form.page.get_by_role("heading", name=heading, level=4))
    return [words.split(".")[0] for words in pile.locator(".eq-card").all_inner_texts()]


def at_its_button(page, words: str) -> bool:
    """Tell whether the focus is on a button in sight that starts with these words."""
    return page.page.evaluate(
        "(words) => { const at = document.activeElement, { top, bottom } = at.getBoundingClientRect();"
        " return at.matches('button') && at.textContent.startsWith(words) && top >= 0 && bottom <= innerHeight; }",
        words,
    )


def test_cards_are_placed_by_mouse_one_after_the_other(visit, course):
    page = visit(LESSON).start()
    form = page.form(WAYS)
    assert form.locator(".eq-count").inner_text() == "Card 1 of 8"
    for name in ("Equality", "Equity", "Justice", "Equality", "Equity"):
        press(form, name)
    page.says(WAYS, "Equity. Card 6 of 8: f. A step-free entrance is built for everyone. Saved.")
    assert form.locator(".eq-count").inner_text() == "Card 6 of 8" and in_hand(form).startswith("f. A step-free")
    assert [placed(form, name) for name in ("Equality", "Equity", "Justice")] == [["a", "d"], ["b", "e"], ["c"]]
    for name in ("Justice", "Equality", "Equity"):
        press(form, name)
    page.says(WAYS, "Saved.")
    assert form.get_by_text("All 8 cards are placed.").and_(form.locator(".eq-hand p")).is_visible()
    assert at_its_button(page, "Check my answer")
    form.get_by_role("button", name="Check my answer").click()
    form.locator(".eq-mark", has_text="Right").wait_for()
    assert form.bounding_box()["height"] < 2 * 768, "the question is taller than two windows"
    assert form.locator(".eq-pile .eq-note.eq-is-right").count() == 8 and not form.locator(".eq-at-again").count()


def test_cards_are_placed_and_taken_back_by_keyboard_alone(visit, course):
    page = visit(LESSON).start()
    form, keys = page.form(WAYS), page.page.keyboard
    form.locator(".eq-puts button").first.focus()
    keys.press("Tab")
    for _ in range(3):
        keys.press("Enter")
    assert page.page.evaluate(FOCUS) == "Equity" and placed(form, "Equity") == ["a", "b", "c"]
    group = form.get_by_role("group", name="Card 4 of 8 d. Every practice")
    assert group.get_by_role("button").all_inner_texts() == ["Equality", "Equity", "Justice"]
    form.get_by_role("button", name="b. People who need an interpreter get a double slot. Take this card back.").focus()
    keys.press("Space")
    page.says(WAYS, "Taken back. Card 3 of 8: b. People who need an interpreter get a double slot. Saved.")
    assert at_its_button(page, "Equity") and in_hand(form).startswith("b. ")
    assert course.answers("01-what-is-inequity")["three-ways"] == {"a": "equity", "c": "equity"}
    keys.press("Tab")
    keys.press("Space")
    page.says(WAYS, "Justice. Card 4 of 8: d.")
    assert placed(form, "Justice") == ["b"]
    for _ in range(5):
        keys.press("Enter")
    assert at_its_button(page, "Check my answer")
    keys.press("Enter")
    form.locator(".eq-mark:not(:empty)").wait_for()


def test_quick_clicks_before_the_kernel_answers_are_all_kept(visit, course):
    page = visit(LESSON).start()
    form = page.form(WAYS)
    form.get_by_role("button", name="Equity", exact=True).evaluate(
        "(button) => { for (let click = 0; click < 8; click++) button.click(); }"
    )
    page.says(WAYS, "All 8 cards are placed. Saved.")
    assert course.answers("01-what-is-inequity")["three-ways"] == dict.fromkeys("abcdefgh", "equity")


def test_a_double_click_on_the_last_card_takes_none_back(visit, course):
    page = visit(LESSON).start()
    form = page.form(WAYS)
    for _ in range(7):
        press(form, "Equity")
    form.locator(".eq-hand").get_by_role("button", name="Equity", exact=True).dblclick()
    page.says(WAYS, "All 8 cards are placed. Saved.")
    assert len(placed(form, "Equity")) == 8
    form.locator(".eq-card").first.dispatch_event("click", {"detail": 2})  # where the second press lands on a card
    assert len(placed(form, "Equity")) == 8


def test_a_second_question_is_asked_of_the_same_card(visit, course):
    page = visit().start()
    form = page.form(SORT)
    press(form, "Cannot tell yet")
    page.says(SORT, "Cannot tell yet. What would you ask? Saved.")
    assert course.answers()["k-sort"] == {"1": "?"}, "the first half waits for the second"
    assert form.get_by_role("group", name="Cannot tell yet. What would you ask? 1. Letters").is_visible()
    assert at_its_button(page, "More months?") and in_hand(form).startswith("1. ")
    page.page.reload()
    page.opened().start()
    assert in_hand(form).startswith("1. ") and form.locator(".eq-ask").is_visible(), "the second question was lost"
    press(form, "Back")
    page.says(SORT, "Taken back. Card 1 of 2: 1. Letters in one language only. Saved.")
    assert course.answers()["k-sort"] == {} and at_its_button(page, "Cannot tell yet")
    press(form, "Cannot tell yet")
    press(form, "Does need differ?")
    page.says(SORT, "Does need differ? Card 2 of 2: 2. One low month. Saved.")
    press(form, "Difference")
    page.says(SORT, "All 2 cards are placed. Saved.")
    assert course.answers()["k-sort"] == {"1": ["?", "need"], "2": "D"}
    card = form.locator(".eq-card", has_text="1. Letters")
    assert card.locator(".eq-under").inner_text() == "Does need differ?"


def test_results_stand_at_their_cards_also_on_the_next_visit(visit, course):
    page = visit().start()
    form = page.form(SORT)
    press(form, "Difference")
    press(form, "Cannot tell yet")
    page.says(SORT, "Saved.")
    form.get_by_role("button", name="Check my answer").click()
    form.locator(".eq-mark", has_text="Look again at card 1").wait_for()

    def stands() -> None:
        row = form.locator(".eq-pile li", has_text="1. Letters")
        assert "eq-at-again" in row.get_attribute("class")
        assert row.locator(".eq-note").inner_text() == "Look again. Is it need or choice?"
        described = "(card) => document.getElementById(card.getAttribute('aria-describedby')).textContent"
        assert "Is it need or choice?" in row.locator(".eq-card").evaluate(described)
        assert "Another question fits better." in form.locator(".eq-hand .eq-note").inner_text()
        form.get_by_role("button", name="Go to the first card to look at again").click()
        assert at_its_button(page, "1. Letters")

    stands()
    page.page.reload()
    page.opened().start()
    form.locator(".eq-mark", has_text="Look again at card 1").wait_for()
    stands()
    page.page.keyboard.press("Enter")
    assert in_hand(form).startswith("1. ") and not form.locator(".eq-note, .eq-at-again").count()
    press(form, "Inequity")
    page.says(SORT, "Saved.")
    assert course.answers()["k-sort"] == {"1": "I", "2": "?"}


def test_an_answer_of_before_is_painted_card_by_card(visit, course):
    """Forms of before let a person leave the second question empty, on as many cards as they liked."""
    page = visit().start()
    path = course.work / "exercises/99-all-kinds/99-all-kinds.answers.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["answers"]["k-sort"], data["revisions"]["k-sort"] = {"2": "?", "1": "?"}, 1
    path.write_text(json.dumps(data), encoding="utf-8")
    page.page.reload()
    page.opened().start()
    form = page.form(SORT)
    form.locator(".eq-ask").wait_for()
    assert in_hand(form).startswith("1. ") and placed(form, "Cannot tell yet") == ["2"]
    assert "What would you ask? Not said yet" in form.locator(".eq-card").inner_text()
    press(form, "More months?")
    press(form, "More months?")
    page.says(SORT, "All 2 cards are placed. Saved.")
    assert course.answers()["k-sort"] == {"1": ["?", "more"], "2": ["?", "more"]}


def test_a_card_taken_back_while_the_page_was_away_is_put_to_the_learner(visit, course):
    page = visit().start()
    form = page.form(SORT)
    press(form, "Difference")
    press(form, "Difference")
    page.says(SORT, "Saved.")
    page.lose_kernel("shut down")
    form.locator(".eq-card", has_text="1. Letters").click()
    page.says(SORT, "Not connected.")
    path = course.work / "exercises/99-all-kinds/99-all-kinds.answers.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["answers"]["k-sort"], data["revisions"]["k-sort"] = {"1": "I", "2": "D"}, data["revisions"]["k-sort"] + 1
    path.write_text(json.dumps(data), encoding="utf-8")  # as another page would
    page.open()
    page.start()
    page.says(SORT, "two answers, so please choose one")
    assert [words.strip() for words in form.locator(".eq-kept").all_inner_texts()] == [
        "2: Difference.",
        "1: Inequity; 2: Difference.",
    ]
    form.get_by_role("button", name="Use the answer from this browser").click()
    page.says(SORT, "Saved.")
    assert course.answers()["k-sort"] == {"2": "D"}


def test_ten_cards_of_six_rings_are_one_list_no_taller_than_two_windows(visit, course):
    page = visit(EXERCISE).start()
    form = page.form(CAUSES)
    assert form.bounding_box()["height"] < 768, "the question is taller than the window"
    for _ in range(10):
        press(form, "Living and working conditions")
        press(form, "Influence")
    page.says(CAUSES, "All 10 cards are placed. Saved.")
    card = form.locator(".eq-card", has_text="7. There is mould in the home.")
    assert "Living and working conditions, Influence" in card.inner_text()
    assert form.bounding_box()["height"] < 2 * 768
    page.picture("ten-cards")


@pytest.mark.parametrize("width", [320, 390, 820])
def test_cards_fit_a_narrow_window(visit, width):
    page = visit(EXERCISE).start()
    page.page.set_viewport_size({"width": width, "height": 844})
    for words, presses in (
        (WAYS, ["Equality", "Equity"]),
        (ROWS, ["I – an inequity", "? – cannot tell yet"]),
        (CAUSES, ["Care services", "Control", "Social ties"]),
    ):
        form = page.form(words)
        for name in presses:
            press(form, name)
        form.get_by_role("button", name="Check my answer").click()
        form.locator(".eq-mark:not(:empty)").wait_for()
        assert page.outside(words) == [], words
        assert form.evaluate("(form) => form.scrollWidth <= form.clientWidth"), words
        targets = form.locator(".eq-hand button:visible, .eq-card").all()
        assert all(target.bounding_box()["height"] > 43.5 for target in targets), words


def test_axe_finds_nothing_at_any_step_of_a_sort(visit):
    page = visit(EXERCISE).start()
    form = page.form(ROWS)
    press(form, "I – an inequity")
    press(form, "? – cannot tell yet")
    for theme in ("true", "false"):
        page.page.evaluate("(light) => document.body.setAttribute('data-jp-theme-light', light)", theme)
        assert page.faults() == []
    form.get_by_role("button", name="Check my answer").click()
    form.locator(".eq-mark:not(:empty)").wait_for()
    for theme in ("true", "false"):
        page.page.evaluate("(light) => document.body.setAttribute('data-jp-theme-light', light)", theme)
        assert page.faults() == []


def test_a_card_brings_the_picture_it_is_about(visit):
    """The chart stands in the hand, so that nobody scrolls up and down between it and the buttons."""
    page = visit("course/session-2/11-run-charts.ipynb")
    started(page)
    form = page.form("Signal or noise?")
    form.scroll_into_view_if_needed()
    shown = form.locator(".eq-face > p:not(.eq-away) img")
    shown.wait_for()
    first = shown.get_attribute("src")
    original = page.page.locator("figure img").and_(page.page.locator(f'[src="{first}"]'))
    assert original.get_attribute("alt").startswith("Chart 1") or "Chart 1" in original.get_attribute("alt")
    assert shown.get_attribute("alt") == "", "its words are read once, at the picture itself"
    press(form, "A signal")
    assert in_hand(form).startswith("2. Chart 2") and shown.get_attribute("src") != first
    form.scroll_into_view_if_needed()
    page.picture("sort-picture")
    assert form.locator(".eq-hand").bounding_box()["height"] < 620
