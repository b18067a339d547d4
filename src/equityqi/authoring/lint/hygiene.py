"""What every stored notebook must be, exercises made by nbgrader included: clean, and the same for everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from equityqi.authoring.page import Finding, Page, as_stored
from equityqi.authoring.slides import PAGE_ONLY

# What may stand in metadata: a name, then None (anything inside) or the names allowed inside it.
NOTEBOOK_METADATA = {"kernelspec": {"display_name", "language", "name"}, "language_info": {"name"}, "equityqi": None}
CELL_METADATA = {
    "nbgrader": None,
    "equityqi": None,
    "jupyter": {"source_hidden"},
    "slideshow": {"slide_type"},
    "tags": None,
}
WRITTEN_BY_NBGRADER = {"deletable": None, "editable": None}  # only in exercises/
TAGS = {"trainer", PAGE_ONLY}

CELL_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
OWN_COMPUTER = re.compile(
    r"""https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])[^\s)"'>]*   # a server of one's own
    | file://[^\s)"'>]*
    | (?<![\w./~-])/(?:home|Users|root|tmp|mnt|work|var|opt)/[^\s)"'>]*     # Linux, macOS
    | (?<!\w)[A-Z]:(?:\\{1,2}[A-Z]|/\w)[^\s)"'>]*                        # Windows
    """,
    re.VERBOSE,
)


def cell_ids(page: Page) -> Iterator[Finding]:
    """Each cell has an id of its own in kebab-case."""
    seen: set[str] = set()
    for cell in page.cells:
        name = cell.raw.get("id")
        if not name:
            yield cell.name, f'Cell {cell.name} has no id. Give it one in kebab-case, such as "why-it-matters".'
        elif not CELL_ID.fullmatch(str(name)):
            yield cell.name, f'The cell id "{name}" is not kebab-case. Use small letters, digits and single hyphens.'
        elif name in seen:
            yield cell.name, f'Two cells have the id "{name}". Give each one its own.'
        seen.add(str(name))


def outputs(page: Page) -> Iterator[Finding]:
    """Notebooks are stored without outputs and without run numbers."""
    for cell in page.cells:
        if cell.raw.get("outputs") or cell.raw.get("execution_count") is not None:
            yield cell.name, "The cell has a stored output or run number. Clear all outputs and save again."


def notebook_metadata(page: Page) -> Iterator[Finding]:
    """Notebook metadata comes from the allow-list."""
    for name in _not_allowed(page.metadata, NOTEBOOK_METADATA):
        yield None, f'The notebook\'s metadata has "{name}", which is not on the list. Take it out.'


def cell_metadata(page: Page) -> Iterator[Finding]:
    """Cell metadata comes from the allow-list."""
    allowed = CELL_METADATA | (WRITTEN_BY_NBGRADER if page.kind == "copy" else {})
    for cell in page.cells:
        for name in _not_allowed(cell.metadata, allowed):
            yield cell.name, f'The cell\'s metadata has "{name}", which is not on the list. Take it out.'
        for tag in cell.tags:
            if tag not in TAGS:
                yield cell.name, f'The tag "{tag}" is not known. The tags in use: {", ".join(sorted(TAGS))}.'


def _not_allowed(found: Mapping[str, Any], allowed: Mapping[str, set[str] | None]) -> Iterator[str]:
    for name, value in found.items():
        if name not in allowed:
            yield name
        elif (inside := allowed[name]) is not None:
            names = value if isinstance(value, Mapping) else {"not a mapping"}
            yield from (f"{name}.{inner}" for inner in names if inner not in inside)


def line_ends(page: Page) -> Iterator[Finding]:
    """Files are the same bytes on every system."""
    if b"\r" in page.data:
        yield None, "The file has Windows line endings. Save it with plain ones (LF)."
    if not page.data.endswith(b"\n"):
        yield None, "The file doesn't end with a line ending. Add one."


def as_jupyter_writes(page: Page) -> Iterator[Finding]:
    """A page is stored as Jupyter stores it; how lines end is a rule of its own."""
    if page.data.replace(b"\r", b"").rstrip() != as_stored(json.loads(page.data)).encode().rstrip():
        yield (
            None,
            "The file isn't written as Jupyter writes it. Open it with `python start.py teach` and save it once.",
        )


def own_computer(page: Page) -> Iterator[Finding]:
    """Nothing points at the author's computer."""
    for cell in page.cells:
        for found in OWN_COMPUTER.finditer(cell.source):
            yield cell.name, f'"{found[0]}" is a place on your own computer. Use a path relative to this notebook.'


def no_description(page: Page) -> Iterator[Finding]:
    """nbconvert's words for an image without alt text stand nowhere."""
    for cell in page.cells:
        if "no description has been provided" in cell.source.lower():
            yield cell.name, '"No description has been provided" says that alt text was missing. Describe the picture.'
