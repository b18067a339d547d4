"""How each planted fact of the missed appointment case is worked out from its tables."""

import pandas as pd

from equityqi.authoring.synthetic import gave, got_through, odds_ratio

BEFORE, AFTER, LAST, LATEST = (
    ("2024-01", "2024-11"),
    ("2024-12", "2025-12"),
    ("2026-01", "2026-06"),
    ("2025-07", "2026-06"),
)  # months 1-11, 12-24, 25-30, 19-30


def visits(tables, period=None, **where):
    """Appointments that were attended or missed: those that a missed rate is about."""
    frame = tables["appts"]
    frame = frame[frame["outcome"].isin(["attended", "missed"])]
    frame = frame if period is None else frame[frame["month"].between(*map(pd.Timestamp, period))]
    for name, value in where.items():
        frame = frame[frame[name] == value]
    return frame.assign(missed=frame["outcome"] == "missed")


def missed(period, **where):
    return lambda tables: 100 * visits(tables, period, **where)["missed"].mean()


def ratio(period):
    return lambda tables: missed(period, imd_quintile=1)(tables) / missed(period, imd_quintile=5)(tables)


def gap(period):
    return lambda tables: missed(period, imd_quintile=1)(tables) - missed(period, imd_quintile=5)(tables)


def minus(first, second):
    return lambda tables: first(tables) - second(tables)


def reminder_crude(tables):
    return odds_ratio(visits(tables, AFTER), "reminder_sent", "missed")


def reminder_within_quintile(tables):
    return odds_ratio(visits(tables, AFTER), "reminder_sent", "missed", "imd_quintile")


def same_owners(tables):
    frame = visits(tables, (BEFORE[0], AFTER[1]), has_mobile=True)
    return odds_ratio(frame.assign(after=frame["month"] >= AFTER[0]), "after", "missed")


def owners_before_any_reminder(tables):
    return odds_ratio(visits(tables, BEFORE), "has_mobile", "missed")


def discharged(quintile):
    def work_out(tables):
        seen = tables["appts"]
        seen = seen[(seen["month"] >= LAST[0]) & (seen["imd_quintile"] == quintile)]["person_id"].nunique()
        return 100 * (tables["discharged"]["imd_quintile"] == quintile).sum() / seen

    return work_out


def people_missing(quintile, period):
    """Per cent of people with an appointment in a month who missed one, over the months of a period."""

    def work_out(tables):
        frame = visits(tables, period, imd_quintile=quintile)
        return 100 * frame.groupby(["month", "person_id"])["missed"].any().mean()

    return work_out


def people_ratio(period):
    return lambda tables: people_missing(1, period)(tables) / people_missing(5, period)(tables)


def people_with_a_miss(quintile):
    def work_out(tables):
        frame = tables["appts"]
        frame = frame[frame["imd_quintile"] == quintile]
        return 100 * (frame["outcome"] == "missed").groupby(frame["person_id"]).any().mean()

    return work_out


def mobile(quintile):
    def work_out(tables):
        people = tables["appts"].drop_duplicates("person_id")
        return 100 * people.loc[people["imd_quintile"] == quintile, "has_mobile"].mean()

    return work_out


def delivered(quintile):
    def work_out(tables):
        frame = visits(tables, AFTER, imd_quintile=quintile)
        return 100 * frame["reminder_delivered"].mean()

    return work_out


PERIODS = {"before": BEFORE, "after": AFTER}
FIFTHS = range(1, 6)
PLANTED = {
    "d-appointments": lambda tables: len(tables["appts"]),
    **{f"d-missed-{when}": missed(period) for when, period in PERIODS.items()},
    **{f"d-missed-imd-{q}-{when}": missed(period, imd_quintile=q) for when, period in PERIODS.items() for q in FIFTHS},
    **{f"d-ratio-{when}": ratio(period) for when, period in PERIODS.items()},
    "d-ratio-rise": minus(ratio(AFTER), ratio(BEFORE)),
    **{f"d-gap-{when}": gap(period) for when, period in PERIODS.items()},
    "d-gap-fall": minus(gap(BEFORE), gap(AFTER)),
    **{f"d-discharged-imd-{q}": discharged(q) for q in FIFTHS},
    "d-missed-imd-1-last": missed(LAST, imd_quintile=1),
    "d-reminder-crude": reminder_crude,
    "d-reminder-within-quintile": reminder_within_quintile,
    "d-reminder-same-owners": same_owners,
    "d-owners-before": owners_before_any_reminder,
    **{f"d-people-missing-imd-{q}-latest": people_missing(q, LATEST) for q in (1, 5)},
    "d-people-ratio-before": people_ratio(BEFORE),
    "d-people-ratio-latest": people_ratio(LATEST),
    "d-people-with-a-miss-imd-1": people_with_a_miss(1),
    "d-people-with-a-miss-imd-5": people_with_a_miss(5),
    **{f"d-no-mobile-imd-{q}": lambda tables, q=q: 100 - mobile(q)(tables) for q in (1, 5)},
    **{f"d-reminder-arrives-imd-{q}": delivered(q) for q in (1, 5)},
    "d-step-stood-imd-1": got_through("appt_steps", "Nobody cancelled it", imd_quintile=1),
    "d-step-stood-imd-5": got_through("appt_steps", "Nobody cancelled it", imd_quintile=5),
    "d-step-reached-imd-1": got_through("appt_steps", "The date reached the person", imd_quintile=1),
    "d-step-reached-imd-5": got_through("appt_steps", "The date reached the person", imd_quintile=5),
    "d-step-came-imd-1": got_through("appt_steps", "Came every time", imd_quintile=1),
    "d-step-came-imd-5": got_through("appt_steps", "Came every time", imd_quintile=5),
    "d-reason-group-imd-1": gave("appt_reasons", "Did not know: no message came", imd_quintile=1),
    "d-reason-group-imd-5": gave("appt_reasons", "Did not know: no message came", imd_quintile=5),
    "d-reason-best-imd-1": gave("appt_reasons", "Forgot", imd_quintile=1),
    "d-reason-best-imd-5": gave("appt_reasons", "Forgot", imd_quintile=5),
}
