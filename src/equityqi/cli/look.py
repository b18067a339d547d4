"""``equityqi look``: a table of one's own, how it was read, its gap and a draft aim; what is not sure is asked."""

from __future__ import annotations

import sys
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from equityqi.cli.options import file_to_write, stop
from equityqi.cli.verbs import working

if TYPE_CHECKING:
    from equityqi.owndata.look import Look

MOST_QUESTIONS = 12  # answers in one go: after so many the options are printed instead
Role = Annotated[str | None, typer.Option(help="The column that has this role.")]


def look(
    file: Annotated[str, typer.Argument(help="An Excel or CSV file of counts by period and group.")],
    sheet: Annotated[str | None, typer.Option(help="Which sheet of a workbook.")] = None,
    group: Annotated[str | None, typer.Option(help="Which column says which group.")] = None,
    period: Annotated[str | None, typer.Option(help="Which column says which month, quarter or year.")] = None,
    count: Annotated[str | None, typer.Option(help="Which column says how many.")] = None,
    of: Annotated[str | None, typer.Option("--of", help="Which column says out of how many.")] = None,
    measure: Annotated[str | None, typer.Option(help="Which measure, if there are several in the file.")] = None,
    rows: Annotated[list[str] | None, typer.Option(help="The answer to a question about rows.")] = None,
    compare: Annotated[
        list[str] | None, typer.Option(help="Give it twice: the group served least well, then the one to compare.")
    ] = None,
    no_ask: Annotated[bool, typer.Option("--no-ask", help="Don't ask: print the choices and stop.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Save how we read the table beside it, for next time.")] = False,
    better: Annotated[
        str | None, typer.Option(help="“more is better”, or “less is better” as for harm or missed visits.")
    ] = None,
    picture: Annotated[
        str | None, typer.Option(callback=file_to_write, help="Save the picture here, as a .png file.")
    ] = None,
    word: Annotated[str | None, typer.Option(callback=file_to_write, help="Make a Word file here.")] = None,
    project: Annotated[
        str | None, typer.Option(callback=file_to_write, help="Make a project.json here, to plan on.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, for another program.")] = False,
) -> None:
    """Look at your own file: how it was read, what to watch out for, how wide the gap is, and a draft aim.

    If it isn't sure how to read the file, it asks. Without a terminal, or with --no-ask, it ends with 2 and says
    what to type.
    """
    from equityqi.owndata import export, remembered  # lazy: what looks at a table costs 0.06 s

    choose = {
        "sheet": sheet, "group": group, "period": period, "count": count, "of": of, "measure": measure,
        "rows": "; ".join(rows or []), "better": better,
    }  # fmt: skip
    choose = {role: text for role, text in choose.items() if text}
    more = {"groups": tuple(compare) if compare else None}
    try:
        with working(f"Reading {Path(file).name}"):
            seen, choose = remembered.look_as_before(Path(file), Path(file).parent / remembered.BESIDE, choose, **more)
        asking = sys.stdin.isatty() and not (no_ask or json)
        for _ in range(MOST_QUESTIONS):
            if not (seen.asks and asking):
                break
            choose = remembered.added(choose, answers_typed(seen))
            seen, choose = remembered.look_as_before(Path(file), None, choose, **more)
        if keep and not seen.asks:
            remembered.remember(Path(file).parent / remembered.BESIDE, seen, choose)
        if picture:
            export.to_picture(seen, picture)
        if word:
            export.to_word(seen, word)
        if project:
            export.to_project(seen, project)
    except (ValueError, OSError) as error:
        raise stop(error) from None
    print(dumps(seen.to_json(), indent=1, ensure_ascii=False) if json else seen)
    if seen.asks:
        typer.echo(to_type(seen), err=True)
        raise typer.Exit(2)
    for path in () if json else filter(None, (picture, word, project)):
        print(f"Written: {path}")


def answers_typed(seen: Look) -> dict[str, str]:
    """Ask in the terminal what is not sure; return what was chosen, by role."""
    print(f"{seen.file}: {seen.reading}")
    chosen = {}
    for ask in seen.asks:
        print(f"\n{ask.sentence}")
        for number, option in enumerate(ask.options, start=1):
            print(f"  {number}. {option}")
        number = 0
        while not 1 <= number <= len(ask.options):
            number = typer.prompt(f"Type a number from 1 to {len(ask.options)}", type=int)
        chosen[ask.role] = ask.options[number - 1]
    return chosen


def to_type(seen: Look) -> str:
    """Return the options that would answer what is not sure, ready to be typed."""
    lines = []
    for ask in seen.asks:
        lines += [ask.sentence, *(f'  --{ask.role} "{option}"' for option in ask.options)]
    return "\n".join([*lines, "Type the command again with one option for each question."])
