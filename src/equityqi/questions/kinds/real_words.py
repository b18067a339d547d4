"""Which of the things typed into a plan say something: a word, a number, a day; and which say nothing.

Nothing is one letter, punctuation, a letter again and again, a stopgap such as "tbc", a run along the keyboard, what
the form itself shows there, and, over a whole plan, the same in every place or letters that make no words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

from equityqi.alike import is_alike
from equityqi.questions.kinds.base import Place, Question
from equityqi.tables.calendar_names import MONTHS
from equityqi.typed_input import words

STOPGAPS = frozenset("na tbc tbd tba todo asdf lorem ipsum blah bla".split())
KEYBOARD = ("qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm")
SAME, PASTED = 3, 0.6  # so many places with the same in each say nothing; as like its prompt as this is the prompt
LEAST, LEAST_OF_NAMES, LEAST_OF_TEXTS = 3.8, 2.8, 3.5
CALENDAR = frozenset(month.casefold() for month in MONTHS)
KNOWN = frozenset(  # short words that make a text one of words, whatever its other letters
    "aaa all and app are ask at bp bus but by call car care ckd copd cvd dna done due for from gp gps had has "
    "home how htn icb imd in is it key lead let list man me men met mmr mo mum my nhs no not now nurse oak of "
    "off ok old on one or our out own park patients pcn people phone post ppg rang ring say see she sms smr so "
    "staff ten text that the them they this time to two up us van visit way we who why will with yes you am ar "
    "bawb bwyd bws byth cwm cyn ddim dim dyn ein ffordd gan gofal gwell gyda heb hwyr hwyl iaith lle llai mae "
    "mwy neu nhw nos nyrs oes pam pobl pwy rhy sut teg wedi wrth yma yn yr".split()
)
# How often one letter follows another, 0 to 9, in English and Welsh words and in names: a row for each letter before,
# a column for each after; the first row and column are the edge of a word. Counted over 11,000 common words of English
# documentation, the words of this course, its list of common names, and 140 Welsh words; 9 plus 1.1 times the binary
# logarithm of the share in its row.
_LETTERS = " abcdefghijklmnopqrstuvwxyz"
_FOLLOWS = (
    "054554433412443351554323010 304540140402646040646322130 452226110510621520542500030 450306005405400600426400020 "
    "740036120600200400341310020 641463320100435031664031310 550016500700402600424500030 740006134400324400540402010 "
    "661007000600222600324301040 342544340000447530355030103 460306000410021611051601000 741027121600314220152202020 "
    "660136100600500510043310050 563017000600140550040400020 650455260402102410056220010 322441230302557340644534100 "
    "560016003400500540644400030 520000000100410001233900000 661237130502233510354320030 830305004501210330046400020 "
    "650206005600210500553301040 245434230400556140655000000 460008000600000400010000000 560016005600205500540000040 "
    "740425101500222160126010310 821243220300334350254001000 562228100502020400122000043"
).split()


def says_something(value: Any) -> bool:
    """Return whether what was typed holds something like a word, a number or a day.

    >>> [says_something(typed) for typed in ("GP", "Mo", "1", "we", "51%", "Llŷr", "3 June")]
    [True, True, True, True, True, True, True]
    >>> [says_something(typed) for typed in ("x", "?", "n/a", "tbc", "zzz", "asdf", " ")]
    [False, False, False, False, False, False, False]
    """
    text = str(value)
    return any(letter.isdigit() or letter in "%£€" for letter in text) or any(map(_is_word, words(text)))


def _is_word(word: str) -> bool:
    if word in KNOWN or not word[0].isascii() and len(word) > 1:
        return True
    one_letter = len(set(word)) == 1 and word.upper() != word.lower()  # a single sign of Chinese is a word
    return not one_letter and not _is_filler(word)


def without_fillers(text: str) -> str:
    """Return a text without its stopgaps and its runs along the keyboard.

    >>> without_fillers("asdf all patients"), without_fillers("3 of 4 a week")
    ('all patients', '3 of 4 a week')
    """
    parts = text.split()
    left = [part for part in parts if not (words(part) and all(map(_is_filler, words(part))))]
    return text if len(left) == len(parts) else " ".join(left)


def _is_filler(word: str) -> bool:
    return word in STOPGAPS or len(word) > 2 and any(word in row for row in KEYBOARD)


def makes_words(text: str) -> bool:
    """Return whether the letters of a text follow each other as in words; numbers and months alone are none.

    >>> makes_words("Few come, Krzysztof said"), makes_words("Ymddiriedaeth"), makes_words("jkl rtz xcv bnm")
    (True, True, False)
    """
    typed = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1 and word.casefold() not in CALENDAR]
    if 3 * sum(word.casefold() in KNOWN for word in typed) >= max(1, len(typed)):
        return True
    if not typed:
        return False
    return _likely(typed) >= (LEAST if 2 * sum(map(str.islower, typed)) > len(typed) else LEAST_OF_NAMES)


def _likely(typed: list[str]) -> float:
    """Return how often, in the mean, each letter follows the one before it; other scripts count as words."""
    steps = [
        int(_FOLLOWS[_LETTERS.index(one)][_LETTERS.index(other)]) if one in _LETTERS and other in _LETTERS else 4
        for word in typed
        for one, other in zip(f" {_plain(word)}", f"{_plain(word)} ", strict=True)
    ]
    return sum(steps) / len(steps)


def _plain(word: str) -> str:
    """Return a word without its accents."""
    apart = unicodedata.normalize("NFKD", word.casefold().replace("ł", "l").replace("ø", "o"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def reads_as_words(text: str) -> bool:
    """Return whether a whole text in one's own words can be read: in any language, misspelt, in shorthand, in numbers.

    It is kinder than :func:`makes_words`, since nothing else of such a text is judged: only letters that no language
    puts together, and words that say nothing, are turned down.

    >>> [reads_as_words(text) for text in ("Pt DNA x3, ltr ret to sender", "Dim bws ar ôl pump", "ask thier famly")]
    [True, True, True]
    >>> [reads_as_words(text) for text in ("sdkfj sldkfj weoiru xcmvn", "bla bla blah", "x y z q w e")]
    [False, False, False]
    """
    letters = [letter for letter in text if letter.isalpha()]
    if 3 * sum(letter > "\u024f" for letter in letters) > len(letters):
        return True  # another script
    typed = re.findall(r"[^\W\d_]+", text)
    if not any(_is_word(word.casefold()) for word in typed if len(word) > 1):
        return any(letter.isdigit() for letter in text)
    return makes_words(text) or _likely([word for word in typed if len(word) > 1]) >= LEAST_OF_TEXTS


def is_repeated(typed: list[str]) -> bool:
    """Return whether a text of some length is one word, or one short sentence, over and over.

    >>> is_repeated(["long"] * 20 + ["letters", "in", "english", "only"]), is_repeated("ring them and ask".split())
    (True, False)
    """
    if len(typed) < 8:
        return False
    return 2 * Counter(typed).most_common(1)[0][1] > len(typed) or 40 < len(typed) > 7 * len(set(typed))


def read_words(question: Question, answer: Any) -> tuple[Any, list[str]] | None:
    """Return a plan with the places that say nothing made empty, and their names; None where all of it says nothing."""
    typed: list[tuple[Place, Any]] = []

    def note(place: Place, value: Any) -> Any:
        typed.append((place, value))
        return value

    question.with_texts(answer, note)
    own = [str(value) for place, value in typed if _is_own(place) and _says(question, place, value)]
    asked = any(_is_own(place) for place, _ in typed)
    alike = len(typed) >= SAME and len({" ".join(words(str(value))) for _, value in typed}) == 1
    if alike or (asked and not makes_words("; ".join(own))) or not any(says_something(value) for _, value in typed):
        return None
    empty: list[str] = []

    def without(place: Place, value: Any) -> Any:
        if not _is_own(place) or _says(question, place, value):
            return without_fillers(value) if place.type in ("text", "long") and isinstance(value, str) else value
        empty.append(place.name)
        return ""

    return question.with_texts(answer, without), empty


def _is_own(place: Place) -> bool:
    return place.type in ("text", "long", "card")


def _says(question: Question, place: Place, value: Any) -> bool:
    """Return whether a person says something there: a word, and not what the form shows."""
    if place.type == "card":
        return True
    typed = words(str(value))
    shown = [*place.shown, question.prompt, *question.prompt.split("\n\n")]
    if not says_something(value) or any(typed == words(text) for text in shown):
        return False
    return not is_alike(str(value).lower(), question.prompt.lower(), PASTED) or question.kind == "tree"
