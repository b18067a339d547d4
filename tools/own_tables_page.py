"""The page docs/own-tables.md: what the page "Your own data" gives for each of some real files, and in how many clicks.

Run from the repository, with one folder or more that hold the files: ``python -m tools.own_tables_page FOLDER...``.
The files themselves are not here: most are not ours to pass on. The page says where each came from.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from equityqi.owndata.look import Look, look_at
from equityqi.owndata.remembered import added

PAGE = Path("docs/own-tables.md")
CHOOSE_FILE, LOOK, PICK = 2, 1, 2  # clicks: the button and the file; "Look at my table"; open a drop-down and choose
LEAGUE = "league table"
LEFT_OUT = "Leave out Swansea Bay University Health Board, Powys Teaching LHB, Hywel Dda LHB"

# What a person who knows the file would choose, by role; "two": the groups to compare, where there are many.
PICKS: dict[str, dict] = {
    "derived_blmk_census2021_ethnicity_broad.csv": {},
    "england_critical_general_acute_beds.csv": {
        "count": "general_acute_beds_occupied", "of": "general_acute_beds_available", "better": "less is better",
        "two": ("RXQ", "R0A"),
    },
    "england_icb_discharged_patients.csv": {
        "count": "discharged_by_1700", "better": "more is better", "two": ("E54000050", "E54000056"),
    },
    "england_rtt_region.csv": {
        "group": "nhs_region20_name", "count": "waits_over_52_weeks", "of": "waits_over_18_weeks",
    },
    "england_sicb_iapt.csv": {
        "count": "Count_FinishedCourseTreatment", "of": "Count_EndedReferrals", "better": "more is better",
        "two": ("E38000014", "E38000130"),
    },
    "england_trust_accidents_emergency.csv": {
        "count": "attendances_over_4hours", "of": "total_attendances", "better": "less is better",
        "two": ("RGT", "RC9"),
    },
    "fingertips_ui_campylobacter_ctyua_2015-17.csv": {
        "rows": "Only County & UA deprivation deciles in England (IMD2015)", "better": "less is better",
    },
    "healthyr_england_icb_accidents_emergency.csv": {"better": "less is better", "two": ("E54000040", "E54000024")},
    "ni-waiting-times.csv": {"group": "Trust"},
    "ni_rtt_hsct.csv": {"group": "hsct22_name", "count": "waits_over_52_weeks"},
    "ni_waiting_times.csv": {"group": "trust18_name", "count": "under_4_hours"},
    "scotland_ae_attendance.csv": {
        "count": "within_4_hours", "two": ("Arran War Memorial Hospital", "Lady Margaret Hospital"),
    },
    "wales_ambulance_waiting_times.csv": {"better": "more is better"},
    "wales_rtt_lhb.csv": {
        "count": "waits_over_53_weeks", "rows": LEFT_OUT,
    },
}  # fmt: skip

HEAD = """# Real tables, and what the course makes of them

You make this page with a command, so please don't change it by hand. Put the files into a folder and run
`python -m tools.own_tables_page FOLDER` again. They're public files from NHS England, NHS Digital, OHID, the ONS and others, which
people share in open repositories, and they aren't in this one.

To work out a gap, the course needs counts: how many people, out of how many, for each group. Many published files have only one of
the two, or only rates. Then the course says why it can't give a gap, because it never guesses. Of {all} files, {gap} give a gap, {aim}
of them with a draft aim. {other}

## How to read it

- **Clicks** are all of them on the page *Your own data*: two to choose the file, one on “Look at my table”, two for each answer in a
  drop-down, and one each time on “Look again with these”. You don't have to type anything.
- **Seconds** is how long this computer took over all the looking. The most clicks for a gap are {slowest}. At five seconds a click, that's
  under two minutes, even with the computer's own seconds. When we drove a browser through the page in Jupyter, with the files that give
  a draft aim, it took the same clicks, and at most 54 seconds of waiting on a busy computer. We took three of them through it once
  more on 30 November 2026, which took 6, 9 and 10 clicks, and 10 to 23 seconds of waiting.
- **When a gap is less than 1 percentage point**, you see the gap but no draft aim, because it would be too small to write in percentage
  points.

"""  # noqa: E501


@dataclass
class Walk:
    """How one file went on the page: what was chosen, the clicks, the seconds, and what came of it."""

    file: str
    clicks: int = CHOOSE_FILE + LOOK
    seconds: float = 0.0
    chosen: list[str] = field(default_factory=list)
    seen: Look | None = None
    refused: str = ""

    @property
    def gives(self) -> str:
        """What the file gives, in a word or two."""
        seen = self.seen
        if seen is None or not (seen.gap or seen.bounds or seen.asks):
            return "a reason"
        if seen.asks:
            return "a question"
        many = "2 charts" if len(seen.pictures) > 1 else "a chart"
        return f"a gap, {many}" + (", a draft aim" if seen.aim else "") if seen.gap else "a range"


def walked(path: Path) -> Walk:
    """Go the way of the page for one file: look, answer what is asked, look again."""
    walk, data, choose, picks, two = Walk(path.name), path.read_bytes(), {}, PICKS.get(path.name, {}), None
    start = time.perf_counter()
    try:
        while True:
            walk.seen = seen = look_at(path.name, data, choose=choose, groups=two)
            more = {ask.role: picks[ask.role] for ask in seen.asks if ask.role in picks and ask.role not in choose}
            if more:
                choose = added(choose, more)
                walk.clicks += PICK * len(more) + LOOK
                walk.chosen += [f"{role}: {text}" for role, text in more.items()]
            elif LEAGUE in seen.sentence and two is None and "two" in picks:
                two = picks["two"]
                walk.clicks += 2 * PICK + LOOK
                walk.chosen.append(f"two groups: {' and '.join(two)}")
            else:
                _ = seen.pictures  # drawn when they are asked for
                break
    except ValueError as error:
        walk.refused = str(error)
    walk.seconds = time.perf_counter() - start
    return walk


def page(walks: list[Walk]) -> str:
    """Return the whole page in Markdown."""
    gaps = [walk for walk in walks if walk.seen and walk.seen.gap]
    aims = [walk for walk in gaps if walk.seen and walk.seen.aim]
    other = len([walk for walk in walks if walk.gives == "a question"])
    asks = f"For {other} more, the course asks a question that you can't answer from the file." if other else ""
    head = HEAD.format(
        all=len(walks), gap=len(gaps), aim=len(aims), other=asks, slowest=max((walk.clicks for walk in gaps), default=0)
    )
    return "\n".join([head.rstrip(), "", *_gaps(gaps), *_rest([walk for walk in walks if walk not in gaps])]) + "\n"


def _gaps(walks: list[Walk]) -> Iterator[str]:
    yield from ("## Files that give a gap", "", "| File | What you choose | Clicks | Seconds | What you get |")
    yield "|---|---|---|---|---|"
    for walk in walks:
        told = f"{walk.gives}. {_short(walk.seen.sentence if walk.seen else '')}"
        yield _row(walk.file, "; ".join(walk.chosen) or "nothing", walk.clicks, f"{walk.seconds:.0f}", told)


def _rest(walks: list[Walk]) -> Iterator[str]:
    yield from ("", "## Files that don’t", "", "| File | What the page says |", "|---|---|")
    for walk in walks:
        yield _row(walk.file, walk.refused or (walk.seen.sentence if walk.seen else ""))


def _short(sentence: str) -> str:
    """The groups, the time and the gap: the first two sentences."""
    first, _, rest = sentence.partition(" The gap is ")
    return f"{first} The gap is {rest.partition(' (')[0]}." if rest else sentence


def _row(*cells: object) -> str:
    return f"| {' | '.join(' '.join(str(cell).split()).replace('|', '/') for cell in cells)} |"


def main(folders: list[str]) -> int:
    """Write the page from the files of some folders; say so where none is there."""
    paths = [path for folder in folders for path in sorted(Path(folder).glob("*.csv"))]
    if not paths:
        print("There is no CSV file in these folders, so the page was left as it is.")
        return 1
    warnings.simplefilter("ignore")
    PAGE.write_text(page([walked(path) for path in paths]), encoding="utf-8")
    print(f"Written: {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
