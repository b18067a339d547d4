"""A page while it runs: in Lab with a browser or without one, and the forms that are open on it."""

from __future__ import annotations

import os
from collections import defaultdict
from weakref import WeakSet

from equityqi.files import in_browser

open_forms: dict[tuple, WeakSet] = defaultdict(WeakSet)  # the forms of one question in this kernel


def has_browser() -> bool:
    """Tell whether Lab or Notebook started this kernel (they name its session, nbclient does not), or a browser."""
    return in_browser() or bool(os.environ.get("JPY_SESSION_NAME"))


def repaint(forms, answers) -> None:
    """Show a saved answer in every form of its question in this kernel."""
    for form in list(forms):
        form.show_saved(answers)
