"""What the verbs of the command line share: their options, and how they stop with a sentence."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from equityqi.cases.case_files import course_cases
from equityqi.files import why_not_into
from equityqi.settings import OWN
from equityqi.workfolder.prepare import case_here


def how_far(done: int, of: int) -> None:
    """Show on a terminal how far a long job is, in one line that is written over."""
    if sys.stderr.isatty():
        typer.echo(f"\r{100 * done // of}% of the pages", nl=done == of, err=True)


def stop(error: Exception, code: int = 1) -> typer.Exit:
    """Say why, and return what to raise."""
    typer.echo(str(error), err=True)
    return typer.Exit(code)


def to_write(folder: Path | None) -> Path | None:
    """Return a folder to write into; where nothing can be written there, say so and end, before any work is done."""
    if folder is not None and (why := why_not_into(folder)):
        raise stop(OSError(why))
    return folder


def file_to_write(file: str | None) -> str | None:
    """Return the path of a file to write; where its folder takes none, say so and end, before any work is done."""
    if file is not None:
        to_write(Path(file).parent)
    return file


def known_case(name: str | None) -> str | None:
    """Return the name of a case; where there is none of that name, say so and end."""
    names = [*course_cases(), OWN]
    if name is not None and name not in names:
        cases = ", ".join(names)
        raise stop(
            ValueError(f"There is no case called “{name}”. The cases are: {cases}. Check the word after --case.")
        )
    return name


def case_to_make(named: str | None) -> str:
    """Return the case to make something from: the one that was named, or else the chosen one, and then print which."""
    if named is not None:
        return named
    chosen = case_here()
    typer.echo(f"The case is {chosen}. For another one, add --case and its name, such as --case c-asthma.")
    return chosen


Name = Annotated[str | None, typer.Option(help="A name or code, for a second person on the same computer.")]
Port = Annotated[int | None, typer.Option(help="Another port for the local server, if 8888 is taken.")]
Case = Annotated[
    str | None, typer.Option(callback=known_case, help="The case to work on from now on, such as b-medication-reviews.")
]
SessionDate = Annotated[str | None, typer.Option("--session-date", help="The date of the session, such as 2026-12-01.")]
TakeUp = Annotated[
    Path | None, typer.Option("--take-up", help="A copy of your work, my-copy-NAME.zip, to carry on with here.")
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Don't open a browser window.")]
Out = Annotated[Path | None, typer.Option(callback=to_write, help="The folder to write into.")]
OneCase = Annotated[
    str | None,
    typer.Option(
        "--case",
        callback=known_case,
        help="The case, such as c-asthma. Without it, you get the one you chose before, or else the first.",
    ),
]
