"""A sixth case, with names, groups and figures of its own, runs through every page with no change
to code or notebooks.
"""

import shutil

import pytest
from pages import ON_A_CASE, ROOT, code_cells, run_pages


@pytest.mark.slow
def test_a_case_that_nobody_knew_runs_through_every_page(tmp_path):
    folder = shutil.copytree(ROOT / "docs" / "new-case" / "f-falls", tmp_path / "g-gardens")
    for path in [*folder.glob("*.yml"), *folder.glob("*.json")]:
        words = path.read_text(encoding="utf-8")
        for old, new in (
            ("f-falls", "g-gardens"),
            ("without a car", "in flats"),
            ("no car", "a flat"),
            ("a car", "a house"),
            ("f-started", "g-started"),
            ("f-finished", "g-finished"),
            ("\nf-", "\ng-"),
        ):
            words = words.replace(old, new)
        path.write_text(words, encoding="utf-8")
    run = run_pages(tmp_path / "copy", ON_A_CASE, "g-gardens", folder)
    wrong = [line for page in ON_A_CASE for line in run.wrong(page)]
    short = [page for page in ON_A_CASE if run.passed(page) != code_cells(page)]
    assert (wrong, short, run.code) == ([], [], 0), run.said[-3000:] + run.errors[-1000:]
