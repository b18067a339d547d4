"""Choose the case: one team's story that goes with a person through both sessions."""

from __future__ import annotations

from pathlib import Path

from equityqi.settings import chosen_case, work_folder
from equityqi.tables.cases import CaseError, titles


def case_form() -> None:
    """Show the cases to choose from; without a browser, the command that chooses one."""
    from IPython.display import display

    from equityqi.lessons.forms import has_browser

    work = work_folder(Path.cwd())
    try:
        cases = titles(work)
    except CaseError as error:
        print(error)
        return
    now = chosen_case()
    if work is None or not has_browser():
        print(f"Your case: {cases.get(now, now)}. Choose another with start.py, for example: python start.py --case c-asthma")
        return
    from equityqi.lessons.small_forms import CaseChoice

    form = CaseChoice(fields=[["case", "Your case:", now, list(cases.items())]])
    form.attach(work)
    display(form)
