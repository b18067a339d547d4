"""How a learner fills in each kind of form: one hand for every question, sheet and button, by what
stands in the page.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from by_link import KEPT

BLANK = """() => [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')].filter((cell) => {
  const shown = cell.querySelector('.jp-OutputArea');
  return getComputedStyle(cell).display !== 'none' && (!shown || shown.getBoundingClientRect().height < 10 || !(shown.innerText.trim() || shown.querySelector('img')));
}).map((cell) => cell.innerText.slice(0, 80))"""  # noqa: E501
NAMELESS = """() => [...document.querySelectorAll('.jp-Notebook img')].filter((img) => !img.hidden && !img.closest('.eq-face') && !(img.getAttribute('alt') ?? '').trim())
  .map((img) => img.outerHTML.slice(0, 80))"""  # noqa: E501
SIDEWAYS = """() => { const page = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer');
  const wide = [...page.querySelectorAll('.jp-OutputArea-output, .jp-RenderedMarkdown')].filter((part) => part.scrollWidth > part.clientWidth + 1);
  return [...(page.scrollWidth > page.clientWidth + 1 ? ['the page itself'] : []), ...wide.map((part) => part.innerText.slice(0, 60) || part.innerHTML.slice(0, 60))]; }"""  # noqa: E501
ZOOMED, AT_100 = {"width": 1366 * 2 // 3, "height": 768 * 2 // 3}, {"width": 1366, "height": 768}
BROKEN = [
    ".jp-Dialog",
    "text=Traceback (most recent call last)",
    "text=Error displaying widget",
    "text=model not found",
    '[data-mime-type*="error"]',
    '[data-mime-type*="stderr"]',
]


def kept_in(page, work: Path) -> None:
    """Write what a browser keeps of the course by a link into a work folder: the very files."""
    for inside, text in page.evaluate(KEPT).items():
        path = work / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def started(page) -> None:
    """Wait until the page's last cell has run; a page that does not run by itself is told to."""
    if page.run_button.count():
        page.run_button.click()
    page.page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)[data-state="ran"]').wait_for(timeout=60_000)


def with_practice(page) -> None:
    """Open the folded practice of an exercise, where it has one that is still folded."""
    button = page.page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .eq-page-practice button[aria-expanded="false"]')
    if button.count():
        button.click()


def complaints(page) -> list[str]:
    """Return what of a started page would stop a learner: an error, a cell that shows nothing, a
    picture without words.
    """
    broken = [
        f"{page.path}: {what}" for what in BROKEN if any(found.is_visible() for found in page.page.locator(what).all())
    ]
    blank = [f"{page.path}: nothing below {words!r}" for words in page.page.evaluate(BLANK)]
    nameless = [f"{page.path}: no words for {tag}" for tag in page.page.evaluate(NAMELESS)]
    return broken + blank + nameless


def sideways(page) -> list[str]:
    """Return what of a started page has to be scrolled sideways when the room sees it at 150 %."""
    page.page.set_viewport_size(ZOOMED)
    found = [f"{page.path}, at 150 %: {what!r} is wider than the page" for what in page.page.evaluate(SIDEWAYS)]
    page.page.set_viewport_size(AT_100)
    return found


def put(form, at: str, value: Any) -> None:
    """Fill in one field of a table, a tree or a sheet."""
    field = form.locator(f'[data-at="{at}"]')
    if field.first.get_attribute("type") == "radio":
        form.locator(f'[data-at="{at}"][value="{value}"]').check()
    elif field.evaluate("(node) => node.tagName") == "SELECT":
        field.select_option(value=str(value))
    else:
        field.fill(str(value))


def _choice(form, question, answer) -> None:
    form.locator(f'input[value="{answer}"]').check()


def _multi(form, question, answer) -> None:
    for code in answer:
        _choice(form, question, code)


def press(form, name: str) -> None:
    """Press a button in the hand of a sort."""
    form.locator(".eq-hand").get_by_role("button", name=name, exact=True).click()


def in_hand(form) -> str:
    """Return the words on the card in the hand of a sort."""
    return form.locator(".eq-face > p:not(.eq-away)").inner_text()


def _sort(form, question, answer) -> None:
    for _ in question.items:
        given = answer[in_hand(form).split(".")[0]]
        label, then = given if isinstance(given, list) else (given, None)
        press(form, question.options[label])
        if then:
            press(form, question.then.options[then])


def _rank(form, question, answer) -> None:
    for place, code in enumerate(answer):
        form.get_by_label(f"Move to place: {question.options[code]}", exact=True).select_option(index=place)


def _typed(form, question, answer) -> None:
    form.locator("input, textarea").first.fill(str(answer))


def _table(form, question, answer) -> None:
    form.get_by_role("button", name="Check my answer").wait_for()  # it is drawn: only then rows can be counted
    for number, row in enumerate(answer):
        if not form.locator(f'[data-at^="{number}:"]').count():
            form.get_by_role("button", name=f"Add: {question.row_name.lower()}").click()
        for key, value in row.items():
            put(form, f"{number}:{key}", value)


def _tree(form, question, answer) -> None:
    above = {}
    for parent, child in answer["links"]:
        above.setdefault(child, parent)
    here = {}  # the form numbers its own cards, in the order in which they are added
    for number, node in enumerate(answer["nodes"], 1):
        at = here[node["id"]] = f"n{number}"
        parent = above.get(node["id"])
        add = form.locator(f'[data-at="{here[parent]}/add"]') if parent else form.get_by_role("button", name="Add aim")
        add.click()
        cards = question.deck and node["level"]
        put(form, f"{at}:card" if cards else f"{at}:text", node["card" if cards else "text"])
        for key in question.levels[node["level"]].fields:
            if node.get(key):
                put(form, f"{at}:{key}", node[key])


def _game(form, question, answer) -> None:
    turns = answer["game"]["turns"]
    form.page.emulate_media(reduced_motion="reduce")  # no month is waited for
    for number, turn in enumerate(turns, 1):
        form.get_by_text(f"Turn {number} of {len(turns)}").wait_for()
        for card, lane in turn["changes"].items():
            put_card(form, card, lane)
        if turn.get("together"):
            put_card(form, turn["together"], "month")
        predict(form, turn["group"], turn["low"], turn["high"])
        form.get_by_role("button", name="Play month").click()
        form.locator(".eq-came", has_text=f"You said {turn['low']}% to {turn['high']}%").wait_for()
        last = number == len(turns)
        form.get_by_text("Month 12: look back" if last else f"Turn {number + 1} of {len(turns)}").wait_for()
        study(form)
    form.page.emulate_media(reduced_motion="no-preference")


def put_card(form, card: str, lane: int | str) -> None:
    """Pick a card of the game up and put it into a lane."""
    form.locator(f'[data-card="{card}"]').click()
    form.locator(f'.eq-lane[data-lane="{lane}"] .eq-put').click()


def predict(form, group: str, low: float, high: float) -> None:
    form.get_by_label("Group", exact=True).select_option(value=group)
    form.get_by_label("will complete from").fill(str(low))
    form.get_by_label("to", exact=True).fill(str(high))


def study(form) -> None:
    form.get_by_role("button", name="See what your small tests showed").click()
    form.locator(".eq-came", has_text="What your small tests showed.").wait_for()


HANDS: dict[str, Callable] = {
    "choice": _choice,
    "multi": _multi,
    "sort": _sort,
    "rank": _rank,
    "number": _typed,
    "text": _typed,
    "table": _table,
    "tree": _tree,
    "game": _game,
}


def told(form, words: str) -> None:
    """Wait until the form says these words."""
    try:
        form.locator(".eq-status", has_text=words).first.wait_for()
    except Exception as error:
        raise AssertionError(
            f"The form says {form.locator('.eq-status').all_text_contents()}, not {words!r}."
        ) from error


def check_form(form) -> str:
    """Press the form's Check and return what it says."""
    form.get_by_role("button", name="Check my answer").click()
    said = form.locator(".eq-mark:not(:empty)")
    said.wait_for()
    return said.text_content()


def fill_sheet(form, answers: dict[str, str]) -> None:
    """Fill in a person's own sheet, and see it saved."""
    for key, value in answers.items():
        put(form, f"0:{key}", value)
    told(form, "Saved. It’s in a file of its own")


def next_person(form) -> None:
    form.get_by_role("button", name="Next person").click()
    form.get_by_role("button", name="Yes, put it away").click()
    told(form, "The sheet is empty for the next person.")
    filled = "(all) => all.some((field) => (field.type === 'radio' ? field.checked : field.value))"
    fields = form.locator("input, select, textarea")
    assert not fields.evaluate_all(filled), "the next person would read the sheet of the one before"
