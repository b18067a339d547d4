"""The layouts that are known by their columns: one entry each, with the function that reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from equityqi.tables.ons import two_header_rows
from equityqi.tables.plain_layout import plain
from equityqi.tables.published import Arranged, emergency, fingertips, list_sizes, openprescribing, simple
from equityqi.tables.raw_table import Raw, ReadError


@dataclass(frozen=True)
class Layout:
    """A known layout. ``needs`` and ``may`` map what a column is for to the names it may have.

    Names are compared without case, with ``_`` as a space, and never by position. ``arrange`` takes
    the raw table and the columns found, and gives the tidy frame and what it found on the way.
    """

    name: str
    title: str
    needs: dict[str, tuple[str, ...]]
    arrange: Callable[[Raw, dict[str, str]], Arranged]
    may: dict[str, tuple[str, ...]]

    def columns(self, names: Iterable[str]) -> dict[str, str]:
        """Return what each column is for, of those that the table has."""
        plain_names = {}
        for name in names:
            plain_names.setdefault(plain_name(name), name)
        found = {}
        for role, wanted in {**self.needs, **self.may}.items():
            name = next((plain_names[want] for want in wanted if want in plain_names), None)
            if name is not None and name not in found.values():
                found[role] = name
        return found

    def missing(self, names: Iterable[str]) -> list[str]:
        """Return the columns that the layout needs and the table does not have."""
        found = self.columns(names)
        return [wanted[0] for role, wanted in self.needs.items() if role not in found]


PERIOD = (
    "month", "period", "date", "time period", "quarter", "financial year", "year", "year month", "time", "week",
    "period start", "month start", "reporting period", "period label",
)  # fmt: skip
GROUP = (
    "group", "ethnic group", "ethnicity", "imd quintile", "quintile", "imd decile", "decile", "deprivation quintile",
    "deprivation", "imd", "category", "sex", "gender", "age band", "age group", "language", "segment",
)  # fmt: skip
AREA = ("area", "place", "area name", "practice", "practice code", "pcn", "icb", "organisation", "site", "area code")

LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout(
            "fingertips",
            "OHID Fingertips",
            {
                "measure": ("indicator name",),
                "area_code": ("area code",),
                "area": ("area name",),
                "area_type": ("area type",),
                "sex": ("sex",),
                "age": ("age",),
                "breakdown": ("category type",),
                "category": ("category",),
                "period": ("time period",),
                "value": ("value",),
                "numerator": ("count",),
                "denominator": ("denominator",),
                "note": ("value note",),
            },
            fingertips,
            {},
        ),
        Layout(
            "openprescribing",
            "OpenPrescribing measure",
            {
                "measure": ("measure",),
                "area_type": ("org type",),
                "area_code": ("org id",),
                "period": ("date",),
                "numerator": ("numerator",),
                "denominator": ("denominator",),
                "value": ("calc value",),
            },
            openprescribing,
            {"area": ("org name",), "percentile": ("percentile",)},
        ),
        Layout(
            "list-sizes",
            "NHS Digital GP list sizes",
            {
                "period": ("extract date",),
                "area": ("code", "org code", "practice code"),
                "sex": ("sex",),
                "age": ("age", "age group 5"),
                "value": ("number of patients",),
            },
            list_sizes,
            {"ccg": ("ccg code", "sub icb location code")},
        ),
        Layout(
            "emergency",
            "monthly A&E by integrated care board",
            {
                "period": ("date",),
                "area": ("icb22 code", "icb23 code", "icb code"),
                "numerator": ("attendances over 4hours",),
                "denominator": ("total attendances",),
                "value": ("pct attendance over 4hours",),
            },
            emergency,
            {},
        ),
        Layout(
            "simple",
            "month, group, numerator, denominator",
            {
                "numerator": ("numerator", "num", "events"),
                "denominator": ("denominator", "denom", "eligible", "population"),
            },
            simple,
            {"period": PERIOD, "group": GROUP, "area": AREA},
        ),
        Layout("ons", "ONS table with two header rows", {}, two_header_rows, {}),
        Layout("plain", "a plain table", {}, plain, {}),
    )
}


def plain_name(name: str) -> str:
    """A column's name for comparing.

    >>> plain_name("Area_Code "), plain_name("CALC_VALUE")
    ('area code', 'calc value')
    """
    return re.sub(r"[\s_]+", " ", name).strip().casefold()


def recognise(raw: Raw) -> Layout:
    """Return the layout whose columns the table has; ``plain`` where none fits.

    >>> import numpy as np, pandas as pd
    >>> columns = ["Month", "Group", "Numerator", "Denominator"]
    >>> recognise(Raw("a.csv", pd.DataFrame(columns=columns), np.array([]))).name
    'simple'
    """
    names = list(raw.frame.columns)
    for layout in LAYOUTS.values():
        if layout.needs and not layout.missing(names):
            return layout
    return LAYOUTS["ons" if raw.header_rows == 2 else "plain"]


def chosen(raw: Raw, name: str) -> Layout:
    """Return the layout of this name, or raise ReadError: no such layout, or columns that it needs."""
    if name not in LAYOUTS:
        raise ReadError(f"There is no layout called '{name}'. There are: {', '.join(LAYOUTS)}.")
    layout = LAYOUTS[name]
    missing = layout.missing(raw.frame.columns)
    if missing:
        has = ", ".join(f"'{column}'" for column in raw.frame.columns[:8])
        raise ReadError(
            f"{raw.name} is not laid out as '{name}': it has no column '{missing[0]}'. Its columns are {has}."
        )
    return layout
