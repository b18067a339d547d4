"""A project as plain text, to paste into Life QI or an e-mail."""

from __future__ import annotations

from equityqi.documents.blocks import Block, Bullets, Figure, Paragraph, TableBlock
from equityqi.plain_words import closed
from equityqi.project.document import document
from equityqi.project.parts import Project


def to_text(project: Project) -> str:
    """Return the project as plain text: headings in capitals, tables as lines, pictures as the sentence they say.

    >>> print(
    ...     to_text(Project(title="Reviews for all", problem="Some people miss theirs.")).partition(" For each test")[0]
    ... )
    REVIEWS FOR ALL
    <BLANKLINE>
    This document has no details of patients.
    """
    page = document(project)
    parts = [page.title.upper(), *page.about]
    for section in page.sections:
        parts += [section.title.upper(), *(_text(block) for block in section.blocks)]
    return "\n\n".join(parts) + "\n"


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"{closed(block.lead)} {block.text}" if block.lead else block.text
    if isinstance(block, Bullets):
        return "\n".join(
            f"{'  ' * depth}{f'{place}.' if block.counted else '-'} {text}"
            for place, (depth, text) in enumerate(block.items, 1)
        )
    if isinstance(block, TableBlock):
        return "\n".join([f"{block.caption}:", *(_row(block, row) for row in block.rows)])
    if isinstance(block, Figure):
        return f"Picture: {block.picture.sentence}"
    raise TypeError(type(block).__name__)


def _row(table: TableBlock, row: tuple[str, ...]) -> str:
    name, cells = row[0].replace("\n", " – "), [_flat(cell) for cell in row[1:]]
    if len(cells) == 1:
        return f"- {name}: {cells[0]}"
    lines = [f"  {head}: {cell}" for head, cell in zip(table.heads[1:], cells, strict=True) if cell]
    return "\n".join([f"- {name}", *lines])


def _flat(cell: str) -> str:
    """Return the lines of a cell as one, each line closed.

    >>> _flat("One.\\nTwo")
    'One. Two'
    """
    lines = [line for line in cell.split("\n") if line]
    return " ".join(
        line if line.endswith((".", "?", "!", ":", ";")) or line is lines[-1] else f"{line};" for line in lines
    )
