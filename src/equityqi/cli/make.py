"""``equityqi make``: what is derived from other files."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from equityqi.authoring.make import make_exercises
from equityqi.checked_yaml import YamlError
from equityqi.cli.look import MOST_QUESTIONS, answers_typed, to_type
from equityqi.cli.options import Out, stop
from equityqi.cli.verbs import command_name, working
from equityqi.files import course_root
from equityqi.lessons.in_the_room import make_trainers_pages

make = typer.Typer(
    no_args_is_help=True, help="Make what people print, show, send and take home, and the course's own made files."
)


@make.command("exercises")
def exercises() -> None:
    """Make exercises/ from solutions/ with nbgrader."""
    with working("Making the exercises"):
        made = make_exercises(course_root(), course_root() / "exercises")
    print(f"Made {len(made)} exercise{'s' * (len(made) != 1)}: {', '.join(made)}.")


def _from_tables() -> tuple[ModuleType, ...]:
    from equityqi.authoring import (
        case_pictures,
        chart_rules_page,
        datasets,
        worked_years,
    )  # lazy: pandas and scipy cost 1 s

    return case_pictures, chart_rules_page, datasets, worked_years


@make.command("cases")
def cases() -> None:
    """Write the figures of each case beside its tables, redraw its picture, and write docs/cases.md and
    docs/chart-rules.md.
    """
    case_pictures, chart_rules_page, datasets, _ = _from_tables()
    docs = course_root() / "docs"
    with working("Working out the cases"):
        made = [chart_rules_page.make_alarms(course_root()), *datasets.make_figures()]
        made += [*case_pictures.make_case_pages(docs), chart_rules_page.make_page(docs)]
    for path in made:
        print(f"Written: {path.relative_to(course_root()).as_posix()}")


@make.command("case")
def case(
    file: Annotated[Path, typer.Argument(help="An Excel or CSV file of counts by period and group.")],
    name: Annotated[str, typer.Option(help="The folder's name: a letter and a word or two, such as g-clinics.")],
    chosen: Annotated[
        list[str] | None,
        typer.Option(
            "--choose", help="An answer to what it asks, such as “of=Invited”. You can give it several times."
        ),
    ] = None,
    compare: Annotated[
        list[str] | None, typer.Option(help="Give it twice: the group served least well, then the one to compare.")
    ] = None,
    out: Out = None,
) -> None:
    """Draft a case from a table: it fills in what the table says, and the rest says TO DO. It never overwrites a file.

    If it isn't sure how to read the table, it asks. Without a terminal it ends with 2 and says what to type.
    """
    from equityqi.authoring import case_draft  # lazy: pandas costs 0.4 s

    choose = dict(answer.partition("=")[::2] for answer in chosen or ())
    try:
        case_draft.check_name(name)
        with working(f"Reading {file.name}"):
            seen = case_draft.look(file, choose=choose, groups=tuple(compare) if compare else None)
        for _ in range(MOST_QUESTIONS if sys.stdin.isatty() else 0):
            if seen.asks:
                choose |= answers_typed(seen)
                seen = case_draft.look(file, choose=choose, groups=tuple(compare) if compare else None)
        if not seen.asks:
            with working("Drafting the case"):
                written, stay, open_still = case_draft.make_draft(seen, name, out or course_root() / "datasets")
    except (ValueError, OSError) as error:
        raise stop(error) from None
    print(seen)
    if seen.asks:
        typer.echo(to_type(seen).replace("  --", "  --choose ").replace(' "', '="'), err=True)
        raise typer.Exit(2)
    for path in stay:
        print(f"{path.name} is there already, so we left it as it is.")
    for path in written:
        print(f"Written: {path}")
    print(
        f"{len(open_still)} places still say TO DO. To see each one with its file and line, run “{command_name()}"
        " check datasets”."
    )


@make.command("years")
def years() -> None:
    """Draw the worked year of each case, and write it as a project file: datasets/worked-years/."""
    worked_years = _from_tables()[-1]
    try:
        with working("Drawing the years"):
            made = worked_years.make_years()
    except YamlError as error:
        raise stop(error) from None
    for path in made:
        print(f"Written: {path.relative_to(course_root()).as_posix()}")


@make.command("drawn")
def drawn() -> None:
    """Draw the pictures of all pages on every case, so that pages open with them: datasets/drawn/."""
    from equityqi.handouts.draw_before import make_drawn  # lazy: nbconvert costs 0.2 s

    print("Running every page once on each case. That takes a few minutes.", flush=True)
    with working("Drawing"):
        made = make_drawn(course_root())
    for path in made:
        print(f"Written: {path.relative_to(course_root()).as_posix()}")


@make.command("runsheet")
def runsheet() -> None:
    """Write the printed runsheet, the learners' agenda, and the sheets for the room."""
    try:
        with working("Making the pages"):
            made = make_trainers_pages(course_root() / "course" / "trainer")
    except YamlError as error:
        raise stop(error) from None
    for path in made:
        print(f"Written: course/trainer/{path.name}")


@make.command("glossary")
def glossary() -> None:
    """Write course/00-glossary.ipynb from datasets/glossary.yml."""
    from equityqi.authoring.glossary_page import PAGE, make_glossary  # lazy: nbformat costs 0.1 s

    try:
        with working("Making the glossary"):
            make_glossary(course_root())
    except YamlError as error:
        raise stop(error) from None
    print(f"Written: {PAGE}")


@make.command("slides")
def slides() -> None:
    """For authors: mark where each slide begins in the lessons. For PowerPoint, use make powerpoint."""
    from equityqi.authoring import page, slides  # lazy: nbformat costs 0.1 s

    try:
        with working("Looking through the lessons"):
            made = slides.make_slides(course_root())
    except (page.CannotRead, OSError) as error:
        raise stop(error) from None
    print(f"Written: {len(made)} file{'s' * (len(made) != 1)}." if made else "The slides are in order.")
