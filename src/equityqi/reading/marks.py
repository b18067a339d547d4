"""Marks and words that a person gave for texts: brought together from the sheet and from formgrader, kept in a file of
their own, and never lost.

A mark that changed in one of the two places counts; where it changed in both, formgrader's does, and a sentence says
so. An emptied cell takes nothing away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from equityqi.files import next_free, write_atomically
from equityqi.reading.sheet import LONGEST, SheetRow, TypedRow, typed_marks
from equityqi.safe_text import one_line

Place = tuple[str, str, str]  # person, exercise, cell
STORE = "reading.json"
NO_MARK = "“{typed}” is not a mark here. Give a number from 0 to {out_of:g}, in halves."
CHANGED = "The text has changed since you gave {mark:g} of {out_of:g} for the older one. Please read it again."
CLASH = "Formgrader has {mark:g} for this text, and this sheet has {typed:g}. Formgrader's counts until both are alike."
LEFT = "There is no such text any more: the person, the text or the exercise has gone."
DAMAGED = "{name} could not be read, so it is now {other}. What stands in the sheet and in formgrader counts on."


@dataclass(frozen=True)
class ByHand:
    """What a person gave for one cell of nbgrader's gradebook; ``waits`` where formgrader asks for a look."""

    mark: float | None = None
    word: str = ""
    waits: bool = False


@dataclass(frozen=True)
class Given:
    """What a person gave for one text, and the text as it is now.

    ``cell`` is nbgrader's name of its place. ``text`` is the hash of the text now ("" where there is none any more),
    ``read`` of the text that ``mark`` is for. ``typed`` is what the sheet has in place of a mark and is none; ``clash``
    is a mark of the sheet's that does not count, since formgrader's does. ``sheet…`` and ``book…`` are what the sheet
    and the gradebook held when they were read last.
    """

    id: str
    exercise: str
    cell: str
    name: str
    prompt: str
    answer: str
    rubric: str
    out_of: float
    text: str
    mark: float | None = None
    read: str = ""
    word: str = ""
    typed: str = ""
    clash: float | None = None
    sheet: float | None = None
    sheet_word: str = ""
    book: float | None = None
    book_word: str = ""

    @property
    def place(self) -> Place:
        """Whose text it is, and where."""
        return self.id, self.exercise, self.cell

    @property
    def has_something(self) -> bool:
        """Whether a person gave anything for it."""
        return self.mark is not None or bool(self.word or self.typed)

    @property
    def waits(self) -> bool:
        """Whether a person is to read the text, or to read it again."""
        return bool(self.text) and (self.mark is None or self.read != self.text)

    @property
    def older(self) -> bool:
        """Whether the mark is for an older text."""
        return self.mark is not None and bool(self.text) and self.read != self.text

    @property
    def note(self) -> str:
        """What the reader is told beside the text."""
        if self.typed:
            return NO_MARK.format(typed=one_line(self.typed, 40), out_of=self.out_of)
        if self.clash is not None and self.mark is not None:
            return CLASH.format(mark=self.mark, typed=self.clash)
        if not self.text:
            return LEFT
        return CHANGED.format(mark=self.mark, out_of=self.out_of) if self.older else ""

    def row(self, code: str) -> SheetRow:
        """Return the row of the sheet."""
        marks = self.typed or (self.clash if self.clash is not None else None if self.older else self.mark)
        shown = (self.id, self.name, self.exercise, self.prompt, self.answer, self.rubric, self.out_of)
        return SheetRow(*shown, marks, self.word, self.note, f"{code}.{self.text}.{self.cell}")


def merged(old: Given | None, now: Given, typed: TypedRow | None, by_hand: ByHand | None) -> Given:
    """Return what is given for a text: ``now`` has no marks yet, ``old`` is what was kept, ``typed`` what came back in
    the sheet, ``by_hand`` what stands in the gradebook.

    >>> now = Given("asha", "04-aim", "read-why", "", "Why?", "Because.", "", 3, text="h1")
    >>> first = merged(None, now, TypedRow(2, {}, 3, "2,5", "Good!", "c.h1.read-why"), None)
    >>> first.mark, first.word, first.waits
    (2.5, 'Good!', False)
    >>> again = merged(first, replace(now, text="h2"), None, None)
    >>> again.mark, again.older
    (2.5, True)
    """
    old, by_hand = old or now, by_hand or ByHand()
    mark, read, clash, unusable, value = old.mark, old.read, None, old.typed, None
    seen = (typed.code.split(".")[1] or old.read) if typed else old.text  # the text that the reader had before them
    if typed:
        value, unusable = typed_marks(typed.marks, now.out_of), ""
        if value is None and typed.marks is not None:
            unusable = str(typed.marks)
    fresh = value is not None and (value not in (mark, old.clash, old.sheet) or (seen != read and value != old.clash))
    changed = by_hand.mark is not None and by_hand.mark not in (mark, old.book)
    if changed:
        mark, read = by_hand.mark, "" if by_hand.waits else seen
    if fresh and changed and value != mark:
        clash = value
    elif fresh:
        mark, read = value, seen
    elif value is not None and value == old.clash and value != mark:
        clash = value
    return replace(
        now,
        mark=mark,
        read=read,
        clash=clash,
        typed=unusable,
        word=_word(old, typed.word if typed else "", _plain(by_hand.word)),
        sheet=value,
        sheet_word=typed.word if typed else "",
        book=old.book if by_hand.mark is None else by_hand.mark,
        book_word=_plain(by_hand.word),
    )


def _word(old: Given, sheet: str, book: str) -> str:
    """Return the word back: whichever changed; where both did, one below the other."""
    new = [
        word
        for word, before in ((book, old.book_word), (sheet, old.sheet_word))
        if word and word not in (before, old.word)
    ]
    return "\n".join(dict.fromkeys(new)) or old.word


def _plain(text: str) -> str:
    return "\n".join(text.splitlines()).strip()[:LONGEST]


# ---- The file


@dataclass(frozen=True)
class Kept:
    """The content of the file: what was given, what to tell the trainer, how many texts there are, and a hash of the
    sheet as it was made.
    """

    texts: tuple[Given, ...] = ()
    said: tuple[str, ...] = ()
    count: int = 0
    waiting: int = 0
    older: int = 0
    sheet: str = ""
    schema: int = 1

    def in_words(self, sheet: Path) -> Iterator[str]:
        """Yield what a trainer is told at the end of a run."""
        if self.count:
            marked = f"{self.count - self.waiting} of {self.count} have their marks"
            again = f"; {self.older} changed since they were read" if self.older else ""
            yield (
                f"Texts to read: {marked}{again}. Fill in {sheet}, save it, and run the same command again; or press"
                " “Read and mark texts” at the top of a page in start.py teach."
            )
        yield from self.said


_KEPT = TypeAdapter(Kept)


def read_kept(out: Path) -> tuple[Kept, list[str]]:
    """Return what was kept, nothing where there is no file, and what to say: a damaged file is put aside."""
    path = out / STORE
    try:
        return _KEPT.validate_json(path.read_bytes()), []
    except FileNotFoundError:
        return Kept(), []
    except ValidationError:
        aside = next_free(out, "reading-", ".damaged")
        os.replace(path, aside)
        return Kept(), [DAMAGED.format(name=STORE, other=aside.name)]


def write_kept(out: Path, kept: Kept) -> None:
    """Write what was given, and wait for the disk: no later run can make it again.

    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    content = _KEPT.dump_json(kept, indent=1) + b"\n"
    path = out / STORE
    if (kept.count or kept.texts) and not (path.is_file() and path.read_bytes() == content):
        write_atomically(path, content)
