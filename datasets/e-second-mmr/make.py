"""The second MMR case's tables: children, quarters by practice and by quintile, temporary housing.
Run: python make.py
"""

import numpy as np
import pandas as pd
from scipy.special import expit

from equityqi.authoring.chart_tables import due_by_fifth, due_in_two_places, verdicts
from equityqi.authoring.datasets import run
from equityqi.authoring.synthetic import (
    ETHNICITIES,
    ETHNICITY_SHARES,
    PRACTICES,
    QUINTILES,
    Draws,
    reasons_table,
    steps_table,
)

QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2024, 2025, 2026) for quarter in range(1, 5))[:10]
EACH = 72  # children of each quintile who turn five in a quarter
MOVED = np.array([0.22, 0.10, 0.06, 0.04, 0.02])  # IMD 1 to 5
EVENING = np.array([0.15, 0.30, 0.40, 0.50, 0.60])
LEVEL, WITH_EVENING = np.array([1.30, 1.67, 1.91, 2.02, 2.30]), 0.55
DONE_MOVED, RECORDED, RECORDED_MOVED = 0.76, 0.985, 0.58 / 0.76
UNKNOWN, UNKNOWN_MOVED = 0.12, 0.30  # of children not done
EVENING_PRACTICES = 10  # P01 to P10
SMALL_GROUP, SMALL_GROUP_SIZE = "Gypsy, Roma and Traveller", 7
LANGUAGES, LANGUAGE_SHARES = (
    ("English", "Polish", "Romanian", "Urdu", "Bengali", "Other"),
    (0.80, 0.05, 0.04, 0.04, 0.03, 0.04),
)
NO_DOSE_FOR_UNKNOWN, BY_BIRTH = "P03", ("P15", "P20")
DUE = np.full(5, EACH / 3)  # a month
DUE_BEFORE, DUE_AFTER = (0.56, 0.62, 0.66, 0.69, 0.72), (0.57, 0.68, 0.76, 0.82, 0.86)
HOUSING, HOUSING_DONE = 60, 27
OFFERED = np.array([0.25, 0.35, 0.45, 0.55, 0.60])  # of children with one dose, IMD 1 to 5: a time parents could keep
NOT_ON_RECORD = {  # why there are not two doses on record, in IMD 1 and in IMD 5
    "Had it, but no record holds it": [0.32, 0.16],
    "No time that we could keep": [0.28, 0.15],
    "The letter is not in our language": [0.14, 0.15],
    "Wanted to ask somebody first": [0.14, 0.39],
    "Did not know it was due": [0.12, 0.15],
}


def make(seed: int) -> dict[str, pd.DataFrame]:
    """Return the tables; the children's truth stands apart, for the trainer."""
    draws = Draws(seed, "mmr_children")
    children = _children(draws)
    truth = children[["child_id", "true_done"]]
    clean = _with_dates(draws, children)
    return {
        "mmr_children": clean,
        "mmr_children_raw": _with_no_dose(clean),
        "mmr_children_trainer": truth,
        "mmr_quintile": _counted(clean, "imd_quintile"),
        "mmr_quarterly": _by_practice(clean),
        "temporary_housing": _housing(Draws(seed, "temporary_housing")),
        "mmr_steps": _steps(Draws(seed, "mmr_steps"), clean),
        "mmr_reasons": reasons_table(seed, "mmr_reasons", "imd_quintile", {1: 100, 5: 50}, NOT_ON_RECORD),
        "mmr_due": due_by_fifth(seed, "mmr_due", "two_doses_n", DUE, DUE_BEFORE, DUE_AFTER, _as_the_story_says),
        "due_in_two_places": due_in_two_places(seed, 0.62, 9, 0.68),
    }


def _as_the_story_says(due: pd.DataFrame) -> bool:
    """Everybody and the least deprived signal by every rule set; in the most deprived nothing goes beyond chance."""
    sums = due.groupby("month")[["two_doses_n", "due_n"]].sum()
    fifths = due.set_index(["imd_quintile", "month"])
    first, last = (fifths.loc[fifth, "two_doses_n"] / fifths.loc[fifth, "due_n"] for fifth in (1, 5))
    return (
        set(verdicts(sums["two_doses_n"] / sums["due_n"]).values()) == {"signal"}
        and set(verdicts(last).values()) == {"signal"}
        and set(verdicts(first).values()) == {"no signal"}
    )


def _children(draws: Draws) -> pd.DataFrame:
    """Who lives where, who was given two doses, and what the record says."""
    quarter, quintile = (
        grid.ravel() for grid in np.meshgrid(np.repeat(np.arange(10), EACH), np.arange(5), indexing="ij")
    )
    order = draws.shuffled(np.arange(len(quarter)))
    quarter, quintile = quarter[order], quintile[order]
    size = len(quarter)
    moved, evening = draws.chance(MOVED[quintile]), draws.chance(EVENING[quintile])
    done = draws.chance(np.where(moved, DONE_MOVED, expit(LEVEL[quintile] + WITH_EVENING * evening)))
    recorded = done & draws.chance(np.where(moved, RECORDED_MOVED, RECORDED))
    unknown = ~recorded & (done | draws.chance(np.where(moved, UNKNOWN_MOVED, UNKNOWN)))
    ethnicity = np.array(ETHNICITIES, dtype=object)[draws.pick(ETHNICITY_SHARES[quintile])]
    few = draws.shuffled(np.flatnonzero((ethnicity == "White") & (quintile <= 1)))[:SMALL_GROUP_SIZE]
    ethnicity[few] = SMALL_GROUP
    language = np.array(LANGUAGES, dtype=object)[draws.pick(LANGUAGE_SHARES, size)]
    with_clinic, without = (
        draws.pick(np.ones(EVENING_PRACTICES), size),
        EVENING_PRACTICES + draws.pick(np.ones(24 - EVENING_PRACTICES), size),
    )
    return pd.DataFrame(
        {
            "child_id": [f"E{number:04d}" for number in range(1, size + 1)],
            "practice_id": np.array(PRACTICES)[np.where(evening, with_clinic, without)],
            "ward": _wards(draws, quintile, quarter),
            "imd_quintile": quintile + 1,
            "ethnicity": ethnicity,
            "first_language": np.where(moved & (language == "English"), "Other", language),
            "moved_from_abroad": moved,
            "record_status": np.select([recorded, unknown], ["complete", "unknown"], "incomplete"),
            "evening_clinic": evening,
            "quarter": quarter,
            "true_done": done,
        }
    )


def _wards(draws: Draws, quintile, quarter) -> np.ndarray:
    """Fifteen wards, three to a quintile; W07 becomes W07A and W07B from quarter 6."""
    ward = np.array([f"W{number:02d}" for number in range(1, 16)], dtype=object)[
        3 * quintile + draws.pick(np.ones(3), len(quintile))
    ]
    half = np.where(draws.chance(np.full(len(ward), 0.5)), "A", "B")
    return np.where((ward == "W07") & (quarter >= 5), ward + half, ward)


def _with_dates(draws: Draws, children: pd.DataFrame) -> pd.DataFrame:
    """Dates that fit: doses at about 12 and 40 months where a dose is on record, registration at
    birth or after a move.
    """
    size = len(children)
    start = pd.PeriodIndex(np.array(QUARTERS)[children["quarter"]], freq="Q").to_timestamp()
    fifth = start + pd.to_timedelta(np.floor(draws.uniform(size) * 90).astype(int), "D")
    birth = fifth - pd.DateOffset(years=5)
    complete, incomplete = (children["record_status"] == status for status in ("complete", "incomplete"))
    first = birth + pd.to_timedelta(365 + draws.poisson(np.full(size, 30.0)), "D")
    second = birth + pd.to_timedelta(1_215 + draws.poisson(np.full(size, 60.0)), "D")
    one_dose = complete | (incomplete & draws.chance(np.full(size, 0.75)))
    since = np.where(
        children["moved_from_abroad"],
        np.floor(400 + draws.uniform(size) * 1_200),
        np.floor(5 + draws.uniform(size) * 40),
    )
    frame = children.assign(
        registered_date=_day(birth + pd.to_timedelta(since, "D")),
        dose1_date=_day(first).where(one_dose),
        dose2_date=_day(second).where(complete),
        quarter_turned_five=np.array(QUARTERS)[children["quarter"]],
    )
    columns = [
        "child_id",
        "practice_id",
        "ward",
        "imd_quintile",
        "ethnicity",
        "first_language",
        "registered_date",
        "moved_from_abroad",
    ]
    return frame[[*columns, "dose1_date", "dose2_date", "record_status", "evening_clinic", "quarter_turned_five"]]


def _day(dates) -> pd.Series:
    return pd.Series(pd.DatetimeIndex(dates).strftime("%Y-%m-%d"))


def _with_no_dose(children: pd.DataFrame) -> pd.DataFrame:
    """P03 stores unknown as no dose: its children without a reliable record look incomplete."""
    raw = children.copy()
    raw.loc[(raw["practice_id"] == NO_DOSE_FOR_UNKNOWN) & (raw["record_status"] == "unknown"), "record_status"] = (
        "incomplete"
    )
    return raw


def _counted(children: pd.DataFrame, by: str) -> pd.DataFrame:
    quarter = children["quarter_turned_five"].rename("quarter")
    status = children["record_status"]
    counts = {"turned_five_n": status.notna(), "two_doses_n": status == "complete", "unknown_n": status == "unknown"}
    return pd.DataFrame(counts).groupby([quarter, children[by]]).sum().astype(int).reset_index()


def _by_practice(children: pd.DataFrame) -> pd.DataFrame:
    """As the practices report: P03 without unknown, and two practices by quarter of birth."""
    raw = _with_no_dose(children)
    frame = _counted(raw, "practice_id").set_index(["quarter", "practice_id"])
    frame = frame.reindex(
        pd.MultiIndex.from_product([QUARTERS, PRACTICES], names=["quarter", "practice_id"]), fill_value=0
    ).reset_index()
    shifted = frame["practice_id"].isin(BY_BIRTH)
    frame.loc[shifted, "quarter"] = [
        f"{int(quarter[:4]) - 5}{quarter[4:]}" for quarter in frame.loc[shifted, "quarter"]
    ]
    return frame


def _steps(draws: Draws, children: pd.DataFrame) -> pd.DataFrame:
    """From a fifth birthday to two doses on record, in the latest four quarters. Whoever had the dose had a time."""
    latest = children[children["quarter_turned_five"].isin(QUARTERS[-4:])]
    known, first, second = (
        latest[held].groupby("imd_quintile").size().reindex(QUINTILES).to_numpy()
        for held in (latest["record_status"] != "unknown", latest["dose1_date"].notna(), latest["dose2_date"].notna())
    )
    start = latest.groupby("imd_quintile").size().reindex(QUINTILES).to_numpy()
    steps = {
        "A reliable record": known,
        "First dose on record": first,
        "Offered a time that parents could keep": second + draws.binomial(first - second, OFFERED),
        "Second dose on record": second,
    }
    return steps_table("imd_quintile", QUINTILES, start, steps)


def _housing(draws: Draws) -> pd.DataFrame:
    quarter = np.bincount(draws.pick(np.ones(10), HOUSING), minlength=10)
    return pd.DataFrame(
        {"quarter": QUARTERS, "children_n": quarter, "two_doses_known_n": draws.deal(quarter, HOUSING_DONE)}
    )


if __name__ == "__main__":
    run(__file__)
