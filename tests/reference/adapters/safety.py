"""Adapters for ``equityqi.tables``' small numbers: OpenSAFELY's ehrql, and the rule for hospital statistics."""

from __future__ import annotations

import math

import pandas as pd
from outcomes import Compared, fields

from equityqi.privacy import hide_small

PLACE = "the place"


def find(document, case):
    """Return the comparison that a case's own fields call for."""
    given, expected = set(case["input"]), set(case["expected"])
    if given == {"count", "national"} and "released" in expected:
        return hospital
    if given == {"count"} and "released" in expected:
        return opensafely
    if given == {"numerator", "denominator"} and "ratio" in expected:
        return opensafely_ratio
    return None


def hospital(given, expected):
    """Hold the rule ``hes`` to one count; '*' is a count that is missing with its reason."""
    table = pd.DataFrame({"place": [PLACE], "count": [given["count"]]})
    told = hide_small(table, "count", rule="hes", national=PLACE if given["national"] else ()).iloc[0]
    hidden = math.isnan(told["count"]) and told["count_reason"].startswith("suppressed: 1 to 7")
    yield Compared("released", expected["released"], "*" if hidden else told["count"])


def opensafely(given, expected):
    """Hold the rule ``opensafely`` to one count."""
    told = hide_small(pd.DataFrame({"count": [given["count"]]}), "count", rule="opensafely")
    yield from fields(expected, {"released": told["count"]})


def opensafely_ratio(given, expected):
    """Hold the rule ``opensafely`` to a numerator and its denominator, and the ratio worked out after it."""
    names = ["numerator", "denominator"]
    told = hide_small(pd.DataFrame([given]), names, rule="opensafely")[names].iloc[0]
    ratio = told["numerator"] / told["denominator"] if told["denominator"] else None
    yield from fields(expected, dict(told) | {"ratio": ratio})
