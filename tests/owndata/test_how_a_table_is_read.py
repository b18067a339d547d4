"""owndata.look, tables.roles and its neighbours: which column is what, which rows are groups; a question, or a refusal
with its reason, where that is not sure. Never a wrong gap.
"""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from equityqi.owndata.look import look, look_at
from equityqi.tables import ReadError

FOUND = Path(__file__).parents[3] / "shared" / "found" / "tables"
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def see(text, better=1, **how):
    return look_at("own.csv", text.encode(), better=better, **how)


def ends(seen):
    """The two ends of the gap and its size; None where none is told."""
    return seen.gap and (seen.gap.worst, seen.gap.best, round(seen.gap.absolute.value, 1))


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch):
    """What is drawn has tests of its own, and takes most of the time."""
    monkeypatch.setattr("equityqi.owndata.telling.groups_picture", lambda *_: None)
    monkeypatch.setattr("equityqi.owndata.telling.gap_picture", lambda *_: None)


ROWS = [["Quarter", "Sex", "Screened", "Invited"], ["2024 Q1", "Men", 210, 700], ["2024 Q1", "Women", 455, 910]]


# The reading that is shown


def test_the_reading_says_what_each_column_is_and_what_was_left_out():
    rows = ["month ending,Main language,offered,came,came %"]
    for month in MONTHS:
        rows += [
            f"{month} 2025,English,200,120,60.0",
            f"{month} 2025,Bengali,90,27,30.0",
            f"{month} 2025,Not asked,30,9,30.0",
        ]
        rows += [f"{month} 2025,All languages,320,156,48.8"]
    seen = see("\n".join(rows))
    assert str(seen.reading) == (
        "I read rows 2 to 49. Group: Main language (2 groups, 1 not recorded). Period: month ending (12 months,"
        " Jan 2025"
        " to Dec 2025). How many: came. Out of how many: offered. Left out: 12 total rows (All languages)."
    )
    assert str(seen.reading) in str(seen) and ends(seen) == ("Bengali", "English", 30.0)
    assert dict(seen.reading.columns)["came"] == "count" and dict(seen.reading.columns)["came %"] == ""


# Roles


@pytest.mark.parametrize(
    "heading",
    ["Ethnic category", "IMD 2019 fifth", "Local authority", "Trust", "Ward", "Disability", "Region", "x", "Team name"],
)
def test_the_group_is_found_under_any_heading(heading):
    seen = see(f"{heading},reviewed,eligible\nHeath,120,400\nMoor,260,500\n")
    assert ends(seen) == ("Heath", "Moor", 22.0)


@pytest.mark.parametrize(
    "heading",
    "seen_pct|DNA_rate|rate_per_1000|imd_rank|hle_pct|coverage|mean_age|median_wait_days|meanScore|Performance|days".split(
        "|"
    ),
)
def test_what_is_no_count_is_never_read_as_one(heading):
    seen = see(f"group,{heading},eligible\nA,62,410\nB,45,120\nC,51,300\n")
    assert seen.gap is None and seen.draft_aim is None and heading in seen.sentence


def test_whole_numbers_of_uptake_may_be_percentages():
    seen = see("ethnicity,uptake,eligible\nA,62,410\nB,45,120\n")
    assert seen.gap is None and "or a percentage?" in seen.sentence
    assert ends(see("ethnicity,number taking up,eligible\nA,62,410\nB,45,120\n", choose={"count": "number taking up"}))


def test_groups_of_two_breakdowns_are_not_compared_with_each_other():
    rows = "Sex,Male,40,100|Sex,Female,60,110|Ethnicity,Black,30,90|Ethnicity,White,70,120".replace("|", "\n")
    (ask,) = see(f"breakdown,group,seen,invited\n{rows}\n").asks
    assert ask.options == ("Sex", "Ethnicity")
    assert ends(see(f"breakdown,group,seen,invited\n{rows}\n", choose={"measure": "Sex"})) == ("Male", "Female", 14.5)


def test_flags_and_running_numbers_are_no_counts():
    text = "site,on plan,row,registered\nElm,0,1,300\nOak,1,2,500\nAsh,1,3,420\nFir,0,4,380\n"
    assert see(text).gap is None and "only 0 and 1" in see(text).sentence


def test_two_columns_of_numbers_that_do_not_say_what_they_are_get_a_question():
    seen = see("group,first,second\nA,40,180\nB,90,210\n")
    assert seen.gap is None and seen.aim is None and [ask.role for ask in seen.asks] == ["count", "of"]
    assert ends(see("group,first,second\nA,40,180\nB,90,210\n", choose={"count": "first", "of": "second"})) == (
        "A",
        "B",
        20.6,
    )


def test_a_percentage_beside_the_counts_settles_which_they_are():
    text = "group,invited,booked,came,came of those booked %\nA,200,160,40,25\nB,220,180,90,50\n"
    assert ends(see(text)) == ("A", "B", 25.0) and "Out of how many: booked" in str(see(text))


def test_two_columns_that_could_be_the_group_get_a_question():
    text = "sex,ethnicity,seen,invited\nF,Black,40,100\nM,Black,30,90\nF,White,70,120\nM,White,60,130\n"
    (ask,) = see(text).asks
    assert (ask.role, ask.options) == ("group", ("sex", "ethnicity")) and see(text).draft_aim is None
    assert ends(see(text, choose={"group": "ethnicity"})) == ("Black", "White", 15.2)


def test_a_column_that_is_not_there_is_said():
    with pytest.raises(ReadError, match="no column called “ward”. The columns are: group, seen, invited"):
        see("group,seen,invited\nA,40,100\nB,30,90\n", choose={"group": "ward"})


@pytest.mark.parametrize("heading", ["reporting month", "week commencing", "month ending", "when", "snapshot"])
def test_the_period_is_found_under_any_heading(heading):
    rows = [f"{heading},group,numerator,denominator"]
    for year, black in ((2023, 30), (2024, 57)):
        rows += [
            f"{month} {year},{group},{x},103" for month in MONTHS for group, x in (("White", 61), ("Black", black))
        ]
    seen = see("\n".join(rows))
    assert ends(seen) == ("Black", "White", 3.9) and seen.period == "from Jan 2024 to Dec 2024"


def test_a_year_and_its_month_in_two_columns_are_one_period():
    rows = ["Financial year,Month,Sex,seen,invited"]
    rows += [f"2024/25,{m},{sex},{x},200" for m in ("March", "April") for sex, x in (("Men", 90), ("Women", 110))]
    assert see("\n".join(rows)).period == "from Apr 2024 to Mar 2025"


def test_months_beside_their_own_year_are_read_without_it():
    rows = "Jan 2023,A,44,110|Jan 2023,B,21,70|Feb 2023,A,50,120|Feb 2023,B,20,80|2023,A,94,230|2023,B,41,150"
    seen = see("period,group,numerator,denominator\n" + rows.replace("|", "\n"))
    assert ends(seen) == ("B", "A", 13.5) and "2 rows of longer times" in str(seen.reading)


@pytest.mark.parametrize(
    "labels",
    [
        ("To June 2024", "To June 2025"),
        ("2023/24 [r]", "2024/25 [p]"),
        ("Jul 2023 to Jun 2024", "Jul 2024 to Jun 2025"),
    ],
)
def test_years_in_other_words_are_read_and_the_last_one_counts(labels):
    rows = [
        f"{label},{group},{x},130"
        for label, x in zip(labels, (20, 40), strict=True)
        for group, x in (("A", x), ("B", 70))
    ]
    assert ends(see("time,group,numerator,denominator\n" + "\n".join(rows))) == ("A", "B", 23.1)


def test_a_month_written_as_its_last_day_is_a_month_and_quarters_make_a_year():
    days = "31/01/2025 28/02/2025 31/03/2025".split()
    rows = [f"{day},{group},{x},100" for day in days for group, x in (("A", 31), ("B", 52))]
    assert "3 months, Jan 2025 to Mar 2025" in str(see("census date,group,numerator,denominator\n" + "\n".join(rows)))
    rows = [f"2024/25 Q{q},{group},{x},100" for q in (1, 2, 3, 4) for group, x in (("A", 20 + q), ("B", 52))]
    assert see("q,group,numerator,denominator\n" + "\n".join(rows)).groups["denominator"].tolist() == [400, 400]


def test_times_that_cannot_be_read_are_never_added_up():
    seen = see("period,ethnicity,seen,invited\nWave 1,A,10,100\nWave 1,B,60,110\nWave 2,A,50,90\nWave 2,B,60,120\n")
    serial = see("month,group,seen,invited\n45292,A,10,100\n45292,B,60,110\n45323,A,50,90\n45323,B,60,120\n")
    assert serial.gap is None and "45292" in serial.sentence
    assert seen.gap is None and "“Wave 1”" in seen.sentence and "“period”" in seen.sentence


# Rows that are no groups


UNKNOWN = (
    "Z|99|NULL|(blank)|Undisclosed|Not asked|Unspecified|Unclassified|No data|No ethnicity|Not"
    " applicable|#N/A|Withheld|"
    "Invalid|Unmapped|Unassigned|Not disclosed|Did not answer|Information not yet obtained||n/k|Prefer not to say"
).split("|")


@pytest.mark.parametrize("word", UNKNOWN)
def test_people_whose_group_is_not_recorded_are_never_an_end_of_the_gap(word):
    seen = see(f"ethnicity,numerator,denominator\nIndian,410,900\nPakistani,333,850\n{word},11,600\n")
    assert ends(seen) == ("Pakistani", "Indian", 6.4) and len(seen.reading.unknown) == 1
    assert "nobody not recorded" not in [found.kind for found in seen.findings]


def test_the_sex_that_is_not_specified_is_not_recorded():
    assert ends(see("sex,seen,invited\n1,40,100\n2,60,110\n9,10,90\n")) == ("1", "2", 14.5)


@pytest.mark.parametrize("name", ["Not disabled", "No fixed abode", "None needed", "Other", "Zulu"])
def test_a_group_that_only_sounds_like_not_recorded_stays_one(name):
    assert ends(see(f"group,numerator,denominator\nDisabled,90,300\n{name},200,400\nA third,140,350\n"))[1] == name


TOTALS = (
    "Wales|Scotland|UK|National|All ethnicities|All groups|Trust total|Overall total|Sub-total|TOTAL*|Whole PCN|Both"
).split("|")


@pytest.mark.parametrize("word", TOTALS)
def test_everybody_together_is_no_group_under_any_name(word):
    seen = see(f"group,numerator,denominator\nHill,411,1003\nDale,37,101\n{word},448,1104\n")
    assert list(seen.groups["group"]) == ["Hill", "Dale"] and word in str(seen.reading)


def test_a_sum_of_other_rows_is_no_group_and_nations_are_groups():
    seen = see("group,numerator,denominator\nElm,411,1003\nOak,37,101\nOur borough,448,1104\nFir,71,180\n")
    assert "Our borough" not in list(seen.groups["group"]) and len(seen.groups) == 3
    nations = see("nation,numerator,denominator\nEngland,4110,9003\nWales,370,1010\nScotland,520,1204\n")
    assert ends(nations) == ("Wales", "England", 9.0)


def test_a_sum_that_may_be_chance_is_asked():
    text = "group,numerator,denominator\nA,40,100\nB,20,100\nC,60,200\nD,90,150\n"
    (ask,) = see(text).asks
    assert ask.role == "rows" and ask.options == ("Leave out C", "Keep C as a group")
    assert len(see(text, choose={"rows": "Keep C as a group"}).groups) == 4
    assert len(see(text, choose={"rows": "Leave out C"}).groups) == 3


def test_totals_in_another_column_are_not_added_to_their_parts():
    rows = [
        f"{row},{age},{counts}"
        for row, some in (("A", ("31,80", "42,95", "73,175")), ("B", ("50,90", "33,70", "83,160")))
        for age, counts in zip(("under 65", "65+", "All ages"), some, strict=True)
    ]
    seen = see("group,age,numerator,denominator\n" + "\n".join(rows))
    assert seen.groups["denominator"].tolist() == [175, 160] and "All ages" in str(seen)


def test_parts_of_one_whole_are_no_gap():
    for names in (("Carer", "Not a carer"), ("Attended", "Did not attend")):
        seen = see(f"status,n,all\n{names[0]},412,2900\n{names[1]},2488,2900\n")
        assert seen.gap is None and seen.aim is None and "parts of one whole" in seen.sentence


def test_two_spellings_of_one_group_are_one():
    rows = "East  Hill,40,100|east hill,44,100|EAST HILL,42,100|West,20,100|West,21,100|West,19,100".split("|")
    seen = see(
        "month,group,numerator,denominator\n" + "\n".join(f"{MONTHS[i % 3]} 2024,{row}" for i, row in enumerate(rows))
    )
    assert round(seen.gap.absolute.value, 1) == 22.0 and len(seen.groups) == 2
    assert "We read “east hill”" in str(seen)


def test_merged_cells_are_filled_down_and_a_blank_group_is_not():
    rows = [["Area", "Month", "Seen", "Invited"]]
    for area, seen_of in (("North", (50, 30, 13)), ("South", (60, 61, 62))):
        rows += [[area if not at else None, f"{MONTHS[at]} 2024", x, 100] for at, x in enumerate(seen_of)]
    seen = look_at("merged.xlsx", workbook(Data=rows))
    assert ends(seen) == ("North", "South", 30.0) and "4 blank cells of “Area”" in str(seen)
    assert ends(see("month,who,seen,invited\nJan 2024,A,40,100\nJan 2024,B,60,100\nJan 2024,,3,90\n")) == (
        "A",
        "B",
        20.0,
    )


def test_merged_months_are_filled_down():
    rows = [
        ["Month", "Group", "Seen", "Due"],
        ["May 2025", "A", 20, 90],
        [None, "B", 50, 100],
        ["Jun 2025", "A", 22, 80],
        [None, "B", 52, 100],
    ]
    assert ends(look_at("months.xlsx", workbook(Data=rows))) == ("A", "B", 26.3)


def test_excel_s_dates_are_turned_back_to_age_bands():
    seen = see("age band,numerator,denominator\n04-Jan,60,130\n09-May,30,120\nNov-15,35,110\n16-17,50,100\n")
    assert list(seen.groups["group"]) == ["1-4", "5-9", "11-15", "16-17"] and "09-May is 5-9" in str(seen)


def test_groups_are_named_as_the_file_has_them():
    assert ends(see("imd_decile,given,eligible\n" + "".join(f"{n},{500 + 20 * n},1000\n" for n in range(1, 11))))[
        :2
    ] == ("1", "10")


# Hidden counts


def test_hidden_counts_leave_a_range_and_no_aim():
    rows = [
        f"{MONTHS[m]} 2024,{who},{x},{n}"
        for m in range(4)
        for who, x, n in (("Small", "*" if m % 2 else 8, 30), ("Large", 50, 100))
    ]
    seen = see("month,group,numerator,denominator\n" + "\n".join(rows))
    assert seen.gap is None and seen.draft_aim is None and seen.bounds == (25.0, 35.0)
    assert "Small: between 15.0% and 25.0%" in seen.sentence


@pytest.mark.parametrize("heading", ["Uptake", "Attendance", "Take-up"])
def test_whole_numbers_that_may_be_percentages_are_asked_about(heading):
    text = f"Ward,{heading},Eligible\nElm,45,300\nOak,62,310\nFir,71,320\n"
    (ask,) = see(text).asks
    assert (ask.role, ask.options) == ("count", (heading,)) and "or a percentage?" in ask.sentence
    assert ends(see(text, choose={"count": heading})) == ("Elm", "Fir", 7.2)


@pytest.mark.parametrize(
    "names",
    [("Seen (2024/25)", "Invited (2024/25)", "Seen (2025/26)", "Invited (2025/26)"),
     ("Seen [24/25]", "Invited [24/25]", "Seen [25/26]", "Invited [25/26]")],
)  # fmt: skip
def test_years_in_brackets_behind_a_heading_are_years(names):
    seen = see(f"Ward,{','.join(names)}\nElm,10,100,40,100\nOak,20,100,60,100\n")
    assert ends(seen) == ("Elm", "Oak", 20.0) and seen.period == "in 2025/26"


def test_groups_in_brackets_behind_a_heading_are_groups():
    seen = see("Month,Seen (Men),Invited (Men),Seen (Women),Invited (Women)\nMay 2025,40,100,60,100\n")
    assert ends(seen) == ("Men", "Women", 20.0)


def test_times_that_are_told_in_other_words_are_read():
    rows = "May-2025 r,A,40,100|May-2025 r,B,60,100|12 months,A,1,100|12 months,B,99,100".replace("|", "\n")
    assert ends(see("Month,group,seen,invited\n" + rows)) == ("A", "B", 20.0)
    years = "24/25,A,1,100|24/25,B,99,100|25/26,A,40,100|25/26,B,60,100".replace("|", "\n")
    assert see("Year,group,seen,invited\n" + years).period == "in 2025/26"


def test_counts_of_the_year_so_far_are_not_added_up_where_the_times_say_so():
    rows = "YTD to Apr 2025,A,20,100|YTD to Apr 2025,B,30,100|YTD to May 2025,A,80,200|YTD to May 2025,B,120,200"
    seen = see("Period,group,seen,invited\n" + rows.replace("|", "\n"))
    assert ends(seen) == ("A", "B", 20.0) and seen.period == "in May 2025"


BLANK = "Jan 2024,A,40,100|Jan 2024,B,60,100|Feb 2024,A,{},100|Feb 2024,B,90,100"


@pytest.mark.parametrize("nothing", ["", "..", "[x]", "n/a", "NULL"])
def test_a_month_that_one_group_lacks_is_asked_about_and_then_left_out_for_every_group(nothing):
    text = "month,group,numerator,denominator\n" + BLANK.format(nothing).replace("|", "\n")
    (ask,) = see(text).asks
    assert ask.role == "rows" and ask.options == ("Compare only the times that all groups have", "Leave out A")
    assert "A count of A is missing in Feb 2024" in ask.sentence and see(text).gap is None
    assert ends(see(text, choose={"rows": ask.options[0]})) == ("A", "B", 20.0)


def test_only_the_groups_that_lack_a_count_in_the_latest_year_are_asked_about_and_left_out():
    """B has no count in 2023 and A has none in 2024: it is A whose latest year is not known."""
    lines = [f"{month} {year},{who},{'' if (who, year, month) in gone else n},100" for year in (2023, 2024)
             for month in MONTHS for gone in [{("B", 2023, "Mar"), ("A", 2024, "Feb")}]
             for who, n in (("A", 10), ("B", 40), ("C", 60))]  # fmt: skip
    text = "\n".join(["month,group,seen,invited", *lines])
    [ask] = see(text).asks
    assert ask.options[
        1
    ] == "Leave out A" and "A count of A is missing in Feb 2024, so we don’t know the latest year of that group" in (
        ask.sentence
    )
    seen = see(text, choose={"rows": "Leave out A"})
    assert ends(seen) == ("B", "C", 20.0) and seen.period == "from Jan 2024 to Dec 2024"


def test_a_month_that_nobody_has_yet_or_that_is_past_is_left_out_unasked():
    none = BLANK.format("..").replace("B,90", "B,..").replace("|", "\n")
    assert ends(see("month,group,numerator,denominator\n" + none)) == ("A", "B", 20.0)
    past = [f"{month} 2024,{who},{x},100" for month in MONTHS for who, x in (("A", 40), ("B", 60))]
    text = "\n".join(["month,group,numerator,denominator", "Dec 2023,A,..,100", "Dec 2023,B,60,100", *past])
    assert ends(see(text)) == ("A", "B", 20.0)


def test_a_hidden_number_of_people_has_no_bounds():
    rows = "Jan 2024,A,40,100|Jan 2024,B,60,100|Feb 2024,A,*,*|Feb 2024,B,90,100".replace("|", "\n")
    seen = see("month,group,numerator,denominator\n" + rows)
    assert [ask.role for ask in seen.asks] == ["rows"] and seen.gap is None and seen.bounds is None


# What may not be added up over time


def by_month(of, counts, head="numerator,denominator"):
    rows = [f"month,group,{head}"]
    rows += [
        f"{MONTHS[at]} 2024,{who},{x},{n}"
        for at in range(len(of))
        for who, x, n in zip("AB", counts[at], of[at], strict=True)
    ]
    return "\n".join(rows)


def test_the_same_people_each_month_are_not_added_up():
    of, counts = [(400 + m, 700 + m) for m in range(6)], [(200, 420)] * 6
    seen = see(by_month(of, counts, "at goal,on the register"))
    assert seen.period == "in Jun 2024" and seen.groups["denominator"].tolist() == [405, 705]
    assert "the same people each time" in str(seen)
    careful = see(by_month([(400, 700)] * 6, counts))
    assert careful.groups["denominator"].tolist() == [2400, 4200] and "too narrow" in str(careful)
    assert (
        "last time alone: A: 50.0%, and B: 60.0%, in Jun 2024" in careful.sentence and "3.9 to 16.0" in careful.sentence
    )


def test_a_year_to_date_is_not_added_up():
    of, counts = [(100 * m, 150 * m) for m in range(1, 4)], [(31 * m, 90 * m) for m in range(1, 4)]
    assert see(by_month(of, counts, "seen YTD,invited YTD")).groups["denominator"].tolist() == [300, 450]
    growing = by_month(
        [(100 * m, 151 * m) for m in (7, 8, 9, 1, 2, 3, 4, 5)], [(31 * m, 90 * m) for m in (7, 8, 9, 1, 2, 3, 4, 5)]
    )
    (ask,) = see(growing).asks
    assert ask.role == "rows" and see(growing, choose={"rows": ask.options[0]}).groups["denominator"].tolist() == [
        500,
        755,
    ]


# Sheets, and tables laid side by side


def test_the_sheet_with_counts_is_found_behind_cover_and_contents():
    cover = [["Uptake, all sites"], ["Contact", "statistics@example.org"], ["Status", "Final"]]
    contents = [["Sheet", "Title", "Rows"], ["1", "By sex", 4], ["2", "By age", 10]]
    seen = look_at("many.xlsx", workbook(Cover=cover, Contents=contents, Table_1=ROWS))
    assert ends(seen) == ("Men", "Women", 20.0) and seen.reading.sheet == "Table 1"


def test_two_sheets_of_counts_are_asked_and_one_can_be_named():
    later = [ROWS[0], ["2025 Q1", "Men", 300, 600], ["2025 Q1", "Women", 333, 900]]
    data = workbook(Year_1=ROWS, Year_2=later)
    (ask,) = look_at("two.xlsx", data).asks
    assert (ask.role, ask.options) == ("sheet", ("Year 1", "Year 2"))
    assert ends(look_at("two.xlsx", data, choose={"sheet": "Year 2"})) == ("Women", "Men", 13.0)
    with pytest.raises(ReadError, match="no sheet called “Year 3”"):
        look_at("two.xlsx", data, choose={"sheet": "Year 3"})


def test_groups_side_by_side_and_kinds_below_each_other_are_read():
    assert ends(
        see("month,Black seen,Black invited,White seen,White invited\nMay 2025,30,120,60,100\nJun 2025,35,130,61,100\n")
    ) == ("Black", "White", 34.5)
    rows = [
        f"{who},{kind},{x}"
        for who, both in (("A", (30, 90)), ("B", (50, 100)))
        for kind, x in zip(("Attended", "Invited"), both, strict=True)
    ]
    assert ends(see("team,item,value\n" + "\n".join(rows))) == ("A", "B", 16.7)


def test_of_several_measures_one_is_chosen():
    rows = [
        f"{who},{name},{x},{n}"
        for who, n in (("A", 130), ("B", 150))
        for name, x in (("Blood test", n // 2), ("Eye test", n // 3 + (who == "B") * 40))
    ]
    text = "group,measure,numerator,denominator\n" + "\n".join(rows)
    (ask,) = see(text).asks
    assert (ask.role, ask.options) == ("measure", ("Blood test", "Eye test"))
    assert ends(see(text, choose={"measure": "Eye test"})) == ("A", "B", 26.9)


def test_a_cell_that_is_no_number_is_named():
    seen = see("group,seen,invited\nA,40,100\nB,about 20,100\nC,35,100\nD,36,110\n")
    assert "“seen”" in seen.sentence and "row 3" in seen.sentence and "“about 20”" in seen.sentence and seen.gap is None


def test_formulas_that_were_never_calculated_are_told_truly():
    rows = [["Sex", "Seen", "Invited"], ["Men", "=30+11", 90], ["Women", "=20+25", 80]]
    seen = look_at("formulas.xlsx", workbook(Data=rows))
    assert seen.gap is None and "formulas in this workbook were never calculated" in seen.sentence


MANIFEST = (
    '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry'
    ' m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>'
)


def open_document(cells, times=1):
    """The bytes of an OpenDocument spreadsheet of these rows; ``times``: how often its last row is said to repeat."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    rows = ""
    for row in cells:
        told = "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if isinstance(cell, int)
            else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        often = f' table:number-rows-repeated="{times}"' if row is cells[-1] and times > 1 else ""
        rows += f"<table:table-row{often}>{told}</table:table-row>"
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet><table:table'
        f' table:name="Table 1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", MANIFEST)
        parts.writestr("content.xml", content)
    return held.getvalue()


def test_an_opendocument_workbook_is_read():
    pytest.importorskip("python_calamine")
    assert ends(look_at("counts.ods", open_document(ROWS))) == ("Men", "Women", 20.0)


def test_an_opendocument_workbook_that_grows_is_refused():
    pytest.importorskip("python_calamine")
    with pytest.raises(ReadError, match="too large when it is opened"):
        look_at("bomb.ods", open_document(ROWS, times=100_000_000))


@pytest.mark.skipif(not FOUND.is_dir(), reason="../shared is not here, so the files that once failed cannot be read")
def test_none_of_the_files_that_once_failed_gives_a_wrong_gap():
    right = {
        "01": 7.0, "02": 7.0, "09": 10.0, "10": 10.0, "11": 2.0, "12": 20.0, "13": 20.0, "15": 22.0,
        "18": 2.0, "19": 10.0, "21": 27.0, "22": 5.3, "24": 20.0, "26": 22.0, "27": 10.0, "30": 20.0, "36": 7.0,
        "37": 7.0, "38": 30.0, "39": 20.0,
    }  # fmt: skip
    told = {}
    for path in sorted([*FOUND.glob("*.csv"), *FOUND.glob("*.xlsx")]):
        try:
            seen = look(path, better=1)
        except ValueError:
            continue
        if seen.gap:
            told[path.name[:2]] = round(seen.gap.absolute.value, 1)
    assert told == right  # the others are asked, refused with their reason, or told as a range
