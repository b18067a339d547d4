"""A text in one's own words is received: no honest one is called gibberish, and gibberish earns nothing, kindly."""

from pathlib import Path

import pytest

from equityqi.questions.kinds import Text
from equityqi.questions.kinds.real_words import is_repeated, reads_as_words
from equityqi.questions.mark import mark
from equityqi.typed_input import words

HONEST = Path(__file__).with_name("honest_texts.txt").read_text(encoding="utf-8").splitlines()
QUESTION = Text(
    id="own", prompt="What gets in the way?", points=1, model=["The bus stops at five."], right="Talk about it."
)
GIBBERISH = [
    "asdf qwer zxcv hjkl uiop tyui ghjk bnmv",
    "jkl rtz xcv bnm dfg wer tzu pou",
    "sdkfj sldkfj weoiru xcmvn qpwoe zmxnc bvnch dkfjs",
    "qwerty qwerty asdfgh zxcvbn qwertyuiop asdf hjkl dfgh",
    "aaaa bbbb cccc dddd eeee ffff gggg hhhh",
    "x y z q w e r t y u i o p",
    "kjsdfhkjsdhf skdjfhksjdhf sdkfjhskdjf hsdkfjhsdkf sdfjhsdkjf sdkjfh sdkjfhs sdkjfhsd",
    "bla bla bla blah bla blah bla bla",
    "lkj poi mnb qaz wsx edc rfv tgb yhn",
]


def test_there_are_200_honest_texts_and_none_is_called_gibberish():
    assert len(set(HONEST)) >= 200
    assert [text for text in HONEST if not reads_as_words(text) or is_repeated(words(text))] == []


def test_every_honest_text_that_is_long_enough_is_received():
    results = [mark(QUESTION, text) for text in HONEST]
    assert {result.misconception for result in results} <= {None, "too-short", "repeated-words"}
    received = [result for result in results if result.passed]
    assert len(received) > 100
    assert {(result.state, result.heading, result.points) for result in received} == {
        ("received", "Received: your trainer reads it", 1.0)
    }


@pytest.mark.parametrize("text", GIBBERISH)
def test_gibberish_gets_a_kind_sentence_and_no_marks(text):
    result = mark(QUESTION, text)
    assert (result.points, result.state) == (0.0, "again")
    assert result.sentence.startswith("We can't make out any words here yet.")


@pytest.mark.parametrize(
    "text",
    ["long " * 4000, "long " * 200 + "letters in English only", "we need to help people more " * 20],
    ids=["a word", "a word and a few more", "a sentence"],
)
def test_one_thing_over_and_over_gets_no_marks(text):
    result = mark(QUESTION, text)
    assert (result.points, result.state) == (0.0, "again") and result.sentence.startswith("This says the same thing")


def test_a_text_is_never_called_passed_or_right():
    said = mark(QUESTION, "The bus stops at five, and clinic starts at six.").in_words()
    assert said == "Received: your trainer reads it. Talk about it."
