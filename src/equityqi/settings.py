"""The settings of a work folder: whose it is, which case, which day."""

from __future__ import annotations

import datetime as dt
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from equityqi.files import course_root, write_atomically
from equityqi.organisation import (
    RULE_SETS,
    Organisation,
    OrganisationError,
    RuleSet,
    as_text,
    organisation,
    organisation_path,
    values_of,
)

SETTINGS = "settings.yml"
FIRST_CASE = "a-blood-pressure"
NHS: RuleSet = "making-data-count"
LOOK_AT = "EQUITYQI_CHART_RULES"  # an environment variable: look at the course under another rule set
OWN = "own"  # a team's own case: its words are the team's, the marked numbers stay those of FIRST_CASE


def work_folder(folder: Path) -> Path | None:
    """Return the work folder that holds ``folder``, known by its settings file, or None."""
    for place in (folder, *folder.parents):
        if (place / SETTINGS).is_file() and (place / "exercises").is_dir():
            return place
    return None


def read_settings(work: Path | None) -> dict[str, Any]:
    """Return the settings of a work folder (case, name, session date); {} without one."""
    if work is None:
        return {}
    try:
        settings = _in_text((work / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return dict(settings) if isinstance(settings, dict) else {}


@lru_cache(maxsize=1)
def _in_text(text: str) -> Any:
    """Return what settings of these words say: a page asks for them at each of its cells."""
    return yaml.safe_load(text)


def chosen_case(folder: Path | None = None) -> str:
    """Return the case that the work folder around ``folder`` has chosen, or the course's first."""
    return str(read_settings(work_folder(Path(folder or Path.cwd()).resolve())).get("case") or FIRST_CASE)


def page_case(folder: Path | None = None, page: str | None = None) -> str:
    """Return the case that a page is shown on (the one that runs, where none is named): the case that its exercise's
    answers record, once there is an answer; else the chosen one. So a lesson and the questions in it stay on one case
    when the settings change.
    """
    folder = Path(folder or Path.cwd()).resolve()
    name = Path(page or os.environ.get("JPY_SESSION_NAME", "")).stem  # the page that this kernel runs
    if name and (work := work_folder(folder)):
        try:
            data = json.loads((work / "exercises" / name / f"{name}.answers.json").read_bytes())
        except (OSError, ValueError):
            data = None
        if isinstance(data, dict) and data.get("answers") and isinstance(data.get("case"), str):
            return data["case"]
    return chosen_case(folder)


@lru_cache(maxsize=1)
def course_today() -> dt.date:
    """Return the day that exercises on the cases are judged against, from ``course.yml``; never the computer's.

    >>> course_today()
    datetime.date(2026, 7, 1)
    """
    return _of_the_course()["course_today"]


def chart_rules() -> RuleSet:
    """Return the rule set that charts over time are judged by, which the organisation chooses in ``organisation.yml``.

    Raises ValueError, with one sentence, for a name that no rule set has.

    >>> chart_rules() in RULE_SETS
    True
    """
    if chosen := os.environ.get(LOOK_AT):
        if chosen not in RULE_SETS:
            raise ValueError(f"There is no chart rule set {chosen!r}. Choose one of {', '.join(RULE_SETS)}.")
        return chosen
    return organisation().chart_rules


def organisation_as_used() -> str:
    """Return ``organisation.yml`` with the rule set of charts that is in use, for a site that is made under it."""
    return as_text({**values_of(organisation()), "chart_rules": chart_rules()})


@lru_cache(maxsize=1)
def _of_the_course() -> dict[str, Any]:
    return yaml.safe_load((course_root() / "course.yml").read_text(encoding="utf-8"))


def session_days(folder: Path | None = None) -> dict[int, dt.date | None]:
    """Return the date of each session for the work folder around ``folder``: what was typed there, else the
    organisation's. Where the date of session 1 that was typed is another than the organisation's, it is another course,
    and none is taken from there.
    """
    return _days(read_settings(work_folder(Path(folder or Path.cwd()).resolve())))


_last_good: dict[Path, Organisation] = {}


def _held() -> Organisation:
    """Return who runs the course. Where its file was damaged since the course started, it is what the file said last,
    so that no answer is lost to it: whoever starts the course next is told.
    """
    try:
        held = organisation()
    except OrganisationError:
        return _last_good.get(organisation_path(), Organisation())
    _last_good[organisation_path()] = held
    return held


def _days(settings: dict[str, Any]) -> dict[int, dt.date | None]:
    held, first, second = _held(), read_day(settings.get("session_date")), read_day(settings.get("second_date"))
    if first and first != held.session_1_date:
        return {1: first, 2: second}
    if second and held.session_1_date and second < held.session_1_date:
        return {1: first, 2: second}
    return {1: first or held.session_1_date, 2: second or held.session_2_date}


def case_and_date(folder: Path) -> tuple[str, str]:
    """Return the case that the work folder around ``folder`` has chosen, and the date of its session 1, such as
    2026-12-01; "" without one.
    """
    settings = read_settings(work_folder(folder.resolve()))
    day = _days(settings)[1]
    return str(settings.get("case") or FIRST_CASE), day.isoformat() if day else ""


def second_date(folder: Path | None = None) -> str:
    """Return the date of session 2, by which a commitment is dated; that of session 1 where it is not known yet."""
    days = session_days(folder)
    day = days[2] or days[1]
    return day.isoformat() if day else ""


def read_day(value: Any) -> dt.date | None:
    """Return the day that a settings or answers file keeps, or None where there is none that can be read.

    >>> read_day("2026-12-01"), read_day(dt.date(2026, 12, 1)), read_day("soon")
    (datetime.date(2026, 12, 1), datetime.date(2026, 12, 1), None)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def write_settings(work: Path, settings: dict[str, Any]) -> None:
    """Write the settings of a work folder whole. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    write_atomically(work / SETTINGS, yaml.safe_dump(settings, sort_keys=False, allow_unicode=True))
