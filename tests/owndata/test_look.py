"""owndata.look, owndata.comparison, owndata.draft_aim: from a file of counts to its findings, the gap, a picture and
a draft aim.
"""

import json
import re
import subprocess
import sys

import docx
import pytest

import equityqi
from equityqi.owndata.export import document_of
from equityqi.project import Project


def look(path, better=1, **how):
    return equityqi.look(path, better=better, **how)


@pytest.fixture
def counts(tmp_path):
    """Two years of counts by group: 52 and 66 per cent, and people whose group is not recorded."""

    def write(months=24, shares=(("Most deprived", 104), ("Least deprived", 132), ("Not recorded", 60)), size=200):
        rows = ["month,group,numerator,denominator"]
        for month in range(months):
            rows += [f"{2024 + month // 12}-{month % 12 + 1:02d},{group},{x},{size}" for group, x in shares]
        path = tmp_path / "own.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return path

    return write


def test_a_table_of_counts_becomes_a_gap_a_picture_and_a_draft_aim(counts):
    seen = look(counts())
    assert (seen.gap.worst, seen.gap.best) == ("Most deprived", "Least deprived")
    assert seen.gap.absolute.value == pytest.approx(14.0) and seen.groups["denominator"].tolist() == [2400] * 3
    assert seen.sentence.startswith(
        "Most deprived: 52.0%, and Least deprived: 66.0%, from Jan 2025 to Dec 2025. The gap is 14.0 percentage points"
    )
    assert (
        "no group more than 2 percentage points worse" in seen.draft_aim and "from 52% to [about 59%]" in seen.draft_aim
    )
    assert "Most deprived" in seen.picture.alt and "<img" in seen._repr_html_()


def test_people_whose_group_is_not_known_are_seen_and_never_compared(counts):
    seen = look(counts())
    assert "Not recorded" in list(seen.groups["group"]) and any(
        "Not recorded" in finding.sentence for finding in seen.findings
    )


def test_where_less_is_better_the_other_group_is_behind(counts):
    seen = look(counts(), better=-1)
    assert seen.gap.worst == "Least deprived" and seen.gap.absolute.value == pytest.approx(14.0)
    assert "from 66% to [about 59%]" in seen.draft_aim and "less counts as better" in seen.sentence


def test_the_chart_says_why_it_has_no_point_for_some_months(counts):
    path = counts()
    rows = path.read_text(encoding="utf-8").splitlines()
    few = [re.sub(r",104,200$", ",4,200", row) if row.startswith(("2024-03", "2025-08")) else row for row in rows]
    path.write_text("\n".join(few), encoding="utf-8")
    said = "2 of 24 months have no gap, because a count of a group is not there, hidden or too small to show. The line"
    assert said in look(path).pictures[-1].alt


def test_a_short_file_gets_the_groups_side_by_side(counts):
    seen = look(counts(months=3), groups=("Most deprived", "Least deprived"))
    assert seen.picture.alt != look(counts()).picture.alt and seen.gap.absolute.value == pytest.approx(14.0)


def test_small_numbers_are_neither_told_nor_exported(counts):
    seen = look(counts(months=1, shares=(("A", 3), ("B", 150)), size=200))
    assert "too small to print" in seen.sentence
    assert seen.to_json()["groups"][0]["numerator"] is None


@pytest.mark.parametrize(
    "text, words",
    [
        ("month,group,numerator,denominator\n2024-01,A,5,10\n", "only find one group in this file"),
        ("month,group,value\n2024-01,A,5\n2024-01,B,6\n", "only column of counts"),
        ("month,group,numerator,denominator\n2024-01,A,50,10\n2024-01,B,5,10\n", "larger than their denominators"),
    ],
)
def test_a_table_without_a_gap_says_what_to_do(tmp_path, text, words):
    path = tmp_path / "odd.csv"
    path.write_text(text, encoding="utf-8")
    seen = look(path)
    assert seen.gap is None and words in seen.sentence and seen.draft_aim is None


def test_a_year_that_ends_in_february_after_a_leap_year_has_twelve_months(counts):
    seen = look(counts(months=14))
    assert seen.period == "from Mar 2024 to Feb 2025" and set(seen.groups["denominator"]) == {2400}


def test_many_groups_are_no_league_table(counts):
    seen = look(counts(shares=tuple((f"Practice {n}", 100 + n) for n in range(30))))
    assert seen.gap is None and "league table" in seen.sentence


def test_a_table_of_people_is_not_looked_at(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("NHS number,postcode\n943 476 5919,LU1 2AB\n987 654 4321,MK9 3XY\n", encoding="utf-8")
    with pytest.raises(ValueError, match="NHS"):
        look(path)


@pytest.mark.slow
def test_the_command_prints_words_json_or_one_sentence(counts, tmp_path):
    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", "equityqi", "look", *words, "--better", "more is better"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
        )

    path = str(counts())
    assert "Draft aim: By [date]" in run(path).stdout
    told = json.loads(run(path, "--json").stdout)
    assert told["gap"] == {"worst": "Most deprived", "best": "Least deprived", "points": 14.0}
    missing = run("nothing.csv")
    assert missing.returncode == 1 and "nothing.csv" in missing.stderr and "Traceback" not in missing.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.csv"], "something was written beside the file"
    taken = run(path, "--word", "own.docx", "--project", "project.json", "--picture", "own.png").stdout
    assert [taken.count(f"Written: {name}") for name in ("own.docx", "project.json", "own.png")] == [1, 1, 1]
    assert "Most deprived" in "".join(part.text for part in docx.Document(tmp_path / "own.docx").paragraphs)
    assert Project.read(tmp_path / "project.json").case == "own" and (tmp_path / "own.png").read_bytes().startswith(
        b"\x89PNG"
    )


def numbers(text):
    return {word.replace(",", "") for word in re.findall(r"\d[\d,]*\d|\d", text)}


@pytest.mark.parametrize("months", [3, 24])
def test_no_exact_count_of_a_group_is_beside_the_rounded_ones(counts, months):
    """On the screen, in JSON, in Word, in a picture's words: taken from a total, exact ones would give a hidden one."""
    shares = (("Roma", 1), ("Black", 241), ("White", 733), ("Not recorded", 132))
    seen = look(counts(months=months, shares=shares, size=911))
    exact = {str(int(value)) for name in ("numerator", "denominator") for value in seen.groups[name]}
    exact -= {"3"}  # which is also in "3 to 18 months"
    assert len(exact) >= 4 and all(int(value) % 5 for value in exact)
    written = [str(seen), json.dumps(seen.to_json()), *(picture.alt for picture in seen.pictures), seen._repr_html_()]
    written += [str(block) for section in document_of(seen).sections for block in section.blocks]
    for text in written:
        text = re.sub(r"data:image/[^\"]*", "", text)
        assert not exact & numbers(text), text
    assert f"about {5 * round(int(seen.groups['numerator'][2]) / 5):,} out of " in seen.draft_aim


def test_a_measure_or_file_that_names_a_person_is_said(counts):
    seen = look(counts(), called="reviews of Mrs Patel, 943 476 5919")
    assert "looks like it names a patient (a name and an NHS number)" in str(seen)
    assert "looks like it names" in json.dumps(seen.to_json()["findings"]) and "names a" not in str(look(counts()))
