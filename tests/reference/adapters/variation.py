"""Adapter for ``equityqi.variation``: NHSRplotthedots, qicharts2 and the hand-worked IHI rules.

Where a peer is known to be wrong, or does something we refuse on purpose, its value is put right first: the
condition and the reason stand in ``PUT_RIGHT``.
"""

from __future__ import annotations

import json

import numpy as np
from outcomes import Compared, NotOffered, NotUnderstood, each, refused

from equityqi.variation import anhoej_limits, run_chart, spc
from equityqi.variation.signals import met

EXACT = {"relative": 0.0, "absolute": 0.0}
PUT_RIGHT = {
    "limits collapse": (
        "screening leaves only moving ranges of zero while the series does vary: limits shrink to the mean"
    ),
    "icon of a blank": "the latest value is missing: the icon is read from the blank row, ours from the latest value",
    "a constant series": (
        "no point varies: the peer calls it inconsistent with every target, ours says what its one value does"
    ),
    "icon without target": (
        "a facet without target, or with neutral direction: the peer calls it inconsistent, ours says nothing"
    ),
}
FROM_LIMITS = ("lpl", "upl", "outside_limits", "close_to_limits", "special_cause_type", "point_type")
MEASURED = ("mean", "median", "lpl", "upl", "target", "y", "cl", "lcl", "ucl", "lcl_2s", "ucl_2s")  # the rest is exact
DIRECTION = {"increase": "up", "decrease": "down", "neutral": "neutral"}
KIND = {
    "i": "i",
    "mr": "mr",
    "p": "p",
    "pp": "p-prime",
    "u": "u",
    "up": "u-prime",
    "c": "c",
    "g": "g",
    "t": "t",
    "ip": "i-prime",
}
ASSURANCE = {"pass": "consistent_pass", "fail": "consistent_fail", "hit or miss": "inconsistent", None: None}
TYPE = {
    "common cause": "common_cause", "improvement": "special_cause_improvement", "concern": "special_cause_concern",
    "high": "special_cause_neutral_high", "low": "special_cause_neutral_low",
}  # fmt: skip
SIGNAL = {
    ("", 0): "Common Cause", ("outside", 1): "Above UCL", ("outside", -1): "Below LCL",
    ("trend", 1): "7 Point Trend (Increasing)", ("trend", -1): "7 Point Trend (Decreasing)",
    ("two in three", 1): "2 in 3 Above CL", ("two in three", -1): "2 in 3 Below CL",
    ("shift", 1): "7 Points Above CL", ("shift", -1): "7 Points Below CL",
}  # fmt: skip


def find(document, case):
    """Return the comparison that a case's own fields call for."""
    given = set(case["input"])
    if "improvement_direction" in given:
        adapter = facets if "facet" in given else plot_the_dots
    elif "screened_mr" in given:
        adapter = qicharts
    elif given == {"n_useful"}:
        return anhoej
    elif given == {"values"} and ("shifts" in case["expected"] or "IHI" in document.get("source", "")):
        return ihi
    else:
        return None
    return _refusal if "error" in case["expected"] else adapter


def plot_the_dots(given, expected):
    """Hold the XmR chart, the NHS rules and both icons to NHSRplotthedots."""
    yield from _hold(*_one_series(given, expected))


def facets(given, expected):
    """Hold each facet of a chart to NHSRplotthedots."""
    shown = np.array(expected["rows"]["facet"])
    icons = dict(
        zip(
            *(np.atleast_1d(expected["assurance"][column]).tolist() for column in ("f", "assurance_type")), strict=False
        )
    )
    for name, one in _each_facet(given):
        rows = {
            quantity: np.array(column, object)[shown == name].tolist() for quantity, column in expected["rows"].items()
        }
        theirs, ours, why = _one_series(one, rows | {"assurance": icons[name]})
        if one["target"] is None or given["improvement_direction"] == "neutral":
            theirs["assurance"], why["assurance"] = None, PUT_RIGHT["icon without target"]
        n = len(rows["facet"])
        yield from _hold(theirs, ours | {"facet": [name] * n, "target": [one["target"]] * n}, why, f"{name}: ")


def qicharts(given, expected):
    """Hold a run chart or Shewhart chart, and its runs, to qicharts2."""
    if given.get("method") in ("bestbox", "cutbox") and len(given["y"]) >= 10:
        yield NotOffered(f"runs by the {given['method']} rule")
    elif given["chart"] not in ("run", *KIND):
        yield NotOffered(f"{given['chart']} chart")
    elif given.get("cl") is not None and given["chart"] != "run":
        yield NotOffered("a given centre line on a Shewhart chart")
    else:
        yield from _hold(expected, _qic(given))


def anhoej(given, expected):
    """Hold Anhøj's limits for the longest run and the crossings to qicharts2."""
    longest, fewest = anhoej_limits(given["n_useful"])
    yield from _hold(expected, {"longest_run_max": longest, "n_crossings_min": fewest})


def ihi(given, expected):
    """Hold shifts, trends and the number of runs to the IHI rules worked by hand."""
    chart = run_chart(np.atleast_1d(given["values"]).tolist(), baseline=None, rule="ihi")
    phase = chart.phases.iloc[0]

    def found(rule, way):
        rows = chart.findings[chart.findings["rule"] == rule]
        return [
            {way: r.side, "first_index": r.first - 1, "last_index": r.last - 1, "length": r.length}
            for r in rows.itertuples(index=False)
        ]

    ours = {
        "median": chart.median, "n_useful": int(phase["n_useful"]), "n_runs": int(phase["n_runs"]),
        "shifts": found("shift", "side"), "trends": found("trend", "direction"), "runs_verdict": phase["runs_verdict"],
    }  # fmt: skip
    yield from _hold(expected, ours)


def _hold(theirs, ours, why=None, where=""):
    """Compare each field, row by row; ``why`` has the reason for each row that was put right."""
    for name, values in theirs.items():
        near = {} if name in MEASURED else EXACT
        if name not in ours:
            yield NotUnderstood(f"{where}{name}")
        elif name in ("shifts", "trends"):
            yield Compared(f"{where}{name}", json.dumps(values, sort_keys=True), json.dumps(ours[name], sort_keys=True))
        elif name not in (why or {}):
            yield from each(
                f"{where}{name}",
                np.atleast_1d(np.array(values, object)),
                np.atleast_1d(np.array(ours[name], object)),
                **near,
            )
        else:
            rows = zip(
                *(np.atleast_1d(np.array(column, object)) for column in (values, ours[name], why[name])), strict=False
            )
            for index, (one, other, reason) in enumerate(rows):
                yield Compared(f"{where}{name}[{index}]", one, other, differs=reason, **near)


def _refusal(given, expected):
    """Expect a refusal in a sentence where the peer refuses."""
    if "facet" in given:
        yield refused("charts", lambda: [_ptd_chart(one) for _, one in _each_facet(given)])
    else:
        yield refused("chart", lambda: _ptd_chart(given) if "improvement_direction" in given else _qic(given))


def _one_series(given, expected):
    """Return their fields, put right; our fields; and why each row was put right."""
    theirs, why = dict(expected), {}
    chart = _ptd_chart(given)
    values, upper, mean = (_numbers(column) for column in (given["values"], expected["upl"], expected["mean"]))
    for _, rows in chart.points.groupby("segment") if given.get("screen_outliers", True) else ():
        at = rows.index.to_numpy()
        if not np.allclose(upper[at], mean[at], rtol=1e-9, atol=0) or np.nanmax(values[at]) == np.nanmin(values[at]):
            continue
        right = _ptd_fields(_ptd_chart(given | {"screen_outliers": False}))
        for name in theirs.keys() & set(FROM_LIMITS):
            column, reasons = np.array(theirs[name], object), np.array(why.get(name, [""] * len(values)), object)
            column[at], reasons[at] = np.array(right[name], object)[at], PUT_RIGHT["limits collapse"]
            theirs[name], why[name] = column.tolist(), reasons.tolist()
        if at[-1] == len(values) - 1:
            for name in theirs.keys() & {"variation", "assurance"}:
                theirs[name], why[name] = right[name], PUT_RIGHT["limits collapse"]
    if np.isnan(values[-1]) and "variation" in theirs:
        theirs["variation"] = theirs["point_type"][np.flatnonzero(~np.isnan(values))[-1]]
        why["variation"] = PUT_RIGHT["icon of a blank"]
    if chart.constant and chart.target is not None and chart.direction != "neutral" and "assurance" in theirs:
        theirs["assurance"] = ASSURANCE[met(np.nanmax(values), chart.target, chart.direction).item()]
        why["assurance"] = PUT_RIGHT["a constant series"]
    return theirs, _ptd_fields(chart) | {"date": sorted(np.atleast_1d(given["dates"]).tolist())}, why


def _ptd_chart(given):
    values, dates = np.atleast_1d(np.array(given["values"], object)).tolist(), np.atleast_1d(given["dates"]).tolist()
    # A rebase date that is not in the data: the peer ignores it, ours refuses it; so it is left out here.
    rebase = [date for date in np.atleast_1d(given.get("rebase_dates") or []).tolist() if date in dates]
    settings = {
        "direction": DIRECTION[given["improvement_direction"]], "target": given.get("target"),
        "baseline": given.get("fix_after_n_points"), "screen": given.get("screen_outliers", True),
    }  # fmt: skip
    chart = spc(values, dates, rebase=rebase, **settings)
    if len(chart.points) > len(values):  # a month that is left out: a missing point here, nothing to the peer
        dates, values = zip(*sorted(zip(dates, values, strict=False)), strict=False)
        chart = spc(values, rebase=[dates.index(date) + 1 for date in rebase], **settings)
    return chart


def _ptd_fields(chart):
    p = chart.points
    known = p["value"].notna()
    judged = known & p["upper"].notna()
    return {
        "mean": p["centre"].tolist(),
        "lpl": p["lower"].tolist(),
        "upl": p["upper"].tolist(),
        "outside_limits": p["outside"].astype(object).where(judged, None).tolist(),
        "close_to_limits": p["near"].astype(object).where(judged, None).tolist(),
        "relative_to_mean": p["side"].astype(object).where(known, None).tolist(),
        "special_cause_type": [SIGNAL[key] for key in zip(p["signal"], p["way"], strict=False)],
        "point_type": [TYPE[t] for t in p["type"]],
        "rebase_group": (p["segment"] - 1).tolist(),
        "short_group_warning": p["short"].tolist(),
        "variation": TYPE[chart.variation],
        "assurance": ASSURANCE[chart.assurance],
    }


def _each_facet(given):
    facet, values, dates = np.array(given["facet"]), np.array(given["values"], object), np.array(given["dates"])
    for name in dict.fromkeys(facet.tolist()):
        yield name, {
            "values": values[facet == name].tolist(), "dates": dates[facet == name].tolist(),
            "improvement_direction": given["improvement_direction"], "target": (given.get("targets") or {}).get(name),
            "rebase_dates": (given.get("rebase") or {}).get(name),
        }  # fmt: skip


def _qic(given):
    y = _numbers(given["y"])
    n = None if given.get("n") is None else _numbers(given["n"])
    ends = [] if given.get("part") is None else np.atleast_1d(given["part"]).tolist()
    starts = [int(end) + 1 for end in ends]
    freeze = None if starts else given.get("freeze")
    exclude = [] if given.get("exclude") is None else [int(i) for i in np.atleast_1d(given["exclude"])]
    multiply = given.get("multiply") or 1
    kind = given["chart"]
    if n is not None and KIND.get(kind, kind) in ("run", "i", "mr", "c", "g", "t"):
        y, n = y / n, None
    if kind == "run":
        values, outside = y * multiply, np.zeros(len(y), bool)
        lines = dict.fromkeys(("lcl", "ucl", "lcl_2s", "ucl_2s"), np.full(len(y), np.nan))
        centre = None
    else:
        p = spc(
            y,
            kind=KIND[kind],
            denominator=n,
            direction="neutral",
            rebase=starts,
            baseline=freeze,
            screen=given["screened_mr"],
            exclude=exclude,
            per=multiply,
        ).points
        values, outside, centre = p["value"].to_numpy(), p["outside"].to_numpy(), p["centre"].to_numpy()
        lines = {"lcl": p["lower"], "ucl": p["upper"], "lcl_2s": p["near_lower"], "ucl_2s": p["near_upper"]}
    return (
        {"y": values, "sigma_signal": outside} | lines | _runs(values, starts, freeze, exclude, given.get("cl"), centre)
    )


def _runs(values, starts, freeze, exclude, given_centre, centre):
    """Anhøj's runs of each part, about its own median or the centre line of a Shewhart chart."""
    edges = [0, *[s - 1 for s in starts], len(values)]
    columns: dict[str, list] = {}
    for number, (a, b) in enumerate(zip(edges[:-1], edges[1:], strict=False), start=1):
        line = given_centre if centre is None else float(centre[a])
        chart = run_chart(
            values[a:b], baseline=freeze, rule="anhoej", exclude=[i - a for i in exclude if a < i <= b], centre=line
        )
        phase = chart.phases.iloc[0]
        useful = int(phase["n_useful"])
        row = {
            "cl": chart.median, "runs_signal": chart.signal == "signal", "n_useful": useful, "part": number,
            "longest_run": phase["longest_run"], "longest_run_max": phase["longest_run_max"],
            "n_crossings": phase["crossings"], "n_crossings_min": phase["crossings_min"],
        }  # fmt: skip
        if not useful:
            row |= dict.fromkeys(("longest_run", "longest_run_max", "n_crossings", "n_crossings_min"))
        for name, value in row.items():
            columns.setdefault(name, []).extend([value] * (b - a))
    return columns


def _numbers(given):
    return np.array([np.nan if v is None else v for v in np.atleast_1d(np.array(given, object))], float)
