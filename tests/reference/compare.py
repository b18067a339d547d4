"""Hold the library to reference values: ``python tests/reference/compare.py FOLDER``.

Every ``*.json`` file in the folder has the shape ``{"source", "notes", "cases": [{"name", "input",
"expected"}]}``. Which function a case belongs to is read from its own fields, by the modules in
``adapters/``. Exits 1 on any value outside its tolerance, and on anything that no adapter understands.
"""

from __future__ import annotations

import importlib
import json
import math
import pkgutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

import adapters
from outcomes import Compared, NotOffered, NotUnderstood

SHOWN = 5  # mismatches printed for each file


@dataclass
class Tally:
    """What came of one file."""

    name: str
    cases: int = 0
    compared: int = 0
    differs: int = 0
    not_offered: int = 0
    worst: float = 0.0
    mismatches: list = field(default_factory=list)

    def add(self, case, outcome):
        if isinstance(outcome, NotOffered):
            self.not_offered += 1
        elif isinstance(outcome, NotUnderstood):
            self.mismatches.append(f"{case}: {outcome.what}: no adapter understands this")
        else:
            self.compared += 1
            self.differs += bool(outcome.differs)
            if not outcome.holds:
                self.mismatches.append(f"{case}: {outcome.what}: theirs {outcome.theirs}, ours {outcome.ours}")
            elif outcome.difference < math.inf:
                self.worst = max(self.worst, outcome.difference)


def compare_file(path):
    """Run every case of one file through the adapter that knows it."""
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    tally = Tally(Path(path).name)
    modules = [importlib.import_module(f"adapters.{found.name}") for found in pkgutil.iter_modules(adapters.__path__)]
    for case in document["cases"]:
        tally.cases += 1
        adapter = next(filter(None, (module.find(document, case) for module in modules)), None)
        for outcome in outcomes_of(adapter, case):
            tally.add(case["name"], outcome)
    return tally


def outcomes_of(adapter, case):
    """Run one adapter; what it raises is one more mismatch, and the other cases still run."""
    if adapter is None:
        yield NotUnderstood("the whole case")
        return
    try:
        yield from adapter(case["input"], case["expected"])
    except Exception as error:
        yield Compared("runs to its end", "yes", f"{type(error).__name__}: {error}")


def compare_folder(folder):
    """Return one tally for each reference file in the folder."""
    return [compare_file(path) for path in sorted(Path(folder).glob("*.json"))]


def main(folder):
    """Print the table; return 1 if anything does not hold, or if there is nothing to hold to."""
    tallies = compare_folder(folder)
    print(f"{'file':26}{'cases':>6}{'compared':>10}{'put right':>11}{'not offered':>13}{'mismatches':>12}{'worst':>10}")
    for tally in tallies:
        counts = f"{tally.cases:6}{tally.compared:10}{tally.differs:11}{tally.not_offered:13}{len(tally.mismatches):12}"
        print(f"{tally.name:26}{counts}{tally.worst:10.1e}")
        for line in tally.mismatches[:SHOWN]:
            print("    ", line)
        if len(tally.mismatches) > SHOWN:
            print(f"     and {len(tally.mismatches) - SHOWN} more")
    print("worst: as a share of the value; limits that a peer simulates or solves are held to the width or the count")
    print("put right: compared after a peer's known defect was undone; see docs/differences-from-other-tools.md")
    if not tallies:
        print(f"There are no reference files in {folder}.")
    return int(not tallies or any(tally.mismatches for tally in tallies))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say which folder: python tests/reference/compare.py FOLDER")
    sys.exit(main(sys.argv[1]))
