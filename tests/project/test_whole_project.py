"""project.whole_project: one file with all of a project, its copy for others, and files that are refused politely."""

import json
import re
from itertools import pairwise, product

import pytest

from equityqi.files import course_root
from equityqi.project.numbers import AIM, BALANCING, MONTH, Board, CheckIn, Count, Measured, Numbers, after
from equityqi.project.parts import Aim, PdsaCycle, Project, ProjectError
from equityqi.project.sentences import cycle_to_pass_on
from equityqi.project.whole_project import SCHEMA, WholeProject, read_whole, to_json, to_share

TIMES = [after("2025-07", MONTH, step) for step in range(14)]
COUNTS = [(21 + k % 3 + 12 * (k > 8), 41 + k) for k in range(14)] + [(3 + k % 2, 44) for k in range(14)]


def a_project() -> WholeProject:
    groups = ["Carers", "Others"]
    counts = [
        Count(when=TIMES[k % 14], group=groups[k // 14], count=str(one), of=str(of))
        for k, (one, of) in enumerate(COUNTS)
    ]
    harm = [Count(when=TIMES[-1], group="Carers", count="7", of="41")]
    measures = [
        Measured(id="m1", name="reviews done", role=AIM, predicted="60", counts=counts),
        Measured(id="m2", name="people who fell", role=BALANCING, better="down", trigger="12", counts=harm),
    ]
    record = Numbers(
        groups=groups,
        times=TIMES,
        measures=measures,
        cycles=[PdsaCycle(name="A call", low=2, high=3, of=5, observed=1, observed_of=5, learning="Ring after six.")],
        own_log=True,
        check_ins=[CheckIn(day=30, done="part", in_the_way="no time")],
        boards=[Board(month="2026-08", learned="Evenings work.", need="A morning a week", by="14 September 2026")],
    )
    plan = Project(
        title="Reviews for carers", aim=Aim(baseline_group=52.3, baseline_group_n=156, baseline_group_of=298)
    )
    return WholeProject(id="0123456789abcdef", revision=7, session="2026-06-23", plan=plan, record=record)


def test_a_project_comes_back_as_it_was_with_every_part():
    whole = a_project()
    assert read_whole(to_json(whole)) == whole
    assert read_whole(to_json(to_share(whole, "course"))) == to_share(whole, "course")


def test_the_copy_for_others_has_no_count_that_somebody_typed():
    shared = to_share(a_project(), "course")
    for measure in shared.record.measures:
        for one in measure.counts:
            assert all(text == "hidden" or int(text) % 5 == 0 for text in (one.count, one.of)), one
    assert {one.count for one in shared.record.measures[0].counts if one.group == "Others"} == {"hidden"}
    assert shared.record.cycles[0].observed == "fewer" and shared.record.cycles[0].observed_of is None
    assert (shared.plan.aim.baseline_group_n, shared.plan.aim.baseline_group) == (155, 52.5)
    assert to_share(shared, "course").record == shared.record


def test_the_copy_for_others_says_what_the_team_sees_without_a_count():
    shared = to_share(a_project(), "course")
    assert shared.stop == ["People who fell: past the trigger of 12% for Carers in August 2026."]
    assert [one.split(":")[0] for one in shared.found["m1"]] == ["Carers", "Others"]
    assert not re.search(r"\d of \d|\d%", " ".join(shared.found["m1"]))
    assert shared.record.boards == a_project().record.boards and shared.record.check_ins[0].done == "part"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"observed": "2 of 3", "of": 3}, ("not shown (not a number)", None)),
        ({"observed": 12, "of": 15}, ("hidden (small numbers)", None)),  # 3 of them without it
        ({"observed": 12, "of": 15, "n": 30}, ("hidden (small numbers)", None)),
        ({"observed": 3, "of": 5, "low": 3, "high": 3}, ("hidden (small numbers)", None)),
        ({"observed": 5, "of": 5, "low": 2, "high": 4}, ("hidden (small numbers)", None)),
        ({"observed": 0, "of": 5, "low": 1, "high": 4}, ("hidden (small numbers)", None)),
        ({"observed": 13, "observed_of": 23, "of": 25}, (15, 25)),
        ({"observed": 13, "of": 23}, (15, 25)),
        ({"observed": 13}, (15, None)),
        ({"observed": ""}, ("", None)),
    ],
)
def test_what_a_test_saw_leaves_hidden_or_rounded(typed, told):
    passed = cycle_to_pass_on(PdsaCycle(**typed))
    assert (passed.observed, passed.observed_of) == told
    assert cycle_to_pass_on(passed) == passed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"baseline_group": 6, "baseline_group_of": 50}, ("hidden (small numbers)", None, None)),  # 3 people
        ({"baseline_group": 98, "baseline_group_n": 49}, ("hidden (small numbers)", None, None)),  # 1 without it
        ({"baseline_group": 52.3, "baseline_group_of": 298}, (52.3, None, None)),
        ({"baseline_group": 52.3}, (52.3, None, None)),
    ],
)
def test_a_share_with_half_of_its_counts_gives_no_small_count_away(typed, told):
    aim = to_share(WholeProject(plan=Project(aim=Aim(**typed))), "course").plan.aim
    assert (aim.baseline_group, aim.baseline_group_n, aim.baseline_group_of) == told


def test_what_is_said_of_a_small_test_never_leaves_one_count_open():
    """Whoever knows the rules and the prediction works back from what is said, or from its being hidden."""
    for of, low, high in product(range(1, 12), range(12), range(12)):
        could: dict = {}
        for seen in range(of + 1):
            said = cycle_to_pass_on(PdsaCycle(observed=seen, of=of, low=low, high=high)).observed
            could.setdefault(said, []).append(seen)
        one_of_few = [(of, low, high, said) for said, seen in could.items() if isinstance(said, str) and len(seen) == 1]
        assert not one_of_few, one_of_few


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"schema": SCHEMA + 1}, "newer version of the course"),
        ({"what": "a shopping list"}, "isn’t a project of this course"),
        ({"schema": None}, "isn’t a project of this course"),
        ({"record": {"times": ["soon"]}}, "is damaged"),
        ({"record": {"groups": 4}}, "is damaged"),
        ({"boards": []}, "is damaged"),
        ({"plan": {"aim": {"shoe_size": 4}}}, "is damaged"),
    ],
)
def test_another_file_is_refused_in_a_sentence(change, why):
    held = json.loads(to_json(a_project())) | change
    with pytest.raises(ProjectError, match=why):
        read_whole(json.dumps(held).encode())


@pytest.mark.parametrize("end", [0, 1, 40, 900, -3])
def test_a_file_that_was_cut_short_is_refused(end):
    with pytest.raises(ProjectError, match="isn’t a project"):
        read_whole(to_json(a_project())[:end])


def test_a_file_with_numbers_only_of_an_earlier_version_is_read():
    old = {"schema": 1, "numbers": {"groups": ["A"], "times": ["2026-05"], "measures": [{"id": "m1"}]}, "before": []}
    assert read_whole(json.dumps(old).encode()).record.groups == ["A"]


def test_the_parts_are_said_in_the_modules_own_words():
    """A colleague writes such a file from the module's description alone."""
    text = (course_root() / "src/equityqi/project/whole_project.py").read_text("utf-8").split('"""')[1]
    names = ["what", "schema", "copy", "id", "revision", "session", "plan", "record", "stop", "found"]
    at = [text.index(f"\n    {name} ") for name in names]
    assert all(one < other for one, other in pairwise(at))
    assert set(names) == {"what", "schema", "copy", *WholeProject.model_fields} - {"copy_for"}
