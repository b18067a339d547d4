"""How a lesson is built: title, how it is run, objectives, minutes, key points, trainer's notes, folded code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from equityqi.authoring.markdown_text import Block, plain
from equityqi.authoring.page import Cell, Finding, Page

KINDS = ("tell", "show", "do", "review")
RUN_ALL = '<p class="eq-run-all">In VS Code or Jupyter Notebook, press <em>Run All</em> first.</p>'
ENDING = 5  # "at the end": among the last five cells
LONGEST_FIRST_LINE = 88
RUBRIC_POINTS = 3
MINUTES_LINE = re.compile(r"(\d+) minutes?:(.*)")
TRAINERS_NOTES = r"<details[^>]*>\s*<summary>(?:\s*<\w+>)?\s*Trainer['’]s notes.*?</summary>"
FOLDED = re.compile(rf"\s*{TRAINERS_NOTES}.*</details>\s*", re.DOTALL)


def objectives(page: Page) -> Iterator[Finding]:
    """The metadata names at least two objectives."""
    if not _objectives(page):
        yield (
            None,
            'The metadata name fewer than two objectives. Write at least two in "equityqi": {"objectives": [...]}.',
        )


def objectives_listed(page: Page) -> Iterator[Finding]:
    """The page lists the same objectives under "What you will learn"."""
    wanted = _objectives(page)
    listed = _list_under(page, "What you will learn")
    if listed is None:
        yield None, 'There is no heading "## What you will learn". Add it, with the objectives as a list.'
    elif wanted and [_bare(text) for _, text in listed] != [_bare(text) for text in wanted]:
        yield (
            None,
            'The list under "What you will learn" is not the list of objectives in the metadata. Make them the same.',
        )


def _objectives(page: Page) -> list[str]:
    found = page.ours.get("objectives")
    good = isinstance(found, list) and len(found) >= 2 and all(isinstance(text, str) and text.strip() for text in found)
    return found if good else []


def _bare(text: str) -> str:
    return plain(re.sub(r"[`*_]", "", text)).rstrip(".")


def key_points(page: Page) -> Iterator[Finding]:
    """The page closes with two to six key points."""
    listed = _list_under(page, "Key points")
    if listed is None:
        yield None, 'There is no heading "## Key points". Add it near the end, with two to six bullets.'
        return
    if not 2 <= len(listed) <= 6:
        yield None, f"The number of key points is {len(listed)}. Keep two to six."
    if not any(_is_key_points(block) for cell in page.cells[-ENDING:] for block in cell.reading.blocks):
        yield None, f"The key points come too early. Put them among the last {ENDING} cells."


def _is_key_points(block: Block) -> bool:
    return block.level == 2 and plain(block.text).lower() == "key points"


def _list_under(page: Page, heading: str) -> list[tuple[Cell, str]] | None:
    """The list items between an H2 and the next heading; None when there is no such H2."""
    found: list[tuple[Cell, str]] | None = None
    for cell, block in page.blocks:
        if found is None:
            if block.level == 2 and plain(block.text).lower() == heading.lower():
                found = []
        elif block.level:
            return found
        elif block.tag == "li":
            found.append((cell, plain(block.text)))
    return found


def minutes(page: Page) -> Iterator[Finding]:
    """The metadata give the minutes of each kind."""
    found = page.ours.get("minutes")
    if not _are_minutes(found) or set(found) != set(KINDS):
        yield (
            None,
            (
                'The metadata do not give the minutes. Write, in numbers, "minutes": {"tell": 0, "show": 0, "do": 0,'
                ' "review": 0}.'
            ),
        )
        return
    sections = page.ours.get("sections", [])
    if not isinstance(sections, list) or not all(isinstance(part, Mapping) and "id" in part for part in sections):
        yield None, 'The "sections" in the metadata must be a list of {"id": …, "minutes": …}.'
    elif given := [part["minutes"] for part in sections if "minutes" in part]:  # noqa: SIM102
        if sum(map(_total, given)) != _total(found):
            yield (
                None,
                (
                    f"The sections in the metadata take {sum(map(_total, given))} minutes and the page {_total(found)}."
                    " Make them agree."
                ),
            )


def section_minutes(page: Page) -> Iterator[Finding]:
    """Each minutes line adds up, and together they make the page's minutes."""
    sums = dict.fromkeys(KINDS, 0)
    before = None
    for cell, block in page.blocks:
        if block.tag == "p" and (line := MINUTES_LINE.match(plain(block.text.strip().split("\n")[0]))):
            parts = minutes_in(line[2])
            if not parts:
                yield (
                    cell.name,
                    f'"{line[0]}" cannot be read. Write it as "15 minutes: tell 3, show 2, do 8, review 2".',
                )
            elif sum(parts.values()) != int(line[1]):
                yield cell.name, f'"{line[0]}" adds up to {sum(parts.values())}. Correct the numbers.'
            elif before is None or before.level != 2:
                yield cell.name, f'"{line[0]}" has to be right under a heading with two #. Move it there.'
            sums = {kind: sums[kind] + parts.get(kind, 0) for kind in KINDS}
        before = block
    given = page.ours.get("minutes")
    if _are_minutes(given):
        for kind in KINDS:
            if sums[kind] != given.get(kind, 0):
                yield (
                    None,
                    (
                        f'The sections give {sums[kind]} minutes of "{kind}" and the metadata {given.get(kind, 0)}. '
                        "Make them agree."
                    ),
                )


def minutes_in(text: str) -> dict[str, int]:
    """``tell 3, do 8`` as a mapping; empty when it cannot be read."""
    parts = [re.fullmatch(rf"({'|'.join(KINDS)}) (\d+)\.?", part.strip()) for part in text.split(",")]
    names = [part[1] for part in parts if part]
    good = len(names) == len(parts) == len(set(names))
    return {part[1]: int(part[2]) for part in parts if part} if good else {}


def _are_minutes(found: Any) -> bool:
    return isinstance(found, Mapping) and all(isinstance(n, (int, float)) and n >= 0 for n in found.values())


def _total(found: Any) -> float:
    """Minutes as one number or as numbers for each kind."""
    if _are_minutes(found):
        return sum(found.values())
    return found if isinstance(found, (int, float)) else 0


def title(page: Page) -> Iterator[Finding]:
    """The first cell has the title, the only one on the page."""
    titles = [(cell, block) for cell, block in page.blocks if block.level == 1]
    first = page.cells[0] if page.cells else None
    if first is None or not any(cell is first for cell, _ in titles):
        yield first and first.name, 'The first cell has no title. Begin it with "# " and the title.'
    for cell, block in titles[1:]:
        yield cell.name, f'"{plain(block.text)}" is a second title. Write it with "## " or deeper.'


def heading_order(page: Page) -> Iterator[Finding]:
    """A heading is at most one level deeper than the one before it."""
    before = 1 if page.kind == "lesson" else 0  # of a lesson's title the rule "title" speaks
    for cell, block in page.blocks:
        if block.level > before + 1:
            yield (
                cell.name,
                (
                    f'The heading "{plain(block.text)}" jumps from level {before} to level {block.level}. '
                    f"Write it with {'#' * (before + 1)}."
                ),
            )
        before = block.level or before


def run_all(page: Page) -> Iterator[Finding]:
    """A page says how it is run where there is no Lab; an exercise as soon as it has code."""
    if page.kind != "lesson" and all(cell.kind != "code" for cell in page.cells):
        return
    if not any(RUN_ALL in cell.source for cell in page.cells[:2]):
        yield (
            None,
            f"The first two cells don't say how to run the page where there is no Lab. Add {RUN_ALL} below the title.",
        )


def trainers_notes(page: Page) -> Iterator[Finding]:
    """A lesson has notes for the trainer, folded."""
    if not any("trainer" in cell.tags for cell in page.cells):
        yield None, 'There are no trainer\'s notes. Add a Markdown cell with the tag "trainer".'


def trainers_notes_folded(page: Page) -> Iterator[Finding]:
    """Trainer's notes are tagged and folded, so that a learner can leave them shut."""
    for cell in page.cells:
        tagged = "trainer" in cell.tags
        if tagged and not (cell.kind == "markdown" and FOLDED.fullmatch(cell.source)):
            yield (
                cell.name,
                (
                    "The trainer's notes are not folded. Put the whole Markdown cell inside "
                    "<details><summary>Trainer's notes</summary> … </details>."
                ),
            )
        if not tagged and re.search(TRAINERS_NOTES, cell.source, re.DOTALL):
            yield cell.name, 'The trainer\'s notes have no tag. Give them a cell of their own with the tag "trainer".'


def folded_code(page: Page) -> Iterator[Finding]:
    """Code is folded, so that a page reads as a page."""
    for cell in _code(page):
        if cell.setting("jupyter", "source_hidden") is not True:
            yield cell.name, 'The code is not folded. Set "jupyter": {"source_hidden": true} in the cell\'s metadata.'


def friendly_comment(page: Page) -> Iterator[Finding]:
    """Folded code shows its first line: a few words for the reader."""
    for cell in _code(page):
        first = cell.source.split("\n")[0]
        if not first.startswith("# ") or len(first.split()) < 4:
            yield (
                cell.name,
                'The first line of the code says nothing to a reader. Begin with "# " and three words or more.',
            )
        elif len(first) > LONGEST_FIRST_LINE:
            yield (
                cell.name,
                (
                    f"The first line of the code is wider than a page at 150 %. Say it in {LONGEST_FIRST_LINE} letters"
                    " or fewer."
                ),
            )


def rubric_cells(page: Page) -> Iterator[Finding]:
    """Each text that a person reads has a task cell for its points, and each such cell has its rubric."""
    cells = {
        cell.name: (cell.setting("nbgrader", "task"), cell.setting("nbgrader", "points"))
        for cell in page.cells
        if str(cell.name).startswith("read-")
    }
    if page.folder.name in page.course.unread:
        return
    wanted = {
        f"read-{id}": id
        for id, listed in page.course.questions.items()
        if any(one.read and one.exercise == page.folder.name for one in listed)
    }
    for name, id in wanted.items():
        if cells.get(name) != (True, RUBRIC_POINTS):
            yield (
                None,
                (
                    f"A person reads “{id}”, so it needs a task cell “{name}” with {RUBRIC_POINTS} points. Add it after"
                    " its points."
                ),
            )
    for name in cells:
        if name not in wanted:
            yield name, f"The question of “{name}” has no rubric. Write one in questions.yml, or take the cell out."


def _code(page: Page) -> list[Cell]:
    return [cell for cell in page.cells if cell.kind == "code" and not cell.setting("nbgrader", "solution")]
