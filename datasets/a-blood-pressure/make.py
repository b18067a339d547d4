"""The blood pressure case's tables: months, practices, people and two control series. Run: python make.py"""

import itertools

import numpy as np
import pandas as pd
from scipy.special import expit

from equityqi.authoring.chart_tables import due_by_fifth, due_in_two_places, verdicts
from equityqi.authoring.datasets import run
from equityqi.authoring.synthetic import (
    ETHNICITIES,
    ETHNICITY_SHARES,
    MONTHS,
    PRACTICES,
    QUINTILE_SHARES,
    QUINTILES,
    Draws,
    practice_shares,
    ramp,
    reasons_table,
    steps_table,
)
from equityqi.settings import RULE_SETS
from equityqi.variation import gap_over_time, run_chart

PEOPLE, SAMPLE = 30_000, 12_000
WHITE, SOUTH_ASIAN, BLACK, MIXED, NOT_RECORDED = range(5)
RECORDED, WEB_EFFECT = np.array([1.25, 1.55, 1.85, 2.05, 2.20]), np.array([0, 0.06, 0.28, 0.55, 0.70])
REGISTERED = np.round(PEOPLE * QUINTILE_SHARES[:, None] * ETHNICITY_SHARES).astype(int)  # quintile by ethnicity

AGE_BANDS = ("18-59", "60-79", "80+")
AGE_SHARES = np.array(
    [[0.46, 0.40, 0.14], [0.42, 0.42, 0.16], [0.38, 0.45, 0.17], [0.34, 0.48, 0.18], [0.30, 0.50, 0.20]]
)
WEB, WEB_BY_AGE = np.array([0.08, 0.15, 0.28, 0.40, 0.48]), np.array([1, 0.9, 0.45])
INTERPRETER, MOBILE = np.array([0.17, 0.035, 0.012, 0.006, 0.004]), np.array([0.79, 0.85, 0.90, 0.94, 0.96])
YOUNGER = 0.35
DUE = REGISTERED.sum(axis=1) / 12  # a month, of a check that everyone is due once a year
DUE_BEFORE, DUE_AFTER = (0.50, 0.54, 0.58, 0.60, 0.62), (0.53, 0.58, 0.63, 0.66, 0.68)
HOME_LOWER = 5  # mmHg: a reading at home is lower than one in the clinic

ASKED_AND_SILENT = np.array([0.35, 0.45, 0.55, 0.65, 0.75])  # of people without a reading, IMD 1 to 5
NO_READING = {  # why there is no reading, in IMD 1 and in IMD 5
    "Could not use the link, or feared a trick": [0.34, 0.14],
    "No message reached me": [0.26, 0.12],
    "Work or caring hours": [0.16, 0.20],
    "Forgot, or no reminder": [0.12, 0.42],
    "Feel well, so saw no need": [0.12, 0.12],
}


def make(seed: int) -> dict[str, pd.DataFrame]:
    """Return the five tables, the named faults in the practice table and in the raw snapshot."""
    monthly = _monthly(Draws(seed, "bp_monthly"))
    snapshot = _snapshot(Draws(seed, "bp_snapshot"))
    return {
        "bp_monthly": monthly,
        "bp_practice_monthly": _with_practice_faults(_practices(Draws(seed, "bp_practice_monthly"), monthly)),
        "bp_snapshot": snapshot,
        "bp_snapshot_raw": _with_wrong_target(snapshot),
        "bp_noise": _noise(seed),
        "bp_steps": _steps(Draws(seed, "bp_steps"), monthly),
        "bp_reasons": reasons_table(seed, "bp_reasons", "imd_quintile", {1: 100, 5: 200}, NO_READING),
        "bp_due": due_by_fifth(seed, "bp_due", "at_target_n", DUE, DUE_BEFORE, DUE_AFTER, _as_the_story_says),
        "due_in_two_places": due_in_two_places(seed, 0.62, 9, 0.58),
    }


def _chances(month) -> tuple[np.ndarray, np.ndarray]:
    """Logits of a recorded reading and of the target once recorded: months by quintile by ethnicity."""
    ethnicity, quintile = np.arange(5)[None, None, :], np.arange(5)[None, :, None]
    month = np.atleast_1d(month)[:, None, None]
    recorded = (
        RECORDED[quintile]
        + ramp(month, 12, 18) * WEB_EFFECT[quintile]
        - 0.45 * (ethnicity == NOT_RECORDED)
        - 0.10 * (ethnicity == BLACK)
    )
    target = (
        0.80
        + 0.15 * (ethnicity == SOUTH_ASIAN)
        - 0.28 * (ethnicity == BLACK)
        - 0.25 * ((ethnicity == BLACK) & (quintile <= 1))
    )
    target = (
        target
        - 0.08 * (quintile == 0)
        - 0.08 * (ethnicity == MIXED)
        - 0.05 * (ethnicity == NOT_RECORDED)
        + 0.12 * ramp(month, 12, 18)
    )
    return recorded, target


def _monthly(draws: Draws) -> pd.DataFrame:
    months = len(MONTHS)
    recorded, target = _chances(np.arange(1, months + 1))
    recorded, target = (logit + draws.normal(0, 0.03, months)[:, None, None] for logit in (recorded, target))
    registered = np.broadcast_to(REGISTERED, recorded.shape)
    read = draws.binomial(registered, expit(recorded))
    rows = itertools.product(MONTHS, QUINTILES, ETHNICITIES)
    frame = pd.DataFrame(rows, columns=["month", "imd_quintile", "ethnicity"])
    return frame.assign(
        registered_n=registered.ravel(),
        bp_recorded_12m_n=read.ravel(),
        at_target_n=draws.binomial(read, expit(target)).ravel(),
    )


def _steps(draws: Draws, monthly: pd.DataFrame) -> pd.DataFrame:
    """From the register to the target, as everybody stands in month 30. Whoever has a reading was asked for one."""
    columns = ["registered_n", "bp_recorded_12m_n", "at_target_n"]
    sums = monthly[monthly["month"] == MONTHS[-1]].groupby("imd_quintile")[columns].sum()
    registered, read, good = sums.to_numpy().T
    asked = read + draws.binomial(registered - read, ASKED_AND_SILENT)
    steps = {"Asked for a reading": asked, "A reading on record": read, "At target": good}
    return steps_table("imd_quintile", QUINTILES, registered, steps)


def _practices(draws: Draws, monthly: pd.DataFrame) -> pd.DataFrame:
    """Deal each month's people to practices, so that the practices add up to the clean table."""
    sums = monthly.groupby(["month", "imd_quintile"])[["bp_recorded_12m_n", "at_target_n"]].sum()
    shares = practice_shares()
    registered = {
        q: np.bincount(draws.pick(shares[q - 1], int(REGISTERED[q - 1].sum())), minlength=24) for q in QUINTILES
    }
    parts = []
    for (month, quintile), (read, good) in zip(sums.index, sums.to_numpy(), strict=False):
        recorded = draws.deal(registered[quintile], read)
        part = {
            "month": month,
            "practice_id": PRACTICES,
            "imd_quintile": quintile,
            "registered_n": registered[quintile],
        }
        parts.append(pd.DataFrame(part | {"bp_recorded_12m_n": recorded, "at_target_n": draws.deal(recorded, good)}))
    return pd.concat(parts).sort_values(["month", "practice_id", "imd_quintile"]).reset_index(drop=True)


def _with_practice_faults(frame: pd.DataFrame) -> pd.DataFrame:
    """P07 numbers its quintiles backwards in months 1 to 6; P19 sends nothing in months 8 and 9."""
    backwards = (frame["practice_id"] == "P07") & frame["month"].isin(MONTHS[:6])
    frame.loc[backwards, "imd_quintile"] = 6 - frame.loc[backwards, "imd_quintile"]
    counts = ["registered_n", "bp_recorded_12m_n", "at_target_n"]
    frame[counts] = frame[counts].astype("Int64")
    frame.loc[(frame["practice_id"] == "P19") & frame["month"].isin(MONTHS[7:9]), counts] = pd.NA
    return frame.sort_values(["month", "practice_id", "imd_quintile"]).reset_index(drop=True)


def _snapshot(draws: Draws) -> pd.DataFrame:
    """Twelve thousand of the 30,000 people, as they stand in month 30."""
    cells = draws.shuffled(np.repeat(np.arange(25), REGISTERED.ravel()))[:SAMPLE]
    quintile, ethnicity = cells // 5, cells % 5
    age = draws.pick(AGE_SHARES[quintile])
    recorded_logit, target_logit = (logit[0][quintile, ethnicity] for logit in _chances(30))
    recorded = draws.chance(expit(recorded_logit))
    younger = AGE_SHARES[quintile, 0]
    at_target = draws.chance(expit(target_logit - YOUNGER * (age == 0) + YOUNGER * younger))
    web = recorded & draws.chance(WEB[quintile] * WEB_BY_AGE[age])
    systolic, diastolic = _readings(draws, at_target, _limit(age, web), 90 - HOME_LOWER * web)
    frame = pd.DataFrame(
        {
            "person_id": [f"A{number:05d}" for number in range(1, SAMPLE + 1)],
            "practice_id": np.array(PRACTICES)[draws.pick(practice_shares()[quintile])],
            "imd_quintile": quintile + 1,
            "ethnicity": np.array(ETHNICITIES, dtype=object)[ethnicity],
            "age_band": np.array(AGE_BANDS, dtype=object)[age],
            "sex": np.where(draws.chance(np.full(SAMPLE, 0.5)), "female", "male"),
            "interpreter_needed": draws.chance(INTERPRETER[quintile]),
            "bp_recorded_12m": recorded,
            "sbp": pd.array(systolic, dtype="Int64"),
            "dbp": pd.array(diastolic, dtype="Int64"),
            "at_target": pd.array(at_target, dtype="boolean"),
            "treatment_steps": draws.binomial(np.full(SAMPLE, 4), 0.4),
            "has_mobile": draws.chance(MOBILE[quintile]) | web,
            "contact_route": np.where(web, "web", "clinic"),
        }
    )
    frame.loc[~frame["bp_recorded_12m"], ["sbp", "dbp", "at_target", "contact_route"]] = pd.NA
    frame = frame.merge(pd.read_csv(_shared("practices.csv"), usecols=["practice_id", "place"]), on="practice_id")
    return frame[["person_id", "practice_id", "place", *frame.columns[2:-1]]]


def _shared(name: str):
    from equityqi.files import course_root

    return course_root() / "datasets" / name


def _limit(age, home):
    """The systolic limit: 140, or 150 at 80 and over; 5 lower for a reading at home."""
    return np.where(age == 2, 150, 140) - HOME_LOWER * home


def _readings(draws: Draws, at_target, systolic_limit, diastolic_limit) -> tuple[np.ndarray, np.ndarray]:
    """Readings that agree with the target: both below their limits, or both at or above them."""
    s, d = systolic_limit, diastolic_limit
    systolic = np.where(at_target, draws.normal_within(s - 11, 8, 95, s), draws.normal_within(s + 11, 10, s, 216))
    diastolic = np.where(at_target, draws.normal_within(d - 13, 7, 45, d), draws.normal_within(d - 3, 9, 50, 116))
    return np.floor(systolic).astype(int), np.floor(diastolic).astype(int)


def _with_wrong_target(frame: pd.DataFrame) -> pd.DataFrame:
    """P13 holds people of 80 and over to 140/90, so those with 140 to 149 are marked as not at target."""
    raw = frame.copy()
    limit = _limit(2, (raw["contact_route"] == "web").to_numpy()) - 10
    wrong = (raw["practice_id"] == "P13") & (raw["age_band"] == "80+") & (raw["sbp"] >= limit).fillna(False)
    raw.loc[wrong & raw["at_target"].fillna(False), "at_target"] = False
    return raw


def _as_the_story_says(due: pd.DataFrame) -> bool:
    """Everybody and both ends signal by every rule set, the better served gain more, and the gap's chart sees it."""
    counts = due.rename(columns={"imd_quintile": "group", "at_target_n": "numerator", "due_n": "denominator"})
    shares = counts.set_index(["group", "month"])
    ends = [shares.loc[fifth, "numerator"] / shares.loc[fifth, "denominator"] for fifth in (1, 5)]
    sums = due.groupby("month")[["at_target_n", "due_n"]].sum()
    whole = [*ends, sums["at_target_n"] / sums["due_n"]]
    rises = [100 * (end[-12:].mean() - end[:12].mean()) for end in ends]
    return (
        all(set(verdicts(series).values()) == {"signal"} for series in whole)
        and 2 <= rises[0] < 4 < 6 <= rises[1] < 8
        and all(gap_over_time(counts, 1, 5, rules=rules).change == "wider" for rules in RULE_SETS)
    )


def _noise(seed: int) -> pd.DataFrame:
    """One clinic where nothing changes, and a run of exactly six turns up after the baseline."""
    for number in itertools.count():
        counts = Draws(seed, f"bp_noise {number}").binomial(np.full(30, 240), 0.58)
        if run_chart(counts / 240, MONTHS).longest_run == 6:
            return _series("One clinic of practice P05", counts, 240)


def _series(label: str, counts, people: int) -> pd.DataFrame:
    return pd.DataFrame({"month": MONTHS, "group": label, "registered_n": people, "at_target_n": counts})


if __name__ == "__main__":
    run(__file__)
