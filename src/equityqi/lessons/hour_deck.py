"""The slides of the follow-up hour for PowerPoint, on the worked year of a case."""

from __future__ import annotations

from pathlib import Path

from equityqi.cases.case import Case
from equityqi.documents.powerpoint import Slide
from equityqi.files import make_folder, write_atomically
from equityqi.lessons.follow_up_hour import NAME, read_hour
from equityqi.lessons.slide_deck import Chosen, deck_file, slides_from
from equityqi.organisation import organisation
from equityqi.project.worked_year import year_cases


def make_hour_deck(folder: Path, case: Case) -> list[Path]:
    """Write the slides of the hour into a folder, and return the file; nothing for a case without a worked year.

    Raises :class:`equityqi.checked_yaml.YamlError` or :class:`equityqi.files.CouldNotWrite`.
    """
    if case.id not in year_cases():
        return []
    make_folder(folder)
    path = folder / f"{NAME}-{case.id}.pptx"
    write_atomically(path, hour_deck(case))
    return [path]


def hour_deck(case: Case) -> bytes:
    """Return the slides of the hour on a case's worked year, as the bytes of a PowerPoint file."""
    title, name = read_hour().only.title, organisation().name
    under = (title, f"Our worked year: {case.title}", *([name] if name else []))
    return deck_file(under, hour_slides(case), f"{title}. The example is {case.title}")


def hour_slides(case: Case) -> list[Slide]:
    """Return the slides of the hour; what is too long for one goes on, on the next."""
    hour = read_hour()
    return slides_from(hour, hour.only, [Chosen(**one.model_dump()) for one in hour.slides], case, None)
