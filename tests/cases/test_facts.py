"""cases.facts, cases.facts_file, cases.fact_record: facts.yml and fact(): reference values, refusals in plain
sentences, nothing unverified in print.
"""

import re
import subprocess
import sys
import time
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from equityqi.cases import BadFacts, Fact, NoSuchFact, all_facts, fact, places, read_facts
from equityqi.files import course_root

SHARED = Path(__file__).parents[3] / "shared" / "data" / "facts.md"

# Typed in a second time, from the papers, so that a slip in facts.yml shows.
REFERENCE = {
    "hle-men-central-beds": "67.9 years",
    "hle-men-luton": "59.2 years",
    "hle-gap-men": "8.7 years",
    "hle-ratio-men": "ratio 0.87",
    "hle-women-central-beds": "67 years",
    "hle-women-luton": "60 years",
    "hle-men-england-2018-20": "63.1 years",
    "hle-women-england-2018-20": "63.9 years",
    "hle-men-milton-keynes-2013-15": "64.1 years",
    "sii-le-men-england-2018-20": "9.7 years",
    "sii-hle-women-england-2018-20": "19.3 years",
    "imd-2019-score-milton-keynes": "average score 18.0",
    "imd-2019-rank-luton": "70 of 317 areas",
    "imd-2025-rank-luton": "45 of 296 areas",
    "imd-2025-most-deprived-tenth-luton": "13.6%",
    "imd-2025-small-areas": "33,755 small areas",
    "population-bedford": "185,224 people",
    "population-blmk": "991,796 people",
    "ethnicity-asian-luton": "37.0%",
    "workshop-understand": "100%",
    "workshop-apply-first-item": "86.7%",
    "workshop-apply-second-item": "94.1%",
    "workshop-recommend": "94.7%",
    "definition-inequity": "avoidable, unfair and systematic",
    "af-blood-thinner-deprivation": "odds ratio 0.85",
    "af-blood-thinner-black-white": "odds ratio 0.78",
    "pharmacy-closing-deprivation": "odds ratio 1.65",
    "gp-ethnicity-recorded": "78.2%",
    "gp-ethnicity-recorded-with-hospital": "92.5%",
    "flu-slope-manchester-2015-16": "8.5 percentage points",
    "flu-slope-manchester-2021-22": "16.9 percentage points",
    "bp-control-black-white": "odds ratio 0.87",
}

GOOD = """\
a-fact:
  value: 1
  unit: "%"
  period: "2021"
  source: "Somebody"
  status: published
  text: "In 2021 it was 1%."
"""


@pytest.mark.parametrize("id", REFERENCE)
def test_a_fact_reads_as_its_source_has_it(id):
    assert str(fact(id)) == REFERENCE[id]


def test_the_gap_and_the_ratio_follow_from_the_two_figures():
    high, low = fact("hle-men-central-beds").value, fact("hle-men-luton").value
    assert round(high - low, 1) == fact("hle-gap-men").value
    assert round(low / high, 2) == fact("hle-ratio-men").value


def test_the_four_places_add_up():
    ids = [f"population-{place}" for place in ("bedford", "central-beds", "luton", "milton-keynes")]
    assert sum(fact(id).value for id in ids) == fact("population-blmk").value


@pytest.mark.parametrize("id", ["hle-men-bedford", "hle-men-milton-keynes", "hle-women-bedford", "hle-article-period"])
def test_what_was_not_found_says_so_and_has_no_number(id):
    missing = fact(id)
    assert (missing.status, missing.value, missing.number) == ("not-found", None, "")
    for words in (str(missing), f"{missing}", f"{missing:.1f}", repr(missing), missing._repr_html_()):
        assert "Not found: " in words
        assert not re.search(r"\d\d\.\d", words)


def test_a_number_that_is_not_verified_cannot_be_had_from_the_fact():
    rumour = Fact("x", 12.3, "%", "2021", "Hearsay", "not-verified", "Nobody has checked this.")
    assert rumour.value is None
    for words in (str(rumour), f"{rumour:.2f}", repr(rumour), rumour._repr_html_()):
        assert "12.3" not in words and "Not verified: Nobody has checked this." in words
    assert {f.id for f in all_facts().values() if f.status == "not-verified"}, "the course shows one such fact"


def test_html_holds_text_source_and_period_and_is_escaped():
    shown = Fact("x", 5, "%", "2021 & later", "<b>A</b>", "published", "It was 5% <script>.")._repr_html_()
    assert "It was 5% &lt;script&gt;." in shown
    assert "Source: &lt;b&gt;A&lt;/b&gt;. Period: 2021 &amp; later." in shown


def test_a_format_rounds_the_number_and_keeps_the_unit():
    assert f"{fact('hle-gap-men'):.0f}" == "9 years"
    assert f"{fact('population-luton'):,}" == "225,261 people"


def test_a_fact_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        fact("hle-men-luton").value = 60
    with pytest.raises(TypeError):
        all_facts()["mine"] = fact("hle-men-luton")


def test_an_unknown_id_gets_a_sentence_with_close_ids():
    with pytest.raises(
        NoSuchFact, match=r"There is no fact called 'hle-man-luton' in facts.yml. Did you mean .*hle-men-luton"
    ):
        fact("hle-man-luton")
    with pytest.raises(NoSuchFact, match=r"^There is no fact called '@@@' in facts\.yml\.$"):
        fact("@@@")


def test_facts_are_read_once():
    assert fact("hle-men-luton") is fact("hle-men-luton")


@pytest.mark.parametrize("one", all_facts().values(), ids=lambda one: one.id)
def test_every_text_is_a_sentence_with_its_value_and_its_period(one):
    assert one.text.endswith(".") and "  " not in one.text and one.text == one.text.strip()
    if one.value is None:
        return
    assert one.number in one.text
    if one.status == "planted":
        return  # the months of a case stand in its text in other words
    if one.period == "not stated":
        assert re.search(r"not state|not say|not stated", one.text), (
            f"{one.id} should say that the years are not stated"
        )
    else:
        year = re.search(r"\d{4}", one.period)
        assert (year[0] if year else one.period.split(",")[0]) in one.text


def test_no_remembered_figure_stands_in_the_file():
    raw = (course_root() / "datasets" / "facts.yml").read_text(encoding="utf-8").partition("# The planted facts of")[0]
    for remembered in ("2018-20 is likely", "about 83%", "24-25", "0.8-1", "17.2%", "11,954", "46,1"):
        assert remembered not in raw
    assert not re.search(r"hard to reach|non-compliant|BAME|DNA'd|the elderly|the poorest", raw)
    assert "\r" not in raw and not re.search(r"[ \t]$", raw, re.M) and raw.endswith("\n")


def test_figures_are_those_of_the_shared_paper():
    if not SHARED.exists():
        pytest.skip("../shared is not here")
    paper = SHARED.read_text(encoding="utf-8").replace("−", "-")
    numbers = set(re.findall(r"\d[\d,]*(?:\.\d+)?", paper))
    for id in REFERENCE:
        if (
            id.startswith(("hle", "sii", "imd", "population", "ethnicity"))
            and id != "hle-ratio-men"
            and id != "imd-2025-small-areas"
        ):
            assert fact(id).number in numbers, f"{id} is not in facts.md"


@pytest.mark.parametrize("one", [f for f in all_facts().values() if f.row], ids=lambda one: one.id)
def test_a_fact_and_its_row_in_places_agree(one):
    topic, place, measure, group = one.row.split(" / ")
    table = places(topic)
    row = table[(table["place"] == place) & (table["measure"] == measure) & (table["group"] == group)]
    row = row[row["period"] == one.period]
    assert len(row) == 1
    row = row.iloc[0]
    assert (one.unit, one.source, one.status) == (row["unit"], row["source"], row["status"])
    assert row["value"] == one.value if one.value is not None else row.isna()["value"]


def faulty(tmp_path, text):
    path = tmp_path / "facts.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFacts) as caught:
        read_facts(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "published",
            "publishd",
            "facts.yml, fact 'a-fact': the status 'publishd' is not one of 'published', 'computed',",
        ),
        ('  unit: "%"\n', "", "facts.yml, fact 'a-fact': it has no 'unit'."),
        ("value: 1\n", "value: null\n", "facts.yml, fact 'a-fact': its status is published, but it has no value."),
        ("value: 1\n", "value: [1]\n", "fact 'a-fact': the value '[1]' must be a number, some words or null."),
        ("value: 1\n", "value: true\n", "the value 'True' must be a number, some words or null."),
        ("value: 1\n", "value: 2\n", "fact 'a-fact': its value isn’t in its text: 2."),
        ("value: 1\n", "value: .nan\n", "fact 'a-fact': its value isn’t in its text"),
        ("it was 1%", "it was 1.5%", "its value isn’t in its text: 1."),
        ("published", "not-found", "its status is not-found, so take its value out: it could be printed by mistake."),
        ('"2021"', "2021", "fact 'a-fact': 'period' must be words, so put 2021 in quotes."),
        ('"Somebody"', '""', "fact 'a-fact': 'source' is empty."),
        ('1%."', '1%"', "'text' must be one sentence that begins with a capital letter or a number"),
        ("unit", "units", "'units' is not a field of a fact."),
        ("a-fact", "A fact", "facts.yml: 'A fact' is not a good id. Use small letters, digits and single hyphens."),
        ("  status: published", "  status: published\n  tolerance: -1", "fact 'a-fact': 'tolerance' is -1"),
        (
            "  status: published",
            "  status: published\n  row: x/y",
            "'row' must have four parts, 'file / place / measure / group'.",
        ),
        ("  status: published", "  status: published\n  unit: years", "facts.yml, line 7: 'unit' is there twice."),
        ('"Somebody"', '"Somebody', "facts.yml, line "),
    ],
)
def test_a_fault_in_the_file_is_named_in_a_plain_sentence(tmp_path, old, new, said):
    assert old in GOOD
    message = faulty(tmp_path, GOOD.replace(old, new))
    assert said in message
    assert "pydantic" not in message and "validation error" not in message


def test_each_fault_gets_one_sentence(tmp_path):
    two = GOOD.replace("published", "publishd") + GOOD.replace("a-fact", "b-fact").replace('  unit: "%"\n', "")
    assert len(faulty(tmp_path, two).splitlines()) == 2


def test_a_file_that_is_no_list_of_facts_or_not_there(tmp_path):
    assert faulty(tmp_path, "- a\n- b\n").startswith("facts.yml has no facts in it.")
    assert (
        faulty(tmp_path, "a-fact: 5\n")
        == "facts.yml, fact 'a-fact': it must have fields below it, such as value and unit."
    )
    with pytest.raises(BadFacts, match=r"facts\.yml is not in .*Get the course again"):
        read_facts(tmp_path / "nowhere" / "facts.yml")
    (tmp_path / "facts.yml").write_bytes(GOOD.replace("Somebody", "Zo\xeb").encode("cp1252"))
    with pytest.raises(BadFacts, match="not saved as UTF-8"):
        read_facts(tmp_path / "facts.yml")


def test_importing_tables_and_pictures_imports_nothing_heavy():
    code = (
        "import sys, equityqi.cases, equityqi.tables, equityqi.pictures\n"
        "heavy = {'pandas', 'matplotlib', 'numpy', 'pydantic', 'yaml', 'IPython'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert equityqi.cases.fact('hle-men-luton').value == 59.2\n"
        "heavy = {'pandas', 'matplotlib'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_all_facts_are_read_quickly():
    start = time.process_time()
    read_facts(course_root() / "datasets" / "facts.yml")
    assert time.process_time() - start < 2
