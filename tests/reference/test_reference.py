"""The library gives the reference values, and compare.py sees it when it does not."""

import json
from pathlib import Path

import compare
import pytest
from adapters import healthequal
from outcomes import Compared

VALUES = Path(__file__).parent / "values"
SHARED = Path(__file__).parents[3] / "shared" / "methods" / "reference"
FILES = sorted(VALUES.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_holds(path):
    tally = compare.compare_file(path)
    assert tally.mismatches == []
    assert tally.compared + tally.not_offered >= tally.cases > 0


def test_no_reference_file_has_gone():
    assert len(FILES) >= 20


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
def test_every_shared_file_is_here_and_holds(capsys):
    assert compare.main(SHARED) == 0, capsys.readouterr().out
    here = {path.name: path.read_bytes() for path in FILES}
    assert {path.name: path.read_bytes() for path in SHARED.glob("*.json")} == here


def with_change(tmp_path, name, change):
    document = json.loads((VALUES / name).read_text("utf-8"))
    change(document)
    (tmp_path / "renamed.json").write_text(json.dumps(document), encoding="utf-8")
    return compare.main(tmp_path)


def test_a_file_is_known_by_its_fields_not_by_its_name(tmp_path, capsys):
    for path in FILES:
        if path.name != "phe_sii.json":
            document = json.loads(path.read_text("utf-8"))
            for number, case in enumerate(document["cases"]):
                case["name"] = f"case {number}"
            (tmp_path / f"{path.stem[::-1]}.json").write_text(json.dumps(document), encoding="utf-8")
    assert compare.main(tmp_path) == 0, capsys.readouterr().out


def case_of(document, name):
    return next(case for case in document["cases"] if case["name"] == name)


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("phe_proportion", lambda document: document["cases"][0]["expected"]["value"].__setitem__(3, 0.123)),
        ("phe_proportion", lambda document: document["cases"][0]["expected"].update(median=[1])),
        ("phe_proportion", lambda document: document["cases"][0]["input"].update(x=[9], n=[4])),
        ("phe_proportion", lambda document: document["cases"][-1]["input"].update(x=[3])),
        ("phe_proportion", lambda document: document["cases"][0].update(input={"what": 1})),
        ("ptd_xmr", lambda document: case_of(document, "seasonal")["expected"]["upl"].__setitem__(2, 1.0)),
        ("ptd_xmr", lambda document: case_of(document, "seasonal")["expected"].update(variation="none")),
        ("ptd_xmr", lambda document: case_of(document, "fix below 12 refused")["input"].update(fix_after_n_points=12)),
        ("ptd_facets", lambda document: document["cases"][0]["expected"]["assurance"]["assurance_type"].reverse()),
        ("qicharts2", lambda document: document["cases"][0]["expected"]["longest_run"].__setitem__(0, 99)),
        ("ihi_run_rules", lambda document: document["cases"][1]["expected"]["trends"].append({"length": 5})),
        ("anhoej_limits", lambda document: document["cases"][9]["expected"].update(n_crossings_min=0)),
    ],
)
def test_a_changed_reference_value_is_seen(tmp_path, capsys, file, change):
    assert with_change(tmp_path, f"{file}.json", change) == 1
    assert "renamed.json" in capsys.readouterr().out


def test_a_peers_defect_is_put_right_only_where_its_condition_holds():
    tally = compare.compare_file(VALUES / "ptd_xmr.json")
    assert 0 < tally.differs < tally.compared / 50


def test_an_empty_folder_is_not_a_pass(tmp_path, capsys):
    assert compare.main(tmp_path) == 1


@pytest.mark.parametrize(
    ("favourable", "reference", "difference"),
    [(True, 0, -20.0), (True, 2, 30.0), (True, 1, 20.0), (False, 2, -10.0), (False, 0, 30.0)],
)
def test_a_named_reference_group_is_compared_with_the_others_and_never_with_itself(favourable, reference, difference):
    values = [30.0, 50.0, 60.0] if favourable else [10.0, 30.0, 40.0]
    given = {
        "estimate": values,
        "se": [1.0, 1.0, 1.0],
        "reference_subgroup": [int(place == reference) for place in range(3)],
        "favourable_indicator": int(favourable),
        "scale": 100,
    }
    theirs = {"d": {"estimate": difference, "se": 2**0.5}}
    error = 1.959963984540054 * 2**0.5
    theirs["d"] |= {"lowerci": difference - error, "upperci": difference + error}
    compared = list(healthequal.compare(given, theirs))
    assert len(compared) == 4 and all(one.holds for one in compared), compared


@pytest.mark.parametrize(
    ("theirs", "ours", "holds"),
    [
        (1.0, 1.0 + 1e-10, True),
        (1.0, 1.0 + 1e-8, False),
        (None, float("nan"), True),
        (None, 1.0, False),
        ("a", "b", False),
        (0, 1e-13, True),
    ],
)
def test_a_tolerance_means_what_it_says(theirs, ours, holds):
    assert Compared("one", theirs, ours).holds is holds
