"""Run one reference case of a run chart or Shewhart chart through the public functions.

A case is known by the fields of its input, never by its name or file. ``compare(case)`` yields
``(quantity, expected, got, tolerance)``; a tolerance of 0 asks for the same value. Where a peer is known to be
wrong, or does something we refuse on purpose, the measure and the condition stand in ``PEER_DEFECTS``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from equityqi.variation import anhoej_limits, run_chart, spc

EXACT, CLOSE = 0.0, 1e-9
PEER_DEFECTS = {
    "limits collapse": "screening leaves only moving ranges of zero while the series does vary: limits shrink to the mean",
    "icon of a blank": "the latest value is missing: the icon is read from the blank row, ours from the latest value",
    "icon without target": "a facet without target, or with neutral direction: the peer calls it inconsistent, ours says nothing",
}
FROM_LIMITS = ("lpl", "upl", "outside_limits", "close_to_limits", "special_cause_type", "point_type", "variation", "assurance")
DIRECTION = {"increase": "up", "decrease": "down", "neutral": "neutral"}
KIND = {"i": "i", "mr": "mr", "p": "p", "pp": "p-prime", "u": "u", "up": "u-prime", "c": "c", "g": "g", "t": "t", "ip": "i-prime"}
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
Compared = Iterator[tuple[str, object, object, float]]


def recognise(case: dict):
    """Return the function that compares this case, or None when it is not about variation."""
    given = case["input"]
    if "improvement_direction" in given:
        return _facets if "facet" in given else _ptd
    if "chart" in given:
        return _qic
    if set(given) == {"n_useful"}:
        return _anhoej
    if set(given) == {"values"} and "shifts" in case["expected"]:
        return _ihi
    return None


def not_offered(case: dict) -> str | None:
    """Return why a case has no counterpart here, or None."""
    given = case["input"]
    if given.get("method") in ("bestbox", "cutbox") and len(given["y"]) >= 10:
        return f"runs by the {given['method']} rule"
    if "chart" in given and given["chart"] not in ("run", *KIND):
        return f"{given['chart']} chart"
    if given.get("cl") is not None and given["chart"] != "run":
        return "a given centre line on a Shewhart chart"
    return None


def compare(case: dict) -> Compared:
    """Yield (quantity, expected, got, tolerance) for all that the case holds."""
    run = recognise(case)
    if "error" not in case["expected"]:
        yield from run(case["input"], case["expected"])
        return
    try:
        list(run(case["input"], {}))
        got = "accepted"
    except ValueError as refusal:
        got = "refused" if str(refusal) else "refused without a sentence"
    yield "refusal", "refused", got, EXACT


def defects(case: dict) -> dict[str, str]:
    """Return the quantities in which the peer is known to be wrong for a case of this condition, and why."""
    given, expected = case["input"], case["expected"]
    if "error" in expected or "improvement_direction" not in given:
        return {}
    if "facet" not in given:
        return _ptd_defects(given, expected)
    out = {}
    shown = np.array(expected["rows"]["facet"])
    for name, one in _each_facet(given):
        rows = {quantity: np.array(column, object)[shown == name].tolist() for quantity, column in expected["rows"].items()}
        out |= {f"{name}: {quantity}": why for quantity, why in _ptd_defects(one, rows).items()}
        if one["target"] is None or given["improvement_direction"] == "neutral":
            out[f"{name}: assurance"] = PEER_DEFECTS["icon without target"]
    return out


def _ptd_defects(given: dict, expected: dict) -> dict[str, str]:
    values, upper, mean = (_numbers(column) for column in (given["values"], expected["upl"], expected["mean"]))
    out = {}
    for _, rows in _ptd_chart(given).points.groupby("segment"):
        i = rows.index.to_numpy()
        collapsed = np.allclose(upper[i], mean[i], rtol=CLOSE, atol=0) and np.nanmax(values[i]) > np.nanmin(values[i])
        if given.get("screen_outliers", True) and collapsed:
            out |= dict.fromkeys(FROM_LIMITS, PEER_DEFECTS["limits collapse"])
    if np.isnan(values[-1]):
        out["variation"] = PEER_DEFECTS["icon of a blank"]
    return out


def _ptd_chart(given: dict):
    dates = np.atleast_1d(given["dates"]).tolist()
    # A rebase date that is not in the data: the peer ignores it, ours refuses it; so it is left out here.
    rebase = [d for d in np.atleast_1d(given.get("rebase_dates") or []).tolist() if d in dates]
    return spc(
        np.atleast_1d(given["values"]).tolist(), dates, direction=DIRECTION[given["improvement_direction"]], target=given.get("target"),
        rebase=rebase, baseline=given.get("fix_after_n_points"), screen=given.get("screen_outliers", True),
    )  # fmt: skip


def _ptd(given: dict, expected: dict) -> Compared:
    chart = _ptd_chart(given)
    got = _ptd_fields(chart)
    for quantity in expected:
        yield quantity, expected[quantity], got[quantity], CLOSE if quantity in ("mean", "lpl", "upl") else EXACT


def _ptd_fields(chart) -> dict:
    p = chart.points
    known = p["value"].notna()
    judged = known & p["upper"].notna()
    return {
        "mean": p["centre"].tolist(), "lpl": p["lower"].tolist(), "upl": p["upper"].tolist(),
        "outside_limits": p["outside"].astype(object).where(judged, None).tolist(),
        "close_to_limits": p["near"].astype(object).where(judged, None).tolist(),
        "relative_to_mean": p["side"].astype(object).where(known, None).tolist(),
        "special_cause_type": [SIGNAL[key] for key in zip(p["signal"], p["way"])],
        "point_type": [TYPE[t] for t in p["type"]], "rebase_group": (p["segment"] - 1).tolist(),
        "short_group_warning": p["short"].tolist(), "variation": TYPE[chart.variation], "assurance": ASSURANCE[chart.assurance],
    }  # fmt: skip


def _each_facet(given: dict) -> Iterator[tuple[str, dict]]:
    facet, values, dates = np.array(given["facet"]), np.array(given["values"], object), np.array(given["dates"])
    for name in dict.fromkeys(facet.tolist()):
        yield name, {
            "values": values[facet == name].tolist(), "dates": dates[facet == name].tolist(),
            "improvement_direction": given["improvement_direction"], "target": (given.get("targets") or {}).get(name),
            "rebase_dates": (given.get("rebase") or {}).get(name),
        }  # fmt: skip


def _facets(given: dict, expected: dict) -> Compared:
    if not expected:
        for _, one in _each_facet(given):  # a case that must be refused: only run it
            yield "chart", None, _ptd_chart(one), EXACT
        return
    shown = np.array(expected["rows"]["facet"])
    named = dict(zip(expected["assurance"]["f"], expected["assurance"]["assurance_type"]))
    for name, one in _each_facet(given):
        chart = _ptd_chart(one)
        n = len(chart.points)
        got = _ptd_fields(chart) | {"facet": [name] * n, "target": [chart.target] * n}
        got["date"] = [f"{date:%Y-%m-%d}" for date in chart.points["date"]]
        for quantity, column in expected["rows"].items():
            wanted = np.array(column, object)[shown == name].tolist()
            yield f"{name}: {quantity}", wanted, got[quantity], CLOSE if quantity in ("mean", "lpl", "upl", "target") else EXACT
        yield f"{name}: assurance", named[name], ASSURANCE[chart.assurance], EXACT


def _qic(given: dict, expected: dict) -> Compared:
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
        p = spc(y, kind=KIND[kind], denominator=n, direction="neutral", rebase=starts, baseline=freeze,
                screen=given["screened_mr"], exclude=exclude, per=multiply).points  # fmt: skip
        values, outside, centre = p["value"].to_numpy(), p["outside"].to_numpy(), p["centre"].to_numpy()
        lines = {"lcl": p["lower"], "ucl": p["upper"], "lcl_2s": p["near_lower"], "ucl_2s": p["near_upper"]}
    got = {"y": values, "sigma_signal": outside} | lines | _runs(values, starts, freeze, exclude, given.get("cl"), centre)
    for quantity in expected:
        yield quantity, expected[quantity], np.asarray(got[quantity]).tolist(), CLOSE if quantity in ("y", "cl", *lines) else EXACT


def _runs(values, starts, freeze, exclude, given_centre, centre) -> dict:
    """Anhøj's runs of each part, about its own median or the centre line of a Shewhart chart."""
    edges = [0, *[s - 1 for s in starts], len(values)]
    columns: dict[str, list] = {}
    for number, (a, b) in enumerate(zip(edges[:-1], edges[1:]), start=1):
        line = given_centre if centre is None else float(centre[a])
        chart = run_chart(values[a:b], baseline=freeze, rule="anhoej", exclude=[i - a for i in exclude if a < i <= b], centre=line)
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


def _anhoej(given: dict, expected: dict) -> Compared:
    longest, fewest = anhoej_limits(given["n_useful"])
    yield "longest_run_max", expected["longest_run_max"], longest.item(), EXACT
    yield "n_crossings_min", expected["n_crossings_min"], fewest.item(), EXACT


def _ihi(given: dict, expected: dict) -> Compared:
    chart = run_chart(np.atleast_1d(given["values"]).tolist(), baseline=None, rule="ihi")
    phase = chart.phases.iloc[0]

    def found(rule: str, way: str) -> list[dict]:
        rows = chart.findings[chart.findings["rule"] == rule]
        return [
            {way: r.side, "first_index": r.first - 1, "last_index": r.last - 1, "length": r.length} for r in rows.itertuples(index=False)
        ]

    got = {
        "median": chart.median, "n_useful": int(phase["n_useful"]), "n_runs": int(phase["n_runs"]),
        "shifts": found("shift", "side"), "trends": found("trend", "direction"), "runs_verdict": phase["runs_verdict"],
    }  # fmt: skip
    for quantity in expected:
        yield quantity, expected[quantity], got[quantity], CLOSE if quantity == "median" else EXACT


def _numbers(given) -> np.ndarray:
    return np.array([np.nan if v is None else v for v in np.atleast_1d(np.array(given, object))], float)
