"""What the notebooks hold and show: sources, import lines, and every output when run without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from behaviour_people import model_answers, person
from behaviour_texts import lines_of, notebook, output

SECONDS = 300  # for one cell
FOLDERS = ("exercises", "solutions", "course")


def lessons(place, case: str) -> dict[str, str]:
    """Run every page of a work folder on a case, its exercises answered with the models."""
    work = person(place.scratch / "my-work-asha", "asha", case, model_answers(case))
    return _ran(sorted(work.glob("course/**/*.ipynb")) + sorted(work.glob("exercises/*/*.ipynb")), work)


def solutions(place) -> dict[str, str]:
    """Run the authors' pages where they stand, in the copy of the tree."""
    return _ran(sorted(place.copy.glob("solutions/*/*.ipynb")), place.copy)


def _ran(pages: Iterable[Path], root: Path) -> dict[str, str]:
    """Run pages, each on a kernel of its own in its own folder, and return what each cell shows."""
    found = {}
    for page in pages:
        if ".ipynb_checkpoints" in page.parts:
            continue
        name = page.relative_to(root).as_posix()
        for place, cell in enumerate(_run(page)):
            if cell["cell_type"] == "code":
                shown = "\n".join(map(output, _joined(cell["outputs"]))) or "nothing is shown"
                found[f"{name}, cell {cell.get('id', place)}"] = shown
        print(f"  {name}", flush=True)
    return found


def _run(page: Path) -> list[dict]:
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(page, as_version=4)
    where = {"metadata": {"path": str(page.parent)}}
    NotebookClient(book, kernel_name="python3", timeout=SECONDS, allow_errors=True, resources=where).execute()
    return json.loads(nbformat.writes(book))["cells"]


def _joined(outputs: list[dict]) -> list[dict]:
    """Return outputs in which text of one stream is one piece: a kernel sends it in pieces as it comes."""
    joined: list[dict] = []
    for given in outputs:
        if given["output_type"] == "stream" and joined and joined[-1].get("name") == given["name"]:
            joined[-1] = {**joined[-1], "text": "".join(joined[-1]["text"]) + "".join(given["text"])}
        else:
            joined.append(given)
    return joined


def sources(place) -> dict[str, str]:
    """Return every file of exercises, solutions and course; of an import line only the names that come in."""
    return {name: lines_of(name, path.read_bytes()) for name, path in _files(place.copy)}


def imports(place) -> dict[str, str]:
    """Return the import lines of each notebook."""
    return {
        name: "\n".join(notebook(path.read_bytes())[1]) for name, path in _files(place.copy) if path.suffix == ".ipynb"
    }


def _files(root: Path) -> Iterable[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted(path for path in (root / folder).rglob("*") if path.is_file()):
            yield path.relative_to(root).as_posix(), path
