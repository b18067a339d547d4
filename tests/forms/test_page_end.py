"""The end of a lesson: what is answered and what is right, apart, and a word of praise once all is answered."""

import re

import pytest

from equityqi.forms import page_end as ends
from equityqi.forms.page_end import page_end
from equityqi.forms.progress_page import the_way
from equityqi.html_tags import Html
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import find
from equityqi.workfolder.prepare import prepare
from equityqi.workfolder.where_next import PageSoFar, core_of, pages_so_far

LESSON = "01-what-is-inequity"


@pytest.fixture
def work(tmp_path, monkeypatch):
    place = tmp_path / "my-work"
    prepare(place, "asha")
    monkeypatch.chdir(place / "course/session-1")
    return place


@pytest.fixture
def shown(monkeypatch):
    """What stands on the page, newest last."""
    seen = []

    class Handle:
        def update(self, html):
            seen.append(Html(html.data))

    def display(html, display_id):
        seen.append(Html(html.data))
        return Handle()

    monkeypatch.setattr(ends, "display", display)
    return seen


def words(html):
    return " ".join(re.sub("<style>.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL).split())


def save(id, value, checked):
    asked = find(id)
    answers, _ = store.save_answer(asked, value)
    answers = store.save_checked(asked, answers) if checked else answers
    for end in ends.open_forms[asked.path, id]:
        end.show_saved(answers)


def test_the_end_follows_what_is_answered_and_what_is_right_apart(work, shown):
    page_end(LESSON)
    core = core_of(ends.read_exercise(work / "exercises" / LESSON))
    begun = f"You’ve answered 0 of {len(core)} {len(core)} questions are still open. The first is question 1 ."
    assert words(shown[-1]).startswith(begun) and "right" not in words(shown[-1])
    assert re.findall('href="#question-(.*?)"', shown[-1]) == [core[0].id], "one link, to the first that is open"
    save("gap-years", 8.7, checked=False)
    assert words(shown[-1]).endswith("The first is question 2 . You can come back to this page at any time."), (
        "nobody checked it"
    )
    assert "#question-gap-years" not in shown[-1]
    save("gap-years", 8.7, checked=True)
    assert "1 is right so far." in words(shown[-1]) and "another look" not in words(shown[-1])
    save("gap-years", 9, checked=True)
    assert "right so far" not in words(shown[-1]) and "Question 1 needs another look." in words(shown[-1])


def test_the_end_names_what_the_trainer_reads_and_the_last_open_question(work, shown):
    page_end(LESSON)
    core = core_of(ends.read_exercise(work / "exercises" / LESSON))
    for question in core[:-1]:
        save(question.id, question.model_answer(), checked=question.kind == "text")
    assert "2 are with your trainer, who reads them." in words(shown[-1])
    assert f"Question {len(core)} is still open." in words(shown[-1])


def test_two_open_questions_are_both_named(work, shown):
    page_end(LESSON)
    core = core_of(ends.read_exercise(work / "exercises" / LESSON))
    for question in core[:-2]:
        save(question.id, question.model_answer(), checked=False)
    assert f"Questions {len(core) - 1} and question {len(core)} are still open." in words(shown[-1])
    assert re.findall('href="#question-(.*?)"', shown[-1]) == [question.id for question in core[-2:]]


def test_a_whole_page_gets_a_quiet_word_and_the_whole_course_a_real_one(work, shown, monkeypatch):
    page_end(LESSON, "You can tell a difference from an inequity.")
    for question in core_of(ends.read_exercise(work / "exercises" / LESSON)):
        assert "done" not in words(shown[-1])
        save(question.id, question.model_answer(), checked=False)
    assert words(shown[-1]).startswith("That’s this page done You can tell a difference from an inequity.")
    monkeypatch.setattr(ends, "pages_so_far", lambda work: [PageSoFar("p", "P", 1, 1, 1, 4, 4)])
    page_end(LESSON)
    assert words(shown[-1]).startswith("You’ve done the whole course. Well done. You’ve answered every question")


def test_the_contents_show_what_is_answered_and_what_is_right_apart(work):
    save("gap-years", 8.7, checked=True)
    (page,) = [page for page in pages_so_far(work, marked=True) if LESSON in page.path]
    assert (page.answered, page.right) == (1, 1)
    assert f"1 of {page.asked} answered, 1 right" in the_way([page], "../")


def test_without_a_work_folder_there_is_no_end(tmp_path, monkeypatch, shown):
    monkeypatch.chdir(tmp_path)
    page_end(LESSON)
    assert shown == []
