"""Own data in a work folder: the counts, and the words that the planning tools then use. Nothing but counts is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from equityqi.cases.own_words import FOLDER, OwnMeasure, read_own, write_own
from equityqi.files import make_folder, write_atomically
from equityqi.owndata.export import to_project, to_word
from equityqi.owndata.look import Look
from equityqi.settings import OWN, read_settings, write_settings
from equityqi.tables.counts import summed
from equityqi.tables.stocks import TO_DATE
from equityqi.tables.text_rows import read_bytes
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import find

if TYPE_CHECKING:
    import pandas as pd

COUNTS, WORD, PROJECT, AIM = "counts.csv", "own-data.docx", "project.json", "own-aim"


def keep(work: Path, seen: Look) -> Path:
    """Keep the counts of a look, and the words of its aim, in ``own-data/`` of a work folder; return the file of
    counts.

    Only period, group, numerator and denominator are kept, one row for each group and period. Raises
    :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    folder = Path(work) / FOLDER
    make_folder(folder)
    frame = _one_row_each(seen.counts)
    frame = frame.assign(**{name: _as_kept(frame, name) for name in ("numerator", "denominator")})
    of = "denominator" if seen.added else f"denominator, {TO_DATE}"  # so that it is read alike when it is shown again
    columns = {"period_label": "period", "group": "group", "numerator": "numerator", "denominator": of}
    saved = frame[[name for name in columns if name in frame]].rename(columns=columns)
    write_atomically(folder / COUNTS, saved.to_csv(index=False, lineterminator="\n"))
    if seen.aim:
        numbers = {
            f"{side}_{part}": int(getattr(seen.aim, f"baseline_{side}_{part}"))
            for side in ("group", "comparator")
            for part in ("n", "of")
        }
        write_own(
            work,
            OwnMeasure(
                measure=seen.measure or "our measure",
                better=seen.better,
                groups=tuple(seen.groups["group"]),
                group=seen.aim.group,
                comparator=seen.aim.comparator,
                period=seen.period,
                **numbers,
            ),
        )
    return folder / COUNTS


def _one_row_each(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with one row a group and period, so that rows that were added up are not asked about again."""
    by = [name for name in ("period_label", "group") if name in counts]
    return summed(counts, by) if counts.duplicated(by).any() else counts


def _as_kept(counts: pd.DataFrame, name: str) -> list[str]:
    """Each count as text; a hidden one as its bounds ("1 to 7"), which are read as hidden again."""
    lower, upper = counts[f"{name}_lower"], counts[f"{name}_upper"]
    return [
        f"{value:.0f}" if value == value else f"{low:.0f} to {high:.0f}" if low < high else f"{high:.0f}"
        for value, low, high in zip(counts[name], lower, upper, strict=True)
    ]


def kept_table(work: Path) -> tuple[bytes, OwnMeasure] | None:
    """Return the counts (as the bytes of their file) and words kept before; None where there are none, or none that
    can be read.
    """
    own = read_own(work)
    try:
        return (read_bytes(Path(work) / FOLDER / COUNTS), own) if own else None
    except ValueError:
        return None


def make_word(work: Path, seen: Look) -> str:
    """Make the Word file in a work folder; return what to say."""
    to_word(seen, Path(work) / FOLDER / WORD)
    return f"Your Word file is ready: {WORD}, in the folder {Path(work) / FOLDER}."


def make_project(work: Path, seen: Look) -> str:
    """Make the project file that the planning pages go on from; return what to say.

    The work folder is then on the team's own case, and the form of an own aim holds what the counts say, unless
    somebody wrote there.
    """
    work = Path(work)
    project = to_project(seen, work / PROJECT)
    settings = read_settings(work)
    if settings.get("case") != OWN:
        write_settings(work, {**settings, "case": OWN})
    on_the_aim = (
        "We left your aim there as you wrote it."
        if not _begin_aim(work, project.aim)
        else "Exercise 4 has your baseline under “A team's own aim”."
    )
    return (
        f"Your project file is ready: {PROJECT}, in the folder {work}. Its counts are rounded to the nearest 5, and its"
        " percentages come from them, so they can differ a little from those here. The planning pages now use your own"
        f" groups. {on_the_aim}"
    )


def _begin_aim(work: Path, aim) -> bool:
    """Put the aim's fields into the form of an own aim, if nobody wrote there; say whether it was done."""
    try:
        asked = find(AIM, work)
        answers, _ = store.read_answers(asked.path, asked.exercise, keep_damaged=False)
        if answers.answers.get(AIM):
            return False
        row = {
            key: value
            for key, value in aim.model_dump().items()
            if key in asked.question.columns and value not in ("", None)
        }
        store.save_answer(asked, [row])
    except store.AnswersError:
        return False
    return True
