"""The 24 practices and the dated events that all cases share. Run: python make.py"""

import numpy as np
import pandas as pd

from equityqi.authoring.datasets import run
from equityqi.authoring.synthetic import ETHNICITY_SHARES, PRACTICES, Draws, practice_disadvantage, practice_shares

# Northgate Town is the most deprived place, Rushmere Vale the least.
PLACES = ("Northgate Town", "Newlands", "Oldford", "Rushmere Vale")
SURGERIES = (
    "Abbey Road", "Beech Lane", "Canalside", "Dove Street", "Elm Court", "Fairway", "Granary", "Highfield",
    "Ivy House", "Jubilee", "Kiln Lane", "Lock Gate", "Market Square", "Nightingale", "Old Mill", "Priory",
    "Quayside", "Riverbank", "Station Road", "Tannery", "Union Street", "Valley", "Weavers", "Yew Tree",
)  # fmt: skip
EVENTS = (
    ("2025-01", "a-blood-pressure", "all practices", "Home readings can be sent by web link"),
    ("2024-10", "b-medication-reviews", "all practices", "Phone becomes the usual way to hold a review"),
    ("2025-01", "b-medication-reviews", "all practices", "High-dose opioid targets begin"),
    ("2025-04", "c-asthma", "all practices", "Greener inhaler swaps begin"),
    ("2024-12", "d-missed-appointments", "all clinics", "Text reminders begin"),
    ("2026-01", "d-missed-appointments", "all clinics", "People are discharged after two missed appointments"),
    ("2025-04", "e-second-mmr", "ward W07", "Ward W07 is split into W07A and W07B"),
)


def make(seed: int) -> dict[str, pd.DataFrame]:
    """Return the tables ``practices`` and ``events``."""
    return {
        "practices": _practices(Draws(seed, "practices.csv")),
        "events": pd.DataFrame(EVENTS, columns=["date", "case", "scope", "label"]).sort_values(["case", "date"]),
    }


def _practices(draws: Draws) -> pd.DataFrame:
    d = practice_disadvantage().to_numpy()
    # Places follow disadvantage, with some mixing: the most disadvantaged quarter is mostly Northgate Town.
    place = np.empty(24, dtype=int)
    place[np.argsort(-(d + draws.normal(0, 0.08, 24)), kind="stable")] = np.repeat(np.arange(4), 6)
    share = practice_shares() * np.array([0.16, 0.20, 0.22, 0.22, 0.20])[:, None]
    people = share / share.sum(axis=0)
    list_size = np.round(np.clip(9_400 * np.exp(draws.normal(0, 0.38, 24)), 4_000, 18_000), -1).astype(int)
    recorded = 1 - (people * ETHNICITY_SHARES[:, 4][:, None]).sum(axis=0)
    return pd.DataFrame(
        {
            "practice_id": PRACTICES,
            "practice_name": [f"{name} Surgery" for name in draws.shuffled(SURGERIES)],
            "place": [PLACES[i] for i in place],
            "list_size": list_size,
            "imd_score_mean": np.round(6 + 34 * d + draws.normal(0, 1, 24), 1),
            "imd_quintile_mode": 1 + people.argmax(axis=0),
            # The same hours for every 10,000 people, whatever their need.
            "pharmacist_hours_wk": np.round(list_size / 10_000 * 30 * 2) / 2,
            "pct_ethnicity_recorded": np.round(100 * np.clip(recorded + draws.normal(0, 0.01, 24), 0, 1), 1),
        }
    )


if __name__ == "__main__":
    run(__file__)
