"""Every reference case about variation, through the public functions: no mismatch, and what is not offered."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "adapters"))
import variation as adapter  # noqa: E402

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((HERE / "values").glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
    if adapter.recognise(case)
]


def agree(expected, got, tolerance) -> bool:
    if isinstance(got, list) and not isinstance(expected, list):
        expected = [expected]
    if isinstance(expected, list):
        return isinstance(got, list) and len(expected) == len(got) and all(agree(e, g, tolerance) for e, g in zip(expected, got))
    missing = [v is None or (isinstance(v, float) and np.isnan(v)) for v in (expected, got)]
    if any(missing):
        return all(missing)
    if tolerance:
        return abs(expected - got) <= tolerance * max(abs(expected), abs(got))
    return expected == got


@pytest.mark.parametrize("case", CASES)
def test_case_agrees_with_the_reference(case):
    reason = adapter.not_offered(case)
    if reason:
        pytest.skip(f"not offered: {reason}")
    known = adapter.defects(case)
    wrong = [(q, e, g) for q, e, g, tolerance in adapter.compare(case) if q not in known and not agree(e, g, tolerance)]
    assert not wrong


def test_all_reference_files_are_recognised():
    assert len(CASES) == 51 + 3 + 51 + 60 + 30


def test_a_wrong_reference_value_is_seen():
    case = next(p.values[0] for p in CASES if p.values[0]["name"] == "seasonal")
    broken = case | {"expected": case["expected"] | {"upl": [u * (1 + 1e-8) for u in case["expected"]["upl"]]}}
    assert [q for q, e, g, t in adapter.compare(broken) if not agree(e, g, t)] == ["upl"]


def test_a_peer_defect_is_known_by_its_condition_not_its_name():
    case = next(p.values[0] for p in CASES if p.values[0]["name"] == "constant then one change")
    renamed = case | {"name": "anything"}
    assert set(adapter.defects(renamed)) == set(adapter.FROM_LIMITS)
    assert adapter.defects(next(p.values[0] for p in CASES if p.values[0]["name"] == "seasonal")) == {}
