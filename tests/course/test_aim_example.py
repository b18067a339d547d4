"""Lesson 4: the aim that it shows as the better one starts from the tables of case A, and its sums agree."""

import json
import re

import pandas as pd

from equityqi.files import course_root

ROOT = course_root()
LESSON = json.loads((ROOT / "course" / "session-1" / "04-aim.ipynb").read_text(encoding="utf-8"))
TABLE = pd.read_csv(ROOT / "datasets" / "a-blood-pressure" / "bp_monthly.csv")
YEAR = TABLE[TABLE["month"].isin(sorted(TABLE["month"].unique())[-12:])]


def rate(rows):
    return round(100 * rows["at_target_n"].sum() / rows["registered_n"].sum())


def test_the_better_aim_starts_where_the_tables_of_the_case_are_and_its_gaps_are_right():
    cells = {cell["id"]: "".join(cell["source"]) for cell in LESSON["cells"]}
    text = f"{cells['example']}\n\n{cells['example-more']}"
    pairs = [tuple(map(int, pair)) for pair in re.findall(r"from (\d+)% to (\d+)%", " ".join(text.split()))]
    (everyone, _), (group, group_then), (other, other_then) = pairs
    black = YEAR[(YEAR["ethnicity"] == "Black") & YEAR["imd_quintile"].isin((1, 2))]
    white = YEAR[(YEAR["ethnicity"] == "White") & YEAR["imd_quintile"].isin((4, 5))]
    assert (everyone, group, other) == (rate(YEAR), rate(black), rate(white))
    assert f"The gap goes from {other - group} to {other_then - group_then} percentage points" in text
    assert f"| {group}% and {other}% |" in text and f"| {group_then}% and {other_then}% |" in text
