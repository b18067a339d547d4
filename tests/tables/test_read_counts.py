"""tables.read_counts, tables.counts: tables as teams have them, from a file to a draft aim, or to one sentence that
helps.
"""

import openpyxl
import pandas as pd
import pytest

from equityqi import look
from equityqi.files import course_root
from equityqi.privacy import PeopleInTable
from equityqi.tables.reading import table_of

REAL = course_root().parent / "shared" / "data" / "real"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="../shared is not here, so its real files cannot be read")
MONTHS = [
    f"{name}-{year}"
    for year in (24, 25)
    for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
]


@pytest.fixture
def see(tmp_path):
    """Look at a table that is given as text, or as the rows of an Excel sheet."""

    def seen(table, name="own.csv", encoding="utf-8", merged="", **how):
        path = tmp_path / name
        if isinstance(table, str):
            path.write_text(table, encoding=encoding)
        else:
            book = openpyxl.Workbook()
            for row in table:
                book.active.append(row)
            if merged:
                book.active.merge_cells(merged)
            book.save(path)
        return look(path, **{"better": 1, **how})

    return seen


def told(seen):
    return [finding.kind for finding in seen.findings]


def aim_of(seen):
    aim = seen.aim
    return (
        aim.group,
        aim.baseline_group_n,
        aim.baseline_group_of,
        aim.baseline_group,
        aim.comparator,
        aim.baseline_comparator_n,
        aim.baseline_comparator_of,
    )


# From table to draft aim


def test_months_as_excel_writes_them_and_a_group_not_stated(see):
    rows = ["Month,Ethnic group,Numerator,Denominator"]
    rows += [
        f"{month},{group},{x},{n}"
        for month in MONTHS
        for group, x, n in (("Black", 20, 50), ("White", 60, 100), ("Not stated", 9, 30))
    ]
    seen = see("\n".join(rows))
    assert (
        aim_of(seen) == ("Black", 240, 600, 40.0, "White", 720, 1200)
        and "not stated" in told(seen)
        and "nobody not recorded" not in told(seen)
    )
    assert (
        seen.period == "from Jan 2025 to Dec 2025"
        and len(seen.pictures) == 2
        and all("Black" in picture.alt for picture in seen.pictures)
    )
    assert (
        seen.pictures[0].sentence == "Black: 40%, 20 percentage points below White at 60%."
        and "Not compared: Not stated, 30.0% of about 360" in seen.pictures[0].alt
    )
    assert (
        "about 240 out of 600 for Black and about 720 out of 1,200 for White" in seen.draft_aim
        and "By [date]" in seen.draft_aim
    )


def test_a_missing_month_is_named_and_the_rest_is_compared(see):
    rows = ["month,group,numerator,denominator"]
    rows += [f"{month},{group},{x},50" for month in MONTHS if month != "May-25" for group, x in (("A", 20), ("B", 30))]
    seen = see("\n".join(rows))
    assert (
        any("1 month is in no row, the first after Apr 2025" in finding.sentence for finding in seen.findings)
        and seen.aim.baseline_group == 40.0
    )
    assert "nobody not recorded" in told(seen), "nothing is said of people whose group is not recorded"


def test_an_excel_sheet_with_titles_and_a_merged_header(see):
    table = [
        ["Reviews in our area"],
        ["Extract of 3 June"],
        [],
        ["", "Interpreter needed", "", "No interpreter", ""],
        ["Month", "Done", "Booked", "Done", "Booked"],
    ]
    table += [[month, 26, 50, 66, 100] for month in MONTHS]
    seen = see(table, "titles.xlsx", merged="B4:C4")
    assert (
        aim_of(seen) == ("Interpreter needed", 312, 600, 52.0, "No interpreter", 792, 1200) and len(seen.pictures) == 2
    )
    assert seen.aim.measure == "Done, of Booked" and "titles and notes" in told(seen)


def test_an_excel_sheet_with_titles_and_one_merged_heading(see):
    table = [["Reviews in our area", "", "", ""], [], ["Month", "Interpreter", "Reviews done", "Reviews booked"]]
    table += [[month, group, x, n] for month in MONTHS for group, x, n in (("needed", 26, 50), ("not needed", 66, 100))]
    seen = see(table, "titles.xlsx", merged="A1:D1")
    assert (
        aim_of(seen) == ("needed", 312, 600, 52.0, "not needed", 792, 1200)
        and seen.aim.measure == "Reviews done, of Reviews booked"
    )
    assert "titles and notes" in told(seen) and "How many: Reviews done. Out of how many: Reviews booked." in str(seen)


def test_a_semicolon_file_with_a_mark_at_its_start(see):
    text = "Quarter;Deprivation quintile;Attended;Invited\n" + "\n".join(
        f"2024/25 Q{q};{group};{x};200"
        for q in (1, 2, 3, 4)
        for group, x in (("1 (most deprived)", 90), ("5 (least deprived)", 150))
    )
    seen = see(text, encoding="utf-8-sig", called="screens attended")
    assert (
        aim_of(seen)[:4] == ("1 (most deprived)", 360, 800, 45.0)
        and seen.period == "from 2024/25 Q1 to 2024/25 Q4"
        and seen.aim.measure == "screens attended"
    )


def test_months_side_by_side(see):
    table = [["Group", "Count", *MONTHS]]
    for group, x, n in (("Carers", 20, 50), ("Others", 60, 100)):
        table += [[group, "Seen", *[x] * 24], [group, "Due", *[n] * 24]]
    seen = see(table, "wide.xlsx")
    assert (
        aim_of(seen) == ("Carers", 240, 600, 40.0, "Others", 720, 1200)
        and "How many: Seen. Out of how many: Due." in str(seen.reading)
        and len(seen.pictures) == 2
    )


def test_hidden_cells_leave_a_range_and_never_a_rate_of_the_months_that_are_shown(see):
    rows = ["month,group,numerator,denominator"]
    rows += [
        f"{month},{group},{x},{n}"
        for i, month in enumerate(MONTHS)
        for group, x, n in (("Gypsy, Roma", "<8" if i % 3 == 0 else 9, 40), ("White", 60, 100), ("Chinese", "*", "<8"))
    ]
    seen = see("\n".join(rows).replace("Gypsy, Roma", '"Gypsy, Roma"'))
    assert seen.aim is None and seen.gap is None and "hidden numbers" in told(seen)
    assert seen.bounds == (39.17, 45.0) and "Gypsy, Roma: between 15.0% and 20.8%" in seen.sentence
    assert "between 39.2 and 45.0 percentage points" in seen.sentence and "22.5" not in str(seen)


def test_everybody_together_is_no_group(see):
    seen = see("group,numerator,denominator\nA,400,1000\nB,600,1000\nAll,3000,4000\n")
    assert aim_of(seen)[0::4] == ("A", "B") and "totals" in told(seen)


def test_rare_groups_are_named_and_not_shown(see):
    seen = see("group,numerator,denominator\nA,400,1000\nB,600,1000\nC,2,90\n")
    assert "small numbers" in told(seen) and aim_of(seen)[0] == "A"
    assert "Too few people to show: C" in seen.pictures[0].alt and "2.2" not in seen.pictures[0].alt
    assert seen.to_json()["groups"][2]["numerator"] is None


def test_a_small_part_without_the_outcome_is_hidden_too(see):
    seen = see("group,numerator,denominator\nA,400,1000\nB,600,1000\nC,87,90\n")
    assert seen.to_json()["groups"][2]["numerator"] is None


# To one sentence that helps


REFUSED = {
    "percentages": (
        "Month,Group,Uptake %\nApr-24,A,51.5\nApr-24,B,65.0\n",
        "Ask for the counts: how many people, out of how many, for each group.",
    ),
    "whole percentages": (
        "Month,Group,Uptake\nApr-24,A,51%\nApr-24,B,65%\n",
        "Ask for the counts: how many people, out of how many, for each group.",
    ),
    "one group": (
        "month,group,numerator,denominator\nApr-24,All patients,51,100\nMay-24,All patients,52,100\n",
        "Ask for the same counts split by group",
    ),
    "no out of": ("month,group,seen\nApr-24,A,51\nApr-24,B,52\n", "Add a column that says out of how many."),
    "one number a month": ("group,Apr-24,May-24,Jun-24\nA,5,6,7\nB,8,9,10\n", "Add a column that says out of how many"),
    "rows of people": (
        "sex,ethnic group,seen\n" + "F,Black,yes\nM,White,no\n" * 15,
        "count the people in each group first",
    ),
    "numbered people": (
        "ID,Ward,Age,Stay\n" + "".join(f"{n},A,{30 + n},{n % 5}\n" for n in range(1, 31)),
        "Count the people first",
    ),
    "all hidden": ("group,numerator,denominator\nA,*,100\nB,*,100\n", "Ask for counts over a longer time"),
    "only not stated": (
        "group,numerator,denominator\nA,40,100\nNot stated,30,100\n",
        "Ask for the same counts for another group.",
    ),
    "parts of people": (
        "group,numerator,denominator\nA,40.5,100\nB,-3,100\n",
        "Ask for how many people, out of how many.",
    ),
    "not a share": (
        "group,numerator,denominator\nA,400,100\nB,300,100\n",
        "Ask for a numerator that is part of its denominator",
    ),
    "three columns of counts": (
        "group,invited,booked,came\nA,100,80,40\nB,100,90,60\n",
        "Which column says how many? Which column says out of how many?",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_without_a_gap_gets_one_sentence_that_helps(see, name):
    text, words = REFUSED[name]
    seen = see(text)
    assert words in seen.sentence and seen.aim is None and seen.gap is None and not seen.pictures
    assert seen.sentence.endswith((".", "?")) and "not yet" not in seen.sentence and len(seen.sentence) < 260


def test_columns_can_be_chosen(see):
    seen = see(REFUSED["three columns of counts"][0], choose={"group": "group", "count": "came", "of": "invited"})
    assert aim_of(seen) == ("A", 40, 100, 40.0, "B", 60, 100)
    again = see(REFUSED["three columns of counts"][0], choose={"group": "group", "count": "came", "of": "came"})
    assert again.aim is None and "for both. Choose one column" in again.sentence


@pytest.mark.parametrize(
    "text",
    [
        "NHS number,group,seen\n943 476 5919,A,1\n987 654 4321,B,0\n",
        "group,numerator,denominator,e-mail\nA,40,100,asha@example.org\nB,50,100,tom@example.org\n",
    ],
)
def test_people_s_details_are_refused(see, text):
    with pytest.raises(PeopleInTable, match="Take the column out"):
        see(text)


def test_few_people_in_either_group_make_no_aim(see):
    seen = see("group,numerator,denominator\nA,3,40\nB,30,40\n", groups=("A", "B"))
    assert seen.aim is None and "too small to print" in seen.sentence and "7.5" not in str(seen)


def test_months_with_few_people_are_put_together_before_they_are_drawn(see):
    rows = ["month,group,numerator,denominator"]
    rows += [f"{month},{group},{x},20" for month in MONTHS for group, x in (("A", 4), ("B", 11))]
    seen = see("\n".join(rows))
    assert len(seen.pictures) == 2 and "Each point is a quarter" in seen.pictures[1].alt
    few = see("\n".join(rows[:25]))
    assert len(few.pictures) == 1, "too few quarters to follow"


# Real files, as they come or reduced to counts


@needs_real
@pytest.mark.parametrize(
    "name, words",
    [
        ("fingertips_ui_campylobacter_ctyua_2015-17.csv", "people would be counted twice"),
        ("fingertips_api_93553_imd2019_gp_BLMK_subset.csv", "Ask for the counts"),
        ("healthyr_england_icb_accidents_emergency.csv", "Choose two to compare"),
        ("openprescribing_measures_ktt9_antibiotics_practice_2014-19.csv", "can’t be counts of people"),
        ("nhsdigital_gp-reg-pat-prac-all_jan2021.csv", "out of how many"),
        ("nhsdigital_qof_PCA_REFERENCE.csv", "count the people in each group first"),
        ("nhsrdatasets_LOS_model.csv", "Count the people first"),
        ("derived_blmk_census2021_ethnicity_broad.csv", "Which column says how many?"),
        ("derived_blmk_lsoa11_imd2019_pop2020.csv", "Add a column that says out of how many"),
    ],
)
def test_a_real_file_as_it_comes_gets_a_sentence_that_says_what_to_do(name, words):
    seen = look(REAL / name, better=1)
    assert seen.aim is None and words in seen.sentence


@needs_real
def test_two_boards_of_the_real_emergency_file_give_an_aim():
    frame = pd.read_csv(REAL / "healthyr_england_icb_accidents_emergency.csv")
    codes = list(frame["icb22_code"].unique()[:2]) if "icb22_code" in frame else list(frame.iloc[:, 0].unique()[:2])
    seen = look(REAL / "healthyr_england_icb_accidents_emergency.csv", groups=tuple(codes), better=-1)
    assert seen.gap is not None and "less counts as better" in seen.sentence and len(seen.pictures) == 2


@needs_real
def test_real_stays_reduced_to_counts_give_an_aim():
    frame = pd.read_csv(REAL / "nhsrdatasets_LOS_model.csv")
    counts = frame.assign(
        band=frame["Age"].map(lambda age: "75 and over" if age >= 75 else "under 75"),
        long=(frame["LOS"] > 5).astype(int),
    )
    counts = counts.groupby("band")["long"].agg(["sum", "size"]).reset_index()
    counts.columns = ["Age group", "Over 5 days", "All stays"]
    from equityqi.owndata.look import look_at

    seen = look_at("stays.csv", counts.to_csv(index=False).encode(), better=-1)
    assert seen.aim.measure == "Over 5 days, of All stays" and seen.aim.direction == "down"
    assert seen.aim.baseline_group_of == int(counts.set_index("Age group").loc[seen.aim.group, "All stays"])


@needs_real
def test_real_infections_reduced_to_one_breakdown_give_a_gap(tmp_path):
    frame = pd.read_csv(REAL / "fingertips_ui_campylobacter_ctyua_2015-17.csv", index_col=False)
    kept = frame[
        (frame["Category"].isna()) & (frame["Age"] == "All ages") & (frame["Area Name"].isin(["Luton", "Bedford"]))
    ]
    path = tmp_path / "two-areas.csv"
    kept.to_csv(path, index=False)
    seen = look(path, better=-1)
    assert seen.groups is not None and set(seen.groups["group"]) == {"Luton", "Bedford"} and seen.sentence


def test_what_excel_copies_is_read_without_a_file():
    assert table_of("pasted.csv", b"group\tnumerator\tdenominator\nA\t40\t100\nB\t60\t100\n").layout == "simple"


def test_months_that_are_too_few_for_a_chart_of_the_gap_are_said(tmp_path):
    path = tmp_path / "year.csv"
    path.write_text(
        "month,group,numerator,denominator\n"
        + "".join(
            f"2025-{month:02},{group},{count},200\n"
            for month in range(1, 13)
            for group, count in (("A", 80), ("B", 120))
        ),
        encoding="utf-8",
    )
    seen = look(path, better=1)
    assert [finding.sentence for finding in seen.findings if "15 months" in finding.sentence] and len(
        seen.pictures
    ) == 1
