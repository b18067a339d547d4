"""Make the cases' tables again, find their seeds, and hold what stands in the tree to what is made.

A folder of ``datasets/`` that holds a ``make.py`` has ``make(seed) -> {table: DataFrame}`` there, its seed in
``card.md`` (a line ``Seed: 7``), and in ``planted.py`` how each of its planted facts is worked out from the tables.
"""

from __future__ import annotations

import re
import runpy
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from string import ascii_lowercase

import pandas as pd

from equityqi.authoring.case_check import case_problems, facts_problems, place_of_fact
from equityqi.authoring.leftovers import leftovers
from equityqi.authoring.synthetic import write_csv
from equityqi.cases.case import Case, CaseError
from equityqi.cases.case_figures import FILE, figures_file
from equityqi.cases.case_files import read_package
from equityqi.cases.case_tables import Tables
from equityqi.cases.fact_source import figure_in_tables, in_words, tables_of
from equityqi.cases.facts import Fact, all_facts, facts_path, read_facts
from equityqi.files import course_root, write_atomically

SEED = re.compile(r"^Seed: (\d+)", re.MULTILINE)
SEEDS_AT_MOST = 1000


class NoSeed(ValueError):
    """No seed gives tables that hold every planted fact."""


def made_folders(root: Path | None = None) -> list[Path]:
    """Return the folders of ``datasets/`` whose tables are made by a ``make.py``."""
    datasets = (root or course_root()) / "datasets"
    return sorted(path.parent for path in [*datasets.glob("make.py"), *datasets.glob("*/make.py")])


def seed_of(folder: Path) -> int:
    """Return the seed that the data card names."""
    found = SEED.search((folder / "card.md").read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{folder.name}/card.md has no line such as “Seed: 7”.")
    return int(found[1])


def make_tables(folder: Path, seed: int, into: Path) -> Tables:
    """Make a folder's tables from a seed, write them into another folder, and read them from there."""
    made = runpy.run_path(str(folder / "make.py"))["make"](seed)
    package = read_package(folder)
    files = {resource.name: resource.path for resource in package.resources}
    if set(made) != set(files):
        raise ValueError(
            f"{folder.name}/make.py makes {', '.join(made)}, but datapackage.json names {', '.join(files)}."
        )
    for name, frame in made.items():
        write_csv(frame, into / files[name])
    write_atomically(into / "datapackage.json", (folder / "datapackage.json").read_bytes())
    return Tables(into)


def planted(folder: Path) -> dict[str, Callable[[Mapping[str, pd.DataFrame]], float]]:
    """Return how each planted fact of a folder is worked out from its tables, by the fact's id."""
    path = folder / "planted.py"
    return runpy.run_path(str(path))["PLANTED"] if path.is_file() else {}


def case_facts(folder: Path) -> dict[str, Fact]:
    """Return the planted facts of a case: those of its letter in facts.yml, and those of its own folder."""
    letter = f"{folder.name.split('-')[0]}-"
    own = read_facts(folder / "facts.yml") if (folder / "facts.yml").is_file() else {}
    return {
        id: fact for id, fact in {**all_facts(), **own}.items() if fact.status == "planted" and id.startswith(letter)
    }


def outside(folder: Path, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return one sentence for each planted fact that the tables do not hold within its tolerance."""
    found = []
    facts = case_facts(folder)
    for id, work_out in planted(folder).items():
        value, fact = float(work_out(tables)), facts[id]
        low, high = fact.bounds
        if not low <= value <= high:
            found.append(f"{id}: the tables say {value:.4g}, and it must lie between {low:g} and {high:g}.")
    return found


def false_facts(folder: Path) -> list[str]:
    """Return one sentence for each fact of a case that prints another figure than its table, or names no table."""
    case, told = Case(folder), planted(folder)
    found = []
    for id, fact in case_facts(folder).items():
        if isinstance(fact.value, str):
            continue
        try:
            if fact.of:
                value, where = figure_in_tables(case, fact.of), f"{tables_of(case, fact.of)} ({in_words(fact.of)})"
            elif id in told:
                value, where = float(told[id](case.tables)), f"planted.py, from the tables of {folder.name},"
            else:
                found.append(f"{_place(folder, id)}: name its measure, group and window under “of”, to compare them.")
                continue
        except (CaseError, KeyError, ZeroDivisionError) as error:
            found.append(f"{_place(folder, id)}: its table doesn't have that figure. {error}")
            continue
        decimals = len(str(fact.value).partition(".")[2])
        if abs(value - fact.value) > 0.5 * 10**-decimals + 1e-9:
            found.append(f"{_place(folder, id)}: it says {fact.number}, but {where} gives {value:.{decimals}f}.")
    return found


def _place(folder: Path, id: str) -> str:
    """Return the file, the line and the name of a case's fact."""
    own = folder / "facts.yml"
    return place_of_fact(own if own.is_file() and id in read_facts(own) else facts_path(), id)


def find_seed(folder: Path) -> int:
    """Return the first of the seeds 1, 2, 3 ... whose tables hold every planted fact; NoSeed after 1,000."""
    for seed in range(1, SEEDS_AT_MOST + 1):
        with tempfile.TemporaryDirectory() as scratch:
            wrong = outside(folder, make_tables(folder, seed, Path(scratch)))
        print(f"seed {seed}: {'all facts hold' if not wrong else '; '.join(wrong)}", flush=True)
        if not wrong:
            return seed
    raise NoSeed(f"None of {SEEDS_AT_MOST} seeds gives tables that hold every planted fact of {folder.name}.")


def differences(root: Path | None = None) -> list[str]:
    """Return one sentence for each file that is not what its ``make.py`` makes, each planted fact that does not
    hold, and each case whose files do not work together."""
    datasets = (root or course_root()) / "datasets"
    if found := facts_problems(datasets):
        return found  # every case reads them
    found = same_letters([path.parent.name for path in sorted(datasets.glob("*/case.yml"))])
    for folder in made_folders(root):
        script = (folder / "make.py").relative_to(root or course_root()).as_posix()
        with tempfile.TemporaryDirectory() as scratch:
            make_tables(folder, seed_of(folder), Path(scratch))
            for made in sorted(Path(scratch).glob("*.csv")):
                standing = folder / made.name
                if not standing.is_file() or standing.read_bytes() != made.read_bytes():
                    found.append(f"{folder.name}/{made.name} is not what make.py makes. Run: python {script}")
        found += [f"{folder.name}: {sentence}" for sentence in outside(folder, Tables(folder))]
    for path in sorted(datasets.glob("*/case.yml")):
        problems, standing = case_problems(path.parent), path.with_name(FILE)
        if (
            not problems
            and standing.is_file()
            and standing.read_text(encoding="utf-8") != figures_file(Case(path.parent))
        ):  # without one, pages count for themselves
            problems = [f"{path.parent.name}/{FILE} is not what its tables say. Run: python start.py make cases"]
        found += problems or false_facts(path.parent)
        found += leftovers(path.parent, root or course_root())
    return found


def same_letters(cases: list[str]) -> list[str]:
    """Return one sentence for each case whose facts could not be told from those of another.

    >>> same_letters(["a-tea", "f-falls", "f-feet"])
    ['f-feet has the same letter as f-falls, and each case needs its own. Rename the folder, such as b-feet.']
    """
    found, taken = [], {}
    for name in cases:
        letter = name.partition("-")[0]
        free = next(one for one in ascii_lowercase if one not in {case.partition("-")[0] for case in cases})
        if letter in taken:
            found.append(
                f"{name} has the same letter as {taken[letter]}, and each case needs its own. Rename the folder,"
                f" such as {free}-{name.partition('-')[2]}."
            )
        taken.setdefault(letter, name)
    return found


def make_figures(root: Path | None = None) -> list[Path]:
    """Write the figures of each case beside its tables, so that no page has to count them; return the files."""
    made = []
    for path in sorted(((root or course_root()) / "datasets").glob("*/case.yml")):
        made.append(path.with_name(FILE))
        write_atomically(made[-1], figures_file(Case(path.parent)))
    return made


def run(script: str) -> None:
    """What ``python make.py`` does: write the tables; with ``--find-seed``, look for the seed first."""
    folder = Path(script).resolve().parent
    if "--find-seed" in sys.argv:
        seed, card = find_seed(folder), folder / "card.md"
        write_atomically(card, SEED.sub(f"Seed: {seed}", card.read_text(encoding="utf-8"), count=1))
    with tempfile.TemporaryDirectory() as scratch:
        make_tables(folder, seed_of(folder), Path(scratch))
        for made in Path(scratch).glob("*.csv"):
            write_atomically(folder / made.name, made.read_bytes())
            print(f"Written: {folder.name}/{made.name}")
