"""Numbers and addresses that point to one person, each known by its shape, its check digit or the column's name."""

from __future__ import annotations

import re

from equityqi.privacy.birth_dates import day_of, parse_date
from equityqi.privacy.column_words import Words
from equityqi.privacy.common_names import POSTCODE_AREAS

_TEN_DIGITS = re.compile(r"(?<![\w.])\d{3}[ \-.]?\d{3}[ \-.]?\d{4}(?![.,]?\w)")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+|[\w.+'-]+ ?[\[(]at[\])] ?[\w-]+( ?[\[(]dot[\])] ?|\.)\w+", re.I)
_INSURANCE = re.compile(
    r"(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ -]?)\d\d([ -]?)\d\d\2\d\d\1[ -]?[A-D](?!\w)",
    re.I,
)
_POSTCODE = re.compile(r"(?<![\w-])([A-Z]{1,2})(\d[A-Z\d]?)([ -]{0,2})(\d)([ABD-HJLNP-UW-Z]{2})(?![\w-])", re.I)
_PHONE = re.compile(
    r"(?<![\w.,/-])(\(?(\+|00) ?44\)?[ -]?(\(0\))?[ -]?|\(?0(?=[1-3578]))[1-3578](?:["
    r" ()-]{0,2}\d){8,9}(?![\w:/]|[.,-]\d)"
)
_PHONE_ABROAD = re.compile(r"\+(?!44)[1-9]\d{0,2}([ -]?\(?\d{2,4}\)?){2,5}")
_STREET = re.compile(
    r"(?i)(flat \w+,? )?\d{1,4}[a-z]?,? ([a-z'.]+"
    r" ){1,3}(road|rd|street|st|lane|ln|avenue|ave|close|drive|dr|way|crescent|court|place|terrace|gardens|grove|walk"
    r"|hill|mews|square)\b"
)


def checks_out(number: str) -> bool:
    """Say whether ten digits carry the check digit of an NHS or CHI number (modulus 11)."""
    digits = [int(digit) for digit in number]
    rest = -sum(digit * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=False)) % 11
    return rest == digits[9] and len(set(digits)) > 1


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
        elif len(text) > 10:
            found += [re.sub(r"\D", "", one) for one in _TEN_DIGITS.findall(text)]
    return found


def has_record_numbers(name: Words, texts: list[str], numeric: bool) -> bool:
    """Hospital and record numbers, by the column's name only."""
    called = {"mrn", "hospno", "hospitalnumber", "passport", "pasno", "emisno"} & set(name)
    numbered = {"no", "number", "num", "id"} & set(name) and {
        "hospital",
        "record",
        "emis",
        "systmone",
        "pas",
        "passport",
    } & set(name)
    counted = {"of", "trust", "code", "site"} & set(name)
    return bool(called or numbered and not counted) and any(sum(map(str.isdigit, text)) >= 4 for text in texts)


def has_insurance_numbers(name: Words, texts: list[str], numeric: bool) -> bool:
    """National Insurance numbers, by their shape."""
    return not numeric and any(len(text) >= 9 and _INSURANCE.search(text) for text in texts)


def has_emails(name: Words, texts: list[str], numeric: bool) -> bool:
    """E-mail addresses, by their shape."""
    return not numeric and any(_EMAIL.search(text) for text in texts if "@" in text or "at" in text)


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
    found = [
        text
        for text in texts
        if len(text) >= 10 and (_PHONE.search(text) or _PHONE_ABROAD.fullmatch(text)) and not parse_date(text)
    ]
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
        for found in _POSTCODE.finditer(text) if len(text) >= 5 else ():
            if found[1].upper() not in POSTCODE_AREAS:
                continue
            if found[3]:
                spaced += 1
            elif len(text) <= 8:
                joined += 1
    return spaced > 0 or called and joined > 0 or joined > 0.5 * len(texts)


def has_streets(name: Words, texts: list[str], numeric: bool) -> bool:
    """Street addresses: a number, a name and a word for a street."""
    return not numeric and sum(bool(_STREET.match(text)) for text in texts) > 0.3 * len(texts)
