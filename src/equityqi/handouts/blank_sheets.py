"""Every form of a project on paper: blank sheets to print and fill in by hand, with the names that the forms have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.files import write_atomically
from equityqi.html_tags import Html, plain_table, tag
from equityqi.project.labels import AIM, ASKED, CANVAS, COMMITMENT, CYCLES, IDEAS, LEVELS, MEASURES, SPREAD, THEMES
from equityqi.project.parts import CHECKLIST
from equityqi.questions.kinds.paper import boxed

TITLE = "A project on paper"
DONE = ("did", "observed", "observed_of", "learning", "act")  # the fields of a test that are filled in afterwards
PRIMARIES, SECONDARIES = 4, 2  # lines of the blank driver diagram
ROOM = 140  # millimetres of A4 on its side for the rows of a form


def print_pack(path: Path) -> None:
    """Write all blank forms as one HTML page, each form on a sheet of its own. Raises
    :class:`equityqi.files.CouldNotWrite`.
    """
    write_atomically(Path(path), blank_forms())


def blank_forms() -> Html:
    """Return all blank forms as one accessible page of HTML.

    >>> blank_forms().count('<section class="sheet">')
    12
    """
    plan = {key: label for key, label in CYCLES.items() if key not in DONE}
    sheets = (
        ("Who was asked", "Write roles, not names of patients.", _grid("Who was asked", ASKED, 6)),
        (
            "Process map",
            "Write the steps as they are really done. Then write how many of 100 people of each group are left.",
            _process_map(),
        ),
        ("Fishbone", "Why does it happen? Write causes under each theme, and don’t forget power.", _fishbone()),
        (
            "Five whys",
            "Ask why again, and stop at something that can be changed. Never stop at a person's name.",
            _whys(),
        ),
        (
            "Aim",
            "How much, for whom, by when, where: both groups, now and then, and who must not lose.",
            _fields("Aim", AIM),
        ),
        (
            "Driver diagram",
            "Read each line aloud: if this improved, would that? Mark what comes from lived experience.",
            _driver_diagram(),
        ),
        (
            "Measures",
            "At least one outcome, one process and one balancing measure. One column each.",
            _fields("Measures", MEASURES, blanks=4),
        ),
        (
            "Change ideas",
            "Strong ideas change the system; weak ideas ask people to try harder.",
            _grid("Change ideas", IDEAS, 7),
        ),
        (
            "Log of tests: plan",
            "Start with at most 5 people and 7 days. Write the prediction before the test.",
            _fields("Plan of each test", plan, blanks=4),
        ),
        (
            "Log of tests: do, study, act",
            "Compare with the prediction, then decide.",
            _fields("Result of each test", {key: CYCLES[key] for key in DONE}, blanks=4),
        ),
        (
            "Commitment",
            "At most 40 words and 30 days. It is yours: share it only if you wish.",
            _fields("Commitment", COMMITMENT),
        ),
        ("Canvas", "Everything on one page: the same group, measure and dates in all parts.", _canvas()),
    )
    parts = [
        (tag("section", tag("h2", title), tag("p", how), form, class_="sheet"), "\n") for title, how, form in sheets
    ]
    about = "Print on A4 or A3. Fill in by hand. Keep names and details of patients off these sheets."
    return whole_page(TITLE, (header(TITLE, tag("p", about)), "\n", tag("main", parts)))


def _grid(caption: str, fields: Mapping[str, str], lines: int) -> Html:
    """Return a table with a column for each field and numbered blank rows."""
    return _table(
        caption,
        ("No.", *fields.values()),
        [(str(number), *[""] * len(fields)) for number in range(1, lines + 1)],
        kind="counted",
    )


def _fields(caption: str, fields: Mapping[str, str], blanks: int = 1) -> Html:
    """Return a table with a row for each field and one blank column, or several that are numbered."""
    heads = ("Write here",) if blanks == 1 else tuple(str(number) for number in range(1, blanks + 1))
    return _table(caption, ("Field", *heads), [(label, *[""] * blanks) for label in fields.values()])


def _fishbone() -> Html:
    return _table(
        "Causes by theme",
        ("Theme", *(f"Cause {number}" for number in range(1, 5))),
        [(name, *[""] * 4) for name in (*THEMES, "Other")],
    )


def _process_map() -> Html:
    heads = (
        "Step",
        "What really happens",
        "Left of 100 in the group we serve least well",
        "Left of 100 in the group you compare with",
    )
    return _table(
        "Process map", heads, [("Start", "", "100", "100"), *[(str(number), "", "", "") for number in range(1, 8)]]
    )


def _whys() -> Html:
    return _table(
        "Five whys",
        ("Question", "Answer"),
        [("What is the problem?", ""), *[(f"Why? ({number})", "") for number in range(1, 6)]],
    )


def _driver_diagram() -> Html:
    heads = ("Line", LEVELS[1], LEVELS[2], LEVELS[3], "Lived experience, or whom we will ask and when")
    rows = [("Aim (on all lines)", "", "", "", "")]
    rows += [
        (f"Driver {primary}, part {part}", "", "", "", "")
        for primary in range(1, PRIMARIES + 1)
        for part in range(1, SECONDARIES + 1)
    ]
    return _table("From the aim to change ideas", heads, rows)


def _canvas() -> Html:
    rows = [(label, "") for key, label in CANVAS.items() if key not in ("spread", "commitment")]
    rows += [(label, "") for label in SPREAD.values()]
    rows += [("In place? Tick", boxed(CHECKLIST)), (f"{CANVAS['commitment']} (only if you wish to share it)", "")]
    return _table("Canvas", ("Part", "Write here"), rows)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], kind: str | None = None) -> Html:
    """Return a table whose rows share the sheet between them."""
    tall = f"--tall: {max(ROOM / len(rows) - 4, 4):.1f}mm"
    cells = ((first, *map(_cell, rest)) for first, *rest in rows)
    return plain_table(caption, heads, cells, class_=kind, style=tall)


def _cell(words: str) -> Html:
    return tag("td", tag("div", words, class_="line"))
