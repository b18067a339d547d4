"""The course's cases: tables with the right types, story, facts and card, from wherever the course stands.

>>> load("a-blood-pressure").tables["bp_monthly"].shape
(750, 6)
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from equityqi.cases.case_figures import all_figures, first_and_latest, latest_counts, printed, read_figures
from equityqi.cases.case_files import (
    CaseError,
    CaseFile,
    Group,
    Measure,
    Story,
    UnknownWord,
    read_case_file,
    read_story,
)
from equityqi.cases.case_series import events_of, judged, series_of
from equityqi.cases.case_tables import Tables
from equityqi.cases.facts import Fact, all_facts, read_facts
from equityqi.cases.model_project import planned, read_plan
from equityqi.files import course_root
from equityqi.settings import FIRST_CASE, OWN, chart_rules, page_case, work_folder

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Case", "CaseError", "load"]
OPTIONS = {  # what a form offers, by the case
    "measure-options": lambda case: {id: measure.name for id, measure in case.measures.items()},
    "group-options": lambda case: {word: word for group in case.groups.values() for word in group.levels.values()},
    "split-options": lambda case: {id: group.name for id, group in case.groups.items()},
}
T = TypeVar("T")
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_-]*)\}")


def load(case: str | None = None, *, near: Path | None = None) -> Case:
    """Return a case by the name of its folder; without a name, the one that the running page was begun on,
    or that the work folder has chosen.

    A case is looked for in ``cases/`` of the work folder (the one around ``near``, or around the folder
    that Python runs in), then among the course's own. ``own`` has no folder: it gives the first case,
    whose ``own`` is then True.
    Raises :class:`CaseError`, naming the cases there are, when there is none of this name.

    >>> load("a-blood-pressure").title
    'Blood pressure: the average went up'
    """
    held = _held_cases.get()
    if held is None:
        return _found(case, Path(near or Path.cwd()).resolve())
    if (case, near) not in held:
        held[case, near] = _found(case, Path(near or Path.cwd()).resolve())
    return held[case, near]


_held_cases: ContextVar[dict[tuple, Case] | None] = ContextVar("held cases", default=None)


@contextmanager
def cases_held() -> Iterator[None]:
    """Promise that no file of a case changes meanwhile, so that each is looked for once, and not thousands of times."""
    token = _held_cases.set({})
    try:
        yield
    finally:
        _held_cases.reset(token)


def _found(case: str | None, near: Path) -> Case:
    name = page_case(near) if case is None else str(case)
    folders = _folders(near)
    folder = folders.get(FIRST_CASE if name == OWN else name)
    if folder is None:
        raise CaseError(
            f"There is no case called “{name}”. The cases are: {', '.join([*folders, OWN])}. Check the word after case:"
            " in settings.yml."
        )
    return _cached_case(folder, name == OWN, _stamp(folder))


@lru_cache(maxsize=32)
def _cached_case(folder: Path, own: bool, stamp: tuple) -> Case:
    """Return the one case of these files, with what it has cached; a changed file gives another stamp, so a new
    case.
    """
    return Case(folder, own)


def _stamp(folder: Path) -> tuple:
    """Return the name, day and size of every file that a case may read: its own, those beside it, and the shared."""
    places = dict.fromkeys((str(folder), str(folder.parent), str(course_root() / "datasets")))
    return tuple(
        sorted(
            (entry.path, entry.stat().st_mtime_ns, entry.stat().st_size)
            for place in places
            for entry in os.scandir(place)
            if entry.is_file()
        )
    )


def titles(near: Path | None = None) -> dict[str, str]:
    """Return the title of every case that can be chosen, by the name of its folder; ``own`` comes last."""
    found = {
        name: read_case_file(folder).title for name, folder in _folders(Path(near or Path.cwd()).resolve()).items()
    }
    return {**found, OWN: "A case of our own team"}


def _folders(near: Path) -> dict[str, Path]:
    """Every case by name; one in the work folder stands before the course's own of the same name."""
    work = work_folder(near)
    places = [course_root() / "datasets", *([work / "cases"] if work else [])]
    return {path.parent.name: path.parent for place in places for path in sorted(place.glob("*/case.yml"))}


@dataclass(frozen=True)
class Case:
    """One case. Its files are read when they are asked for, and once: what has no arguments is a cached property, what
    has some goes through :meth:`once`.

    ``tables``: name to DataFrame; ``names``, ``groups``, ``measures``: what ``case.yml`` says;
    ``story``: what ``story.yml`` says, names and figures filled in; ``facts``: the case's planted facts,
    by their id without the case's letter; ``card``: the data card, in Markdown.
    """

    folder: Path
    own: bool = False
    _cache: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """Return what ``make`` gives, worked out once for this case; ``key`` names it.

        >>> case = Case(Path("a-case"))
        >>> case.once("aim", list).append(1), case.once("aim", list)
        (None, [1])
        """
        if key not in self._cache:
            self._cache[key] = make()
        return self._cache[key]

    @property
    def id(self) -> str:
        """The name by which settings choose it: its folder's, or ``own``."""
        return OWN if self.own else self.folder.name

    @cached_property
    def file(self) -> CaseFile:
        """What ``case.yml`` says, checked."""
        return read_case_file(self.folder)

    @property
    def title(self) -> str:
        return self.file.title

    @property
    def names(self) -> dict[str, str]:
        return self.file.names

    @property
    def groups(self) -> dict[str, Group]:
        return self.file.groups

    @property
    def measures(self) -> dict[str, Measure]:
        return self.file.measures

    @cached_property
    def tables(self) -> Tables:
        """The case's tables by name."""
        return Tables(self.folder)

    @cached_property
    def card(self) -> str:
        """The data card, in Markdown."""
        try:
            return (self.folder / "card.md").read_text(encoding="utf-8")
        except OSError:
            sentence = f"{self.folder.name}/card.md is missing. It says what the data are and how they were made."
            raise CaseError(sentence) from None

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The planted facts of the case, by their id without the case's letter."""
        letter = self.folder.name.split("-")[0] + "-"
        own = read_facts(self.folder / "facts.yml") if (self.folder / "facts.yml").is_file() else {}
        every = {**{id: fact for id, fact in all_facts().items() if fact.status == "planted"}, **own}
        return {id.removeprefix(letter): fact for id, fact in every.items() if id.startswith(letter)}

    @cached_property
    def story(self) -> Story:
        """The story, names and figures filled in."""
        return read_story(self.folder, self.filled)

    def filled(self, words: Any) -> Any:
        """Return words, or a list, mapping or story of them, with the names and figures of the case filled in.

        ``{group}`` is a name, ``{gap-after}`` the figure of a fact. Words that are nothing but one placeholder become
        what it stands for, so that an answer may be a number or a list. Raises :class:`CaseError` for an unknown one.
        """
        if isinstance(words, str):
            if whole := PLACEHOLDER.fullmatch(words):
                return self._meaning(whole[1])
            return PLACEHOLDER.sub(lambda found: self._value(found[1]), words)
        if isinstance(words, list):
            return [self.filled(item) for item in words]
        if isinstance(words, dict):
            return {
                self.filled(key) if isinstance(key, str) else key: self.filled(value) for key, value in words.items()
            }
        if isinstance(words, Story):
            return Story.model_validate(self.filled(words.model_dump()))
        return words

    @property
    def figures(self) -> dict[str, Any]:
        """What the tables say, and the rule set of charts; see :func:`equityqi.cases.case_figures.all_figures`."""
        return self.once(("figures", chart_rules()), lambda: all_figures(self, self._shipped_figures, load))

    @cached_property
    def _shipped_figures(self) -> dict[str, dict]:
        return read_figures(self)

    def latest_counts(self, measure: str, splits: tuple[str, ...]) -> list[list] | None:
        """Return each group's counts of the latest year; see :func:`equityqi.cases.case_figures.latest_counts`."""
        rows = self._shipped_figures.get("latest", {}).get(measure, {})
        return rows[" ".join(splits)] if " ".join(splits) in rows else latest_counts(self, measure, splits)

    def series(self, measure: str) -> dict[str, Any]:
        """Return the two ends of the gap over time; see :func:`equityqi.cases.case_series.series_of`."""
        shipped = self._shipped_figures.get("series", {})
        return judged(shipped[measure] if measure in shipped else series_of(self, measure))

    @cached_property
    def first_and_latest(self) -> list[list]:
        """Each group's counts then and now; see :func:`equityqi.cases.case_figures.first_and_latest`."""
        return first_and_latest(self) if (found := self._shipped_figures.get("floor")) is None else found

    @cached_property
    def events(self) -> list[list[str]]:
        """What happened everywhere in the case; see :func:`equityqi.cases.case_series.events_of`."""
        return events_of(self) if (found := self._shipped_figures.get("events")) is None else found

    @property
    def plan(self) -> dict[str, Any]:
        """The case's model project; see :func:`equityqi.cases.model_project.read_plan`."""
        return self.once(("plan", chart_rules()), lambda: read_plan(self))

    def _meaning(self, name: str) -> Any:
        if name in self.file.answers:
            return self.filled(self.file.answers[name])
        if name in OPTIONS:
            return OPTIONS[name](self)
        if name.startswith("plan-"):
            return planned(self, name.removeprefix("plan-"))
        if name in self.names:
            return self.names[name]
        if name in self.facts:
            return self.facts[name].value
        return self.figures[name] if name in self.figures else self._value(name)

    def _value(self, name: str) -> str:
        if name in self.names:
            return self.names[name]
        if name in self.facts:
            return self.facts[name].number
        if name in self.figures:
            return printed(self.figures[name])
        raise UnknownWord.of(self.folder.name, f"{{{name}}}")

    def counts(self, measure: str, by: str | None = None, within: str | None = None) -> pd.DataFrame:
        """Return the counts of a measure: month or quarter if it has a time, group, numerator, denominator.

        ``by`` names one of ``groups`` (the case's main split if none is given); the groups are in words, in the
        order of the case, as ``gaps.gap`` and ``variation.gap_over_time`` take them. ``within`` adds a second
        split. People whose group is blank are left out.

        >>> counts = load("a-blood-pressure").counts("bp_all_register")
        >>> counts.columns.tolist(), len(counts)
        (['month', 'group', 'numerator', 'denominator'], 150)
        """
        from equityqi.cases.case_counts import counts_of  # lazy: pandas costs 0.4 s

        return self.once(("counts", measure, by, within), lambda: counts_of(self, measure, by, within)).copy()
