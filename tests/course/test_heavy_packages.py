"""No form of a learner loads numpy, pandas, scipy or matplotlib: a phone and a page by a link have none.

The pages that still do are those with charts of a case's table, and lesson 1 with its drawings: fixed pictures, which
can be drawn before the page is shown.
"""

import json
import subprocess
import sys

import pytest

from equityqi.workfolder.prepare import prepare

RUN = """
import json, os, sys
from importlib.abc import MetaPathFinder
from pathlib import Path

HEAVY = ("numpy", "pandas", "scipy", "matplotlib")

class Nowhere(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HEAVY:
            raise ModuleNotFoundError(f"{name} is not here", name=name)

sys.meta_path.insert(0, Nowhere())
os.environ["JPY_SESSION_NAME"] = "page.ipynb"  # as Lab sets it: now there is a browser, so forms are made
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.instance()
work, found = Path(sys.argv[1]), {}
for page in sorted([*work.glob("course/**/*.ipynb"), *work.glob("exercises/*/*.ipynb")]):
    os.chdir(page.parent)
    names = {}
    for cell in json.loads(page.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code":
            continue
        try:
            exec(compile(source, page.name, "exec"), names)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in HEAVY:
                raise
            found.setdefault(page.relative_to(work).as_posix(), []).append(source)
        except (SyntaxError, NameError, AssertionError):  # a cell for the analysts' own code, or after one that stopped
            pass
made = sorted(name for name in sys.modules if name.startswith("equityqi.forms."))
print(json.dumps([found, made]), file=sys.__stderr__)
"""
PICTURES = ("show(", "draw(", "display(HTML(", "DataFrame", "table", ".frame")  # of a cell that asks nothing
FIXED = {
    "course/session-1/01-what-is-inequity.ipynb",
    "course/session-1/02-measuring-gaps.ipynb",
    "course/session-1/03-understand-the-system.ipynb",
    "course/session-1/04-aim.ipynb",
    "course/session-2/06-reconnect.ipynb",
    "course/session-2/07-measures.ipynb",
    "course/session-2/11-run-charts.ipynb",
    "exercises/11-run-charts/11-run-charts.ipynb",
}
COMPUTING = {
    "course/your-own-data.ipynb",
    "exercises/15-analysts-gaps/15-analysts-gaps.ipynb",
    "exercises/16-analysts-charts/16-analysts-charts.ipynb",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Which cells of which pages ask for a heavy package when a work folder is run without them; and the forms made."""
    work = tmp_path_factory.mktemp("heavy") / "my-work-asha"
    prepare(work, "asha", "a-blood-pressure", "1 July 2026")
    done = subprocess.run([sys.executable, "-c", RUN, str(work)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stderr.strip().splitlines()[-1])


def asks(source):
    return any(f"{form}(" in source for form in ("ask", "score", "_form", "page_end", "where_am_i", "my_project"))


def test_no_form_of_a_learner_asks_for_a_heavy_package(run):
    heavy, made = run
    forms = {page: [cell for cell in cells if asks(cell)] for page, cells in heavy.items() if page not in COMPUTING}
    assert {page: cells for page, cells in forms.items() if cells} == {}
    wanted = ("question_form", "game_form", "button_forms", "sheet_form", "project_page")
    assert {f"equityqi.forms.{name}" for name in wanted} <= set(made), "no forms were made"


def test_the_pages_with_fixed_pictures_are_known(run):
    heavy, _ = run
    assert set(heavy) == FIXED | COMPUTING
    assert all(any(word in cell for word in PICTURES) for page in FIXED for cell in heavy[page])
