"""tables.layouts, tables.published, tables.ons: real downloads, one of each layout that people have: the rows, the
layout and what stands out.
"""

from pathlib import Path

import pytest

from equityqi.tables import ReadError, read_table

REAL = Path(__file__).parents[3] / "shared" / "data" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="../shared is not here, so its real files cannot be read")

# file: layout, rows, the kinds of finding in order
FILES = {
    "derived_blmk_census2021_ethnicity_broad.csv": ("plain", 5, []),
    "derived_blmk_lsoa11_imd2019_pop2020.csv": ("plain", 533, ["direction unclear", "direction unclear"]),
    "fingertips_api_93553_imd2019_gp_BLMK_subset.csv": (
        "fingertips",
        98,
        ["doubled rows", "several kinds of area type"],
    ),
    "fingertips_ui_campylobacter_ctyua_2015-17.csv": (
        "fingertips",
        852,
        [
            "note",
            "note",
            "note",
            "breakdown rows",
            "several kinds of age",
            "several kinds of area type",
            "deciles of authorities",
            "old denominators",
        ],
    ),
    "fingertipsnext_categories.csv": ("plain", 120, ["deciles of areas and authorities", "direction reversed"]),
    "healthyr_england_icb_accidents_emergency.csv": (
        "emergency",
        1680,
        ["fraction, not percentage", "unlikely 0", "copied values", "step that others do not share"],
    ),
    "nhsdigital_gp-reg-pat-prac-all_jan2021.csv": ("list-sizes", 6658, ["tiny lists"]),
    "nhsdigital_qof_PCA_REFERENCE.csv": ("plain", 173, ["encoding"]),
    "nhsdigital_qof_schema_ACHIEVEMENT.csv": ("plain", 253, ["blank columns"]),
    "nhsdigital_qof_schema_PREVALENCE.csv": ("plain", 42, ["blank columns"]),
    "nhsrdatasets_LOS_model.csv": ("plain", 300, []),
    "openprescribing_fixture_EPD_201601.csv": ("plain", 11, ["blank columns"]),
    "openprescribing_measures_ktt9_antibiotics_practice_2014-19.csv": (
        "openprescribing",
        5760,
        ["missing numbers", "denominator 0", *["step that others do not share"] * 4],
    ),
}
REFUSED = ("openprescribing_fixture_PDPI_noheader.csv", "openprescribing_fixture_epraccur_noheader.csv")


def sentences(table, kind):
    return [finding.sentence for finding in table.findings if finding.kind == kind]


def test_no_file_is_left_out():
    assert {path.name for path in REAL.glob("*.csv")} == {*FILES, *REFUSED}


@pytest.mark.parametrize("name", FILES)
def test_layout_rows_and_findings(name):
    table = read_table(REAL / name)
    assert (table.layout, len(table.frame), [finding.kind for finding in table.findings]) == FILES[name]
    assert table.frame.columns.is_unique


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_without_a_header_gives_one_sentence(name):
    with pytest.raises(ReadError, match=f"^{name} seems to have no header: row 1 already holds data"):
        read_table(REAL / name)


def test_emergency_copied_months_and_a_change_of_definition():
    table = read_table(REAL / "healthyr_england_icb_accidents_emergency.csv")
    assert "Feb 2024 = Feb 2025; Mar 2024 = Mar 2025" in sentences(table, "copied values")[0]
    (step,) = sentences(table, "step that others do not share")
    assert step.startswith("Between May 2023 and Jun 2023 8 of 42")
    assert "E54000024" in step  # Bedfordshire, Luton and Milton Keynes
    blmk = table.frame[table.frame["area"] == "E54000024"].set_index("period_label")
    over = blmk["numerator"] / blmk["denominator"]
    assert round(100 * (1 - over["May 2023"]), 1) == 90.9
    assert round(100 * (1 - over["Jun 2023"]), 1) == 77.1


def test_fingertips_headline_count_is_a_third_of_the_naive_sum():
    frame = read_table(REAL / "fingertips_ui_campylobacter_ctyua_2015-17.csv").frame
    england = frame[(frame["area"] == "England") & (frame["period_label"] == "2015")]
    headline = england[(england["breakdown"] == "") & (england["age"] == "All ages")]
    assert england["numerator"].sum() == 170_490
    assert headline["numerator"].tolist() == [51_897]
    assert frame["value"].isna().sum() == 10
    assert sorted(frame["decile"].dropna().unique()) == list(range(1, 11))


def test_openprescribing_blank_is_not_0():
    table = read_table(REAL / "openprescribing_measures_ktt9_antibiotics_practice_2014-19.csv")
    frame = table.frame
    assert frame["value"].isna().sum() == (frame["denominator"] == 0).sum() == 341
    assert ((frame["denominator"] == 0) & (frame["numerator"] > 0)).sum() == 6
    (zero,) = sentences(table, "denominator 0")
    assert "341 rows" in zero


def test_list_sizes_keep_no_postcode():
    frame = read_table(REAL / "nhsdigital_gp-reg-pat-prac-all_jan2021.csv").frame
    assert frame["value"].min() == 1
    assert frame["kind"].unique().tolist() == ["month"]
    assert "00L" in set(frame["ccg_code"])
    assert not any("postcode" in column.casefold() for column in frame.columns)


def test_windows_text_keeps_its_apostrophe():
    frame = read_table(REAL / "nhsdigital_qof_PCA_REFERENCE.csv").frame
    assert frame["DESCRIPTION"].str.contains("’").any()


def test_a_month_with_an_underscore():
    frame = read_table(REAL / "openprescribing_fixture_EPD_201601.csv").frame
    assert frame["period_label"].unique().tolist() == ["Jan 2016"]
    assert frame["ITEMS"].sum() > 0
