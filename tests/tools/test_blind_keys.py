"""Every key, read blind: the sheet holds no key, wrong keys are caught, and each disagreement tells its end."""

import pytest

from equityqi.files import course_root
from tools.blind_join import NO, PLANTED, contests, readings, verdict, with_wrong_keys
from tools.blind_keys import FOLDER, decisions, saved_sheet, sheet
from tools.blind_page import disputed, page


@pytest.fixture(scope="module")
def now():
    return decisions()


def test_the_page_is_what_the_command_writes(now):
    assert page(now) == (course_root() / "docs" / "keys.md").read_text(encoding="utf-8")


def test_a_sheet_has_every_decision_and_some_twice_in_another_order(now):
    words, numbered = sheet()
    assert {decision.at for decision in numbered.values()} == {decision.at for decision in now}
    twice = [decision for decision in numbered.values() if words.count(f"**{decision.card}**")]
    assert len(numbered) - len(now) == 30 and not twice
    first = {decision.at: decision for decision in reversed(list(numbered.values()))}
    again = list(numbered.values())[-30:]
    assert any(list(one.letters.values()) != list(first[one.at].letters.values()) for one in again)


def test_a_sheet_gives_no_key_away(now):
    """No sentence that stands under an answer is on it, and the options' codes, such as “right”, are letters."""
    words, numbered = sheet()
    assert "right:" not in words and "model" not in words
    places = [list(one.letters.values()).index(one.full[0]) for one in now if one.kind == "choice" and one.letters]
    assert len(set(places)) >= 4


def test_five_readers_answered_everything_that_was_asked():
    asked, reads = saved_sheet(), readings()
    assert len({read.role for read in reads}) == 5
    assert all(sum(read.number == number for read in reads) == 5 for number in asked)


def test_three_readers_or_more_catch_each_key_that_was_made_wrong():
    asked, reads = saved_sheet(), readings()
    wrong = with_wrong_keys(asked)
    assert len(wrong) == PLANTED
    for number, decision in wrong.items():
        assert sum(verdict(decision, read.answer) == NO for read in reads if read.number == number) >= 3, decision.at


def test_no_key_is_left_that_two_readers_would_fail_by(now):
    left = [one for one in contests(readings(), saved_sheet(), now) if disputed(one)]
    assert [one.decision.at for one in left] == []


def test_a_disagreement_without_a_line_is_named(now, tmp_path):
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "became.csv").write_text("at,became\n", encoding="utf-8")
    asked = {decision.at: decision for decision in now}
    harsh = asked["01 three-ways / c"]
    unfair = [*(one for one in now if one is not harsh), type(harsh)(**{**vars(harsh), "full": ["equity"]})]
    with pytest.raises(ValueError, match="01 three-ways / c"):
        page(unfair, tmp_path)
