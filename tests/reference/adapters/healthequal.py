"""Adapter for healthequal: WHO's summary measures over groups.

A defect of the peer is known by its measure and by a condition on the input. Where it is one of scale it is
undone, and the rest still compared.
"""

from __future__ import annotations

import numpy as np
from outcomes import Compared, NotOffered, NotUnderstood, refused

from equityqi import gaps

NEAR = {"relative": 1e-5, "absolute": 1e-6}
NOT_OFFERED = {
    "bgsd", "covar", "mdbu", "mdbw", "mdmu", "mdmw", "mdru", "mdrw",
    "sii_logit", "rii_logit", "rci_wagstaff", "rci_erreygers",
}  # fmt: skip
WITHOUT_RANKS = {"d", "r", "bgv", "idisu", "idisw", "ti", "mld"}
MISSING_ALLOWED = 0.15  # the share of groups without a value that the peer leaves out by itself
OUR_NAMES = {"ti": "theil", "aci_unweighted": "aci", "aci_bounded": "aci"}
SIMULATED = 0.15  # of the width, against 200 draws


def find(document, case):
    """Cases are found by gaps.find."""
    return None


def compare(given, expected):
    """Hold each measure of a table of groups to the peer."""
    table = _Table(given)
    for name, theirs in expected.items():
        if name in NOT_OFFERED:
            yield NotOffered(name)
        elif name in ("d", "r"):
            yield from table.pair(name, theirs)
        elif name.startswith(("sii_", "rii_")):
            yield from table.slope(name, theirs)
        elif OUR_NAMES.get(name, name) in ("aci", "rci", "bgv", "idisu", "idisw", "theil", "mld", "par", "paf"):
            yield from table.summary(name, theirs)
        else:
            yield NotUnderstood(name)


class _Table:
    def __init__(self, given):
        def listed(name):
            return (
                None
                if given.get(name) is None
                else np.array(
                    [np.nan if value is None else value for value in np.atleast_1d(np.array(given[name], object))],
                    float,
                )
            )

        self.y, self.se, self.people = listed("estimate"), listed("se"), listed("population")
        self.order, self.reference = listed("subgroup_order"), listed("reference_subgroup")
        self.ordered = bool(given.get("ordered_dimension", False)) and self.order is not None
        self.favourable = bool(given["favourable_indicator"])
        self.per = given["scale"]
        self.simulated = "sim" in given
        self.known = ~np.isnan(self.y)
        self.some_missing = not self.known.all()
        self.scale_guessed_wrong = np.nanmax(self.y) <= 1 and self.per != 1

    def pair(self, name, theirs):
        """Hold the difference or the ratio of the two groups that WHO's rule picks."""
        rows = np.flatnonzero(self.known)
        if self.ordered:
            rows = rows[np.argsort(self.order[rows])]
            high, low = (rows[-1], rows[0]) if self.favourable else (rows[0], rows[-1])
        else:
            named = self.reference is not None and self.reference.any()
            others = rows[self.reference[rows] != 1] if named else rows  # a reference is not compared with itself
            high, low = others[self.y[others].argmax()], others[self.y[others].argmin()]
            if named:
                reference = int(np.flatnonzero(self.reference == 1)[0])
                high, low = (reference, low) if self.favourable else (high, reference)
        se = (None, None) if self.se is None else (self.se[high], self.se[low])
        call = gaps.difference_of_values if name == "d" else gaps.ratio_of_values
        result = call(self.y[high], self.y[low], *se)
        if name == "r" and self.se is None:  # the peer stops for want of se: ours has a value and no interval
            yield Compared(name, self.y[high] / self.y[low], result.value, differs="r stops without se")
            return
        if name == "r" and self.y[low] == 0:
            yield Compared(name, None, result.value, differs="a value divided by 0 is not defined")
            return
        yield from _all_four(name, theirs, result.value, result.se, result.lower, result.upper)

    def slope(self, name, theirs):
        """Hold SII or RII with its HC1 interval. The peer rounds people up."""
        people = np.ones_like(self.people) if name.endswith("_unweighted") else np.ceil(self.people)

        def call():
            return gaps.slope(self.y, people, groups=self.order)

        index = name[:3]
        if "error" in theirs and self.some_missing | (self.y.size < 3) | (np.ptp(self.y[self.known]) == 0):
            yield refused(name, call)
            return
        result = call()
        told = getattr(result, index)
        if index == "rii" and min(result.at_first, result.at_last) <= 0:
            yield Compared(name, None, told.value, differs="rii stops where an end of the line is 0 or below")
            return
        if index == "sii":  # the peer's se is on a scale of 0 to 1, its limits are not
            theirs = {**theirs, "se": (theirs["upperci"] - theirs["estimate"]) / 1.959963984540054}
        yield from _all_four(name, theirs, told.value, told.se, told.lower, told.upper)

    def summary(self, name, theirs):
        """Hold one row of measures()."""
        y, se, people, keep = self.y, self.se, self.people, np.ones(self.y.size, bool)
        if name in WITHOUT_RANKS and (~self.known).mean() <= MISSING_ALLOWED:
            keep = self.known
        if name == "aci_unweighted":
            people = np.ones_like(people)
        if name == "aci_bounded":
            y = y / self.per
        per = self.per if name in ("par", "paf") else None

        def call():
            return gaps.measures(
                    y[keep], people[keep], None if se is None else se[keep], groups=self.order[keep] if self.ordered else None,  # noqa: E501
                    ordered=self.ordered, higher_is_better=self.favourable, per=per,
                )  # fmt: skip

        if "error" in theirs:
            if name in ("ti", "mld") and self.some_missing and keep.sum() < keep.size:
                row = call().loc[OUR_NAMES.get(name, name)]
                yield Compared(
                    name,
                    True,
                    bool(row["lower"] < row["value"] < row["upper"]),
                    differs=f"{name} stops at a missing value",
                )
            else:
                yield refused(name, call)
            return
        row = call().loc[OUR_NAMES.get(name, name)]
        ours = row["value"], row["se"], row["lower"], row["upper"]
        factor = {"ti": 1000, "mld": 1000, "paf": 100}.get(name)
        if self.simulated:
            width = theirs["upperci"] - theirs["lowerci"]
            yield Compared(f"{name} estimate", theirs["estimate"], ours[0], **NEAR)
            yield Compared(f"{name} lower", theirs["lowerci"], ours[2], 0, SIMULATED * width)
            yield Compared(f"{name} upper", theirs["upperci"], ours[3], 0, SIMULATED * width)
        elif name in ("idisu", "idisw"):
            yield Compared(f"{name} estimate", theirs["estimate"], ours[0], **NEAR)
        elif name in ("par", "paf") and self.scale_guessed_wrong:
            yield Compared(f"{name} estimate", theirs["estimate"], ours[0], **NEAR)
            yield Compared(
                f"{name} has an interval", True, bool(ours[2] < ours[0] < ours[3]), differs="the scale is guessed"
            )
        elif factor:
            why = f"the estimate is x {factor}, the interval is not"
            yield Compared(f"{name} estimate", theirs["estimate"], ours[0], **NEAR)
            if theirs["se"]:
                yield Compared(f"{name} se", theirs["se"] * factor, ours[1], **NEAR, differs=why)
        else:
            yield from _all_four(name, theirs, *ours)


def _all_four(name, theirs, value, se, lower, upper):
    if "error" in theirs:
        yield Compared(name, "refused", f"gave {value}")
        return
    ours = {"estimate": value, "se": se, "lowerci": lower, "upperci": upper}
    for field, one in ours.items():
        yield Compared(f"{name} {field}", theirs[field], one, **NEAR)
