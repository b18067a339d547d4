"""The first words of the course, the same wherever people meet it, and the page on where it comes from."""

import json
import re

import pytest

from equityqi.cases.facts import all_facts
from equityqi.files import course_root
from equityqi.live.site import CHOOSE

ROOT = course_root()
PAGE = "00-where-this-comes-from.ipynb"


def words(path):
    """Return the Markdown of a page in one line."""
    cells = json.loads((ROOT / "course" / path).read_text(encoding="utf-8"))["cells"]
    return " ".join(" ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown").split())


def test_the_start_page_the_readme_and_the_sites_first_page_begin_with_the_same_words():
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    first = " ".join(CHOOSE).replace("’", "'")
    for sentence in (
        "You'll learn how to find an unfair gap in care, and how to close it with small, careful tests.",
        "It's for pharmacists, nurses, managers and anyone else who works in health or care",
        "here's no code to write.",
        "It takes two half-days, with an hour of work time in between",
        "ou leave with a project on one page",
    ):
        assert sentence in words("00-start.ipynb") and sentence in readme and sentence in first
    assert "To begin, " in readme and "To begin, " in first  # on the start page, a button says it


def test_the_page_on_the_first_team_quotes_its_article_and_nothing_more():
    page = words(PAGE)
    told = re.findall(r"([\d.,]+)<!-- fact: ([\w-]+) -->", page)
    assert {id for _, id in told} > {id for id in all_facts() if id.startswith("workshop-")}
    assert "doesn't say how many people answered" in page and "news article on the first workshop" in page


def test_the_law_is_dated_and_no_advice():
    page = words(PAGE)
    assert "in England in November 2026. It isn't legal advice" in page
    for law in ("Equality Act 2010, section 149", "NHS Act 2006, section 14Z35", "DAPB1605, July 2025"):
        assert law in page
    assert "Only the first aim applies to marriage and civil partnership. Deprivation isn't one of the nine." in page
    assert "It doesn't cover interpreters for spoken languages" in page


@pytest.mark.parametrize("path", ["00-start.ipynb", "session-1/01-what-is-inequity.ipynb", "../README.md"])
def test_people_find_the_page(path):
    assert PAGE in (ROOT / "course" / path).read_text(encoding="utf-8")
