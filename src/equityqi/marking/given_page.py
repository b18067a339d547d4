"""The page of an exercise as it was handed out, cell by cell, to be filled for a reader."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from pydantic_core import to_json

from equityqi.marking.course import SCORED, Task
from equityqi.marking.gradebook import HIDDEN

ASKS = re.compile(r"""^ask\(\s*["']([a-z0-9-]+)["'][^()]*\)\s*$""", re.MULTILINE)
SCORED_BY = "# The marks that the answer above earns by itself."
TESTED_BY = "# The course's tests. They're in your own copy of this page."


@dataclass(frozen=True)
class PageCell:
    """A cell as it was handed out: a "text" of the learner's, "code", or neither (""); what it asks or scores; its
    outputs, and all else in it.
    """

    kind: str
    source: str
    label: str | None
    asked: str | None
    scored: str | None
    content: dict
    outputs: list | None

    @cached_property
    def _begun(self) -> str:
        return to_json(self.content).decode()[:-1]

    @cached_property
    def whole(self) -> str:
        return (
            f'{self._begun}, "outputs": {json.dumps(self.outputs)}}}'
            if self.outputs is not None
            else f"{self._begun}}}"
        )

    def with_output(self, output: dict) -> str:
        return f'{self._begun}, "outputs": [{to_json(output).decode()}]}}'

    def in_short(self) -> PageCell:
        """Return a cell of code as a reader needs it: the learner's own as it is, the course's own without its code."""
        label = self.content["metadata"].get("nbgrader", {})
        if label.get("solution"):
            return self
        if label.get("grade"):
            return self.with_source(SCORED_BY if self.scored else TESTED_BY)
        metadata = self.content["metadata"]
        hidden = {**metadata, "tags": [*metadata.get("tags", []), HIDDEN]}
        return replace(self, content={**self.content, "metadata": hidden})

    def with_source(self, source: str) -> PageCell:
        return replace(self, content={**self.content, "source": source})


@lru_cache(maxsize=64)
def given_page(task: Task) -> tuple[str, list[PageCell]]:
    """Return the page as it was handed out: what stands beside its cells, as the end of a JSON
    object, and the cells.
    """
    book, cells = json.loads(task.given.read_bytes()), []
    for cell in book.pop("cells"):
        source, label = "".join(cell["source"]), cell["metadata"].get("nbgrader", {})
        asked, scored = ASKS.search(source), SCORED.search(source)
        text = cell["cell_type"] == "markdown" and label.get("solution")
        kind = "text" if text else "code" if cell["cell_type"] == "code" else ""
        content = {key: value for key, value in cell.items() if key not in ("attachments", "outputs")} | (
            {"source": source} if kind == "code" and not scored else {}
        )
        cells.append(
            PageCell(
                kind,
                source,
                label.get("grade_id"),
                asked and kind == "code" and asked[1] or None,
                scored and scored[1],
                content,
                cell.get("outputs"),
            )
        )
    return json.dumps(book)[1:-1], cells
