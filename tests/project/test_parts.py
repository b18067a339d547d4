"""A project file: it comes back as it was written, an unfinished one is valid, and what cannot be used says why."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equityqi.files import course_root
from equityqi.project import Project, ProjectError
from equityqi.project.parts import SCHEMA, Aim, Commitment, MeasureCard, Node, PdsaCycle, Spread, Voice
from equityqi.typed_fields import read_part
from equityqi.typed_input import date, in_words, months_after, number

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
MODELS = sorted((course_root() / "datasets").glob("*/project.json"))


def written(tmp_path, content):
    path = tmp_path / "project.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.parent.name)
def test_a_project_comes_back_as_it_was_written_to_the_byte(path, tmp_path):
    Project.read(path).write(tmp_path / "project.json")
    assert (tmp_path / "project.json").read_bytes() == path.read_bytes()


def test_the_file_is_for_people_to_read(tmp_path):
    Project(title="Zoë’s reviews", aim=Aim(date="31 March 2027")).write(tmp_path / "p.json")
    text = (tmp_path / "p.json").read_bytes().decode("utf-8")
    assert (
        "Zoë’s reviews" in text and '\n  "date": "31 March 2027"' in text and "\r" not in text and text.endswith("}\n")
    )


def test_an_unfinished_project_is_a_valid_file(tmp_path):
    assert Project.read(written(tmp_path, {"schema": SCHEMA})) == Project()
    begun = {
        "schema": SCHEMA,
        "aim": {"measure": None, "baseline_group": "about 51%"},
        "cycles": [{"n": None, "told": "yes"}],
    }
    read = Project.read(written(tmp_path, begun))
    assert (read.aim.measure, read.aim.baseline_group, read.cycles[0].told) == ("", "about 51%", True)


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path):
    assert Project.read(written(tmp_path, "\ufeff" + json.dumps({"schema": 1, "title": "T"}))).title == "T"


@pytest.mark.parametrize(
    "content, said",
    [
        ({"schema": 2, "new": 1}, "project.json was saved by a newer version of this course. Update the course"),
        ({"title": "no schema"}, "is not a project of this course"),
        ({"schema": True}, "is not a project of this course"),
        ([1, 2], "is not a project of this course"),
        ("{", "project.json is damaged"),
        ("[" * 20000, "project.json is damaged"),
        ({"schema": 1, "colour": "red"}, "we don't know the key “colour”"),
        ({"schema": 1, "aim": {"mesure": "x"}}, "we don't know the key “aim.mesure”"),
        ({"schema": 1, "measures": [{}, {"name": "x", "own": 1}]}, "we don't know the key “measures.2.own”"),
        ({"schema": 1, "problem": ["a"]}, "“problem” has a value that doesn't belong there"),
        ({"schema": 1, "aim": {"target_group": [62]}}, "“aim.target_group” has a value that doesn't belong there"),
        ({"schema": 1, "drivers": {"nodes": [{"id": "a", "level": 9}]}}, "“drivers.nodes.1.level” has a value"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_and_what_to_do(content, said, tmp_path):
    with pytest.raises(ProjectError) as fault:
        Project.read(written(tmp_path, content))
    assert said in str(fault.value) and str(fault.value).endswith(".") and "\n" not in str(fault.value)


def test_a_file_in_another_encoding_is_named(tmp_path):
    (tmp_path / "project.json").write_bytes('{"schema": 1, "title": "Zoë"}'.encode("latin-1"))
    with pytest.raises(ProjectError, match="project.json is damaged"):
        Project.read(tmp_path / "project.json")


def test_half_an_emoji_is_written_as_a_question_mark(tmp_path):
    Project(title="Well done \ud83d").write(tmp_path / "p.json")
    assert Project.read(tmp_path / "p.json").title == "Well done ?"


@given(JSON)
def test_no_json_raises_anything_but_a_sentence(data):
    for given_data in (
        data,
        {"schema": 1, "aim": data},
        {"schema": 1, "drivers": data},
        {"schema": 1, "cycles": [data], "spread": data},
    ):
        try:
            Project.from_data(given_data)
        except ProjectError as fault:
            assert str(fault).endswith(".")


@given(st.sampled_from([Aim, Commitment, MeasureCard, PdsaCycle, Spread, Voice]), JSON, JSON)
def test_an_answer_of_any_shape_makes_a_part(model, raw, value):
    assert isinstance(read_part(model, raw), model)
    assert isinstance(read_part(model, dict.fromkeys(model.model_fields, value)), model)


def test_a_field_that_does_not_fit_is_left_empty_and_the_others_stay():
    assert read_part(Aim, {"group": "IMD 1", "place": {"a": 1}, "target_group": 60}) == Aim(
        group="IMD 1", target_group=60
    )


def test_only_a_clear_no_opens_a_commitment():
    assert [
        read_part(Commitment, {"private": said}).private for said in ("no", False, "No ", "yes", None, "", 0, "maybe")
    ] == [False, False, False, True, True, True, True, True]


def test_what_stands_under_a_node_follows_the_links():
    from equityqi.project.parts import Drivers

    drivers = Drivers(
        nodes=[Node(id=id, level=level) for id, level in (("a", 0), ("b", 1), ("c", 1))],
        links=[["a", "c"], ["a", "b"], ["a", "x"], ["a"]],
    )
    assert [node.id for node in drivers.under("a")] == ["c", "b"]


@pytest.mark.parametrize(
    "text, day",
    [
        ("31 March 2027", dt.date(2027, 3, 31)),
        ("31st March, 2027", dt.date(2027, 3, 31)),
        ("1/3/2027", dt.date(2027, 3, 1)),
        ("01 March 2027", dt.date(2027, 3, 1)),
        ("2027-03-31", dt.date(2027, 3, 31)),
        ("Wednesday 31 March 2027", dt.date(2027, 3, 31)),
        ("March 2027", dt.date(2027, 3, 31)),
        ("31/3/27", dt.date(2027, 3, 31)),
        ("2027", None),
        ("30 February 2027", None),
        ("Christmas", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_days_are_read_as_people_type_them(text, day):
    assert date(text) == day


def test_a_day_without_a_year_is_the_nearest_one():
    assert date("14 July", near=dt.date(2026, 7, 1)) == dt.date(2026, 7, 14)
    assert date("3 January", near=dt.date(2026, 12, 15)) == dt.date(2027, 1, 3)
    assert date("14 July") is None


@given(st.text() | st.integers() | st.none(), st.dates())
def test_any_text_is_a_day_or_none(text, near):
    assert date(text, near) is None or isinstance(date(text, near), dt.date)


@given(st.dates())
def test_a_day_in_words_is_read_back(day):
    if 1900 <= day.year < 2100:
        assert date(in_words(day)) == day


def test_months_later_is_the_same_day_or_the_last_one():
    assert [months_after(dt.date(2026, 8, 31), months) for months in (1, 4, 6)] == [
        dt.date(2026, 9, 30),
        dt.date(2026, 12, 31),
        dt.date(2027, 2, 28),
    ]


@given(JSON)
def test_any_value_is_a_number_or_none(value):
    assert number(value) is None or isinstance(number(value), float)
