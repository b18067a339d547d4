"""The library gives the reference values, and compare.py sees it when it does not."""

import json
from pathlib import Path

import compare
import pytest
from outcomes import Compared

VALUES = Path(__file__).parent / "values"
GAPS = ("PHEindicatormethods", "healthequal", "rineq", "FunnelPlotR", "pysal", "statsmodels")
FILES = sorted(path for path in VALUES.glob("*.json") if any(word in path.read_text("utf-8")[:200] for word in GAPS))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_holds(path):
    tally = compare.compare_file(path)
    assert tally.mismatches == []
    assert tally.compared >= tally.cases > 0


def test_every_file_on_gaps_is_here():
    assert len(FILES) == 15


def with_change(tmp_path, name, change):
    document = json.loads((VALUES / name).read_text("utf-8"))
    change(document)
    (tmp_path / "renamed.json").write_text(json.dumps(document), encoding="utf-8")
    return compare.main(tmp_path)


def test_a_file_is_known_by_its_fields_not_by_its_name(tmp_path, capsys):
    for path in FILES:
        if path.name != "phe_sii.json":
            (tmp_path / path.name[::-1].replace(".", "-")).with_suffix(".json").write_bytes(path.read_bytes())
    assert compare.main(tmp_path) == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["cases"][0]["expected"]["value"].__setitem__(3, 0.123),
        lambda document: document["cases"][0]["expected"].update(median=[1]),
        lambda document: document["cases"][0]["input"].update(x=[9], n=[4]),
        lambda document: document["cases"][-1]["input"].update(x=[3]),
        lambda document: document["cases"][0].update(input={"what": 1}),
    ],
    ids=["a value", "a new field", "refused here only", "refused there only", "an unknown case"],
)
def test_a_changed_reference_value_is_seen(tmp_path, capsys, change):
    assert with_change(tmp_path, "phe_proportion.json", change) == 1
    assert "renamed.json" in capsys.readouterr().out


def test_an_empty_folder_is_not_a_pass(tmp_path, capsys):
    assert compare.main(tmp_path) == 1


@pytest.mark.parametrize(
    ("theirs", "ours", "holds"),
    [(1.0, 1.0 + 1e-10, True), (1.0, 1.0 + 1e-8, False), (None, float("nan"), True), (None, 1.0, False), ("a", "b", False), (0, 1e-13, True)],
)
def test_a_tolerance_means_what_it_says(theirs, ours, holds):
    assert Compared("one", theirs, ours).holds is holds
