"""How each planted fact of the second MMR case is worked out from its tables."""

from equityqi.authoring.synthetic import gave, got_through
from equityqi.variation import gap_over_time, run_chart


def children(tables, **where):
    frame = tables["mmr_children"].merge(tables["mmr_children_trainer"], on="child_id")
    for name, value in where.items():
        frame = frame[frame[name].isin(value) if isinstance(value, list) else frame[name] == value]
    return frame.assign(recorded=frame["record_status"] == "complete", unknown=frame["record_status"] == "unknown")


def percent(column, **where):
    return lambda tables: 100 * children(tables, **where)[column].mean()


def minus(first, second):
    return lambda tables: first(tables) - second(tables)


def every_unknown_counts(**where):
    def work_out(tables):
        frame = children(tables, **where)
        return 100 * (frame["recorded"] | frame["unknown"]).mean()

    return work_out


def of_known(quintile):
    return percent("recorded", imd_quintile=quintile, record_status=["complete", "incomplete"])


def gap(column):
    return minus(percent(column, imd_quintile=5), percent(column, imd_quintile=1))


def share_of_the_gap_that_is_records(tables):
    return 100 * (1 - gap("true_done")(tables) / gap("recorded")(tables))


def evening(open):
    return percent("recorded", moved_from_abroad=False, imd_quintile=[1, 2], evening_clinic=open)


def with_temporary_housing(tables):
    inside, outside = children(tables, imd_quintile=1), tables["temporary_housing"].sum(numeric_only=True)
    return 100 * (inside["recorded"].sum() + outside["two_doses_known_n"]) / (len(inside) + outside["children_n"])


def quarters(tables, quintile=1):
    frame = tables["mmr_quintile"]
    frame = frame[frame["imd_quintile"] == quintile]
    return 100 * frame["two_doses_n"] / frame["turned_five_n"]


def longest_run(tables):
    return run_chart(quarters(tables).to_list(), baseline=None).longest_run


def longest_run_of_the_gap(tables):
    frame = tables["mmr_quintile"].rename(
        columns={"imd_quintile": "group", "two_doses_n": "numerator", "turned_five_n": "denominator"}
    )
    frame = frame.assign(quarter=frame["quarter"].str[-1].astype(int) + 4 * frame["quarter"].str[:4].astype(int))
    return gap_over_time(frame, 1, 5, baseline=None).absolute.longest_run


def small_group(tables):
    return (tables["mmr_children"]["ethnicity"] == "Gypsy, Roma and Traveller").sum()


FIFTHS = range(1, 6)
LATEST = ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
PLANTED = {
    "e-recorded": percent("recorded"),
    **{f"e-recorded-imd-{q}": percent("recorded", imd_quintile=q) for q in FIFTHS},
    **{f"e-truly-done-imd-{q}": percent("true_done", imd_quintile=q) for q in FIFTHS},
    "e-gap-recorded": gap("recorded"),
    "e-gap-true": gap("true_done"),
    "e-gap-from-records": share_of_the_gap_that_is_records,
    "e-moved-children": lambda tables: len(children(tables, moved_from_abroad=True)),
    "e-moved-recorded": percent("recorded", moved_from_abroad=True),
    "e-moved-true": percent("true_done", moved_from_abroad=True),
    "e-imd-1-at-least": percent("recorded", imd_quintile=1),
    "e-imd-1-at-most": every_unknown_counts(imd_quintile=1),
    **{f"e-latest-imd-{q}-at-least": percent("recorded", imd_quintile=q, quarter_turned_five=LATEST) for q in (1, 5)},
    **{f"e-latest-imd-{q}-at-most": every_unknown_counts(imd_quintile=q, quarter_turned_five=LATEST) for q in (1, 5)},
    **{f"e-known-imd-{q}": of_known(q) for q in (1, 5)},
    **{f"e-unknown-imd-{q}": percent("unknown", imd_quintile=q) for q in (1, 5)},
    "e-evening-open": evening(True),
    "e-evening-closed": evening(False),
    "e-evening-difference": minus(evening(True), evening(False)),
    "e-imd-1-with-housing": with_temporary_housing,
    "e-housing-children": lambda tables: tables["temporary_housing"]["children_n"].sum(),
    "e-housing-two-doses": lambda tables: tables["temporary_housing"]["two_doses_known_n"].sum(),
    "e-quarter-wobble": lambda tables: quarters(tables).std(),
    "e-longest-run-imd-1": longest_run,
    "e-longest-run-gap": longest_run_of_the_gap,
    "e-small-group": small_group,
    "e-step-record-imd-1": got_through("mmr_steps", "A reliable record", imd_quintile=1),
    "e-step-record-imd-5": got_through("mmr_steps", "A reliable record", imd_quintile=5),
    "e-step-first-imd-1": got_through("mmr_steps", "First dose on record", imd_quintile=1),
    "e-step-first-imd-5": got_through("mmr_steps", "First dose on record", imd_quintile=5),
    "e-step-offered-imd-1": got_through("mmr_steps", "Offered a time that parents could keep", imd_quintile=1),
    "e-step-offered-imd-5": got_through("mmr_steps", "Offered a time that parents could keep", imd_quintile=5),
    "e-step-second-imd-1": got_through("mmr_steps", "Second dose on record", imd_quintile=1),
    "e-step-second-imd-5": got_through("mmr_steps", "Second dose on record", imd_quintile=5),
    "e-reason-group-imd-1": gave("mmr_reasons", "Had it, but no record holds it", imd_quintile=1),
    "e-reason-group-imd-5": gave("mmr_reasons", "Had it, but no record holds it", imd_quintile=5),
    "e-reason-best-imd-1": gave("mmr_reasons", "Wanted to ask somebody first", imd_quintile=1),
    "e-reason-best-imd-5": gave("mmr_reasons", "Wanted to ask somebody first", imd_quintile=5),
}
