"""The asthma case's tables: people, months and reliever items. Run: python make.py"""

import numpy as np
import pandas as pd
from scipy.special import expit

from equityqi.authoring.chart_tables import due_in_two_places
from equityqi.authoring.datasets import run
from equityqi.authoring.synthetic import (
    MONTHS,
    PRACTICES,
    QUINTILES,
    Draws,
    exact_shares,
    practice_disadvantage,
    ramp,
    reasons_table,
    steps_table,
)

PEOPLE = 7_500
OVER_USE = 6  # relievers in 12 months
TRUE_ETHNICITIES = ("White", "South Asian", "Black", "Mixed/Other")
AGE_SHARES = {"6 to 17": 0.16, "18 to 39": 0.32, "40 to 64": 0.36, "65 and over": 0.16}
SWITCHED = 0.60
WITH_APPOINTMENT = np.array([0.26, 0.36, 0.47, 0.58, 0.68])  # of people switched, IMD 1 to 5
NOT_RECORDED = np.array([0.34, 0.22, 0.15, 0.10, 0.08])
SMALL_GROUP, SMALL_GROUP_SIZE, SMALL_GROUP_OVER_USE = "Gypsy, Roma and Traveller", 19, 11

REGISTERED = np.array([3_600, 4_500, 5_100, 5_100, 4_200])
REVIEWED, REVIEWED_MORE = np.array([0.55, 0.62, 0.68, 0.73, 0.77]), np.array([0.01, 0.02, 0.04, 0.06, 0.08])
EXACERBATIONS = np.array([28, 24, 20, 17, 15]) / 1_000
ITEMS = np.array([0.42, 0.38, 0.34, 0.31, 0.28])
CARBON_KG_PER_ITEM, CARBON_CUT = 28, 0.6
INHALERS_PER_ITEM = {"P11": 2}

USES_IT_WELL = np.array([0.84, 0.87, 0.89, 0.91, 0.93])  # of people who were shown how, IMD 1 to 5
NOT_USED_WELL = {  # why the new inhaler is not used well, in IMD 1 and in IMD 5
    "Nobody showed me how": [0.36, 0.14],
    "It came by post, and nobody asked me": [0.22, 0.12],
    "The leaflet is hard to follow": [0.18, 0.09],
    "It tastes or feels different": [0.12, 0.49],
    "Did not know whom to tell": [0.12, 0.16],
}


def make(seed: int) -> dict[str, pd.DataFrame]:
    """Return the tables of people, months and items, and the steps and reasons of a switch."""
    people = _people(Draws(seed, "asthma_people"))
    return {
        "asthma_people": people,
        "asthma_monthly": _monthly(Draws(seed, "asthma_monthly")),
        "asthma_items": _items(people),
        "asthma_steps": _steps(Draws(seed, "asthma_steps"), people),
        "asthma_reasons": reasons_table(seed, "asthma_reasons", "imd_quintile", {1: 100, 5: 200}, NOT_USED_WELL),
        "due_in_two_places": due_in_two_places(seed, 0.62, 9, 0.60),
    }


def _people(draws: Draws) -> pd.DataFrame:
    practice = draws.shuffled(np.repeat(np.arange(len(PRACTICES)), exact_shares(PEOPLE, np.ones(len(PRACTICES)))))
    d = practice_disadvantage().to_numpy()[practice]
    fifth = 4 - draws.binomial(4, d)  # 0 is IMD 1
    ethnicity = draws.pick(_ethnicity_shares(draws)[practice])
    recorded = ~draws.chance(NOT_RECORDED[fifth])

    switched = draws.chance(np.full(PEOPLE, SWITCHED))
    with_appointment = switched & draws.chance(WITH_APPOINTMENT[fifth])
    alone = switched & ~with_appointment
    logit = (
        -1.85 + 1.25 * d - 0.40 * (ethnicity == TRUE_ETHNICITIES.index("South Asian")) + 0.30 * ~recorded + 0.35 * alone
    )
    over_use = draws.chance(expit(logit))
    relievers = np.where(
        over_use,
        OVER_USE + draws.poisson(np.full(PEOPLE, 2.5)),
        np.minimum(draws.poisson(np.full(PEOPLE, 2.2)), OVER_USE - 1),
    )
    reviewed = draws.chance(0.82 - 0.35 * d)
    people = pd.DataFrame(
        {
            "person_id": [f"C{number:05d}" for number in range(1, PEOPLE + 1)],
            "practice_id": np.array(PRACTICES)[practice],
            "imd_quintile": fifth + 1,
            "ethnicity": np.where(recorded, np.array(TRUE_ETHNICITIES, dtype=object)[ethnicity], "Not recorded"),
            "age_band": np.array(list(AGE_SHARES))[draws.pick(list(AGE_SHARES.values()), PEOPLE)],
            "saba_12m": relievers,
            "ics_12m": draws.poisson(7 - 3 * d),
            "annual_review_done": reviewed,
            "technique_checked": draws.chance(np.where(reviewed, 0.75, 0.08)),
            "inhaler_switched": switched,
            "switch_with_appt": pd.array(with_appointment, dtype="boolean"),
            "exacerbations_12m": draws.poisson(
                (0.22 + 0.25 * d) * np.select([alone, with_appointment], [1.4, 0.85], 1.0)
            ),
            "ethnicity_recorded": recorded,
        }
    )
    people.loc[~switched, "switch_with_appt"] = pd.NA
    return _with_small_group(draws, people)


def _ethnicity_shares(draws: Draws) -> np.ndarray:
    d = practice_disadvantage().to_numpy()
    south_asian = np.clip(0.05 + 0.5 * d + draws.normal(0, 0.04, len(d)), 0.02, 0.60)
    black, mixed_other = 0.03 + 0.06 * d, np.full(len(d), 0.05)
    return np.column_stack([1 - south_asian - black - mixed_other, south_asian, black, mixed_other])


def _with_small_group(draws: Draws, people: pd.DataFrame) -> pd.DataFrame:
    # Taken last, from the largest group, so that the other groups stay as they were drawn.
    over_use = people["saba_12m"] >= OVER_USE
    for chosen, size in ((over_use, SMALL_GROUP_OVER_USE), (~over_use, SMALL_GROUP_SIZE - SMALL_GROUP_OVER_USE)):
        rows = draws.shuffled(people.index[chosen & (people["ethnicity"] == "White")])[:size]
        people.loc[rows, "ethnicity"] = SMALL_GROUP
    return people


def _monthly(draws: Draws) -> pd.DataFrame:
    months, fifths = len(MONTHS), len(QUINTILES)
    r = ramp(np.arange(1, months + 1), 15, 21)[:, None]
    n = np.tile(REGISTERED, (months, 1))
    harm = 1 + 0.6 * r * (0.4 * (1 - WITH_APPOINTMENT) - 0.15 * WITH_APPOINTMENT)
    switched = draws.binomial(n, SWITCHED * r)
    items = draws.poisson(n * ITEMS)
    counts = {
        "registered_n": n,
        "review_done_n": draws.binomial(n, REVIEWED + r * REVIEWED_MORE),
        "switched_n": switched,
        "switched_with_appt_n": draws.binomial(switched, WITH_APPOINTMENT),
        "exacerbations_n": draws.poisson(n * EXACERBATIONS * harm),
        "saba_items_n": items,
        "carbon_kg": np.round(items * CARBON_KG_PER_ITEM * (1 - CARBON_CUT * SWITCHED * r)).astype(int),
    }
    keys = {"month": np.repeat(MONTHS, fifths), "imd_quintile": np.tile(QUINTILES, months)}
    return pd.DataFrame(keys | {name: values.ravel() for name, values in counts.items()})


def _steps(draws: Draws, people: pd.DataFrame) -> pd.DataFrame:
    """From the switch to an inhaler that is used well, for everybody who was switched."""
    switched = people[people["inhaler_switched"]]
    with_appointment = switched[switched["switch_with_appt"].astype(bool)]
    shown = with_appointment[with_appointment["technique_checked"]]
    start, came, seen = (
        frame.groupby("imd_quintile").size().reindex(QUINTILES).to_numpy()
        for frame in (switched, with_appointment, shown)
    )
    steps = {
        "Switched with an appointment": came,
        "Shown how, and watched": seen,
        "Uses it well four weeks later": draws.binomial(seen, USES_IT_WELL),
    }
    return steps_table("imd_quintile", QUINTILES, start, steps)


def _items(people: pd.DataFrame) -> pd.DataFrame:
    inhalers = people.groupby("practice_id")["saba_12m"].sum().reindex(PRACTICES)
    per_item = pd.Series(INHALERS_PER_ITEM).reindex(PRACTICES, fill_value=1)
    return pd.DataFrame(
        {
            "practice_id": PRACTICES,
            "saba_items": (inhalers // per_item).to_numpy(),
            "saba_inhalers": inhalers.to_numpy(),
        }
    )


if __name__ == "__main__":
    run(__file__)
