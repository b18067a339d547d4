"""tables.finding, count_roles, times, row_findings: what is odd is named once, by column, row and value, however often
it occurs.
"""

import pytest

from equityqi.owndata.look import look_at
from equityqi.tables import read_table
from equityqi.tables.all_findings import look_for

WEEKS = [(f"{day} Sept 2025", ward) for day in (1, 8, 15, 22) for ward in ("Elm", "Oak", "Ash", "Fir")]


def table(cell, place="helped"):
    rows = ["week beginning,ward,helped,asked"]
    for number, (week, ward) in enumerate(WEEKS):
        cells = {"week beginning": week, "ward": ward, "helped": 30 + number % 5, "asked": 60 + number}
        rows.append(",".join(map(str, (cells | {place: cell(number, cells[place])}).values())))
    return "\n".join(rows).encode()


def told(data):
    seen = look_at("wards.csv", data)
    return " ".join([*(finding.sentence for finding in seen.findings), seen.sentence])


@pytest.mark.parametrize(
    ("cell", "place", "once"),
    [
        (lambda n, x: "c. 35" if n in (2, 6, 9) else x, "helped", "row 4 it says “c. 35”, and 2 more rows"),
        (lambda n, x: ["ask Jo", "?31"][n % 2] if n in (5, 8) else x, "asked", "row 7 it says “?31”, and 1 more"),
        (lambda n, x: "lots" if n == 11 else x, "helped", "in row 13 it says “lots”. Write a number there"),
        (lambda n, x: -9 if n in (1, 4, 7) else x, "helped", "row 3 says -9, and so do 2 more rows; leave"),
        (lambda n, x: 31.5 if n in (3, 12) else x, "helped", "row 5 says 31.5, and so does 1 more row"),
        (lambda n, x: "next wk" if n in (6, 7) else x, "week beginning", "row 8 says “next wk”, which is not a"),
    ],
)  # fmt: skip
def test_what_is_odd_is_named_once_with_its_column_row_and_value(cell, place, once):
    said = told(table(cell, place))
    assert said.count(once) == 1 and said.count(f"“{place}”") >= 1, said
    assert said.count("Write a number there") <= 1


def test_a_reason_that_many_columns_share_is_one_finding(tmp_path):
    beds = [f"beds {kind}" for kind in ("open", "closed", "spare", "cots")]
    rows = [["trust", *beds], *([f"T{n}", *([n + 3] * 4 if n % 3 else ["NA"] * 4)] for n in range(12))]
    path = tmp_path / "beds.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    found = [one.sentence for one in look_for(read_table(path).frame) if one.kind == "missing numbers"]
    assert found == [
        "In 4 rows of “beds open”, “beds closed” and 2 more columns: missing: not available (NA). A blank isn’t a 0."
    ]


def test_one_column_with_a_reason_is_named(tmp_path):
    path = tmp_path / "beds.csv"
    path.write_text("trust,open,closed\n" + "\n".join(f"T{n},{n + 3},{'NA' if n in (2, 5) else n}" for n in range(9)))
    found = [one.sentence for one in look_for(read_table(path).frame) if one.kind == "missing numbers"]
    assert found == ["In 2 rows of “closed”: missing: not available (NA). A blank isn’t a 0."]
