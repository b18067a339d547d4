"""What a form says of an answer, now and on the next visit: of the very answer that was checked, marked anew."""

import json

import pytest

from equityqi import score
from equityqi.forms.question_form import Form, result_now
from equityqi.questions.exercise_file import question_of
from equityqi.questions.states import ICONS, WORDS, state_html
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import find

FILE = "01-what-is-inequity.answers.json"


def form_of(id, siblings=None):
    form = Form(spec=find(id).question.for_browser())
    form.bind(find(id), None, set() if siblings is None else siblings)
    form.replies = []
    form.send = form.replies.append
    return form


def save(form, value):
    form.on_message(None, {"do": "save", "token": "t", "value": value}, None)


def check(form):
    form.on_message(None, {"do": "check", "token": "c"}, None)
    return form.replies[-1]["result"]


def next_visit(id):
    asked = find(id)
    return result_now(asked, store.read_answers(asked.path, asked.exercise)[0])


def in_file(folder):
    return json.loads((folder / FILE).read_text(encoding="utf-8"))


def test_a_right_answer_a_wrong_one_a_text_and_none_each_have_a_state_of_their_own(exercise_folder):
    number, text = form_of("gap-years"), form_of("own-example")
    assert check(number) == {"state": "open", "heading": "", "sentence": "No answer yet.", "notes": []}
    save(number, "0.87")
    assert (check(number)["state"], number.replies[-1]["result"]["heading"]) == ("again", "Not yet")
    save(number, "8.7")
    assert (check(number)["state"], number.replies[-1]["result"]["heading"]) == ("right", "Right")
    save(text, "In our clinic the letters are only ever in English.")
    assert (check(text)["state"], text.replies[-1]["result"]["heading"]) == (
        "received",
        "Received: your trainer reads it",
    )


def test_what_was_checked_is_shown_again_on_the_next_visit_and_no_result_is_stored(exercise_folder):
    form = form_of("gap-years")
    save(form, "8.7")
    assert next_visit("gap-years") == form.result == {"state": "saved"}, "nobody has checked it yet"
    said = check(form)
    assert next_visit("gap-years") == form.result == said
    assert in_file(exercise_folder)["checked"] == {"gap-years": 1}
    assert said["sentence"] not in json.dumps(in_file(exercise_folder))


def test_another_answer_has_no_result_until_it_is_checked_too(exercise_folder):
    form = form_of("gap-years")
    save(form, "8.7")
    check(form)
    save(form, "9")
    assert next_visit("gap-years") == form.result == {"state": "saved"}
    save(form, "8.7")
    assert next_visit("gap-years") == {"state": "saved"}, "the same number, but not the answer that was checked"


def test_an_answer_changed_in_another_tab_during_a_check_does_not_count_as_checked(exercise_folder):
    asked = find("gap-years")
    store.save_answer(asked, 9)
    seen = store.read_answers(asked.path, asked.exercise)[0]
    store.save_answer(asked, 8.7)  # the other tab
    store.save_checked(asked, seen)
    assert next_visit("gap-years") == {"state": "saved"} and "checked" not in in_file(exercise_folder)


def test_two_forms_of_one_page_show_the_same_result(exercise_folder):
    together = set()
    one, two = form_of("gap-years", together), form_of("gap-years", together)
    save(one, "8.7")
    check(two)
    assert one.result == two.result and one.result["state"] == "right"
    save(one, "9")
    assert two.result == {"state": "saved"}


def test_a_check_where_nothing_can_be_written_still_says_its_result(exercise_folder, monkeypatch):
    form = form_of("gap-years")
    save(form, "8.7")

    def full(path, answers):
        raise store.CouldNotWrite("The disk is full.")

    monkeypatch.setattr(store, "write_answers", full)
    assert check(form)["state"] == "right"


def test_the_mark_of_nbgrader_is_the_same_checked_or_not(exercise_folder):
    form = form_of("gap-years")
    save(form, "8.7")
    before = score("gap-years")
    check(form)
    assert score("gap-years") == before == 1.0


@pytest.mark.parametrize(
    "id, value, at", [("gap-ask-first", ["years", "worst"], None), ("three-ways", {"a": "equity"}, "a")]
)
def test_a_miss_says_which_field_needs_another_look(exercise_folder, id, value, at):
    form, question = form_of(id), find(id).question
    if at is None:  # any wrong choice
        at = next(iter(question.wrong))
        value = [at]
    save(form, value)
    assert [place for _, right, _, place in check(form)["notes"] if right is False] == [at]


def test_a_plan_says_which_of_its_fields_needs_another_look():
    table = question_of(
        {
            "id": "t", "kind": "table", "prompt": "Log your tests.", "points": 1, "judge": "filled",
            "row_name": "Test", "columns": {"who": {"label": "With whom"}, "day": {"label": "By (date)"}},
            "model": [[{"who": "Mo"}]],
        }
    )  # fmt: skip
    rows = [{"who": "Mo", "day": "1 May"}, {"who": "Ann"}]
    assert table.field_of("x", "Test 2: fill in “By (date)”.", rows) == "1:day"
    assert table.field_of("day", "When does each begin?", rows) == "1:day"
    assert table.field_of("who", "“Ann” is one person. Who else?", rows) == "1:who"
    assert table.field_of("length", "Say it more briefly.", rows) == ""


def test_each_state_has_a_shape_and_words_of_its_own():
    assert set(ICONS) == set(WORDS) and len(set(ICONS.values())) == len(set(WORDS.values())) == 7
    assert all('aria-hidden="true"' in state_html(state) and WORDS[state] in state_html(state) for state in ICONS)
