"""handouts.print_sets, handouts.print_session: a trainer prints a session from one file, and everything the runsheet
names is in it.
"""

import datetime as dt
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from read_pdf import ReadPdf
from typer.testing import CliRunner

from equityqi.cli.app import app
from equityqi.documents.markup import plain
from equityqi.documents.pdf import A3, A4
from equityqi.forms import print_card, run_command
from equityqi.handouts import paper_pack, print_session
from equityqi.handouts.pages import ON_PAPER
from equityqi.handouts.print_session import make_course, make_print, session_pdf
from equityqi.handouts.print_sets import SETS
from equityqi.handouts.printable import TABLE, Course
from equityqi.handouts.run_pages import START, run_pages
from equityqi.handouts.session_sets import sets_of
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.to_print import LARGE_PRINT, file_name, files_to_print, sets_to_print
from equityqi.questions.exercise_file import all_exercises
from equityqi.workfolder import survey_sheets

pytestmark = pytest.mark.usefixtures("nobodys_organisation")  # another’s: tests/test_second_organisation.py
RUNSHEET = read_runsheet()
SYSTEM = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}  # without it, Windows runs no Python
SECOND = dt.date(2026, 12, 1)  # day 30 is New Year's Eve, day 60 a Saturday


@pytest.fixture(scope="module")
def course():
    """The course's first case, with all its pages."""
    made = make_course("a-blood-pressure")
    return Course(made.ran, made.runsheet, made.case, SECOND, made.reader)


@pytest.fixture(scope="module")
def printed(course):
    """Both sessions: everything, and the least."""
    return {(number, least): session_pdf(course, number, 16, least) for number in (1, 2) for least in (False, True)}


@pytest.fixture(scope="module")
def first(printed):
    """The whole first session as it is read."""
    return ReadPdf(printed[1, False].pdf.data)


@pytest.fixture(scope="module")
def files(course, tmp_path_factory):
    """All that “make print” makes, by name."""
    made = [path for path, _ in make_print(tmp_path_factory.mktemp("to-print"), lambda: course)]
    return dict(zip([*files_to_print(RUNSHEET), *sets_to_print(RUNSHEET)], made, strict=True))


def one(course, name):
    """One set alone, as it is read."""
    return ReadPdf(_data(course, name))


def _data(course, name):
    with tempfile.TemporaryDirectory() as folder:
        ((path, _),) = make_print(Path(folder), lambda: course, only=name)
        return path.read_bytes()


def test_every_material_that_the_runsheet_names_is_made_by_that_name_and_nothing_else():
    assert list(SETS) == sets_to_print(RUNSHEET)
    assert len({file_name(name) for name in SETS}) == len(SETS)


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2])
def test_a_session_holds_every_set_of_its_blocks_once(course, printed, number):
    held = printed[number, False]
    names = [one.made.name for one in held.sets] + [one.name for one in held.inside]
    wanted = [name for block in RUNSHEET.session(number).blocks for name in block.materials]
    assert set(wanted) <= set(names) and len(names) == len(set(names))
    for made in sets_of(course, number):
        assert plain(list(made.body)).strip() or made.body, made.name
        assert made.name == made.name.strip()


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2])
def test_the_first_page_says_which_pages_to_print_and_they_are_there(printed, number):
    held = printed[number, False]
    read = ReadPdf(held.pdf.data)
    cover = " ".join(one.words for one in read.letters if one.page == 1)
    assert f"{held.sheets(16)} sheets of paper" in cover.replace("  ", " ")
    assert f"{held.sheets_of_a_pair} sheets for each pair" in " ".join(read.tree.text.split())
    for made in held.inside:
        assert f"{made.name}: in “{made.inside}”" in read.tree.text
    titles = [one.text for one in read.tree.all("H1")]
    assert titles[1:] == [one.made.title or one.made.name[0].upper() + one.made.name[1:] for one in held.sets]
    ranges = [
        [int(page) for page in re.findall(r"\d+", row.all("TH", "TD")[0].text)]
        for row in read.tree.all("Table")[0].all("TR")[1:]
    ]
    flat = [page for pages in ranges for page in (pages[0], pages[-1])]
    assert flat == sorted(flat) and flat[-1] == held.pages == len(read.pdf.pages)


@pytest.mark.slow
def test_what_is_printed_in_one_job_has_one_paper_and_begins_on_a_sheet_of_its_own(printed):
    for held in printed.values():
        jobs = [(one.made.paper, one.made.both, one.made.per) for one in held.sets]
        assert len([a for a, b in zip(jobs, jobs[1:], strict=False) if a != b]) + 1 == len(set(jobs))
        for one in held.sets:
            if one.made.both:
                assert held.pdf.pages[one.made.id][0] % 2 == 1


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2])
def test_all_is_under_30_sheets_for_a_pair_and_the_least_has_all_that_is_asked_in_the_room(printed, number):
    held = printed[number, True]
    assert held.sheets_of_a_pair < 20 and held.sheets_of_a_pair < printed[number, False].sheets_of_a_pair < 30
    text = ReadPdf(held.pdf.data).tree.text
    core = [
        question
        for exercise in {block.exercise for block in RUNSHEET.session(number).blocks if block.exercise}
        for question in all_exercises()[exercise].questions
        if question.part == "core" and (number == 1 or not exercise.startswith("05"))
    ]
    assert len(core) > 10
    squeezed = "".join(text.split())
    for question in core:
        assert "".join(question.prompt.split("\n")[0].split()) in squeezed, question.id


@pytest.mark.slow
def test_sheets_are_counted_for_the_people_there_are(printed):
    held = printed[1, True]
    assert (
        held.sheets(2)
        < held.sheets(16)
        == 8 * held.sheets(2) - 7 * (1 + sum(one.sheets for one in held.sets if not one.made.per))
    )  # and the first page, once
    assert held.sheets(16) == held.sheets(16, A4) + held.sheets(16, A3)
    assert all(one.sheets * 2 >= one.pages for one in held.sets)


@pytest.mark.slow
def test_a_session_is_tagged_in_english_with_headings_in_steps_and_alt_text_on_each_picture(first, printed):
    assert str(first.pdf.Root.Lang) == "en-GB" and first.pdf.Root.MarkInfo.Marked
    levels = [int(one.kind[1]) for one in first.tree.all("H1", "H2", "H3", "H4")]
    assert levels[0] == 1 and all(after <= level + 1 for level, after in zip(levels, levels[1:], strict=False))
    pictures = ReadPdf(printed[2, False].pdf.data).tree.all("Figure") + first.tree.all("Figure")
    assert len(pictures) == 6 and all(len(one.alt) > 40 for one in pictures)  # five charts, and the rings
    assert {one.font.partition("+")[2].partition("-")[0] for one in first.letters} == {"DejaVuSans"}
    assert min(one.size for one in first.letters) >= 8.99


@pytest.mark.slow
def test_no_sheet_gives_an_answer_away_and_the_key_is_a_file_of_its_own(course, printed):
    told = "".join(ReadPdf(printed[1, False].pdf.data).tree.text.split())
    key = "".join(one(course, "answer key").tree.text.split())
    sentences = [
        "".join(question.right.split())
        for name, exercise in all_exercises().items()
        for question in exercise.questions
        if name < "06" and len(question.right) > 30
    ]
    assert len(sentences) > 20
    assert [one for one in sentences if one in told] == []
    assert [one for one in sentences if one not in key] == []


@pytest.mark.slow
def test_cards_are_eight_to_a_sheet(course):
    page = one(course, "8 cards, equality to justice")
    assert page.sizes == [(210, 297)]
    assert [re.search(rf"\b{letter}\. ", page.tree.text) is not None for letter in "abcdefgh"] == [True] * 8
    assert len(one(course, "22 cards for the diagram").sizes) == 4  # with four blank ones, 26


@pytest.mark.slow
def test_diagram_canvas_grid_and_rings_are_one_sheet_of_a3(course):
    for name in (
        "blank diagram on A3",
        "a diagram on A3 with the aim",
        "A3 canvas",
        "2 by 2 grid",
        "poster of the rings",
    ):
        assert one(course, name).sizes == [(420, 297)], name
    words = one(course, "a diagram on A3 with the aim").tree.text
    assert "Primary drivers" in words and "By 31 March 2027" in words
    assert "31 March 2027" not in one(course, "blank diagram on A3").tree.text


@pytest.mark.slow
def test_two_name_tents_are_a_sheet_each_with_what_its_owner_reads(course):
    page = one(course, "name tents")
    assert page.sizes == [(210, 297)]
    assert page.tree.text.count("What I’d like to be called") == page.tree.text.count("You can pass at any time") == 2


@pytest.mark.slow
def test_the_follow_up_slide_has_the_dates_after_the_second_session_on_working_days(course):
    words = one(course, "follow-up slide").tree.text
    for date in ("Thursday 31 December 2026", "Monday 1 February 2027", "Monday 1 March 2027"):
        assert date in words
    assert words.count("We’ll ask you three times how your plan is going") == 1 and "for the trainer" not in words
    without = Course(course.ran, course.runsheet, course.case, None, course.reader)
    assert "Day 30: ____" in one(without, "follow-up slide").tree.text


@pytest.mark.slow
def test_what_is_on_a_sheet_already_is_there_word_by_word_and_in_every_picture(course):
    sets = {made.name: made for number in (1, 2) for made in sets_of(course, number)}
    inside = [made for made in sets.values() if made.inside]
    assert {"vignette sheet", "measure card", "the 5 charts of your case on paper"} <= {made.name for made in inside}
    for made in inside:
        whole = sets[made.inside]
        assert whole.least and whole.per <= max(made.per, TABLE) and whole.size >= made.size
        text, drawn = "".join(plain(list(whole.body)).split()), pictures_in(whole.body)
        for node in made.body:
            assert "".join(plain([node]).split()) in text, made.name
        assert pictures_in(made.body) <= drawn


def pictures_in(nodes):
    """The names of the pictures of a tree."""
    return {
        name
        for node in nodes
        if isinstance(node, dict)
        for name in [*([node["name"]] if node["t"] == "picture" else []), *pictures_in(node.get("c", []))]
    }  # noqa: E501


@pytest.mark.slow
def test_paper_says_nothing_that_only_a_screen_can_do(course):
    told = {made.name: plain(list(made.body)) for number in (1, 2) for made in sets_of(course, number)}
    screen = re.compile(
        r"\b(click|press|scroll|type|types|typed|screen|button|computer|saved|laptop|below the list)\b", re.I
    )
    allowed = (
        "Never type anything about a real patient",
        "never type anything about a real patient",
        "If you're sharing a laptop, one of you types and the other reads aloud.",
        "a little less exact than the computer",
    )  # noqa: E501
    for name, text in told.items():
        if name != "runsheet":
            for words in allowed:
                text = text.replace(words, "")
            assert not screen.findall(text), name


def test_each_sentence_that_paper_says_in_another_way_is_on_a_page(course):
    html = " ".join(" ".join(cell.html for cell in page.cells) for page in course.ran.pages)
    html += " ".join(survey_sheets.about_of("pre"))
    squeezed = " ".join(html.split())
    assert [said for said in ON_PAPER if said not in squeezed] == []


@pytest.mark.slow
def test_an_agenda_is_one_page_and_two_exit_tickets_are_a_sheet(course, printed):
    held = {one.made.name: one for one in printed[1, False].sets}
    assert held["agenda"].pages == 1
    assert held["exit tickets"].pages == 1 and held["exit tickets"].copies(16) == 8
    ticket = one(course, "exit tickets").tree.text
    assert ticket.count("One thing that is still muddy") == 2 and "Cut here" in ticket


@pytest.mark.slow
def test_every_file_reads_aloud(files):
    """PDF/UA-1, as far as its structure goes: no file of a session and no set alone is left out."""
    pdfs = {name: path for name, path in files.items() if path.suffix == ".pdf"}
    assert len(pdfs) == len(files) - 2
    for name, path in pdfs.items():
        read = ReadPdf(path.read_bytes(), words=False)
        root = read.pdf.Root
        assert str(root.Lang) == "en-GB" and root.MarkInfo.Marked and root.ViewerPreferences.DisplayDocTitle, name
        assert len(str(read.pdf.docinfo["/Title"])) > 5 and b"pdfuaid:part" in root.Metadata.read_bytes(), name
        levels = [int(one.kind[1]) for one in read.tree.all("H1", "H2", "H3", "H4")]
        assert levels[0] == 1 and all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False)), name
        with read.pdf.open_outline() as outline:
            assert len(outline.root) == levels.count(1) and all(one.title.strip() for one in outline.root), name
        assert all(len(one.alt) > 40 for one in read.tree.all("Figure")), name
        for table in read.tree.all("Table"):
            heads = table.all("TH")
            assert heads and all(one.scope in ("Row", "Column", "Both") for one in heads), name
        fonts = [font for page in read.pdf.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts, name
        for font in fonts:
            assert any(key.startswith("/FontFile") for key in font.DescendantFonts[0].FontDescriptor), name


@pytest.mark.slow
@pytest.mark.parametrize("name, points", LARGE_PRINT.items())
def test_large_print_is_set_in_its_size_on_a4_in_one_column(course, name, points):
    page = one(course, f"session 2, {name}")
    assert set(page.sizes) == {(210, 297)}
    assert min(letters.size for letters in page.letters if letters.mark is not None) >= points - 0.1
    assert len(page.tree.all("Figure")) == 5
    assert "Dashed line: the median" in page.tree.text
    assert "Sheet 6: Reconnect" in [heading.text for heading in page.tree.all("H1")]


def test_a_name_that_there_is_not_is_answered_with_the_nearest(tmp_path):
    made = CliRunner().invoke(app, ["make", "print", "--out", str(tmp_path), "--only", "name tent"])
    assert made.exit_code == 1 and "Did you mean “name tents”?" in made.output
    assert not list(tmp_path.iterdir())


def test_the_card_offers_every_file_and_hands_over_what_was_made(tmp_path, monkeypatch):
    card = print_card.print_card(tmp_path)
    offered = [code for code, _ in card.fields[0][3]]
    assert offered == [*files_to_print(RUNSHEET), *sets_to_print(RUNSHEET)]
    asked = []

    class Done:
        returncode, stderr = 0, ""
        stdout = "The pages are run once.\nname-tents.pdf: 1 page, one for each pair.\nWritten: 1 file."

    def run(command, **_):
        asked.append(command[command.index("--people") :])
        (tmp_path / "name-tents.pdf").write_bytes(b"%PDF")
        return Done

    monkeypatch.setattr(run_command.subprocess, "run", run)
    said = card.act({"what": "name tents", "people": "12"})
    assert asked == [["--people", "12", "--only", "name tents"]]
    assert said.startswith("Ready: name-tents.pdf, 1 page, one for each pair.")
    assert [(made.name, made.data) for made in card.made] == [("name-tents.pdf", b"%PDF")]


def test_the_card_says_what_was_wrong(tmp_path, monkeypatch):
    card = print_card.print_card(tmp_path)
    for people in ("a dozen", "²"):
        with pytest.raises(ValueError, match="isn't a number of people"):
            card.act({"what": "name tents", "people": people})

    class Failed:
        returncode, stdout, stderr = 1, "", "The page did not run."

    monkeypatch.setattr(run_command.subprocess, "run", lambda *_, **__: Failed)
    with pytest.raises(ValueError, match="The page did not run"):
        card.act({"what": "name tents", "people": "2"})
    Failed.returncode = 0
    with pytest.raises(ValueError, match="python start.py make print"):
        card.act({"what": "name tents", "people": "2"})


@pytest.mark.slow
def test_large_print_of_the_first_session_has_the_glossary_and_each_question_once(course):
    page = one(course, "session 1, large print 18")
    titles = [heading.text for heading in page.tree.all("H1")]
    assert titles[-1] == "Glossary" and "Absolute gap" in [heading.text for heading in page.tree.all("H3")]
    prompt = all_exercises()["01-what-is-inequity"].question("vignettes-1-8").prompt.split("\n")[0]
    assert page.tree.text.count(prompt) == 1


def test_the_case_and_the_date_are_those_of_the_work_folder(tmp_path, monkeypatch):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "settings.yml").write_text("case: c-asthma\nsecond_date: 2026-12-01\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = []
    monkeypatch.setattr(print_session, "run_pages", lambda paths, case, told: ran.append(case))
    made = print_session.make_course()
    assert (ran, made.case.id, made.second_day) == (["c-asthma"], "c-asthma", SECOND)
    monkeypatch.setattr(paper_pack, "make_paper", lambda folder, case, told: [ran.append(case) or folder])
    CliRunner().invoke(app, ["make", "paper", "--out", str(tmp_path / "pack")])
    CliRunner().invoke(app, ["make", "paper", "--out", str(tmp_path / "pack"), "--case", "e-second-mmr"])
    assert ran[1:] == ["c-asthma", "e-second-mmr"]
    for command in ("paper", "print", "powerpoint"):
        says = CliRunner().invoke(app, ["make", command, "--help"]).output
        assert "you get the one you chose before, or else the first" in " ".join(re.sub("[│|]", "", says).split())


def test_the_follow_up_dates_are_those_of_the_organisation_where_no_other_was_typed(tmp_path, monkeypatch):
    (tmp_path / "organisation.yml").write_text("session_2_date: 1 December 2026\n", encoding="utf-8")
    monkeypatch.setenv("EQUITYQI_ORGANISATION", str(tmp_path / "organisation.yml"))
    (tmp_path / "exercises").mkdir()
    (tmp_path / "settings.yml").write_text("case: c-asthma\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(print_session, "run_pages", lambda paths, case, told: None)
    assert print_session.make_course().second_day == SECOND


def test_each_file_is_named_as_soon_as_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(print_session, "_made", lambda course, name, people: (name.encode(), "one page", ".pdf"))
    making = make_print(tmp_path, lambda: None)
    path, says = next(making)
    assert path.read_bytes() == b"session 1" and says == "one page" and len(list(tmp_path.iterdir())) == 1


def test_whoever_waits_hears_how_many_of_the_cells_have_run():
    heard = []
    run_pages([START], told=lambda done, of: heard.append((done, of)))
    assert len(heard) >= 2 and heard == [(place, len(heard)) for place in range(1, len(heard) + 1)]


HIDDEN = """
import sys
from importlib.abc import MetaPathFinder

class Hidden(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("playwright", "weasyprint", "cairo", "cairosvg", "gi", "pyppeteer", "selenium"):
            raise ImportError(name)

def watch(event, args):
    if event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork"):
        raise FileNotFoundError(f"{event} {args}")
    if event == "ctypes.dlopen" and args[0] and not str(args[0]).startswith(sys.prefix):
        raise OSError(f"{event} {args}")

sys.meta_path.insert(0, Hidden())
sys.addaudithook(watch)
import pathlib
from equityqi.documents.markup import Reader
from equityqi.documents.pdf import Part, pdf_of
from equityqi.documents.word_of_sheets import word_of_sheets
from equityqi.pictures.diagrams import rings
reader = Reader()
body = reader.read(rings("What makes us healthy, ring by ring")._repr_html_())
pathlib.Path("made.pdf").write_bytes(pdf_of("Rings", [Part("one", "Rings", body)], reader.pictures).data)
pathlib.Path("made.docx").write_bytes(word_of_sheets("Rings", [("Rings", body)], reader.pictures, 18))
"""


def test_pdf_and_word_need_no_browser_no_other_program_no_font_and_no_library_of_the_system(tmp_path):
    """With nothing on the path, no fonts, no home and no network settings, and each other program refused."""
    bare = {"PATH": str(tmp_path), "HOME": str(tmp_path), "FONTCONFIG_FILE": "/dev/null", "MPLCONFIGDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", HIDDEN], cwd=tmp_path, env=bare | SYSTEM, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    drawn = ReadPdf((tmp_path / "made.pdf").read_bytes())
    assert "Living and" in "".join(one.words for one in drawn.letters)
    assert {one.font.partition("+")[2].partition("-")[0] for one in drawn.letters} == {"DejaVuSans"}
    assert zipfile.is_zipfile(tmp_path / "made.docx")
