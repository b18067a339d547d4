"""tables.reshape and its neighbours, by way of a look: layouts that people use and programs write."""

import pytest

from equityqi.owndata.look import look_at

MANY = [f"{month} 2025,{who},{x},100" for month in ("Jan", "Feb", "Mar") for who, x in (("Elm", 40), ("Oak", 60))]
HEAD = "Month,Ward,Seen,Invited"


def see(*rows, name="own.csv", **how):
    return look_at(name, "\n".join(rows).encode(), **how)


def ends(seen):
    return seen.gap and (seen.gap.worst, seen.gap.best, round(seen.gap.absolute.value, 1))


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch):
    monkeypatch.setattr("equityqi.owndata.telling.groups_picture", lambda *_: None)
    monkeypatch.setattr("equityqi.owndata.telling.gap_picture", lambda *_: None)


# Rows that are no counts


def test_headings_that_come_again_are_passed_over():
    seen = see(HEAD, *MANY[:2], HEAD, *MANY[2:4], HEAD.upper().title(), *MANY[4:])
    assert ends(seen) == ("Elm", "Oak", 20.0) and seen.groups["denominator"].tolist() == [300, 300]


def test_small_tables_below_each_other_are_one_table_with_the_time_above_each():
    block = ["Ward,Seen,Invited", "Elm,40,100", "Oak,70,100"]
    seen = see("2024/25,,", *block, ",,", "2025/26,,", *[row.replace("70", "60") for row in block])
    assert ends(seen) == ("Elm", "Oak", 20.0) and seen.period == "in 2025/26"


def test_two_tables_with_nothing_to_tell_them_apart_are_not_added_up():
    seen = see("Ward,Seen,Invited", "Elm,40,100", "Oak,70,100", ",,", "Ward,Seen,Invited", "Elm,10,100", "Oak,60,100")
    assert seen.gap is None and "in row 5 it says “Seen”" in seen.sentence


def test_a_thing_and_its_opposite_are_no_part_and_whole():
    assert "apart" not in see("Status,Elm,Oak", "Registered,300,200", "Not registered,20,30").sentence


def test_a_row_that_says_in_what_each_column_counts_is_passed_over():
    assert ends(see(HEAD, ",,(number),n", *MANY)) == ("Elm", "Oak", 20.0)


def test_a_column_that_numbers_the_rows_does_not_make_them_people():
    months = [f"{month} 20{year}" for year in (24, 25) for month in "Jan Feb Mar Apr May Jun".split()]
    rows = [f"{month},{who},{x},100" for month in months for who, x in (("Elm", 40), ("Oak", 60))]
    numbered = [f"{row},{at}" for at, row in enumerate(rows, 1)]
    assert ends(see(f"{HEAD},Row number", *numbered)) == ("Elm", "Oak", 20.0)
    assert see(f"{HEAD},Patient no", *numbered).gap is None


@pytest.mark.parametrize("mark, least", [("2 to 6", 2), ("1–7", 1), ("3-9", 3)])
def test_two_numbers_with_a_dash_hide_a_count_between_them(mark, least):
    rows = [f"{month} 2025,{who},{x},50" for month in ("Jan", "Feb", "Mar", "Apr")
            for who, x in (("Elm", mark if month == "Jan" else 10), ("Oak", 30))]  # fmt: skip
    seen = see(HEAD, *rows)
    assert seen.bounds and seen.bounds[1] == round(60 - 100 * (30 + least) / 200, 2)


def test_age_bands_stay_groups():
    assert ends(see("Age,Seen,Invited", "18-39,30,100", "40-64,40,100", "65+,50,100")) == ("18-39", "65+", 20.0)


# Numbers in one cell, in rows, side by side


@pytest.mark.parametrize(
    "head, one, other",
    [("Ward,Seen / invited", "Elm,40/100", "Oak,60/100"),
     ("Ward,Seen of invited", "Elm,40 of 100 (40%)", "Oak,60 of 100 (60%)"),
     ("Ward,Seen (%),Invited", "Elm,40 (40.0%),100", "Oak,60 (60.0%),100")],
)  # fmt: skip
def test_two_numbers_in_a_cell_are_taken_apart(head, one, other):
    assert ends(see(head, one, other)) == ("Elm", "Oak", 20.0)


def test_financial_years_are_not_two_numbers():
    rows = ["2024/25,Elm,10,100", "2024/25,Oak,90,100", "2025/26,Elm,40,100", "2025/26,Oak,60,100"]
    assert see("Year,Ward,Seen,Invited", *rows).period == "in 2025/26"


@pytest.mark.parametrize(
    "heading, yes, no",
    [("Outcome", "Attended", "Not attended"), ("Reviewed?", "Yes", "No"), ("Status", "Met", "Not met")],
)
def test_a_thing_and_its_opposite_on_rows_are_parts_of_one_whole_for_each_group(heading, yes, no):
    rows = [f"Elm,{yes},40", f"Elm,{no},60", f"Oak,{yes},120", f"Oak,{no},80"]
    seen = see(f"Ward,{heading},Number", *rows)
    assert ends(seen) == ("Elm", "Oak", 20.0) and seen.groups["denominator"].tolist() == [100, 200]


def test_those_who_were_and_those_who_were_not_add_up_to_the_whole():
    assert ends(see("Ward,Seen,Still to see,Invited", "Elm,40,60,100", "Oak,60,40,100")) == ("Elm", "Oak", 20.0)


def test_groups_side_by_side_with_a_kind_of_number_on_each_row_are_turned():
    assert ends(see(",Elm,Oak,Fir", "Invited,100,200,100", "Came,40,90,60", "%,40.0,45.0,60.0")) == ("Elm", "Fir", 20.0)


def test_a_percentage_beside_each_group_s_counts_is_passed_over():
    seen = see(
        "Month,Elm: Seen,Elm: Invited,Elm: % seen,Oak: Seen,Oak: Invited,Oak: % seen", "May 2025,40,100,40,60,100,60"
    )
    assert ends(seen) == ("Elm", "Oak", 20.0)


def test_of_a_time_in_a_heading_all_of_it_is_read():
    heads = [f"2025_{month}: {kind}" for month in ("03", "04", "05") for kind in ("Seen", "Invited")]
    seen = see(",".join(["Ward", *heads]), "Elm,40,100,40,100,10,50", "Oak,60,100,60,100,40,50")
    assert seen.period == "from Mar 2025 to May 2025" and ends(seen) == ("Elm", "Oak", 28.0)


# Fingertips

TIPS = (
    "Indicator Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,Value,Count,Denominator,"
    "Value note"
)


def tip(area, kind, split, name, count, sex="Persons"):
    return f"Uptake of a visit,X,{area},{kind},{sex},65+,{split},{name},2023/24,{count / 10},{count},1000,"


def test_fingertips_is_read_by_its_parts_where_england_stands_beside_them():
    fifths = [
        tip("England", "England", "Fifths", f"{name} fifth (IMD2019)", x) for name, x in (("First", 300), ("Last", 500))
    ]
    seen = see(TIPS, tip("England", "England", "", "", 420), *fifths)
    assert ends(seen) == ("First fifth (IMD2019)", "Last fifth (IMD2019)", 20.0) and "1 row of other ways" in str(seen)
    areas = [tip(name, "Region", "", "", x) for name, x in (("London region", 300), ("South West region", 500))]
    seen = see(TIPS, tip("England", "England", "", "", 420), *areas)
    assert ends(seen) == ("London region", "South West region", 20.0)


def test_fingertips_split_in_two_ways_is_asked_about():
    rows = [tip("England", "England", "Fifths", name, x) for name, x in (("First", 300), ("Last", 500))]
    rows += [tip("England", "England", "Ethnicity", name, x) for name, x in (("Black", 310), ("White", 490))]
    (ask,) = see(TIPS, *rows).asks
    assert ask.role == "rows" and ask.options == ("Only Fifths", "Only Ethnicity")
    assert ends(see(TIPS, *rows, choose={"rows": "Only Ethnicity"})) == ("Black", "White", 18.0)
