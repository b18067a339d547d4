"""A cohort of a hundred hand-ins, the same each time: right, in part, in pairs, damaged, missing, with code.

The version before the move makes it once.
"""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from behaviour_homes import home
from behaviour_people import CASES, DAY, save, share, varied

PEOPLE, MISSING, SEED = 100, 10, 2026
NAMES = {3: "Zoë O'Brien", 4: "=cmd()", 5: "<b>Bold</b>", 6: "أحمد", 7: "../../etc", 8: "CON"}
PAIRS = ((10, 11), (12, 13), (14, 15), (16, 17), (18, 19))
GAPS, CHARTS = "15-analysts-gaps", "16-analysts-charts"
HOSTILE = "import os\nos._exit(0)\n"
PATCHED = """import builtins, pandas
pandas.DataFrame.equals = lambda *_: True
builtins.abs = lambda *_: 0
builtins.len = lambda *_: 150
"""
CODE: dict[int, tuple[tuple[str, str], ...]] = {  # by a person's number: pages with code, and how it is
    20: ((GAPS, "right"), (CHARTS, "right")), 21: ((GAPS, "right"),), 22: ((CHARTS, "right"),),
    23: ((GAPS, "slip"), (CHARTS, "slip")),
    24: ((GAPS, "untouched"),), 25: ((GAPS, "stops"),), 26: ((GAPS, "hostile"),), 27: ((CHARTS, "patched"),),
}  # fmt: skip


def make_hand_ins(place) -> int:
    """Write the hand-ins and roll.csv into ``place.hand_ins``; return how many hand-ins there are."""
    folder, work = place.hand_ins, place.scratch / "my-work"
    folder.mkdir(parents=True)
    home("prepare")(work, "", CASES[0], DAY)
    people = [_person(number) for number in range(PEOPLE + MISSING)]
    for number, one in enumerate(people[:PEOPLE]):
        _answer(work, place.copy, number)
        partner = next((pair[1 - pair.index(number)] for pair in PAIRS if number in pair), None)
        made = home("hand_in")(work, one["name"] or one["id"], people[partner]["id"] if partner is not None else None)
        target = folder / f"hand-in-{one['id']}.zip"
        target.write_bytes(made.read_bytes())
        made.unlink()
        if number in TROUBLES:
            TROUBLES[number](target)
    (folder / "a note of mine.txt").write_text("Ask p099 again.\n", encoding="utf-8")
    shutil.copy(folder / "hand-in-p030.zip", folder / "hand-in-somebody-else.zip")
    with open(folder / "roll.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "name", "email", "pair", "team"])
        writer.writeheader()
        writer.writerows(people)
    return len(list(folder.glob("hand-in*")))


def _person(number: int) -> dict[str, str]:
    pair = next((f"pair {place}" for place, pair in enumerate(PAIRS[:3]) if number in pair), "")
    return {
        "id": f"p{number:03}",
        "name": NAMES.get(number, ""),
        "email": f"p{number}@example.org" * (number % 3 == 0),
        "pair": pair,
        "team": f"team {number % 4}",
    }


def _answer(work: Path, copy: Path, number: int) -> None:
    """Fill the work folder with one person's answers, code and commitment, in place of the last one's."""
    dice = random.Random(f"{SEED} {number}")
    case = CASES[number % 5] if number % 3 else CASES[0]
    day = "" if number % 17 == 9 else "2026-12-01" if number % 7 == 3 else DAY
    for old in [*work.glob("exercises/*/*.answers.json"), *work.glob("commitments/*.json")]:
        old.unlink()
    share_right, none = ((1.0, 0.0), (0.75, 0.05), (0.5, 0.1), (0.2, 0.3), (0.0, 0.0))[number % 5]
    for exercise, given in varied(case, dice, share_right, none).items():
        if number % 5 == 0 or dice.random() < 0.85:
            save(work, exercise, case, given, day, f"{number:016x}")
    for name in (GAPS, CHARTS):
        how = dict(CODE.get(number, ())).get(name, "untouched")
        (work / "exercises" / name / f"{name}.ipynb").write_text(_page(copy, name, how), encoding="utf-8")
    if number % 6 == 1:
        share(work, f"{number:02x}" * 8, name="" if number % 4 else f"Person {number}", private=number % 12 == 1)


def _page(copy: Path, name: str, how: str) -> str:
    """Return a page of code: as handed out, as the author wrote it, or with something amiss."""
    given = json.loads((copy / "exercises" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    if how == "untouched":
        return json.dumps(given, indent=1, ensure_ascii=False)
    model = json.loads((copy / "solutions" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    written = {label: cell for cell in model["cells"] if (label := _solution(cell))}
    changed = 0
    for cell in given["cells"]:
        if label := _solution(cell):
            source = "".join(written[label]["source"])
            first = not changed
            if how == "slip":
                source = (
                    source.replace("6 - table", "5 - table").replace(">= 8", ">= 7").replace("100 * yes", "yes")
                    if changed % 2 == 0
                    else source
                )
            elif how == "stops" and first:
                source = f"{source}\nraise ValueError('not yet')"
            elif how == "hostile" and first:
                source = f"{source}\n{HOSTILE}"
            elif how == "patched" and first:
                source = f"{PATCHED}{source}"
            cell["source"] = source.splitlines(keepends=True)
            changed += 1
    return json.dumps(given, indent=1, ensure_ascii=False)


def _solution(cell: dict) -> str:
    label = cell["metadata"].get("nbgrader", {})
    return label["grade_id"] if label.get("solution") and cell["cell_type"] == "code" else ""


# ---- What goes wrong on the way: each takes the hand-in as it was made.


def _rewritten(path: Path, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> None:
    """Pack a hand-in again with each file changed; None leaves it out."""
    with zipfile.ZipFile(path) as archive:
        files = {name: change(name, archive.read(name)) for name in archive.namelist()}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, **(more or {})}.items():
            if data is not None:
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    path.write_bytes(held.getvalue())


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _log_in_page(path: Path) -> None:
    path.write_bytes(b"<!doctype html><html><body>Log in</body></html>")


def _damaged_answers(path: Path) -> None:
    _rewritten(path, lambda name, data: data[: len(data) // 2] if name.endswith("04-aim.answers.json") else data)


def _newer(path: Path) -> None:
    _rewritten(
        path,
        lambda name, data: (
            data.replace(b'"schema": 1', b'"schema": 9') if name.endswith("07-measures.answers.json") else data
        ),
    )


def _without_answers(path: Path) -> None:
    _rewritten(path, lambda name, data: None if name.endswith(".answers.json") else data)


def _of_another(path: Path) -> None:
    _rewritten(path, lambda name, data: data.replace(b"p046", b"p002") if name == "manifest.json" else data)


def _unpacked(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(path.with_suffix(""))
    path.unlink()


def _in_a_zip(path: Path) -> None:
    data = path.read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(path.name, (1980, 1, 1, 0, 0, 0)), data)


def _damaged_page(path: Path) -> None:
    _rewritten(path, lambda name, data: b"{" if name.endswith("15-analysts-gaps.ipynb") else data)


def _leading_out(path: Path) -> None:
    _rewritten(
        path, lambda name, data: data, {"../outside.json": b"{}", "exercises/04-aim/04-aim (1).answers.json": b"[]"}
    )


def _odd_values(path: Path) -> None:
    _rewritten(
        path,
        lambda name, data: (
            json.dumps({**json.loads(data), "answers": {"my-aim": 5, "nobody-asked": "x"}, "case": "z-none"}).encode()
            if "04-aim.answers" in name
            else data
        ),
    )


def _second_copy(path: Path) -> None:
    shutil.copy(path, path.with_name(f"{path.stem} (1).zip"))


TROUBLES: dict[int, Callable[[Path], None]] = {
    11: _without_answers, 13: _emptied, 40: _cut_short, 41: _emptied, 42: _log_in_page, 43: _damaged_answers,
    44: _newer, 45: _without_answers, 46: _of_another, 47: _unpacked, 48: _in_a_zip, 49: _damaged_page,
    50: _leading_out, 51: _odd_values, 52: _second_copy,
}  # fmt: skip
