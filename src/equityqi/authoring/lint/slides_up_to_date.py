"""A lesson's slides are what the one rule for them gives."""

from __future__ import annotations

from collections.abc import Iterator

from equityqi.authoring.page import Finding, Page
from equityqi.authoring.slides import slide_types


def slides(page: Page) -> Iterator[Finding]:
    """Each cell has the slide type of the rule."""
    for cell, wanted in zip(page.cells, slide_types(page.cells), strict=True):
        if cell.setting("slideshow", "slide_type") != wanted:
            yield cell.name, f'As a slide, the cell should be "{wanted}". Run: python start.py make slides.'
