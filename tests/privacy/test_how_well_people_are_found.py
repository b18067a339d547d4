"""privacy.in_text, privacy.people: how many planted details of people are found, and how many innocent ones stopped.

docs/data-protection.md shows the table that these tests count.
"""

import random
from collections import Counter
from functools import cache

import pandas as pd
from planted_and_innocent import SEED, innocent_columns, innocent_texts, planted_columns, planted_texts

from equityqi.files import course_root
from equityqi.privacy import find_people
from equityqi.privacy.in_text import people_in

TEXT, COLUMN = "Texts", "Columns"


def stopped(heading, values):
    table = pd.DataFrame({"month": ["Jan 2026"] * len(values), heading: values, "numerator": range(len(values))})
    return bool(find_people(table))


@cache
def tried():
    """What was tried: (texts or columns, kind, planted or not, found or not, an example)."""
    rows = [(TEXT, kind, True, bool(people_in(text)), text) for kind, text in planted_texts(random.Random(SEED))]
    rows += [(TEXT, "", False, bool(people_in(text)), text) for text in innocent_texts(random.Random(SEED))]
    for kind, heading, values in planted_columns(random.Random(SEED)):
        rows.append((COLUMN, kind, True, stopped(heading, values), (heading, values[:4])))
    for _, heading, values in innocent_columns(random.Random(SEED)):
        rows.append((COLUMN, "", False, stopped(heading, values), (heading, values[:4])))
    return rows


def table():
    """The table of the page on data protection, in Markdown."""
    found, out_of = Counter(), Counter()
    for what, kind, planted, was_found, _ in tried():
        for row in (kind, "**All that was planted**") if planted else ("**Innocent, taken for people**",):
            found[row, what] += was_found
            out_of[row, what] += 1
    rows = list(dict.fromkeys(row for row, _ in out_of))
    rows.sort(key=lambda row: row.startswith("**"))
    lines = ["| What was planted | Texts | Columns |", "|---|---|---|"]
    for row in rows:
        cells = [f"{found[row, what]} of {out_of[row, what]}" if out_of[row, what] else "" for what in (TEXT, COLUMN)]
        lines.append(f"| {row} | {' | '.join(cells)} |")
    return "\n".join(lines)


def test_of_300_planted_texts_and_columns_at_least_97_per_cent_are_found():
    for what in (TEXT, COLUMN):
        planted = [one for one in tried() if one[0] == what and one[2]]
        missed = [one for one in planted if not one[3]]
        assert len(planted) >= 300 and len(missed) <= 0.03 * len(planted), missed


def test_of_300_innocent_texts_and_columns_at_most_one_is_taken_for_people():
    for what in (TEXT, COLUMN):
        innocent = [one for one in tried() if one[0] == what and not one[2]]
        taken = [one for one in innocent if one[3]]
        assert len(innocent) >= 300 and len(taken) <= len(innocent) / 300, taken


def test_the_page_on_data_protection_shows_these_numbers():
    page = (course_root() / "docs" / "data-protection.md").read_text(encoding="utf-8")
    assert table() in page, f"Put this table there:\n\n{table()}"
