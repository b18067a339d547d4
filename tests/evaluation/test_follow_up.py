"""evaluation.follow_up, read_follow_up, check_ins, check_in_packs, commitment_report, wall: hand-ins to packs."""

import csv
import datetime as dt
import io
import json
import re
import zipfile

import openpyxl
import pytest
import typer
from docx import Document
from icalendar import Calendar
from typer.testing import CliRunner

from equityqi.cases.facts import Fact
from equityqi.cli.commitments import commitments as verb
from equityqi.evaluation import commitment_report
from equityqi.evaluation.check_ins import COLUMNS, CheckIn, Known, parse_check_in
from equityqi.evaluation.follow_up import CannotFollowUp, commitments, in_short
from equityqi.evaluation.read_follow_up import Gathered
from equityqi.evaluation.wall import size_of
from equityqi.files import stable_zip
from equityqi.workfolder.make_hand_in import hand_in

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

DAY = "2026-07-01"
ACTION = {
    "type": "action",
    "verb": "split",
    "thing": "our review completion by interpreter need",
    "group": "people who need an interpreter",
    "date": "14 July 2026",
    "issue": "who does not complete",
    "checker": "Asha",
    "check_date": "16 July 2026",
}
HABIT = {
    "type": "habit",
    "place": "each formulary meeting",
    "verb": "ask",
    "thing": "“for whom?”",
    "group": "each group",
    "date": "31 July 2026",
    "checker": "Tom",
    "check_date": "3 August",
}
NAMES = {
    0: "Zoë أحمد",
    1: '=cmd("/C calc")',
    2: "<script>alert(1)</script>",
    3: "../../etc/passwd",
    4: "CON",
    5: "Asha",
    6: "Asha",
}
PRIVATE, SECRET = (20, 21), "a thing that nobody may see"


def record(number):
    return f"{number:02d}" * 7 + "ab"


def written(number, **more):
    held = {
        **(HABIT if number % 2 else ACTION),
        "name": NAMES.get(number, ""),
        "private": False,
        **({"issue": "<img src=x> who waits"} if number == 8 else {}),
        **more,
    }
    return {"schema": 1, "course": "1.0.0", "day": DAY, "commitment": held}


def text(data):
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


@pytest.fixture
def folder(tmp_path):
    return handed_in(tmp_path / "hand-ins")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What one run on the same folder gathers, and every file that it writes."""
    place = handed_in(tmp_path_factory.mktemp("made") / "hand-ins")
    return commitments(place, leader="Ms Okoro <b>"), content(place.parent / "hand-ins-follow-up")


def handed_in(place):
    """Hand-ins as zips (0 to 9), work folders (10 to 17), loose records (18 to 23): 20 and 21 are private, 22 is
    damaged, 5 came twice.
    """
    place.mkdir()
    for number in range(10):
        content = {"manifest.json": "{}", f"commitments/{record(number)}.json": text(written(number))}
        (place / f"hand-in-p{number}.zip").write_bytes(stable_zip(content))
    (place / "hand-in-p5 (1).zip").write_bytes((place / "hand-in-p5.zip").read_bytes())
    for number in range(10, 18):
        inside = place / f"my-work-p{number}" / "commitments"
        inside.mkdir(parents=True)
        (inside / f"{record(number)}.json").write_text(text(written(number)), encoding="utf-8")
    for number in range(18, 24):
        more = {"private": True, "thing": SECRET, "name": "Nobody Known"} if number in PRIVATE else {}
        (place / f"{record(number)}.json").write_text(text(written(number, **more)), encoding="utf-8")
    damaged = place / f"{record(22)}.json"
    damaged.write_text(damaged.read_text(encoding="utf-8")[:90], encoding="utf-8")
    (place / "roll.csv").write_text("id\np0\n")
    return place


def content(out):
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def unpacked(name, data):
    """The bytes of a file, and of all that is packed in it."""
    if name.endswith((".xlsx", ".docx")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"".join(archive.read(entry) for entry in archive.namelist())
    return data


def table(path):
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def type_in(path, answers):
    """Type answers into the sheet, as on a call: {(record, day): {column: words}}."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        key = (row[heads.index("record")].value, row[heads.index("day")].value)
        for column, words in answers.get(key, {}).items():
            row[heads.index(column)].value = words
    book.save(path)


def test_what_is_shared_is_gathered_once_and_what_is_damaged_is_named_once(made):
    found, _ = made
    assert [one.record for one in found.written] == sorted(
        (record(n) for n in range(24) if n not in (20, 21, 22)),
        key=lambda r: (not NAMES.get(int(r[:2])), NAMES.get(int(r[:2]), "").casefold(), r),
    )
    assert found.notes == (f"{record(22)}.json is damaged, so it was left out. Ask for it again.",)


def test_a_private_commitment_is_in_no_file_and_in_no_word_on_the_screen(folder):
    (folder / "check-in-1.json").write_text(
        text({"schema": 1, "record": record(20), "day": 30, "done": "done", "share": True})
    )
    (folder / "check-ins.csv").write_text(f"record,day,done\n{record(21)},30,done\n")
    said = run(folder).output
    for name, data in content(folder.parent / "hand-ins-follow-up").items():
        for secret in (record(20), record(21), SECRET, "Nobody Known"):
            assert secret.encode() not in unpacked(name, data) and secret not in name, name
            assert secret not in said
    assert "21 shared commitments, 0 check-ins." in said


def test_a_commitment_that_is_private_in_any_copy_is_taken_back_everywhere(folder):
    out = folder.parent / "hand-ins-follow-up"
    commitments(folder)
    type_in(out / "check-ins.xlsx", {(record(0), 30): {"done": "done", "helped": "a kind list"}})
    commitments(folder)
    assert any("zo" in name for name in content(out) if name.startswith("calendar/"))
    (folder / f"{record(0)}.json").write_text(text(written(0, private=True)), encoding="utf-8")
    found = commitments(folder)
    assert len(found.written) == 20 and not found.check_ins
    for name, data in content(out).items():
        assert (
            record(0).encode() not in unpacked(name, data)
            and "Zoë".encode() not in unpacked(name, data)
            and b"a kind list" not in unpacked(name, data)
        ), name
    assert len([name for name in content(out) if name.startswith("calendar/")]) == 20


@pytest.mark.parametrize("choice", [{}, {"private": None}, {"private": "no"}, {"private": 0}])
def test_only_a_clear_choice_shares_a_commitment(tmp_path, choice):
    held = {key: value for key, value in written(1)["commitment"].items() if key != "private"}
    (tmp_path / f"{record(1)}.json").write_text(
        text({**written(1), "commitment": {**held, **choice}}), encoding="utf-8"
    )
    assert not commitments(tmp_path).written


def test_the_course_s_own_hand_in_is_read(tmp_path):
    from equityqi.workfolder import survey_sheets

    work = tmp_path / "work"
    (work / "exercises").mkdir(parents=True)
    (work / "settings.yml").write_text("name: asha\nsession_date: 2026-12-01\n")
    kept_back, shared = (
        survey_sheets.save_sheet(work, "commitment", {**ACTION, "private": choice}) for choice in ("private", "share")
    )
    (tmp_path / "in").mkdir()
    hand_in(work).rename(tmp_path / "in" / "hand-in-asha.zip")
    found = commitments(tmp_path / "in")
    assert [(one.record, one.day, one.sentence.split(" for ")[0]) for one in found.written] == [
        (shared, dt.date(2026, 12, 1), "I will split our review completion by interpreter need")
    ]


def test_every_pack_is_written_and_a_second_run_changes_no_byte(folder):
    commitments(folder, leader="Ms Okoro")
    first = content(folder.parent / "hand-ins-follow-up")
    stamps = {path: path.stat().st_mtime_ns for path in (folder.parent / "hand-ins-follow-up").rglob("*")}
    commitments(folder, leader="Ms Okoro")
    assert (
        content(folder.parent / "hand-ins-follow-up") == first
        and {path: path.stat().st_mtime_ns for path in (folder.parent / "hand-ins-follow-up").rglob("*")} == stamps
    )
    commitments(folder, folder.parent / "elsewhere", leader="Ms Okoro")
    assert content(folder.parent / "elsewhere") == first
    pages = {
        "wall.html",
        "leader.html",
        "leader.ics",
        "check-ins.xlsx",
        "commitments-report.html",
        "commitments-report.docx",
        "commitments-figures.csv",
        "mail-merge.csv",
        "mail-merge.txt",
    }
    dated = {f"{name}-{day}.{kind}" for day in (30, 60, 90) for name, kind in (("check-in", "html"), ("mail", "txt"))}
    assert {name for name in first if "/" not in name} == pages | dated
    assert all(re.fullmatch(r"calendar/[a-z0-9-]+\.ics", name) for name in first if "/" in name)
    assert sum("/" in name for name in first) == 21  # two people called Asha keep their own


def test_pages_hold_each_promise_and_run_no_word_of_it(made):
    _, out = made
    pages = {name: data.decode() for name, data in out.items() if name.endswith(".html")}
    for name, page in pages.items():
        assert (
            "<script" not in page
            and "<img" not in page
            and "<b>" not in page
            and "default-src 'none'" in page
            and '<html lang="en-GB">' in page
        ), name
        heads = [int(level) for level in re.findall(r"<h(\d)", page)]
        assert (
            heads[0] == 1
            and heads.count(1) == 1
            and all(after - before <= 1 for before, after in zip(heads, heads[1:], strict=False))
        ), name
        assert all(
            "<caption>" in held and 'scope="col"' in held for held in re.findall(r"<table.*?</table>", page, re.DOTALL)
        )
    assert pages["wall.html"].count('class="card"') == 21 and "&lt;script&gt;alert(1)" in pages["wall.html"]
    assert (
        "I will split our review completion by interpreter need for people who need an interpreter by 14 July 2026, so"
        " that we can see or test who does not complete; Asha will ask me on 16 July 2026." in pages["wall.html"]
    )
    assert (
        "At each formulary meeting until 31 July 2026 I will ask “for whom?” for each group; Tom will ask me"
        " on 3 August." in pages["wall.html"]
    )
    assert pages["check-in-60.html"].count('class="person"') == 21
    assert all(
        question in pages["check-in-60.html"]
        for question in ("Have you done it", "What helped?", "What got in the way?", "Are you using a chart by group")
    )
    last = ("How wide is the gap now, with its unit?", "What have you changed in how you work?")
    assert all(question in pages["check-in-90.html"] and question in out["mail-90.txt"].decode() for question in last)
    assert not any(question in pages["check-in-60.html"] + out["mail-60.txt"].decode() for question in last)
    assert "why not" not in pages["check-in-60.html"].casefold() + out["mail-60.txt"].decode().casefold()
    assert "Zoë أحمد" in out["mail-30.txt"].decode() and out["mail-30.txt"].decode().count("Subject: ") == 21
    moved = (
        "Day 60 falls on Sunday 30 August 2026. Monday 31 August 2026 is the late summer bank holiday, so the check-in"
        " is on Tuesday 1 September 2026."
    )
    assert moved in pages["leader.html"] and moved in pages["check-in-60.html"] and moved in out["mail-60.txt"].decode()
    assert "bank holidays of England and Wales" in pages["leader.html"]


def test_only_the_mail_of_day_30_invites_to_the_quiz_from_memory(made):
    mails = {day: made[1][f"mail-{day}.txt"].decode() for day in (30, 60, 90)}
    assert mails[30].count("open exercise 14, “Day 30: from memory”") == 21
    assert "from memory" not in mails[60] + mails[90]


def events(data):
    assert data.count(b"\n") == data.count(b"\r\n") > 5
    return {str(event["uid"]): event for event in Calendar.from_ical(data).walk("VEVENT")}


def test_calendar_files_parse_back_to_all_day_dates_and_hold_nothing_from_the_clock(made):
    _, out = made
    held = {}
    for name, data in out.items():
        if name.startswith("calendar/"):
            held |= events(data)
    assert len(held) == 21 * 4
    exact = {
        "30": dt.date(2026, 7, 31),
        "60": dt.date(2026, 9, 1),
        "90": dt.date(2026, 9, 29),
        "asked": dt.date(2026, 7, 16),
    }
    for what, day in exact.items():
        event = held[f"{record(0)}-{what}@equityqi"]
        assert (event["dtstart"].dt, event["dtend"].dt) == (day, day + dt.timedelta(days=1)) and event[
            "dtstart"
        ].params["VALUE"] == "DATE"
        assert event["dtstamp"].dt == dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    assert held[f"{record(1)}-asked@equityqi"]["dtstart"].dt == dt.date(2026, 8, 3)  # “3 August”, near the session
    assert (
        "split our review completion" in held[f"{record(0)}-30@equityqi"]["description"]
        and "Ms Okoro" in held[f"{record(0)}-30@equityqi"]["summary"]
    )
    leader = events(out["leader.ics"])
    assert {uid: event["dtstart"].dt for uid, event in leader.items()} == {
        f"leader-2026-07-01-{day}@equityqi": exact[str(day)] for day in (30, 60, 90)
    }


def test_the_sheet_comes_back_with_what_was_typed_and_loses_none_of_it(folder):
    out = folder.parent / "hand-ins-follow-up"
    commitments(folder)
    blank = table(out / "check-ins.xlsx")
    assert len(blank) == 21 * 3 and tuple(blank[0]) == COLUMNS
    assert {str(row["name"])[:6] for row in blank if row["record"] == record(1)} == {"'=cmd("}  # no formula
    lists = {
        rule.formula1 for rule in openpyxl.load_workbook(out / "check-ins.xlsx").active.data_validations.dataValidation
    }
    assert {'"done,part,not"', '"yes,no"'} <= lists
    odd = {
        (record(0), 30): {"done": "maybe"},
        (record(1), 30): {
            "done": "Done",
            "helped": '\'=HYPERLINK("x")',
            "in_the_way": "- no time",
            "chart_by_group": "Yes",
            "confidence": 7,
        },
    }
    type_in(out / "check-ins.xlsx", odd)
    found = commitments(folder)
    assert found.check_ins == (CheckIn(record(1), 30, "done", '=HYPERLINK("x")', "- no time", "yes", 7),)
    assert [note for note in found.notes if "check-ins.xlsx" in note and "“maybe”. Choose done, part or not." in note]
    before = content(out)
    cells = {(row["record"], row["day"]): row for row in table(out / "check-ins.xlsx")}
    assert cells[record(0), 30]["done"] == "maybe" and cells[record(1), 30]["helped"] == '\'=HYPERLINK("x")'
    assert commitments(folder).check_ins == found.check_ins and content(out) == before
    sheet = openpyxl.load_workbook(out / "check-ins.xlsx").active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_sheet_that_cannot_be_read_is_left_as_it_is(folder):
    sheet = folder.parent / "hand-ins-follow-up" / "check-ins.xlsx"
    sheet.parent.mkdir()
    sheet.write_bytes(b"PK\x03\x04 half of a file")
    (folder / "check-ins.csv").write_text("who,when\nAsha,30\n")
    notes = commitments(folder).notes
    assert (
        sheet.read_bytes() == b"PK\x03\x04 half of a file"
        and "so we left it as it is. Correct it or delete it, then run this again." in notes[-1]
    )
    assert "check-ins.csv needs the columns record (or code), day and done." in notes[-2]


def test_check_ins_come_back_as_records_csv_or_excel_and_a_second_answer_that_differs_is_named(folder):
    (folder / "check-in-a.json").write_text(
        text(
            {
                "schema": 1,
                "record": record(7),
                "day": 30,
                "done": "part",
                "helped": "a list",
                "in_the_way": "time",
                "chart_by_group": "no",
                "gap": "9 points",
                "share": True,
            }
        )
    )
    (folder / "check-in-b.json").write_text(
        text({"schema": 1, "record": record(8), "day": 30, "done": "done", "share": False})
    )
    (folder / "check-ins.csv").write_text(
        f"Code;Day;Done;In the way\nzoë أحمد;30;Done;\nAsha;30;done;\n{record(7)};30;done;\n{record(9)};31;done;\n",
        encoding="utf-8-sig",
    )
    found = commitments(folder)
    assert {(one.record, one.done, one.gap) for one in found.check_ins} == {
        (record(7), "part", "9 points"),
        (record(0), "done", ""),
    }
    notes = "\n".join(found.notes)
    assert "check-ins.csv, row 3: “Asha” fits no commitment that is shared here, or fits more than one." in notes
    assert "check-ins.csv, row 4 differs from check-in-a.json, and we used the one there." in notes
    assert "check-ins.csv, row 5: the day is “31”. Write 30, 60 or 90." in notes


def test_what_was_not_told_is_no_answer():
    known = Known.of({"0f": ""})
    assert parse_check_in({"record": "0f", "day": "30"}, known) is None
    assert "Choose done, part or not." in parse_check_in({"record": "0f", "day": "30", "helped": "x"}, known)
    assert "whole number from 0 to 10" in parse_check_in(
        {"record": "0f", "day": "30", "done": "done", "confidence": "11"}, known
    )


def answers(done, part, not_done, day=30):
    words = ["done"] * done + ["part"] * part + ["not"] * not_done
    return tuple(
        CheckIn(record(number), day, word, "kind colleagues", f"reason {number}") for number, word in enumerate(words)
    )


def rows_of(document, caption):
    return {
        row[0]: row[1:]
        for section in document.sections
        for block in section.blocks
        if getattr(block, "caption", "") == caption
        for row in block.rows
    }


def test_those_not_heard_from_are_counted_both_ways():
    told = answers(12, 3, 1)
    document = commitment_report.report(24, told)
    counts = rows_of(document, "Commitments by date")
    assert counts["Check-in came back"] == ("16",) and counts["Not heard from"] == (
        "8",
    )  # day 60 may not have come yet
    shares = rows_of(document, "Shares by date")
    assert shares["Done, of those who told us"] == ("12 of 16 (75%; 51\u00a0to\u00a090%)",)
    assert shares["Done, of all who committed"][0] == "50% (12 of 24; 31\u00a0to\u00a069%)"
    assert shares["Done or in part, of all who committed"][0] == "62.5% (15 of 24; 43\u00a0to\u00a079%)"
    late = rows_of(commitment_report.report(24, answers(1, 0, 0, day=60)), "Shares by date")
    assert late["Done, of those who told us"] == ("nobody yet", "1 of 1") and late["Done, of all who committed"][
        0
    ].startswith("0% (0 of 24; 0\u00a0to\u00a014%")
    assert "%" not in str(rows_of(commitment_report.report(9, told[:5]), "Shares by date"))


def test_the_report_of_none_and_of_all(folder):
    out = folder.parent / "hand-ins-follow-up"
    commitments(folder)
    assert "No check-in has come back yet." in (out / "commitments-report.html").read_text(encoding="utf-8")
    told = {
        (record(n), day): {
            "done": "done" if n % 3 else "not",
            "helped": f"help {n}",
            "in_the_way": f"<i>{n}</i>",
            "chart_by_group": "yes",
        }
        for n in range(24)
        for day in (30, 60, 90)
    }
    type_in(out / "check-ins.xlsx", told)
    assert len(commitments(folder).check_ins) == 21 * 3
    page = (out / "commitments-report.html").read_text(encoding="utf-8")
    assert "By day 90, 21 of 21 told us how it went: 14 done, 0 in part, 7 not done." in page
    assert "66.7% (14 of 21; 45\u00a0to\u00a083%)" in page and "&lt;i&gt;5&lt;/i&gt;" in page and "<i>" not in page
    assert not [name for name in NAMES.values() if name in page and name != "CON"] and "Zoë" not in page
    word = Document(out / "commitments-report.docx")
    cells = [cell.text for held in word.tables for row in held.rows for cell in row.cells]
    assert "66.7% (14 of 21; 45\u00a0to\u00a083%)" in cells and "help 5" in [
        paragraph.text for paragraph in word.paragraphs
    ]
    lines = list(csv.DictReader(io.StringIO((out / "commitments-figures.csv").read_text(encoding="utf-8-sig"))))
    assert [line["per cent"] for line in lines if line["counted"] == "Done, of all who committed"] == ["66.7"] * 3
    assert "Day 90: Not yet" in (out / "leader.html").read_text(encoding="utf-8") and "&lt;i&gt;0&lt;/i&gt;" in (
        out / "leader.html"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize(("status", "shown"), [("published", True), ("not-verified", False)])
def test_a_published_figure_stands_beside_ours_only_when_it_is_verified(monkeypatch, status, shown):
    facts = {
        id: Fact(id, value, "%", "six months", "A paper", status, f"{value}% of them.")
        for id, value in zip(commitment_report.PUBLISHED, (75, 70), strict=True)
    }
    monkeypatch.setattr(commitment_report, "all_facts", lambda: facts)
    told = answers(12, 3, 1)
    titles = [section.title for section in commitment_report.report(24, told).sections]
    assert ("Beside a published figure" in titles) == shown
    assert "Beside a published figure" not in [section.title for section in commitment_report.report(24, ()).sections]


def run(folder, *more):
    app = typer.Typer()
    app.command()(verb)
    return CliRunner().invoke(app, [str(folder), *more])


def test_without_a_day_of_the_session_the_trainer_is_asked_for_it(folder):
    path = folder / f"{record(18)}.json"
    path.write_text(text({**written(18), "day": ""}), encoding="utf-8")
    said = run(folder)
    assert (
        said.exit_code == 1
        and "1 commitment carries no date of the session" in said.output
        and not (folder.parent / "hand-ins-follow-up").exists()
    )
    assert run(folder, "--day", "soon").output == "We can't read “soon” as a date. Write it like 2026-12-01.\n"
    assert (
        "Day 30 after Tuesday 1 December 2026: Thursday 31 December 2026."
        in run(folder, "--day", "1 December 2026").output
    )


def test_a_folder_that_is_not_there_and_one_that_is_read_are_refused(folder):
    assert (
        run(folder / "nowhere").exit_code == 1
        and "Give the folder that holds the hand-ins." in run(folder / "nowhere").output
    )
    before = content(folder)
    (folder.parent / "link").symlink_to(folder, target_is_directory=True)
    for out in (folder, folder.parent / "link", folder / "x" / ".." / ".." / "hand-ins"):
        with pytest.raises(CannotFollowUp, match="Give --out a folder beside it, for example: --out .*/hand-ins-foll"):
            commitments(folder, out)
    assert content(folder) == before


def test_without_out_nothing_is_written_among_the_hand_ins(folder, monkeypatch):
    before = content(folder)
    monkeypatch.chdir(folder)
    said = run(".", "--leader", "Tom")
    out = folder.parent / "hand-ins-follow-up"
    assert said.exit_code == 0 and f"Written to {out}." in said.output and (out / "wall.html").is_file()
    assert content(folder) == before


def test_a_follow_up_from_before_is_moved_first_and_nothing_typed_is_lost(folder):
    commitments(folder)
    out, old = folder.parent / "hand-ins-follow-up", folder / "follow-up"
    type_in(out / "check-ins.xlsx", {(record(2), 30): {"done": "done"}})
    out.rename(old)
    with pytest.raises(CannotFollowUp, match="Move that folder to .*hand-ins-follow-up, then run this again"):
        commitments(folder)
    assert not out.exists() and [one.record for one in commitments(folder, old).check_ins] == [record(2)], (
        "who asks for that folder goes on in it"
    )
    old.rename(out)
    assert [one.record for one in commitments(folder).check_ins] == [record(2)]


def test_a_calendar_file_of_somebody_else_s_stays(folder):
    commitments(folder)
    place = folder.parent / "hand-ins-follow-up" / "calendar"
    theirs, earlier = place / "rota-2026120112-30.ics", place / "asha-2026120112-30.ics"
    theirs.write_text("BEGIN:VCALENDAR")
    earlier.write_text("BEGIN:VCALENDAR\nPRODID:-//equityqi//commitments//EN")  # one of a file for each date
    commitments(folder)
    assert theirs.is_file() and not earlier.exists()


def merged(out):
    return list(csv.DictReader(io.StringIO((out / "mail-merge.csv").read_bytes().decode("utf-8-sig"))))


def test_the_table_for_mail_merge_has_who_gave_a_name_and_keeps_the_addresses_typed_into_it(folder):
    out = folder.parent / "hand-ins-follow-up"
    found = commitments(folder)
    rows = merged(out)
    assert [row["record"] for row in rows] == [one.record for one in found.written if one.promise.name]
    zoe = next(row for row in rows if row["record"] == record(0))
    assert (zoe["name"], zoe["wrote_on"], zoe["day_60"]) == ("Zoë أحمد", "1 July 2026", "Tuesday 1 September 2026")
    assert (out / "calendar" / zoe["diary_file"]).is_file() and zoe["promise"].startswith("I will split")
    assert next(row["name"] for row in rows if row["record"] == record(1)).startswith("'=")
    with_address = (
        (out / "mail-merge.csv").read_bytes().replace("Zoë أحمد,,".encode(), "Zoë أحمد,zoe@dale.example,".encode())
    )
    (out / "mail-merge.csv").write_bytes(with_address)
    commitments(folder)
    assert [row["email"] for row in merged(out) if row["email"]] == ["zoe@dale.example"]
    text = (out / "mail-merge.txt").read_text(encoding="utf-8")
    assert {name for name in re.findall("«(\\w+)»", text)} <= set(zoe) and text.count("Subject: ") == 3


def test_a_table_for_mail_merge_that_cannot_be_read_stays_as_it_is(folder):
    out = folder.parent / "hand-ins-follow-up"
    commitments(folder)
    (out / "mail-merge.csv").write_bytes(b"my own notes\nRing Asha\n")
    assert any("mail-merge.csv couldn’t be read" in note for note in commitments(folder).notes)
    assert (out / "mail-merge.csv").read_bytes() == b"my own notes\nRing Asha\n"


@pytest.mark.parametrize("record_in_excel", ["1.23E+15", "1230000000000000"])
def test_an_address_is_found_again_where_excel_has_shortened_its_record_and_in_short_rows(tmp_path, record_in_excel):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1230000000000e00.json").write_text(text(written(0)), encoding="utf-8")
    out = tmp_path / "in-follow-up"
    commitments(folder)
    table = (out / "mail-merge.csv").read_text(encoding="utf-8-sig")
    typed = table.replace("1230000000000e00,", f"{record_in_excel},", 1).replace("أحمد,,", "أحمد,zoe@dale.example,")
    (out / "mail-merge.csv").write_text(typed + "a note\r\n", encoding="utf-8-sig", newline="")
    commitments(folder)
    assert [(row["record"], row["email"]) for row in merged(out)] == [("1230000000000e00", "zoe@dale.example")]


def test_an_address_in_a_row_of_nobody_is_never_written_over(folder):
    out = folder.parent / "hand-ins-follow-up"
    commitments(folder)
    held = (out / "mail-merge.csv").read_bytes() + b"1.2E+15,Zoe,zoe@dale.example\r\n"
    (out / "mail-merge.csv").write_bytes(held)
    assert any("an address in a row without a record we know" in note for note in commitments(folder).notes)
    assert (out / "mail-merge.csv").read_bytes() == held


def test_who_gave_no_name_is_counted_and_the_mail_texts_say_so(folder):
    out = folder.parent / "hand-ins-follow-up"
    said = "\n".join(in_short(commitments(folder)))
    assert "14 of them have no name. words-to-send.html says how to reach them" in said
    assert "We can't tell whose this is." in (out / "mail-30.txt").read_text(encoding="utf-8")


def test_an_empty_folder_gives_pages_that_say_so(tmp_path):
    assert commitments(tmp_path) == Gathered((), ()) and not commitments(tmp_path).notes
    wall = tmp_path.with_name(f"{tmp_path.name}-follow-up") / "wall.html"
    assert "Nobody has shared a commitment yet." in wall.read_text(encoding="utf-8")


def test_on_a_screen_1920_wide_no_letter_of_a_card_is_smaller_than_28_points_on_a_slide(made):
    page = made[1]["wall.html"].decode()
    wide = page[page.index("min-width: 1000px") :]
    shares = [float(one) for one in re.findall(r"([\d.]+)vw", wide[: wide.index("@media print")])]
    assert len(shares) == 2 and all(share * 1920 / 100 >= 28 * 1080 / 540 for share in shares)


def test_dates_from_a_calendar_field_are_written_as_people_write_them(tmp_path):
    held = written(0, date="2026-07-14", check_date="2026-07-16")
    (tmp_path / f"{record(0)}.json").write_text(text(held), encoding="utf-8")
    (one,) = commitments(tmp_path).written
    assert " by 14 July 2026, " in one.sentence and "Asha will ask me on 16 July 2026." in one.sentence


def test_letters_on_the_wall_are_as_large_as_fits_and_never_small():
    forty = "I will " + "split our list of reviews " * 7 + "by Friday."
    assert (
        size_of("I will ask for whom at each meeting.") == 72
        and 40 <= size_of(forty) <= 48
        and size_of("long " * 400) == 32
    )


def test_what_points_to_a_person_is_in_no_file_and_its_record_is_named(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    named = written(
        1, verb="ring", thing="Mrs Patel 943 476 5919 and the rest", checker="Susan Smith", name="Tom Baker"
    )
    (place / f"{record(1)}.json").write_text(text(named), encoding="utf-8")
    told = {"schema": 1, "record": record(1), "day": 30, "done": "part", "in_the_way": "dob 3.8.1940", "share": True}
    (place / "check-in-1.json").write_text(text(told), encoding="utf-8")
    found = commitments(place, tmp_path / "out")
    made = {name: unpacked(name, data) for name, data in content(tmp_path / "out").items()}
    assert not [name for name, data in made.items() for hidden in (b"Mrs Patel", b"943 476", b"1940") if hidden in data]
    assert b"[removed: a name] [removed: an NHS number] and the rest" in made["wall.html"]
    assert b"Susan Smith will ask me" in made["wall.html"] and b"Tom Baker" in made["wall.html"]
    assert [note.split(":")[0] for note in found.notes] == [f"{record(1)}.json", "check-in-1.json"]
    assert "a patient (a name and an NHS number)" in found.notes[0] and "Patel" not in "".join(found.notes)
