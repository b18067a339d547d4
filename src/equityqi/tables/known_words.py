"""The words people use: for columns that are no counts, for "out of how many", for groups, for totals, for not
known.
"""

from __future__ import annotations

import re
from collections.abc import Set

_UNIT_OF_TIME = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?)"

# What a column is, where its heading says that it is no count: the pattern, and what to call it.
_NO_COUNTS = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), what)
    for pattern, what in (
        (r"per ?cent(?:age)?s?|pct|perc|proportion|fraction|coverage|uptake percent", "a percentage"),
        (r"percentile|quartile|centile|rank(?:s|ing|ed)?|position|league", "a rank"),
        (r"rates?|per (?:head|capita|person|patient|practice|gp|\d[\d ]*|thousand|hundred thousand)", "a rate"),
        (r"ratio|smr|isr|dsr|odds|share|(?:in)?directly standardi[sz]ed|standardi[sz]ed", "a rate"),
        (r"mean|average|avg|median|mode|sd|stdev|std|variance|iqr", "an average"),
        (r"index|indices|score|scores|rating|stars?|z score", "a score"),
        (r"expectancy|hle|dfle", "a number of years"),
        (r"flag|indicator value|yes no|binary|dummy|rag", "a flag"),
        (r"ids?|identifier|code|codes|reference|ref|row (?:no|number)|serial|uprn|timepoint|sort order", "a code"),
        (r"lower|upper|lcl|ucl|lci|uci|ci|confidence|limits?|interval|margin", "a limit"),
        (r"change|difference|diff|variation|variance|trend|gap|deviation", "a difference"),
        (r"costs?|spend|price|pounds|gbp|nic|income|budget|tariff", "money"),
        (r"staff|wte|fte|gps|beds|sites|latitude|longitude|easting|northing|weight|height|bmi", "no count of people"),
        (r"target level|benchmark|ambition|threshold", "a target"),
    )
)
_OFTEN_A_PERCENTAGE = (
    r"\b(?:uptake|coverage|achievement|attainment|take up|success|attendance|completion|recovery|retention|adherence"
    r"|satisfaction|vaccination|immuni[sz]ation|screening|prevalence|incidence|concordance|continuation|participation"
    r"|engagement|initiation|detection|control|recording|access)\b"
)
_WHOLE_HEADING = re.compile(
    rf"target|goal|performance|compliance|achievement|attainment|age|ages|wait|los|length of stay|{_UNIT_OF_TIME}"
    rf"|(?:mean |median |total )?(?:wait(?:ing)?|bed|lost|response)(?: time)? ?{_UNIT_OF_TIME}?|(?:wait(?:ing)?"
    rf"|response) time(?: (?:in )?{_UNIT_OF_TIME})?|level|grade|band|tier|order|sequence|no|number|nr|year|position"
    r"|place"
)
_DENOMINATOR = re.compile(
    r"\b(?:denominators?|denom|eligible|invited|invitations?|offered|offers|due|booked|bookings|registered|referred"
    r"|referrals|population|pop|out of|of whom|totals?|lists?|list size|register|cohort|base|at risk|expected|scheduled"
    r"|planned|approached|contacted|sent|issued|caseload|all|everyone|sample|respondents|responses|asked|in scope"
    r"|required|requiring|needing|diagnosed|on the list|should have|surveyed|screened for|finished|measured|set an?"
    r"|(?:people|patients|adults|women|children|those) with)\b"
)
_PEOPLE = re.compile(
    r"(?:(?:number|no|count|total|all) (?:of )?)?(?:the )?(?:patients?|people|persons?|adults?|children|residents"
    r"|pupils|women|men|babies|carers|clients|service users|births|deliveries|pregnancies|admissions|discharges"
    r"|episodes|spells|stays|cases|contacts|visits|attendances|appointments|appts|slots|households|families|calls|n|reviews|tests"
    r"|bookings|members|smokers|individuals|denominator n)"
)
_COUNTED = re.compile(
    r"\b(?:numerators?|num|events|seen|attended|attending|vaccinated|immunised|screened|completed|complete|done|received"
    r"|given|treated|achieved|met|within|under|over|breach(?:es|ed)?|came|had|has|with|reviewed|accepted|offered|booked"
    r"|admitted|readmitted|discharged|controlled|checked|recorded|responded|agreed|positive|uptake|took up|taken up|dna"
    r"|dnas|missed|did not attend|not attended|waiting|yes|outcome|successful|passed|reached|started|quit|died|deaths"
    r"|answered|satisfied|cured|tested|\w+ed)\b"
)
_WHOLE = re.compile(r"\b(?:totals?|all|everyone|whole|base|sample|respondents|responses|population|pop)\b|^n$")
_GROUP_HEADING = re.compile(
    r"\b(?:group|groups|ethnic|ethnicity|race|imd|deprivation|deprived|quintiles?|deciles?|fifths?|tenths?|sex|gender"
    r"|age|ages|language|interpreter|disability|disabled|religion|faith|orientation|segment|category|categories"
    r"|population group|community|cohort|characteristic|housing|carer|subgroup|stratum|strata|breakdown)\b"
)
_PLACE_HEADING = re.compile(
    r"\b(?:area|areas|place|places|practice|practices|surgery|pcn|pcns|icb|icbs|icb\d*|sub icb|organisation|org"
    r"|provider|site|sites|trust|trusts|hospital|ward|wards|region|regions|local authority|la|lad|utla|district|borough"
    r"|council|locality|localities|neighbourhood|clinic|clinics|team|teams|county|country|nation|board|health board"
    r"|town|postcode district|lsoa|msoa|location|service|department|specialty|speciality|centre|neighborhood)\b"
)
_MEASURE_HEADING = re.compile(
    r"\b(?:measure|measures|indicator|indicators|metric|metrics|statistic|variable|item|kpi|question|what|type of count"
    r"|vaccines?|vaccinations?|screening|programme|dose|drug|medicine|intervention|treatment|disease|condition"
    r"|data type|measure name|series|count type|data item|field)\b"
)
_NOTE_HEADING = re.compile(
    r"\b(?:notes?|comments?|remarks?|source|url|link|description|caveats?|data quality|example|explanation"
    r"|footnotes?)\b"
)
_TIME_HEADING = re.compile(
    r"\b(?:months?|dates?|periods?|years?|yrs?|quarters?|qtrs?|time|weeks?|wk|w e|w c|fy|days?|when|ending|ended"
    r"|commencing|starting|start|end|reporting)\b"
)

_NAMES_TIME = re.compile(r"\b(?:months?|quarters?|years?|periods?|dates?|weeks?|time|wave|fy)\b")
_NOT_WORDS = (
    "stated known recorded given specified available asked provided supplied obtained disclosed collected completed"
    " applicable coded documented entered answered declared classified assigned mapped matched allocated reported"
    " identified determined found held set shared captured registered ascertained"
)
_UNKNOWN = re.compile(
    rf"\bnot (?:yet |been |currently |otherwise )*(?:{'|'.join(_NOT_WORDS.split())}|on record|sure|in use|to say|say)\b"
    r"|\b(?:un(?:known|recorded|specified|classified|assigned|mapped|matched|coded|disclosed|stated|allocated|defined"
    r"|determined|declared|available|reported|answered|identified|obtainable|linked|categori[sz]ed|knwon)|missing|refus"
    r"(?:ed|al|es)|decline[ds]?|withheld|invalid|incomplete|prefers? not|rather not|does not wish"
    r"|did not (?:answer|say|state"
    r"|wish|want|disclose|respond|provide|reply)|do(?:es)?n t know|do not know|no (?:data|record|information|info"
    r"|answer"
    r"|response|code|ethnicity|value|entry|reply|group|sex|gender|age|postcode|details?)(?: \w+)?|to be confirmed|tbc"
    r"|awaiting|pending|information not|error|null|blank|unsure|opted out|redacted|(?:could|can) ?not be)\b"
)
_UNKNOWN_WHOLE = frozenset(
    "|(blank)|blank|null|nan|na|n/a|#n/a|n/k|nk|n.k.|n/s|ns|n/r|nr|n/d|nd|unk|u/k|uk?|dk|?|??|-|--|.|..|x|:|*"
    "|none given"
    "|empty|(empty)|other/unknown|tba|#ref!|#value!|none recorded|99|999|-1|-99|(null)|<null>|z".split("|")
)
_ONE_SIGN = frozenset("x z 99 999 9 0 -1 -99 u nr nd ns".split())  # codes: only beside other kinds
_NONE_IS_A_GROUP = re.compile(r"disab|condition|interpreter|language|religion|faith|need|support|long term|diagnos")
_TOTAL = re.compile(
    r"(?:(?:grand|overall|sub|trust|icb|pcn|practice|area|region|regional|national|group|column|row|site|service|ward"
    r"|borough|district|county|hospital|year|annual|ytd|whole|system|place|network|combined|age|sex)[ -]?)*totals?"
    r"(?: .{0,30})?|.{1,30} totals?|all|overall(?: .{0,20})?|all (?!other).{1,40}|every(?:one|body|body together"
    r"|one together)"
    r"|sum|together|combined|(?:the )?whole .{1,20}|(?:all )?persons|both(?: sexes)?|both .{1,20}|any|average|mean"
    r"|entire .{1,20}|aggregate(?:d)?|trust[ -]wide|icb[ -]wide|system[ -]wide|national"
)
_NATIONS = frozenset(("england", "wales", "scotland", "northern ireland"))
_COUNTRIES = _NATIONS | {"uk", "united kingdom", "great britain", "gb", "england and wales", "britain"}
_KNOWN_GROUPS = re.compile(
    r"\b(?:white|black|asian|mixed|chinese|arab|roma|gypsy|indian|pakistani|bangladeshi|caribbean|african|irish|british"
    r"|most deprived|least deprived|male|female|males|females|men|women|boys|girls|m|f|deprived|under \d+|over \d+|"
    r"\d+ ?(?:-|to) ?\d+|\d+ ?\+|\d+ and over|quintile \d|decile \d+|q[1-5]|imd \d+)\b|\d\+"
)
_AGE_BAND = re.compile(
    r"\d{1,3} ?(?:-|–|to) ?\d{1,3}(?: (?:yrs?|years?))?|\d{1,3} ?\+|(?:under|over) \d+|\d+ and over|<\d+"
)


def plain_words(text: object) -> str:
    """Return a heading or a name for comparing: small letters, single spaces, "percent" for "%".

    >>> plain_words("meanAge"), plain_words("Seen_pct (%)"), plain_words("No. invited*")
    ('mean age', 'seen pct percent', 'no invited')
    """
    plain = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", str(text)).replace("%", " percent ").casefold()
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def no_count(heading: str) -> str:
    """Return what a column of this heading is, where it is no count ("a percentage"); empty where it could be one.

    >>> no_count("seen_pct"), no_count("imd_rank"), no_count("Seen within 2 weeks"), no_count("days")
    ('a percentage', 'a rank', '', 'no count of people')
    """
    plain = plain_words(heading)
    if _WHOLE_HEADING.fullmatch(plain):
        return "no count of people"
    return next((what for pattern, what in _NO_COUNTS if pattern.search(plain)), "")


def says_out_of(heading: str) -> int:
    """Return how plainly a heading says out of how many: 3 is its own word, 2 a word such as invited, 1 only people."""
    plain = plain_words(heading)
    if re.search(r"\bdenom(?:inator)?\b|\bout of\b", plain):
        return 3
    return 2 if _DENOMINATOR.search(plain) else 1 if _PEOPLE.fullmatch(plain) else 0


def says_how_many(heading: str) -> int:
    """Return how plainly a heading says how many: 3 is its own word (numerator), 1 a word such as seen."""
    plain = plain_words(heading)
    if re.search(r"\bnumerator\b", plain) or plain in ("num", "events"):
        return 3
    return 1 if _COUNTED.search(plain) else 0


def may_be_a_percentage(heading: str) -> bool:
    """Whether a heading stands for a percentage as often as for a count, such as uptake."""
    plain = plain_words(heading)
    return bool(re.search(_OFTEN_A_PERCENTAGE, plain)) and not re.search(
        r"\b(?:number|no|n|num|count|total|patients|people|persons|children|adults)\b", plain
    )


def says_whole(heading: str) -> bool:
    """Whether a heading of out of how many is one of everybody together, not of each group's own people."""
    return bool(_WHOLE.search(plain_words(heading)))


def is_breakdown_heading(heading: str) -> bool:
    """Whether a heading says by what the groups beside it are split: people are then in the table more than once."""
    words = r"\b(?:breakdown|characteristic|dimension|domain|stratifier|split|category type)\b"
    return bool(re.search(words, plain_words(heading)))


def names_time(heading: str) -> bool:
    """Whether a heading names a time, so that cells under it that are no time must be asked about."""
    return bool(_NAMES_TIME.search(plain_words(heading))) and not is_group_heading(heading)


def is_group_heading(heading: str) -> bool:
    """Whether a heading is one of groups of people, such as ethnicity or deprivation."""
    return bool(_GROUP_HEADING.search(plain_words(heading)))


def is_place_heading(heading: str) -> bool:
    """Whether a heading is one of places and services."""
    return bool(_PLACE_HEADING.search(plain_words(heading)))


def is_measure_heading(heading: str) -> bool:
    """Whether a heading says that its column names measures."""
    return bool(_MEASURE_HEADING.search(plain_words(heading)))


def is_note_heading(heading: str) -> bool:
    """Whether a heading is one of notes, which are neither groups nor counts."""
    return bool(_NOTE_HEADING.search(plain_words(heading)))


def is_time_heading(heading: str) -> bool:
    """Whether a heading is one of time."""
    return bool(_TIME_HEADING.search(plain_words(heading)))


def folded(name: object) -> str:
    """Return a group's name for comparing: case, spaces, marks of footnotes and kinds of dash do not matter.

    >>> folded("White  British*"), folded("WHITE BRITISH [1]"), folded("75+")
    ('white british', 'white british', '75+')
    """
    text = " ".join(str(name).replace("–", "-").replace("—", "-").replace("’", "'").replace("&", "and").split())
    return re.sub(r"(?<=\w)(?:[ ]?(?:\*+|\[\w{1,2}\])|[.:;,])+$", "", text).casefold().strip()


def is_unknown(name: object, others: frozenset[str] = frozenset(), heading: str = "") -> bool:
    """Whether a group's name says that the group is not known. ``others``: the folded names beside it.

    Codes (Z and 99 of the NHS Data Dictionary, X) count only where the other names are of another kind, or the heading
    is one of ethnicity or sex.

    >>> is_unknown("Not disclosed"), is_unknown("Not disabled"), is_unknown("Z", frozenset({"white", "black"}))
    (True, False, True)
    """
    plain = folded(name)
    if plain in ("none", "(none)"):
        return not _NONE_IS_A_GROUP.search(plain_words(heading))
    if plain in _ONE_SIGN:
        rest = others - {plain}
        about_people = re.search(r"\b(?:ethnic\w*|sex|gender)\b", plain_words(heading))
        if plain in ("9", "0") and re.search(r"\b(?:sex|gender)\b", plain_words(heading)):
            return bool(rest)
        if plain in ("9", "0"):
            return bool(rest) and not any(re.fullmatch(r"\d+(?:\.\d+)?", other) for other in rest)
        if plain.lstrip("-").isdigit():
            numbers = [int(other) for other in rest if other.isdigit() and other not in _ONE_SIGN]
            return bool(rest) and (plain.startswith("-") or not numbers or max(numbers) <= 20)
        return bool(about_people) or any(not re.fullmatch("[a-z]", other) for other in rest)
    if plain in _UNKNOWN_WHOLE and plain != "uk":
        return True
    return bool(_UNKNOWN.search(re.sub(r"[\W_]+", " ", plain)))


def is_total(name: object) -> bool:
    """Whether a name is one of everybody together.

    >>> [is_total(name) for name in ("TOTAL*", "All ethnicities", "Trust total", "Sub-total", "Allerton", "Totnes")]
    [True, True, True, True, False, False]
    """
    return bool(_TOTAL.fullmatch(folded(name).strip("() ")))


def is_country(name: object) -> bool:
    """Whether a name is a country, which stands for all of its areas where those are beside it."""
    return folded(name) in _COUNTRIES


def are_nations(names: Set[str]) -> bool:
    """Whether two or more nations of the UK are among these folded names: then each is a group."""
    return len(_NATIONS & names) > 1


def is_known_group(name: object) -> bool:
    """Whether a name is one of an ethnic group, a sex, an age band or a fifth of deprivation."""
    return bool(_KNOWN_GROUPS.search(folded(name)))


def is_age_band(name: object) -> bool:
    """Whether a name is an age band."""
    return bool(_AGE_BAND.fullmatch(folded(name)))
