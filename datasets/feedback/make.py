"""Nineteen invented feedback sheets that fit the published percentages. Run: python make.py"""

import numpy as np
import pandas as pd

from equityqi.authoring.datasets import run
from equityqi.authoring.synthetic import Draws

SHEETS = 19
SKILLS = ("define_equity", "read_a_gap", "write_an_aim", "build_a_driver_diagram", "plan_a_pdsa", "read_a_run_chart")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read as another
# How many sheets say what. Nobody who answered all three parts of question 1 disagreed with one of them.
ANSWERS = {
    "q2_tools": {"strongly agree": 6, "agree": 7, "neither": 2, "prefer not to say": 1, None: 3},
    "q3_apply": {"strongly agree": 5, "agree": 11, "neither": 1, "prefer not to say": 1, None: 1},
    "q4_recommend": {"yes": 18, "no": 1},
    "q4_recommend_scale": {"strongly agree": 11, "agree": 6, "neither": 1, None: 1},
    "q5_pace": {"about right": 13, "too fast": 4, "too slow": 1, None: 1},
    "q6_notebooks_useful": {"strongly agree": 5, "agree": 8, "neither": 3, None: 3},
    "q7_safe_to_speak": {"strongly agree": 9, "agree": 7, "neither": 1, "prefer not to say": 1, None: 1},
}
KEEP = (
    "The three tests for unfair gaps.",
    "Working in pairs.",
    "The game.",
    "Real numbers from our own places.",
    "Writing one small action.",
)
CHANGE = (
    "More time for the driver diagram.",
    "Send the glossary before the day.",
    "A longer break.",
    "One more example from a pharmacy.",
)
STOP = ("Nothing.", "Two charts on one screen.", "The long list of cards.")


def make(seed: int) -> dict[str, pd.DataFrame]:
    """Return the table ``feedback_synthetic``."""
    draws = Draws(seed, "feedback")
    codes = ["".join(LETTERS[place] for place in draws.pick(np.ones(len(LETTERS)), 4)) for _ in range(SHEETS)]
    agreed = {"strongly agree": 10, "agree": 7, "prefer not to say": 1, None: 1}
    table = {"code": codes, "q1a_inequality": _dealt(draws, agreed)}
    # The two who left one part of question 1 out left them all out: 17 answered all three.
    for item, strong in (("q1b_equity", 9), ("q1c_quality_improvement", 7)):
        words = draws.shuffled(["strongly agree"] * strong + ["agree"] * (17 - strong)).tolist()
        table[item] = [words.pop() if said in ("strongly agree", "agree") else said for said in table["q1a_inequality"]]
    table |= {item: _dealt(draws, counts) for item, counts in ANSWERS.items()}
    table |= {
        item: _dealt(draws, dict.fromkeys(texts, 1) | {None: SHEETS - len(texts)})
        for item, texts in (("q8_keep", KEEP), ("q8_change", CHANGE), ("q8_stop", STOP))
    }
    return {"feedback_synthetic": pd.DataFrame(table | _sliders(draws))}


def _dealt(draws: Draws, counts: dict) -> list:
    said = [answer for answer, count in counts.items() for _ in range(count)]
    return [said[place] for place in draws.shuffled(range(len(said)))]


def _sliders(draws: Draws) -> dict[str, pd.Series]:
    """Confidence from 0 to 10: before the course, looking back to it, and after it.

    Looking back, people score themselves lower than they did before they knew what they did not know.
    """
    came_before, filled_in = (
        draws.shuffled([True] * count + [False] * (SHEETS - count)).astype(bool) for count in (14, 16)
    )
    table = {"pre": {}, "then": {}, "now": {}}
    for skill in SKILLS:
        then = np.clip(np.round(draws.normal(3.5, 1.5, SHEETS)), 0, 8).astype(int)
        for when, value, there in (
            ("pre", then + draws.binomial([3] * SHEETS, 0.4), came_before),
            ("then", then, filled_in),
            ("now", then + 1 + draws.binomial([5] * SHEETS, 0.6), filled_in),
        ):
            table[when][f"{when}_{skill}"] = pd.Series(np.minimum(value, 10)).where(there).astype("Int64")
    return table["pre"] | table["then"] | table["now"]


if __name__ == "__main__":
    run(__file__)
