"""Which pages are signed: the course's own, with the code that was delivered; by each of the ways that write a page."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from traitlets.config import Config

from equityqi.files import course_root
from equityqi.lab import clean_on_save
from equityqi.lab.launch import trust
from equityqi.lab.own_pages import is_own, own_pages
from equityqi.lab.sign_on_save import SignedPages
from equityqi.workfolder.prepare import pages

ANALYSTS = "exercises/15-analysts-gaps/15-analysts-gaps.ipynb"


def page(path):
    return json.loads((course_root() / path).read_text(encoding="utf-8"))


def code(source, **metadata):
    return {"cell_type": "code", "id": "new", "metadata": metadata, "source": source, "outputs": []} | {
        "execution_count": None
    }


def lesson():
    return sorted((course_root() / "course" / "session-1").glob("*.ipynb"))[1].relative_to(course_root()).as_posix()


@pytest.mark.parametrize(
    "what, change, own",
    [
        ("as delivered", lambda cells: None, True),
        ("run", lambda cells: cells[-1].update(outputs=[], execution_count=3), True),
        ("with a stray empty cell", lambda cells: cells.append(code(" \n")), True),
        ("with other words", lambda cells: cells[0].update(source="# Mine"), True),
        ("with a cell more", lambda cells: cells.append(code("import os")), False),
        ("with a cell to fill in", lambda cells: cells.append(code("1", nbgrader={"solution": True})), False),
        ("without its code", lambda cells: cells.clear(), False),
    ],
)
def test_a_lesson_is_the_course_s_own_while_its_code_is(what, change, own):
    changed = page(lesson())
    change(changed["cells"])
    assert is_own(changed, lesson()) is own, what


def test_what_an_analyst_writes_into_an_exercise_is_theirs_to_write():
    ours = page(ANALYSTS)
    solutions = [cell for cell in ours["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    solutions[0]["source"] = "gap = 3"
    ours["cells"].append(code("gap"))
    assert is_own(ours, ANALYSTS) is True
    fixed = next(cell for cell in ours["cells"] if cell["cell_type"] == "code" and cell not in solutions)
    fixed["source"] = "import os"
    assert is_own(ours, ANALYSTS) is False


def test_a_page_of_one_s_own_is_not_the_course_s():
    assert is_own(page(lesson()), "notes.ipynb") is None
    assert is_own(page(lesson()), "course/session-1/my-notes.ipynb") is None
    assert is_own(page(lesson()), "course/../start.py") is None


def test_a_start_signs_every_page_but_those_that_somebody_changed_or_damaged(work):
    assert own_pages(pages(work), work) == pages(work)
    changed, damaged = work / lesson(), work / "exercises/04-aim/04-aim.ipynb"
    data = json.loads(changed.read_text(encoding="utf-8"))
    data["cells"].append(code("import os"))
    changed.write_text(json.dumps(data), encoding="utf-8")
    damaged.write_text("{", encoding="utf-8")
    assert set(pages(work)) - set(own_pages(pages(work), work)) == {changed, damaged}


@pytest.fixture
def lab(work):
    """A learner's files as Lab reads and saves them, with the signatures of the work folder."""
    data = work / ".learner" / "data"
    data.mkdir(parents=True)
    return Files(SignedPages, work, data)


class Files:
    def __init__(self, files, root, data):
        self.files, self.root, self.data = files, root, data

    def run(self, do):
        async def inside():
            settings = Config({"NotebookNotary": {"data_dir": str(self.data)}})
            return await do(self.files(root_dir=str(self.root), config=settings))

        with ThreadPoolExecutor() as aside:  # a browser test may have left an event loop in this thread
            return aside.submit(asyncio.run, inside()).result()

    def get(self, path):
        return self.run(lambda files: files.get(path))["content"]

    def save(self, path, content):
        self.run(lambda files: files.save({"type": "notebook", "format": "json", "content": content}, path))

    def trusts(self, path):
        return all(cell["metadata"]["trusted"] for cell in self.get(path)["cells"] if cell["cell_type"] == "code")


def test_lab_trusts_what_a_start_signed(lab):
    trust([lab.root / lesson()], {"JUPYTER_DATA_DIR": str(lab.data)})
    assert lab.trusts(lesson())


def test_a_page_of_the_course_is_trusted_once_it_is_saved_even_if_no_start_signed_it(lab):
    content = lab.get(lesson())
    assert not lab.trusts(lesson())
    lab.save(lesson(), content)
    assert lab.trusts(lesson())
    assert '"trusted"' not in (lab.root / lesson()).read_text(encoding="utf-8")


def test_a_page_from_somebody_else_is_not_trusted_because_it_was_saved_without_being_run(lab):
    (lab.root / "theirs.ipynb").write_text(json.dumps({**page(lesson()), "cells": [code("import os")]}))
    lab.save("theirs.ipynb", lab.get("theirs.ipynb"))
    assert not lab.trusts("theirs.ipynb")
    content = lab.get("theirs.ipynb")
    content["cells"][0]["metadata"]["trusted"] = True  # as Lab notes it once the person has run the cell
    lab.save("theirs.ipynb", content)
    assert lab.trusts("theirs.ipynb")


def test_a_trainer_s_page_that_is_cleaned_as_it_is_saved_stays_trusted(tmp_path, monkeypatch):
    monkeypatch.setattr(clean_on_save, "course_root", lambda: tmp_path)
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "lesson.ipynb").write_bytes((course_root() / lesson()).read_bytes())
    files = Files(clean_on_save.CleanPages, tmp_path, tmp_path)
    content = files.get("course/lesson.ipynb")
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": "<b>1</b>"}}]
    files.save("course/lesson.ipynb", content)
    assert files.trusts("course/lesson.ipynb")
