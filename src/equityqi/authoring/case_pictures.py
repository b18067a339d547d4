"""One picture for each case that shows its reveal, kept in ``docs/``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from equityqi.cases.case import load
from equityqi.files import write_atomically
from equityqi.gaps import gap, proportion
from equityqi.pictures import draw
from equityqi.variation import gap_over_time, run_chart

if TYPE_CHECKING:
    from equityqi.pictures import Picture

HEAD = """# The five cases, and what each of them hides

This page gives the stories away. Learning with a case? Do the exercises first. All data are invented for teaching: never cite them. The page is made by
`equityqi make cases`; a test compares its words with the tables.
"""  # noqa: E501
SYNTHETIC = "Invented data of the course: never cite."


def blood_pressure() -> Picture:
    """The gap of one year and the next: flat on the dashboard, wider when everybody is counted."""
    case = load("a-blood-pressure")
    group = case.groups["imd_quintile"]
    charts = {}
    for measure, name in (
        ("bp_dashboard", "Of patients with a reading (the dashboard)"),
        ("bp_all_register", "Of all registered patients"),
    ):
        followed = gap_over_time(case.counts(measure, "imd_quintile"), group.worst, group.best)
        charts[name] = run_chart(followed.frame["absolute"], followed.frame["month"])
    title = "Blood pressure at target: the gap between the most and the least deprived areas"
    return draw(
        charts,
        title=title,
        unit="percentage points",
        better=-1,
        notes=[("2025-01", "home readings by web link"), SYNTHETIC],
    )


def medication_reviews() -> Picture:
    """Completion by mode: who looks better overall is worse off in both modes."""
    table = load("b-medication-reviews").tables["smr_slice"]
    both = table.groupby("interpreter_needed", as_index=False)[["booked_n", "completed_n"]].sum().assign(mode="All")
    rows = pd.concat([both, table]).assign(
        need=lambda rows: rows["interpreter_needed"].map({True: "interpreter needed", False: "not needed"}),
        place=lambda rows: rows["mode"].str.capitalize(),
    )
    rows = rows.sort_values(
        ["place", "interpreter_needed"],
        key=lambda column: column.map({"All": 0, "Face-to-face": 1, "Phone": 2, True: 0, False: 1}),
    )
    return _shares(
        rows["completed_n"],
        rows["booked_n"],
        rows["place"] + ": " + rows["need"],
        "Reviews completed, of those booked: together and by mode",
        notes=[],
    )


def asthma() -> Picture:
    """More relievers where more South Asian patients are registered, and fewer among them within every third of
    practices.
    """
    case = load("c-asthma")
    people = case.tables["asthma_people"].merge(
        case.tables["practices"][["practice_id", "imd_score_mean"]], on="practice_id"
    )
    people = people[people["ethnicity"] != "Gypsy, Roma and Traveller"]
    people["over"] = people["saba_12m"] >= 6
    thirds = ["fewest", "middle", "most"]
    score = people.groupby("practice_id")["imd_score_mean"].first().rank(method="first")
    people["third"] = (
        people["practice_id"]
        .map(pd.cut(score, 3, labels=["Least deprived third", "Middle third", "Most deprived third"]))
        .astype(str)
    )
    known = people[people["ethnicity"] != "Not recorded"]
    share = (
        known.groupby("practice_id")["ethnicity"]
        .apply(lambda column: (column == "South Asian").mean())
        .rank(method="first")
    )
    people["share"] = people["practice_id"].map(pd.cut(share, 3, labels=thirds)).astype(str)
    rows = [
        (f"All patients of the practices with the {word} South Asian patients", people[people["share"] == word])
        for word in ("most", "fewest")
    ]
    for third in ("Least deprived third", "Middle third", "Most deprived third"):
        inside = people[(people["third"] == third) & (people["ethnicity"] != "Not recorded")]
        rows += [(f"{third}: South Asian patients", inside[inside["ethnicity"] == "South Asian"])]
        rows += [(f"{third}: other patients", inside[inside["ethnicity"] != "South Asian"])]
    counted = pd.DataFrame(
        [(name, frame["over"].sum(), len(frame)) for name, frame in rows], columns=["name", "x", "n"]
    )
    notes = [
        "Differences between ethnic groups in this file are invented: the file is about an error of reasoning, not"
        " about a group."
    ]
    return _shares(
        counted["x"],
        counted["n"],
        counted["name"],
        "Six or more reliever inhalers a year: practices, and people within practices",
        notes,
    )


def missed_appointments() -> Picture:
    """The gap in percentage points falls while the ratio rises."""
    case = load("d-missed-appointments")
    group = case.groups["imd_quintile"]
    counts = case.counts("missed", "imd_quintile")
    rows, sentences = [], []
    for words, first, last in (
        ("Months 1 to 11, before text reminders", "2024-01", "2024-11"),
        ("Months 12 to 24, with text reminders", "2024-12", "2025-12"),
    ):
        sums = (
            counts[counts["month"].between(first, last)]
            .groupby("group")[["numerator", "denominator"]]
            .sum()
            .reset_index()
        )
        found = gap(sums, "group", group.worst, group.best, better=-1)
        sentences.append(
            f"{words}: {found.absolute.value:.1f} percentage points apart, {found.relative.value:.1f} times as many."
        )
        for name in (group.worst, group.best):
            row = sums[sums["group"] == name].iloc[0]
            rows.append((f"{words}: {name}", row["numerator"], row["denominator"]))
    counted = pd.DataFrame(rows, columns=["name", "x", "n"])
    return _shares(
        counted["x"], counted["n"], counted["name"], "Missed appointments: a smaller gap, and a larger ratio", sentences
    )


def second_mmr() -> Picture:
    """Recorded and true: part of the gap is missing records."""
    tables = load("e-second-mmr").tables
    children = tables["mmr_children"].merge(tables["mmr_children_trainer"], on="child_id")
    rows = []
    for quintile, words in ((1, "Most deprived areas"), (5, "Least deprived areas")):
        inside = children[children["imd_quintile"] == quintile]
        rows.append((f"{words}: two doses on record", inside["dose2_date"].notna().sum(), len(inside)))
        rows.append((f"{words}: truly given", inside["true_done"].sum(), len(inside)))
    counted = pd.DataFrame(rows, columns=["name", "x", "n"])
    return _shares(
        counted["x"], counted["n"], counted["name"], "Second MMR by age five: what is on record and what was given", []
    )


def _shares(x, n, names, title: str, notes) -> Picture:
    frame = proportion(x, n, per=100).frame.assign(name=list(names))
    return draw(frame, by="name", title=title, unit="%", notes=[*notes, SYNTHETIC])


PICTURES: dict[str, Callable[[], Picture]] = {
    "a-blood-pressure": blood_pressure,
    "b-medication-reviews": medication_reviews,
    "c-asthma": asthma,
    "d-missed-appointments": missed_appointments,
    "e-second-mmr": second_mmr,
}


def page(pictures: dict[str, Picture]) -> str:
    """Return ``docs/cases.md``: each case's title, its reveal in one sentence, and its picture with alt text."""
    parts = [HEAD]
    for name, picture in pictures.items():
        case = load(name)
        reveal = case.story.reveals[0]
        parts.append(
            f"## Case {name[0].upper()}. {case.title}\n\n{reveal.title}."
            f" {' '.join(reveal.shown.split())}\n\n![{picture.alt}](images/case-{name[0]}.png)\n"
        )
    return "\n".join(parts)


def make_case_pages(into: Path) -> list[Path]:
    """Draw every case's picture into ``into/images`` and write ``into/cases.md``; return the files."""
    pictures = {case: picture() for case, picture in PICTURES.items()}
    made = [into / "images" / f"case-{case[0]}.png" for case in pictures]
    for path, picture in zip(made, pictures.values(), strict=True):
        picture.figure.savefig(path, dpi=110, metadata={"Software": None})
    write_atomically(into / "cases.md", page(pictures))
    return [*made, into / "cases.md"]
