"""All datasets: remade to the byte, described as the frictionless library reads them, and checked by one command."""

import csv
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from frictionless import Package, system

from equityqi.authoring import datasets
from equityqi.authoring.synthetic import Draws
from equityqi.cases import all_facts
from equityqi.cases.case import Case
from equityqi.cases.case_figures import FILE, figures_file
from equityqi.files import course_root

DATASETS = course_root() / "datasets"
PACKAGES = sorted(DATASETS.glob("**/datapackage.json")) + [
    course_root() / "docs" / "new-case" / "f-falls" / "datapackage.json"
]
FOLDERS = datasets.made_folders()
CASES = sorted(path.parent for path in DATASETS.glob("*/case.yml"))
MADE = [folder for folder in CASES if folder in FOLDERS]  # the course's own; an author's may have come as tables


@pytest.fixture(autouse=True)
def other_tests_read_as_before():
    """The frictionless library raises a limit of Python's csv for the whole process."""
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


@pytest.fixture
def copied(tmp_path):
    """A course with the shared tables and one small case."""
    shutil.copytree(DATASETS, tmp_path / "datasets", ignore=shutil.ignore_patterns("?-*", "places"))
    shutil.copytree(course_root() / "docs" / "new-case" / "f-falls", tmp_path / "datasets" / "f-falls")
    return tmp_path


def test_there_are_five_cases():
    assert [folder.name[0] for folder in MADE] == list("abcde")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_table_is_made_again_to_the_byte(folder, tmp_path):
    datasets.make_tables(folder, datasets.seed_of(folder), tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    assert made == {path.name: path.read_bytes() for path in folder.glob("*.csv")}


@pytest.mark.parametrize("folder", MADE, ids=lambda folder: folder.name)
def test_every_planted_fact_is_in_the_shipped_tables_and_every_fact_is_worked_out(folder):
    from equityqi.cases.case import Tables

    assert datasets.outside(folder, Tables(folder)) == []
    numbers = {id for id, fact in datasets.case_facts(folder).items() if not isinstance(fact.value, str)}
    assert numbers == set(datasets.planted(folder))


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.parent.name)
def test_the_frictionless_library_reads_every_table_as_described(path):
    with system.use_context(trusted=True):
        report = Package(str(path)).validate()
    assert report.valid, report.flatten(["type", "title", "message"])[:3]


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.parent.name)
def test_every_file_is_described_and_every_described_file_is_there(path):
    described = {resource.path for resource in Package(str(path)).resources}
    assert described == {file.name for file in path.parent.glob("*.csv")}


def test_files_have_plain_line_ends_and_no_byte_order_mark():
    for path in DATASETS.rglob("*.csv"):
        data = path.read_bytes()
        assert b"\r" not in data and not data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\n"), path
        data.decode("utf-8")


def test_a_copy_in_order_has_nothing_to_mend(copied):
    assert datasets.differences(copied) == []


@pytest.mark.parametrize("folder", MADE, ids=lambda folder: folder.name)
def test_the_figures_beside_a_case_are_made_again_to_the_byte(folder):
    assert (folder / FILE).read_text(encoding="utf-8") == figures_file(Case(folder))


def test_figures_that_are_not_of_the_tables_any_more_are_named_and_made_again(copied):
    [made] = datasets.make_figures(copied)
    assert datasets.differences(copied) == []
    case = made.with_name("case.yml")
    case.write_text(case.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    said = "f-falls/figures.json is not what its tables say. Run: python start.py make cases"
    assert datasets.differences(copied) == [said]
    datasets.make_figures(copied)
    assert datasets.differences(copied) == []


def test_a_changed_cell_is_found(copied):
    path = copied / "datasets" / "practices.csv"
    path.write_text(path.read_text().replace("Newlands", "Oldford", 1))
    assert datasets.differences(copied) == [
        "datasets/practices.csv is not what make.py makes. Run: python datasets/make.py"
    ]


def test_a_missing_table_is_found(copied):
    (copied / "datasets" / "events.csv").unlink()
    assert any("events.csv is not what make.py makes" in sentence for sentence in datasets.differences(copied))


def test_a_fault_in_a_case_without_a_script_is_found(copied):
    path = copied / "datasets" / "f-falls" / "story.yml"
    path.write_text(path.read_text().replace("{started-no-car}", "{nothing}"))
    line = path.read_text().splitlines().index("    shown: But only {nothing}% of them ever start.") + 1
    assert datasets.differences(copied)[0].startswith(
        f"f-falls/story.yml, line {line}: f-falls has no name or fact called {{nothing}}"
    )


def _changed(copied, before, after):
    path = copied / "datasets" / "f-falls" / "facts.yml"
    words = path.read_text(encoding="utf-8")
    assert before in words
    path.write_text(words.replace(before, after), encoding="utf-8")
    return datasets.differences(copied)


def test_a_false_figure_of_a_case_is_found_with_its_line_and_its_table(copied):
    path = copied / "datasets" / "f-falls" / "facts.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("58%", "85%"), encoding="utf-8")
    assert _changed(copied, "value: 58", "value: 85") == [
        "f-falls/facts.yml, line 22, f-finished-of-referred-car: it says 85, but classes_monthly.csv"
        " (finished_of_referred; a car; 2025-07 to 2026-06) gives 58."
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("measure: finished_of_referred, group: [a car]", "measure: finished_of_started, group: [a car]", "gives 7"),
        ("group: [a car], window: 2025-07 to 2026-06", "group: [a car], window: 2025-07 to 2025-07", "it says 58, but"),
        ("group: [a car]", "group: [a bus]", "finished_of_referred is not split by a group called “a bus”"),
        ("finished_of_referred, group: [a car]", "finished, group: [a car]", "has no measure “finished”. It has:"),
        ("window: 2025-07 to 2026-06", "window: 2031-07 to 2032-06", "there’s nothing in the tables about"),
        (
            "  of: {measure: started_of_referred, group: [no car], window: 2025-07 to 2026-06}\n",
            "",
            "name its measure,",
        ),
    ],
    ids=["measure", "window", "group", "no measure", "empty", "untied"],
)
def test_a_fact_that_names_the_wrong_place_or_none_is_found(copied, before, after, told):
    assert any(told in sentence for sentence in _changed(copied, before, after))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_every_fact_of_a_case_prints_what_its_table_gives(folder):
    assert datasets.false_facts(folder) == []


def test_a_false_figure_of_the_course_is_found(monkeypatch):
    folder = next(folder for folder in CASES if folder.name.startswith("d-"))
    facts = datasets.case_facts(folder)
    wrong = {id: replace(facts[id], value=facts[id].value + 0.1) for id in ("d-missed-before", "d-reminder-crude")}
    monkeypatch.setattr(datasets, "case_facts", lambda _: {**facts, **wrong})
    first, second = datasets.false_facts(folder)
    assert "d-missed-before: it says 14.1, but appts.csv (missed; everybody; 2024-01 to 2024-11) gives 14.0" in first
    assert "d-reminder-crude: it says" in second and "planted.py, from the tables of d-missed-appointments" in second


def test_a_table_that_the_package_does_not_name_is_refused(copied, tmp_path):
    make = copied / "datasets" / "make.py"
    make.write_text(make.read_text().replace('"events": pd', '"event": pd'))
    with pytest.raises(ValueError, match="makes practices, event, but datapackage.json names practices, events"):
        datasets.make_tables(make.parent, 1, tmp_path)


def test_a_planted_fact_that_no_seed_can_hold_is_told(copied, monkeypatch, capsys):
    folder = copied / "datasets" / "f-falls"
    (folder / "make.py").write_text(
        "import pandas as pd\nfrom equityqi.authoring.synthetic import Draws\ndef make(seed):\n    return"
        " {'classes_monthly': pd.DataFrame({'month': ['2024-07'], 'has_car': [True], 'referred_n': [9], 'started_n':"
        " [5], 'finished_n': Draws(seed, 'x').poisson([3.0])})}\n"
    )
    (folder / "planted.py").write_text(
        "PLANTED = {'f-started-no-car': lambda tables: tables['classes_monthly']['finished_n'].sum()}\n"
    )
    facts = folder / "facts.yml"
    monkeypatch.setattr(datasets, "SEEDS_AT_MOST", 3)
    with pytest.raises(datasets.NoSeed, match="None of 3 seeds"):
        datasets.find_seed(folder)
    assert re.search(
        r"f-started-no-car: the tables say \d, and it must lie between 47.5 and 48.5", capsys.readouterr().out
    )
    facts.write_text(
        re.sub(
            r"(f-started-no-car:\n  value: 48\n(?:.*\n)*?)  tolerance: 0.5",
            r"\1  designed: 3\n  tolerance: 0",
            facts.read_text(),
        )
    )
    monkeypatch.setattr(datasets, "SEEDS_AT_MOST", 100)
    seed = datasets.find_seed(folder)
    assert [int(Draws(number, "x").poisson([3.0])[0]) == 3 for number in range(1, seed + 1)] == [False] * (seed - 1) + [
        True
    ]


def test_draws_are_what_their_names_say():
    draws = Draws(1, "test")
    assert abs(draws.binomial([1000] * 4000, 0.3).mean() - 300) < 1
    assert abs(draws.poisson([2.5] * 20000).mean() - 2.5) < 0.05
    assert abs(draws.normal(10, 2, 20000).std() - 2) < 0.05
    within = draws.normal_within([0.0] * 20000, 1, -1, 0.5)
    assert within.min() >= -1 and within.max() <= 0.5 and (within > 0.49).mean() < 0.02
    assert abs(draws.gamma(4, [28.0] * 20000).std() - 14) < 0.4
    picked = draws.pick([0.2, 0.5, 0.3], 20000)
    assert [round((picked == k).mean(), 1) for k in range(3)] == [0.2, 0.5, 0.3]
    assert draws.pick([[1, 0, 0], [0, 0, 1], [0, 1, 0]]).tolist() == [0, 2, 1]
    assert sorted(draws.shuffled(range(50))) == list(range(50))
    assert draws.deal([100, 300], 200).sum() == 200


def test_the_same_seed_and_table_give_the_same_numbers_and_no_other_does():
    first = Draws(1, "people").uniform(3).tolist()
    assert (
        first
        == Draws(1, "people").uniform(3).tolist()
        == [0.29015430760033417, 0.38530330773147664, 0.1095933367930148]
    )
    assert first != Draws(2, "people").uniform(3).tolist() != Draws(1, "visits").uniform(3).tolist()


def test_planted_facts_of_the_course_stand_in_one_file():
    assert not [folder for folder in MADE if (folder / "facts.yml").exists()]
    for letter in "abcde":
        assert (
            len([id for id, fact in all_facts().items() if fact.status == "planted" and id.startswith(f"{letter}-")])
            >= 10
        )


def test_no_script_reads_the_clock_or_a_random_source_of_its_own():
    for path in [*DATASETS.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"np\.random|import random|default_rng|datetime\.now|today\(\)|time\.time", text), path
        assert len(text.splitlines()) < 300, path
        assert Path(path).name in ("make.py", "planted.py")
