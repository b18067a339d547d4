"""organisation.yml: one file says who runs the course, and everything that people see follows it."""

import datetime as dt
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from PIL import Image

import equityqi.organisation as module
from equityqi.cases import opening as places
from equityqi.cases.case import Case, load
from equityqi.cases.facts import fact
from equityqi.checked_yaml import YamlError, read_checked
from equityqi.documents.logo import logo_picture
from equityqi.evaluation.check_in_packs import mail_texts
from equityqi.evaluation.follow_up import commitments, in_short
from equityqi.evaluation.shared_commitment import SharedCommitment
from equityqi.files import CouldNotWrite, course_root
from equityqi.forms import organisation_form
from equityqi.forms.button_forms import WrongFields, dates_card
from equityqi.forms.organisation_form import organisation_card
from equityqi.forms.sheet_form import sheet_twin
from equityqi.forms.take_home import certificate_card
from equityqi.html_tags import Html
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.runsheet_pages import agenda_page, runsheet_page
from equityqi.lessons.say import words_of
from equityqi.live.site import _apart
from equityqi.live.trainers_page import trainers_page
from equityqi.organisation import (
    ANOTHER,
    FILE,
    Organisation,
    OrganisationError,
    as_text,
    keep_organisation,
    organisation,
    read_organisation,
    to_check,
    values_of,
)
from equityqi.project.parts import Commitment
from equityqi.questions.exercise_file import ExerciseFile
from equityqi.questions.mark import mark
from equityqi.settings import FIRST_CASE, case_and_date, chart_rules, organisation_as_used, second_date, write_settings
from equityqi.takehome.attendance import attendance
from equityqi.takehome.certificate import certificate
from equityqi.workfolder.prepare import prepare
from equityqi.working_days import bank_holidays, due

HERE = Path(__file__).with_name("second-organisation")
FAULTS = {  # a line of the file, and what is said of it
    "session_1_date: soon": "“soon” isn’t a date. Write day, month and year, such as 1 December 2026.",
    "session_2_starts: 25:00": "“25:00” isn't a time of day. Write hours and minutes, such as 09:30.",
    "holidays: France": "“France” has no bank holidays here. Write one of England and Wales, Scotland, Northern",
    "chart_rules: ihj": "there is no chart rule set “ihj”. Choose one of course, ihi, making-data-count, anhoej.",
    "logo: ../mark.png": "“../mark.png” isn’t a picture.",
    "nmae: Mid Dale": "we don’t know this key. You can use: name, logo,",
    f"area: {'a' * 201}": "it has 201 letters. Use at most 200.",
}


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html.rpartition("</head>")[2]).replace("\N{NO-BREAK SPACE}", " ").split())


# ---- The file


def test_every_fault_is_told_at_once_with_its_line():
    text = "\n".join(["# who", *FAULTS, "name: A", "name: B"])
    with pytest.raises(OrganisationError) as told:
        read_organisation(text, Path("organisation.yml"))
    lines = str(told.value).split("\n")
    assert len(lines) == len(FAULTS) + 1
    for number, (line, says) in enumerate(zip(lines, FAULTS.values(), strict=False), 2):
        assert line.startswith(f"organisation.yml, line {number}: {list(FAULTS)[number - 2].split(':')[0]}: {says}")
    twice = "this line is in the file twice. Keep one of the two."
    assert lines[-1] == f"organisation.yml, line {len(FAULTS) + 3}: name: {twice}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: Dale: the trust", "organisation.yml, line 1: this line can't be read. Write a key, a colon"),
        ("name: Dale\narea: [a, b]", "organisation.yml, line 2: write one value after the colon, in the same line."),
        ("- Dale", "organisation.yml, line 1: write a key, a colon and a value on each line: name: Mid Dale."),
        (
            "session_1_date: 2 December 2026\nsession_2_date: 2026-12-01",
            "line 2: session_2_date: session 2, on 1 December 2026, would be before session 1, on 2 December",
        ),
    ],
)
def test_a_file_that_is_no_list_of_values_is_refused_with_its_line(text, says):
    with pytest.raises(OrganisationError, match=re.escape(says)):
        read_organisation(text, Path("organisation.yml"))


def test_dates_and_times_are_read_as_people_write_them(second_organisation):
    held = second_organisation
    assert (held.date(1), held.date(2)) == (dt.date(2026, 11, 3), dt.date(2026, 12, 2))
    assert (held.starts(1), held.starts(2)) == ("13:00", "10:30")  # unquoted, which YAML takes for numbers
    assert held.name == "NHS Mid Dale & Firth" and held.holidays == "scotland"


def test_the_file_of_the_course_can_be_read_and_has_a_line_for_each_value(monkeypatch):
    monkeypatch.delenv(ANOTHER, raising=False)
    text = (course_root() / FILE).read_text("utf-8")
    assert read_organisation(text, course_root() / FILE) == organisation()
    assert list(yaml.safe_load(text)) == list(values_of(Organisation()))


def test_while_nobody_runs_the_course_only_its_starting_times_are_known(nobodys_organisation):
    assert nobodys_organisation == Organisation(session_1_starts="09:30", session_2_starts="09:30")


def test_what_is_written_is_what_is_read(either_organisation, tmp_path):
    for extra in ({}, {"name": 'A "quoted" name: #1 \\ <b>', "support_line": "no"}):
        values = {**values_of(either_organisation), "logo": "", **extra}
        assert values_of(read_organisation(as_text(values), tmp_path / FILE)) == values


def test_the_rules_of_charts_are_still_read_from_course_yml_and_it_is_said(tmp_path, monkeypatch):
    (tmp_path / "course.yml").write_text("chart_rules: ihi\n", encoding="utf-8")
    monkeypatch.setattr(module, "course_root", lambda: tmp_path)
    monkeypatch.delenv(ANOTHER, raising=False)
    assert organisation().chart_rules == "ihi" and len(to_check(organisation())) == 1
    assert to_check(organisation())[0].startswith("chart_rules is in course.yml, as in earlier versions.")
    (tmp_path / FILE).write_text("chart_rules: anhoej\n", encoding="utf-8")
    assert organisation().chart_rules == "anhoej"  # the new place counts


def test_another_file_that_is_not_there_is_told_and_its_path_counts_from_the_course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ANOTHER, "tests/second-organisation/organisation.yml")
    assert organisation().name == "NHS Mid Dale & Firth"
    monkeypatch.setenv(ANOTHER, str(tmp_path / FILE))
    with pytest.raises(OrganisationError, match="organisation.yml, but that isn’t there. Put it there, or take"):
        organisation()


def test_a_command_says_what_is_wrong_with_the_file_and_nothing_else(tmp_path):
    path = tmp_path / FILE
    path.write_text("holidays: France\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "equityqi", "make", "runsheet"], capture_output=True, text=True, check=False,
        env={**os.environ, ANOTHER: str(path)},
    )  # fmt: skip
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("organisation.yml, line 1: holidays: “France” has no bank holidays here.")


def test_a_course_with_a_broken_file_does_not_open(tmp_path, monkeypatch):
    (tmp_path / FILE).write_text("session_1_starts: late\n", encoding="utf-8")
    monkeypatch.setenv(ANOTHER, str(tmp_path / FILE))
    with pytest.raises(OrganisationError, match="line 1: session_1_starts: “late” isn't a time of day"):
        prepare(tmp_path / "my-work-asha", "asha")
    assert not (tmp_path / "my-work-asha").exists()


# ---- Where it shows (every product: test_second_organisation.py)


def test_the_agenda_and_the_runsheet_take_each_sessions_date_and_start(second_organisation):
    agenda, sheet = words(agenda_page(read_runsheet())), words(runsheet_page(read_runsheet()))
    assert "Date: Tuesday 3 November 2026" in agenda and "Date: Wednesday 2 December 2026" in agenda
    assert "13:00 Welcome and a short survey" in agenda and "10:30 What we remember" in agenda and "16:30 End" in agenda
    assert "tell the improvement team, improvement@middale.example." in agenda and "staff support, extension" in agenda
    assert "Session 2, on Wednesday 2 December 2026, starts at 10:30." in sheet and "14:00" in sheet
    assert [read_runsheet().starts_at(number) for number in (1, 2)] == ["13:00", "10:30"]  # the clock's too


def test_without_dates_the_agenda_leaves_room_to_write_them(nobodys_organisation):
    assert agenda_page(read_runsheet()).count("Date: __________") == 2
    assert "Times are for a start at 09:30." in runsheet_page(read_runsheet())


def test_the_survey_says_whom_to_ask_and_the_commitment_who_sees_it(either_organisation):
    for name in ("pre", "post", "exit"):
        said = "Want to know what happens to your answers? Ask the information team" in words(sheet_twin(name))
        assert said == bool(either_organisation.privacy_contact)
    said = "If you share it, Morag Reid sees it and asks how it went." in sheet_twin("commitment")
    assert said == bool(either_organisation.named_leader)


def test_the_mails_are_signed_with_the_organisation_and_its_contact(second_organisation):
    said = Commitment(verb="ring", thing="three people", date="16 December 2026", checker="Tom", name="Asha")
    promised = SharedCommitment("0f" * 8, dt.date(2026, 12, 2), said)
    assert "\n\nMorag Reid\nNHS Mid Dale & Firth\nthe improvement team" in mail_texts(30, [promised], "Morag Reid")


def test_a_certificate_never_puts_the_logo_beside_another_organisations_name(second_organisation):
    days = {1: "3 November 2026", 2: "2 December 2026"}
    other = certificate(attendance("Asha", "Hartwell Surgery", "both", days))
    own = certificate(attendance("Asha", second_organisation.name, "both", days))
    assert "data:image" not in other and "run by NHS Mid Dale &amp; Firth" in other
    assert "data:image" in own and "run by" not in own


def test_the_trainers_link_begins_with_the_dates(either_organisation):
    found = re.findall(r'type="date"[^>]*', trainers_page(FIRST_CASE, "live"))
    assert ['value="2026-11-03"' in found[0], 'value="2026-12-02"' in found[1]] == [bool(either_organisation.name)] * 2


def test_a_site_takes_the_rule_set_in_use_where_its_key_is_quoted(tmp_path, monkeypatch):
    (tmp_path / FILE).write_text('"chart_rules": ihi\nname: Dale\n', encoding="utf-8")
    monkeypatch.setenv(ANOTHER, str(tmp_path / FILE))
    held = read_organisation(organisation_as_used(), tmp_path / FILE)
    assert (held.name, held.chart_rules) == ("Dale", chart_rules())


def test_control_letters_of_a_paste_are_left_out():
    held = read_organisation('name: "Mid\\u0007 Dale\\x85"', Path(FILE))
    assert held.name == "Mid Dale"


@pytest.mark.parametrize("name", ["mark.png", "mark.jpg"])
def test_a_logo_that_is_cut_short_is_left_off_and_it_is_said(name, tmp_path, monkeypatch):
    monkeypatch.setenv(ANOTHER, str(tmp_path / FILE))
    (tmp_path / FILE).write_text(f"logo: {name}\n", encoding="utf-8")
    Image.effect_noise((40, 40), 90).convert("RGB").save(tmp_path / name)
    assert logo_picture(organisation()) and to_check(organisation()) == []
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-200])
    assert logo_picture(organisation()) is None
    assert to_check(organisation()) == [f"The picture {name} is cut short, so we left it off. Save or copy it again."]


def test_answers_are_saved_while_the_file_is_damaged(tmp_path, monkeypatch, work):
    monkeypatch.setenv(ANOTHER, str(tmp_path / FILE))
    (tmp_path / FILE).write_text("session_1_date: 3 November 2026\n", encoding="utf-8")
    assert case_and_date(work)[1] == "2026-11-03"
    (tmp_path / FILE).write_text("name: Dale: the trust", encoding="utf-8")
    assert case_and_date(work)[1] == "2026-11-03" and second_date(work) == "2026-11-03"
    with pytest.raises(OrganisationError):
        prepare(tmp_path / "new")  # whoever starts the course is told


def test_a_site_keeps_a_logo_of_any_kind_in_a_file_of_its_own():
    for kind, ending in (("png", "png"), ("jpeg", "jpeg"), ("svg+xml", "svg")):
        files = {}
        assert f'.{ending}"' in _apart(Html(f'<img src="data:image/{kind};base64,PHN2Zy8+" alt="">'), 0, files)
        assert list(files.values()) == [b"<svg/>"]


def test_a_site_takes_the_file_with_the_rule_set_in_use(second_organisation):
    held = yaml.safe_load(organisation_as_used())
    assert held["chart_rules"] == chart_rules() and held["named_leader"] == "Morag Reid"


# ---- Two dates


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ({}, "2026-11-03", "2026-12-02"),
        ({"session_date": dt.date(2026, 11, 3)}, "2026-11-03", "2026-12-02"),
        ({"second_date": dt.date(2026, 12, 9)}, "2026-11-03", "2026-12-09"),
        ({"session_date": dt.date(2027, 1, 5)}, "2027-01-05", "2027-01-05"),  # another course than the organisation's
    ],
)
def test_a_work_folder_takes_the_organisations_dates_where_nobody_typed_others(
    second_organisation, work, typed, first, second
):
    write_settings(work, {"name": "asha", "case": FIRST_CASE, **typed})
    assert (case_and_date(work)[1], second_date(work)) == (first, second)
    shown = {field[0]: field[2] for field in certificate_card(work).fields}
    assert shown["organisation"] == "NHS Mid Dale & Firth"
    assert [shown[key] != "" for key in ("session_date", "second_date")] == [True, first != second]
    assert dates_card(work).days[0].endswith(str(dt.date.fromisoformat(first).year))


def record(folder, number, day):
    held = {"private": False, "verb": "ring", "thing": "three people", "group": "people who need an interpreter"}
    data = {"schema": 1, "course": "1.0.0", "day": day, "commitment": held}
    (folder / f"{number:016x}.json").write_text(json.dumps(data), encoding="utf-8")


def test_the_follow_up_counts_from_session_2_by_the_holidays_of_the_country(second_organisation, tmp_path):
    folder = tmp_path / "hand-ins"
    folder.mkdir()
    for number, day in enumerate(("2026-12-02", "2026-11-03", "")):  # session 2's, session 1's, none
        record(folder, number, day)
    found = commitments(folder, tmp_path / "out")
    assert {one.day for one in found.written} == {dt.date(2026, 12, 2)}
    said = in_short(found)
    from_2 = "so day 30, 60 and 90 count from session 2, on Wednesday 2 December 2026, as organisation.yml says."
    assert f"1 commitment carries the date of session 1, {from_2}" in said
    assert f"1 commitment carries no date of the session, {from_2}" in said
    assert any(line.startswith("Day 30 after Wednesday 2 December 2026: Tuesday 5 January 2027.") for line in said)
    assert "Monday 4 January 2027 is the bank holiday for 2 January" in " ".join(said)
    leader = (tmp_path / "out/leader.html").read_text("utf-8")
    assert "Follow-up: Morag Reid" in leader and "bank holidays of Scotland." in leader


def test_a_day_that_is_given_counts_for_everybody_and_it_is_said(second_organisation, tmp_path):
    folder = tmp_path / "hand-ins"
    folder.mkdir()
    record(folder, 1, "2026-12-02")
    record(folder, 2, "2026-12-09")
    found = commitments(folder, tmp_path / "out", day=dt.date(2026, 12, 9))
    assert {one.day for one in found.written} == {dt.date(2026, 12, 9)}
    assert "9 December 2026 counts for every commitment, as --day says; 1 commitment carries another date." in in_short(
        found
    )


PUBLISHED = {  # gov.uk/bank-holidays, without days that were proclaimed for one year
    ("scotland", 2026): "01-01 01-02 04-03 05-04 05-25 08-03 11-30 12-25 12-28",
    ("scotland", 2027): "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
    ("scotland", 2028): "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
    ("northern-ireland", 2026): "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
    ("northern-ireland", 2027): "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28",
    ("northern-ireland", 2028): "01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26",
}


@pytest.mark.parametrize(("country", "year"), PUBLISHED)
def test_bank_holidays_of_each_country_are_those_that_are_published(country, year):
    days = [dt.date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[country, year].split()]
    assert sorted(bank_holidays(year, country)) == days


def test_a_day_off_in_one_country_is_a_working_day_in_another():
    session = dt.date(2026, 10, 31)
    assert due(session, 30, "scotland").moved == (
        "Day 30 falls on Monday 30 November 2026, which is St Andrew's Day, so the check-in is on Tuesday 1 December"
        " 2026."
    )
    assert due(session, 30, "england-and-wales").moved == ""


# ---- The form


@pytest.fixture
def written_here(tmp_path, monkeypatch):
    path = tmp_path / "course" / FILE
    path.parent.mkdir()
    path.write_text(as_text({"chart_rules": "course"}), encoding="utf-8")
    monkeypatch.setenv(ANOTHER, str(path))
    return path


def test_the_form_writes_the_file_and_makes_the_agenda_again(written_here, work):
    card = organisation_card(work)
    assert [field[0] for field in card.fields][:3] == ["name", "area", "logo"]
    card.given = [b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
    said = card.act({"name": "Mid Dale", "session_2_date": "5 December 2026", "holidays": "Scotland"})
    assert "Session 2 is on Saturday 5 December 2026: is that right?" in said
    assert organisation().name == "Mid Dale" and organisation().logo == "organisation-logo.svg"
    assert organisation().holidays == "scotland" and organisation().chart_rules == "course"
    assert "Mid Dale" in (work / "course/trainer/agenda.html").read_text("utf-8")
    card.given = []
    organisation_card(work).act({"no_logo": "yes"})
    assert organisation().logo == "" and organisation().name == "Mid Dale"  # what was not asked stays


def test_a_new_logo_is_written_before_the_file_and_takes_the_place_of_the_old_one(written_here, work, monkeypatch):
    for picture, ending in ((b"<svg/>", "svg"), (b"\xff\xd8\xff\xd9", "jpg")):
        card = organisation_card(work)
        card.given = [picture]
        card.act({})
        found = [path.name for path in written_here.parent.glob("organisation-logo.*")]
        assert found == [f"organisation-logo.{ending}"]
    card = organisation_card(work)
    card.given = [b"<svg/>"]

    def full(*_):
        raise CouldNotWrite("The disk is full.")

    monkeypatch.setattr(organisation_form, "write_atomically", full)
    with pytest.raises(CouldNotWrite):
        card.act({"name": "New"})
    assert organisation().name == "" and organisation().logo == "organisation-logo.jpg"


@pytest.mark.parametrize(
    ("typed", "given", "says"),
    [
        ({"name": "New", "session_1_starts": "noon"}, [], {"session_1_starts": "“noon” isn't a time of day."}),
        ({"name": "New"}, [b"GIF89a"], {"logo": "The logo isn’t a PNG, JPEG or SVG."}),
        (
            {"session_1_date": "2 December 2026", "session_2_date": "1 December 2026"},
            [],
            {"session_2_date": "Session 2, on 1 December 2026, would be before"},
        ),
    ],
)
def test_the_form_writes_nothing_where_a_value_cannot_be_used(written_here, work, typed, given, says):
    keep_organisation({"name": "Old"})
    before = written_here.read_bytes()
    card = organisation_card(work)
    card.given = given
    with pytest.raises(WrongFields) as told:
        card.act(typed)
    assert list(told.value.at) == list(says)
    assert all(told.value.at[key].startswith(words.removesuffix(".")) for key, words in says.items())
    assert written_here.read_bytes() == before and [path.name for path in written_here.parent.iterdir()] == [FILE]


def test_without_a_browser_the_form_says_where_the_file_is(capsys, monkeypatch, tmp_path):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.chdir(tmp_path)
    organisation_form.organisation_form()
    assert capsys.readouterr().out.startswith("Write who runs the course into organisation.yml")


# ---- The opening number


def test_the_two_places_of_the_course_are_the_facts():
    held = places.opening()
    assert (held.higher.value, held.lower.value) == (fact("hle-men-central-beds").value, fact("hle-men-luton").value)
    assert round(held.gap, 1) == fact("hle-gap-men").value


def test_other_places_change_the_question_its_key_and_its_replies(monkeypatch):
    monkeypatch.setattr(places, "FILE", str(HERE / "opening.yml"))
    case = Case(load(FIRST_CASE).folder)  # anew: what a case has worked out is kept
    path = course_root() / "solutions/01-what-is-inequity/questions.yml"
    question = next(
        one for one in read_checked(path, ExerciseFile, fill=case.filled).questions if one.id == "gap-years"
    )
    assert question.prompt.startswith(
        "Women in Upper Dale can expect 66.3 years in good health. Women in Firth Quay can"
    )
    assert mark(question, 11.5, case, dt.date(2026, 7, 1)).passed
    replies = ((8.7, ""), (12, "one decimal place"), (-11.5, "wrong way"), (0.83, "54.8 ÷ 66.3"), (17, "share"))
    for answer, says in replies:
        told = mark(question, answer, case, dt.date(2026, 7, 1))
        assert not told.passed and (says in ("", "wrong way") or says in str(told))
    assert "the same bus route" in words_of(case, "opening")
    assert not re.search("Luton|Central Bedfordshire", str(question))


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("value: 66.3", "value: 50.3", "line 2: .*the higher place needs the larger number|story doesn't name"),
        ("value: 54.8}", "value: 54.3}", "story doesn't name the number of Firth Quay"),
        ("54.8", "54.3", "isn't a whole number"),
        ("source:", "sauce:", "line 6: sauce: this key is not known here"),
    ],
)
def test_places_that_the_question_cannot_use_are_refused(before, after, says, monkeypatch, tmp_path):
    text = (HERE / "opening.yml").read_text("utf-8")
    (tmp_path / "opening.yml").write_text(text.replace(before, after), encoding="utf-8")
    monkeypatch.setattr(places, "FILE", str(tmp_path / "opening.yml"))
    with pytest.raises(YamlError, match=says):
        places.opening()
