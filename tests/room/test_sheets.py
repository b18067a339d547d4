"""The survey and the exit ticket by phone: people's own words over https only, and the file that the report reads."""

import json
import zipfile
from io import BytesIO

import pytest

from equityqi.room.sheets import LONGEST, asked
from equityqi.workfolder.survey_sheets import sheet_of

LAN = "192.0.2.7"
AGREE = {"q1a_inequality": "agree", "q4_recommend": "yes"}


def keys(sheet):
    return [field["key"] for section in sheet["sections"] for field in section["fields"]]


def test_over_https_a_sheet_asks_what_the_courses_own_page_asks():
    for name in ("pre", "post", "sliders", "exit"):
        every = [key for section in sheet_of(name).asked for key in section.fields]
        assert keys(asked(name, secure=True)) == every and asked(name, secure=True)["left_out"] == ""


def test_over_plain_http_nothing_is_asked_in_peoples_own_words():
    assert len(keys(asked("pre", secure=False))) == 6 and "code" not in keys(asked("pre", secure=False))
    assert not any(key.startswith("q8") for key in keys(asked("post", secure=False)))
    ticket = asked("exit", secure=False)
    assert ticket["sections"] == [] and "paper slip" in ticket["left_out"]
    assert "paper sheet" in asked("post", secure=False)["left_out"]


def test_words_that_come_over_plain_http_are_not_taken(run):
    async def work(new):
        lead, person = await new().enter("lead"), await new().join()
        lead.server.network.card = LAN
        host = f"{LAN}:{lead.server.network.port}"
        await lead.act("sheet", sheet="exit")
        assert (await person.ask("sheet", host=host)).held["sections"] == []
        words = {"sheet": "exit", "answers": {"exit_clear": "the gap"}}
        assert (await person.ask("sheet", words, host=host)).code == 409
        assert (await person.ask("sheet", words)).held["saved"]
        assert (await person.ask("sheet", {"sheet": "post", "answers": AGREE}, host=host)).held["saved"]
        return (await lead.ask("lead/state")).held["sheets"]

    assert run(work) == {"exit": 1, "post": 1}


def test_sheets_wait_until_the_date_without_a_seat_and_one_sent_again_is_one(run):
    async def work(new):
        lead, screen, person = await new().enter("lead"), await new().enter("screen"), await new().join()
        assert (await person.ask("sheet")).code == 409  # nothing is asked yet
        await lead.act("sheet", sheet="post")
        assert (await screen.ask("screen/state")).held["sheet"] == {"title": "After the course", "many": 0}
        for pace in ("too fast", "about right"):
            sent = {"sheet": "post", "answers": {"q5_pace": pace, "code": "x"}, "id": "0" * 16}
            assert (await person.ask("sheet", sent)).held["saved"]
        named = {"sheet": "post", "answers": {"q8_keep": "Mrs Patel was good"}}
        reply = await person.ask("sheet", named)
        assert not reply.held["saved"] and reply.held["warning"] and "a name" in reply.held["said"]
        assert (await person.ask("sheet", {**named, "sure": True})).held["saved"]
        for wrong in ({}, {"q5_pace": "other"}, {"q8_keep": "x" * (LONGEST + 1)}):
            assert not (await person.ask("sheet", {"sheet": "post", "answers": wrong})).held["saved"]
        assert (await person.ask("sheet", {"sheet": ["post"], "answers": AGREE})).code == 409
        await lead.act("sheet", sheet="")
        assert (await person.ask("sheet", {"sheet": "post", "answers": AGREE})).held["saved"]  # begun before that
        assert (await lead.act("end")).code == 200
        return (await lead.ask("lead/survey-sheets.zip")).body

    with zipfile.ZipFile(BytesIO(run(work))) as held:
        assert all(name.startswith("survey/") and len(name) == len("survey/") + 21 for name in held.namelist())
        sheets = [json.loads(held.read(name)) for name in held.namelist()]
    assert {"schema": 1, "sheet": "post", "answers": {"q5_pace": "about right"}} in sheets and len(sheets) == 3
    assert all(sheet.keys() == {"schema", "sheet", "answers"} for sheet in sheets)


def test_one_phone_sends_a_sheet_for_a_few_people_and_does_not_fill_the_survey(run):
    async def work(new):
        person, other = await new().join(), await new().join()
        sent = [{"sheet": "post", "answers": AGREE, "id": f"{n:016x}"} for n in range(14)]
        assert [(await person.ask("sheet", one)).code for one in sent] == [200] * 12 + [409] * 2
        assert (await person.ask("sheet", sent[0])).code == 200  # changed, it is no sheet more
        assert (await person.ask("sheet", {**sent[13], "sheet": "exit", "answers": {"exit_clear": "a"}})).code == 200
        assert (await other.ask("sheet", sent[12])).code == 200

    run(work)


@pytest.mark.slow
def test_the_feedback_report_reads_them_as_it_reads_the_courses_own(run, tmp_path):
    from equityqi.evaluation.feedback_report import report

    async def work(new):
        lead = await new().enter("lead")
        for n in range(12):
            await (await new().join()).ask("sheet", {"sheet": "post", "answers": AGREE, "id": f"{n:016x}"})
        return (await lead.ask("lead/survey-sheets.zip")).body

    (tmp_path / "in").mkdir()
    (tmp_path / "in/survey-sheets.zip").write_bytes(run(work))
    made = report(str(tmp_path / "in"), 12, tmp_path / "out")
    (shop,) = made.workshops
    assert shop.sheets["post"] == 12 and (tmp_path / "out/feedback-figures.csv").is_file()
