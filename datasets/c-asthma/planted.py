"""How each planted fact of the asthma case is worked out from its tables."""

import pandas as pd

from equityqi.authoring.synthetic import gave, got_through, odds_ratio
from equityqi.gaps import proportion
from equityqi.variation import gap_over_time

SMALL_GROUP = "Gypsy, Roma and Traveller"
THIRDS = {"least": 0, "middle": 1, "most": 2}
BEFORE, AFTER = slice("2024-01", "2025-03"), slice("2025-10", "2026-06")  # months 1 to 15, and 22 to 30


def people(tables, recorded=False):
    """The people whom the facts are about: without the small group, and on request only those with a record."""
    frame = tables["asthma_people"]
    third = pd.qcut(tables["practices"].set_index("practice_id")["imd_score_mean"], 3, labels=False)
    frame = frame[frame["ethnicity"] != SMALL_GROUP]
    frame = frame.assign(
        over_use=frame["saba_12m"] >= 6,
        south_asian=frame["ethnicity"] == "South Asian",
        third=frame["practice_id"].map(third),
    )
    return frame[frame["ethnicity_recorded"]] if recorded else frame


def percent(frame, column="over_use", **where):
    for name, value in where.items():
        frame = frame[frame[name] == value]
    return 100 * frame[column].mean()


def practice_correlation(tables):
    shares = people(tables, recorded=True).groupby("practice_id")[["south_asian", "over_use"]].mean()
    return shares["south_asian"].corr(shares["over_use"])


def odds_ratio_within_practices(tables):
    return odds_ratio(people(tables, recorded=True), "south_asian", "over_use", "practice_id")


def over_use_in_third(third, south_asian):
    return lambda tables: percent(people(tables, recorded=True), third=THIRDS[third], south_asian=south_asian)


def lower_by(third):
    others, south_asian = over_use_in_third(third, False), over_use_in_third(third, True)
    return lambda tables: others(tables) - south_asian(tables)


def exacerbation_rate_ratio(tables):
    """Mantel-Haenszel rate ratio over quintiles: switched without an appointment against not switched."""
    frame = people(tables)
    frame = frame[~frame["inhaler_switched"] | (frame["switch_with_appt"] == False)]  # noqa: E712, it may be blank
    told = frame.groupby(["imd_quintile", "inhaler_switched"])["exacerbations_12m"].agg(["sum", "size"]).unstack()
    events, years = told["sum"], told["size"]
    return (events[True] * years[False] / years.sum(axis=1)).sum() / (
        events[False] * years[True] / years.sum(axis=1)
    ).sum()


def small_group(tables):
    frame = tables["asthma_people"]
    return frame[frame["ethnicity"] == SMALL_GROUP]["saba_12m"] >= 6


def small_group_percent(tables, what="value"):
    over_use = small_group(tables)
    return 100 * getattr(proportion(over_use.sum(), len(over_use)), what)


def sums(tables, period, *fifths):
    frame = tables["asthma_monthly"].set_index("month").loc[period]
    return frame[frame["imd_quintile"].isin(fifths or range(1, 6))].drop(columns="imd_quintile").sum()


def rate(column, period, *fifths, per=100):
    def work_out(tables):
        found = sums(tables, period, *fifths)
        return per * found[column] / found["registered_n"]

    return work_out


def minus(first, second):
    return lambda tables: first(tables) - second(tables)


def rise(column, *fifths):
    return lambda tables: 100 * (rate(column, AFTER, *fifths)(tables) / rate(column, BEFORE, *fifths)(tables) - 1)


def reviews(period, *fifths):
    return rate("review_done_n", period, *fifths)


def exacerbations(period, *fifths):
    return rate("exacerbations_n", period, *fifths, per=1_000)


def longest_run(column, better):
    def work_out(tables):
        frame = tables["asthma_monthly"].rename(
            columns={"imd_quintile": "group", column: "numerator", "registered_n": "denominator"}
        )
        return gap_over_time(frame, worst=1, best=5, better=better).absolute.longest_run

    return work_out


def inhalers_per_item(at_p11):
    def work_out(tables):
        found = tables["asthma_items"].set_index("practice_id")
        found = found["saba_inhalers"] / found["saba_items"]
        return found["P11"] if at_p11 else found.drop("P11").max()

    return work_out


PLANTED = {
    "c-practice-correlation": practice_correlation,
    "c-odds-ratio-within-practices": odds_ratio_within_practices,
    **{f"c-over-use-south-asian-{third}": over_use_in_third(third, True) for third in THIRDS},
    **{f"c-over-use-others-{third}": over_use_in_third(third, False) for third in THIRDS},
    **{f"c-south-asian-lower-{third}": lower_by(third) for third in THIRDS},
    "c-over-use": lambda tables: percent(people(tables)),
    **{
        f"c-over-use-imd-{fifth}": lambda tables, fifth=fifth: percent(people(tables), imd_quintile=fifth)
        for fifth in range(1, 6)
    },
    "c-not-recorded": lambda tables: 100 - percent(people(tables), "ethnicity_recorded"),
    "c-not-recorded-imd-1": lambda tables: 100 - percent(people(tables), "ethnicity_recorded", imd_quintile=1),
    "c-over-use-not-recorded": lambda tables: percent(people(tables), ethnicity_recorded=False),
    "c-over-use-recorded": lambda tables: percent(people(tables), ethnicity_recorded=True),
    "c-reviews-least": lambda tables: percent(people(tables), "annual_review_done", third=THIRDS["least"]),
    "c-reviews-most": lambda tables: percent(people(tables), "annual_review_done", third=THIRDS["most"]),
    "c-exacerbation-rate-ratio": exacerbation_rate_ratio,
    "c-with-appointment-imd-1": lambda tables: percent(people(tables), "switch_with_appt", imd_quintile=1),
    "c-with-appointment-imd-5": lambda tables: percent(people(tables), "switch_with_appt", imd_quintile=5),
    "c-small-group-people": lambda tables: len(small_group(tables)),
    "c-small-group-over-use": lambda tables: small_group(tables).sum(),
    "c-small-group-percent": small_group_percent,
    "c-small-group-low": lambda tables: small_group_percent(tables, "lower"),
    "c-small-group-high": lambda tables: small_group_percent(tables, "upper"),
    "c-reviews-before": reviews(BEFORE),
    "c-reviews-after": reviews(AFTER),
    "c-reviews-imd-1-before": reviews(BEFORE, 1),
    "c-reviews-imd-1-after": reviews(AFTER, 1),
    "c-reviews-imd-5-before": reviews(BEFORE, 5),
    "c-reviews-imd-5-after": reviews(AFTER, 5),
    "c-review-gap-before": minus(reviews(BEFORE, 5), reviews(BEFORE, 1)),
    "c-review-gap-after": minus(reviews(AFTER, 5), reviews(AFTER, 1)),
    "c-review-gap-run": longest_run("review_done_n", better=1),
    "c-exacerbations-rise-imd-1-2": rise("exacerbations_n", 1, 2),
    "c-exacerbations-rise-imd-4-5": rise("exacerbations_n", 4, 5),
    "c-exacerbations-rise-difference": minus(rise("exacerbations_n", 1, 2), rise("exacerbations_n", 4, 5)),
    "c-exacerbations-imd-1-before": exacerbations(BEFORE, 1),
    "c-exacerbations-imd-1-after": exacerbations(AFTER, 1),
    "c-exacerbations-imd-5-before": exacerbations(BEFORE, 5),
    "c-exacerbations-imd-5-after": exacerbations(AFTER, 5),
    "c-exacerbation-gap-before": minus(exacerbations(BEFORE, 1), exacerbations(BEFORE, 5)),
    "c-exacerbation-gap-after": minus(exacerbations(AFTER, 1), exacerbations(AFTER, 5)),
    "c-exacerbation-gap-run": longest_run("exacerbations_n", better=-1),
    "c-carbon-cut": lambda tables: -rise("carbon_kg")(tables),
    "c-inhalers-per-item-p11": inhalers_per_item(at_p11=True),
    "c-inhalers-per-item-elsewhere": inhalers_per_item(at_p11=False),
    "c-step-appointment-imd-1": got_through("asthma_steps", "Switched with an appointment", imd_quintile=1),
    "c-step-appointment-imd-5": got_through("asthma_steps", "Switched with an appointment", imd_quintile=5),
    "c-step-shown-imd-1": got_through("asthma_steps", "Shown how, and watched", imd_quintile=1),
    "c-step-shown-imd-5": got_through("asthma_steps", "Shown how, and watched", imd_quintile=5),
    "c-step-uses-well-imd-1": got_through("asthma_steps", "Uses it well four weeks later", imd_quintile=1),
    "c-step-uses-well-imd-5": got_through("asthma_steps", "Uses it well four weeks later", imd_quintile=5),
    "c-reason-group-imd-1": gave("asthma_reasons", "Nobody showed me how", imd_quintile=1),
    "c-reason-group-imd-5": gave("asthma_reasons", "Nobody showed me how", imd_quintile=5),
    "c-reason-best-imd-1": gave("asthma_reasons", "It tastes or feels different", imd_quintile=1),
    "c-reason-best-imd-5": gave("asthma_reasons", "It tastes or feels different", imd_quintile=5),
}
