"""``equityqi evaluate``: what did people say of the course?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from equityqi.cli.options import Out, stop, to_write
from equityqi.cli.verbs import working


def evaluate(
    folder: Annotated[
        str,
        typer.Argument(
            help=(
                "The folder with the survey sheets: survey-sheets.zip, survey/, and exports or counts of answers as"
                " CSV, Excel or .ods. If there were several workshops, put one folder for each into it."
            )
        ),
    ],
    attended: Annotated[
        int | None, typer.Option(min=1, help="How many people were in the room, for the response rate.")
    ] = None,
    out: Out = None,
) -> None:
    """Write a report on the feedback: a web page, Word, figures, one slide, and half a page for a newsletter."""
    from equityqi.evaluation import feedback_report, survey_responses  # lazy: pandas costs 0.4 s

    if Path(folder).is_dir():
        to_write(out or Path(folder))
    try:
        with working("Reading the survey"):
            made = feedback_report.report(folder, attended, out)
    except (survey_responses.EvaluationError, OSError) as error:
        raise stop(error) from None
    for note in made.notes:
        print(note)
    sheets = sum(shop.sheets["post"] for shop in made.workshops)
    print(
        f"{sheets} sheet{'' if sheets == 1 else 's'} from after the course, in {len(made.workshops)}"
        f" workshop{'' if len(made.workshops) == 1 else 's'}. Open {made.files[0]} first."
    )
