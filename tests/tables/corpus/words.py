"""The words of NHS trusts, councils, general practice and national publishers for the parts of a table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Groups:
    """One way to split people: the names in the file, the headings such a column has, and whether there is an order."""

    names: tuple
    headings: tuple[str, ...]
    ordered: bool = False


ETHNIC = (
    "Ethnic group",
    "Ethnicity",
    "Ethnic category",
    "Ethnic_Category",
    "ETHNIC_CATEGORY_DESC",
    "Broad ethnic group",
)
DEPRIVED = (
    "IMD quintile",
    "Deprivation quintile",
    "IMD_Quintile",
    "Deprivation",
    "IMD 2019 quintile",
    "imd19_quintile",
)
GROUPS = {
    "ethnic five": Groups(("White", "Mixed", "Asian", "Black", "Other"), ETHNIC),
    "ethnic ONS": Groups(
        (
            "Asian, Asian British or Asian Welsh",
            "Black, Black British, Black Welsh, Caribbean or African",
            "Mixed or Multiple ethnic groups",
            "White",
            "Other ethnic group",
        ),
        ("Ethnic group (6 categories)", "Ethnic group", "ethnicity"),
    ),
    "ethnic NHS": Groups(
        ("White British", "White Irish", "Any other White background", "Indian", "Pakistani", "Bangladeshi", "African"),
        ("Ethnic category", "Ethnic origin", "EthnicCategoryDesc"),
    ),
    "ethnic codes": Groups(("A", "C", "H", "J", "M", "N"), ("EthnicCategoryCode", "ETHNOS", "Ethnic category code")),
    "fifths": Groups((1, 2, 3, 4, 5), DEPRIVED, ordered=True),
    "fifths in words": Groups(
        ("1 - Most deprived", "2", "3", "4", "5 - Least deprived"), ("Deprivation quintile", "IMD", "Quintile"), True
    ),
    "fifths said": Groups(
        ("Most deprived", "Second most deprived", "Middle", "Second least deprived", "Least deprived"),
        ("Deprivation", "Area deprivation", "Deprivation fifth"),
        True,
    ),
    "tenths": Groups(tuple(range(1, 11)), ("IMD decile", "Deprivation decile", "imd_decile"), ordered=True),
    "tenths in words": Groups(
        ("Most deprived 10%", *(f"{at}0-{at + 1}0%" for at in range(1, 9)), "Least deprived 10%"),
        ("Deprivation decile", "IMD 2019 decile"),
        True,
    ),
    "sex": Groups(("Male", "Female"), ("Sex", "Gender", "Person stated gender", "sex")),
    "sex letters": Groups(("M", "F"), ("Sex", "Gender")),
    "men and women": Groups(("Men", "Women"), ("Sex", "Gender", "Patient gender")),
    "ages": Groups(("18-29", "30-39", "40-49", "50-64", "65+"), ("Age band", "Age group", "Age", "AGE_BAND")),
    "ages in words": Groups(
        ("Under 18", "18 to 39", "40 to 64", "65 and over"), ("Age group", "Age (years)", "age_group")
    ),
    "wards": Groups(
        ("Elmfield", "Northgate", "Quay", "St Mary's", "Hillside"), ("Ward", "Ward name", "Electoral ward")
    ),
    "localities": Groups(("North", "South", "East", "West"), ("Locality", "Neighbourhood", "Place", "Area")),
    "PCNs": Groups(
        ("Riverside PCN", "Castle PCN", "Moor PCN", "Coast PCN"), ("PCN", "PCN name", "Primary care network")
    ),
    "councils": Groups(("Bedford", "Luton", "Milton Keynes"), ("Local authority", "LA name", "UTLA", "Area Name")),
    "trusts": Groups(
        ("Elm NHS Trust", "Oak NHS Foundation Trust", "Ash NHS Trust"), ("Trust", "Provider", "Provider Name")
    ),
    "practices": Groups(
        ("The Manor Surgery", "Dr Chan and Partners", "Quayside Medical Centre", "Park Road Surgery"),
        ("Practice", "GP practice", "Practice name"),
    ),
    "regions": Groups(
        ("East of England", "London", "Midlands", "North East and Yorkshire", "North West", "South East", "South West"),
        ("Region", "NHS region", "Region name"),
    ),
    "disability": Groups(("Disabled", "Not disabled"), ("Disability", "Disability status")),
    "learning disability": Groups(
        ("Yes", "No"), ("Learning disability", "On LD register?", "Has a learning disability")
    ),
    "language": Groups(
        ("English", "Polish", "Urdu", "Romanian"), ("Main language", "First language", "Preferred language")
    ),
    "interpreter": Groups(("Needs an interpreter", "No interpreter"), ("Interpreter", "Interpreter needed")),
    "rural": Groups(("Urban", "Rural"), ("Rural/urban", "Rurality", "RUC11 broad")),
    "tenure": Groups(("Owned", "Social rented", "Private rented"), ("Tenure", "Housing")),
}

# How many, out of how many, and the heading of the percentage beside them.
MEASURES = (
    ("Numerator", "Denominator", "Percentage"),
    ("numerator", "denominator", "value"),
    ("Seen", "Invited", "% seen"),
    ("Vaccinated", "Eligible", "% vaccinated"),
    ("Number vaccinated", "Eligible population", "Uptake (%)"),
    ("Attended", "Booked", "Attendance rate"),
    ("Screened", "Eligible", "Coverage %"),
    ("Within 18 weeks", "Total", "% within 18 weeks"),
    ("Total within 18 weeks", "Total number of completed pathways (all)", "% within 18 weeks"),
    ("Seen within 4 hours", "Total attendances", "4 hour performance"),
    ("Health checks received", "Health checks offered", "Take-up rate"),
    ("Num", "Denom", "Pct"),
    ("n", "Total", "%"),
    ("Count", "Denominator", "Value"),
    ("Completed", "Referred", "Completion rate"),
    ("Quit at 4 weeks", "Set a quit date", "Quit rate"),
    ("Recovered", "Finished treatment", "Recovery rate"),
    ("num_vaccinated", "num_eligible", "pct_vaccinated"),
    ("NumberTreated", "NumberReferred", "PercentTreated"),
    ("No. reviewed", "No. due a review", "% reviewed"),
    ("Yes", "All", "% yes"),
    ("Achieved", "Out of", "%"),
    ("Told within 28 days", "Total told", "28 day performance"),
    ("Discharges before noon", "All discharges", "% before noon"),
    ("Patients with BP at target", "Patients with BP measured", "% at target"),
    ("MEASURE_NUMERATOR", "MEASURE_DENOMINATOR", "MEASURE_VALUE"),
    ("Received all eight care processes", "People with type 2 diabetes", "% all eight"),
    ("Number of women screened", "Number of women invited", "Uptake"),
    ("Responded", "Sample size", "Response rate"),
    ("Breastfed at 6 weeks", "Infants due a 6 week check", "Prevalence"),
    ("SMRs completed", "Patients eligible", "% completed"),
    ("tests_done", "tests_due", "coverage"),
)
LOW_IS_GOOD = (
    ("Did not attend", "Appointments booked", "DNA rate"),
    ("DNAs", "Appointments", "DNA %"),
    ("4 hour breaches", "Attendances", "Breach rate"),
    ("Readmitted within 30 days", "Discharges", "Readmission rate"),
    ("Waited over 18 weeks", "All waits", "% over 18 weeks"),
    ("Smoking at time of delivery", "Maternities", "% smoking"),
)
PERIOD_HEADINGS = (
    "Month",
    "Period",
    "Date",
    "month",
    "Reporting month",
    "Reporting period",
    "Month ending",
    "Time period",
    "REPORTING_PERIOD_START_DATE",
    "Effective snapshot date",
    "YEAR_MONTH",
    "Activity month",
    "When",
)
YEAR_HEADINGS = ("Year", "Financial year", "Period", "Time period", "FY", "Reporting year")
UNKNOWN = (
    "Not stated", "Not known", "Unknown", "Not recorded", "Missing", "Refused", "Declined", "Z", "99", "X", "NULL",
    "(blank)", "", "Undisclosed", "Not disclosed", "Not asked", "Unspecified", "Not specified", "Unclassified",
    "No data", "No ethnicity recorded", "Not applicable", "#N/A", "N/A", "Withheld", "Invalid", "Unmapped",
    "Unassigned", "Did not answer", "Prefer not to say", "Information not yet obtained", "Not known or not stated",
    "Ethnicity not recorded", "unknown / not stated", "Z - Not stated", "NOT STATED", "Not Given",
    "Patient declined to disclose", "Ethnic category not stated", "99 - Not known", "Missing data", "-",
)  # fmt: skip
TOTAL = (
    "Total", "TOTAL", "All", "All groups", "All ethnicities", "All ethnic groups", "Grand Total", "Overall", "Everyone",
    "Trust total", "Overall total", "Sub-total", "TOTAL*", "All patients", "Persons", "All persons", "ICB total",
    "England", "Practice total", "Sum", "Total (all groups)", "All people", "Whole population", "All categories",
)  # fmt: skip
HIDDEN = (
    "*",
    "c",
    "[c]",
    "<5",
    "< 5",
    "≤5",
    "fewer than 5",
    "less than 5",
    "1 to 4",
    "1-7",
    "<=7",
    "[Suppressed]",
    "#",
)
TITLES = (
    ("Uptake by group, latest position",),
    ("Table 4a: People seen by group, England", "Experimental statistics", None),
    ("This worksheet contains one table.", "Some shorthand is used in this table, [x] = not available.", None),
    ("Elm NHS Trust: equality monitoring report", "Prepared for the Board", "Produced 04/05/2026", None),
)
NOTES = (
    (None, "Source: NHS England"),
    (None, "Notes", "1. Counts are for people registered on the day of the extract.", "2. Figures may be revised."),
    (None, "Source: local extract from the practice system, run on 2 April 2026.", "Contact the information team."),
    ("Figures exclude 12 records with no date.",),
)
