"""tables.layouts, tables.tidy, tables.plain_layout: layouts: known by their columns, in any order and case; each to
the same tidy columns.
"""

import numpy as np
import pytest

from equityqi.tables import ReadError, read_table
from equityqi.tables.layouts import LAYOUTS

FINGERTIPS = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category"
    " Type,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8"
    " limit,Count,Denominator,Value note,Recent Trend,Compared to England value or percentiles,Compared to"
    " percentiles,Time period Sortable,New data,Compared to goal,Time period range\n"
)


def fingertips_row(area="Luton", code="E06000032", parent="", kind="", category="", period="2019", value="5", count="10",  # noqa: E501
                   denominator="200", note=""):  # fmt: skip
    return (
        f"1,Rate per 100 000,{parent},,{code},{area},UA,Persons,All ages,{kind},{category},{period},{value},,,,,"
        f"{count},{denominator},{note},,,,20190000,,,1y\n"
    )


@pytest.fixture
def read(tmp_path):
    def read(text, layout=None):
        file = tmp_path / "table.csv"
        file.write_text(text, encoding="utf-8")
        return read_table(file, layout)

    return read


def test_every_layout_has_its_own_name_and_says_what_it_is():
    assert all(name == layout.name and layout.title for name, layout in LAYOUTS.items())
    assert set(LAYOUTS) == {"simple", "fingertips", "openprescribing", "list-sizes", "emergency", "ons", "plain"}


def test_the_simple_layout_whatever_the_order_and_case(read):
    table = read("Denominator,IMD_quintile,MONTH,Numerator,ward\n12,1 (most deprived),Jan 2024,3,North\n")
    assert table.layout == "simple"
    assert list(table.frame.columns) == [
        "period_label",
        "start",
        "end",
        "kind",
        "group",
        "numerator",
        "denominator",
        "ward",
    ]
    assert table.frame.loc[0, ["period_label", "group", "numerator", "denominator", "ward"]].tolist() == [
        "Jan 2024", "1 (most deprived)", 3, 12, "North"]  # fmt: skip


def test_the_simple_layout_without_months_or_groups(read):
    assert list(read("group,numerator,denominator\nA,3,9\n").frame.columns) == ["group", "numerator", "denominator"]
    assert list(read("month,numerator,denominator\n2024-01,3,9\n").frame.columns)[:2] == ["period_label", "start"]


def test_fingertips_by_name_and_never_by_position(read):
    table = read(FINGERTIPS + fingertips_row() + fingertips_row("Bedford", "E06000055", value="6"))
    assert table.layout == "fingertips"
    assert table.frame["area"].tolist() == ["Luton", "Bedford"]
    assert table.frame["group"].tolist() == ["All", "All"]
    header, row = FINGERTIPS.strip().split(","), fingertips_row().strip().split(",")
    turned = read(",".join(header[::-1]).upper() + "\n" + ",".join(row[::-1]) + "\n")
    assert turned.layout == "fingertips"
    assert turned.frame["value"].tolist() == [5]


def test_fingertips_england_twice_is_england_once(read):
    table = read(
        FINGERTIPS + fingertips_row("England", "E92000001") + fingertips_row("England", "E92000001", "E92000001")
    )
    assert len(table.frame) == 1
    assert [(finding.kind, finding.where) for finding in table.findings] == [("doubled rows", "row 3")]


def test_fingertips_deciles_run_from_1_most_deprived(read):
    kind = "LSOA11 deprivation deciles in England (IMD2019)"
    words = [
        "Most deprived decile (IMD2019)",
        "Fifth less deprived decile (IMD2019)",
        "Least deprived decile (IMD2019)",
    ]
    rows = "".join(fingertips_row(kind=f'"{kind}\n"', category=word) for word in words)
    frame = read(FINGERTIPS + rows).frame
    assert frame["decile"].tolist() == [1, 6, 10]
    assert frame["group"].tolist() == ["Most deprived decile", "Fifth less deprived decile", "Least deprived decile"]
    assert frame["breakdown"].unique().tolist() == [kind]


def test_fingertips_minus_1_is_no_number_and_a_suppressed_count_is_1_to_7(read):
    note = "Value suppressed for disclosure control due to small count"
    frame = read(
        FINGERTIPS
        + fingertips_row(count="-1", denominator="-1")
        + fingertips_row(value="", count="", note=note)
        + fingertips_row(count="12")
    ).frame
    assert frame["numerator"].isna().tolist() == [True, True, False]
    assert frame["denominator"].isna().tolist() == [True, False, False]
    assert frame["numerator_lower"].tolist()[1:] == [1, 12]
    assert frame["numerator_upper"].tolist()[1:] == [7, 12]
    assert np.isnan(frame["numerator_upper"][0])
    assert frame["note"][1] == note
    assert "(-1)" in frame["note"][0]


@pytest.mark.parametrize(
    ("period", "kind"),
    [
        ("2019", "calendar year"),
        ("2019/20", "financial year"),
        ("2017 - 19", "pooled years"),
        ("2021/22 Q3", "quarter"),
        ("2016/17 - 20/21", "pooled years"),
    ],
)
def test_fingertips_periods(read, period, kind):
    assert read(FINGERTIPS + fingertips_row(period=period)).frame["kind"].tolist() == [kind]


def test_openprescribing(read):
    table = read(
        "measure,org_type,org_id,org_name,date,numerator,denominator,calc_value,percentile\n"
        "saba,practice,A81001,A Practice,2024-01-01,5,10,0.5,44.5\nsaba,practice,A81002,B Practice,2024-01-01,0,0,,\n"
    )
    assert table.layout == "openprescribing"
    assert table.frame["value"].isna().tolist() == [False, True]
    assert table.frame["note"].tolist() == ["", "value is missing: blank"]
    assert table.frame.loc[0, ["area", "area_code", "percentile"]].tolist() == ["A Practice", "A81001", 44.5]


def test_list_sizes_leave_postcodes_out_and_join_sex_and_age(read):
    table = read(
        "PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\n"
        "P,01JAN2021,GP,00L,A84002,NE65 7UW,FEMALE,5_9,120\nP,01JAN2021,GP,00L,A84002,NE65 7UW,MALE,95+,2\n"
    )
    assert table.layout == "list-sizes"
    assert table.frame["group"].tolist() == ["FEMALE, 5_9", "MALE, 95+"]
    assert table.frame["ccg_code"].tolist() == ["00L", "00L"]
    assert not table.frame.astype(str).apply(lambda column: column.str.contains("NE65")).any(axis=None)


ONS = """Table 3: Life expectancy by sex

Area code,Area name,Men,,,Women,,
,,Estimate,Lower limit,Significance,Estimate,Lower limit,Significance
East of England
E06000032,Luton,78.1,77.5,*,82.2,81.6,*
E06000055,Bedford,79.6,79.0,,83.1,82.5,
South East
E06000042,Milton Keynes,79.3,:,,[c],82.4,
Source: Office for National Statistics
"""


def test_ons_with_two_header_rows_sections_and_a_star_that_means_significant(read):
    table = read(ONS)
    frame = table.frame
    assert table.layout == "ons"
    assert table.titles == ("Table 3: Life expectancy by sex",)
    assert table.footnotes == ("Source: Office for National Statistics",)
    assert list(zip(frame["area"], frame["group"], strict=True))[:4] == [
        ("Luton", "Men"),
        ("Bedford", "Men"),
        ("Milton Keynes", "Men"),
        ("Luton", "Women"),
    ]
    assert frame["value"].tolist()[:5] == [78.1, 79.6, 79.3, 82.2, 83.1]
    assert np.isnan(frame["value"][5])
    assert frame["note"][5] == "value is suppressed: [c]"
    assert frame["section"].tolist() == ["East of England", "East of England", "South East"] * 2
    assert frame["lower_limit"].tolist()[:2] == [77.5, 79.0]


def test_ons_with_years_below(read):
    frame = read("Area,Men,,Women,\n,2018 - 20,2019 - 21,2018 - 20,2019 - 21\nLuton,1.5,2.5,3.5,4.5\n").frame
    assert frame["period_label"].tolist() == ["2018 to 2020", "2019 to 2021"] * 2
    assert frame["group"].tolist() == ["Men", "Men", "Women", "Women"]
    assert frame["value"].tolist() == [1.5, 2.5, 3.5, 4.5]


def test_anything_else_is_a_plain_table_with_what_was_understood(read):
    table = read(
        'Site,Month seen,People,Share,Code,Comment\nNorth,Jan 2024,"1,200",46.5%,0012,good\nSouth,Feb'
        " 2024,*,40%,0013,\n"
    )
    assert table.layout == "plain"
    frame = table.frame
    assert frame["period_label"].tolist() == ["Jan 2024", "Feb 2024"]
    assert frame["People"].tolist()[0] == 1200
    assert frame["People note"].tolist() == ["", "suppressed: *"]
    assert frame["People upper"].tolist() == [1200, 7]
    assert frame["Share"].tolist() == [46.5, 40]
    assert frame["Code"].tolist() == ["0012", "0013"]


def test_a_layout_can_be_asked_for_and_is_refused_in_a_sentence(read):
    text = "month,group,numerator,denominator\n2024-01,A,3,9\n"
    assert read(text, "plain").layout == "plain"
    with pytest.raises(ReadError, match="it has no column 'indicator name'"):
        read(text, "fingertips")
    with pytest.raises(ReadError, match="There is no layout called 'finger'"):
        read(text, "finger")
