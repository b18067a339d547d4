"""Write the corpus and print what the reader makes of it, by kind: ``python -m tests.tables.corpus FOLDER``."""

import csv
import sys
from pathlib import Path

from equityqi.owndata.look import look
from tests.tables.corpus.corpus import corpus
from tests.tables.corpus.judge import WRONG, describe, judge, shares, table, tell


def main(folder):
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
    print("\n\n".join(wrong))
    print(f"\n{table(results)}\n")
    right, refused, count = shares(results)
    print(f"Of {count} files that two people read alike: {right:.0%} told rightly unasked, {refused:.1%} refused.")
    return len(wrong)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the folder for the files: python -m tests.tables.corpus FOLDER")
    sys.exit(main(Path(sys.argv[1])) > 0)
