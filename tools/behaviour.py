"""Record how a tree of the course behaves, and compare two recordings: in a big move nothing may change.

Before the first move, a cohort's hand-ins come to OUT/hand-ins; after the last one the same are marked again:

    python tools/behaviour.py record TREE OUT --make-hand-ins
    python tools/behaviour.py record TREE OUT2 --hand-ins OUT/hand-ins
    python tools/behaviour.py compare OUT OUT2

prints a table and the first differences, and ends with 1 where anything differs.

TREE/.venv/bin/python runs what is recorded (``--python`` names another); TREE itself is only read. With
``--only marks`` one part is recorded or compared; with ``--allow imports`` a difference there is not counted.
``--known FILE`` names changes that are meant: JSON, a list of pairs, the words before and the words after.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from behaviour_place import NOT_COPIED, Place, environment  # noqa: E402 (beside this file)

# Part: the module and function that records it, and its words. Those that take long come first.
PARTS = {
    "cohort": ("behaviour_cohort", "cohort"),
    "lessons-first": ("behaviour_lessons", "lessons", "a-blood-pressure"),
    "lessons-second": ("behaviour_lessons", "lessons", "c-asthma"),
    "pages-first": ("behaviour_made", "pages", "a-blood-pressure"),
    "pages-second": ("behaviour_made", "pages", "c-asthma"),
    "marks": ("behaviour_marks", "marks"),
    "solutions": ("behaviour_lessons", "solutions"),
    "exports": ("behaviour_exports", "exports"),
    "reports": ("behaviour_reports", "reports"),
    "forms": ("behaviour_clicks", "forms"),
    "checks": ("behaviour_made", "checks"),
    "made": ("behaviour_made", "made"),
    "datasets": ("behaviour_made", "datasets"),
    "sources": ("behaviour_lessons", "sources"),
    "imports": ("behaviour_lessons", "imports"),
}
SHOWN, LINES, WIDE = 5, 3, 240  # differences of a part, lines of each, letters of a line


def record(
    tree: Path, out: Path, only: list[str], python: Path | None, hand_ins: Path | None, make: bool, jobs: int
) -> int:
    """Record the parts of a tree into a folder; return how many could not be recorded."""
    python = python or tree / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.is_file():
        raise SystemExit(f"There is no Python at {python}. Set the tree up first, or name one with --python.")
    out.mkdir(parents=True, exist_ok=True)
    parts = _parts(only)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="behaviour-", ignore_cleanup_errors=True) as scratch:
        base = Path(scratch).resolve()
        if make:
            hand_ins = out / "hand-ins"
            shutil.rmtree(hand_ins, ignore_errors=True)
            _recorded("hand-ins", tree, base, out, python, hand_ins, began)
        if "cohort" in parts and hand_ins is None:
            print("cohort: left out, since there are no hand-ins. Give --hand-ins FOLDER, or --make-hand-ins.")
            parts.remove("cohort")
        with ThreadPoolExecutor(jobs) as pool:
            codes = list(pool.map(lambda part: _recorded(part, tree, base, out, python, hand_ins, began), parts))
    return sum(code != 0 for code in codes)


def _parts(only: list[str]) -> list[str]:
    """Return the parts whose names begin with one of these words; all of them without one."""
    found = [name for name in PARTS if not only or any(name.startswith(word) for word in only)]
    if not found:
        raise SystemExit(f"There is no part called {', '.join(only)}. The parts are: {', '.join(PARTS)}.")
    return found


def _recorded(part: str, tree: Path, base: Path, out: Path, python: Path, hand_ins: Path | None, began: float) -> int:
    """Record one part in a process of the tree's own Python, on a copy of its own."""
    number = list(PARTS).index(part) if part in PARTS else len(PARTS)
    scratch = base / f"{number:02}"  # of one length: some words are broken where a path is long
    (out / f"{part}.json.gz").unlink(missing_ok=True)
    shutil.copytree(tree, scratch / "tree", ignore=shutil.ignore_patterns(*NOT_COPIED))
    started = time.monotonic()
    print(f"[{started - began:4.0f} s] {part}: begun", flush=True)
    words = [part, tree, scratch, out, hand_ins or ""]
    done = subprocess.run(
        [python, HERE / "behaviour.py", "part", *map(str, words)],
        cwd=scratch, env=environment(scratch / "tree", scratch),
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    told = done.stdout.strip().splitlines()[-1:] if done.returncode == 0 else [done.stdout[-2000:], done.stderr[-4000:]]
    shutil.rmtree(scratch, ignore_errors=True)
    now = time.monotonic()
    print(f"[{now - began:4.0f} s] {part}: {' '.join(told)} in {now - started:.0f} s", flush=True)
    return done.returncode


def one_part(part: str, tree: Path, scratch: Path, out: Path, hand_ins: str) -> None:
    """Record one part; this runs in the tree's own Python."""
    place = Place(tree, scratch / "tree", scratch, Path(hand_ins) if hand_ins else None)
    if part == "hand-ins":
        from behaviour_hand_ins import make_hand_ins

        print(f"{make_hand_ins(place)} made")
        return
    module, name, *words = PARTS[part]
    found = place.cleaned(getattr(importlib.import_module(module), name)(place, *words))
    with gzip.open(out / f"{part}.json.gz", "wt", encoding="utf-8", compresslevel=3) as file:
        json.dump(found, file, ensure_ascii=False, indent=0)
    print(f"{len(found):,} items")


def compare(one: Path, other: Path, only: list[str], allowed: list[str], known: Path | None) -> int:
    """Print what differs between two recordings; return 1 where anything does that may not, else 0."""
    meant = json.loads(known.read_text(encoding="utf-8")) if known else []
    names = [name for name in _parts(only) if any((side / f"{name}.json.gz").is_file() for side in (one, other))]
    differs, rows, told = 0, [], []
    for name in names:
        before, after = _read(one / f"{name}.json.gz", meant), _read(other / f"{name}.json.gz")
        if before is None or after is None:
            rows.append((name, "-", "not in both recordings"))
            differs += name not in allowed
            continue
        keys = [key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
        count = f"{len(keys):,}{' (allowed)' if keys and name in allowed else ''}"
        rows.append((name, f"{len(before.keys() | after.keys()):,}", count))
        differs += bool(keys) and name not in allowed
        told += _told(name, {key: (before.get(key), after.get(key)) for key in keys})
    print(f"{'Part':16} {'Items':>9}  Differ")
    for name, items, count in rows:
        print(f"{name:16} {items:>9}  {count}")
    if told:
        print("\n" + "\n".join(told))
    end = "No difference" + (", save where it is allowed." if told else ".")
    print(f"\n{'The two differ.' if differs else end if names else 'There is nothing to compare.'}")
    return int(bool(differs) or not names)


def _told(part: str, pairs: dict[str, tuple[str | None, str | None]]) -> list[str]:
    """Return the first differences of a part that are not like one another, and how many more there are."""
    told: dict[tuple[str, ...], list[str]] = {}
    for key, (before, after) in pairs.items():
        lines = list(_difference(before, after))
        if lines and len(told) < SHOWN and tuple(lines) not in told:
            told[tuple(lines)] = [f"{part}: {key}", *(f"    {line}" for line in lines)]
    left = len(pairs) - len(told)
    return [line for lines in told.values() for line in lines] + ([f"  … and {left:,} more in {part}"] if left else [])


def _read(path: Path, meant: Sequence[tuple[str, str]] = ()) -> dict[str, str] | None:
    """Return a recorded part by its items, with the words that are meant put in; None without one."""
    if not path.is_file():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = json.load(file)
    for old, new in meant:
        found = {key: text.replace(old, new) for key, text in found.items()}
    return found


def _difference(before: str | None, after: str | None) -> Iterator[str]:
    """Yield the first lines in which two texts differ."""
    if before is None or after is None:
        yield f"only {'after' if before is None else 'before'}"
        return
    one, other = before.split("\n"), after.split("\n")
    pairs = enumerate(zip(one, other, strict=False))
    place = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    for sign, lines, beside in (("-", one, other), ("+", other, one)):
        for at in range(place, min(place + LINES, len(lines))):
            near = beside[at] if at < len(beside) else ""
            if at >= len(beside) or lines[at] != near:
                yield f"{sign} {_around(lines[at], near)}"


def _around(line: str, beside: str) -> str:
    """Return a line, or the part of a long one where it begins to differ from the other."""
    start = max(0, next((at for at, (a, b) in enumerate(zip(line, beside, strict=False)) if a != b), 0) - 60)
    shown = line[start : start + WIDE]
    return f"{'…' if start else ''}{shown}{'…' if start + WIDE < len(line) else ''}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    recording = verbs.add_parser("record", help="record a tree into a folder")
    recording.add_argument("tree", type=Path)
    recording.add_argument("out", type=Path)
    recording.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="PART",
        help=f"one of {', '.join(PARTS)}, or how some of them begin",
    )
    recording.add_argument("--python", type=Path, help="the Python that runs the tree, if not TREE/.venv/bin/python")
    recording.add_argument("--hand-ins", type=Path, help="the folder of hand-ins that an earlier recording made")
    recording.add_argument("--make-hand-ins", action="store_true", help="make them with this tree, in OUT/hand-ins")
    recording.add_argument("--jobs", type=int, default=2, help="how many parts are recorded at a time")
    comparing = verbs.add_parser("compare", help="compare two recordings")
    comparing.add_argument("one", type=Path)
    comparing.add_argument("other", type=Path)
    comparing.add_argument("--only", action="append", default=[], metavar="PART", help="as for record")
    comparing.add_argument("--allow", action="append", default=[], metavar="PART", help="a part that may differ")
    comparing.add_argument("--known", type=Path, metavar="FILE", help="the changes that are meant")
    if sys.argv[1:2] == ["part"]:  # a recording calls this in the tree's Python
        part, tree, scratch, out, hand_ins = sys.argv[2:]
        one_part(part, Path(tree), Path(scratch), Path(out), hand_ins)
        return 0
    given = parser.parse_args()
    if given.verb == "compare":
        return compare(given.one, given.other, given.only, given.allow, given.known)
    hand_ins = given.hand_ins and given.hand_ins.resolve()
    python = given.python and given.python.absolute()
    failed = record(
        given.tree.resolve(), given.out.resolve(), given.only, python, hand_ins, given.make_hand_ins, given.jobs
    )
    print(f"{failed} part{'s' * (failed != 1)} could not be recorded." if failed else "Recorded.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
