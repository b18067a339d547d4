"""tables.copied_rows: a table pasted twice, or two copies of one time, is asked about, and nothing is told before."""

import pytest

from equityqi.forms.own_data_form import OwnData
from equityqi.owndata.keep_counts import COUNTS, keep
from equityqi.owndata.look import look_at
from equityqi.owndata.remembered import look_at_as_before, remember
from equityqi.tables.copied_rows import ADD_COPIES, ADD_ROWS, LAST_ROWS, ONCE

HEAD = "month,group,seen,invited"
JANUARY = ["Jan 2025,White,60,100", "Jan 2025,Black,40,101"]
FEBRUARY = ["Feb 2025,White,66,110", "Feb 2025,Black,41,104"]
TABLE = [HEAD, *JANUARY, *FEBRUARY]
KINDS = ["group,Figure,Jan 2025,Feb 2025", "White,seen,60,66", "White,invited,100,110", "Black,seen,40,41",
         "Black,invited,101,104"]  # fmt: skip


def see(*rows, answer="", **how):
    return look_at("own.csv", "\n".join(rows).encode(), choose={"rows": answer}, **how)


def sums(seen):
    return {row.group: (row.numerator, row.denominator) for row in seen.groups.itertuples()}


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch):
    monkeypatch.setattr("equityqi.owndata.telling.groups_picture", lambda *_: None)
    monkeypatch.setattr("equityqi.owndata.telling.gap_picture", lambda *_: None)


@pytest.mark.parametrize(
    "twice",
    [
        [*TABLE, *TABLE[1:]],
        [*TABLE, *TABLE],  # with its headings
        ["Reviews 2025", *TABLE, "", "Reviews 2025 (2)", *TABLE],
        ["id," + HEAD, *[f"{at},{row}" for at, row in enumerate([*TABLE[1:], *TABLE[1:]], 1)]],
        [*KINDS, *KINDS[1:]],
    ],
)
def test_a_table_pasted_twice_is_asked_about_and_no_aim_is_drafted(twice):
    seen = see(*twice)
    assert [ask.options for ask in seen.asks] == [(ONCE, ADD_COPIES)] and "Every row of this table" in seen.sentence
    assert seen.gap is seen.draft_aim is seen.groups is None and "60" not in seen.sentence
    assert sums(see(*twice, answer=ONCE)) == {"White": (126, 210), "Black": (81, 205)}
    assert sums(see(*twice, answer=ADD_COPIES)) == {"White": (252, 420), "Black": (162, 410)}


def test_a_table_without_a_time_that_is_pasted_twice_is_asked_about():
    rows = ["ward,seen,invited", "Elm,40,100", "Oak,70,100"]
    assert see(*rows, *rows[1:]).asks and sums(see(*rows, *rows[1:], answer=ONCE))["Elm"] == (40, 100)


def test_two_copies_of_one_month_are_asked_about_by_its_name():
    seen = see(*TABLE, *FEBRUARY)
    assert "Every row of Feb 2025 is there more than once" in seen.sentence and seen.draft_aim is None
    assert sums(see(*TABLE, *FEBRUARY, answer=ONCE))["White"] == (126, 210)


def test_two_columns_of_one_month_are_asked_about():
    rows = ["group,Jan 2025 seen,Jan 2025 invited,Jan 2025 seen,Jan 2025 invited", "White,60,100,60,100"]
    rows += ["Black,40,101,40,101"]
    assert "more than once" in see(*rows).sentence and sums(see(*rows, answer=ONCE))["Black"] == (40, 101)


def test_a_single_row_that_is_there_twice_is_named():
    assert "Black in Feb 2025. Should it count once?" in see(*TABLE, FEBRUARY[1]).sentence


def test_a_month_given_again_with_other_counts_is_asked_about():
    newer = [row.replace("66", "70") for row in FEBRUARY]
    newer[1] = newer[1].replace("41", "44")
    seen = see(*TABLE, *newer)
    assert seen.gap is None and [ask.options for ask in seen.asks] == [(LAST_ROWS, ADD_ROWS)]
    assert sums(see(*TABLE, *newer, answer=LAST_ROWS))["White"] == (130, 210)
    assert sums(see(*TABLE, *newer, answer=ADD_ROWS))["White"] == (196, 320)


def test_parts_of_each_group_are_added_up_and_said_so_even_where_two_have_the_same_counts():
    rows = ["ward,seen,invited", "Elm,4,10", "Elm,4,10", "Elm,5,9", "Oak,7,10", "Oak,8,10", "Oak,7,10"]
    seen = see(*rows)
    assert sums(seen) == {"Elm": (13, 29), "Oak": (22, 30)}
    assert "4 rows have the same group as a row before. We added them up." in str(seen)


def test_a_copied_month_of_parts_counts_once_without_losing_parts_that_are_alike():
    parts = ["Jan 2025,Elm,4,10", "Jan 2025,Elm,4,10", "Jan 2025,Oak,7,10", "Jan 2025,Oak,8,10"]
    copied = ["Feb 2025,Elm,5,10", "Feb 2025,Oak,9,11"]
    march = [row.replace("Jan", "Mar") for row in parts]
    seen = see("month,ward,seen,invited", *parts, *copied, *copied, *march, answer=ONCE)
    assert sums(seen) == {"Elm": (21, 50), "Oak": (39, 51)}


def test_rows_that_another_column_tells_apart_are_no_copies():
    rows = [f"{practice},{row}" for practice in ("Elm", "Oak") for row in (*JANUARY, "Jan 2025,Asian,50,101")]
    rows[0] = rows[0].replace("60", "61")
    seen = see("practice," + HEAD, *rows, answer="")
    assert not [ask for ask in seen.asks if ask.role == "rows"]


def test_the_answer_is_of_one_file_and_not_remembered_for_next_month(tmp_path):
    memory, choose = tmp_path / "reading.json", {"group": "group", "rows": ONCE}
    remember(memory, see(*TABLE, *TABLE[1:], answer=ONCE), choose)
    later, _ = look_at_as_before("own.csv", "\n".join([*TABLE, *FEBRUARY]).encode(), memory, {})
    assert later.reading.remembered and later.asks


def test_counts_that_were_added_up_are_kept_as_one_row_each_and_shown_again_unasked(tmp_path):
    keep(tmp_path, see(*TABLE, *TABLE[1:], answer=ADD_COPIES))
    kept = (tmp_path / "own-data" / COUNTS).read_text("utf-8").splitlines()
    assert kept[1:] == ["Jan 2025,White,120,200", "Jan 2025,Black,80,202", "Feb 2025,White,132,220",
                        "Feb 2025,Black,82,208"]  # fmt: skip
    form = OwnData()
    form.bind(tmp_path)
    assert form.ready and not [choice for choice in form.choices if choice[0] == "rows"]


def test_the_page_asks_and_takes_the_answer(tmp_path):
    form = OwnData()
    form.bind(tmp_path)
    form.send = lambda *_: None
    form.on_message(None, {"do": "look", "text": "\n".join([*TABLE, *TABLE[1:]])}, [])
    [choice] = form.choices
    assert choice[0] == "rows" and choice[2] == [ONCE, ADD_COPIES] and not form.ready and "Draft aim" not in form.result
    form.on_message(None, {"do": "look", "choices": {"rows": ONCE}}, [])
    assert form.ready and "126 out of 210" in form.result.replace("about 125 out of 210", "126 out of 210")
