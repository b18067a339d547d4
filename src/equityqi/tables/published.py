"""Tables as OHID, OpenPrescribing and NHS England publish them, each brought to the tidy columns."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from equityqi.tables.cells import WIDEST_RULE
from equityqi.tables.finding import Finding, count_of
from equityqi.tables.raw_table import Raw
from equityqi.tables.tidy import numbers_of, tidy, words

_IN_BRACKETS = r"\s*\([^()]*\)$"
Arranged = tuple[pd.DataFrame, list[Finding]]

# Fingertips says deciles in words. FingertipsNext numbers them the other way, so words are safest.
DECILES = {
    "most deprived": 1, "second most deprived": 2, "third more deprived": 3, "fourth more deprived": 4,
    "fifth more deprived": 5, "fifth less deprived": 6, "fourth less deprived": 7, "third less deprived": 8,
    "second least deprived": 9, "least deprived": 10,
}  # fmt: skip


def decile_of(category: str) -> int | None:
    """Return 1 (most deprived) to 10 from Fingertips' words, or None.

    >>> decile_of("Second most deprived decile (IMD2015)"), decile_of("Black")
    (2, None)
    """
    found = re.match(r"((?:[a-z]+ )?(?:most|more|less|least) deprived) decile\b", category.casefold())
    return DECILES.get(found[1]) if found else None


def simple(raw: Raw, column: dict[str, str]) -> Arranged:
    """The course's own layout: month, group, numerator, denominator; other columns are kept."""
    used = set(column.values())
    more = {name: _as_is(raw, name) for name in raw.frame.columns if name not in used}
    frame = tidy(
        raw, period=column.get("period"), area=column.get("area"), group=column.get("group"),
        numerator=column["numerator"], denominator=column["denominator"], more=more,
    )  # fmt: skip
    return frame, []


def fingertips(raw: Raw, column: dict[str, str]) -> Arranged:
    """Fingertips, from the website or the API: 26 or 27 columns."""
    category = words(raw.frame[column["category"]])
    group = category.str.replace(_IN_BRACKETS, "", regex=True).where(category != "", "All").to_numpy(dtype=object)
    names = " ".join(words(raw.frame[column["measure"]]).unique()[:1])
    unit = "per 100,000" if "100,000" in names else "%" if re.search(r"%|percent", names, re.IGNORECASE) else ""
    more = {name: column[name] for name in ("area_code", "area_type", "sex", "age", "breakdown", "measure")}
    decile = category.map(decile_of).astype("Int64")
    frame = tidy(
        raw, period=column["period"], area=column["area"], group=group, numerator=column["numerator"],
        denominator=column["denominator"], value=column["value"], unit=unit, note=column["note"], minus_one=True,
        drop_blank=True, more=more | ({"decile": decile} if decile.notna().any() else {}),
    )  # fmt: skip
    frame = _bound_suppressed(frame)
    doubled = frame.duplicated()
    if not doubled.any():
        return frame, []
    names = ", ".join(frame.loc[doubled, "area"].unique()[:3])
    sentence = (
        f"{names} stood twice, once under each parent area, with the same figures: "
        f"{_rows(int(doubled.sum()))} left out, so that nothing is counted twice."
    )
    first = f"row {raw.rows[np.flatnonzero(doubled)[0]]}"
    return frame[~doubled].reset_index(drop=True), [Finding("doubled rows", sentence, first)]


def with_full_names(frame: pd.DataFrame, raw: Raw, column: str) -> pd.DataFrame:
    """Return Fingertips' rows with the groups' names as they stand in the file, where each short one is of one name."""
    full = words(raw.frame[column])
    names = dict(zip(full.str.replace(_IN_BRACKETS, "", regex=True), full, strict=True))
    if full.nunique() > len(names):
        return frame
    return frame.assign(group=frame["group"].replace(names))


def _bound_suppressed(frame: pd.DataFrame) -> pd.DataFrame:
    """Where the value note says that a small count was suppressed, the blank count is 1 to 7."""
    if "note" not in frame:
        return frame
    noted = frame["note"].str.contains("suppressed", case=False) & ~frame["note"].str.contains("suppressed: ")
    if "numerator" not in frame:
        if not noted.any():
            return frame
        frame.insert(list(frame.columns).index("note"), "numerator", np.nan)
    hidden = noted & frame["numerator"].isna()
    if not hidden.any():
        return frame
    for name, bound in zip(("numerator_upper", "numerator_lower"), reversed(WIDEST_RULE), strict=True):
        held = frame.pop(name) if name in frame else frame["numerator"]
        frame.insert(list(frame.columns).index("numerator") + 1, name, held.where(~hidden, bound))
    return frame


def openprescribing(raw: Raw, column: dict[str, str]) -> Arranged:
    """A measure's CSV from OpenPrescribing: one row a practice (or larger organisation) and month."""
    more: dict[str, str | np.ndarray] = {
        "area_code": column["area_code"],
        "area_type": column["area_type"],
        "measure": column["measure"],
    }
    if "percentile" in column:
        more["percentile"] = numbers_of(raw, column["percentile"]).value
    frame = tidy(
        raw, period=column["period"], area=column.get("area", column["area_code"]), numerator=column["numerator"],
        denominator=column["denominator"], value=column["value"],
        unit="numerator for each unit of the denominator", more=more,
    )  # fmt: skip
    return frame, []


def list_sizes(raw: Raw, column: dict[str, str]) -> Arranged:
    """NHS Digital's patients registered at a GP practice. Postcodes of practices are left out."""
    sex, age = words(raw.frame[column["sex"]]), words(raw.frame[column["age"]])
    parts = [part for part in (sex, age) if part.nunique() > 1]
    group = parts[0] if len(parts) == 1 else parts[0] + ", " + parts[1] if parts else None
    more = {"ccg_code": column["ccg"]} if "ccg" in column else {}
    frame = tidy(
        raw, period=column["period"], area=column["area"], value=column["value"], unit="registered patients",
        group=None if group is None else group.str.replace("ALL", "All").to_numpy(dtype=object), more=more,
    )  # fmt: skip
    tiny = frame["value"] < 1000
    findings = []
    if tiny.any() and group is None:
        sentence = (
            f"{count_of(int(tiny.sum()), 'practice has', 'practices have')} fewer than 1,000 patients, the smallest"
            f" {frame['value'].min():,.0f}: these are seldom ordinary practices. Leave them out, or say that they"
            " are in."
        )
        findings.append(Finding("tiny lists", sentence, "value"))
    return frame, findings


def emergency(raw: Raw, column: dict[str, str]) -> Arranged:
    """Monthly A&E by integrated care board, as healthyr keeps it: people who waited over four hours."""
    used = {column[role] for role in ("period", "area", "numerator", "denominator", "value")}
    more = {name: numbers_of(raw, name).value for name in raw.frame.columns if name not in used}
    unit = "fraction of attendances over four hours"
    frame = tidy(
        raw, period=column["period"], area=column["area"], numerator=column["numerator"],
        denominator=column["denominator"], value=column["value"], unit=unit, more=more,
    )  # fmt: skip
    return frame, [
        Finding(
            "fraction, not percentage",
            "The share over four hours is a fraction with two decimals (0.28 is 28%). "
            "Use numerator and denominator for a chart: they are not rounded.",
            column["value"],
        )
    ]


def _as_is(raw: Raw, name: str) -> pd.Series:
    column = raw.frame[name]
    return pd.Series(column.to_numpy()) if column.dtype.kind in "iuf" else words(column)


def _rows(count: int) -> str:
    return count_of(count, "row was", "rows were")
