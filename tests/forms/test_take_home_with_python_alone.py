"""forms.project_card and forms.take_home: what people take home where Python has no package beyond its own."""

import json
import subprocess
import sys
from shutil import copy

import pytest
import yaml

from equityqi.files import course_root

MAKE = """
import json, sys
from pathlib import Path

for name in ("docx", "lxml", "matplotlib", "numpy", "openpyxl", "pandas", "scipy"):
    sys.modules[name] = None  # as where it is not installed
from equityqi.forms.project_card import project_card
from equityqi.forms.take_home import WorkbookFile, certificate_card
from equityqi.workfolder.project_from_answers import project_of

work = Path(sys.argv[1])
days = {"session_date": "16 June 2026", "second_date": "30 June 2026"}
cards = {
    "project": (project_card(work, project_of(work)), {"title": "Reviews for all", "contact": "Medicines lead"}),
    "certificate": (certificate_card(work), {"name": "Asha Example", **days}),
}
made = {}
for name, (card, typed) in cards.items():
    made[name] = [card.act(typed), {one.name: one.data.decode() for one in card.made}]
made["workbook"] = WorkbookFile(work).lead
print(json.dumps(made))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    work = tmp_path_factory.mktemp("work")
    folder = work / "exercises/03-aim"
    folder.mkdir(parents=True)
    (work / "settings.yml").write_text(yaml.safe_dump({"case": "a-blood-pressure"}), encoding="utf-8")
    copy(course_root() / "datasets/a-blood-pressure/project.json", work / "project.json")
    ran = subprocess.run(
        [sys.executable, "-c", MAKE, work], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert not ran.returncode, ran.stderr[-2000:]
    return {**json.loads(ran.stdout), "work": work}


def test_a_project_comes_as_a_page_to_print_and_as_text(made):
    said, files = made["project"]
    assert set(files) == {"project.html", "project.txt"}
    assert "<h1" in files["project.html"] and "Reviews for all" in files["project.html"]
    assert files["project.txt"].startswith("REVIEWS FOR ALL")
    assert "open it, then print it" in said


def test_it_says_where_word_comes_from(made):
    said, _ = made["project"]
    assert "Your trainer can make it from your hand-in" in said and "a Word file" not in said


def test_what_was_typed_for_the_page_is_kept(made):
    kept = json.loads((made["work"] / "project.json").read_text(encoding="utf-8"))
    assert (kept["title"], kept["page"]["contact"]) == ("Reviews for all", "Medicines lead")


def test_the_certificate_is_one_page_with_the_name(made):
    said, files = made["certificate"]
    (name,) = files
    assert name.endswith(".html") and "Asha Example" in files[name] and name in said


def test_the_workbook_promises_no_word_file(made):
    about, of_counts = made["workbook"]
    assert about == "Your texts, plans and diagrams from all pages, as one page to print. It has no marks in it."
    assert "take out any of 1 to 7 people first" in of_counts
