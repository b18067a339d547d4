"""Does a Dask cluster mark as this computer does, and when is it worth it?

``python -m tools.marking_on_dask`` marks 20 hand-ins with code here and on a cluster of two workers, and compares every
verdict, the marks, the feedback pages and the gradebook. With ``--full`` it marks 500, and writes
``docs/marking-on-dask.md`` from what it measured. It needs the tests' packages and bubblewrap (Linux).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from equityqi.files import course_root, stable_zip, write_atomically
from equityqi.marking import mark_cohort
from equityqi.marking.course import tasks_of
from equityqi.marking.mark_exercise import Submission
from equityqi.marking.submission_page import mark_all
from equityqi.sandbox import sandbox
from equityqi.workfolder.read_hand_in import HandIn
from tools.marking_kills import state_of

PAGE = "docs/marking-on-dask.md"
EXERCISE = "15-analysts-gaps"
FULL, SHORT, WORKERS = 500, 20, 2
PACE = 100  # pages that one process marks, to measure the seconds of a page
LATE_STARTS = 60  # seconds until both workers have to be there
KINDS = ("all right", "the last answer left out", "a wrong answer", "code that stops", "code that can't be read")
COHORTS, CLUSTER_CORES, OWN_CORES = (50, 500, 5_000, 50_000), 32, 4  # in the table of when a cluster is worth it
HEAD = """# Marking on a Dask cluster

For nearly every course, mark on one computer. `equityqi mark` uses all its cores. A cluster is for analysts who have one already, and who
mark thousands of hand-ins with code.

```
python -m pip install "equityqi[cluster]"         on your computer and on each worker, the same version of the course
equityqi mark hand-ins --roll roll.csv --scheduler tcp://scheduler.example.org:8786
```

Workers run learners' code in the sandbox, so each of them needs Linux and bubblewrap.

A command makes this page. Please don't change it by hand: run `python -m tools.marking_on_dask --full` again.

## Does it give the same marks?

"""  # noqa: E501
SAME = """Yes. We marked {people} hand-ins with code twice: on one computer with two processes, and on a cluster with {workers} workers on the same
computer. All {verdicts} verdicts were the same, and so were the marks, the feedback pages and the gradebook. Each hand-in had its own code.

| The code handed in | Hand-ins |
|---|---:|
{kinds}

The tests compare 12 hand-ins each time: answers in forms, files that can't be read, and pages of code that nobody wrote in.
`python -m tools.marking_on_dask` compares {short} with code.
"""  # noqa: E501
WORTH = """
## When is it worth it?

We measured these on two cores that had other work to do, so your computer is probably faster.

| Measured | Seconds |
|---|---:|
| {people} hand-ins on this computer, with two processes, from start to gradebook | {here:.0f} |
| the same on the cluster with two workers | {there:.0f} |
| starting the cluster: scheduler and two workers | {start:.1f} |
| one process that marks {pace} more hand-ins: seconds for each | {each:.2f} |

The first two ran one after the other, while the computer did other work as well. So they can't show which way is faster.
From the last row you can work out the rest. Marking takes *hand-ins × {each:.2f} s ÷ cores*. A cluster adds its start, here {start:.0f} s. The
gradebook is always filled on your own computer, so we left that out of both columns. **Worked out, not measured:**

| Hand-ins with code | One computer with {own} cores | A cluster with {cluster} cores | The cluster saves |
|---:|---:|---:|---:|
{rows}

Somebody has to set up the cluster too, and that takes an hour at least. {verdict}

## What we haven't tried

- workers on other computers: both ran on the computer that marked
- more than two workers, and more than {people} hand-ins on a cluster
- a cluster with a log-in or with encrypted connections. Hand-ins hold people's work, so only use a cluster inside your own network
"""  # noqa: E501


@dataclass(frozen=True)
class Measured:
    """What a comparison found: counts, whether all was equal, and seconds."""

    people: int
    verdicts: int
    kinds: dict[str, int]
    equal: bool
    here: float
    there: float
    start: float
    each: float = 0.0


def code_of(number: int) -> tuple[str, bytes]:
    """Return the kind of a hand-in and its page: what somebody with that number wrote."""
    page = json.loads((course_root() / "solutions" / EXERCISE / f"{EXERCISE}.ipynb").read_bytes())
    given = json.loads((course_root() / "exercises" / EXERCISE / f"{EXERCISE}.ipynb").read_bytes())
    places = [place for place, cell in enumerate(page["cells"]) if cell["metadata"].get("nbgrader", {}).get("solution")]
    last = page["cells"][places[-1]]
    own = "".join(last["source"])
    kind = KINDS[number % len(KINDS)]
    last["source"] = {
        KINDS[0]: own,
        KINDS[1]: "".join(given["cells"][places[-1]]["source"]),
        KINDS[2]: f"def bounds(yes, known, missing):\n    return {number}, {number + 1}\n",
        KINDS[3]: f"{own}\nraise ValueError({number})\n",
        KINDS[4]: f"def bounds({number}\n",
    }[kind]
    first = page["cells"][places[0]]
    first["source"] = f"{''.join(first['source'])}\n# hand-in {number}\n"
    return kind, json.dumps(page).encode()


def hand_in(root: Path, people: int) -> Counter[str]:
    """Make a course of one exercise with code, a roll, and everybody's hand-in; return how many there are of a kind."""
    for part in ("solutions", "exercises"):
        unwanted = shutil.ignore_patterns("*.answers.json*", ".*")
        shutil.copytree(course_root() / part / EXERCISE, root / "course" / part / EXERCISE, ignore=unwanted)
    (root / "hand-ins").mkdir()
    ids = [f"p{number:05}" for number in range(people)]
    (root / "roll.csv").write_text("\n".join(["id", *ids]) + "\n", encoding="utf-8")
    kinds: Counter[str] = Counter()
    for number, id in enumerate(ids):
        kind, page = code_of(number)
        kinds[kind] += 1
        files = {f"exercises/{EXERCISE}/{EXERCISE}.ipynb": page}
        (root / "hand-ins" / f"hand-in-{id}.zip").write_bytes(stable_zip(files))
    return kinds


def marked(root: Path, out: str, **how) -> tuple[list, float]:
    """Mark everybody into a folder; return the verdicts and the seconds."""
    began = time.perf_counter()
    verdicts = mark_cohort(root / "hand-ins", root / "roll.csv", root / out, root / "course", **how)
    return verdicts, time.perf_counter() - began


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, float]]:
    """Start a scheduler and its workers, and give its address and the seconds until all of them were there."""
    import distributed

    began = time.perf_counter()
    with distributed.LocalCluster(
        n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, local_directory=str(folder)
    ) as made:
        with distributed.Client(made, set_as_default=False) as client:
            client.wait_for_workers(WORKERS, timeout=LATE_STARTS)
        yield made.scheduler_address, time.perf_counter() - began


def compare(people: int, pace: int = 0) -> Measured:
    """Mark the same hand-ins here and on a cluster; with ``pace`` measure the seconds of a page too."""
    with tempfile.TemporaryDirectory(prefix="equityqi-dask-") as held:
        root = Path(held)
        kinds = hand_in(root, people)
        here, seconds = marked(root, "here", workers=WORKERS)
        print(f"Marked on this computer: {len(here)} verdicts, {seconds:.0f} s.", flush=True)
        with cluster(root / "dask") as (address, start):
            there, on_cluster = marked(root, "there", scheduler=address)
        print(f"Marked on the cluster: {len(there)} verdicts, {on_cluster:.0f} s.", flush=True)
        graded = sum(one.status == "graded" for one in here)
        equal = here == there and state_of(root / "here") == state_of(root / "there") and graded > people / 2
        each = seconds_of_a_page(root, pace) if pace else 0.0
    return Measured(
        people, len(here), dict(kinds), equal, round(seconds), round(on_cluster), round(start, 1), round(each, 2)
    )


def seconds_of_a_page(root: Path, pace: int) -> float:
    """Return the seconds of one more page, where one process marks: the sandbox and the imports are there already."""
    task = next(task for task in tasks_of(root / "course") if task.name == EXERCISE)
    works = [
        Submission(str(number), (HandIn("h", ((f"{EXERCISE}.ipynb", code_of(number)[1]),)),), (), (task,))
        for number in range(pace + 1)
    ]
    mark_all(works[:1])
    began = time.perf_counter()
    mark_all(works[1:])
    return (time.perf_counter() - began) / pace


def table(found: Measured) -> str:
    """Return how long cohorts take here and on a cluster, worked out from the seconds of a page.

    >>> print(table(Measured(500, 500, {}, True, 0, 0, start=10, each=0.5)).splitlines()[2])
    | 5,000 | 10 min | 1 min | 9 min |
    """
    rows = []
    for people in COHORTS:
        here = people * found.each / OWN_CORES / 60
        there = (people * found.each / CLUSTER_CORES + found.start) / 60
        rows.append(f"| {people:,} | {minutes(here)} | {minutes(there)} | {minutes(here - there)} |")
    return "\n".join(rows)


def minutes(count: float) -> str:
    """Return a time that people can read.

    >>> minutes(0.4), minutes(61.2), minutes(150), minutes(-0.3)
    ('under 1 min', '61 min', '2.5 h', 'nothing')
    """
    if count <= 0:
        return "nothing"
    return "under 1 min" if count < 1 else f"{count:.0f} min" if count < 120 else f"{count / 60:.1f} h"


def worth_from(found: Measured) -> int:
    """Return from how many hand-ins on a cluster saves an hour, in whole thousands.

    >>> worth_from(Measured(500, 500, {}, True, 0, 0, start=10, each=0.5))
    34000
    """
    saved = found.each * (1 / OWN_CORES - 1 / CLUSTER_CORES)
    return -int(-(3600 + found.start) // (1000 * saved)) * 1000


def page(found: Measured) -> str:
    """Return docs/marking-on-dask.md."""
    kinds = "\n".join(f"| {kind} | {found.kinds[kind]} |" for kind in KINDS)
    verdict = f"So with these numbers, a cluster saves that hour from about {worth_from(found):,} hand-ins on."
    numbers = {"people": found.people, "here": found.here, "there": found.there, "start": found.start}
    same = SAME.format(people=found.people, workers=WORKERS, verdicts=found.verdicts, kinds=kinds, short=SHORT)
    worth = WORTH.format(
        **numbers, each=found.each, pace=PACE, own=OWN_CORES, cluster=CLUSTER_CORES, rows=table(found), verdict=verdict
    )
    return HEAD + same + worth


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--full", action="store_true", help=f"mark {FULL} hand-ins, and write {PAGE} (some minutes)")
    given = words.parse_args()
    if not sandbox.works():
        sys.exit("This needs a working sandbox: on Debian and Ubuntu, sudo apt install bubblewrap.")
    found = compare(FULL if given.full else SHORT, PACE if given.full else 0)
    print(found)
    if not found.equal:
        sys.exit("The cluster did not come to the same verdicts, marks, pages or gradebook.")
    print(f"All {found.verdicts} verdicts, the marks, the feedback pages and the gradebook are the same.")
    if given.full:
        write_atomically(course_root() / PAGE, page(found).encode())
        print(f"Written: {PAGE}.")


if __name__ == "__main__":
    main()
