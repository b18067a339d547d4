"""The feedback sheets: 17 of 17, 13 of 15, 16 of 17 and 18 of 19, with blanks that are not a no."""

import pytest

from equityqi.cases.case import Tables
from equityqi.files import course_root
from equityqi.gaps import proportion

SHEETS = Tables(course_root() / "datasets" / "feedback")["feedback_synthetic"]
AGREED = ["agree", "strongly agree"]


def agree(*items):
    """How many agree with all items, of those who answered all of them."""
    answered = SHEETS[list(items)].notna().all(axis=1) & (SHEETS[list(items)] != "prefer not to say").all(axis=1)
    return int(SHEETS.loc[answered, list(items)].isin(AGREED).all(axis=1).sum()), int(answered.sum())


@pytest.mark.parametrize(
    "items, counts, percent",
    [
        (("q1a_inequality", "q1b_equity", "q1c_quality_improvement"), (17, 17), 100),
        (("q2_tools",), (13, 15), 86.7),
        (("q3_apply",), (16, 17), 94.1),
    ],
)
def test_the_published_percentages(items, counts, percent):
    assert agree(*items) == counts and round(100 * counts[0] / counts[1], 1) == percent


def test_recommending_is_counted_by_yes_and_no():
    assert ((SHEETS["q4_recommend"] == "yes").sum(), len(SHEETS)) == (18, 19) and round(100 * 18 / 19, 1) == 94.7


def test_a_blank_is_not_a_no():
    wrong = SHEETS["q2_tools"].isin(AGREED).sum() / len(SHEETS)
    assert round(100 * wrong, 1) == 68.4, "blanks counted as no would give this"
    told = proportion(13, 15, per=100)
    assert (round(float(told.lower)), round(float(told.upper))) == (62, 96)


def test_there_are_blanks_and_prefer_not_to_say_in_each_item_that_allows_them():
    for item in ("q1a_inequality", "q2_tools", "q3_apply", "q7_safe_to_speak"):
        assert SHEETS[item].isna().any() and (SHEETS[item] == "prefer not to say").any()


def test_sliders_rise_and_people_score_themselves_lower_looking_back():
    for skill in (
        "define_equity",
        "read_a_gap",
        "write_an_aim",
        "build_a_driver_diagram",
        "plan_a_pdsa",
        "read_a_run_chart",
    ):
        pre, then, now = (SHEETS[f"{when}_{skill}"] for when in ("pre", "then", "now"))
        assert then.notna().sum() == 16 and (now.isna() == then.isna()).all() and pre.notna().sum() == 14
        assert now.median() > then.median() and (pre - then).mean() > 0
        assert now.dropna().between(0, 10).all()


def test_codes_pair_sheets_and_point_to_nobody():
    assert SHEETS["code"].is_unique and SHEETS["code"].str.fullmatch("[A-Z0-9]{4}").all()
    assert not {"name", "role", "email", "date"} & set(SHEETS.columns)
