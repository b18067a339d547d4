"""Whether more or fewer is better, as the words of a table say it; where they do not, a person must."""

from __future__ import annotations

import re
from collections.abc import Mapping

from equityqi.tables.asks import Ask
from equityqi.tables.known_words import is_measure_heading, no_count, plain_words
from equityqi.tables.raw_table import ReadError
from equityqi.tables.understood import Reading

MORE, LESS = "more is better", "less is better"
WORDS = {1: MORE, -1: LESS}
BOTH = {1, -1}

_UNIT = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?|h|d|w)"
_GOOD_PHRASES = re.compile(
    r"\b(?:(?:quit(?:ting)?|stop(?:ped)?|g[ai]ven? up) smoking|smoke ?free|non ?smok\w+|(?:smoking|alcohol) status"
    r"|(?:falls|pressure ulcer|vte|infection) risk assess\w*)\b"
)
_BAD_PHRASES = re.compile(r"\b(?:lost to follow ?up|did not wait|left (?:before|without) \w+ ?\w*|no shows?)\b")
_GOOD = re.compile(
    r"\b(?:seen|review(?:s|ed)?|vaccinat(?:ed|ions?)|immuni[sz](?:ed|ations?)|attend(?:ed|ing|ance)?|complet(?:ed?|ions?)"
    r"|uptake|t[ao]ken? up|took up|coverage|covered|screen(?:ed|ing)|check(?:s|ed)?|recover(?:ed|y)|improve(?:d|ment)?"
    r"|controlled|achieve(?:d|ment)?|met|treated|received|accept(?:ed|ance)|answered|respon(?:ded|se)|satisf(?:ied|action)"
    r"|passed|reached|quits?|cured|(?:at|to|on) target|breast ?f(?:ed|eeding)|done|recorded|offered|invited"
    r"|surviv(?:ed|al|ing)|alive|agreed|recommend(?:ed)?|supported|helped|assess(?:ed|ments?)|tested|follow(?:ed)? up"
    r"|started|(?:on|in) time|on schedule|up to date|access(?:ed)?|engaged|kept|came|come|arrived|healthy|good"
    r"|success(?:ful|es)?|protected|informed|care plans?|care processes|doses?)\b"
)
_BAD = re.compile(
    r"\b(?:dnas?|missed|missing|breach(?:es|ed)?|readmi(?:tted|ssions?)|smok(?:ing|ers?|ed|es)|deaths?|died|dying"
    r"|mortality|suicides?|harm(?:s|ed)?|falls?|fell|fallers?|injur\w+|infect(?:ed|ions?)|sepsis|cancel\w+"
    r"|complain\w*|errors?|incidents?|complications?|obes\w+|overweight|pre ?term|premature|low birth ?weight|stillb\w+"
    r"|relaps\w+|declin\w+|refus\w+|reject\w+|withdr[ae]w\w*|drop(?:ped)? ?outs?|lost|late|later|delay\w*|overdue"
    r"|outstanding|unplanned|emergency (?:re)?admissions?|restrain\w+|detain\w+|detentions?|excluded|exclusions?"
    r"|homeless\w*|unemploy\w+|abandon\w+|absen\w+|sick\w*|amputat\w+|ulcers?|poor|worse\w*|dissatisfied|fail\w*"
    r"|lapsed|expired|avoidable|preventable|hospital acquired|violen\w+|bull(?:ied|ying)|harass\w+|abus\w+"
    r"|discriminat\w+|disciplin\w+|un(?:vaccinated|seen|treated|controlled|screened|answered|met|attended|reviewed"
    r"|immuni[sz]ed|tested|checked|diagnosed|supported|resolved|recorded)|incomplete|long wait(?:s|ers?)?"
    r"|trolley waits?|stranded)\b"
)
# Beside these, even a word such as received, attended or within does not tell whether more is better.
_UNCLEAR = re.compile(
    r"\b(?:admi(?:tted|ssions?)|return\w*|re ?attend\w*|represent\w*|recur\w*|revisit\w*|attendances|a e|ed|emergency"
    r"|999|111|crisis|urgent|positive|antibiotics?|opioids?|antipsychotics?|benzodiazepines?|hypnotics?|caesareans?"
    r"|c sections?|inductions?|conceptions?|after discharge|of discharge)\b"
)
_SOON = re.compile(
    rf"\b(?:within|under|less than|fewer than|up to|in|inside|before|by)\b(?: \w+)? ?\d+ ?{_UNIT}\b|\bwithin\b"
    r"|\bbefore noon\b"
)
_LONG = re.compile(
    rf"\b(?:over|more than|longer than|above|beyond|exceed\w*|at least|after|greater than) \d+ ?(?:plus )?{_UNIT}\b"
    rf"|\b\d+ ?(?:plus|\+) ?{_UNIT}\b|\b(?:over|beyond|above) (?:the )?target\b|\b{_UNIT} or (?:more|longer)\b"
)
_WAITING = re.compile(r"\b(?:waiting|waited|waits?)\b")
_NOT = re.compile(
    r"\b(?:not|never|without|non|no|(?:did|was|were|have|has|do|does|could|would)n t)\b(?: yet| been| being)*"
)
_NUMBER_OF = re.compile(r"\bno\.(?=\s|\w)|\bno\.? of\b", re.IGNORECASE)
_MAY_BE_NUMBER_OF = re.compile(r"\bno (?:\w+ed|seen|met|done|given|due)\b")


def direction_of(text: str) -> int:
    """Return 1 where words say that more is better, -1 where less is, 0 where they say neither, or both.

    >>> [direction_of(text) for text in ("SMRs completed", "Did not attend", "Waited over 18 weeks", "Numerator")]
    [1, -1, -1, 0]
    >>> [
    ...     direction_of(text)
    ...     for text in ("Seen in 4 hours", "Readmitted in 30 days", "Not readmitted", "Falls reviewed")
    ... ]
    [1, -1, 1, 0]
    """
    return sum(_signs(text))


def _signs(text: str) -> set[int]:
    """What words say: {1}, {-1}, nothing, or both."""
    plain = plain_words(_NUMBER_OF.sub(" ", text))
    if _MAY_BE_NUMBER_OF.search(plain):
        return BOTH
    plain, phrases = _BAD_PHRASES.subn(" ", plain)
    worst = {-1} if phrases else set()
    found = _NOT.search(plain)
    if not found:
        return worst | _plainly(plain)
    return worst | _plainly(plain[: found.start()]) | {-sign for sign in _plainly(plain[found.end() :])}


def _plainly(plain: str) -> set[int]:
    """The same of words without a not."""
    rest, phrases = _GOOD_PHRASES.subn(" ", plain)
    good, bad = bool(phrases or _GOOD.search(rest)), bool(_BAD.search(rest))
    soon, long = bool(_SOON.search(rest)), bool(_LONG.search(rest))
    if bad or long:
        return BOTH if good or (long and soon) else {-1}
    if good or soon:
        return BOTH if _UNCLEAR.search(rest) else {1}
    return {-1} if _WAITING.search(rest) else set()


def better_in(reading: Reading, measure: str, choose: Mapping[str, str]) -> tuple[int, str]:
    """Return whether more (1) or less (-1) is better, and the words that say so; 0 where nothing does.

    ``measure``: in words, "" where only the columns name it. What was chosen goes before what the words say. Raises
    :class:`equityqi.tables.ReadError` where what was chosen is neither.
    """
    if chosen := " ".join(choose.get("better", "").casefold().split()):
        found = [sign for sign, words in WORDS.items() if chosen in (words, words.split()[0])]
        if not found:
            raise ReadError(f"“{choose['better']}” doesn’t tell us which is better. Choose “{MORE}” or “{LESS}”.")
        return found[0], ""
    shares = [name for name, role in reading.columns if not role and no_count(name) in ("a percentage", "a rate")]
    same = [cells[0] for cells in _columns_of_one_measure(reading)]
    for texts in ([reading.count, reading.measure, measure, *same], shares):
        told = set().union(*map(_signs, texts))
        if told:
            return sum(told), next(text for text in texts if _signs(text)) if told != BOTH else ""
    return 0, ""


def _columns_of_one_measure(reading: Reading) -> list[tuple[str, ...]]:
    """The first cells of each column that names one measure all the way down."""
    cells = list(zip(*reading.sample, strict=True))
    pairs = zip(reading.columns, cells, strict=False)
    return [shown for (name, role), shown in pairs if not role and is_measure_heading(name) and len(set(shown)) == 1]


def ask_for(counted: str) -> Ask:
    """Return the question whether more or less is better."""
    what = f"under “{counted}”" if counted else "in the numerator"
    sentence = (
        "Which of them is served less well depends on what is counted. Is it better for a group when more of its people"
        f" are counted {what}, or when fewer are?"
    )
    return Ask("better", sentence, (MORE, LESS))
