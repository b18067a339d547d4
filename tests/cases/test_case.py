"""cases.case, cases.case_files, cases.case_counts, cases.case_figures: load(): a case with the right types from
anywhere, its words filled in, and plain sentences when a file is wrong.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from equityqi.authoring.datasets import case_problems
from equityqi.cases.case import Case, CaseError, load
from equityqi.cases.case_figures import figures_of, latest_counts, read_figures, rules_of
from equityqi.files import course_root
from equityqi.settings import chart_rules

CASES = ("a-blood-pressure", "b-medication-reviews", "c-asthma", "d-missed-appointments", "e-second-mmr")
EXAMPLE = course_root() / "docs" / "new-case" / "f-falls"


@pytest.fixture
def sixth(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path / "f-falls"))


@pytest.fixture
def work(tmp_path, monkeypatch):
    place = tmp_path / "my-work-test"
    (place / "exercises").mkdir(parents=True)
    (place / "settings.yml").write_text("case: b-medication-reviews\n")
    monkeypatch.chdir(place / "exercises")
    return place


def change(folder, name, before, after):
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_first_case_is_the_one_without_settings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load().id == "a-blood-pressure"


def test_the_settings_choose_the_case(work):
    assert load().id == "b-medication-reviews"


def test_a_case_of_the_work_folder_is_found_and_stands_before_the_course_s(work):
    shutil.copytree(EXAMPLE, work / "cases" / "f-falls")
    (work / "settings.yml").write_text("case: f-falls\n")
    assert load().names["group"] == "people without a car"
    shutil.copytree(EXAMPLE, work / "cases" / "c-asthma")
    change(work / "cases" / "c-asthma", "case.yml", "case: f-falls", "case: c-asthma")
    assert load("c-asthma").names["group"] == "people without a car"


def test_own_is_the_first_case_and_says_so():
    case = load("own")
    assert (case.id, case.own, case.folder.name) == ("own", True, "a-blood-pressure")


def test_an_unknown_case_is_named_with_those_there_are():
    with pytest.raises(
        CaseError, match=r"no case called “z-nowhere”\. The cases are: a-blood-pressure, .*e-second-mmr, .*own\. Check"
    ):
        load("z-nowhere")


@pytest.mark.parametrize("name", CASES)
def test_every_table_of_every_case_loads_with_the_types_of_its_descriptor(name):
    from equityqi.cases.case_files import read_package

    case = load(name)
    kinds = {
        "integer": "int64",
        "number": "float64",
        "boolean": "bool",
        "date": "datetime64",
        "yearmonth": "datetime64",
        "string": "str",
    }
    for resource in read_package(case.folder).resources:
        frame = case.tables[resource.name]
        assert len(frame), resource.name
        for field in resource.table_schema.fields:
            kind, column = str(frame[field.name].dtype).lower(), frame[field.name]
            assert kind.startswith(
                (kinds[field.type], {"boolean": "boolean", "string": "string"}.get(field.type, kinds[field.type]))
            )
            assert (
                field.required
                or column.isna().any()
                or "missing" in field.description.lower()
                or "blank" in field.description.lower()
            ), f"{resource.name}.{field.name} is never blank: say required, or say when it can be"


@pytest.mark.parametrize("name", CASES)
def test_every_case_has_practices_and_events(name):
    tables = load(name).tables
    assert tables["practices"].shape == (24, 8)
    assert name in set(tables["events"]["case"])


@pytest.mark.parametrize("name", CASES)
def test_a_table_is_a_copy_that_may_be_changed(name):
    tables = load(name).tables
    first = next(iter(tables))
    frame = tables[first]
    del frame[frame.columns[0]]
    assert len(tables[first].columns) == len(frame.columns) + 1


@pytest.mark.parametrize("name", CASES)
def test_every_measure_can_be_counted_in_every_split(name):
    case = load(name)
    for id, measure in case.measures.items():
        for by in measure.by:
            counts = case.counts(id, by)
            assert (counts["denominator"] > 0).all() or (counts["numerator"] == 0)[counts["denominator"] == 0].all(), (
                id,
                by,
            )
            if measure.unit == "people":
                assert (counts["numerator"] <= counts["denominator"]).all(), (id, by)
            assert set(counts["group"]) == set(case.groups[by].levels.values()), (id, by)


@pytest.mark.parametrize("name", CASES)
def test_the_gap_that_the_case_is_about_names_groups_that_are_in_the_counts(name):
    case = load(name)
    group = case.groups[case.file.gap.by]
    for measure in (case.file.gap.shown, case.file.gap.right):
        assert {group.worst, group.best} <= set(case.counts(measure, case.file.gap.by)["group"])


@pytest.mark.parametrize("name", CASES)
def test_every_word_of_a_story_is_filled_in_from_names_and_facts(name):
    case = load(name)
    for words in re.findall(r"\{[^}]*\}", str(case.story.model_dump()).replace("{'", "").replace("'}", "")):
        pytest.fail(f"not filled in: {words[:60]}")


@pytest.mark.parametrize("name", CASES)
def test_no_figure_of_a_story_is_typed(name):
    """A percentage in a story comes from a fact: it would go on saying the old one when the table changes."""
    raw = (course_root() / "datasets" / name / "story.yml").read_text(encoding="utf-8")
    typed = re.findall(r"(?<![\w{.-])\d+(?:\.\d+)?(?= ?(?:%|per cent|points))", re.sub(r"\{[^}]*\}", "x", raw))
    assert not typed


@pytest.mark.parametrize("name", CASES)
def test_the_card_says_never_cite_and_when_to_read_it_again(name):
    card = load(name).card
    assert "Synthetic: never cite" in card and re.search(r"^Seed: \d+$", card, re.MULTILINE)
    assert "2026-11" in card and "2027-11" in card
    assert not re.search(r"\[[VKIMR]\]", card)


def test_the_example_of_a_new_case_is_in_order(sixth):
    assert case_problems(sixth) == []
    case = Case(sixth)
    assert case.story.words["problem"] == "Of all people referred, 36% without a car finish, and 58% with one."
    latest = (
        case.counts("finished_of_referred")
        .query("month >= '2025-07'")
        .groupby("group")[["numerator", "denominator"]]
        .sum()
    )
    assert (latest["numerator"] / latest["denominator"] * 100).round().to_dict() == {"a car": 58, "no car": 36}


FAULTS = {
    "no name": (
        "case.yml",
        "  team: the falls team of a community trust\n",
        "",
        r"f-falls/case\.yml, line 1: file: names lacks team\.",
    ),
    "unknown key": (
        "case.yml",
        "    better: 1\n",
        "    bettr: 1\n",
        r"f-falls/case\.yml, line 31: measures\.finished_of_started\.bettr: this key is not known here\.",
    ),
    "worst is no level": (
        "case.yml",
        "worst: no car",
        "worst: nobody",
        r"f-falls/case\.yml, line 22: groups\.car\.worst: worst is 'nobody', which is not one of the words in levels\.",
    ),
    "yes without quotes": (
        "case.yml",
        '{"no": no car',
        "{no: no car",
        r"f-falls/case\.yml, line 21: the key no needs quotes",
    ),
    "another folder": (
        "case.yml",
        "case: f-falls",
        "case: g-falls",
        r"says case: g-falls\. It must be the folder's name, f-falls\.",
    ),
    "gap of no measure": (
        "case.yml",
        "shown: finished_of_started",
        "shown: finishd",
        r"gap names 'finishd', which is not one of measures\.",
    ),
    "no such column": (
        "case.yml",
        "column: finished_n",
        "column: ended_n",
        r"needs the column “ended_n” in classes_monthly, which has: month, has_car",
    ),
    "no such table": (
        "case.yml",
        "{table: classes_monthly, column: finished_n",
        "{table: classes, column: finished_n",
        r"counts in the table “classes”, which is not there",
    ),
    "unknown word": (
        "story.yml",
        "{started-no-car}",
        "{start-no-car}",
        r"f-falls has no name or fact called \{start-no-car\}\. Add it under names in case\.yml, or to the facts\.",
    ),
    "five steps": (
        "story.yml",
        "  - title: Choose a first test",
        "  # - title: Choose a first test",
        r"f-falls/story\.yml, line",
    ),
    "no words": (
        "story.yml",
        "  next: Count",
        "  later: Count",
        r"f-falls/story\.yml, line 1: file: words lacks next\.",
    ),
    "blank cell": (
        "classes_monthly.csv",
        "2024-07,yes,",
        "2024-07,,",
        r"f-falls/classes_monthly\.csv, column has_car, row 2: it is blank, but it must be filled\.",
    ),
    "a word for a number": (
        "classes_monthly.csv",
        ",yes,",
        ",yes,many",
        r"column referred_n: it should hold the type integer\.",
    ),
    "maybe": (
        "classes_monthly.csv",
        ",yes,",
        ",maybe,",
        r"column has_car: it should hold the type boolean\. It has 'maybe', not yes or no\.",
    ),
    "another column": (
        "classes_monthly.csv",
        "started_n",
        "begun_n",
        r"has the columns month, has_car, referred_n, begun_n, finished_n; datapackage\.json says",
    ),
    "no such file": (
        "datapackage.json",
        '"classes_monthly.csv"',
        '"classes.csv"',
        r"f-falls/classes\.csv is missing, though datapackage\.json names it\.",
    ),
    "a file elsewhere": (
        "datapackage.json",
        '"classes_monthly.csv"',
        '"../classes.csv"',
        r"must be the name of a file in the case's folder",
    ),
    "no JSON": ("datapackage.json", "{", "[", r"f-falls/datapackage\.json, line 2, cannot be read as JSON"),
    "not a fact": ("facts.yml", "value: 75", "value: 74", r"its value isn’t in its text: 74"),
}


@pytest.mark.parametrize("name, before, after, sentence", FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_new_case_is_told_in_one_sentence_with_its_file(sixth, name, before, after, sentence):
    change(sixth, name, before, after)
    problems = case_problems(sixth)
    assert problems and re.search(sentence, problems[0]), problems


@pytest.mark.parametrize("name", ["case.yml", "story.yml", "datapackage.json", "card.md", "classes_monthly.csv"])
def test_a_missing_file_is_told_by_name(sixth, name):
    (sixth / name).unlink()
    assert any(name in problem for problem in case_problems(sixth))


def test_counts_refuses_an_unknown_measure_or_split(sixth):
    case = Case(sixth)
    has = "finished_of_started, started_of_referred, finished_of_referred"
    with pytest.raises(CaseError, match=f"no measure “finish”. It has: {has}"):
        case.counts("finish")
    with pytest.raises(CaseError, match="cannot be split by “imd”. It can be split by: car"):
        case.counts("finished_of_started", "imd")


def test_counts_by_row_and_by_column_agree(sixth):
    """A measure that counts the rows of people gives the same as one that adds up counts."""
    case = Case(sixth)
    table = case.tables["classes_monthly"]
    people = table.loc[table.index.repeat(table["referred_n"]), ["month", "has_car"]].reset_index(drop=True)
    people["number"] = people.groupby(["month", "has_car"]).cumcount()
    finished = people.merge(table, on=["month", "has_car"])
    people["sessions"] = (finished["number"] < finished["finished_n"]).map({True: 9, False: 2})
    people.assign(
        month=people["month"].dt.strftime("%Y-%m"), has_car=people["has_car"].map({True: "yes", False: "no"})
    ).drop(columns="number").to_csv(sixth / "people.csv", index=False)
    fields = (
        '{"fields": [{"name": "month", "type": "yearmonth", "description": "Month."}, {"name": "has_car", "type":'
        ' "boolean", "description": "Car."}, {"name": "sessions", "type": "integer", "description": "Sessions."}]}'
    )
    change(
        sixth,
        "datapackage.json",
        '"resources": [',
        f'"resources": [{{"name": "people", "path": "people.csv", "description": "People.", "schema": {fields}}},',
    )
    change(
        sixth,
        "case.yml",
        "{table: classes_monthly, column: finished_n}\n    denominator: {table: classes_monthly, column: referred_n}",
        "{table: people, column: sessions, at_least: 8}\n    denominator: {table: people}",
    )
    pd.testing.assert_frame_equal(
        Case(sixth).counts("finished_of_referred"), Case(EXAMPLE).counts("finished_of_referred")
    )


def test_loading_needs_no_course_around_it(tmp_path):
    """A marking sandbox or a copied exercise folder: another folder, an odd language, no clock of interest."""
    code = (
        "from equityqi import load; case = load('a-blood-pressure'); print(len(case.tables['bp_monthly']),"
        " len(case.story.steps), case.title)"
    )
    env = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.stdout.startswith("750 "), done.stderr


@pytest.mark.parametrize(
    "case", ["a-blood-pressure", "b-medication-reviews", "c-asthma", "d-missed-appointments", "e-second-mmr"]
)
def test_the_figures_of_a_case_are_what_its_table_gives(case):
    found = load(case)
    measure, group = found.measures[found.file.gap.right], found.groups[found.file.gap.by]
    counts = found.counts(found.file.gap.right)
    latest = counts[
        counts[counts.columns[0]].isin(sorted(counts[counts.columns[0]].unique())[-12 if "month" in counts else -4 :])
    ]
    shares = {
        end: measure.per * rows["numerator"].sum() / rows["denominator"].sum()
        for end in (group.worst, group.best)
        for rows in [latest[latest["group"] == end]]
    }
    figures = found.figures
    assert figures["right-worst-latest"] == pytest.approx(shares[group.worst], abs=0.051)
    assert figures["right-gap-latest"] == pytest.approx(
        measure.better * (shares[group.best] - shares[group.worst]), abs=0.11
    )
    assert figures["right-gap-latest"] > 0 and figures["right-ratio-latest"] >= 1
    assert found.filled("{right-gap-latest}") == figures["right-gap-latest"] and found.filled(
        "{right-gap-latest} points"
    ).startswith(f"{figures['right-gap-latest']:g} ")
    assert set(found.filled("{measure-options}")) == set(found.measures) and group.worst in found.filled(
        "{group-options}"
    )


def test_the_figures_beside_a_case_are_used_while_they_are_of_its_tables_and_worked_out_again_when_they_are_not(
    tmp_path,
):
    shutil.copytree(course_root() / "datasets" / "c-asthma", tmp_path / "c-asthma")
    case = Case(tmp_path / "c-asthma")
    assert read_figures(case)["figures"] == figures_of(case)
    assert case.figures.items() >= {**figures_of(case), **rules_of(case, chart_rules())}.items()
    table = tmp_path / "c-asthma" / "asthma_monthly.csv"
    heads, *rows = table.read_text(encoding="utf-8").splitlines()
    latest = [row for row in rows if row.startswith(max(row[:7] for row in rows))]
    table.write_text("\n".join([heads, *(row for row in rows if row not in latest)]) + "\n", encoding="utf-8")
    changed = Case(tmp_path / "c-asthma")
    assert read_figures(changed) == {} and changed.figures["latest-period"] != case.figures["latest-period"]
    for damaged in ("", "[]", "{}", '{"of": 1}'):
        (tmp_path / "c-asthma" / "figures.json").write_text(damaged)
        assert Case(tmp_path / "c-asthma").figures == changed.figures


@pytest.mark.parametrize(
    "case", ["a-blood-pressure", "b-medication-reviews", "c-asthma", "d-missed-appointments", "e-second-mmr"]
)
def test_the_counts_of_the_latest_year_are_those_of_the_table(case):
    found = load(case)
    for id, measure in found.measures.items():
        for splits in (measure.by[:1], measure.by[:2]):
            assert read_figures(found)["latest"][id][" ".join(splits)] == latest_counts(found, id, tuple(splits))
        counts = found.counts(id, measure.by[0])
        if "month" in counts:
            counts = counts[counts["month"] > counts["month"].max() - pd.DateOffset(months=12)]
            assert sum(row[-1] for row in found.latest_counts(id, (measure.by[0],))) == counts["denominator"].sum()
    assert latest_counts(found, id, ("no such split",)) is None


def test_a_model_project_fills_answers_and_a_missing_part_is_named(tmp_path):
    import shutil

    from equityqi.cases.case import Case, CaseError
    from equityqi.files import course_root

    folder = shutil.copytree(course_root() / "docs" / "new-case" / "f-falls", tmp_path / "f-falls")
    (folder / "project.json").write_text(
        '{"schema": 1, "aim": {"place": "our falls service"}, "cycles": [{"n": 3}, {"n": 5}], "drivers": {"nodes": [],'
        ' "links": []}}'
    )
    case = Case(folder)
    assert case.filled("{plan-aim}") == [{"place": "our falls service"}] and case.filled("{plan-first-test}")[0] == {
        "n": 3,
        "start": "7 July 2026",
        "end": "13 July 2026",
    }
    assert case.filled("{plan-drivers}") == {"nodes": [], "links": []}
    with pytest.raises(CaseError, match="project.json has no “commitment”"):
        case.filled("{plan-commitment}")
