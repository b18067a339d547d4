"""A draft of a case from a team's own table: what the table says is filled in, and the rest says TO DO."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from equityqi.authoring.case_check import to_do
from equityqi.authoring.project_draft import drafted_project
from equityqi.cases.case_files import CaseError, course_cases
from equityqi.files import write_atomically
from equityqi.owndata.look import Look, look
from equityqi.safe_text import FORMULA, one_line
from equityqi.tables.known_words import is_unknown

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Look", "check_name", "drafted", "look", "make_draft"]

NAME = re.compile(r"[a-z]-[a-z0-9]+(-[a-z0-9]+)*")
TIMES = {"month": ("yearmonth", "%Y-%m"), "quarter": ("string", "")}  # what a chart over time can show
TABLE = "counts"
SMALL = 8  # a count below this can point to a person
NOTES = {  # what is to do where a value has to be there already
    "checked: '?2000-01'?": "the month in which a clinical lead read the safety box",
    "shown: main": "the measure that your dashboard shows, where it hides the gap; add it under measures",
}
STORY = "You work with {team}.\n\nTO DO: what your dashboard says, and what somebody at the desk has noticed.\n"
PROBLEM = "Of {group}, {worst-latest}% are counted, and of {comparator}, {best-latest}%. TO DO: your words"
STEPS = (
    ("Read the dashboard", "Look at the number that your team looks at now.", "Who it leaves out."),
    ("Count everybody", "Look at the same people, divided by everybody it should be for.", "How the gap changes."),
    ("Find the step", "Look at each step on the way.", "The step where most people are lost."),
    ("Ask why", "Ask two people what got in the way.", "Words that you didn't expect."),
    ("Look over time", "Draw the gap period by period.", "Whether it is steady."),
    ("Choose a first test", "Choose one small thing to try next week.", "A number that would surprise you."),
)


def check_name(name: str) -> None:
    """Raise :class:`CaseError` for a name that no folder of a case may have."""
    if not NAME.fullmatch(name):
        raise CaseError(
            f"“{name}” can't be the name of a case. Write a letter, a hyphen and a word or two in small letters, such"
            " as g-clinics."
        )
    taken = {case.partition("-")[0]: case for case in course_cases()}
    if taken.get(name[0], name) != name:
        raise CaseError(f"The letter {name[0]} belongs to {taken[name[0]]}. Choose another one for {name}.")


def make_draft(seen: Look, name: str, into: Path) -> tuple[list[Path], list[Path], list[str]]:
    """Write a draft of a case into its folder, and nothing over what is there.

    Returns the files that were written, those that were there and stay, and what is
    still to do, with file and line. Raises :class:`CaseError` for a table without a gap and for a
    group whose name is a formula in Excel, and CouldNotWrite.
    """
    if seen.two is None or seen.counts is None:
        raise CaseError(f"A case needs a gap between two groups. {seen.sentence}")
    folder = into / name
    written, stay = [], []
    for file, text in drafted(seen, name).items():
        path = folder / file
        (stay if path.exists() else written).append(path)
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text)
    return written, stay, to_do(folder)


def drafted(seen: Look, name: str) -> dict[str, str]:
    """Return the text of each file of the draft, by its name.

    Raises :class:`CaseError` for a group whose name is a formula in Excel.
    """
    rows, columns = _table(seen)
    if formulas := sorted({row[-3] for row in rows if FORMULA.match(row[-3])}):
        raise CaseError(
            f"Excel would take the name of a group for a formula: {one_line(formulas[0], 40)}. Let it begin with a"
            " letter or a digit in your table, then try again."
        )
    return {
        f"{TABLE}.csv": _csv(rows, columns),
        "datapackage.json": json.dumps(_package(seen, name, columns), indent=1, ensure_ascii=False) + "\n",
        "case.yml": _with_notes(
            _yaml(_case(seen, name, columns), "The words for your team, your groups and your measures.")
        ),
        "story.yml": _yaml(_story(name), "The story on one page. Words in {braces} come from case.yml and facts.yml."),
        "facts.yml": _yaml(_facts(seen, name, rows), "Each figure that the story names."),
        "card.md": _card(seen, rows, columns),
        "project.json": json.dumps(drafted_project(seen, name), indent=1, ensure_ascii=False) + "\n",
    }


def _table(seen: Look) -> tuple[list[list[str]], dict[str, str]]:
    """Return the rows of the table, and the name of each column: ``time`` (where months or quarters are given),
    ``group``, ``numerator``, ``denominator``.
    """
    frame: pd.DataFrame = seen.counts
    kinds = set(frame["kind"].dropna()) if "kind" in frame else set()
    time = next(iter(kinds)) if len(kinds) == 1 and kinds <= set(TIMES) else ""
    if not time:
        frame = seen.groups
    counted, of = (_slug(text) or other for text, other in ((seen.reading.count, "counted"), (seen.reading.of, "all")))
    columns = {"time": time} if time else {}
    columns |= {"group": _slug(seen.reading.group) or "group", "numerator": f"{counted}_n", "denominator": f"{of}_n"}
    rows = []
    for row in frame.to_dict("records"):
        when = [_when(row["start"], time)] if time else []
        rows.append([*when, str(row["group"]), _whole(row["numerator"]), _whole(row["denominator"])])
    return sorted(rows) if time else rows, columns


def _when(start, time: str) -> str:
    return f"{start:%Y-%m}" if time == "month" else f"{start:%Y}-Q{(start.month + 2) // 3}"


def _whole(count) -> str:
    return "" if count is None or count != count else f"{round(count)}"


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


def _csv(rows: list[list[str]], columns: dict[str, str]) -> str:
    told = io.StringIO()
    csv.writer(told, lineterminator="\n").writerows([list(columns.values()), *rows])
    return told.getvalue()


def _package(seen: Look, name: str, columns: dict[str, str]) -> dict[str, Any]:
    read = seen.reading
    told = {
        "time": (TIMES.get(columns.get("time", ""), ("string",))[0], f"The {columns.get('time')} of the counts."),
        "group": ("string", f"The group, from the column “{read.group}”."),
        "numerator": ("integer", f"How many people, from the column “{read.count}”."),
        "denominator": ("integer", f"Out of how many, from the column “{read.of}”."),
    }
    rows, _ = _table(seen)
    blank = {key for place, key in enumerate(columns) if any(not row[place] for row in rows)}
    fields = [
        {"name": column, "type": told[key][0]}
        | ({"unit": "people"} if told[key][0] == "integer" else {})
        | {"description": told[key][1], "constraints": {"required": key not in blank}}
        for key, column in columns.items()
    ]
    about = f"Counts from {seen.file}: {seen.measure or read.columns_counted}, by {read.group}."
    resource = {"name": TABLE, "path": f"{TABLE}.csv", "description": about, "schema": {"fields": fields}}
    return {"name": name, "title": f"TO DO: a title for these data, from {seen.file}", "resources": [resource]}


def _case(seen: Look, name: str, columns: dict[str, str]) -> dict[str, Any]:
    worst, best = seen.two or ("", "")
    groups = list(dict.fromkeys(str(group) for group in seen.counts["group"]))
    not_known = [group for group in groups if is_unknown(group)]
    measure = seen.measure or seen.reading.columns_counted
    split = _slug(seen.reading.group) or "group"
    group = {"column": columns["group"], "name": seen.reading.group, "levels": {one.lower(): one for one in groups}}
    group |= {"worst": worst, "best": best} | ({"not_recorded": not_known[0]} if not_known else {})
    one = {
        "name": measure[:1].upper() + measure[1:],
        "numerator": {"table": TABLE, "column": columns["numerator"]},
        "denominator": {"table": TABLE, "column": columns["denominator"]},
        "numerator_words": f"TO DO: who is counted in “{seen.reading.count}”, such as people who came",
        "denominator_words": f"TO DO: who is counted in “{seen.reading.of}”, such as all people invited",
        "better": seen.better,
        "type": "outcome",
        **({"time": columns["time"]} if "time" in columns else {}),
        "by": [split],
    }
    return {
        "case": name,
        "title": "TO DO: one line that makes people curious",
        "checked": "2000-01",
        "names": {
            "area": "TO DO: your area, such as our town",
            "team": "TO DO: your team, such as a clinic team",
            "people": "TO DO: the people it is about, such as people invited to a check",
            "service": "TO DO: what they are offered, such as a check",
            "measure": measure[:1].lower() + measure[1:],
            "group": f"TO DO: the people served least well, in words, for {worst}",
            "group_short": worst,
            "comparator": f"TO DO: the people to compare them with, in words, for {best}",
            "comparator_short": best,
        },
        "safety": ["TO DO: what somebody does who needs help now; ask a clinical lead"],
        "groups": {split: group},
        "measures": {"main": one},
        "gap": {"shown": "main", "right": "main", "by": split},
    }


def _with_notes(text: str) -> str:
    """Return case.yml with what is to do where a value has to stand already."""
    for line, note in NOTES.items():
        text = re.sub(rf"^( *{line})$", rf"\1  # TO DO: {note}", text, flags=re.MULTILINE)
    return text


def _story(name: str) -> dict[str, Any]:
    told = "TO DO: what a first look says", "TO DO: what is there when you count everybody", "TO DO: a question"
    return {
        "case": name,
        "story": STORY,
        "steps": [{"title": title, "do": do, "look_for": look_for} for title, do, look_for in STEPS],
        "reveals": [
            {"title": f"TO DO: reveal {number}", **dict(zip(("seen", "shown", "ask"), told, strict=True))}
            for number in range(1, 5)
        ],
        "trainer": [
            {"they_say": "TO DO: what learners say here", "you_ask": "TO DO: what you ask then"} for _ in range(3)
        ],
        "words": {
            "headline": "TO DO: what the dashboard says in one sentence",
            "problem": PROBLEM,
            "hidden": "TO DO: what the dashboard's number hides",
            "missing": "TO DO: who is not in the data",
            "next": "TO DO: what to count from now on",
        },
    }


def _facts(seen: Look, name: str, rows: list[list[str]]) -> dict[str, Any]:
    found = {}
    window = {"window": _window(rows)} if len(rows[0]) == 4 else {}
    for end, group in zip(("worst", "best"), seen.two or (), strict=False):
        chosen = [row for row in rows if row[-3] == group and (not window or _in(row[0], window["window"]))]
        above, below = (sum(int(row[place] or 0) for row in chosen) for place in (-2, -1))
        value = round(100 * above / below, 1) if below else 0
        value = int(value) if value == int(value) else value
        found[f"{name[0]}-{end}-latest"] = {
            "value": value,
            "unit": "%",
            "period": seen.period or "the time of the table",
            "source": "TO DO: whose table this is",
            "status": "planted",
            "of": {"measure": "main", "group": [group], **window},
            "tolerance": 0.5,
            "text": f"In the group {group} it is {value:,}%.",
        }
    return found


def _window(rows: list[list[str]]) -> str:
    times = sorted({row[0] for row in rows})
    return " to ".join((times[-(4 if "Q" in times[0] else 12) :][0], times[-1]))


def _in(when: str, window: str) -> bool:
    first, last = window.split(" to ")
    return first <= when <= last


def _card(seen: Look, rows: list[list[str]], columns: dict[str, str]) -> str:
    small = sum(0 < int(cell) < SMALL for row in rows for cell in row[-2:] if cell)
    lines = [
        f"# Data card: {seen.file}",
        "",
        "**TO DO: change the figures, so that nobody's are real, and write “Synthetic: never cite.” here**",
        "",
        "| | |",
        "|---|---|",
        f"| What | `{TABLE}.csv`: {', '.join(columns.values())} |",
        "| Why it matters | TO DO: for whom, and what changes if the gap closes |",
        f"| How read | {str(seen.reading).replace('|', '/')} |",
        "| Known faults | TO DO: who is missing, what changed in how people were counted |",
        "| Author | TO DO: your team |",
        "| Reviewed | TO DO: the month, and the next one |",
    ]
    lines += [f"\nTO DO: {small} counts are 1 to 7 and can point to a person; leave them out, or pool months"] * (
        small > 0
    )
    lines += ["", *(f"- {finding.sentence}" for finding in seen.findings)] if seen.findings else []
    return "\n".join(lines) + "\n"


def _yaml(content: dict[str, Any], about: str) -> str:
    told = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=10_000)
    how = "mend every line with the words in capitals; “python start.py check datasets” names them."
    return f"# {about} Draft: {how}\n{told}"
