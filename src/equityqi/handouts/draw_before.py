"""Draw what the pages of the course show, on every case, so that they open with it."""

from __future__ import annotations

from pathlib import Path

from equityqi.cases.case_files import course_cases
from equityqi.files import write_atomically
from equityqi.handouts.run_pages import drawn, page_paths
from equityqi.lessons.drawn_before import FOLDER, drawn_files

BY_HAND = ("your-own-data", "analysts")  # pages that truly compute: on a table of one's own, or with code of one's own


def drawn_pages() -> list[str]:
    """Return the paths of the pages that are drawn before."""
    return [path for path in page_paths() if not any(part in path for part in BY_HAND)]


def make_drawn(root: Path) -> list[Path]:
    """Run the pages on each of the course's cases, write what they show, and return the files.

    Raises :class:`equityqi.handouts.run_pages.DidNotRun` or :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    made = drawn_files({case: drawn(drawn_pages(), case) for case in course_cases()})
    (root / FOLDER).mkdir(exist_ok=True)
    for name, text in made.items():
        write_atomically(root / FOLDER / name, text)
    return [root / FOLDER / name for name in made]
