"""A CSV of 1,000,000 rows of month, group, numerator and denominator: read, checked and charted.

Run from the repository: ``python benchmarks/tables.py``. The naive version reads the same file row by row
with the csv module and adds up the groups by month; it checks and draws nothing.
Seconds are those of the processor, the least of three runs in turns with the naive version, so that other work on the
computer hardly changes them; a slow computer makes both slow, so the ratio says most.
Claim: under 5 seconds, no more than three times the naive version, and a cost that grows in proportion to the rows.
"""

import csv
import random
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from equityqi.owndata.look import look

ROWS, CLAIM, RATIO, TIMES = 1_000_000, 5.0, 3.0, 3
GROUPS = ("Most deprived", "Second", "Third", "Fourth", "Least deprived")


def write(path: Path, rows: int) -> None:
    """Write so many rows: 60 months, five groups, many sites each."""
    chance = random.Random(2026)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("month,group,numerator,denominator\n")
        for row in range(rows):
            month, group = row % 60, row // 60 % 5
            size = chance.randint(150, 250)
            file.write(
                f"{2020 + month // 12}-{month % 12 + 1:02d},{GROUPS[group]},{int(size * (0.5 + 0.04 * group))},{size}\n"
            )


def naive(path: Path) -> dict:
    sums = defaultdict(lambda: [0, 0])
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            held = sums[row["month"], row["group"]]
            held[0] += int(row["numerator"])
            held[1] += int(row["denominator"])
    return sums


def charted(path: Path) -> tuple:
    """Return the pictures of a look: they are drawn when they are asked for."""
    return look(path, better=1).pictures


def seconds(work, path: Path) -> float:
    """Seconds of the processor that a piece of work takes, all its threads together."""
    start = time.process_time()
    work(path)
    return time.process_time() - start


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.csv", Path(folder) / "large.csv"
        write(small, ROWS // 4)
        write(large, ROWS)
        charted(small)  # so that no import is timed
        taken = [(seconds(charted, small), seconds(charted, large), seconds(naive, large)) for _ in range(TIMES)]
        quarter, whole, rows = map(min, zip(*taken, strict=True))
    print(
        f"{ROWS:,} rows read, checked and charted: {whole:.1f} s; {ROWS // 4:,} rows: {quarter:.1f} s,"
        f" {whole / quarter:.1f} times"
    )
    print(f"naive, rows added up only: {rows:.1f} s; ours takes {whole / rows:.1f} times as long")
    kept = {
        f"under {CLAIM:.0f} s of the processor": whole < CLAIM,
        f"no more than {RATIO:.0f} times the naive version": whole <= RATIO * rows,
        "four times the rows, at most 5 times the seconds": whole <= 5 * quarter,
    }
    for claim, holds in kept.items():
        print(f"claim, {claim}:", "kept" if holds else "NOT kept")
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
