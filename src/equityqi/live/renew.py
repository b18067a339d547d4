"""Write the site into a folder where an older one may stand, and where other things may stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from equityqi.files import is_within, write_atomically

LIST = "site-files.txt"  # what the site has put there, a path on each line: nothing else is ever touched


class NotOurs(RuntimeError):
    """A file of somebody else stands where one of the site would; ``str()`` says which, and what to do."""


def renew(folder: Path, made: Mapping[str, str | bytes]) -> list[Path]:
    """Write files by their path in ``folder``, take away those of an older site that are not among them, and return
    what was written. Nothing is touched where a file would be lost that no site has put there.

    Raises :class:`NotOurs` or :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    listed = folder / LIST
    old = set(listed.read_text(encoding="utf-8").split("\n")) - {""} if listed.is_file() else set()
    if others := [name for name in made if name not in old and (folder / name).exists()]:
        raise NotOurs(
            f"{folder} holds a file {others[0]} that isn’t from a site of the course, and it would be lost. Give an"
            " empty folder with --out."
        )
    folder.mkdir(parents=True, exist_ok=True)
    _write(listed, "\n".join(sorted(old | set(made))) + "\n")  # first, so that an interrupted run is known too
    for name, content in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        _write(folder / name, content)
    for name in sorted(old - set(made)):
        if is_within(folder / name, folder) and (folder / name).is_file():
            (folder / name).unlink()
            _sweep((folder / name).parent, folder)
    _write(listed, "\n".join(sorted(made)) + "\n")
    return [folder / name for name in made]


def _write(path: Path, content: str | bytes) -> None:
    write_atomically(path, content, synced=False)
    path.chmod(0o644)  # a web server is often somebody else


def _sweep(place: Path, folder: Path) -> None:
    """Take away folders that are empty now."""
    while place != folder and not any(place.iterdir()):
        place.rmdir()
        place = place.parent
