"""What goes out to people, made harmless: a text on one line, the name of a file, a cell."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Any

LONGEST = 400  # letters of a sentence: an answer that is quoted in it may be a whole book
UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
FORMULA = re.compile(r"^\s*[=+\-@|%\t\r]")
LIVE = str.maketrans({"'": "’", "&": " and ", **dict.fromkeys('<>"`$\\')})  # what a page may read as more than words


@lru_cache(maxsize=2048)
def one_line(text: str, longest: int = LONGEST) -> str:
    """Return a text on one line that every file can hold, cut where it is very long.

    >>> one_line("two\\nlines\\x00 and half an emoji \\ud83d")
    'two lines and half an emoji'
    """
    line = " ".join(UNPRINTED.sub(" ", text[: 4 * longest]).split())
    return line if len(line) <= longest else re.sub(r"(.)\s+\S{0,30}$", r"\1", line[: longest - 2]) + " …"


def file_name(id: str) -> str:
    """Return a name for a person's files that every computer takes and nobody shares.

    >>> file_name("Asha"), file_name("..") != file_name("...")
    ('asha-504222d042', True)
    """
    plain = re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-")[:40].strip("-") or "person"
    return f"{plain}-{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def words_only(text: str) -> str:
    """Return a name or an address for pages that do not escape what they show: no letter of a tag, an attribute, a
    script or a formula is left.

    >>> words_only("O'Neil & Sons <b>"), words_only('Bob "<script>"')
    ('O’Neil and Sons b', 'Bob script')
    """
    return " ".join(one_line(text).translate(LIVE).split())


def escape_formula(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before words that begin like one.

    >>> escape_formula("=HYPERLINK(1)"), escape_formula(-2.5), escape_formula("Asha")
    ("'=HYPERLINK(1)", -2.5, 'Asha')
    """
    if not isinstance(value, str):
        return value
    value = one_line(value, 2_000)
    return f"'{value}" if FORMULA.match(value) else value
