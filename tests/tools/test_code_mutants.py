"""The hidden tests of the analysts' exercises notice changed code, and take right code of another make."""

import ast

import pytest

from equityqi.files import course_root
from tools.code_mutants import OPERATORS, code_tasks, mutants, survivors

PAGES = sorted(path for path in (course_root() / "solutions").glob("*-analysts-*/*.ipynb"))
OTHERS = {
    "gap-test": (
        """
def gap(worst_x, worst_n, best_x, best_n):
    from statsmodels.stats.proportion import confint_proportions_2indep
    lower, upper = confint_proportions_2indep(best_x, best_n, worst_x, worst_n, method="newcomb", compare="diff")
    return 100 * (best_x / best_n - worst_x / worst_n), 100 * lower, 100 * upper
"""
    ),
    "slope-test": (
        """
def slope_index(shares, people):
    from equityqi.gaps import slope
    return slope(shares, people).sii.value
"""
    ),
    "run-test": (
        """
def run(values, baseline=12):
    import numpy as np
    median = np.median(values[:baseline])
    above = [value > median for value in values[baseline:] if value != median]
    runs, now = [0], 0
    for place, side in enumerate(above):
        now = now + 1 if place and side == above[place - 1] else 1
        runs.append(now)
    return median, max(runs), max(runs) > 7
"""
    ),
    "tidy-test": (
        """
def tidy(raw):
    fifth = raw["imd_quintile"].where(~((raw["practice_id"] == "P07") & (raw["month"] <= "2024-06-30")), 6 - raw["imd_quintile"])
    table = raw.assign(imd_quintile=fifth)[raw["registered_n"].notna()]
    return table.groupby(["month", "imd_quintile"])[["registered_n", "at_target_n"]].sum().reset_index()
"""  # noqa: E501
    ),
    "bounds-test": (
        """
def bounds(yes, known, missing):
    return yes / (known + missing) * 100, (1 - (known - yes) / (known + missing)) * 100
"""
    ),
    "limits-test": (
        """
def p_limits(x, n, baseline=12):
    from equityqi.variation import spc
    points = spc(x, kind="p", denominator=n, baseline=baseline).points
    return 100 * points[["centre", "lower", "upper"]]
"""
    ),
}
TASKS = {task: (before, model, test) for page in PAGES for task, before, model, test in code_tasks(page)}


def passes(before, code, test):
    names = {"__name__": "__main__"}
    exec(compile(before, "before", "exec"), names)
    try:
        exec(compile(f"{code}\n{test}", "task", "exec"), names)
    except Exception:
        return False
    return True


def test_there_are_six_tasks_with_hidden_tests():
    assert len(TASKS) == 6
    assert all("### BEGIN HIDDEN TESTS" in test for _, _, test in TASKS.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_nineteen_of_twenty_changes_lose_marks(page):
    told = survivors(page)
    made, left = sum(count for _, count, _ in told), [mutant for _, _, some in told for mutant in some]
    assert len(left) <= 0.05 * made, [mutant.source for mutant in left]


@pytest.mark.parametrize("task", TASKS)
def test_right_code_of_another_make_passes_and_an_untouched_cell_does_not(task):
    before, model, test = TASKS[task]
    assert passes(before, OTHERS[task], test)
    untouched = model.split("    ### BEGIN SOLUTION")[0] + "    pass  # Write your code here"
    assert not passes(before, untouched, test)


def test_each_operator_changes_something_and_the_source_is_no_mutant_of_itself():
    source = """
def f(a, b):
    if a < 1 and True:
        c = max(a, b, key=None) + 2
    return c, a[1:b], "x"
"""
    made = mutants(source)
    assert {mutant.operator for mutant in made} == set(OPERATORS)
    assert ast.unparse(ast.parse(source)) not in {mutant.source for mutant in made}
    assert len({mutant.source for mutant in made}) == len(made) >= 15
