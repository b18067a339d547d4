"""cases.places: the tables of places: each row's status and period, and the guard against mixed periods."""

import csv
import re
from pathlib import Path

import pytest

from equityqi.cases import NotOnePeriod, one_period, places
from equityqi.cases.places import COLUMNS
from equityqi.files import course_root

FOLDER = course_root() / "datasets" / "places"
TOPICS = sorted(path.stem for path in FOLDER.glob("*.csv"))
REAL = Path(__file__).parents[3] / "shared" / "data" / "real"
BLMK = "Bedfordshire, Luton and Milton Keynes"
CODES = {
    "Bedford": "E06000055",
    "Central Bedfordshire": "E06000056",
    "Luton": "E06000032",
    "Milton Keynes": "E06000042",
    BLMK: "E54000024",
    "England": "E92000001",
}


def rows(topic):
    with (FOLDER / f"{topic}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ALL = [(topic, row) for topic in TOPICS for row in rows(topic)]


def test_the_five_topics_are_there():
    assert TOPICS == ["deprivation", "ethnicity", "healthy-life-expectancy", "population", "practices"]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_file_is_plain_tidy_and_without_doubles(topic):
    raw = (FOLDER / f"{topic}.csv").read_bytes()
    text = raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and text.endswith("\n")
    assert not re.search(r"[ \t]$", text, re.M)
    table = rows(topic)
    assert tuple(table[0]) == COLUMNS
    keys = [(r["place"], r["measure"], r["group"], r["period"]) for r in table]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("topic", "row"), ALL)
def test_every_row_has_a_status_a_period_and_a_source_that_fit(topic, row):
    assert all(row[column] == row[column].strip() for column in COLUMNS)
    assert all(row[column] for column in COLUMNS if column != "value")
    assert row["area_code"] == CODES[row["place"]]
    assert row["status"] in ("published", "computed", "not-found")
    assert (row["value"] == "") == (row["status"] == "not-found")
    assert re.fullmatch(r"\d{4}|mid-\d{4}|not stated", row["period"])


def test_healthy_life_expectancy_is_as_the_article_gives_it():
    men = places("healthy-life-expectancy").query("group == 'Men'").set_index("place")
    assert men["value"].dropna().to_dict() == {"Central Bedfordshire": 67.9, "Luton": 59.2}
    assert set(men["period"]) == {"not stated"}
    assert men.loc[["Bedford", "Milton Keynes"], "status"].tolist() == ["not-found", "not-found"]


def test_nothing_is_invented_for_england():
    ethnicity = places("ethnicity").query("place == 'England'")
    assert len(ethnicity) and ethnicity["value"].isna().all() and set(ethnicity["status"]) == {"not-found"}


def test_shares_add_up_to_a_whole():
    quintiles = places("deprivation").query("measure.str.startswith('Share of residents')")
    for place, total in quintiles.groupby("place")["value"].sum().items():
        assert total == pytest.approx(100, abs=0.3), place
    broad = places("ethnicity").query(
        "group in ['Asian', 'Black', 'Mixed', 'Other', 'White (all)'] and place != 'England'"
    )
    for place, total in broad.groupby("place")["value"].sum().items():
        assert total == pytest.approx(100, abs=0.3), place


def test_quintiles_of_england_add_up_to_its_population():
    england = places("deprivation").query("place == 'England' and period == 'mid-2020'")["value"].sum()
    stated = places("population").query("place == 'England' and period == 'mid-2020'")["value"].item()
    assert england == stated == 56_550_138


def test_missing_is_not_zero():
    share = (
        places("deprivation")
        .query("measure == 'IMD 2019 share of small areas in the most deprived tenth'")
        .set_index("place")
    )
    assert share.loc["Central Bedfordshire", "value"] == 0
    assert share.isna().loc[BLMK, "value"]


def test_no_practice_of_luton_is_in_the_most_deprived_fifth_though_many_of_its_people_are():
    table = places("practices")
    fifth = table[table["group"] == "Quintile 1 (most deprived)"].set_index("place")["value"]
    residents = (
        places("deprivation").query("place == 'Luton' and group == 'Quintile 1 (most deprived)'")["value"].item()
    )
    assert fifth.to_dict() == {BLMK: 2, "Luton": 0} and residents > 30


def test_practices_come_out_of_the_real_files_again():
    lists, scores = (
        REAL / "nhsdigital_gp-reg-pat-prac-all_jan2021.csv",
        REAL / "fingertips_api_93553_imd2019_gp_BLMK_subset.csv",
    )
    if not lists.exists():
        pytest.skip("../shared is not here")
    pd = pytest.importorskip("pandas")
    table = places("practices").set_index(["place", "measure", "group"])["value"]
    real = pd.read_csv(lists)
    size = real[real["CCG_CODE"].isin(["06F", "06P", "04F"])].set_index("CODE")["NUMBER_OF_PATIENTS"]
    assert (len(size), size.sum()) == (
        table[BLMK, "GP practices", "All practices"],
        table[BLMK, "Registered patients", "All practices"],
    )
    assert [round(size.mean()), round(size.median()), size.min(), size.max()] == table[
        BLMK, "List size of a GP practice"
    ].tolist()
    assert real["NUMBER_OF_PATIENTS"].median() == pytest.approx(
        table["England", "List size of a GP practice", "Median"], abs=1
    )
    for place, code in (("Luton", "06P"), ("Milton Keynes", "04F")):
        assert (real["CCG_CODE"] == code).sum() == table[place, "GP practices", "All practices"]
    read = pd.read_csv(scores)
    score = read[read["Area Type"].str.contains("GP")].drop_duplicates("Area Code").set_index("Area Code")["Value"]
    score = score[score.index.isin(size.index)].dropna()
    assert len(score) == 96 and (score > 32.9).sum() == 2
    assert [round(score.mean(), 1), round(score.min(), 1), round(score.max(), 1)] == table[
        BLMK, "Deprivation score of a GP practice (IMD 2019)"
    ].tolist()
    luton = score[score.index.isin(real.loc[real["CCG_CODE"] == "06P", "CODE"])]
    assert [round(luton.min(), 1), round(luton.max(), 1)] == table[
        "Luton", "Deprivation score of a GP practice (IMD 2019)"
    ].tolist()


def test_an_unknown_topic_gets_a_sentence():
    with pytest.raises(
        LookupError, match=r"no table of places called '\.\./facts'. There are: deprivation, ethnicity,"
    ):
        places("../facts")


def test_rows_of_one_period_may_share_a_chart():
    table = places("deprivation").query("measure == 'IMD 2019 average score' and status == 'published'")
    assert one_period(table) is table


@pytest.mark.parametrize(
    ("topic", "question", "said"),
    [
        (
            "population",
            "place == 'Luton' or (place == 'England' and period == 'mid-2020')",
            r"different periods \(2021; mid-2020\)",
        ),
        ("deprivation", "place == 'Luton' and unit == 'average score'", "different measures"),
        ("healthy-life-expectancy", "group == 'Men'", "No figure was found for Bedford, Milton Keynes"),
        (
            "healthy-life-expectancy",
            "place == 'Luton'",
            "period is not stated, and the figures come from different sources",
        ),
        ("ethnicity", "group == 'White British' and place != 'England'", f"No figure was found for {BLMK}"),
        ("population", "place == 'Leeds'", "There is no row to draw"),
    ],
)
def test_rows_that_must_not_share_a_chart_are_refused(topic, question, said):
    with pytest.raises(NotOnePeriod, match=said):
        one_period(places(topic).query(question))


def test_a_value_with_a_bad_status_is_refused():
    table = places("population").query("period == '2021' and place != 'England'").copy()
    table.loc[table.index[0], "status"] = "not-verified"
    with pytest.raises(NotOnePeriod, match="No figure was found for Bedford"):
        one_period(table)


def test_quintiles_come_out_of_the_real_file_again():
    path = REAL / "derived_blmk_lsoa11_imd2019_pop2020.csv"
    if not path.exists():
        pytest.skip("../shared is not here")
    import pandas as pd

    real = pd.read_csv(path)
    real["quintile"] = (real["IMD_decile"].astype(int) + 1) // 2
    counts = real.pivot_table(index="la", columns="quintile", values="total_population", aggfunc="sum")
    counts.loc[BLMK] = counts.sum()
    stored = places("deprivation").query("measure.str.startswith('Share of residents')")
    for place, table in stored.groupby("place"):
        again = (100 * counts.loc[place] / counts.loc[place].sum()).round(1).tolist()
        assert table.sort_values("group")["value"].tolist() == again


def test_broad_ethnic_groups_come_out_of_the_real_file_again():
    path = REAL / "derived_blmk_census2021_ethnicity_broad.csv"
    if not path.exists():
        pytest.skip("../shared is not here")
    import pandas as pd

    real = pd.read_csv(path, index_col="broad").rename(columns={"BLMK": BLMK})
    again = (100 * real / real.sum()).round(1)
    again.index = ["Asian", "Black", "Mixed", "Other", "White (all)"]
    stored = places("ethnicity")
    for group in again.index:
        row = stored[(stored["group"] == group) & (stored["place"] != "England")].set_index("place")["value"]
        assert row.to_dict() == again.loc[group].to_dict()
    people = places("population").query("period == '2021' and place != 'England'").set_index("place")["value"]
    assert people.to_dict() == real.sum().to_dict()
