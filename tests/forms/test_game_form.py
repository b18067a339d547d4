"""What the game's form hears and answers, without a browser; and the game as a kind of question."""

import json

import pytest

from equityqi.forms.game_form import MOVED, GameForm
from equityqi.game.moves import new_answer, place
from equityqi.game.play import read_log, slips
from equityqi.game.view import view
from equityqi.questions.exercise_file import question_of
from equityqi.questions.plain_html import plain_html
from equityqi.workfolder.answers_file import AnswersError, Asked, read_answers, save_answer

THREE = ("need-first", "interpreter", "ask-mode")


def turn(low=30, high=60, together=None, **changes):
    return {
        "changes": {id.replace("_", "-"): scale for id, scale in changes.items()},
        "together": together,
        "group": "A",
        "low": low,
        "high": high,
        "studied": False,
    }


def good_log(seed=1):
    turns = [
        turn(**dict.fromkeys(("need_first", "interpreter", "ask_mode"), scale)) if scale else turn()
        for scale in (5, 25, 100, 0, 0)
    ]
    turns[0]["together"] = "codesign"
    return {
        "schema": 1,
        "seed": seed,
        "turn_months": 2,
        "turns": [{**one, "studied": True} for one in turns],
        "words": "",
    }


QUESTION = question_of(
    dict(
        id="close-the-gap", kind="game", prompt="Close the gap.", points=3, model=[{"game": good_log(), "earlier": []}]
    )
)


@pytest.fixture
def asked(tmp_path):
    return Asked(QUESTION, "10-close-the-gap", tmp_path / "10-close-the-gap.answers.json")


class Player:
    """A browser's side of one form."""

    def __init__(self, asked, siblings=None):
        self.form, self.replies = GameForm(prompt="", key="k"), []
        self.form.bind(asked, None, siblings if siblings is not None else set())
        self.form.send = self.replies.append

    def __call__(self, do, **more):
        self.form.on_message(None, {"do": do, "token": "t", **more}, [])
        return self.replies[-1]

    def look(self, kind="shown"):
        """What is on the page."""
        return self("look", kind=kind)["view"]

    def move(self, do, given=None):
        return self(do, at=place(self.form._read()[1]), given=given)


def saved(asked):
    return read_answers(asked.path, asked.exercise)[0].answers.get("close-the-gap")


def test_a_round_is_played_saved_and_marked(asked):
    player = Player(asked)
    assert player.look()["months"] == "months 3 and 4"
    for scale in (5, 25, 100, None, None):
        changes = dict.fromkeys(THREE, scale) if scale else {}
        reply = player.move(
            "turn",
            {
                "changes": changes,
                "together": "codesign" if scale == 5 else None,
                "group": "A",
                "low": "30",
                "high": "60%",
            },
        )
        assert reply["said"] == "Saved." and player.move("study")["said"] == "Saved."
    seen = player.look()
    assert seen["finished"] and [met for _, met, _ in seen["rules"]] == [True, True, True]
    assert seen["score"][-1][0] == "Total" and seen["score"][-1][2] == "100"
    assert QUESTION.mark(saved(asked)).passed and QUESTION.mark(saved(asked)).points == 3
    assert "5 of 5 turns played; without luck, the gap went from 36.9 to" in QUESTION.in_words(saved(asked))


def test_a_stored_game_is_taken_up_by_a_new_form_and_gives_the_same_picture(asked):
    first = Player(asked)
    first.move("turn", {"changes": {"text": 5}, "group": "B", "low": 30, "high": 50})
    before, after = first.look(), Player(asked).look()
    assert (
        after == before
        and after["turn"] == 2
        and "Reviews completed in per cent, months 1 to 4 of 12" in after["picture"]
    )


def test_a_move_reaches_all_that_follows_this_game_on_the_page(asked):
    told = []

    class End:
        def show_saved(self, answers):
            told.append(answers.answers["close-the-gap"])

    siblings = {End()}
    player, beside = Player(asked, siblings), Player(asked, siblings)
    assert player.move("turn", {"changes": {}, "group": "A", "low": 30, "high": 60})["said"] == "Saved."
    assert told == [saved(asked)] and [reply["view"]["turn"] for reply in beside.replies] == [2]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"changes": {}, "group": "", "low": "3", "high": "9"}, "First choose a group"),
        ({"changes": {}, "group": "A", "low": "some", "high": "50"}, "two numbers from 0 to 100"),
        ({"changes": {}, "group": "A", "low": "-5", "high": "20"}, "two numbers from 0 to 100"),
        ({"changes": {}, "group": "A", "low": "10", "high": "50"}, "40 percentage points apart"),
        ({"changes": {"phone-only": 5, "ask-mode": 5}, "group": "A", "low": "10", "high": "20"}, "can’t run together"),
        ({"changes": [3], "group": "A", "low": "10", "high": "20"}, "couldn’t read this turn"),
        (None, "Make your prediction first"),
    ],
)
def test_what_a_player_may_not_do_is_told_and_nothing_is_saved(asked, given, sentence):
    reply = Player(asked).move("turn", given)
    assert sentence in reply["failed"] and reply["refused"] and saved(asked) is None


def test_a_move_made_for_another_place_is_not_made_twice(asked):
    player = Player(asked)
    at = player.look()["at"]
    given = {"changes": {"text": 5}, "group": "B", "low": 30, "high": 50}
    assert player("turn", at=at, given=given)["said"] == "Saved."
    again = player("turn", at=at, given=given)
    assert (
        again["said"] == MOVED
        and again["moved"]
        and again["view"]["turn"] == 2
        and len(saved(asked)["game"]["turns"]) == 1
    )


def test_another_page_with_the_same_game_is_shown_the_move(asked):
    siblings = set()
    one, other = Player(asked, siblings), Player(asked, siblings)
    one.move("turn", {"changes": {"text": 5}, "group": "B", "low": 30, "high": 50})
    assert [reply["view"]["turn"] for reply in other.replies if "view" in reply] == [2]


def test_true_figures_are_shown_only_when_the_game_is_over(asked):
    player = Player(asked)
    player.move("turn", {"changes": {"discharge": 100}, "group": "B", "low": 30, "high": 50})
    assert player.look("true")["kind"] == "shown"
    for _ in range(4):
        player.move("turn", {"changes": {}, "group": "B", "low": 30, "high": 50})
    shown, true = player.look("shown"), player.look("true")
    assert true["kind"] == "true" and "nobody taken out" in true["picture"] and shown["table"] != true["table"]
    assert float(shown["table"][-1][1]) > float(true["table"][-1][1])


def test_playing_again_keeps_the_game_before_and_has_another_seed(asked):
    save_answer(asked, {"game": good_log(), "earlier": []})
    player = Player(asked)
    player.move("words", "Text widened it.")
    player.move("again")
    kept = saved(asked)
    assert kept["earlier"][0]["words"] == "Text widened it." and kept["game"]["turns"] == []
    assert kept["game"]["seed"] not in (0, kept["earlier"][0]["seed"]) and QUESTION.mark(kept).passed


def test_ten_turns_can_be_chosen_until_the_first_is_played(asked):
    player = Player(asked)
    assert player.move("length", 1)["view"]["turns"] == 10
    player.move("turn", {"changes": {}, "group": "B", "low": 30, "high": 50})
    assert player.look()["months"] == "month 4" and "can’t change" in player.move("length", 2)["failed"]


def test_the_staff_time_of_a_turn_is_weighed_before_it_is_played(asked):
    player = Player(asked)
    heavy = player("load", changes={"pop-up": 100, "x": 5}, together="map")
    assert heavy["load"] == "9 of 6 units. That’s 3 too much, so waits will grow." and heavy["units"] == 9
    assert player("load", changes={"text": 5}, together=None)["load"] == "5.3 of 6 units. Your staff can do this."


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"group": "", "low": "", "high": "9"}, ["group", "low"]),
        ({"group": "A", "low": "some", "high": "50"}, ["low"]),
        ({"group": "A", "low": "10", "high": "50"}, ["low", "high"]),
        ({"group": "A", "low": "50", "high": "40"}, ["low", "high"]),
        ({"changes": {"phone-only": 5, "ask-mode": 5}, "group": "A", "low": "10", "high": "20"}, []),
    ],
)
def test_a_refused_prediction_names_the_fields_to_mend(asked, given, fields):
    assert Player(asked).move("turn", given)["fields"] == fields


def test_slips_and_steps_stay_hidden_until_they_are_earned(asked):
    player = Player(asked)
    player.move("turn", {"changes": {"slots": 5}, "group": "B", "low": 30, "high": 50})
    reply = player.look()
    assert reply["slips"] == [] and reply["steps"] == []
    studied = player.move("study")["view"]
    assert "in group B" in studied["slips"][0] and studied["slips"][1].startswith("Evening pharmacy slots: ")
    assert studied["slips"][1].endswith(" of 7") and "effect" not in json.dumps(studied["cards"])
    player.move("turn", {"changes": {}, "together": "map", "group": "B", "low": 30, "high": 50})
    found = slips(read_log(saved(asked)["game"]), 1)[0]
    again = player.move("study")["view"]
    assert again["slips"][1] == f"Evening pharmacy slots: {found.completed} of {found.people}"
    assert [row[0][0] for row in again["steps"]] == list("ABCD") and again["steps"][3][1:] == ["92", "88", "95"]


def test_a_damaged_game_is_left_out_and_a_newer_one_is_never_lost(asked):
    save_answer(asked, {"game": {"schema": 1, "seed": "?"}, "earlier": [good_log()]})
    assert Player(asked).look()["at"] == [1, 0, False]
    save_answer(asked, {"game": {"schema": 2}, "earlier": []})
    reply = Player(asked)("turn", at=[0, 0, False], given=turn())
    assert "newer version" in reply["failed"] and saved(asked) == {"game": {"schema": 2}, "earlier": []}


def test_where_nothing_may_be_saved_the_form_says_so(asked):
    closed = Asked(
        asked.question, asked.exercise, asked.path, "This is the course's own copy, so nothing is saved here."
    )
    assert "own copy" in Player(closed).move("turn", turn())["failed"]
    with pytest.raises(AnswersError):
        save_answer(closed, {})


def test_a_model_answer_must_earn_all_points():
    with pytest.raises(ValueError, match="does not earn all points"):
        question_of({"id": "g", "kind": "game", "prompt": "?", "points": 3, "model": [new_answer(1)]})


def test_an_unfinished_game_earns_a_part_and_is_helped_on():
    result = QUESTION.mark({"game": {**good_log(), "turns": good_log()["turns"][:2]}})
    assert (result.points, result.passed) == (1, False) and result.sentence.startswith(
        "You’ve made 2 predictions so far"
    )
    assert [note.right for note in result.notes] == [False, True, False]
    assert (
        QUESTION.why_unreadable({"game": 3}) == "We can’t read this game. Start a new one."
        and QUESTION.why_unreadable({"game": good_log()}) is None
    )


def test_the_twin_without_scripts_shows_the_board_of_the_game_that_counts():
    half = {"game": {**good_log(), "turns": good_log()["turns"][:2]}, "earlier": []}
    twin = plain_html(QUESTION, half, asleep=True)
    assert "2 of 5 turns played." in twin and "Reviews completed in per cent, months 1 to 6 of 12" in twin
    assert "Wider test, 25% of people: Need-first call list" in twin and "Your prediction" in twin
    assert "The gap: D minus A and B together" in twin and "luck, the gap" not in twin
    again = plain_html(QUESTION, {"game": new_answer(3)["game"], "earlier": [good_log()]})
    assert "months 1 to 12 of 12" in again and "Another game is under way, with 0 turns played." in again
    assert "more times, each time with different luck" in again and "<script" not in again


def test_the_view_is_plain_json(asked):
    assert json.loads(json.dumps(view(new_answer(1))))["turns"] == 5
