"""``equityqi make``: what is derived from other files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from equityqi.cli.options import Name, OneCase, Out, stop

make = typer.Typer(no_args_is_help=True, help="Make what is derived from other files.")


@make.command("exercises")
def make_exercises() -> None:
    """Make exercises/ from solutions/ with nbgrader."""
    from equityqi.authoring.make import make_exercises
    from equityqi.files import course_root

    made = make_exercises(course_root(), course_root() / "exercises")
    print(f"Made {len(made)} exercise{'s' * (len(made) != 1)}: {', '.join(made)}.")


@make.command("cases")
def make_cases() -> None:
    """Write the figures of each case beside its tables, draw its picture again and write docs/cases.md."""
    from equityqi.authoring.case_pictures import make_case_pages
    from equityqi.authoring.datasets import make_figures
    from equityqi.files import course_root

    for path in [*make_figures(), *make_case_pages(course_root() / "docs")]:
        print(f"Written: {path.relative_to(course_root()).as_posix()}")


@make.command("runsheet")
def make_runsheet() -> None:
    """Write the printed runsheet and the learners' agenda."""
    from equityqi.checked_yaml import YamlError
    from equityqi.files import course_root
    from equityqi.lessons.runsheet_pages import make_pages

    try:
        made = make_pages(course_root() / "course" / "trainer")
    except YamlError as error:
        raise stop(error) from None
    for path in made:
        print(f"Written: course/trainer/{path.name}")


@make.command("glossary")
def make_glossary() -> None:
    """Write course/00-glossary.ipynb from datasets/glossary.yml."""
    from equityqi.authoring.glossary_page import PAGE, make_glossary
    from equityqi.checked_yaml import YamlError
    from equityqi.files import course_root

    try:
        make_glossary(course_root())
    except YamlError as error:
        raise stop(error) from None
    print(f"Written: {PAGE}")


@make.command("slides")
def make_slides() -> None:
    """Write into each lesson which of its cells begin a slide."""
    from equityqi.authoring.page import CannotRead
    from equityqi.authoring.slides import make_slides
    from equityqi.files import course_root

    try:
        made = make_slides(course_root())
    except (CannotRead, OSError) as error:
        raise stop(error) from None
    print(f"Written: {len(made)} file{'s' * (len(made) != 1)}." if made else "The slides are in order.")


@make.command("paper")
def make_paper(case: OneCase = None, out: Out = None) -> None:
    """Make the paper pack: sheets, cards, forms, the game and the answer key, to print."""
    from equityqi.handouts import paper_pack

    _pages(paper_pack.make_paper, paper_pack.FOLDER, out, case)


@make.command("site")
def make_site(case: OneCase = None, out: Out = None) -> None:
    """Make every lesson and exercise as pages to read without Python."""
    from equityqi.handouts import site

    _pages(site.make_site, site.FOLDER, out, case)


def _pages(write, name: str, out: Path | None, case: str | None) -> None:
    from equityqi.checked_yaml import YamlError
    from equityqi.handouts.run_pages import DidNotRun
    from equityqi.workfolder.prepare import WorkError, work_place

    folder = out or work_place(None).with_name(name)
    print("The pages are run once. That takes a minute or two.", flush=True)
    try:
        made = write(folder, case)
    except (DidNotRun, WorkError, YamlError, OSError) as error:
        raise stop(error) from None
    print(f"Written: {len(made)} files. Open {made[0]}")


@make.command("workbook")
def make_workbook(
    folder: Annotated[Path | None, typer.Argument(help="A work folder; without it, yours.")] = None,
    name: Name = None,
    word: Annotated[bool, typer.Option("--word", help="Make a Word file too.")] = False,
) -> None:
    """Make a learner's answers into one file to take home."""
    from equityqi.handouts.workbook import make_workbook
    from equityqi.workfolder.prepare import WorkError, work_place

    try:
        made = make_workbook(folder or work_place(name), word)
    except (WorkError, ValueError, OSError) as error:
        raise stop(error) from None
    for path in made:
        print(f"Written: {path}")


@make.command("templates")
def make_templates(out: Out = None) -> None:
    """Make Excel templates for a team's own counts."""
    from equityqi.handouts.templates import FOLDER, make_templates
    from equityqi.workfolder.prepare import work_place

    try:
        made = make_templates(out or work_place(None).with_name(FOLDER))
    except OSError as error:
        raise stop(error) from None
    for path in made:
        print(f"Written: {path}")
