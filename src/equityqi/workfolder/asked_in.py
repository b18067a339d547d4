"""Which questions a lesson asks, and under which heading."""

from __future__ import annotations

import json
import re
from pathlib import Path

from equityqi.workfolder.prepare import ASKS


def asked_in(page: Path, section: str) -> list[str]:
    """Return the ids that a lesson asks under a heading with two #; "" is the whole page."""
    found: list[str] = []
    inside = not section
    for cell in json.loads(page.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if section and cell["cell_type"] == "markdown" and (head := re.search(r"^## (.+)$", source, re.MULTILINE)):
            inside = head[1].strip() == section
        if inside and cell["cell_type"] == "code":
            found += ASKS.findall(source)
    return found
