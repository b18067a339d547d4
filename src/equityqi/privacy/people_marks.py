"""The marks by which people's details are known: each takes a column's words and values, and says yes or no."""

from __future__ import annotations

import re
from datetime import date

from equityqi.privacy.common_names import (
    EVERYDAY_SURNAMES,
    GIVEN,
    JOINING,
    MONTHS,
    ORGANISATION,
    POSTCODE_AREAS,
    SURNAMES,
)

PERSON_WORDS = frozenset(
    """patient patients pt pts client clients person people resident member nurse manager clinician consultant prescriber
contact staff employee carer mother father parent relative nok kin home user author lead doctor pharmacist student learner service_user""".split()  # noqa: E501
)
BLANKED = re.compile(
    r"(?i)[\s*x#.\-–—?]*|\W*(redacted|removed|hidden|withheld|suppressed|none|null|n/?a|nan|nat|unknown|not"
    r" (known|stated|given|recorded))\W*"
)
DOCTOR = re.compile(r"(?i)(dr|prof|doctor|professor)\b")

_ORGANISATIONS = frozenset(
    """practice surgery area areas org organisation organization trust hospital site ward region icb icp pcn ccg pco stp ics council la lad
utla ltla place town provider pharmacy msoa lsoa oa school office district locality neighbourhood service clinic county country borough subicb parent""".split()  # noqa: E501
)
_THINGS = frozenset(
    """indicator measure drug medicine chemical substance category ethnicity ethnic ethnicgroup dataset file group short display variable product brand
field bnf descr description month period quarter day weekday type status code codes""".split()  # noqa: E501
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SURE_NAMES = {
    "surname",
    "forename",
    "forenames",
    "firstname",
    "lastname",
    "fullname",
    "familyname",
    "givenname",
    "patientname",
    "initials",
    "nok",
    "ptname",
}
_NAME_OF = {
    "first",
    "last",
    "given",
    "family",
    "full",
    "middle",
    "maiden",
    "preferred",
    "birth",
    "known",
    "second",
    "christian",
    "legal",
    "sur",
    "fore",
}
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
    r" ){1,3}(road|rd|street|st|lane|ln|avenue|ave|close|drive|dr|way|crescent|court|place|terrace|gardens|grove|walk|hill|mews|square)\b"  # noqa: E501
)
_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Mx) ?\.? ?(?!and\b)[A-Z]('?[A-Za-z])*[a-z]")
_TITLE = re.compile(
    r"(?i)(mr|mrs|miss|ms|mx|master|sir|dame|rev|reverend|prof|professor|dr|doctor|sister|nurse)\b\.?\s+(?=\S)"
)
_DATES = (
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d\d)"),
    re.compile(r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -]?(?P<b>[A-Za-z]{3,9})\.?,?[ -]?(?P<y>\d{4}|\d\d)"),
    re.compile(r"(?P<b>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
    re.compile(r"(?P<y>19\d\d|20\d\d)(?P<m>\d\d)(?P<d>\d\d)"),
)
_TIME = re.compile(r"[T ]\d\d?:\d\d(:\d\d(\.\d+)?)?Z?$")
_BORN_IN_TEXT = re.compile(r"(?i)\b(dob|d\.o\.b\.?|born|date of birth)\b\W{0,4}(on )?\d")
_MONTH = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def words(name):
    """Return the words of a column's name: 'PatientNHSNo' and 'patient_nhs_no' give the same."""
    name = re.sub(r"(?i)\bd\.o\.b\b\.?", "dob", str(name)).replace("'", "").replace("’", "")
    return tuple(word.lower() for word in _WORD.findall(name.replace("NHSNo", "NHS No").replace("NHSNum", "NHS Num")))


def tidy(value):
    """Return a value as one line of text, without the marks that Excel leaves."""
    text = str(value)
    if not text.isascii():
        text = text.translate(_PLAIN)
    text = " ".join(text.split()).lstrip("'").strip('"')
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


_PLAIN = {ord("\u00a0"): " ", ord("\u2009"): " ", ord("\u202f"): " ", ord("\u200b"): None, ord("\ufeff"): None} | {
    ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"
} | {ord("’"): "'", ord("‘"): "'"}  # fmt: skip


def of_an_organisation(name):
    """Say whether a column's name says that its values belong to a practice, an area or the like."""
    return bool(set(name) & _ORGANISATIONS) and not set(name) & PERSON_WORDS


def of_no_person(name):
    """Say whether a column's name says that its values name anything but people."""
    return of_an_organisation(name) or bool(set(name) & _THINGS) and not set(name) & PERSON_WORDS


def checks_out(number):
    """Say whether ten digits carry the check digit of an NHS or CHI number (modulus 11)."""
    digits = [int(digit) for digit in number]
    rest = -sum(digit * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=False)) % 11
    return rest == digits[9] and len(set(digits)) > 1


def has_nhs_numbers(name, texts, numeric):
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


def has_chi_numbers(name, texts, numeric):
    """CHI numbers: ten digits (nine when a spreadsheet ate the 0) that begin with a date and check out."""
    called = "chi" in name and bool({"no", "number", "num", "id"} & set(name) or len(name) == 1)
    digits = _ten_digits(texts) + ["0" + text for text in texts if len(text) == 9 and text.isdigit()]
    right = [one for one in digits if checks_out(one) and _day(one[:2], one[2:4], "20" + one[4:6])]
    if called:
        return any(sum(map(str.isdigit, text)) >= 9 for text in texts)
    return len(right) > 0 and len(right) * 2 >= len(digits) and len(right) >= min(3, len(texts))


def _ten_digits(texts):
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


def has_record_numbers(name, texts, numeric):
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


def has_insurance_numbers(name, texts, numeric):
    """National Insurance numbers, by their shape."""
    return not numeric and any(len(text) >= 9 and _INSURANCE.search(text) for text in texts)


def has_emails(name, texts, numeric):
    """E-mail addresses, by their shape."""
    return not numeric and any(_EMAIL.search(text) for text in texts if "@" in text or "at" in text)


def has_phones(name, texts, numeric):
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


def has_postcodes(name, texts, numeric):
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


def has_streets(name, texts, numeric):
    """Street addresses: a number, a name and a word for a street."""
    return not numeric and sum(bool(_STREET.match(text)) for text in texts) > 0.3 * len(texts)


def has_births(name, texts, numeric):
    """Dates of birth, by the column's name, or by dates that spread over decades with no rhythm."""
    if {"dob", "dateofbirth", "birthdate", "birthday", "dateofbirths"} & set(name):
        return True
    if any(_BORN_IN_TEXT.search(text) for text in texts if len(text) > 8):
        return True
    dates = [day for day in map(parse_date, texts) if day]
    if len(dates) < 0.8 * len(texts):
        return False
    if {"birth", "born"} & set(name):
        return bool(dates)
    events = {
        "open",
        "opened",
        "close",
        "closed",
        "start",
        "end",
        "valid",
        "join",
        "joined",
        "left",
        "published",
        "publication",
        "legal",
    }
    if len(dates) < 4 or events & set(name) or of_an_organisation(name):
        return False
    ordered = sorted({day.toordinal() for day in dates})
    days = [day.day for day in dates]
    commonest = max(days.count(day) for day in set(days))
    steps = [later - earlier for earlier, later in zip(ordered, ordered[1:], strict=False)]
    rhythm = max(map(steps.count, set(steps))) / len(steps) if steps else 1
    tail = len(ordered) // 20
    spread = (ordered[-1 - tail] - ordered[tail]) / 365.25
    return spread >= 20 and commonest <= max(2, 0.35 * len(days)) and (rhythm < 0.3 or len(steps) < 10 and rhythm < 0.5)


def parse_date(text):
    """Return the day that a text names, or None. Of two digits, up to 26 are this century's."""
    if not 6 <= len(text) <= 30 or not any(map(str.isdigit, text)):
        return None
    text = _TIME.sub("", text)
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            month = parts.get("m") or _MONTH.get(parts["b"][:3].lower())
            year = parts["y"] if len(parts["y"]) == 4 else ("20" if int(parts["y"]) <= 26 else "19") + parts["y"]
            return month and (_day(parts["d"], month, year) or _day(month, parts["d"], year))
    return None


def _day(day, month, year):
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def has_names(name, texts, numeric):
    """Names of people: by the column's name, by a title, or by given names and surnames that are common."""
    if numeric or of_no_person(name):
        return False
    lettered = [text for text in texts if sum(map(str.isalpha, text)) >= 2]
    if not lettered:
        return False
    called = bool(_SURE_NAMES & set(name)) or "name" in name and bool(_NAME_OF & set(name) or PERSON_WORDS & set(name))
    if called:
        plain = [text for text in lettered if not any(map(str.isdigit, text)) and not _of_organisation(text)]
        if len(plain) >= 0.5 * len(texts):
            return True
    titled = sum(bool(_TITLED.search(text)) for text in lettered)
    if titled and titled >= min(3, 0.2 * len(lettered)):
        return True
    open_to_names = bool(
        {
            "name",
            "names",
            "who",
            "patient",
            "client",
            "person",
            "contact",
            "clinician",
            "prescriber",
            "staff",
            "nurse",
            "seen",
        }
        & set(name)
    )
    people = sum(map(is_person, lettered))
    if people >= (0.2 if open_to_names else 0.4) * len(texts):
        return True
    single = [word for word in (text.lower() for text in lettered) if word in GIVEN or word in SURNAMES]
    if set(single) <= MONTHS:
        return False
    return len(single) >= max(2 if open_to_names else 3, (0.35 if open_to_names else 0.6) * len(texts))


def is_person(text):
    """Say whether a text of two words or more reads as one person's name."""
    if len(text) > 50 or any(map(str.isdigit, text)) or not _SPACED.search(text):
        return False
    titled = _TITLE.match(text)
    rest = text[titled.end() :] if titled else text
    comma = "," in rest
    parts = [part for part in re.split(r"[ ,.]+", rest.lower().replace("(", " ").replace(")", " ")) if part]
    if (
        not 1 <= len(parts) <= 5
        or JOINING & set(parts)
        or (ORGANISATION | MONTHS) & set(parts)
        or not all(map(_NAME_PART.fullmatch, parts))
    ):
        return False
    if titled:
        return True
    if len(parts) < 2:
        return False
    first, last = parts[0], parts[-1]
    if comma:
        return len(parts) <= 4 and (
            last in GIVEN
            or parts[1] in GIVEN
            or (first in SURNAMES or first in EVERYDAY_SURNAMES)
            and text.index(",") > 0
        )
    initials = [part for part in parts if len(part) == 1]
    if initials and (len(first) == 1 or len(last) == 1):
        return (last if len(first) == 1 else first) in SURNAMES | EVERYDAY_SURNAMES
    halves = set(last.split("-"))
    return (
        first in GIVEN
        or last in SURNAMES
        or bool(halves & SURNAMES)
        or last in GIVEN
        and (first in SURNAMES or first in EVERYDAY_SURNAMES)
    )


_SPACED = re.compile(r"[A-Za-z.,][ ,.]+[A-Za-z]|[ ,]")
_NAME_PART = re.compile(r"[^\W\d_]['\w-]*")


def _of_organisation(text):
    return bool(ORGANISATION & set(text.lower().replace("'", "").split()))


SHARED_WITH_PRACTICES = {
    "names of people",
    "full postcodes",
    "street addresses",
    "telephone numbers",
}  # a practice has them too
KINDS = (
    ("e-mail addresses", has_emails),
    ("CHI numbers", has_chi_numbers),
    ("NHS numbers", has_nhs_numbers),
    ("National Insurance numbers", has_insurance_numbers),
    ("dates of birth", has_births),
    ("telephone numbers", has_phones),
    ("full postcodes", has_postcodes),
    ("street addresses", has_streets),
    ("hospital or record numbers", has_record_numbers),
    ("names of people", has_names),
)
