"""tables.reshape and its neighbours, by way of a look: layouts that people use and programs write."""

import io

import openpyxl
import pytest

from equityqi.owndata.look import look_at
from equityqi.tables import ReadError

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


@pytest.mark.parametrize("title", [(), ("Reviews in our districts",)])
def test_a_table_of_one_month_across_is_read_where_a_column_says_what_each_number_is(title):
    rows = ["North,Seen,40", "North,Invited,100", "South,Seen,60", "South,Invited,100"]
    seen = see(*title, "District,Figure,Apr 2025", *rows)
    assert ends(seen) == ("North", "South", 20.0) and seen.period == "in Apr 2025"


def test_a_table_of_one_month_that_says_no_more_is_refused_with_the_column_that_counts():
    told = see("District,Apr 2025", "North,40", "South,60").sentence
    assert "“Apr 2025” is the only column of counts" in told and "header" not in told


def test_a_table_without_headings_is_still_told_so():
    with pytest.raises(ReadError, match="no header"):
        see("Apr 2025,North,100", "Apr 2025,South,100")


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


# ---- What a workbook does not show, and files that programs write ----


def workbook(rows, change=lambda sheet: None, others=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title in others:
        book.create_sheet(title).append(["See the other sheet"])
    change(book.active)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


WARDS = [["ward", "asked", "screened"], ["Ash", 200, 60], ["Elm", 200, 90], ["Oak", 200, 110], ["Yew", 200, 70]]


def findings(data, kind, name="own.xlsx", **how):
    return [finding.sentence for finding in look_at(name, data, better=1, **how).findings if finding.kind == kind]


@pytest.mark.parametrize("others", [(), ("Notes",)])
def test_hidden_rows_that_were_read_are_said_with_their_groups(others):
    def hide(sheet):
        for row in (2, 4, 5):
            sheet.row_dimensions[row].hidden = True

    (said,) = findings(workbook(WARDS, hide, others), "hidden rows")
    assert "3 rows are hidden in Excel (row 2 and rows 4 to 5: Ash, Oak, Yew)" in said


def test_a_hidden_column_that_was_read_is_said_and_an_empty_one_is_not():
    def hide(sheet):
        sheet.column_dimensions["B"].hidden = sheet.column_dimensions["F"].hidden = True

    (said,) = findings(workbook(WARDS, hide), "hidden columns")
    assert said.startswith("Column B is hidden in Excel, and was read like the others.")


def test_where_nothing_is_hidden_nothing_is_said():
    data = workbook(WARDS)
    assert not findings(data, "hidden rows") and not findings(data, "hidden columns")
    assert not findings(b"ward,asked,screened\nAsh,200,60\nElm,200,90\n", "hidden rows", "own.csv")


def test_some_formulas_that_were_never_calculated_are_said_where_the_rest_can_be_read():
    rows = [*WARDS[:2], ["Elm", 200, "=45+45"], *WARDS[3:]]
    (said,) = findings(workbook(rows), "never calculated")
    assert "we read them as blank. Open it in Excel, save it" in said and not findings(
        workbook(WARDS), "never calculated"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_utf_16_without_its_mark_is_read(encoding, mark):
    text = "ward,asked,screened\nÅsgård,200,60\nElm,200,90\n".replace(",", mark)
    assert [round(share, 1) for share in look_at("own.txt", text.encode(encoding), better=1).groups["value"]] == [
        30,
        45,
    ]


@pytest.mark.parametrize("figures", [("Screened", "Asked"), ("Asked", "Screened")])
def test_months_side_by_side_with_each_group_named_once(figures):
    rows = ["District,Figure,Apr 2025,May 2025,Jun 2025"]
    for name, counts in (("Hill", (20, 21, 19)), ("Dale", (40, 42, 44)), ("Moor", (30, 30, 30))):
        lines = {"Screened": counts, "Asked": (100, 110, 90)}
        for at, what in enumerate(figures):
            rows.append(",".join(map(str, [name if not at else "", what, *lines[what]])))
    seen = look_at("own.csv", "\n".join(rows).encode(), better=1)
    assert (seen.gap.worst, seen.gap.best, round(seen.gap.absolute.value, 1)) == ("Hill", "Dale", 22.0)
    assert any("each name is written once, above its rows of “Figure”" in finding.sentence for finding in seen.findings)


def test_a_blank_name_that_may_be_people_not_recorded_is_not_filled_down():
    rows = [
        f"{name},{what},{count},{count}"
        for name, counts in (("Hill", (20, 100)), ("Dale", (40, 100)), ("", (1, 90)))
        for what, count in zip(("Screened", "Asked"), counts, strict=True)
    ]
    seen = see("District,Figure,Apr 2025,May 2025", *rows, better=1)
    assert not any("take the name above" in finding.sentence for finding in seen.findings)
    assert seen.gap is None or {seen.gap.worst, seen.gap.best} == {"Hill", "Dale"}


def test_eleven_groups_side_by_side_in_a_pivot_table_are_read():
    names = [f"Ward {letter}" for letter in "ABCDEFGHIJK"]
    heads = [",".join(["", *(f"{name}," for name in names)]), "Row Labels" + ",Sum of seen,Sum of asked" * 11]
    rows = [
        ",".join([month, *(f"{30 + at + step},{100 + at}" for at in range(11))])
        for step, month in enumerate(("Jan 2026", "Feb 2026"))
    ]
    seen = see(*heads, *rows, better=1, groups=("Ward A", "Ward K"))
    assert seen.groups["numerator"].tolist() == [61 + 2 * at for at in range(11)]
    assert ends(seen) == ("Ward A", "Ward K", 6.3)
