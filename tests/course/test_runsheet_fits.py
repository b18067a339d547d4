"""The runsheet against the lessons, the exercises and the papers: it adds up, and each block finds its minutes on its
page.
"""

import json
import re

import pytest

from equityqi.authoring.lint.lesson import MINUTES_LINE
from equityqi.authoring.markdown_text import Reading, plain
from equityqi.files import course_root
from equityqi.lessons.runsheet import KINDS, read_runsheet
from equityqi.lessons.runsheet_pages import agenda_page, runsheet_page

ROOT = course_root()
RUNSHEET = read_runsheet()
BLOCKS = [block for session in RUNSHEET.sessions for block in session.blocks]
WORK = [block for block in BLOCKS if block.kind == "work"]
PAGES = list(dict.fromkeys(block.notebook for block in WORK))
LESSONS = [page for page in PAGES if page != "00-start"]
THERE = [page for page in PAGES if (ROOT / "course" / f"{page}.ipynb").is_file()]


def minutes(blocks):
    return sum(block.minutes for block in blocks)


def headings(page):
    """The headings with two # of a lesson in order, each with its minutes by kind."""
    cells = json.loads((ROOT / "course" / f"{page}.ipynb").read_text(encoding="utf-8"))["cells"]
    found = []
    for cell in cells:
        if cell["cell_type"] != "markdown":
            continue
        for block in Reading("".join(cell["source"])).blocks:
            text = plain(block.text)
            if block.level == 2:
                found.append((text, dict.fromkeys(KINDS, 0)))
            elif block.tag == "p" and found and (line := MINUTES_LINE.match(text)):
                for kind, number in re.findall(rf"({'|'.join(KINDS)}) (\d+)", line[2]):
                    found[-1][1][kind] += int(number)
    return found


@pytest.mark.parametrize("session, work, breaks, slack", [(1, 182, 20, 8), (2, 180, 20, 10)])
def test_each_session_adds_up_to_210_minutes(session, work, breaks, slack):
    blocks = RUNSHEET.session(session).blocks
    kinds = {kind: minutes(block for block in blocks if block.kind == kind) for kind in ("work", "break", "slack")}
    assert kinds == {"work": work, "break": breaks, "slack": slack} and sum(kinds.values()) == 210


def test_doing_takes_at_least_six_of_ten_working_minutes():
    doing = sum(block.do for block in WORK)
    assert (doing, minutes(WORK)) == (218, 362) and doing / minutes(WORK) >= 0.6


@pytest.mark.parametrize("session", RUNSHEET.sessions, ids=lambda session: f"session-{session.number}")
def test_the_clock_rises_and_no_stretch_is_longer_than_80_minutes(session):
    starts = [block.start for block in session.blocks]
    assert starts == sorted(set(starts)) and starts[0] == 0
    pauses = [0, *(block.start for block in session.blocks if block.kind == "break"), session.minutes]
    after = [0, *(block.end for block in session.blocks if block.kind == "break")]
    assert max(pause - begin for begin, pause in zip(after, pauses[1:], strict=True)) <= 80


def test_twenty_minutes_late_can_be_made_up_in_both_sessions():
    assert [sum(cut.saves for cut in session.cuts) for session in RUNSHEET.sessions] == [20, 20]


def test_the_task_between_the_sessions_takes_an_hour():
    assert sum(task.minutes for task in RUNSHEET.between) == 60


@pytest.mark.parametrize("page", PAGES)
def test_each_lesson_has_the_minutes_of_its_blocks(page):
    """A lesson that does not stand yet is named by the last test of this file."""
    blocks = [block for block in WORK if block.notebook == page]
    if page not in THERE or page not in LESSONS:
        assert blocks
        return
    told = headings(page)
    names = [name for name, _ in told]
    metadata = json.loads((ROOT / "course" / f"{page}.ipynb").read_text(encoding="utf-8"))["metadata"]["equityqi"]
    assert metadata["minutes"] == {kind: sum(block.parts[kind] for block in blocks) for kind in KINDS}
    sections = [block.section for block in blocks]
    if len(blocks) == 1 and not sections[0]:
        sections = names[:1]
    assert set(sections) <= set(names), (
        f"{page} has the headings {names}; name one of them under `section` in runsheet.yml"
    )
    places = [names.index(section) for section in sections]
    assert places == sorted(set(places))
    for block, begin, end in zip(blocks, places, [*places[1:], len(told)], strict=True):
        assert {kind: sum(part[kind] for _, part in told[begin:end]) for kind in KINDS} == block.parts, block.title


def test_each_block_names_the_exercise_of_its_lesson():
    for block in WORK:
        assert block.exercise == ("" if block.notebook == "00-start" else block.notebook.rsplit("/")[-1]), block.title


@pytest.mark.usefixtures("nobodys_organisation")
@pytest.mark.parametrize("name, page", [("runsheet.html", runsheet_page), ("agenda.html", agenda_page)])
def test_the_printed_pages_are_what_the_runsheet_makes(name, page):
    kept = (ROOT / "course" / "trainer" / name).read_text(encoding="utf-8")
    assert kept == page(RUNSHEET), "Run: equityqi make runsheet"


def test_all_fourteen_lessons_stand_with_their_exercises():
    assert len(LESSONS) == 14
    missing = [page for page in LESSONS if page not in THERE]
    missing += [
        f"solutions/{block.exercise}"
        for block in WORK
        if block.exercise and not (ROOT / "solutions" / block.exercise).is_dir()
    ]
    missing += [
        f"00-start#{block.section}"
        for block in WORK
        if block.notebook == "00-start"
        and block.section
        and block.section not in [name for name, _ in headings("00-start")]
    ]
    assert missing == [], f"Not there yet: {', '.join(dict.fromkeys(missing))}"
