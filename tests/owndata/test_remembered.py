"""owndata.remembered, cli.look: what was chosen is remembered by the columns' names, and asked for where it is not
sure.
"""

import json

import pytest
from typer.testing import CliRunner

from equityqi.cli.app import app
from equityqi.forms.own_data_form import OwnData
from equityqi.owndata.remembered import BESIDE, FILE
from equityqi.settings import write_settings

UNSURE = "clinic,asked,came,stayed\nHill,200,120,90\nDale,180,70,40\n"


@pytest.fixture
def table(tmp_path):
    (tmp_path / "may.csv").write_text(UNSURE, encoding="utf-8")
    return tmp_path / "may.csv"


def run(*words):
    return CliRunner().invoke(app, ["look", *map(str, words)])


def test_the_command_says_what_to_type_and_ends_with_2(table):
    done = run(table, "--no-ask")
    assert done.exit_code == 2 and '--count "came"' in done.output and "Draft aim" not in done.output
    assert [ask["role"] for ask in json.loads(run(table, "--json").stdout)["asks"]] == ["count"]


def test_what_was_typed_is_read_and_nothing_is_written_beside_the_table(table):
    done = run(table, "--count", "came")
    assert done.exit_code == 0 and "Dale: 38.9%, and Hill: 60.0%" in done.output
    assert [path.name for path in table.parent.iterdir()] == ["may.csv"]


def test_next_month_s_file_of_the_same_columns_is_read_alike_and_a_changed_one_is_asked(table):
    assert run(table, "--count", "came", "--keep").exit_code == 0 and (table.parent / BESIDE).is_file()
    (table.parent / "june.csv").write_text(UNSURE.replace("200", "210"), encoding="utf-8")
    done = run(table.parent / "june.csv", "--no-ask")
    assert done.exit_code == 0 and "as you chose before" in done.output and "Hill: 57.1%" in done.output
    (table.parent / "july.csv").write_text(UNSURE.replace("stayed", "left early"), encoding="utf-8")
    assert run(table.parent / "july.csv", "--no-ask").exit_code == 2


def test_a_broken_memory_is_passed_over(table):
    (table.parent / BESIDE).write_text("[1", encoding="utf-8")
    assert run(table, "--count", "came").exit_code == 0


def test_the_two_groups_can_be_named(table):
    done = run(table, "--count", "came", "--compare", "Hill", "--compare", "Dale")
    assert "Hill is ahead of Dale" in done.output


def test_the_page_remembers_in_the_work_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    work = tmp_path / "my-work"
    work.mkdir()
    write_settings(work, {"name": "asha", "case": "a-blood-pressure"})
    form, told = OwnData(), []
    form.bind(work)
    form.send = lambda content, buffers=None: told.append(content)
    form.on_message(form, {"do": "look", "text": UNSURE}, [])
    assert [(name, role) for name, role, _ in form.columns][:2] == [("clinic", "group"), ("asked", "of")]
    assert told[-1]["said"].startswith("Not yet") and [key for key, *_ in form.choices] == ["count"]
    form.on_message(form, {"do": "look", "choices": {"count": "came"}}, [])
    assert told[-1]["said"].startswith("Done") and (work / "own-data" / FILE).is_file()
    form.on_message(form, {"do": "look", "text": UNSURE.replace("200", "220")}, [])
    assert told[-1]["said"].startswith("Done") and "as you chose before" in form.reading
