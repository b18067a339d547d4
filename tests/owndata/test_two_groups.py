"""owndata.two_groups and owndata.typed_groups: two counts each, typed or pasted, to the gap that the course's own
formulas give.
"""

import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equityqi import gaps
from equityqi.owndata.shown_counts import shown_share
from equityqi.owndata.two_groups import Group, aim_of, aim_sentences, compare, gap_sentences, picture, shown_counts
from equityqi.owndata.typed_groups import FIELDS, NotRead, groups_pasted, groups_typed, keep_typed, kept_typed

counted = st.integers(1, 4000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
NEEDED, OTHERS = Group("Interpreter needed", 260, 500), Group("Others", 660, 1000)


def table(*groups):
    rows = [(group.name, group.count, group.of) for group in groups]
    return pd.DataFrame(rows, columns=["group", "numerator", "denominator"])


@settings(max_examples=50)
@given(one=counted, other=counted, better=st.sampled_from([1, -1]))
def test_the_gap_its_interval_and_the_ratio_are_those_of_the_courses_tables(one, other, better):
    found = compare(Group("one", *one), Group("other", *other), better)
    told = gaps.gap(table(found.least, found.best), "group", found.least.name, found.best.name, better=better)
    expected = (told.absolute.value, told.absolute.lower, told.absolute.upper)
    assert (found.gap, found.low, found.high) == pytest.approx(expected, abs=1e-9) and found.gap >= 0
    assert (float("nan") if found.ratio is None else found.ratio) == pytest.approx(told.relative.value, nan_ok=True)


@settings(max_examples=12)
@given(one=counted, other=counted)
def test_counts_are_rounded_as_the_course_hides_small_numbers(one, other):
    found = compare(Group("one", *one), Group("other", *other), 1)
    shown = {name: words for name in ("one", "other") if (words := shown_share(table(found.least, found.best), name))}
    assert shown_counts(found) == ({} if found.too_small else shown)


def test_it_needs_no_package_beyond_pythons_own():
    names = ("matplotlib", "numpy", "pandas", "scipy")
    code = f"import sys\nfor name in {names}: sys.modules[name] = None\nimport equityqi.owndata.two_groups, equityqi.owndata.typed_groups"  # noqa: E501
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_the_group_that_is_behind_comes_first_whichever_way_is_better():
    assert compare(OTHERS, NEEDED, 1).least == NEEDED and compare(NEEDED, OTHERS, -1).least == OTHERS


def test_a_gap_becomes_a_sentence_a_picture_and_a_draft_aim():
    found = compare(OTHERS, NEEDED, 1)
    said = gap_sentences(found, "from April 2025 to March 2026")
    assert said.startswith(
        "Interpreter needed: 52.0%, and Others: 66.0%, from April 2025 to March 2026. The gap is 14.0"
    )
    assert "(95% interval 8.7 to 19.2). The ratio of the two shares is 0.79. The interval leaves out 0." in said
    alt = picture(found, "reviews done").alt
    assert "Interpreter needed 52.0%, Others 66.0%, gap 14.0 percentage points" in alt
    aim = aim_sentences(aim_of(found, "reviews done", 1), "", shown_counts(found))
    assert (
        "move reviews done for Interpreter needed from 52% to [about 59%], while Others stays at 66% or better" in aim
    )
    assert "The baseline is about 260 out of 500 for Interpreter needed and about 660 out of 1,000 for Others." in aim


@pytest.mark.parametrize("few", [Group("Few", 3, 50), Group("Few", 47, 50), Group("Few", 0, 50), Group("Few", 5, 7)])
def test_small_numbers_give_no_number_no_picture_and_no_aim(few):
    found = compare(few, OTHERS, 1)
    said = gap_sentences(found, "")
    assert "too small to print or to judge. Put several months together" in said and "%" not in said
    assert picture(found, "") is None and aim_of(found, "", 1) is None and shown_counts(found) == {}


@pytest.mark.parametrize(
    "one, other, told",
    [
        ((4854, 22364), (104, 16465), "One: 21.7%, and Other: 0.6%. The gap is 21.1 percentage points"),
        ((4854, 22364), (8, 40_000), "One: 21.7%, and Other: 0.02%. The gap is 21.7 percentage points"),
        ((112, 100_000), (64, 100_000), "One: 0.112%, and Other: 0.064%. The gap is 0.048 percentage points"),
    ],
)
def test_three_decimals_are_told_only_where_both_shares_are_small(one, other, told):
    assert gap_sentences(compare(Group("One", *one), Group("Other", *other), -1), "").startswith(told)


def test_a_gap_below_one_percentage_point_drafts_no_aim():
    assert aim_of(compare(Group("A", 500, 1000), Group("B", 505, 1000), 1), "", 1) is None


def typed(*values):
    return dict(zip(FIELDS, values, strict=True))


WHOLE = ("Carers", "26", "50", "Others", "1,066", "2 000")


def test_numbers_are_read_as_people_write_them():
    assert groups_typed(typed(*WHOLE)) == (Group("Carers", 26, 50), Group("Others", 1066, 2000))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("one_name", " ", "Who is this group?"),
        ("two_name", "CARERS", "Both groups have the same name."),
        ("one_count", "", "Type a number of people here."),
        ("one_count", "52%", "“52%” is a percentage. Type the number of people instead."),
        ("one_count", "<8", "“<8” isn’t a number. If it’s hidden because it’s small"),
        ("two_of", "12.5", "“12.5” can’t be a number of people."),
        ("two_count", "-3", "“-3” can’t be a number of people."),
        ("one_of", "0", "there’s nobody to compare"),
        ("one_count", "60", "60 is more than the 50 it’s out of. Did the two numbers get swapped?"),
    ],
)
def test_each_field_says_what_needs_another_look(field, value, words):
    with pytest.raises(NotRead) as refusal:
        groups_typed(typed(*WHOLE) | {field: value})
    assert str(refusal.value) == "1 field needs another look."
    assert [*refusal.value.faults] == [field] and words in refusal.value.faults[field]


def test_nothing_typed_at_all_is_said_at_every_field():
    with pytest.raises(NotRead) as refusal:
        groups_typed({})
    assert [*refusal.value.faults] == [*FIELDS] and "6 fields" in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "Carers\t26\t50\nOthers\t66\t100",
        "group\thow many\tout of how many\nCarers\t26\t50\nOthers\t66\t100\n\n",
        "Carers;26;50\r\nOthers;66;100",
        "Group, Done, Booked\nCarers, 26, 50\nOthers, 66, 100",
        'Carers,"26","50",\nOthers,"66","100",',
    ],
)
def test_a_small_table_is_read_and_said_before_anything_is_worked_out(text):
    fields, said = groups_pasted(text)
    assert fields == typed("Carers", "26", "50", "Others", "66", "100")
    assert "Carers: 26 out of 50. Others: 66 out of 100." in said and "Is that right?" in said
    assert ("taken as headings" in said) == ("roup" in text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  \n", "There’s no table in the box yet."),
        ("Carers\t26\t50", "Here there is only one: “Carers”."),
        ("A\t26\t50\nB\t66\t100\nTotal\t92\t150", "Here there are 3: “A”, “B” and “Total”."),
        ("A\t*\t50\nB\t66\t100\nC\t1\t9", "Here there are 3"),
        ("A\t*\t*\nB\t66\t100\nC\t1\t9", "Here there are 3"),
        ("Apr 2026\tA\t26\t50\nApr 2026\tB\t66\t100", "begins with “Apr 2026” has 4 cells, not 3."),
        ("A,1,066,2,000\nB,26,50", "has 5 cells, not 3. Is a comma inside a number?"),
        ("A 26 50\nB 66 100", "begins with “A 26 50” has 1 cell, not 3."),
        ("A\t52%\t50\nB\t66\t100", "“52%” in the row “A” isn’t a number of people."),
        ("A\t26\t\nB\t66\t100", "A cell of the row “A” isn’t a number of people."),
        ("A\t26\t50\n" * 9, "Here there are 9: “A”, “A”, “A”, “A”, “A” and more."),
        ("A\t26\t50\n" * 3_000, "This is far longer."),
    ],
)
def test_a_table_that_is_not_two_groups_is_refused_in_a_sentence(text, words):
    with pytest.raises(NotRead) as refusal:
        groups_pasted(text)
    assert words in str(refusal.value)


def test_what_was_typed_is_found_again_and_a_broken_file_begins_empty(tmp_path):
    keep_typed(tmp_path, {**typed(*WHOLE), "measure": "reviews done", "other": "left out"})
    assert kept_typed(tmp_path) == {**typed(*WHOLE), "measure": "reviews done", "better": "", "period": ""}
    (tmp_path / "own-data/two-groups.json").write_text("[1", encoding="utf-8")
    assert kept_typed(tmp_path) == {}
