"""What commands make and say: datasets, paper, workbooks, templates, derived files, checks, help."""

from __future__ import annotations

import random
import shutil

from behaviour_people import CASES, model_answers, person, share, varied
from behaviour_texts import files_in, hashed, lines_of

DATA = (".csv", ".json", ".yml", ".md")
VERBS = (
    "", "learn", "teach", "hand-in", "look", "mark", "site", "evaluate", "commitments", "make", "make exercises",
    "make cases", "make runsheet", "make glossary", "make slides", "make paper", "make workbook",
    "make templates", "check", "check lint", "check exercises", "check datasets", "check reading",
)  # fmt: skip
CHECKS = ("check", "check lint", "check exercises", "check datasets", "check reading")
DERIVED = ("exercises", "docs/cases.md", "docs/images", "datasets", "course")


def datasets(place) -> dict[str, str]:
    """Return a hash of each dataset's files, and of the tables that each make.py makes again from nothing."""
    root = place.copy
    files = [
        path
        for folder in ("datasets", "docs/new-case")
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in DATA
    ]
    found = {path.relative_to(root).as_posix(): hashed(path.read_bytes()) for path in files}
    for script in sorted((root / "datasets").rglob("make.py")):
        for table in script.parent.glob("*.csv"):
            table.unlink()
        found[f"python {script.relative_to(root).as_posix()}"] = place.run(script)
        for table in sorted(script.parent.glob("*.csv")):
            found[f"made again: {table.relative_to(root).as_posix()}"] = hashed(table.read_bytes())
    return found


def pages(place, case: str) -> dict[str, str]:
    """Return the paper pack and three people's workbooks on a case."""
    out = place.scratch / "paper"
    found = {"make paper": place.equityqi("make", "paper", "--case", case, "--out", out), **files_in(out, "paper/")}
    people = {"all": model_answers(case), "some": varied(case, random.Random(case), 0.4, 0.3), "none": {}}
    for name, given in people.items():
        work = person(place.scratch / f"my-work-{name}", name, case, given)
        share(work, "3a" * 8, name="Asha")
        found[f"make workbook of {name}"] = place.equityqi("make", "workbook", work, "--word")
        for made in sorted(work.glob("workbook.*")):
            found[f"{name}/{made.name}"] = lines_of(made.name, made.read_bytes())
    return found


def made(place) -> dict[str, str]:
    """Make again all that is derived, and return what was said and every file that can be made so."""
    found = {}
    for what in ("exercises", "cases", "runsheet", "glossary", "slides"):
        found[f"make {what}"] = place.equityqi("make", what)
    found["make templates"] = place.equityqi("make", "templates", "--out", place.scratch / "templates")
    found |= files_in(place.scratch / "templates", "templates/")
    for name in DERIVED:
        path = place.copy / name
        if path.is_file():
            found[name] = lines_of(name, path.read_bytes())
        else:
            found |= {
                key: text for key, text in files_in(path, f"{name}/").items() if not key.endswith((".py", ".csv"))
            }
    return found


def checks(place) -> dict[str, str]:
    """Return what the checks say, the help of every command, and what commands say that cannot be done."""
    found = {f"equityqi {verb}": place.equityqi(*verb.split()) for verb in CHECKS}
    found |= {f"equityqi {verb} --help": place.equityqi(*verb.split(), "--help") for verb in VERBS}
    found["start.py --help"] = place.run(place.copy / "start.py", "--help")
    empty = place.folder("empty")
    wrong = (
        ("mark", empty, "--roll", empty / "none.csv"), ("evaluate", empty), ("commitments", empty),
        ("commitments", empty, "--day", "soon"), ("look", empty / "none.csv"), ("make", "workbook", empty),
        ("make", "paper", "--case", "none", "--out", empty / "paper"), ("hand-in",),
        ("hand-in", "--name", "!!!"), ("learn", "--case", "none", "--no-browser"), ("nothing",),
        ("make", "nothing"),
    )  # fmt: skip
    for words in wrong:
        found[place.clean(f"equityqi {' '.join(map(str, words))}")] = place.equityqi(*words)
    found |= _hand_in(place)
    return found


def _hand_in(place) -> dict[str, str]:
    """Return what the command for a hand-in makes of a person's own work, which stands beside the course."""
    work = person(place.copy / "my-work-asha", "asha", CASES[1], model_answers(CASES[1]))
    share(work, "3a" * 8, name="Asha")
    share(work, "3b" * 8, private=True)
    said = place.equityqi("hand-in", "--name", "asha", "--pair", "tom")
    found = {"hand-in said": said, "hand-in": lines_of("hand-in.zip", (work / "hand-in-asha.zip").read_bytes())}
    shutil.rmtree(work)
    return found
