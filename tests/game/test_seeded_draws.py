"""game.seeded_draws: the whole numbers that numpy's generator gives, without numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equityqi.game import GROUPS, IDEAS
from equityqi.game.seeded_draws import raw_numbers
from equityqi.game.system import MONTHS, draws


def numpys(seeds, how_many):
    return np.random.PCG64(np.random.SeedSequence(seeds)).random_raw(how_many).tolist()


def test_300_games_draw_what_numpy_draws():
    for seed in (*range(200), *range(2**32 - 1, 2**31, -21474837)):
        for month in range(1, MONTHS + 1):
            raw = np.array(numpys([seed, month], 1 + 2 * len(GROUPS) + len(IDEAS)), np.uint64) >> np.uint64(11)
            assert draws(seed, month) == tuple(((raw + 0.5) * 2.0**-53).tolist()), (seed, month)


@given(st.lists(st.integers(0, 2**200), min_size=1, max_size=6))
def test_seeds_of_any_size_and_number_give_what_numpy_gives(seeds):
    assert raw_numbers(seeds, 9) == numpys(seeds, 9)


def test_a_seed_below_0_is_refused():
    with pytest.raises(ValueError, match="from 0 on, not -1"):
        raw_numbers([-1], 1)
