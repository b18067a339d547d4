"""tables.row_findings, tables.time_findings, tables.all_findings: findings: each is told where it is planted, and not
where it is not.
"""

import numpy as np
import pandas as pd
import pytest

from equityqi.tables import read_table
from equityqi.tables.all_findings import look_for

MONTHS = pd.period_range("2022-01", periods=30, freq="M").astype(str)


def kinds(frame):
    return [finding.kind for finding in look_for(frame)]


def sentence(frame, kind):
    return next(finding.sentence for finding in look_for(frame) if finding.kind == kind)


@pytest.fixture
def read(tmp_path):
    def read(frame):
        frame.to_csv(tmp_path / "table.csv", index=False)
        return read_table(tmp_path / "table.csv").frame

    return read


@pytest.fixture
def areas():
    """Ten areas and thirty months with ordinary variation."""
    rng = np.random.default_rng(4)
    frame = pd.DataFrame([(month, f"Area {area}") for month in MONTHS for area in range(10)], columns=["month", "area"])
    frame["denominator"] = rng.integers(900, 1100, len(frame))
    frame["numerator"] = rng.binomial(frame["denominator"], 0.6)
    return frame


def test_an_ordinary_table_has_no_findings(areas, read):
    assert kinds(read(areas)) == []


def test_copied_months(areas, read):
    counts = ["numerator", "denominator"]
    areas.loc[areas["month"] == "2023-05", counts] = areas.loc[areas["month"] == "2022-05", counts].to_numpy()
    frame = read(areas)
    assert kinds(frame) == ["copied values"]
    assert "May 2022 = May 2023" in sentence(frame, "copied values")


def test_a_step_that_one_area_has_alone(areas, read):
    after = (areas["area"] == "Area 3") & (areas["month"] >= "2023-04")
    areas.loc[after, "numerator"] = (areas.loc[after, "numerator"] * 0.6).astype(int)
    frame = read(areas)
    assert kinds(frame) == ["step that others do not share"]
    assert "Between Mar 2023 and Apr 2023 Area 3 goes" in sentence(frame, "step that others do not share")


def test_a_step_that_all_areas_share_is_none_of_one_area(areas, read):
    after = areas["month"] >= "2023-04"
    areas.loc[after, "numerator"] = (areas.loc[after, "numerator"] * 0.6).astype(int)
    assert kinds(read(areas)) == []


def test_false_steps_are_rare(read):
    told = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        frame = pd.DataFrame(
            [(month, f"Area {area}") for month in MONTHS for area in range(10)], columns=["month", "area"]
        )
        frame["denominator"] = 1000
        frame["numerator"] = rng.binomial(1000, 0.6, len(frame))
        told += kinds(read(frame)).count("step that others do not share")
    assert told == 0


def test_a_denominator_of_0_and_a_numerator_above_it(areas, read):
    areas.loc[3, ["numerator", "denominator"]] = [2, 0]
    areas.loc[5, "numerator"] = 5000
    found = {finding.kind: finding.sentence for finding in look_for(read(areas))}
    assert "in 1 row (Area 3)" in found["denominator 0"]
    assert "above 0" in found["denominator 0"]
    assert "in 1 row (Area 5)" in found["numerator above denominator"]


def test_a_0_among_hundreds(areas, read):
    areas.loc[7, "numerator"] = 0
    assert "1 row (Area 7)" in sentence(read(areas), "unlikely 0")


def test_months_that_are_in_no_row_and_groups_without_a_row(areas, read):
    frame = read(areas[areas["month"] != "2022-09"])
    assert kinds(frame) == ["missing periods"]
    assert "1 month is in no row, the first after Aug 2022" in sentence(frame, "missing periods")
    part = areas[(areas["area"] != "Area 2") | (areas["month"] > "2022-03")].rename(columns={"area": "group"})
    assert "'Area 2' in 3 of 30" in sentence(read(part), "groups missing")


def test_overlapping_and_mixed_periods(read):
    pooled = pd.DataFrame({"period": ["2017 - 19", "2018 - 20"], "numerator": [4, 5], "denominator": [90, 91]})
    assert kinds(read(pooled)) == ["overlapping periods"]
    apart = pooled.assign(period=["2015 - 17", "2018 - 20"])
    assert kinds(read(apart)) == []
    assert "mixed periods" in kinds(read(pooled.assign(period=["2019/20", "2021"])))


def test_repeated_rows(read):
    frame = pd.DataFrame({"month": ["2024-01"] * 2, "group": ["A"] * 2, "numerator": [3, 4], "denominator": [9, 9]})
    assert kinds(read(frame)) == ["repeated rows"]


@pytest.mark.parametrize(
    "groups", [["1", "2", "3", "4", "5"], [f"Q{n}" for n in range(1, 6)], [f"Quintile {n}" for n in range(1, 6)]]
)
def test_fifths_without_a_direction(read, groups):
    frame = pd.DataFrame({"group": groups, "numerator": 3, "denominator": 9})
    assert kinds(read(frame)) == ["direction unclear"]
    labelled = frame.assign(group=["1 (most deprived)", *groups[1:]])
    assert kinds(read(labelled)) == []


def test_a_number_that_counts_deciles_the_other_way():
    frame = pd.DataFrame({"name": ["Most deprived decile", "Least deprived decile"], "order": [10.0, 1.0]}).astype(
        {"name": "str"}
    )
    assert kinds(frame) == ["direction reversed"]
    assert kinds(frame.assign(order=[1.0, 10.0])) == []


def test_deciles_of_areas_and_of_authorities():
    frame = pd.DataFrame(
        {
            "breakdown": [
                "County & UA deprivation deciles in England (IMD2019)",
                "LSOA11 deprivation deciles in England (IMD2019)",
            ]
        },
        dtype="str",
    )
    assert kinds(frame) == ["deciles of areas and authorities"]
    assert kinds(frame.iloc[:1]) == ["deciles of authorities"]
    assert kinds(frame.iloc[1:]) == []


def test_breakdown_rows_beside_headline_rows():
    frame = pd.DataFrame({"breakdown": ["", "Ethnic groups"], "sex": ["Persons", "Male"]}, dtype="str")
    assert kinds(frame) == ["breakdown rows", "several kinds of sex"]


def test_the_share_that_is_not_stated(read):
    frame = pd.DataFrame(
        {"group": ["White", "Black", "Not stated"], "numerator": [441, 54, 81], "denominator": [700, 120, 180]}
    )
    assert sentence(read(frame), "not stated").startswith("18.0% of the denominator is in Not stated.")


def test_last_years_denominators(read):
    rows = [
        (year, f"Area {area}", 100 + area * 7 + int(year) % 5, 5000 + area * 111 + (3 if year == "2015" else 0))
        for year in ("2015", "2016", "2017")
        for area in range(6)
    ]
    frame = pd.DataFrame(rows, columns=["year", "area", "numerator", "denominator"])
    assert "The denominators of 2017 are those of 2016" in sentence(read(frame), "old denominators")
