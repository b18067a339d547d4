"""Where in a text a number or an address points to one person: by its shape, its check digit and the words before it.

Each finder takes one line of plain text and yields the start and the end of what it finds. No pattern here can take
longer than in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from equityqi.privacy.birth_dates import DATE_IN_TEXT
from equityqi.privacy.common_names import POSTCODE_AREAS

Spans = Iterator[tuple[int, int]]

LOOK_BACK = 45  # letters before a number in which a word says whose it is

_TEN = re.compile(r"(?<![\w./£$-])\d{3}(?:[ .-]{0,2}\d{3}[ .-]{0,2}\d{4}|\d[ .-]{1,2}\d{3}[ .-]{1,2}\d{3})(?![.,]?\w)")
_TEN_SAID = re.compile(
    r"(?i)(?<![a-z])(?:nhs|chi)\b(?:[ -]?(?:no|nos|num|number|id|nr|ref)\b[^\d\n]{0,30}|\W{0,4})"
    r"(\d(?:[ .-]{0,2}\d){9})(?!\d)"
)
OTHER_NUMBERS = re.compile(
    r"(?i)\b(isbn|orders?|invoices?|po|snomed|concept|sku|barcode|tickets?|grant|account|batch|lot|product|job)\b"
)
_LOCAL, _HOST = r"[\w.+'-]{1,64}", r"[a-z0-9][a-z0-9-]{0,62}"
_EMAIL = re.compile(rf"(?i)(?<![\w.+'-]){_LOCAL}@{_HOST}(?:\.{_HOST}){{1,5}}")
_AT = r"(?: ?[\[({<] ?(?:at|@) ?[\])}>] ?| at |_at_| @ )"
_DOT = r"(?: ?[\[({<] ?(?:dot|\.) ?[\])}>] ?| dot |_dot_|\.| \. )"
_ENDS = "(?:com|net|org|uk|nhs|co|info|me|eu|ie|edu|gov|scot|wales|pl|io)"
_SPELT_OUT = re.compile(rf"(?i)(?<![\w.+'-])([\w.+'-]{{1,64}}(?: dot [\w+'-]{{1,40}}){{0,3}})({_AT})"
                        rf"({_HOST}(?:{_DOT}{_HOST}){{0,4}}?)({_DOT})({_ENDS})(?![\w-])")  # fmt: skip
_SHARED_BOX = re.compile(
    r"(?i)(?:info|admin|reception|enquir(?:y|ies)|contact|office|team|pals|help|support|feedback|hello|mail|post)\b[^@]*@"
)
_AT_OR_DOT = re.compile(r"(?i)dot|[\[({<] ?at|_at_| @ | at [\w-]+\.\w")
_NO_LOCAL = frozenset(
    "in on look is are was were be arrive us them up me it log here out back sit meet not or and".split()
)
_PROVIDER = re.compile(
    r"(?i)(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|btinternet|live|aol|sky|proton(?:mail)?)\b"
)
_INSURANCE = re.compile(
    r"(?i)(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ -]?)\d\d([ -]?)\d\d\2\d\d\1"
    r"[ -]?[A-D](?!\w)"
)
_POSTCODE = re.compile(
    r"(?<![\w-])(?:([A-Z]{1,2})\d[A-Z\d]?([ -]{0,2})\d[ABD-HJLNP-UW-Z]{2}"
    r"|([a-z]{1,2})\d[a-z\d]?( )\d(?!st|nd|rd|th)[abd-hjlnp-uw-z]{2})(?![\w-])"
)
_BEGINS_A_PHONE = re.compile(r"[(+0](?<![\w.,/-].)")  # a letter first, then what is before it: that is quicker
_PHONE = re.compile(
    r"(?:(?:\(?(?:\+|00) ?44\)?[ .-]?(?:\(0\))?[ .-]?|\(?0)(?:7(?:[ ().-]{0,2}\d){9}"
    r"|[125](?:[ ()-]{0,2}\d){8,9})|\+(?!44)[1-9]\d{0,2}(?:[ -]?\(?\d{2,4}\)?){3,5})(?![\w:/]|[.,-]\d)"
)
_PHONE_SAID = re.compile(
    r"(?i)(?<![a-z])(?:tel|telephone|phone|mobile|mob|landline)(?:[ -]?(?:no|number|num))?\b[ .:#-]{0,3}(?:is |on )?"
    r"(\(?\+?\d[\d ()-]{4,16}\d)(?![\w/]|[.,-]\d)"
)
_SAYS_PHONE = re.compile(r"(?i)tel|phone|mob|landline")
_SHARED_LINE = re.compile(
    r"(?i)\b(help ?lines?|hot ?lines?|advice line|booking line|switch ?board|reception|call centre|freephone|office|"
    r"ward|desk|surgery|practice|clinic|pharmacy|hospital|team|service|samaritans|line)\b"
)
_AN_ORGANISATION = re.compile(
    r"(?i)\b(surgery|practice|hospital|pharmacy|clinic|centre|center|trust|office|school|college|infirmary|hall|ltd|"
    r"church|mosque|library|hub|chemist|university|council|headquarters)\b"
)
_ONE_PERSON = re.compile(
    r"(?i)\b(patients?|pts?|mrs?|miss|ms|she|he|her|his|they|their|lives?|living|home|address|resident|carer|client|"
    r"mother|father|daughter|son|wife|husband)\b"
)
_STREET_WORDS = (
    "road|rd|street|st|lane|ln|avenue|ave|close|drive|dr|way|crescent|court|place|terrace|gardens|grove|walk|hill|mews|"
    "square|rise|row|parade"
)
_STREET = re.compile(
    r"(?<![\w.,/-])\d{1,4}[a-zA-Z]?,? "
    rf"(?!(?i:minute|hour|day|week|month|year|mile|step|metre|more|other|per|practice)s?\b)"
    rf"((?:[^\W\d_][\w'.-]{{1,20}} ){{1,3}})(?i:({_STREET_WORDS}))\b(?!\.\w)"
)
_LIVES = re.compile(r"(?i)\b(lives? (at|in)|living at|address|home|of|moved to|at)\W{1,3}$")
_NUMBER_WORD = r"(?i:[ ._-]{0,2}(?:nos?|num|number|nr|id|ident|identifier|ref|reference)\b\.?|[ ]?#)"
_RECORD = re.compile(r"(?:\d{4,10}|\d{2,4}[ -]\d{2,4}(?:[ -]\d{2,4})?)[A-Za-z]?(?![\w-])")
_LETTERS_BEFORE = re.compile(r"(?<![\w/.-])[A-Za-z]{0,3}-?$")
_CALLED_A_RECORD = re.compile(
    r"(?<![\w-])(?:(?i:mrn|crn|uhid|pas|emis|systmone|hospno)(?:" + _NUMBER_WORD + r")?"
    r"|(?i:spell|episode|case ?notes?)(?:" + _NUMBER_WORD + r")?"
    r"|(?:(?i:hosp(?:ital)?|unit|district|case(?:[ -]?notes?)?|notes|records?|patient|pat|pt|client|admission|"
    r"attendance|encounter|referral|passport)\.?|R[A-Z0-9]{2}|[A-HJ-Z])" + _NUMBER_WORD + r")"
    r"(?:[ :=#(,-]{0,3}|(?i: is | was |: is ))$"
)
_DATE = re.compile(rf"\(?(?:{DATE_IN_TEXT})")


def checks_out(number: str) -> bool:
    """Say whether ten digits carry the check digit of an NHS or CHI number (modulus 11)."""
    digits = [int(digit) for digit in number]
    rest = -sum(digit * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=False)) % 11
    return rest == digits[9] and len(set(digits)) > 1


def nhs_numbers_in(text: str) -> Spans:
    """Ten digits that carry their check digit, or that are called an NHS or CHI number."""
    for found in _TEN_SAID.finditer(text):
        yield found.span(1)
    for found in _TEN.finditer(text):
        digits = "".join(filter(str.isdigit, found[0]))
        if checks_out(digits) and not OTHER_NUMBERS.search(_before(text, found)):
            yield found.span()


def emails_in(text: str) -> Spans:
    """E-mail addresses, also where "at" and "dot" are spelt out."""
    if "@" in text:
        yield from (found.span() for found in _EMAIL.finditer(text) if not _SHARED_BOX.match(found[0]))
    for found in _SPELT_OUT.finditer(text) if _AT_OR_DOT.search(text) else ():
        name, at, host, dot, _ = found.groups()
        if name.lower() in _NO_LOCAL:
            continue
        plain_dot = dot.strip() == "." and "dot" not in host.lower()
        spelt = at.strip().lower() != "at" or not plain_dot
        if spelt or _PROVIDER.match(host) or re.search(r"[._\d]", name):
            yield found.span()


def insurance_numbers_in(text: str) -> Spans:
    """National Insurance numbers; in small letters only when written in one piece."""
    for found in _INSURANCE.finditer(text):
        if found[0].isupper() or not re.search(r"[ -]", found[0]):
            yield found.span()


def postcodes_in(text: str) -> Spans:
    """Full postcodes with a real area, unless the words before them name an organisation."""
    for found in _POSTCODE.finditer(text):
        area, gap = found[1] or found[3], found[2] or found[4]
        if area.upper() not in POSTCODE_AREAS or not gap and len(found[0]) < 6:
            continue
        if not _of_an_organisation(text, found):
            yield found.span()


def phones_in(text: str) -> Spans:
    """Telephone numbers, unless the words before them name a helpline, a desk or the like."""
    begun = (_PHONE.match(text, begins.start()) for begins in _BEGINS_A_PHONE.finditer(text))
    said = _PHONE_SAID.finditer(text) if _SAYS_PHONE.search(text) else ()
    found_spans = [(found, *found.span()) for found in begun if found] + [(found, *found.span(1)) for found in said]
    for found, start, end in found_spans:
        before, number = _before(text, found), text[start:end]
        if sum(map(str.isdigit, number)) < 6 or re.match(r"\(?0[38]", number) or _DATE.match(text, start):
            continue
        if OTHER_NUMBERS.search(before) or _SHARED_LINE.search(before) and not _ONE_PERSON.search(before):
            continue
        yield start, end


def streets_in(text: str) -> Spans:
    """Street addresses: a number, a name and a word for a street."""
    for found in _STREET.finditer(text):
        after = text[found.end() : found.end() + 12]
        if _AN_ORGANISATION.match(after.lstrip()) or _of_an_organisation(text, found):
            continue
        if found[1][0].isupper() and found[2][0].isupper() or _LIVES.search(_before(text, found)):
            yield found.span()


def record_numbers_in(text: str) -> Spans:
    """Hospital and record numbers: five digits or more behind a word for such a number."""
    for found in _RECORD.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        letters = _LETTERS_BEFORE.search(before)
        if letters is None or not letters[0] and len(found[0]) < 5:
            continue
        if _CALLED_A_RECORD.search(before[: letters.start()]):
            yield found.start() - len(letters[0]), found.end()


def _before(text: str, found: re.Match) -> str:
    """Return the words of the same sentence before a find."""
    before = text[max(0, found.start() - LOOK_BACK) : found.start()]
    return re.split(r"[.!?;\n] ", before)[-1]


def _of_an_organisation(text: str, found: re.Match) -> bool:
    before = _before(text, found)
    return bool(_AN_ORGANISATION.search(before)) and not _ONE_PERSON.search(before)
