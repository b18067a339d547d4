"""The sheets that one person after another fills in: the commitment and the survey."""

import json

import pytest
from walking import fill_sheet, put, started, told

COMMITMENT = {
    "type": "action",
    "verb": "split",
    "thing": "our review completion",
    "group": "people who need an interpreter",
    "date": "14 July 2026",
    "issue": "who does not complete",
    "checker": "Asha",
    "check_date": "16 July 2026",
}


@pytest.fixture
def commitment(visit, course):
    settings = course.work / "settings.yml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text("name: asha\ncase: a-blood-pressure\nsession_date: 2026-07-01\n", encoding="utf-8")
    page = visit("course/session-2/13-commitment.ipynb")
    started(page)
    yield page.form("My commitment")
    settings.write_text(before, encoding="utf-8")


def focused(form):
    return form.page.evaluate("document.activeElement.textContent || document.activeElement.dataset.at")


def test_five_of_five_shows_the_persons_own_words_and_a_warm_one(commitment):
    fill_sheet(commitment, COMMITMENT)
    commitment.get_by_role("button", name="Check my commitment").press("Enter")
    commitment.get_by_text("That’s a real commitment. Thank you.").wait_for()
    said = commitment.locator(".eq-pledge").text_content()
    assert said.startswith("I will split our review completion for people who need an interpreter by 14 July 2026")
    put(commitment, "0:checker", "")
    told(commitment, "Saved.")
    commitment.get_by_role("button", name="Check my commitment").press("Enter")
    commitment.get_by_text("4 of 5 checks met.").wait_for()
    assert not commitment.get_by_text("That’s a real commitment.").count()


def test_next_person_asks_first_and_can_be_taken_back_by_keyboard(commitment, course):
    fill_sheet(commitment, {"verb": "ring"})
    next_person = commitment.get_by_role("button", name="Next person")
    next_person.press("Enter")
    assert focused(commitment) == "Yes, put it away"
    commitment.page.keyboard.press("Escape")
    assert focused(commitment) == "Next person"
    assert commitment.locator('[data-at="0:verb"]').input_value() == "ring"

    next_person.press("Enter")
    commitment.page.keyboard.press("Enter")
    told(commitment, "The sheet is empty for the next person. Yours is saved.")
    assert commitment.locator('[data-at="0:verb"]').input_value() == ""
    commitment.get_by_role("button", name="Bring it back").press("Enter")
    told(commitment, "Your sheet is back.")
    assert commitment.locator('[data-at="0:verb"]').input_value() == "ring"
    fill_sheet(commitment, {"thing": "three people"})
    [one] = (course.work / "commitments").glob("*.json")  # still their own file
    held = json.loads(one.read_text(encoding="utf-8"))["commitment"]
    assert (held["verb"], held["thing"]) == ("ring", "three people")


def test_once_the_next_person_types_the_sheet_before_is_out_of_reach(commitment, course):
    fill_sheet(commitment, {"verb": "ring"})
    commitment.get_by_role("button", name="Next person").click()
    commitment.get_by_role("button", name="Yes, put it away").click()
    commitment.get_by_role("button", name="Bring it back").wait_for()
    fill_sheet(commitment, {"verb": "ask"})
    assert not commitment.get_by_role("button", name="Bring it back").is_visible()
    verbs = [
        json.loads(path.read_text())["commitment"]["verb"] for path in (course.work / "commitments").glob("*.json")
    ]
    assert sorted(verbs) == ["ask", "ring"]


@pytest.fixture(autouse=True)
def no_sheets(course):
    yield
    for folder in ("commitments", "survey"):
        for path in (course.work / folder).glob("*.json"):
            path.unlink()


def chosen(form, key):
    return form.locator(f'[data-at="0:{key}"]:checked').evaluate_all("(found) => found.map((input) => input.value)")


def saved(course):
    return [json.loads(path.read_text(encoding="utf-8"))["answers"] for path in (course.work / "survey").glob("*.json")]


def test_the_survey_is_a_table_of_radio_buttons_by_keyboard_and_a_choice_can_be_cleared(visit, course):
    page = visit("course/session-2/14-feedback.ipynb")
    started(page)
    post = page.form("After the course")
    first = post.get_by_role("radio", name="I understand what equity is Strongly disagree")
    first.press("Space")
    first.page.keyboard.press("ArrowRight")
    told(post, "Saved. It’s in a file of its own")
    assert chosen(post, "q1b_equity") == ["disagree"] and saved(course) == [{"q1b_equity": "disagree"}]
    post.get_by_role("button", name="Clear: I understand what equity is").press("Enter")
    assert chosen(post, "q1b_equity") == []
    put(post, "0:q5_pace", "too fast")
    told(post, "Saved. It’s in a file of its own")
    assert saved(course) == [{"q5_pace": "too fast"}]
    asked = post.locator(".eq-grid tbody th, .eq-name").all_text_contents()
    assert len([words for words in asked if "recommend" in words]) == 1 and not [w for w in asked if "code" in w]
    assert page.faults() == []


@pytest.mark.parametrize("width, lists", [(1366, False), (390, True)])
def test_the_survey_is_a_table_when_wide_and_a_list_when_narrow(visit, width, lists):
    page = visit("course/session-2/14-feedback.ipynb")
    started(page)
    page.page.set_viewport_size({"width": width, "height": 768})
    post = page.form("After the course")
    post.locator(".eq-grid").wait_for()
    assert post.locator(".eq-grid thead").is_hidden() == lists
    assert page.outside("After the course") == page.outside("How sure you feel, now and looking back") == []
