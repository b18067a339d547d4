"""Every choice and every item of a sort is a poll, on each case."""

import pytest

from equityqi.cases.case_files import course_cases
from equityqi.lessons.runsheet import read_runsheet
from equityqi.questions.exercise_file import all_exercises
from equityqi.room.polls import polls_in_block, polls_of


@pytest.mark.parametrize("case", course_cases())
def test_each_choice_and_each_item_is_a_poll_with_letters_of_its_own(case):
    questions = [one for exercise in all_exercises(case).values() for one in exercise.questions]
    items = sum(len(one.items) for one in questions if one.kind == "sort")
    polls = polls_of(case)
    assert len(polls) == items + sum(one.kind == "choice" for one in questions) > 100
    for poll in polls.values():
        letters = [option.letter for option in poll.options]
        assert poll.text and len(set(letters)) == len(letters) >= 2 and all(len(one) == 1 for one in letters)
        assert all(option.words for option in poll.options)


def test_the_letters_are_those_on_the_cards():
    assert [one.letter for one in polls_of("a-blood-pressure")["kinds-1-5/1"].options] == list("ARESQ")
    assert [one.letter for one in polls_of("a-blood-pressure")["three-ways/a"].options] == list("ABC")


def test_the_blocks_that_vote_offer_their_questions():
    blocks = [block.id for session in read_runsheet().sessions for block in session.blocks]
    offered = {block: polls_in_block("a-blood-pressure", block) for block in blocks}
    assert len(offered["m2"]) == 8 and len(offered["m5"]) == 5 and len(offered["m1"]) == 8
    assert offered["reconnect"] and not offered["break-2"]
