"""Who runs the course, from ``organisation.yml``: another organisation edits that file, and no code."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import yaml

from equityqi.files import course_root, write_atomically
from equityqi.typed_input import date, in_words

FILE = "organisation.yml"
ANOTHER = "EQUITYQI_ORGANISATION"  # an environment variable: the path of another such file
RuleSet = Literal["course", "ihi", "making-data-count", "anhoej"]
RULE_SETS: tuple[RuleSet, ...] = get_args(RuleSet)
COUNTRIES = {"england-and-wales": "England and Wales", "scotland": "Scotland", "northern-ireland": "Northern Ireland"}
ABOUT = {  # each key, and what the file says above it
    "name": "The organisation that runs the course, as it is printed.",
    "logo": "A picture beside this file, PNG, JPEG or SVG, such as organisation-logo.png.",
    "area": "The area that you serve, such as Mid Dale.",
    "contact": "Who people can ask about the course: a role, and how to get in touch.",
    "privacy_contact": "Who people can ask what happens to their answers.",
    "support_line": "Where people find support if a page touches them, such as your staff support line.",
    "named_leader": "Who asks people after the course what got in the way.",
    "session_1_date": "The dates of both sessions, such as 1 December 2026, and when each one starts.",
    "session_1_starts": "",
    "session_2_date": "",
    "session_2_starts": "",
    "holidays": "Whose bank holidays count: England and Wales, Scotland or Northern Ireland.",
    "chart_rules": "How charts over time are judged: course, ihi, making-data-count or anhoej (docs/chart-rules.md).",
}
HEAD = "# Who runs this course. It shows on the agenda, the pages, the certificate, the emails and the reports.\n"
LONGEST, MOST_LOGO = 200, 500_000  # letters of one value; bytes of the logo: each page carries it
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # what a paste can bring, and no Word file can hold
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
LOGO = re.compile(r"[\w][\w. -]*\.(png|jpe?g|svg)", re.IGNORECASE)
ENDS = (b"IEND", b"\xff\xd9", b"svg>", b"/>")  # how a picture ends that is whole
KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"<": "image/svg+xml"}


class OrganisationError(ValueError):
    """``organisation.yml`` cannot be used; ``str()`` names file, line and reason, one sentence for each fault."""


@dataclass(frozen=True)
class Organisation:
    """Who runs the course, when, by whose bank holidays and by which rule set of charts. What nobody wrote is ""."""

    name: str = ""
    logo: str = ""
    area: str = ""
    contact: str = ""
    privacy_contact: str = ""
    support_line: str = ""
    named_leader: str = ""
    session_1_date: dt.date | None = None
    session_1_starts: str = ""
    session_2_date: dt.date | None = None
    session_2_starts: str = ""
    holidays: str = "england-and-wales"
    chart_rules: RuleSet = "course"

    @property
    def named(self) -> str:
        """The name and the area, as every page, file and slide says who runs the course; "" where nobody wrote them."""
        return ", ".join(filter(None, (self.name, self.area)))

    def date(self, session: int) -> dt.date | None:
        """Return the date of session 1 or 2, or None."""
        return self.session_1_date if session == 1 else self.session_2_date

    def starts(self, session: int) -> str:
        """Return the time of day at which session 1 or 2 starts, such as ``"09:30"``, or ""."""
        return self.session_1_starts if session == 1 else self.session_2_starts

    def logo_address(self) -> str:
        """Return the logo as an address that a page carries in itself, or ""."""
        path = organisation_path().parent / self.logo
        if not self.logo or not path.is_file():
            return ""
        data = path.read_bytes()
        return f"data:{kind_of_picture(data)};base64,{b64encode(data).decode()}"


def organisation_path() -> Path:
    """Return where the file is; a path that the variable gives counts from the course's folder."""
    return course_root() / (os.environ.get(ANOTHER) or FILE)


def organisation() -> Organisation:
    """Return who runs the course; of a file that is not there, all is empty. Raises :class:`OrganisationError`.

    >>> organisation().chart_rules in RULE_SETS
    True
    """
    path = organisation_path()
    try:
        stamp = path.stat()
    except OSError:
        if os.environ.get(ANOTHER):
            raise OrganisationError(
                f"{ANOTHER} is set to {path}, but that isn’t there. Put it there, or take the variable away."
            ) from None
        return replace(Organisation(), **old_settings())
    return _read(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> Organisation:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OrganisationError(f"{path.name} couldn’t be read ({error.strerror}). Try again.") from None
    except UnicodeDecodeError:
        raise OrganisationError(f"{path.name} isn’t saved as UTF-8. Save it again with that encoding.") from None
    return read_organisation(text, path)


def to_check(held: Organisation) -> list[str]:
    """Return a sentence on each thing that somebody should look at before the course is run."""
    found = [moved()]
    logo = organisation_path().parent / held.logo
    if held.logo and not logo.is_file():
        found.append(f"There’s no picture {held.logo} beside {FILE}. Put it there, or leave the logo empty.")
    elif held.logo and not any(end in logo.read_bytes()[-99:] for end in ENDS):
        found.append(f"The picture {held.logo} is cut short, so we left it off. Save or copy it again.")
    return [sentence for sentence in found if sentence]


def old_settings() -> dict[str, str]:
    """Return what earlier versions kept elsewhere, where a course still has it there."""
    try:
        held = yaml.safe_load((course_root() / "course.yml").read_text(encoding="utf-8"))["chart_rules"]
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return {}
    return {"chart_rules": held} if held in RULE_SETS else {}


def moved() -> str:
    """Return one sentence on a setting that still stands where earlier versions kept it, or ""."""
    if not old_settings():
        return ""
    return f"chart_rules is in course.yml, as in earlier versions. We still read it, but please move it to {FILE}."


def read_organisation(text: str, path: Path) -> Organisation:
    """Return what a text says, which stands, or is to stand, at ``path``. Raises :class:`OrganisationError`.

    >>> read_organisation("name: Dale\\nsession_1_starts: 9.15", Path("organisation.yml")).starts(1)
    '09:15'
    """
    found, faults = {}, []
    for key, value, line in _lines(text, path.name):
        try:
            if key not in ABOUT:
                raise ValueError(f"we don’t know this key. You can use: {', '.join(ABOUT)}")
            if key in found:
                raise ValueError("this line is in the file twice. Keep one of the two")
            found[key] = (_value(key, value, path.parent), line)
        except ValueError as fault:
            faults.append(f"{path.name}, line {line}: {key}: {fault}.")
    given = {key: value for key, (value, _) in found.items() if value not in ("", None)}
    first, second = given.get("session_1_date"), given.get("session_2_date")
    if first and second and second < first:
        where = f"{path.name}, line {found['session_2_date'][1]}: session_2_date"
        days = f"session 2, on {in_words(second)}, would be before session 1, on {in_words(first)}"
        faults.append(f"{where}: {days}. Check both dates.")
    if faults:
        raise OrganisationError("\n".join(faults))
    return Organisation(**{**old_settings(), **given})


def _lines(text: str, name: str) -> Iterator[tuple[str, str, int]]:
    """Yield key, value and line. A value is what is written there: a time such as 10:30 is no number."""
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise OrganisationError(
            f"{name}, line {line}: this line can't be read. Write a key, a colon and a value, and put a value with a"
            " colon in it into quotes."
        ) from None
    except yaml.YAMLError as fault:
        raise OrganisationError(f"{name} can't be read: {' '.join(str(fault).split())}.") from None
    if tree is None:
        return
    if not isinstance(tree, yaml.MappingNode):
        raise OrganisationError(f"{name}, line 1: write a key, a colon and a value on each line: name: Mid Dale.")
    for key, value in tree.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            raise OrganisationError(f"{name}, line {line}: write one value after the colon, in the same line.")
        empty = value.tag == "tag:yaml.org,2002:null"
        yield key.value, "" if empty else " ".join(CONTROL.sub(" ", value.value).split()), line


def _value(key: str, text: str, folder: Path) -> object:
    """Return a value as the course uses it. Raises ValueError, with what to write instead."""
    if len(text) > LONGEST:
        raise ValueError(f"it has {len(text)} letters. Use at most {LONGEST}")
    return READERS[key](key, text, folder) if text and key in READERS else text


def _date(key: str, text: str, folder: Path) -> dt.date:
    if (day := date(text)) is None:
        raise ValueError(f"“{text}” isn’t a date. Write day, month and year, such as 1 December 2026")
    return day


def _clock(key: str, text: str, folder: Path) -> str:
    if not (found := CLOCK.fullmatch(text)):
        raise ValueError(f"“{text}” isn't a time of day. Write hours and minutes, such as 09:30")
    return f"{int(found[1]):02}:{found[2]}"


def _country(key: str, text: str, folder: Path) -> str:
    country = text.casefold().replace(" ", "-")
    if country not in COUNTRIES:
        raise ValueError(f"“{text}” has no bank holidays here. Write one of {', '.join(COUNTRIES.values())}")
    return country


def _rules(key: str, text: str, folder: Path) -> str:
    if text not in RULE_SETS:
        raise ValueError(f"there is no chart rule set “{text}”. Choose one of {', '.join(RULE_SETS)}")
    return text


def _logo(key: str, text: str, folder: Path) -> str:
    if not LOGO.fullmatch(text):
        raise ValueError(f"“{text}” isn’t a picture. Put a PNG, JPEG or SVG beside the file, and write its name")
    if (folder / text).is_file():
        check_picture((folder / text).read_bytes())
    return text


READERS = {
    "logo": _logo, "session_1_date": _date, "session_2_date": _date, "session_1_starts": _clock,
    "session_2_starts": _clock, "holidays": _country, "chart_rules": _rules,
}  # fmt: skip


def kind_of_picture(data: bytes) -> str:
    """Return the media type of a picture by how it begins, or "".

    >>> kind_of_picture(b"<svg/>"), kind_of_picture(b"GIF89a")
    ('image/svg+xml', '')
    """
    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")
    kind = next((kind for begins, kind in KINDS.items() if start.startswith(begins)), "")
    return kind if kind != "image/svg+xml" or b"<svg" in data else ""


def check_picture(data: bytes) -> None:
    """Raise ValueError, in one sentence without its stop, for a picture that no page can carry."""
    if not kind_of_picture(data):
        raise ValueError("the logo isn’t a PNG, JPEG or SVG. Save it as one of these")
    if len(data) > MOST_LOGO:
        raise ValueError(f"the logo has {len(data):,} bytes. Make it smaller: at most {MOST_LOGO:,}")


def as_text(values: Mapping[str, str]) -> str:
    """Return the file with these values, as the form writes it.

    >>> print(as_text({"name": "Mid Dale"}).splitlines()[2])
    name: "Mid Dale"
    """
    lines = [HEAD]
    for key, about in ABOUT.items():
        lines += [f"# {about}\n"] if about else []
        lines.append(f"{key}: {json.dumps(values.get(key, ''), ensure_ascii=False)}\n")
    return "".join(lines)


def values_of(held: Organisation) -> dict[str, str]:
    """Return an organisation's values as people type them."""
    found = {one.name: getattr(held, one.name) for one in fields(held)}
    found |= {key: in_words(day) if isinstance(day, dt.date) else "" for key, day in found.items() if "_date" in key}
    return {**found, "holidays": COUNTRIES[held.holidays]}


def keep_organisation(values: Mapping[str, str]) -> Organisation:
    """Write the file anew and return what it says. Nothing is written where a value cannot be used.

    Raises :class:`OrganisationError`, or :class:`equityqi.files.CouldNotWrite` in one sentence.
    """
    path, text = organisation_path(), as_text(values)
    held = read_organisation(text, path)
    write_atomically(path, text)
    return held
