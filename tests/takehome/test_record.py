"""The reflective record: drafted from a person's own plan, empty where only time can tell, kept like an answer."""

import datetime as dt
import json
import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from equityqi.questions.exercise_file import all_exercises
from equityqi.settings import read_settings, write_settings
from equityqi.takehome.record import (
    FILE,
    GPHC,
    NMC,
    RECORDS,
    Record,
    attended,
    days_to_come,
    drafts,
    keep_record,
    known_of,
    read_record,
    words_of,
)
from equityqi.takehome.record_files import Filled, record_page, record_word
from equityqi.workfolder.answers_file import answers_name
from equityqi.workfolder.make_hand_in import hand_in, hand_in_survey

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

DAYS = {"session_date": dt.date(2026, 6, 16), "second_date": dt.date(2026, 7, 2)}


def answer(work, name, **answers):
    given = {id.replace("_", "-"): value for id, value in answers.items()}
    saved = {"schema": 1, "course": "1.0.0", "exercise": name, "case": "a-blood-pressure", "answers": given}
    (work / "exercises" / name / answers_name(name)).write_text(json.dumps(saved, ensure_ascii=False), "utf-8")


@pytest.fixture
def planned(work):
    """A work folder with the model answers of its plan, and the dates of both sessions."""
    for name in ("03-understand-the-system", "04-aim", "06-reconnect", "09-pdsa"):
        questions = all_exercises()[name].questions
        answer(work, name, **{question.id: question.model_answer() for question in questions})
    write_settings(work, {**read_settings(work), **DAYS})
    return work


def filled(work, record):
    words = words_of(record, drafts(work, record))
    return Filled(record.asked, words, record.name, attended(work, record), days_to_come(work), known_of(record.asked))


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("</head>")[1]).split())


def test_the_drafts_hold_the_plan_what_was_done_between_the_first_test_and_its_prediction(planned):
    found = drafts(planned, Record())
    assert "The step to look at first is “Asked for a reading”" in found["learn"]
    assert "My aim: By 31 March 2027" in found["learn"]
    for part in ("Tuesday 16 June 2026 and Thursday 2 July 2026: 6 hours 20 minutes", "I listened to 3 people",
                 "I expected that people had lost the letter", "I predict 2 to 3 of 5."):  # fmt: skip
        assert part in found["how"]


def test_no_benefit_and_no_change_is_ever_drafted(planned):
    later = {box.key for asked in RECORDS.values() for box in asked.boxes if box.later}
    assert later == {"benefit", "changed", "code"} and not later & set(drafts(planned, Record()))
    words = words_of(Record(), drafts(planned, Record()))
    assert words["benefit"] == "" and all(words[key] for key in ("learn", "how"))


def test_what_is_not_written_is_not_in_a_draft(work):
    found = drafts(work, Record())
    assert not re.search("not written|My aim|listened|I predict|hours", " ".join(found.values()))
    assert days_to_come(work) == [] and attended(work, Record()) is None
    assert "Took part" not in plain(record_page(filled(work, Record())))


def test_an_aim_that_is_half_written_is_left_out_and_the_gap_stands_for_it(work):
    aim = {"baseline_group": 51, "baseline_comparator": 65, "target_group": 62, "target_comparator": 67}
    answer(work, "04-aim", my_aim=[aim])
    found = drafts(work, Record())["learn"]
    assert "My aim" not in found and "not written" not in found and "The gap is 14" in found


def test_own_words_win_over_the_draft_and_an_emptied_box_stays_empty(planned):
    keep_record(planned, {"learn": "My own reason.", "how": ""})
    record = read_record(planned)
    words = words_of(record, drafts(planned, record))
    assert (words["learn"], words["how"]) == ("My own reason.", "")


def test_two_windows_take_nothing_from_each_other(work):
    keep_record(work, {"learn": "one", "name": "Asha"})
    keep_record(work, {"benefit": "two", "headings": "nmc", "nonsense": "three"})
    found = read_record(work)
    assert found == Record("nmc", "Asha", "both", {"learn": "one", "benefit": "two"})


def test_a_damaged_record_is_kept_aside_and_a_new_one_is_begun(work):
    (work / FILE).write_text("{", "utf-8")
    assert read_record(work) == Record()
    keep_record(work, {"learn": "again"})
    assert read_record(work).own == {"learn": "again"}
    assert (work / "reflective-record.damaged-1.json").read_text("utf-8") == "{"


def test_it_is_in_no_hand_in_and_in_no_survey_file(work):
    keep_record(work, {"benefit": "a private thought"})
    for path in (hand_in(work, "asha"), hand_in_survey(work)):
        if path:
            with zipfile.ZipFile(path) as archive:
                assert not any(b"private thought" in archive.read(name) for name in archive.namelist())


def test_the_days_are_counted_from_session_2_and_moved_off_weekends_and_bank_holidays(planned):
    said = plain(record_page(filled(planned, Record())))
    for day in (
        "Monday 3 August 2026 Day 30, moved",
        "Tuesday 1 September 2026 Day 60, moved",
        "Wednesday 30 September",
    ):
        assert day in said
    write_settings(planned, {**read_settings(planned), "second_date": None})
    assert days_to_come(planned) == []


@pytest.mark.parametrize(("headings", "says"), [(GPHC, "4 CPD entries a year"), (NMC, "5 written reflective accounts")])
def test_each_regulator_s_page_has_its_own_headings_and_what_to_check(planned, headings, says):
    record = replace(Record(), headings=headings)
    said = plain(record_page(filled(planned, record)))
    assert all(box.asks in said for box in RECORDS[headings].boxes) and says in said
    assert "Yours to change. We don’t send it anywhere." in said and "they may have changed" in said


def test_one_session_counts_its_own_time(planned):
    record = replace(Record(), sessions="second")
    assert "Thursday 2 July 2026: 3 hours 10 minutes" in drafts(planned, record)["how"]


def test_the_word_file_says_what_the_page_says_and_html_stays_words(planned):
    from docx import Document

    record = replace(Record(name="Órla <b>"), own={"learn": "One <i>two\x00\n\nthree & four"})
    word = record_word(filled(planned, record))
    text = "\n".join(line.text for line in Document(BytesIO(word)).paragraphs)
    html = record_page(filled(planned, record))
    assert "Órla <b>" in text and "Órla &lt;b&gt;" in html
    assert "One <i>two" in text and "<p>three &amp; four</p>" in html
    heads = [line.text for line in Document(BytesIO(word)).paragraphs if line.style.name == "Heading 1"]
    assert heads[:3] == [box.asks for box in RECORDS[GPHC].boxes]
    assert record_word(filled(planned, record)) == word
