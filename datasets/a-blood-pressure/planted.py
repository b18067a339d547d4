"""How each planted fact of the blood pressure case is worked out from its tables."""

from equityqi.authoring.synthetic import gave, got_through
from equityqi.gaps import slope
from equityqi.variation import gap_over_time, run_chart

BEFORE, AFTER = slice("2024-01", "2024-12"), slice("2025-07", "2026-06")  # months 1 to 12, and 19 to 30
DASHBOARD, ALL, RECORDED = (
    ("at_target_n", "bp_recorded_12m_n"), ("at_target_n", "registered_n"), ("bp_recorded_12m_n", "registered_n"),
)  # fmt: skip


def percent(measure, period, imd=range(1, 6), ethnicity=None):
    """Per cent of a measure over months, for some quintiles and one ethnic group or all."""

    def work_out(tables):
        frame = tables["bp_monthly"].set_index("month").sort_index().loc[period]
        frame = frame[frame["imd_quintile"].isin(imd)]
        frame = frame if ethnicity is None else frame[frame["ethnicity"] == ethnicity]
        return 100 * frame[measure[0]].sum() / frame[measure[1]].sum()

    return work_out


def gap(measure, period):
    return minus(percent(measure, period, [5]), percent(measure, period, [1]))


def minus(first, second):
    return lambda tables: first(tables) - second(tables)


def slope_index(period):
    def work_out(tables):
        sums = (
            tables["bp_monthly"]
            .set_index("month")
            .sort_index()
            .loc[period]
            .groupby("imd_quintile")[["at_target_n", "registered_n"]]
            .sum()
        )
        return 100 * slope(sums["at_target_n"] / sums["registered_n"], sums["registered_n"]).sii.value

    return work_out


def first_signal(imd, measure=ALL):
    """The month, counted from 1, at which eight in a row are reached after the baseline."""

    def work_out(tables):
        frame = tables["bp_monthly"]
        sums = frame[frame["imd_quintile"].isin(imd)].groupby("month")[list(measure)].sum()
        return _eighth(run_chart(sums[measure[0]] / sums[measure[1]], sums.index))

    return work_out


def first_gap_signal(tables):
    frame = (
        tables["bp_monthly"].groupby(["month", "imd_quintile"], as_index=False)[["at_target_n", "registered_n"]].sum()
    )
    frame = frame.rename(columns={"imd_quintile": "group", "at_target_n": "numerator", "registered_n": "denominator"})
    return _eighth(gap_over_time(frame, 1, 5).absolute)


def _eighth(chart):
    shifts = chart.findings[chart.findings["rule"] == "shift"]
    counted = chart.points.loc[shifts["first"].iloc[0] - 1 :]
    return int(counted.loc[counted["counted"]].index[7]) + 1


def snapshot(column="at_target", recorded=False, **where):
    """Per cent of people in the snapshot, of all registered or of those with a reading."""

    def work_out(tables):
        people = tables["bp_snapshot"]
        people = people[people["bp_recorded_12m"]] if recorded else people
        for name, values in where.items():
            people = people[people[name].isin(values)]
        held = people["contact_route"] == "web" if column == "web" else people[column]
        return 100 * held.fillna(False).astype(bool).mean()

    return work_out


def urgent(tables):
    people = tables["bp_snapshot"]
    return int(((people["sbp"] >= 180) | (people["dbp"] >= 120)).sum())


def wrongly_marked(tables):
    right, raw = tables["bp_snapshot"]["at_target"], tables["bp_snapshot_raw"]["at_target"]
    return int((right.fillna(False) & ~raw.fillna(False)).sum())


def missing_ethnicity(imd=range(1, 6)):
    def work_out(tables):
        frame = tables["bp_monthly"]
        frame = frame[frame["imd_quintile"].isin(imd)]
        return 100 * frame.loc[frame["ethnicity"] == "Not recorded", "registered_n"].sum() / frame["registered_n"].sum()

    return work_out


def longest_run(table):
    def work_out(tables):
        frame = tables[table]
        return run_chart(frame["at_target_n"] / frame["registered_n"], frame["month"]).longest_run

    return work_out


BOTH = {"before": BEFORE, "after": AFTER}
BLACK, WHITE = {"imd": [1, 2], "ethnicity": "Black"}, {"imd": [4, 5], "ethnicity": "White"}
PLANTED = {
    **{f"a-dashboard-{when}": percent(DASHBOARD, period) for when, period in BOTH.items()},
    **{f"a-gap-dashboard-{when}": gap(DASHBOARD, period) for when, period in BOTH.items()},
    **{f"a-all-register-{when}": percent(ALL, period) for when, period in BOTH.items()},
    **{f"a-imd-1-{when}": percent(ALL, period, [1]) for when, period in BOTH.items()},
    **{f"a-imd-5-{when}": percent(ALL, period, [5]) for when, period in BOTH.items()},
    **{f"a-gap-all-register-{when}": gap(ALL, period) for when, period in BOTH.items()},
    **{f"a-black-imd-1-2-{when}": percent(ALL, period, **BLACK) for when, period in BOTH.items()},
    **{f"a-white-imd-4-5-{when}": percent(ALL, period, **WHITE) for when, period in BOTH.items()},
    **{
        f"a-gap-black-white-{when}": minus(percent(ALL, period, **WHITE), percent(ALL, period, **BLACK))
        for when, period in BOTH.items()
    },
    **{f"a-slope-index-{when}": slope_index(period) for when, period in BOTH.items()},
    **{f"a-recorded-imd-{q}-{when}": percent(RECORDED, period, [q]) for q in (1, 5) for when, period in BOTH.items()},
    "a-missing-ethnicity": missing_ethnicity(),
    "a-missing-ethnicity-imd-1": missing_ethnicity([1]),
    "a-signal-all": first_signal(range(1, 6)),
    "a-signal-imd-5": first_signal([5]),
    "a-signal-imd-1": first_signal([1]),
    "a-signal-dashboard": first_signal(range(1, 6), DASHBOARD),
    "a-signal-gap": first_gap_signal,
    "a-noise-run": longest_run("bp_noise"),
    "a-snapshot-dashboard": snapshot(recorded=True),
    "a-snapshot-all": snapshot(),
    "a-snapshot-imd-1": snapshot(imd_quintile=[1]),
    "a-snapshot-imd-5": snapshot(imd_quintile=[5]),
    "a-snapshot-under-60": snapshot(recorded=True, age_band=["18-59"]),
    "a-snapshot-60-and-over": snapshot(recorded=True, age_band=["60-79", "80+"]),
    "a-web-imd-1": snapshot("web", recorded=True, imd_quintile=[1]),
    "a-web-imd-5": snapshot("web", recorded=True, imd_quintile=[5]),
    "a-urgent-readings": urgent,
    "a-p13-wrongly-marked": wrongly_marked,
    "a-step-asked-imd-1": got_through("bp_steps", "Asked for a reading", imd_quintile=1),
    "a-step-asked-imd-5": got_through("bp_steps", "Asked for a reading", imd_quintile=5),
    "a-step-reading-imd-1": got_through("bp_steps", "A reading on record", imd_quintile=1),
    "a-step-reading-imd-5": got_through("bp_steps", "A reading on record", imd_quintile=5),
    "a-step-target-imd-1": got_through("bp_steps", "At target", imd_quintile=1),
    "a-step-target-imd-5": got_through("bp_steps", "At target", imd_quintile=5),
    "a-reason-group-imd-1": gave("bp_reasons", "Could not use the link, or feared a trick", imd_quintile=1),
    "a-reason-group-imd-5": gave("bp_reasons", "Could not use the link, or feared a trick", imd_quintile=5),
    "a-reason-best-imd-1": gave("bp_reasons", "Forgot, or no reminder", imd_quintile=1),
    "a-reason-best-imd-5": gave("bp_reasons", "Forgot, or no reminder", imd_quintile=5),
}
