"""The paper version: a page that a screen reader can use, and numbers that are the model's own."""

import re
from html.parser import HTMLParser
from math import prod

import pytest

from equityqi.game import GROUPS, IDEAS, PLANS, Choices, run, start, step
from equityqi.game.cards import CARDS, LANES, THIS_TURN, lane_in_words
from equityqi.game.system import steps_of
from equityqi.handouts.paper_game import SLIPS, learned_fit, paper_game

VOID = {"meta", "br", "img"}


class Reader(HTMLParser):
    """Read the page as a strict reader would: each tag closed in turn, each table in rows of words."""

    def __init__(self, page):
        super().__init__()
        self.open, self.faults, self.tables, self.headings, self.scopes = [], [], {}, [], set()
        self.row = self.caption = None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)
        self.words = ""
        if tag == "tr":
            self.row = []
        if tag == "th":
            self.scopes.add(dict(attributes).get("scope"))

    def handle_data(self, data):
        self.words = getattr(self, "words", "") + data

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)
        if tag == "caption":
            self.caption = self.words
            self.tables[self.caption] = []
        elif tag in ("td", "th"):
            self.row.append(self.words)
        elif tag == "tr":
            self.tables[self.caption].append(self.row)
        elif tag in ("h1", "h2", "h3"):
            self.headings.append((tag, self.words))


@pytest.fixture(scope="module")
def page():
    return Reader(paper_game())


def rows(page, start):
    found = next(rows for caption, rows in page.tables.items() if caption.startswith(start))
    return {row[0]: row[1:] for row in found[1:]}


def test_the_page_has_a_language_headings_in_order_captions_and_scopes(page):
    text = paper_game()
    assert '<html lang="en-GB">' in text and "size: A4" in text and "<title>" in text
    assert not page.faults and not page.open
    levels = [int(tag[1]) for tag, _ in page.headings]
    assert (
        levels[0] == 1
        and levels.count(1) == 1
        and all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    )
    assert text.count("<table") == text.count("<caption>") and page.scopes == {"row", "col"}


def test_there_are_five_turn_sheets_a_card_an_idea_and_slips(page):
    names = [words for _, words in page.headings]
    assert sum(name.startswith("Turn sheet") for name in names) == 5 and "Turn sheet: months 3 and 4" in names
    assert all(idea.name in names for idea in IDEAS.values()) and names.count("Prediction") == 8
    stars = paper_game().count("★")  # the card of the co-design month has one too
    assert stars == 1 + sum(idea.codesign for idea in IDEAS.values())
    assert "Saves staff time 2. Small test +0.15; Wider test −0.25; Everyone −2.00." in paper_game()
    assert all(card.name in names for card in CARDS.values())


def test_the_lanes_the_gap_and_the_prediction_have_the_names_of_the_board():
    text = paper_game()
    assert all(lane_in_words(lane) in text for lane in (5, 25, 100)) and LANES[THIS_TURN][0] in text
    assert "The gap is D minus A and B together" in text and text.count("The gap</th>") == 5
    assert "Group ______ will complete from ______ to ______ % of reviews." in text
    assert not re.search(r"(?<!ercentage )points", text), "points of what?"


def test_the_plans_are_those_of_the_model(page):
    table = rows(page, "Month 12 of each plan")
    assert set(table) == {plan.name for plan in PLANS.values()}
    for plan in PLANS.values():
        now = run(plan.choices()).history[-1].outcome("chance")
        assert [float(cell) for cell in table[plan.name][:7]] == pytest.approx(
            [*now.groups, now.everyone, now.least, now.gap], abs=0.051
        )
    assert table["Discharge rule"][4] == "59.2"


@pytest.mark.parametrize(
    ("caption", "fit"), [("Each idea at the start", start().fit), ("Each idea after a co-design", learned_fit())]
)
def test_each_idea_at_each_scale_is_the_models(page, caption, fit):
    table = rows(page, caption)
    assert len(table) == len(IDEAS) * 3
    for id, idea in IDEAS.items():
        for scale in (0.05, 0.25, 1):
            told = [float(cell.split()[0]) for cell in table[f"{idea.name}, {scale:.0%}"]]
            assert told == pytest.approx([prod(steps) * 100 for steps in steps_of({id: scale}, fit)], abs=0.051)


def test_an_idea_alone_within_capacity_is_what_a_month_of_the_game_gives(page):
    month = step(start(), Choices({"need-first": 1})).history[0]
    assert [
        float(cell.split()[0]) for cell in rows(page, "Each idea at the start")["Need-first call list, 100%"]
    ] == pytest.approx(month.outcome("chance").groups, abs=0.051)


def test_learning_brings_a_starred_idea_further_than_another():
    fit = dict(zip(IDEAS, learned_fit(), strict=False))
    assert fit["calls"] == pytest.approx(1 - (1 - (0.675 + 0.3 * 0.325 + 0.1)) * 0.65)
    assert fit["text"] == pytest.approx(1 - 0.1 * 0.65**2)


def test_the_slips_wobble_around_nothing_and_the_list_holds_only_their_numbers(page):
    table = rows(page, "Percentage points to add")
    for group in range(len(GROUPS)):
        moves = [int(row[group].replace("−", "-")) for row in table.values()]
        assert len(moves) == SLIPS and sum(moves) == 0 and moves == sorted(moves)
    numbers = [int(number) for row in rows(page, "Random numbers").values() for number in row[0].split()]
    assert len(numbers) == 200 and set(numbers) == set(range(1, SLIPS + 1))


def test_the_trainer_reads_shown_and_true_aloud(page):
    table = rows(page, "The discharge rule")
    assert (
        table["100%, nobody taken out"][4:] == ["59.2", "35.8", "41.1"]
        and table["100%, as shown"][4] == "63.4"
        and table["100%, as shown"][6] == "37.0"
    )
