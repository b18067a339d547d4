"""live.site, live.renew: the folder that a web server shows, of one case or of all, beside what else is there."""

import json
import re
from html import unescape
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from equityqi.cases.case import load
from equityqi.cases.case_files import course_cases
from equityqi.cli.app import app
from equityqi.files import stable_zip
from equityqi.live import pyodide
from equityqi.live.renew import LIST, NotOurs, renew
from equityqi.live.serve import server
from equityqi.live.site import live_site, make_live_site

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

NAME = "01-what-is-inequity"
PAGES = ["course/00-start.ipynb", f"course/session-1/{NAME}.ipynb", f"exercises/{NAME}/{NAME}.ipynb"]
CORE = {"pyodide.js": b"core", "python_stdlib.zip": stable_zip({"abc.py": ""})}
TWO = course_cases()[1:3]


@pytest.fixture(scope="module")
def several():
    """The site of two cases."""
    return live_site(TWO, CORE, PAGES)


def led(name, page):
    """The files that a page of the site asks for or leads to, by their path in the site."""
    found = re.findall(r'(?:src|href)="([^"#:]+)', page)
    if course := re.search(r'id="eq-site-course"[^>]*>(.*?)</script>', page) or re.search(
        r"<script[^>]*application/json[^>]*>(.*?)</script>", page
    ):
        data = json.loads(course[1])
        root = re.search(r'data-root="([^"]*)"', page)[1]
        parts = [data[part] for part in ("code", "questions", "pyodide", "choice") if data[part]]
        found += [root + part for part in (*parts, *(one["path"].replace(".ipynb", ".html") for one in data["pages"]))]
    return [normpath(join(dirname(name), path)) for path in found]


@pytest.mark.parametrize("cases", [TWO[:1], TWO])
def test_whatever_a_page_asks_for_is_there(cases, several):
    made = several if cases == TWO else live_site(cases, CORE, PAGES)
    pages = {name: page for name, page in made.items() if name.endswith(".html")}
    assert len(pages) == len(cases) * (len(PAGES) + 3) + (len(cases) > 1) + 1  # offline.html
    for name, page in pages.items():
        missing = [path for path in led(name, page) if path not in made]
        assert not missing, name
    lesson = next(page for name, page in pages.items() if name.endswith(f"session-1/{NAME}.html"))
    assert "pictures/" in lesson


def test_text_comes_before_pictures_and_keeps_a_place_for_each(several):
    pictures = [found for page in several.values() if isinstance(page, str) for found in re.findall("<img[^>]*>", page)]
    for picture in pictures:
        assert 'loading="lazy"' in picture
        name = re.search(r"pictures/\w+\.svg", picture)[0]
        wide, high = (
            float(side) for side in re.search(rb'width="([\d.]+)pt" height="([\d.]+)pt"', several[name]).groups()
        )
        told = [int(re.search(rf'{side}="(\d+)"', picture)[1]) for side in ("width", "height")]
        assert told[1] / told[0] == pytest.approx(high / wide, rel=0.01)
    assert pictures


def test_several_cases_share_python_the_code_and_equal_pictures(several):
    assert len([name for name in several if name.endswith("pyodide.js")]) == 1
    assert len([name for name in several if name.endswith("course.zip")]) == 1
    assert {name.split("/")[0] for name in several if name.rpartition("/")[2][:-5] in TWO} == {
        next(name for name in several if name.startswith("questions-")).split("/")[0]
    }
    pictures = [content for name, content in several.items() if "pictures/" in name]
    assert len(set(pictures)) == len(pictures) > 1


def test_a_device_keeps_all_of_its_case_and_nothing_of_another(several):
    one, other = TWO
    held = json.loads(several[f"{one}/offline.json"])["files"]
    listed = {normpath(join(one, name)): size for name, size in held.items()}
    assert not [name for name in listed if name not in several or name.startswith(other) or f"/{other}.json" in name]
    pages = {name: page for name, page in several.items() if name.startswith(f"{one}/") and name.endswith(".html")}
    pictures = {name for page in pages.values() for name in re.findall(r"pictures/\w+\.\w+", page)}
    assert pages.keys() | pictures <= listed.keys() and pictures
    assert listed[f"{one}/index.html"] == len(several[f"{one}/index.html"].encode())


def test_each_case_has_its_own_pages_and_settings(several):
    for case in TWO:
        page = several[f"{case}/exercises/{NAME}/{NAME}.html"]
        assert f'"case":"{case}"' in page
        assert load(case).title in unescape(several[f"{case}/contents.html"])


def test_the_last_page_of_a_session_asks_to_hand_in_or_to_keep_a_copy(several):
    said = "Before you go: your answers are only in this browser"
    pages = {name: page for name, page in several.items() if name.startswith(TWO[0]) and name.endswith("html")}
    pages = {name: page for name, page in pages.items() if said in page}
    assert list(pages) == [f"{TWO[0]}/course/session-1/{NAME}.html"]  # the only lesson of these pages
    assert re.search(r'<a href="../../course/00-start.html">hand in, or keep a copy', *pages.values())


def test_of_several_cases_each_page_leads_back_to_the_choice(several):
    assert '"choice":"../index.html"' in several[f"{TWO[0]}/course/00-start.html"]
    assert '"choice":""' in live_site(TWO[:1], CORE, PAGES[:1])["course/00-start.html"]


def test_the_first_page_says_of_each_case_in_a_sentence_what_it_is_about(several):
    first = unescape(several["index.html"])
    assert next(iter(several)) == "index.html"
    for case in TWO:
        assert f'href="{case}/index.html">{load(case).title}</a>' in first
        assert load(case).story.words["headline"] in first


def test_the_archive_holds_the_whole_site_and_its_bytes_are_the_same_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(pyodide, "core", lambda given: CORE)
    *files, archive = make_live_site(tmp_path / "one", paths=PAGES, zipped=True)
    *_, again = make_live_site(tmp_path / "two", paths=PAGES, zipped=True)
    assert archive == tmp_path / "one.zip" and archive.read_bytes() == again.read_bytes()
    with ZipFile(archive) as held:
        assert [tmp_path / "one" / name for name in held.namelist()] == files
        assert all(held.read(name) == (tmp_path / "one" / name).read_bytes() for name in held.namelist())


def test_a_new_site_takes_the_place_of_the_old_one_and_leaves_what_is_somebody_elses(tmp_path):
    renew(tmp_path, {"index.html": "1", "live-1/page.js": "1", "pictures/a.png": b"1"})
    (tmp_path / "live-music").mkdir()
    for mine in ("notes.txt", "live-music/song.txt", "pictures/mine.png"):
        (tmp_path / mine).write_text("mine")
    renew(tmp_path, {"index.html": "2", "live-2/page.js": "2"})
    stands = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    mine = {"notes.txt", "live-music", "live-music/song.txt", "pictures", "pictures/mine.png"}
    assert stands == mine | {"index.html", "live-2", "live-2/page.js", LIST}
    assert (tmp_path / "index.html").read_text() == "2"


def test_a_file_that_no_site_put_there_is_never_written_over(tmp_path):
    (tmp_path / "index.html").write_text("my own page")
    with pytest.raises(NotOurs, match=r"index\.html that isn’t from a site of the course.*--out"):
        renew(tmp_path, {"course/page.html": "1", "index.html": "1"})
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text() == "my own page"


def test_a_list_that_leads_out_of_the_folder_takes_nothing_away_there(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    renew(tmp_path / "site", {"index.html": "1"})
    (tmp_path / "site" / LIST).write_text("index.html\n../mine.txt\n")
    renew(tmp_path / "site", {"index.html": "2"})
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_one_case_and_all_cases_together_are_refused_in_a_sentence(tmp_path):
    ended = CliRunner().invoke(app, ["site", "--all", "--case", "c-asthma", "--out", str(tmp_path / "site")])
    assert ended.exit_code == 1 and "Give one of the two." in ended.output
    assert not (tmp_path / "site").exists()


def test_the_site_says_under_which_licences_it_stands(several):
    told = several["licences.txt"]
    assert all(name in told for name in ("MIT", "CC BY 4.0", f"Pyodide {pyodide.VERSION}, Mozilla Public License 2.0"))


@pytest.mark.parametrize(("error", "told"), [(ConnectionResetError, False), (ValueError, True)])
def test_a_browser_that_leaves_early_is_not_told_of_on_the_screen(tmp_path, capfd, error, told):
    with server(tmp_path) as shown:
        try:
            raise error
        except error:
            shown.handle_error(None, ("127.0.0.1", 1))
    assert bool(capfd.readouterr().err) is told


def test_a_second_organisation_stands_on_its_site_and_in_what_its_pages_run(second_organisation):
    files = live_site(TWO[:1], CORE, PAGES[:1])
    start = unescape(files["course/00-start.html"])
    assert "Run by NHS Mid Dale & Firth, Mid Dale. Questions: the improvement team" in start
    assert "Your named leader, who asks afterwards what got in the way:" in start and "Morag Reid" in start
    assert "NHS Mid Dale & Firth" in unescape(files["contents.html"])
    trainers = unescape(files["for-trainers.html"])
    assert 'value="2026-12-02"' in trainers and "Run by NHS Mid Dale & Firth" in trainers
    with ZipFile(BytesIO(next(content for name, content in files.items() if name.endswith("course.zip")))) as held:
        assert b"Morag Reid" in held.read("equityqi/shipped/organisation.yml")
        assert held.read("equityqi/shipped/mid-dale.svg").startswith(b"<svg")


def test_a_site_that_nobody_runs_yet_says_so_nowhere(several):
    assert "eq-site-by" not in several[f"{TWO[0]}/course/00-start.html"]
