"""The missed appointment case's tables: appointments, clean and raw, and who was discharged. Run: python make.py"""

import numpy as np
import pandas as pd
from scipy.special import expit

from equityqi.authoring.chart_tables import due_in_two_places
from equityqi.authoring.datasets import run
from equityqi.authoring.synthetic import (
    ETHNICITIES,
    ETHNICITY_SHARES,
    MONTHS,
    QUINTILES,
    Draws,
    reasons_table,
    steps_table,
)

PEOPLE_EACH = 1_040  # in each quintile
LEVEL = np.array([-1.545, -1.813, -2.186, -2.607, -3.082])  # IMD 1 to 5
MOBILE, UP_TO_DATE = np.array([0.79, 0.85, 0.90, 0.94, 0.96]), np.array([0.58, 0.66, 0.74, 0.80, 0.84])
TRAVEL = np.array([28, 25, 24, 26, 30])
REMINDERS_FROM, DISCHARGE_FROM, MISSES_TO_DISCHARGE = 12, 25, 2
CLINICS = tuple(f"C{number}" for number in range(1, 7))
SLOTS = ("9-11", "11-13", "13-15", "15-17")
FAULTY_CLINIC = "C4"
KNEW = np.array([0.42, 0.46, 0.50, 0.55, 0.60])  # of people who missed one, IMD 1 to 5: the date had reached them
MISSED = {  # why an appointment was missed, in IMD 1 and in IMD 5
    "Did not know: no message came": [0.38, 0.14],
    "Work or caring hours": [0.20, 0.16],
    "Travel or cost": [0.18, 0.13],
    "Forgot": [0.12, 0.44],
    "Too unwell, or afraid to come": [0.12, 0.13],
}


def make(seed: int) -> dict[str, pd.DataFrame]:
    """Return the clean and the raw appointments, who was discharged, and the steps and reasons of a miss."""
    visits = _appointments(Draws(seed, "appts"))
    visits, discharged = _with_discharges(visits)
    raw = visits.copy()
    raw.loc[(raw["clinic_id"] == FAULTY_CLINIC) & (raw["outcome"] == "cancelled_service"), "outcome"] = "missed"
    return {
        "appts": visits,
        "appts_raw": raw,
        "discharged": discharged,
        "appt_steps": _steps(Draws(seed, "appt_steps"), visits),
        "appt_reasons": reasons_table(seed, "appt_reasons", "imd_quintile", {1: 100, 5: 100}, MISSED),
        "due_in_two_places": due_in_two_places(seed, 0.75, 12, 0.86),
    }


def _people(draws: Draws) -> pd.DataFrame:
    quintile = draws.shuffled(np.repeat(np.arange(5), PEOPLE_EACH))
    size = len(quintile)
    mobile = draws.chance(MOBILE[quintile])
    return pd.DataFrame(
        {
            "person_id": [f"D{number:04d}" for number in range(1, size + 1)],
            "quintile": quintile,
            "ethnicity": np.array(ETHNICITIES, dtype=object)[draws.pick(ETHNICITY_SHARES[quintile])],
            "has_mobile": mobile,
            "up_to_date": mobile & draws.chance(UP_TO_DATE[quintile]),
            "travel_min": np.round(np.clip(draws.gamma(4, TRAVEL[quintile]), 5, 120)).astype(int),
            "effect": draws.normal(0, 0.5, size),
            "visits": 1 + draws.poisson(np.full(size, 2.479)),
        }
    )


def _appointments(draws: Draws) -> pd.DataFrame:
    """Every appointment with its outcome, in the order of months, before anybody is discharged."""
    people = _people(draws)
    rows = people.loc[people.index.repeat(people["visits"])].reset_index(drop=True)
    size, quintile = len(rows), rows["quintile"].to_numpy()
    month = 1 + draws.pick(np.ones(len(MONTHS)), size)
    early = draws.chance(np.full(size, 0.30))
    sent = (month >= REMINDERS_FROM) & rows["has_mobile"].to_numpy()
    delivered = sent & rows["up_to_date"].to_numpy()
    logit = LEVEL[quintile] + rows["effect"] + 0.2 * rows["travel_min"] / 30 + 0.25 * (early & (quintile == 0))
    missed = draws.chance(expit(logit + 0.30 * ~rows["has_mobile"] + np.log(0.55) * delivered))
    by_service = draws.chance(np.full(size, 0.05))
    by_patient = ~by_service & draws.chance(np.full(size, 0.07))
    frame = pd.DataFrame(
        {
            "person_id": rows["person_id"],
            "month": np.array(MONTHS)[month - 1],
            "clinic_id": np.array(CLINICS)[draws.pick(np.ones(len(CLINICS)), size)],
            "imd_quintile": quintile + 1,
            "ethnicity": rows["ethnicity"],
            "has_mobile": rows["has_mobile"],
            "lead_days": draws.poisson(np.full(size, 25.0)),
            "mode": np.where(draws.chance(np.full(size, 0.3)), "phone", "face-to-face"),
            "slot_time": np.array(SLOTS)[np.where(early, 0, 1 + draws.pick(np.ones(3), size))],
            "travel_min": rows["travel_min"],
            "outcome": np.select(
                [by_service, by_patient, missed], ["cancelled_service", "cancelled_patient", "missed"], "attended"
            ),
            "reminder_sent": sent,
            "reminder_delivered": delivered,
        }
    )
    return frame.iloc[draws.shuffled(np.arange(size))].sort_values("month", kind="stable").reset_index(drop=True)


def _steps(draws: Draws, visits: pd.DataFrame) -> pd.DataFrame:
    """From a date to a visit, in the latest 12 months, each person once a month. Whoever came knew the date."""
    latest = visits[visits["month"].isin(MONTHS[-12:])]
    stood = latest[latest["outcome"].isin(["attended", "missed"])]
    dated, kept, absent = (
        frame.drop_duplicates(["month", "person_id"]).groupby("imd_quintile").size().reindex(QUINTILES).to_numpy()
        for frame in (latest, stood, stood[stood["outcome"] == "missed"])
    )
    steps = {
        "Nobody cancelled it": kept,
        "The date reached the person": kept - absent + draws.binomial(absent, KNEW),
        "Came every time": kept - absent,
    }
    return steps_table("imd_quintile", QUINTILES, dated, steps)


def _with_discharges(visits: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """From month 25 whoever has two misses since month 1 at an appointment is discharged; later months are removed."""
    misses = (visits["outcome"] == "missed").groupby(visits["person_id"]).cumsum()
    found = visits[(visits["month"] >= MONTHS[DISCHARGE_FROM - 1]) & (misses >= MISSES_TO_DISCHARGE)]
    discharged = found.drop_duplicates("person_id")[["person_id", "imd_quintile", "month"]]
    left = visits["person_id"].map(discharged.set_index("person_id")["month"])
    kept = visits[~(visits["month"] > left.fillna("9999-12"))].reset_index(drop=True)
    return kept, discharged.reset_index(drop=True)


if __name__ == "__main__":
    run(__file__)
