"""The command line: the same verbs as start.py, for after set-up."""

from __future__ import annotations

import sys
from typing import Annotated, Optional

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Using Quality Improvement to Tackle Inequity.")
make = typer.Typer(no_args_is_help=True, help="Make what is derived from other files.")
check = typer.Typer(help="Check the course. Without a word after it: everything quick.")
app.add_typer(make, name="make")
app.add_typer(check, name="check")

Name = Annotated[Optional[str], typer.Option(help="A name or code, for a second person on the same computer.")]
Port = Annotated[Optional[int], typer.Option(help="The port of the local server, if 8888 is not to be used.")]
Case = Annotated[Optional[str], typer.Option(help="The case to work on from now on, such as b-medication-reviews.")]
SessionDate = Annotated[Optional[str], typer.Option("--session-date", help="The date of the session, such as 2026-12-01.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser window.")]


@app.command()
def learn(name: Name = None, case: Case = None, session_date: SessionDate = None, port: Port = None, no_browser: NoBrowser = False) -> None:
    """Open the course on your own copy."""
    _open("learner", name, case, session_date, port, no_browser)


@app.command()
def teach(name: Name = None, case: Case = None, session_date: SessionDate = None, port: Port = None, no_browser: NoBrowser = False) -> None:
    """Open the course with the trainer's tools (formgrader)."""
    _open("trainer", name, case, session_date, port, no_browser)


@app.command("hand-in")
def make_hand_in(name: Name = None, pair: Annotated[Optional[str], typer.Option(help="The name or code of your partner.")] = None) -> None:
    """Make hand-in-NAME.zip from your work."""
    from equityqi.lessons import hand_in, work

    try:
        place = work.work_place(name)
        place = place if place.is_dir() else work.work_place(None)
        print(f"Your hand-in is ready: {hand_in.hand_in(place, name, pair)}")
    except (work.WorkError, OSError) as error:
        raise _stop(error) from None


@app.command()
def look(
    file: Annotated[str, typer.Argument(help="A CSV or Excel file of counts by period and group.")],
    measure: Annotated[Optional[str], typer.Option(help="Which measure, where the file holds several.")] = None,
    lower_is_better: Annotated[bool, typer.Option("--lower-is-better", help="For harm, waiting or missed visits.")] = False,
    picture: Annotated[Optional[str], typer.Option(help="Save the picture here, as a .png file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print everything for another program.")] = False,
) -> None:
    """Look at a file of your own: what to mind, how wide the gap is, a draft aim."""
    from equityqi.lessons.look import look as look_at

    try:
        seen = look_at(file, measure=measure, better=-1 if lower_is_better else 1)
        if picture and seen.picture:
            seen.picture.figure.savefig(picture, dpi=150)
    except (ValueError, OSError) as error:
        raise _stop(error) from None
    if json:
        from json import dumps

        print(dumps(seen.to_json(), indent=1, ensure_ascii=False))
    else:
        print(seen)


def _open(profile: str, name: str | None, case: str | None, session_date: str | None, port: int | None, no_browser: bool) -> None:
    from equityqi.files import course_root
    from equityqi.lessons import lab, work

    try:
        place = work.work_place(name)
        if said := work.prepare(place, name, case, session_date).in_words():
            print(said)
        root = course_root() if profile == "trainer" and place.is_relative_to(course_root()) else place
        port = port if port is None else lab.free_port(port)
        print("The course opens in your browser. Keep this window open; to stop, press Ctrl+C here.", flush=True)
        raise typer.Exit(lab.open_lab(profile, root, place, work.pages(place), port=port, browser=not no_browser))
    except (work.WorkError, lab.CouldNotStart) as error:
        raise _stop(error) from None


@make.command("exercises")
def make_exercises() -> None:
    """Make exercises/ from solutions/ with nbgrader."""
    from equityqi.authoring.make import make_exercises
    from equityqi.files import course_root

    made = make_exercises(course_root(), course_root() / "exercises")
    print(f"Made {len(made)} exercise{'s' * (len(made) != 1)}: {', '.join(made)}.")


@make.command("cases")
def make_cases() -> None:
    """Draw the picture of each case again and write docs/cases.md."""
    from equityqi.authoring.case_pictures import make_case_pages
    from equityqi.files import course_root

    for path in make_case_pages(course_root() / "docs"):
        print(f"Written: docs/{path.relative_to(course_root() / 'docs').as_posix()}")


@make.command("runsheet")
def make_runsheet() -> None:
    """Write the printed runsheet and the learners' agenda."""
    from equityqi.checked_yaml import YamlError
    from equityqi.files import course_root
    from equityqi.lessons.runsheet_pages import make_pages

    try:
        made = make_pages(course_root() / "course" / "trainer")
    except YamlError as error:
        raise _stop(error) from None
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
        raise _stop(error) from None
    print(f"Written: {PAGE}")


@check.callback(invoke_without_command=True)
def check_all(context: typer.Context) -> None:
    """Check lessons, exercises and datasets."""
    if context.invoked_subcommand is None:
        problems = _lint() + _exercises() + _datasets()
        raise typer.Exit(1 if problems else 0)


@check.command("lint")
def check_lint() -> None:
    """Check every lesson's parts, links, facts and words."""
    raise typer.Exit(1 if _lint() else 0)


@check.command("exercises")
def check_exercises() -> None:
    """Check that exercises/ is what solutions/ makes, to the byte."""
    raise typer.Exit(1 if _exercises() else 0)


@check.command("datasets")
def check_datasets() -> None:
    """Check that every table is what its make.py makes, to the byte, and that every planted fact is in it."""
    raise typer.Exit(1 if _datasets() else 0)


@check.command("signals")
def check_signals(full: Annotated[bool, typer.Option("--full", help="Simulate 10,000 series a cell and write docs/false-signals.md.")] = False) -> None:
    """Simulate how often each rule gives a false signal, and how often it finds a change."""
    from equityqi.authoring import signals_page
    from equityqi.files import course_root
    from equityqi.variation import false_signals

    series = signals_page.FULL if full else signals_page.SHORT
    rates = false_signals(series=series, seed=signals_page.SEED)
    print(signals_page.tables(rates))
    if full:
        (course_root() / signals_page.PAGE).write_text(signals_page.page(rates), encoding="utf-8", newline="\n")
        print(f"Written: {signals_page.PAGE}.")
    else:
        print(f"A short sample, {series:,} series a cell. How to read it, and the full table: {signals_page.PAGE}")


@check.command("game")
def check_game(full: Annotated[bool, typer.Option("--full", help="Play 2,000 games of each plan and write docs/game-results.md.")] = False) -> None:
    """Play many games: how often does luck look like success, and how often does a good plan?"""
    from equityqi.authoring import game_page
    from equityqi.files import course_root, write_atomically

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
        print(f"A short sample, {games:,} games of each plan. The full table: {game_page.PAGE}")


def _lint() -> int:
    from equityqi.authoring.lint import lint
    from equityqi.files import course_root

    problems = lint(course_root())
    for problem in problems:
        print(f"{problem.path}{f', cell {problem.cell}' if problem.cell else ''} [{problem.rule}]: {problem.sentence}")
    print(f"Lessons: {len(problems)} to mend." if problems else "Lessons: all in order.")
    return len(problems)


def _exercises() -> int:
    from equityqi.authoring.make import differences
    from equityqi.files import course_root

    found = differences(course_root())
    for path in found:
        print(f"exercises/{path} is not what solutions/ makes. Run: equityqi make exercises")
    print(f"Exercises: {len(found)} to make again." if found else "Exercises: all in order.")
    return len(found)


def _datasets() -> int:
    from equityqi.authoring.datasets import differences

    found = differences()
    for sentence in found:
        print(f"datasets: {sentence}")
    print(f"Datasets: {len(found)} to mend." if found else "Datasets: all in order.")
    return len(found)


def _stop(error: Exception) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(1)


def main() -> None:
    """Run the command line; a console that lacks a letter shows a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    app()
