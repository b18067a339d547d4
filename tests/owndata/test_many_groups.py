"""owndata.chance_spread, owndata.bands, gaps.chance_range: more than ten groups: how far chance alone spreads them, and
fifths of deprivation where a column of the table has a score or a rank.
"""

import numpy as np
import pytest

from equityqi.gaps import CannotMeasure, chance_range
from equityqi.owndata.bands import FIFTHS, NO_FIFTH
from equityqi.owndata.keep_counts import keep
from equityqi.owndata.look import look_at

WARDS = [f"{place} {part}" for place in ("Aller", "Brent", "Cole", "Dart", "Exe", "Frome", "Gara") for part in "NESW"]


def table(heading="", number=lambda place: "", share=lambda place: 0.6, people=400, quarters=4, seed=2):
    rng, rows = np.random.default_rng(seed), [f"quarter,ward{',' * bool(heading)}{heading},immunised,children due"]
    for quarter in range(quarters):
        for place, ward in enumerate(WARDS):
            more = f",{number(place)}" if heading else ""
            rows.append(f"2025 Q{quarter + 1},{ward}{more},{rng.binomial(people, share(place))},{people}")
    return "\n".join(rows).encode()


def see(data, choose=None, **more):
    return look_at("wards.csv", data, choose=choose, **more)


def finding(seen, kind):
    return next((one.sentence for one in seen.findings if one.kind == kind), "")


def unequal(place):
    return 0.5 + 0.006 * place


def test_chance_alone_spreads_many_groups_as_drawn():
    people = np.array([60, 90, 150, 700] * 8)
    low, high = chance_range(people, 0.3)
    shares = np.random.default_rng(4).binomial(people, 0.3, (4000, 32)) / people
    inside = (shares.min(axis=1) > low - 1e-9) & (shares.max(axis=1) < high + 1e-9)
    assert 0.945 < inside.mean() < 0.985  # counts are whole, so it is a little above 95%
    narrower = chance_range(people * 100, 0.3)
    assert low < narrower[0] < 0.3 < narrower[1] < high
    assert chance_range([50], 0.5, per=100) == pytest.approx((36, 64), abs=0.01)
    with pytest.raises(CannotMeasure):
        chance_range([0, 10], 0.3)


def test_groups_that_differ_by_chance_are_said_to_tell_nothing():
    seen = see(table())
    told = finding(seen, "chance spread")
    assert seen.gap is None and "league table" in seen.sentence
    assert told.startswith("With 28 groups, some are always far apart. If all had the same share,")
    assert "No group is further out than chance can explain" in told
    chosen = see(table(), groups=(WARDS[3], WARDS[9]))
    assert chosen.gap is not None and finding(chosen, "chance spread") == told


def test_the_few_that_lie_further_out_are_named():
    told = finding(
        see(table(share=lambda place: 0.4 if place == 5 else 0.8 if place in (7, 20) else 0.6)), "chance spread"
    )
    assert f"3 are further out than chance can explain for their size: below the others: {WARDS[5]}; above" in told
    assert WARDS[7] in told and WARDS[20] in told and WARDS[8] not in told
    most = finding(see(table(share=lambda place: 0.1 + 0.03 * place)), "chance spread")
    assert "Most are further out" in most and "don’t show what" in most


def test_ten_groups_are_compared_as_before():
    ten = b"\n".join(line for line in table().splitlines() if not any(ward.encode() in line for ward in WARDS[10:]))
    assert see(ten).gap is not None and not finding(see(ten), "chance spread")


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("IMD score", lambda place: 70.5 - 2 * place),
        ("IMD 2019 rank", lambda place: 300 + 1100 * place),
        ("Townsend score", lambda place: round(5.2 - 0.4 * place, 1)),
        ("deprivation_index", lambda place: 900.5 - place),
    ],
)
def test_many_groups_are_put_into_fifths_by_a_score_or_a_rank(heading, number):
    seen = see(table(heading, number, unequal))
    assert (seen.gap.worst, seen.gap.best) == (FIFTHS[0], FIFTHS[4]) and set(seen.groups["group"]) == set(FIFTHS)
    wards = [sum(400 * 4 * (np.ceil(5 * (place + 0.5) / 28) == fifth + 1) for place in range(28)) for fifth in range(5)]
    assert seen.groups.set_index("group").loc[list(FIFTHS), "denominator"].tolist() == wards
    assert f"ward, in fifths by {heading} (5 groups)" in str(seen.reading)
    assert f"28 groups are too many to compare one by one, so we put them into fifths by “{heading}”" in finding(
        seen, "in fifths"
    )


def test_the_fifths_are_taken_away_and_seen_again_alike(tmp_path):
    seen = see(table("IMD score", lambda place: 70.5 - 2 * place, unequal))
    again = look_at("counts.csv", keep(tmp_path, seen).read_bytes(), better=1)
    assert (
        again.groups.sort_values("group")["numerator"].tolist()
        == seen.groups.sort_values("group")["numerator"].tolist()
    )
    same = see(table("IMD score", lambda place: 70.5 - 2 * place, unequal), groups=(FIFTHS[1], FIFTHS[3]))
    assert same.gap.worst == FIFTHS[1]


def test_where_the_heading_does_not_say_which_end_is_the_most_deprived_it_is_asked():
    data = table("imd_2019", lambda place: 70.5 - 2 * place, unequal)
    seen = see(data)
    assert seen.gap is None and seen.draft_aim is None and "Which end of it is the most deprived?" in seen.sentence
    high, low = (see(data, {"rows": option}) for option in seen.asks[0].options)
    assert (high.gap.worst, low.gap.worst) == (FIFTHS[0], FIFTHS[4])


def test_two_columns_that_order_the_groups_otherwise_are_asked_and_one_order_is_not():
    both = "IMD score,Income deprivation score"
    asked = see(table(both, lambda place: f"{70.5 - place},{(place * 11) % 28 + 0.5}", unequal))
    assert asked.gap is None and [option for option in asked.asks[0].options] == [
        "Fifths by “IMD score”",
        "Fifths by “Income deprivation score”",
    ]
    data = table(both, lambda place: f"{70.5 - place},{(place * 11) % 28 + 0.5}", unequal)
    assert see(data, {"rows": "Fifths by “IMD score”"}).gap.worst == FIFTHS[0]
    one = table("IMD score,IMD rank", lambda place: f"{70.5 - place},{200 + place}", unequal)
    assert see(one).gap.worst == FIFTHS[0]


def test_the_groups_themselves_can_be_compared_all_the_same():
    data = table("IMD score", lambda place: 70.5 - 2 * place, unequal)
    assert "The file has 28 groups" in see(data, {"group": "ward"}).sentence
    named = see(data, groups=(WARDS[0], WARDS[27]))
    assert (named.gap.worst, named.gap.best) == (WARDS[0], WARDS[27])


def test_a_group_without_a_score_is_in_no_fifth_and_two_scores_of_one_group_make_none():
    seen = see(table("IMD score", lambda place: "" if place in (2, 9) else 70.5 - 2 * place, unequal))
    assert NO_FIFTH in set(seen.groups["group"]) and {seen.gap.worst, seen.gap.best} == {FIFTHS[0], FIFTHS[4]}
    drifting = (
        table("IMD score", lambda place: 70.5 - 2 * place, unequal)
        .decode()
        .replace("Q4,Aller N,70.5", "Q4,Aller N,1.5")
    )
    assert "The file has 28 groups" in see(drifting.encode()).sentence


def test_a_count_of_deprived_people_makes_no_fifths():
    data = table("people in deprivation", lambda place: 150 + 3 * place, unequal)
    seen = see(data, {"count": "immunised", "of": "children due"})
    assert seen.gap is None or seen.asks
