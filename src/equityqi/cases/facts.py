"""Figures about the world, each with its period and source, from ``datasets/facts.yml``."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from equityqi.cases.fact_record import BadFacts, Fact
from equityqi.files import course_root

__all__ = ["BadFacts", "Fact", "NoSuchFact", "all_facts", "fact", "facts_path", "read_facts"]


class NoSuchFact(LookupError):
    """No fact has this id; ``str()`` names ids that look like it."""


def fact(id: str) -> Fact:
    """Return the fact with this id from ``datasets/facts.yml``.

    Raises :class:`NoSuchFact`, with ids that look like it, when there is none, and
    :class:`BadFacts` when the file breaks a rule.

    >>> fact("hle-men-central-beds")
    67.9 years
    >>> fact("hle-men-bedford").value is None
    True
    """
    facts = all_facts()
    if id in facts:
        return facts[id]
    near = difflib.get_close_matches(str(id), facts, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise NoSuchFact(f"There is no fact called '{id}' in facts.yml.{hint}")


def all_facts() -> Mapping[str, Fact]:
    """Return every fact of the course by id, read once.

    >>> len(all_facts()) > 100
    True
    """
    return _facts_in(facts_path())


def facts_path() -> Path:
    """Return the course's file of facts."""
    return course_root() / "datasets" / "facts.yml"


@functools.cache
def _facts_in(path: Path) -> Mapping[str, Fact]:
    return MappingProxyType(read_facts(path))


def read_facts(path: Path | str) -> dict[str, Fact]:
    """Read and check one file of facts: id to value, unit, period, source, status and text.

    Raises :class:`BadFacts` with one sentence for each thing that is wrong.
    """
    from equityqi.cases.facts_file import checked_entries  # lazy: pydantic costs 0.2 s

    return {id: Fact(id=id, **entry) for id, entry in checked_entries(Path(path)).items()}
