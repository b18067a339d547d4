"""What ``look``, ``evaluate`` and ``commitments`` make and say of shipped tables and of made-up ones."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from behaviour_exports import tried
from behaviour_people import commitment
from behaviour_texts import bundle, files_in

GROUPS = (("Most deprived", 104), ("Least deprived", 132), ("Not recorded", 60))


def reports(place) -> dict[str, str]:
    """Return what is made and said of shipped tables and of made-up ones."""
    return _looks(place) | _evaluated(place) | _followed_up(place)


def _looks(place) -> dict[str, str]:
    from equityqi import look

    tables = place.folder("tables")
    for name, text in _made_up():
        (tables / name).write_text(text, encoding="utf-8", newline="")
    _as_excel(tables / "months.csv", tables / "months.xlsx")
    shipped = sorted((place.copy / "datasets").rglob("*.csv")) + sorted((place.copy / "docs").rglob("*.csv"))
    found = {}
    for path in [*shipped, *sorted(tables.iterdir())]:
        for better in (1, -1) if path.parent == tables else (1,):
            label = f"look {place.clean(str(path))}{' less is better' if better < 0 else ''}"
            found[label] = tried(lambda path=path, better=better: _seen(look(path, better=better)))
    whole = (
        *sorted(tables.glob("months*")),
        tables / "people.csv",
        tables / "small.csv",
        place.copy / "datasets" / "a-blood-pressure" / "bp_monthly.csv",
    )
    for number, path in enumerate(whole):
        out = place.folder(f"looked {number}")
        asked = ("--word", out / "aim.docx", "--project", out / "project.json", "--picture", out / "gap.png")
        found[f"equityqi look {path.name}"] = place.equityqi("look", path, *asked)
        found |= files_in(out, f"equityqi look {path.name}: ")
        found[f"equityqi look {path.name} --json"] = place.equityqi("look", path, "--json", "--better", "less")
    return found


def _seen(seen) -> str:
    data = json.dumps(seen.to_json(), indent=1, ensure_ascii=False)
    return f"{seen}\n{data}\n{bundle({'text/html': seen._repr_html_()})}"


def _made_up() -> Iterator[tuple[str, str]]:
    """Yield made-up tables of counts: usual ones, and each with something to mind."""
    months = [f"{2024 + month // 12}-{month % 12 + 1:02}" for month in range(24)]
    head = "month,group,numerator,denominator\n"
    yield (
        "months.csv",
        head
        + "".join(
            f"{month},{group},{x + place % 7},200\n" for place, month in enumerate(months) for group, x in GROUPS
        ),
    )
    yield (
        "months-semicolons.csv",
        (head + "".join(f"{month},{group},{x},200\n" for month in months[:6] for group, x in GROUPS)).replace(",", ";"),
    )
    yield "small.csv", head + "2024-01,A,3,200\n2024-01,B,150,200\n"
    yield "one-group.csv", head + "2024-01,A,50,100\n2024-02,A,60,100\n"
    yield "too-large.csv", head + "2024-01,A,50,10\n2024-01,B,5,10\n"
    yield "values-only.csv", "month,group,value\n2024-01,A,5\n2024-01,B,6\n"
    yield ("many-groups.csv", head + "".join(f"2024-01,Practice {place},{100 + place},200\n" for place in range(30)))
    yield (
        "two-measures.csv",
        "measure,"
        + head
        + "".join(
            f"{name},{month},{group},{x},200\n"
            for name in ("reviews", "visits")
            for month in months
            for group, x in GROUPS
        ),
    )
    yield (
        "wide.csv",
        "group,measure,"
        + ",".join(months[:4])
        + "\n"
        + "".join(
            f"{group},{part},{x},{x + 1},{x + 2},{x + 3}\n"
            for group, x in GROUPS
            for part in ("numerator", "denominator")
        ),
    )
    yield "stars.csv", head + "2024-01,A,*,200\n2024-01,B,150,200\n2024-01,C,120,200\n"
    yield (
        "other-names.csv",
        "Month;Ethnic group;Reviews done;People due\n"
        "Apr 2026;White;80;100\nApr 2026;Black;50;100\nMay 2026;White;82;100\nMay 2026;Black;51;100\n",
    )
    yield (
        "people.csv",
        "name,nhs_number,date of birth,reviewed\n"
        "Ann Smith,943 476 5919,1/2/1950,yes\nTom Jones,401 023 2137,3/4/1961,no\n",
    )
    yield "empty.csv", ""
    yield "no-table.csv", "This is a letter and no table.\n"


def _as_excel(source: Path, target: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    with open(source, encoding="utf-8") as file:
        for row in csv.reader(file):
            book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(target)


def _evaluated(place) -> dict[str, str]:
    """Evaluate one workshop's typed table, the same with odd words, sheets of the forms, four workshops."""
    with open(place.copy / "datasets" / "feedback" / "feedback_synthetic.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    one, odd, sheets, four = (place.folder(f"feedback {name}") for name in ("one", "odd", "sheets", "four"))
    _typed(one / "typed.csv", rows)
    words = ("<script>alert(1)</script> & more", "=1+1\x07 back", "77")
    _typed(odd / "typed.csv", [{**row, "q8_change": said} for row, said in zip(rows, words, strict=False)])
    with zipfile.ZipFile(sheets / "survey-sheets.zip", "w") as archive:
        for number, row in enumerate(rows):
            sheet = {"schema": 1, "sheet": ("pre", "post", "sliders", "exit")[number % 4], "answers": row}
            archive.writestr(f"survey/{number:016x}.json", json.dumps(sheet, ensure_ascii=False))
        archive.writestr("survey/damaged.json", "{")
    for number in range(4):
        workshop = four / f"2026-{number + 1:02}"
        workshop.mkdir()
        _typed(workshop / "typed.csv", rows[number : number + (5 if number == 2 else 12)])
    found = {}
    for folder, attended in ((one, 24), (odd, None), (sheets, 30), (four, None)):
        found[f"evaluate {folder.name}"] = place.equityqi(
            "evaluate", folder, *(("--attended", attended) if attended else ()), "--out", folder / "out"
        )
        found |= files_in(folder / "out", f"evaluate {folder.name}/")
    return found


def _typed(path: Path, rows: list[dict]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _followed_up(place) -> dict[str, str]:
    """Follow up loose records, work folders and zips; then once more with check-ins that came back."""
    folder = place.folder("commitments")
    names = {
        0: "Zoë أحمد",
        1: '=cmd("/C calc")',
        2: "<script>alert(1)</script>",
        3: "../../etc/passwd",
        4: "CON",
        5: "Asha",
        6: "Asha",
    }
    for number in range(18):
        record = f"{number:02}" * 7 + "ab"
        text = commitment(f"{number:x}"[-1], private=number == 16, name=names.get(number, ""))
        if number < 6:
            with zipfile.ZipFile(folder / f"hand-in-p{number}.zip", "w") as archive:
                archive.writestr(f"commitments/{record}.json", text)
        else:
            inside = folder / f"my-work-p{number}" / "commitments" if number < 12 else folder
            inside.mkdir(parents=True, exist_ok=True)
            (inside / f"{record}.json").write_text(text[:90] if number == 17 else text, encoding="utf-8")
    found = {}
    for run in ("first", "second"):
        found[f"commitments, {run} run"] = place.equityqi(
            "commitments", folder, "--leader", "Ms Okoro <b>", "--out", folder / "out"
        )
        found |= files_in(folder / "out", f"commitments, {run} run/")
        came_back = "".join(
            f"{f'{number:02}' * 7}ab,{day},{('done', 'part', 'not')[number % 3]},a kind list,no time,yes\n"
            for number in range(8)
            for day in (30, 60)
        )
        (folder / "check-ins.csv").write_text(f"record,day,done,helped,in_the_way,chart\n{came_back}", encoding="utf-8")
        (folder / "check-in-1.json").write_text(
            json.dumps({"schema": 1, "record": "07" * 7 + "ab", "day": 90, "done": "done", "share": True})
        )
    return found
