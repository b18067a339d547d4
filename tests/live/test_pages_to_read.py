"""handouts.pages_to_read, handouts.run_pages, live.pages: what a learner reads where no Python is, with ways on that
lead somewhere.
"""

import re
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest

from equityqi.files import course_root
from equityqi.handouts.run_pages import Cell, DidNotRun, Page, Ran, page_paths, run_pages
from equityqi.html_tags import Html
from equityqi.live.site import site_pages
from equityqi.organisation import organisation

RAN = [
    "course/00-start.ipynb",
    "course/session-1/01-what-is-inequity.ipynb",
    "exercises/01-what-is-inequity/01-what-is-inequity.ipynb",
    "course/session-1/02-measuring-gaps.ipynb",
    "exercises/15-analysts-gaps/15-analysts-gaps.ipynb",
    "course/00-glossary.ipynb",
]


class Parts(HTMLParser):
    """The ids, links, pictures and headings of a page."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.links, self.alts, self.levels = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "img":
            self.alts.append(found.get("alt"))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


@pytest.fixture(scope="module")
def made():
    pages = site_pages(run_pages(RAN), {}, "live")
    return {name: page for name, page in pages.items() if name != "index.html"}  # it only leads on


def test_the_pages_come_in_the_order_of_the_course():
    paths = page_paths()
    assert paths.index("exercises/04-aim/04-aim.ipynb") == paths.index("course/session-1/04-aim.ipynb") + 1
    every = {
        path.relative_to(course_root()).as_posix()
        for part in ("course", "exercises")
        for path in (course_root() / part).rglob("*.ipynb")
    }
    assert {path for path in every if "/trainer/" not in path and ".ipynb_checkpoints" not in path} == set(
        paths
    ) and len(paths) == len(set(paths))


@pytest.mark.slow
def test_each_link_leads_to_a_page_and_a_heading_that_are_there(made):
    parts = {name: Parts(page) for name, page in made.items()}
    led = 0
    for name, held in parts.items():
        assert len(held.ids) == len(set(held.ids)), name
        for link in held.links:
            path, _, anchor = link.partition("#")
            target = normpath(join(dirname(name), unquote(path))) if path else name
            assert target in parts, f"{name}: {link}"
            assert not anchor or unquote(anchor) in parts[target].ids, f"{name}: {link}"
            led += bool(anchor)
    assert led > 50


@pytest.mark.slow
def test_a_page_leads_on_and_back(made):
    page = made["course/session-1/01-what-is-inequity.html"]
    assert '<a href="../../contents.html">Contents</a>' in page and '<a href="../00-start.html">Previous: ' in page
    assert (
        '<a href="../../exercises/01-what-is-inequity/01-what-is-inequity.html">Next: Exercise 1: What is inequity?</a>'
        in page
    )
    assert all(f'href="{path.removesuffix(".ipynb")}.html"' in made["contents.html"] for path in RAN)


@pytest.mark.slow
def test_questions_and_pictures_stand_there_to_read(made):
    asked = made["exercises/01-what-is-inequity/01-what-is-inequity.html"]
    assert "How many years is the gap?" in asked and "not answered yet" not in asked
    lesson = Parts(made["course/session-1/01-what-is-inequity.html"])
    assert "How many years is the gap?" in made["course/session-1/01-what-is-inequity.html"]
    assert 'aria-label="Dot chart. ' in made["course/session-1/01-what-is-inequity.html"]
    alts = lesson.alts[:-1] if organisation().logo else lesson.alts  # the logo is beside the name, so it has no words
    assert len(alts) == 2 and all(alt and len(alt) > 40 for alt in alts)
    assert "Opened as a file, a page can’t save anything." in made["course/00-start.html"]


@pytest.mark.slow
def test_headings_step_down_one_at_a_time(made):
    for name, page in made.items():
        levels = Parts(page).levels
        assert levels[0] == 1 and levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), name


@pytest.mark.slow
def test_no_trainers_note_no_button_and_no_code_for_those_who_do_not_code(made):
    for name, page in made.items():
        page = page.replace('xmlns="http://www.w3.org/2000/svg"', "")
        never = r"Trainer's notes|Run All|<button|<script(?![^>]*(src=|json))|https?:|eq-asleep"
        assert not re.search(never, page), name
    assert "from equityqi import show" not in made["course/session-1/01-what-is-inequity.html"]
    assert "<summary>The code</summary>" in made["course/session-1/02-measuring-gaps.html"]
    assert "def tidy(raw):" in made["exercises/15-analysts-gaps/15-analysts-gaps.html"]


@pytest.mark.slow
def test_a_page_that_does_not_run_is_named(monkeypatch):
    monkeypatch.setattr(
        "equityqi.handouts.run_pages._kind",
        lambda cell: "shows" if cell.cell_type == "code" and "ask(" in cell.source else "",
    )
    monkeypatch.setattr("equityqi.handouts.run_pages.prepare", _spoilt)
    with pytest.raises(
        DidNotRun, match=r"exercises/13-commitment/13-commitment.ipynb, cell ask-[a-z-]+, didn’t run \(NameError"
    ):
        run_pages(["exercises/13-commitment/13-commitment.ipynb"])


def _spoilt(work, case=None):
    from equityqi.workfolder.prepare import prepare

    prepare(work, case=case)
    page = work / "exercises/13-commitment/13-commitment.ipynb"
    page.write_text(
        page.read_text(encoding="utf-8").replace("from equityqi import ask", "from equityqi import ask as tell"),
        encoding="utf-8",
    )


def test_a_link_to_a_page_that_did_not_run_is_plain_words():
    page = Page(
        "course/session-1/04-aim.ipynb",
        "Aim",
        (Cell("a", "words", "", Html('<h1>Aim</h1><p>See <a href="05-drivers.ipynb#Aim">drivers</a>.</p>')),),
    )
    made = site_pages(Ran([page], {}, "A case"), {}, "live")["course/session-1/04-aim.html"]
    assert re.search(r"See <a\s*>drivers</a>", made)
