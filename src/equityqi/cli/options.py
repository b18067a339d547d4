"""What the verbs of the command line share: their options, and how they stop with a sentence."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

Name = Annotated[str | None, typer.Option(help="A name or code, for a second person on the same computer.")]
Port = Annotated[int | None, typer.Option(help="The port of the local server, if 8888 is not to be used.")]
Case = Annotated[str | None, typer.Option(help="The case to work on from now on, such as b-medication-reviews.")]
SessionDate = Annotated[str | None, typer.Option("--session-date", help="The date of the session, such as 2026-12-01.")]
TakeUp = Annotated[
    Path | None, typer.Option("--take-up", help="A copy of your work, my-copy-NAME.zip, to go on with here.")
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser window.")]
Out = Annotated[Path | None, typer.Option(help="The folder to write into.")]
OneCase = Annotated[
    str | None,
    typer.Option(
        "--case",
        help="The case, such as c-asthma; without it, the one that you chose with start.py --case, else the first.",
    ),
]


def how_far(done: int, of: int) -> None:
    """Show on a terminal how far a long job is, in one line that is written over."""
    if sys.stderr.isatty():
        typer.echo(f"\r{100 * done // of}% of the pages", nl=done == of, err=True)


def stop(error: Exception, code: int = 1) -> typer.Exit:
    """Say why, and return what to raise."""
    typer.echo(str(error), err=True)
    return typer.Exit(code)
