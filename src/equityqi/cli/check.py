"""``equityqi check``: is the course in order?"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from equityqi.authoring import minutes
from equityqi.authoring.make import differences
from equityqi.checked_yaml import YamlError
from equityqi.cli.options import stop
from equityqi.cli.verbs import command_name, working
from equityqi.files import course_root, write_atomically
from equityqi.organisation import OrganisationError, organisation, to_check

if TYPE_CHECKING:
    from equityqi.authoring.page import Problem

check = typer.Typer(help="Check the course. On its own, it runs all the quick checks.")


@check.callback(invoke_without_command=True)
def check_all(context: typer.Context) -> None:
    """Check the organisation, lessons, questions, exercises, datasets and minutes."""
    if context.invoked_subcommand is None:
        parts = _organisation, _lint, _questions, _exercises, _datasets, _minutes
        with working("Checking the course"):
            problems = sum(part() for part in parts)
        raise typer.Exit(1 if problems else 0)
    context.with_resource(working("Checking"))


@check.command("lint")
def check_lint() -> None:
    """Check every lesson's parts, links, facts and words."""
    raise typer.Exit(1 if _lint() else 0)


@check.command("questions")
def check_questions() -> None:
    """Check that the course can ask every question on every case, and that each question has its two cells."""
    raise typer.Exit(1 if _questions() else 0)


@check.command("exercises")
def check_exercises() -> None:
    """Check that exercises/ is what solutions/ makes, to the byte."""
    raise typer.Exit(1 if _exercises() else 0)


@check.command("datasets")
def check_datasets() -> None:
    """Check that every table is what its make.py makes, to the byte, and holds every planted fact."""
    raise typer.Exit(1 if _datasets() else 0)


@check.command("signals")
def check_signals(
    full: Annotated[
        bool, typer.Option("--full", help="Simulate 10,000 series for each cell and write docs/false-signals.md.")
    ] = False,
) -> None:
    """Simulate how often each rule gives a false signal, and how often it finds a change."""
    signals_page = tool("signals_page")
    from equityqi.variation import false_signals  # lazy: pandas costs 0.4 s

    series = signals_page.FULL if full else signals_page.SHORT
    rates = false_signals(series=series, seed=signals_page.SEED)
    print(signals_page.tables(rates))
    if full:
        (course_root() / signals_page.PAGE).write_text(signals_page.page(rates), encoding="utf-8", newline="\n")
        print(f"Written: {signals_page.PAGE}.")
    else:
        print(
            f"A short sample: {series:,} series for each cell. How to read it, and the full table: {signals_page.PAGE}"
        )


@check.command("years")
def check_years(
    full: Annotated[
        bool, typer.Option("--full", help="Draw each worked year 200 times and write docs/worked-years.md.")
    ] = False,
) -> None:
    """Draw the worked years again with nothing planted: how often does chance alone give a signal?"""
    years_page = tool("worked_year_alarms")

    redraws = years_page.FULL if full else years_page.SHORT
    rules = years_page.RULE_SETS if full else ("course",)
    found = years_page.alarms(redraws, rules)
    print(years_page.tables(found))
    if full:
        write_atomically(course_root() / years_page.PAGE, years_page.page(found))
        print(f"Written: {years_page.PAGE}.")
    else:
        print(f"A short sample: {redraws} redraws, by the course's rule. The full table: {years_page.PAGE}")


@check.command("game")
def check_game(
    full: Annotated[
        bool, typer.Option("--full", help="Play 2,000 games of each plan and write docs/game-results.md.")
    ] = False,
) -> None:
    """Play many games: how often does luck look like success, and how often does a good plan succeed?"""
    game_page = tool("game_page")

    games = game_page.FULL if full else game_page.SHORT
    nothing, well = (game_page.luck_of(plan, games) for plan in (game_page.DONE_NOTHING, game_page.DONE_WELL))
    print(f"{game_page.results()}\n\n{game_page.luck_table(nothing, well)}")
    if found := game_page.problems(nothing, well):
        print("\n".join(found))
        raise typer.Exit(1)
    if full:
        write_atomically(course_root() / game_page.PAGE, game_page.page(nothing, well))
        print(f"Written: {game_page.PAGE}.")
    else:
        print(f"A short sample of {games:,} games of each plan. The full table: {game_page.PAGE}")


@check.command("minutes")
def check_minutes(write: Annotated[bool, typer.Option("--write", help="Write docs/minutes.md.")] = False) -> None:
    """Add up what each block of the runsheet asks of people: does it fit into its minutes?"""
    try:
        print(minutes.page())
    except (YamlError, LookupError, OSError):  # told below, with line and reason
        raise typer.Exit(1 if _minutes() else 0) from None
    if write:
        write_atomically(course_root() / minutes.PAGE, minutes.page())
        print(f"Written: {minutes.PAGE}.")
    raise typer.Exit(1 if _minutes() else 0)


@check.command("reading")
def check_reading() -> None:
    """Work out the reading age of every lesson, exercise and case."""
    from equityqi.authoring.lint import reading_age  # lazy: reading pages costs 0.2 s

    ages = {
        "Lesson": reading_age.lesson_ages(),
        "Exercise": reading_age.exercise_ages(),
        "Case": reading_age.case_ages(),
    }
    print("\n\n".join(reading_age.table(kind, of_kind) for kind, of_kind in ages.items()))


@check.command("marker")
def check_marker(
    full: Annotated[
        bool, typer.Option("--full", help="Mark every changed answer on all cases and write docs/marker.md.")
    ] = False,
) -> None:
    """Mark right answers, listed wrong ones and changed ones: does the marker tell them apart?"""
    marker, marker_page, without_words = tool("marker"), tool("marker_page"), tool("plans_without_words")

    cases = marker.every_case()
    found = marker.measure(cases, None) + marker.measure_code() if full else marker.measure()
    nothing = without_words.measure_nothing(cases, 5) if full else without_words.measure_nothing(cases[:1])
    print(marker_page.tables(found, nothing))
    if problems := marker.problems(found) + without_words.problems(nothing):
        print("\n".join(problems))
        raise typer.Exit(1)
    if full:
        write_atomically(course_root() / marker_page.PAGE, marker_page.page(found, len(cases), nothing))
        print(f"Written: {marker_page.PAGE}.")
    else:
        print(f"A short sample on one case. The full tables: {marker_page.PAGE}")


@check.command("marking")
def check_marking(
    full: Annotated[
        bool, typer.Option("--full", help="Kill 50 runs and write docs/marking.md. That takes about twenty minutes.")
    ] = False,
) -> None:
    """Kill runs of marking at random moments and start them again: is everyone marked once, and correctly?"""
    marking_kills = tool("marking_kills")

    if sys.platform == "win32":
        print("This check needs Linux or macOS: Windows can't kill a program in this way.")
        raise typer.Exit(1)
    found = list(marking_kills.killed_runs(marking_kills.FULL if full else marking_kills.SHORT))
    print(marking_kills.table(found))
    if problems := marking_kills.problems(found):
        print("\n".join(problems))
        raise typer.Exit(1)
    if full:
        write_atomically(course_root() / marking_kills.PAGE, marking_kills.page(found))
        print(f"Written: {marking_kills.PAGE}.")
    else:
        print(f"Only a few kills. For all {marking_kills.FULL}: {command_name()} check marking --full")


def tool(name: str) -> ModuleType:
    """Return a module of the folder ``tools`` beside the course; a wheel has none, and one sentence says so."""
    root = course_root()
    if not (root / "tools" / f"{name}.py").is_file():
        raise stop(
            RuntimeError(
                "This check needs the course as a folder with start.py, not only the installed package. Run it there."
            )
        )
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    return import_module(f"tools.{name}")


def _organisation() -> int:
    try:
        found = to_check(organisation())
    except OrganisationError as error:
        found = str(error).split("\n")
    for sentence in found:
        print(f"organisation: {sentence}")
    print(f"Organisation: {len(found)} to mend." if found else "Organisation: all in order.")
    return len(found)


def _lint() -> int:
    return _of_pages("Lessons")


def _questions() -> int:
    return _of_pages("Questions")


def _of_pages(part: str) -> int:
    from equityqi.authoring.lint import lint_course, questions_check  # lazy: reading pages costs 0.2 s

    find = {"Lessons": lint_course.lint, "Questions": questions_check.questions_problems}[part]
    problems = find(course_root())
    for problem in problems:
        print(_told(problem))
    print(f"{part}: {len(problems)} to mend." if problems else f"{part}: all in order.")
    return len(problems)


def _told(problem: Problem) -> str:
    line = f", line {problem.line}" if problem.line else ""
    cell = f", cell {problem.cell}" if problem.cell else ""
    return f"{problem.path}{line}{cell} [{problem.rule}]: {problem.sentence}"


def _exercises() -> int:
    try:
        found = differences(course_root())
    except RuntimeError as error:
        print(error)
        print("Exercises: 1 to mend.")
        return 1
    for path in found:
        print(f"exercises/{path} isn't what solutions/ makes. Run: {command_name()} make exercises")
    print(f"Exercises: {len(found)} to make again." if found else "Exercises: all in order.")
    return len(found)


def _datasets() -> int:
    from equityqi.authoring import datasets, worked_years  # lazy: pandas and scipy cost 1 s

    found = datasets.differences() + worked_years.differences()
    for sentence in found:
        print(f"datasets: {sentence}")
    print(f"Datasets: {len(found)} to mend." if found else "Datasets: all in order.")
    return len(found)


def _minutes() -> int:
    found = minutes.problems()
    for sentence in found:
        print(f"minutes: {sentence}")
    print(f"Minutes: {len(found)} to mend." if found else "Minutes: all in order.")
    return len(found)
