"""The pooled odds ratio of planted facts, against statsmodels."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2

from equityqi.authoring.synthetic import odds_ratio


@pytest.mark.parametrize("seed", range(20))
def test_the_odds_ratio_is_that_of_statsmodels(seed):
    draw = np.random.default_rng(seed)
    people = pd.DataFrame({name: draw.random(400) < draw.uniform(0.1, 0.9) for name in ("reminded", "missed")})
    people["fifth"] = draw.integers(1, 6, 400)
    crude = Table2x2(pd.crosstab(people["reminded"], people["missed"]).to_numpy()).oddsratio
    assert odds_ratio(people, "reminded", "missed") == pytest.approx(crude)
    pooled = StratifiedTable.from_data("reminded", "missed", "fifth", people).oddsratio_pooled
    assert odds_ratio(people, "reminded", "missed", "fifth") == pytest.approx(pooled)
