"""Tables and trees: marked by the checks of their judge, on the case and the day that the answers file records."""

import datetime as dt
import json
import sys
import types
from dataclasses import asdict, dataclass, replace

import pytest

from equityqi import answer, score
from equityqi.files import course_root
from equityqi.questions.exercise_file import QuestionsError, question_of, read_questions
from equityqi.questions.mark import NO_ANSWER, NO_DAY, Note, mark
from equityqi.questions.plain_html import answer_html, in_words, plain_html
from equityqi.questions.tree_picture import diagram
from equityqi.settings import case_and_date, course_today, second_date
from equityqi.workfolder import answers_file as store
from equityqi.workfolder import prepare as places
from equityqi.workfolder import session_date as session_dates
from equityqi.workfolder.find_question import find

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

EXERCISE = "04-test"
QUESTIONS = """
exercise: 04-test
title: A plan
questions:
  - id: my-plan
    kind: table
    part: core
    prompt: What will you do?
    points: 4
    judge: three-fields
    session: true
    pass_checks: 2
    rows: 1
    columns:
      what: {label: What, type: text}
      who: {label: Who, type: choice, options: {me: "Me & you", all: Everyone}}
      date: {label: By, type: date, hint: Day month and year}
    model: [[{what: Ring five people, who: me, date: 14 July 2026}]]
    right: A plan to try.
"""


@dataclass(frozen=True)
class Check:
    rule: str
    passed: bool
    sentence: str
    hint: bool = False


def three_fields(answer, case, today, question, own_measure=""):
    """A judge of three checks and a hint: a thing, a person, and a date in the year of today."""
    row = answer[0] if isinstance(answer, list) else {}
    checks = [
        Check("what", bool(row.get("what")), "Say what you will do."),
        Check("who", bool(row.get("who")), "Say who does it."),
        Check("date", str(today.year) in str(row.get("date")), f"Choose a date in {today.year}."),
        Check("short", len(str(row.get("what"))) < 20, "A shorter thing is easier to try.", hint=True),
    ]
    leaflets = str(row.get("what")).count("leaflet")
    decoys = [Check("leaflet", False, "A leaflet is a job to do.", hint=True)] * leaflets
    return types.SimpleNamespace(checks=[*decoys, *checks], decoys_used=leaflets)


@pytest.fixture(autouse=True)
def judges(monkeypatch):
    """Put one small judge in the place of the course's own."""
    fake = types.ModuleType("equityqi.questions.plan_rules")
    fake.JUDGES = {"three-fields": three_fields}
    fake.judge = lambda name, *given: fake.JUDGES[name](*given)
    monkeypatch.setitem(sys.modules, fake.__name__, fake)
    monkeypatch.setattr("equityqi.questions.plan_rules", fake, raising=False)


@pytest.fixture
def question(tmp_path):
    (tmp_path / "questions.yml").write_text(QUESTIONS, encoding="utf-8")
    return read_questions(tmp_path / "questions.yml").question("my-plan")


@pytest.fixture
def work(tmp_path, monkeypatch):
    place = tmp_path / "my-work-test"
    page = place / "exercises" / EXERCISE
    page.mkdir(parents=True)
    (page / "questions.yml").write_text(QUESTIONS, encoding="utf-8")
    (place / "settings.yml").write_text("name: asha\ncase: b-medication-reviews\n", encoding="utf-8")
    monkeypatch.chdir(page)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return place


def saved(work):
    return json.loads((work / "exercises" / EXERCISE / f"{EXERCISE}.answers.json").read_text(encoding="utf-8"))


def row(**fields):
    return [{"what": "Ring five people", "who": "me", "date": "14 July 2026"} | fields]


# ---- Marks


@pytest.mark.parametrize(
    "given, points, passed, rule",
    [
        ({}, 4, True, None),  # three of three
        ({"who": ""}, 8 / 3, True, "who"),  # two of three pass
        ({"who": "", "date": "soon"}, 4 / 3, False, "who"),
        ({"what": "A leaflet"}, 8 / 3, True, "leaflet"),  # three met, one taken off
        ({"what": "A leaflet, a leaflet"}, 4 / 3, False, "leaflet"),
        ({"what": "leaflet leaflet leaflet leaflet"}, 0, False, "leaflet"),  # never below nothing
    ],
)
def test_points_are_the_share_of_checks_met_less_what_is_taken_off(question, given, points, passed, rule):
    result = mark(question, row(**given))
    assert (result.points, result.passed, result.misconception) == (pytest.approx(points, abs=1e-4), passed, rule)


def test_the_sentence_counts_and_then_says_the_first_thing_to_try(question):
    assert mark(question, row(who="", date="soon")).sentence == "1 of 3 checks met. Say who does it."
    assert mark(question, row()).sentence == "3 of 3 checks met. A plan to try."
    assert (
        mark(question, row(what="A leaflet")).sentence
        == "3 of 3 checks met. 1 taken off for cards that don't belong there. A leaflet is a job to do."
    )
    long = row(what="Ring all people whom we have not yet seen")
    assert mark(question, long).sentence == "3 of 3 checks met. A plan to try. A shorter thing is easier to try."


def test_every_check_is_noted_and_a_hint_only_when_it_helps(question):
    notes = mark(question, row(who="", what="Ring all people whom we have not yet seen")).notes
    assert [(note.item, note.right) for note in notes] == [
        ("what", True),
        ("who", False),
        ("date", True),
        ("short", None),
    ]
    assert (
        len(mark(question, row()).notes) == 3 and Note("who", True, "Say who does it.") in mark(question, row()).notes
    )


def test_dates_are_judged_by_the_course_s_day_or_by_the_one_given(question):
    assert course_today() == dt.date(2026, 7, 1)
    assert mark(question, row()).points == 4
    assert mark(question, row(), today=dt.date(2027, 1, 1)).misconception == "date"
    assert mark(question, row(date="3 May 2027"), today=dt.date(2027, 1, 1)).points == 4


@pytest.mark.parametrize("untouched", [None, "", [], {}, [{}], [{"what": "", "who": None}]], ids=repr)
def test_empty_rows_are_no_answer(question, untouched):
    assert mark(question, untouched).sentence == NO_ANSWER


@pytest.mark.parametrize(
    "odd, sentence",
    [
        ("Ring five people", "Please give a list of rows"),
        ([{"what": "x"}, {"what": "y"}], "Please give at most 1 row; there are 2."),
        ([{"wat": "x"}], "Row 1: 'wat' is not one of the fields: what, who, date."),
        ([{"what": ["x"]}], "Row 1, What: please give words or a number."),
        ([{"who": "you"}], "Row 1, Who: 'you' is not one of the choices: me, all."),
    ],
)
def test_a_table_of_another_shape_is_told_in_one_sentence(question, odd, sentence):
    assert mark(question, odd).sentence.startswith(sentence)


TREE = {
    "id": "my-drivers",
    "kind": "tree",
    "prompt": "What must be true?",
    "points": 10,
    "judge": "three-fields",
    "levels": [
        {"name": "Aim"},
        {"name": "Primary driver"},
        {"name": "Secondary driver"},
        {
            "name": "Change idea",
            "fields": {"kind": {"label": "Type", "type": "choice", "options": {"targeted": "For some"}}},
        },
    ],
    "deck": {"c1": "Calls by connectors"},
}
DRIVERS = {
    "nodes": [
        {"id": "a", "level": 0, "text": "Close <the> gap"},
        {"id": "p", "level": 1, "text": "People are reached"},
        {"id": "s", "level": 2, "text": "Details are right"},
        {"id": "i", "level": 3, "text": "Calls by connectors", "card": "c1", "kind": "targeted"},
        {"id": "j", "level": 3, "text": "idea needed"},
    ],
    "links": [["a", "p"], ["p", "s"], ["s", "i"], ["s", "j"]],
}


def tree(**more):
    return question_of(TREE | {"model": [DRIVERS]} | more)


def node(**fields):
    return {
        "nodes": [{"id": "a", "level": 0, "text": "Aim"}, {"id": "b", "level": 1, "text": "B"} | fields],
        "links": [["a", "b"]],
    }


@pytest.mark.parametrize(
    "odd, sentence",
    [
        (["a"], "Please give nodes"),
        ({"nodes": [{"level": 1}]}, "Please give nodes"),
        (node(id="a"), "The id 'a' is there twice."),
        (node(level=4), "Node b: please give its level: 0 (Aim), 1 (Primary driver)"),
        (node(level="one"), "Node b: please give its level"),
        (node(text=["B"]), "Node b: please give its text in words."),
        (node(card="c9"), "Node b: 'c9' is not one of the cards: c1."),
        (node(source="team"), "Node b: 'source' is not one of the fields: kind."),
        (node() | {"links": [["a", "z"]]}, "Each link is a pair of ids of nodes"),
        (node() | {"links": [["a"]]}, "Each link is a pair"),
    ],
)
def test_a_tree_of_another_shape_is_told_in_one_sentence(odd, sentence):
    assert mark(tree(), odd).sentence.startswith(sentence)


def test_a_choice_given_as_a_number_is_the_choice_of_that_name(question):
    scored = question_of(
        asdict(question)
        | {
            "columns": {"what": {"label": "Strength", "type": "choice", "options": {"5": "5, a default"}}},
            "model": [[{"what": 5}]],
        }
    )
    assert (
        answer_html(scored, [{"what": 5}])
        == answer_html(scored, [{"what": "5"}])
        == "<dl><dt>Strength</dt><dd>5, a default</dd></dl>"
    )


def test_a_tree_without_nodes_is_no_answer():
    assert mark(tree(), {"nodes": [], "links": []}).sentence == NO_ANSWER


# ---- questions.yml


@pytest.mark.parametrize(
    "good, bad, line, reason",
    [
        ("judge: three-fields", "judge: aims", 10, "there is no judge 'aims'. The judges are: three-fields"),
        ("{label: What, type: text}", "{label: What, type: choice}", 15, "a choice needs options"),
        (
            "who: me, date",
            "who: you, date",
            5,
            "a model answer does not fit. Row 1, Who: 'you' is not one of the choices: me, all",
        ),
    ],
)
def test_a_slip_in_a_plan_s_question_is_named_with_its_line(tmp_path, good, bad, line, reason):
    assert good in QUESTIONS
    (tmp_path / "questions.yml").write_text(QUESTIONS.replace(good, bad), encoding="utf-8")
    with pytest.raises(QuestionsError, match=rf"questions.yml, line {line}: .*{reason}"):
        read_questions(tmp_path / "questions.yml")


def test_the_choices_of_a_column_may_come_from_the_case(tmp_path):
    text = QUESTIONS.replace('"Me & you"', '"{group}"')
    (tmp_path / "questions.yml").write_text(text, encoding="utf-8")
    plan = read_questions(tmp_path / "questions.yml", "b-medication-reviews").question("my-plan")
    assert "interpreter" in plan.columns["who"].options["me"]
    sent = dict(plan.for_browser()["columns"])["who"]["options"]
    assert sent == [["me", plan.columns["who"].options["me"]], ["all", "Everyone"]] or sent == [
        ("me", plan.columns["who"].options["me"]),
        ("all", "Everyone"),
    ]


def test_what_the_browser_receives_of_a_plan_holds_no_key(question):
    for plan in (question, tree()):
        sent = json.dumps(plan.for_browser())
        assert not [
            word
            for word in (
                "model",
                "judge",
                "three-fields",
                "pass_checks",
                "A plan to try",
                "Ring five",
                "People are reached",
            )
            if word in sent
        ]


# ---- The typed twin, and the page without a browser


def test_a_typed_plan_is_saved_and_checked(work, capsys):
    session_dates.keep_day(work, dt.date(2026, 7, 1))
    answer("my-plan", row())
    assert capsys.readouterr().out == "Right, 4 of 4 marks. 3 of 3 checks met. A plan to try.\n"
    assert saved(work)["answers"]["my-plan"] == row() and score("my-plan") == 4.0
    answer("my-plan", [{"wat": 1}])
    assert capsys.readouterr().out == "Not saved. Row 1: 'wat' is not one of the fields: what, who, date.\n"


def test_a_form_is_told_as_a_list_of_its_fields(question):
    assert (
        answer_html(question, row(date=""))
        == "<dl><dt>What</dt><dd>Ring five people</dd><dt>Who</dt><dd>Me &amp; you</dd></dl>"
    )
    assert in_words(question, row()) == "What Ring five people, Who Me & you, By 14 July 2026"
    page = plain_html(question)
    assert "not answered yet" in page and "<li>By (Day month and year)</li>" in page and "Ring five" not in page


def test_rows_are_told_as_a_table_with_headings(question):
    rows = question_of(asdict(question) | {"rows": None, "row_name": "Cycle"})
    page = answer_html(rows, row() + row(what="<b>"))
    assert "<caption>What will you do?</caption>" in page and page.count('<th scope="row">Cycle') == 2
    assert page.count('<th scope="col">') == 3 and "&lt;b&gt;" in page and "<b>" not in page


def test_a_row_of_many_fields_stands_on_its_side(question):
    columns = {f"f{number}": {"label": f"Field {number}"} for number in range(8)}
    wide = question_of(
        asdict(question) | {"rows": None, "row_name": "Cycle", "columns": columns, "model": [[{"f0": "x"}]]}
    )
    page = answer_html(wide, [{key: "one" for key in columns} | {"f7": ""}, {"f0": "two"}])
    assert '<th scope="col">Cycle 1</th><th scope="col">Cycle 2</th>' in page
    assert '<tr><th scope="row">Field 0</th><td>one</td><td>two</td></tr>' in page
    assert '<tr><th scope="row">Field 1</th><td>one</td><td>not yet</td></tr>' in page and "Field 7" not in page


def test_a_tree_is_told_as_a_nested_list_with_its_picture():
    told = answer_html(tree(), DRIVERS)
    assert told.startswith(
        "<ul><li><strong>Aim:</strong> Close &lt;the&gt; gap<ul><li><strong>Primary driver:</strong> People are"
        " reached<ul>"
    )
    assert "Calls by connectors (Type For some)" in told
    page = plain_html(tree(), DRIVERS)
    assert (
        'aria-label="Driver diagram.' in page
        and "change idea: Calls by connectors (For some); change idea: idea needed" in page
    )
    assert "<img" not in plain_html(tree(), DRIVERS, asleep=True) and "<img" not in plain_html(tree())


def test_an_answer_that_does_not_fit_is_told_and_not_drawn():
    assert diagram(tree(), {"nodes": [{"id": "a", "level": 9}]}) is None
    assert diagram(tree(), None) is None
    assert answer_html(tree(), ["<a>"]) == "<p>[&#x27;&lt;a&gt;&#x27;].</p>"


# ---- The date of the session


def test_without_a_date_a_plan_is_saved_and_one_sentence_says_what_to_do(work, capsys):
    answer("my-plan", row())
    assert capsys.readouterr().out == f"{NO_DAY}\n"
    assert saved(work)["answers"]["my-plan"] == row() and score("my-plan") == 0.0
    assert "session_date" not in saved(work)


def test_the_date_goes_to_the_settings_and_to_every_page_with_an_answer(work):
    answer("my-plan", row())
    session_dates.keep_day(work, dt.date(2026, 12, 1))
    assert case_and_date(work)[1] == "2026-12-01" and saved(work)["session_date"] == "2026-12-01"
    assert score("my-plan") == 4.0  # 14 July 2026 is a date in the year of the session
    session_dates.keep_day(work, dt.date(2027, 1, 8))
    assert saved(work)["session_date"] == "2027-01-08" and score("my-plan") == pytest.approx(8 / 3, abs=1e-4)
    assert "name: asha" in (work / "settings.yml").read_text(encoding="utf-8")


def test_an_answer_records_the_date_that_the_work_folder_carries(work):
    session_dates.keep_day(work, dt.date(2026, 12, 1))
    answer("my-plan", row())
    assert list(saved(work)) == [
        "schema",
        "course",
        "exercise",
        "case",
        "session_date",
        "id",
        "answers",
        "revisions",
        "aside",
    ]
    assert (saved(work)["case"], saved(work)["session_date"]) == ("b-medication-reviews", "2026-12-01")


def test_a_page_without_an_answer_takes_the_new_date(work):
    session_dates.keep_day(work, dt.date(2026, 12, 1))
    store.begin(find("my-plan"))
    session_dates.keep_day(work, dt.date(2027, 1, 8))
    answer("my-plan", row())
    assert saved(work)["session_date"] == "2027-01-08"


def test_a_hand_in_is_marked_by_its_own_case_and_date_without_the_work_folder(work, tmp_path, monkeypatch):
    session_dates.keep_day(work, dt.date(2026, 12, 1))
    answer("my-plan", row())
    alone = tmp_path / "autograded" / EXERCISE
    alone.mkdir(parents=True)
    for name in ("questions.yml", f"{EXERCISE}.answers.json"):
        (alone / name).write_bytes((work / "exercises" / EXERCISE / name).read_bytes())
    monkeypatch.chdir(alone)
    seen = []
    monkeypatch.setattr("equityqi.cases.case.load", lambda case, near: seen.append(case))
    assert score("my-plan") == 4.0 and seen == ["b-medication-reviews"]


def test_an_exercise_on_a_case_keeps_the_course_s_day(work):
    page = work / "exercises" / EXERCISE / "questions.yml"
    page.write_text(QUESTIONS.replace("    session: true\n", ""), encoding="utf-8")
    session_dates.keep_day(work, dt.date(2027, 1, 8))
    answer("my-plan", row())
    assert score("my-plan") == 4.0


def test_a_question_about_one_case_is_always_judged_on_that(question, monkeypatch):
    from equityqi.questions import plan_rules

    seen = []
    monkeypatch.setitem(plan_rules.JUDGES, "three-fields", lambda *given: seen.append(given[1]) or three_fields(*given))
    pinned = replace(question, case="c-asthma")
    mark(pinned, row())
    mark(question, row())
    assert [case and case.id for case in seen] == ["c-asthma", None]


def test_a_case_that_has_gone_is_told_and_earns_nothing(work, capsys):
    session_dates.keep_day(work, dt.date(2026, 12, 1))
    answer("my-plan", row())
    path = work / "exercises" / EXERCISE / f"{EXERCISE}.answers.json"
    path.write_text(json.dumps(saved(work) | {"case": "z-gone"}), encoding="utf-8")
    capsys.readouterr()
    answer("my-plan", row())
    assert "There is no case called “z-gone”" in capsys.readouterr().out and score("my-plan") == 0.0


def test_start_takes_a_date_as_it_is_typed_and_refuses_what_is_none(tmp_path):
    place = tmp_path / "my-work-asha"
    places.prepare(place, "asha", session_date="1 December 2026")
    assert case_and_date(place)[1] == "2026-12-01"
    places.prepare(place, "asha")
    assert case_and_date(place)[1] == "2026-12-01"
    with pytest.raises(
        places.WorkError, match="“soon” is not a date. Type day, month and year, such as 1 December 2026."
    ):
        places.prepare(place, "asha", session_date="soon")


def test_a_file_of_a_newer_course_is_left_alone_and_the_others_get_the_date(work):
    newer = work / "exercises" / "03-newer"
    newer.mkdir()
    (newer / "questions.yml").write_text(QUESTIONS.replace(EXERCISE, "03-newer"), encoding="utf-8")
    text = json.dumps({"schema": 99, "answers": {"x": 1}})
    (newer / "03-newer.answers.json").write_text(text, encoding="utf-8")
    answer("my-plan", row())
    with pytest.raises(store.AnswersError, match="newer version"):
        session_dates.keep_day(work, dt.date(2026, 12, 1))
    assert (
        saved(work)["session_date"] == "2026-12-01"
        and (newer / "03-newer.answers.json").read_text(encoding="utf-8") == text
    )


def test_without_a_browser_the_date_is_told_or_the_command_that_sets_it(work, capsys):
    from equityqi.forms.button_forms import session_form

    session_form()
    assert (
        capsys.readouterr().out
        == "Set the date of your session with start.py, for example: python start.py learn --session-date 2026-12-01\n"
    )
    session_dates.keep_day(work, dt.date(2026, 12, 1))
    session_form()
    assert capsys.readouterr().out == "Session 1: Tuesday 1 December 2026.\n"


def dates_typed(work, **typed):
    """What the card of both dates answers to what was typed."""
    from equityqi.forms.button_forms import SmallForms, dates_card

    form, said = SmallForms(dates_card(work)), []
    form.send = lambda reply, files: said.append(reply)
    form.on_message(None, {"card": 0, "typed": typed}, None)
    return said[0]


def test_the_card_of_the_dates_says_the_days_of_the_week_or_what_to_type(work):
    told = dates_typed(work, session_date=" 1 December 2026 ", second_date="13 January 2027")
    both = ["Session 1: Tuesday 1 December 2026", "Session 2: Wednesday 13 January 2027"]
    assert told == {"card": 0, "said": f"Saved. {'. '.join(both)}.", "lead": both}
    assert dates_typed(work, session_date="in winter")["failed"] == (
        "“in winter” is not a date. Type day, month and year, such as 1 December 2026."
    )
    assert dates_typed(work)["failed"] == "Type the date of a session first, such as 1 December 2026."
    assert case_and_date(work)[1] == "2026-12-01"


def test_session_2_is_not_before_session_1_and_a_refused_date_changes_nothing(work):
    dates_typed(work, session_date="1 December 2026")
    told = dates_typed(work, second_date="13 January 2026")
    assert told["failed"] == (
        "Session 2, on 13 January 2026, would be before session 1, on 1 December 2026. Check both dates."
    )
    assert second_date(work) == case_and_date(work)[1] == "2026-12-01"


def test_a_commitment_is_dated_from_session_2_and_answers_from_session_1(work):
    from equityqi.workfolder import survey_sheets

    dates_typed(work, session_date="1 December 2026", second_date="13 January 2027")
    record = survey_sheets.save_sheet(work, "commitment", {"verb": "ring"})
    assert json.loads((work / "commitments" / f"{record}.json").read_text())["day"] == "2027-01-13"
    assert case_and_date(work)[1] == "2026-12-01"


def form_of(work, siblings):
    from equityqi.forms.question_form import Form

    found = find("my-plan")
    form = Form(spec=found.question.for_browser())
    form.bind(found, None, siblings)
    form.said = []
    form.send = form.said.append
    return form


def says(form, value, base, token="t"):
    form.on_message(None, {"do": "save", "token": token, "value": value, "base": base}, None)
    return form.said[-1]


def test_a_plan_written_elsewhere_meanwhile_is_put_to_the_learner(work):
    one, two = form_of(work, set()), form_of(work, set())  # two kernels: neither sees the other
    assert says(one, row(), 0)["done"] == "save"
    said = says(two, row(what="Ask"), 0)
    assert said["conflict"] and saved(work)["answers"]["my-plan"] == row()
    assert "<dd>Ask</dd>" in said["kept_words"] and "<dd>Ring five people</dd>" in said["saved_words"]
    assert says(two, row(what="Ask"), said["revision"])["done"] == "save"


def test_fast_typing_is_never_in_the_way_of_itself(work):
    form = form_of(work, set())
    for words in ("R", "Ri", "Rin"):  # all three were begun before the first was on disk
        assert says(form, row(what=words), 0).get("done") == "save"
    assert saved(work)["answers"]["my-plan"] == row(what="Rin")


def test_a_change_that_was_overtaken_takes_nothing_back(work):
    form = form_of(work, set())
    for token, words in (
        ("a-1", "R"),
        ("a-3", "Ring"),
        ("a-2", "Ri"),
        ("b-1", "Ring five"),
    ):  # a-2 comes late; b is a new copy of the form
        assert says(form, row(what=words), 0, token=token).get("done") == "save"
        assert saved(work)["answers"]["my-plan"] == row(what="Ring" if token == "a-2" else words) == form.saved


def test_a_second_form_in_the_same_page_follows_the_first(work):
    together = set()
    one, two = form_of(work, together), form_of(work, together)
    says(one, row(), 0)
    assert two.saved == row() and two.revision == 1
    assert says(two, row(what="Ask"), 1)["done"] == "save" and one.saved == row(what="Ask")


def test_the_picture_of_a_tree_follows_typing_and_what_is_saved(work):
    from equityqi.forms.question_form import Form

    asked = store.Asked(tree(), EXERCISE, work / "exercises" / EXERCISE / f"{EXERCISE}.answers.json")
    form = Form(spec=asked.question.for_browser())
    form.bind(asked, None, set())
    form.send = lambda reply: None
    assert form.picture == ""

    def hears(do, token, value, base=0):
        form.on_message(None, {"do": do, "token": token, "value": value, "base": base}, None)
        return form.picture

    typed = {**DRIVERS, "nodes": [{**node, "text": f"{node['text']} & more"} for node in DRIVERS["nodes"]]}
    drawn = hears("draw", "a-1", typed)
    assert " &amp; more" in drawn and not asked.path.exists(), "to draw is not to save"
    saved = hears("save", "a-2", DRIVERS)
    assert 'aria-label="Driver diagram.' in saved and " &amp; more" not in saved and form.saved == DRIVERS
    assert hears("draw", "a-1", typed) == saved, "a late message took the picture back"
    assert hears("draw", "a-3", {"nodes": "?"}) == ""
    assert hears("save", "a-4", {"nodes": [], "links": []}, 1) == ""


def test_course_today_stands_in_the_course(monkeypatch):
    assert f"course_today: {course_today()}" in (course_root() / "course.yml").read_text(encoding="utf-8")
