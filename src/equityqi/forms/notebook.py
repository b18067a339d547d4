"""A page while it runs: in Lab with a browser or without one, and the forms that are open on it."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import Any
from weakref import WeakSet

from IPython.display import HTML, display

from equityqi.files import in_browser
from equityqi.html_tags import tag
from equityqi.questions.plain_html import NO_LAB, in_frame
from equityqi.settings import work_folder

ASLEEP = ("This form isn’t ready yet.", NO_LAB)
open_forms: dict[tuple, WeakSet] = defaultdict(WeakSet)  # the forms of one question in this kernel


def has_browser() -> bool:
    """Tell whether Lab or Notebook started this kernel (they name its session, nbclient does not), or a browser."""
    return in_browser() or bool(os.environ.get("JPY_SESSION_NAME"))


def repaint(forms, answers) -> None:
    """Show a saved answer in every form of its question in this kernel."""
    for form in list(forms):
        form.show_saved(answers)


def show_in_work(kind: Any, to_read: str) -> None:
    """Show a form of a person's own work; without a browser, or in the course's own copy, what it is for."""
    work = work_folder(Path.cwd())
    live = work is not None and has_browser()
    display(HTML(in_frame(tag("p", ASLEEP if live else to_read), asleep=live)))
    if live:
        form = kind()
        form.bind(work)
        display(form)
