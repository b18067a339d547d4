"""The medication review case's tables: offers, reviews, opioids, people and the teaching slice. Run: python make.py"""

import itertools

import numpy as np
import pandas as pd

from equityqi.authoring.chart_tables import due_in_two_places
from equityqi.authoring.datasets import run
from equityqi.authoring.synthetic import (
    MONTHS,
    PRACTICES,
    QUINTILE_SHARES,
    QUINTILES,
    Draws,
    exact_shares,
    practice_shares,
    reasons_table,
    steps_table,
)

ELIGIBLE, ADULTS, INVITED = 6_000, 180_000, 4_000
INTERPRETER = np.array([0.17, 0.035, 0.012, 0.006, 0.004])  # IMD 1 to 5
HIGH_NEED = np.array([0.36, 0.31, 0.27, 0.23, 0.20])
INVITED_HIGH, INVITED_OTHER = np.array([0.21, 0.26, 0.31, 0.37, 0.42]), np.array([0.382, 0.347, 0.324, 0.305, 0.295])
REACHED, REACHED_LESS = np.array([0.80, 0.84, 0.87, 0.90, 0.92]), 0.10
MODES = ("face-to-face", "phone")
PHONE_BEFORE, PHONE, PHONE_FROM = (
    0.25,
    0.80,
    9,
)  # of people who need an interpreter: until month 9; after it, and of others always
COMPLETED = np.array([[0.85, 0.60], [0.75, 0.45]])  # interpreter needed no or yes, by mode
COMPLETED_IF_ATTENDED, DEPRESCRIBED = 0.88, np.array([0.45, 0.30])

HIGH_DOSE = np.array([4.8, 3.9, 3.2, 2.7, 2.4]) / 1_000
WITHOUT_REVIEW = np.array([0.60, 0.45, 0.30, 0.20, 0.15])
PAIN = np.array([1.5, 1.25, 1, 0.9, 0.8]) * 0.012

DECLINED, NO_REPLY = 0.16, np.array([0.165, 0.13, 0.11, 0.10, 0.09])  # of all invited
FRAILTIES, LANGUAGES = ("none", "mild", "moderate", "severe"), ("Bengali", "Polish", "Romanian", "Urdu", "Other")
NOT_COMPLETED = {  # why a booked review was not completed: interpreter needed, and not
    "Could not follow the letter or the call": [0.40, 0.06],
    "Too short to get through it": [0.22, 0.10],
    "Work or caring hours": [0.14, 0.24],
    "Forgot, or no reminder": [0.12, 0.44],
    "Trust, or a bad past visit": [0.12, 0.16],
}
BLANK_FLAG = 11  # practices that do not fill in the interpreter flag


def make(seed: int) -> dict[str, pd.DataFrame]:
    """Return the tables; the people's true outcome stands apart, for the trainer."""
    offer = _offer(Draws(seed, "smr_offer"))
    people, outcome = _people(Draws(seed, "smr_people"))
    monthly = _monthly(Draws(seed, "smr_monthly"), offer)
    asked = {True: 100, False: 200}
    return {
        "smr_offer": offer,
        "smr_monthly": monthly,
        "smr_slice": _slice(),
        "opioid_monthly": _opioids(Draws(seed, "opioid_monthly")),
        "smr_people": people,
        "smr_people_trainer": outcome,
        "smr_steps": _steps(offer, monthly),
        "smr_reasons": reasons_table(seed, "smr_reasons", "interpreter_needed", asked, NOT_COMPLETED),
        "due_in_two_places": due_in_two_places(seed, 0.62, 9, 0.58),
    }


def _offer(draws: Draws) -> pd.DataFrame:
    """Who joined the list in a month, and who of them was invited: by quintile, interpreter not needed and needed."""
    needs = np.stack([1 - INTERPRETER, INTERPRETER], axis=1)
    eligible = np.broadcast_to(np.round(ELIGIBLE * QUINTILE_SHARES)[:, None].astype(int), (len(MONTHS), 5, 1))
    needed = draws.binomial(eligible[..., 0], needs[:, 1])
    eligible = np.stack([eligible[..., 0] - needed, needed], axis=2)
    high = draws.binomial(eligible, HIGH_NEED[:, None])
    high_invited = draws.binomial(high, INVITED_HIGH[:, None])
    invited = high_invited + draws.binomial(eligible - high, INVITED_OTHER[:, None])
    frame = pd.DataFrame(
        itertools.product(MONTHS, QUINTILES, (False, True)), columns=["month", "imd_quintile", "interpreter_needed"]
    )
    columns = {"eligible_n": eligible, "high_need_n": high, "invited_n": invited, "high_need_invited_n": high_invited}
    return frame.assign(**{name: counts.ravel() for name, counts in columns.items()})


def _monthly(draws: Draws, offer: pd.DataFrame) -> pd.DataFrame:
    month = offer["month"].map({month: number for number, month in enumerate(MONTHS)}).to_numpy()
    needed, quintile = offer["interpreter_needed"].to_numpy(), offer["imd_quintile"].to_numpy() - 1
    booked = draws.binomial(offer["invited_n"], REACHED[quintile] - REACHED_LESS * needed)
    phone = draws.binomial(booked, np.where(needed & (month < PHONE_FROM), PHONE_BEFORE, PHONE))
    by_mode = np.stack([booked - phone, phone], axis=1)
    attended = draws.binomial(by_mode, COMPLETED[needed.astype(int)] / COMPLETED_IF_ATTENDED)
    completed = draws.binomial(attended, COMPLETED_IF_ATTENDED)
    frame = offer.loc[offer.index.repeat(2), ["month", "imd_quintile", "interpreter_needed"]].reset_index(drop=True)
    counts = {
        "booked_n": by_mode,
        "attended_n": attended,
        "completed_n": completed,
        "deprescribing_action_n": draws.binomial(completed, DEPRESCRIBED),
    }
    return frame.assign(mode=np.tile(MODES, len(offer)), **{name: values.ravel() for name, values in counts.items()})


def _steps(offer: pd.DataFrame, monthly: pd.DataFrame) -> pd.DataFrame:
    """From the list to a completed review, in the latest 12 months. No number in it is drawn."""
    latest = (frame[frame["month"].isin(MONTHS[-12:])] for frame in (offer, monthly))
    listed, held = (
        frame.groupby("interpreter_needed").sum(numeric_only=True).sort_index(ascending=False) for frame in latest
    )
    steps = {
        "Invited": listed["invited_n"],
        "Booked": held["booked_n"],
        "Attended": held["attended_n"],
        "Completed": held["completed_n"],
    }
    return steps_table("interpreter_needed", [True, False], listed["eligible_n"], steps)


def _slice() -> pd.DataFrame:
    """The exact table of lesson 2: better overall, worse in both modes. No number in it is drawn."""
    rows = [
        (True, MODES[0], 300, 225),
        (True, MODES[1], 100, 45),
        (False, MODES[0], 200, 170),
        (False, MODES[1], 800, 480),
    ]
    return pd.DataFrame(rows, columns=["interpreter_needed", "mode", "booked_n", "completed_n"])


def _opioids(draws: Draws) -> pd.DataFrame:
    month = np.arange(1, len(MONTHS) + 1)[:, None]
    adults = np.broadcast_to(np.round(ADULTS * QUINTILE_SHARES).astype(int), (len(MONTHS), 5))
    users = np.round(
        adults * HIGH_DOSE * 0.99 ** np.maximum(0, month - 12) * np.exp(draws.normal(0, 0.015, len(MONTHS), 5))
    ).astype(int)
    harm = WITHOUT_REVIEW * (month >= 13)
    frame = pd.DataFrame(itertools.product(MONTHS, QUINTILES), columns=["month", "imd_quintile"])
    return frame.assign(
        adults_n=adults.ravel(),
        high_dose_long_term_n=users.ravel(),
        pain_gp_contacts_n=draws.poisson(adults * PAIN * (1 + 0.22 * harm)).ravel(),
        unplanned_withdrawal_n=draws.poisson(users * 0.008 * (1 + 2.5 * harm)).ravel(),
    )


def _people(draws: Draws) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invited people. Who was never reached, who did not reply and who said no are all coded as declined."""
    chance = HIGH_NEED * INVITED_HIGH + (1 - HIGH_NEED) * INVITED_OTHER
    quintile = draws.shuffled(np.repeat(np.arange(5), exact_shares(INVITED, QUINTILE_SHARES * chance)))
    high_need = draws.chance((HIGH_NEED * INVITED_HIGH / chance)[quintile])
    needed = draws.chance(INTERPRETER[quintile])
    reached = draws.chance(REACHED[quintile] - REACHED_LESS * needed)
    answer = draws.uniform(INVITED) * REACHED[quintile]
    outcome = np.select(
        [~reached, answer < DECLINED, answer < DECLINED + NO_REPLY[quintile]],
        ["not reached", "declined", "no reply"],
        "accepted",
    )
    practice = np.array(PRACTICES)[draws.pick(practice_shares()[quintile])]
    unflagged = draws.shuffled(PRACTICES)[:BLANK_FLAG]
    language = np.where(
        needed, np.array(LANGUAGES, dtype=object)[draws.pick(np.ones(len(LANGUAGES)), INVITED)], "English"
    )
    ten_plus, frailty = _need(draws, high_need)
    ids = [f"B{number:05d}" for number in range(1, INVITED + 1)]
    people = pd.DataFrame(
        {
            "person_id": ids,
            "practice_id": practice,
            "imd_quintile": quintile + 1,
            "age": np.clip(np.round(draws.normal(71, 11, INVITED)), 30, 100).astype(int),
            "sex": np.where(draws.chance(np.full(INVITED, 0.5)), "female", "male"),
            "ten_plus_meds": ten_plus,
            "frailty": frailty,
            "high_need": high_need,
            "language": language,
            "interpreter_flag": pd.array(needed, dtype="boolean"),
            "mode_offered": np.where(draws.chance(np.full(INVITED, PHONE)), MODES[1], MODES[0]),
            "declined_code": outcome != "accepted",
        }
    )
    people.loc[people["practice_id"].isin(unflagged), "interpreter_flag"] = pd.NA
    return people, pd.DataFrame({"person_id": ids, "true_outcome": outcome})


def _need(draws: Draws, high_need) -> tuple[np.ndarray, np.ndarray]:
    """Ten or more medicines, moderate or severe frailty: one of them, or a high-dose opioid, makes high need."""
    ten_plus = high_need & draws.chance(np.full(INVITED, 0.70))
    frail = high_need & (draws.chance(np.full(INVITED, 0.45)) | (~ten_plus & draws.chance(np.full(INVITED, 0.90))))
    level = np.where(frail, 2 + draws.pick([0.7, 0.3], INVITED), draws.pick([0.6, 0.4], INVITED))
    return ten_plus, np.array(FRAILTIES, dtype=object)[level]


if __name__ == "__main__":
    run(__file__)
