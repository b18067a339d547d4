"""Columns that hold people's details: found, named in a plain sentence, and refused before use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equityqi.privacy import identifiers
from equityqi.privacy.birth_dates import has_births
from equityqi.privacy.column_words import (
    BLANKED,
    PERSON_WORDS,
    of_an_organisation,
    of_no_person,
    tidy,
    with_an_address,
    words_in,
)
from equityqi.privacy.in_text import people_in
from equityqi.privacy.person_names import DOCTOR, has_names, is_person
from equityqi.tables.finding import Finding

if TYPE_CHECKING:
    import pandas as pd

LOOKED_AT = 20_000  # different values of a column that are read, spread evenly over it
SENTENCES_LOOKED_AT = 4_000  # of those values, the ones of several words that are read as sentences
ROWS_LOOKED_AT = 200_000  # rows of a text column that are read for them, spread evenly over it
PRACTICES_NEEDED = 100  # each with its own postcode, before a column of postcodes is taken for addresses of practices

ADVICE = {
    "NHS numbers": (
        "Take the column out. If rows must be told apart, number them 1, 2, 3 and keep the list in your own system."
    ),
    "CHI numbers": (
        "Take the column out. If rows must be told apart, number them 1, 2, 3 and keep the list in your own system."
    ),
    "hospital or record numbers": "Take the column out. If rows must be told apart, number them 1, 2, 3 instead.",
    "National Insurance numbers": "Take the column out; it is never needed to count people.",
    "dates of birth": "Put an age band in its place, such as 40 to 49, and take the column out.",
    "names of people": "Take the column out, or put the name of the practice, ward or team in its place.",
    "full postcodes": "Put the small area (LSOA) or its deprivation fifth in its place, and take the column out.",
    "street addresses": "Put the small area (LSOA) or its deprivation fifth in its place, and take the column out.",
    "telephone numbers": "Take the column out; it is never needed to count people.",
    "e-mail addresses": "Take the column out; it is never needed to count people.",
}

# A practice has these too, so a column of them may be the practices' own.
SHARED_WITH_PRACTICES = {"names of people", "full postcodes", "street addresses", "telephone numbers"}
KINDS = (
    ("e-mail addresses", identifiers.has_emails),
    ("CHI numbers", identifiers.has_chi_numbers),
    ("NHS numbers", identifiers.has_nhs_numbers),
    ("National Insurance numbers", identifiers.has_insurance_numbers),
    ("dates of birth", has_births),
    ("telephone numbers", identifiers.has_phones),
    ("full postcodes", identifiers.has_postcodes),
    ("street addresses", identifiers.has_streets),
    ("hospital or record numbers", identifiers.has_record_numbers),
    ("names of people", has_names),
)


class PeopleInTable(ValueError):
    """A table holds people's details; ``str()`` says in which column and what to do, ``findings`` lists them."""

    def __init__(self, findings: list[Finding]):
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = findings


def find_people(frame: pd.DataFrame) -> list[Finding]:
    """Return one finding for each column that looks as if it holds people's details.

    Looked for, in the values and in the column's name: NHS and CHI numbers (by their check digit),
    National Insurance numbers, dates of birth, names, full postcodes, street addresses, telephone
    numbers, e-mail addresses and record numbers. A column of dates is taken for dates of birth by its
    name, or when its dates spread over decades with no rhythm. The row labels and the headings are
    looked at as columns are.

    A column of numbers is read whole. Of a column of text with more than 200,000 rows, 200,000 rows spread evenly
    over it are read, and of their different values at most 20,000; so the answer is the same each time, but one
    person's details in a table of a million rows can be missed. A practice's own details (a column whose name says
    so, or one postcode for each of at least 100 practice codes) are let through. No search finds everything:
    the sentence on data protection stands beside this, not behind it.

    ``frame``: any table.

    Returns a list of ``Finding(kind, sentence, where)``, in the order of the columns; empty when none is found.
    ``where`` is the column's name, ``"row labels"`` or ``"headings"``; ``kind`` begins with ``"people: "``.

    Source: NHS Data Dictionary (NHS NUMBER, modulus 11), Public Health Scotland (CHI number), HMRC manual
    NIM39110 (prefixes), Royal Mail's postcode areas, Ofcom's numbering plan; thresholds are the project's own.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"practice": ["K83001", "K83002"], "seen": ["943 476 5919", "987 654 4321"]})
    >>> print(find_people(table)[0].sentence)
    Column 'seen' looks as if it holds NHS numbers. Take the column out. If rows must be told apart, \
number them 1, 2, 3 and keep the list in your own system.
    """
    import pandas as pd  # lazy: pandas costs 0.4 s

    if isinstance(frame, pd.Series):
        frame = frame.to_frame()
    findings = []
    for column in _columns(frame):
        kind = _kind(column, frame)
        if kind:
            place = column.where[0].upper() + column.where[1:]
            verb = "look as if they hold" if column.several else "looks as if it holds"
            advice = ADVICE[kind].replace("the column", "them") if column.several else ADVICE[kind]
            findings.append(Finding(f"people: {kind}", f"{place} {verb} {kind}. {advice}", column.name))
    return findings


def refuse_people(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` unchanged if no column looks as if it holds people's details; otherwise refuse it.

    Called before anything is drawn or saved.

    Raises :class:`PeopleInTable`: with the sentences of :func:`find_people`, and its ``findings``.

    >>> import pandas as pd
    >>> refuse_people(pd.DataFrame({"email": ["asha@example.org"]}))
    Traceback (most recent call last):
    equityqi.privacy.people.PeopleInTable: Column 'email' looks as if it holds e-mail addresses. Take the column \
out; it is never needed to count people.
    """
    findings = find_people(frame)
    if findings:
        raise PeopleInTable(findings)
    return frame


@dataclass(frozen=True)
class Column:
    """What is looked at of one column: the words of its name and its different values as text."""

    where: str
    words: tuple[str, ...]
    texts: list[str]
    numeric: bool = False
    name: str = ""
    several: bool = False  # the headings or the row labels, not a column
    place: object = None  # its position in the table


def _columns(frame):
    for level in range(frame.index.nlevels):
        labels = frame.index.get_level_values(level)
        if not (
            frame.index.nlevels == 1
            and labels.inferred_type == "integer"
            and labels.is_monotonic_increasing
            and frame.index.name is None
        ):
            name = labels.name
            where = "the row labels" if name is None else f"the row labels '{name}'"
            numeric, texts = _texts(labels.to_series())
            named = "row labels" if name is None else str(name)
            yield Column(where, words_in("" if name is None else name), texts, numeric, named, several=True)
    headings = [tidy(part) for label in frame.columns for part in (label if isinstance(label, tuple) else (label,))]
    headings = [text for text in dict.fromkeys(headings) if text and not text.startswith("Unnamed")]
    if headings:
        yield Column("the headings", (), headings, name="headings", several=True)
    for place, label in enumerate(frame.columns):
        numeric, texts = _texts(frame.iloc[:, place])
        name = " ".join(map(str, label)) if isinstance(label, tuple) else str(label)
        words = words_in(name)
        if isinstance(label, tuple):  # 'Clinic A' above 'surname' does not make it the clinic's
            words = tuple(word for word in words if not of_no_person([word])) + words_in(label[-1])
        unnamed = name.isdigit() or name.startswith("Unnamed")
        if unnamed and texts and not numeric:  # the heading may stand in the first row
            words += words_in(texts[0]) if len(texts[0]) < 30 else ()
        yield Column(f"column '{name}'", words, texts, numeric, name, place=place)


def _texts(series):
    """Return whether the values are numbers, and the different values as text."""
    import numpy as np  # lazy: numpy costs 0.1 s
    import pandas as pd  # lazy: pandas costs 0.4 s

    if pd.api.types.is_bool_dtype(series.dtype):
        return True, []
    if pd.api.types.is_numeric_dtype(series.dtype):
        values = series.to_numpy(dtype=float, na_value=np.nan)
        values = values[np.isfinite(values)]
        if not values.size or (values[:1000] % 1).any() or (values % 1).any():
            return True, []
        long = values[(values >= 1e8) & (values < 1e13)]
        values = long if long.size * 2 >= values.size else values[:: max(1, values.size // 1000)]
        return True, [str(value) for value in _spread(np.unique(values)).astype("int64").tolist()]
    if isinstance(series.dtype, pd.CategoricalDtype):
        series = pd.Series(series.cat.categories[np.unique(series.cat.codes[series.cat.codes >= 0])])
        if pd.api.types.is_numeric_dtype(series.dtype):
            return _texts(series)
    elif len(series) > ROWS_LOOKED_AT:
        series = series.iloc[np.linspace(0, len(series) - 1, ROWS_LOOKED_AT).astype(int)]
    if series.dtype.kind == "O":
        series = series.map(str, na_action="ignore")
    values = _spread(series.dropna().drop_duplicates().to_numpy())
    texts = (
        [tidy(value) for value in values.tolist()]
        if series.dtype.kind != "M"
        else [str(value)[:10] for value in values]
    )
    return False, [text for text in texts if text and not BLANKED.fullmatch(text)]


def _spread(values):
    import numpy as np  # lazy: numpy costs 0.1 s

    return values if len(values) <= LOOKED_AT else values[np.linspace(0, len(values) - 1, LOOKED_AT).astype(int)]


def _kind(column, frame):
    """Return what kind of people's details a column holds, or None."""
    if not column.texts:
        return None
    names_an_organisation = of_an_organisation(column.words)
    of_practices = set()
    for kind, found in KINDS:
        if column.where == "the headings" and kind in (
            "dates of birth",
            "street addresses",
            "hospital or record numbers",
        ):
            continue
        if (
            kind in SHARED_WITH_PRACTICES
            and names_an_organisation
            and (kind != "full postcodes" or with_an_address(column.words))
        ):
            continue
        if not found(column.words, column.texts, column.numeric):
            continue
        if kind in SHARED_WITH_PRACTICES and _of_practices(column, frame, kind):
            of_practices.add(kind)
            continue
        return kind
    return _kind_in_sentences(column, of_practices)


def _kind_in_sentences(column, let_through):
    """Return what a column's sentences hold of people, such as a name in a note; None where they hold nothing."""
    if column.numeric or column.several or of_no_person(column.words):
        return None
    sentences = [text for text in column.texts if " " in text]
    step = len(sentences) // SENTENCES_LOOKED_AT + 1
    kinds = (found.kind for text in sentences[::step] for found in people_in(text))
    return next((kind for kind in kinds if kind not in let_through), None)


def _of_practices(column, frame, kind):
    """Say whether the values are those of practices: one for each practice code of another column."""
    if column.place is None or set(column.words) & PERSON_WORDS:
        return False
    doctors = kind == "names of people" and all(DOCTOR.match(text) for text in column.texts if is_person(text))
    if kind == "names of people" and not doctors:
        return False
    needed = 2 if doctors else PRACTICES_NEEDED
    for place in range(frame.shape[1]):
        if place == column.place or frame.iloc[:, place].dtype.kind in "fiubMm":
            continue
        codes = frame.iloc[:, place].astype(str)
        if not codes.head(200).str.fullmatch(r"[A-HJ-NPVWY]\d{5}").mean() > 0.9:
            continue
        pairs = frame.iloc[:, [place, column.place]].dropna().drop_duplicates()
        if len(pairs) >= needed and not pairs.iloc[:, 0].duplicated().any():
            return True
    return False
