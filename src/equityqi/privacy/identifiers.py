"""Numbers and addresses that point to one person, each known by its shape, its check digit or the column's name."""

from __future__ import annotations

import re

from equityqi.privacy.birth_dates import day_of, parse_date
from equityqi.privacy.column_words import Words
from equityqi.privacy.numbers_in_text import (
    OTHER_NUMBERS,
    checks_out,
    emails_in,
    insurance_numbers_in,
    phones_in,
    postcodes_in,
    record_numbers_in,
    streets_in,
)

_TEN_DIGITS = re.compile(r"(?<![\w.])\d{3}[ \-.]?\d{3}[ \-.]?\d{4}(?![.,]?\w)")
_RECORD = re.compile(r"[A-Za-z]{0,3}[ -]?(\d{5,12}|\d{2,4}([ -]\d{2,4}){1,2})[A-Za-z]?")
_CODE = re.compile(r"[A-HJ-NPVWY]\d{5}|[EWSN]\d{8}")  # of a practice, of an area
_NUMBER_WORDS = {"no", "nos", "num", "number", "id", "nr", "ref", "reference", "identifier"}
_RECORD_WORDS = set(
    "hospital hosp record emis systmone pas passport unit district case casenote notes note spell episode patient pt"
    " pat client referral encounter".split()
)
_NO_RECORD = set("of trust code site practice gp org name type count total".split())
_NO_SHORT_NAME = set("row ref run rag raw rep req rec".split())
_NO_PLURAL = {"notes", "pas", "emis", "nos", "ids"}


def has_nhs_numbers(name: Words, texts: list[str], numeric: bool) -> bool:
    """NHS numbers: most numbers of ten digits carry their check digit, or the name says so."""
    called = (
        "nhs" in name
        and {"no", "num", "number", "id", "nr", "nbr"} & set(name)
        or {"nhsno", "nhsnumber", "nhsnum", "nhsid"} & set(name)
    )
    if called and any(sum(map(str.isdigit, text)) >= 9 or re.match(r"\d\.\d+E\+0?9", text, re.I) for text in texts):
        return True
    found = _ten_digits(texts)
    right = sum(map(checks_out, found))
    if numeric and right < 3 and len(texts) > 4 * len(found):
        return False
    return right > 0 and right * 2 >= len(found)


def has_chi_numbers(name: Words, texts: list[str], numeric: bool) -> bool:
    """CHI numbers: ten digits (nine when a spreadsheet ate the 0) that begin with a date and check out."""
    called = "chi" in name and bool({"no", "number", "num", "id"} & set(name) or len(name) == 1)
    digits = _ten_digits(texts) + ["0" + text for text in texts if len(text) == 9 and text.isdigit()]
    right = [one for one in digits if checks_out(one) and day_of(one[:2], one[2:4], "20" + one[4:6])]
    if called:
        return any(sum(map(str.isdigit, text)) >= 9 for text in texts)
    return len(right) > 0 and len(right) * 2 >= len(digits) and len(right) >= min(3, len(texts))


def _ten_digits(texts: list[str]) -> list[str]:
    found = []
    for text in texts:
        if len(text) < 10:
            continue
        bare = re.sub(r"[ .\-/]", "", text)
        if len(bare) == 10 and bare.isdigit():
            found.append(bare)
        elif len(text) > 10 and not OTHER_NUMBERS.search(text):
            found += [re.sub(r"\D", "", one) for one in _TEN_DIGITS.findall(text)]
    return found


def has_record_numbers(name: Words, texts: list[str], numeric: bool) -> bool:
    """Hospital and record numbers: by the column's name, and the shape of the values where the name is not sure."""
    words = set(name)
    if {"mrn", "hospno", "hospitalnumber", "passport", "pasno", "emisno", "hospitalno", "unitno"} & words:
        return any(sum(map(str.isdigit, text)) >= 4 for text in texts)
    counts = any(word.endswith("s") and not word.endswith("ss") and word not in _NO_PLURAL for word in name)
    if words & _NO_RECORD or counts:  # "hospital admissions number" counts admissions
        return any(any(record_numbers_in(text)) for text in texts) if not numeric else False
    short = len(name) == 2 and name[1] in ("no", "number") and re.fullmatch(r"[a-z]|r[a-z]{2}", name[0])
    called = _NUMBER_WORDS & words and (_RECORD_WORDS & words or short and name[0] not in _NO_SHORT_NAME)
    if called or {"spell", "episode", "casenote", "casenotes", "ptid", "patid", "hospid"} & words:
        shaped = sum(bool(_RECORD.fullmatch(text) and not _CODE.fullmatch(text)) for text in texts)
        if shaped * 2 >= len(texts):
            return True
    return not numeric and any(any(record_numbers_in(text)) for text in texts)


def has_insurance_numbers(name: Words, texts: list[str], numeric: bool) -> bool:
    """National Insurance numbers, by their shape."""
    return not numeric and any(len(text) >= 9 and any(insurance_numbers_in(text)) for text in texts)


def has_emails(name: Words, texts: list[str], numeric: bool) -> bool:
    """E-mail addresses, by their shape."""
    return not numeric and any(any(emails_in(text)) for text in texts if "@" in text or "at" in text.lower())


def has_phones(name: Words, texts: list[str], numeric: bool) -> bool:
    """Telephone numbers, by their shape; as numbers that lost their first 0, by what they all begin with."""
    called = bool(
        {"phone", "telephone", "tel", "mobile", "landline", "mob", "phoneno", "telno", "fax", "cell"} & set(name)
    )
    called = called or "contact" in name and bool({"no", "number", "num"} & set(name))
    if called and any(sum(map(str.isdigit, text)) >= 9 for text in texts):
        return True
    bare = [text for text in texts if text.isdigit()]
    if numeric or len(bare) >= 0.8 * len(texts):
        mobile = [text for text in bare if re.fullmatch(r"(44|0|0044)?7[1-9]\d{8}", text)]
        landline = [text for text in bare if re.fullmatch(r"(44|0044|0)[123]\d{9}", text)]
        return len(mobile) + len(landline) >= max(2, 0.9 * len(bare))
    found = [text for text in texts if len(text) >= 8 and any(phones_in(text)) and not parse_date(text)]
    return bool(found)


def has_postcodes(name: Words, texts: list[str], numeric: bool) -> bool:
    """Full postcodes, by their shape and area; one without its space counts only among others."""
    if numeric:
        return False
    called = bool(
        {"postcode", "postcodes", "pcode", "zip"} & set(name)
        or {"post", "code"} <= set(name)
        or {"p", "code"} <= set(name)
        or {"postal", "code"} <= set(name)
    )
    spaced = joined = 0
    for text in texts:
        for _, end in postcodes_in(text) if len(text) >= 5 else ():
            spaced += text[end - 4] in " -"
            joined += text[end - 4] not in " -" and len(text) <= 8
    return spaced > 0 or called and joined > 0 or joined > 0.5 * len(texts)


def has_streets(name: Words, texts: list[str], numeric: bool) -> bool:
    """Street addresses: a number, a name and a word for a street."""
    return not numeric and sum(any(streets_in(text.title())) for text in texts) > 0.3 * len(texts)
