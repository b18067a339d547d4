"""How many syllables an English word has, as it is spoken in Britain."""

from __future__ import annotations

import re
from functools import cache

# First halves of compounds that end in a letter that is not heard, or not in full: "every-body", "some-thing".
FIRST_HALVES = {
    "any": 2,
    "base": 1,
    "before": 2,
    "care": 1,
    "else": 1,
    "every": 2,
    "face": 1,
    "fore": 1,
    "home": 1,
    "life": 1,
    "name": 1,
    "nine": 1,
    "safe": 1,
    "some": 1,
    "there": 1,
    "time": 1,
    "whole": 1,
}
COMPOUND = re.compile(rf"({'|'.join(FIRST_HALVES)})([^aeiouy]\w+|one)")
# What spelling hides: two vowels side by side that are spoken apart, and endings whose vowel is not written.
ONE_MORE = [
    r"(?<![tcsl])ia(?!ge)|[tc]iat|lia[bt]",  # var-i-ation, asso-ci-ate, re-li-able; but social, brilliant, marriage
    r"(?<![tscgxnl])io(?!ur)|ios?$",  # per-i-od, rat-i-o; but nation, million
    r"(?<![tcs])ium|iet|scien|[rdl]ien[tc]|(?<=[aeiouy])[a-z]+ie(?:r|st)$",  # med-i-um, qui-et, exper-i-ence, eas-i-er
    r"(?<=[aeiou])[a-z]*[^aeiou]eas?$|crea[tm]|creat|real[i]|react",  # are-a, cre-ate
    r"eo(?!p|u|n$)",  # the-ory, vid-eo; but people
    r"(?<![gq])ua|(?<![gq])uen|(?<![gq])uit[iy]|uous|oev",  # us-u-al, infl-u-ence, contin-u-ity
    r"[aeiou]ing|(?<=[^aeiou])y[aeiou]",  # go-ing, try-ing
    r"(?:[aiy]s|th)ms?$",  # rac-is-m
    r"coo[pr]d?[ei]",  # co-operate, co-ordinate
]
ONE_LESS = [
    r"(?<=[aeioun])[gq]ues?$",  # league
    r"(?<=[aeiouy])(?:[^aeiouy]|dg)e(?:ful|less|ly|ment|ness)",  # care-ful, state-ment
    r"(?<=[a-z])(?<![aeiou])(?<![cs]h)(?<![cgsxz])es$(?<![^aeiouyl]les)(?<![tb]res)",  # makes; but places, tables
]
SILENT_E = re.compile(r"(?<![aeiou])e$(?<![^aeiouyl]le)(?<![tcb]re)")  # make; but table, centre
SILENT_ED = re.compile(r"(?<![aeioutd])ed$(?<![^aeiouyl]led)")  # asked; but wanted, handled
HISSES = re.compile(r"(?:[sxz]|[cs]h|[cgsz]e)$")  # the course's: one more
WORDS = {
    "being": 2,
    "element": 3,
    "elements": 3,
    "implement": 3,
    "people": 2,
    "evening": 2,
    "business": 2,
    "mr": 2,
    "mrs": 2,
    "everything": 3,
}


@cache
def syllables(word: str) -> int:
    """Count the syllables of one word, an apostrophe or a hyphen in it or not; letters read one by one count each.

    >>> [syllables(word) for word in ("gap", "people", "inequity", "medication", "didn't", "go-and-see", "NHS")]
    [1, 2, 4, 4, 2, 3, 3]
    """
    if "-" in word:
        return sum(map(syllables, filter(None, word.split("-"))))
    if word.isupper() and 1 < len(word) < 5:
        return sum(3 if letter == "W" else 1 for letter in word)
    word = word.lower().replace("’", "'")
    if word.endswith("n't"):
        return syllables(word[:-3]) + (word[-4] in "ds")
    word, _, ending = word.partition("'")
    if ending == "s" and HISSES.search(word):
        return syllables(word) + 1
    if word in WORDS:
        return WORDS[word]
    if halves := COMPOUND.fullmatch(word):
        return FIRST_HALVES[halves[1]] + syllables(halves[2])
    spoken = re.sub(r"^y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou])", "j", word.replace("qu", "q"))
    count = len(re.findall(r"[aeiouy]+", spoken))
    count += sum(len(re.findall(pattern, word)) for pattern in ONE_MORE)
    count -= sum(len(re.findall(pattern, word)) for pattern in ONE_LESS)
    count -= bool(SILENT_E.search(word)) + bool(SILENT_ED.search(word))
    return max(count, 1)
