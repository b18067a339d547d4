"""One file of the corpus: its name, its kind, its sheets, how it is written, and what is true of it."""

import random
import re
from dataclasses import dataclass

from tests.tables.corpus.sheets import Form, write
from tests.tables.corpus.truth import Truth

CSV, XLSX, ODS = Form(), Form(".xlsx"), Form(".ods")


@dataclass(frozen=True)
class Case:
    """A file to be: ``kind`` says what is hard about it, ``name`` says this one of them in words."""

    kind: str
    name: str
    truth: Truth
    sheets: tuple
    form: Form = CSV

    @property
    def title(self):
        return f"{self.kind}: {self.name}"

    def write(self, folder, number=0):
        """Write the file into a folder and return its path."""
        words = re.findall(r"[a-z0-9]+", self.title.lower())
        path = folder / f"{number:03d}-{'-'.join(words)[:60]}{self.form.ending}"
        write(path, self.sheets, self.form)
        return path


def case(kind, name, truth, *sheets, form=CSV):
    return Case(kind, str(name), truth, sheets, form)


def dice(*seed):
    """Chance that is the same each time for the same seed."""
    return random.Random(" ".join(map(str, seed)))
