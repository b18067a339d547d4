"""owndata.telling, owndata.export, privacy.hiding_rules: what leaves this computer comes from rounded counts alone, and
no count of 1 to 7 comes back from it, from a total, from a percentage, or from what left a month before.
"""

import json
import shutil
import zipfile

import numpy as np
import pandas as pd
import pytest

from equityqi.files import course_root
from equityqi.owndata import keep_counts
from equityqi.owndata.export import document_of, project_of_look, to_picture, to_project, to_word
from equityqi.owndata.look import look_at
from equityqi.owndata.shown_counts import hidden
from equityqi.owndata.telling import to_pass_on
from equityqi.privacy.hiding_rules import LARGEST_HIDDEN, as_passed_on
from equityqi.project.document import document
from equityqi.project.parts import Aim, Project, ProjectError
from equityqi.project.shares import aim_to_pass_on
from equityqi.settings import write_settings
from equityqi.workfolder.make_hand_in import hand_in
from equityqi.workfolder.project_files import make_files

MOST = 12  # people in a part of a small table


def passed_on(count, of):
    """As :func:`as_passed_on`, for arrays; what is hidden is -1."""
    table = np.array(
        [
            [[-1 if part is None else part for part in as_passed_on(n, max(n, d))] for d in range(6 * MOST + 1)]
            for n in range(3 * MOST + 1)
        ]
    )
    return table[count, of]


def determined(cells, exported, months, most=MOST):
    """Which small counts are the same in all tables that give the same exports. A row is a table; exports that tables
    of larger ``months`` give too are passed over.
    """
    key = np.unique(np.column_stack(exported), axis=0, return_inverse=True)[1].ravel()
    found, whole = [], np.full(key.max() + 1, True)
    for month in months:
        whole[key[month == most]] = False
    for name, values in cells.items():
        least, greatest = np.full(key.max() + 1, 10**6), np.full(key.max() + 1, -1)
        np.minimum.at(least, key, values)
        np.maximum.at(greatest, key, values)
        fixed = whole & (least == greatest) & (least >= 1) & (least <= LARGEST_HIDDEN)
        found += [(name, int(value)) for value in np.unique(least[fixed])]
    return found


def every(*ranges):
    return [values.ravel() for values in np.meshgrid(*(np.arange(most + 1) for most in ranges), indexing="ij")]


def test_no_small_count_is_determined_by_all_exports_of_a_table_that_grows_by_a_month():
    """Every table of two months, with and without the outcome, exported after the first month and after the second."""
    with_, without, later, later_without = months = every(MOST, MOST, MOST, MOST)
    of, all_of = with_ + without, with_ + without + later + later_without
    exported = [*passed_on(with_, of).T, *passed_on(with_ + later, all_of).T]
    cells = {"with": with_, "without": without, "later": later, "later without": later_without, "of": of}
    assert determined(cells | {"later of": later + later_without}, exported, months) == []


def test_no_small_count_is_determined_where_the_window_moves_on_by_a_month():
    """Three months, of which the latest two are told each time."""
    months = every(*[14] * 3)
    rest = np.full_like(months[0], 20)
    exported = [*passed_on(months[0], months[0] + rest).T]
    for one, two in ((0, 1), (1, 2)):
        exported += [*passed_on(months[one] + months[two], months[one] + months[two] + 2 * rest).T]
    assert determined(dict(enumerate(months)), exported, months, 14) == []


def test_exact_counts_would_have_been_found():
    """The search sees a leak: a total that is not rounded gives the month back."""
    months = every(14, 14)
    assert determined(dict(enumerate(months)), [months[0], months[0] + months[1]], months, 14)


def test_a_share_says_nothing_that_the_rounded_counts_do_not():
    frame = pd.DataFrame({"group": list("ABC"), "numerator": [8, 3, 151], "denominator": [16, 200, 298]})
    assert hidden(frame)[["numerator", "denominator"]].fillna(-1).values.tolist() == [[10, 20], [-1, 200], [150, 295]]


# ---- Files: two tables whose rounded counts are alike make the same files ----

GROWN = ((151, 147), (201, 98), (3, 87))  # with and without the outcome, of three groups
ALIKE = ((148, 146), (198, 102), (6, 84))


def table(sums, months=14, few=2):
    """Counts by month that add up to ``sums`` in the latest year, the last month with few people in each part."""
    rows = ["month,group,reviewed,eligible"]
    for month in range(months):
        for name, (seen, rest) in zip(("Carers", "Others", "Not stated"), sums, strict=True):
            share = (few, few) if month == months - 1 else (10, 10) if month < months - 12 else None
            at = month - (months - 12)
            if share is None:
                share = [(part - few) // 11 + (at < (part - few) % 11) for part in (seen, rest)]
            rows.append(f"{2024 + month // 12}-{month % 12 + 1:02d},{name},{share[0]},{share[0] + share[1]}")
    return look_at("own.csv", "\n".join(rows).encode(), called="reviews done", better=1)


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)

    def make(name):
        folder = tmp_path / name / "my-work"
        (folder / "exercises" / "04-aim").mkdir(parents=True)
        shutil.copy(course_root() / "exercises" / "04-aim" / "questions.yml", folder / "exercises" / "04-aim")
        write_settings(folder, {"name": "asha", "case": "a-blood-pressure"})
        return folder

    return make


def test_two_tables_with_the_same_rounded_counts_cannot_be_told_apart_by_what_leaves(work):
    left = []
    for name, sums in (("one", GROWN), ("other", ALIKE)):
        seen, folder = table(sums, few=1), work(name)
        keep_counts.keep(folder, seen)
        keep_counts.make_project(folder, seen)
        to_project(seen, folder / "look.json")
        to_picture(seen, folder / "look.png")
        to_word(seen, folder / "look.docx")
        make_files(folder, {})
        handed = zipfile.ZipFile(hand_in(folder, "asha"))
        files = {path.name: path.read_bytes() for path in folder.glob("look.*")}
        files |= {path.name: path.read_bytes() for path in (folder / "my-project").iterdir()}
        files |= {"project.json": (folder / "project.json").read_bytes(), "json": json.dumps(seen.to_json())}
        answers = [inside for inside in handed.namelist() if inside.endswith("answers.json")]
        files |= {inside: json.loads(handed.read(inside))["answers"] for inside in answers}
        left.append(files)
    assert {"look.docx", "look.png", "look.json", "project.html", "project.txt", "project.docx", "project.json"} < set(
        left[0]
    )
    assert any("answers" in name for name in left[0])
    assert [name for name in left[0] if left[0][name] != left[1][name]] == []


def test_on_the_screen_the_two_tables_differ():
    assert str(table(GROWN)) != str(table(ALIKE))


def test_the_project_has_rounded_counts_and_the_shares_that_they_give():
    aim = project_of_look(table(GROWN)).aim
    assert (aim.baseline_group_n, aim.baseline_group_of, aim.baseline_group) == (150, 295, 50.8)


def test_the_picture_over_time_stays_where_a_month_in_it_is_small_and_that_is_said():
    months = [(40, 40)] * 30
    rows = ["month,group,reviewed,eligible"]
    for month, (seen, rest) in enumerate(months):
        few = 3 if month == 20 else seen
        rows += [f"{2024 + month // 12}-{month % 12 + 1:02d},Carers,{few},{few + rest}"]
        rows += [f"{2024 + month // 12}-{month % 12 + 1:02d},Others,{seen + 20},{seen + 20 + rest}"]
    seen = look_at("own.csv", "\n".join(rows).encode(), better=1)
    assert "each point is a quarter" in to_pass_on(seen).picture.alt.casefold() and len(seen.pictures) == 2
    rows[1:] = [row.replace(",40,", ",3,").replace(",80", ",43") if "Carers" in row else row for row in rows[1:]]
    few = look_at("own.csv", "\n".join(rows[:37]).encode(), better=1)
    assert len(to_pass_on(few).pictures) < 2


def test_a_gap_that_rounding_turns_round_is_not_passed_on():
    seen = look_at("own.csv", b"group,reviewed,eligible\nCarers,18,40\nOthers,17,36\n", better=1)
    out = to_pass_on(seen)
    assert seen.gap and out.gap is None and "no longer show which group is behind" in out.sentence
    with pytest.raises(ProjectError, match="no longer show"):
        project_of_look(seen)
    assert "Draft aim" not in [section.title for section in document_of(seen).sections]


def test_hidden_months_leave_as_a_wider_range():
    rows = ["month,group,reviewed,eligible", *(f"2024-0{n},Carers,{'*' if n > 4 else 11},61" for n in range(1, 7))]
    seen = look_at("own.csv", "\n".join([*rows, *(f"2024-0{n},Others,31,61" for n in range(1, 7))]).encode(), better=1)
    out = to_pass_on(seen)
    assert out.bounds[0] <= seen.bounds[0] and seen.bounds[1] <= out.bounds[1]
    assert "12.6%" in seen.sentence and "12.6%" not in out.sentence


def test_a_share_of_people_not_recorded_leaves_rounded_or_not_at_all():
    text = "group,reviewed,eligible\nCarers,40,100\nOthers,60,100\nNot stated,{}\n"
    few, many = (look_at("own.csv", text.format(row).encode(), better=1) for row in ("1,5", "21,57"))
    assert "2.4% of the denominator" in str(few) and "of the denominator" not in json.dumps(few.to_json())
    assert "22.2% of the denominator" in str(many) and "21.6% of the denominator" in json.dumps(many.to_json())


def test_the_spread_of_many_groups_leaves_as_the_rounded_counts_tell_it():
    rows = "\n".join(f"Ward {n},{n + 28},99" for n in range(12))
    seen = look_at("own.csv", f"group,reviewed,eligible\n{rows}".encode(), better=1)
    told = json.dumps(seen.to_json())
    assert "They run from 28% to 39%" in str(seen) and "They run from 30% to 40%" in told and "28%" not in told


def test_what_a_team_typed_itself_leaves_rounded_too():
    aim = Aim(measure="visits", group="Carers", comparator="Others", baseline_group=52, baseline_comparator=6)
    counts = {"baseline_group_n": 26, "baseline_group_of": 50, "baseline_comparator_n": 3, "baseline_comparator_of": 50}
    told = "".join(str(part) for part in document(Project(case="own", aim=aim.model_copy(update=counts))).sections)
    assert "50%" in told and "52%" not in told and "6%" not in told and "hidden (small numbers)" in told


def test_a_target_to_hold_what_is_there_does_not_give_a_hidden_share_back():
    aim = Aim(measure="visits", group="Carers", comparator="Others", baseline_comparator=6, target_comparator=6)
    small = aim_to_pass_on(aim.model_copy(update={"baseline_comparator_n": 3, "baseline_comparator_of": 50}))
    assert small.target_comparator == small.baseline_comparator == "hidden (small numbers)"
    more = {"baseline_comparator": 70.5, "baseline_comparator_n": 210, "baseline_comparator_of": 298}
    rounded = aim_to_pass_on(aim.model_copy(update={**more, "target_comparator": 70.5}))
    assert rounded.target_comparator == rounded.baseline_comparator == 70.0


def test_a_step_in_the_months_is_told_on_the_screen_alone():
    months = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]
    groups = ("Roma", "Asian", "Black", "Mixed", "White", "Arab", "Other")
    rows = [f"{month},{group},20,41" for month in months for group in groups]
    rows = [row.replace(",20,", ",3,") if "Roma" in row and row > "2024-07" else row for row in rows]
    seen = look_at("own.csv", "\n".join(["month,group,reviewed,eligible", *rows]).encode(), better=1)
    assert "0.0732" in str(seen) and "0.0732" not in json.dumps(seen.to_json())


def test_where_the_groups_were_named_the_other_way_round_rounding_is_not_blamed():
    table = b"group,reviewed,eligible\nA,700,1000\nB,520,1000\n"
    seen = look_at("own.csv", table, better=1, groups=("A", "B"))
    assert seen.gap.absolute.value < 0 and "too few people" not in str(to_pass_on(seen))
