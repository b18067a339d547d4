"""A learner starts the course again while it is open: no dialog about trust or changed files is ever seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXERCISE = "exercises/13-commitment/13-commitment.ipynb"
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_second_start_beside_an_open_page_disturbs_nothing(visit, course):
    page = visit(EXERCISE).start()
    page.page.evaluate(SAVE)
    command = [sys.executable, str(ROOT / "start.py"), "--no-browser", "--name", course.name]
    for words in ([], ["--port", str(course.port)]):
        again = subprocess.run([*command, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        assert again.returncode == 0 and f"The course is already open, so it comes up again. {CLOSE}" in again.stdout
        assert f"http://127.0.0.1:{course.port}/lab/tree/course/00-start.ipynb?token={course.token}" in again.stdout
    page.page.evaluate(SAVE)
    page.page.wait_for_timeout(500)
    assert not page.page.locator(".jp-Dialog").count(), "the page was changed under the open one"
    page.page.reload()
    page.opened().start()
    assert not page.page.locator(".jp-Dialog").count(), "the page is not trusted"


CLOSE = "You can close this window."
