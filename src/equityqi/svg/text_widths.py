"""How wide words are in the fonts of a browser, and words broken into lines that fit into a box."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SLACK = 1.1  # fonts differ: a line may turn out this much wider than the table says
BOLD = 1.1  # bold letters to plain ones
BY_WIDTH = {  # thousandths of the type size: about the widest of Segoe UI, Roboto, Noto Sans, Arial
    280: "ijl.,:;'|!‘’· ",
    360: 'ftI()[]{}-*"/\\',
    420: "r“”",
    490: "sczJ?",
    540: "vxyk_LFT–",
    580: "aeES0123456789$£€#<>=~^+",
    620: "bdghnopqu",
    660: "ABCKPRXYZV&",
    750: "DGHNUwOQ…",
    940: "mMW%@—→",
}
WIDTHS = {letter: thousandths / 1000 for thousandths, letters in BY_WIDTH.items() for letter in letters}
OTHER_SCRIPTS, WIDE, EMOJI = 0.75, 1.0, 1.4


def width_of(words: str, size: float, bold: bool = False) -> float:
    """Return about how wide one line of words is, in the unit of ``size``, the type size.

    >>> round(width_of("Close the gap", 13), 1), width_of("", 13)
    (85.4, 0)
    """
    return sum(map(_width, words)) * size * (BOLD if bold else 1)


@lru_cache(maxsize=2000)
def _width(letter: str) -> float:
    if letter in WIDTHS:
        return WIDTHS[letter]
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):  # an accent on the letter before, or nothing to see
        return 0
    if (base := unicodedata.normalize("NFD", letter)[0]) != letter:
        return _width(base)
    if ord(letter) >= 0x1F000:
        return EMOJI
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else OTHER_SCRIPTS


@lru_cache(maxsize=2000)  # a diagram is drawn again at each change, and most of its boxes say what they said
def lines_of(words: str, inside: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Return words in lines that fit into ``inside`` in any of the fonts; a word that is too long is cut.

    >>> lines_of("Contact details that are right", 110, 13)
    ('Contact details', 'that are right')
    >>> lines_of("abcdefghijklmnop", 60, 13)
    ('abcdefg', 'hijklmno', 'p')
    """
    room = inside / SLACK
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size, bold) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width_of(lines[-1] + letter, size, bold) > room:
                lines.append("")
            lines[-1] += letter
    return tuple(lines)
