"""Write the corpus and print what the reader makes of it, by kind: ``python -m tests.tables.corpus FOLDER``.

``--random 2000`` reads as many random tables too; ``--write`` keeps the results in docs/tables-read.md.
"""

import argparse
import csv
import sys
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from equityqi.owndata.look import look
from tests.tables.corpus.corpus import corpus
from tests.tables.corpus.judge import OUTCOMES, WRONG, describe, judge, shares, table, tell
from tests.tables.test_corpus import tables

PAGE = Path("docs/tables-read.md")
HEAD = """# How we read tables whose right answer we know

A command makes this page. Please don't change it by hand: run `python -m tests.tables.corpus FOLDER --write` again, with
`--random 2000` for a row of 2,000 random tables. It writes {files} tables whose right answer is known
into the folder, reads each of them without any choice made, and compares what the course says with the truth. They were written by
somebody who had not seen the reader, from what public bodies, trusts and practices publish and export.

- **Right** is the true gap, a true range where counts are hidden, or a sentence that says why, where the table holds no gap.
- **Asked** is a question, with nothing told before its answer.
- **Turned away** is a sentence that says why, of a table that does hold a gap.
- **Wrong** is any other gap. The command fails when there is one.

Of the {alike} tables that two people read alike, {right:.0%} come out right without a question, and {refused:.1%} are turned away.

| Kind | Files | Right | Asked | Turned away | Wrong |
|---|---|---|---|---|---|
"""  # noqa: E501


def main(folder, many, write):
    folder.mkdir(parents=True, exist_ok=True)
    results, wrong = [], []
    for number, case in enumerate(corpus()):
        path = case.write(folder, number)
        told = tell(look, path)
        outcome = judge(told, case.truth)
        results.append((case, told, outcome))
        if outcome == WRONG:
            wrong.append(describe(case, path, told))
    with (folder / "results.tsv").open("w", encoding="utf-8", newline="") as out:
        pen = csv.writer(out, delimiter="\t")
        pen.writerow(("kind", "name", "alike", "outcome", "told"))
        pen.writerows((case.kind, case.name, case.truth.alike, outcome, told) for case, told, outcome in results)
    drawn, also_wrong = random_tables(folder, many) if many else (Counter(), [])
    wrong += also_wrong
    print("\n\n".join(wrong))
    print(f"\n{table(results)}\n")
    right, refused, count = shares(results)
    print(f"Of {count} files that two people read alike: {right:.0%} right unasked, {refused:.1%} turned away.")
    print(f"Random tables: {dict(drawn)}")
    if write:
        PAGE.write_text(page(results, drawn), encoding="utf-8")
    return len(wrong)


def random_tables(folder, many):
    """The outcomes of ``many`` random tables, the same each time, and a sentence on each that is read wrongly."""
    found, wrong = Counter(), []

    @seed(2026)
    @settings(max_examples=many, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
              database=None)  # fmt: skip
    @given(case=tables())
    def read(case):
        path = case.write(folder)
        told = tell(look, path)
        outcome = judge(told, case.truth)
        found[outcome] += 1
        if outcome == WRONG:
            wrong.append(describe(case, path, told))
        path.unlink()

    read()
    return found, wrong


def page(results, drawn):
    """The page docs/tables-read.md."""
    right, refused, alike = shares(results)
    by_kind = {}
    for case, _, outcome in results:
        by_kind.setdefault(case.kind, Counter())[outcome] += 1
    by_kind["all of them"] = sum(by_kind.values(), Counter())
    if drawn:
        by_kind["random tables"] = drawn
    lines = [
        "| " + " | ".join([kind, str(found.total()), *(str(found[name]) for name in OUTCOMES)]) + " |\n"
        for kind, found in by_kind.items()
    ]
    return HEAD.format(files=len(results), alike=alike, right=right, refused=refused) + "".join(lines)


if __name__ == "__main__":
    words = argparse.ArgumentParser(prog="python -m tests.tables.corpus")
    words.add_argument("folder", type=Path, help="where the files are written")
    words.add_argument("--random", type=int, default=0, metavar="N", help="read so many random tables too")
    words.add_argument("--write", action="store_true", help=f"keep the results in {PAGE}")
    given_words = words.parse_args()
    sys.exit(main(given_words.folder, given_words.random, given_words.write) > 0)
