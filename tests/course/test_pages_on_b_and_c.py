"""Every page runs on the cases B and C."""

import pytest
from pages import ON_A_CASE, code_cells, run_pages

CASES = ["b-medication-reviews", "c-asthma"]


@pytest.fixture(scope="module", params=CASES)
def run(request, tmp_path_factory):
    return run_pages(tmp_path_factory.mktemp("pages"), ON_A_CASE, request.param)


@pytest.mark.slow
def test_each_page_runs_from_top_to_bottom(run):
    wrong = [line for page in ON_A_CASE for line in run.wrong(page)]
    short = [page for page in ON_A_CASE if run.passed(page) != code_cells(page)]
    assert (wrong, short, run.code) == ([], [], 0), run.said[-3000:] + run.errors[-1000:]
