"""How the command line behaves whatever the verb: what it is called, how it shows that it works, how it stops."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from typer.core import TyperGroup

from equityqi.files import course_root

STOPPED = "Stopped. Everything finished so far is saved. Run the same command again when you like."
BY_HAND = 130  # the exit code of a program that somebody stopped


class Verbs(TyperGroup):
    """The verbs of the command; when somebody presses Ctrl-C, one line says so, whatever was going on."""

    def invoke(self, context: typer.Context) -> object:
        try:
            return super().invoke(context)
        except (typer.Exit, typer.Abort):
            raise
        except (KeyboardInterrupt, asyncio.CancelledError, Exception) as error:
            if not by_hand(error):
                raise
            typer.echo(STOPPED, err=True)
            raise typer.Exit(BY_HAND) from None


def by_hand(error: BaseException) -> bool:
    """Return whether Ctrl-C is behind an error: what runs pages makes another of it."""
    before: BaseException | None = error
    while before is not None and not isinstance(before, KeyboardInterrupt):
        before = before.__cause__ or before.__context__
    return before is not None


def command_name() -> str:
    """Return how people call the command: by start.py where they have it, as in README."""
    return "python start.py" if (course_root() / "start.py").is_file() else "equityqi"


@contextmanager
def working(words: str) -> Iterator[None]:
    """Show on a terminal, while something takes some seconds, that it goes on and for how long."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    shown = sys.stdout.isatty()  # what is printed meanwhile goes above the line, but never out of a pipe or a file
    with Progress(*columns, console=console, transient=True, redirect_stdout=shown) as progress:
        progress.add_task(words, total=None)
        yield
