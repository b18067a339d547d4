"""The line under a page's title: which case the page is about, and a way back where pages differ."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from IPython.display import HTML, display

from equityqi.cases.case import CaseError, load
from equityqi.forms.button_forms import CaseChoice, SmallForms
from equityqi.forms.notebook import has_browser
from equityqi.forms.progress_page import STYLE
from equityqi.html_tags import join, tag
from equityqi.settings import chosen_case, work_folder
from equityqi.workfolder.answers_file import AnswersError, answers_name, read_answers

START = "course/00-start.ipynb"


@dataclass
class CaseBack(CaseChoice):
    """A button that goes back to the case that earlier answers are about."""

    case: str = ""
    title = ""  # the line above says what it is about

    @property
    def button(self) -> str:
        return f"Go back to “{load(self.case, near=self.work).title}”"

    @property
    def lead(self) -> list[str]:
        return []

    def act(self, typed: dict[str, str]) -> str:
        return super().act({"case": self.case})


def case_line(exercise: str) -> None:
    """Show which case this page is about. ``exercise``: the exercise that belongs to the page, such as ``"04-aim"``.

    Where an earlier answer is about another case than the one chosen since, both pages say so and offer to go back.
    """
    work = work_folder(Path.cwd())
    try:
        here, chosen, other = cases_here(work, exercise) if work else (None, chosen_case(), None)
        title = load(here or chosen, near=work).title
        if work is None or not has_browser():
            display(HTML(tag("p", "The case on this page: ", tag("strong", title), ".")))
            return
        change = tag("a", "Change it on the start page", href="../" * len(Path.cwd().relative_to(work).parts) + START)
        words = [tag("p", "Your case: ", tag("strong", title), ". ", change)]
        if other:
            words.append(tag("p", why_two(work, here, chosen, other)))
        display(HTML(join((STYLE, tag("div", words, class_="eq-start eq-case")))))
        if other:
            display(SmallForms(CaseBack(work, case=other)))
    except CaseError as error:
        print(error)


def cases_here(work: Path, exercise: str) -> tuple[str | None, str, str | None]:
    """Return the case that the answers of an exercise are about (None without answers), the chosen case, and the other
    case that there is a way back to, if pages differ.
    """
    chosen, begun = chosen_case(work), cases_begun(work)
    here = begun.get(exercise)
    others = [case for name, case in begun.items() if case != chosen]
    other = here if here and here != chosen else others[-1] if others else None
    return here, chosen, other


def cases_begun(work: Path) -> dict[str, str]:
    """Return the case of each exercise that has an answer; a file that cannot be read says nothing here."""
    found = {}
    for folder in sorted((work / "exercises").iterdir()):
        path = folder / answers_name(folder.name)
        try:
            answers, _ = read_answers(path, folder.name, keep_damaged=False)
        except AnswersError:
            continue
        if answers.answers:
            found[folder.name] = answers.case
    return found


def why_two(work: Path, here: str | None, chosen: str, other: str) -> str:
    """Return what to say where pages are about two cases."""
    now, before = (load(case, near=work).title for case in (chosen, other))
    if here == other:
        return f"You answered here before you changed to “{now}”, so this page stays on its own case."
    return f"Pages you answered earlier are still about “{before}”."
