"""The rule sets for charts over time in words, with their false alarms: chart_rules.yml and false_alarms.json."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import yaml

from equityqi.files import course_root

WORDS, ALARMS = "chart_rules.yml", "false_alarms.json"
_FIGURE = re.compile(r"\{((?:one|five|found)-\d+|six-30)\}")


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((course_root() / "datasets" / WORDS).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def alarms() -> dict[str, dict[str, int]]:
    """Return how often each rule set signals, of 100: by the name of the set, then ``one-24``, ``five-30`` ..."""
    return json.loads((course_root() / "datasets" / ALARMS).read_text(encoding="utf-8"))


def rule_words(rules: str) -> dict[str, Any]:
    """Return the words of a rule set by their names, with its figures filled in.

    >>> rule_words("ihi")["run"], rule_words("course")["name"]
    (6, 'the course’s own rule')
    """
    return _filled(_words()[rules], alarms()[rules])


def _filled(words: Any, figures: dict[str, int]) -> Any:
    if isinstance(words, dict):
        return {key: _filled(value, figures) for key, value in words.items()}
    return _FIGURE.sub(lambda found: str(figures[found[1]]), words) if isinstance(words, str) else words


def alarms_said(rules: str) -> str:
    """Return the sentence on false alarms of a rule set.

    >>> alarms_said("course").startswith("In about ")
    True
    """
    of = alarms()[rules]
    return (
        f"In about {of['five-24']} of every 100 sets of five charts with 24 points, at least one gives a false alarm."
        f" With 30 points it is about {of['five-30']} of 100."
    )
