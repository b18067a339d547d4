"""Adapters for ``equityqi.gaps``: PHEindicatormethods, FunnelPlotR, statsmodels, pysal, rineq."""

from __future__ import annotations

import json

import numpy as np
from outcomes import Compared, NotOffered, each, fields, refused

from equityqi import gaps

from . import healthequal

NOT_OFFERED = {"gini", "theil_decomposition", "atkinson_0_5", "atkinson_1", "wolfson", "CIc"}
FUNNELPLOTR_WORKING = {"rk", "sp", "highlight", "target_transformed"}  # the peer's own steps, not results


def find(document, case):
    """Return the comparison that a case's own fields call for."""
    given, expected, source = set(case["input"]), case["expected"], document.get("source", "")
    if "healthequal" in source:
        return healthequal.compare
    for needed, adapter in SHAPES:
        if needed <= given:
            return adapter
    if "PHEindicatormethods" not in source:
        return None
    if {"x", "n"} <= given:
        if "Population" in expected.get("limits", {}):
            return funnel
        statistics = json.dumps([one["expected"].get("statistic", "") for one in document["cases"]])
        words = expected.get("statistic") or expected.get("error") or ""
        share = any(word in f"{words} {statistics}" for word in ("proportion", "percentage"))
        return proportion if share or "Wilson" in document.get("notes", "") else rate
    return {frozenset({"x"}): mean, frozenset({"x", "confidence"}): byars}.get(frozenset(given))


def proportion(given, expected):
    """Hold proportion to the Wilson score."""

    def call():
        return gaps.proportion(given["x"], given["n"], given.get("confidence", 0.95), given.get("multiplier", 1))

    if "error" in expected:
        yield refused("proportion", call)
        return
    per = given.get("multiplier", 1)
    words = "percentage" if per == 100 else f"proportion of {per}"
    yield from _by_row(call(), expected, words)


def rate(given, expected):
    """Hold rate to exact and Byar's limits."""
    per = given.get("multiplier", 100_000)

    def call():
        return gaps.rate(given["x"], given["n"], per, given.get("confidence", 0.95))

    if "error" in expected:
        yield refused("rate", call)
        return
    yield from _by_row(call(), expected, f"rate per {per}")


def byars(given, expected):
    """Hold byar to Byar's limits, NaN where the lower is below 0."""
    lower, upper = gaps.byar(_numbers(given["x"]), given["confidence"])
    yield from fields(expected, {"lower": lower, "upper": upper})


def mean(given, expected):
    """Hold mean to Student's t."""

    def call():
        return gaps.mean(_numbers(given["x"]), (0.95, 0.998))

    if "error" in expected:
        yield refused("mean", call)
        return
    result = call()
    ours = _limits(result) | {
        "value": result.value,
        "value_count": result.n,
        "value_sum": result.value * result.n,
        "stdev": result.se * np.sqrt(result.n),
        "confidence": _percent(result.confidence),
        "statistic": "mean",
        "method": f"{result.method}-distribution",
    }
    yield from fields(expected, ours)


def quantile(given, expected):
    """Hold quantile to OHID's bands."""

    def call():
        return gaps.quantile(given["values"], given["nquantiles"], given["invert"])

    yield refused("quantile", call) if "error" in expected else Compared("bands", *map(str, _bands(expected, call())))


def dsr(given, expected):
    """Hold standardised_rate to Dobson's method. A missing count is 0 for the peer, so it is given as 0."""
    x, n, standard = np.nan_to_num(_numbers(given["x"])), _numbers(given["n"]), _numbers(given["stdpop"])
    frequency = None
    if given.get("eventfreq"):
        bands, row = np.unique(given["ageband"], return_inverse=True)
        frequency, column = np.unique(given["eventfreq"], return_inverse=True)
        table = np.zeros((bands.size, frequency.size))
        np.add.at(table, (row, column), x)
        first = [int(np.flatnonzero(row == band)[0]) for band in range(bands.size)]
        x, n, standard = table, n[first], standard[first]
    per, levels = given["multiplier"], given["confidence"]

    def call():
        return gaps.standardised_rate(x, n, standard, per, levels, frequency)

    if "error" in expected:
        yield refused("standardised_rate", call)
        return
    result = call()
    withheld = result.method.startswith("withheld")
    words = {
        "Dobson, for events that are not independent": "Dobson, with confidence adjusted for non-independent events"
    }
    ours = _limits(result) | {
        "value": result.value,
        "total_count": result.numerator,
        "total_pop": result.n,
        "confidence": _percent(levels),
        "statistic": "dsr NA for total count < 10" if withheld else f"dsr per {per}",
        "method": words.get(result.method, "Dobson"),
    }
    yield from fields(expected, ours)


def indirect(given, expected):
    """Hold standardised_ratio to SMR and ISR. A missing count is 0 for the peer, so it is given as 0."""
    arguments = [np.nan_to_num(_numbers(given["x"])), given["n"], given["x_ref"], given["n_ref"]]
    if "error" in expected:
        yield refused("standardised_ratio", lambda: gaps.standardised_ratio(*arguments))
        return
    reference_rate = gaps.rate(np.sum(given["x_ref"]), np.sum(given["n_ref"])).value
    for name, theirs in expected.items():
        as_rate = name == "rate"
        per = 100_000 if as_rate else int(name.removeprefix("ratio_x"))
        result = gaps.standardised_ratio(*arguments, per, given["confidence"], as_rate)
        words = f"rate per {per}" if as_rate else f"ratio x {per}"
        ours = _limits(result) | {
            "value": result.value,
            "observed": result.numerator,
            "expected": result.n,
            "ref_rate": reference_rate,
            "confidence": _percent(given["confidence"]),
            "statistic": f"indirectly standardised {words}",
            "method": _method(result.method),
        }
        yield from fields(theirs, ours)


def sii(given, expected):
    """Hold slope to OHID's: the line to 1e-9, simulated limits to a share of the interval's width."""
    if set(given) == {"k"}:
        values = np.arange(given["k"], dtype=float)
        yield refused("slope", lambda: gaps.slope(values, values + 1, np.ones(given["k"]), "simulated"))
        return
    scale = ("natural", "log", "logit")[given["value_type"]]
    levels = given["confidence"]

    def call():
        se = gaps.standard_error(given["lower_cl"], given["upper_cl"], scale)
        return gaps.slope(
            given["value"], given["population"], se, "simulated", groups=given["quantile"], scale=scale,
            transform=given["transform"], multiplier=given["multiplier"], confidence=levels, draws=given["repetitions"],
        )  # fmt: skip

    if "error" in expected:
        yield refused("slope", call)
        return
    result = call()
    if any(isinstance(name, str) for name in given["quantile"]):  # the peer sorts "10" before "2"
        order = np.argsort([float(name) for name in given["quantile"]])
        value, people = np.array(given["value"])[order], np.array(given["population"])[order]
        right = gaps.slope(value, people, scale=scale, transform=given["transform"], multiplier=given["multiplier"])
        yield Compared("sii", right.sii.value, result.sii.value, differs="text quantiles are sorted as text")
        return
    ours = {
        "sii": result.sii.value,
        "rii": result.rii.value,
        "intercept": result.at_first,
        "indicator_type": ("normal", "rate", "proportion")[given["value_type"]],
        "multiplier": given["multiplier"],
        "transform": scale if given["transform"] else "none",
        "CI_confidence": _percent(levels),
        "CI_method": expected["CI_method"] if result.sii.method.startswith("simulated") else result.sii.method,
    }
    yield from fields(
        {name: value for name, value in expected.items() if "_lower" not in name and "_upper" not in name}, ours
    )
    for index in ("sii", "rii"):
        limits = _limits(getattr(result, index))
        for level in np.atleast_1d(levels):
            name = f"{100 * level:.1f}".replace(".", "_")
            theirs = {
                side: expected.get(f"{index}_{side}{name}cl", expected.get(f"{index}_{side}{name}"))
                for side in ("lower", "upper")
            }
            share = 0.02 if level < 0.99 else 0.06
            width = abs(theirs["upper"] - theirs["lower"])
            for side, value in theirs.items():
                yield Compared(f"{index} {side} {name}", value, limits[f"{side}{name}cl"], 0, share * width)


def funnel(given, expected):
    """Hold funnel to OHID's limits and signals.

    The peer solves for the count that lies on a limit by halving an interval until it is about 1e-7 wide;
    so limits are compared as that count (1e-6), which the rate or ratio only divides.
    """
    limits, tolerance = expected["limits"], {"relative": 1e-6, "absolute": 1e-6}
    years, per = given.get("years_of_data", 1), given.get("multiplier", 100)
    if "observed" in given:
        result = gaps.funnel(given["observed"], given["expected"], "ratio", per, at=limits["Observed_events"])
        at, kept = limits["Observed_events"], "exp_events"
    elif "rate" in given:
        result = gaps.funnel(given["x"], given["n"], "rate", per, at=limits["Events"])
        at, kept = limits["Events"], "population_1_year"
    else:
        result = gaps.funnel(given["x"], given["n"], "proportion", per, at=limits["Population"])
        at, kept = limits["Population"], None
    table = result.limits
    for name, theirs in limits.items():
        theirs = np.array(theirs, float)
        if name == "baseline":
            yield from each(name, theirs, table["baseline"])
        elif name in ("Population", "Events", "Observed_events"):
            yield from each(name, theirs, table["size"])
        else:
            side, wide = name.split("_")[:2]
            ours = table[f"{side}_{'95' if wide == '2s' else '99_8'}"].to_numpy()
            if kept is None:
                yield from each(name, theirs, ours)
                continue
            events = np.array(at) * result.baseline / ours
            if name.endswith("limit"):
                theirs = np.array(at) * result.baseline / theirs
            else:
                theirs = theirs * years * result.baseline / per
                column = table[f"{side}_{'95' if wide == '2s' else '99_8'}_at"].to_numpy()
                yield from each(f"{name} and its limit", column * result.baseline / per, events)
            yield from each(name, theirs, events, **tolerance)
    words = {
        "within": "Not significant", "low, 95%": "Low (0.025)", "low, 99.8%": "Low (0.001)",
        "high, 95%": "High (0.025)", "high, 99.8%": "High (0.001)",
    }  # fmt: skip
    yield from each("significance", expected["significance"], [words[signal] for signal in result.frame["signal"]])


def funnelplotr(given, expected):
    """Hold overdispersion to FunnelPlotR, one row for each group."""
    names, row = np.unique(given["group"], return_inverse=True)
    x, n = (np.bincount(row, np.array(given[name], float)) for name in ("numerator", "denominator"))
    kind = {"SR": "ratio", "PR": "proportion"}[given["data_type"]]
    if "error" in expected:
        yield refused("overdispersion", lambda: gaps.overdispersion(x, n, kind))
        return
    result = gaps.overdispersion(x, n, kind)
    order = [list(names).index(group) for group in expected["aggregated"]["group"]]
    frame = result.frame.iloc[order]
    changed = (frame["z_used"].isna() if kind == "ratio" else frame["z_used"] != frame["z"]).astype(int)
    ours = {
        "group": names[order],
        "numerator": x[order],
        "denominator": n[order],
        "rr": frame["value"],
        "Y": frame["transformed"],
        "s": frame["se"],
        "Uzscore": frame["z"],
        "Wuzscore": frame["z_used"],
        "truncated": changed,
        "winsorised": changed,
        "outlier": frame["outlier"].astype(int),
        "LCL95": frame["lower_95"],
        "UCL95": frame["upper_95"],
        "LCL99": frame["lower_99_8"],
        "UCL99": frame["upper_99_8"],
        "OD95LCL": frame["lower_95_wide"],
        "OD95UCL": frame["upper_95_wide"],
        "OD99LCL": frame["lower_99_8_wide"],
        "OD99UCL": frame["upper_99_8_wide"],
    }
    near = {"relative": 1e-6, "absolute": 1e-6}
    yield Compared("phi", expected["phi"], result.phi, **near)
    yield Compared("tau2", expected["tau2"], result.tau2, **near)
    for name in FUNNELPLOTR_WORKING & set(expected["aggregated"]):
        yield NotOffered(name)
    rest = {name: values for name, values in expected["aggregated"].items() if name not in FUNNELPLOTR_WORKING}
    yield from fields(rest, ours, **near)


def two_groups(given, expected):
    """Hold difference, ratio and proportion to statsmodels and scipy."""
    counts = given["events_group"], given["n_group"], given["events_ref"], given["n_ref"]
    if "error" in expected:
        yield refused("difference", lambda: gaps.difference(*counts))
        return
    points, times = gaps.difference(*counts, per=1), gaps.ratio(*counts)
    share = gaps.proportion(*counts[:2])
    ours = {
        "risk_difference": points.value,
        "rd_newcombe_95": [points.lower, points.upper],
        "rr": times.value,
        "rr_katz_95": [times.lower, times.upper],
        "wilson_1": [share.lower, share.upper],
    }
    if given["events_ref"] == 0:  # x / 0: infinite for the peer, not defined here
        expected = {name: value for name, value in expected.items() if not name.startswith("rr")} | {"rr": None}
    yield from fields(expected, ours)


def pysal(given, expected):
    """Hold theil to pysal's, for individual values."""
    for name, theirs in expected.items():
        if name in NOT_OFFERED:
            yield NotOffered(name)
        elif isinstance(theirs, dict):
            yield refused(name, lambda: gaps.theil(given["y"]))
        else:
            yield from fields({name: theirs}, {"theil": gaps.theil(given["y"]).value})


def rineq(given, expected):
    """Hold concentration to rineq. It leaves out rows with a missing value; so does what we give.

    Its variance under weights takes unweighted means (and can be negative): there ours is compared with
    nothing, but the peer's number is shown to be that formula.
    """
    health = _numbers(given["health"])
    known = ~np.isnan(health)
    weights = None if given["weights"] is None else _numbers(given["weights"])[known]
    health, rank_by = health[known], _numbers(given["rank_by"])[known]
    result = gaps.concentration(health, rank_by, weights)
    for name, theirs in expected.items():
        if name in NOT_OFFERED:
            yield NotOffered(name)
            continue
        variance = result.relative.se**2  # "variance is always that of the relative index"
        why = ""
        if weights is not None:
            why = "rineq's variance mixes weighted and unweighted means"
            variance = _rineq_weighted_variance(health, rank_by, weights)
        estimate = {"CI": result.relative, "CIg": result.absolute}[name].value
        yield Compared(f"{name} estimate", theirs["estimate"], estimate)
        yield Compared(f"{name} variance", theirs["variance_of_CI"], variance, differs=why)


def _rineq_weighted_variance(health, rank_by, weights):
    order = np.argsort(rank_by, kind="stable")
    y, w = health[order], weights[order] / weights.sum()
    rank, mu = np.cumsum(w) - w / 2, w @ y
    index = 2 * (w * y) @ rank / mu - 1
    curve = np.cumsum(y) / y.sum()
    a = y / mu * (2 * rank - 1 - index) + 2 - curve - np.concatenate([[0], curve[:-1]])
    return ((a**2).mean() - (1 + index) ** 2) / y.size


def _by_row(result, expected, statistic):
    rows = np.size(result.value)
    method = [
        None if np.isnan(value) else _method(one)
        for value, one in zip(result.value, np.broadcast_to(result.method, rows), strict=False)
    ]
    ours = _limits(result) | {
        "x": result.numerator,
        "n": result.n,
        "value": result.value,
        "confidence": [_percent(result.confidence)] * rows,
        "statistic": [statistic] * rows,
        "method": method,
    }
    yield from fields(expected, ours)


def _limits(result):
    named = {}
    several = np.ndim(result.confidence) > 0
    for index, level in enumerate(np.atleast_1d(result.confidence)):
        name = f"{100 * level:.1f}".replace(".", "_")
        for side in ("lower", "upper"):
            limits = getattr(result, side)
            named[f"{side}{name}cl"] = np.asarray(limits)[index] if several else limits
    if not several:
        named |= {"lowercl": result.lower, "uppercl": result.upper}
    return named


def _method(words):
    return {"exact": "Exact", "Byar": "Byars", "no count": None}.get(str(words), str(words))


def _percent(levels):
    return ", ".join(f"{100 * level:g}%" for level in np.atleast_1d(levels))


def _numbers(values):
    return np.array([np.nan if value is None else value for value in np.atleast_1d(np.array(values, object))], float)


def _bands(expected, ours):
    return _numbers(expected["quantile"]).tolist(), ours.tolist()


SHAPES = (
    ({"observed", "expected"}, funnel),
    ({"x", "n", "rate"}, funnel),
    ({"x", "n", "stdpop"}, dsr),
    ({"x", "n", "x_ref", "n_ref"}, indirect),
    ({"values", "nquantiles"}, quantile),
    ({"quantile", "population", "value"}, sii),
    ({"k"}, sii),
    ({"numerator", "denominator", "data_type"}, funnelplotr),
    ({"events_group", "n_group", "events_ref", "n_ref"}, two_groups),
    ({"y", "partition"}, pysal),
    ({"health", "rank_by", "weights"}, rineq),
)
