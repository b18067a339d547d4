"""The model project of each case against its tables: what it plans can be done with the people there are."""

import pytest

from equityqi.cases.case import load, titles
from equityqi.files import course_root
from equityqi.project.model_project import model_project
from equityqi.questions.exercise_file import all_exercises
from equityqi.typed_input import date

CASES = tuple(name for name in titles() if (course_root() / "datasets" / name / "make.py").is_file())  # ours


def people_there(name: str, days: int) -> float:
    """Return how many people of the aim's group the places of a case's tests see in so many days."""
    tables, months = load(name).tables, days / 30.4
    if name == "a-blood-pressure":  # in IMD 1 without a reading, in the practice with the most of them
        people = tables["bp_practice_monthly"]
        people = people[(people["imd_quintile"] == 1) & (people["month"] == people["month"].max())]
        return (people["registered_n"] - people["bp_recorded_12m_n"]).max()
    if name == "b-medication-reviews":  # booked and in need of an interpreter, in the two practices with most of them
        booked = tables["smr_monthly"].query("interpreter_needed").groupby("month")["booked_n"].sum().mean()
        shares = tables["smr_people"].query("language != 'English'")["practice_id"].value_counts(normalize=True)
        return months * booked * shares.iloc[:2].sum()
    if name == "c-asthma":  # switched in the 15 months since April 2025, in IMD 1, in three practices near a pharmacy
        switched = tables["asthma_people"].query("imd_quintile == 1 and inhaler_switched")
        return months * switched["practice_id"].value_counts().iloc[:3].sum() / 15
    if name == "d-missed-appointments":  # appointments in IMD 1, in one of the six clinics
        return months * tables["appts"].query("imd_quintile == 1 and month >= '2025-07'").shape[0] / 12 / 6
    unknown = tables["mmr_children"].query("imd_quintile == 1 and record_status == 'unknown'")
    return len(unknown) / 4  # of one team of four: a list, too


@pytest.mark.parametrize("name", CASES)
def test_no_test_of_a_model_project_needs_more_people_than_there_are(name):
    for cycle in model_project(load(name)).cycles[1:]:
        days = (date(cycle.end) - date(cycle.start)).days + 1
        assert int(cycle.n) <= people_there(name, days), (cycle.name, cycle.n, people_there(name, days))


def test_the_cards_of_exercise_5_carry_the_aim_of_case_b_as_its_tables_have_it():
    case = load("b-medication-reviews")
    latest, aim = {group: 100 * n / of for group, (_, _), (n, of) in case.first_and_latest}, case.plan["aim"]
    assert round(latest["interpreter needed"]) == aim["baseline_group"] == 12
    assert round(latest["not needed"]) == aim["baseline_comparator"] == 18
    deck = all_exercises("b-medication-reviews")["05-drivers"].question("card-diagram")
    ends = f"{aim['baseline_group']}% to {aim['target_group']}%"
    assert ends in deck.deck["k01"] and f"{aim['target_group']}%" in deck.deck["k08"]
    told = " ".join(deck.prompt.split())
    others = f"from {aim['baseline_comparator']}% to {aim['target_comparator']}% for the others"
    assert ends in told and others in told
