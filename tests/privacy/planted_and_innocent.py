"""Texts and columns to try the search for people on: with details of people planted in them, and innocent ones.

The names and words are not taken from the lists that the search uses. The same seed gives the same texts and columns.
"""

from datetime import date, timedelta

from equityqi.privacy.numbers_in_text import checks_out

SEED = 20261129

FIRST = """Ffion Ikechukwu Parvinder Zahida Wiktoria Ottilie Gethin Marjorie Reginald Maureen Svetlana Hyacinth Cuthbert
Shanice Ebenezer Rukhsana Magdalena Padraig Tamsin Balwinder Nasreen Horatio Winsome Delroy Ganesh Zdenka
Iolanthe Basil Hortense Elspeth Margaret Peter Susan Ahmed Fatima Jean Joan Yusuf Priya Tomasz""".split()
LAST = """Whitfield Okorafor Penhaligon Szymanska Vickerstaff Bhattacharya Thistlewood Adeyinka Gwynne Featherstone
Lewandowicz Pettigrew Ramanathan Oyelaran Blenkinsop Mackintosh Wójcik Abimbola Chaudhuri Entwistle O'Rourke
Hollingsworth Tshabalala Vasilescu Nakamura Patel Khan Jones Begum Taylor Kaur Hussain O'Brien Murphy Nowak""".split()
STREETS = """Windmill Tithebarn Ashcroft Bramble Saltersgate Kimberworth Longmeadow Copperfield Marlborough Tollgate
Wharfedale Dunstable""".split()
KINDS_OF_STREET = "Road Street Lane Avenue Close Drive Crescent Terrace Gardens Grove".split()
AREAS = "LU3 MK42 SG5 NN6 HP4 B23 M14 LS9 E17 SE15 CF24 EH6 BT9 WD18 AL5 PE3".split()
HOSTS = "mailbox.example.co.uk nhs.net post.example.org example.com".split()


def digits(rng, many):
    return rng.choice("123456789") + "".join(rng.choice("0123456789") for _ in range(many - 1))


def nhs_number(rng, gap=""):
    while True:
        number = digits(rng, 10)
        if checks_out(number):
            return gap.join((number[:3], number[3:6], number[6:]))


def wrong_nhs_number(rng):
    number = nhs_number(rng)
    return number[:9] + str((int(number[9]) + 1) % 10)


def born(rng):
    return date(1932, 1, 1) + timedelta(days=rng.randrange(28_000))


def born_in_words(rng):
    day = born(rng)
    plain = f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%Y}", f"{day.day} {day:%b} {day.year}", f"{day:%d-%m-%y}"
    return rng.choice(plain)


def record(rng):
    return rng.choice(["", "H", "K", "D", "RX"]) + digits(rng, rng.choice([6, 7, 8]))


def postcode(rng):
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"{rng.choice(AREAS)} {rng.randrange(1, 10)}{rng.choice(letters)}{rng.choice(letters)}"


def mobile(rng, form="07700 {}"):
    return form.format(f"9{digits(rng, 5)}")


def landline(rng):
    return rng.choice(["01234 {}", "01582 {}", "(01908) {}", "0121 496 0{}"]).format(digits(rng, 6))[:14]


def insurance(rng):
    pairs = [rng.choice(["AB", "JK", "PX", "SN", "WP"]), digits(rng, 2), digits(rng, 2), digits(rng, 2), "C"]
    return rng.choice(["", " "]).join(pairs)


def full(rng):
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def common(rng):
    """A name whose halves anybody knows for names."""
    return f"{rng.choice(FIRST[-10:])} {rng.choice(LAST[-10:])}"


def mail(rng, at="@", dot="."):
    first, last = rng.choice(FIRST).lower(), rng.choice(LAST[:10]).lower()
    return f"{first}{rng.choice(['.', '_', ''])}{last}{at}{rng.choice(HOSTS).replace('.', dot)}"


def address(rng):
    return f"{rng.randrange(1, 190)} {rng.choice(STREETS)} {rng.choice(KINDS_OF_STREET)}"


TEXTS = {
    "NHS number": (
        lambda rng: f"Recall {nhs_number(rng)} for her blood pressure in May",
        lambda rng: f"Please ring {nhs_number(rng, ' ')}; she missed two letters.",
        lambda rng: f"Seen on 3 May ({nhs_number(rng, '-')}), wants tablets not patches",
        lambda rng: f"Her NHS number is {wrong_nhs_number(rng)}",
        lambda rng: f"nhs no: {nhs_number(rng, ' ')} moved practice",
    ),
    "Record number": (
        lambda rng: f"Hosp no {record(rng)} waited nine weeks",
        lambda rng: f"MRN {record(rng)}, no interpreter booked",
        lambda rng: f"The hospital number {record(rng)} came up twice",
        lambda rng: f"Unit no. {record(rng)} did not get a letter",
        lambda rng: f"case note no: {record(rng)} is the one we talked about",
        lambda rng: f"Look at patient ref {record(rng)} again",
        lambda rng: f"K number {record(rng)} and district number {record(rng)}",
        lambda rng: f"RXX number {record(rng)} had no copy",
        lambda rng: f"Spell no {record(rng)}, discharged on Friday",
        lambda rng: f"episode {record(rng)} was coded late",
        lambda rng: f"patient id {record(rng)} rang us back",
    ),
    "Date of birth": (
        lambda rng: f"dob {born_in_words(rng)}, lives alone",
        lambda rng: f"A lady born {born_in_words(rng)} who reads Polish only",
        lambda rng: f"The man (D.O.B. {born_in_words(rng)}) was never invited",
        lambda rng: f"date of birth: {born_in_words(rng)}",
    ),
    "Full postcode": (
        lambda rng: f"She lives in {postcode(rng)} and has no car",
        lambda rng: f"Letters to {postcode(rng)} come back",
        lambda rng: f"the family at {postcode(rng).lower()} never got it",
        lambda rng: f"No bus from {postcode(rng)} after six",
    ),
    "Street address": (
        lambda rng: f"Deliver to {address(rng)} on Mondays",
        lambda rng: f"Mrs at {address(rng)}, ground floor",
        lambda rng: f"moved to Flat 3, {address(rng)} last week",
    ),
    "Telephone number": (
        lambda rng: f"ring her on {mobile(rng)} after four",
        lambda rng: f"Daughter's mobile: {mobile(rng, '+44 7700 {}')}",
        lambda rng: f"home {landline(rng)}, never picks up",
        lambda rng: f"text {mobile(rng, '07700{}')} only",
        lambda rng: f"tel {digits(rng, 6)} is the neighbour",
    ),
    "E-mail address": (
        lambda rng: f"write to {mail(rng)} about the review",
        lambda rng: f"She uses {mail(rng, ' at ', ' dot ')} mostly",
        lambda rng: f"send it to {mail(rng, '(at)', '(dot)')}",
        lambda rng: f"mail: {mail(rng, ' [at] ')}",
    ),
    "National Insurance number": (
        lambda rng: f"NI {insurance(rng)} on the form",
        lambda rng: f"She gave {insurance(rng)} at the desk",
    ),
    "Name": (
        lambda rng: f"spoke to {full(rng)}, will come on Tuesday",
        lambda rng: f"rang {full(rng)} twice",
        lambda rng: f"Mrs {rng.choice(LAST)} needs an interpreter",
        lambda rng: f"Mr {rng.choice(LAST)}'s daughter translates",
        lambda rng: f"Pt {rng.choice('JMRS')}. {rng.choice(LAST)} declined",
        lambda rng: f"We asked {common(rng)} what got in the way.",
        lambda rng: f"{full(rng)} did not attend",
        lambda rng: f"Left a message for {full(rng)} on Monday",
        lambda rng: f"The carer, Miss {rng.choice(LAST)}, collects",
        lambda rng: f"{common(rng)} says the letters are too long",
        lambda rng: f"review due for {common(rng).lower()}",
        lambda rng: f"Ask {rng.choice('BCDKR')}.{rng.choice('BCDKR')}. {rng.choice(LAST[-10:])} first",
        lambda rng: f"{rng.choice(LAST[-10:])}, {rng.choice(FIRST[-10:])}: two inhalers",
    ),
}

INNOCENT_TEXTS = """
By 31 March 2027, in our 24 practices, take "reviews completed" from 51% to 62% for people who need an interpreter.
We meet on 14 July 2026 at 12.30 in Room 4, and on 3.8.2026 if that fails.
Ask Sister on Elizabeth Ward to keep the list; Matron agreed.
The practice nurse at Oliver Street Surgery rings each person twice.
Dr Patel & Partners and Bute House start first, then Marsh Farm.
Victoria Park Health Centre has the widest gap.
Martha's rule applies on every ward from April.
Marmot showed that health follows a social gradient.
Deming said that a system gives the results it is built to give.
Shewhart charts and Pareto charts are in the appendix.
We used Fisher's exact test, and Wilson's interval.
Florence Nightingale counted deaths by cause.
Florence Nightingale Ward and St James's Ward share a pharmacist.
St James's has no interpreter on Fridays.
The Tudor Hart rule still holds in Luton.
Will Jones Court be part of the second test?
Ring NHS 111 or the helpline on 0300 123 4567.
The helpline is 01582 555123, open until eight.
Call our switchboard on 020 7946 0000 to reach the ward.
Amoxicillin 500mg three times a day, Vitamin B12 5mg once.
Salbutamol MR tablets and Diltiazem MR Capsules were left out.
Indicator 93014 has 1,161 people in 2025/26 and 1,204 in 2024/25.
The list size was 8,412 on 1 April 2026.
SNOMED code 4564561000 and BNF code 0212000B0AAAAAA are in scope.
NICE guideline NG136 says under 140/90 for people under 80.
Order 4857773456 was delivered on Monday.
ISBN 0198526636 is the book we used.
E01015697 and E01015698 are the two small areas.
Practices E81026 and K83001 have no data for May.
People in LU1 and LU4 wait longest; MK40 is next.
Born in Pakistan, India or Bangladesh: 412 of 1,020 people.
People born between 1 April 1943 and 31 March 1944 were invited.
Children born on 1 September 2020 or later are counted.
Babies born 3 weeks early were left out.
We phoned 120 people and 48 came; 72 did not answer.
We spoke to people at the mosque, the temple and Age UK.
Spoke to Healthwatch Bedford and Citizens Advice about the letters.
Rang Luton Council about the bus; no answer yet.
Met with Social Prescribing and the Somali Women's Group.
Asked Carers UK and Diabetes UK for a leaflet.
The team visited Milton Keynes and Leighton Buzzard.
Sue Ryder and Marie Curie offer support at home.
John Lewis gave us the room for the Saturday clinic.
The Roy Castle charity has a leaflet in Bengali.
As Marmot M and Wilkinson R wrote in 2003, status matters.
(Smith J, Jones A et al., 2019) found the same.
The run chart has 24 points; the median is 51%.
Test C1: five people on Tuesday, Maple practice, with the interpreter.
Stop if more than 2 of 10 people say the text upset them.
The gap is 14 percentage points (95% interval 10.2 to 17.8).
I will split our review completion by interpreter need by 14 July 2026.
At each formulary meeting until 31 July 2026 I will ask "for whom?".
Step 3 of 12: the letter is sent by second-class post.
The clinic is 20 minutes' walk from the station.
A 12 Month Drive to cut missed visits.
Hospital admissions number 1,200 in January and 4,500 in all.
Unit number 7 has 12 beds and episode 3 was the longest.
There were 45,000 attendances, a record number of people.
Patient Safety Incident Response begins in the autumn.
The Patient Participation Group read the letter aloud.
Great Barford, Wilden and Roxton share one nurse.
White British, Black African and Asian Bangladeshi are the groups.
Jan Feb and Mar are missing; Apr May and Jun are here.
Look at nhs.uk or fingertips.phe.org.uk for the data.
We meet at costa.co.uk as they have a large table.
The interpreter line is at the desk dot by dot.
Reading age 12; the letter was 16 before.
Grace Period: two weeks. Max Dose: 40 mg.
Daisy Award and Poppy Appeal posters hang in the hall.
Mark Scheme for question 4: two marks each.
Use the Holly Ward list and the Rose Ward list.
King Street Surgery, Goldington Avenue Surgery and De Parys Group.
The Francis Report and the Darzi review both say so.
Plan, do, study, act: C1, C2 and C3 are done.
Our HbA1c target is 58 mmol/mol or less.
ODS code RGT01 is Addenbrooke's.
The postcode was missing for 312 of 4,020 people.
12 of the 40 streets have no bus stop.
From 9 to 5, Monday to Friday; not on Christmas Day.
The session was on 01-12-2026 12 people came.
Version 2.0.1 of the chart, page 12 of 40.
We need 10 Week Place reviews and 2 court orders.
Sister Agnes Ward closed in 2019, Nightingale Ward in 2020.
Lewis Carroll wing is being painted.
The Stephen Lawrence Day poster is up.
Princess Alexandra Hospital and the John Radcliffe send letters too.
Day Lewis pharmacy and Boots Chemist both agreed.
"""

INNOCENT_WORDS = {
    "{ward}": """
Maple Ward| Cedar Ward| Elizabeth Ward| Ward 12| Ward 3A| St James's| Churchill Ward| Oliver Ward|
Alexandra Ward
""",
    "{practice}": """
Oliver Street Surgery| Dr Patel & Partners| Bute House| Larkside Practice| Lea Vale Medical Group|
King Street Surgery| Dr Mirza and Partners| Queens Park Health Centre| The Alexandra Practice|
Woodland Avenue Practice
""",
    "{place}": """
Luton| Bedford| Milton Keynes| Leighton Buzzard| Great Barford| Marsh Farm| Round Green| Kempston West|
Queens Park| Biscot
""",
    "{role}": """
Sister| Matron| the practice nurse| the lead pharmacist| our care coordinator| the ward clerk|
a Nurse Prescriber| the Clinical Lead| a social prescriber| the Practice Manager
""",
    "{drug}": """
amoxicillin 500mg| atorvastatin 20mg| Vitamin B12 5mg| Insulin glargine| Diltiazem MR| apixaban 5mg|
Fostair 100/6
""",
    "{date}": """
14 July 2026| 3.8.2026| 1 December 2026| 31/03/2027| 2026-09-30| Tuesday 7 July
""",
    "{n}": """
12| 48| 309| 1,161| 8,412| 45,000| 2.5
""",
}
INNOCENT_FORMS = """
By {date} I will ask {role} at {practice} to split the list.
{n} people in {place} had no review by {date}.
{role} on {ward} keeps a tally until {date}.
We tried the new letter in {place} with {n} people.
{practice} and {ward} both start on {date}.
{drug} was given to {n} people at {practice}.
Rang {practice} about {drug}; {role} will ring back.
Spoke to {role} at {practice}, who agreed.
Visited {place}: {n} of {n} people had heard of it.
People in {place} wait {n} days longer than in {place}.
The gap at {practice} was {n}% on {date}, and {n}% since.
{role} asks for {n} minutes on {ward} on {date}.
No change on {ward}; stop {drug} letters in {place}.
"""


def planted_texts(rng, each=6):
    """Yield (kind, text): each way of writing each kind, several times."""
    for kind, forms in TEXTS.items():
        for form in forms:
            for _ in range(each):
                yield kind, form(rng)


def innocent_texts(rng, many=300):
    own = [line for line in INNOCENT_TEXTS.splitlines() if line]
    yield from own
    forms = [line for line in INNOCENT_FORMS.splitlines() if line]
    for at in range(many - len(own)):
        text = forms[at % len(forms)]
        for word, choices in INNOCENT_WORDS.items():
            while word in text:
                text = text.replace(word, rng.choice(choices.split("|")).strip(), 1)
        yield text[0].upper() + text[1:]


# ---- Columns

COLUMNS = {
    "NHS number": (
        ["NHS no", "ref", "who we rang", "note"],
        [nhs_number, lambda rng: nhs_number(rng, " "), lambda rng: f"recall {nhs_number(rng, '-')}"],
    ),
    "NHS number with a wrong digit": (["NHS No.", "nhs_number"], [wrong_nhs_number]),
    "Record number": (
        [
            *("Hosp no", "Hospital No.", "unit no", "MRN", "RXX number", "case note no", "K number", "Spell ID"),
            *("District number", "patient ref", "Patient ID", "episode no", "hospital_number", "PAS ID", "EMIS number"),
        ],
        [record, lambda rng: digits(rng, 7), lambda rng: int(digits(rng, 7))],
    ),
    "Date of birth": (["dob", "D.O.B.", "Birth date", "born"], [born_in_words, lambda rng: f"{born(rng)}"]),
    "Full postcode": (
        ["area", "ward", "locality", "Post code", "where", "place"],
        [postcode, lambda rng: postcode(rng).lower(), lambda rng: f"near {postcode(rng)}"],
    ),
    "Street address": (["address", "deliver to"], [address, lambda rng: f"{address(rng)}, Luton"]),
    "Telephone number": (
        ["tel", "reach on", "comment"],
        [mobile, landline, lambda rng: f"ring {mobile(rng, '+44 7700 {}')}"],
    ),
    "E-mail address": (
        ["e-mail", "reach by", "notes"],
        [mail, lambda rng: mail(rng, " at ", " dot "), lambda rng: f"use {mail(rng, ' [at] ')}"],
    ),
    "National Insurance number": (["NINO", "number"], [insurance, lambda rng: f"NI {insurance(rng)}"]),
    "Name": (
        ["patient", "Client name", "seen", "person"],
        [full, common, lambda rng: f"Mrs {rng.choice(LAST)}", lambda rng: f"{rng.choice(LAST)}, {rng.choice(FIRST)}"],
    ),
    "Name in a note": (["comments", "reason", "outcome", "free text"], [*TEXTS["Name"]]),
}


def planted_columns(rng):
    """Yield (kind, heading, values): each heading with each way to write it, among few rows and among many."""
    for kind, (headings, forms) in COLUMNS.items():
        for heading in headings:
            for form in forms:
                for rows in (6, 40):
                    values = [form(rng) for _ in range(rows)]
                    if kind == "Name in a note":  # most notes name nobody
                        values = [value if at == 2 else "no answer, letter sent" for at, value in enumerate(values)]
                    yield kind, heading, values


def some(words):
    choices = [word.strip() for word in words.replace("\n", " ").split("|")]
    return lambda rng, row: rng.choice(choices)


INNOCENT_COLUMNS = {
    "roles": (
        ["prescriber", "role", "seen by", "clinician", "staff group"],
        [
            some("Sister|Matron|Practice nurse|GP partner|Locum GP|Nurse prescriber|Senior Sister|Clinical Lead"),
            some("Care coordinator|Pharmacy technician|Social prescriber|Health visitor|District nurse"),
        ],
    ),
    "shared telephone lines": (
        ["helpline", "switchboard", "reception", "surgery phone line"],
        [lambda rng, row: f"01582 {digits(rng, 6)}", some("0300 123 4567|0800 123 456|111")],
    ),
    "wards and sites": (
        ["ward", "site", "unit", "hospital"],
        [some(INNOCENT_WORDS["{ward}"]), some("St James's|John Radcliffe|Queen Elizabeth|Florence Nightingale|Lister")],
    ),
    "practices": (["practice", "surgery", "organisation", "provider"], [some(INNOCENT_WORDS["{practice}"])]),
    "places": (["place", "area", "locality", "town", "ward name"], [some(INNOCENT_WORDS["{place}"])]),
    "half postcodes": (["area", "postcode district", "outcode"], [lambda rng, row: rng.choice(AREAS)]),
    "medicines": (["drug", "medicine", "item"], [some(INNOCENT_WORDS["{drug}"])]),
    "methods": (
        ["chart", "source", "method", "reading list"],
        [some("Shewhart chart|Pareto chart|Deming cycle|Marmot review|Fisher's exact|Wilson interval|Martha's rule")],
    ),
    "counts": (
        ["hospital admissions number", "number of patients", "referrals", "unit visits no", "district beds number"],
        [lambda rng, row: rng.randrange(40, 90_000), lambda rng, row: f"{rng.randrange(40, 90_000):,}"],
    ),
    "row numbers": (
        ["case", "patient", "record", "episode", "patient_id", "spell"],
        [lambda rng, row: row + 1, lambda rng, row: f"P{row:04}"],
    ),
    "codes": (
        ["practice code", "trust", "area code", "indicator", "district code", "code"],
        [
            lambda rng, row: f"{rng.choice('EKMY')}{digits(rng, 5)}",
            lambda rng, row: f"E0{rng.choice('67')}0000{digits(rng, 2)}",
            some("RC9|RGT01|QHG|00L|W2U3Z|HYP008|AF006|NG136|E11.9|I10"),
        ],
    ),
    "other long numbers": (
        ["order number", "snomed", "invoice", "population"],
        [lambda rng, row: int(digits(rng, 9)), lambda rng, row: int("3" + digits(rng, 14))],
    ),
    "periods and dates": (
        ["month", "period", "date of extract", "week ending", "due"],
        [
            some("Jan 2026|Feb 2026|Mar 2026|Apr 2026"),
            lambda rng, row: f"{date(2025, 1, 1) + timedelta(days=7 * row):%d/%m/%Y}",
            some("14 July 2026|3.8.2026|1 December 2026"),
        ],
    ),
    "groups": (
        ["group", "ethnicity", "language", "sex"],
        [
            some("White British|Black African|Asian Indian|Any other Mixed background|Not stated"),
            some("Polish|Urdu|Bengali|English|Punjabi|Romanian"),
        ],
    ),
    "notes": (
        ["comments", "note", "reason", "what happened"],
        [
            lambda rng, row: rng.choice([line for line in INNOCENT_TEXTS.splitlines() if line]),
            some("Clinic closed on 3 May 2026|Moved to B12 5mg|n = 4, see ward 12|letter came back|no slot before May"),
        ],
    ),
}  # fmt: skip


def innocent_columns(rng):
    for kind, (headings, forms) in INNOCENT_COLUMNS.items():
        for heading in headings:
            for form in forms:
                for rows in (5, 12, 60):
                    yield kind, heading, [form(rng, row) for row in range(rows)]
