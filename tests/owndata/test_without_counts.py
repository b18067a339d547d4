"""owndata.without_counts: measures that have no counts behind them are told as what they are, without an aim."""

from equityqi.gaps import slope
from equityqi.owndata.look import look_at

YEARS, PEOPLE = [60.1, 62.0, 64.4, 66.0, 68.9], [900, 1000, 1100, 1000, 1000]


def see(*rows):
    return look_at("own.csv", "\n".join(rows).encode())


def test_an_ordered_measure_with_people_is_told_by_its_slope_and_interval():
    rows = [
        f"{at},{year},{year - 0.49},{year + 0.49},{n}" for at, year, n in zip(range(1, 6), YEARS, PEOPLE, strict=True)
    ]
    seen = see("Deprivation fifth,Healthy life expectancy,Lower CI,Upper CI,Population", *reversed(rows))
    sii = slope(YEARS, PEOPLE, [0.25] * 5).sii
    assert f"it is {sii.value:.1f} (95% interval {sii.lower:.1f} to {sii.upper:.1f})" in seen.sentence
    assert "(Deprivation fifth 1 to 5) it goes from 60.1 to 68.9: 8.8 apart" in seen.sentence
    assert seen.gap is None and seen.draft_aim is None and "a number of years" in seen.sentence


def test_without_people_the_first_and_the_last_are_told_and_what_they_leave_out():
    rows = ["2024,Most deprived,99", "2024,Least deprived,98", "2025,Most deprived,90", "2025,Least deprived,50"]
    seen = see("Year,Deprivation,Admissions per 1000", *rows)
    assert "from 90 to 50: 40.0 apart" in seen.sentence and "This is for 2025, the latest time" in seen.sentence
    assert "how many people each has" in seen.sentence


def test_groups_without_an_order_get_no_slope_and_totals_are_no_group():
    seen = see("Ward,Mean age,Patients", "Elm,40.2,300", "Oak,50.1,200", "Fir,30,100", "Total,80,600")
    assert "from 30 (Fir) to 50.1 (Oak)" in seen.sentence and "can’t see an order in the groups" in seen.sentence


def test_two_measures_at_once_are_not_told():
    seen = see("Ward,Mean age,DNA rate,Patients", "Elm,40.2,3,300", "Oak,50.1,4,200")
    assert "no counts behind it" not in seen.sentence and seen.gap is None


def test_a_table_that_splits_years_of_life_twice_says_what_to_keep():
    rows = [f"{sex},Tenth {tenth},{71 + tenth}.4" for sex in ("Women", "Men") for tenth in range(1, 11)]
    text = "\n".join(["Sex,Tenth of deprivation,Healthy life expectancy", *rows])
    seen = look_at("years.csv", text.encode())
    assert seen.gap is None and "has no counts behind it" in seen.sentence
    assert "Keep the rows of one of “Sex”, such as Women, then look again." in seen.sentence
    women = "\n".join(line for line in text.splitlines() if not line.startswith("Men"))
    assert "(Tenth of deprivation Tenth 1 to Tenth 10)" in look_at("years.csv", women.encode()).sentence
    both = "ward,life expectancy of men,life expectancy of women\nElm,78.2,82.1\nOak,75.3,80.4\n"
    told = look_at("years.csv", both.encode()).sentence
    assert "have no counts behind them. Keep one of the columns “life expectancy of men” and" in told
